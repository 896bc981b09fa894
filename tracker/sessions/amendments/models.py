"""What somebody who was there would have the draft minutes say."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.models import Record
from tracker.organizations.models import Agency
from tracker.sessions.models import Statement, WorkingSession


class Amendment(Record):
    """By a member of the delegation (`agency_id` is empty) or by an agency; about one statement, or a place in words."""

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("session_id", "code"),
        CheckConstraint("statement_id IS NOT NULL OR place <> ''", name="about"),
        Index("ix_amendment_agency", "agency_id", "state", "id"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("working_session.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"), index=True)
    place: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    proposed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]

    session: Mapped[WorkingSession] = relationship()
    statement: Mapped[Statement | None] = relationship()
    agency: Mapped[Agency | None] = relationship()
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])

    @property
    def event_agency_id(self) -> int | None:
        """What happens to an agency's amendment concerns that agency alone."""
        return self.agency_id
