"""The days of a plan: each step counted from another, by a rule of the law or a number of days, and said in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.calendar import rules
from tracker.calendar.computed import Rule
from tracker.calendar.days import working_days
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _l
from tracker.delegations.models import ruleset_on
from tracker.plans.models import ESTABLISH, OTHER, STEPS, UNITS, Counted

RULES = {
    "send_outline": _l("Hạn gửi kế hoạch, đề cương sau ngày thành lập"),
    "send_programme": _l("Hạn gửi chương trình trước ngày làm việc"),
    "group_notice": _l("Hạn Tổ đại biểu thông báo trước khi giám sát"),
    "report_to_standing": _l("Hạn báo cáo Thường trực sau khi kết thúc"),
    "report_to_committee": _l("Hạn báo cáo Ban sau khi kết thúc"),
    "standing_considers": _l("Hạn Thường trực xem xét sau khi nhận báo cáo"),
}
"""Day rules that a planned step may follow."""


@dataclass(frozen=True)
class Line:
    """A step as `models.Counted` has it, before it is in the database."""

    key: str
    label: str
    anchor: str = ""
    days: int = 0
    unit: str = "day"
    rule: str = ""


@dataclass(frozen=True)
class Day:
    """`on` is None when the step counts from one that is not there. `words` says how the day was computed."""

    on: date | None
    words: str = ""


def told(day: Day, given: date | None) -> str:
    """How the day was computed, and which day that gives where another was given."""
    if given is None or day.on is None or given == day.on:
        return day.words
    return _("Khác ngày tính được là %(day)s. Cách tính: %(words)s", day=format_vi(day.on), words=day.words)


def line_of(step: Counted) -> Line:
    return Line(step.key, step.label, step.anchor, step.days, step.unit, step.rule)


def count(lines: Sequence[Line], base: date, ruleset: str, given: Mapping[int, date | None] | None = None) -> list[Day]:
    """The day of each line when the delegation is established on `base`, in the order of the lines.

    `given` holds days set by hand, by place: what counts from such a step counts from that day.
    """
    known: dict[str, date] = {ESTABLISH: base}
    found: dict[int, Day] = {}
    names = {line.key: line.label for line in lines}
    waiting = dict(enumerate(lines))
    while ready := [n for n, line in waiting.items() if line.key == ESTABLISH or line.anchor in known]:
        for n in ready:
            line = waiting.pop(n)
            day = Day(base) if line.key == ESTABLISH else counted(line, known[line.anchor], names, ruleset)
            found[n] = day
            counts = (given or {}).get(n) or day.on
            if line.key != OTHER and counts is not None:
                known.setdefault(line.key, counts)
    return [found.get(n) or Day(None, not_counted(line, names)) for n, line in enumerate(lines)]


def by_hand(lines: Sequence[Line], base: date | None, days: Mapping[int, date | None]) -> dict[int, date | None]:
    """Of the days that were counted from `base`, by place, those that are another day than the one computed."""
    was = count(lines, base, ruleset_on(base), days) if base else [Day(None)] * len(lines)
    return {n: day for n, day in days.items() if day is not None and day != was[n].on}


def not_counted(line: Line, names: dict[str, str]) -> str:
    """A step without an anchor is a day that somebody has set; there is nothing to count."""
    if not line.anchor:
        return ""
    return _("không tính được: không có bước “%(step)s”", step=line_name(line, names))


def line_name(line: Line, names: dict[str, str]) -> str:
    return names.get(line.anchor) or str(STEPS.get(line.anchor, line.anchor))


def counted(line: Line, start: date, names: dict[str, str], ruleset: str) -> Day:
    """By its rule where there is one in force, else by its own number of days."""
    name = line_name(line, names)
    due = rules.basis().by_law(line.rule, ruleset, start) if line.rule else None
    if due is None or due.rule is None:
        on = add(start, line.days, line.unit)
        told = [distance(line.days, line.unit, name), rolled(start, on, line.days, line.unit)]
        return Day(on, " ".join(told).strip())
    days = due.rule.days if due.rule.direction == "forward" else -due.rule.days
    words = [
        distance(days, due.rule.unit, name),
        f"({basis(due.rule)})",
        rolled(start, due.ends_on, days, due.rule.unit),
    ]
    return Day(due.ends_on, " ".join(part for part in words if part))


def add(start: date, days: int, unit: str) -> date:
    """Forward a rest day runs on to the next working day, backward to the last one before it (domain.md 1.13)."""
    calendar = working_days()
    if unit != "day":
        return calendar.add(start, days)
    day = start + timedelta(days=days)
    if days >= 0:
        return calendar.end_of(day)
    return day if calendar.is_working(day) else calendar.last_before(day)


def distance(days: int, unit: str, step: str) -> str:
    """15 ngày sau “Thành lập đoàn”"""
    if days == 0:
        return _("cùng ngày “%(step)s”", step=step)
    if days > 0:
        return _("%(days)s %(unit)s sau “%(step)s”", days=days, unit=UNITS[unit], step=step)
    return _("%(days)s %(unit)s trước “%(step)s”", days=-days, unit=UNITS[unit], step=step)


def basis(rule: Rule) -> str:
    """The law, and a word where nobody has checked it, unless its own words say so."""
    if rule.verified or "cần kiểm tra" in rule.legal_basis:
        return rule.legal_basis
    return _("%(basis)s; chưa kiểm tra", basis=rule.legal_basis)


def rolled(start: date, on: date, days: int, unit: str) -> str:
    """Why the day is not exactly that far away; "" when it is."""
    exact = start + timedelta(days=days)
    if unit != "day" or exact == on:
        return ""
    if on > exact:
        return _("– %(day)s là ngày nghỉ nên tính đến ngày làm việc tiếp theo", day=format_vi(exact))
    return _("– %(day)s là ngày nghỉ nên tính ngày làm việc liền trước", day=format_vi(exact))
