"""A span: what was known of one record from one event to the next that changed it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, and_, or_, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.models import Base, BigId

FRAME = ("span_id", "id", "valid_from", "valid_to", "event_id")
"""The columns of every span; the others are facts."""


class Span(Base):
    """`id` is the record's. Of one record at most one span is open, and no two overlap."""

    __abstract__ = True

    span_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[int] = mapped_column(BigId)
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    """The moment from which on something else was known; None while it still stands."""
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"))
    """The last event that it rests on."""


def frame_indexes(table: str) -> tuple[Index, Index]:
    """A record's spans in the order of time, and its open one."""
    is_open = text("valid_to IS NULL")
    return (
        Index(f"ix_{table}_id", "id", "valid_from"),
        Index(f"uq_{table}_open", "id", unique=True, sqlite_where=is_open, postgresql_where=is_open),
    )


def stood(span: Any, moment: datetime) -> ColumnElement[bool]:
    """Is this what was known at that moment, events of that very moment included?"""
    return and_(span.valid_from <= moment, or_(span.valid_to.is_(None), span.valid_to > moment))
