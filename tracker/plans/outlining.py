"""An outline as text that people edit: numbered lines, tables with “|”, guidance after “>”; and its periods, shifted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from tracker.core.errors import Invalid
from tracker.core.i18n import _l
from tracker.core.text import clean
from tracker.outlines import pasting
from tracker.outlines.models import Outline
from tracker.outlines.pasting import Draft
from tracker.outlines.service import LINE
from tracker.outlines.tree import letter, nodes, number_of, roman
from tracker.reporting import periods

HINT = _l(
    "Mỗi mục một dòng, đánh số I, 1, a. Chỉ tiêu số liệu: chỉ tiêu | đơn vị | kỳ | phạm vi, ở dưới mục của nó; "
    "thành phần (trong đó) ở dưới dòng tổng, bắt đầu bằng dấu -. "
    "Hướng dẫn cho cơ quan bắt đầu bằng dấu >. Mục không bắt buộc ghi “(nếu có)” ở cuối."
)
MARKS = (lambda place: f"{roman(place)}.", lambda place: f"{place}.", lambda place: f"{letter(place - 1)})")
FAR = (27, 99, 23)
"""Beyond these places the number is left out: it would not be read as one."""
UNNUMBERED = ("", "1.", "-")


def read(text: str, *, name: str = "outline") -> list[Draft]:
    """The items meant; Invalid beside `name`, one sentence a wrong line. Nothing typed is no item."""
    if not text.strip():
        return []
    return pasting.read(text, name=name)


def written(drafts: Iterable[Draft]) -> str:
    """The text that `read` reads: drafts in order, numbered anew."""
    lines: list[str] = []
    places: list[int] = []
    for draft, may_skip in skipping(drafts):
        count_on(places, draft.level)
        optional = " (nếu có)" if may_skip else ""
        lines.append(f"{mark(draft.level, places[draft.level])} {' '.join(draft.text.split())}{optional}".strip())
        lines += [f"{pasting.GUIDE} {said}" for said in draft.guidance.splitlines() if said.strip()]
        lines += pasting.table_of([Row(figure) for figure in draft.figures]).splitlines()
    return clean("\n".join(lines))


def skipping(drafts: Iterable[Draft]) -> list[tuple[Draft, bool]]:
    """Each item, and whether an agency may leave it out: not required, and no mere heading over others."""
    listed = list(drafts)
    heads = [after.level > draft.level and not draft.figures for draft, after in pairwise(listed)]
    return [
        (draft, not draft.required and not is_head) for draft, is_head in zip(listed, [*heads, False], strict=False)
    ]


def mark(level: int, place: int) -> str:
    return MARKS[level](place) if place <= FAR[level] else UNNUMBERED[level]


@dataclass(frozen=True)
class Numbered:
    """An item as a page shows it, before it is in the database."""

    draft: Draft
    number: str
    may_skip: bool
    lines: list[str]


def numbered(drafts: Iterable[Draft]) -> list[Numbered]:
    """The items with their numbers I, 1, a, and the lines of their tables in words."""
    places: list[int] = []
    found = []
    for draft, may_skip in skipping(drafts):
        count_on(places, draft.level)
        lines = pasting.table_of([Row(figure) for figure in draft.figures]).splitlines()
        found.append(Numbered(draft, number_of(draft.level, places[draft.level] - 1), may_skip, lines))
    return found


def count_on(places: list[int], level: int) -> None:
    """One item more on this level; those below begin anew."""
    del places[level + 1 :]
    places += [0] * (level + 1 - len(places))
    places[level] += 1


class Row:
    """A line of a table by attribute, as `pasting.table_of` reads it."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.__dict__.update(facts)


def drafts_of(outline: Outline) -> list[Draft]:
    """A saved version as drafts, to begin anew in another delegation: nothing ties them to the old items."""
    return [
        Draft(
            text=node.item.text,
            level=node.level,
            required=node.item.required,
            guidance=node.item.guidance,
            figures=[{name: getattr(line, name) for name in LINE} for line in node.item.figures],
        )
        for node in nodes(outline.items)
    ]


def shifted(drafts: Sequence[Draft], years: int, *, name: str = "shift_years") -> list[Draft]:
    """The same items asking for the figures of `years` later (earlier when negative); Invalid beside `name` when a
    year would be out of range."""
    if years == 0:
        return list(drafts)
    try:
        return [replace(draft, figures=[later(line, years) for line in draft.figures]) for draft in drafts]
    except periods.BadPeriod as wrong:
        raise Invalid({name: [str(wrong.sentence)]}) from wrong


def later(line: dict[str, Any], years: int) -> dict[str, Any]:
    moved = {at: periods.year(str(line[at] + years)) for at in ("period_from", "period_to") if line.get(at) is not None}
    return {**line, **moved}


def has_years(drafts: Iterable[Draft]) -> bool:
    """Does any table ask for the figures of a year?"""
    return any(line.get("period_from") is not None for draft in drafts for line in draft.figures)
