"""/proposals: what agencies propose to the Council, and the answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import INTEGER, Filter, by_id, by_state, by_words, number
from tracker.api.kinds.common import begins
from tracker.api.past import left
from tracker.api.resources import Case, Resource, Writing
from tracker.api.retold import Told, looking_back
from tracker.api.shows import Shown, columns, computed, label, named
from tracker.links import origins
from tracker.organizations.models import Agency
from tracker.organizations.queries import with_predecessors
from tracker.proposals import forms, queries, service
from tracker.proposals.models import PROPOSAL_ADDRESSEES, AgencyProposal, ProposalAgency
from tracker.proposals.workflow import PROPOSAL
from tracker.workflow import engine


def about(case: Case) -> dict[str, Any]:
    delegation = case.record.delegation if case.record else case.parents["delegation"]
    return {"delegation": delegation, "actor": case.actor, "proposal": case.record}


def saved(case: Case) -> dict[str, Any]:
    return forms.answers_of(case.record, origins.of(case.record, case.actor, queries.SOURCES))


def proposed_by(agency_id: int, _actor: Actor) -> ColumnElement[bool]:
    return AgencyProposal.id.in_(queries.proposed_by(with_predecessors(agency_id)))


SHOWS: tuple[Shown, ...] = (
    *columns(AgencyProposal, "delegation_id"),
    named("delegation", "delegation.code"),
    *columns(AgencyProposal, "text"),
    computed("agency_ids", "ids", lambda proposal, _actor: [entry.agency_id for entry in proposal.agencies]),
    computed("agencies", "texts", lambda proposal, _actor: proposal.proposers),
    *columns(AgencyProposal, "proposers_text proposers_inferred addressee_kind"),
    label("addressee_kind_label", PROPOSAL_ADDRESSEES, "addressee_kind"),
    *columns(AgencyProposal, "group_name answer forwarded_to_id"),
    named("forwarded_to", "forwarded_to.name"),
)
FILTERS: tuple[Filter, ...] = (
    by_id("delegation", AgencyProposal.delegation_id),
    Filter("agency", number, proposed_by, INTEGER),
    by_state(AgencyProposal, PROPOSAL),
    by_words("proposal", AgencyProposal),
)
THEN = Told(
    "proposal",
    FILTERS,
    relations={"delegation": (), "forwarded_to": ()},
)
"""Of then, the columns; what hangs on the record, and what is computed, is of now."""
PROPOSALS = resources.add(
    Resource(
        kind="proposal",
        parents=(("delegation_id", "delegation"),),
        shows=SHOWS,
        create=Writing(
            forms.ProposalForm,
            lambda case, answers: service.create(answers, case.actor, delegation=case.parents["delegation"]),
            about=about,
            require=begins(PROPOSAL),
        ),
        edit=Writing(
            forms.ProposalForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=about,
            initial=saved,
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=FILTERS,
        past=looking_back(THEN, left(SHOWS, out="agency_ids agencies")),
        load=(
            joinedload(AgencyProposal.delegation),
            joinedload(AgencyProposal.forwarded_to),
            selectinload(AgencyProposal.agencies).joinedload(ProposalAgency.agency).selectinload(Agency.names),
        ),
    )
)
