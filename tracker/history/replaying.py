"""All spans from all events: filled when a database is brought up to date, made anew, and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from tracker.audit.models import AuditEvent
from tracker.history.models import FRAME
from tracker.history.projections import PROJECTIONS, Facts, Projection, Standing, Told, kinds, take

BATCH = 5_000
MOST_DIFFERENCES = 20
E: Any = AuditEvent.__table__.c
READ = (E.id, E.at, E.subject_kind, E.subject_id, E.subject_code, E.thread_id, E.council_id, E.action, E.after)


def recalled() -> dict[str, tuple[str, ...]]:
    return {kind: names for projection in PROJECTIONS for kind, names in projection.recalls.items()}


@dataclass
class Memory:
    """Keeps what stands, and hands on what does not stand any more."""

    open: dict[tuple[str, int], Facts] = field(default_factory=dict)
    closed: dict[str, list[Facts]] = field(default_factory=dict)
    stories: dict[tuple[str, int], Facts] = field(default_factory=dict)
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
            self.closed.setdefault(projection.name, []).append(ended)
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
        rows = ((id, row) for (name, id), row in self.open.items() if name == projection.name)
        return sorted(id for id, row in rows if all(row[name] == value for name, value in facts.items()))


def heard(connection: Connection) -> Iterator[Memory]:
    """The memory after every batch of events, oldest first, and once more at the end."""
    memory, last = Memory(), 0
    query = select(*READ).where(E.subject_kind.in_(kinds())).order_by(E.id).limit(BATCH)
    while events := connection.execute(query.where(E.id > last)).all():
        for event in events:
            memory.hear(event)
        last = events[-1].id
        yield memory
    for (name, _id), row in memory.open.items():
        memory.closed.setdefault(name, []).append(row)
    yield memory


def fill(connection: Connection, tables: Mapping[str, Table] | None = None) -> dict[str, int]:
    """Make all spans anew from the events alone; how many of each kind. `tables`: as a migration knows them."""
    ours: dict[str, Any] = {projection.name: projection.model.__table__ for projection in PROJECTIONS}
    known = tables or ours
    written = dict.fromkeys(known, 0)
    for table in known.values():
        connection.execute(delete(table))
    for memory in heard(connection):
        for name, rows in memory.closed.items():
            if rows and name in known:
                send(connection, known[name], rows)
                written[name] += len(rows)
            rows.clear()
    return written


def send(connection: Connection, table: Table, rows: list[Facts]) -> None:
    names = set(table.columns.keys())
    for start in range(0, len(rows), BATCH):
        batch = [{name: row[name] for name in row if name in names} for row in rows[start : start + BATCH]]
        connection.execute(insert(table), batch)


def differences(connection: Connection) -> list[str]:
    """Where the spans are not what the events say, or what stands is not what the records hold; a line each."""
    told: dict[str, list[Facts]] = {projection.name: [] for projection in PROJECTIONS}
    for memory in heard(connection):
        for name, rows in memory.closed.items():
            told[name] += rows
            rows.clear()
    found: list[str] = []
    for projection in PROJECTIONS:
        found += from_replay(connection, projection, told.pop(projection.name))
        found += from_records(connection, projection)
    return found[:MOST_DIFFERENCES]


def from_replay(connection: Connection, projection: Projection, told: list[Facts]) -> Iterator[str]:
    table = projection.model.__table__
    rows = connection.execute(select(table).order_by(table.c.id, table.c.valid_from)).mappings()
    told.sort(key=lambda row: (row["id"], row["valid_from"]))
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
