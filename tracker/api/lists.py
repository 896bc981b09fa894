"""Lists: paged by the key of the last row, counted to a thousand, in an order that ends on a unique key."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.extensions import db

MOST_COUNTED = 1_000
SIZE = 25
LARGEST_SIZE = 100


@dataclass(frozen=True)
class Key:
    """One column that a list is sorted by, and how a row's value in it is read."""

    column: Any
    read: Callable[[Any], Any]
    descending: bool = False

    def beyond(self, value: Any) -> ColumnElement[bool]:
        condition: ColumnElement[bool] = self.column < value if self.descending else self.column > value
        return condition

    @property
    def clause(self) -> Any:
        return self.column.desc() if self.descending else self.column.asc()


Order = tuple[Key, ...]


def reverse(order: Order) -> Order:
    return tuple(Key(key.column, key.read, not key.descending) for key in order)


@dataclass(frozen=True)
class Page:
    rows: Sequence[Any]
    next: str | None
    total: int | None


def page_of(query: Select[Any], order: Order, *, name: str, after: str | None, size: int) -> Page:
    """One page of a query that selects one kind of record, after the row that the cursor names."""
    total = count(query)
    if after:
        query = query.where(later(order, opened(after, name, order)))
    rows = db.session.scalars(query.order_by(*(key.clause for key in order)).limit(size + 1)).unique().all()
    shown = rows[:size]
    more = len(rows) > size
    return Page(shown, sealed(name, order, shown[-1]) if more else None, total)


def count(query: Select[Any]) -> int | None:
    """How many rows; None when there are more than a thousand."""
    ids = query.with_only_columns(func.count()).order_by(None)
    inner = query.order_by(None).limit(MOST_COUNTED + 1).options().subquery()
    del ids
    found = db.session.scalar(select(func.count()).select_from(inner)) or 0
    return found if found <= MOST_COUNTED else None


def later(order: Order, values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows that come after these key values: past the first, or equal in the first and past the second, and so on."""
    ways = []
    for place, key in enumerate(order):
        same = [earlier.column == value for earlier, value in zip(order[:place], values, strict=False)]
        ways.append(and_(*same, key.beyond(values[place])))
    return or_(*ways)


def sealed(name: str, order: Order, row: Any) -> str:
    values = [name, *(written(key.read(row)) for key in order)]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def opened(cursor: str, name: str, order: Order) -> list[Any]:
    """The key values in a cursor that was made for this order."""
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        made_for, *values = json.loads(text)
        if made_for != name or len(values) != len(order):
            raise ValueError(cursor)
        return [restored(value) for value in values]
    except (ValueError, TypeError, KeyError, AttributeError, binascii.Error, RecursionError) as error:
        raise Invalid({"after": [_("Con trỏ này không dùng được ở đây. Hãy đọc lại từ trang đầu.")]}) from error


def written(value: Any) -> Any:
    """A key value as the cursor keeps it: numbers and texts as they are, others with their kind."""
    if isinstance(value, bytes):
        return {"b": value.hex()}
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def restored(value: Any) -> Any:
    if not isinstance(value, dict):
        if isinstance(value, str | int) and not isinstance(value, bool) and abs(value if isinstance(value, int) else 0) < 2**53:
            return value
        raise ValueError(value)
    ((kind, text),) = value.items()
    return {"b": bytes.fromhex, "t": datetime.fromisoformat, "d": date.fromisoformat}[kind](text)
