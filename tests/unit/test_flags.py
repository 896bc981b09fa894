"""What about figures needs a look, and what does not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tracker.comparing import flags
from tracker.comparing.contents import has_ended
from tracker.comparing.flags import Flag
from tracker.comparing.readings import Reading
from tracker.core import dates
from tracker.reporting.periods import Period

pytestmark = pytest.mark.unit

A, B, C = 1, 2, 3
OWN, OTHER = 10, 9
IDS = iter(range(100, 10_000))


def year(number: int) -> Period:
    return Period("year", number)


def given(value: str, period: Period, *agencies: int, **other: Any) -> Reading:
    """A reading of the delegation OWN, unless told otherwise."""
    facts: dict[str, Any] = {
        "code": "SL-01",
        "delegation_id": OWN,
        "established_on": None,
        "series": "so du an|du an",
        "indicator": "Số dự án",
        "unit": "dự án",
        "qualifier": "exactly",
        "scope": "",
        "source_kind": "report",
        "source_id": 1,
        "id": next(IDS),
    }
    return Reading(value=Decimal(value), period=period, agencies=agencies or (A,), **(facts | other))


def found(own: list[Reading], earlier: list[Reading] | None = None, limit: int = 50) -> list[Flag]:
    return flags.found(own, earlier or [], limit=limit)


def kinds(own: list[Reading], earlier: list[Reading] | None = None, limit: int = 50) -> list[str]:
    return [flag.kind for flag in found(own, earlier, limit)]


# --- jumps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("100", "151", ["jump"]),
        ("100", "150", []),
        ("100", "49", ["jump"]),
        ("100", "50", []),
        ("-10", "-4", ["jump"]),
        ("0.10", "0.15", []),
    ],
)
def test_a_change_of_more_than_half_is_a_jump(before: str, after: str, kind: list[str]) -> None:
    assert kinds([given(before, year(2023)), given(after, year(2024))]) == kind


def test_the_limit_is_a_setting() -> None:
    numbers = [given("100", year(2023)), given("151", year(2024))]
    assert kinds(numbers, limit=60) == []
    assert kinds(numbers, limit=51) == []
    assert kinds(numbers, limit=10) == ["jump"]


def test_a_jump_is_measured_against_the_last_earlier_period_that_was_reported() -> None:
    [flag] = found([given("100", year(2021)), given("110", year(2022)), given("300", year(2025))])
    assert [reading.period.first for reading in flag.readings] == [2022, 2025]
    assert flag.change is not None
    assert round(flag.change) == 173


def test_after_nought_there_is_a_note_and_no_percentage() -> None:
    [flag] = found([given("0", year(2023)), given("5", year(2024))])
    assert flag.is_soft
    assert flag.change is None
    assert kinds([given("0", year(2023)), given("0", year(2024))]) == []


@pytest.mark.parametrize(
    "other",
    [
        Period("span", 2021, 2023),
        Period("quarter", 2023, None, 4),
        Period("cumulative"),
    ],
)
def test_periods_of_another_kind_are_not_compared(other: Period) -> None:
    assert kinds([given("100", other), given("900", year(2024))]) == []


def test_spans_are_compared_when_they_are_equally_long() -> None:
    six, three, next_three = Period("span", 2015, 2020), Period("span", 2021, 2023), Period("span", 2024, 2026)
    assert kinds([given("100", six), given("900", three)]) == []
    assert kinds([given("100", three), given("900", next_three)]) == ["jump"]


def test_quarters_follow_each_other_over_the_turn_of_the_year() -> None:
    last, first = Period("quarter", 2024, None, 4), Period("quarter", 2025, None, 1)
    [flag] = found([given("900", first), given("100", last)])
    assert [reading.period for reading in flag.readings] == [last, first]


def test_another_agency_or_scope_is_another_line() -> None:
    assert kinds([given("100", year(2023), A), given("900", year(2024), B)]) == []
    assert kinds([given("100", year(2023), scope="KCN"), given("900", year(2024), scope="KKT")]) == []
    assert kinds([given("100", year(2023), scope="KCN"), given("900", year(2024), scope="kcn")]) == ["jump"]


def test_a_bound_is_no_number_to_measure_with() -> None:
    assert kinds([given("100", year(2023), qualifier="over"), given("900", year(2024))]) == []
    assert kinds([given("100", year(2023), qualifier="nearly"), given("900", year(2024))]) == ["jump"]


def test_a_report_to_an_earlier_delegation_counts_as_the_period_before() -> None:
    before = given("100", year(2023), delegation_id=OTHER)
    assert kinds([given("900", year(2024))], [before]) == ["jump"]


def test_a_jump_inside_an_earlier_delegation_is_not_told_again() -> None:
    before = [given("100", year(2022), delegation_id=OTHER), given("900", year(2023), delegation_id=OTHER)]
    assert kinds([given("900", year(2024))], before) == []


def test_a_number_that_two_agencies_gave_together_jumps_once() -> None:
    assert kinds([given("100", year(2023), A, B), given("900", year(2024), A, B)]) == ["jump"]


# --- disagreements ----------------------------------------------------------------------------------------------------


def test_two_agencies_that_give_different_numbers_disagree() -> None:
    [flag] = found([given("210", year(2023), A), given("215", year(2023), B)])
    assert (flag.kind, flag.agencies) == ("disagreement", (A, B))


@pytest.mark.parametrize(
    "second",
    [
        given("210.0", year(2023), B),
        given("215", year(2024), B),
        given("215", year(2023), B, scope="KCN"),
        given("215", year(2023), B, qualifier="nearly"),
        given("215", year(2023), B, qualifier="over"),
    ],
    ids=["same number", "other period", "other scope", "nearly", "over"],
)
def test_they_do_not_when_number_period_scope_or_qualifier_allow_both(second: Reading) -> None:
    assert kinds([given("210", year(2023), A), second]) == []


def test_one_flag_tells_of_all_the_agencies_that_disagree() -> None:
    [flag] = found([given("1", year(2023), A), given("2", year(2023), B), given("3", year(2023), C)])
    assert len(flag.readings) == 3


# --- twice ------------------------------------------------------------------------------------------------------------


def test_one_agency_that_gives_two_numbers_gives_them_twice() -> None:
    [flag] = found([given("210", year(2023)), given("215", year(2023), source_kind="session", source_id=5)])
    assert (flag.kind, flag.agencies) == ("twice", (A,))


def test_the_same_number_in_two_places_is_no_flag() -> None:
    assert kinds([given("210", year(2023)), given("210.00", year(2023), source_kind="session")]) == []


def test_what_is_counted_until_now_may_differ_from_day_to_day() -> None:
    now = Period("cumulative")
    assert kinds([given("210", now), given("215", now, source_kind="session")]) == []
    assert kinds([given("210", now, A), given("215", now, B)]) == ["disagreement"]


def test_an_agency_contradicts_what_it_told_an_earlier_delegation() -> None:
    assert kinds([given("210", year(2023))], [given("215", year(2023), delegation_id=OTHER)]) == ["twice"]


def test_two_earlier_numbers_are_not_this_delegations_affair() -> None:
    before = [given("210", year(2023), delegation_id=OTHER), given("215", year(2023), delegation_id=OTHER)]
    assert kinds([given("1", year(2030), B)], before) == []


def test_an_earlier_version_of_the_report_gave_another_number() -> None:
    now = given("215", year(2023))
    before = given("210", year(2023), id=now.id, version_of=7)
    assert kinds([before, now]) == ["twice"]


def test_a_number_given_together_contradicts_one_given_alone_only_once() -> None:
    assert kinds([given("210", year(2023), A, B), given("215", year(2023), A)]) == ["twice"]


def test_agencies_that_gave_both_numbers_together_are_told_once() -> None:
    [flag] = found([given("210", year(2023), A, B), given("215", year(2023), A, B)])
    assert (flag.kind, flag.agencies) == ("twice", (A, B))


# --- which flag, which numbers ----------------------------------------------------------------------------------------


def test_a_flag_stays_the_same_flag_when_its_numbers_change() -> None:
    a, b = given("210", year(2023), A), given("215", year(2023), B)
    changed = given("220", year(2023), B, id=b.id)
    [before], [after] = found([a, b]), found([a, changed])
    assert before.key == after.key
    assert before.values != after.values
    assert before.ref != after.ref


def test_nought_at_the_end_of_a_number_changes_nothing() -> None:
    a, b = given("210", year(2023), A), given("215", year(2023), B)
    [before], [after] = found([a, b]), found([a, given("215.00", year(2023), B, id=b.id)])
    assert before.ref == after.ref


@pytest.mark.parametrize(
    ("period", "day", "ended"),
    [
        ("2025", "2025-12-31", True),
        ("2025", "2025-12-30", False),
        ("2025-2", "2025-06-30", True),
        ("2025-2", "2025-06-29", False),
        ("2021-2025", "2025-12-31", True),
        ("2021-2025", "2025-06-30", False),
        ("now", "2025-01-01", True),
    ],
)
def test_what_lies_ahead_is_not_missing(period: str, day: str, ended: bool) -> None:
    assert has_ended(period, dates.parse_iso(day)) is ended
