"""Each night: an agency is reminded of the day of its report, or of what it has to supplement, and both sides are told when
that day has passed; once each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.deadlines import reminding
from tracker.deadlines.reminding import FARTHEST, OVERDUE, Due, batches
from tracker.extensions import db
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.requests.models import ReportRequest
from tracker.requests.queries import OPEN, effective_due
from tracker.requests.work import DUE

BATCH = 100
WAITING = (Role.SECRETARY,)
"""Who waits for the report."""
LEADS = (*WAITING, Role.OFFICE, Role.HEAD, Role.DEPUTY_HEAD)
"""Told when it has not come."""


def remind() -> Iterator[None]:
    today = clock.today()
    for found in batches(lambda after: running_out(today, today + FARTHEST, after)):
        reminding.in_time(map(due_of, found), today, lambda request: reminding.holders(WAITING, request))
        yield
    for found in batches(lambda after: run_out(working_days().last_counted_before(today), after)):
        for request in found:
            reminding.too_late(due_of(request), reminding.holders(LEADS, request))
        yield


def due_of(request: ReportRequest) -> Due:
    written = effective_due(request) or request.due_on
    given_on = request.sent_on or clock.local(request.created_at).date()
    return Due(request, written, working_days().end_of(written), written, given_on, request.delegation.ruleset)


def running_out(today: date, last: date, after: int) -> Sequence[ReportRequest]:
    """It is the agency's turn, and the day lies between these."""
    passed = working_days().last_counted_before(today)
    return batch(select(ReportRequest).where(passed < DUE, last >= DUE), after)


def run_out(passed: date, after: int) -> Sequence[ReportRequest]:
    """It is the agency's turn, its day has passed, and nobody was told of that day."""
    fresh = ~reminding.remembered("report_request", ReportRequest.id, OVERDUE, DUE)
    return batch(select(ReportRequest).where(passed >= DUE, fresh), after)


def batch(query: Select[ReportRequest], after: int) -> Sequence[ReportRequest]:
    mine = query.where(ReportRequest.state.in_(OPEN), ReportRequest.id > after)
    loaded = mine.options(joinedload(ReportRequest.delegation))
    return db.session.scalars(loaded.order_by(ReportRequest.id).limit(BATCH)).all()


registry.each_night(NightlyStep("remind_of_reports", 32, remind))
