"""Each night: an agency is reminded of a letter or a demanded explanation that it has to answer by a day, and whoever
follows the matter is told when no answer has come; once each (domain.md 6.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.deadlines import reminding
from tracker.deadlines.reminding import FARTHEST, OVERDUE, Due, batches
from tracker.extensions import db
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.recommendations.measures.workflow import MEASURE
from tracker.recommendations.models import Assignment, Measure
from tracker.recommendations.queries.work.rows import AGENCY_ACTS
from tracker.recommendations.reminding import followers

BATCH = 100


def remind() -> Iterator[None]:
    today = clock.today()
    passed = working_days().last_counted_before(today)
    for found in batches(lambda after: running_out(passed, today + FARTHEST, after)):
        reminding.in_time(map(due_of, found), today, lambda _measure: set())
        yield
    for found in batches(lambda after: run_out(passed, after)):
        for measure in found:
            reminding.too_late(due_of(measure), followers(measure.assignment.recommendation))
        yield


def due_of(measure: Measure) -> Due:
    written = measure.answer_due_on or measure.taken_on
    ruleset = measure.assignment.delegation.ruleset
    return Due(measure, written, working_days().end_of(written), written, measure.taken_on, ruleset)


def running_out(passed: date, last: date, after: int) -> Sequence[Measure]:
    return batch(select(Measure).where(Measure.answer_due_on > passed, Measure.answer_due_on <= last), after)


def run_out(passed: date, after: int) -> Sequence[Measure]:
    """Nobody was told that this day has passed."""
    fresh = ~reminding.remembered("measure", Measure.id, OVERDUE, Measure.answer_due_on)
    return batch(select(Measure).where(Measure.answer_due_on <= passed, fresh), after)


def batch(query: Select[Measure], after: int) -> Sequence[Measure]:
    """Not answered yet, on tasks where the agency has to act."""
    loaded = (
        joinedload(Measure.assignment).joinedload(Assignment.recommendation),
        joinedload(Measure.assignment).joinedload(Assignment.delegation),
    )
    mine = query.join(Assignment, Assignment.id == Measure.assignment_id).where(
        Measure.state == MEASURE.start, Assignment.state.in_(AGENCY_ACTS), Measure.id > after
    )
    return db.session.scalars(mine.options(*loaded).order_by(Measure.id).limit(BATCH)).all()


registry.each_night(NightlyStep("remind_of_measures", 32, remind))
