"""The day that a policy goes by where it stands, overdue or due soon: computed, never stored (F37, domain.md 6.3, SM6).

Before the vote it is the day of the step itself or, where the rules count none for it, that of the next step of its route
which has one: a draft that is to be posted and appraised is late once the dossier had to be with the committee.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from tracker.calendar import rules
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.extensions import db
from tracker.policies import due, route
from tracker.policies.models import CouncilSession, Policy, PolicyStep

P = Policy
REGISTERED = "registered"
RUNNING = (REGISTERED, route.ALWAYS_FIRST, *route.BETWEEN)
"""Something is still to be done by a day before the session."""
OVERDUE, SOON = "overdue", "soon"
SOON_DAYS = 7
"""Working days."""
ENTERED = (
    select(PolicyStep.entered_on)
    .where(PolicyStep.policy_id == P.id)
    .order_by(PolicyStep.id.desc())
    .limit(1)
    .scalar_subquery()
)
COLUMNS = (P.id, P.state, P.ruleset, P.procedure, CouncilSession.opens_on, ENTERED.label("entered_on"))
"""What `of` asks of a row."""


@dataclass(frozen=True)
class Day:
    """`step`: whose day it is; `days_left`: working days, negative when late."""

    step: str
    computed: Computed
    days_left: int

    @property
    def due_on(self) -> date:
        return self.computed.ends_on

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def is_soon(self) -> bool:
        return 0 <= self.days_left <= SOON_DAYS

    @property
    def group(self) -> str:
        """OVERDUE, SOON or ""."""
        return OVERDUE if self.is_over else SOON if self.is_soon else ""


def of(policy: Any, basis: Basis | None = None, today: date | None = None) -> Day | None:
    """Of a Policy or a row with COLUMNS. None where no day runs: outside of RUNNING, before the session is known, and for a
    step that was only begun after its day, as in a second round within the session."""
    counted = counting(policy, basis)
    if counted is None:
        return None
    step, computed = counted
    if policy.entered_on is None or policy.entered_on > computed.ends_on:
        return None
    return Day(step, computed, left(computed.ends_on, today or clock.today()))


def left(ends_on: date, today: date) -> int:
    """Working days left; on a rest day after the last one, it is late although no working day has passed yet."""
    days = working_days().count(today, ends_on)
    return min(days, -1) if ends_on < today else days


def counting(policy: Any, basis: Basis | None = None) -> tuple[str, Computed] | None:
    """The step whose day runs, and that day."""
    if policy.state not in RUNNING:
        return None
    to_come = [step for step in due.JUDGED if step in left_of_route(policy)]
    dated = ((step, due.of(policy, step, basis)) for step in to_come)
    return next(((step, computed) for step, computed in dated if computed is not None), None)


def left_of_route(policy: Any) -> list[str]:
    """The step it stands at and those to come; a step that the rules have dropped is still its own."""
    order = [REGISTERED, route.ALWAYS_FIRST, *route.BETWEEN, route.ALWAYS_LAST]
    here = order.index(policy.state)
    return [step for step in order[here:] if step == policy.state or step in route.of(policy)]


def running(*conditions: ColumnElement[bool]) -> Select[Any]:
    """The rows for which a day may run, as `of` asks for them."""
    columns: tuple[Any, ...] = COLUMNS
    query = select(*columns).join(CouncilSession, CouncilSession.id == P.session_id)
    return query.where(P.state.in_(RUNNING), *conditions).order_by(P.id)


def grouped(*conditions: ColumnElement[bool]) -> dict[str, list[int]]:
    """Ids of what is overdue and of what is due soon among the policies under these conditions."""
    found: dict[str, list[int]] = {OVERDUE: [], SOON: []}
    for id, day in of_rows(db.session.execute(running(*conditions))).items():
        if day.group:
            found[day.group].append(id)
    return found


def of_rows(rows: Iterable[Any]) -> dict[int, Day]:
    """By id; those without a day that runs are left out. Rows that stand alike are computed once."""
    basis, today = rules.basis(), clock.today()
    alike: dict[Any, Day | None] = {}
    found = {}
    for row in rows:
        key = (row.state, row.ruleset, row.procedure, row.opens_on, row.entered_on)
        if key not in alike:
            alike[key] = of(row, basis, today)
        day = alike[key]
        if day is not None:
            found[row.id] = day
    return found


def in_group(group: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return P.id.in_(grouped(*conditions).get(group, []))


def of_ids(ids: Sequence[int]) -> dict[int, Day]:
    """Of these policies, for lists."""
    return of_rows(db.session.execute(running(P.id.in_(ids)))) if ids else {}


def label(day: Day) -> str:
    """What is to be done by it: the day rule says so."""
    return str(rules.about(due.COUNTED[day.step][0]).label)
