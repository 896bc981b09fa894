"""Writing many rows: kept back by table, sent in batches, parents before children, all in one transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import count
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, func, select

from tracker.extensions import db
from tracker.search import ddl

BATCH = 20_000
Row = dict[str, Any]


class Writer:
    """Takes rows as dictionaries and gives out their ids."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
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
                self.shapes[table.name].send(rows)
                self.written[table.name] += len(rows)
        self.held = 0

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


class Shape:
    """One table: its columns in order, their defaults, and how each value is handed to the database."""

    def __init__(self, table: Table, connection: Connection) -> None:
        self.connection = connection
        self.columns = [column for column in table.columns if column.computed is None]
        names = [column.name for column in self.columns]
        self.values = itemgetter(*names)
        self.defaults = {column.name: default_of(column) for column in self.columns}
        quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
        self.is_sqlite = connection.dialect.name == "sqlite"
        places = ", ".join("?" for _ in names)
        self.insert = f"INSERT INTO {table.name} ({quoted}) VALUES ({places})"
        self.copy = f"COPY {table.name} ({quoted}) FROM STDIN"
        self.converters = [
            (place, convert)
            for place, column in enumerate(self.columns)
            if (convert := converter(column, connection)) is not None
        ]

    def send(self, rows: Iterable[Row]) -> None:
        ready = [self.converted(self.values(self.defaults | row)) for row in rows]
        if self.is_sqlite:
            self.connection.exec_driver_sql(self.insert, ready)
        else:
            self.copy_in(ready)

    def copy_in(self, rows: Iterable[list[Any]]) -> None:
        cursor = self.connection.connection.cursor()
        with cursor.copy(self.copy) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.close()

    def converted(self, values: tuple[Any, ...]) -> list[Any]:
        row = list(values)
        for place, convert in self.converters:
            if row[place] is not None:
                row[place] = convert(row[place])
        return row


def default_of(column: Any) -> Any:
    """The default that the models name, where it is a plain value."""
    default = column.default
    if default is None or not default.is_scalar:
        return [] if default is not None and default.is_callable and column.type.python_type is list else None
    return default.arg


def converter(column: Any, connection: Connection) -> Callable[[Any], Any] | None:
    """What SQLAlchemy itself would do with a value of this column."""
    found: Callable[[Any], Any] | None = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return found
