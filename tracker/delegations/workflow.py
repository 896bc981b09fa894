"""The life of a delegation: SM1 of domain.md 6.4."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.calendar import rules
from tracker.core.i18n import _, _l
from tracker.delegations import deadlines, documents
from tracker.delegations.models import DOCUMENT_KINDS, Delegation, DelegationDocument, ruleset_on
from tracker.delegations.order import since_established
from tracker.delegations.queries import any_of_topic, document_visible, visible
from tracker.planning.workflow import NO_DELEGATION
from tracker.workflow import consequences, engine, guards
from tracker.workflow.asks import (
    CLEAR_REASON,
    FILES,
    ISSUED_ON,
    NEEDED_FILES,
    NUMBER,
    OPTIONAL_SIGNER,
    REASON,
    SIGNER,
)
from tracker.workflow.definition import Answers, Ask, Guard, State, Transition, Workflow

OFFICE, SECRETARY, STANDING, LEADER = Role.OFFICE, Role.SECRETARY, Role.STANDING, Role.LEADER
HEADS = (Role.HEAD, Role.DEPUTY_HEAD)
EDITORS = (OFFICE, LEADER, STANDING)

HAS_HEAD = Guard(
    "has_head", _l("Đoàn phải có đúng một Trưởng đoàn."), lambda d: sum(m.role == "head" and m.left_on is None for m in d.members) == 1
)
HAS_AGENCY = Guard("has_agency", _l("Đoàn phải có ít nhất một cơ quan chịu sự giám sát."), lambda d: bool(d.supervised))
HAS_SCOPE = Guard(
    "has_scope",
    _l("Phải có phạm vi, nội dung và thời kỳ giám sát."),
    lambda d: bool(d.scope and d.content and d.period_from and d.period_to),
)
HAS_REPORT_DUE = Guard("has_report_due", _l("Kế hoạch phải có hạn nộp báo cáo."), lambda d: d.report_due_on is not None)
NO_SESSION_AHEAD = Guard("no_session_ahead", _l("Còn cuộc làm việc đã thông báo mà chưa họp."))
NO_SESSION_HELD = Guard("no_session_held", _l("Đoàn đã có cuộc làm việc nên không hủy được."))
REQUESTS_SETTLED = Guard(
    "requests_settled", _l("Còn báo cáo của cơ quan chưa được chấp nhận, miễn hoặc ghi là không nộp.")
)
OUTLINE_BEGUN = Guard("outline_has_items", _l("Đề cương lập trong phần mềm phải có ít nhất một mục."))
FINDINGS_SETTLED = Guard("findings_settled", _l("Mọi phát hiện phải được xác nhận, đính chính hoặc loại."))
RECOMMENDED = Guard("recommended", _l("Phải có ít nhất một dự thảo kiến nghị, hoặc ghi rõ “không có kiến nghị”."))
RECOMMENDATIONS_COMPLETE = Guard(
    "recommendations_complete", _l("Mỗi kiến nghị phải có cơ quan chủ trì, sản phẩm và thời hạn.")
)
ALL_FINAL = Guard("all_final", _l("Còn cơ quan chưa hoàn thành nhiệm vụ được giao."))
NOTHING_RECOMMENDED = Guard(
    "nothing_recommended", _l("Chỉ kết thúc ngay sau kết luận khi đã ghi rõ “không có kiến nghị”."), lambda d: d.without_recommendations
)

ISSUER = Ask(
    name="kind",
    label=_l("Loại văn bản"),
    kind="choice",
    choices=(("resolution", _l("Nghị quyết")), ("decision", _l("Quyết định"))),
)
CONCLUSION = Ask(
    name="kind",
    label=_l("Loại văn bản"),
    kind="choice",
    choices=(("conclusion", _l("Thông báo kết luận")), ("result_resolution", _l("Nghị quyết về kết quả giám sát"))),
)
PUBLICATION = Ask(
    name="publication",
    label=_l("Công bố kết quả"),
    kind="radio",
    choices=(("published", _l("Đã công bố")), ("withheld", _l("Không công bố"))),
)
PUBLICATION_REASON = Ask(
    name="publication_reason", label=_l("Lý do không công bố"), kind="longtext", required=False
)
CLOSING_NOTE = Ask(name="closing_note", label=_l("Ghi chú kết thúc"), kind="longtext")


def withheld_needs_reason(_subject: Any, answers: Answers) -> dict[str, Any]:
    if answers.get("publication") == "withheld" and not (answers.get("publication_reason") or "").strip():
        return {"publication_reason": _("Không công bố thì phải ghi lý do.")}
    return {}


def notice_is_whole(subject: Delegation, answers: Answers) -> dict[str, Any]:
    """Plan and outline go out within the days the ruleset gives after establishment (Điều 62, 71, 81); a breach asks why.
    A plan that was filed with its file before is not asked for again."""
    problems: dict[str, Any] = {}
    sent_on: date | None = answers["sent_on"]
    due = deadlines.outline(subject, rules.basis())
    if due and sent_on and sent_on > due.ends_on and not (answers.get("late_reason") or "").strip():
        problems["late_reason"] = _("Gửi sau hạn %(day)s. Hãy ghi lý do.", day=f"{due.ends_on:%d/%m/%Y}")
    plan = documents.filed(subject, "plan", answers["number"]) if answers["number"] else None
    if not answers.get("files") and (plan is None or plan.attachment_id is None):
        problems["files"] = _("Kèm tệp kế hoạch, đề cương đã gửi.")
    return problems


def number_of_plan(subject: Delegation) -> str | None:
    """The number of the plan, where it has been filed already."""
    plan = documents.filed(subject, "plan")
    return plan.number if plan else None


def establish(subject: Delegation, answers: Answers, actor: Actor) -> None:
    subject.established_on = answers["issued_on"]
    subject.ruleset = ruleset_on(answers["issued_on"])
    documents.add(subject, answers["kind"], answers, actor)


def notify(subject: Delegation, answers: Answers, actor: Actor) -> None:
    subject.notified_on = answers["sent_on"]
    subject.late_notice_reason = answers.get("late_reason") or ""
    plan = documents.filed(subject, "plan", answers["number"])
    issued_on = plan.issued_on if plan else answers["sent_on"]
    documents.add(subject, "plan", {"issuer": plan.issuer if plan else "", **answers, "issued_on": issued_on}, actor)


def compile_results(subject: Delegation, answers: Answers, _actor: Actor) -> None:
    subject.ended_on = answers["ended_on"]


def report(subject: Delegation, answers: Answers, actor: Actor) -> None:
    subject.without_recommendations = bool(answers.get("without_recommendations"))
    documents.add(subject, "report", answers, actor)


def report_needs_recommendation(subject: Delegation, answers: Answers) -> dict[str, Any]:
    if answers.get("without_recommendations") or guards.holds(RECOMMENDED, subject):
        return {}
    return {"without_recommendations": RECOMMENDED.sentence}


def conclude(subject: Delegation, answers: Answers, actor: Actor) -> None:
    documents.add(subject, answers["kind"], answers, actor)


def close(subject: Delegation, answers: Answers, _actor: Actor) -> None:
    subject.publication = answers["publication"]
    subject.publication_reason = answers.get("publication_reason") or ""
    subject.closing_note = answers["closing_note"]


def written_decision(subject: Delegation, answers: Answers, actor: Actor) -> None:
    documents.add(subject, "written_decision", answers, actor)


PLAN_NUMBER = Ask(
    "number", _l("Số, ký hiệu kế hoạch giám sát"), hint=_l("Ví dụ: 12/KH-ĐGS"), default=number_of_plan
)
SENT_ON = Ask("sent_on", _l("Ngày gửi"), kind="date", check=since_established)
LATE_REASON = Ask("late_reason", _l("Lý do gửi muộn"), kind="longtext", required=False)
PLAN_FILES = Ask(
    "files", _l("Tệp kế hoạch, đề cương"), kind="files", required=False, at_times=True,
    hint=_l("Phải có khi kế hoạch chưa lưu kèm tệp trong mục Văn bản."),
)

DELEGATION = Workflow(
    name="delegation",
    label=_l("Đoàn giám sát"),
    source="domain.md 6.4 SM1; Điều 62, 70, 71, 80, 81 Luật 87/2015/QH13",
    start="draft",
    create=(OFFICE, LEADER, STANDING),
    old_records=True,
    states=(
        State("draft", _l("Dự thảo"), icon="pencil", edit=EDITORS, waits_for=(OFFICE, SECRETARY), todo=_l("Ghi quyết định thành lập")),
        State(
            "established", _l("Đã thành lập"), tone="info", icon="circle", edit=EDITORS, shared=True, needs=("established_on",),
            waits_for=(SECRETARY,), todo=_l("Gửi kế hoạch, đề cương"),
        ),
        State(
            "notified", _l("Đã thông báo"), tone="info", icon="send", edit=EDITORS, shared=True, needs=("established_on", "notified_on"),
            waits_for=(SECRETARY,), todo=_l("Tổ chức cuộc làm việc"),
        ),
        State(
            "active", _l("Đang giám sát"), tone="info", icon="circle-half", edit=EDITORS, shared=True, needs=("established_on", "notified_on"),
            waits_for=HEADS, todo=_l("Kết thúc giám sát, chuyển tổng hợp"),
        ),
        State(
            "compiling", _l("Đang tổng hợp"), tone="info", icon="circle-half", edit=EDITORS, shared=True,
            needs=("established_on", "notified_on", "ended_on"), waits_for=HEADS, todo=_l("Ký báo cáo kết quả giám sát"),
        ),
        State(
            "reported", _l("Đã báo cáo"), tone="info", icon="circle-half", shared=True, needs=("established_on", "notified_on", "ended_on"),
            waits_for=(OFFICE,), todo=_l("Ghi văn bản kết luận"),
        ),
        State(
            "concluded", _l("Đã kết luận"), tone="info", icon="check-lg", shared=True, needs=("established_on", "notified_on", "ended_on"),
            waits_for=(OFFICE,), todo=_l("Ban hành kiến nghị"),
        ),
        State(
            "following_up", _l("Đang theo dõi"), tone="waiting", icon="hourglass-split", shared=True,
            needs=("established_on", "notified_on", "ended_on"), waits_for=(OFFICE,), todo=_l("Theo dõi, đôn đốc"),
        ),
        State("closed", _l("Đã kết thúc"), tone="done", icon="check-lg", shared=True, final=True, needs=("established_on",)),
        State("cancelled", _l("Đã hủy"), tone="plain", icon="x-lg", shared=True, final=True),
    ),
    transitions=(
        Transition(
            "establish", _l("Ghi quyết định thành lập"), ("draft",), "established", past=_l("đã ghi quyết định thành lập đoàn"),
            by=(OFFICE, SECRETARY), asks=(ISSUER, NUMBER, ISSUED_ON, SIGNER, NEEDED_FILES), guards=(HAS_HEAD, HAS_AGENCY, HAS_SCOPE),
            effect=establish, then=consequences.named("plan_counts_from_establishing"), tell=(Role.HEAD, SECRETARY, Role.MEMBER),
        ),
        Transition(
            "notify", _l("Gửi kế hoạch, đề cương"), ("established",), "notified", past=_l("đã gửi kế hoạch, đề cương"),
            by=(SECRETARY,),
            asks=(PLAN_NUMBER, SENT_ON, LATE_REASON, PLAN_FILES), guards=(HAS_REPORT_DUE, OUTLINE_BEGUN), check=notice_is_whole,
            effect=notify,
            tell=(Role.AGENCY_OFFICER, Role.AGENCY_LEADER),
        ),
        Transition(
            "start", _l("Bắt đầu giám sát"), ("notified",), "active", past=_l("đã bắt đầu giám sát"), auto=True,
        ),
        Transition(
            "compile", _l("Kết thúc giám sát, chuyển tổng hợp"), ("active",), "compiling", past=_l("đã chuyển sang tổng hợp"),
            by=HEADS, asks=(Ask("ended_on", _l("Ngày kết thúc giám sát"), kind="date", check=since_established),),
            guards=(NO_SESSION_AHEAD, REQUESTS_SETTLED), effect=compile_results, tell=(SECRETARY, OFFICE),
        ),
        Transition(
            "report", _l("Ghi báo cáo kết quả giám sát"), ("compiling",), "reported", past=_l("đã ký báo cáo kết quả giám sát"),
            by=(*HEADS, LEADER),
            asks=(
                NUMBER, ISSUED_ON, OPTIONAL_SIGNER, NEEDED_FILES,
                Ask("without_recommendations", _l("Không có kiến nghị"), kind="yesno", required=False),
            ),
            guards=(FINDINGS_SETTLED,), check=report_needs_recommendation, effect=report, tell=(OFFICE, STANDING),
        ),
        Transition(
            "conclude", _l("Ghi văn bản kết luận"), ("reported",), "concluded", past=_l("đã ghi văn bản kết luận"),
            by=(OFFICE,), asks=(CONCLUSION, NUMBER, ISSUED_ON, SIGNER, FILES), guards=(RECOMMENDATIONS_COMPLETE,),
            effect=conclude, tell=(Role.HEAD, SECRETARY, Role.AGENCY_LEADER),
        ),
        Transition(
            "follow_up", _l("Chuyển sang theo dõi"), ("concluded",), "following_up", past=_l("đã chuyển sang theo dõi"), auto=True,
        ),
        Transition(
            "close", _l("Kết thúc đoàn giám sát"), ("following_up",), "closed", past=_l("đã kết thúc đoàn giám sát"),
            by=(STANDING, LEADER), asks=(PUBLICATION, PUBLICATION_REASON, CLOSING_NOTE), guards=(ALL_FINAL,),
            check=withheld_needs_reason, effect=close, tell=(OFFICE, Role.HEAD),
        ),
        Transition(
            "close_without", _l("Kết thúc, không có kiến nghị"), ("concluded",), "closed", past=_l("đã kết thúc, không có kiến nghị"),
            by=(STANDING, LEADER), asks=(PUBLICATION, PUBLICATION_REASON, CLOSING_NOTE), guards=(NOTHING_RECOMMENDED,),
            check=withheld_needs_reason, effect=close, tell=(OFFICE, Role.HEAD),
        ),
        Transition(
            "reopen", _l("Mở lại để theo dõi"), ("closed",), "following_up", past=_l("đã mở lại để theo dõi"), tone="secondary",
            by=(STANDING,), asks=(REASON, NUMBER, ISSUED_ON, FILES), effect=written_decision, tell=(OFFICE, Role.HEAD),
        ),
        Transition(
            "cancel", _l("Hủy đoàn giám sát"), ("draft", "established", "notified"), "cancelled", past=_l("đã hủy đoàn giám sát"),
            tone="danger", by=(STANDING,), asks=(CLEAR_REASON, NUMBER, ISSUED_ON, FILES), guards=(NO_SESSION_HELD,),
            effect=written_decision, tell=(OFFICE, Role.HEAD, SECRETARY, Role.AGENCY_LEADER),
        ),
    ),
)


def place(delegation: Delegation) -> Place:
    return Place(
        council_id=delegation.council_id,
        delegation_id=delegation.id,
        body_id=delegation.body_id,
        agency_ids=frozenset(entry.agency_id for entry in delegation.agencies),
    )


NAMES = {
    "title": _l("Chuyên đề"), "owner_kind": _l("Chủ thể giám sát"), "body_id": _l("Ban, Tổ"), "ruleset": _l("Bộ quy định"),
    "scope": _l("Phạm vi"), "content": _l("Nội dung"), "period_from": _l("Thời kỳ từ"), "period_to": _l("Thời kỳ đến"),
    "report_due_on": _l("Hạn nộp báo cáo"), "state": _l("Trạng thái"), "established_on": _l("Ngày thành lập"),
    "notified_on": _l("Ngày gửi kế hoạch"), "late_notice_reason": _l("Lý do gửi muộn"), "ended_on": _l("Ngày kết thúc giám sát"),
    "without_recommendations": _l("Không có kiến nghị"), "publication": _l("Công bố"), "publication_reason": _l("Lý do không công bố"),
    "closing_note": _l("Ghi chú kết thúc"), "followed_by_id": _l("Chuyên viên theo dõi"), "old_record": _l("Hồ sơ cũ"),
    "old_reason": _l("Lý do nhập hồ sơ cũ"), "old_source": _l("Nguồn hồ sơ cũ"), "waived_facts": _l("Chưa có thông tin"),
    "outline_due_on": _l("Hạn gửi kế hoạch, đề cương"), "agency_reports_due_on": _l("Hạn cơ quan nộp báo cáo"),
    "result_due_on": _l("Hạn báo cáo kết quả giám sát"), "consideration_due_on": _l("Hạn xem xét báo cáo"),
    "members": _l("Thành viên"), "agencies": _l("Cơ quan"), "code": _l("Mã"), "inferred": _l("Suy đoán"), "topic_id": _l("Theo chương trình"),
    "planned_steps": _l("Kế hoạch các bước"), "expected_documents": _l("Văn bản cần có"),
}

DOCUMENT_NAMES = {
    "kind": _l("Loại văn bản"), "number": _l("Số, ký hiệu"), "issued_on": _l("Ngày văn bản"), "issuer": _l("Cơ quan ban hành"),
    "signer": _l("Người ký"), "title": _l("Trích yếu"),
}

guards.answers(NO_DELEGATION.name)(lambda topic: not any_of_topic(topic))

KIND = engine.register(
    Kind(
        name="delegation",
        model=Delegation,
        label=_l("Đoàn giám sát"),
        plural="delegations",
        visible=visible,
        place=place,
        title=lambda delegation: delegation.title,
        workflow=DELEGATION,
        names=lambda: NAMES,
    )
)

DOCUMENT_KIND = engine.register(
    Kind(
        name="document",
        model=DelegationDocument,
        label=_l("Văn bản"),
        plural="documents",
        visible=document_visible,
        place=lambda document: place(document.delegation),
        title=lambda document: f"{DOCUMENT_KINDS[document.kind]} {document.number}",
        thread=lambda document: ("delegation", document.delegation_id),
        names=lambda: DOCUMENT_NAMES,
    )
)
