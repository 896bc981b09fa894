"""One event: who did what to which record, from what to what. Written once, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.audit import ddl
from tracker.core import clock
from tracker.core.models import Identified, Json


class AuditEvent(Identified):
    """`id` is the sequence. Names and facts are stored, never sentences. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "audit_event"
    __table_args__ = (
        CheckConstraint("audience IN ('all', 'council', 'agency')", name="audience"),
        Index("ix_audit_event_thread", "thread_kind", "thread_id", "id"),
        Index("ix_audit_event_touched", "thread_kind", "thread_id", "at", "agency_id", "audience", "role"),
        Index("ix_audit_event_subject", "subject_kind", "subject_id", "id"),
        Index("ix_audit_event_council", "council_id", "id"),
        {"info": {"triggers": ddl.TRIGGERS}},
    )

    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    actor_name: Mapped[str] = mapped_column(String(200), default="")
    on_behalf_of: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """The leader in whose place the actor acted, by name."""
    role: Mapped[str] = mapped_column(String(20), default="")
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    subject_code: Mapped[str] = mapped_column(String(40), default="")
    thread_kind: Mapped[str] = mapped_column(String(30))
    thread_id: Mapped[int]
    action: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(Json)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    """Set when the event is between the Council's side and this agency alone."""
    audience: Mapped[str] = mapped_column(String(8), default="all")
    """"council" while the record is not shown to any agency; "agency" for an agency's own drafting; else "all"."""
    request_id: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(60), default="")
    prev_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))
