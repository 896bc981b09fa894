"""What waits for somebody among the amendments: answers of the secretary, drafts that a leader or a member must send."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core.i18n import _
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import WorkingSession
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Work, WorkItem


def work_for(actor: Actor) -> Work:
    work = Work()
    if own := actor.delegations_as(Role.SECRETARY):
        asked = and_(Amendment.state == "proposed", within(Amendment.delegation_id, own))
        add(work, asked, action=_("Trả lời"), why=_("đề nghị sửa biên bản, chờ trả lời"))
    mine = and_(Amendment.author_id == actor.id, Amendment.agency_id.is_(None))
    led = within(Amendment.agency_id, actor.agencies_as(Role.AGENCY_LEADER))
    unsent = and_(Amendment.state == "draft", or_(mine, led), open_for_comment())
    add(work, unsent, action=_("Xem và gửi"), why=_("đề nghị sửa chưa gửi"))
    return work


def open_for_comment() -> ColumnElement[bool]:
    """Once the minutes are signed a draft cannot be sent any more."""
    return Amendment.session_id.in_(select(WorkingSession.id).where(WorkingSession.state == "minutes_for_comment"))


def add(work: Work, condition: ColumnElement[bool], *, action: str, why: str) -> None:
    columns = (Amendment.id, Amendment.code, Amendment.text)
    rows, total = first_rows(select(*columns).where(condition).order_by(Amendment.id))
    items = (
        WorkItem(
            kind="amendment",
            id=row.id,
            code=row.code,
            title=row.text,
            group="todo",
            thread_kind="amendment",
            thread_id=row.id,
            action=action,
            why=why,
        )
        for row in rows
    )
    work.add(items, total)
