"""A file that has been read: its sheets, their rows, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from tracker.core.i18n import _l

Cell = str | int | float | bool | date | datetime | time | None
Line = list[Any]
MOST_ROWS = 50_000
AS_WORKBOOK = _l("Hãy chép dữ liệu sang một tệp Excel mới (.xlsx) rồi tải lên.")
Merge = tuple[tuple[int, int], tuple[int, int]]
"""(row, column) of the first cell and of the last, from 0."""


@dataclass
class Page:
    """One sheet. `lines`: all rows from the first, values as they came; rows and columns count from 0.

    `hidden`: rows that Excel hides; `formulas`: cells that are computed; `merges`: cells that are one.
    """

    name: str
    lines: list[Line]
    hidden: frozenset[int] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    merges: Sequence[Merge] = ()
    is_hidden: bool = False

    @property
    def width(self) -> int:
        return max((len(line) for line in self.lines), default=0)

    @property
    def is_empty(self) -> bool:
        return not any(is_filled(cell) for line in self.lines for cell in line)

    def merged(self) -> dict[tuple[int, int], Any]:
        """The cells that Excel leaves empty because they belong to one above them, with its value; down the first column."""
        found = {}
        for (top, left), (bottom, _right) in self.merges:
            value = self.at(top, left)
            for row in range(top + 1, bottom + 1):
                found[row, left] = value
        return found

    def at(self, row: int, column: int) -> Any:
        line = self.lines[row] if row < len(self.lines) else []
        return line[column] if column < len(line) else None


@dataclass
class Book:
    """`letters`: by which old encoding the texts were written, where they were brought over; `comma`: what parts the
    columns of a text file."""

    pages: list[Page]
    letters: str = ""
    comma: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def filled(self) -> list[Page]:
        """Sheets with something in them; those that Excel hides come last."""
        return sorted((page for page in self.pages if not page.is_empty), key=lambda page: page.is_hidden)

    def page(self, name: str) -> Page | None:
        return next((page for page in self.pages if page.name == name), None)


def is_filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def shown(cell: Any) -> str:
    """A value as text, as somebody would type it: 5, not 5.0; 15/06/2024."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    if isinstance(cell, datetime):
        return f"{cell:%H:%M %d/%m/%Y}"
    if isinstance(cell, date):
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return str(cell)
