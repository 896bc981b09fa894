"""What the `holidays` package believes of a year, beside what the calendar says: a person picks and confirms.

The package knows lunar dates and most swaps, never all of them: it proposes, and changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import holidays

from tracker.calendar import queries
from tracker.calendar.models import HOLIDAY, SWAP_OFF, SWAP_WORK, CalendarDay
from tracker.calendar.service import Entry
from tracker.core.text import clean

SOURCE = f"Gói dữ liệu holidays {version('holidays')}"
SWAPPED = re.compile(r"thay cho ngày (\d{2})/(\d{2})/(\d{4})")


@dataclass(frozen=True)
class Suggestion:
    """One day that the package knows. `known`: what the calendar says of it."""

    entry: Entry
    known: CalendarDay | None

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def differs(self) -> bool:
        """Another kind of day; names differ by habit."""
        return self.known is not None and self.known.kind != self.entry.kind


@dataclass(frozen=True)
class Suggested:
    """A year by the package: what is new or different, what is known already, and what only our calendar has."""

    fresh: list[Suggestion]
    same: list[Suggestion]
    ours_alone: list[CalendarDay]


def of_year(year: int) -> Suggested:
    ours = {row.day: row for row in queries.of_year(year)}
    found = [Suggestion(entry, ours.get(entry.day)) for entry in entries(year)]
    told = {suggestion.entry.day for suggestion in found}
    return Suggested(
        fresh=[one for one in found if one.is_new or one.differs],
        same=[one for one in found if not one.is_new and not one.differs],
        ours_alone=[row for day, row in ours.items() if day not in told],
    )


def entries(year: int) -> list[Entry]:
    """The package's days of that year, in order."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    names = {day: clean(name) for day, name in known.items() if day.year == year}
    off = [
        Entry(day, SWAP_OFF if SWAPPED.search(name) else HOLIDAY, name, source=SOURCE) for day, name in names.items()
    ]
    worked = [Entry(day, SWAP_WORK, name, source=SOURCE) for day, name in made_up(names).items()]
    return sorted([*off, *worked], key=lambda entry: entry.day)


def made_up(names: dict[date, str]) -> dict[date, str]:
    """The Saturdays and Sundays worked in place of days off, with the words for them."""
    found = {}
    for off, name in names.items():
        if swapped := SWAPPED.search(name):
            day, month, year = (int(part) for part in swapped.groups())
            found[date(year, month, day)] = f"Làm bù cho {off:%d/%m/%Y}"
    return found
