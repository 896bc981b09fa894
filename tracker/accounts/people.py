"""Reading people: the actor behind an account, and who holds a role somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, false, or_, select, true

from tracker.accounts.actor import Actor, Grant, Place
from tracker.accounts.models import Membership, User
from tracker.accounts.roles import COUNCIL_WIDE, OF_AGENCY, OF_DELEGATION, Role
from tracker.core import clock
from tracker.extensions import db


def holding(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """Memberships that hold on that day."""
    return and_(
        or_(Membership.valid_from.is_(None), Membership.valid_from <= today),
        or_(Membership.valid_to.is_(None), Membership.valid_to >= today),
    )


HELD = (
    Membership.role,
    Membership.council_id,
    Membership.body_id,
    Membership.delegation_id,
    Membership.agency_id,
    Membership.stand_in_id,
)
GRANTS = (
    select(*HELD)
    .where(Membership.user_id == bindparam("user_id"), holding(bindparam("today", type_=Date)))
    .order_by(Membership.id)
)
"""Asked on every request with a token, so it is put together once."""


def actor_of(user: User) -> Actor:
    """The person with the roles that hold today; one query."""
    return holding_these(user, db.session.execute(GRANTS, {"user_id": user.id, "today": clock.today()}))


def holding_these(user: User, rows: Iterable[Sequence[Any]]) -> Actor:
    """The person with the roles of these rows, each as HELD says."""
    return Actor(
        id=user.id,
        username=user.username,
        name=user.full_name,
        title=user.title,
        grants=tuple(Grant(Role(row[0]), *row[1:]) for row in rows),
        locale=user.locale,
        must_change_password=user.must_change_password,
    )


def holders(role: Role, place: Place) -> Sequence[int]:
    """Ids of the active people who hold this role on a record that stands at `place`."""
    if role is Role.AUTHOR:
        return [place.author_id] if place.author_id is not None else []
    query = (
        select(Membership.user_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.role == role.value, User.disabled_at.is_(None), holding(clock.today()), reach(role, place))
        .distinct()
        .order_by(Membership.user_id)
    )
    return db.session.scalars(query).all()


def reach(role: Role, place: Place) -> ColumnElement[bool]:
    if role in COUNCIL_WIDE:
        return Membership.council_id == place.council_id
    if role is Role.LEADER:
        return Membership.body_id == place.body_id if place.body_id else false()
    if role in OF_DELEGATION:
        return Membership.delegation_id == place.delegation_id if place.delegation_id else false()
    if role in OF_AGENCY:
        return Membership.agency_id.in_(sorted(place.agency_ids))
    return true()


def by_username(username: str) -> User | None:
    return db.session.scalar(select(User).where(User.username == username.strip().lower()))


def get(id: int) -> User | None:
    return db.session.get(User, id)


def everybody(*, words: str = "", after: int = 0, limit: int = 50) -> Sequence[User]:
    """Accounts by given name (tên), a page at a time."""
    query = select(User)
    if words:
        pattern = f"%{words.replace('%', '').replace('_', '')}%"
        query = query.where(or_(User.username.ilike(pattern), User.full_name.ilike(pattern)))
    return db.session.scalars(query.order_by(User.sort_key, User.id).offset(after).limit(limit)).all()
