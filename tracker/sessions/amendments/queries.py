"""Reading amendments to draft minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.audit.models import AuditEvent
from tracker.core.errors import NotFound
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import Statement, WorkingSession

LOADED = (
    joinedload(Amendment.session).joinedload(WorkingSession.delegation),
    joinedload(Amendment.statement),
    joinedload(Amendment.agency),
    joinedload(Amendment.author),
)

MOST_EVENTS = 10
"""So many events of the moment in which an amendment is accepted are looked through."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads what was proposed, its author also the draft; an agency its own and no other's."""
    sent_or_mine = or_(Amendment.state != "draft", Amendment.author_id == actor.id)
    condition = and_(council_side_of(Amendment, actor), sent_or_mine)
    if actor.agency_ids:
        condition = or_(condition, within(Amendment.agency_id, actor.agency_ids))
    return condition


def get(id: int, actor: Actor) -> Amendment:
    """The amendment with all that its page shows; NotFound as `access.find`."""
    found = db.session.scalar(select(Amendment).where(Amendment.id == id, visible(actor)).options(*LOADED))
    if found is None:
        raise NotFound
    return found


def of_session(session_id: int, actor: Actor) -> Sequence[Amendment]:
    """In the order in which they were written."""
    query = select(Amendment).where(Amendment.session_id == session_id, visible(actor))
    return db.session.scalars(query.order_by(Amendment.id).options(*LOADED)).all()


def open_of_delegation(delegation_id: int, actor: Actor) -> Sequence[Amendment]:
    """What was proposed and has no answer yet, in all sessions of the delegation."""
    query = select(Amendment).where(
        Amendment.delegation_id == delegation_id, Amendment.state == "proposed", visible(actor)
    )
    return db.session.scalars(query.order_by(Amendment.id)).all()


def unanswered(session_id: int) -> Sequence[str]:
    """The codes of those that were proposed and have no answer yet."""
    query = select(Amendment.code).where(Amendment.session_id == session_id, Amendment.state == "proposed")
    return db.session.scalars(query.order_by(Amendment.id)).all()


@dataclass(frozen=True)
class Change:
    """What the minutes said before an amendment was accepted, and what they have said since."""

    before: str
    after: str


def change(amendment: Amendment) -> Change | None:
    """What accepting it changed, from the events of that moment; None while it is not accepted, or nothing changed."""
    own = select(AuditEvent).where(
        AuditEvent.subject_kind == "amendment", AuditEvent.subject_id == amendment.id, AuditEvent.action == "accept"
    )
    accepted = db.session.scalar(own)
    if accepted is None:
        return None
    kind, name = ("statement", "text") if amendment.statement_id is not None else ("session", "minutes_text")
    query = select(AuditEvent).where(
        AuditEvent.thread_kind == "session",
        AuditEvent.thread_id == amendment.session_id,
        AuditEvent.subject_kind == kind,
        AuditEvent.request_id == accepted.request_id,
        AuditEvent.id > accepted.id,
    )
    for event in db.session.scalars(query.order_by(AuditEvent.id).limit(MOST_EVENTS)):
        before, after = event.before or {}, event.after or {}
        if name in before and event.subject_id == (amendment.statement_id or amendment.session_id):
            return Change(str(before[name] or ""), str(after[name] or ""))
        corrected = db.session.get(Statement, after["corrects_id"]) if after.get("corrects_id") else None
        if corrected is not None:
            return Change(corrected.text, str(after[name]))
    return None
