"""Reading the calendar as a list."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.calendar.models import CalendarDay, CalendarYear
from tracker.calendar.rules import DayRule
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
    return db.session.scalar(select(CalendarDay).where(CalendarDay.day == day))


def year(number: int) -> CalendarYear | None:
    """The confirmation of a year; None when nobody has ever confirmed it."""
    return db.session.get(CalendarYear, number)


def years() -> list[int]:
    """The years that have any entry."""
    return sorted({day.year for day in db.session.scalars(select(CalendarDay.day))})


def unconfirmed(year: int) -> list[CalendarDay]:
    """Entries of a year that no announcement has confirmed yet."""
    return [entry for entry in of_year(year) if not entry.confirmed]


def rules() -> list[DayRule]:
    """Every rule there is or was; of one key and ruleset the newest first."""
    query = select(DayRule).order_by(DayRule.key, DayRule.ruleset, DayRule.valid_from.desc())
    return list(db.session.scalars(query))


def newest_rule(key: str, ruleset: str) -> DayRule | None:
    query = select(DayRule).where(DayRule.key == key, DayRule.ruleset == ruleset)
    return db.session.scalar(query.order_by(DayRule.valid_from.desc()).limit(1))


def rule_before(row: DayRule) -> DayRule | None:
    """The value that this one was put over."""
    query = select(DayRule).where(
        DayRule.key == row.key, DayRule.ruleset == row.ruleset, DayRule.valid_from < row.valid_from
    )
    return db.session.scalar(query.order_by(DayRule.valid_from.desc()).limit(1))


def rulesets() -> list[str]:
    return list(db.session.scalars(select(DayRule.ruleset).distinct().order_by(DayRule.ruleset)))
