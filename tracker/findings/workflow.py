"""The life of a finding: SM4 of domain.md 6.4."""

from __future__ import annotations

from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.attachments import queries as attachments
from tracker.calendar import rules
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l
from tracker.delegations.workflow import FINDINGS_SETTLED
from tracker.extensions import db
from tracker.findings import deadlines, merging, queries
from tracker.findings.indexing import index
from tracker.findings.models import STANCES, Finding, FindingComment, FindingText
from tracker.links import queries as links
from tracker.organizations import sign_off
from tracker.workflow import engine, guards
from tracker.workflow.asks import CLEAR_REASON, NOTE
from tracker.workflow.definition import Answers, Ask, Bar, Guard, State, Transition, Workflow

HEADS = (Role.HEAD, Role.DEPUTY_HEAD)
DECIDERS = (*HEADS, Role.LEADER)
STANDING = ("confirmed", "corrected")
"""A finding in these states holds."""
SHORTEST = 20

LONG_ENOUGH = Guard(
    "long_enough", _l("Nội dung phát hiện phải có ít nhất 20 chữ cái."), lambda finding: len(finding.text.strip()) >= SHORTEST
)
HAS_SOURCE = Guard(
    "has_source",
    _l("Phải ghi minh chứng, kèm tệp, hoặc chọn phát biểu, số liệu làm căn cứ."),
    lambda finding: bool(finding.evidence.strip()) or rests_on_something(finding) or has_file(finding),
)
VIOLATION_HAS_FILE = Guard(
    "violation_has_file",
    _l("Dấu hiệu vi phạm phải có tệp minh chứng."),
    lambda finding: finding.kind != "violation" or has_file(finding),
)
NAMES_AGENCY = Guard(
    "names_agency", _l("Phải chọn cơ quan liên quan trước khi gửi xin ý kiến."), lambda finding: finding.agency_id is not None
)


def who_is_awaited(finding: Finding) -> str:
    """Who must do what before the finding can be decided."""
    agency = finding.agency.name if finding.agency else ""
    if finding.sent_to_agency_at is None:
        return _("Thư ký gửi %(agency)s xin ý kiến trước.", agency=agency)
    if finding.comment_due_on is None:
        return _("Đang chờ %(agency)s trả lời.", agency=agency)
    return _(
        "Đang chờ %(agency)s trả lời; qua ngày %(day)s không trả lời thì xác nhận được.",
        agency=agency,
        day=format_vi(finding.comment_due_on),
    )


AGENCY_HEARD = Guard(
    "agency_heard",
    _l("Cơ quan chưa nêu ý kiến và chưa hết hạn nêu ý kiến."),
    lambda finding: finding.agency_was_heard,
    detail=who_is_awaited,
)

HAS_OTHERS = Guard("has_others", _l("Đoàn không còn phát hiện nào chờ quyết định để gộp."), merging.has_mergeable)
ALREADY_COMMENTED = Bar(
    "already_commented", _l("Cơ quan đã gửi ý kiến."), lambda finding, _actor: finding.sent_comment is not None
)

def is_violation_for_another(finding: Finding, actor: Actor) -> bool:
    """A violation is the head's (SM4)."""
    return finding.kind == "violation" and not actor.roles_on(place(finding)) & set(HEADS)


VIOLATION_FOR_HEAD = Bar(
    "violation_for_head", _l("Dấu hiệu vi phạm do Trưởng đoàn xác nhận."), is_violation_for_another
)
VIOLATION_BACK_BY_HEAD = Bar(
    "violation_back_by_head", _l("Dấu hiệu vi phạm do Trưởng đoàn trả lại."), is_violation_for_another
)


def rests_on_something(finding: Finding) -> bool:
    return links.has_source("finding", finding.id)


def has_file(finding: Finding) -> bool:
    return attachments.any_of("finding", finding.id)


def submit(finding: Finding, _answers: Answers, _actor: Actor) -> None:
    finding.submitted_at = clock.now()
    finding.decision_reason = ""


def give_back(finding: Finding, answers: Answers, _actor: Actor) -> None:
    """The author reads why, and sends it anew."""
    finding.submitted_at = None
    finding.decision_reason = answers["reason"]


def send_to_agency(finding: Finding, _answers: Answers, _actor: Actor) -> None:
    finding.sent_to_agency_at = clock.now()
    due = deadlines.comment(finding, rules.basis())
    finding.comment_due_on = due.ends_on if due else None


def draft_comment(finding: Finding, answers: Answers, actor: Actor) -> None:
    """What an officer drafts is laid before the leader at once."""
    comment = write_comment(finding, answers, actor)
    comment.drafted_by_id, comment.drafted_at = actor.id, clock.now()
    sign_off.lay(comment, answers, actor)


def send_comment(finding: Finding, answers: Answers, actor: Actor) -> None:
    comment = write_comment(finding, answers, actor)
    comment.sent_by_id, comment.sent_at = actor.id, clock.now()
    comment.stand_in_id = actor.stand_in_at(place(finding))
    index(finding)


def write_comment(finding: Finding, answers: Answers, actor: Actor) -> FindingComment:
    comment = finding.draft_comment
    if comment is None:
        comment = FindingComment(agency_id=finding.agency_id, drafted_by_id=actor.id, drafted_at=clock.now())
        finding.comments.append(comment)
    comment.stance, comment.text = answers["stance"], answers.get("text") or ""
    db.session.flush()
    return comment


def wrong_comment(finding: Finding, answers: Answers) -> dict[str, Any]:
    """A disagreement says why; where leaders do not send their own words, the draft goes out as an officer wrote it."""
    stance = answers["stance"]
    if stance not in STANCES:
        return {}
    if stance != "agree" and not (answers.get("text") or "").strip():
        return {"text": _("Không đồng ý, hoặc đồng ý một phần, thì phải nêu lý do.")}
    draft = finding.draft_comment
    if draft is None or draft.agency.leader_sends_own:
        return {}
    if stance != draft.stance:
        return {"stance": sign_off.OWN_WORDS}
    return {} if (answers.get("text") or "") == draft.text else {"text": sign_off.OWN_WORDS}


def wrote_comment(finding: Finding, actor: Actor) -> bool:
    """Whoever sends without an officer's draft writes it themselves."""
    draft = finding.draft_comment
    writer, laid_by = (draft.drafted_by_id, draft.ready_by_id) if draft is not None else (actor.id, None)
    return sign_off.forbids(place(finding).agency_ids, actor, lambda: (writer,), laid_by)


OWN_COMMENT = Bar("own_words", sign_off.OWN_WORDS, wrote_comment)


def decide(finding: Finding, answers: Answers, _actor: Actor) -> None:
    finding.decided_at = clock.now()
    finding.decision_reason = answers.get("reason") or answers.get("note") or ""


def correct(finding: Finding, answers: Answers, actor: Actor) -> None:
    finding.old_texts.append(
        FindingText(text=finding.text, reason=answers["reason"], replaced_at=clock.now(), replaced_by_id=actor.id)
    )
    finding.text = answers["text"]
    index(finding)


def long_enough(value: str, _finding: Any) -> Any:
    return LONG_ENOUGH.sentence if len(value.strip()) < SHORTEST else None


STANCE = Ask(
    "stance", _l("Ý kiến"), kind="radio", choices=tuple(STANCES.items()),
    default=lambda finding: finding.draft_comment.stance if finding.draft_comment else None,
)
COMMENT = Ask(
    "text", _l("Lý do, nội dung cụ thể"), kind="longtext", required=False,
    default=lambda finding: finding.draft_comment.text if finding.draft_comment else "",
)

OTHERS = Ask("findings", _l("Phát hiện được gộp"), kind="choices", choices=merging.mergeable)

FINDING = Workflow(
    name="finding",
    label=_l("Phát hiện"),
    source="domain.md 6.4 SM4",
    start="draft",
    create=(Role.OFFICE, Role.SECRETARY, Role.MEMBER, *HEADS, Role.LEADER),
    states=(
        State("draft", _l("Nháp"), icon="pencil", edit=(Role.AUTHOR,), waits_for=(Role.AUTHOR,), todo=_l("Viết tiếp và gửi Trưởng đoàn")),
        State("submitted", _l("Đã gửi"), tone="info", icon="send", edit=(Role.SECRETARY,), waits_for=(Role.SECRETARY,), todo=_l("Gửi cơ quan xin ý kiến")),
        State(
            "awaiting_agency", _l("Chờ cơ quan nêu ý kiến"), tone="waiting", icon="hourglass-split", shared=True, needs=("agency_id", "sent_to_agency_at"),
            waits_for=(Role.AGENCY_LEADER, Role.AGENCY_OFFICER), todo=_l("Nêu ý kiến về phát hiện"),
        ),
        State("confirmed", _l("Đã xác nhận"), tone="done", icon="check-lg", shared=True),
        State("rejected", _l("Đã loại"), tone="plain", icon="x-lg", shared=True, final=True),
        State("corrected", _l("Đã đính chính"), tone="done", icon="check-lg", shared=True, final=True),
    ),
    transitions=(
        Transition(
            "submit", _l("Gửi Trưởng đoàn"), ("draft",), "submitted", past=_l("đã gửi phát hiện"), by=(Role.AUTHOR,),
            guards=(LONG_ENOUGH, HAS_SOURCE, VIOLATION_HAS_FILE), effect=submit, tell=(Role.SECRETARY, Role.HEAD),
        ),
        Transition(
            "send_to_agency", _l("Gửi cơ quan xin ý kiến"), ("submitted",), "awaiting_agency", past=_l("đã gửi cơ quan xin ý kiến"),
            by=(Role.SECRETARY,), guards=(NAMES_AGENCY,), effect=send_to_agency, tell=(Role.AGENCY_OFFICER, Role.AGENCY_LEADER),
        ),
        Transition(
            "draft_comment", _l("Soạn ý kiến trình lãnh đạo"), ("awaiting_agency",), None, past=_l("đã soạn ý kiến"), tone="secondary",
            by=(Role.AGENCY_OFFICER,), asks=(STANCE, COMMENT), bars=(ALREADY_COMMENTED,), effect=draft_comment, within_agency=True, tell=(Role.AGENCY_LEADER,),
        ),
        sign_off.handing_back(
            "awaiting_agency", bars=(ALREADY_COMMENTED,), draft=lambda finding: finding.draft_comment,
            past=_l("đã trả lại dự thảo ý kiến để sửa"),
        ),
        Transition(
            "comment", _l("Gửi ý kiến của cơ quan"), ("awaiting_agency",), None, past=_l("đã gửi ý kiến của cơ quan"), by=(Role.AGENCY_LEADER,),
            asks=(STANCE, COMMENT), bars=(ALREADY_COMMENTED, OWN_COMMENT), check=wrong_comment, effect=send_comment,
            tell=(Role.SECRETARY, Role.HEAD),
        ),
        Transition(
            "confirm", _l("Xác nhận phát hiện"), ("submitted", "awaiting_agency"), "confirmed", past=_l("đã xác nhận phát hiện"), by=DECIDERS,
            asks=(NOTE,), guards=(HAS_SOURCE, AGENCY_HEARD, VIOLATION_HAS_FILE), bars=(VIOLATION_FOR_HEAD,), effect=decide,
            tell=(Role.AUTHOR, Role.SECRETARY),
        ),
        Transition(
            "return", _l("Trả lại người ghi"), ("submitted",), "draft", past=_l("đã trả lại phát hiện"), tone="secondary", by=DECIDERS,
            asks=(CLEAR_REASON,), bars=(VIOLATION_BACK_BY_HEAD,), effect=give_back, tell=(Role.AUTHOR,),
        ),
        Transition(
            "merge", _l("Gộp phát hiện khác vào đây"), ("submitted", "awaiting_agency", "confirmed"), None, past=_l("đã gộp phát hiện khác vào"),
            tone="secondary", by=DECIDERS, asks=(OTHERS, NOTE), guards=(HAS_OTHERS,), check=merging.in_the_way, then=merging.merge,
            within_council=True, tell=(Role.AUTHOR, Role.SECRETARY),
            hint=_l("Các phát hiện được chọn sẽ thành đã loại, lý do “gộp vào”; căn cứ, minh chứng của chúng vẫn xem được từ phát hiện giữ lại."),
        ),
        Transition(
            "reject", _l("Loại phát hiện"), ("submitted", "awaiting_agency"), "rejected", past=_l("đã loại phát hiện"), tone="danger",
            by=DECIDERS, asks=(CLEAR_REASON,), effect=decide, tell=(Role.AUTHOR, Role.SECRETARY),
        ),
        Transition(
            "correct", _l("Đính chính"), ("confirmed",), "corrected", past=_l("đã đính chính phát hiện"), tone="secondary", by=HEADS,
            asks=(
                Ask("text", _l("Nội dung mới"), kind="longtext", default=lambda finding: finding.text, check=long_enough),
                CLEAR_REASON,
            ),
            effect=correct, tell=(Role.AUTHOR, Role.SECRETARY),
        ),
    ),
)


def was_given_back(finding: Finding) -> bool:
    """Is it a draft that the head has returned?"""
    return finding.state == "draft" and bool(finding.decision_reason)


def is_rejected(finding: Finding) -> bool:
    """Nothing may rest on it any more."""
    return finding.state == "rejected"


def waits_for_head(finding: Finding) -> bool:
    """Is nothing missing but the head's decision?"""
    return finding.sent_comment is not None or (finding.state == "submitted" and finding.agency_id is None)


guards.answers(FINDINGS_SETTLED.name)(queries.all_settled)

NAMES = {
    "kind": _l("Loại"), "text": _l("Nội dung"), "cause_kind": _l("Loại nguyên nhân"), "cause": _l("Nguyên nhân"),
    "agency_id": _l("Cơ quan"), "evidence": _l("Minh chứng"), "state": _l("Trạng thái"), "submitted_at": _l("Lúc gửi"),
    "sent_to_agency_at": _l("Lúc gửi cơ quan"), "comment_due_on": _l("Hạn nêu ý kiến"), "decided_at": _l("Lúc quyết định"),
    "decision_reason": _l("Ghi chú, lý do"), "author_id": _l("Người ghi"), "code": _l("Mã"), "delegation_id": _l("Đoàn giám sát"),
    "rests_on": _l("Căn cứ"), "files": _l("Tệp"),
}


def place(finding: Finding) -> Place:
    return Place(
        council_id=finding.council_id,
        delegation_id=finding.delegation_id,
        body_id=finding.delegation.body_id,
        agency_ids=frozenset({finding.agency_id} if finding.agency_id else ()),
        author_id=finding.author_id,
    )


KIND = engine.register(
    Kind(
        name="finding",
        model=Finding,
        label=_l("Phát hiện"),
        plural="findings",
        visible=queries.visible,
        place=place,
        title=lambda finding: finding.text,
        workflow=FINDING,
        names=lambda: NAMES,
    )
)
