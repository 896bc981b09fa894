"""Agency by agency: the tasks of one recommendation, or of a whole delegation, however many; paged by the database (U02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from tracker.accounts import access
from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.text import fold
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencyAlias
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.queries.follow_up import CLOSED, is_overdue

A, R = Assignment, Recommendation


@dataclass(frozen=True)
class Wanted:
    """Whose tasks, and which of them."""

    recommendation_id: int | None = None
    delegation_id: int | None = None
    status: str = ""
    overdue: bool = False
    q: str = ""


@dataclass(frozen=True)
class Counts:
    """How many stand where, of all that the reader may know, whatever is filtered."""

    states: dict[str, int]
    overdue: int

    @property
    def total(self) -> int:
        return sum(self.states.values())


def late(tasks: Any = A) -> ColumnElement[bool]:
    return and_(tasks.state.not_in(CLOSED), *is_overdue(tasks, clock.today()))


def of(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    """The tasks of the recommendation or delegation whose state the reader may know: the lead knows that of those who
    co-operate (domain.md 6.2)."""
    about = (
        A.recommendation_id == wanted.recommendation_id
        if wanted.recommendation_id
        else A.delegation_id == wanted.delegation_id
    )
    return [about, or_(access.visible("assignment", actor), led_by(actor))]


def led_by(actor: Actor) -> ColumnElement[bool]:
    lead = select(R.id).where(within(R.lead_agency_id, actor.agency_ids))
    return A.recommendation_id.in_(lead)


def narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.status:
        conditions.append(A.state == wanted.status)
    if wanted.overdue:
        conditions.append(late())
    if folded := fold(wanted.q):
        named = AgencyAlias.folded.contains(folded, autoescape=True)
        conditions.append(exists().where(AgencyAlias.agency_id == A.agency_id, named))
    return conditions


def rows(actor: Actor, wanted: Wanted, *, page: int, size: int) -> Sequence[Any]:
    """In the order of the agencies' names; one more than a page."""
    query = (
        select(
            A.id,
            A.recommendation_id,
            R.code,
            A.agency_id,
            A.agency_name,
            A.taken_over_by,
            A.role,
            A.state,
            A.due_on,
            A.due_ends_on,
            A.original_due_on,
            A.extension_count,
            A.sent_on,
            late().label("is_late"),
        )
        .join(R, R.id == A.recommendation_id)
        .join(Agency, Agency.id == A.agency_id)
        .where(*of(actor, wanted), *narrowed(wanted))
        .order_by(Agency.sort_key, A.recommendation_id, A.id)
    )
    return db.session.execute(query.limit(size + 1).offset((page - 1) * size)).all()


def total(actor: Actor, wanted: Wanted) -> int:
    query = select(func.count()).select_from(A).where(*of(actor, wanted), *narrowed(wanted))
    return db.session.scalar(query) or 0


def counts(actor: Actor, wanted: Wanted) -> Counts:
    overdue = func.coalesce(func.sum(case((late(), 1), else_=0)), 0)
    query = select(A.state, func.count(), overdue).where(*of(actor, wanted)).group_by(A.state)
    found = db.session.execute(query).all()
    return Counts({row[0]: int(row[1]) for row in found}, sum(int(row[2]) for row in found))
