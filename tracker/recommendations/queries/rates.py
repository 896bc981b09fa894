"""Two rates of a moment, each with its numerator and denominator (domain.md 2.3, 6.4, 6.6).

Completion: of those due by the deadline that held, how many were verified as done. On time: of those due by the
original deadline, how many were done with a report sent by then. What was waived in writing, ran for years or went to
a central body is left out of both. The Council's rates count recommendations by their lead's task, an agency's its tasks.

Everything counts as it was known at that moment, so that the same moment gives the same rates for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core import clock
from tracker.extensions import db
from tracker.recommendations import terms
from tracker.recommendations.history.knowing import as_known
from tracker.recommendations.queries import counting, tables
from tracker.recommendations.queries.tables import Tables


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

    def reaches(self, per_cent: int) -> bool:
        """Exactly, not as rounded."""
        return self.denominator > 0 and 100 * self.numerator >= per_cent * self.denominator


@dataclass(frozen=True)
class Rates:
    moment: datetime
    completion: Rate
    on_time: Rate
    waived: int
    multi_year: int
    central: int
    not_due: int
    """Left out of the completion rate, and why."""

    @property
    def on(self) -> date:
        return clock.local(self.moment).date()


@dataclass(frozen=True)
class Scope:
    """Whose rates: of one agency, one delegation, one term, or all that the reader may read."""

    agency: int | None = None
    delegation: int | None = None
    term: int | None = None
    """Of what was issued in this term of the council, or carried into it."""


def of(actor: Actor, scope: Scope, moment: datetime | None = None) -> Rates:
    """As known at the moment, now unless told; one query, however many tasks there are."""
    moment = moment or clock.now()
    t = tables.at(moment)
    with as_known(moment):
        numbers = [many(condition).label(name) for name, condition in counting.conditions(t.tasks).items()]
        row = db.session.execute(select(*numbers).where(*counted_of(actor, scope, t))).one()
    return Rates(
        moment=moment,
        completion=Rate(row.done, row.due),
        on_time=Rate(row.in_time, row.first_due),
        waived=row.waived,
        multi_year=row.multi_year,
        central=row.central,
        not_due=row.not_due,
    )


def counted_of(actor: Actor, scope: Scope, t: Tables, *, leads: bool = True) -> list[ColumnElement[bool]]:
    """The tasks that stood then and that the reader may read today. `leads`: the Council's side counts recommendations,
    by their lead's task, where it does not ask for one agency."""
    found = [t.tasks_visible(actor), t.stand(t.tasks)]
    is_council_side = bool(actor.roles & set(COUNCIL_SIDE))
    if scope.agency:
        found.append(t.tasks.agency_id == scope.agency)
    elif is_council_side and leads:
        found.append(t.tasks.role == "lead")
    if not is_council_side:
        found.append(within(t.tasks.agency_id, actor.agency_ids))
    if scope.delegation:
        found.append(t.tasks.delegation_id == scope.delegation)
    if scope.term:
        found.append(t.tasks.recommendation_id.in_(terms.belonging(scope.term, t.moment)))
    return found


def many(condition: ColumnElement[bool]) -> Any:
    return func.count(case((condition, 1)))
