"""Working days: holidays, swaps, deadlines forward and backward."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tracker.calendar import days as calendar
from tracker.calendar import queries, service
from tracker.calendar.days import Special, WorkingDays
from tracker.calendar.models import HOLIDAY, SWAP_OFF, SWAP_WORK
from tracker.calendar.service import Entry
from tracker.core import database
from tracker.core.errors import Invalid

OURS = WorkingDays(
    Special(day=entry.day, is_worked=entry.kind == SWAP_WORK, name=entry.name, confirmed=entry.confirmed)
    for entry in service.read(service.FILE)
)
DAYS = st.dates(min_value=date(2023, 12, 1), max_value=date(2028, 1, 31))


def test_four_years_have_the_working_days_counted_by_hand() -> None:
    every_day = [date(2024, 1, 1) + timedelta(days=n) for n in range(1461)]
    worked = Counter(day.year for day in every_day if OURS.is_working(day))
    # Weekdays, less those off (New Year, Tết, Giỗ Tổ, 30/4 and 1/5, 2/9, 24/11), plus Saturdays worked.
    assert worked[2024] == 262 - (1 + 5 + 1 + 3 + 2) + 1
    assert worked[2025] == 261 - (1 + 5 + 1 + 3 + 2) + 1
    assert worked[2026] == 261 - (2 + 5 + 1 + 2 + 3 + 1) + 2
    assert worked[2027] == 261 - (1 + 5 + 1 + 2 + 2 + 1)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2024-04-29", False),
        ("2024-05-04", True),
        ("2024-04-26", True),
        ("2024-04-30", False),
        ("2026-01-02", False),
        ("2026-01-10", True),
        ("2026-02-13", True),
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-09-03", True),
        ("2026-06-13", False),
        ("2026-06-15", True),
    ],
)
def test_holidays_and_swapped_days_are_known(day: str, worked: bool) -> None:
    assert OURS.is_working(date.fromisoformat(day)) is worked


def test_a_deadline_on_a_rest_day_runs_to_the_end_of_the_next_working_day() -> None:
    assert OURS.end_of(date(2026, 6, 13)) == date(2026, 6, 15)
    assert OURS.end_of(date(2026, 2, 14)) == date(2026, 2, 23)
    assert OURS.end_of(date(2026, 1, 10)) == date(2026, 1, 10)


def test_a_notice_never_rolls_forward() -> None:
    thirtieth_of_april = date(2024, 5, 10) - timedelta(days=10)
    assert OURS.special(thirtieth_of_april) is not None
    assert OURS.last_before(thirtieth_of_april) == date(2024, 4, 26)


@pytest.mark.parametrize(
    ("today", "deadline", "left"),
    [
        ("2026-06-15", "2026-06-15", 0),
        ("2026-06-12", "2026-06-15", 1),
        ("2026-06-15", "2026-06-12", -1),
        ("2026-06-15", "2026-06-13", 0),
        ("2026-06-13", "2026-06-12", 0),
        ("2026-02-13", "2026-02-23", 1),
        ("2026-01-09", "2026-01-12", 2),
    ],
)
def test_days_left_are_working_days_and_negative_when_late(today: str, deadline: str, left: int) -> None:
    assert OURS.left(date.fromisoformat(today), date.fromisoformat(deadline)) == left


@given(DAYS, DAYS)
def test_counting_is_what_one_would_count_on_fingers(start: date, end: date) -> None:
    low, high = min(start, end), max(start, end)
    fingers = sum(OURS.is_working(low + timedelta(days=n)) for n in range(1, (high - low).days + 1))
    assert OURS.count(start, end) == (fingers if start <= end else -fingers)


@given(DAYS, DAYS)
def test_a_deadline_has_passed_exactly_up_to_the_last_counted_day(today: date, deadline: date) -> None:
    assert (OURS.end_of(deadline) < today) == (deadline <= OURS.last_counted_before(today))


@given(DAYS, st.integers(min_value=-60, max_value=60))
def test_adding_working_days_is_the_reverse_of_counting_them(start: date, days: int) -> None:
    begin = OURS.end_of(start)
    assert OURS.count(begin, OURS.add(begin, days)) == days


def test_unconfirmed_days_are_named_as_such() -> None:
    culture_day = OURS.special(date(2026, 11, 24))
    assert culture_day is not None
    assert not culture_day.confirmed
    tet = OURS.special(date(2026, 2, 17))
    assert tet is not None
    assert tet.confirmed


def test_the_calendar_is_read_once_and_anew_after_a_change(db_session: Session) -> None:
    service.fill()
    with database.counted() as tally:
        assert calendar.working_days().is_working(date(2026, 6, 15))
        assert calendar.working_days() is calendar.working_days()
    assert tally.queries == 1
    service.set_day(Entry(day=date(2026, 6, 15), kind=HOLIDAY, name="Nghỉ đột xuất", confirmed=True))
    assert not calendar.working_days().is_working(date(2026, 6, 15))


def test_filling_twice_enters_nothing_and_keeps_what_was_changed_by_hand(db_session: Session) -> None:
    for year in queries.years():
        for row in queries.of_year(year):
            service.remove_day(row)
    assert service.fill() == len(service.read(service.FILE))
    service.set_day(Entry(day=date(2026, 11, 24), kind=HOLIDAY, name="Ngày Văn hóa Việt Nam", confirmed=True))
    assert service.fill() == 0
    assert queries.years() == [2024, 2025, 2026, 2027]
    assert date(2026, 11, 24) not in {entry.day for entry in queries.unconfirmed(2026)}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Entry(day=date(2026, 6, 15), kind=SWAP_WORK, name="Làm bù"), "day"),
        (Entry(day=date(2026, 6, 13), kind=SWAP_OFF, name="Nghỉ"), "day"),
        (Entry(day=date(2026, 6, 15), kind="party", name="Vui"), "kind"),
        (Entry(day=date(2026, 6, 15), kind=HOLIDAY, name="  "), "name"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(db_session: Session, entry: Entry, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.set_day(entry)
    assert list(refused.value.errors) == [field]
