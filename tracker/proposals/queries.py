"""Reading agency proposals."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.delegations.queries import council_side_of
from tracker.proposals.models import AgencyProposal, ProposalAgency


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency reads what it proposed, with the answer."""
    condition = council_side_of(AgencyProposal, actor)
    if actor.agency_ids:
        own = select(ProposalAgency.proposal_id).where(within(ProposalAgency.agency_id, actor.agency_ids))
        condition = or_(condition, AgencyProposal.id.in_(own))
    return condition
