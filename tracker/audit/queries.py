"""Reading the history of a record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from tracker.accounts.actor import Actor
from tracker.audit.models import AuditEvent
from tracker.extensions import db


def of_thread(
    kind: str,
    id: int,
    actor: Actor,
    *,
    council_side: bool,
    limit: int = 50,
    before: int | None = None,
    until: datetime | None = None,
    also: Sequence[tuple[int, int]] = (),
) -> Sequence[AuditEvent]:
    """The events told on a record's page, newest first, at most `limit`, older than event `before`, `until` a moment.

    An agency reads neither what happened before the record was shown to it nor what concerns another agency alone,
    save that of agencies from which it took over, up to an event: `also` (agency, last event).
    """
    query = select(AuditEvent).where(AuditEvent.thread_kind == kind, AuditEvent.thread_id == id)
    if council_side:
        query = query.where(AuditEvent.audience != "agency")
    else:
        query = query.where(
            AuditEvent.audience != "council",
            or_(
                AuditEvent.agency_id.is_(None),
                AuditEvent.agency_id.in_(sorted(actor.agency_ids)),
                *(and_(AuditEvent.agency_id == agency, AuditEvent.id <= last) for agency, last in also),
            ),
        )
    if before is not None:
        query = query.where(AuditEvent.id < before)
    if until is not None:
        query = query.where(AuditEvent.at <= until)
    return db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(limit)).all()


def numbers_before(kind: str, ids: Select[Any], action: str, column: str) -> Select[Any]:
    """What a column of these records held before each event of this action, where it is a number; as a sub-query."""
    value = AuditEvent.before[column].as_integer()
    return select(value).where(
        AuditEvent.subject_kind == kind,
        AuditEvent.subject_id.in_(ids),
        AuditEvent.action == action,
        value.is_not(None),
    )


def latest_before(kind: str, id: int, column: str) -> Any:
    """What a column of this record held before the last event that changed it; None where it was empty, or never changed."""
    query = (
        select(AuditEvent.before[column].as_string())
        .where(
            AuditEvent.subject_kind == kind,
            AuditEvent.subject_id == id,
            AuditEvent.action != "created",
            AuditEvent.after[column].as_string().is_not(None),
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def last_into(kind: str, id: int, state: str) -> AuditEvent | None:
    """The event by which this record last came into a state."""
    query = select(AuditEvent).where(
        AuditEvent.subject_kind == kind,
        AuditEvent.subject_id == id,
        AuditEvent.after["state"].as_string() == state,
    )
    return db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(1)).first()
