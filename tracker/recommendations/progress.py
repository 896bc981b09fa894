"""Reports of progress: an officer drafts, the leader sends; the office may enter an agency's signed paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations import sign_off
from tracker.recommendations import effects, milestones
from tracker.recommendations.indexing import index_update
from tracker.recommendations.models import Assignment, EvidenceItem, Update
from tracker.recommendations.workflow import TASK_OPEN, UPDATE, takes_reports
from tracker.workflow import engine

COLUMNS = ("claim", "percent", "text", "difficulties", "completed_on")
PAPER = ("paper_number", "paper_date", "paper_signer")


@dataclass(frozen=True)
class Proof:
    """One piece of evidence as it is handed in: a file or a document's number, for one closing condition or for all."""

    file: Attachment | None = None
    number: str = ""
    condition_id: int | None = None


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

    answers: claim, percent, text, difficulties, completed_on, files (attachments), document_numbers, proofs (Proof),
    milestones (ids of those reached);
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
    told = {"evidence": add_proofs(update, proofs(answers), actor), "milestones": reached}
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
    engine.require_edit(update, actor)
    if update.on_paper and update.created_by_id != actor.id:
        raise Forbidden
    earlier = audit.snapshot(update)
    for name in (*COLUMNS, *PAPER):
        if name in answers:
            text = name in ("text", "difficulties", "paper_number", "paper_signer")
            setattr(update, name, (answers[name] or "") if text else answers[name])
    before = [name_of(item) for item in update.evidence]
    drop(update, answers.get("drop_evidence") or [])
    add_proofs(update, proofs(answers), actor)
    also = {"evidence": (before, [name_of(item) for item in update.evidence])}
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
    engine.require_edit(update, actor)
    earlier = audit.snapshot(update)
    before = [name_of(item) for item in update.evidence]
    add_proofs(update, [proof], actor)
    engine.edited(update, actor, earlier, also={"evidence": (before, [name_of(item) for item in update.evidence])})
    sign_off.written(update, actor)
    index_update(update)
    return update.evidence[-1]


def proofs(answers: Mapping[str, Any]) -> list[Proof]:
    """All evidence in the answers: for single conditions, and for the whole."""
    return [
        *(answers.get("proofs") or []),
        *(Proof(file=file) for file in answers.get("files") or []),
        *(Proof(number=number) for number in answers.get("document_numbers") or []),
    ]


def add_proofs(update: Update, given: Iterable[Proof], actor: Actor) -> list[str]:
    known = {condition.id for condition in update.assignment.recommendation.conditions}
    for proof in given:
        if proof.condition_id is not None and proof.condition_id not in known:
            raise Invalid({"condition_id": [_("Điều kiện này không thuộc kiến nghị đang báo cáo.")]})
        if proof.file is None and not proof.number.strip():
            raise Invalid({"document_number": [_("Gửi kèm tệp hoặc ghi số văn bản.")]})
        if proof.file is not None:
            attachments.bind(proof.file, "update", update.id, "evidence")
        effects.add_evidence(
            update,
            actor,
            attachment_id=proof.file.id if proof.file else None,
            number=proof.number.strip(),
            condition_id=proof.condition_id,
        )
    return [name_of(item) for item in update.evidence]


def drop(update: Update, ids: Iterable[int]) -> None:
    for item in [item for item in update.evidence if item.id in set(ids)]:
        update.evidence.remove(item)
        db.session.delete(item)
        if item.attachment is not None:
            attachments.unbind(item.attachment)
    db.session.flush()


def name_of(item: EvidenceItem) -> str:
    return item.attachment.name if item.attachment else item.document_number


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
