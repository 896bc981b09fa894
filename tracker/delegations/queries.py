"""Reading delegations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.access import council_side, within
from tracker.accounts.actor import Actor
from tracker.accounts.models import User
from tracker.administration import queries as accounts
from tracker.core import clock
from tracker.delegations.models import SENT_TO_AGENCIES, Delegation, DelegationAgency, DelegationDocument
from tracker.extensions import db
from tracker.history import events
from tracker.organizations import queries as organizations
from tracker.organizations.models import CouncilBody
from tracker.planning import queries as planning
from tracker.planning.models import Topic
from tracker.search import queries as search


def of_bodies(body_ids: Any) -> Any:
    """Ids of the delegations of these committees, as a subquery."""
    return select(Delegation.id).where(Delegation.body_id.in_(sorted(body_ids)))


def supervising(actor: Actor) -> Any:
    """Ids of the delegations that supervise an agency of this person and have been established, as a subquery."""
    return (
        select(DelegationAgency.delegation_id)
        .join(Delegation, Delegation.id == DelegationAgency.delegation_id)
        .where(within(DelegationAgency.agency_id, actor.agency_ids), Delegation.state != "draft")
    )


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency reads delegations that supervise it, once established."""
    condition = council_side(Delegation, actor)
    if actor.agency_ids:
        condition = or_(condition, Delegation.id.in_(supervising(actor)))
    return condition


def council_side_of(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows of a record that hangs on a delegation, as the Council's side may read them."""
    return council_side(model, actor)


def document_visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads all; an agency what is sent out to the bodies that the delegation supervises."""
    condition = council_side_of(DelegationDocument, actor)
    if actor.agency_ids:
        sent = and_(
            DelegationDocument.delegation_id.in_(supervising(actor)), DelegationDocument.kind.in_(SENT_TO_AGENCIES)
        )
        condition = or_(condition, sent)
    return condition


REPORTING_OWNERS = ("standing_committee", "committee")
"""Their delegations report within a number of days; the Council's own at its nearest session (domain.md 1.5)."""
OUTLINE_AWAITED = ("established",)
REPORTS_AWAITED = ("established", "notified", "active")
RESULT_AWAITED = ("compiling",)
CONSIDERATION_AWAITED = ("reported",)
"""The states in which each of a delegation's deadlines runs."""


def outlines_awaited() -> Select[Delegation]:
    """Delegations whose plan and outline have not gone out."""
    return running(OUTLINE_AWAITED).where(Delegation.established_on.is_not(None))


def reports_awaited(due_on: Collection[date]) -> Select[Delegation]:
    """Delegations to which the agencies have to report by one of these days."""
    return running(REPORTS_AWAITED).where(Delegation.report_due_on.in_(due_on))


def results_awaited() -> Select[Delegation]:
    """Delegations that have ended their supervision and not yet reported, where the rules give a number of days."""
    return running(RESULT_AWAITED).where(Delegation.ended_on.is_not(None), Delegation.owner_kind.in_(REPORTING_OWNERS))


def considerations_awaited() -> Select[Delegation]:
    """Delegations of a Standing Committee whose report it has not yet considered."""
    return running(CONSIDERATION_AWAITED).where(Delegation.owner_kind == "standing_committee")


def running(states: Collection[str]) -> Select[Delegation]:
    query = select(Delegation).where(Delegation.state.in_(states)).options(selectinload(Delegation.documents))
    return query.order_by(Delegation.id)


def documents_of(delegation_id: int, actor: Actor) -> Sequence[DelegationDocument]:
    """The documents that this person may read, in the order of their dates."""
    query = select(DelegationDocument).where(DelegationDocument.delegation_id == delegation_id, document_visible(actor))
    return db.session.scalars(query.order_by(DelegationDocument.issued_on, DelegationDocument.id)).all()


def doubles(documents: Sequence[DelegationDocument]) -> dict[int, DelegationDocument]:
    """Of these documents, those whose number, issuer and year an earlier document bears: id → the earlier one."""
    if not documents:
        return {}
    query = select(DelegationDocument).where(
        DelegationDocument.council_id == documents[0].council_id,
        DelegationDocument.number.in_({document.number for document in documents}),
    )
    known = db.session.scalars(query.order_by(DelegationDocument.id)).all()
    first: dict[tuple[str, str, int], DelegationDocument] = {}
    for document in known:
        first.setdefault(identity(document), document)
    return {d.id: first[identity(d)] for d in documents if first[identity(d)].id != d.id}


def identity(document: DelegationDocument) -> tuple[str, str, int]:
    return document.number, document.issuer, document.issued_on.year


@dataclass(frozen=True)
class Wanted:
    """What a list of delegations is narrowed to."""

    q: str = ""
    state: str = ""
    owner_kind: str = ""
    as_of: datetime | None = None
    """As known at that moment; words, owner and who follows are still those of now."""


ALL = Wanted()


def listing(actor: Actor, wanted: Wanted = ALL, *, page: int = 1, size: int = 25) -> Sequence[Any]:
    """Rows of the list, newest first, a page at a time and one more to know whether there is a next.

    Each row: id, code, title, state, owner_kind, body, established_on, report_due_on, old_record, followed_by.
    """
    query = (
        select(
            Delegation.id,
            Delegation.code,
            Delegation.title,
            Delegation.state,
            Delegation.owner_kind,
            CouncilBody.name.label("body"),
            Delegation.established_on,
            Delegation.report_due_on,
            Delegation.old_record,
            User.full_name.label("followed_by"),
        )
        .outerjoin(CouncilBody, CouncilBody.id == Delegation.body_id)
        .outerjoin(User, User.id == Delegation.followed_by_id)
        .where(*narrowed(actor, wanted))
    )
    rows = db.session.execute(query.order_by(Delegation.id.desc()).limit(size + 1).offset((page - 1) * size)).all()
    return events.rows_at("delegation", rows, wanted.as_of)


def total(actor: Actor, wanted: Wanted = ALL) -> int:
    """How many the list holds."""
    query = select(func.count()).select_from(Delegation).where(*narrowed(actor, wanted))
    return db.session.scalar(query) or 0


def narrowed(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [visible(actor)]
    if wanted.as_of:
        conditions += events.stood("delegation", wanted.as_of, shared=bool(actor.agency_ids))
    if wanted.state:
        conditions.append(events.state_at("delegation", wanted.as_of) == wanted.state)
    if wanted.owner_kind:
        conditions.append(Delegation.owner_kind == wanted.owner_kind)
    if wanted.q:
        conditions.append(Delegation.id.in_(search.found("delegation", wanted.q)))
    return conditions


def counts(actor: Actor) -> dict[str, int]:
    """How many delegations this person may read, by state."""
    query = select(Delegation.state, func.count()).where(visible(actor)).group_by(Delegation.state)
    return {row[0]: row[1] for row in db.session.execute(query)}


def codes(council_ids: Iterable[int]) -> Sequence[Any]:
    """(id, code) of every delegation of these councils, newest first: for giving access without reading more."""
    query = select(Delegation.id, Delegation.code).where(within(Delegation.council_id, council_ids))
    return db.session.execute(query.order_by(Delegation.id.desc())).all()


def codes_of(ids: Iterable[int | None]) -> dict[int, str]:
    """The codes of these delegations, by id."""
    rows = db.session.execute(
        select(Delegation.id, Delegation.code).where(within(Delegation.id, {id for id in ids if id}))
    )
    return {row.id: row.code for row in rows}


def get(id: int) -> Delegation:
    """A delegation by number, whoever asks; pages and API use `access.find`."""
    return db.session.get_one(Delegation, id)


def with_parts(delegation: Delegation) -> Delegation:
    """The same with its committee, its people and its papers, read at once where they have not been read yet."""
    parts = (joinedload(Delegation.body), joinedload(Delegation.members), joinedload(Delegation.documents))
    query = select(Delegation).where(Delegation.id == delegation.id).options(*parts)
    return db.session.scalars(query).unique().one()


def options(council_id: int, delegation: Delegation | None = None) -> dict[str, list[tuple[str, str]]]:
    """The lists that DelegationForm offers: bodies, topics and officers of the council, and those the delegation has."""
    bodies = organizations.bodies(council_id)
    known_body = delegation.body_id if delegation else None
    officers = {user.id: user for user in accounts.officers(council_id)}
    if delegation and delegation.followed_by_id and delegation.followed_by_id not in officers:
        officers[delegation.followed_by_id] = db.session.get_one(User, delegation.followed_by_id)
    return {
        "bodies": [(str(body.id), body.name) for body in bodies if body.valid_to is None or body.id == known_body],
        "topics": planning.topic_choices(council_id, delegation.topic_id if delegation else None),
        "officers": [(str(user.id), user.full_name) for user in officers.values()],
    }


def by_code(council_id: int, code: str) -> Delegation | None:
    return db.session.scalar(select(Delegation).where(Delegation.council_id == council_id, Delegation.code == code))


def choices(actor: Actor, *, limit: int = 200) -> Sequence[Any]:
    """(id, code, title) of what the actor may read, newest first, for a drop-down."""
    query = select(Delegation.id, Delegation.code, Delegation.title).where(visible(actor))
    return db.session.execute(query.order_by(Delegation.id.desc()).limit(limit)).all()


def of_topics(topic_ids: Iterable[int], actor: Actor) -> Sequence[Any]:
    """(id, code, title, state, topic_id) of the delegations under these topics that the actor may read."""
    columns = (Delegation.id, Delegation.code, Delegation.title, Delegation.state, Delegation.topic_id)
    query = select(*columns).where(within(Delegation.topic_id, topic_ids), visible(actor))
    return db.session.execute(query.order_by(Delegation.id)).all()


def any_of_topic(topic: Topic) -> bool:
    """Does a delegation stand under the topic, other than one that was cancelled?"""
    query = exists().where(Delegation.topic_id == topic.id, Delegation.state != "cancelled")
    return bool(db.session.scalar(select(query)))


def titles_since(actor: Actor, council_id: int, since: date) -> Sequence[Any]:
    """(id, code, title, state, topic_id) of the council's delegations established, or being set up, since that day."""
    start = datetime.combine(since, time(), tzinfo=clock.HANOI)
    columns = (Delegation.id, Delegation.code, Delegation.title, Delegation.state, Delegation.topic_id)
    begun = or_(
        Delegation.established_on >= since, and_(Delegation.established_on.is_(None), Delegation.created_at >= start)
    )
    query = select(*columns).where(Delegation.council_id == council_id, Delegation.state != "cancelled", begun)
    return db.session.execute(query.where(visible(actor)).order_by(Delegation.id.desc())).all()
