"""Each night: whoever has to act is reminded of a deadline at the horizons of the day rules and when it has passed, once
each; the office is warned of what nobody follows, has no deadline, or reaches nobody (F47, domain.md 6.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from tracker.accounts import people
from tracker.accounts.access import place_of
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.calendar import rules
from tracker.core import clock
from tracker.extensions import db
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.notifications import service as notifications
from tracker.notifications.models import Reminder
from tracker.recommendations import deadlines
from tracker.recommendations.models import FAR, Assignment, Recommendation
from tracker.recommendations.queries import to_remind

HORIZONS = ("remind_first", "remind_second", "remind_last")
FARTHEST = timedelta(days=150)
"""No horizon lies farther before a deadline than this."""
LACKS = ("no_follower", "no_deadline", "nobody_told")
LEADS = (Role.LEADER, Role.HEAD, Role.DEPUTY_HEAD)
"""Who leads on the Council's side, told when a deadline has passed."""


def remind() -> Iterator[None]:
    today = clock.today()
    for tasks in batches(lambda after: to_remind.running_out(today, today + FARTHEST, after)):
        known = to_remind.reminded_of(tasks)
        for task in tasks:
            horizon = horizon_of(task, today)
            if horizon and (task.id, horizon, task.due_ends_on) not in known:
                tell_in_time(task, horizon)
        yield
    for tasks in batches(lambda after: to_remind.run_out(today, after)):
        for task in tasks:
            tell_late(task)
        yield


def batches(read: Callable[[int], Sequence[Any]]) -> Iterator[Sequence[Any]]:
    last = 0
    while found := read(last):
        last = found[-1].id
        yield found


def horizon_of(task: Assignment, today: date) -> str | None:
    """The nearest horizon that has been reached; those that lay before the task was handed out never were."""
    due, given = task.due_ends_on, clock.local(task.created_at).date()
    if due is None:
        return None
    basis, ruleset = rules.basis(), task.delegation.ruleset
    found = {name: basis.by_law(name, ruleset, due) for name in HORIZONS}
    days = {name: computed.ends_on for name, computed in found.items() if computed is not None}
    reached = [name for name, day in days.items() if given <= day <= today]
    return max(reached, key=lambda name: days[name]) if reached else None


def tell_in_time(task: Assignment, horizon: str) -> None:
    left = deadlines.days_left(task.due_ends_on or FAR, clock.today())
    told = agency_people(task)
    if horizon == HORIZONS[-1]:
        told |= followers(task.recommendation)
    tell(task, horizon, "due", told, {"days": left})


def tell_late(task: Assignment) -> None:
    leads = {person for role in LEADS for person in people.holders(role, place_of(task))}
    tell(task, "overdue", "overdue", agency_people(task) | followers(task.recommendation) | leads, {})


def tell(task: Assignment, horizon: str, name: str, told: set[int], facts: dict[str, Any]) -> None:
    due = task.due_ends_on or FAR
    remember("assignment", task.id, horizon, due)
    known = {"code": task.code, "due_on": task.due_on, **facts}
    key = f"assignment {task.id} {horizon} {due}"
    notifications.remind(told, "reminder", name, ("assignment", task.id), key=key, facts=known)


def agency_people(task: Assignment) -> set[int]:
    """Officers, and leaders with those who stand in for them."""
    return {person for role in OF_AGENCY for person in people.holders(role, place_of(task))}


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


def remember(kind: str, id: int, horizon: str, due_on: date) -> None:
    db.session.add(Reminder(subject_kind=kind, subject_id=id, horizon=horizon, due_on=due_on))
    db.session.flush()


registry.each_night(NightlyStep("remind", 30, remind))
registry.each_night(NightlyStep("warn", 40, warn))
