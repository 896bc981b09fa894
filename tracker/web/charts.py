"""Small charts drawn on the server: where lines, bars, marks and words stand; templates/macros/charts.html draws them.

Only places are computed here, in decimals; numbers are shown as they were reported. The axis always holds nought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil

from tracker.core.numbers import format_vi
from tracker.reporting import wording
from tracker.reporting.periods import Period

MOST_LINES, MOST_PERIODS = 6, 12
WIDTH, TOP, BOTTOM, LEFT, RIGHT = 320, 22, 190, 44, 290
BAR, FIRST_BAR = 30, 26
LETTERS = "ABCDEF"
LABEL = 46
"""Room that the name of a period takes."""
NEAREST = 16
"""Letters at the ends of lines stand at least so far apart."""
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Series:
    """One line of a chart: whose it is, and its numbers by period."""

    label: str
    values: dict[Period, Decimal]


@dataclass(frozen=True)
class Spot:
    x: str
    y: str


@dataclass(frozen=True)
class Line:
    """`parts` are the points of unbroken stretches, as polylines take them; `n` chooses dashes and mark."""

    n: int
    letter: str
    label: str
    last: str
    parts: tuple[str, ...]
    spots: tuple[Spot, ...]
    end: Spot


@dataclass(frozen=True)
class Bar:
    n: int
    letter: str
    label: str
    last: str
    x: str
    y: str
    width: str
    words_x: str
    words_y: str


@dataclass(frozen=True)
class Chart:
    """`kind` is "lines" or "bars"; `words` are beside the axis: (text, x, y)."""

    kind: str
    width: int
    height: int
    lines: tuple[Line | Bar, ...]
    ticks: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str, str], ...] = ()
    zero: str = ""


def chart(series: Sequence[Series]) -> Chart | None:
    """Lines over the periods, or bars when there is one period; None when there is nothing to compare, or too much."""
    periods = filled({period for line in series for period in line.values})
    points = sum(len(line.values) for line in series)
    if points < 2 or len(series) > MOST_LINES or len(periods) > MOST_PERIODS:
        return None
    if len(periods) > 1:
        return lines(series, periods)
    return bars([(line.label, line.values[periods[0]]) for line in series])


def filled(periods: set[Period]) -> list[Period]:
    """In order, with the years or quarters between them for which there is no number: they are gaps."""
    order = sorted(periods, key=lambda period: period.order)
    if not order or order[0].first is None or order[0].kind not in ("year", "quarter"):
        return order
    years = range(order[0].first, (order[-1].first or 0) + 1)
    if order[0].kind == "year":
        return [Period("year", year) for year in years]
    quarters = [Period("quarter", year, None, quarter) for year in years for quarter in (1, 2, 3, 4)]
    return [period for period in quarters if order[0].order <= period.order <= order[-1].order]


# --- lines ------------------------------------------------------------------------------------------------------------


def lines(series: Sequence[Series], periods: Sequence[Period]) -> Chart:
    low, high, step = scale([value for line in series for value in line.values.values()])
    across = Decimal(RIGHT - LEFT - 20) / (len(periods) - 1)
    xs = {period: LEFT + 10 + across * place for place, period in enumerate(periods)}

    def y(value: Decimal) -> Decimal:
        return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)

    drawn = [line_of(n, line, periods, xs, {period: y(value) for period, value in line.values.items()})
             for n, line in enumerate(series)]  # fmt: skip
    each = ceil(LABEL / across)
    return Chart(
        kind="lines",
        width=WIDTH,
        height=BOTTOM + 30,
        lines=tuple(spread(drawn)),
        ticks=tuple((format_vi(low + step * n), spot(y(low + step * n))) for n in range(int((high - low) / step) + 1)),
        words=tuple((short(period), spot(xs[period]), spot(Decimal(BOTTOM + 22))) for period in periods[::each]),
        zero=spot(y(Decimal(0))),
    )


def line_of(
    n: int, line: Series, periods: Sequence[Period], xs: dict[Period, Decimal], ys: dict[Period, Decimal]
) -> Line:
    parts: list[list[str]] = [[]]
    for period in periods:
        if period in ys:
            parts[-1].append(f"{spot(xs[period])},{spot(ys[period])}")
        elif parts[-1]:
            parts.append([])
    there = [period for period in periods if period in ys]
    last = there[-1]
    return Line(
        n=n + 1,
        letter=LETTERS[n],
        label=line.label,
        last=f"{format_vi(line.values[last])} ({last.words})",
        parts=tuple(" ".join(part) for part in parts if len(part) > 1),
        spots=tuple(Spot(spot(xs[period]), spot(ys[period])) for period in there),
        end=Spot(spot(xs[last] + 10), spot(ys[last])),
    )


def spread(drawn: Sequence[Line]) -> list[Line]:
    """Letters that would lie over each other move apart, from the top down."""
    found = {}
    last: dict[str, Decimal] = {}
    for line in sorted(drawn, key=lambda line: Decimal(line.end.y)):
        place = max(Decimal(line.end.y), last.get(line.end.x, Decimal(-NEAREST)) + NEAREST)
        last[line.end.x] = place
        found[line.n] = Spot(line.end.x, spot(place + 5))
    return [Line(**{**vars(line), "end": found[line.n]}) for line in drawn]


def short(period: Period) -> str:
    """2024 · I/24 · 2021-23"""
    first = period.first or 0
    if period.kind == "quarter":
        return f"{wording.ROMAN[period.quarter or 1]}/{first % 100:02}"
    return f"{first}-{(period.last or first) % 100:02}" if period.kind == "span" else str(first)


# --- bars -------------------------------------------------------------------------------------------------------------


def bars(numbers: Sequence[tuple[str, Decimal]], *, unit: str = "") -> Chart:
    """(label, number): one under the other, from nought, the number at the end of each; MOST_LINES at most."""
    low, high, _step = scale([value for _label, value in numbers])
    room = Decimal(RIGHT - FIRST_BAR - 90)

    def x(value: Decimal) -> Decimal:
        return FIRST_BAR + (value - low) / (high - low) * room

    drawn = tuple(bar_of(n, label, f"{format_vi(value)}{unit}", x(min(value, Decimal(0))), x(max(value, Decimal(0))))
                  for n, (label, value) in enumerate(numbers))  # fmt: skip
    return Chart("bars", WIDTH, len(numbers) * BAR + 8, drawn, zero=spot(x(Decimal(0))))


def bar_of(n: int, label: str, last: str, begins: Decimal, ends: Decimal) -> Bar:
    top = n * BAR + 6
    return Bar(
        n=n + 1,
        letter=LETTERS[n],
        label=label,
        last=last,
        x=spot(begins),
        y=str(top),
        width=spot(ends - begins),
        words_x=spot(ends + 6),
        words_y=str(top + 16),
    )


# --- scale ------------------------------------------------------------------------------------------------------------


def scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Lowest and highest place of the axis and the step between its lines: round numbers, nought among them."""
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    if low == high:
        return Decimal(0), Decimal(1), Decimal(1)
    rough = (high - low) / 4
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(size * power for size in STEPS if size * power >= rough)
    lowest = step * (low / step).to_integral_value("ROUND_FLOOR")
    return lowest, step * (high / step).to_integral_value("ROUND_CEILING"), step


def spot(place: Decimal) -> str:
    return str(place.quantize(Decimal("0.1"), ROUND_HALF_UP))
