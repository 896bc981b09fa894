"""The two rates by agency, delegation, field or year of issue, and how long it took (F69, F70, U23).

Counted under the conditions of the rates and of the lists behind them (`counting`), on what was known at the moment.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select

from tracker.accounts.actor import Actor
from tracker.core.sql import days_until
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.planning.models import Topic
from tracker.recommendations.history.knowing import as_known
from tracker.recommendations.models import Recommendation
from tracker.recommendations.queries import counting, rates, tables
from tracker.recommendations.queries.rates import Rate, Scope, counted_of, many
from tracker.recommendations.queries.tables import Tables

DIMENSIONS = ("agency", "delegation", "field", "year")


@dataclass(frozen=True)
class Group:
    """The rates of one agency, delegation, field or year. `key` is what the lists are narrowed by."""

    key: Any
    label: str
    more: str
    tasks: int
    completion: Rate
    on_time: Rate
    extended: int
    """Tasks whose deadline was extended at least once."""
    extensions: int
    days: float | None
    """The median of the days from issue to verification, of what was done."""


def groups(
    actor: Actor, scope: Scope, by: str, moment: datetime, *, page: int, size: int
) -> tuple[Sequence[Group], int]:
    """A page of groups, those with most due first, one more than fits; and how many there are. Three questions."""
    t = tables.at(moment)
    with as_known(moment):
        grouping = grouped(by, t)
        conditions = counted_of(actor, scope, t, leads=by != "agency")
        query = grouping.joined(select(*grouping.shown, *numbers(t), func.count().over().label("groups")))
        query = query.where(*conditions, *grouping.on).group_by(*grouping.by)
        due = many(counting.conditions(t.tasks)["due"])
        rows = db.session.execute(
            query.order_by(due.desc(), *grouping.by).offset((page - 1) * size).limit(size + 1)
        ).all()
        days = median_days(t, conditions, grouping, [row.key for row in rows])
    return [group_of(row, days) for row in rows], rows[0].groups if rows else 0


def whole(actor: Actor, scope: Scope, moment: datetime) -> Group:
    """Of all that the scope holds, as one group; two questions."""
    t = tables.at(moment)
    with as_known(moment):
        conditions = counted_of(actor, scope, t)
        row = db.session.execute(select(*numbers(t)).select_from(t.tasks).where(*conditions)).one()
        query = t_days(t, conditions).group_by(elapsed(t))
        found = Counter({row[0]: row[1] for row in db.session.execute(query)})
    return Group(None, "", "", *told(row), median(found))


def group_of(row: Any, days: Mapping[Any, float | None]) -> Group:
    return Group(row.key, str(row.label or ""), row.more or "", *told(row), days.get(row.key))


def told(row: Any) -> tuple[int, Rate, Rate, int, int]:
    completion, on_time = Rate(row.done, row.due), Rate(row.in_time, row.first_due)
    return row.tasks, completion, on_time, row.extended, row.extensions or 0


def numbers(t: Tables) -> list[Any]:
    found = counting.conditions(t.tasks)
    return [
        func.count().label("tasks"),
        *(many(found[name]).label(name) for name in ("done", "due", "in_time", "first_due")),
        many(t.tasks.extension_count > 0).label("extended"),
        func.sum(t.tasks.extension_count).label("extensions"),
    ]


# --- by what ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grouping:
    """What is shown of a group (key, label, more), by what tasks are put together, joined to what."""

    shown: tuple[Any, Any, Any]
    by: tuple[Any, ...]
    tables: tuple[tuple[Any, Any], ...]
    on: tuple[Any, ...] = ()

    def joined(self, query: Select[Any]) -> Select[Any]:
        for table, condition in self.tables:
            query = query.outerjoin(table, condition)
        return query


def grouped(by: str, t: Tables) -> Grouping:
    task = t.tasks
    delegation = (Delegation, Delegation.id == task.delegation_id)
    none: Any = func.coalesce(None, "")
    if by == "agency":
        named = (t.agencies, and_(t.agencies.id == task.agency_id, t.stand(t.agencies)))
        shown = (task.agency_id.label("key"), t.agencies.name.label("label"), none.label("more"))
        return Grouping(shown, (task.agency_id, t.agencies.name), (named,))
    if by == "delegation":
        shown = (Delegation.id.label("key"), Delegation.code.label("label"), Delegation.title.label("more"))
        return Grouping(shown, (Delegation.id, Delegation.code, Delegation.title), (delegation,))
    if by == "field":
        field = func.coalesce(Topic.field, "")
        topic = (Topic, Topic.id == Delegation.topic_id)
        return Grouping((field.label("key"), field.label("label"), none.label("more")), (field,), (delegation, topic))
    year = func.extract("year", Recommendation.issued_on)
    issued = (Recommendation, Recommendation.id == task.recommendation_id)
    return Grouping((year.label("key"), year.label("label"), none.label("more")), (year,), (issued,))


# --- how long it took -------------------------------------------------------------------------------------------------


def elapsed(t: Tables) -> Any:
    return days_until(Recommendation.issued_on, t.tasks.verified_at)


def t_days(t: Tables, conditions: Sequence[Any], *more: Any) -> Select[Any]:
    """(…, days, how many) of what was done."""
    issued = Recommendation.id == t.tasks.recommendation_id
    done = (t.tasks.state == "implemented", t.tasks.verified_at.is_not(None), Recommendation.issued_on.is_not(None))
    query = select(*more, elapsed(t), func.count()).select_from(t.tasks)
    return query.join(Recommendation, issued).where(*conditions, *done)


def median_days(
    t: Tables, conditions: Sequence[Any], grouping: Grouping, keys: Sequence[Any]
) -> dict[Any, float | None]:
    """By group. Only the numbers of days and how often each occurs are read, not the tasks."""
    if not keys:
        return {}
    query = t_days(t, conditions, grouping.shown[0])
    for table, on in grouping.tables:
        if table is not Recommendation:
            query = query.outerjoin(table, on)
    found: dict[Any, Counter[int]] = defaultdict(Counter)
    for key, days, number in db.session.execute(query.group_by(*grouping.by, elapsed(t))):
        found[key][days] += number
    return {key: median(counted) for key, counted in found.items()}


def median(counted: Mapping[int, int]) -> float | None:
    """The middle one, or the mean of the two in the middle; None of nothing."""
    total = sum(counted.values())
    if not total:
        return None
    return (nth(counted, (total - 1) // 2) + nth(counted, total // 2)) / 2


def nth(counted: Mapping[int, int], place: int) -> int:
    passed = 0
    for days in sorted(counted):
        passed += counted[days]
        if passed > place:
            return days
    raise IndexError(place)


def trend(actor: Actor, scope: Scope, moments: Iterable[datetime]) -> list[tuple[datetime, Rate, Rate]]:
    """The two rates at each of these moments, as known then."""
    found = [(moment, rates.of(actor, scope, moment)) for moment in moments]
    return [(moment, of.completion, of.on_time) for moment, of in found]
