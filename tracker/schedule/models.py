"""Feeds: a secret address at which somebody's own calendar program reads the schedule."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core import clock
from tracker.core.models import Identified


class CalendarFeed(Identified):
    """The address holds a random token, the row its SHA-256. One live feed a person, and one a council."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        CheckConstraint("user_id IS NOT NULL OR council_id IS NOT NULL", name="owner"),
        Index("ix_calendar_feed_person", "user_id", "revoked_at"),
        Index("ix_calendar_feed_council", "council_id", "revoked_at"),
    )

    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """Whose feed it is; a council's has none."""
    council_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    """The council whose announced sessions it shows; a person's feed has none."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    revoked_at: Mapped[datetime | None]

    updated_by_id = None
    """Who revoked it stands in its events alone."""

    @property
    def row_version(self) -> int:
        """It is made, and it ends; nothing else of it ever changes."""
        return 1 if self.revoked_at is None else 2

    @property
    def updated_at(self) -> datetime:
        return self.revoked_at or self.created_at
