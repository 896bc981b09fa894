"""When something is due, how many working days are left, and how the date was computed (contract.md section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.calendar.days import working_days
from tracker.core import clock, dates
from tracker.core.i18n import _

SOON = 7
"""Working days."""


@dataclass(frozen=True)
class Deadline:
    """A deadline as it stands today. `ends_on`: the day at whose end it passes."""

    due_on: date
    ends_on: date
    days_left: int
    """Working days; negative when late, 0 on the last day."""

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def is_soon(self) -> bool:
        return 0 <= self.days_left <= SOON


def deadline(due_on: date | None, ends_on: date | None = None, today: date | None = None) -> Deadline | None:
    """`ends_on` when it was fixed with the assignment; else it is computed."""
    if due_on is None:
        return None
    ends = ends_on or working_days().end_of(due_on)
    return Deadline(due_on, ends, days_left(ends, today or clock.today()))


def days_left(ends_on: date, today: date) -> int:
    """Working days left; on a rest day after the last one, it is late although no working day has passed yet."""
    left = working_days().count(today, ends_on)
    return min(left, -1) if ends_on < today else left


def end_of_soon(today: date) -> date:
    """Deadlines that end up to and with this day are due soon."""
    return working_days().add(today, SOON)


def explained(due_on: date, ends_on: date) -> list[str]:
    """How the last day was found, in sentences."""
    if due_on == ends_on:
        return [_("Thời hạn %(day)s là ngày làm việc, tính đến hết ngày đó.", day=dates.format_long(due_on))]
    special = working_days().special(due_on)
    why = special.name if special and special.name else _("ngày nghỉ hằng tuần")
    return [
        _("Thời hạn ghi trong văn bản là %(day)s, rơi vào %(why)s.", day=dates.format_long(due_on), why=why),
        _(
            "Hạn vào ngày nghỉ thì tính đến hết ngày làm việc tiếp theo: %(day)s (Điều 148 Bộ luật Dân sự 2015).",
            day=dates.format_long(ends_on),
        ),
    ]
