"""Each night: an agency is reminded of a written progress request that it has to answer, and the office is told when no
answer has come; once each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Select, select

from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.deadlines import reminding
from tracker.deadlines.reminding import FARTHEST, OVERDUE, Due, batches
from tracker.extensions import db
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.progress_requests.models import ProgressRequest
from tracker.progress_requests.queries import BATCH, LOADED, WAITED_FOR

R = ProgressRequest
OFFICE = (Role.OFFICE,)


def remind() -> Iterator[None]:
    today = clock.today()
    passed = working_days().last_counted_before(today)
    for found in batches(lambda after: running_out(passed, today + FARTHEST, after)):
        reminding.in_time(map(due_of, found), today, lambda _request: set())
        yield
    for found in batches(lambda after: run_out(passed, after)):
        for request in found:
            reminding.too_late(due_of(request), reminding.holders(OFFICE, request))
        yield


def due_of(request: ProgressRequest) -> Due:
    written = request.answer_due_on or request.round_on
    given_on = request.issued_on or request.round_on
    return Due(request, written, working_days().end_of(written), written, given_on, request.delegation.ruleset)


def running_out(passed: date, last: date, after: int) -> Sequence[ProgressRequest]:
    return batch(select(R).where(R.answer_due_on > passed, R.answer_due_on <= last), after)


def run_out(passed: date, after: int) -> Sequence[ProgressRequest]:
    """Nobody was told that this day has passed."""
    fresh = ~reminding.remembered("progress_request", R.id, OVERDUE, R.answer_due_on)
    return batch(select(R).where(R.answer_due_on <= passed, fresh), after)


def batch(query: Select[ProgressRequest], after: int) -> Sequence[ProgressRequest]:
    mine = query.where(R.state.in_(WAITED_FOR), R.id > after).options(*LOADED)
    return db.session.scalars(mine.order_by(R.id).limit(BATCH)).all()


registry.each_night(NightlyStep("remind_of_progress", 34, remind))
