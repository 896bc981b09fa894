"""Reading written progress requests; which tasks the schedule asks for now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.accounts.access import visible as visible_to
from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.core.dates import months_from
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.history import events
from tracker.organizations.models import Council
from tracker.progress_requests.models import ProgressRequest, ProgressSchedule
from tracker.recommendations.models import Assignment, Recommendation, Update

ASKED = (
    *("assigned", "in_progress", "partly_implemented", "not_satisfactory", "multi_year"),
    "under_reconsideration",
)
"""Every open task; only a report that waits for a verdict is an answer already. While it is being reconsidered the clock
keeps running (domain.md 6.4 SM5)."""
OPEN = ("draft", "issued")
WAITED_FOR = ("issued",)
"""It is the agency's turn to answer."""
DAYS = (ProgressRequest.round_on, ProgressRequest.issued_on, ProgressRequest.answered_on)
"""From the last of them the next round counts."""
KEEPERS = (Role.OFFICE, Role.STANDING)
BATCH = 100
LOADED = (
    joinedload(ProgressRequest.assignment).joinedload(Assignment.recommendation),
    joinedload(ProgressRequest.delegation),
    joinedload(ProgressRequest.update),
    joinedload(ProgressRequest.follows),
)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency what has been issued to it."""
    condition = council_side_of(ProgressRequest, actor)
    if actor.agency_ids:
        own = select(Assignment.id).where(within(Assignment.agency_id, actor.agency_ids))
        mine = and_(ProgressRequest.number.is_not(None), ProgressRequest.assignment_id.in_(own))
        condition = or_(condition, mine)
    return condition


def schedule_visible(actor: Actor) -> ColumnElement[bool]:
    return within(ProgressSchedule.council_id, actor.councils_as(*KEEPERS))


def schedule_of(council_id: int) -> ProgressSchedule | None:
    found: ProgressSchedule | None = db.session.scalar(select(ProgressSchedule).filter_by(council_id=council_id))
    return found


def councils() -> Sequence[int]:
    return db.session.scalars(select(Council.id).order_by(Council.id)).all()


def due_tasks(council_id: int, every_months: int, today: date) -> Sequence[Assignment]:
    """Open tasks that were issued, last asked for and last answered at least a period ago; an answer that may still come
    in time is waited for."""
    since = months_from(today, -every_months)
    within_period = or_(*(day > since for day in DAYS))
    asked = exists().where(ProgressRequest.assignment_id == Assignment.id, or_(within_period, may_come(today)))
    query = (
        select(Assignment)
        .join(Assignment.recommendation)
        .where(
            Assignment.council_id == council_id,
            Assignment.state.in_(ASKED),
            Recommendation.state == "issued",
            Recommendation.issued_on <= since,
            ~asked,
        )
        .options(joinedload(Assignment.recommendation), joinedload(Assignment.delegation))
    )
    return db.session.scalars(query.order_by(Assignment.id).limit(BATCH)).all()


def may_be_asked(task: Assignment) -> bool:
    """Is it a task of which the schedule would ask, were its day come?"""
    return task.state in ASKED and task.recommendation.state == "issued"


def may_come(today: date) -> ColumnElement[bool]:
    """Of a request: its answer is still due."""
    return and_(ProgressRequest.state.in_(WAITED_FOR), ProgressRequest.answer_due_on >= today)


def last_round(assignment_id: int) -> date | None:
    query = select(func.max(ProgressRequest.round_on)).where(ProgressRequest.assignment_id == assignment_id)
    return db.session.scalar(query)


def last_asked(assignment_id: int) -> date | None:
    """When the task was last asked for or an asking was answered, whichever is later."""
    query = select(*(func.max(day) for day in DAYS)).where(ProgressRequest.assignment_id == assignment_id)
    return max((day for day in db.session.execute(query).one() if day), default=None)


def open_of(assignment_id: int) -> Sequence[ProgressRequest]:
    return in_states(assignment_id, OPEN)


def drafts_of(assignment_id: int) -> Sequence[ProgressRequest]:
    """Prepared and not signed; at most one."""
    return in_states(assignment_id, ("draft",))


def unanswered_of(assignment_id: int) -> Sequence[ProgressRequest]:
    """Sent and waiting for an answer."""
    return in_states(assignment_id, WAITED_FOR)


def waited_for(assignment_id: int, today: date) -> Sequence[ProgressRequest]:
    """What keeps one from asking again: a draft, or a request whose answer is still due."""
    query = select(ProgressRequest).where(
        ProgressRequest.assignment_id == assignment_id, or_(ProgressRequest.state == "draft", may_come(today))
    )
    return db.session.scalars(query.order_by(ProgressRequest.id)).all()


def in_states(assignment_id: int, states: Sequence[str]) -> Sequence[ProgressRequest]:
    query = select(ProgressRequest).where(
        ProgressRequest.assignment_id == assignment_id, ProgressRequest.state.in_(states)
    )
    return db.session.scalars(query.order_by(ProgressRequest.id)).all()


def following(id: int, actor: Actor) -> ProgressRequest | None:
    """The request that asks again what this one asked, as far as the reader may read it."""
    query = select(ProgressRequest).where(
        ProgressRequest.follows_id == id, ProgressRequest.state != "lapsed", visible_to("progress_request", actor)
    )
    found: ProgressRequest | None = db.session.scalar(query.order_by(ProgressRequest.id.desc()).limit(1))
    return found


def of_ended_tasks(after: int) -> Sequence[ProgressRequest]:
    """Open askings whose task has ended."""
    query = (
        select(ProgressRequest)
        .join(ProgressRequest.assignment)
        .where(ProgressRequest.state.in_(OPEN), ProgressRequest.id > after)
        .where(Assignment.state.in_(("implemented", "not_implemented", "waived")))
    )
    return db.session.scalars(query.order_by(ProgressRequest.id).limit(BATCH)).all()


def of_recommendation(id: int, actor: Actor) -> Sequence[ProgressRequest]:
    """Newest first, as far as the reader may read them."""
    query = select(ProgressRequest).where(
        ProgressRequest.recommendation_id == id, visible_to("progress_request", actor)
    )
    return db.session.scalars(query.options(*LOADED).order_by(ProgressRequest.id.desc()).limit(50)).all()


def listing(actor: Actor, state: str = "", moment: datetime | None = None) -> Select[ProgressRequest]:
    """What the actor may read; at a moment what was there by then, in the state of then."""
    query = select(ProgressRequest).where(visible_to("progress_request", actor))
    if moment is not None:
        query = query.where(*events.stood("progress_request", moment, shared=bool(actor.agency_ids)))
    return query.where(events.state_at("progress_request", moment) == state) if state else query


def page(query: Select[Any], *, number: int, size: int, moment: datetime | None = None) -> Sequence[Any]:
    """Newest first, one more than fits; at a moment with number, days and state of then, and the task of now."""
    ordered = query.options(*LOADED).order_by(ProgressRequest.id.desc())
    rows = db.session.scalars(ordered.limit(size + 1).offset((number - 1) * size)).all()
    if moment is None:
        return rows
    said = events.facts_at("progress_request", [row.id for row in rows], moment)
    return [SimpleNamespace(id=row.id, code=row.code, assignment=row.assignment, **then(said[row.id])) for row in rows]


TOLD = ("state", "number", "issued_on", "answer_due_on")


def then(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What its events had said of a request; None of what they had not."""
    return {name: facts.get(name) for name in TOLD}


def total(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def prepared(actor: Actor) -> Select[ProgressRequest]:
    """For the office to sign and send, oldest first."""
    mine = within(ProgressRequest.council_id, actor.councils_as(Role.OFFICE))
    query = select(ProgressRequest).where(ProgressRequest.state == "draft", mine)
    return query.options(*LOADED).order_by(ProgressRequest.id)


def to_issue(actor: Actor) -> Sequence[ProgressRequest]:
    """The first hundred of them."""
    return db.session.scalars(prepared(actor).limit(BATCH)).all()


def asked_of(actor: Actor) -> Select[ProgressRequest]:
    """Issued to the person's agencies and not answered."""
    own = within(Assignment.agency_id, actor.agency_ids)
    query = select(ProgressRequest).join(ProgressRequest.assignment).where(ProgressRequest.state == "issued", own)
    return query.options(*LOADED).order_by(ProgressRequest.answer_due_on, ProgressRequest.id)


def sent_updates(assignment_id: int) -> Sequence[Update]:
    query = select(Update).where(Update.assignment_id == assignment_id, Update.sent_at.is_not(None))
    return db.session.scalars(query.order_by(Update.id.desc()).limit(20)).all()
