"""Milestones that a task still runs by and that nobody has reported, for many tasks at once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_

from tracker.calendar.days import working_days
from tracker.recommendations.models import AWAITED_IN, Assignment, Milestone, Update

A, M, U = Assignment, Milestone, Update


def is_awaited() -> ColumnElement[bool]:
    """Of (task, milestone): as `Milestone.is_awaited`."""
    reported = exists().where(U.id == M.update_id, U.sent_at.is_not(None), U.state != "returned")
    of_plan = and_(M.origin == "plan", A.state.in_(AWAITED_IN))
    of_roadmap = and_(M.origin == "decision", A.state == "multi_year")
    return and_(or_(of_plan, of_roadmap), ~reported)


def is_missed(today: date) -> ColumnElement[bool]:
    """Of (task, milestone): awaited, and its day has passed."""
    return and_(M.due_on <= working_days().last_counted_before(today), is_awaited())


def has_missed_roadmap(today: date) -> ColumnElement[bool]:
    """Of a task: a milestone of its roadmap has been missed."""
    return exists().where(M.assignment_id == A.id, M.origin == "decision", is_missed(today)).correlate(A)
