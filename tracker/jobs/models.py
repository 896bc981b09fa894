"""One thing to be done later: written in the transaction of what asks for it, taken by one worker at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core import clock
from tracker.core.models import Identified

LONGEST_KEY = 200


class Job(Identified):
    """Its states are waiting, running, finished and failed; its life as data stands in `administration.jobs`."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_job_next", "state", "run_after", "id"),
        Index("ix_job_kind", "kind", "id"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(LONGEST_KEY))
    """What is done once: asking again under the same key adds nothing."""
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    run_after: Mapped[datetime] = mapped_column(default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    owner: Mapped[str] = mapped_column(String(120), default="")
    leased_until: Mapped[datetime | None]
    """By the machine's own time: until then it is the owner's, later anybody's."""
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}

    @property
    def code(self) -> str:
        return self.key[:40]
