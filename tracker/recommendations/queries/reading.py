"""One recommendation with all that its page shows, as far as the reader may know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.actor import Actor, Place
from tracker.accounts.models import User
from tracker.accounts.people import holders
from tracker.accounts.roles import COUNCIL_SIDE, Role
from tracker.core.errors import NotFound
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.findings.queries import shortened
from tracker.findings.queries import visible as finding_visible
from tracker.organizations import handing
from tracker.recommendations.models import (
    Assignment,
    EvidenceItem,
    Extension,
    Measure,
    Milestone,
    Recommendation,
    Update,
)
from tracker.recommendations.queries import rollup
from tracker.recommendations.queries.rights import (
    evidence_visible,
    extension_visible,
    measure_visible,
    of_readers_time,
    update_visible,
    visible,
)
from tracker.sessions import queries as sessions
from tracker.sessions.models import Statement

SOURCES = ("finding", "statement")
"""What a recommendation may come from."""
MOST = 200

Level = Literal["all", "state", "summary", "name"]


@dataclass(frozen=True)
class Part:
    """One addressee's task, and how much of it the reader may know: all; its state; what was accepted; its name."""

    assignment: Assignment
    level: Level
    accepted: Update | None = None
    """The lead's report that was accepted, told to the co-operating agencies."""

    @property
    def shows_state(self) -> bool:
        return self.level in ("all", "state") or self.accepted is not None


@dataclass(frozen=True)
class Whole:
    """All that the page of one recommendation shows, as far as the reader may know it."""

    recommendation: Recommendation
    parts: list[Part]
    reports: Sequence[Update]
    """Newest first, as `extensions`."""
    measures: Sequence[Measure]
    extensions: Sequence[Extension]
    rests_on: Sequence[str] = ()
    """At a past moment: the codes of what it came from."""


# Put together once: a way of loading takes longer to describe than to follow. Addressees are asked for of a draft alone.
WHOLE = select(Recommendation).options(
    joinedload(Recommendation.delegation),
    joinedload(Recommendation.document),
    joinedload(Recommendation.followed_by),
    joinedload(Recommendation.approved_by),
    selectinload(Recommendation.conditions),
    selectinload(Recommendation.assignments).options(
        joinedload(Assignment.agency),
        selectinload(Assignment.measures),
        selectinload(Assignment.handovers),
        selectinload(Assignment.milestones).joinedload(Milestone.update),
    ),
)


def get(id: int, actor: Actor) -> Recommendation:
    """The recommendation with its parts; NotFound as `access.find`."""
    recommendation = db.session.scalar(WHOLE.where(Recommendation.id == id, visible(actor)))
    if recommendation is None:
        raise NotFound
    return recommendation


def whole(recommendation: Recommendation, actor: Actor) -> Whole:
    """As it stands now."""
    return Whole(
        recommendation=recommendation,
        parts=parts(recommendation, actor),
        reports=updates(recommendation, actor),
        measures=measures(recommendation, actor),
        extensions=extensions(recommendation, actor),
    )


def is_council_side(recommendation: Recommendation, actor: Actor) -> bool:
    return bool(access.roles_on(actor, recommendation) & set(COUNCIL_SIDE))


def parts(recommendation: Recommendation, actor: Actor) -> list[Part]:
    """Every addressee; of the others an agency reads name and role, of the lead also its accepted report, and a lead
    the state of those who co-operate (domain.md 6.2)."""
    assignments = recommendation.assignments
    if is_council_side(recommendation, actor):
        return [Part(assignment, "all") for assignment in assignments]
    leads = any(a.role == "lead" and is_or_was_its(a, actor) for a in assignments)
    return [part(assignment, actor, is_lead=leads) for assignment in assignments]


def part(assignment: Assignment, actor: Actor, *, is_lead: bool) -> Part:
    if is_or_was_its(assignment, actor):
        return Part(assignment, "all")
    if is_lead:
        return Part(assignment, "state")
    if assignment.role == "lead":
        return Part(assignment, "summary", accepted_report(assignment))
    return Part(assignment, "name")


def is_or_was_its(assignment: Assignment, actor: Actor) -> bool:
    """Is it the reader's own, or was it before a handover? What was theirs they go on reading."""
    return assignment.agency_id in actor.agency_ids or assignment.was_held_by(actor.agency_ids)


def earlier_holders(recommendation: Recommendation, actor: Actor) -> list[tuple[int, int]]:
    """(agency, last event) of those from whom the reader's agency took a task over: their history is read with it."""
    tasks = recommendation.assignments
    return [holder for task in tasks for holder in handing.earlier_holders(task.handovers, actor.agency_ids)]


def accepted_report(assignment: Assignment) -> Update | None:
    """The last that was accepted, unless the task was re-opened since."""
    query = select(Update).where(Update.assignment_id == assignment.id, rollup.stands(Update, assignment.id))
    return db.session.scalar(query.order_by(Update.id.desc()).limit(1))


def updates(recommendation: Recommendation, actor: Actor) -> Sequence[Update]:
    """The reports that the reader may read, newest first, with their evidence."""
    query = select(Update).where(
        Update.assignment_id.in_([a.id for a in recommendation.assignments]), update_visible(actor)
    )
    loaded = query.options(
        selectinload(Update.evidence.and_(of_readers_time(actor))).joinedload(EvidenceItem.attachment)
    )
    return db.session.scalars(loaded.order_by(Update.id.desc()).limit(MOST)).all()


def evidence(assignment: Assignment, actor: Actor) -> Sequence[EvidenceItem]:
    """All evidence of the task that the reader may read, oldest first, with its report."""
    query = select(EvidenceItem).where(EvidenceItem.assignment_id == assignment.id, evidence_visible(actor))
    loaded = query.options(
        joinedload(EvidenceItem.attachment),
        joinedload(EvidenceItem.update).selectinload(Update.evidence),
        selectinload(EvidenceItem.replaced_by),
    )
    return db.session.scalars(loaded.order_by(EvidenceItem.id).limit(MOST)).all()


def readable(recommendation: Recommendation, actor: Actor) -> dict[tuple[str, int], int | None]:
    """What hangs on its tasks and the reader may read: (kind, id) → whoever wrote it. One question."""
    tasks = [task.id for task in recommendation.assignments]
    kinds: tuple[tuple[str, Any, Any], ...] = (
        ("update", Update, update_visible(actor)),
        ("extension", Extension, extension_visible(actor)),
        ("measure", Measure, measure_visible(actor)),
        ("evidence", EvidenceItem, evidence_visible(actor)),
    )
    asked = (
        select(literal(kind), table.id, table.created_by_id).where(table.assignment_id.in_(tasks), condition)
        for kind, table, condition in kinds
    )
    return {(kind, id): author for kind, id, author in db.session.execute(union_all(*asked))}


def measures(recommendation: Recommendation, actor: Actor) -> Sequence[Measure]:
    """In the order of time; an agency's reader sees those of its own time."""
    if is_council_side(recommendation, actor):
        taken = [measure for task in recommendation.assignments for measure in task.measures]
        return sorted(taken, key=lambda measure: (measure.taken_on, measure.id))
    query = select(Measure).where(
        Measure.assignment_id.in_([a.id for a in recommendation.assignments]), measure_visible(actor)
    )
    return db.session.scalars(query.order_by(Measure.taken_on, Measure.id)).all()


def extensions(recommendation: Recommendation, actor: Actor) -> Sequence[Extension]:
    """The requests for a later deadline that the reader may read, newest first."""
    tasks = [task.id for task in recommendation.assignments]
    query = select(Extension).where(Extension.assignment_id.in_(tasks), extension_visible(actor))
    loaded = query.options(joinedload(Extension.document)).order_by(Extension.id.desc())
    return db.session.scalars(loaded.limit(MOST)).all()


def get_extension(id: int, actor: Actor) -> Extension:
    """A request with its task; NotFound as `access.find`."""
    extension = db.session.scalar(
        select(Extension)
        .where(Extension.id == id, extension_visible(actor))
        .options(
            joinedload(Extension.delegation),
            joinedload(Extension.document),
            joinedload(Extension.assignment).joinedload(Assignment.recommendation),
            joinedload(Extension.assignment).selectinload(Assignment.handovers),
        )
    )
    if extension is None:
        raise NotFound
    return extension


def get_update(id: int, actor: Actor) -> Update:
    """A report with its evidence and its task; NotFound as `access.find`."""
    update = db.session.scalar(
        select(Update)
        .where(Update.id == id, update_visible(actor))
        .options(
            joinedload(Update.delegation),
            selectinload(Update.evidence.and_(of_readers_time(actor))).options(
                joinedload(EvidenceItem.attachment), joinedload(EvidenceItem.condition)
            ),
            joinedload(Update.assignment).joinedload(Assignment.recommendation),
            joinedload(Update.assignment).selectinload(Assignment.handovers),
        )
    )
    if update is None:
        raise NotFound
    return update


def grounds(delegation: Delegation, actor: Actor) -> list[tuple[str, str]]:
    """("finding:3", "PH-03: …") for all that a recommendation of this delegation may come from."""
    found = db.session.execute(
        select(Finding.id, Finding.code, Finding.text)
        .where(Finding.delegation_id == delegation.id, finding_visible(actor), Finding.state != "draft")
        .order_by(Finding.id)
        .limit(MOST)
    )
    said = db.session.execute(
        select(Statement.id, Statement.code, Statement.text)
        .where(Statement.delegation_id == delegation.id, sessions.statement_visible(actor))
        .order_by(Statement.id)
        .limit(MOST)
    )
    return [
        *((f"finding:{id}", f"{code}: {shortened(text)}") for id, code, text in found),
        *((f"statement:{id}", f"{code}: {shortened(text)}") for id, code, text in said),
    ]


def officers(council_id: int) -> list[tuple[int, str]]:
    """(id, name) of the officers who may follow a recommendation."""
    ids = holders(Role.OFFICE, Place(council_id=council_id))
    query = select(User.id, User.full_name).where(User.id.in_(ids)).order_by(User.sort_key, User.id)
    return [(id, name) for id, name in db.session.execute(query)]


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of people, in one query."""
    wanted = sorted({id for id in ids if id})
    rows: Any = db.session.execute(select(User.id, User.full_name).where(User.id.in_(wanted))) if wanted else []
    return {row[0]: row[1] for row in rows}


def of_delegation(delegation_id: int, actor: Actor, *, limit: int = MOST) -> Sequence[Recommendation]:
    query = select(Recommendation).where(Recommendation.delegation_id == delegation_id, visible(actor))
    return db.session.scalars(query.order_by(Recommendation.id).limit(limit)).all()
