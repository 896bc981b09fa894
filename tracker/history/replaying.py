"""All spans from all events: filled when a database is brought up to date, made anew, and compared.

Events are replayed a range of records at a time, so that a large base needs no more memory than a small one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select

from tracker.audit.models import AuditEvent
from tracker.history.models import FRAME
from tracker.history.projections import PROJECTIONS, Facts, Projection, Standing, Told, take

RECORDS = 500
"""Replayed at a time."""
BATCH = 5_000
MOST_DIFFERENCES = 20
E: Any = AuditEvent.__table__.c
READ = (E.id, E.at, E.subject_kind, E.subject_id, E.subject_code, E.thread_id, E.council_id, E.action, E.after)


def recalled() -> dict[str, tuple[str, ...]]:
    return {kind: names for projection in PROJECTIONS for kind, names in projection.recalls.items()}


@dataclass
class Memory:
    """Keeps what stands of the records in hand, and hands on what does not stand any more."""

    open: dict[tuple[str, int], Facts] = field(default_factory=dict)
    told: dict[str, list[Facts]] = field(default_factory=dict)
    stories: dict[tuple[str, int], Facts] = field(default_factory=dict)
    known: dict[str, list[Facts]] = field(default_factory=dict)
    """What stood last of those that others ask for by name."""
    recalls: Mapping[str, tuple[str, ...]] = field(default_factory=recalled)

    def standing(self, projection: Projection, id: int) -> Standing | None:
        row = self.open.get((projection.name, id))
        return None if row is None else Standing({name: row[name] for name in projection.facts}, row["valid_from"])

    def keep(self, projection: Projection, id: int, facts: Facts, event: Told, earlier: Standing | None) -> None:
        key = (projection.name, id)
        if earlier is not None and earlier.since >= event.at:
            self.open[key] |= facts | {"event_id": event.id}
            return
        if earlier is not None:
            ended = self.open[key] | {"valid_to": event.at}
            self.told.setdefault(projection.name, []).append(ended)
        self.open[key] = {"id": id, "valid_from": event.at, "valid_to": None, "event_id": event.id, **facts}

    def hear(self, event: Told) -> None:
        """Remember what will be asked for, then let the spans follow."""
        if names := self.recalls.get(event.subject_kind):
            told = {name: event.after[name] for name in names if name in (event.after or {})}
            self.stories.setdefault((event.subject_kind, event.subject_id), {}).update(told)
        take(event, self)

    def story(self, event: Told) -> Mapping[str, Any]:
        return self.stories.get((event.subject_kind, event.subject_id), {})

    def named(self, projection: Projection, **facts: Any) -> list[int]:
        standing = [row for (name, _id), row in self.open.items() if name == projection.name]
        rows = [*self.known.get(projection.name, ()), *standing]
        return sorted(row["id"] for row in rows if all(row[name] == value for name, value in facts.items()))

    def release(self) -> None:
        """All has been heard of the records in hand."""
        asked_for = {projection.name for projection in PROJECTIONS if projection.is_named}
        for (name, _id), row in self.open.items():
            self.told.setdefault(name, []).append(row)
            if name in asked_for:
                self.known.setdefault(name, []).append(row)
        self.open.clear()
        self.stories.clear()


@dataclass(frozen=True)
class Heard:
    """The spans of a range of records, as the events tell them. `first`, `last`: of what the projections go by."""

    projections: list[Projection]
    told: dict[str, list[Facts]]
    first: int
    last: int


def heard(connection: Connection) -> Iterator[Heard]:
    """Range after range; those that others ask for by name first, and all at once in the order of time."""
    memory = Memory()
    for thread in dict.fromkeys(projection.thread for projection in PROJECTIONS):
        together = [projection for projection in PROJECTIONS if projection.thread == thread]
        if thread:
            yield from replayed(connection, memory, together, E.thread_id, thread)
            continue
        for projection in together:
            yield from replayed(connection, memory, [projection], E.subject_id, "")


def replayed(
    connection: Connection, memory: Memory, together: list[Projection], column: Any, thread: str
) -> Iterator[Heard]:
    kinds = sorted({kind for projection in together for kind in projection.kinds})
    wanted = [E.subject_kind.in_(kinds), *([E.thread_kind == thread] if thread else [])]
    top = connection.scalar(select(func.max(column)).where(*wanted)) or 0
    is_named = any(projection.is_named for projection in together)
    step, order = (max(top, 1), [E.id]) if is_named else (RECORDS, [column, E.id])
    query = select(*READ).where(*wanted).order_by(*order)
    for first in range(1, top + 1, step):
        last = first + step - 1
        for event in connection.execute(query.where(column.between(first, last))).all():
            memory.hear(event)
        memory.release()
        yield Heard(together, memory.told, first, last)
        memory.told = {}


def fill(connection: Connection, tables: Mapping[str, Table] | None = None) -> dict[str, int]:
    """Make all spans anew from the events alone; how many of each kind. `tables`: as a migration knows them."""
    ours: dict[str, Any] = {projection.name: projection.model.__table__ for projection in PROJECTIONS}
    known = tables or ours
    written = dict.fromkeys(known, 0)
    for table in known.values():
        connection.execute(delete(table))
    for part in heard(connection):
        for name, rows in part.told.items():
            if name in known:
                send(connection, known[name], rows)
                written[name] += len(rows)
    return written


def send(connection: Connection, table: Table, rows: list[Facts]) -> None:
    names = set(table.columns.keys())
    for start in range(0, len(rows), BATCH):
        batch = [{name: row[name] for name in row if name in names} for row in rows[start : start + BATCH]]
        connection.execute(insert(table), batch)


def differences(connection: Connection) -> list[str]:
    """Where the spans are not what the events say, or what stands is not what the records hold; a line each."""
    found: list[str] = []
    for part in heard(connection):
        for projection in part.projections:
            found += from_replay(connection, projection, part)
    for projection in PROJECTIONS:
        found += from_records(connection, projection)
    return found[:MOST_DIFFERENCES]


def from_replay(connection: Connection, projection: Projection, part: Heard) -> Iterator[str]:
    table = projection.model.__table__
    query = select(table).where(table.c[projection.by].between(part.first, part.last))
    rows = connection.execute(query.order_by(table.c.id, table.c.valid_from)).mappings()
    told = sorted(part.told.get(projection.name, ()), key=lambda row: (row["id"], row["valid_from"]))
    names = (*FRAME[1:], *projection.facts)
    for kept, row in zip_longest(rows, told):
        one = kept or row
        if kept is None or row is None or any(kept[name] != row[name] for name in names):
            yield f"{projection.name}: {one['id']}, {one['valid_from']:%Y-%m-%d %H:%M:%S}"


def from_records(connection: Connection, projection: Projection) -> Iterator[str]:
    """Records whose open span says something else than they do."""
    if projection.record is None:
        return
    span, record = projection.model.__table__, projection.record.__table__
    shared = [name for name in projection.facts if name in record.columns]
    query = (
        select(record.c.id, *(record.c[name] for name in shared), *(span.c[name].label(f"_{name}") for name in shared))
        .outerjoin(span, (span.c.id == record.c.id) & span.c.valid_to.is_(None))
        .order_by(record.c.id)
    )
    for row in connection.execute(query).mappings():
        if wrong := [name for name in shared if row[name] != row[f"_{name}"]]:
            yield f"{record.name}: {row['id']} ({', '.join(wrong)})"
