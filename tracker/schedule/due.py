"""By when reports are due, as the schedule shows it: an agency's requests each, those of a delegation by day, and the day
of the whole delegation as long as no request gives its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.accounts.actor import Actor
from tracker.calendar.days import working_days
from tracker.schedule import queries


@dataclass(frozen=True)
class ReportDue:
    """One line of the schedule. `key` names it for ever; `written` are the days that documents give, `day` is where it
    stands: a request's last day counted, a delegation's common day as it is written."""

    key: str
    day: date
    written: tuple[date, ...]
    delegation_id: int
    delegation: str
    title: str
    row_version: int
    updated_at: datetime
    request_id: int | None = None
    request: str = ""
    agency: str = ""
    agencies: int = 0
    """How many agencies report by this day; 0 for the delegation's common day."""

    @property
    def code(self) -> str:
        return f"{self.delegation} · {self.request}" if self.request else self.delegation


def deadlines(actor: Actor, first: date, last: date) -> list[ReportDue]:
    """What is due in this time, as far as the actor may read it, by day."""
    common = [of_delegation(row) for row in queries.common_days(actor, first, last)]
    found = [*common, *of_requests(queries.requests_due(actor, first, last), actor)]
    return sorted((one for one in found if first <= one.day <= last), key=lambda one: (one.day, one.code))


def of_delegation(row: Any) -> ReportDue:
    return ReportDue(
        key=f"report-due-{row.delegation_id}",
        day=row.report_due_on,
        written=(row.report_due_on,),
        delegation_id=row.delegation_id,
        delegation=row.delegation,
        title=row.title,
        row_version=row.row_version,
        updated_at=row.updated_at,
    )


def of_requests(rows: Iterable[Any], actor: Actor) -> list[ReportDue]:
    """The actor's own agencies' requests one by one, the others by delegation and day."""
    found, others = [], defaultdict(list)
    for row in rows:
        day = working_days().end_of(row.due_on)
        if row.agency_id in actor.agency_ids:
            found.append(of_request(row, day, f"request-due-{row.request_id}", row.row_version, row.updated_at))
        else:
            others[row.delegation_id, day].append(row)
    return [*found, *(together(same, day) for (_delegation, day), same in others.items())]


def of_request(row: Any, day: date, key: str, row_version: int, updated_at: datetime) -> ReportDue:
    return ReportDue(
        key=key,
        day=day,
        written=(row.due_on,),
        delegation_id=row.delegation_id,
        delegation=row.delegation,
        title=row.title,
        row_version=row_version,
        updated_at=updated_at,
        request_id=row.request_id,
        request=row.request,
        agency=row.agency,
        agencies=1,
    )


def together(rows: Sequence[Any], day: date) -> ReportDue:
    """The requests of one delegation that are due on one day; its version grows with that of any of its requests."""
    one = rows[0]
    key = f"requests-due-{one.delegation_id}-{day:%Y%m%d}"
    if len(rows) == 1:
        return of_request(one, day, key, one.versions, one.changed_at)
    return ReportDue(
        key=key,
        day=day,
        written=tuple(sorted({row.due_on for row in rows})),
        delegation_id=one.delegation_id,
        delegation=one.delegation,
        title=one.title,
        row_version=one.versions,
        updated_at=one.changed_at,
        agencies=len({row.agency_id for row in rows}),
    )
