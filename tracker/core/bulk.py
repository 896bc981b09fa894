"""Many rows at once: the values of a row as the driver takes them, and sending them in one go on either database."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Connection, Date

from tracker.core.models import ExactDecimal, UtcDateTime

ENCODER = json.JSONEncoder(ensure_ascii=False)
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


@contextmanager
def without_collecting() -> Iterator[None]:
    """Rows by the hundred thousand do not go round in circles, so looking for such garbage would only take time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
