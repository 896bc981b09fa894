"""Numbers in a series: ĐGS-2026-01, KN-2026-014. Given out inside the transaction, so a series has no doubles."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, scoped_session

from tracker.core.models import Base


class Series(Base):
    __tablename__ = "series"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def take(session: Session | scoped_session[Any], name: str) -> int:
    """The next number of the series; the row stays locked until the transaction ends."""
    series = session.scalar(select(Series).where(Series.name == name).with_for_update())
    if series is None:
        series = Series(name=name, last=0)
        session.add(series)
    series.last += 1
    session.flush()
    return series.last


def skip_to(session: Session | scoped_session[Any], name: str, number: int) -> None:
    """Make sure the series goes on after `number`, which was given by hand."""
    series = session.scalar(select(Series).where(Series.name == name).with_for_update())
    if series is None:
        session.add(Series(name=name, last=number))
    else:
        series.last = max(series.last, number)
    session.flush()
