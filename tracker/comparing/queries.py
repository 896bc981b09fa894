"""The flags of a delegation and what has been said about each; the series that it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import joinedload

from tracker.accounts.access import KINDS, within
from tracker.accounts.access import visible as may_read
from tracker.accounts.actor import Actor
from tracker.comparing import contents, flags, readings
from tracker.comparing.flags import Flag, Gap
from tracker.comparing.models import FlagNote
from tracker.comparing.readings import Reading
from tracker.core.i18n import Words, _l
from tracker.delegations.models import Delegation
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.links.models import Link
from tracker.links.queries import End
from tracker.reporting import checks
from tracker.reporting.checks import Sum
from tracker.reporting.models import Figure, FigureAgency, FigurePart
from tracker.reporting.queries import visible as figure_visible
from tracker.requests.models import ReportRequest

MOST_COUNTED = 10_000
"""Figures of a delegation, beyond which its own page does not count what needs a look."""
Key = tuple[int, str]
"""(delegation id, series key)"""


def visible(actor: Actor) -> ColumnElement[bool]:
    """What is said about a flag speaks of several agencies' numbers: the Council's side alone reads it."""
    return council_side_of(FlagNote, actor)


@dataclass(frozen=True)
class Seen:
    """A flag, and what has been said of it. `note` and `findings` speak of the numbers as they are now."""

    flag: Flag
    note: FlagNote | None = None
    outdated: FlagNote | None = None
    """An explanation of other numbers than those of now."""
    findings: tuple[End, ...] = ()
    outdated_findings: tuple[End, ...] = ()

    @property
    def is_open(self) -> bool:
        """Does somebody still have to look at it?"""
        return not (self.flag.is_soft or self.flag.said or self.note or self.findings)


# --- flags ------------------------------------------------------------------------------------------------------------


def of_delegations(
    delegations: Sequence[Delegation], actor: Actor, *, limit: int, keys: Collection[str] | None = None
) -> dict[Key, list[Flag]]:
    """The flags of these delegations, of some series or of all; about ten questions to the database in any case."""
    ids = [delegation.id for delegation in delegations]
    read = readings.of_delegations(ids, actor, keys)
    reports = contents.reports_of(ids, actor)
    later = list(contents.changed_later(reports, {item.id: item for item in read if item.delegation_id in ids}))
    everything = readings.by_series([*later, *read])
    gaps, sums = grouped_gaps(reports, ids, keys), grouped_sums(read, ids)
    series = sorted({*everything, *(key for _id, key in gaps), *(key for _id, key in sums)})
    found = {}
    for delegation in delegations:
        for key in series:
            at = (delegation.id, key)
            own, earlier = apart(everything.get(key, []), delegation)
            if listed := flags.found(own, earlier, sums=sums.get(at, ()), gaps=gaps.get(at, ()), limit=limit):
                found[at] = listed
    return found


def apart(read: Sequence[Reading], delegation: Delegation) -> tuple[list[Reading], list[Reading]]:
    """The delegation's own readings of a series, and those of earlier delegations."""
    own = [item for item in read if item.delegation_id == delegation.id]
    others = [item for item in read if item.delegation_id != delegation.id and item.version_of is None]
    return own, [item for item in others if readings.is_earlier(item, delegation.id, delegation.established_on)]


def grouped_gaps(
    reports: Sequence[Any], ids: Collection[int], keys: Collection[str] | None = None
) -> dict[Key, list[Gap]]:
    found: dict[Key, list[Gap]] = defaultdict(list)
    for delegation_id, gap in gaps_of(reports, ids):
        if keys is None or gap.series in keys:
            found[delegation_id, gap.series].append(gap)
    return found


def grouped_sums(read: Sequence[Reading], ids: Collection[int]) -> dict[Key, list[Sum]]:
    found: dict[Key, list[Sum]] = defaultdict(list)
    for item in sums_of([item.id for item in read if item.is_total and item.delegation_id in ids]):
        found[item.total.delegation_id, item.total.series_key].append(item)
    return found


def gaps_of(reports: Sequence[Any], ids: Collection[int]) -> list[tuple[int, Gap]]:
    """(delegation, gap) of the last version of each report."""
    last = [report for report in contents.newest(reports) if contents.has_holes(report)]
    lines = contents.lines_of(ids) if last else {}
    return [(report.delegation_id, gap) for report in last for gap in contents.gaps(report, lines)]


def sums_of(ids: Collection[int]) -> list[Sum]:
    """These declared totals with their parts, where all of them still stand."""
    if not ids:
        return []
    query = (
        select(Figure)
        .where(within(Figure.id, ids))
        .options(
            joinedload(Figure.parts).joinedload(FigurePart.part),
            joinedload(Figure.agencies),
        )
        .order_by(Figure.id)
    )
    totals = db.session.scalars(query).unique()
    found = [checks.sum_of(total) for total in totals if not any(entry.part.superseded for entry in total.parts)]
    return [item for item in found if item is not None]


def flag(delegation: Delegation, ref: str, actor: Actor, *, limit: int) -> Flag | None:
    """The flag that an address names, with the numbers that the address speaks of; None when it is not so any more."""
    key = series_named(delegation, ref.partition("-")[0], actor)
    if key is None:
        return None
    known = of_delegations([delegation], actor, limit=limit, keys=[key]).get((delegation.id, key), [])
    return next((item for item in known if item.ref == ref), None)


# --- what was said of them --------------------------------------------------------------------------------------------


def seen(found: Sequence[Flag], delegation_id: int, actor: Actor) -> list[Seen]:
    """The flags of one delegation with what was said of each."""
    if not found:
        return []
    query = select(FlagNote).where(FlagNote.delegation_id == delegation_id, visible(actor))
    if len(found) < 200:
        query = query.where(FlagNote.flag.in_(sorted({item.key for item in found})))
    notes: dict[str, list[FlagNote]] = defaultdict(list)
    for note in db.session.scalars(query.order_by(FlagNote.id.desc())):
        notes[note.flag].append(note)
    ids = [note.id for listed in notes.values() for note in listed if not note.text]
    ends = findings_of(ids, actor)
    return [looked_at(item, notes.get(item.key, []), ends) for item in found]


def findings_of(note_ids: Sequence[int], actor: Actor) -> dict[int, list[End]]:
    """The findings that were made of flags, by note, as far as this person may read them."""
    found: dict[int, list[End]] = defaultdict(list)
    if note_ids:
        finding: Any = KINDS["finding"].model
        tied = and_(Link.source_kind == "flag_note", Link.target_kind == "finding", Link.target_id == finding.id)
        query = select(Link.source_id, finding).join(finding, tied)
        query = query.where(Link.source_id.in_(note_ids), may_read("finding", actor)).order_by(Link.id)
        for note_id, record in db.session.execute(query):
            found[note_id].append(End("finding", record.id, record))
    return found


def looked_at(item: Flag, notes: Sequence[FlagNote], ends: Mapping[int, list[End]]) -> Seen:
    """A note speaks of the flag as long as all its numbers were there when it was written."""
    now = [note for note in notes if set(item.values) <= set(note.figures)]
    before = [note for note in notes if note not in now]
    return Seen(
        flag=item,
        note=next((note for note in now if note.text), None),
        outdated=next((note for note in before if note.text), None),
        findings=tuple(end for note in now for end in ends.get(note.id, [])),
        outdated_findings=tuple(end for note in before for end in ends.get(note.id, [])),
    )


def open_ones(delegation: Delegation, actor: Actor, *, limit: int) -> int:
    """How many flags of the delegation somebody still has to look at."""
    by_series = of_delegations([delegation], actor, limit=limit)
    found = [item for listed in by_series.values() for item in listed if not item.is_soft and not item.said]
    return sum(item.is_open for item in seen(found, delegation.id, actor))


def disputes(delegation: Delegation, reports: Sequence[Any], actor: Actor) -> dict[int, list[Seen]]:
    """By figure, what contradicts it: another number of an agency, or parts that do not add up.

    reports: every version of every report of the delegation, by request and version.
    """
    read = readings.of_delegations([delegation.id], actor)
    later = contents.changed_later(reports, {item.id: item for item in read if item.delegation_id == delegation.id})
    sums = grouped_sums(read, [delegation.id])
    found: list[Flag] = []
    for key, listed in readings.by_series([*later, *read]).items():
        own, earlier = apart(listed, delegation)
        found += flags.found(own, earlier, sums=sums.get((delegation.id, key), ()), limit=None)
    by_figure: dict[int, list[Seen]] = defaultdict(list)
    for item in seen(found, delegation.id, actor):
        for id in figures_of(item.flag):
            by_figure[id].append(item)
    return by_figure


def kinds_by_figure(figures: Sequence[Figure], actor: Actor, *, limit: int) -> dict[int, list[str]]:
    """The kinds of flags that each of these figures has a part in, whatever was said of them."""
    delegations = {figure.delegation_id: figure.delegation for figure in figures}
    keys = {figure.series_key for figure in figures}
    kinds: dict[int, set[str]] = defaultdict(set)
    for found in of_delegations(list(delegations.values()), actor, limit=limit, keys=keys).values():
        for item in found:
            for id in figures_of(item) if not item.is_soft else ():
                kinds[id].add(item.kind)
    return {figure.id: sorted(kinds.get(figure.id, ())) for figure in figures}


def figures_of(item: Flag) -> list[int]:
    """The figures that a flag rests on."""
    if item.sum is not None:
        return [item.sum.total.id, *(part.id for part in item.sum.parts)]
    return list(dict.fromkeys(reading.id for reading in item.readings))


# --- series -----------------------------------------------------------------------------------------------------------


def series_of(delegation_id: int, actor: Actor) -> Sequence[Any]:
    """The series reported to a delegation, in the order they were first given: series_key, indicator, unit, agencies,
    figures (both counts)."""
    query = (
        select(
            Figure.series_key,
            func.min(Figure.indicator).label("indicator"),
            func.min(Figure.unit).label("unit"),
            func.count(FigureAgency.agency_id.distinct()).label("agencies"),
            func.count(Figure.id.distinct()).label("figures"),
        )
        .outerjoin(FigureAgency, FigureAgency.figure_id == Figure.id)
        .where(Figure.delegation_id == delegation_id, Figure.superseded.is_(False), figure_visible(actor))
        .group_by(Figure.series_key)
        .order_by(func.min(Figure.id))
    )
    return db.session.execute(query).all()


def asked_series(delegation_id: int, actor: Actor) -> dict[str, tuple[str, str]]:
    """(indicator, unit) by series of what reports leave out, so that what nobody reports is found, too."""
    reports = contents.reports_of([delegation_id], actor)
    return {gap.series: (gap.indicator, gap.unit) for _id, gap in gaps_of(reports, [delegation_id])}


def series_named(delegation: Delegation, slug: str, actor: Actor) -> str | None:
    """The series that an address means."""
    query = select(Figure.series_key).where(Figure.delegation_id == delegation.id, figure_visible(actor)).distinct()
    known = next((key for key in db.session.scalars(query) if flags.slug(key) == slug), None)
    return known or next((key for key in asked_series(delegation.id, actor) if flags.slug(key) == slug), None)


# --- requests ---------------------------------------------------------------------------------------------------------


def standing_of(request: ReportRequest | None) -> Words:
    """How far a request is, where no report stands for it; empty when one has been handed in."""
    if request is None or request.state == "draft":
        return _l("chưa gửi yêu cầu")
    if request.state == "waived":
        return _l("miễn")
    if request.state == "not_submitted":
        return _l("không nộp")
    if request.state == "changes_requested":
        return _l("đang bổ sung")
    return "" if request.state in ("submitted", "accepted") else _l("chưa nộp")
