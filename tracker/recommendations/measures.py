"""Steps taken against delay: the ladder of domain.md 1.8, each with its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.attachments import service as attachments
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.recommendations.effects import FINAL
from tracker.recommendations.models import MEASURE_KINDS, Assignment, Measure
from tracker.workflow import engine

TAKERS = (Role.OFFICE, Role.LEADER, Role.STANDING)
LADDER = tuple(MEASURE_KINDS)


def record_measure(answers: Mapping[str, Any], actor: Actor, *, assignment: Assignment) -> Measure:
    """answers: kind, document_number, taken_on, answer_due_on, note, files (attachments)."""
    require_taker(assignment, actor)
    if assignment.state in FINAL:
        raise Impossible(_("Nhiệm vụ này đã kết thúc, không đôn đốc nữa."))
    require_reason_for_skipping(assignment, answers)
    measure = Measure(
        council_id=assignment.council_id,
        delegation_id=assignment.delegation_id,
        assignment=assignment,
        kind=answers["kind"],
        taken_on=answers["taken_on"],
        document_number=answers["document_number"],
        answer_due_on=answers.get("answer_due_on"),
        note=answers.get("note") or "",
        created_by_id=actor.id,
    )
    db.session.add(measure)
    db.session.flush()
    files = answers.get("files") or []
    for file in files:
        attachments.bind(file, "measure", measure.id, "document")
    engine.created(measure, actor, roles=TAKERS, also={"files": [file.name for file in files]})
    return measure


def may_take(assignment: Assignment, actor: Actor) -> bool:
    return assignment.state not in FINAL and bool(access.roles_on(actor, assignment) & set(TAKERS))


def require_taker(assignment: Assignment, actor: Actor) -> None:
    if not access.roles_on(actor, assignment) & set(TAKERS):
        raise Forbidden


def require_reason_for_skipping(assignment: Assignment, answers: Mapping[str, Any]) -> None:
    """Steps are taken in their order; whoever leaves one out says why."""
    step = LADDER.index(answers["kind"])
    reached = max((LADDER.index(measure.kind) for measure in assignment.measures), default=-1)
    if step > reached + 1 and not (answers.get("note") or "").strip():
        missed = MEASURE_KINDS[LADDER[reached + 1]]
        raise Invalid({"note": [_("Bỏ qua bước “%(step)s” thì phải ghi lý do ở đây.", step=missed)]})


def times_urged(assignment: Assignment) -> int:
    return sum(measure.kind == "urge" for measure in assignment.measures)
