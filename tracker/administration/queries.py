"""Reading accounts and the roles they hold, for those who keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from tracker.accounts.access import within
from tracker.accounts.models import Membership, User
from tracker.accounts.people import holding
from tracker.accounts.roles import COUNCIL_SIDE, OF_DELEGATION, Role
from tracker.core import clock
from tracker.core.text import plain
from tracker.extensions import db
from tracker.organizations.models import Agency, Council, CouncilBody

STATES = ("active", "disabled")
MOST = 100


@dataclass(frozen=True)
class Held:
    """A role as people read it: what, where, for how long."""

    id: int
    user_id: int
    role: Role
    place: str
    membership: Membership


def search(words: str = "", *, state: str = "", page: int = 1, size: int = 50) -> Sequence[User]:
    """Accounts by given name (tên), a page at a time and one more to know whether there is a next."""
    query = matching(words, state).order_by(User.sort_key, User.id)
    return db.session.scalars(query.limit(size + 1).offset((page - 1) * size)).all()


def total(words: str = "", *, state: str = "") -> int:
    return db.session.scalar(select(func.count()).select_from(matching(words, state).subquery())) or 0


def matching(words: str, state: str) -> Select[User]:
    query = select(User)
    if state == "active":
        query = query.where(User.disabled_at.is_(None))
    if state == "disabled":
        query = query.where(User.disabled_at.is_not(None))
    if words:
        query = query.where(User.id.in_(meant_by(words)))
    return query


def meant_by(words: str) -> list[int]:
    """Ids of the accounts whose names hold these words, with or without marks. There are few accounts: all are read."""
    wanted = plain(words).split()
    rows = db.session.execute(select(User.id, User.username, User.full_name, User.title).order_by(User.id))
    known = [(id, plain(" ".join(names))) for id, *names in rows]
    return [id for id, names in known if all(word in names for word in wanted)]


def roles_of(user_ids: Sequence[int], *, ended: bool = False) -> dict[int, list[Held]]:
    """The roles of these people, by person: those that hold or will hold, with `ended` also those that have ended."""
    query = (
        select(Membership, Council.name, CouncilBody.name, Agency.name)
        .outerjoin(Council, Council.id == Membership.council_id)
        .outerjoin(CouncilBody, CouncilBody.id == Membership.body_id)
        .outerjoin(Agency, Agency.id == Membership.agency_id)
        .where(within(Membership.user_id, user_ids))
    )
    if not ended:
        query = query.where(or_(Membership.valid_to.is_(None), Membership.valid_to >= clock.today()))
    found: dict[int, list[Held]] = {id: [] for id in user_ids}
    for membership, council, body, agency in db.session.execute(query.order_by(Membership.id)):
        found[membership.user_id].append(
            Held(
                id=membership.id,
                user_id=membership.user_id,
                role=Role(membership.role),
                place=agency or body or council or "",
                membership=membership,
            )
        )
    return found


def membership(id: int) -> Membership | None:
    return db.session.get(Membership, id)


def with_access(delegation_id: int) -> Sequence[tuple[Membership, User]]:
    """Who holds a role on this delegation today, by given name."""
    query = (
        select(Membership, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.delegation_id == delegation_id,
            Membership.role.in_([role.value for role in OF_DELEGATION]),
            holding(clock.today()),
        )
    )
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(User.sort_key, Membership.id))]


def of_council_side(council_id: int) -> Sequence[User]:
    """Active people who hold any role on the Council's side of this council, by given name."""
    there = exists().where(
        Membership.user_id == User.id,
        Membership.council_id == council_id,
        Membership.role.in_([role.value for role in COUNCIL_SIDE]),
        holding(clock.today()),
    )
    query = select(User).where(User.disabled_at.is_(None), there)
    return db.session.scalars(query.order_by(User.sort_key, User.id)).all()


def at_ended_agencies(agency_ids: Sequence[int] | None = None, *, limit: int = MOST) -> Sequence[Any]:
    """Active people who still hold a role at an agency that has ended (at one of these, when given), by given name.

    Each row: id, full_name, username, agency, agency_id. A role is never moved by itself: somebody gives a new one.
    """
    query = (
        select(User.id, User.full_name, User.username, Agency.name.label("agency"), Agency.id.label("agency_id"))
        .join(Membership, Membership.user_id == User.id)
        .join(Agency, Agency.id == Membership.agency_id)
        .where(User.disabled_at.is_(None), holding(clock.today()), Agency.valid_to < clock.today())
        .distinct()
        .order_by(User.sort_key, User.id, Agency.id)
    )
    if agency_ids is not None:
        query = query.where(within(Agency.id, agency_ids))
    return db.session.execute(query.add_columns(User.sort_key).limit(limit)).all()


def officers(council_id: int) -> Sequence[User]:
    """Active officers of the council's office, by given name."""
    there = exists().where(
        Membership.user_id == User.id,
        Membership.council_id == council_id,
        Membership.role == Role.OFFICE.value,
        holding(clock.today()),
    )
    query = select(User).where(User.disabled_at.is_(None), there)
    return db.session.scalars(query.order_by(User.sort_key, User.id)).all()
