"""Reading templates and plans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_WIDE, Role
from tracker.core.text import fold
from tracker.delegations.models import Delegation
from tracker.delegations.queries import visible as delegation_visible
from tracker.extensions import db
from tracker.plans.models import DelegationTemplate, ExpectedDocument, PlannedStep


def visible(actor: Actor) -> ColumnElement[bool]:
    """Templates are read by those of the council who read all its delegations (domain.md 6.2)."""
    return within(DelegationTemplate.council_id, actor.councils_as(*COUNCIL_WIDE, Role.LEADER))


def listing(actor: Actor, *, retired: bool = False, page: int = 1, size: int = 25) -> Sequence[DelegationTemplate]:
    """Templates by owner and name, a page at a time and one more to know whether there is a next."""
    query = select(DelegationTemplate).where(*meant(actor, retired=retired))
    order = (DelegationTemplate.owner_kind, DelegationTemplate.name, DelegationTemplate.id)
    return db.session.scalars(query.order_by(*order).limit(size + 1).offset((page - 1) * size)).all()


def total(actor: Actor, *, retired: bool = False) -> int:
    query = select(func.count()).select_from(DelegationTemplate).where(*meant(actor, retired=retired))
    return db.session.scalar(query) or 0


def meant(actor: Actor, *, retired: bool) -> list[ColumnElement[bool]]:
    day = DelegationTemplate.retired_on
    return [visible(actor), day.is_not(None) if retired else day.is_(None)]


def offered(actor: Actor, council_id: int) -> Sequence[DelegationTemplate]:
    """Those in use, for starting a delegation."""
    query = select(DelegationTemplate).where(*meant(actor, retired=False), DelegationTemplate.council_id == council_id)
    return db.session.scalars(query.order_by(DelegationTemplate.ready_made.is_not(None), DelegationTemplate.id)).all()


def same_name(council_id: int, name: str, but: int | None = None) -> bool:
    """Does another template in use bear this name, however it is written?"""
    query = select(DelegationTemplate.id, DelegationTemplate.name).where(
        DelegationTemplate.council_id == council_id, DelegationTemplate.retired_on.is_(None)
    )
    return any(row.id != but and fold(row.name) == fold(name) for row in db.session.execute(query))


def earlier(actor: Actor, council_id: int, *, limit: int = 25) -> Sequence[Any]:
    """(id, code, title, owner_kind, established_on) of the newest delegations that one may be set up after."""
    query = select(
        Delegation.id, Delegation.code, Delegation.title, Delegation.owner_kind, Delegation.established_on
    ).where(delegation_visible(actor), Delegation.council_id == council_id)
    return db.session.execute(query.order_by(Delegation.id.desc()).limit(limit)).all()


def steps_of(delegation_id: int) -> Sequence[PlannedStep]:
    """The plan of a delegation in its own order."""
    query = select(PlannedStep).where(PlannedStep.delegation_id == delegation_id)
    return db.session.scalars(query.order_by(PlannedStep.position, PlannedStep.id)).all()


def expected_of(delegation_id: int) -> Sequence[ExpectedDocument]:
    query = select(ExpectedDocument).where(ExpectedDocument.delegation_id == delegation_id)
    return db.session.scalars(query.order_by(ExpectedDocument.position, ExpectedDocument.id)).all()
