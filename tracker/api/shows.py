"""What a representation shows: one row a field, with its type and who may see it. OpenAPI reads the same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from operator import attrgetter
from typing import Any

from sqlalchemy import JSON, inspect

from tracker.accounts.actor import Actor
from tracker.core.i18n import Words
from tracker.core.models import ExactDecimal, UtcDateTime

Schema = dict[str, Any]

TYPES: dict[str, Schema] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "moment": {"type": "string", "format": "date-time"},
    "decimal": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "description": "Digit for digit"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "ids": {"type": "array", "items": {"type": "integer"}},
    "object": {"type": "object"},
    "objects": {"type": "array", "items": {"type": "object"}},
}
BY_PYTHON: dict[type, str] = {
    str: "text",
    int: "integer",
    bool: "boolean",
    date: "date",
    time: "time",
    datetime: "moment",
    Decimal: "decimal",
    list: "texts",
    dict: "object",
}

OWN_TYPES: tuple[tuple[type, type], ...] = ((UtcDateTime, datetime), (ExactDecimal, Decimal), (JSON, list))
"""Every JSON column that is shown holds a list of texts."""

Value = Callable[[Any, Actor], Any]
Seen = Callable[[Any, Actor], bool]
Together = Callable[[Sequence[Any], Actor], Mapping[int, Any]]


@dataclass(frozen=True)
class Shown:
    """One field. `to` says who sees it; to others it is not there at all."""

    name: str
    type: str
    value: Value
    to: Seen | None = None
    about: Words = ""
    schema: Schema | None = None
    together: Together | None = None
    """Looks its values up for all records of an answer at once: record id → value."""

    def described(self) -> Schema:
        about = {"description": str(self.about)} if self.about else {}
        return {**(self.schema or TYPES[self.type]), **about}


def columns(model: type[Any], names: str, *, to: Seen | None = None) -> tuple[Shown, ...]:
    """Fields that are shown as the columns hold them."""
    known = inspect(model).columns
    return tuple(Shown(name, BY_PYTHON[python_type(known[name])], reader(name), to) for name in names.split())


def python_type(column: Any) -> type:
    for kind, held in OWN_TYPES:
        if isinstance(column.type, kind):
            return held
    found: type = column.type.python_type
    return found


def reader(path: str) -> Value:
    get = attrgetter(path)
    return lambda record, _actor: get(record)


def named(name: str, path: str, *, to: Seen | None = None) -> Shown:
    """The name of what an id means, beside the id: `agency_name` from `agency.name`; null where there is none."""
    steps = path.split(".")

    def value(record: Any, _actor: Actor) -> Any:
        for step in steps:
            if record is None:
                return None
            record = getattr(record, step)
        return record

    return Shown(name, "text", value, to)


def label(name: str, labels: Mapping[str, Words], path: str, *, to: Seen | None = None) -> Shown:
    """The Vietnamese (or English) word for a fixed choice."""
    get = attrgetter(path)

    def value(record: Any, _actor: Actor) -> Any:
        chosen = get(record)
        return None if chosen is None else str(labels[chosen])

    return Shown(name, "text", value, to)


def computed(name: str, type: str, value: Value, *, to: Seen | None = None, about: Words = "") -> Shown:
    return Shown(name, type, value, to, about)


def looked_up(
    name: str, type: str, together: Together, *, otherwise: Any = None, to: Seen | None = None, about: Words = ""
) -> Shown:
    """A field that is looked up for all records of an answer together; `otherwise` where nothing was found."""
    return Shown(name, type, lambda _record, _actor: otherwise, to, about, together=together)


def nested(name: str, of: tuple[Shown, ...], path: str, *, to: Seen | None = None) -> Shown:
    """A list of parts of the record, each shown by rows of its own."""
    get = attrgetter(path)
    schema = {"type": "array", "items": object_of(of)}
    return Shown(name, "objects", lambda record, actor: [show(of, part, actor) for part in get(record)], to, "", schema)


def object_of(rows: tuple[Shown, ...]) -> Schema:
    return {"type": "object", "properties": {row.name: nullable(row.described()) for row in rows}}


def nullable(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return schema


def show(rows: tuple[Shown, ...], record: Any, actor: Actor) -> dict[str, Any]:
    """The fields of a record that this person may see."""
    return {row.name: row.value(record, actor) for row in rows if row.to is None or row.to(record, actor)}
