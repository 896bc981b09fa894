"""What waits for somebody among the written progress requests."""

from __future__ import annotations

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.i18n import _
from tracker.progress_requests import queries
from tracker.progress_requests.models import ProgressRequest
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Group, Work, WorkItem

SOON = 7


def work_for(actor: Actor) -> Work:
    """An agency reports on what it is asked for; the office signs and sends what was prepared."""
    work = Work()
    if actor.agency_ids:
        rows, total = first_rows(queries.asked_of(actor))
        for row in rows:
            work.add([asked(row[0])])
        if total > len(rows):
            work.counts["todo"] = work.counts.get("todo", 0) + total - len(rows)
    if actor.councils_as(Role.OFFICE):
        rows, total = first_rows(queries.prepared(actor))
        work.add((prepared(row[0]) for row in rows), total)
    return work


def asked(request: ProgressRequest) -> WorkItem:
    due = request.answer_due_on
    left = working_days().left(clock.today(), due) if due else None
    group: Group = "todo" if left is None else "overdue" if left < 0 else "soon" if left <= SOON else "todo"
    return item(request, group, _("yêu cầu báo cáo tiến độ số %(number)s", number=request.number), _("Báo cáo"), left)


def prepared(request: ProgressRequest) -> WorkItem:
    return item(request, "todo", who_is_asked(request), _("Ký gửi yêu cầu"), None)


def who_is_asked(request: ProgressRequest) -> str:
    """The agency, and what it has not answered before."""
    who = request.assignment.answering
    if request.follows is None:
        return who
    return _("%(agency)s · yêu cầu lại: %(code)s không được trả lời", agency=who, code=request.follows.code)


def item(request: ProgressRequest, group: Group, why: str, action: str, left: int | None) -> WorkItem:
    return WorkItem(
        kind="progress_request",
        id=request.id,
        code=request.code,
        title=request.assignment.recommendation.text,
        group=group,
        thread_kind="progress_request",
        thread_id=request.id,
        due_on=request.answer_due_on,
        days_left=left,
        why=why,
        action=action,
    )
