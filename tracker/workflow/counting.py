"""Reading the first rows of a list and how many there are, without counting further than anybody reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, literal, select

from tracker.extensions import db
from tracker.workflow.work import MOST, SHOWN


def first_rows(query: Any, *, shown: int = SHOWN) -> tuple[Sequence[Any], int]:
    """At most `shown` rows, and the number of all; it is asked for only when there are more."""
    rows = db.session.execute(query.limit(shown + 1)).all()
    if len(rows) <= shown:
        return rows, len(rows)
    return rows[:shown], capped_count(query, MOST)


def capped_count(query: Any, most: int) -> int:
    """How many rows the query has, counted to one more than `most`."""
    some = query.with_only_columns(literal(1), maintain_column_froms=True).order_by(None).limit(most + 1)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
