"""Tasks and milestones whose people are to be reminded, evidence that has run out, and recommendations that lack somebody
or something; a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.accounts.models import Membership, User
from tracker.accounts.people import holding
from tracker.accounts.roles import OF_AGENCY
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.deadlines.reminding import OVERDUE, remembered
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.recommendations.models import FAR, Assignment, EvidenceItem, Milestone, Recommendation
from tracker.recommendations.queries import milestones as milestone_conditions
from tracker.recommendations.queries.work.expired import lapsed
from tracker.recommendations.queries.work.rows import AGENCY_ACTS

BATCH = 100
RETURN, LAPSED = "return", "lapsed"
"""As what it is remembered that somebody was told."""


def running_out(today: date, last: date, after: int) -> Sequence[Assignment]:
    """Where the agency has to act and the deadline ends between these days; what is answered is left in peace."""
    return batch(tasks().where(Assignment.due_ends_on.between(today, last)), after)


def run_out(today: date, after: int) -> Sequence[Assignment]:
    """Where the agency has to act, the deadline has passed, and nobody was told of that deadline."""
    fresh = ~remembered("assignment", Assignment.id, "overdue", Assignment.due_ends_on)
    return batch(tasks().where(Assignment.due_ends_on < today, fresh), after)


def returns_near(passed: date, last: date, after: int) -> Sequence[Assignment]:
    """Returned, and to be answered by a day after `passed`, up to `last`, which is not the deadline itself."""
    return batch(returned().where(Assignment.answer_due_on > passed, Assignment.answer_due_on <= last), after)


def returns_over(passed: date, after: int) -> Sequence[Assignment]:
    """Returned, to be answered by `passed` or earlier, and nobody was told of that day."""
    fresh = ~remembered(RETURN, Assignment.id, OVERDUE, Assignment.answer_due_on)
    return batch(returned().where(Assignment.answer_due_on <= passed, fresh), after)


def returned() -> Select[Assignment]:
    apart = or_(Assignment.due_on.is_(None), Assignment.due_on != Assignment.answer_due_on)
    return tasks().where(Assignment.state == "not_satisfactory", apart)


def tasks() -> Select[Assignment]:
    loaded = (joinedload(Assignment.recommendation), joinedload(Assignment.delegation))
    return select(Assignment).where(Assignment.state.in_(AGENCY_ACTS)).options(*loaded)


def batch(query: Select[Assignment], after: int) -> Sequence[Assignment]:
    return db.session.scalars(query.where(Assignment.id > after).order_by(Assignment.id).limit(BATCH)).all()


def milestones_near(origin: str, today: date, last: date, after: int) -> Sequence[Milestone]:
    """Awaited, and their day has not passed and is not after `last`."""
    passed = working_days().last_counted_before(today)
    return milestones(
        origin, after, milestone_conditions.is_awaited(), Milestone.due_on > passed, Milestone.due_on <= last
    )


def milestones_missed(origin: str, today: date, after: int) -> Sequence[Milestone]:
    return milestones(origin, after, milestone_conditions.is_missed(today))


def milestones(origin: str, after: int, *conditions: ColumnElement[bool]) -> Sequence[Milestone]:
    """With their tasks."""
    query = (
        select(Milestone)
        .join(Milestone.assignment)
        .where(Milestone.origin == origin, Milestone.id > after, *conditions)
        .options(
            contains_eager(Milestone.assignment).options(
                joinedload(Assignment.recommendation), joinedload(Assignment.delegation)
            )
        )
    )
    return db.session.scalars(query.order_by(Milestone.id).limit(BATCH)).all()


def run_out_proofs(today: date, after: int) -> Sequence[EvidenceItem]:
    """Accepted evidence on which a task was found done, which is in force no more, and of which the office was not told."""
    item = EvidenceItem
    query = (
        select(item)
        .join(item.assignment)
        .where(item.id > after, item.state == "accepted", item.valid_until < today, lapsed(today))
        .where(~remembered("evidence", item.id, LAPSED, item.valid_until))
        .options(contains_eager(item.assignment).joinedload(Assignment.recommendation))
    )
    return db.session.scalars(query.order_by(item.id).limit(BATCH)).all()


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
