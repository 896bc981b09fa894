"""How late a task was completed: against the deadline first given, and against the one in force (domain.md 6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.calendar.days import working_days
from tracker.recommendations.deadlines import days_left


@dataclass(frozen=True)
class Lateness:
    """Working days after either deadline; 0: by its end."""

    after_original: int
    after_effective: int
    only_reported: bool
    """Completed in time; the report that was accepted came late, which the on-time rate goes by (6.6)."""
    is_extended: bool


def of_done(task: Any) -> Lateness | None:
    """Of a task verified as done, or of a row with its columns; None where nothing was late or no day counts."""
    if task.verified_at is None or task.original_due_on is None:
        return None
    first = working_days().end_of(task.original_due_on)
    last = task.due_ends_on or first
    day = next((day for day in (task.completed_on, task.sent_on) if day is not None and day > first), None)
    if day is None:
        return None
    return Lateness(
        after_original=days_after(first, day),
        after_effective=days_after(last, day),
        only_reported=day != task.completed_on,
        is_extended=task.due_on != task.original_due_on,
    )


def days_after(ends_on: date, day: date) -> int:
    return max(-days_left(ends_on, day), 0)
