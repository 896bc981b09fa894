"""Making policies findable by their words."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.policies.models import Policy
from tracker.search import service as search


def index(policy: Policy, also: Iterable[str] = ()) -> None:
    """Also by the names of the agencies that drafted it before."""
    search.index_record(
        policy,
        policy.title,
        [
            policy.summary,
            policy.sponsor,
            policy.number or "",
            policy.drafting_agency.name if policy.drafting_agency else "",
            *dict.fromkeys([*(handover.from_name for handover in policy.handovers), *also]),
        ],
    )
