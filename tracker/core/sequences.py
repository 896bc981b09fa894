"""Numbers in a series and the codes made of them: ĐGS-2026-01, KN-2026-014. Given out inside the transaction, so a
series has no doubles."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, exists, select, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column, scoped_session

from tracker.core.models import Base

Sessions = Session | scoped_session[Any]
# In one statement: two who begin a series at the same time must not both begin it.
TAKE = text(
    "INSERT INTO series (name, last) VALUES (:name, 1) "
    "ON CONFLICT (name) DO UPDATE SET last = series.last + 1 RETURNING last"
)
SKIP = text(
    "INSERT INTO series (name, last) VALUES (:name, :number) "
    "ON CONFLICT (name) DO UPDATE SET last = CASE WHEN series.last > :number THEN series.last ELSE :number END"
)

TAKE_MANY = text(
    "INSERT INTO series (name, last) VALUES (:name, :many) "
    "ON CONFLICT (name) DO UPDATE SET last = series.last + :many RETURNING last"
)


class Series(Base):
    __tablename__ = "series"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def take(session: Sessions, name: str) -> int:
    """The next number of the series; the row stays locked until the transaction ends."""
    return int(session.execute(TAKE, {"name": name}).scalar_one())


def take_many(session: Sessions, name: str, many: int) -> int:
    """So many numbers at once; returns the last of them."""
    return int(session.execute(TAKE_MANY, {"name": name, "many": many}).scalar_one())


def skip_to(session: Sessions, name: str, number: int) -> None:
    """Make sure the series goes on after `number`, which was given by hand."""
    session.execute(SKIP, {"name": name, "number": number})


def next_code(
    session: Sessions, series: str, pattern: str, column: InstrumentedAttribute[str], among: ColumnElement[bool]
) -> str:
    """The next code of the series (`pattern` as in "PH-{:02}") that no record among those bears: codes given by hand
    are passed over."""
    while True:
        code = pattern.format(take(session, series))
        if not is_taken(session, code, column, among):
            return code


def is_taken(session: Sessions, code: str, column: InstrumentedAttribute[str], among: ColumnElement[bool]) -> bool:
    return bool(session.scalar(select(exists().where(column == code, among))))
