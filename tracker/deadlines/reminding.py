"""Reminding of what somebody has to answer: at the horizons of the day rules, and once its day has passed; once each, and
remembered (F47, domain.md 6.3). Rooms say what runs out and whom to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from tracker.accounts import people
from tracker.accounts.access import place_of
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.calendar import rules
from tracker.calendar.days import working_days
from tracker.extensions import db
from tracker.notifications import service as notifications
from tracker.notifications.models import Reminder

HORIZONS = ("remind_first", "remind_second", "remind_last")
FARTHEST = timedelta(days=150)
"""No horizon lies farther before a deadline than this."""
OVERDUE = "overdue"


@dataclass(frozen=True)
class Due:
    """A record that somebody has to answer: `written` until when, `ends_on` the working day to which that counts,
    `given_on` since when. `known_by`: the day under which it is remembered that somebody was told. `about`: the day rule
    that it comes from, where one record has several days. `remembered_as`: what that day is remembered as, where the
    record's own kind stands for another."""

    record: Any
    written: date
    ends_on: date
    known_by: date
    given_on: date
    ruleset: str
    about: str = ""
    remembered_as: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.record.__kind__, self.record.id

    @property
    def memory(self) -> tuple[str, int]:
        """Under which (kind, id) it is remembered that somebody was told."""
        return self.remembered_as or self.record.__kind__, self.record.id


def batches(read: Callable[[int], Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """What `read(after)` gives from id to id, until nothing is left."""
    last = 0
    while found := read(last):
        last = found[-1].id
        yield found


def horizon_of(due: Due, today: date) -> str | None:
    """The nearest horizon that has been reached; those that lay before it was given, or on that day, never were."""
    basis = rules.basis()
    found = {name: basis.by_law(name, due.ruleset, due.ends_on) for name in HORIZONS}
    days = {name: computed.ends_on for name, computed in found.items() if computed is not None}
    reached = [name for name, day in days.items() if due.given_on < day <= today]
    return max(reached, key=lambda name: days[name]) if reached else None


def nobody(_record: Any) -> set[int]:
    return set()


def agency_people(record: Any) -> set[int]:
    """Officers, and leaders with those who stand in for them."""
    return holders(OF_AGENCY, record)


def holders(roles: Iterable[Role], record: Any) -> set[int]:
    place = place_of(record)
    return {person for role in roles for person in people.holders(role, place)}


def in_time(
    found: Iterable[Due],
    today: date,
    lasts: Callable[[Any], set[int]],
    *,
    others: Callable[[Any], set[int]] = nobody,
    agency: Callable[[Any], set[int]] = agency_people,
) -> None:
    """Tell the agencies (or whom of theirs `agency` names), and those whom `others` names, at the horizon that has been
    reached; at the last one also those whom `lasts` names."""
    listed = list(found)
    known = told_of([due.memory for due in listed])
    for due in listed:
        horizon = horizon_of(due, today)
        if horizon and (*due.memory, horizon, due.known_by) not in known:
            known.add((*due.memory, horizon, due.known_by))
            told = agency(due.record) | others(due.record)
            told |= lasts(due.record) if horizon == HORIZONS[-1] else set()
            tell(due, horizon, "due", told, days=working_days().left(today, due.ends_on))


def too_late(due: Due, others: set[int], *, agency: Callable[[Any], set[int]] = agency_people) -> None:
    """Tell the agency's people and these that its day has passed."""
    tell(due, OVERDUE, OVERDUE, agency(due.record) | others)


def tell(due: Due, horizon: str, name: str, told: set[int], **facts: Any) -> None:
    kind, id = due.memory
    remember(kind, id, horizon, due.known_by)
    known = {"code": due.record.code, "due_on": due.written, **facts}
    known |= {"about": due.about} if due.about else {}
    known |= {"agency_id": agency} if (agency := getattr(due.record, "event_agency_id", None)) else {}
    key = f"{kind} {id} {horizon} {due.known_by}"
    notifications.remind(told, "reminder", name, due.key, key=key, facts=known)


# --- what was told ----------------------------------------------------------------------------------------------------


def remember(kind: str, id: int, horizon: str, due_on: date) -> None:
    db.session.add(Reminder(subject_kind=kind, subject_id=id, horizon=horizon, due_on=due_on))
    db.session.flush()


def remembered(kind: str, id: Any, horizon: str, due_on: Any) -> ColumnElement[bool]:
    return exists().where(
        Reminder.subject_kind == kind,
        Reminder.subject_id == id,
        Reminder.horizon == horizon,
        Reminder.due_on == due_on,
    )


def told_of(keys: Sequence[tuple[str, int]]) -> set[tuple[str, int, str, date]]:
    """(kind, id, horizon, date) of what has been told of these records, all of one kind."""
    query = select(Reminder.subject_kind, Reminder.subject_id, Reminder.horizon, Reminder.due_on).where(
        Reminder.subject_kind.in_({kind for kind, _id in keys}), Reminder.subject_id.in_([id for _kind, id in keys])
    )
    return {(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)}
