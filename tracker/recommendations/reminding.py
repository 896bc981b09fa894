"""Each night: whoever has to act is reminded of a deadline, and of the day by which a return is to be answered, at the
horizons of the day rules and when it has passed, once each; the office is warned of what nobody follows, has no deadline,
or reaches nobody, and told of evidence that has run out on what is done (F47, domain.md 6.3)."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.accounts import people
from tracker.accounts.access import place_of
from tracker.accounts.roles import Role
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.deadlines import reminding
from tracker.deadlines.reminding import FARTHEST, Due, batches, remember
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.notifications import service as notifications
from tracker.recommendations.models import FAR, Assignment, Recommendation
from tracker.recommendations.queries import to_remind
from tracker.recommendations.queries.to_remind import LAPSED, RETURN

LACKS = ("no_follower", "no_deadline", "nobody_told")
LEADS = (Role.LEADER, Role.HEAD, Role.DEPUTY_HEAD)
"""Who leads on the Council's side, told when a deadline has passed."""


def remind() -> Iterator[None]:
    today = clock.today()
    for tasks in batches(lambda after: to_remind.running_out(today, today + FARTHEST, after)):
        reminding.in_time((due_of(task) for task in tasks), today, lambda task: followers(task.recommendation))
        yield
    for tasks in batches(lambda after: to_remind.run_out(today, after)):
        for task in tasks:
            reminding.too_late(due_of(task), followers(task.recommendation) | reminding.holders(LEADS, task))
        yield


def remind_of_returns() -> Iterator[None]:
    today = clock.today()
    passed = working_days().last_counted_before(today)
    for tasks in batches(lambda after: to_remind.returns_near(passed, today + FARTHEST, after)):
        reminding.in_time(map(due_of_return, tasks), today, lambda task: followers(task.recommendation))
        yield
    for tasks in batches(lambda after: to_remind.returns_over(passed, after)):
        for task in tasks:
            reminding.too_late(due_of_return(task), followers(task.recommendation))
        yield


def due_of_return(task: Assignment) -> Due:
    """Given when the report was returned."""
    day, ruleset = task.answer_due_on or FAR, task.delegation.ruleset
    given_on = clock.local(task.reviewed_at or task.created_at).date()
    return Due(task, day, working_days().end_of(day), day, given_on, ruleset, about=RETURN, remembered_as=RETURN)


def due_of(task: Assignment) -> Due:
    ends_on = task.due_ends_on or FAR
    given_on = clock.local(task.created_at).date()
    return Due(task, task.due_on or FAR, ends_on, ends_on, given_on, task.delegation.ruleset)


def followers(recommendation: Recommendation) -> set[int]:
    """The officer who follows it, or its delegation; else the whole office."""
    follower = recommendation.followed_by_id or recommendation.delegation.followed_by_id
    return {follower} if follower else set(people.holders(Role.OFFICE, place_of(recommendation)))


def warn() -> Iterator[None]:
    for what in LACKS:
        for found in batches(lambda after, what=what: to_remind.lacking(what, after)):  # type: ignore[misc]
            for recommendation in found:
                remember("recommendation", recommendation.id, what, FAR)
                office = people.holders(Role.OFFICE, place_of(recommendation))
                key = f"recommendation {recommendation.id} {what}"
                subject, facts = ("recommendation", recommendation.id), {"code": recommendation.code}
                notifications.remind(office, "warning", what, subject, key=key, facts=facts)
            yield


def tell_of_run_out() -> Iterator[None]:
    """Nothing re-opens by itself: the office may want to look at the matter again."""
    today = clock.today()
    for found in batches(lambda after: to_remind.run_out_proofs(today, after)):
        for item in found:
            day = item.valid_until or FAR
            remember("evidence", item.id, LAPSED, day)
            office = people.holders(Role.OFFICE, place_of(item))
            facts = {"code": item.code, "due_on": day, "agency_id": item.event_agency_id}
            key = f"evidence {item.id} {LAPSED} {day}"
            notifications.remind(office, "review", LAPSED, ("evidence", item.id), key=key, facts=facts)
        yield


registry.each_night(NightlyStep("remind", 30, remind))
registry.each_night(NightlyStep("remind_of_returns", 33, remind_of_returns))
registry.each_night(NightlyStep("warn", 40, warn))
registry.each_night(NightlyStep("tell_of_run_out", 42, tell_of_run_out))
