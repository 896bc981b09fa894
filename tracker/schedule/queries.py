"""Reading the schedule: the year's sessions and deadlines, what a feed shows, how often agencies are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, func, or_, select
from sqlalchemy.orm import aliased

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.models import User
from tracker.accounts.signing_in import fingerprint
from tracker.delegations import queries as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.requests import queries as requests
from tracker.requests.models import ReportRequest
from tracker.requests.work import DUE
from tracker.schedule.models import CalendarFeed
from tracker.sessions import queries as sessions
from tracker.sessions.models import SessionAgency, WorkingSession

PER_MONTH = 12
"""So many sessions of a month stand on the page of the year; the page of the month has them all."""
MOST_DEADLINES = 300
MOST_REQUESTS = 3000
LONGEST_REST = timedelta(days=31)
"""No run of rest days is longer: a deadline that passes in a time was written at most so long before it."""
MOST_EVENTS = 1000
"""A feed is cut here, the newest first: a calendar program reads it again and again."""
NOT_ANNOUNCED = ("planned",)
CALLED_OFF = ("cancelled", "postponed")
NOT_RUNNING = ("draft", "cancelled")
ENDED = ("closed",)

SESSION = (
    WorkingSession.id,
    WorkingSession.code,
    WorkingSession.title,
    WorkingSession.held_on,
    WorkingSession.part,
    WorkingSession.starts_at,
    WorkingSession.place,
    WorkingSession.state,
    WorkingSession.row_version,
    WorkingSession.updated_at,
    Delegation.code.label("delegation"),
    Delegation.title.label("subject"),
)
"""A row of a session: id, code, title, held_on, part, starts_at, place, state, row_version, updated_at, delegation
(its code) and subject (its title)."""


OF_DELEGATION = (
    Delegation.id.label("delegation_id"),
    Delegation.code.label("delegation"),
    Delegation.title.label("title"),
)


def in_order(query: Any) -> Any:
    return query.order_by(WorkingSession.held_on, WorkingSession.starts_at.nulls_first(), WorkingSession.id)


def of_year(actor: Actor, year: int) -> Sequence[Any]:
    """The first sessions of each month that the actor may read; each row also says how many the month has."""
    month = extract("month", WorkingSession.held_on)
    number = func.row_number().over(partition_by=month, order_by=(WorkingSession.held_on, WorkingSession.id))
    counted = (
        select(*SESSION, number.label("number"), func.count().over(partition_by=month).label("in_month"))
        .join(Delegation, Delegation.id == WorkingSession.delegation_id)
        .where(sessions.visible(actor), WorkingSession.held_on.between(date(year, 1, 1), date(year, 12, 31)))
        .subquery()
    )
    query = select(counted).where(counted.c.number <= PER_MONTH)
    return db.session.execute(query.order_by(counted.c.held_on, counted.c.id)).all()


def of_month(actor: Actor, first: date, last: date, *, page: int, size: int) -> Sequence[Any]:
    """The sessions of a month a page at a time, and one more to know whether there is a next page."""
    query = (
        select(*SESSION)
        .join(Delegation, Delegation.id == WorkingSession.delegation_id)
        .where(sessions.visible(actor), WorkingSession.held_on.between(first, last))
    )
    return db.session.execute(in_order(query).limit(size + 1).offset((page - 1) * size)).all()


def count_of_month(actor: Actor, first: date, last: date) -> int:
    query = select(func.count()).where(sessions.visible(actor), WorkingSession.held_on.between(first, last))
    return db.session.scalar(query) or 0


def common_days(actor: Actor, first: date, last: date) -> Sequence[Any]:
    """(delegation_id, delegation, title, report_due_on, row_version, updated_at) of the delegations whose agencies report
    by a day in this time, as far as the actor may read them. Left out are those of which the actor sees open requests:
    these have days of their own."""
    columns = (*OF_DELEGATION, Delegation.report_due_on, Delegation.row_version, Delegation.updated_at)
    open_ones = select(ReportRequest.delegation_id).where(requests.still_to_come(actor))
    query = select(*columns).where(
        delegations.visible(actor),
        Delegation.state.not_in(NOT_RUNNING),
        Delegation.report_due_on.between(first, last),
        Delegation.id.not_in(open_ones),
    )
    return db.session.execute(query.order_by(Delegation.report_due_on, Delegation.id).limit(MOST_DEADLINES)).all()


def requests_due(actor: Actor, first: date, last: date) -> Sequence[Any]:
    """Open requests whose report or supplement is due by a day that may pass in this time, as far as the actor may read
    them: `OF_DELEGATION`, request_id, request (its code), agency_id, agency, due_on, row_version, updated_at; `versions`
    and `changed_at` are of all requests of the delegation, and only grow."""
    every = aliased(ReportRequest)
    of_all = every.delegation_id == Delegation.id
    columns = (
        *OF_DELEGATION,
        ReportRequest.id.label("request_id"),
        ReportRequest.code.label("request"),
        ReportRequest.agency_id,
        ReportRequest.agency_name.label("agency"),
        DUE.label("due_on"),
        ReportRequest.row_version,
        ReportRequest.updated_at,
        select(func.sum(every.row_version)).where(of_all).scalar_subquery().label("versions"),
        select(func.max(every.updated_at)).where(of_all).scalar_subquery().label("changed_at"),
    )
    query = select(*columns).join(Delegation, Delegation.id == ReportRequest.delegation_id)
    query = query.where(
        requests.still_to_come(actor),
        Delegation.state.not_in(NOT_RUNNING),
        DUE.between(first - LONGEST_REST, last),
    )
    return db.session.execute(query.order_by(DUE, ReportRequest.id).limit(MOST_REQUESTS)).all()


def running(actor: Actor, year: int, *, page: int, size: int) -> Sequence[Any]:
    """Rows (id, code, title, state, established_on, ended_on) of the delegations at work in that year, by their first
    day, and one more to know whether there is a next page."""
    columns = (
        Delegation.id,
        Delegation.code,
        Delegation.title,
        Delegation.state,
        Delegation.established_on,
        Delegation.ended_on,
    )
    query = select(*columns).where(*at_work(actor, year)).order_by(Delegation.established_on, Delegation.id)
    return db.session.execute(query.limit(size + 1).offset((page - 1) * size)).all()


def count_running(actor: Actor, year: int) -> int:
    return db.session.scalar(select(func.count()).select_from(Delegation).where(*at_work(actor, year))) or 0


def at_work(actor: Actor, year: int) -> list[ColumnElement[bool]]:
    """Between establishment and the end of supervision; one that has closed without a known end only in its own year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    without_end = and_(
        Delegation.ended_on.is_(None), or_(Delegation.state.not_in(ENDED), Delegation.established_on >= first)
    )
    return [
        delegations.visible(actor),
        Delegation.state.not_in(NOT_RUNNING),
        Delegation.established_on <= last,
        or_(Delegation.ended_on >= first, without_end),
    ]


# --- feeds ------------------------------------------------------------------------------------------------------------


def live(*, user_id: int | None = None, council_id: int | None = None) -> Sequence[CalendarFeed]:
    """The feeds of this person, or of this council, that have not been revoked; there is one at most."""
    mine = CalendarFeed.user_id == user_id if user_id is not None else CalendarFeed.council_id == council_id
    query = select(CalendarFeed).where(mine, CalendarFeed.revoked_at.is_(None))
    return db.session.scalars(query.order_by(CalendarFeed.id)).all()


def by_token(token: str) -> tuple[CalendarFeed, User | None] | None:
    """The feed at this address with its person (None for a council's); None when it is unknown or revoked, or the
    person's account is locked."""
    query = select(CalendarFeed, User).outerjoin(User, User.id == CalendarFeed.user_id)
    row = db.session.execute(query.where(CalendarFeed.token_hash == fingerprint(token))).first()
    if row is None or row[0].revoked_at is not None:
        return None
    feed: CalendarFeed = row[0]
    user: User | None = row[1]
    if feed.user_id is not None and (user is None or not user.is_active):
        return None
    return feed, user


def announced(condition: ColumnElement[bool], since: date) -> Sequence[Any]:
    """Sessions since that day that have been announced, those called off too; the last ones when there are too many."""
    query = (
        select(*SESSION)
        .join(Delegation, Delegation.id == WorkingSession.delegation_id)
        .where(condition, WorkingSession.state.not_in(NOT_ANNOUNCED), WorkingSession.held_on >= since)
        .order_by(WorkingSession.held_on.desc(), WorkingSession.id.desc())
    )
    return list(reversed(db.session.execute(query.limit(MOST_EVENTS)).all()))


def readable_sessions(actor: Actor) -> ColumnElement[bool]:
    return sessions.visible(actor)


def sessions_of_council(council_id: int) -> ColumnElement[bool]:
    return WorkingSession.council_id == council_id


def is_called_off(state: str) -> bool:
    return state in CALLED_OFF


# --- how often agencies are called ------------------------------------------------------------------------------------


def called(council_ids: Iterable[int], year: int, *, page: int, size: int) -> Sequence[Any]:
    """Rows (id, name, sessions) of the agencies that have sessions in that year, the busiest first, and one more to
    know whether there is a next page. Sessions that were called off do not count."""
    counted = per_agency(council_ids, year)
    query = (
        select(Agency.id, Agency.name, counted.c.sessions)
        .join(counted, counted.c.agency_id == Agency.id)
        .order_by(counted.c.sessions.desc(), Agency.sort_key, Agency.id)
    )
    return db.session.execute(query.limit(size + 1).offset((page - 1) * size)).all()


def count_called(council_ids: Iterable[int], year: int) -> int:
    return db.session.scalar(select(func.count()).select_from(per_agency(council_ids, year))) or 0


def per_agency(council_ids: Iterable[int], year: int) -> Any:
    return (
        select(SessionAgency.agency_id, func.count().label("sessions"))
        .join(WorkingSession, WorkingSession.id == SessionAgency.session_id)
        .where(
            within(WorkingSession.council_id, council_ids),
            WorkingSession.held_on.between(date(year, 1, 1), date(year, 12, 31)),
            WorkingSession.state.not_in(CALLED_OFF),
        )
        .group_by(SessionAgency.agency_id)
        .subquery()
    )


def days_of(
    agency_ids: Iterable[int], first: date, last: date, *, but: int | None = None
) -> dict[int, list[tuple[date, int]]]:
    """agency id → (day, session id) of its sessions in this time, by day; without those that were called off."""
    query = (
        select(SessionAgency.agency_id, WorkingSession.held_on, WorkingSession.id)
        .join(WorkingSession, WorkingSession.id == SessionAgency.session_id)
        .where(
            within(SessionAgency.agency_id, agency_ids),
            WorkingSession.held_on.between(first, last),
            WorkingSession.state.not_in(CALLED_OFF),
        )
        .order_by(WorkingSession.held_on, WorkingSession.id)
    )
    found: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for agency_id, day, session_id in db.session.execute(query):
        if session_id != but:
            found[agency_id].append((day, session_id))
    return found


def named_sessions(ids: Iterable[int], actor: Actor) -> dict[int, Any]:
    """Of these sessions, those that the actor may read, by id."""
    query = select(*SESSION).join(Delegation, Delegation.id == WorkingSession.delegation_id)
    rows = db.session.execute(query.where(within(WorkingSession.id, ids), sessions.visible(actor)))
    return {row.id: row for row in rows}
