"""R3: what was overdue at a moment, and for how long, in days of the calendar since the deadline passed (domain.md 6.6).

Counted on what was known then, as the rates are; every task counts, of leads and of co-operating agencies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.extensions import db
from tracker.recommendations.control.keeping import Counting
from tracker.recommendations.history.knowing import as_known
from tracker.recommendations.queries import tables
from tracker.recommendations.queries.follow_up import is_overdue
from tracker.recommendations.queries.rates import Scope, counted_of, many
from tracker.recommendations.queries.tables import Tables

BANDS = ("late_1", "late_2", "late_3", "late_4")


def bands(actor: Actor, scope: Scope, moment: datetime, counting: Counting) -> dict[str, int]:
    """How many are in each band, and "overdue": in all of them. One question."""
    t = tables.at(moment)
    with as_known(moment):
        today = clock.today()
        numbers = [
            many(and_(*days_late(t, today, *days))).label(name)
            for name, days in zip(BANDS, counting.bands, strict=True)
        ]
        query = select(*numbers, func.count().label("overdue")).select_from(t.tasks)
        row = db.session.execute(query.where(*late(actor, scope, t, today))).one()
        return dict(row._mapping)


def rows(actor: Actor, scope: Scope, moment: datetime, *, page: int, size: int) -> Sequence[Any]:
    """A page of them, the longest overdue first, and one more to know whether there is a next.

    Each: id, recommendation_id, code, text, agency_name, taken_over_by, role, state, due_on, due_ends_on,
    original_due_on, extension_count.
    """
    t = tables.at(moment)
    task, whole, words = t.tasks, t.recommendations, t.words
    with as_known(moment):
        query = (
            select(
                task.id,
                task.recommendation_id,
                whole.code,
                words.text,
                task.agency_name,
                task.taken_over_by,
                task.role,
                task.state,
                task.due_on,
                task.due_ends_on,
                task.original_due_on,
                task.extension_count,
            )
            .join(whole, and_(whole.id == task.recommendation_id, t.stand(whole)))
            .join(words, and_(words.id == whole.id, t.stand(words)))
            .where(*late(actor, scope, t, clock.today()))
            .order_by(task.due_key, task.id)
        )
        return db.session.execute(query.offset((page - 1) * size).limit(size + 1)).all()


def late(actor: Actor, scope: Scope, t: Tables, today: date) -> list[Any]:
    """Overdue as contract.md section 6 says; the range of `due_key` lets an index find the few that may be."""
    own = counted_of(actor, scope, t, leads=False)
    return [*own, t.task_open, t.tasks.due_key < today, *is_overdue(t.tasks, today)]


def days_late(t: Tables, today: date, first: int, last: int | None) -> list[Any]:
    found = [t.tasks.due_ends_on <= today - timedelta(days=first)]
    return found if last is None else [*found, t.tasks.due_ends_on >= today - timedelta(days=last)]
