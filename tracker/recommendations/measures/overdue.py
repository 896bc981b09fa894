"""The overdue tasks that somebody may take steps on: to tick many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.delegations.queries import of_bodies
from tracker.extensions import db
from tracker.recommendations.measures.workflow import TAKERS
from tracker.recommendations.models import Assignment
from tracker.recommendations.queries.follow_up import A_OPEN, is_overdue
from tracker.recommendations.queries.rights import assignment_visible
from tracker.workflow.counting import capped_count
from tracker.workflow.work import MOST

A = Assignment
WITH = (joinedload(A.recommendation), joinedload(A.delegation))


def require_taker(actor: Actor) -> None:
    if not actor.roles & set(TAKERS):
        raise Forbidden


def reach(actor: Actor) -> ColumnElement[bool]:
    """Tasks on which this person may take steps: of their council, or of their committee's delegations."""
    found: list[ColumnElement[bool]] = []
    if councils := actor.councils_as(Role.OFFICE, Role.STANDING):
        found.append(within(A.council_id, councils))
    if bodies := actor.bodies_as(Role.LEADER):
        found.append(A.delegation_id.in_(of_bodies(bodies)))
    return or_(*found)


def query(actor: Actor, agency: int | None, delegation: int | None, among: Collection[int] = ()) -> Any:
    """Overdue tasks; of those that somebody has ticked elsewhere (`among`) every open one."""
    today = clock.today()
    found = select(A).where(reach(actor), A_OPEN)
    found = found.where(A.id.in_(among)) if among else found.where(A.due_key < today, *is_overdue(A, today))
    if agency:
        found = found.where(A.agency_id == agency)
    if delegation:
        found = found.where(A.delegation_id == delegation)
    return found.order_by(A.due_key, A.id)


def rows(
    actor: Actor, *, agency: int | None, delegation: int | None, page: int, size: int, among: Collection[int] = ()
) -> Sequence[Assignment]:
    """Longest overdue first; one more than fits."""
    found = query(actor, agency, delegation, among).options(*WITH).offset((page - 1) * size).limit(size + 1)
    return db.session.scalars(found).all()


def count(actor: Actor, *, agency: int | None, delegation: int | None, among: Collection[int] = ()) -> int:
    return capped_count(query(actor, agency, delegation, among), MOST)


def chosen(actor: Actor, ids: Iterable[int]) -> Sequence[Assignment]:
    """The ticked tasks that the reader may read, overdue or not: each says for itself whether a step is possible."""
    found = (
        select(A).where(A.id.in_(sorted(set(ids))), assignment_visible(actor)).options(*WITH).order_by(A.due_key, A.id)
    )
    return db.session.scalars(found).all()
