"""Where a page of a sorted list ends, so that the next begins there: keys in the order of an index, the id last."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, LargeBinary, and_, false, literal, or_, true

BETWEEN = "~"


def ordered(key: Any, *, may_lack: bool, is_reversed: bool) -> Any:
    """What has no value comes last, and first when reversed: so says PostgreSQL's index, so SQLite is told."""
    if not may_lack:
        return key.desc() if is_reversed else key.asc()
    return key.desc().nulls_first() if is_reversed else key.asc().nulls_last()


def spell(keys: Any) -> str:
    """2026-05-28~123"""
    return BETWEEN.join(plain(value) for value in keys)


def plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, date) else str(value)


def beyond(keys: list[Any], after: str, *, is_reversed: bool) -> ColumnElement[bool]:
    """Rows that come after the one with these keys; none when the words are not such keys."""
    parts = after.split(BETWEEN)
    if len(parts) != len(keys) or not parts[-1]:
        return false()
    try:
        values = [read(key, part) for key, part in zip(keys, parts, strict=True)]
    except ValueError:
        return false()
    found: ColumnElement[bool] = false()
    for key, value in reversed(list(zip(keys, values, strict=True))):
        found = or_(further(key, value, is_reversed=is_reversed), and_(same(key, value), found))
    return and_(not_before(keys[0], values[0], is_reversed=is_reversed), found)


def not_before(key: Any, value: Any, *, is_reversed: bool) -> ColumnElement[bool]:
    """Says once more, of the first key alone, where to begin: this the index understands."""
    if value is None or is_nullable(key):
        return true()
    condition: ColumnElement[bool] = key <= typed(key, value) if is_reversed else key >= typed(key, value)
    return condition


def read(key: Any, text: str) -> Any:
    if not text:
        return None
    kind = key.type
    if isinstance(kind, Date):
        return date.fromisoformat(text)
    if isinstance(kind, LargeBinary):
        return bytes.fromhex(text)
    return int(text) if kind.python_type is int else text


def same(key: Any, value: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = key.is_(None) if value is None else key == typed(key, value)
    return condition


def further(key: Any, value: Any, *, is_reversed: bool) -> ColumnElement[bool]:
    if value is None:
        condition = key.is_not(None) if is_reversed else false()
    elif is_reversed:
        condition = key < typed(key, value)
    else:
        condition = or_(key > typed(key, value), key.is_(None)) if is_nullable(key) else key > typed(key, value)
    found: ColumnElement[bool] = condition
    return found


def is_nullable(key: Any) -> bool:
    return bool(getattr(key, "nullable", True))


def typed(key: Any, value: Any) -> Any:
    return literal(value, key.type)
