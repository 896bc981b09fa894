"""Reading jobs, for the administrator."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, func, select

from tracker.core import clock
from tracker.extensions import db
from tracker.jobs.models import Job

KEPT = timedelta(days=90)
"""Afterwards nobody asks any more how something went that went well."""


def listing(*, state: str = "", kind: str = "", page: int = 1, size: int = 25) -> Sequence[Job]:
    """Newest first, a page at a time and one more to know whether there is a next."""
    query = matching(state, kind).order_by(Job.id.desc())
    return db.session.scalars(query.limit(size + 1).offset((page - 1) * size)).all()


def total(*, state: str = "", kind: str = "") -> int:
    return db.session.scalar(select(func.count()).select_from(matching(state, kind).subquery())) or 0


def failed(ids: Collection[int] | None = None) -> Sequence[Job]:
    """Those that are not tried any more, oldest first; among these ids, or all."""
    query = matching("failed", "")
    if ids is not None:
        query = query.where(Job.id.in_(ids))
    return db.session.scalars(query.order_by(Job.id)).all()


def counts() -> dict[str, int]:
    """How many are in each state."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    return {row[0]: row[1] for row in rows}


def matching(state: str, kind: str) -> Select[Job]:
    query = select(Job)
    if state:
        query = query.where(Job.state == state)
    if kind:
        query = query.where(Job.kind == kind)
    return query


def forget_done() -> int:
    """Remove what went well long ago; says how many rows went."""
    gone: Any = db.session.execute(delete(Job).where(Job.state == "finished", Job.finished_at < clock.now() - KEPT))
    return int(gone.rowcount)
