"""Agency by agency: the tasks of one recommendation, or of a whole delegation, however many; paged by the database (U02).
At a past moment the same is asked of the spans that stood then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.text import fold
from tracker.extensions import db
from tracker.organizations.models import Agency, AgencyAlias
from tracker.recommendations.queries import tables
from tracker.recommendations.queries.follow_up import CLOSED, is_overdue
from tracker.recommendations.queries.tables import Tables


@dataclass(frozen=True)
class Wanted:
    """Whose tasks, and which of them."""

    recommendation_id: int | None = None
    delegation_id: int | None = None
    status: str = ""
    overdue: bool = False
    q: str = ""
    as_of: datetime | None = None
    """As known at that moment; None: now."""

    @property
    def tables(self) -> Tables:
        return tables.at(self.as_of)


@dataclass(frozen=True)
class Counts:
    """How many stand where, of all that the reader may know, whatever is filtered."""

    states: dict[str, int]
    overdue: int

    @property
    def total(self) -> int:
        return sum(self.states.values())


def late(task: Any) -> ColumnElement[bool]:
    return and_(task.state.not_in(CLOSED), *is_overdue(task, clock.today()))


def of(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    """The tasks of the recommendation or delegation whose state the reader may know: the lead knows that of those who
    co-operate (domain.md 6.2)."""
    t, task = wanted.tables, wanted.tables.tasks
    about = (
        task.recommendation_id == wanted.recommendation_id
        if wanted.recommendation_id
        else task.delegation_id == wanted.delegation_id
    )
    return [about, t.stand(task), or_(t.tasks_visible(actor), led_by(t, actor))]


def led_by(t: Tables, actor: Actor) -> ColumnElement[bool]:
    whole = t.recommendations
    lead = select(whole.id).where(within(whole.lead_agency_id, actor.agency_ids), t.stand(whole))
    condition: ColumnElement[bool] = t.tasks.recommendation_id.in_(lead)
    return condition


def narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    task = wanted.tables.tasks
    conditions: list[ColumnElement[bool]] = []
    if wanted.status:
        conditions.append(task.state == wanted.status)
    if wanted.overdue:
        conditions.append(late(task))
    if folded := fold(wanted.q):
        named = AgencyAlias.folded.contains(folded, autoescape=True)
        conditions.append(exists().where(AgencyAlias.agency_id == task.agency_id, named))
    return conditions


def rows(actor: Actor, wanted: Wanted, *, page: int, size: int) -> Sequence[Any]:
    """In the order of the agencies' names; one more than a page."""
    t, task = wanted.tables, wanted.tables.tasks
    whole = t.recommendations
    query = (
        select(
            task.id,
            task.recommendation_id,
            whole.code,
            task.agency_id,
            task.agency_name,
            task.taken_over_by,
            task.role,
            task.state,
            task.due_on,
            task.due_ends_on,
            task.original_due_on,
            task.extension_count,
            task.sent_on,
            late(task).label("is_late"),
        )
        .join(whole, and_(whole.id == task.recommendation_id, t.stand(whole)))
        .join(Agency, Agency.id == task.agency_id)
        .where(*of(actor, wanted), *narrowed(wanted))
        .order_by(Agency.sort_key, task.recommendation_id, task.id)
    )
    return db.session.execute(query.limit(size + 1).offset((page - 1) * size)).all()


def total(actor: Actor, wanted: Wanted) -> int:
    query = select(func.count()).select_from(wanted.tables.tasks).where(*of(actor, wanted), *narrowed(wanted))
    return db.session.scalar(query) or 0


def counts(actor: Actor, wanted: Wanted) -> Counts:
    task = wanted.tables.tasks
    overdue = func.coalesce(func.sum(case((late(task), 1), else_=0)), 0)
    query = select(task.state, func.count(), overdue).where(*of(actor, wanted)).group_by(task.state)
    found = db.session.execute(query).all()
    return Counts({row[0]: int(row[1]) for row in found}, sum(int(row[2]) for row in found))
