"""Records of the past, made of what was known: of the same kinds as the present ones, so that pages and JSON show them
alike. They belong to no session and are never written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm.attributes import set_committed_value

from tracker.core.models import ExactDecimal
from tracker.history.projections import restored

T = TypeVar("T")


def made(model: type[T], facts: Mapping[str, Any], **relations: Any) -> T:
    """A record of these facts; what is not said has its column's default."""
    record = model()
    for name, column in inspect(model).columns.items():
        default = column.default.arg if column.default is not None and column.default.is_scalar else None
        set_committed_value(record, name, facts.get(name, default))
    return tell(record, **relations)


def tell(record: T, **relations: Any) -> T:
    """Say what a record made here hangs on; nothing is told to the other side."""
    for name, value in relations.items():
        set_committed_value(record, name, value)
    return record


def columns_of(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in inspect(type(record)).columns.keys()}  # noqa: SIM118


def facts_for(model: type[Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What events have said, as the columns of this kind hold it."""
    columns = inspect(model).columns
    return {name: value_of(columns[name].type, value) for name, value in said.items() if name in columns}


def value_of(kind: Any, value: Any) -> Any:
    return Decimal(value) if isinstance(kind, ExactDecimal) and isinstance(value, str) else restored(kind, value)
