"""The years that a schedule may be asked for, and in which months of one a delegation was at work."""

from __future__ import annotations

from typing import Any

from tracker.core import clock, dates


def is_year(number: int) -> bool:
    return dates.FIRST_YEAR <= number <= clock.today().year + dates.YEARS_AHEAD


def months_at_work(row: Any, year: int) -> list[bool]:
    """For each month of the year: was the delegation at work in it?"""
    last = row.ended_on or max(clock.today(), row.established_on)
    first_month = 1 if row.established_on.year < year else row.established_on.month
    last_month = 12 if last.year > year else last.month if last.year == year else first_month
    return [first_month <= month <= last_month for month in range(1, 13)]
