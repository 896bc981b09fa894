"""How far things have come, computed from their parts; what agencies claim and what was verified never mixed (F31, U01).

A task: done is 100; else reached of all its milestones, where it has some; else the percent of its last report that was
sent, and, verified, of the last that was accepted. A recommendation: the mean of its tasks, without those waived.
What was verified before a task was re-opened no longer is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from tracker.extensions import db
from tracker.recommendations.history.models import AssignmentSpan
from tracker.recommendations.models import Assignment, Milestone, Update
from tracker.recommendations.queries import tables

A, M, U, S = Assignment, Milestone, Update, AssignmentSpan
BY, LAST = aliased(Update), aliased(Update)
SENT: Any = and_(BY.sent_at.is_not(None), BY.state != "returned")
ACCEPTED = ("accepted", "partly_accepted")


@dataclass(frozen=True)
class OfTask:
    """One task: percents of both truths, and the milestones they come from."""

    claimed: int
    verified: int
    milestones: int
    reported: int
    """Milestones that a report sent says were reached."""
    confirmed: int
    """Milestones whose report was accepted."""


@dataclass(frozen=True)
class Done:
    """Of a recommendation's tasks that count how many are done by either truth."""

    tasks: int
    claimed_done: int
    verified_done: int


@dataclass(frozen=True)
class OfRecommendation(Done):
    """All tasks that count, with their mean percents."""

    claimed: int
    verified: int


def counted(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def stands(report: Any, task_id: Any) -> ColumnElement[bool]:
    """Was this report accepted, and its task not re-opened since? When that was, the spans tell."""
    reopened = select(func.max(S.valid_to)).where(S.id == task_id, S.state == "implemented").scalar_subquery()
    return and_(report.state.in_(ACCEPTED), or_(reopened.is_(None), report.reviewed_at > reopened))


def percents(*whose: ColumnElement[bool]) -> Any:
    """A row a task: both percents, milestones and states, as a sub-query."""
    total, reported = func.count(M.id), counted(SENT)
    confirmed = counted(stands(BY, A.id))
    last = select(LAST.percent).where(LAST.assignment_id == A.id, stands(LAST, A.id))
    accepted = last.order_by(LAST.id.desc()).limit(1).scalar_subquery()
    claimed = case((A.claim == "done", 100), (total > 0, reported * 100 // total), else_=func.coalesce(A.percent, 0))
    verified = case(
        (A.state == "implemented", 100), (total > 0, confirmed * 100 // total), else_=func.coalesce(accepted, 0)
    )
    return (
        select(
            A.id,
            A.recommendation_id,
            A.state,
            case((A.claim == "done", 1), else_=0).label("says_done"),
            claimed.label("claimed"),
            verified.label("verified"),
            total.label("milestones"),
            reported.label("reported"),
            confirmed.label("confirmed"),
        )
        .select_from(A)
        .outerjoin(M, M.assignment_id == A.id)
        .outerjoin(BY, BY.id == M.update_id)
        .where(*whose)
        .group_by(A.id, A.recommendation_id, A.state, A.claim, A.percent)
        .subquery()
    )


def of_tasks(ids: Collection[int]) -> dict[int, OfTask]:
    """Each of these tasks, in one query."""
    if not ids:
        return {}
    p = percents(A.id.in_(sorted(ids))).c
    rows = db.session.execute(select(p.id, p.claimed, p.verified, p.milestones, p.reported, p.confirmed))
    return {row[0]: OfTask(*(int(value) for value in row[1:])) for row in rows}


def standing(ids: Collection[int]) -> set[int]:
    """Of these milestones those whose report was accepted, and their task not re-opened since."""
    query = select(M.id).join(BY, BY.id == M.update_id).where(M.id.in_(sorted(ids)), stands(BY, M.assignment_id))
    return set(db.session.scalars(query))


def of_recommendations(ids: Collection[int]) -> dict[int, OfRecommendation]:
    """Each of these recommendations that has a task which counts, in one query."""
    if not ids:
        return {}
    p = percents(A.recommendation_id.in_(sorted(ids)), A.state != "waived").c
    done = counted(p.state == "implemented")
    query = select(
        p.recommendation_id,
        func.count(),
        func.sum(p.says_done),
        done,
        func.sum(p.claimed) // func.count(),
        func.sum(p.verified) // func.count(),
    ).group_by(p.recommendation_id)
    return {row[0]: OfRecommendation(*(int(value) for value in row[1:])) for row in db.session.execute(query)}


def done_at(ids: Collection[int], moment: datetime | None) -> Mapping[int, Done]:
    """As `of_recommendations`, as known at a moment; then without percents, which the spans do not hold. One query."""
    if moment is None or not ids:
        return of_recommendations(ids)
    then = tables.at(moment)
    task = then.tasks
    counts = (func.count(), counted(task.claim == "done"), counted(task.state == "implemented"))
    query = select(task.recommendation_id, *counts).where(
        task.recommendation_id.in_(sorted(ids)), then.stand(task), task.state != "waived"
    )
    rows = db.session.execute(query.group_by(task.recommendation_id))
    return {row[0]: Done(*(int(value) for value in row[1:])) for row in rows}
