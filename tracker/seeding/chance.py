"""Everything that is drawn by lot, from one seed: numbers, phrases, days of work and moments of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from tracker.calendar.days import WorkingDays

T = TypeVar("T")
OPENS = time(1, tzinfo=UTC)
"""Offices open at 8 in Viet Nam, which is 1 in UTC."""
OPEN_SECONDS = 9 * 3600


class Chance:
    """Draws by lot; `today` is never reached by what has happened."""

    def __init__(self, seed: int, today: date, calendar: WorkingDays) -> None:
        self.lot = Random(seed)  # noqa: S311 - nothing here is secret
        self.today = today
        self.calendar = calendar
        self.worked: dict[date, date] = {}

    def pick(self, items: Sequence[T]) -> T:
        return items[int(self.lot.random() * len(items))]

    def pick_some(self, items: Sequence[T], number: int) -> list[T]:
        """So many different ones, or all there are."""
        return self.lot.sample(items, min(number, len(items)))

    def between(self, low: int, high: int) -> int:
        """Both ends included."""
        return low + int(self.lot.random() * (high - low + 1))

    def happens(self, share: float) -> bool:
        return self.lot.random() < share

    def one_of(self, shares: Sequence[tuple[T, float]]) -> T:
        """One of (what, share) pairs, whose shares add up to 1."""
        rest = self.lot.random()
        for item, share in shares:
            rest -= share
            if rest < 0:
                return item
        return shares[-1][0]

    def after(self, day: date, low: int, high: int) -> date:
        """A working day, `low` to `high` days later."""
        return self.working(day + timedelta(days=self.between(low, high)))

    def working(self, day: date) -> date:
        """The day itself, or the next that is worked."""
        found = self.worked.get(day)
        if found is None:
            found = self.worked[day] = self.calendar.end_of(day)
        return found

    def is_past(self, day: date) -> bool:
        return day < self.today

    def moment(self, day: date) -> datetime:
        """A moment within the hours of the office."""
        return datetime.combine(day, OPENS) + timedelta(seconds=self.between(0, OPEN_SECONDS))
