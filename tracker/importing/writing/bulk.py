"""Many new records in the transaction at hand: ids taken together, rows sent by table, events with what follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select, text

from tracker.accounts.actor import Actor
from tracker.audit.models import AuditEvent
from tracker.audit.service import BOOKKEEPING, plain
from tracker.core.bulk import Packed, Row, Shape, default_of, with_room
from tracker.extensions import db
from tracker.history.replaying import Memory
from tracker.search import service as search

TABLES = (
    "delegation_document", "recommendation", "addressee", "assignment", "audit_event", "recommendation_span", "wording_span",
    "assignment_span", "import_key",
)  # fmt: skip
"""In the order in which they are written: what is named stands before what names it."""


class Bulk:
    """Keeps rows until `send`; gives out ids in order, so that what was added first has the lower one.

    While something is being sent nobody else may use the connection: see `begun`.
    """

    def __init__(self, actor: Actor, moment: datetime) -> None:
        db.session.flush()
        self.connection = db.session.connection()
        self.actor, self.moment = actor, moment
        self.tables = {name: db.metadata.tables[name] for name in TABLES}
        self.facts = {
            name: {column.name: column.nullable for column in table.c if column.name not in BOOKKEEPING}
            for name, table in self.tables.items()
        }
        """Table → what events tell of it, and whether it may be missing."""
        self.waiting: dict[str, list[Row]] = defaultdict(list)
        self.entries: list[Row] = []
        self.memory = Memory()
        self.sender = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bulk")
        self.sending: Future[None] | None = None
        self.blank_event = self.blank("audit_event") | {"at": moment, "actor_id": actor.id, "actor_name": actor.name}

    def ids(self, table: str, many: int) -> Iterator[int]:
        """So many new ids; nobody else is given them."""
        if not many:
            return iter(())
        if self.connection.dialect.name == "sqlite":
            # The write lock is held: nobody else adds rows before this transaction ends.
            first = (self.connection.scalar(select(func.max(self.tables[table].c.id))) or 0) + 1
            return iter(range(first, first + many))
        query = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :many)")
        return iter(sorted(self.connection.scalars(query, {"table": table, "many": many})))

    def blank(self, table: str) -> Row:
        """A row of which nothing has been said yet; what it lacks then is given by the database."""
        return {column.name: default_of(column) for column in self.tables[table].c if not column.primary_key}

    def add(self, table: str, row: Row) -> None:
        self.waiting[table].append(row)

    def told(self, table: str, row: Row, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """All that a new row holds, as `audit.facts_of` tells it of a record."""
        told = self.facts[table]
        return {
            name: plain(value)
            for name, value in row.items()
            if (value or (value == 0 and value is not False and told.get(name)))
            and name in told
            and name not in without
        }

    def event(self, **facts: Any) -> None:
        """One event, as `audit.record` writes it, and the spans that follow from it."""
        row = self.blank_event | facts
        self.add("audit_event", row)
        self.memory.hear(SimpleNamespace(**row))

    def settle(self) -> None:
        """All has been told of the records in hand."""
        self.memory.release()

    def index(self, entry: Row) -> None:
        self.entries.append(entry)

    def send(self) -> None:
        """Let what has been added since the last time be written, a table at a time, while more is told."""
        self.take_spans()
        packed = [self.packed(name, rows) for name in TABLES if (rows := self.waiting.pop(name, []))]
        entries, self.entries = self.entries, []
        self.wait()
        self.sending = self.sender.submit(self.write, packed, entries)

    def packed(self, name: str, rows: list[Row]) -> tuple[Shape, list[Packed]]:
        """Numbers that nobody has asked for are given by the database."""
        columns = [column.name for column in self.tables[name].c if column.name in rows[0] or not column.primary_key]
        shape = Shape(self.tables[name], self.connection, tuple(columns))
        return shape, [shape.pack(row) for row in rows]

    def write(self, packed: list[tuple[Shape, list[Packed]]], entries: list[Row]) -> None:
        for shape, rows in packed:
            shape.send(rows)
        if entries:
            search.index_many(self.connection, entries)

    def wait(self) -> None:
        """Until all that was sent is written; what went wrong there goes wrong here."""
        if self.sending is not None:
            self.sending.result()

    def take_spans(self) -> None:
        for name, rows in self.memory.told.items():
            self.waiting[name] += rows if name in self.tables else []
        self.memory.told = {}


@contextmanager
def begun(actor: Actor, moment: datetime) -> Iterator[Bulk]:
    """In the end all is written, or whatever was raised there or here is raised."""
    bulk = Bulk(actor, moment)
    with with_room(bulk.connection), bulk.sender:
        yield bulk
        bulk.send()
        bulk.wait()


def audit_ids(bulk: Bulk, many: int) -> Iterator[int]:
    return bulk.ids(str(AuditEvent.__tablename__), many)
