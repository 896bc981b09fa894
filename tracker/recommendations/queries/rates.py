"""Two rates of a day, each with its numerator and denominator (domain.md 2.3, 6.4, 6.6).

Completion: of those due by the deadline that holds, how many were verified as done. On time: of those due by the
original deadline, how many were done with a report sent by then. What was waived in writing, runs for years or goes to
a central body is left out of both. The Council's rates count recommendations by their lead's task, an agency's its tasks.

Extensions and verifications count as they were known at the end of that day; waivers and roadmaps as they stand now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.extensions import db
from tracker.recommendations import terms
from tracker.recommendations.models import Assignment, Extension, Recommendation
from tracker.recommendations.queries.rights import assignment_visible

A, E, R = Assignment, Extension, Recommendation


@dataclass(frozen=True)
class Rate:
    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        """To one decimal; None where nothing was due."""
        if not self.denominator:
            return None
        return (Decimal(100 * self.numerator) / self.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Rates:
    on: date
    completion: Rate
    on_time: Rate
    waived: int
    multi_year: int
    central: int
    not_due: int
    """Left out of the completion rate, and why."""


@dataclass(frozen=True)
class Scope:
    """Whose rates: of one agency, one delegation, one term, or all that the reader may read."""

    agency: int | None = None
    delegation: int | None = None
    term: int | None = None
    """Of what was issued in this term of the council, or carried into it."""


def of(actor: Actor, scope: Scope, on: date) -> Rates:
    """Two queries, however many tasks there are."""
    counted = and_(assignment_visible(actor), *narrowed(actor, scope), A.created_at < end_of(on))
    reached, first = was_due(effective(on), on), was_due(A.original_due_on, on)
    done = is_done(on)
    fits = and_(A.state.not_in(("waived", "multi_year")), R.addressee_kind != "central")
    row = db.session.execute(
        select(
            many(fits, reached).label("due"),
            many(fits, reached, done).label("done"),
            many(fits, first).label("first_due"),
            many(fits, first, done, A.extension_count == 0, A.sent_on <= A.due_ends_on).label("in_time"),
            many(A.state == "waived").label("waived"),
            many(A.state == "multi_year").label("multi_year"),
            many(A.state.not_in(("waived", "multi_year")), R.addressee_kind == "central").label("central"),
            many(fits, ~reached).label("not_due"),
        )
        .join(R, R.id == A.recommendation_id)
        .where(counted)
    ).one()
    in_time = (row.in_time or 0) + extended_in_time(and_(counted, fits, first, done))
    return Rates(
        on=on,
        completion=Rate(row.done, row.due),
        on_time=Rate(in_time, row.first_due),
        waived=row.waived,
        multi_year=row.multi_year,
        central=row.central,
        not_due=row.not_due,
    )


def narrowed(actor: Actor, scope: Scope) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    is_council_side = bool(actor.roles & set(COUNCIL_SIDE))
    if scope.agency:
        found.append(A.agency_id == scope.agency)
    elif is_council_side:
        found.append(A.role == "lead")
    if not is_council_side:
        found.append(within(A.agency_id, actor.agency_ids))
    if scope.delegation:
        found.append(A.delegation_id == scope.delegation)
    if scope.term:
        found.append(A.recommendation_id.in_(terms.belonging(scope.term)))
    return found


def many(*conditions: ColumnElement[bool]) -> Any:
    return func.count(case((and_(*conditions), 1)))


def effective(on: date) -> Any:
    """The deadline as it was known at the end of that day: extensions decided later do not count."""
    granted = (
        select(E.new_due_on)
        .where(E.assignment_id == A.id, E.state == "granted", E.decided_at < end_of(on))
        .order_by(E.decided_at.desc(), E.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return case((A.extension_count == 0, A.original_due_on), else_=func.coalesce(granted, A.original_due_on))


def was_due(due_on: Any, on: date) -> ColumnElement[bool]:
    """Has the day at whose end the deadline passes come? One on a rest day counts to the next working day, so this asks
    for deadlines written up to the last working day."""
    reached: ColumnElement[bool] = func.coalesce(due_on <= working_days().last_up_to(on), False)
    return reached


def is_done(on: date) -> ColumnElement[bool]:
    return and_(A.state == "implemented", A.verified_at < end_of(on))


def extended_in_time(conditions: ColumnElement[bool]) -> int:
    """Done by the original deadline although it was moved: the end of that is not kept, so it is counted here."""
    query = select(A.original_due_on, A.sent_on, func.count()).join(R, R.id == A.recommendation_id)
    rows: Any = db.session.execute(
        query.where(conditions, A.extension_count > 0, A.sent_on.is_not(None)).group_by(A.original_due_on, A.sent_on)
    )
    return sum(number for original, sent_on, number in rows if sent_on <= working_days().end_of(original))


def end_of(on: date) -> datetime:
    """The moment at which that day is over in Viet Nam."""
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=clock.HANOI)
