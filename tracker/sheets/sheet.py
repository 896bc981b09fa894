"""A sheet: columns, and rows that are read while they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = str | int | Decimal | date | datetime | None
MOST = 50_000
"""Rows of a sheet. One that is longer is cut there, and its last line says so."""


@dataclass(frozen=True)
class Heading:
    """Among the rows: the words that stand above those of a group, across all columns of an Excel sheet."""

    words: str


@dataclass(frozen=True)
class Column:
    """`width`: in characters, as Excel counts them."""

    label: str
    value: Callable[[Any], Value]
    width: int = 16


@dataclass(frozen=True)
class Sheet:
    """`name`: of the file, without its ending; `notes`: what stands between the title and the table, a line each.

    `last`: the row below all others, asked for when they have been written; a value for each column.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    notes: Sequence[str] = ()
    last: Callable[[], Sequence[Value]] | None = None

    def lines(self) -> Iterator[list[Value]]:
        """The values of one row more than MOST at most: that there is one more says that the sheet was cut."""
        return (line for line in self.pieces() if not isinstance(line, Heading))

    def pieces(self) -> Iterator[list[Value] | Heading]:
        """The same with the headings of groups between them."""
        number = 0
        for row in self.rows:
            if isinstance(row, Heading):
                yield row
                continue
            if number > MOST:
                return
            number += 1
            yield [column.value(row) for column in self.columns]


def every(read: Callable[[int, int], Sequence[Any]], *, size: int = 500) -> Iterator[Any]:
    """All rows of a list that is read by pages: `read(page, size)` gives one row more than a page if there are more."""
    number, more = 1, True
    while more:
        rows = read(number, size)
        yield from rows[:size]
        number, more = number + 1, len(rows) > size
