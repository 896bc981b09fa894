"""Writing many rows: kept back by table, sent in batches, parents before children, all in one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import count
from typing import Any

from sqlalchemy import Connection, Table, func, select

from tracker.core.bulk import Packed, Row, Shape
from tracker.extensions import db
from tracker.search import ddl

BATCH = 20_000
CACHE_KIB = 256 * 1024
"""Room for the indexes of large tables, whose entries do not come in order."""


class Writer:
    """Takes rows as dictionaries and gives out their ids."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA cache_size = {-CACHE_KIB}")
        self.order: list[Table] = list(db.metadata.sorted_tables)
        self.shapes = {table.name: Shape(table, connection) for table in self.order}
        self.waiting: dict[str, list[Row]] = defaultdict(list)
        self.ids: dict[str, count[int]] = defaultdict(lambda: count(1))
        self.written: Counter[str] = Counter()
        self.held = 0

    def take(self, table: str) -> int:
        """The id of a row that is added later, once its story has been told to the end."""
        return next(self.ids[table])

    def add(self, table: str, **row: Any) -> int:
        """Keep a row until the next batch; what is not said has its column's default. Returns its id."""
        id: int = row.get("id") or self.take(table)
        row["id"] = id
        self.waiting[table].append(row)
        self.held += 1
        return id

    def hold(self, table: str, row: Row) -> Row:
        """Keep a row whose last facts are put into it before the batch is sent; returns the very row, with its id."""
        row["id"] = self.take(table)
        self.waiting[table].append(row)
        self.held += 1
        return row

    def settle(self) -> None:
        """Send a batch when enough has come together; call it where all that belongs together has been added."""
        if self.held >= BATCH:
            self.flush()

    def flush(self) -> None:
        for table in self.order:
            rows = self.waiting.pop(table.name, None)
            if rows:
                shape = self.shapes[table.name]
                self.send(shape, [shape.pack(row) for row in rows])
        self.held = 0

    def send(self, shape: Shape, rows: list[Packed]) -> None:
        """Send packed rows at once."""
        shape.send(rows)
        self.written[shape.table] += len(rows)

    def finish(self) -> None:
        """Send what is left, and let the databases count on after the ids given out here."""
        self.flush()
        ddl.rebuild(self.connection)
        if self.connection.dialect.name == "postgresql":
            for table in self.order:
                if "id" in table.c and self.written[table.name]:
                    sequence = func.pg_get_serial_sequence(table.name, "id")
                    self.connection.execute(
                        select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery()))
                    )
