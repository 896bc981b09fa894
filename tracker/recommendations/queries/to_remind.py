"""Tasks whose people are to be reminded, and recommendations that lack somebody or something; a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import Membership, User
from tracker.accounts.people import holding
from tracker.accounts.roles import OF_AGENCY
from tracker.core import clock
from tracker.deadlines.reminding import remembered
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.recommendations.models import FAR, Assignment, Recommendation
from tracker.recommendations.queries.work import AGENCY_ACTS

BATCH = 100


def running_out(today: date, last: date, after: int) -> Sequence[Assignment]:
    """Where the agency has to act and the deadline ends between these days; what is answered is left in peace."""
    return batch(tasks().where(Assignment.due_ends_on.between(today, last)), after)


def run_out(today: date, after: int) -> Sequence[Assignment]:
    """Where the agency has to act, the deadline has passed, and nobody was told of that deadline."""
    fresh = ~remembered("assignment", Assignment.id, "overdue", Assignment.due_ends_on)
    return batch(tasks().where(Assignment.due_ends_on < today, fresh), after)


def tasks() -> Select[Assignment]:
    loaded = (joinedload(Assignment.recommendation), joinedload(Assignment.delegation))
    return select(Assignment).where(Assignment.state.in_(AGENCY_ACTS)).options(*loaded)


def batch(query: Select[Assignment], after: int) -> Sequence[Assignment]:
    return db.session.scalars(query.where(Assignment.id > after).order_by(Assignment.id).limit(BATCH)).all()


LACKS: dict[str, ColumnElement[bool]] = {
    "no_follower": and_(Recommendation.followed_by_id.is_(None), Delegation.followed_by_id.is_(None)),
    "no_deadline": and_(
        Recommendation.due_on.is_(None),
        Recommendation.multi_year.is_(False),
        Recommendation.addressee_kind != "central",
    ),
}


def lacking(what: str, after: int) -> Sequence[Recommendation]:
    """Issued, still open, lacking this, and the office has not been warned of it."""
    lack = nobody_to_tell() if what == "nobody_told" else LACKS[what]
    query = (
        select(Recommendation)
        .join(Recommendation.delegation)
        .where(Recommendation.state == "issued", Recommendation.id > after, lack)
        .where(~remembered("recommendation", Recommendation.id, what, FAR))
    )
    return db.session.scalars(query.order_by(Recommendation.id).limit(BATCH)).all()


def nobody_to_tell() -> ColumnElement[bool]:
    """One of its open tasks is with an agency of which nobody has an account."""
    somebody = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.agency_id == Assignment.agency_id,
            or_(*(Membership.role == role.value for role in OF_AGENCY)),
            User.disabled_at.is_(None),
            holding(clock.today()),
        )
    )
    open_task = and_(Assignment.recommendation_id == Recommendation.id, Assignment.state.in_(AGENCY_ACTS))
    return exists().where(open_task, ~somebody.exists())
