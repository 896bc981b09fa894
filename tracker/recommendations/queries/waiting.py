"""The queue of reports that wait for a verdict: those on which this person may decide, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from tracker.accounts.actor import Actor
from tracker.core.errors import Forbidden
from tracker.extensions import db
from tracker.recommendations.control.keeping import counting
from tracker.recommendations.models import Assignment, Recommendation, Update
from tracker.recommendations.queries.control_room import Asked, Room
from tracker.recommendations.queries.work.council import verifiable
from tracker.recommendations.queries.work.rows import DUE

A, R, U = Assignment, Recommendation, Update


@dataclass(frozen=True)
class Place:
    """Where one report stands in the queue."""

    number: int
    """How many stand up to and with it."""
    total: int


class Queue:
    """Narrowed as the control room is."""

    def __init__(self, actor: Actor, asked: Asked) -> None:
        conditions = verifiable(actor)
        if conditions is None:
            raise Forbidden
        self.asked = asked
        self.conditions = [*conditions, *Room(actor, asked, counting(actor)).narrowed()]

    def query(self, *columns: Any) -> Select[Any]:
        joined = select(*columns).select_from(U).join(A, A.id == U.assignment_id)
        return joined.join(R, R.id == A.recommendation_id).where(*self.conditions)

    def rows(self) -> Sequence[Any]:
        """A page of them, and one more than fits."""
        answering = func.coalesce(func.nullif(A.taken_over_by, ""), A.agency_name).label("agency_name")
        query = self.query(U.id, U.sent_at, U.claim, U.on_paper, A.sent_on, R.code, R.text, answering, *DUE)
        first = (self.asked.page - 1) * self.asked.size
        return db.session.execute(query.order_by(U.sent_at, U.id).offset(first).limit(self.asked.size + 1)).all()

    def count(self) -> int:
        return db.session.scalar(self.query(func.count())) or 0

    def holds(self, update: Update) -> bool:
        return db.session.scalar(self.query(U.id).where(U.id == update.id)) is not None

    def place(self, update: Update) -> Place:
        """`number` is 0 where the report waits no more."""
        up_to = func.count().filter(or_(earlier(update), U.id == update.id))
        row = db.session.execute(self.query(func.count().label("total"), up_to.label("number"))).one()
        return Place(number=row.number, total=row.total)

    def following(self, update: Update | None = None) -> int | None:
        """The number of the first report, or of the first that stands behind this one; None at the end."""
        query = self.query(U.id).order_by(U.sent_at, U.id).limit(1)
        if update is not None:
            query = query.where(~earlier(update), U.id != update.id)
        found: int | None = db.session.scalar(query)
        return found


def earlier(update: Update) -> ColumnElement[bool]:
    """Does a report of the queue stand before this one?"""
    return or_(U.sent_at < update.sent_at, and_(U.sent_at == update.sent_at, U.id < update.id))
