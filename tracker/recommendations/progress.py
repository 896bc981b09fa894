"""Reports of progress: an officer drafts, the leader sends; the office may enter an agency's signed paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Impossible
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations import sign_off
from tracker.recommendations import milestones, proofs
from tracker.recommendations.indexing import index_update
from tracker.recommendations.models import Assignment, EvidenceItem, Update
from tracker.recommendations.proofs import Proof
from tracker.recommendations.workflow import TASK_OPEN, UPDATE, takes_reports
from tracker.workflow import engine

COLUMNS = ("claim", "percent", "text", "difficulties", "completed_on")
PAPER = ("paper_number", "paper_date", "paper_signer")


def create_update(
    answers: Mapping[str, Any],
    actor: Actor,
    *,
    assignment: Assignment,
    on_paper: bool = False,
    send: bool = False,
    lay: bool = False,
) -> Update:
    """Draft a report; with `send` the leader sends it at once, or the office records the agency's paper; with `lay` it is
    laid before the leader.

    answers: claim, percent, text, difficulties, completed_on, files (attachments), document_numbers, valid_until (of these),
    proofs (Proof), milestones (ids of those reached);
    on paper also paper_number, paper_date, paper_signer, scan (attachments).
    """
    require_right_to_report(assignment, actor, on_paper=on_paper)
    update = Update(
        council_id=assignment.council_id,
        delegation_id=assignment.delegation_id,
        assignment=assignment,
        state=UPDATE.start,
        on_paper=on_paper,
        created_by_id=actor.id,
        drafted_by_id=actor.id,
        written_by_id=actor.id,
        **{name: answers.get(name) for name in ("claim", "percent", "completed_on", "paper_date")},
        **{name: answers.get(name) or "" for name in ("text", "difficulties", "paper_number", "paper_signer")},
    )
    db.session.add(update)
    db.session.flush()
    reached = milestones.report(update, answers.get("milestones") or [])[1]
    told = {"evidence": proofs.keep(update, all_proofs(answers), actor), "milestones": reached}
    engine.created(update, actor, roles=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER), also=told)
    index_update(update)
    if send:
        hand_in(update, answers, actor)
    elif lay:
        engine.perform(update, "lay_before", actor)
    return update


def edit_update(
    update: Update, answers: Mapping[str, Any], actor: Actor, *, send: bool = False, lay: bool = False
) -> None:
    """Change a draft; new evidence is added, that named in `drop_evidence` (ids) is taken away. Whoever changes it has
    written it, and it is to be laid before the leader anew."""
    require_writer(update, actor)
    earlier = audit.snapshot(update)
    for name in (*COLUMNS, *PAPER):
        if name in answers:
            text = name in ("text", "difficulties", "paper_number", "paper_signer")
            setattr(update, name, (answers[name] or "") if text else answers[name])
    before = proofs.told(update)
    proofs.drop(update, answers.get("drop_evidence") or [])
    proofs.keep(update, all_proofs(answers), actor)
    also = {"evidence": (before, proofs.told(update))}
    if "milestones" in answers:
        also["milestones"] = milestones.report(update, answers["milestones"] or [])
    if engine.edited(update, actor, earlier, also=also) is not None:
        sign_off.written(update, actor)
    index_update(update)
    if send:
        hand_in(update, answers, actor)
    elif lay and update.ready_at is None:
        engine.perform(update, "lay_before", actor)


def hand_in(update: Update, answers: Mapping[str, Any], actor: Actor) -> None:
    """The leader sends; the office records the paper."""
    if update.on_paper:
        given = {name: getattr(update, name) for name in PAPER}
        engine.perform(update, "enter_paper", actor, {**given, "files": answers.get("scan") or []})
        index_update(update)
    else:
        engine.perform(update, "send", actor)


def add_evidence(update: Update, proof: Proof, actor: Actor) -> EvidenceItem:
    """One more piece of evidence for a report that is still a draft."""
    require_writer(update, actor)
    earlier = audit.snapshot(update)
    before = proofs.told(update)
    proofs.keep(update, [proof], actor)
    engine.edited(update, actor, earlier, also={"evidence": (before, proofs.told(update))})
    sign_off.written(update, actor)
    index_update(update)
    return update.evidence[-1]


def all_proofs(answers: Mapping[str, Any]) -> list[Proof]:
    """All evidence in the answers: for single conditions, and for the whole."""
    whole = (answers.get("files") or [], answers.get("document_numbers") or [], answers.get("valid_until"))
    return [*(answers.get("proofs") or []), *proofs.given(*whole)]


def require_writer(update: Update, actor: Actor) -> None:
    """As `engine.require_edit`; what the office enters from paper is written by whoever began it."""
    engine.require_edit(update, actor)
    if update.on_paper and update.created_by_id != actor.id:
        raise Forbidden


def require_right_to_report(assignment: Assignment, actor: Actor, *, on_paper: bool) -> None:
    """Forbidden to others; Impossible while nothing is to be reported, or while a report is being written."""
    require_reporter(assignment, actor, on_paper=on_paper)
    require_task_open(assignment)
    require_no_other_draft(assignment, on_paper=on_paper)


def require_reporter(assignment: Assignment, actor: Actor, *, on_paper: bool) -> None:
    """An agency reports for itself; the office enters what came on paper."""
    roles = access.roles_on(actor, assignment)
    engine.require_create(UPDATE, roles)
    if not roles & ({Role.OFFICE} if on_paper else set(OF_AGENCY)):
        raise Forbidden


def require_task_open(assignment: Assignment) -> None:
    if not takes_reports(assignment):
        raise Impossible(TASK_OPEN.sentence)


def require_no_other_draft(assignment: Assignment, *, on_paper: bool) -> None:
    if draft_of(assignment, on_paper=on_paper) is not None:
        raise Impossible(_("Nhiệm vụ này đã có một báo cáo đang soạn. Hãy mở báo cáo đó để viết tiếp."))


def draft_of(assignment: Assignment, *, on_paper: bool = False) -> int | None:
    """The id of the report being written on this assignment, if there is one."""
    query = select(Update.id).where(
        Update.assignment_id == assignment.id, Update.state == UPDATE.start, Update.on_paper.is_(on_paper)
    )
    return db.session.scalar(query.order_by(Update.id).limit(1))
