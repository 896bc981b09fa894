"""Writing events, in the transaction of the change they tell of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import inspect

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.models import StandIn
from tracker.accounts.roles import Role
from tracker.audit.models import AuditEvent
from tracker.core import context
from tracker.extensions import db

BOOKKEEPING = frozenset(
    (
        "id",
        "council_id",
        "created_by_id",
        "created_at",
        "updated_by_id",
        "updated_at",
        "row_version",
        "sort_key",
        "series_key",
        "password_hash",
        "epoch",
        "typed_key",
    )
)

after_record: list[Callable[[AuditEvent], None]] = []
"""What follows from every event in its transaction, such as what stood from then on."""


def record(
    subject: Any,
    action: str,
    actor: Actor,
    *,
    role: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    audience: str = "all",
    agency_id: int | None = None,
) -> AuditEvent:
    """Append one event about a flushed record of a registered kind."""
    kind = access.kind_of(subject)
    thread_kind, thread_id = kind.thread(subject) if kind.thread else (kind.name, subject.id)
    event = AuditEvent(
        actor_id=actor.id,
        actor_name=actor.name,
        on_behalf_of=principal_of(subject, actor, role),
        role=role,
        council_id=getattr(subject, "council_id", None),
        subject_kind=kind.name,
        subject_id=subject.id,
        subject_code=getattr(subject, "code", "") or "",
        thread_kind=thread_kind,
        thread_id=thread_id,
        action=action,
        reason=reason,
        before=before,
        after=after,
        audience=audience,
        agency_id=agency_id,
        request_id=context.request_id.get(),
        address=context.address.get(),
    )
    db.session.add(event)
    db.session.flush()
    for follow in after_record:
        follow(event)
    return event


def principal_of(subject: Any, actor: Actor, role: str) -> str:
    """The name of the leader in whose place the actor did it; empty where they acted in their own right."""
    if role != Role.AGENCY_LEADER or not any(grant.stand_in_id for grant in actor.grants):
        return ""
    naming = actor.stand_in_at(access.place_of(subject))
    standing_in = db.session.get(StandIn, naming) if naming else None
    return standing_in.principal.full_name if standing_in is not None else ""


def snapshot(subject: Any) -> dict[str, Any]:
    """What the record holds now, by column, to be compared after a change."""
    columns = inspect(subject).mapper.column_attrs
    return {column.key: plain(getattr(subject, column.key)) for column in columns if column.key not in BOOKKEEPING}


def difference(earlier: dict[str, Any], subject: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What has changed since a snapshot: (before, after) by column."""
    now = snapshot(subject)
    changed = [key for key, value in now.items() if value != earlier.get(key)]
    return {key: earlier.get(key) for key in changed}, {key: now[key] for key in changed}


def facts_of(subject: Any) -> dict[str, Any]:
    """All that a new record holds, by column, without what is empty; 0 is something where there might be nothing."""
    nullable = {column.key for column in inspect(subject).mapper.column_attrs if column.columns[0].nullable}
    held = snapshot(subject)
    return {
        key: value for key, value in held.items() if value or (key in nullable and value == 0 and value is not False)
    }


AS_IT_IS = (str, int, bool, float)


def plain(value: Any) -> Any:
    """A value as JSON keeps it: dates ISO, decimals with their digits."""
    if value is None or type(value) in AS_IT_IS:
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value if isinstance(value, str | int | bool | None) else str(value)
