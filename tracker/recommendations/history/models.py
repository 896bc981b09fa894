"""Spans of recommendations, of their words, and of tasks; the columns bear the names of the records' own."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.history.models import Span, frame_indexes
from tracker.recommendations.models import FAR


class RecommendationSpan(Span):
    """Where a recommendation stood, with the facts of its lead's task as the record itself repeats them."""

    __tablename__ = "recommendation_span"
    __table_args__ = (
        *frame_indexes("recommendation_span"),
        Index("ix_recommendation_span_due", "council_id", "due_key", "id", "valid_from", "valid_to", "lead_state"),
        Index("ix_recommendation_span_status", "council_id", "lead_state", "due_key", "id", "valid_from", "valid_to"),
        Index("ix_recommendation_span_council", "council_id", "valid_from"),
        Index("ix_recommendation_span_delegation", "delegation_id", "due_key", "id", "valid_from", "valid_to"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    code: Mapped[str] = mapped_column(String(40))
    addressee_kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    due_on: Mapped[date | None]
    due_key: Mapped[date] = mapped_column(default=FAR)
    approved_at: Mapped[datetime | None]
    lead_agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    lead_state: Mapped[str | None] = mapped_column(String(24))
    addressed_to: Mapped[str] = mapped_column(Text, default="")
    """The agencies that a draft names: "|3|7|"."""


class WordingSpan(Span):
    """How a recommendation was worded; seldom changed, so apart from where it stood."""

    __tablename__ = "wording_span"
    __table_args__ = frame_indexes("wording_span")

    id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    text: Mapped[str] = mapped_column(Text)
    deliverable: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    """Code and words without marks, by which they are found."""


class AssignmentSpan(Span):
    """Where one addressee's task stood: what its agency said, what was verified, by when it was due."""

    __tablename__ = "assignment_span"
    __table_args__ = (
        *frame_indexes("assignment_span"),
        Index("ix_assignment_span_recommendation", "recommendation_id", "valid_from"),
        Index("ix_assignment_span_due", "agency_id", "due_key", "recommendation_id", "valid_from", "valid_to", "state"),
        Index("ix_assignment_span_delegation", "delegation_id", "valid_from"),
        Index(
            "ix_assignment_span_counted",
            "council_id",
            "role",
            "valid_from",
            "valid_to",
            "state",
            "due_on",
            "original_due_on",
            "original_ends_on",
            "sent_on",
            "is_central",
        ),
    )

    id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    is_central: Mapped[bool]
    """Demanded of a central body: it counts in no rate."""
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    first_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    """The agency that was charged with it."""
    agency_name: Mapped[str] = mapped_column(String(300))
    taken_over_by: Mapped[str] = mapped_column(String(300), default="")
    taken_over_on: Mapped[date | None]
    role: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(24))
    original_due_on: Mapped[date | None]
    original_ends_on: Mapped[date | None]
    """The day that the original deadline counted to, as it was told last."""
    due_on: Mapped[date | None]
    due_ends_on: Mapped[date | None]
    due_key: Mapped[date] = mapped_column(default=FAR)
    extension_count: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(12))
    percent: Mapped[int | None]
    claimed_at: Mapped[datetime | None]
    sent_on: Mapped[date | None]
    answer_due_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    verified_at: Mapped[datetime | None]
