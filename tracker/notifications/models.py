"""The outbox: a notice to one person about one event, written with the event and sent later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core import clock
from tracker.core.models import Identified


class Notice(Identified):
    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("event_id", "recipient_id"),
        Index("ix_notice_waiting", "sent_at", "id"),
    )

    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    """What it is about: "<kind>.<step>"."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
