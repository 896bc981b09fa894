"""Reading delegations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from tracker.accounts.access import council_side, within
from tracker.accounts.actor import Actor
from tracker.delegations.models import Delegation, DelegationAgency
from tracker.extensions import db


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
    condition = council_side(Delegation, actor, of_bodies)
    if actor.agency_ids:
        condition = or_(condition, Delegation.id.in_(supervising(actor)))
    return condition


def council_side_of(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows of a record that hangs on a delegation, as the Council's side may read them."""
    return council_side(model, actor, of_bodies)


def by_code(council_id: int, code: str) -> Delegation | None:
    return db.session.scalar(select(Delegation).where(Delegation.council_id == council_id, Delegation.code == code))


def choices(actor: Actor, *, limit: int = 200) -> Sequence[Any]:
    """(id, code, title) of what the actor may read, newest first, for a drop-down."""
    query = select(Delegation.id, Delegation.code, Delegation.title).where(visible(actor))
    return db.session.execute(query.order_by(Delegation.id.desc()).limit(limit)).all()
