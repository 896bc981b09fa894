"""Writing many rows: kept back by table, sent in batches, parents before children, all in one transaction."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import count
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Connection, Date, Table, func, select

from tracker.core.models import ExactDecimal, UtcDateTime
from tracker.extensions import db
from tracker.search import ddl

BATCH = 20_000
CACHE_KIB = 256 * 1024
"""Room for the indexes of large tables, whose entries do not come in order."""
ENCODER = json.JSONEncoder(ensure_ascii=False)
Row = dict[str, Any]
Packed = tuple[Any, ...]


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


class Shape:
    """One table: its columns in order, their defaults, and how each value is handed to the database."""

    def __init__(self, table: Any, connection: Connection, names: tuple[str, ...] = ()) -> None:
        """All columns of the table, or those named."""
        self.table: str = table.name
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        columns = [table.c[name] for name in names] or list(table.c)
        names = tuple(column.name for column in columns)
        self.moment = utc if self.is_sqlite else as_it_is
        self.values = itemgetter(*names)
        self.defaults = {column.name: default_of(column) for column in columns}
        self.converters = [
            (place, convert)
            for place, column in enumerate(columns)
            if (convert := converter(column.type, is_sqlite=self.is_sqlite)) is not None
        ]
        quoted = ", ".join(connection.dialect.identifier_preparer.quote(name) for name in names)
        self.insert = f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join('?' for _ in names)})"
        self.copy = f"COPY {table.name} ({quoted}) FROM STDIN"

    def pack(self, row: Row) -> Packed:
        """The values in the order of the columns, as the driver takes them."""
        values = list(self.values(self.defaults | row))
        for place, convert in self.converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        return tuple(values)

    def send(self, rows: list[Packed]) -> None:
        if self.is_sqlite:
            self.connection.exec_driver_sql(self.insert, rows)
        else:
            self.copy_in(rows)

    def copy_in(self, rows: list[Packed]) -> None:
        cursor = self.connection.connection.cursor()
        with cursor.copy(self.copy) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.close()


def default_of(column: Any) -> Any:
    """The default that the models name: a plain value or an empty list. Moments must be said."""
    default = column.default
    if default is None or default.is_scalar:
        return default.arg if default is not None else None
    found = default.arg(None)
    return found if isinstance(found, list) else None


def converter(kind: Any, *, is_sqlite: bool) -> Callable[[Any], Any] | None:
    """What the column types themselves do with a value, without their detours."""
    if isinstance(kind, JSON):
        return encoded
    if isinstance(kind, ExactDecimal):
        return exact
    if isinstance(kind, UtcDateTime) and is_sqlite:
        return utc
    if isinstance(kind, Date) and is_sqlite:
        return date.isoformat
    return None


def encoded(facts: Any) -> str:
    """As JSON; what says one thing alone, such as a state, is said often."""
    if len(facts) == 1 and isinstance(facts, dict):
        name, value = next(iter(facts.items()))
        if isinstance(value, str):
            return encoded_alone(name, value)
    return ENCODER.encode(facts)


@lru_cache(maxsize=1000)
def encoded_alone(name: str, value: str) -> str:
    return ENCODER.encode({name: value})


def exact(value: Decimal) -> str:
    return format(value, "f")


def as_it_is(moment: datetime) -> Any:
    return moment


def utc(moment: datetime) -> Any:
    """Moments are drawn in UTC; the column keeps them without saying so."""
    return moment.isoformat(" ", "microseconds")[:26]
