"""How often an agency is called: more than two sessions in 12 months, or two in one month (features F05, U12).

The numbers are settings. A warning, never a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.core.dates import months_from
from tracker.schedule import queries

YEAR = 12


@dataclass(frozen=True)
class Limits:
    """So many sessions are usual; one more is warned of."""

    in_year: int
    in_month: int


@dataclass(frozen=True)
class Load:
    """One agency in one year: sessions by month (12 numbers), and the most in any 12 months that end in that year."""

    months: tuple[int, ...]
    most: int
    limits: Limits

    @property
    def total(self) -> int:
        return sum(self.months)

    @property
    def is_over_year(self) -> bool:
        return self.most > self.limits.in_year

    @property
    def is_notable(self) -> bool:
        return self.is_over_year or any(number > self.limits.in_month for number in self.months)

    def is_over_month(self, month: int) -> bool:
        """`month` from 1 to 12."""
        return self.months[month - 1] > self.limits.in_month


@dataclass(frozen=True)
class Overload:
    """With this session, the agency is called this often; `others` are those that the reader may know of."""

    agency: str
    in_year: int | None
    in_month: int | None
    others: tuple[Any, ...]
    unnamed: int
    """How many more there are."""


def of_year(agency_ids: Iterable[int], year: int, limits: Limits) -> dict[int, Load]:
    """agency id → its load; two years are read, for 12 months may begin in the year before."""
    ids = list(agency_ids)
    days = queries.days_of(ids, date(year - 1, 1, 1), date(year, 12, 31))
    return {id: load([day for day, _session in days.get(id, [])], year, limits) for id in ids}


def load(days: Sequence[date], year: int, limits: Limits) -> Load:
    months = tuple(sum(day.year == year and day.month == month for day in days) for month in range(1, YEAR + 1))
    most = max((in_months_up_to(days, day) for day in days if day.year == year), default=0)
    return Load(months, most, limits)


def in_months_up_to(days: Sequence[date], last: date) -> int:
    """How many of the days lie in the 12 months that end with `last`; days in order."""
    first = months_from(last, -YEAR)
    return sum(first < day <= last for day in days)


def most_around(days: Sequence[date], day: date) -> int:
    """The most of these days, `day` among them, in any 12 months that hold `day`."""
    known = sorted([*days, day])
    ends = [end for end in known if day <= end < months_from(day, YEAR)]
    return max(in_months_up_to(known, end) for end in ends)


def overloads(
    agencies: Mapping[int, str], day: date, actor: Actor, limits: Limits, *, but: int | None = None
) -> list[Overload]:
    """What to say of a session with these agencies (id → name) on that day; `but` is the session itself.

    The numbers count every session of the council, for an agency is called by all of them; named are those that the
    actor may read.
    """
    days = queries.days_of(agencies, months_from(day, -YEAR), months_from(day, YEAR), but=but)
    found = [(id, *counted(days.get(id, []), day)) for id in agencies]
    heavy = [entry for entry in found if entry[1] > limits.in_year or entry[2] > limits.in_month]
    if not heavy:
        return []
    known = queries.named_sessions({session for id, *_more in heavy for _day, session in days.get(id, [])}, actor)
    return [
        overload(agencies[id], in_year, in_month, limits, [session for _day, session in days.get(id, [])], known)
        for id, in_year, in_month in heavy
    ]


def counted(known: Sequence[tuple[date, int]], day: date) -> tuple[int, int]:
    """With a session on `day`: the most in 12 months, and how many in its month."""
    others = [other for other, _session in known]
    in_month = sum((other.year, other.month) == (day.year, day.month) for other in others)
    return most_around(others, day), in_month + 1


def overload(
    name: str, in_year: int, in_month: int, limits: Limits, sessions: Sequence[int], known: Mapping[int, Any]
) -> Overload:
    named = tuple(known[id] for id in sessions if id in known)
    return Overload(
        agency=name,
        in_year=in_year if in_year > limits.in_year else None,
        in_month=in_month if in_month > limits.in_month else None,
        others=named,
        unnamed=len(sessions) - len(named),
    )
