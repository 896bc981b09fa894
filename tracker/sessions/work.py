"""Sessions that wait for somebody: read off their states, and in the order of signing while the minutes are out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.models import Membership, User
from tracker.accounts.people import holding
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import WorkingSession
from tracker.sessions.workflow import HEADS
from tracker.workflow import waiting
from tracker.workflow.work import Work

FOR_COMMENT = "minutes_for_comment"


def work_for(actor: Actor) -> Work:
    """Amendments are answered first (their own work), then the secretary signs, then the head."""
    ready = or_(WorkingSession.state != FOR_COMMENT, may_be_signed(actor))
    return waiting.work_of("session", actor, only=ready, due="held_on")


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
