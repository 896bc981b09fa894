"""Counting days. First day not counted; a period that ends on a rest day runs on to the next working day
(BLDS 2015 Đ.147–148); what must be done before an event never rolls forward (domain.md 1.13)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from sqlalchemy import null, select

from tracker.calendar.models import SWAP_WORK, CalendarDay, CalendarYear
from tracker.extensions import db

Row = tuple[date, str, str, bool]
ONE_DAY = timedelta(days=1)
SATURDAY = 5
CACHE = "tracker.calendar.working_days"


@dataclass(frozen=True)
class Special:
    """A day that differs from an ordinary week."""

    day: date
    is_worked: bool
    name: str = ""
    confirmed: bool = True


class WorkingDays:
    """The calendar in memory; asks the database nothing."""

    def __init__(self, specials: Iterable[Special] = (), confirmed_years: Iterable[int] = ()) -> None:
        self.specials = {special.day: special for special in specials}
        self.confirmed_years = frozenset(confirmed_years)

    def is_working(self, day: date) -> bool:
        special = self.specials.get(day)
        return special.is_worked if special else day.weekday() < SATURDAY

    def special(self, day: date) -> Special | None:
        """Why this day differs, if it does: its name, and whether an announcement has confirmed it."""
        return self.specials.get(day)

    def end_of(self, deadline: date) -> date:
        """The day at whose end the deadline passes: itself, or the next working day."""
        while not self.is_working(deadline):
            deadline += ONE_DAY
        return deadline

    def last_before(self, day: date) -> date:
        """The last working day before this one."""
        day -= ONE_DAY
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def last_up_to(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        return day if self.is_working(day) else self.last_before(day)

    def add(self, start: date, days: int) -> date:
        """The working day that is `days` working days after `start`, which is not counted; before it when negative."""
        step = ONE_DAY if days >= 0 else -ONE_DAY
        left = abs(days)
        while left:
            start += step
            left -= self.is_working(start)
        return start

    def count(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative, counted the other way, when `end` is past."""
        return self.up_to(end) - self.up_to(start)

    def left(self, today: date, deadline: date) -> int:
        """Working days left until a deadline passes: 0 on its last day, negative when late."""
        return self.count(today, self.end_of(deadline))

    def last_counted_before(self, today: date) -> date:
        """Deadlines up to and with this day have passed: `end_of(d) < today` exactly when `d <=` this."""
        return self.last_before(today)

    def up_to(self, day: date) -> int:
        """Working days since the year 1."""
        weeks, rest = divmod(day.toordinal(), 7)  # day 1 was a Monday
        worked = weeks * 5 + min(rest, 5)
        return worked + self.gained[bisect_right(self.changed, day)]

    @cached_property
    def changed(self) -> list[date]:
        """The days on which the calendar says otherwise than the week, in order."""
        return sorted(day for day, special in self.specials.items() if special.is_worked != (day.weekday() < SATURDAY))

    @cached_property
    def gained(self) -> list[int]:
        """Working days gained or lost by the first n of the changed days."""
        sums = [0]
        for day in self.changed:
            sums.append(sums[-1] + (1 if self.specials[day].is_worked else -1))
        return sums


def working_days() -> WorkingDays:
    """The calendar of this request or command: one query, then none."""
    kept = db.session().info
    if CACHE not in kept:
        keep(*read())
    days: WorkingDays = kept[CACHE]
    return days


def keep(rows: tuple[Row, ...], confirmed_years: tuple[int, ...]) -> None:
    """What was read serves this request or command to its end."""
    db.session().info[CACHE] = of_rows(rows, confirmed_years)


def is_kept() -> bool:
    return CACHE in db.session().info


def forget() -> None:
    """Read the calendar anew next time; after it was changed."""
    db.session().info.pop(CACHE, None)


def read() -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """The days in order, and the years that somebody has confirmed; one query."""
    nothing = [null().label(name) for name in ("kind", "name", "confirmed")]
    years = select(null().label("day"), *nothing, CalendarYear.id.label("year"))
    days = select(CalendarDay.day, CalendarDay.kind, CalendarDay.name, CalendarDay.confirmed, null().label("year"))
    rows = db.session.execute(days.union_all(years.where(CalendarYear.confirmed_at.is_not(None)))).all()
    specials = sorted((row[0], row[1], row[2], row[3]) for row in rows if row.year is None)
    return tuple(specials), tuple(sorted(row.year for row in rows if row.year is not None))


@lru_cache(maxsize=4)
def of_rows(rows: tuple[Row, ...], confirmed_years: tuple[int, ...]) -> WorkingDays:
    """Made once for as long as the calendar stays the same."""
    specials = (Special(day, kind == SWAP_WORK, name, confirmed) for day, kind, name, confirmed in rows)
    return WorkingDays(specials, confirmed_years)


def written_otherwise(before: WorkingDays, after: WorkingDays) -> list[date]:
    """Deadlines, as written in a document, that count to another day by the one calendar than by the other."""
    specials = {**before.specials, **after.specials}
    changed = [day for day in specials if before.is_working(day) != after.is_working(day)]
    found: set[date] = set()
    for day in changed:
        # Only a rest day runs on; so from a changed day back over the rest days before it.
        while not (before.is_working(day) and after.is_working(day)):
            if before.end_of(day) != after.end_of(day):
                found.add(day)
            day -= ONE_DAY
    return sorted(found)
