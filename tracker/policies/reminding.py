"""Each night: the drafting agency and the Council's side are reminded of the day that a resolution in preparation goes by,
told when it has passed and when a draft has been posted long enough, and reminded of the day a resolution takes effect; once
each (F47, domain.md 6.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.roles import Role
from tracker.calendar.rules import basis
from tracker.core import clock
from tracker.deadlines import reminding
from tracker.deadlines.reminding import OVERDUE, Due, batches
from tracker.delegations.models import ruleset_on
from tracker.extensions import db
from tracker.jobs import registry
from tracker.jobs.registry import NightlyStep
from tracker.policies import days, due
from tracker.policies.models import Policy
from tracker.policies.queries import reminded

P = Policy
BATCH = 100
COUNCIL_SIDE = {"committee_review": (Role.OFFICE, Role.LEADER)}
"""Who is told beside the drafting agency, where it is not the office alone."""
FULL, IN_FORCE = "full", "in_force"


def remind() -> Iterator[None]:
    today = clock.today()
    for found in batches(batch):
        before_session(found, today)
        while_posted(found, today)
        before_force(found, today)
        yield


def batch(after: int) -> Sequence[Policy]:
    query = reminded().where(P.id > after).options(joinedload(P.session), selectinload(P.steps))
    return db.session.scalars(query.order_by(P.id).limit(BATCH)).all()


def before_session(found: Sequence[Policy], today: date) -> None:
    """In time, and once it is too late."""
    running = [(policy, day) for policy in found if (day := days.of(policy, basis(), today)) is not None]
    dues = [due_of(policy, day.due_on, asked_on(policy), due.COUNTED[day.step][0]) for policy, day in running]
    late = [one for one, (_policy, day) in zip(dues, running, strict=True) if day.is_over]
    in_time([one for one in dues if one not in late], today)
    known = reminding.told_of([one.key for one in late])
    for one in late:
        if (*one.key, OVERDUE, one.known_by) not in known:
            reminding.too_late(one, council_side(one.record))


def while_posted(found: Sequence[Policy], today: date) -> None:
    """Before the days of posting are full, and on the day they are: from then on opinions can be summed up."""
    posted = [(policy, last) for policy in found if policy.state == due.POSTING and (last := due.posting(policy))]
    dues = [
        due_of(policy, last.ends_on, policy.posted_on or today, due.COUNTED[due.POSTING][0]) for policy, last in posted
    ]
    in_time([one for one in dues if one.ends_on > today], today)
    full = [one for one in dues if one.ends_on <= today]
    known = reminding.told_of([one.key for one in full])
    for one in full:
        if (*one.key, FULL, one.known_by) not in known:
            told = reminding.agency_people(one.record) | council_side(one.record)
            reminding.tell(one, FULL, "posted", told)


def before_force(found: Sequence[Policy], today: date) -> None:
    """A resolution is in force from a day, also a rest day."""
    dated = [(policy, day) for policy in found if (day := policy.effective_on)]
    in_time([due_of(policy, day, policy.signed_on or today, IN_FORCE) for policy, day in dated if day > today], today)


def due_of(policy: Policy, day: date, given_on: date, about: str) -> Due:
    """The horizons are those of oversight in force on that day: the laws on legal documents know none."""
    return Due(policy, day, day, day, given_on, ruleset_on(day), about)


def asked_on(policy: Policy) -> date:
    """Since when the session is known."""
    return next((row.entered_on for row in policy.steps if row.name == days.REGISTERED), policy.steps[0].entered_on)


def in_time(dues: Sequence[Due], today: date) -> None:
    reminding.in_time(dues, today, lambda _policy: set(), others=council_side)


def council_side(policy: Policy) -> set[int]:
    return reminding.holders(COUNCIL_SIDE.get(policy.state, (Role.OFFICE,)), policy)


registry.each_night(NightlyStep("remind_of_policies", 36, remind))
