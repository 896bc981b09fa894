"""An outline as offices have it, in Word: lines with their numbers, tables as cells between tabs or bars, guidance for
agencies after “>”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.text import clean, nfc
from tracker.outlines.models import DEEPEST
from tracker.outlines.parts import depth_of, marked, put_under
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
BAR = "|"
GUIDE = ">"
"""What begins a line of guidance on the item above it."""
RULE = re.compile(r"[\s|:–—-]*-[\s|:–—-]*")
"""The line |---|---| under the head of a table; it says nothing."""
ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})*\.?")
"""The number of a row of a table, in a column of its own."""


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
    if line.strip().startswith(GUIDE):
        guide(clean(line).lstrip(GUIDE).strip(), drafts)
        return
    if not is_table(line):
        drafts.append(item(clean(line)))
        return
    if not drafts:
        raise ValueError(_("dòng bảng số liệu phải đứng dưới một mục."))
    cells = cells_of(line)
    if not is_heading(cells):
        put_under(drafts[-1].figures, figure(cells))


def guide(said: str, drafts: list[Draft]) -> None:
    """A line of guidance on the last item."""
    if not drafts:
        raise ValueError(_("dòng hướng dẫn (>) phải đứng dưới một mục."))
    drafts[-1].guidance = "\n".join(part for part in (drafts[-1].guidance, said) if part)
    if len(drafts[-1].guidance) > LONGEST:
        raise ValueError(_("dài quá %(most)s chữ.", most=LONGEST))


def is_table(line: str) -> bool:
    """Cells between tabs or bars. A numbered line that happens to hold a bar is an item; one after a dash is a part."""
    if "\t" in line.strip("\t"):
        return True
    if BAR not in line:
        return False
    first = clean(line.strip().strip(BAR).partition(BAR)[0])
    numbered = any(mark.fullmatch(clean(line)) for mark in MARKS) and not depth_of(first)[0]
    return not numbered or bool(ROW_NUMBER.fullmatch(first))


def cells_of(line: str) -> list[str]:
    """The cells of a line; the bars at its ends belong to none."""
    if "\t" in line.strip("\t"):
        return line.strip("\n").split("\t")
    return line.strip().removeprefix(BAR).removesuffix(BAR).split(BAR)


def is_heading(cells: list[str]) -> bool:
    """The head of a table ("Chỉ tiêu", "Đơn vị tính", "Kỳ"), or the rule under it."""
    if RULE.fullmatch("".join(cells)):
        return True
    first, *rest = [clean(cell).lower() for cell in cells if clean(cell)] or [""]
    return first in ("chỉ tiêu", "tt", "stt") or any(
        cell in ("đơn vị tính", "đvt", "kỳ", "kỳ báo cáo") for cell in rest
    )


def unnumbered(line: str) -> tuple[int, str]:
    """The level that the number of a line says, and the line without it."""
    for level, mark in enumerate(MARKS):
        if found := mark.fullmatch(line):
            return level, found[1]
    return 0, line


def item(line: str) -> Draft:
    level, text = unnumbered(line)
    required = OPTIONAL.search(text) is None
    text = clean(OPTIONAL.sub("", text))
    if len(text) > LONGEST:
        raise ValueError(_("dài quá %(most)s chữ.", most=LONGEST))
    if not text:
        raise ValueError(_("mục này không có chữ."))
    return Draft(text=text, level=level, required=required)


def figure(columns: list[str]) -> dict[str, Any]:
    """A line of a table: indicator, unit, period, scope. A mark before the indicator says that it is a part of a line
    above. ValueError with the sentence that says what is wrong."""
    parts = [clean(part) for part in columns]
    if len(parts) > COLUMNS and ROW_NUMBER.fullmatch(parts[0]):
        del parts[0]
    if not COLUMNS <= len(parts) <= COLUMNS + 1:
        raise ValueError(
            _("cần 3 hoặc 4 cột: chỉ tiêu, đơn vị, kỳ, phạm vi; dòng này có %(count)s cột.", count=len(parts))
        )
    (depth, indicator), unit, when = depth_of(parts[0]), *parts[1:3]
    if depth and not indicator:
        raise ValueError(
            _("“%(typed)s” không phải một chỉ tiêu. Hãy ghi dấu - trước từng chỉ tiêu thành phần.", typed=parts[0])
        )
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
        "depth": depth,
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
        cells = [marked(line.indicator, line.depth), line.unit, periods.typed(facts), line.scope]
        lines.append(" | ".join(cells).rstrip(" |"))
    return "\n".join(lines)


def table(text: str, *, name: str = "table") -> list[dict[str, Any]]:
    """The lines of a table typed with | or pasted with tabs; Invalid beside `name`, one sentence a wrong line."""
    found: list[dict[str, Any]] = []
    problems: list[str] = []
    for place, line in enumerate(nfc(text).splitlines(), start=1):
        cells = cells_of(line)
        if not line.strip() or is_heading(cells):
            continue
        try:
            put_under(found, figure(cells))
        except ValueError as wrong:
            problems.append(_("Dòng %(place)s: %(wrong)s", place=place, wrong=str(wrong)))
    if problems:
        raise Invalid({name: problems})
    return found
