"""What the lists of what waits read of a task, a report, a request, and how they tell of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _n
from tracker.recommendations.deadlines import days_left
from tracker.recommendations.models import Assignment, Extension, Milestone, Recommendation, Update
from tracker.recommendations.queries import milestones
from tracker.workflow.work import Group, WorkItem

A, E, M, R, U = Assignment, Extension, Milestone, Recommendation, Update
ANSWERING: Any = func.coalesce(func.nullif(A.taken_over_by, ""), A.agency_name).label("agency_name")
"""The agency that acts now, by name."""
DUE = (A.due_on, A.due_ends_on, A.original_due_on, A.extension_count)
"""What is told of a task's deadline."""
AGENCY_ACTS = ("assigned", "in_progress", "partly_implemented", "not_satisfactory")
EXTENDABLE = (*AGENCY_ACTS, "awaiting_verification", "under_reconsideration")


def is_answer_late(row: Any) -> bool:
    """Returned, the deadline still runs, and the day by which it was to be answered has passed."""
    if row.state != "not_satisfactory" or row.answer_due_on is None:
        return False
    runs = row.due_ends_on is None or row.due_ends_on >= clock.today()
    return runs and days_left(working_days().end_of(row.answer_due_on), clock.today()) < 0


def answer_of(row: Any) -> dict[str, Any]:
    """The day by which the return was to be answered."""
    ends_on = working_days().end_of(row.answer_due_on)
    return {"due_on": row.answer_due_on, "ends_on": ends_on, "days_left": left(ends_on)}


def due_of(row: Any) -> dict[str, Any]:
    """The deadline, the day that counts, and what it was before it was extended."""
    ends_on = row.due_ends_on
    return {
        "due_on": row.due_on,
        "ends_on": ends_on,
        "original_due_on": row.original_due_on,
        "extensions": row.extension_count,
    }


def days_of(row: Any) -> int | None:
    """Working days left of a task; a roadmap of several years counts none."""
    if row.state == "multi_year":
        return None
    return left(row.due_ends_on, row.sent_on if row.state == "awaiting_verification" else None)


def left(ends_on: date | None, sent_on: date | None = None) -> int | None:
    """Working days left; None without a deadline, and where a report that was sent in time waits after it."""
    if ends_on is None or (sent_on is not None and sent_on <= ends_on < clock.today()):
        return None
    return days_left(ends_on, clock.today())


def with_missed(*conditions: ColumnElement[bool]) -> Any:
    """Tasks with a missed milestone: the earliest, and how many."""
    earliest = (
        select(M.assignment_id, func.min(M.due_on).label("due_on"), func.count().label("many"))
        .join(A, A.id == M.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .where(milestones.is_missed(clock.today()), *conditions)
        .group_by(M.assignment_id)
        .subquery()
    )
    return (
        select(
            A.id,
            A.recommendation_id,
            R.code,
            R.text,
            A.person_id,
            A.person_in_charge,
            ANSWERING,
            earliest.c.due_on,
            earliest.c.many,
        )
        .join(A, A.id == earliest.c.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .order_by(earliest.c.due_on, A.id)
    )


def missed_words(row: Any) -> str:
    return _n("%(num)s mốc đã qua, chưa báo đạt", "%(num)s mốc đã qua, chưa báo đạt", row.many)


def missed(row: Any, why: str, action: str, form: str) -> WorkItem:
    return WorkItem(
        kind="assignment",
        id=row.id,
        code=row.code,
        title=row.text,
        group="overdue",
        thread_kind="recommendation",
        thread_id=row.recommendation_id,
        due_on=row.due_on,
        ends_on=working_days().end_of(row.due_on),
        days_left=left(working_days().end_of(row.due_on)),
        why=why,
        action=action,
        form=form,
    )


def requests(*conditions: ColumnElement[bool]) -> Any:
    """Requests for a later deadline, of tasks whose deadline still runs."""
    return (
        select(E.id, E.state, R.code, R.text, ANSWERING, E.proposed_due_on, *DUE)
        .join(A, A.id == E.assignment_id)
        .join(R, R.id == A.recommendation_id)
        .where(A.state.in_(EXTENDABLE), *conditions)
        .order_by(E.requested_at, E.id)
    )


def asked_until(row: Any) -> str:
    return _("đề nghị gia hạn đến %(day)s", day=format_vi(row.proposed_due_on))


def extension(row: Any, group: Group, why: str, action: str = "") -> WorkItem:
    return WorkItem(
        kind="extension",
        id=row.id,
        code=row.code,
        title=row.text,
        group=group,
        thread_kind="extension",
        thread_id=row.id,
        **due_of(row),
        days_left=left(row.due_ends_on),
        why=why,
        action=action,
    )


def report(row: Any, why: str, action: str, sent_on: date | None = None) -> WorkItem:
    return WorkItem(
        kind="update",
        id=row.id,
        code=row.code,
        title=row.text,
        group="todo",
        thread_kind="update",
        thread_id=row.id,
        **due_of(row),
        days_left=left(row.due_ends_on, sent_on),
        why=why,
        action=action,
    )
