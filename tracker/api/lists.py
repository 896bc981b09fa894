"""Lists: paged by the key of the last row, counted to a thousand, in an order that ends on a unique key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

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
    """`total` is None when there are more than a thousand; `next` is None on the last page."""

    rows: Sequence[Any]
    next: str | None
    total: int | None


def page_of(
    query: Select[Any], order: Order, *, name: str, after: str | None, size: int, load: Sequence[Any] = ()
) -> Page:
    """One page of a query that selects one kind of record. `name` ties a cursor to this list and order."""
    total = count(query)
    if after:
        query = query.where(later(order, opened(after, name)))
    query = query.options(*load).order_by(*(key.clause for key in order)).limit(size + 1)
    rows = db.session.scalars(query).all()
    more = len(rows) > size
    return Page(rows[:size], sealed(name, order, rows[size - 1]) if more else None, total)


def numbered(read: Callable[[int], Sequence[Any]], total: int, *, name: str, after: str | None, size: int) -> Page:
    """A page of a list that its room reads by the number of the page, with one row more where there is a next one."""
    name = f"{name} by {size}"
    number = opened(after, name)[0] if after else 1
    rows = read(number)
    following = str(signer().dumps([name, number + 1])) if len(rows) > size else None
    return Page(rows[:size], following, total if total <= MOST_COUNTED else None)


def held(rows: Sequence[Any], *, name: str, after: str | None, size: int) -> Page:
    """A page of a list that is computed as a whole."""
    return numbered(
        lambda number: rows[(number - 1) * size : number * size + 1], len(rows), name=name, after=after, size=size
    )


def count(query: Select[Any]) -> int | None:
    found = query.with_only_columns(literal(1), maintain_column_froms=True).limit(MOST_COUNTED + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(found)) or 0
    return total if total <= MOST_COUNTED else None


def later(order: Order, values: Sequence[Any]) -> ColumnElement[bool]:
    """Rows after these key values: past the first, or equal in the first and past the second, and so on."""
    ways = []
    for place, key in enumerate(order):
        same = [earlier.column == value for earlier, value in zip(order[:place], values, strict=False)]
        ways.append(and_(*same, key.beyond(values[place])))
    return or_(*ways)


# A cursor holds key values of a row, which a caller must not choose: it is signed.


def sealed(name: str, order: Order, row: Any) -> str:
    return str(signer().dumps([name, *(written(key.read(row)) for key in order)]))


def opened(cursor: str, name: str) -> list[Any]:
    """The key values in a cursor that was made for this list in this order."""
    try:
        made_for, *values = signer().loads(cursor)
    except BadData:
        made_for = None
    if made_for != name:
        raise Invalid({"after": [_("Con trỏ này không dùng được ở đây. Hãy đọc lại từ trang đầu.")]})
    return [restored(value) for value in values]


def sealed_words(words: str, name: str) -> str:
    """A cursor of a list that its room pages itself."""
    return str(signer().dumps([name, words]))


def opened_words(cursor: str, name: str) -> str:
    return str(opened(cursor, name)[0])


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="cursor")


def written(value: Any) -> Any:
    """A key value as the cursor keeps it: numbers and texts as they are, others with their kind."""
    if isinstance(value, bytes):
        return {"b": value.hex()}
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


RESTORE: dict[str, Callable[[str], Any]] = {"b": bytes.fromhex, "t": datetime.fromisoformat, "d": date.fromisoformat}


def restored(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    return RESTORE[kind](text)
