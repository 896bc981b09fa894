"""The workbook as it came back: each row with the text of its cells, and what the file was made from.

A cell becomes the text that `Standing.cells` gives for the same content, so that both can be compared: choices by name,
days dd/mm/yyyy, lines without empty ones. What cannot be read so stays as it was typed, and is told later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tracker.core.dates import BadDate, format_vi
from tracker.core.i18n import in_both
from tracker.core.text import clean
from tracker.importing import headings
from tracker.importing.checking.cells import read_choice, read_day
from tracker.importing.headings import Head
from tracker.importing.reading.book import Book, Page, is_filled, shown
from tracker.recommendations import milestones
from tracker.recommendations.models import ASSIGNMENT_ROLES, CLAIMS
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.task_sheets import columns, steps

MARK = "task-sheet"
"""The first cell of the sheet that holds what the file was made from."""
KEY = re.compile(r"NV-(\d{1,9})-(\d{1,9})-(\d{1,9})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Key:
    """`draft`: the version of the report that was being written; 0 for none."""

    task: int
    version: int
    draft: int

    @property
    def words(self) -> str:
        return f"NV-{self.task}-{self.version}-{self.draft}"


@dataclass
class Said:
    """One row. `number`: as Excel counts; `cells`: column → text, of the columns that the file has."""

    number: int
    typed_key: str
    key: Key | None
    cells: dict[str, str]
    base: dict[str, str] = field(default_factory=dict)
    """Column → what the file was made from; empty where the file no longer tells."""
    is_hidden: bool = False
    formulas: list[str] = field(default_factory=list)
    """The agency's columns in which Excel computes the value."""
    empty_formulas: list[str] = field(default_factory=list)
    """Of these, those that have no value."""


@dataclass(frozen=True)
class Words:
    """The names of choices, by what may stand in a cell for them, in both languages."""

    @cached_property
    def steps(self) -> Mapping[str, tuple[str, str]]:
        return steps.by_words()

    @cached_property
    def claims(self) -> Mapping[str, tuple[str, str]]:
        return {name: in_both(label) for name, label in CLAIMS.items()}

    @cached_property
    def states(self) -> Mapping[str, tuple[str, str]]:
        return {state.name: in_both(state.label) for state in ASSIGNMENT.states}

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, str]]:
        return {name: in_both(label) for name, label in ASSIGNMENT_ROLES.items()}

    def of(self, column: str) -> Mapping[str, tuple[str, str]] | None:
        by_column = {columns.STEP: "steps", "claim": "claims", columns.STANDING: "states", "part": "parts"}
        return getattr(self, by_column[column]) if column in by_column else None


def find(book: Book) -> tuple[Page, Head] | None:
    """The sheet whose headings are ours, with the key among them; the one with most of them, if there are several."""
    register = columns.register()
    found = [(page, head) for page in book.filled if (head := headings.find(page, register, {})) is not None]
    ours = [(page, head) for page, head in found if columns.KEY in head.known.values()]
    return max(ours, key=lambda pair: (not pair[0].is_hidden, len(pair[1].known)), default=None)


def rows(book: Book, page: Page, head: Head) -> list[Said]:
    """All that hold something, from top to bottom."""
    base, words = base_of(book), Words()
    places = {column: place for place, column in head.known.items() if column in columns.BY_NAME}
    return [
        said(page, number, places, base, words)
        for number in range(head.row + 1, len(page.lines))
        if any(is_filled(page.at(number, place)) for place in places.values())
    ]


def said(page: Page, row: int, places: Mapping[str, int], base: Mapping[Key, dict[str, str]], words: Words) -> Said:
    typed = clean(shown(page.at(row, places[columns.KEY])))
    key = key_of(typed)
    own = {name: places[name] for name in columns.AGENCYS if name in places}
    computed = [name for name, place in own.items() if (row, place) in page.formulas]
    return Said(
        number=row + 1,
        typed_key=typed[:60],
        key=key,
        cells={
            name: text_of(name, page.at(row, place), words) for name, place in places.items() if name != columns.KEY
        },
        base=dict(base.get(key, {})) if key else {},
        is_hidden=row in page.hidden,
        formulas=computed,
        empty_formulas=[name for name in computed if not is_filled(page.at(row, own[name]))],
    )


def key_of(typed: str) -> Key | None:
    found = KEY.fullmatch(typed.replace(" ", ""))
    return Key(*(int(part) for part in found.groups())) if found else None


def text_of(column: str, cell: Any, words: Words) -> str:
    text = clean(shown(cell))
    known = words.of(column)
    if known is not None:
        return (read_choice(text, known) if text else "") or text
    if column in columns.LINES:
        lines = [line for part in text.split("\n") if (line := " ".join(part.split()))]
        return "\n".join(map(milestone_of, lines) if column == "milestones" else lines)
    if column in ("due", "completed_on"):
        return day_of(cell) or text
    return percent_of(cell, text) if column == "percent" else text


def milestone_of(line: str) -> str:
    """As the product spells it; what is none stays as it was typed."""
    try:
        return milestones.spelled(milestones.read(line))
    except milestones.NotRead:
        return line


def day_of(cell: Any) -> str:
    try:
        found = read_day(cell)
    except BadDate:
        return ""
    return format_vi(found.day) if found else ""


def percent_of(cell: Any, text: str) -> str:
    """ "60%" is 60; so is 0.6, as Excel keeps what was typed as 60% into a cell that is no text."""
    if isinstance(cell, float) and 0 < cell < 1:
        hundredth = round(cell * 100, 6)
        return str(int(hundredth)) if hundredth.is_integer() else text
    return text.removesuffix("%").strip()


def base_of(book: Book) -> dict[Key, dict[str, str]]:
    """What the file was made from, by key: the sheet that the product has written and Excel does not show.

    Whoever changes it only changes how their own file is compared: what stands is shown beside it before it is accepted,
    and nothing is done that the person may not do.
    """
    page = next((page for page in book.pages if shown(page.at(0, 0)) == MARK), None)
    if page is None or len(page.lines) < 2:
        return {}
    names = [shown(cell) for cell in page.lines[1]]
    found = {}
    for line in page.lines[2:]:
        cells = {name: clean(shown(cell)) for name, cell in zip(names, line, strict=False) if name in columns.BY_NAME}
        cells |= {name: "" for name in columns.BY_NAME if name in names and name not in cells}
        if key := key_of(cells.pop(columns.KEY, "")):
            found[key] = cells
    return found
