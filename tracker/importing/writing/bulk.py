"""Many new records in the transaction at hand: ids taken together, rows sent by table, events with what follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import func, select, text

from tracker.accounts.actor import Actor
from tracker.audit.models import AuditEvent
from tracker.audit.service import BOOKKEEPING, plain
from tracker.core.bulk import Row, Shape
from tracker.extensions import db
from tracker.history.replaying import Memory
from tracker.search import service as search

TABLES = (
    "delegation_document", "recommendation", "addressee", "assignment", "audit_event", "recommendation_span", "wording_span",
    "assignment_span", "import_key",
)  # fmt: skip
"""In the order in which they are written: what is named stands before what names it."""


class Bulk:
    """Keeps rows until `send`; gives out ids in order, so that what was added first has the lower one."""

    def __init__(self, actor: Actor, moment: datetime) -> None:
        db.session.flush()
        self.connection = db.session.connection()
        self.actor, self.moment = actor, moment
        self.tables = {name: db.metadata.tables[name] for name in TABLES}
        self.facts = {
            name: [column.name for column in table.c if column.name not in BOOKKEEPING]
            for name, table in self.tables.items()
        }
        self.nullable = {
            name: {column.name for column in table.c if column.nullable} for name, table in self.tables.items()
        }
        self.waiting: dict[str, list[Row]] = defaultdict(list)
        self.entries: list[Row] = []
        self.memory = Memory()

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

    def add(self, table: str, row: Row) -> None:
        self.waiting[table].append(row)

    def told(self, table: str, row: Row, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """All that a new row holds, as `audit.facts_of` tells it of a record."""
        facts = {}
        for name in self.facts[table]:
            value = row.get(name)
            if (value or (value == 0 and value is not False and name in self.nullable[table])) and name not in without:
                facts[name] = plain(value)
        return facts

    def event(self, **facts: Any) -> None:
        """One event, as `audit.record` writes it, and the spans that follow from it."""
        row = {
            "at": self.moment,
            "actor_id": self.actor.id,
            "actor_name": self.actor.name,
            "before": None,
            "agency_id": None,
            "prev_hash": None,
            "hash": None,
            **facts,
        }
        self.add("audit_event", row)
        self.memory.hear(SimpleNamespace(**row))

    def settle(self) -> None:
        """All has been told of the records in hand."""
        self.memory.release()

    def index(self, entry: Row) -> None:
        self.entries.append(entry)

    def send(self) -> None:
        """Write what has been added since the last time, a table at a time."""
        self.take_spans()
        for name in TABLES:
            if rows := self.waiting.pop(name, []):
                # Numbers that nobody has asked for are given by the database.
                columns = [
                    column.name for column in self.tables[name].c if column.name in rows[0] or not column.primary_key
                ]
                shape = Shape(self.tables[name], self.connection, tuple(columns))
                shape.send([shape.pack(row) for row in rows])
        if self.entries:
            search.index_many(self.entries)
            self.entries = []

    def take_spans(self) -> None:
        for name, rows in self.memory.told.items():
            self.waiting[name] += rows if name in self.tables else []
        self.memory.told = {}


def audit_ids(bulk: Bulk, many: int) -> Iterator[int]:
    return bulk.ids(str(AuditEvent.__tablename__), many)
