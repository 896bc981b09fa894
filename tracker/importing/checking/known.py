"""What the product knows already, read once for a whole file: agencies by all their names, delegations, earlier imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select

from tracker.accounts.access import KINDS
from tracker.core.text import fold
from tracker.extensions import db
from tracker.history.records import facts_for
from tracker.importing import queries
from tracker.importing.models import ImportKey
from tracker.organizations.models import Agency, AgencyAlias, AgencyName, AgencySuccession
from tracker.search.words import code_key

T = TypeVar("T")
AT_ONCE = 500
"""Values in one question to the database."""


def parts(values: Collection[T]) -> Iterator[list[T]]:
    listed = list(values)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]


@dataclass(frozen=True)
class KnownAgency:
    id: int
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    names: tuple[tuple[str, date | None, date | None], ...] = ()

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def name_on(self, day: date) -> str:
        """The name it bore on that day, as `Agency.name_on`."""
        for name, first, last in self.names:
            if (first is None or first <= day) and (last is None or day <= last):
                return name
        return self.name


@dataclass
class Agencies:
    """The agencies of a council, by every way of writing them."""

    by_id: dict[int, KnownAgency]
    by_name: dict[str, list[int]]
    heirs: dict[int, list[tuple[int, date]]]
    found: dict[tuple[str, date], KnownAgency | None] = field(default_factory=dict)

    @classmethod
    def of(cls, council_id: int) -> Agencies:
        names: dict[int, list[tuple[str, date | None, date | None]]] = defaultdict(list)
        mine = select(Agency.id).where(Agency.council_id == council_id)
        kept = select(AgencyName.agency_id, AgencyName.name, AgencyName.valid_from, AgencyName.valid_to)
        for id, name, first, last in db.session.execute(
            kept.where(AgencyName.agency_id.in_(mine)).order_by(AgencyName.id)
        ):
            names[id].append((name, first, last))
        rows = select(Agency.id, Agency.name, Agency.kind, Agency.valid_from, Agency.valid_to)
        by_id = {
            row.id: KnownAgency(*row, tuple(names[row.id]))
            for row in db.session.execute(rows.where(Agency.council_id == council_id).order_by(Agency.id))
        }
        by_name: dict[str, list[int]] = defaultdict(list)
        aliases = select(AgencyAlias.folded, AgencyAlias.agency_id).where(AgencyAlias.agency_id.in_(mine))
        for folded, id in db.session.execute(aliases.order_by(AgencyAlias.id)):
            by_name[folded].append(id)
        heirs: dict[int, list[tuple[int, date]]] = defaultdict(list)
        lines = select(AgencySuccession.predecessor_id, AgencySuccession.successor_id, AgencySuccession.on)
        for old, new, since in db.session.execute(lines.where(AgencySuccession.predecessor_id.in_(mine))):
            heirs[old].append((new, since))
        return cls(by_id, by_name, heirs)

    def find(self, words: str, day: date) -> KnownAgency | None:
        """The agency that people meant by these words on that day; of several the one that existed then, else the oldest
        that still exists."""
        asked = (words, day)
        if asked not in self.found:
            candidates = [self.by_id[id] for id in self.by_name.get(fold(words), ())]
            candidates.sort(key=lambda agency: (not agency.is_valid_on(day), agency.valid_to is not None, agency.id))
            self.found[asked] = candidates[0] if candidates else None
        return self.found[asked]

    def heir_on(self, agency: KnownAgency, day: date) -> tuple[KnownAgency, date | None] | None:
        """Who answers for it on that day, and since when: itself, or the one at the end of the line; None where there is
        none, or where somebody must choose."""
        seen, since = set(), None
        while not agency.is_valid_on(day):
            nexts = [(id, begun) for id, begun in self.heirs.get(agency.id, ()) if begun <= day]
            if agency.id in seen or len(nexts) != 1:
                return None
            seen.add(agency.id)
            since = since or nexts[0][1]
            agency = self.by_id[nexts[0][0]]
        return agency, since


@dataclass(frozen=True)
class KnownDelegation:
    id: int
    code: str
    title: str
    takes: str
    """Which recommendations it takes: `all`, only `ended` ones, or `none`."""


@dataclass
class Delegations:
    by_id: dict[int, KnownDelegation]
    by_code: dict[str, int]
    by_title: dict[str, list[int]]

    @classmethod
    def of(cls, council_id: int) -> Delegations:
        by_id, by_code, by_title = {}, {}, defaultdict(list)
        for row in queries.delegations(council_id):
            by_id[row.id] = KnownDelegation(row.id, row.code, row.title, queries.takes(row))
            by_code[code_key(row.code)] = row.id
            by_title[fold(row.title)].append(row.id)
        return cls(by_id, by_code, by_title)

    def find(self, words: str) -> list[KnownDelegation]:
        """By code, by title, or by a code in front of anything else."""
        key = code_key(words)
        if key in self.by_code:
            return [self.by_id[self.by_code[key]]]
        if titled := self.by_title.get(fold(words)):
            return [self.by_id[id] for id in titled]
        first = code_key(words.split(maxsplit=1)[0]) if words.split() else ""
        return (
            [self.by_id[self.by_code[first]]] if first in self.by_code and any(sign.isdigit() for sign in first) else []
        )


@dataclass(frozen=True)
class Earlier:
    """What an earlier import made of a row."""

    content: str
    subject_id: int
    event_id: int


def earlier(council_id: int, register: str, keys: Iterable[str]) -> dict[str, Earlier]:
    """By key, of those that have come in before."""
    mine = (ImportKey.council_id == council_id, ImportKey.register == register)
    return by_key((*mine, ImportKey.key.in_(part)) for part in parts(set(keys)))


def earlier_of(kind: str, ids: Collection[int]) -> dict[str, Earlier]:
    """The same of records that are there."""
    return by_key((ImportKey.subject_kind == kind, ImportKey.subject_id.in_(part)) for part in parts(ids))


def by_key(wanted: Iterable[tuple[ColumnElement[bool], ...]]) -> dict[str, Earlier]:
    found: dict[str, Earlier] = {}
    query = select(ImportKey.key, ImportKey.content, ImportKey.subject_id, ImportKey.event_id)
    for terms in wanted:
        rows = db.session.execute(query.where(*terms))
        found |= {row.key: Earlier(row.content, row.subject_id, row.event_id) for row in rows}
    return found


def touched(thread: str, known: Iterable[Earlier]) -> dict[int, int]:
    """Of the records that came in earlier, those that somebody has worked on since; id → the last event of the import."""
    since = {one.subject_id: one.event_id for one in known}
    worked: dict[int, int] = {}
    for part in parts(since):
        rows: Any = queries.last_events(thread, part)
        worked |= {id: since[id] for id, last in rows if last > since[id]}
    return worked


Before = Mapping[tuple[str, int], Mapping[str, Any]]
"""(kind, id) of a record → column → what stood there before somebody changed it."""


def before_work(thread: str, worked: Mapping[int, int]) -> Before:
    """What the import had left in these records wherever they have been changed since."""
    found: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for part in parts(worked):
        for event in queries.changes_after(thread, part, min(worked[id] for id in part)):
            if event.id > worked[event.thread_id]:
                said = facts_for(KINDS[event.subject_kind].model, event.before) if event.subject_kind in KINDS else {}
                found[event.subject_kind, event.subject_id] |= said
    return found
