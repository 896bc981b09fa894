"""Written progress requests: the list, one of them, many sent with one document, and the schedule."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import Role
from tracker.attachments import queries as attachments
from tracker.attachments.models import Attachment
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Forbidden
from tracker.core.i18n import _, _n
from tracker.progress_requests import issuing, queries, service
from tracker.progress_requests.forms import RequestFilter, ScheduleForm
from tracker.progress_requests.models import ProgressRequest
from tracker.progress_requests.workflow import PROGRESS_REQUEST
from tracker.web import as_of, filtering, kit, paging
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("progress_requests", __name__, url_prefix="/progress-requests")


@pages.route("")
def index() -> Response:
    """Now, or `?as_of=` as known then."""
    asked, standing = RequestFilter(request.args), as_of.asked()
    query = queries.listing(me(), filtering.value(asked.status) or "", standing.at)
    found = queries.page(query, number=paging.number(), size=paging.size(), moment=standing.at)
    page = paging.page([] if standing.is_wrong else found, 0 if standing.is_wrong else queries.total(query))
    keeps = standing.moment is None and service.may_keep(me())
    with standing.known():
        left_of = {row.id: days_left(row) for row in page.rows}
    return kit.show(
        "progress_requests/index.html",
        page=page,
        standing=standing,
        form=standing.form,
        print_url=standing.print_url,
        address=paging.address,
        filter=asked,
        chips=filtering.chips(asked),
        states_of={row.id: PROGRESS_REQUEST.state(row.state) for row in page.rows},
        left_of=left_of,
        may_keep=keeps,
        waiting=len(queries.to_issue(me())) if keeps else 0,
        words=_n("%(num)s yêu cầu", "%(num)s yêu cầu", page.total),
    )


def days_left(asked: Any) -> int | None:
    """Working days in which the agency may still answer, negative when late; None where nobody waits for an answer."""
    if asked.state not in queries.WAITED_FOR or asked.answer_due_on is None:
        return None
    return working_days().left(clock.today(), asked.answer_due_on)


@pages.route("/<int:id>")
def show(id: int) -> Response:
    asked: ProgressRequest = access.find("progress_request", id, me())
    answer, again = asked.update, queries.following(asked.id, me())
    reads_answer = answer is not None and access.is_readable("update", answer.id, me())
    return kit.show(
        "progress_requests/show.html",
        asked=asked,
        task=asked.assignment,
        recommendation=asked.assignment.recommendation,
        state=engine.state_of(asked),
        days_left=days_left(asked),
        earlier_url=url_for(".show", id=asked.follows_id) if asked.follows_id else "",
        again=again,
        again_url=url_for(".show", id=again.id) if again is not None else "",
        answer_url=url_for("updates.show", id=answer.id) if answer is not None and reads_answer else "",
        files=[file_row(file) for file in attachments.of("progress_request", asked.id)],
        may_report=bool(me().agency_ids & {asked.assignment.agency_id}) and engine.state_of(asked).shared,
        doing=kit.actions(asked),
        events=kit.timeline("progress_request", asked),
    )


@pages.route("/issue", methods=["GET", "POST"])
def issue() -> Response:
    """Up to a hundred with one document: one number, one date, one file."""
    if not service.may_keep(me()):
        raise Forbidden
    waiting = queries.to_issue(me())
    if not waiting:
        return kit.show("progress_requests/issue.html", form=None, back=url_for(".index"))
    known = {one.id: one for one in waiting}
    form: Any = kit.form(issuing.form_of(waiting), issuing.first_answers(waiting))
    if kit.sent(form):
        with kit.trying(form):
            answers = dict(form.answers)
            chosen = [known[id] for id in answers.pop("requests")]
            answers["files"] = kit.uploads(answers.get("files"))
            service.issue_many(chosen, answers, me())
            words = _n("Đã gửi %(num)s yêu cầu.", "Đã gửi %(num)s yêu cầu.", len(chosen))
            return kit.done(url_for(".index", status="issued"), words)
    return kit.show("progress_requests/issue.html", form=form, back=url_for(".index"))


def file_row(file: Attachment) -> dict[str, Any]:
    return {"label": file.name, "url": url_for("attachments.download", id=file.id)}


@pages.route("/schedule", methods=["GET", "POST"])
def schedule() -> Response:
    """How often the council asks."""
    if not service.may_keep(me()):
        raise Forbidden
    council_id = min(me().councils_as(Role.OFFICE))
    record = service.kept_schedule(council_id) if request.method == "POST" else queries.schedule_of(council_id)
    held = {name: getattr(record, name) for name in service.FACTS} if record is not None else service.USUAL
    form = kit.form(ScheduleForm, held, record=record)
    if kit.sent(form) and record is not None:
        with kit.trying(form):
            service.edit_schedule(record, form.answers, me())
            return kit.done(url_for(".index"), _("Đã lưu lịch yêu cầu báo cáo."))
    events = kit.timeline("progress_schedule", record) if record is not None else []
    return kit.show("progress_requests/schedule.html", form=form, back=url_for(".index"), events=events)


def of_recommendation(id: int) -> list[dict[str, Any]]:
    """For the recommendation's page."""
    return [
        {
            "code": one.code,
            "url": url_for("progress_requests.show", id=one.id),
            "agency": one.assignment.answering,
            "state": engine.state_of(one),
            "number": one.number or "",
            "day": format_vi(one.issued_on) if one.issued_on else "",
            "due_on": one.answer_due_on,
            "days_left": days_left(one),
        }
        for one in queries.of_recommendation(id, me())
    ]
