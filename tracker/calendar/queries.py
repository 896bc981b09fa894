"""Reading the calendar as a list."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.calendar.models import CalendarDay
from tracker.extensions import db


def of_year(year: int) -> list[CalendarDay]:
    return list(
        db.session.scalars(
            select(CalendarDay)
            .where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
            .order_by(CalendarDay.day)
        )
    )


def get(day: date) -> CalendarDay | None:
    return db.session.get(CalendarDay, day)


def years() -> list[int]:
    """The years that have any entry."""
    return sorted({day.year for day in db.session.scalars(select(CalendarDay.day))})


def unconfirmed(year: int) -> list[CalendarDay]:
    """Entries of a year that no announcement has confirmed yet."""
    return [entry for entry in of_year(year) if not entry.confirmed]
