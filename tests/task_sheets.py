"""An agency's workbook as its officer has it: downloaded, opened, filled in, saved, brought back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from tests.cast import Cast
from tracker.accounts.actor import Actor
from tracker.organizations.models import Agency
from tracker.task_sheets import book, columns, queries, service
from tracker.task_sheets.book import HEAD
from tracker.task_sheets.difference import Difference, compared
from tracker.task_sheets.models import TaskSheet

FIRST = HEAD + 2
"""The first row of tasks, as Excel counts."""
PLACE = {column.name: number for number, column in enumerate(columns.COLUMNS, 1)}
Cells = dict[str, Any]


def downloaded(people: Cast, by: str = "officer_a", key: str = "a") -> bytes:
    target = io.BytesIO()
    book.write(people.agencies[key], people.actor(by), target)
    return target.getvalue()


def opened(content: bytes) -> Any:
    """The visible sheet."""
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def filled(content: bytes, *rows: Cells, also: Callable[[Any], None] | None = None) -> bytes:
    """The same workbook with these cells written, row by row from the first; `also` changes the whole as it likes."""
    whole = openpyxl.load_workbook(io.BytesIO(content))
    page = whole.worksheets[0]
    for number, cells in enumerate(rows, FIRST):
        for name, value in cells.items():
            page.cell(number, PLACE[name]).value = value
    if also is not None:
        also(whole)
    target = io.BytesIO()
    whole.save(target)
    return target.getvalue()


def brought(people: Cast, content: bytes, by: str = "officer_a", key: str = "a", name: str = "viec.xlsx") -> TaskSheet:
    return service.upload(io.BytesIO(content), name, people.actor(by), agency=people.agencies[key])


def looked_at(sheet: TaskSheet, actor: Actor) -> list[Difference]:
    return compared(queries.rows(sheet, size=100), sheet.agency_id, actor)


def agency(people: Cast, key: str = "a") -> Agency:
    return people.agencies[key]
