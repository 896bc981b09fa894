"""A notice to one person, how people want to be told, and a mail that is on its way or has been sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from tracker.accounts.models import SignIn
from tracker.core import clock
from tracker.core.models import Identified
from tracker.notifications.topics import CHANNELS, TOPICS

CHANNEL_LIST = ", ".join(f"'{name}'" for name in CHANNELS)
TOPIC_LIST = ", ".join(f"'{name}'" for name in TOPICS)


class Notice(Identified):
    """Written with the event it tells of, or by the nightly scan, which has no event; `key` makes it one a person."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("recipient_id", "key"),
        CheckConstraint(f"topic IN ({TOPIC_LIST})", name="topic"),
        CheckConstraint(f"channel IN ({CHANNEL_LIST})", name="channel"),
        Index("ix_notice_read", "recipient_id", "seen_at", "rank", "id"),
        Index("ix_notice_daily", "channel", "mail_id", "created_at"),
    )

    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    key: Mapped[str] = mapped_column(String(120))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("audit_event.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    """What it is about: "<kind>.<step>", or "<kind>." and what the scan has found."""
    topic: Mapped[str] = mapped_column(String(12))
    rank: Mapped[int]
    channel: Mapped[str] = mapped_column(String(8))
    """How it reaches its person, as they wished when it was written."""
    facts: Mapped[dict[str, Any]]
    """Of the scan: dates and numbers, never sentences."""
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime | None]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)


SignIn.unread_notices = column_property(
    select(func.count())
    .select_from(Notice)
    .where(Notice.recipient_id == SignIn.user_id, Notice.seen_at.is_(None))
    .correlate_except(Notice)
    .scalar_subquery(),
    deferred=True,
    group="frame",
)
"""What the frame of every page says of its reader, read with the session that is asked for anyhow."""


class NoticeSetting(Identified):
    """Where somebody wants a kind of notice otherwise than usual."""

    __tablename__ = "notice_setting"
    __table_args__ = (
        UniqueConstraint("user_id", "topic"),
        CheckConstraint(f"topic IN ({TOPIC_LIST})", name="topic"),
        CheckConstraint(f"channel IN ({CHANNEL_LIST})", name="channel"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    topic: Mapped[str] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(8))


class Reminder(Identified):
    """What the nightly scan has reminded of, so that it does so once for each horizon and each date."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "horizon", "due_on"),)

    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    horizon: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Mail(Identified):
    """The outbox: one row a mail, written in the transaction of what it tells of. Its words are made when it leaves."""

    __tablename__ = "mail"

    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What the mail is; a second one with it is never written, and its Message-ID follows from it."""
    recipient_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    """There was nobody to send it to, or nothing left to say."""

    @property
    def is_over(self) -> bool:
        return self.sent_at is not None or self.dropped_at is not None
