"""What rows would change of the records that they became earlier: old and new, field by field, for the preview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.core.i18n import in_vietnamese
from tracker.core.text import fold
from tracker.extensions import db
from tracker.importing.checking.findings import Checked
from tracker.importing.notes import of_row
from tracker.importing.reading.book import shown
from tracker.organizations.models import AGENCY_KINDS, Agency
from tracker.recommendations.models import Recommendation
from tracker.recommendations.workflow import ASSIGNMENT

Told = Mapping[str, str]
"""Column → words."""
Fields = dict[tuple[str, str], str]
"""(column, or "" and a heading of the register's own) → words; all that an import may change of a record."""
Pair = tuple[Checked, Fields, Fields]
"""A row, what its record says today, what it would say."""
Read = Callable[[Mapping[int, Checked], Mapping[int, Told]], Iterator[Pair]]
LONG = 280
"""Texts that are longer are shown from shortly before the place where they part."""
BEFORE = 60
LONGEST = 2_000
"""Signs that are kept of each."""


def of(register: str, rows: Sequence[Checked], told: Mapping[int, Told]) -> dict[int, list[dict[str, str]]]:
    """Row's number → what it changes. `rows`: those that change a record; `told`: row's number → what it says."""
    if not rows or register not in READ:
        return {}
    with in_vietnamese():
        pairs = READ[register]({row.known_id: row for row in rows}, told)
        return {row.number: list(between(was, now)) for row, was, now in pairs}


def between(was: Fields, now: Fields) -> Iterator[dict[str, str]]:
    for column, heading in dict.fromkeys([*now, *was]):
        old, new = was.get((column, heading), ""), now.get((column, heading), "")
        if old != new:
            old, new = apart(old, new)
            yield {"column": column, "heading": heading, "was": old, "now": new}


def apart(old: str, new: str) -> tuple[str, str]:
    """Long texts without what they begin alike with, so that they are not cut before they differ."""
    pairs = enumerate(zip(old, new, strict=False))
    parting = next((place for place, (was, now) in pairs if was != now), min(len(old), len(new)))
    begin = parting - BEFORE
    if begin <= 0 or max(len(old), len(new)) <= LONG:
        return old[:LONGEST], new[:LONGEST]
    return f"…{old[begin : begin + LONGEST]}", f"…{new[begin : begin + LONGEST]}"


def recommendations(rows: Mapping[int, Checked], told: Mapping[int, Told]) -> Iterator[Pair]:
    query = select(Recommendation).where(Recommendation.id.in_(rows))
    for one in db.session.scalars(query.options(selectinload(Recommendation.assignments))):
        row, task = rows[one.id], one.assignments[0]
        was = {
            "text": one.text,
            "due_on": shown(one.due_on),
            "deliverable": one.deliverable,
            "status": str(ASSIGNMENT.state(task.state).label),
            "completed_on": shown(task.completed_on),
            "person": task.person_in_charge,
        }
        now = {name: told[row.number][name] for name in was}
        yield row, with_notes(was, one.old_notes), with_notes(now, of_row(row.facts))


def with_notes(plain: Told, notes: Iterable[Sequence[str]]) -> Fields:
    fields = {(name, ""): words for name, words in plain.items()}
    for column, heading, words in notes:
        fields[column, heading] = "; ".join(filter(None, (fields.get((column, heading)), words)))
    return fields


def agencies(rows: Mapping[int, Checked], told: Mapping[int, Told]) -> Iterator[Pair]:
    query = select(Agency).where(Agency.id.in_(rows))
    for one in db.session.scalars(query.options(selectinload(Agency.aliases))):
        row, own = rows[one.id], {fold(one.name), fold(one.short_name)}
        known = [alias.alias for alias in one.aliases if alias.folded not in own]
        taken = own | {alias.folded for alias in one.aliases}
        added = [words for words in row.facts["aliases"] if fold(words) not in taken]
        was = {
            "name": one.name,
            "short_name": one.short_name,
            "kind": str(AGENCY_KINDS[one.kind]),
            "valid_from": shown(one.valid_from),
            "aliases": "; ".join(known),
        }
        now = {name: told[row.number][name] for name in was} | {"aliases": "; ".join([*known, *added])}
        yield row, with_notes(was, ()), with_notes(now, ())


READ: dict[str, Read] = {"recommendations": recommendations, "agencies": agencies}
"""Of the other registers nothing that is there is changed."""
