"""Reading programmes and topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_WIDE, OF_DELEGATION, Role
from tracker.core import clock
from tracker.core.errors import NotFound
from tracker.extensions import db
from tracker.history import events
from tracker.organizations.models import CouncilBody
from tracker.planning.models import Programme, Topic

YEARS_OFFERED = 2
"""A delegation is set up under a topic of this year's programme, of the next one, or of the two years before."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """The council reads its own; people of its delegations what has been adopted (it is public, Điều 89 Luật 87/2015)."""
    condition = within(Programme.council_id, actor.councils_as(*COUNCIL_WIDE, Role.LEADER))
    if of_delegations := actor.councils_as(*OF_DELEGATION):
        condition = or_(condition, and_(within(Programme.council_id, of_delegations), Programme.state != "draft"))
    return condition


def topic_visible(actor: Actor) -> ColumnElement[bool]:
    """A topic is read by whoever reads its programme."""
    return Topic.programme_id.in_(select(Programme.id).where(visible(actor)))


@dataclass(frozen=True)
class Wanted:
    """What a list of programmes is narrowed to."""

    year: int | None = None
    owner_kind: str = ""
    as_of: datetime | None = None
    """As known at that moment; year and owner are still those of now."""


ALL = Wanted()


def listing(actor: Actor, wanted: Wanted = ALL, *, page: int, size: int) -> Sequence[Any]:
    """Rows of the list, newest year first, and one more to know whether there is a next page.

    Each row: id, code, year, owner_kind, body (its name), state, adopted_number, adopted_on, topics (how many).
    """
    topics = select(func.count()).where(Topic.programme_id == Programme.id, *kept_topics(wanted.as_of))
    query = (
        select(
            Programme.id,
            Programme.code,
            Programme.year,
            Programme.owner_kind,
            CouncilBody.name.label("body"),
            Programme.state,
            Programme.adopted_number,
            Programme.adopted_on,
            topics.scalar_subquery().label("topics"),
        )
        .outerjoin(CouncilBody, CouncilBody.id == Programme.body_id)
        .where(*meant(actor, wanted))
        .order_by(Programme.year.desc(), Programme.id)
    )
    rows = db.session.execute(query.limit(size + 1).offset((page - 1) * size)).all()
    return events.rows_at("programme", rows, wanted.as_of)


def kept_topics(moment: datetime | None) -> list[ColumnElement[bool]]:
    """Topics that have not been set aside; at a past moment those that were there and had not."""
    there = events.stood("topic", moment, shared=False) if moment else []
    return [*there, events.state_at("topic", moment) != "set_aside"]


def total(actor: Actor, wanted: Wanted = ALL) -> int:
    query = select(func.count()).select_from(Programme).where(*meant(actor, wanted))
    return db.session.scalar(query) or 0


def meant(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions = [visible(actor)]
    if wanted.as_of:
        conditions += events.stood("programme", wanted.as_of, shared=bool(actor.agency_ids))
    if wanted.year is not None:
        conditions.append(Programme.year == wanted.year)
    if wanted.owner_kind:
        conditions.append(Programme.owner_kind == wanted.owner_kind)
    return conditions


def years(actor: Actor) -> Sequence[int]:
    """The years that have a programme, newest first."""
    query = select(Programme.year).where(visible(actor)).distinct()
    return db.session.scalars(query.order_by(Programme.year.desc())).all()


def topic(id: int, actor: Actor) -> Topic:
    """The topic with its programme; NotFound as `access.find`."""
    query = select(Topic).where(Topic.id == id, topic_visible(actor))
    found = db.session.scalar(
        query.options(joinedload(Topic.programme).joinedload(Programme.body), joinedload(Topic.lead_body))
    )
    if found is None:
        raise NotFound
    return found


def topics_of(programme: Programme) -> Sequence[Topic]:
    query = select(Topic).where(Topic.programme_id == programme.id).options(joinedload(Topic.lead_body))
    return db.session.scalars(query.order_by(Topic.state == "set_aside", Topic.id)).all()


def has_topics(programme: Programme) -> bool:
    """Is there any topic that has not been set aside?"""
    return bool(
        db.session.scalar(select(exists().where(Topic.programme_id == programme.id, Topic.state != "set_aside")))
    )


def any_topic(programme: Programme) -> bool:
    return bool(db.session.scalar(select(exists().where(Topic.programme_id == programme.id))))


def same_owner(council_id: int, code: str, *, but: int | None = None) -> Programme | None:
    """The programme that this owner has for this year already; the code says both."""
    query = select(Programme).where(Programme.council_id == council_id, Programme.code == code, Programme.id != but)
    return db.session.scalar(query)


def topic_choices(council_id: int, keep: int | None = None) -> list[tuple[str, str]]:
    """(id, "CĐ-2026-01 …") of the adopted topics of recent years, and the one that is chosen already."""
    recent = and_(Topic.state == "adopted", Programme.year >= clock.today().year - YEARS_OFFERED)
    rows = db.session.execute(
        select(Topic.id, Topic.code, Topic.title)
        .join(Programme, Programme.id == Topic.programme_id)
        .where(Topic.council_id == council_id, or_(recent, Topic.id == keep))
        .order_by(Programme.year.desc(), Topic.id)
    )
    return [(str(row.id), f"{row.code} {row.title}") for row in rows]


def is_adopted_topic(id: int, council_id: int) -> bool:
    query = exists().where(Topic.id == id, Topic.council_id == council_id, Topic.state == "adopted")
    return bool(db.session.scalar(select(query)))


def titles_since(actor: Actor, council_id: int, since: date) -> Sequence[Any]:
    """(id, code, title, state) of the council's topics entered since that day, or of a programme of a later year."""
    start = datetime.combine(since, time(), tzinfo=clock.HANOI)
    query = (
        select(Topic.id, Topic.code, Topic.title, Topic.state)
        .join(Programme, Programme.id == Topic.programme_id)
        .where(Topic.council_id == council_id, Topic.state != "set_aside", visible(actor))
        .where(or_(Topic.created_at >= start, Programme.year > since.year))
    )
    return db.session.execute(query.order_by(Topic.id.desc())).all()


def titles(ids: Iterable[int], actor: Actor) -> dict[int, str]:
    """Of these topics, those that the actor may read: id → "CĐ-2026-01 …"."""
    query = select(Topic.id, Topic.code, Topic.title).where(within(Topic.id, ids), topic_visible(actor))
    return {row.id: f"{row.code} {row.title}" for row in db.session.execute(query)}
