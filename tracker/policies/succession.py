"""What a drafting agency that has ended leaves here: resolutions that it was still to draft, post or stand by. The successor
goes on from where it stood; the name of the one that was asked stays (F37, domain.md 1.12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.core import clock
from tracker.core.i18n import _l
from tracker.extensions import db
from tracker.organizations import handing
from tracker.organizations import queries as organizations
from tracker.organizations.handing import Handing, Told
from tracker.policies.indexing import index
from tracker.policies.models import Policy
from tracker.policies.queries import DRAFTED
from tracker.recommendations import naming
from tracker.workflow import engine

LONGEST = 300
ASKED = "registered"


def tell(policy: Policy) -> Told:
    parts = [str(engine.state_of(policy).label)]
    if policy.session is not None:
        parts.append(policy.session.name)
    return Told(policy.code, policy.title[:LONGEST], " · ".join(parts))


def move(policy: Policy, change: Handing) -> str:
    """The heir drafts it, from the step that it stands at."""
    policy.drafting_agency = change.heir
    engine.touch(policy, change.actor)
    db.session.flush()
    index(policy, also=[change.old.name])
    return ""


def drafter(policy: Policy) -> str | None:
    """The agency that was asked to draft, by the name it bore then, and who drafts now where that is another name."""
    asked = names_asked([policy]).get(policy.id)
    if asked is None or policy.drafting_agency is None:
        return asked
    now, since = policy.drafting_agency.name, None if is_with_the_first(policy) else policy.handovers[-1].since
    return naming.with_present(asked, now if now != asked else None, since)


def names_asked(policies: Iterable[Policy]) -> dict[int, str]:
    """By policy, the agency that was first asked to draft, by the name it bore then; without those nobody was asked for. In
    one query."""
    asked = {policy.id: (agency, asked_on(policy)) for policy in policies if (agency := first_asked(policy))}
    names = organizations.names_on(asked.values())
    return {id: names[agency, day] for id, (agency, day) in asked.items()}


def first_asked(policy: Policy) -> int | None:
    return policy.handovers[0].from_agency_id if policy.handovers else policy.drafting_agency_id


def asked_on(policy: Policy) -> date:
    return next((row.entered_on for row in policy.steps if row.name == ASKED), clock.today())


def is_with_the_first(policy: Policy) -> bool:
    """Never handed over, or given back."""
    return first_asked(policy) == policy.drafting_agency_id


OPEN: Any = select(Policy).where(Policy.state.in_(DRAFTED)).order_by(Policy.id)

handing.register(
    handing.Holding(
        kind="policy",
        label=_l("Nghị quyết đang soạn thảo"),
        rows=OPEN,
        agency_id=Policy.drafting_agency_id,
        tell=tell,
        move=move,
    )
)
