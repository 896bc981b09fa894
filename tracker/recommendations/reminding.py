"""Each night: whoever has to act is reminded of a deadline at the horizons of the day rules and when it has passed, once
each; the office is warned of what nobody follows, has no deadline, or reaches nobody (F47, domain.md 6.3)."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.accounts import people
from tracker.accounts.access import place_of
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.deadlines import reminding
from tracker.deadlines.reminding import FARTHEST, Due, batches, remember
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.notifications import service as notifications
from tracker.recommendations.models import FAR, Assignment, Recommendation
from tracker.recommendations.queries import to_remind

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


registry.each_night(NightlyStep("remind", 30, remind))
registry.each_night(NightlyStep("warn", 40, warn))
