"""The facts of the handover report: what the term did, what it leaves open, at which rates; by delegation and in all.

While a handover is prepared they are read from the records; when it is decided they are kept, and read from there.
Shape: on, council, from_term, to_term (number, from_on, to_on, deputies_total), totals and delegations (in_term, closed,
withdrawn, listed, overdue, one count a decision, undecided, left_out; a delegation also id, code, title), states (lead
state → count), rates (completion and on_time as [numerator, denominator]; not_due, waived, multi_year, central),
proposals, open_delegations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import aliased

from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_DELEGATION
from tracker.audit import service as audit
from tracker.delegations.models import Delegation
from tracker.delegations.workflow import DELEGATION
from tracker.extensions import db
from tracker.organizations.models import CouncilTerm
from tracker.proposals import queries as proposals
from tracker.proposals.models import AgencyProposal
from tracker.proposals.workflow import PROPOSAL
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.queries import follow_up, rates
from tracker.recommendations.queries.rates import Rates, Scope
from tracker.recommendations.terms import OPEN, belonging
from tracker.terms import queries
from tracker.terms.models import DECISIONS, HandoverItem, TermHandover

R, Item = Recommendation, HandoverItem
LEAD: Any = aliased(Assignment)
Facts = dict[str, Any]
COUNTS = ("in_term", "closed", "withdrawn", "listed", "overdue", *DECISIONS, "undecided", "left_out")
MOST = 1000
"""So many proposals and delegations are listed."""


def compose(handover: TermHandover, actor: Actor, today: date, *, by_delegation: bool = False) -> Facts:
    """As the records say today. `by_delegation`: with the rates of each delegation, which takes two queries each."""
    before = handover.from_term
    counted = counts(handover, today)
    rows = delegations(counted)
    if by_delegation:
        for row in rows:
            row["rates"] = told(rates.of(actor, Scope(delegation=row["id"], term=before.id)))
    totals = sum((counted[id] for id in counted), Counter[str]())
    kept: Facts = audit.plain(
        {
            "on": today,
            "council": before.council.name,
            "from_term": term_facts(before),
            "to_term": term_facts(handover.to_term),
            "totals": {name: totals[name] for name in COUNTS},
            "delegations": rows,
            "states": states(handover),
            "rates": told(rates.of(actor, Scope(term=before.id))),
            "proposals": unanswered(handover.council_id),
            "open_delegations": still_open(handover.council_id),
        }
    )
    return kept


def as_read(handover: TermHandover, actor: Actor, today: date) -> Facts:
    """As kept when it was decided, else as the records say now; people of a delegation see their own part."""
    kept = queries.report_of(handover)
    told = kept.facts if kept is not None else compose(handover, actor, today)
    if queries.reads_whole(handover, actor):
        return told
    own = actor.delegations_as(*OF_DELEGATION)
    only = {name: [row for row in told[name] if row["id"] in own] for name in ("delegations", "open_delegations")}
    return {**told, **only, "proposals": []}


def term_facts(term: CouncilTerm) -> Facts:
    return {name: getattr(term, name) for name in ("number", "from_on", "to_on", "deputies_total")} | {
        "council": term.council.name
    }


def told(found: Rates) -> Facts:
    left_out = {name: getattr(found, name) for name in ("not_due", "waived", "multi_year", "central")}
    pairs = {name: getattr(found, name) for name in ("completion", "on_time")}
    return left_out | {name: [rate.numerator, rate.denominator] for name, rate in pairs.items()}


# --- counts -----------------------------------------------------------------------------------------------------------


def counts(handover: TermHandover, today: date) -> dict[int, Counter[str]]:
    """By delegation: what was issued in the term or carried into it and what became of that; what stands on the list."""
    found: dict[int, Counter[str]] = {}
    for delegation, state, number in db.session.execute(of_the_term(handover.from_term_id)):
        here = found.setdefault(delegation, Counter())
        here["in_term"] += number
        here[state] += number
    for delegation, decision, left_out, state, number, late in db.session.execute(on_the_list(handover.id, today)):
        here = found.setdefault(delegation, Counter())
        if left_out or state != OPEN:
            here["left_out"] += number
            continue
        here.update({"listed": number, "overdue": late, decision or "undecided": number})
    return found


def of_the_term(term_id: int) -> Any:
    query = select(R.delegation_id, R.state, func.count()).where(R.id.in_(belonging(term_id)))
    return query.group_by(R.delegation_id, R.state)


def on_the_list(handover_id: int, today: date) -> Any:
    late = and_(*follow_up.is_overdue(LEAD, today), LEAD.state.not_in(follow_up.CLOSED))
    overdue = func.count(case((late, 1)))
    keys = (Item.delegation_id, Item.decision, Item.left_out, R.state)
    return (
        select(*keys, func.count(), overdue)
        .join(R, R.id == Item.recommendation_id)
        .outerjoin(LEAD, (LEAD.recommendation_id == R.id) & (LEAD.role == "lead"))
        .where(Item.handover_id == handover_id)
        .group_by(*keys)
    )


def delegations(counted: dict[int, Counter[str]]) -> list[Facts]:
    """In the order in which they were set up."""
    query = select(Delegation.id, Delegation.code, Delegation.title).where(Delegation.id.in_(sorted(counted)))
    return [
        {"id": id, "code": code, "title": title} | {name: counted[id][name] for name in COUNTS}
        for id, code, title in db.session.execute(query.order_by(Delegation.id))
    ]


def states(handover: TermHandover) -> dict[str, int]:
    """How many of the listed ones that are open stand where, by the lead's state."""
    query = (
        select(R.lead_state, func.count())
        .join(Item, Item.recommendation_id == R.id)
        .where(Item.handover_id == handover.id, ~Item.left_out, R.state == OPEN)
        .group_by(R.lead_state)
    )
    return {state: number for state, number in db.session.execute(query) if state}


# --- what else is not finished ----------------------------------------------------------------------------------------


def unanswered(council_id: int) -> list[Facts]:
    """Proposals of agencies that the Council has not answered."""
    query = (
        select(AgencyProposal.id, AgencyProposal.code, AgencyProposal.text, AgencyProposal.state, Delegation.code)
        .join(Delegation, Delegation.id == AgencyProposal.delegation_id)
        .where(AgencyProposal.council_id == council_id, AgencyProposal.state.not_in(PROPOSAL.finals))
        .order_by(AgencyProposal.delegation_id, AgencyProposal.id)
    )
    rows = db.session.execute(query.limit(MOST)).all()
    names = proposals.proposers([row[0] for row in rows]) if rows else {}
    return [
        named(row, ("id", "code", "text", "state", "delegation")) | {"proposers": names.get(row[0], [])} for row in rows
    ]


def still_open(council_id: int) -> list[Facts]:
    """Delegations that have not been closed."""
    query = select(Delegation.id, Delegation.code, Delegation.title, Delegation.state).where(
        Delegation.council_id == council_id, Delegation.state.not_in(DELEGATION.finals)
    )
    rows = db.session.execute(query.order_by(Delegation.id).limit(MOST)).all()
    return [named(row, ("id", "code", "title", "state")) for row in rows]


def named(row: Iterable[Any], names: tuple[str, ...]) -> Facts:
    return dict(zip(names, row, strict=True))
