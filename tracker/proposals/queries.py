"""Reading agency proposals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.core.errors import NotFound
from tracker.delegations.models import Delegation, names_day
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.history import events
from tracker.organizations import queries as agencies
from tracker.organizations.fields import offered
from tracker.proposals.models import AgencyProposal, ProposalAgency
from tracker.proposals.work import work_for
from tracker.search import queries as search
from tracker.sessions import queries as sessions
from tracker.sessions.models import Statement
from tracker.workflow.counting import capped_count

__all__ = ["Wanted", "get", "listing", "visible", "work_for"]

SOURCES = ("statement",)
"""What a proposal may come from."""
MOST = 200
MOST_COUNTED = 1000


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency reads what it proposed, with the answer."""
    condition = council_side_of(AgencyProposal, actor)
    if actor.agency_ids:
        condition = or_(condition, AgencyProposal.id.in_(proposed_by(actor.agency_ids)))
    return condition


def proposed_by(agency_ids: Iterable[int]) -> Any:
    """Ids of the proposals of these agencies, as a subquery."""
    return select(ProposalAgency.proposal_id).where(within(ProposalAgency.agency_id, agency_ids))


@dataclass(frozen=True)
class Wanted:
    """What a list of proposals is narrowed to."""

    agency: int | None = None
    status: str = ""
    delegation: int | None = None
    q: str = ""
    as_of: datetime | None = None
    """As known at that moment; agency and words are still those of now."""


def narrowed(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [visible(actor)]
    if wanted.as_of:
        conditions += events.stood("proposal", wanted.as_of, shared=bool(actor.agency_ids))
    if wanted.agency is not None:
        conditions.append(AgencyProposal.id.in_(proposed_by(agencies.with_predecessors(wanted.agency))))
    if wanted.status:
        conditions.append(events.state_at("proposal", wanted.as_of) == wanted.status)
    if wanted.delegation is not None:
        conditions.append(AgencyProposal.delegation_id == wanted.delegation)
    if wanted.q.strip():
        conditions.append(AgencyProposal.id.in_(search.found("proposal", wanted.q)))
    return conditions


def listing(actor: Actor, wanted: Wanted, *, page: int = 1, size: int = 25) -> Sequence[Any]:
    """Rows of the list, newest first, and one more to know whether there is a next page.

    Each row: id, code, text, state, addressee_kind, group_name, proposers_text, delegation (its code).
    """
    query = (
        select(
            AgencyProposal.id,
            AgencyProposal.code,
            AgencyProposal.text,
            AgencyProposal.state,
            AgencyProposal.addressee_kind,
            AgencyProposal.group_name,
            AgencyProposal.proposers_text,
            Delegation.code.label("delegation"),
        )
        .join(Delegation, Delegation.id == AgencyProposal.delegation_id)
        .where(*narrowed(actor, wanted))
        .order_by(Delegation.id.desc(), AgencyProposal.id)
    )
    rows = db.session.execute(query.limit(size + 1).offset((page - 1) * size)).all()
    return events.rows_at("proposal", rows, wanted.as_of)


def total(actor: Actor, wanted: Wanted) -> int:
    """How many there are, counted to one more than a thousand."""
    return capped_count(select(AgencyProposal.id).where(*narrowed(actor, wanted)), MOST_COUNTED)


def proposers(ids: Iterable[int]) -> dict[int, list[str]]:
    """The agencies of several proposals, by the names they bore when these were written down; in two queries."""
    query = (
        select(
            AgencyProposal.id,
            ProposalAgency.agency_id,
            AgencyProposal.created_at,
            Delegation.established_on,
            Delegation.old_record,
        )
        .join(AgencyProposal, AgencyProposal.id == ProposalAgency.proposal_id)
        .join(Delegation, Delegation.id == AgencyProposal.delegation_id)
        .where(ProposalAgency.proposal_id.in_(sorted(ids)))
        .order_by(ProposalAgency.id)
    )
    rows = [(row, names_day(row[2], row[3], old_record=row[4])) for row in db.session.execute(query)]
    names = agencies.names_on((row.agency_id, day) for row, day in rows)
    found: dict[int, list[str]] = defaultdict(list)
    for row, day in rows:
        found[row.id].append(names[row.agency_id, day])
    return found


def get(id: int, actor: Actor) -> AgencyProposal:
    """The proposal with all that its page shows; NotFound as `access.find`."""
    proposal = db.session.scalar(
        select(AgencyProposal)
        .where(AgencyProposal.id == id, visible(actor))
        .options(
            joinedload(AgencyProposal.delegation),
            joinedload(AgencyProposal.forwarded_to),
            selectinload(AgencyProposal.agencies).joinedload(ProposalAgency.agency),
        )
    )
    if proposal is None:
        raise NotFound
    return proposal


def of_delegation(delegation_id: int, actor: Actor, *, limit: int = MOST) -> Sequence[AgencyProposal]:
    return db.session.scalars(in_order(delegation_id, actor).limit(limit)).all()


def of_only_session(delegation_id: int, actor: Actor) -> Sequence[AgencyProposal]:
    """Those of a delegation of which exactly one session has taken place; of others, none."""
    only = sessions.met_count(delegation_id).scalar_subquery() == 1
    return db.session.scalars(in_order(delegation_id, actor).where(only).limit(MOST)).all()


def in_order(delegation_id: int, actor: Actor) -> Select[AgencyProposal]:
    mine = (AgencyProposal.delegation_id == delegation_id, visible(actor))
    return select(AgencyProposal).where(*mine).order_by(AgencyProposal.id)


def agency_choices(delegation: Delegation, keep: Iterable[int] = ()) -> list[tuple[str, str]]:
    """(id, name): first the agencies of the delegation, then the council's others."""
    own = {str(entry.agency_id) for entry in delegation.agencies}
    return sorted(offered(delegation.council_id, keep), key=lambda option: option[0] not in own)


def statement_choices(delegation: Delegation, actor: Actor) -> list[tuple[str, str]]:
    """("statement:12", "PB-03: …") for all that was said on this delegation."""
    rows = db.session.execute(
        select(Statement.id, Statement.code, Statement.text)
        .where(Statement.delegation_id == delegation.id, sessions.statement_visible(actor))
        .order_by(Statement.id)
        .limit(MOST)
    )
    return [(f"statement:{id}", f"{code}: {text[:120]}") for id, code, text in rows]
