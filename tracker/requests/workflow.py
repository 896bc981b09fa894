"""The life of a report request: SM2 of domain.md 6.4."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _, _l
from tracker.delegations.models import Delegation
from tracker.delegations.workflow import OUTLINE_BEGUN, REQUESTS_SETTLED
from tracker.organizations import sign_off
from tracker.outlines import queries as outlines
from tracker.requests import content, effects, joining, queries
from tracker.requests.models import AgencyReport, Answer, ReportRequest
from tracker.workflow import engine, guards
from tracker.workflow.asks import CLEAR_REASON, NEEDED_FILES, NUMBER, SIGNER, not_in_future
from tracker.workflow.definition import Answers, Ask, Bar, Confirmation, Guard, State, Transition, Workflow

OFFICE, SECRETARY = Role.OFFICE, Role.SECRETARY
HEADS = (Role.HEAD, Role.DEPUTY_HEAD)
KEEPERS = (OFFICE, SECRETARY)
OFFICER, CHIEF = Role.AGENCY_OFFICER, Role.AGENCY_LEADER
AGENCY = (OFFICER, CHIEF)

DUE_AHEAD = Guard("due_ahead", _l("Hạn nộp phải từ hôm nay trở đi."), lambda r: r.due_on >= clock.today())
ESTABLISHED = Guard(
    "delegation_established", _l("Đoàn chưa thành lập. Hãy ghi quyết định thành lập rồi mới gửi đề cương."),
    lambda r: engine.state_of(r.delegation).shared,
)
OUTLINE_HAS_ITEM = Guard("outline_has_item", _l("Đề cương phải có ít nhất một mục."), lambda r: bool(r.outline.items))
ALL_ANSWERED = Guard(
    "all_answered", _l("Còn mục bắt buộc chưa trả lời:"), content.all_answered, detail=content.names_of_missing
)
IS_LATE = Guard("is_late", _l("Chưa quá hạn nộp báo cáo."), queries.is_late, hides=True)
ANSWERED_ELSEWHERE = Guard(
    "answered_elsewhere", _l("Cơ quan kế thừa chưa có yêu cầu nào của Đoàn này."), joining.is_answered_elsewhere, hides=True
)
ON_PAPER_ONLY = Guard(
    "delegation_runs", _l("Đoàn giám sát đã kết thúc."), lambda r: not engine.state_of(r.delegation).final
)


def entered_it(request: ReportRequest, actor: Actor) -> bool:
    report = request.last_report
    return report is not None and report.created_by_id == actor.id


OWN_REPORT = Bar("own_report", _l("Người nhập hoặc nộp báo cáo không tự chấp nhận báo cáo đó."), entered_it)
OWN_AGENCY = Bar(
    "own_agency", _l("Người của cơ quan báo cáo không xét báo cáo của cơ quan mình."), lambda r, actor: r.agency_id in actor.agency_ids
)

OWN_WORDS = sign_off.own_words(content.writers)


def between_letter_and_today(day: date, request: ReportRequest) -> Any:
    """A report answers the letter that asked for it."""
    if request.sent_on and day < request.sent_on:
        return _("Công văn yêu cầu báo cáo gửi ngày %(day)s, báo cáo không thể đề ngày trước đó.", day=f"{request.sent_on:%d/%m/%Y}")
    return not_in_future(day, request)


ISSUED_ON = Ask("issued_on", _l("Ngày báo cáo"), kind="date", check=between_letter_and_today)
LATE_REASON = Ask(
    "late_reason", _l("Lý do nộp muộn"), kind="longtext", required=False, needed=queries.is_late, hint=_l("Nộp sau hạn thì phải ghi lý do.")
)
FILES = Ask("files", _l("Tệp báo cáo đã ký"), kind="files", hint=_l("PDF hoặc Word, và các phụ lục."))
AUTHORISATION = Ask("authorisation", _l("Văn bản ủy quyền"), hint=_l("Số, ngày giấy ủy quyền của thủ trưởng cơ quan."))

NOTHING_TO_ADD = Confirmation(
    label=_l("Đã xem; vẫn nộp báo cáo như vậy"),
    heading=_l("Các mục bị trả lại sau đây chưa có thay đổi:"),
    ask=_l("Hãy xem các mục chưa sửa, rồi đánh dấu ô xác nhận."),
    sentences=content.unchanged_since_return,
)


def returned_needs_items(_request: ReportRequest, answers: Answers) -> dict[str, Any]:
    return {} if answers.get("items") else {"items": _("Hãy chọn mục cần bổ sung.")}


REQUEST = Workflow(
    name="report_request",
    label=_l("Yêu cầu báo cáo"),
    source="domain.md 6.4 SM2",
    start="draft",
    create=KEEPERS,
    states=(
        State("draft", _l("Chưa gửi"), icon="pencil", edit=KEEPERS),
        State("sent", _l("Đã gửi"), tone="info", icon="send", edit=AGENCY, shared=True, needs=("sent_on",), waits_for=AGENCY, todo=_l("Nhận yêu cầu và trả lời")),
        State(
            "received", _l("Đã mở"), tone="info", icon="circle-half", edit=AGENCY, shared=True, needs=("sent_on", "received_at"),
            waits_for=AGENCY, todo=_l("Trả lời và nộp báo cáo"),
        ),
        State(
            "submitted", _l("Đã nộp"), tone="waiting", icon="hourglass-split", shared=True, needs=("sent_on", "received_at"),
            waits_for=KEEPERS, todo=_l("Xem báo cáo, chấp nhận hoặc yêu cầu bổ sung"),
        ),
        State(
            "changes_requested", _l("Yêu cầu bổ sung"), tone="returned", icon="arrow-return-left", edit=AGENCY, shared=True,
            needs=("sent_on", "received_at", "supplement_due_on"), waits_for=AGENCY, todo=_l("Bổ sung báo cáo"),
        ),
        State("accepted", _l("Đã chấp nhận"), tone="done", icon="check-lg", shared=True, final=True, needs=("sent_on", "received_at")),
        State("waived", _l("Miễn"), tone="plain", icon="dash-lg", shared=True, final=True),
        State("not_submitted", _l("Không nộp"), tone="danger", icon="x-lg", shared=True, final=True),
    ),
    transitions=(
        Transition(
            "send", _l("Gửi yêu cầu báo cáo"), ("draft",), "sent", past=_l("đã gửi yêu cầu báo cáo"), by=KEEPERS,
            asks=(
                Ask("letter_number", _l("Số công văn"), hint=_l("Ví dụ: 31/ĐGS-VP")),
                Ask("sent_on", _l("Ngày gửi"), kind="date", check=effects.sent_since_established, default=lambda _request: clock.today()),
            ),
            guards=(ESTABLISHED, DUE_AHEAD, OUTLINE_HAS_ITEM), effect=effects.send, then=effects.freeze_outline, tell=AGENCY,
        ),
        Transition(
            "receive", _l("Nhận yêu cầu"), ("sent",), "received", past=_l("đã mở yêu cầu báo cáo"), by=AGENCY, effect=effects.receive,
        ),
        Transition(
            "submit", _l("Nộp báo cáo"), ("received", "changes_requested"), "submitted", past=_l("đã nộp báo cáo"), by=(CHIEF,),
            asks=(NUMBER, ISSUED_ON, SIGNER, LATE_REASON, FILES), guards=(ALL_ANSWERED,), bars=(OWN_WORDS,), check=effects.late_needs_reason,
            confirm=NOTHING_TO_ADD,
            effect=effects.hand_in, then=effects.report_handed_in, tell=KEEPERS,
        ),
        Transition(
            "submit_authorised", _l("Nộp báo cáo theo ủy quyền"), ("received", "changes_requested"), "submitted",
            past=_l("đã nộp báo cáo theo ủy quyền"), tone="secondary", by=(OFFICER,),
            asks=(NUMBER, ISSUED_ON, SIGNER, AUTHORISATION, LATE_REASON, FILES), guards=(ALL_ANSWERED,), check=effects.late_needs_reason,
            confirm=NOTHING_TO_ADD,
            effect=effects.hand_in, then=effects.report_handed_in, tell=(*KEEPERS, CHIEF),
        ),
        *sign_off.steps("received", "changes_requested"),
        Transition(
            "enter_paper", _l("Nhập báo cáo giấy"), ("sent", "received", "changes_requested"), "submitted",
            past=_l("đã nhập báo cáo giấy của cơ quan"), tone="secondary", by=(OFFICE,),
            asks=(
                NUMBER, ISSUED_ON, SIGNER, Ask("received_on", _l("Ngày nhận văn bản"), kind="date", check=not_in_future),
                LATE_REASON, NEEDED_FILES,
            ),
            guards=(ON_PAPER_ONLY,), effect=effects.hand_in_on_paper, then=effects.report_handed_in, tell=(SECRETARY, *AGENCY),
        ),
        Transition(
            "accept", _l("Chấp nhận báo cáo"), ("submitted",), "accepted", past=_l("đã chấp nhận báo cáo"), by=KEEPERS,
            bars=(OWN_REPORT, OWN_AGENCY), effect=effects.accept, then=effects.start_delegation, tell=AGENCY,
        ),
        Transition(
            "return", _l("Yêu cầu bổ sung"), ("submitted",), "changes_requested", past=_l("đã yêu cầu bổ sung báo cáo"), tone="secondary",
            by=(*KEEPERS, *HEADS), bars=(OWN_AGENCY,),
            asks=(
                Ask("items", _l("Các mục cần bổ sung"), kind="choices", choices=effects.items_to_pick),
                Ask("note", _l("Cần bổ sung những gì"), kind="longtext"),
                Ask("due_on", _l("Hạn bổ sung"), kind="date", check=effects.due_ahead, default=effects.supplement_due),
            ),
            check=returned_needs_items, effect=effects.send_back, tell=AGENCY,
        ),
        Transition(
            "waive", _l("Miễn báo cáo"), ("sent", "received"), "waived", past=_l("đã miễn báo cáo"), tone="secondary", by=(*HEADS, SECRETARY),
            asks=(CLEAR_REASON,), effect=effects.close, tell=(*AGENCY, *HEADS, *KEEPERS),
        ),
        Transition(
            "close_for_successor", joining.CLOSE, ("draft", "sent", "received", "submitted", "changes_requested"), "waived",
            past=_l("đã đóng yêu cầu, cơ quan kế thừa trả lời"), tone="secondary", by=KEEPERS, guards=(ANSWERED_ELSEWHERE,),
            asks=(
                Ask(
                    "request", _l("Yêu cầu của cơ quan kế thừa"), kind="choice", choices=joining.choices, default=joining.proposed,
                    hint=_l("Những gì cơ quan cũ đã viết vẫn đọc được."),
                ),
            ),
            effect=effects.close_for_heir, tell=AGENCY,
        ),
        Transition(
            "mark_not_submitted", _l("Ghi là không nộp"), ("sent", "received", "changes_requested"), "not_submitted",
            past=_l("đã ghi là không nộp báo cáo"), tone="danger", by=(*HEADS, SECRETARY), guards=(IS_LATE,),
            asks=(Ask("reason", _l("Ghi chú"), kind="longtext", required=False),), effect=effects.close, tell=(*AGENCY, *HEADS, *KEEPERS),
        ),
    ),
)

NAMES = {
    "code": _l("Mã"), "agency_id": _l("Cơ quan"), "agency_name": _l("Cơ quan"), "round": _l("Lần"),
    "due_on": _l("Hạn nộp báo cáo"), "state": _l("Trạng thái"), "letter_number": _l("Số công văn"), "sent_on": _l("Ngày gửi"),
    "received_at": _l("Mở lúc"), "supplement_due_on": _l("Hạn bổ sung"), "supplement_note": _l("Cần bổ sung"),
    "closing_reason": _l("Lý do"), "answered_in_id": _l("Yêu cầu của cơ quan kế thừa"),
}
REPORT_NAMES = {
    "number": _l("Số, ký hiệu"), "issued_on": _l("Ngày báo cáo"), "signer": _l("Người ký"), "authorisation": _l("Văn bản ủy quyền"),
    "received_on": _l("Ngày nhận"), "was_due_on": _l("Hạn nộp báo cáo"), "late_reason": _l("Lý do nộp muộn"),
    "on_paper": _l("Nhập từ văn bản giấy"), "accepted_at": _l("Chấp nhận lúc"), "version": _l("Bản số"),
    "code": _l("Mã"),
}
ANSWER_NAMES = {"text": _l("Trả lời"), "figures": _l("Số liệu"), "files": _l("Tệp")}


def place(request: ReportRequest) -> Place:
    return Place(
        council_id=request.council_id,
        delegation_id=request.delegation_id,
        body_id=request.delegation.body_id,
        agency_ids=frozenset((request.agency_id,)),
    )


KIND = engine.register(
    Kind(
        name="report_request", model=ReportRequest, label=_l("Yêu cầu báo cáo"), plural="report-requests", visible=queries.visible,
        place=place, title=lambda request: f"{request.agency_name}: {request.delegation.title}", workflow=REQUEST, names=lambda: NAMES,
    )
)
ANSWER_KIND = engine.register(
    Kind(
        name="answer", model=Answer, label=_l("Trả lời"), plural="answers", visible=queries.answer_visible,
        place=lambda answer: place(answer.request), title=lambda answer: answer.item.text,
        thread=lambda answer: ("report_request", answer.request_id), names=lambda: ANSWER_NAMES,
        named_by=((Answer.item,),),
    )
)
REPORT_KIND = engine.register(
    Kind(
        name="report", model=AgencyReport, label=_l("Báo cáo của cơ quan"), plural="reports", visible=queries.report_visible,
        place=lambda report: place(report.request), title=lambda report: f"{report.number}, {report.request.agency_name}",
        thread=lambda report: ("report_request", report.request_id), names=lambda: REPORT_NAMES,
        named_by=((AgencyReport.request,),),
    )
)


@guards.answers(REQUESTS_SETTLED.name)
def requests_settled(delegation: Delegation) -> bool:
    return not queries.unsettled(delegation)


@guards.answers(OUTLINE_BEGUN.name)
def outline_has_items(delegation: Delegation) -> bool:
    """An outline kept as a file alone is the office's affair; one that was begun here must ask something."""
    outline = outlines.latest(delegation.id)
    return outline is None or bool(outline.items)
