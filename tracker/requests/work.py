"""What waits for somebody among the requests for reports."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import case, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.requests.models import ReportRequest
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Group, Work, WorkItem

R = ReportRequest
DUE = case((R.state == "changes_requested", R.supplement_due_on), else_=R.due_on)
COLUMNS = (R.id, R.code, R.agency_name, R.agency_id, R.state, R.ready_at, R.back_note, DUE.label("due_on"))
SOON = 7
MOST = 100


def work_for(actor: Actor) -> Work:
    """An agency answers; secretary and office look at what was sent; the rest waits."""
    work = Work()
    if actor.agency_ids:
        asked = (within(R.agency_id, actor.agency_ids), R.state.in_(("sent", "received", "changes_requested")))
        for row in db.session.execute(select(*COLUMNS).where(*asked).order_by(DUE, R.id).limit(MOST)):
            work.add([asked_of_agency(row, actor.agencies_as(Role.AGENCY_LEADER))])
    if own := actor.delegations_as(Role.SECRETARY):
        add(
            work, (R.state == "submitted", within(R.delegation_id, own)), "todo", _("báo cáo mới nộp"), _("Xem báo cáo")
        )
        pending = (R.state.in_(("sent", "received", "changes_requested")), within(R.delegation_id, own))
        add(work, pending, "waiting", _("chờ cơ quan nộp báo cáo"), "")
    return work


def asked_of_agency(row: Any, led: Collection[int]) -> WorkItem:
    """To answer; once it is laid before the leader, theirs to look at and the officers' to wait for."""
    left = working_days().left(clock.today(), row.due_on) if row.due_on else None
    returned = row.state == "changes_requested"
    group: Group = group_of(left, returned=returned)
    why = _("Đoàn giám sát yêu cầu bổ sung báo cáo") if returned else _("báo cáo theo đề cương")
    action = _("Bổ sung") if returned else _("Trả lời")
    if row.ready_at is not None:
        is_leader = row.agency_id in led
        why, action = _("đã trình lãnh đạo"), _("Xem và nộp") if is_leader else ""
        group = group if is_leader else "waiting"
    elif row.back_note:
        why = _("lãnh đạo trả lại để sửa: “%(note)s”", note=row.back_note)
    return item(row, group, why=why, action=action, due_on=row.due_on, days_left=left)


def group_of(left: int | None, *, returned: bool) -> Group:
    if left is not None and left < 0:
        return "overdue"
    if returned:
        return "returned"
    return "soon" if left is not None and left <= SOON else "todo"


def add(work: Work, conditions: tuple[Any, ...], group: Group, why: str, action: str) -> None:
    rows, total = first_rows(select(*COLUMNS).where(*conditions).order_by(DUE, R.id))
    work.add((item(row, group, why=why, action=action, due_on=row.due_on) for row in rows), total)


def item(
    row: Any, group: Group, *, why: str, action: str, due_on: date | None, days_left: int | None = None
) -> WorkItem:
    return WorkItem(
        kind="report_request",
        id=row.id,
        code=row.code,
        title=row.agency_name,
        group=group,
        thread_kind="report_request",
        thread_id=row.id,
        due_on=due_on,
        days_left=days_left,
        why=why,
        action=action,
    )
