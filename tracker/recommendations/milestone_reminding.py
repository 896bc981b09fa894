"""Each night: of a milestone of a roadmap the agency and whoever follows the matter are reminded, of one that the agency has
promised itself only whoever is in charge there and its leader; at the horizons and once it is missed, once each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.deadlines import reminding
from tracker.deadlines.reminding import FARTHEST, OVERDUE, Due, batches
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.recommendations.models import Assignment, Milestone
from tracker.recommendations.queries import to_remind
from tracker.recommendations.reminding import followers

ABOUT = {"decision": "roadmap", "plan": "agency_plan"}
"""By whose milestone it is: as what it is told and remembered, by task and day."""


def remind() -> Iterator[None]:
    today = clock.today()
    yield from of_origin("decision", today, agency=reminding.agency_people, others=follower_of)
    yield from of_origin("plan", today, agency=in_charge, others=reminding.nobody)


def of_origin(
    origin: str,
    today: date,
    *,
    agency: Callable[[Assignment], set[int]],
    others: Callable[[Assignment], set[int]],
) -> Iterator[None]:
    for found in batches(lambda after: to_remind.milestones_near(origin, today, today + FARTHEST, after)):
        reminding.in_time(map(due_of, found), today, reminding.nobody, others=others, agency=agency)
        yield
    for found in batches(lambda after: to_remind.milestones_missed(origin, today, after)):
        missed = {(due.memory, due.known_by): due for due in map(due_of, found)}
        known = reminding.told_of([due.memory for due in missed.values()])
        for due in missed.values():
            if (*due.memory, OVERDUE, due.known_by) not in known:
                reminding.too_late(due, others(due.record), agency=agency)
        yield


def due_of(milestone: Milestone) -> Due:
    task, day, about = milestone.assignment, milestone.due_on, ABOUT[milestone.origin]
    given_on = clock.local(task.created_at).date()
    ends_on = working_days().end_of(day)
    return Due(task, day, ends_on, day, given_on, task.delegation.ruleset, about=about, remembered_as=about)


def follower_of(task: Assignment) -> set[int]:
    return followers(task.recommendation)


def in_charge(task: Assignment) -> set[int]:
    """Whoever the agency has put in charge, as long as they are of it, and its leader."""
    person = {task.person_id} if task.person_id else set()
    return (person & reminding.agency_people(task)) | reminding.holders((Role.AGENCY_LEADER,), task)


registry.each_night(NightlyStep("remind_of_milestones", 31, remind))
