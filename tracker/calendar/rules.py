"""Day counts of the law, as data: ruleset, days, unit, validity, legal basis, verified or not (domain.md 6.3)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import CheckConstraint, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.calendar.days import working_days
from tracker.core.models import Identified
from tracker.extensions import db


class DayRule(Identified):
    """`days` from the event, forward or backward, in calendar or working days."""

    __tablename__ = "day_rule"
    __table_args__ = (
        UniqueConstraint("key", "ruleset", "valid_from"),
        CheckConstraint("unit IN ('day', 'working_day')", name="unit"),
        CheckConstraint("days >= 0", name="days"),
    )

    key: Mapped[str] = mapped_column(String(40))
    ruleset: Mapped[str] = mapped_column(String(10))
    days: Mapped[int]
    unit: Mapped[str] = mapped_column(String(12), default="day")
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    verified: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


def rule(key: str, ruleset: str, on: date) -> DayRule:
    """The rule in force on that day; LookupError when nobody has entered one."""
    found = db.session.scalar(
        select(DayRule)
        .where(DayRule.key == key, DayRule.ruleset == ruleset, DayRule.valid_from <= on)
        .where((DayRule.valid_to.is_(None)) | (DayRule.valid_to >= on))
        .order_by(DayRule.valid_from.desc())
        .limit(1)
    )
    if found is None:
        raise LookupError(f"no day rule {key} for {ruleset} on {on}")
    return found


def forward(key: str, ruleset: str, start: date) -> date:
    """The last day of a period from `start`, which is not counted; a rest day runs on to the next working day."""
    found = rule(key, ruleset, start)
    if found.unit == "working_day":
        return working_days().add(start, found.days)
    return working_days().end_of(start + timedelta(days=found.days))


def backward(key: str, ruleset: str, event: date) -> date:
    """The last day on which something must have been done before `event`; it never rolls forward: on a rest day, the
    last working day before it."""
    found = rule(key, ruleset, event)
    day = event - timedelta(days=found.days)
    days = working_days()
    return day if days.is_working(day) else days.last_before(day)
