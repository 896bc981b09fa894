"""What every register's rows have in common: texts, days, choices read by the columns' own rules, and how a row is known
again."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from tracker.core.dates import BadDate
from tracker.importing.checking import known
from tracker.importing.checking.cells import read_choice, read_day, read_tick
from tracker.importing.checking.findings import CHANGED, UNCHANGED, Checked
from tracker.importing.checking.known import Earlier
from tracker.importing.checking.table import RawRow, Table
from tracker.importing.reading.book import is_filled, shown
from tracker.importing.registers import Column

TOGETHER = 1_000
"""Rows that are looked at with the same few questions to the database."""


class Checker(Protocol):
    """How the rows of one kind of register are checked."""

    table: Table
    council_id: int

    def check(self, raw: RawRow, row: Checked) -> None:
        """Read one row; its key and content are told, and what is wrong with it. Also of a faulty row the key is told, where
        it says enough."""

    def compare(self, rows: list[Checked], before: Mapping[str, Earlier]) -> None:
        """Say which of these rows are known, and what may not be changed about them."""

    def told(self, row: Checked) -> dict[str, str]:
        """Column → what was understood of a good row, where its facts are no words; "" where another column says it."""


def read(checker: Checker) -> Iterator[list[Checked]]:
    """All rows of a table, each by itself, some at a time, in their order."""
    for raws in batches(checker.table.rows()):
        yield [look(checker, raw) for raw in raws]


def compared(checker: Checker, rows: Sequence[Checked]) -> Iterator[list[Checked]]:
    """The same rows, held against what the product has; after all have been held against each other."""
    refuse_twins(rows)
    for some in batches(rows):
        good = [row for row in some if row.is_good]
        before = known.earlier(checker.council_id, checker.table.register.name, (row.key for row in good))
        for row in good:
            if was := before.get(row.key):
                row.known_id = was.subject_id
                row.outcome = UNCHANGED if was.content == row.content else CHANGED
        checker.compare(good, before)
        yield some


T = TypeVar("T")


def batches(many: Iterable[T]) -> Iterator[list[T]]:
    some: list[T] = []
    for one in many:
        some.append(one)
        if len(some) == TOGETHER:
            yield some
            some = []
    if some:
        yield some


def look(checker: Checker, raw: RawRow) -> Checked:
    row = Checked(raw.number)
    for column in raw.empty_formulas:
        row.wrong(column, "no_value")
    read_plain(checker.table, raw, row)
    checker.check(raw, row)
    return row


def refuse_twins(rows: Iterable[Checked]) -> None:
    """Rows that are one by key or mark, faulty ones among them: only the office knows which is meant, so none comes in."""
    alike: dict[str, list[Checked]] = defaultdict(list)
    for row in rows:
        for mark in {row.key, *row.marks} - {""}:
            alike[mark].append(row)
    told: set[int] = set()
    for twins in alike.values():
        for place, row in enumerate(twins if len(twins) > 1 else ()):
            if row.number not in told:
                row.wrong("", "twice", row=twins[0 if place else 1].number)
                told.add(row.number)


def read_plain(table: Table, raw: RawRow, row: Checked) -> None:
    """Texts, days and ticks by their columns' own rules; days that are missing are None."""
    row.facts = dict(table.register.nothing)
    for column in table.register.columns:
        if column.name in raw.cells:
            row.facts[column.name] = read_one(table, column, raw, row)
        elif column.required:
            row.wrong(column.name, "missing", column=column.label)


def read_one(table: Table, column: Column, raw: RawRow, row: Checked) -> Any:
    cell = raw.cells[column.name]
    if column.kind == "date":
        return one_day(table, column, cell, row)
    if column.kind == "tick":
        return one_tick(column, cell, row)
    text = raw.text(column.name)
    if not text and column.required and column.name not in raw.empty_formulas:
        row.wrong(column.name, "missing", column=column.label)
    if len(text) > column.longest:
        row.wrong(column.name, "too_long", limit=column.longest)
    return text


def one_day(table: Table, column: Column, cell: Any, row: Checked) -> date | None:
    try:
        read = read_day(cell)
    except BadDate:
        row.wrong(column.name, "bad_date", value=shown(cell))
        return None
    table.met("serials", int(read is not None and read.was_serial))
    return read.day if read else None


def one_tick(column: Column, cell: Any, row: Checked) -> bool:
    try:
        return is_filled(cell) and read_tick(cell)
    except ValueError:
        row.wrong(column.name, "bad_tick", value=shown(cell))
        return False


def choose(row: Checked, column: Column, words: Mapping[str, Iterable[str]]) -> str | None:
    """The value of a choice; a fault where its words are not known."""
    text = row.facts[column.name]
    if not text:
        return None
    found = read_choice(text, words)
    if found is None:
        row.wrong(column.name, "unknown_choice", value=text, known="; ".join(column.choices))
    return found


ENCODER = json.JSONEncoder(ensure_ascii=False, default=str, sort_keys=True)


def digest(*said: Any) -> str:
    """SHA-256 of what is said, whatever its types."""
    return hashlib.sha256(ENCODER.encode(said).encode()).hexdigest()
