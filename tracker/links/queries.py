"""Following threads, both ways, as far as the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, false, or_, select

from tracker.accounts.access import KINDS, kind_of, visible
from tracker.accounts.actor import Actor
from tracker.extensions import db
from tracker.links.models import Link


@dataclass(frozen=True)
class End:
    """The other end of a thread: enough to name it, tag it and link to it."""

    kind: str
    id: int
    record: Any

    @property
    def code(self) -> str:
        """Asked for only where it is shown: a report takes its code from two other records."""
        return getattr(self.record, "code", "")

    @property
    def title(self) -> str:
        return KINDS[self.kind].title(self.record)


def targets(kind: str, ids: Iterable[int], actor: Actor) -> dict[int, list[End]]:
    """What became of these records of one kind: source id → ends, in the order they were tied."""
    query = select(Link).where(Link.source_kind == kind, Link.source_id.in_(list(ids))).order_by(Link.id)
    links = db.session.scalars(query).all()
    known = resolve({(link.target_kind, link.target_id) for link in links}, actor)
    found: dict[int, list[End]] = defaultdict(list)
    for link in links:
        if end := known.get((link.target_kind, link.target_id)):
            found[link.source_id].append(end)
    return found


def sources(kind: str, ids: Iterable[int], actor: Actor) -> dict[int, list[End]]:
    """Where these records of one kind came from: target id → ends, in the order they were tied."""
    query = select(Link).where(Link.target_kind == kind, Link.target_id.in_(list(ids))).order_by(Link.id)
    links = db.session.scalars(query).all()
    known = resolve({(link.source_kind, link.source_id) for link in links}, actor)
    found: dict[int, list[End]] = defaultdict(list)
    for link in links:
        if end := known.get((link.source_kind, link.source_id)):
            found[link.target_id].append(end)
    return found


@dataclass(frozen=True)
class Threads:
    """Both directions of several records: (kind, id) → ends, in the order they were tied."""

    sources: Mapping[tuple[str, int], list[End]]
    targets: Mapping[tuple[str, int], list[End]]

    def sources_of(self, record: Any) -> list[End]:
        return self.sources.get(key_of(record), [])

    def targets_of(self, record: Any) -> list[End]:
        return self.targets.get(key_of(record), [])


def key_of(record: Any) -> tuple[str, int]:
    return kind_of(record).name, record.id


def around(records: Iterable[Any], actor: Actor, *, known: Iterable[Any] = ()) -> Threads:
    """Where these records came from and what became of them: one query for the links, one for each kind met.

    The actor reads these records already, and those of `known`: they are not looked up again.
    """
    met = {key_of(record): End(*key_of(record), record) for record in known}
    own = {key_of(record): record for record in records}
    conditions = [
        condition
        for kind in sorted({kind for kind, _id in own})
        for ids in [sorted(id for known, id in own if known == kind)]
        for condition in (
            and_(Link.source_kind == kind, Link.source_id.in_(ids)),
            and_(Link.target_kind == kind, Link.target_id.in_(ids)),
        )
    ]
    query = select(Link).where(or_(false(), *conditions)).order_by(Link.id)
    links = db.session.scalars(query).all() if own else []
    from_ends = {(link.source_kind, link.source_id) for link in links}
    to_ends = {(link.target_kind, link.target_id) for link in links}
    met |= {key: End(*key, own[key]) for key in own}
    met |= resolve((from_ends | to_ends) - met.keys(), actor)
    sources: dict[tuple[str, int], list[End]] = defaultdict(list)
    targets: dict[tuple[str, int], list[End]] = defaultdict(list)
    for link in links:
        source, target = (link.source_kind, link.source_id), (link.target_kind, link.target_id)
        if source in own and target in met:
            targets[source].append(met[target])
        if target in own and source in met:
            sources[target].append(met[source])
    return Threads(sources, targets)


def resolve(pairs: set[tuple[str, int]], actor: Actor) -> dict[tuple[str, int], End]:
    """The records behind (kind, id) pairs that the actor may read; one query a kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, id in pairs:
        by_kind[kind].append(id)
    ends: dict[tuple[str, int], End] = {}
    for name, ids in sorted(by_kind.items()):
        known = KINDS[name]
        query = select(known.model).where(known.model.id.in_(sorted(ids)), visible(name, actor))
        for record in db.session.scalars(query):
            ends[(name, record.id)] = End(name, record.id, record)
    return ends


def has_source(kind: str, id: int) -> bool:
    """Does anything lead to this record?"""
    return bool(db.session.scalar(select(exists().where(Link.target_kind == kind, Link.target_id == id))))
