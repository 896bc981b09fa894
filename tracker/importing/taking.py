"""The two long works: looking at every row of a file, and taking the good ones in. Each may be ended anywhere and begun
anew; all that is written is written in one transaction at the end, so that nothing or everything is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from tracker.accounts import people
from tracker.accounts.models import User
from tracker.attachments import storage
from tracker.core import clock
from tracker.core.bulk import without_collecting
from tracker.core.database import read_only
from tracker.core.text import fold
from tracker.extensions import db
from tracker.importing import error_book, progress, registers
from tracker.importing.checking import differences
from tracker.importing.checking import rows as row_checks
from tracker.importing.checking.agencies import AgencyChecker
from tracker.importing.checking.delegations import DelegationChecker
from tracker.importing.checking.findings import CHANGED, NEW, UNCHANGED, Checked
from tracker.importing.checking.people import PeopleChecker
from tracker.importing.checking.recommendations import RecommendationChecker
from tracker.importing.checking.rows import Checker
from tracker.importing.checking.table import Table
from tracker.importing.models import ImportRun
from tracker.importing.reading import opening
from tracker.importing.reading.book import Book, Page, shown
from tracker.importing.writing import changes, recommendations, singly
from tracker.jobs.worker import Hopeless
from tracker.workflow import engine

MOST_TOLD = 200
"""Rows whose faults are shown on the page; all of them stand in the error workbook."""
MOST_SHOWN = 10
"""New rows, and changed ones, that are shown as they will be."""
LONGEST_SHOWN = 200
"""Signs of a cell that are shown there."""
LOOKING = 30
"""Percent of taking rows in that looking at them once more takes."""


@dataclass
class Looked:
    """All that was found in a file."""

    book: Book
    page: Page
    table: Table
    rows: list[Checked] = field(default_factory=list)
    first: list[dict[str, Any]] = field(default_factory=list)
    """Those that the preview shows."""

    def many(self, outcome: str) -> int:
        return sum(row.is_good and row.outcome == outcome for row in self.rows)

    @property
    def bad(self) -> list[Checked]:
        return [row for row in self.rows if not row.is_good]


def checker_of(run: ImportRun, table: Table) -> Checker:
    if run.register == "recommendations":
        return RecommendationChecker(table, run.council_id, run.delegation_id)
    made: dict[str, Callable[[Table, int], Checker]] = {
        "agencies": AgencyChecker,
        "delegations": DelegationChecker,
        "people": PeopleChecker,
    }
    return made[run.register](table, run.council_id)


def book_of(run: ImportRun) -> Book:
    return opening.opened(storage.current().path(run.sha256), run.file_name)


def look(run: ImportRun, looked: Looked, *, to_write: bool = False) -> Iterator[int]:
    """Check every row; yields how many percent have been looked at. Writes nothing; what the rows say is kept only where
    it is to be written."""
    checker = checker_of(run, looked.table)
    whole = max(1, len(looked.page.lines))
    for some in row_checks.read(checker):
        looked.rows += some
        yield min(90, some[-1].number * 90 // whole)
    for some in row_checks.compared(checker, looked.rows):
        for outcome in (NEW, CHANGED):
            room = MOST_SHOWN - sum(told["outcome"] == outcome for told in looked.first)
            of_these = (row for row in some if row.is_good and row.outcome == outcome)
            looked.first += first_of(list(islice(of_these, room)), checker)
        for row in some:
            if not (to_write and row.is_good):
                row.facts = {}
        yield min(99, 90 + some[-1].number * 10 // whole)


def opened(run: ImportRun) -> Looked:
    book = book_of(run)
    page = book.page(run.sheet)
    if page is None:
        raise Hopeless(run.sheet)
    return Looked(book, page, Table.of(run, page, registers.KNOWN[run.register]))


# --- the check --------------------------------------------------------------------------------------------------------


def check(run_id: int) -> Iterator[None]:
    """The work of a job: what was found is told in the end. Of a run that was cancelled meanwhile nothing is told."""
    run = get(run_id)
    if not engine.may_follow(run, "tell"):
        return
    progress.begin(run_id)
    with read_only(), without_collecting():
        looked = opened(run)
        for percent in look(run, looked):
            db.session.rollback()
            progress.note(run_id, percent)
            yield
            run = get(run_id)
    db.session.rollback()
    run = get(run_id)
    if not engine.may_follow(run, "tell"):
        return
    tell(run, looked)
    engine.follow(run, "tell", actor_of(run.created_by_id))


def tell(run: ImportRun, looked: Looked) -> None:
    run.rows, run.bad = len(looked.rows), len(looked.bad)
    run.made, run.changed, run.unchanged = (looked.many(outcome) for outcome in (NEW, CHANGED, UNCHANGED))
    run.checked_at = clock.now()
    run.found = {
        "problems": [
            {"row": row.number, "problems": [problem.kept() for problem in row.problems]}
            for row in looked.bad[:MOST_TOLD]
        ],
        "remarks": remarks(looked),
        "first": sorted(looked.first, key=lambda told: int(told["row"])),
    }
    run.errors_id = error_book.keep(run, looked.book, looked.page, looked.rows).id if looked.bad else None


def remarks(looked: Looked) -> list[dict[str, Any]]:
    letters = [{"name": "letters", "values": {"value": looked.book.letters}}] if looked.book.letters else []
    counted = [{"name": name, "values": {"many": many}} for name, many in looked.table.remarks.items()]
    table = looked.table
    kept = [
        {"name": "notes" if column == registers.NOTE else "left_out", "values": {"column": table.headings[place]}}
        for place, column in sorted(table.columns.items())
        if column == registers.NOTE or (column == registers.IGNORED and is_ours(table, place))
    ]
    return letters + counted + kept + staying(table)


def staying(table: Table) -> list[dict[str, Any]]:
    """In the order of the register's columns, the register's own headings last."""
    places = {column: place for place, column in enumerate(table.register.by_name)}
    found = sorted(table.staying, key=lambda one: (places.get(one[0], len(places)), one[1]))
    return [{"name": "staying", "values": {"columns": [list(one) for one in found]}}] if found else []


def is_ours(table: Table, place: int) -> bool:
    """Was the column left out by choice, not because it is a running number?"""
    return fold(table.headings[place]) not in table.register.headings


def first_of(rows: list[Checked], checker: Checker) -> list[dict[str, Any]]:
    """Rows as the preview shows them: number, what becomes of it, by column what was understood of it, and what it changes
    of the record that is there."""
    told = {row.number: told_of(row, checker) for row in rows}
    changed = differences.of(checker.table.register.name, [row for row in rows if row.outcome == CHANGED], told)
    return [
        {
            "row": row.number,
            "outcome": row.outcome,
            "cells": {name: text[:LONGEST_SHOWN] for name, text in told[row.number].items() if text},
            "changes": changed.get(row.number, []),
        }
        for row in rows
    ]


def told_of(row: Checked, checker: Checker) -> dict[str, str]:
    told = checker.told(row)
    return {name: told.get(name, in_words(row.facts[name])) for name in checker.table.register.by_name}


def in_words(fact: Any) -> str:
    """Days as dd/mm/yyyy, a list with semicolons."""
    return "; ".join(fact) if isinstance(fact, list) else shown(fact)


# --- taking in --------------------------------------------------------------------------------------------------------


def take_in(run_id: int) -> Iterator[None]:
    """The work of a job: the rows are looked at once more, as things are now, and written in one transaction."""
    run = get(run_id)
    if not engine.may_follow(run, "finish"):
        return
    progress.begin(run_id)
    with read_only(), without_collecting():
        looked = opened(run)
        for percent in look(run, looked, to_write=True):
            db.session.rollback()
            progress.note(run_id, percent * LOOKING // 100)
            yield
            run = get(run_id)
    db.session.rollback()
    run = get(run_id)
    if not engine.may_follow(run, "finish"):
        return
    actor = actor_of(run.confirmed_by_id)
    if run.mode == "all" and looked.bad:
        tell(run, looked)
        engine.follow(run, "stop", actor)
        return
    with without_collecting():
        write(run, looked, actor)
    engine.follow(run, "finish", actor)


def write(run: ImportRun, looked: Looked, actor: Any) -> None:
    good = [row for row in looked.rows if row.is_good]
    new = [row for row in good if row.outcome == NEW]
    changed = [row for row in good if row.outcome == CHANGED]
    run.rows, run.bad, run.made, run.changed = len(looked.rows), len(looked.bad), len(new), len(changed)
    run.unchanged = len(good) - len(new) - len(changed)
    told = progress.Stretch(run.id, LOOKING, 99)
    if run.register != "recommendations":
        singly.write(run, new + changed, actor, told)
        return
    told_new, told_changed = told.parted(len(new), len(changed))
    if new:
        recommendations.write(run, new, actor, told_new)
    changes.write(run, changed, actor, told_changed)


def get(run_id: int) -> ImportRun:
    run = db.session.get(ImportRun, run_id, populate_existing=True)
    if run is None:
        raise Hopeless(str(run_id))
    return run


def actor_of(user_id: int | None) -> Any:
    user = db.session.get(User, user_id)
    if user is None:
        return engine.SYSTEM
    return people.actor_of(user)
