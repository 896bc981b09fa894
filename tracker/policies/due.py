"""By when each step of a policy is to be done, by the rules of its law: from posting, session or signing (domain.md 3.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.calendar import rules
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.policies.models import Policy, PolicyStep

Start = Callable[[Policy], date | None]


def opening(policy: Policy) -> date | None:
    return policy.opens_on


POSTING = "consultation"
COUNTED: dict[str, tuple[str, Start]] = {
    POSTING: ("policy_posting", lambda policy: policy.posted_on),
    "submitted_to_people_committee": ("policy_dossier", opening),
    "committee_review": ("policy_review_report", opening),
    "tabled": ("policy_documents", opening),
    "promulgated": ("policy_send_up", lambda policy: policy.signed_on),
}
"""Step → the day rule that says by when it ends, and from which day one counts."""
SENT = ("tabled",)
JUDGED = ("submitted_to_people_committee", "committee_review", "tabled")
"""The steps that are to be done by then: a draft stands posted at least so long, and what is promulgated is sent up while
it waits for its day."""


def met_on(policy: Policy, row: PolicyStep) -> date | None:
    """When what the deadline asks for was done: deputies have their documents before the session, the vote is in it."""
    return policy.documents_sent_on if row.name in SENT else row.done_on


def is_late(policy: Policy, row: PolicyStep, today: date) -> bool:
    """A step begun after its day, as in a second round within the session, is late for nobody."""
    last = of(policy, row.name) if row.name in JUDGED else None
    if last is None or row.entered_on > last.ends_on:
        return False
    return (met_on(policy, row) or today) > last.ends_on


def of(policy: Policy, step: str, basis: Basis | None = None) -> Computed | None:
    """The last day of the step; None where nothing is counted, or the day one counts from is not known."""
    key, start = COUNTED.get(step, ("", lambda _policy: None))
    first = start(policy)
    if first is None:
        return None
    return (basis or rules.basis()).by_law(key, policy.ruleset, first)


def posting(policy: Policy, basis: Basis | None = None) -> Computed | None:
    """Until when a draft has to stand posted."""
    return of(policy, POSTING, basis)


def is_posted_long_enough(policy: Policy, today: date) -> bool:
    """Days posted >= the rule's; the day of posting is not counted, and a count that ends on a rest day runs to the next
    working day (domain.md 1.13, SM6)."""
    last = posting(policy)
    return last is not None and today >= last.ends_on


def days_posted(policy: Policy, today: date) -> int:
    return max((today - policy.posted_on).days, 0) if policy.posted_on else 0
