"""Assignments by their deadline: those that run, and those of a delegation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.extensions import db
from tracker.recommendations.models import Assignment, Measure, Recommendation

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


WITH_TASK = joinedload(Measure.assignment).options(
    joinedload(Assignment.recommendation), joinedload(Assignment.delegation), selectinload(Assignment.handovers)
)


def unanswered() -> Select[Measure]:
    """Measures whose answer is due by a rule and has not come."""
    query = select(Measure).where(Measure.answer_rule != "", Measure.answered_on.is_(None))
    return query.options(WITH_TASK).order_by(Measure.id)


def answers_of_delegation(delegation_id: int, actor: Actor) -> Sequence[Measure]:
    """The measures of a delegation whose answer is or was due by a rule and that the reader may read."""
    query = select(Measure).where(
        Measure.delegation_id == delegation_id, Measure.answer_rule != "", access.visible("measure", actor)
    )
    return db.session.scalars(query.options(WITH_TASK).order_by(Measure.id).limit(MOST)).all()


def handed_in_on(assignment: Assignment) -> date | None:
    """The day of the report that waits for a verdict."""
    return assignment.sent_on if assignment.state == "awaiting_verification" else None


def is_running(assignment: Assignment) -> bool:
    return assignment.state not in OVER
