"""Queueing notices in the transaction of the event that they tell of."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.notifications.models import Notice


def queue(event: AuditEvent, recipient_ids: Iterable[int]) -> list[Notice]:
    """One notice a person, never to the person who acted."""
    notices = [
        Notice(
            recipient_id=recipient,
            event_id=event.id,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            name=f"{event.subject_kind}.{event.action}",
        )
        for recipient in sorted(set(recipient_ids))
        if recipient != event.actor_id
    ]
    db.session.add_all(notices)
    return notices
