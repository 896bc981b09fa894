"""The answers of all agencies to one part of the outline, agency by agency, as their last reports give them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import Any

from tracker.accounts.actor import Actor
from tracker.comparing.queries import standing_of
from tracker.core.i18n import Words, _
from tracker.delegations.models import Delegation
from tracker.outlines import queries as outlines
from tracker.outlines.models import Outline
from tracker.outlines.tree import Node, nodes
from tracker.reporting import wording
from tracker.reporting.periods import of_key
from tracker.requests import queries as requests
from tracker.requests.models import AgencyReport, ReportRequest

MOST_ROWS = 200
"""Answers on one page; more are paged by the items of the second level."""
LEFT_OUT = 0
"""Stands for the items of earlier versions that the outline has no more."""


@dataclass(frozen=True)
class Cell:
    """A number that an answer gives, or why it gives none."""

    indicator: str
    unit: str
    scope: str
    period: str
    qualifier: str
    value: str | None
    """Digit for digit."""
    amount: str
    note: str

    @property
    def series(self) -> tuple[str, str]:
        """(indicator, unit)"""
        return self.indicator, self.unit


@dataclass(frozen=True)
class Row:
    """One agency's answer to one item. Without a report, `standing` says how far it is."""

    agency_id: int
    agency: str
    standing: Words = ""
    report: AgencyReport | None = None
    text: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass
class Item:
    """An item of the outline with a row for each agency; an item that only groups others has none."""

    path: str
    level: int
    text: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """An item of the outline with those under it: one page. `origin` is LEFT_OUT for what the outline has no more."""

    origin: int
    path: str
    text: str
    is_alone: bool = False
    """Are those under it parts of their own?"""


@dataclass(frozen=True)
class Comparison:
    parts: Sequence[Part]
    chosen: Part | None
    items: Sequence[Item]


def compare(delegation: Delegation, actor: Actor, origin: int | None = None) -> Comparison:
    """The outline in parts, and the answers to one of them: the one named, or the first."""
    asked = requests.of_delegation(delegation.id, actor)
    by_agency = contents_by_agency(requests.current_reports(delegation.id, actor))
    outline = outline_of(delegation, asked, actor)
    tree = nodes(outline.items) if outline is not None else []
    agencies = agencies_of(delegation, asked)
    gone = left_out(tree, by_agency)
    parts = parts_of(tree, len(agencies))
    if gone:
        parts.append(Part(LEFT_OUT, "", _("Các mục chỉ có ở bản đề cương trước")))
    chosen = next((part for part in parts if part.origin == origin), parts[0] if parts else None)
    if chosen is None:
        return Comparison(parts, None, [])
    below = gone if chosen.origin == LEFT_OUT else items_of(tree, chosen)
    items = [Item(path, level, text, rows_of(origin, agencies, by_agency)) for origin, path, level, text in below]
    return Comparison(parts, chosen, without_silence(items))


def without_silence(items: list[Item]) -> list[Item]:
    """An item that only groups those under it, and that nobody answers, needs no rows."""
    for item, after in pairwise(items):
        if after.level > item.level and not any(row.text or row.cells for row in item.rows):
            item.rows = []
    return items


Shape = tuple[int, str, int, str]
"""(origin, path, level, text) of an item."""
Contents = Mapping[int, Sequence[tuple[AgencyReport, Mapping[int, Mapping[str, Any]]]]]
"""By agency its reports, newest first, each with its answers by the item's origin."""


def outline_of(delegation: Delegation, asked: Sequence[ReportRequest], actor: Actor) -> Outline | None:
    """The newest version by which anybody was asked; before that, the newest there is."""
    newest = outlines.latest(delegation.id)
    ids = {request.outline_id for request in asked}
    if newest is None or not ids or newest.id in ids:
        return newest
    return outlines.get(max(ids), actor)


def contents_by_agency(reports: Sequence[AgencyReport]) -> Contents:
    found: dict[int, list[Any]] = defaultdict(list)
    for report in reversed(reports):
        found[report.agency_id].append((report, {entry["origin"]: entry for entry in report.content}))
    return found


def left_out(tree: Sequence[Node], by_agency: Contents) -> list[Shape]:
    """Items that were answered and are not in the outline any more."""
    known = {node.item.origin for node in tree}
    return list(
        {
            origin: (origin, entry["path"], 1, entry["item_text"])
            for reports in by_agency.values()
            for _report, entries in reports
            for origin, entry in entries.items()
            if origin not in known and (entry["text"] or entry["figures"])
        }.values()
    )


def parts_of(tree: Sequence[Node], agencies: int) -> list[Part]:
    """The top-level items; one with very many answers under it is a part by itself, and so is each item below it."""
    found = []
    for place, node in enumerate(tree):
        if node.level == 0:
            is_long = (1 + len(below(tree, place))) * agencies > MOST_ROWS
            found.append(part(node, is_alone=is_long))
            found += [part(inner) for inner in below(tree, place) if is_long and inner.level == 1]
    return found


def part(node: Node, *, is_alone: bool = False) -> Part:
    return Part(node.item.origin, node.path, node.item.text, is_alone and not node.is_leaf)


def below(tree: Sequence[Node], place: int) -> list[Node]:
    """The items under the one at this place."""
    return list(takewhile(lambda node: node.level > tree[place].level, tree[place + 1 :]))


def items_of(tree: Sequence[Node], chosen: Part) -> list[Shape]:
    """The item of a part and, unless it stands alone, all under it."""
    place = next(place for place, node in enumerate(tree) if node.item.origin == chosen.origin)
    inner = [] if chosen.is_alone else below(tree, place)
    return [(node.item.origin, node.path, node.level, node.item.text) for node in (tree[place], *inner)]


def agencies_of(delegation: Delegation, asked: Sequence[ReportRequest]) -> list[tuple[int, str, Words]]:
    """(id, name, how far its last request is) of each agency that was asked or is supervised."""
    names = {entry.agency_id: entry.name_then for entry in delegation.agencies}
    last = {request.agency_id: request for request in asked}
    supervised = [entry.agency_id for entry in delegation.agencies if entry.role == "supervised"]
    ids = [*supervised, *(id for id in last if id not in supervised)]
    return [(id, names.get(id) or last[id].agency_name, standing_of(last.get(id))) for id in ids]


def rows_of(origin: int, agencies: Sequence[tuple[int, str, Words]], by_agency: Contents) -> list[Row]:
    return [row_of(origin, agency, by_agency.get(agency[0], ())) for agency in agencies]


def row_of(origin: int, agency: tuple[int, str, Words], reports: Sequence[tuple[AgencyReport, Any]]) -> Row:
    """From the newest report that answers the item."""
    id, name, standing = agency
    for report, entries in reports:
        if origin in entries:
            entry = entries[origin]
            cells = tuple(cell_of(cell) for cell in entry["figures"])
            return Row(id, name, standing, report, entry["text"], cells)
    return Row(id, name, _("đề cương đã gửi cơ quan này không có mục này") if reports else standing)


def cell_of(cell: Mapping[str, Any]) -> Cell:
    value = Decimal(cell["value"]) if cell["value"] is not None else None
    amount = wording.amount(cell["qualifier"], value, cell["unit"]) if value is not None else ""
    period = of_key(cell["period"]).words
    given = {name: cell[name] for name in ("indicator", "unit", "scope", "qualifier", "value", "note")}
    return Cell(period=period, amount=amount, **given)
