"""Reading working sessions and statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.core.errors import NotFound
from tracker.delegations.models import Delegation
from tracker.delegations.queries import council_side_of, supervising
from tracker.extensions import db
from tracker.sessions.models import Photograph, SessionAgency, Statement, WorkingSession

UNSEEN_BY_AGENCIES = ("planned",)
WITH_MINUTES = ("minutes_for_comment", "minutes_signed")
"""States of a session whose draft minutes have gone out."""
MET = ("held", *WITH_MINUTES)
"""States of a session that has taken place."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency reads sessions of delegations that supervise it, once notified."""
    condition = council_side_of(WorkingSession, actor)
    if actor.agency_ids:
        invited = select(SessionAgency.session_id).where(within(SessionAgency.agency_id, actor.agency_ids))
        theirs = or_(WorkingSession.delegation_id.in_(supervising(actor)), WorkingSession.id.in_(invited))
        condition = or_(condition, and_(theirs, WorkingSession.state.not_in(UNSEEN_BY_AGENCIES)))
    return condition


def statement_visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency what a session that it may read has sent out as draft minutes
    (domain.md 6.2), or took over from a source that everybody may read."""
    condition = council_side_of(Statement, actor)
    if actor.agency_ids:
        sent = or_(WorkingSession.state.in_(WITH_MINUTES), WorkingSession.old_record)
        session = select(WorkingSession.id).where(WorkingSession.id == Statement.session_id, sent, visible(actor))
        condition = or_(condition, session.exists())
    return condition


NOTICE_AWAITED = ("planned",)


def notices_awaited() -> Select[WorkingSession]:
    """Sessions whose programme has not gone out."""
    query = select(WorkingSession).where(WorkingSession.state.in_(NOTICE_AWAITED))
    return query.options(joinedload(WorkingSession.delegation), selectinload(WorkingSession.agencies)).order_by(
        WorkingSession.id
    )


def announced_and_not_held(delegation: Delegation) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    WorkingSession.delegation_id == delegation.id,
                    WorkingSession.state == "notified",
                    WorkingSession.held_on >= clock.today(),
                )
            )
        )
    )


def any_held(delegation: Delegation) -> bool:
    met = select(exists().where(WorkingSession.delegation_id == delegation.id, WorkingSession.state.in_(MET)))
    return bool(db.session.scalar(met))


def of_delegation(delegation_id: int, actor: Actor) -> Any:
    query = select(WorkingSession).where(WorkingSession.delegation_id == delegation_id, visible(actor))
    return db.session.scalars(query.order_by(WorkingSession.held_on, WorkingSession.id)).all()


def soon(actor: Actor, until: date, *, limit: int = 20) -> Any:
    """Sessions that the actor may read, from today until that day."""
    query = select(WorkingSession).where(
        WorkingSession.state.in_(("planned", "notified")),
        WorkingSession.held_on >= clock.today(),
        WorkingSession.held_on <= until,
        visible(actor),
    )
    return db.session.scalars(query.order_by(WorkingSession.held_on, WorkingSession.id).limit(limit)).all()


def get(id: int, actor: Actor) -> WorkingSession:
    """The session with all that its page shows; NotFound as `access.find`."""
    query = (
        select(WorkingSession)
        .where(WorkingSession.id == id, visible(actor))
        .options(
            joinedload(WorkingSession.delegation),
            joinedload(WorkingSession.agencies),
            selectinload(WorkingSession.attendance),
            selectinload(WorkingSession.programme),
            selectinload(WorkingSession.invitations),
            selectinload(WorkingSession.photographs),
            selectinload(WorkingSession.statements),
        )
    )
    session = db.session.scalars(query).unique().one_or_none()
    if session is None:
        raise NotFound
    return session


def statement(id: int, actor: Actor) -> Statement:
    """The statement with its session; NotFound as `access.find`."""
    query = select(Statement).where(Statement.id == id, statement_visible(actor))
    found = db.session.scalar(query.options(joinedload(Statement.session).joinedload(WorkingSession.delegation)))
    if found is None:
        raise NotFound
    return found


def statements(session_id: int) -> Sequence[Statement]:
    """What was said at the session, as the database has it now; in the order of the minutes."""
    query = select(Statement).where(Statement.session_id == session_id)
    return db.session.scalars(query.order_by(Statement.position, Statement.id)).all()


def readable_statements(session: WorkingSession, actor: Actor) -> Sequence[Statement]:
    """Those that the actor may read: all or none, as all stand in the same minutes. The Council's side reads its own."""
    if access.roles_on(actor, session) & set(COUNCIL_SIDE):
        return session.statements
    mine = select(Statement.id).where(Statement.session_id == session.id, statement_visible(actor))
    return session.statements if session.statements and db.session.scalar(select(mine.exists())) else []


def typed(session_id: int, key: str) -> Statement | None:
    """The statement that was typed under this key."""
    query = select(Statement).where(Statement.session_id == session_id, Statement.typed_key == key)
    return db.session.scalar(query) if key else None


def last_statement(session_id: int) -> Statement | None:
    """The newest one, whose speaker probably goes on speaking."""
    query = select(Statement).where(Statement.session_id == session_id)
    return db.session.scalar(query.order_by(Statement.position.desc(), Statement.id.desc()).limit(1))


def met_count(delegation_id: int) -> Select[int]:
    """How many sessions of the delegation have taken place: one row, one number."""
    mine = (WorkingSession.delegation_id == delegation_id, WorkingSession.state.in_(MET))
    return select(func.count()).select_from(WorkingSession).where(*mine)


def file_of(photograph: Photograph) -> Attachment | None:
    return db.session.get(Attachment, photograph.attachment_id) if photograph.attachment_id else None
