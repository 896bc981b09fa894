"""What a new delegation may be set up from: a template or an earlier delegation, read into one shape.

Nothing that belongs to the old record alone is read: no document numbers, files, findings, grants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.core import clock
from tracker.delegations.models import Delegation, DelegationAgency, DelegationMember
from tracker.organizations import queries as organizations
from tracker.organizations.models import Agency
from tracker.outlines import queries as outlines
from tracker.outlines.pasting import Draft
from tracker.plans import outlining, queries
from tracker.plans.counting import Line, line_of
from tracker.plans.models import ESTABLISH, DelegationTemplate, Expected
from tracker.plans.ready_made import OUTLINE_TITLE, READY

Paper = tuple[str, str, str]
"""Kind, title and step of an expected document."""


@dataclass(frozen=True)
class Carried:
    """An agency to carry over; `instead_of` is the one that has ended, where this one answers for it now."""

    agency: Agency
    role: str
    instead_of: DelegationAgency | None = None


@dataclass(frozen=True)
class Source:
    """`record` is a DelegationTemplate or a Delegation. `lost` are agencies that ended without a single successor."""

    record: Any
    name: str
    facts: dict[str, Any]
    lines: list[Line]
    papers: list[Paper]
    outline_title: str
    drafts: list[Draft]
    members: Sequence[DelegationMember] = ()
    agencies: Sequence[Carried] = ()
    lost: Sequence[DelegationAgency] = ()
    years: int = 0
    """By how many years periods are proposed to be shifted."""
    said: dict[int, str] = field(default_factory=dict, compare=False)

    def outline(self, years: int) -> str:
        """The outline as text, its periods shifted."""
        if years not in self.said:
            self.said[years] = outlining.written(outlining.shifted(self.drafts, years))
        return self.said[years]

    def period(self, years: int) -> dict[str, date | None]:
        return {name: later_day(self.facts.get(name), years) for name in ("period_from", "period_to")}


def of_template(template: DelegationTemplate) -> Source:
    return Source(
        record=template,
        name=template.name,
        facts={
            "title": template.title_pattern,
            "owner_kind": template.owner_kind,
            "body_id": template.body_id,
            "scope": template.scope,
            "content": template.content,
        },
        lines=[line_of(step) for step in template.steps],
        papers=papers_of(template.documents),
        outline_title=template.outline_title,
        drafts=outlining.read(template.outline),
    )


def of_delegation(delegation: Delegation) -> Source:
    """Steps and documents of its plan; of one that has none, those that come with the product for its owner."""
    latest = outlines.latest(delegation.id)
    carried, lost = agencies_today(delegation)
    began = delegation.established_on or clock.local(delegation.created_at).date()
    return Source(
        record=delegation,
        name=f"{delegation.code} {delegation.title}",
        facts={
            name: getattr(delegation, name)
            for name in ("title", "owner_kind", "body_id", "scope", "content", "period_from", "period_to")
        },
        lines=lines_of(delegation),
        papers=papers_of(queries.expected_of(delegation.id)) or list(READY[delegation.owner_kind].documents),
        outline_title=latest.title if latest else OUTLINE_TITLE,
        drafts=outlining.drafts_of(latest) if latest else [],
        members=[member for member in delegation.members if member.left_on is None],
        agencies=carried,
        lost=lost,
        years=clock.today().year - began.year,
    )


def lines_of(delegation: Delegation) -> list[Line]:
    """A day that was set there without counting is as far from the establishment as it was."""
    steps = queries.steps_of(delegation.id)
    base = next((step.planned_on for step in steps if step.key == ESTABLISH), None)
    return [as_far(line_of(step), base, step.planned_on) for step in steps] or list(READY[delegation.owner_kind].lines)


def as_far(line: Line, base: date | None, day: date | None) -> Line:
    if line.anchor or line.key == ESTABLISH:
        return line
    return replace(line, anchor=ESTABLISH, days=(day - base).days if day and base else 0)


def papers_of(documents: Sequence[Expected]) -> list[Paper]:
    return [(entry.kind, entry.title, entry.step) for entry in documents]


def agencies_today(delegation: Delegation) -> tuple[list[Carried], list[DelegationAgency]]:
    """Its agencies as they are today: one that has ended gives way to its successor, each agency once."""
    today = clock.today()
    carried: dict[int, Carried] = {}
    lost: list[DelegationAgency] = []
    for entry in delegation.agencies:
        agency = organizations.successor_on(entry.agency, today)
        if agency is None:
            lost.append(entry)
        else:
            instead = entry if agency.id != entry.agency_id else None
            carried.setdefault(agency.id, Carried(agency, entry.role, instead))
    return list(carried.values()), lost


def later_day(day: date | None, years: int) -> date | None:
    """The same day of a later year; 29 February becomes the 28th where there is none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
