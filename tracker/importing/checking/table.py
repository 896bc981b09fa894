"""The rows of a register within a sheet: below the head, without totals at the end, with what merged cells and lines that
head a group say of those below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from tracker.core.text import clean, fold
from tracker.importing.models import ImportRun
from tracker.importing.reading.book import Page, is_filled, shown
from tracker.importing.registers import IGNORED, NOTE, Register

TOTALS = ("tong", "cong", "ty le", "ti le", "toan bo")
RUNNING = re.compile(r"[ivxlc]+|[a-zđ]", re.IGNORECASE)
"""The number of a group: I, II, A, b."""
BROAD = 3
"""A cell that spans so many columns heads a group."""


cleaned = lru_cache(maxsize=5_000)(clean)
"""Names and numbers of documents come again and again."""


@dataclass
class RawRow:
    """`number`: as Excel counts. `cells`: column → value as it came; `texts` cleaned."""

    number: int
    cells: dict[str, Any]
    notes: list[tuple[str, str]] = field(default_factory=list)
    empty_formulas: list[str] = field(default_factory=list)
    group: str = ""

    def text(self, column: str) -> str:
        """As it is kept: NFC, no unseen signs."""
        value = self.cells.get(column)
        return "" if value is None else cleaned(shown(value))


@dataclass
class Table:
    """`remarks`: how often something was met, by name of the remark; `staying`: (column, or "" and a heading) that this file
    lacks and records that are there hold something of."""

    page: Page
    register: Register
    head_row: int
    columns: dict[int, str]
    with_hidden: bool
    remarks: dict[str, int] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    staying: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, run: ImportRun, page: Page, register: Register) -> Table:
        columns = {int(place): column for place, column in run.columns.items()}
        head = (run.head_row or 1) - 1
        merged = page.merged()
        headings = {place: clean(shown(page.at(head, place) or merged.get((head, place)))) for place in columns}
        return cls(page, register, head, columns, run.with_hidden, headings=headings)

    @cached_property
    def places(self) -> dict[str, int]:
        return {column: place for place, column in self.columns.items() if column not in (IGNORED, NOTE)}

    @cached_property
    def taken(self) -> set[str]:
        """The headings of all columns that are not left out."""
        return {self.headings.get(place, "") for place, column in self.columns.items() if column != IGNORED}

    def has(self, *columns: str) -> bool:
        """Does the file have one of these columns?"""
        return any(column in self.places for column in columns)

    def stays(self, column: str, heading: str = "") -> None:
        """The file has no such column, and a record that is there keeps what it holds of it."""
        self.staying.add((column, heading))

    def met(self, name: str, many: int = 1) -> None:
        if many:
            self.remarks[name] = self.remarks.get(name, 0) + many

    @property
    def last(self) -> int:
        """The row after the last one of the table."""
        row = len(self.page.lines)
        while row > self.head_row + 1 and self.is_beyond(row - 1):
            row -= 1
        return row

    @property
    def many(self) -> int:
        """How many rows there are between the head and the totals, without the empty ones."""
        return sum(any(map(is_filled, line)) for line in self.page.lines[self.head_row + 1 : self.last])

    def is_beyond(self, row: int) -> bool:
        """Is it empty, or does it count what stands above?"""
        texts = [fold(shown(cell)) for cell in self.page.lines[row] if is_filled(cell)]
        needed = [
            place
            for column in self.register.columns
            if column.required
            for place in [self.places.get(column.name)]
            if place is not None
        ]
        filled = [place for place in needed if is_filled(self.page.at(row, place))]
        first = texts[0] if texts else ""
        return not texts or (len(filled) < len(needed) and first.startswith(TOTALS))

    def rows(self) -> Iterator[RawRow]:
        """All rows that are to be taken in; what is left out is counted among the remarks."""
        merged, broad = self.page.merged(), self.broad_cells()
        last, group = self.last, ""
        self.met("totals", len(self.page.lines) - last)
        for row in range(self.head_row + 1, last):
            filled = [place for place, cell in enumerate(self.page.lines[row]) if is_filled(cell)]
            if not filled and not any((row, place) in merged for place in self.columns):
                continue
            if row in self.page.hidden:
                self.met("hidden_taken" if self.with_hidden else "hidden_left")
                if not self.with_hidden:
                    continue
            if words := self.heads_group(row, filled, broad):
                group = words
                self.met("groups")
                continue
            yield self.raw(row, merged, group)

    def broad_cells(self) -> set[int]:
        """Rows that one cell spans."""
        return {first[0] for first, last in self.page.merges if first[0] == last[0] and last[1] - first[1] + 1 >= BROAD}

    def heads_group(self, row: int, places: list[int], broad: set[int]) -> str:
        """The words of a line that heads those below: one broad cell, or a Roman number and nothing but a title. `places`:
        the cells in which something stands."""
        if not 0 < len(places) <= 2:
            return ""
        words = [clean(shown(self.page.at(row, place))) for place in places]
        if row in broad:
            return words[-1]
        is_numbered = self.columns.get(places[0], IGNORED) == IGNORED and RUNNING.fullmatch(words[0].strip(" .)"))
        return words[1] if len(words) == 2 and is_numbered else ""

    def raw(self, row: int, merged: dict[tuple[int, int], Any], group: str) -> RawRow:
        found = RawRow(row + 1, {}, group=group)
        line, formulas = self.page.lines[row], self.page.formulas
        for place, column in self.columns.items():
            if column == IGNORED:
                continue
            value = line[place] if place < len(line) else None
            if value is None and (row, place) in merged:
                value = merged[row, place]
                self.met("merged", int(value is not None))
            if (row, place) in formulas:
                self.met("formulas")
                if not is_filled(value):
                    found.empty_formulas.append(column)
            if column == NOTE:
                if words := clean(shown(value)):
                    found.notes.append((self.headings.get(place, ""), words))
                continue
            found.cells[column] = value
        return found
