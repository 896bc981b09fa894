"""By when each step of a policy is to be done, by the rules of its law: from posting, session or signing (domain.md 3.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.calendar import rules
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.policies.models import Policy

Start = Callable[[Policy], date | None]


def opening(policy: Policy) -> date | None:
    return policy.session.opens_on if policy.session else None


COUNTED: dict[str, tuple[str, Start]] = {
    "consultation": ("policy_posting", lambda policy: policy.posted_on),
    "submitted_to_people_committee": ("policy_dossier", opening),
    "committee_review": ("policy_review_report", opening),
    "tabled": ("policy_documents", opening),
    "promulgated": ("policy_send_up", lambda policy: policy.signed_on),
}
"""Step → the day rule that says by when it ends, and from which day one counts."""
ENDS_BY = frozenset(COUNTED) - {"consultation"}
"""A draft stands posted at least that long; the other steps are done by then at the latest."""


def of(policy: Policy, step: str, basis: Basis | None = None) -> Computed | None:
    """The last day of the step; None where nothing is counted, or the day one counts from is not known."""
    key, start = COUNTED.get(step, ("", lambda _policy: None))
    first = start(policy)
    if first is None:
        return None
    return (basis or rules.basis()).by_law(key, policy.ruleset, first)


def posting(policy: Policy, basis: Basis | None = None) -> Computed | None:
    """Until when a draft has to stand posted."""
    return of(policy, "consultation", basis)


def is_posted_long_enough(policy: Policy, today: date) -> bool:
    """Days posted >= the rule's; the day of posting is not counted, and a count that ends on a rest day runs to the next
    working day (domain.md 1.13, SM6)."""
    last = posting(policy)
    return last is not None and today >= last.ends_on


def days_posted(policy: Policy, today: date) -> int:
    return max((today - policy.posted_on).days, 0) if policy.posted_on else 0
