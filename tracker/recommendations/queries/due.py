"""Assignments by their deadline: those that run, and those of a delegation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.extensions import db
from tracker.recommendations.models import Assignment, Recommendation

OVER = ("implemented", "not_implemented", "waived", "multi_year")
"""Nothing is due any more, or nothing on a day."""
MOST = 500


def running(due_on: Collection[date]) -> Select[Assignment]:
    """Tasks not yet ended whose deadline, as written, is one of these days."""
    query = select(Assignment).where(Assignment.due_on.in_(due_on), Assignment.state.not_in(OVER))
    loaded = query.options(joinedload(Assignment.recommendation), joinedload(Assignment.delegation))
    return loaded.order_by(Assignment.id)


def of_delegation(delegation_id: int, actor: Actor) -> Sequence[Assignment]:
    """The tasks of a delegation that have a deadline and that the reader may read."""
    query = (
        select(Assignment)
        .join(Assignment.recommendation)
        .where(
            Assignment.delegation_id == delegation_id,
            Assignment.due_on.is_not(None),
            access.visible("assignment", actor),
        )
        .options(contains_eager(Assignment.recommendation))
    )
    ordered = query.order_by(Assignment.due_on, Recommendation.code, Assignment.role, Assignment.id)
    return db.session.scalars(ordered.limit(MOST)).all()


def handed_in_on(assignment: Assignment) -> date | None:
    """The day of the report that waits for a verdict."""
    return assignment.sent_on if assignment.state == "awaiting_verification" else None


def is_running(assignment: Assignment) -> bool:
    return assignment.state not in OVER
