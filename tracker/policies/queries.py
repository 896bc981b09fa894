"""Reading policies: who may read what, lists, what may still be joined, what waits for the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.access import council_side, within
from tracker.accounts.access import visible as visible_to
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE, OF_AGENCY, Role
from tracker.core.errors import NotFound
from tracker.core.text import bare_number
from tracker.extensions import db
from tracker.history import events
from tracker.links.models import Link
from tracker.organizations.models import Agency, Handover
from tracker.organizations.queries import held, with_predecessors
from tracker.policies import days
from tracker.policies.models import CouncilSession, Policy, PolicyStep
from tracker.policies.phases import UNDER_WAY, states_of
from tracker.proposals.models import AgencyProposal
from tracker.proposals.queries import proposed_by
from tracker.search import queries as search
from tracker.workflow.counting import capped_count

P = Policy
SOURCES = ("proposal", "finding", "recommendation")
"""What a policy may come from."""
UNREGISTERED = ("proposed", "consolidated")
"""The Council's own business: no agency has been asked for anything yet."""
DRAFTED = (
    "registered",
    "drafting",
    "consultation",
    "appraisal",
    "submitted_to_people_committee",
    "committee_review",
    "tabled",
    "not_passed",
)
"""The drafting agency has, or may again have, something to do."""
PUBLISHED = ("promulgated", "in_force", "under_review", "repealed")
"""A resolution is public from its promulgation on."""
JOINABLE = ("proposed", "consolidated", "registered", "drafting")
"""What one more source may still be taken into."""
MOST_COUNTED = 1000
MOST = 100


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency what it drafts, what its own proposals became, and what is published."""
    return or_(council_side(P, actor), to_agencies(actor))


def to_agencies(actor: Actor) -> ColumnElement[bool]:
    """What it was asked to draft, also where another goes on with it; what was made of its own proposals, once it has been
    answered so or the Council has registered it; resolutions."""
    if not actor.agency_ids:
        return published_to(actor)
    begun = P.state.not_in(UNREGISTERED)
    own = proposed_by(actor.agency_ids)
    answered = select(AgencyProposal.id).where(AgencyProposal.id.in_(own), AgencyProposal.state == "moved_to_policy")
    return or_(
        and_(begun, within(P.drafting_agency_id, actor.agency_ids)),
        and_(begun, P.id.in_(held("policy", actor.agency_ids))),
        and_(begun, P.id.in_(made_of(own))),
        P.id.in_(made_of(answered)),
        published_to(actor),
    )


def published_to(actor: Actor) -> ColumnElement[bool]:
    """Whoever has a role in the council reads its resolutions; the administrator has no part in them."""
    councils = {grant.council_id for grant in actor.grants if grant.role in (*COUNCIL_SIDE, *OF_AGENCY)}
    known = [id for id in councils if id]
    return and_(P.state.in_(PUBLISHED), within(P.council_id, known)) if known else false()


def made_of(proposals: Any) -> Any:
    """Ids of the policies to which one of these proposals led, as a subquery."""
    return select(Link.target_id).where(
        Link.source_kind == "proposal", Link.target_kind == "policy", Link.source_id.in_(proposals)
    )


def step_visible(actor: Actor) -> ColumnElement[bool]:
    """What each step was done with is for the Council's side and the drafting agency; for one that has handed it over, what
    was done before."""
    inside = select(P.id).where(
        or_(
            council_side(P, actor),
            and_(P.state.not_in(UNREGISTERED), within(P.drafting_agency_id, actor.agency_ids)),
        )
    )
    if not actor.agency_ids:
        return PolicyStep.policy_id.in_(inside)
    before = exists().where(
        Handover.subject_kind == "policy",
        Handover.subject_id == PolicyStep.policy_id,
        Handover.from_agency_id.in_(sorted(actor.agency_ids)),
        PolicyStep.done_on.is_not(None),
        PolicyStep.updated_at <= Handover.handed_at,
    )
    return or_(PolicyStep.policy_id.in_(inside), before)


def session_visible(actor: Actor) -> ColumnElement[bool]:
    """Everybody of the council knows when it meets; the administrator keeps none of it."""
    councils = [grant.council_id for grant in actor.grants if grant.role is not Role.ADMIN and grant.council_id]
    return within(CouncilSession.council_id, set(councils))


# --- lists ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What a list of policies is narrowed to."""

    status: str = ""
    phase: str = ""
    session: int | None = None
    no_session: bool = False
    due: str = ""
    """"overdue" or "soon", as of now."""
    type: str = ""
    agency: int | None = None
    delegation: int | None = None
    q: str = ""
    as_of: datetime | None = None
    """As known at that moment; session, agency and words are still those of now."""


def narrowed(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [visible_to("policy", actor), *same_as(wanted)]
    if wanted.as_of:
        conditions += events.stood("policy", wanted.as_of, shared=bool(actor.agency_ids))
    if wanted.phase:
        conditions.append(events.state_at("policy", wanted.as_of).in_(states_of(wanted.phase)))
    if wanted.agency is not None:
        conditions.append(within(P.drafting_agency_id, with_predecessors(wanted.agency)))
    if wanted.due:
        conditions.append(days.in_group(wanted.due, visible_to("policy", actor)))
    if wanted.no_session:
        conditions.append(P.session_id.is_(None))
    if wanted.q.strip():
        conditions.append(P.id.in_(search.found("policy", wanted.q)))
    return conditions


def same_as(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What is asked for by one value of a column."""
    asked = (
        (events.state_at("policy", wanted.as_of) if wanted.status else P.state, wanted.status),
        (P.session_id, wanted.session),
        (P.type, wanted.type),
        (P.delegation_id, wanted.delegation),
    )
    return [column == value for column, value in asked if value not in (None, "")]


def listing(actor: Actor, wanted: Wanted, *, page: int = 1, size: int = 25) -> Sequence[Any]:
    """Rows of the list, newest first, and one more to know whether there is a next page.

    Each row: id, code, title, type, state, agency, session, opens_on, number, effective_on.
    """
    query = (
        select(
            P.id,
            P.code,
            P.title,
            P.type,
            P.state,
            Agency.name.label("agency"),
            CouncilSession.name.label("session"),
            CouncilSession.opens_on,
            P.number,
            P.effective_on,
        )
        .outerjoin(Agency, Agency.id == P.drafting_agency_id)
        .outerjoin(CouncilSession, CouncilSession.id == P.session_id)
        .where(*narrowed(actor, wanted))
        .order_by(P.id.desc())
    )
    rows = db.session.execute(query.limit(size + 1).offset((page - 1) * size)).all()
    return events.rows_at("policy", rows, wanted.as_of)


def total(actor: Actor, wanted: Wanted) -> int:
    """How many there are, counted to one more than a thousand."""
    return capped_count(select(P.id).where(*narrowed(actor, wanted)), MOST_COUNTED)


def grouped(actor: Actor, wanted: Wanted) -> dict[str, list[int]]:
    """Ids of what is overdue and of what is due soon in such a list, by days.OVERDUE and days.SOON."""
    return days.grouped(*narrowed(actor, wanted))


def on_board(actor: Actor, session: int | None, *, limit: int) -> Sequence[Policy]:
    """Those of one session (None: of no session yet), in the order of their numbers; one more than fits."""
    of_session = P.session_id.is_(None) if session is None else P.session_id == session
    query = select(P).where(visible_to("policy", actor), of_session).options(*FOR_ROWS, selectinload(P.steps))
    return db.session.scalars(query.order_by(P.id).limit(limit + 1)).all()


def under_way(actor: Actor, *, limit: int) -> Sequence[Policy]:
    """Those of any session, or of none yet, on which something is still to be done; one more than fits."""
    query = (
        select(P).where(visible_to("policy", actor), P.state.in_(UNDER_WAY)).options(*FOR_ROWS, selectinload(P.steps))
    )
    return db.session.scalars(query.order_by(P.id).limit(limit + 1)).all()


def counts(actor: Actor, *, sessions: Sequence[int]) -> dict[tuple[int | None, str], int]:
    """(session, state) → how many, for R8 (domain.md 6.6): of these sessions, and of none yet."""
    query = (
        select(P.session_id, P.state, func.count())
        .where(visible_to("policy", actor), or_(P.session_id.is_(None), P.session_id.in_(sessions)))
        .group_by(P.session_id, P.state)
    )
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


# --- one --------------------------------------------------------------------------------------------------------------

FOR_ROWS = (joinedload(P.session), joinedload(P.drafting_agency))
WHOLE = (
    joinedload(P.delegation),
    joinedload(P.session),
    joinedload(P.body),
    joinedload(P.drafting_agency),
    selectinload(P.steps),
    selectinload(P.votes),
    selectinload(P.handovers),
)


def get(id: int, actor: Actor) -> Policy:
    """The policy with all that its page shows; NotFound as `access.find`."""
    policy = db.session.scalar(select(P).where(P.id == id, visible(actor)).options(*WHOLE))
    if policy is None:
        raise NotFound
    return policy


def amending(policy: Policy, actor: Actor) -> Sequence[Policy]:
    """Those that are to amend or repeal this one, as far as the reader may read them."""
    query = select(P).where(P.amends_id == policy.id, visible_to("policy", actor))
    return db.session.scalars(query.order_by(P.id).limit(MOST)).all()


def to_amend(council_id: int, keep: int | None = None) -> list[tuple[str, str]]:
    """(id, words) of the council's resolutions in force, newest first, and the one already chosen."""
    standing = and_(P.council_id == council_id, P.state.in_(("promulgated", "in_force", "under_review")))
    query = select(P.id, P.code, P.number, P.title).where(or_(standing, P.id == (keep or 0)))
    rows = db.session.execute(query.order_by(P.id.desc()).limit(MOST))
    return [(str(row.id), f"{row.number or row.code} {row.title[:100]}") for row in rows]


def joinable(council_id: int) -> Sequence[Any]:
    """(id, code, title) of what one more proposal may be taken into, newest first."""
    query = select(P.id, P.code, P.title).where(P.council_id == council_id, P.state.in_(JOINABLE))
    return db.session.execute(query.order_by(P.id.desc()).limit(MOST)).all()


def carriers(proposal_id: int) -> Sequence[Policy]:
    """What a proposal already led to and was not withdrawn, newest first."""
    made = select(Link.target_id).where(
        Link.source_kind == "proposal", Link.source_id == proposal_id, Link.target_kind == "policy"
    )
    query = select(P).where(P.id.in_(made), P.state != "withdrawn")
    return db.session.scalars(query.order_by(P.id.desc()).limit(MOST)).all()


def numbered(council_id: int, number: str, year: int, *, but: int) -> Policy | None:
    """The resolution that bears this number in that year, however it is typed: 012/nq-hđnd is 12/NQ-HĐND."""
    signed = and_(P.signed_on >= date(year, 1, 1), P.signed_on <= date(year, 12, 31))
    query = select(P).where(P.council_id == council_id, P.id != but, P.number.is_not(None), signed)
    wanted = bare_number(number)
    return next(
        (one for one in db.session.scalars(query.order_by(P.id)) if bare_number(one.number or "") == wanted), None
    )


def effective_by(day: date, *, limit: int) -> Sequence[Policy]:
    """Promulgated, and their day has come."""
    query = select(P).where(P.state == "promulgated", P.effective_on <= day)
    return db.session.scalars(query.order_by(P.id).limit(limit)).all()


def lapsing_by(day: date, *, limit: int) -> Sequence[Policy]:
    """In force, and repealed from a day that has come."""
    query = select(P).where(P.state.in_(("in_force", "under_review")), P.repealed_on <= day)
    return db.session.scalars(query.order_by(P.id).limit(limit)).all()


def reminded() -> Select[Policy]:
    """What a day runs for: before the vote, or until it is in force."""
    return select(P).where(P.state.in_((*DRAFTED, "promulgated")))


def on_the_way() -> Select[Policy]:
    """Something is still to be done by a day before the session."""
    query = select(P).where(P.state.in_(days.RUNNING), P.session_id.is_not(None))
    return query.options(joinedload(P.session), selectinload(P.steps)).order_by(P.id)


def on_the_way_of_delegation(delegation_id: int, actor: Actor) -> Sequence[Policy]:
    query = on_the_way().where(P.delegation_id == delegation_id, visible_to("policy", actor))
    return db.session.scalars(query.limit(MOST)).all()


def posted_now() -> Select[Policy]:
    return select(P).where(P.state == "consultation").order_by(P.id)


def posted_of_delegation(delegation_id: int, actor: Actor) -> Sequence[Policy]:
    query = select(P).where(P.delegation_id == delegation_id, P.posted_on.is_not(None), visible_to("policy", actor))
    return db.session.scalars(query.options(selectinload(P.steps)).order_by(P.id).limit(MOST)).all()


def of_source(kind: str, id: int, actor: Actor) -> Sequence[Policy]:
    """The policies to which a record led, as far as the reader may read them."""
    made = select(Link.target_id).where(Link.source_kind == kind, Link.source_id == id, Link.target_kind == "policy")
    query = select(P).where(P.id.in_(made), visible_to("policy", actor)).options(joinedload(P.session))
    return db.session.scalars(query.order_by(P.id).limit(MOST)).all()


def steps_of(policy: Policy, actor: Actor) -> Sequence[PolicyStep]:
    """Its steps, as far as the reader may read them, the latest last."""
    query = select(PolicyStep).where(PolicyStep.policy_id == policy.id, visible_to("policy_step", actor))
    return db.session.scalars(query.order_by(PolicyStep.id)).all()


# --- council sessions -------------------------------------------------------------------------------------------------


def sessions(actor: Actor, *, limit: int = MOST) -> Sequence[CouncilSession]:
    """Newest first."""
    query = select(CouncilSession).where(visible_to("council_session", actor))
    return db.session.scalars(
        query.order_by(CouncilSession.opens_on.desc(), CouncilSession.id.desc()).limit(limit)
    ).all()


def session_choices(council_id: int) -> list[tuple[str, str]]:
    """(id, name and opening day), newest first."""
    query = select(CouncilSession).where(CouncilSession.council_id == council_id)
    rows = db.session.scalars(query.order_by(CouncilSession.opens_on.desc(), CouncilSession.id.desc()).limit(MOST))
    return [(str(row.id), f"{row.name} ({row.opens_on:%d/%m/%Y})") for row in rows]
