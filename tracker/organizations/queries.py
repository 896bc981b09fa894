"""Reading councils, bodies and agencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, exists, false, func, literal, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.text import fold
from tracker.extensions import db
from tracker.organizations.models import (
    Agency,
    AgencyAlias,
    AgencyChange,
    AgencyChangePart,
    AgencyName,
    AgencySuccession,
    Council,
    CouncilBody,
    Handover,
)


def councils_of(actor: Actor) -> frozenset[int]:
    return actor.council_ids


def visible(actor: Actor) -> ColumnElement[bool]:
    """Agencies are known to everybody who has something to do with their council."""
    return within(Agency.council_id, actor.council_ids) if actor.council_ids else false()


def valid_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return (or_(Agency.valid_from.is_(None), Agency.valid_from <= day)) & (
        or_(Agency.valid_to.is_(None), Agency.valid_to >= day)
    )


CHOICES = (
    select(Agency.id, Agency.name)
    .where(Agency.council_id == bindparam("council_id"), valid_on(bindparam("day", type_=Date)))
    .order_by(Agency.sort_key, Agency.id)
)


def choices(council_id: int, day: date) -> list[tuple[str, str]]:
    """(id, name) of the agencies that exist on that day, in Vietnamese alphabetical order, for a drop-down."""
    return [(str(id), name) for id, name in db.session.execute(CHOICES, {"council_id": council_id, "day": day})]


def kinds_on(council_id: int, day: date) -> list[tuple[str, int]]:
    """The kinds of agencies that the council has on that day, and how many there are of each; most first."""
    query = select(Agency.kind, func.count()).where(Agency.council_id == council_id, valid_on(day))
    grouped = query.group_by(Agency.kind).order_by(func.count().desc(), Agency.kind)
    return [(kind, many) for kind, many in db.session.execute(grouped)]


def of_kinds(council_id: int, kinds: Iterable[str], day: date) -> list[int]:
    """Ids of all agencies of these kinds on that day, in Vietnamese alphabetical order."""
    query = select(Agency.id).where(Agency.council_id == council_id, Agency.kind.in_(sorted(kinds)), valid_on(day))
    return list(db.session.scalars(query.order_by(Agency.sort_key, Agency.id)))


SHORTEST_NAME = 4
"""Letters of a name that is looked for inside a sentence; shorter ones occur in it by chance."""


def named_in(council_id: int, text: str, day: date) -> Sequence[Agency]:
    """The agencies of that day that a text speaks of by code, name or alias, in Vietnamese alphabetical order."""
    sentence = literal(f" {fold(text)} ")
    named = exists().where(
        AgencyAlias.agency_id == Agency.id,
        func.length(AgencyAlias.folded) >= SHORTEST_NAME,
        sentence.like(literal("% ") + AgencyAlias.folded + " %"),
    )
    query = select(Agency).where(Agency.council_id == council_id, valid_on(day), named)
    return db.session.scalars(query.order_by(Agency.sort_key, Agency.id)).all()


def resolve(council_id: int, words: str) -> Agency | None:
    """The agency that people mean by these words: code, a name it has borne, an alias; case and marks do not matter.

    One that still exists comes first.
    """
    return db.session.scalar(
        select(Agency)
        .join(AgencyAlias, AgencyAlias.agency_id == Agency.id)
        .where(Agency.council_id == council_id, AgencyAlias.folded == fold(words))
        .order_by(Agency.valid_to.is_not(None), Agency.id)
        .limit(1)
    )


def search(
    actor: Actor, words: str = "", *, kind: str = "", ended: bool = False, page: int = 1, size: int = 50
) -> Sequence[Any]:
    """Rows of a list in Vietnamese alphabetical order, a page at a time and one more to know whether there is a next.

    Each row: id, code, name, short_name, kind, valid_from, valid_to, parent (its name).
    """
    parent = aliased(Agency)
    query = (
        select(
            Agency.id,
            Agency.code,
            Agency.name,
            Agency.short_name,
            Agency.kind,
            Agency.valid_from,
            Agency.valid_to,
            parent.name.label("parent"),
        )
        .outerjoin(parent, parent.id == Agency.parent_id)
        .where(*meant(actor, words, kind, ended))
    )
    return db.session.execute(
        query.order_by(Agency.sort_key, Agency.id).limit(size + 1).offset((page - 1) * size)
    ).all()


def total(actor: Actor, words: str = "", *, kind: str = "", ended: bool = False) -> int:
    return db.session.scalar(select(func.count()).select_from(Agency).where(*meant(actor, words, kind, ended))) or 0


def meant(actor: Actor, words: str, kind: str, ended: bool) -> list[ColumnElement[bool]]:  # noqa: FBT001
    """The conditions of a list: readable, of this kind, found by any of its names, existing unless `ended`."""
    wanted = [visible(actor)]
    if not ended:
        wanted.append(valid_on(clock.today()))
    if kind:
        wanted.append(Agency.kind == kind)
    if folded := fold(words):
        named = AgencyAlias.folded.contains(folded, autoescape=True)
        wanted.append(exists().where(AgencyAlias.agency_id == Agency.id, named))
    return wanted


def below(agency_id: int) -> Sequence[Agency]:
    """Agencies of which this one is the parent, in Vietnamese alphabetical order."""
    query = select(Agency).where(Agency.parent_id == agency_id, valid_on(clock.today()))
    return db.session.scalars(query.order_by(Agency.sort_key, Agency.id)).all()


def successors(agency_id: int) -> Sequence[Any]:
    query = (
        select(AgencySuccession, Agency)
        .join(Agency, Agency.id == AgencySuccession.successor_id)
        .where(AgencySuccession.predecessor_id == agency_id)
    )
    return db.session.execute(query.order_by(AgencySuccession.on, AgencySuccession.id)).all()


def predecessors(agency_id: int) -> Sequence[Any]:
    query = (
        select(AgencySuccession, Agency)
        .join(Agency, Agency.id == AgencySuccession.predecessor_id)
        .where(AgencySuccession.successor_id == agency_id)
    )
    return db.session.execute(query.order_by(AgencySuccession.on, AgencySuccession.id)).all()


def successor_on(agency: Agency, day: date) -> Agency | None:
    """The agency that answers for this one on that day: itself, or the one successor at the end of the line.

    None when it has ended without a successor, or was split and somebody must choose.
    """
    seen: set[int] = set()
    while not agency.is_valid_on(day):
        if agency.id in seen:
            return None
        seen.add(agency.id)
        next_ones = [row[1] for row in successors(agency.id) if row[0].on <= day]
        if len(next_ones) != 1:
            return None
        agency = next_ones[0]
    return agency


def heirs(agency: Agency, day: date) -> list[tuple[Agency, date]]:
    """Every agency that exists on that day at the end of the lines from this one, and since when it answers."""
    found: dict[int, tuple[Agency, date]] = {}
    seen: set[int] = {agency.id}
    waiting = [agency.id]
    while waiting:
        for tie, heir in successors(waiting.pop(0)):
            if heir.id in seen or tie.on > day:
                continue
            seen.add(heir.id)
            if heir.is_valid_on(day):
                found[heir.id] = (heir, tie.on)
            else:
                waiting.append(heir.id)
    return list(found.values())


@dataclass(frozen=True)
class End:
    """What has become of an agency: the first day without it, and who goes on for it, after which kind of change."""

    since: date
    kind: str = ""
    heirs: tuple[str, ...] = ()
    heir_ids: tuple[int, ...] = ()


def ends(agency_ids: Iterable[int], today: date) -> dict[int, End]:
    """Of these agencies those that have ended."""
    query = (
        select(Agency, AgencySuccession.kind, AgencySuccession.successor_id)
        .outerjoin(AgencySuccession, AgencySuccession.predecessor_id == Agency.id)
        .where(Agency.id.in_(sorted(set(agency_ids))), Agency.valid_to < today)
        .order_by(Agency.id, AgencySuccession.on, AgencySuccession.id)
    )
    rows = db.session.execute(query).all()
    names = names_on((row.successor_id, today) for row in rows)
    found: dict[int, End] = {}
    for agency, kind, heir in rows:
        known = found.get(agency.id) or End(agency.first_day_without, kind or "")
        found[agency.id] = known
        if heir:
            named, ids = (*known.heirs, names[heir, today]), (*known.heir_ids, heir)
            found[agency.id] = replace(known, heirs=named, heir_ids=ids)
    return found


def with_predecessors(agency_id: int) -> list[int]:
    """The agency and all that it takes over from, near and far, nearest first."""
    found, nearest = [agency_id], [agency_id]
    while nearest:
        query = select(AgencySuccession.predecessor_id).where(AgencySuccession.successor_id.in_(nearest)).distinct()
        nearest = [id for id in db.session.scalars(query.order_by(AgencySuccession.predecessor_id)) if id not in found]
        found += nearest
    return found


def names_on(wanted: Iterable[tuple[int | None, date]]) -> dict[tuple[int, date], str]:
    """The names that agencies bore on days, in one query: (agency id, day) → name."""
    pairs = {(id, day) for id, day in wanted if id}
    if not pairs:
        return {}
    query = (
        select(Agency.id, Agency.name, AgencyName.name, AgencyName.valid_from, AgencyName.valid_to)
        .outerjoin(AgencyName, AgencyName.agency_id == Agency.id)
        .where(Agency.id.in_(sorted({id for id, _day in pairs})))
        .order_by(AgencyName.id)
    )
    rows = db.session.execute(query).all()
    found = {(id, day): now for id, now, *_then in rows for known, day in pairs if known == id}
    for id, _now, name, first, last in reversed(rows):
        for pair in pairs:
            if pair[0] == id and name and (first is None or first <= pair[1]) and (last is None or pair[1] <= last):
                found[pair] = name
    return found


def names_due(today: date) -> Any:
    """Names recorded ahead whose day has come, and which their agencies do not bear yet."""
    return (
        select(AgencyName)
        .join(Agency, Agency.id == AgencyName.agency_id)
        .where(AgencyName.valid_from <= today, or_(AgencyName.valid_to.is_(None), AgencyName.valid_to >= today))
        .where(AgencyName.name != Agency.name)
        .order_by(AgencyName.id)
    )


def has_names_due(today: date) -> bool:
    return db.session.scalar(names_due(today).with_only_columns(AgencyName.id).limit(1)) is not None


def changes_of(agency_id: int) -> Sequence[AgencyChange]:
    """What has become of the agency and what it came from, newest first, with documents and all concerned."""
    mine = select(AgencyChangePart.change_id).where(AgencyChangePart.agency_id == agency_id)
    query = (
        select(AgencyChange)
        .where(AgencyChange.id.in_(mine))
        .options(
            joinedload(AgencyChange.attachment), selectinload(AgencyChange.parts).joinedload(AgencyChangePart.agency)
        )
    )
    return db.session.scalars(query.order_by(AgencyChange.from_day.desc(), AgencyChange.id.desc())).all()


def handovers_from(agency_id: int, *, limit: int = 200) -> Sequence[Handover]:
    """What the agency has handed over, newest first."""
    query = select(Handover).where(Handover.from_agency_id == agency_id)
    return db.session.scalars(query.order_by(Handover.id.desc()).limit(limit)).all()


def held(
    kind: str, agency_ids: Iterable[int], *, only_from: bool = False, until: datetime | None = None
) -> Select[Any]:
    """Ids of the records of this kind that one of these agencies has handed over or taken over, `until` then, as a
    sub-query."""
    ids = sorted(agency_ids)
    given = Handover.from_agency_id.in_(ids)
    either = given if only_from else or_(given, Handover.to_agency_id.in_(ids))
    query = select(Handover.subject_id).where(Handover.subject_kind == kind, either)
    return query if until is None else query.where(Handover.handed_at <= until)


def council(id: int) -> Council | None:
    return db.session.get(Council, id)


def bodies(council_id: int) -> Sequence[CouncilBody]:
    query = select(CouncilBody).where(CouncilBody.council_id == council_id)
    return db.session.scalars(query.order_by(CouncilBody.kind, CouncilBody.id)).all()


def all_councils() -> Sequence[Council]:
    return db.session.scalars(select(Council).order_by(Council.level.desc(), Council.name, Council.id)).all()
