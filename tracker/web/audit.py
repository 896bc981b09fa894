"""The audit trail for the administrator: who did what, when; no texts of business records."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from tracker.accounts.access import KINDS
from tracker.audit.models import AuditEvent
from tracker.core.errors import NotFound
from tracker.core.rows import row_number
from tracker.extensions import db
from tracker.web import kit, telling
from tracker.web.kit import me

pages = Blueprint("audit", __name__)
SIZE = 50


@pages.route("/audit")
def index() -> Response:
    query, kind = asked_for()
    events = list(db.session.scalars(query.limit(SIZE + 1)))
    rows = [row(event) for event in events[:SIZE]]
    return kit.show(
        "audit/index.html",
        rows=rows,
        kinds=[(name, kind.label) for name, kind in KINDS.items()],
        chosen=kind,
        next_before=rows[-1]["id"] if len(events) > SIZE else None,
    )


def asked_for() -> tuple[Select[AuditEvent], str]:
    """The events that the address asks for, newest first, and of which kind they are; for administrators."""
    if not me().is_admin:
        raise NotFound
    kind = request.args.get("kind", "")
    before = request.args.get("before", type=row_number)
    query = select(AuditEvent)
    if kind in KINDS:
        query = query.where(AuditEvent.subject_kind == kind)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return query.order_by(AuditEvent.id.desc()), kind


def row(event: AuditEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "at": event.at,
        "who": event.actor_name,
        "role": telling.role_words(event),
        "what": telling.words(event),
        "kind": KINDS[event.subject_kind].label,
        "code": event.subject_code or event.subject_id,
        "address": event.address,
    }
