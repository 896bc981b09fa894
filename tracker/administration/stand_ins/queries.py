"""Reading who stands in for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true, tuple_

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.models import Membership, StandIn, User
from tracker.accounts.people import holding
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.core import clock
from tracker.extensions import db
from tracker.organizations.models import Agency

MOST = 200


def visible(actor: Actor) -> ColumnElement[bool]:
    """The agency's people, the council's office, and whoever keeps the accounts."""
    if actor.is_admin:
        return true()
    own = within(StandIn.agency_id, actor.agency_ids)
    return or_(own, within(StandIn.council_id, actor.councils_as(Role.OFFICE)))


def is_over() -> ColumnElement[bool]:
    return or_(StandIn.state == "ended", StandIn.to_on < clock.today())


def listed(
    actor: Actor, *, agency_id: int | None = None, over: bool = False, page: int = 1, size: int = 50
) -> Sequence[StandIn]:
    """Those that run or are to come, soonest end first; with `over` also the others. One more than a page."""
    query = select(StandIn).where(*wanted(actor, agency_id, over=over))
    ordered = query.order_by(is_over(), StandIn.to_on, StandIn.id)
    return db.session.scalars(ordered.limit(size + 1).offset((page - 1) * size)).all()


def total(actor: Actor, *, over: bool = False) -> int:
    query = select(func.count()).select_from(StandIn).where(*wanted(actor, None, over=over))
    return db.session.scalar(query) or 0


def wanted(actor: Actor, agency_id: int | None, *, over: bool) -> list[ColumnElement[bool]]:
    conditions = [visible(actor)]
    if agency_id is not None:
        conditions.append(StandIn.agency_id == agency_id)
    if not over:
        conditions.append(~is_over())
    return conditions


def running(agency_id: int) -> Sequence[StandIn]:
    """Of this agency those that run or are to come."""
    query = select(StandIn).where(StandIn.agency_id == agency_id, ~is_over())
    return db.session.scalars(query.order_by(StandIn.from_on, StandIn.id)).all()


def people_of(agency_id: int, *, leaders: bool | None = None) -> list[tuple[int, str]]:
    """(id, name) of the agency's active people, by given name: all, its leaders in their own right, or the others."""
    there = select(Membership.user_id).where(
        Membership.agency_id == agency_id, Membership.stand_in_id.is_(None), holding(clock.today())
    )
    leading = there.where(Membership.role == Role.AGENCY_LEADER.value)
    of_agency = there.where(Membership.role.in_([role.value for role in OF_AGENCY]))
    query = select(User.id, User.full_name).where(User.disabled_at.is_(None), User.id.in_(of_agency))
    if leaders is not None:
        query = query.where(User.id.in_(leading) if leaders else User.id.not_in(leading))
    return [(id, name) for id, name in db.session.execute(query.order_by(User.sort_key, User.id))]


@dataclass(frozen=True)
class Led:
    """One agency and one of its leaders."""

    user_id: int
    user: str
    agency_id: int
    agency: str


def leading(*, page: int, size: int) -> list[Led]:
    """Who leads which agency today in their own right, by agency; one more than a page."""
    query = leaders(User.id, User.full_name, Agency.id, Agency.name).order_by(Agency.sort_key, Agency.id, User.id)
    return [Led(*row) for row in db.session.execute(query.limit(size + 1).offset((page - 1) * size))]


def leading_total() -> int:
    return db.session.scalar(select(func.count()).select_from(leaders(Membership.id).subquery())) or 0


def leaders(*columns: Any) -> Select[Any]:
    """Of active people."""
    return (
        select(*columns)
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(
            Membership.role == Role.AGENCY_LEADER.value,
            Membership.stand_in_id.is_(None),
            holding(clock.today()),
            User.disabled_at.is_(None),
        )
    )


def others_at(agency_ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """(id, name) of who may stand in at each of these agencies: its active people who do not lead it; by given name."""
    query = (
        select(Agency.id, User.id, User.full_name)
        .join(Membership, Membership.agency_id == Agency.id)
        .join(User, User.id == Membership.user_id)
        .where(
            within(Agency.id, agency_ids),
            Membership.role == Role.AGENCY_OFFICER.value,
            Membership.stand_in_id.is_(None),
            holding(clock.today()),
            User.disabled_at.is_(None),
            tuple_(Agency.id, User.id).not_in(leaders(Membership.agency_id, Membership.user_id)),
        )
        .order_by(User.sort_key, User.id)
    )
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for agency_id, id, name in db.session.execute(query):
        found[agency_id].append((id, name))
    return found


def led_by(user_id: int) -> list[int]:
    """Ids of the agencies that this person leads today in their own right."""
    query = select(Membership.agency_id).where(
        Membership.user_id == user_id,
        Membership.role == Role.AGENCY_LEADER.value,
        Membership.stand_in_id.is_(None),
        holding(clock.today()),
    )
    return [id for id in db.session.scalars(query.order_by(Membership.agency_id)) if id is not None]
