"""What a council counts by when it looks over its tasks."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.models import Record

QUIET_DAYS = 30
FIRST, SECOND, THIRD = 30, 90, 180


class ControlSetting(Record):
    """One a council; the office edits it. The bands of domain.md 6.6 R3 are what it begins with."""

    __tablename__ = "control_setting"
    __table_args__ = (
        UniqueConstraint("council_id"),
        CheckConstraint("quiet_days BETWEEN 1 AND 3650", name="quiet_days"),
        CheckConstraint(
            "first_border >= 1 AND second_border > first_border AND third_border > second_border", name="borders"
        ),
    )

    quiet_days: Mapped[int] = mapped_column(default=QUIET_DAYS)
    """After so many days without an event a task counts as not touched."""
    first_border: Mapped[int] = mapped_column(default=FIRST)
    second_border: Mapped[int] = mapped_column(default=SECOND)
    third_border: Mapped[int] = mapped_column(default=THIRD)
    """The last day of each band of delay, in days of the calendar; what is later is in the fourth."""
