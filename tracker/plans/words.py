"""Steps and documents of a plan as events and pages say them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.plans.counting import RULES, Line, distance
from tracker.plans.models import EXPECTED_KINDS, STEPS, Expected


def step(line: Line, names: dict[str, str] | None = None) -> str:
    """Gửi kế hoạch: 15 ngày sau “Thành lập đoàn”, theo quy định"""
    how = counted_how(line, names or {})
    return f"{line.label}: {how}" if how else line.label


def counted_how(line: Line, names: dict[str, str]) -> str:
    if not line.anchor:
        return ""
    anchor = names.get(line.anchor) or str(STEPS.get(line.anchor, line.anchor))
    if line.rule:
        return _("%(rule)s, tính từ “%(step)s”", rule=RULES.get(line.rule, line.rule), step=anchor)
    return distance(line.days, line.unit, anchor)


def steps(lines: Iterable[Line]) -> list[str]:
    listed = list(lines)
    names = {line.key: line.label for line in listed}
    return [step(line, names) for line in listed]


def planned(label: str, on: date | None) -> str:
    return f"{label}: {format_vi(on) if on else '–'}"


def document(entry: Expected) -> str:
    """Its own title, or the name of its kind."""
    return entry.title or str(EXPECTED_KINDS[entry.kind])


def documents(entries: Iterable[Expected]) -> list[str]:
    return [document(entry) for entry in entries]
