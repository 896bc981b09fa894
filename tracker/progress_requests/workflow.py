"""The life of a written progress request, and the schedule by which they are prepared (domain.md 2.3, II.4.a)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l, in_vietnamese
from tracker.progress_requests import queries
from tracker.progress_requests.models import DAYS_TO_ANSWER, ProgressRequest, ProgressSchedule
from tracker.recommendations.models import Assignment
from tracker.recommendations.workflow import assignment_place
from tracker.workflow import engine
from tracker.workflow.asks import CLEAR_REASON, FILES, ISSUED_ON, NUMBER, OPTIONAL_SIGNER, not_in_future, not_in_past
from tracker.workflow.definition import Answers, Ask, State, Transition, Workflow

OFFICE = Role.OFFICE
AGENCY = (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)


def answer_day(request: ProgressRequest) -> date:
    schedule = queries.schedule_of(request.council_id)
    return clock.today() + timedelta(days=schedule.days_to_answer if schedule else DAYS_TO_ANSWER)


def issue(request: ProgressRequest, answers: Answers, _actor: Actor) -> None:
    for name in ("number", "issued_on", "answer_due_on"):
        setattr(request, name, answers[name])
    request.signer = answers.get("signer") or ""


def reports(request: ProgressRequest) -> list[tuple[str, str]]:
    """Reports that the agency has sent."""
    found = queries.sent_updates(request.assignment_id)
    return [(str(update.id), f"{format_vi(clock.local(update.sent_at).date())}: {update.text[:80]}") for update in found if update.sent_at]


def needs_an_answer(_request: ProgressRequest, answers: Answers) -> dict[str, Any]:
    if bool(answers.get("update")) == bool(answers.get("answer_number")):
        sentence = _("Chọn báo cáo của cơ quan, hoặc ghi số văn bản trả lời: một trong hai.")
        return {"update": sentence, "answer_number": sentence}
    return {}


def answer(request: ProgressRequest, answers: Answers, _actor: Actor) -> None:
    request.update_id = int(answers["update"]) if answers.get("update") else None
    request.answer_number = answers.get("answer_number") or ""
    request.answered_on = answers.get("answered_on") or clock.today()


def lapse(request: ProgressRequest, answers: Answers, _actor: Actor) -> None:
    request.lapse_reason = answers["reason"]
    request.answered_on = answers.get("answered_on")


def renew(request: ProgressRequest, answers: Answers, _actor: Actor) -> None:
    request.round_on = answers["round_on"]


def pass_over_earlier(request: ProgressRequest, _answers: Answers, actor: Actor) -> None:
    """Whoever is asked anew answers this request; what was asked before stays unanswered."""
    for earlier in queries.unanswered_of(request.assignment_id):
        if earlier is not request:
            engine.follow(earlier, "pass_over", actor)


def end_drafts(request: ProgressRequest, _answers: Answers, actor: Actor) -> None:
    """What has been answered is not asked again in this round."""
    with in_vietnamese():
        reason = str(_l("Cơ quan đã trả lời yêu cầu trước."))
    for draft in queries.drafts_of(request.assignment_id):
        engine.follow(draft, "end_with_task", actor, {"reason": reason})


PROGRESS_REQUEST = Workflow(
    name="progress_request",
    label=_l("Yêu cầu báo cáo tiến độ"),
    source="domain.md 2.3 (II.4.a)",
    start="draft",
    states=(
        State("draft", _l("Chờ ký gửi"), icon="pencil", waits_for=(OFFICE,), todo=_l("Ký gửi yêu cầu báo cáo tiến độ")),
        State("issued", _l("Đã gửi, chờ trả lời"), tone="waiting", icon="send", shared=True, needs=("number", "issued_on"), waits_for=AGENCY, todo=_l("Báo cáo tiến độ")),
        State("answered", _l("Đã trả lời"), tone="done", icon="check-lg", shared=True, final=True, needs=("number", "answered_on")),
        State("unanswered", _l("Không được trả lời"), tone="returned", icon="x-lg", shared=True, final=True, needs=("number", "issued_on")),
        State("lapsed", _l("Không còn hiệu lực"), tone="plain", icon="dash-lg", final=True),
    ),
    transitions=(
        Transition(
            "issue", _l("Ký gửi yêu cầu báo cáo tiến độ"), ("draft",), "issued", past=_l("đã gửi yêu cầu báo cáo tiến độ"), by=(OFFICE,),
            asks=(NUMBER, ISSUED_ON, Ask("answer_due_on", _l("Trả lời trước ngày"), kind="date", check=not_in_past, default=answer_day), OPTIONAL_SIGNER, FILES),
            effect=issue, then=pass_over_earlier, tell=AGENCY,
        ),
        Transition("answer", _l("Được trả lời bằng báo cáo"), ("issued",), "answered", past=_l("đã trả lời yêu cầu bằng báo cáo của cơ quan"), auto=True, effect=answer, tell=(OFFICE,)),
        Transition(
            "record_answer", _l("Ghi nhận trả lời"), ("issued", "unanswered"), "answered", past=_l("đã ghi nhận trả lời"), by=(OFFICE,), tone="secondary",
            asks=(
                Ask("update", _l("Báo cáo đã gửi"), kind="choice", required=False, choices=reports),
                Ask("answer_number", _l("Hoặc số văn bản trả lời"), required=False),
                Ask("answered_on", _l("Ngày trả lời"), kind="date", check=not_in_future),
                FILES,
            ),
            check=needs_an_answer, effect=answer, then=end_drafts, tell=AGENCY,
        ),
        Transition("renew", _l("Chuyển sang kỳ sau"), ("draft",), None, past=_l("đã chuyển sang kỳ sau, vì chưa được ký gửi"), auto=True, effect=renew),
        Transition("pass_over", _l("Yêu cầu lại ở kỳ sau"), ("issued",), "unanswered", past=_l("đã ghi là không được trả lời, khi yêu cầu lại"), auto=True),
        Transition("lapse", _l("Thôi yêu cầu"), ("draft", "issued"), "lapsed", past=_l("đã thôi yêu cầu báo cáo tiến độ"), by=(OFFICE,), tone="danger", asks=(CLEAR_REASON,), effect=lapse),
        Transition("end_with_task", _l("Hết hiệu lực"), ("draft", "issued"), "lapsed", past=_l("đã hết hiệu lực"), auto=True, effect=lapse),
    ),
)
NAMES = {
    "code": _l("Mã"), "round_on": _l("Kỳ yêu cầu"), "follows_id": _l("Yêu cầu lại của"), "state": _l("Trạng thái"), "number": _l("Số, ký hiệu"), "issued_on": _l("Ngày văn bản"), "signer": _l("Người ký"),
    "answer_due_on": _l("Trả lời trước ngày"), "update_id": _l("Báo cáo trả lời"), "answer_number": _l("Số văn bản trả lời"), "answered_on": _l("Ngày trả lời"), "lapse_reason": _l("Lý do"),
}
SCHEDULE_NAMES = {"every_months": _l("Yêu cầu mỗi (tháng)"), "days_to_answer": _l("Thời gian trả lời (ngày)"), "active": _l("Tự soạn yêu cầu")}


def place(request: ProgressRequest) -> Place:
    return assignment_place(request.assignment)


def title(request: ProgressRequest) -> str:
    return f"{request.assignment.answering}: {request.assignment.recommendation.text}"


KIND = engine.register(
    Kind(
        name="progress_request", model=ProgressRequest, label=_l("Yêu cầu báo cáo tiến độ"), plural="progress-requests", visible=queries.visible,
        place=place, title=title, workflow=PROGRESS_REQUEST, names=lambda: NAMES,
        named_by=((ProgressRequest.assignment, Assignment.recommendation),),
    )
)
SCHEDULE_KIND = engine.register(
    Kind(
        name="progress_schedule", model=ProgressSchedule, label=_l("Lịch yêu cầu báo cáo tiến độ"), plural="progress-schedules", visible=queries.schedule_visible,
        place=lambda schedule: Place(council_id=schedule.council_id), title=lambda _schedule: _("Lịch yêu cầu báo cáo tiến độ"), names=lambda: SCHEDULE_NAMES,
    )
)
