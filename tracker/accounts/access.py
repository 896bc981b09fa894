"""The kinds of records there are, who may see them, and how one is found by somebody who may."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import COUNCIL_WIDE, OF_DELEGATION, Role
from tracker.core.errors import NotFound
from tracker.extensions import db


@dataclass(frozen=True)
class Kind:
    """One kind of record, handed up by its room when it is imported.

    `visible` gives the SQL condition under which an actor may read a row; `place` where a row stands;
    `title` one line of words; `thread` the record on whose page the row's history is read (itself if None);
    `shared` whether agencies read the row now, where no workflow tells; `named_by` the relations, each as a way from the
    row, of which its code and title are read: whoever names many rows loads them along.
    """

    name: str
    model: type[Any]
    label: Any
    plural: str
    visible: Callable[[Actor], ColumnElement[bool]]
    place: Callable[[Any], Place]
    title: Callable[[Any], str]
    thread: Callable[[Any], tuple[str, int]] | None = None
    workflow: Any = None
    names: Callable[[], dict[str, Any]] | None = None
    shared: Callable[[Any], bool] | None = None
    named_by: tuple[tuple[Any, ...], ...] = ()


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    KINDS[kind.name] = kind
    return kind


def kind_of(record: Any) -> Kind:
    return KINDS[record.__kind__]


def place_of(record: Any) -> Place:
    return kind_of(record).place(record)


def roles_on(actor: Actor, record: Any) -> frozenset[Role]:
    return actor.roles_on(place_of(record))


def visible(kind: str, actor: Actor) -> ColumnElement[bool]:
    """The SQL condition under which `actor` may read rows of this kind; every list and every look-up uses it."""
    return KINDS[kind].visible(actor)


def find(kind: str, id: int, actor: Actor) -> Any:
    """The record, or NotFound when there is none or it is none of the actor's business: the two look alike."""
    model = KINDS[kind].model
    record = db.session.scalar(select(model).where(model.id == id, visible(kind, actor)))
    if record is None:
        raise NotFound
    return record


def is_readable(kind: str, id: int, actor: Actor) -> bool:
    """May this person know of the record?"""
    model = KINDS[kind].model
    return db.session.scalar(select(model.id).where(model.id == id, visible(kind, actor))) is not None


def council_side(model: Any, actor: Actor) -> ColumnElement[bool]:
    """Rows that the Council's side may read: their own council, or their own delegations (domain.md 6.2)."""
    reach: list[ColumnElement[bool]] = []
    councils = actor.councils_as(*COUNCIL_WIDE, Role.LEADER)
    if councils:
        reach.append(within(model.council_id, councils))
    column = model.id if model.__tablename__ == "delegation" else model.delegation_id
    delegations = actor.delegations_as(*OF_DELEGATION)
    if delegations:
        reach.append(within(column, delegations))
    return or_(*reach) if reach else false()


def within(column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """`column = one` or `column IN (…)`: the first lets the database walk an index in order."""
    wanted = sorted(ids)
    if not wanted:
        return false()
    condition: ColumnElement[bool] = column == wanted[0] if len(wanted) == 1 else column.in_(wanted)
    return condition
