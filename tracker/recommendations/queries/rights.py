"""Reading recommendations and what hangs on them: who may read what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.audit.models import AuditEvent
from tracker.delegations.models import Delegation
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.links.models import Link
from tracker.organizations.models import Handover
from tracker.organizations.queries import held
from tracker.recommendations.models import Assignment, EvidenceItem, Extension, Measure, Recommendation, Update


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency reads what has been issued to it."""
    condition = council_side_of(Recommendation, actor)
    if actor.agency_ids:
        addressed = select(Assignment.recommendation_id).where(own_or_held(actor))
        condition = or_(condition, Recommendation.id.in_(addressed))
    return condition


def assignment_visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency its own assignment, and one that it has handed over or taken over."""
    condition = council_side_of(Assignment, actor)
    if actor.agency_ids:
        condition = or_(condition, own_or_held(actor))
    return condition


def own_or_held(actor: Actor) -> ColumnElement[bool]:
    return or_(within(Assignment.agency_id, actor.agency_ids), Assignment.id.in_(held("assignment", actor.agency_ids)))


def update_visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads what has been sent, and the office its own paper entries; an agency all of its own."""
    condition = and_(council_side_of(Update, actor), or_(Update.state != "draft", Update.created_by_id == actor.id))
    if actor.agency_ids:
        condition = or_(condition, Update.assignment_id.in_(own_assignments(actor)), of_its_time(Update, actor))
    return condition


def evidence_visible(actor: Actor) -> ColumnElement[bool]:
    """Evidence is read by whoever reads its report; of what was handed over, what is of the agency's own time."""
    update = select(Update.id).where(Update.id == EvidenceItem.update_id, update_visible(actor))
    return and_(update.exists(), of_readers_time(actor))


def of_readers_time(actor: Actor) -> ColumnElement[bool]:
    """Of the evidence of a report that the reader may read: a version that came later is its new holder's alone."""
    condition = council_side_of(EvidenceItem, actor)
    if actor.agency_ids:
        own = EvidenceItem.assignment_id.in_(own_assignments(actor))
        condition = or_(condition, own, of_its_time(EvidenceItem, actor))
    return condition


def extension_visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads what has been asked; an agency all of its own."""
    condition = and_(council_side_of(Extension, actor), Extension.state != "draft")
    if actor.agency_ids:
        condition = or_(condition, Extension.assignment_id.in_(own_assignments(actor)), of_its_time(Extension, actor))
    return condition


def measure_visible(actor: Actor) -> ColumnElement[bool]:
    condition = council_side_of(Measure, actor)
    if actor.agency_ids:
        condition = or_(condition, Measure.assignment_id.in_(own_assignments(actor)), of_its_time(Measure, actor))
    return condition


def own_assignments(actor: Actor) -> Select[int]:
    return select(Assignment.id).where(within(Assignment.agency_id, actor.agency_ids))


def of_its_time(part: Any, actor: Actor) -> ColumnElement[bool]:
    """What was written about a task before the agency handed it over, or took it over only to close it. Of two things at
    one moment the events tell which came first."""
    ids = sorted(actor.agency_ids)
    kind, id = ("update", part.update_id) if part is EvidenceItem else (part.__kind__, part.id)
    begun = (
        exists()
        .where(AuditEvent.subject_kind == kind, AuditEvent.subject_id == id, AuditEvent.id < Handover.event_id)
        .correlate(Handover, part)
    )
    return exists().where(
        Handover.subject_kind == "assignment",
        Handover.subject_id == part.assignment_id,
        or_(Handover.from_agency_id.in_(ids), Handover.to_agency_id.in_(ids)),
        or_(part.created_at < Handover.handed_at, and_(part.created_at == Handover.handed_at, begun)),
    )


def any_draft_or_issued(delegation: Delegation) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Recommendation.delegation_id == delegation.id, Recommendation.state.in_(("draft", "issued"))
                )
            )
        )
    )


def all_complete(delegation: Delegation) -> bool:
    """Every draft names a lead and a deliverable, and a deadline unless it goes to a central body or runs for years."""
    drafts = db.session.scalars(
        select(Recommendation).where(Recommendation.delegation_id == delegation.id, Recommendation.state == "draft")
    )
    return all(is_complete(draft) for draft in drafts)


def is_complete(recommendation: Recommendation) -> bool:
    timeless = recommendation.addressee_kind == "central" or recommendation.multi_year
    return (
        recommendation.lead is not None
        and bool(recommendation.deliverable.strip())
        and (recommendation.due_on is not None or timeless)
    )


def rejected_grounds(recommendation: Recommendation) -> Sequence[str]:
    """Codes of the findings that it rests on and that have been rejected; one merged into another stands with it."""
    query = (
        select(Finding.code)
        .join(Link, (Link.source_kind == "finding") & (Link.source_id == Finding.id))
        .where(
            Link.target_kind == "recommendation",
            Link.target_id == recommendation.id,
            Finding.state == "rejected",
            ~stands_in_another(),
        )
        .order_by(Finding.id)
    )
    return db.session.scalars(query).all()


def stands_in_another() -> ColumnElement[bool]:
    """The finding was merged into one that has not been rejected."""
    merged, kept = aliased(Link), aliased(Finding)
    return exists().where(
        merged.source_kind == "finding",
        merged.source_id == Finding.id,
        merged.target_kind == "finding",
        merged.target_id == kept.id,
        kept.state != "rejected",
    )


def nothing_open(delegation: Delegation) -> bool:
    """No draft waits and every issued recommendation has ended."""
    open_ones = exists().where(
        Recommendation.delegation_id == delegation.id, Recommendation.state.in_(("draft", "issued"))
    )
    return not db.session.scalar(select(open_ones))
