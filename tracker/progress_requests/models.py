"""How often a council asks in writing, and each asking: one task, one round, tracked to its answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import Record
from tracker.delegations.models import Delegation
from tracker.recommendations.models import Assignment, Update

EVERY_MONTHS = 6
DAYS_TO_ANSWER = 15


class ProgressSchedule(Record):
    """One a council; the office edits it."""

    __tablename__ = "progress_schedule"
    __table_args__ = (
        UniqueConstraint("council_id"),
        CheckConstraint("every_months BETWEEN 1 AND 24", name="every_months"),
        CheckConstraint("days_to_answer BETWEEN 1 AND 180", name="days_to_answer"),
    )

    every_months: Mapped[int] = mapped_column(default=EVERY_MONTHS)
    days_to_answer: Mapped[int] = mapped_column(default=DAYS_TO_ANSWER)
    active: Mapped[bool] = mapped_column(default=True)


class ProgressRequest(Record):
    """Prepared by the nightly job, issued by the office with number and date, answered by a report or a paper."""

    __tablename__ = "progress_request"
    __table_args__ = (
        UniqueConstraint("assignment_id", "round_on"),
        UniqueConstraint("council_id", "code"),
        Index("ix_progress_request_state", "council_id", "state", "id"),
    )

    code: Mapped[str] = mapped_column(String(40))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    round_on: Mapped[date]
    """The day on which the schedule asks: a whole number of periods after the issue, the last asking or its answer."""
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("progress_request.id"), index=True)
    """The request of an earlier round that nobody had answered when this one was prepared."""
    state: Mapped[str] = mapped_column(String(10))
    number: Mapped[str | None] = mapped_column(String(60))
    issued_on: Mapped[date | None]
    signer: Mapped[str] = mapped_column(String(200), default="")
    answer_due_on: Mapped[date | None]
    update_id: Mapped[int | None] = mapped_column(ForeignKey("progress_update.id"))
    answer_number: Mapped[str] = mapped_column(String(60), default="")
    answered_on: Mapped[date | None]
    lapse_reason: Mapped[str] = mapped_column(Text, default="")

    follows: Mapped[ProgressRequest | None] = relationship(remote_side="ProgressRequest.id")
    assignment: Mapped[Assignment] = relationship()
    delegation: Mapped[Delegation] = relationship()
    update: Mapped[Update | None] = relationship()

    @property
    def event_agency_id(self) -> int:
        return self.assignment.agency_id
