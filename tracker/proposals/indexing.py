"""Making proposals findable by their words."""

from __future__ import annotations

from tracker.proposals.models import AgencyProposal
from tracker.search import service as search


def index(proposal: AgencyProposal) -> None:
    search.index_record(
        proposal,
        proposal.text,
        [
            proposal.group_name,
            proposal.proposers_text,
            *proposal.proposers,
            proposal.answer,
        ],
    )
