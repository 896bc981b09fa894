"""What sessions tell of a delegation's plan: the first one held, programmes sent, minutes signed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.plans import done
from tracker.sessions.models import WorkingSession
from tracker.sessions.workflow import has_met


@done.tells
def of_sessions(delegation: Delegation) -> dict[str, date | None]:
    """When the work began, the first programme went out, the first minutes were signed."""
    columns = (WorkingSession.held_on, WorkingSession.state, WorkingSession.notice_sent_on, WorkingSession.signed_on)
    query = select(*columns).where(WorkingSession.delegation_id == delegation.id)
    rows = db.session.execute(query.order_by(WorkingSession.held_on)).all()
    sent = min((row.notice_sent_on for row in rows if row.notice_sent_on), default=None)
    return {
        "work": next((row.held_on for row in rows if has_met(row)), None),
        "send_programme": sent,
        "invitation": sent,
        "minutes": min((row.signed_on for row in rows if row.signed_on), default=None),
    }
