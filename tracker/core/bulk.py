"""Many rows at once: the values of a row as the driver takes them, and sending them in one go on either database."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Connection, Date

from tracker.core.models import ExactDecimal, UtcDateTime

ENCODER = json.JSONEncoder(ensure_ascii=False)
MOST_TOGETHER = 1_000
Row = dict[str, Any]
Packed = tuple[Any, ...]


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
        self.insert = f"INSERT INTO {table.name} ({quoted}) VALUES "
        self.marks = f"({', '.join('?' for _ in names)})"
        self.copy = f"COPY {table.name} ({quoted}) FROM STDIN"

    def pack(self, row: Row) -> Packed:
        """The values in the order of the columns, as the driver takes them."""
        try:
            values = list(self.values(row))
        except KeyError:
            values = list(self.values(self.defaults | row))
        for place, convert in self.converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        return tuple(values)

    def send(self, rows: list[Packed]) -> None:
        """Many rows to a statement, while which is at work other threads of Python are too."""
        if not self.is_sqlite:
            self.copy_in(rows)
            return
        for some in portions(rows, min(MOST_TOGETHER, self.most_values // len(self.defaults))):
            statement = self.insert + ", ".join([self.marks] * len(some))
            self.connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)))

    @property
    def most_values(self) -> int:
        """So many values may a statement of SQLite bring."""
        driver: Any = self.connection.connection.driver_connection
        return int(driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER))

    def copy_in(self, rows: list[Packed]) -> None:
        cursor = self.connection.connection.cursor()
        with cursor.copy(self.copy) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.close()


def portions(rows: list[Packed], most: int) -> Iterator[list[Packed]]:
    """In order, of few sizes, so that few statements have to be made ready."""
    at = 0
    for size in (most, max(most // 10, 1)):
        while len(rows) - at >= size:
            yield rows[at : at + size]
            at += size
    if at < len(rows):
        yield rows[at:]


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


@lru_cache(maxsize=1000)
def utc(moment: datetime) -> Any:
    """Moments are drawn in UTC; the column keeps them without saying so."""
    return moment.isoformat(" ", "microseconds")[:26]


@contextmanager
def with_room(connection: Connection) -> Iterator[None]:
    """Room for the indexes of large tables, whose entries do not come in order."""
    if connection.dialect.name != "sqlite":
        yield
        return
    before = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size = {-ROOM_KIB}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = {before}")


ROOM_KIB = 128 * 1024


@contextmanager
def without_collecting() -> Iterator[None]:
    """Rows by the hundred thousand do not go round in circles, so looking for such garbage would only take time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
