"""How spans follow from events. A room registers what is to be known; `take` is the one place that works it out, for an
event being written and for a replay of all of them alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Protocol

from sqlalchemy import Date, DateTime

from tracker.core.models import UtcDateTime
from tracker.history.models import FRAME, Span

Facts = dict[str, Any]
Fold = Callable[[Facts | None], Facts | None]
"""What stood (None: nothing yet) → what stands after the event; None leaves everything as it is."""


class Told(Protocol):
    """What is read of an event."""

    id: Any
    at: Any
    subject_kind: Any
    subject_id: Any
    subject_code: Any
    thread_id: Any
    council_id: Any
    action: Any
    after: Any


class Keeper(Protocol):
    """Where spans are kept while events are taken: the database, or the memory of a replay."""

    def standing(self, projection: Projection, id: int) -> Standing | None:
        """What stands of a record."""

    def keep(self, projection: Projection, id: int, facts: Facts, event: Told, earlier: Standing | None) -> None:
        """From the event on these facts stand."""

    def story(self, event: Told) -> Mapping[str, Any]:
        """All that the events of this event's subject have said, up to it, the newest word by name."""

    def named(self, projection: Projection, **facts: Any) -> list[int]:
        """The records of which these facts stand."""


@dataclass(frozen=True)
class Standing:
    facts: Facts
    since: datetime


@dataclass(frozen=True)
class Projection:
    """One kind of span. `read`: which records an event changes, and how; `then`: what follows for other spans.

    `recalls`: names of what earlier events of a kind have said that `read` asks for. `record`: the table that holds the
    same facts as they are now, by which `tracker history check` finds an event that says too little.
    A replay takes the events of a record together; with `thread`, those of all that is told on one record's page, which the
    column `by` of the span names. `is_named`: others ask for these by name, so they are replayed first.
    """

    model: type[Span]
    kinds: tuple[str, ...]
    read: Callable[[Told, Keeper], Iterable[tuple[int, Fold]]]
    then: Callable[[int, Facts], Iterable[tuple[Projection, int, Fold]]] = lambda _id, _facts: ()
    recalls: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    record: Any = None
    thread: str = ""
    by: str = "id"
    is_named: bool = False

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.model.__table__.columns if column.name not in FRAME)

    @cached_property
    def restorers(self) -> tuple[tuple[str, Callable[[str], Any] | None], ...]:
        """By fact, what makes a column's value of the ISO text by which events keep days and moments."""
        return tuple((name, restorer(self.model.__table__.columns[name].type)) for name in self.facts)

    def said(self, event: Told) -> Facts:
        """The facts that the event itself names."""
        after = event.after or {}
        return {
            name: restore(after[name]) if restore is not None and isinstance(after[name], str) else after[name]
            for name, restore in self.restorers
            if name in after
        }


def restored(kind: Any, value: Any) -> Any:
    """A value as the column holds it."""
    restore = restorer(kind)
    return restore(value) if restore is not None and isinstance(value, str) else value


def restorer(kind: Any) -> Callable[[str], Any] | None:
    if isinstance(kind, UtcDateTime | DateTime):
        return datetime.fromisoformat
    return date.fromisoformat if isinstance(kind, Date) else None


PROJECTIONS: list[Projection] = []
BY_KIND: dict[str, list[Projection]] = defaultdict(list)
"""Which of them read the events of a kind of record."""


def register(projection: Projection) -> Projection:
    PROJECTIONS.append(projection)
    for kind in projection.kinds:
        BY_KIND[kind].append(projection)
    return projection


def take(event: Told, keeper: Keeper) -> None:
    """Let every span follow that the event changes."""
    for projection in BY_KIND.get(event.subject_kind, ()):
        for id, fold in projection.read(event, keeper):
            change(projection, id, fold, event, keeper)


def change(projection: Projection, id: int, fold: Fold, event: Told, keeper: Keeper) -> None:
    earlier = keeper.standing(projection, id)
    facts = fold(dict(earlier.facts) if earlier else None)
    if facts is None or (earlier is not None and facts == earlier.facts):
        return
    keeper.keep(projection, id, facts, event, earlier)
    for other, other_id, other_fold in projection.then(id, facts):
        change(other, other_id, other_fold, event, keeper)
