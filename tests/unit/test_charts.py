"""Where lines, bars and words of a chart stand: nought on the axis, gaps left open, letters apart."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from tracker.reporting.periods import Period
from tracker.web import charts
from tracker.web.charts import Bar, Chart, Line, Series

pytestmark = pytest.mark.unit


def years(**values: str) -> dict[Period, Decimal]:
    """years(y2023="10")"""
    return {Period("year", int(name[1:])): Decimal(value) for name, value in values.items()}


def drawn(*series: Series) -> Chart:
    found = charts.chart(series)
    assert found is not None
    return found


def lines(chart: Chart) -> list[Line]:
    return [line for line in chart.lines if isinstance(line, Line)]


def test_a_year_without_a_number_is_a_gap() -> None:
    chart = drawn(Series("A", years(y2020="1", y2021="2", y2023="3", y2024="4")))
    [line] = lines(chart)
    assert [len(part.split()) for part in line.parts] == [2, 2]
    assert len(line.spots) == 4


def test_quarters_between_the_first_and_the_last_are_all_there() -> None:
    first, last = Period("quarter", 2024, None, 3), Period("quarter", 2025, None, 2)
    assert len(charts.filled({first, last})) == 4


def test_the_axis_holds_nought_and_goes_in_round_steps() -> None:
    chart = drawn(Series("A", years(y2020="45.5", y2023="60.6")))
    assert [words for words, _y in chart.ticks] == ["0", "20", "40", "60", "80"]
    below = drawn(Series("A", years(y2020="-3", y2021="5")))
    assert "-2" in [words for words, _y in below.ticks]


def test_higher_numbers_stand_higher() -> None:
    chart = drawn(Series("A", years(y2020="1", y2021="2")))
    [line] = lines(chart)
    assert Decimal(line.spots[0].y) > Decimal(line.spots[1].y)


def test_letters_at_the_ends_do_not_lie_over_each_other() -> None:
    chart = drawn(*(Series(name, years(y2020="1", y2021="2")) for name in ("A", "B", "C")))
    places = sorted(Decimal(line.end.y) for line in lines(chart))
    assert all(after - before >= charts.NEAREST for before, after in pairwise(places))


def test_one_period_is_drawn_as_bars_from_nought() -> None:
    chart = drawn(Series("Sở A", years(y2023="10")), Series("Sở B", years(y2023="5")))
    first, second = (bar for bar in chart.lines if isinstance(bar, Bar))
    assert first.x == second.x == chart.zero
    assert Decimal(first.width) == 2 * Decimal(second.width)


@pytest.mark.parametrize(
    "series",
    [
        [],
        [Series("A", years(y2023="1"))],
        [Series(str(n), years(y2023="1", y2024="2")) for n in range(7)],
        [Series("A", {Period("year", year): Decimal(1) for year in range(2010, 2023)})],
    ],
    ids=["nothing", "one number", "seven agencies", "thirteen years"],
)
def test_too_little_or_too_much_is_left_to_the_table(series: list[Series]) -> None:
    assert charts.chart(series) is None


def test_numbers_that_are_all_nought_are_drawn() -> None:
    assert drawn(Series("A", years(y2020="0", y2021="0"))).ticks
