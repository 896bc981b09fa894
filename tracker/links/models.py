"""A thread from one record to another: this came from that (U10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core import clock
from tracker.core.models import Identified


class Link(Identified):
    """`source` led to `target`: a statement to a finding, a finding to a recommendation, a figure to a finding."""

    __tablename__ = "link"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "target_kind", "target_id"),
        Index("ix_link_target", "target_kind", "target_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    source_kind: Mapped[str] = mapped_column(String(30))
    source_id: Mapped[int]
    target_kind: Mapped[str] = mapped_column(String(30))
    target_id: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
