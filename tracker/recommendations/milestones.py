"""Milestones, of the agency's plan and of a roadmap that was decided: read from lines as people type them, reported
against, late or not. One mechanism for both; `origin` says whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.calendar.days import working_days
from tracker.core import clock, dates
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number_or_none
from tracker.core.text import clean
from tracker.recommendations.models import Assignment, Milestone, Update

LONGEST = 500
HINT = _l(
    "Mỗi dòng một mốc: ngày hoặc năm | việc phải xong | xong khi có. "
    "Ví dụ: 31/12/2027 | Xong hạ tầng 3 khu | Biên bản nghiệm thu"
)


class NotRead(ValueError):
    """A line that is no milestone; its text says what is wrong."""


def wrong(lines: list[str], _assignment: Any) -> str | None:
    """The sentence that says which line cannot be read, and why."""
    for number, line in enumerate(lines, start=1):
        try:
            read(line)
        except NotRead as problem:
            return _("Dòng %(number)s: %(why)s", number=number, why=str(problem))
    return None


def wrong_roadmap(lines: list[str], assignment: Assignment) -> str | None:
    """As `wrong`; and a roadmap runs over several years, with a milestone in each (domain.md 6.4 SM5), but for years that
    are over. Those of an earlier one that were reported stay, and count."""
    if sentence := wrong(lines, assignment):
        return sentence
    kept = [one.due_on for one in assignment.milestones if one.update_id and not one.is_planned]
    days = [*kept, *(read(line).due_on for line in lines)]
    years = {day.year for day in days}
    if len(years) < 2:
        return _("Lộ trình nhiều năm phải có ít nhất hai mốc, trong hai năm khác nhau. Mỗi dòng một mốc.")
    first = max(min(years), clock.today().year)
    lacking = [str(year) for year in range(first, max(years)) if year not in years]
    if lacking:
        return _("Năm nào của lộ trình cũng phải có mốc; còn thiếu: %(years)s.", years=", ".join(lacking))
    return None


def read(line: str) -> Milestone:
    """ "31/12/2027 | Xong hạ tầng 3 khu | Biên bản nghiệm thu"; a year alone is its last day. Raises NotRead."""
    parts = [clean(part) for part in line.split("|")]
    if len(parts) not in (2, 3) or not parts[1]:
        raise NotRead(_("ghi theo thứ tự ngày hoặc năm | việc phải xong | xong khi có."))
    if any(len(part) > LONGEST for part in parts):
        raise NotRead(_("mỗi phần nhiều nhất %(most)s ký tự.", most=LONGEST))
    return Milestone(due_on=day_of(parts[0]), text=parts[1], done_when=parts[2] if len(parts) == 3 else "")


def day_of(typed: str) -> date:
    if len(typed) == 4 and row_number_or_none(typed) is not None:
        typed = f"31/12/{typed}"
    try:
        return dates.parse_vi(typed)
    except dates.BadDate as error:
        raise NotRead(_("ngày không hợp lệ. Nhập dd/mm/yyyy hoặc một năm.")) from error


def spelled(milestone: Milestone) -> str:
    """The line that reads as this milestone."""
    parts = (dates.format_vi(milestone.due_on), milestone.text, milestone.done_when)
    return " | ".join(part for part in parts if part)


def is_late(milestone: Milestone, today: date) -> bool:
    """Has its day passed while nobody has reported that it was reached, on a task that still runs by it?"""
    return milestone.is_awaited and working_days().end_of(milestone.due_on) < today


def reportable(assignment: Assignment) -> list[Milestone]:
    """Those that a report may say were reached: no report that was sent says so yet, or it was returned."""
    return [milestone for milestone in assignment.milestones if not milestone.is_reported]


def report(update: Update, ids: Iterable[int]) -> tuple[list[str], list[str]]:
    """From now on this report says that these were reached; their words before and after."""
    wanted = set(ids)
    before = [milestone.text for milestone in update.milestones]
    for milestone in reportable(update.assignment):
        if milestone.id in wanted:
            milestone.update = update
        elif milestone.update is update:
            milestone.update = None
    return before, [milestone.text for milestone in update.milestones]
