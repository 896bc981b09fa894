"""An outline as offices have it, in Word: lines with their numbers, tables as cells between tabs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.text import clean, nfc
from tracker.outlines.models import DEEPEST
from tracker.reporting import periods

MARKS = (
    re.compile(r"(?:phần |mục )?[IVX]{1,5}[.)/:–-]\s+(.+)", re.IGNORECASE),
    re.compile(r"\d{1,2}(?:\.\d{1,2})?[.)/:]?\s+(.+)"),
    re.compile(r"(?:[a-zđ][.)]|[-–+•*])\s+(.+)", re.IGNORECASE),
)
"""What begins a line of level 0, 1, 2."""
OPTIONAL = re.compile(r"\s*\((?:không bắt buộc|nếu có)\)\s*[.;:]?\s*$", re.IGNORECASE)
MOST_LINES = 300
LONGEST = 4000
COLUMNS = 3
"""A line of a table: indicator, unit, period, and the scope if it has one."""


@dataclass
class Draft:
    """An item as it is typed, before it is in the database."""

    text: str
    level: int = 0
    required: bool = True
    guidance: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)


def read(text: str, *, name: str = "text") -> list[Draft]:
    """The items meant, in order, each with its level; Invalid beside `name`, one sentence a wrong line."""
    drafts: list[Draft] = []
    problems: list[str] = []
    lines = [(place, line) for place, line in enumerate(nfc(text).splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise Invalid({name: [_("Dán nhiều nhất %(most)s dòng một lần.", most=MOST_LINES)]})
    for place, line in lines:
        try:
            take(line, drafts)
        except ValueError as wrong:
            problems.append(_("Dòng %(place)s: %(wrong)s", place=place, wrong=str(wrong)))
    if not drafts and not problems:
        problems.append(_("Hãy dán đề cương, mỗi mục một dòng."))
    if problems:
        raise Invalid({name: problems})
    settle(drafts)
    return drafts


def take(line: str, drafts: list[Draft]) -> None:
    if "\t" in line.strip("\t"):
        if not drafts:
            raise ValueError(_("dòng bảng số liệu phải đứng dưới một mục."))
        if not is_heading(line):
            drafts[-1].figures.append(figure(line.strip("\n").split("\t")))
        return
    drafts.append(item(clean(line)))


def is_heading(line: str) -> bool:
    """The head of a table: "Chỉ tiêu", "Đơn vị tính", "Kỳ"."""
    first, _tab, rest = line.strip("\t ").partition("\t")
    return clean(first).lower() in ("chỉ tiêu", "tt", "stt") or "đơn vị tính" in clean(rest).lower()


def item(line: str) -> Draft:
    level, text = 0, line
    for depth, mark in enumerate(MARKS):
        if found := mark.fullmatch(line):
            level, text = depth, found[1]
            break
    required = OPTIONAL.search(text) is None
    text = clean(OPTIONAL.sub("", text))
    if len(text) > LONGEST:
        raise ValueError(_("dài quá %(most)s chữ.", most=LONGEST))
    if not text:
        raise ValueError(_("mục này không có chữ."))
    return Draft(text=text, level=level, required=required)


def figure(columns: list[str]) -> dict[str, Any]:
    """A line of a table: indicator, unit, period, scope. ValueError with the sentence that says what is wrong."""
    parts = [clean(part) for part in columns]
    while len(parts) > COLUMNS + 1 and parts[0].rstrip(".").isdigit():
        del parts[0]
    if not COLUMNS <= len(parts) <= COLUMNS + 1:
        raise ValueError(
            _("cần 3 hoặc 4 cột: chỉ tiêu, đơn vị, kỳ, phạm vi; dòng này có %(count)s cột.", count=len(parts))
        )
    indicator, unit, when = parts[:3]
    if not indicator or not unit:
        raise ValueError(_("thiếu chỉ tiêu hoặc đơn vị."))
    try:
        period, each = periods.parse(when)
    except periods.BadPeriod as wrong:
        raise ValueError(_("kỳ “%(typed)s” chưa đúng. %(wrong)s", typed=when, wrong=wrong.sentence)) from wrong
    if len(periods.cells(period, each)) > periods.MOST_CELLS:
        raise ValueError(_("kỳ này dài quá: nhiều nhất %(most)s ô.", most=periods.MOST_CELLS))
    return {
        "indicator": indicator[:500],
        "unit": unit[:60],
        **period.facts,
        "each": each,
        "scope": (parts[3] if len(parts) > COLUMNS else "")[:300],
    }


def settle(drafts: list[Draft]) -> None:
    """Levels follow each other without a gap, beginning at the top; a heading over other items need not be answered."""
    used = sorted({draft.level for draft in drafts})
    depth_of = {level: depth for depth, level in enumerate(used)}
    deepest = -1
    for draft in drafts:
        draft.level = min(depth_of[draft.level], deepest + 1, DEEPEST - 1)
        deepest = draft.level
    for draft, after in pairwise(drafts):
        if after.level > draft.level and not draft.figures:
            draft.required = False


def table_of(figures: list[Any]) -> str:
    """The table of an item as it stands in its box: one line a figure, cells between " | "."""
    lines = []
    for line in figures:
        facts = {name: getattr(line, name) for name in ("period_kind", "period_from", "period_to", "quarter", "each")}
        cells = [line.indicator, line.unit, periods.typed(facts), line.scope]
        lines.append(" | ".join(cells).rstrip(" |"))
    return "\n".join(lines)


def table(text: str, *, name: str = "table") -> list[dict[str, Any]]:
    """The lines of a table typed with | or pasted with tabs; Invalid beside `name`, one sentence a wrong line."""
    found: list[dict[str, Any]] = []
    problems: list[str] = []
    for place, line in enumerate(nfc(text).splitlines(), start=1):
        if not line.strip() or is_heading(line.replace("|", "\t")):
            continue
        try:
            found.append(figure(line.split("\t") if "\t" in line.strip("\t") else line.split("|")))
        except ValueError as wrong:
            problems.append(_("Dòng %(place)s: %(wrong)s", place=place, wrong=str(wrong)))
    if problems:
        raise Invalid({name: problems})
    return found
