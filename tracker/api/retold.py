"""`?as_of=` of kinds that keep no spans: what their events had told of each by then, for the rows of one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, inspect, select
from werkzeug.datastructures import MultiDict

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.api.filters import Condition, Filter
from tracker.api.lists import Key, Order, Page, page_of, reverse
from tracker.api.past import narrowed
from tracker.api.resources import Past
from tracker.api.shows import Shown
from tracker.core.errors import NotFound
from tracker.extensions import db
from tracker.history import events
from tracker.history.records import made

STAYS = ("id", "council_id", "delegation_id", "code", "created_at")
"""Columns that are the same at every moment."""
Asked = Callable[[datetime], Condition]


@dataclass(frozen=True)
class Told:
    """How a kind is retold. `relations`: what its records hang on by a column of their own, with what is loaded of each;
    `then`: filters that ask of then in a way of their own, beside the state."""

    kind: str
    filters: Sequence[Filter]
    relations: Mapping[str, tuple[Any, ...]]
    orders: Mapping[str, Order] = field(default_factory=dict)
    then: Mapping[str, Asked] = field(default_factory=dict)

    @property
    def model(self) -> Any:
        return access.KINDS[self.kind].model


def looking_back(told: Told, shows: tuple[Shown, ...]) -> Past:
    """`shows`: what events tell of."""
    return Past(page=partial(page, told), one=partial(one, told), shows=shows)


def page(
    told: Told,
    actor: Actor,
    given: MultiDict[str, str],
    moment: datetime,
    *,
    sort: str,
    after: str | None,
    size: int,
) -> Page:
    """As on the pages, the state is the one of then; agencies, words and the other filters are those of now."""
    order = {"newest": (Key(told.model.id, lambda row: row.id, descending=True),), **told.orders}[
        sort.removeprefix("-")
    ]
    query = select(told.model).where(
        *readable(told, actor, moment), *narrowed(told.filters, asked_then(told, moment), given, actor)
    )
    found = page_of(
        query,
        reverse(order) if sort.startswith("-") else order,
        name=f"{told.kind} {sort} then",
        after=after,
        size=size,
    )
    return replace(found, rows=retell(told, found.rows, moment))


def one(told: Told, record: Any, actor: Actor, moment: datetime) -> Any:
    query = select(told.model.id).where(told.model.id == record.id, *readable(told, actor, moment))
    if db.session.scalar(query) is None:
        raise NotFound
    return retell(told, [record], moment)[0]


def readable(told: Told, actor: Actor, moment: datetime) -> list[ColumnElement[bool]]:
    """Today's rights; what was there then, to agencies what had been shown to them."""
    stood = events.stood(told.kind, moment, shared=bool(actor.agency_ids))
    return [access.visible(told.kind, actor), *stood]


def asked_then(told: Told, moment: datetime) -> dict[str, Condition]:
    state = events.state_at(told.kind, moment)
    own = {"status": lambda asked, _actor: state == asked, **{name: at(moment) for name, at in told.then.items()}}
    return {item.name: item.where for item in told.filters if item.where is not None} | own


def retell(told: Told, rows: Sequence[Any], moment: datetime) -> list[Any]:
    """Records of the same kind, with what was known of each, and who or what their columns named."""
    ids = [row.id for row in rows]
    facts, changed = events.facts_at(told.kind, ids, moment), events.changed_at(told.kind, ids, moment)
    known = [frame(row, changed.get(row.id)) | facts[row.id] | stays(row) for row in rows]
    named = {name: beside(told.model, name, known, load) for name, load in told.relations.items()}
    return [made(told.model, said, **{name: found(said) for name, found in named.items()}) for said in known]


def frame(row: Any, changed: datetime | None) -> dict[str, Any]:
    return {"row_version": 0, "updated_at": changed or row.created_at}


def stays(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in STAYS if hasattr(row, name)}


def beside(
    model: Any, name: str, records: Sequence[Mapping[str, Any]], load: tuple[Any, ...]
) -> Callable[[Mapping[str, Any]], Any]:
    """Finds what a record hangs on; all of a page are loaded together."""
    relation = inspect(model).relationships[name]
    (column,) = (local.key for local in relation.local_columns)
    kind = relation.mapper.class_
    ids = {known[column] for known in records if known.get(column)}
    query = select(kind).where(kind.id.in_(sorted(ids))).options(*load)
    rows = {row.id: row for row in db.session.scalars(query)} if ids else {}
    return lambda known: rows.get(known.get(column))
