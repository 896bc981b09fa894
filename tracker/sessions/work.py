"""Sessions that wait for somebody: read off their states, and in the order of signing while the minutes are out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.models import Membership, User
from tracker.accounts.people import holding
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.core import clock
from tracker.core.i18n import _
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.amendments.workflow import OF_MEMBERS
from tracker.sessions.models import SessionAgency, WorkingSession
from tracker.sessions.workflow import HEADS
from tracker.workflow import waiting
from tracker.workflow.counting import first_rows
from tracker.workflow.work import Work, WorkItem

FOR_COMMENT = "minutes_for_comment"


def work_for(actor: Actor) -> Work:
    """Amendments are answered first (their own work), then the secretary signs, then the head."""
    ready = or_(WorkingSession.state != FOR_COMMENT, may_be_signed(actor))
    work = waiting.work_of("session", actor, only=ready, due="held_on")
    if actor.roles & {*OF_MEMBERS, *OF_AGENCY}:
        add_minutes_to_read(work, actor)
    return work


def add_minutes_to_read(work: Work, actor: Actor) -> None:
    """Draft minutes out for comment, for those who were asked; whoever is to sign them has that to do instead."""
    columns = (WorkingSession.id, WorkingSession.code, WorkingSession.title)
    query = select(*columns).where(WorkingSession.state == FOR_COMMENT, was_asked(actor), ~may_be_signed(actor))
    rows, total = first_rows(query.order_by(WorkingSession.id.desc()))
    items = (
        WorkItem(
            kind="session",
            id=row.id,
            code=row.code,
            title=row.title,
            group="todo",
            thread_kind="session",
            thread_id=row.id,
            action=_("Xem dự thảo biên bản, đề nghị sửa nếu cần"),
            why=_("biên bản đang lấy ý kiến"),
        )
        for row in rows
    )
    work.add(items, total)


def was_asked(actor: Actor) -> ColumnElement[bool]:
    """Members of the delegation, and the agencies that the session was with."""
    agencies = {id for role in OF_AGENCY for id in actor.agencies_as(role)}
    invited = select(SessionAgency.session_id).where(within(SessionAgency.agency_id, agencies))
    return or_(within(WorkingSession.delegation_id, actor.delegations_as(*OF_MEMBERS)), WorkingSession.id.in_(invited))


def may_be_signed(actor: Actor) -> ColumnElement[bool]:
    """Nothing is proposed without an answer, and it is this person's turn."""
    asked = select(Amendment.id).where(Amendment.session_id == WorkingSession.id, Amendment.state == "proposed")
    unsigned = WorkingSession.secretary_signed_at.is_(None)
    own = within(WorkingSession.delegation_id, actor.delegations_as(Role.SECRETARY))
    led = or_(*(within(WorkingSession.delegation_id, actor.delegations_as(role)) for role in HEADS))
    return and_(~asked.exists(), or_(and_(own, unsigned), and_(led, or_(~unsigned, ~has_secretary()))))


def has_secretary() -> Any:
    """Is anybody the delegation's secretary in the product? Otherwise the head waits for nobody."""
    return (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == Role.SECRETARY, Membership.delegation_id == WorkingSession.delegation_id)
        .where(holding(clock.today()), User.disabled_at.is_(None))
        .exists()
    )
