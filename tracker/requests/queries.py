"""Reading requests, answers and reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from tracker.accounts import access
from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.errors import NotFound
from tracker.delegations.models import Delegation
from tracker.delegations.queries import council_side_of, reports_awaited
from tracker.extensions import db
from tracker.organizations.queries import held
from tracker.outlines.models import Outline, OutlineItem
from tracker.requests.models import AgencyReport, Answer, AnswerFigure, ReportRequest
from tracker.requests.work import work_for

__all__ = ["late", "visible", "work_for"]

WITH_AGENCY = ("sent", "received")
"""It is the agency's turn, for the first time."""
OPEN = (*WITH_AGENCY, "changes_requested")
"""It is the agency's turn: a report or a supplement is still to come."""
FIRST_AWAITED = ("draft", *WITH_AGENCY)
"""No report has come yet, and its day can be moved."""
SETTLED = ("accepted", "waived", "not_submitted")
FIRST = (ReportRequest.round == 1,)
"""The first request to an agency; those after it have days of their own, whatever the delegation's day is."""
HANDED_IN = ("submitted", "accepted")
"""The answers are those of the report that was sent."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency what it was asked, and what it has handed over."""
    condition = council_side_of(ReportRequest, actor)
    if actor.agency_ids:
        mine = within(ReportRequest.agency_id, actor.agency_ids)
        own = or_(mine, ReportRequest.id.in_(held("report_request", actor.agency_ids)))
        condition = or_(condition, and_(own, ReportRequest.state != "draft"), answered_in(actor))
    return condition


def answered_in(actor: Actor) -> ColumnElement[bool]:
    """Requests of agencies that have ended, for which this person's agencies answer."""
    theirs = aliased(ReportRequest)
    return ReportRequest.answered_in_id.in_(select(theirs.id).where(within(theirs.agency_id, actor.agency_ids)))


def still_to_come(actor: Actor) -> ColumnElement[bool]:
    """Requests whose agency still has to hand something in: for the Council's side its own, for an agency those that it
    answers itself, not those that it has handed over."""
    theirs = or_(council_side_of(ReportRequest, actor), within(ReportRequest.agency_id, actor.agency_ids))
    return and_(visible(actor), theirs, ReportRequest.state.in_(OPEN))


def answer_visible(actor: Actor) -> ColumnElement[bool]:
    """An agency reads what it writes; the Council's side reads it once it has been sent."""
    request = select(ReportRequest.id).where(ReportRequest.id == Answer.request_id)
    condition: ColumnElement[bool] = request.where(
        council_side_of(ReportRequest, actor), ReportRequest.state.in_(HANDED_IN)
    ).exists()
    if actor.agency_ids:
        condition = or_(
            condition,
            request.where(within(ReportRequest.agency_id, actor.agency_ids), ReportRequest.state != "draft").exists(),
        )
    return condition


def report_visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads what was sent to it; an agency its own, and those of an agency that it goes on for."""
    condition = council_side_of(AgencyReport, actor)
    if actor.agency_ids:
        asked = select(ReportRequest.id).where(within(ReportRequest.agency_id, actor.agency_ids))
        own = within(AgencyReport.agency_id, actor.agency_ids)
        condition = or_(condition, own, AgencyReport.request_id.in_(asked))
    return condition


def late(today: date) -> ColumnElement[bool]:
    """The deadline has passed and the report is still to come; a rest day counts to the next working day."""
    passed = working_days().last_counted_before(today)
    return or_(
        and_(ReportRequest.state.in_(WITH_AGENCY), ReportRequest.due_on <= passed),
        and_(ReportRequest.state == "changes_requested", ReportRequest.supplement_due_on <= passed),
    )


def get(id: int, actor: Actor) -> ReportRequest:
    """The request with its outline, answers and reports; NotFound as `access.find`."""
    query = (
        select(ReportRequest)
        .where(ReportRequest.id == id, visible(actor))
        .options(
            joinedload(ReportRequest.delegation).selectinload(Delegation.agencies),
            joinedload(ReportRequest.agency),
            joinedload(ReportRequest.answered_in),
            joinedload(ReportRequest.outline).selectinload(Outline.items).selectinload(OutlineItem.figures),
            selectinload(ReportRequest.answers).options(
                joinedload(Answer.item),
                selectinload(Answer.figures).options(joinedload(AnswerFigure.figure), joinedload(AnswerFigure.line)),
            ),
            selectinload(ReportRequest.reports),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def answer(request: ReportRequest, item_id: int) -> Answer:
    """The answer to one item of this request; to what became of the item in the version that is answered now."""
    found = next((answer for answer in request.answers if answer.item_id == item_id), None)
    if found is None:
        earlier = db.session.get(OutlineItem, item_id)
        origin = earlier.origin if earlier is not None else None
        found = next((answer for answer in request.answers if answer.item.origin == origin), None)
    if found is None:
        raise NotFound
    return found


def report(id: int, actor: Actor) -> AgencyReport:
    query = select(AgencyReport).where(AgencyReport.id == id, report_visible(actor))
    found = db.session.scalar(
        query.options(
            joinedload(AgencyReport.delegation), joinedload(AgencyReport.agency), joinedload(AgencyReport.request)
        )
    )
    if found is None:
        raise NotFound
    return found


def of_delegation(delegation_id: int, actor: Actor) -> Sequence[ReportRequest]:
    """The requests of a delegation with their reports, by agency and round."""
    query = (
        select(ReportRequest)
        .where(ReportRequest.delegation_id == delegation_id, visible(actor))
        .options(joinedload(ReportRequest.agency), selectinload(ReportRequest.reports))
    )
    return db.session.scalars(query.order_by(ReportRequest.agency_name, ReportRequest.round, ReportRequest.id)).all()


def current_reports(delegation_id: int, actor: Actor) -> Sequence[AgencyReport]:
    """The last report of each request of the delegation, as far as this person may read them, by agency."""
    newest = (
        select(func.max(AgencyReport.id))
        .where(AgencyReport.delegation_id == delegation_id)
        .group_by(AgencyReport.request_id)
    )
    query = select(AgencyReport).where(AgencyReport.id.in_(newest), report_visible(actor))
    query = query.options(joinedload(AgencyReport.agency), joinedload(AgencyReport.request))
    return db.session.scalars(query.order_by(AgencyReport.agency_id, AgencyReport.id)).all()


def open_with(outline_ids: Iterable[int]) -> Sequence[ReportRequest]:
    """Requests by these versions of an outline that the agency may still answer."""
    query = select(ReportRequest).where(
        ReportRequest.outline_id.in_(sorted(outline_ids)), ReportRequest.state.in_(OPEN)
    )
    return db.session.scalars(query.order_by(ReportRequest.id)).all()


def unsettled(delegation: Delegation) -> bool:
    """Is a report still to come, or to be looked at?"""
    return bool(db.session.scalar(select(any_unsettled(delegation))))


def is_asked(delegation: Delegation) -> bool:
    """Has any agency been asked for a report?"""
    return bool(db.session.scalar(select(exists().where(ReportRequest.delegation_id == delegation.id))))


def any_unsettled(delegation: Delegation, *among: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ReportRequest.delegation_id == delegation.id, ReportRequest.state.not_in(SETTLED), *among)


def first_unsettled(delegation: Delegation) -> bool:
    """Is the report that an agency was first asked for still to come, or to be looked at?"""
    return bool(db.session.scalar(select(any_unsettled(delegation, *FIRST))))


def awaiting(days: Sequence[date]) -> Select[Delegation]:
    """Delegations to which reports are still to come, by their own day, which is one of these: nothing was asked for yet, or
    not all that was first asked for is settled."""
    asked = exists().where(ReportRequest.delegation_id == Delegation.id)
    return reports_awaited(days).where(or_(~asked, asked.where(ReportRequest.state.not_in(SETTLED), *FIRST)))


def open_request(delegation_id: int, agency_id: int) -> ReportRequest | None:
    """The request that this agency has not finished with yet."""
    query = select(ReportRequest).where(
        ReportRequest.delegation_id == delegation_id,
        ReportRequest.agency_id == agency_id,
        ReportRequest.state.not_in(SETTLED),
    )
    return db.session.scalar(query.order_by(ReportRequest.id).limit(1))


def last_round(delegation_id: int, agency_id: int) -> int:
    query = select(func.max(ReportRequest.round)).where(
        ReportRequest.delegation_id == delegation_id, ReportRequest.agency_id == agency_id
    )
    return db.session.scalar(query) or 0


def counts(delegation_id: int, actor: Actor) -> dict[str, int]:
    """How many requests of the delegation stand in each state."""
    query = select(ReportRequest.state, func.count()).where(
        ReportRequest.delegation_id == delegation_id, visible(actor)
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(ReportRequest.state))}


def is_late(request: Any) -> bool:
    """As `late`, for a record at hand."""
    due = effective_due(request)
    turn = request.state in WITH_AGENCY or request.state == "changes_requested"
    return turn and due is not None and working_days().end_of(due) < clock.today()


def effective_due(request: Any) -> date | None:
    """The deadline that counts now: of the report, or of its supplement."""
    day: date | None = request.supplement_due_on if request.state == "changes_requested" else request.due_on
    return day


def is_unopened(request: ReportRequest) -> bool:
    """Has the agency not begun with it yet?"""
    return request.state == "sent"


def is_paper_open(request: ReportRequest) -> bool:
    """Is a report that the office entered from paper being looked at, so that its answers are still typed in?"""
    report = request.last_report
    return request.state == "submitted" and report is not None and report.on_paper


def is_answer_read(request: ReportRequest, actor: Actor) -> bool:
    """May this person read what stands in the answers now? As `answer_visible`, for a request at hand."""
    return request.state in HANDED_IN or bool(access.roles_on(actor, request) & set(OF_AGENCY))


def is_left_behind(request: ReportRequest, actor: Actor) -> bool:
    """Was it closed without a report, and may this person read what its agency had written?"""
    mine = {request.agency_id, request.answered_in.agency_id if request.answered_in else None}
    return request.state in ("waived", "not_submitted") and not request.reports and bool(mine & actor.agency_ids)


def differing(delegation: Delegation) -> Sequence[ReportRequest]:
    """Requests whose first report is still to come, by another day than the delegation's own."""
    query = in_order().where(
        ReportRequest.delegation_id == delegation.id,
        ReportRequest.state.in_(FIRST_AWAITED),
        ReportRequest.due_on != delegation.report_due_on,
    )
    return db.session.scalars(query).all()


def differs(request: ReportRequest) -> bool:
    """As `differing`, for a record at hand."""
    return request.state in FIRST_AWAITED and request.delegation.report_due_on not in (None, request.due_on)


def is_further(request: ReportRequest) -> bool:
    """Has its agency been asked before?"""
    return request.round > 1


def first_sent_on(delegation_id: int) -> date | None:
    """When the outline first went out to an agency."""
    return db.session.scalar(
        select(func.min(ReportRequest.sent_on)).where(ReportRequest.delegation_id == delegation_id)
    )


def was_accepted(request: ReportRequest) -> bool:
    return request.state == "accepted"


def was_waived(request: ReportRequest) -> bool:
    return request.state == "waived"


def was_not_submitted(request: ReportRequest) -> bool:
    return request.state == "not_submitted"


def is_awaited(request: ReportRequest) -> bool:
    """Is the first report still to come?"""
    return request.state in WITH_AGENCY


def is_returned(request: ReportRequest) -> bool:
    """Is a supplement still to come?"""
    return request.state == "changes_requested"


def asked(delegation_id: int, actor: Actor) -> Sequence[ReportRequest]:
    """The requests of a delegation that have gone out."""
    return [request for request in of_delegation(delegation_id, actor) if request.sent_on is not None]


def awaited(days: Sequence[date]) -> Select[ReportRequest]:
    """Requests whose report is still to come and is due on one of these days."""
    return in_order().where(ReportRequest.state.in_(WITH_AGENCY), ReportRequest.due_on.in_(days))


def supplements_awaited(days: Sequence[date]) -> Select[ReportRequest]:
    return in_order().where(ReportRequest.state == "changes_requested", ReportRequest.supplement_due_on.in_(days))


def in_order() -> Select[ReportRequest]:
    return select(ReportRequest).options(joinedload(ReportRequest.delegation)).order_by(ReportRequest.id)
