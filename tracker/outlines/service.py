"""Writing an outline: its versions, its items, their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.core import sequences
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _
from tracker.core.text import fold
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.outlines import continuing, pasting, queries
from tracker.outlines.continuing import Known
from tracker.outlines.models import DEEPEST, Outline, OutlineFigure, OutlineItem
from tracker.outlines.parts import marked
from tracker.outlines.pasting import Draft
from tracker.outlines.tree import Node, nodes
from tracker.outlines.workflow import OUTLINE
from tracker.reporting import periods
from tracker.search import service as search
from tracker.workflow import engine

LINE = ("indicator", "unit", "period_kind", "period_from", "period_to", "quarter", "each", "scope", "depth")


def create(
    answers: Mapping[str, Any], actor: Actor, *, delegation: Delegation, copied_from: Outline | None = None
) -> Outline:
    """The next version of the delegation's outline: from `text` as pasted, from `items` as drafts, or a copy. What it has
    in common with the version before stays the same item.

    Impossible while a version is still a draft.
    """
    delegations.require_begin(OUTLINE, delegation, actor)
    latest = queries.latest(delegation.id)
    if latest is not None and not engine.state_of(latest).final:
        raise Impossible(_("Đề cương bản %(number)s chưa gửi. Hãy sửa bản đó.", number=latest.number))
    drafts = answers.get("items") or (pasting.read(answers["text"]) if answers.get("text") else [])
    sequences.skip_to(db.session, f"ĐC/{delegation.id}", latest.number if latest is not None else 0)
    number = sequences.take(db.session, f"ĐC/{delegation.id}")
    outline = Outline(
        council_id=delegation.council_id,
        delegation=delegation,
        number=number,
        code=f"ĐC-{number:02}",
        title=answers["title"],
        state=OUTLINE.start,
        replaces_id=latest.id if latest is not None else None,
        created_by_id=actor.id,
    )
    db.session.add(outline)
    db.session.flush()
    if copied_from is not None:
        copy_tree(copied_from, outline)
    else:
        plant(outline, drafts, continuing.known_items(outline))
    engine.created(outline, actor, also={"items": in_words(outline)})
    index(outline)
    return outline


def new_version(outline: Outline, actor: Actor) -> Outline:
    """A draft that continues a version which has been sent."""
    return create({"title": outline.title}, actor, delegation=outline.delegation, copied_from=outline)


def copy_tree(source: Outline, target: Outline) -> None:
    """All items with their tables. Within one delegation they stay the same items; in another they begin anew."""
    same = source.delegation_id == target.delegation_id
    made: dict[int, OutlineItem] = {}
    for node in nodes(source.items):
        old = node.item
        new = OutlineItem(
            parent_id=made[old.parent_id].id if old.parent_id else None,
            position=old.position,
            text=old.text,
            guidance=old.guidance,
            required=old.required,
            origin_id=old.origin if same else None,
        )
        new.figures = [
            OutlineFigure(
                position=line.position,
                origin_id=line.origin if same else None,
                **{name: getattr(line, name) for name in LINE},
            )
            for line in old.figures
        ]
        target.items.append(new)
        db.session.flush()
        made[old.id] = new


def plant(outline: Outline, drafts: Sequence[Draft], known: Sequence[Known]) -> None:
    """Add items after those that are there; levels become parents. One that is among the `known` continues it."""
    above: list[OutlineItem] = []
    taken = {item.origin for item in outline.items}
    for draft, earlier in continuing.paired(drafts, known, taken):
        del above[draft.level :]
        parent = above[-1] if above else None
        item = OutlineItem(
            parent_id=parent.id if parent else None,
            position=next_position(outline, parent.id if parent else None),
            text=draft.text,
            guidance=draft.guidance,
            required=draft.required,
            origin_id=earlier.origin if earlier is not None else None,
        )
        item.figures = continuing_lines(earlier.lines if earlier is not None else [], draft.figures)
        outline.items.append(item)
        db.session.flush()
        above.append(item)


def continuing_lines(known: Sequence[OutlineFigure], lines: Sequence[Mapping[str, Any]]) -> list[OutlineFigure]:
    """New lines of a table, each with the origin of the one that it continues."""
    return [
        OutlineFigure(
            position=place,
            origin_id=earlier.origin if earlier is not None else None,
            **{name: facts[name] for name in LINE},
        )
        for place, (facts, earlier) in enumerate(continued(known, lines), start=1)
    ]


def next_position(outline: Outline, parent_id: int | None) -> int:
    return 1 + max((item.position for item in outline.items if item.parent_id == parent_id), default=0)


def rename(outline: Outline, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change the name, or with `items` the whole tree."""
    engine.require_edit(outline, actor)
    before, earlier = in_words(outline), audit.snapshot(outline)
    if answers.get("title"):
        outline.title = answers["title"]
    if answers.get("items") is not None:
        known = continuing.known_items(outline)
        clear(outline)
        plant(outline, answers["items"], known)
    changed(outline, actor, earlier, before)


def paste(outline: Outline, answers: Mapping[str, Any], actor: Actor) -> int:
    """Add what was pasted, or put it in place of everything; how many items it was. What is pasted again stays the same
    item."""
    engine.require_edit(outline, actor)
    drafts = pasting.read(answers["text"])
    before, earlier = in_words(outline), audit.snapshot(outline)
    known = continuing.known_items(outline)
    if answers.get("replace"):
        clear(outline)
    plant(outline, drafts, known)
    changed(outline, actor, earlier, before)
    return len(drafts)


def add_item(outline: Outline, answers: Mapping[str, Any], actor: Actor) -> OutlineItem:
    engine.require_edit(outline, actor)
    lines = pasting.table(answers.get("table") or "")
    before, earlier = in_words(outline), audit.snapshot(outline)
    parent_id = answers.get("parent_id")
    item = OutlineItem(parent_id=parent_id, position=next_position(outline, parent_id), text="")
    outline.items.append(item)
    write(item, answers, lines)
    changed(outline, actor, earlier, before)
    return item


def edit_item(item: OutlineItem, answers: Mapping[str, Any], actor: Actor) -> None:
    outline = item.outline
    engine.require_edit(outline, actor)
    lines = pasting.table(answers.get("table") or "")
    before, earlier = in_words(outline), audit.snapshot(outline)
    if answers.get("parent_id") != item.parent_id:
        place_under(item, answers.get("parent_id"))
    write(item, answers, lines)
    changed(outline, actor, earlier, before)


def place_under(item: OutlineItem, parent_id: int | None) -> None:
    """Invalid when the item would stand under itself or too deep."""
    outline = item.outline
    found = {node.item.id: node for node in nodes(outline.items)}
    level = found[parent_id].level + 1 if parent_id else 0
    under_it = {item.id, *(node.item.id for node in below(outline, item))}
    if parent_id in under_it or level + height(outline, item) > DEEPEST:
        raise Invalid({"parent_id": [_("Mục này không đặt được ở đó. Hãy chọn mục khác.")]})
    item.parent_id, item.position = parent_id, next_position(outline, parent_id)


def write(item: OutlineItem, answers: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    item.text = answers["text"]
    item.guidance = answers.get("guidance") or ""
    item.required = bool(answers.get("required"))
    write_table(item, lines)


def write_table(item: OutlineItem, lines: Sequence[Mapping[str, Any]]) -> None:
    """The lines in order; a line of the same indicator stays the same line, so that what was typed into it stays."""
    kept = []
    for place, (facts, known) in enumerate(continued(item.figures, lines), start=1):
        line = known or OutlineFigure()
        line.position = place
        for name in LINE:
            setattr(line, name, facts[name])
        kept.append(line)
    item.figures = kept


NAMED = ("indicator", "unit")
WHEN = ("period_kind", "period_from", "period_to", "quarter")
CLOSENESS = ((*NAMED, *WHEN, "scope"), (*NAMED, *WHEN), (*NAMED, "scope"))
"""What makes a line of a table the same line: the closest first."""


def continued(
    known: Sequence[OutlineFigure], lines: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], OutlineFigure | None]]:
    """Each line that is written now, with the one that it continues."""
    left = list(known)
    found: dict[int, OutlineFigure] = {}
    for names in CLOSENESS:
        for place, facts in enumerate(lines):
            same = [line for line in left if all(alike(getattr(line, name), facts[name]) for name in names)]
            if same and place not in found:
                found[place] = same[0]
                left.remove(same[0])
    return [(facts, found.get(place)) for place, facts in enumerate(lines)]


def alike(one: Any, other: Any) -> bool:
    """The same fact, however its words are spelled."""
    return bool(one == other) or (isinstance(one, str) and isinstance(other, str) and spelled(one) == spelled(other))


def spelled(words: str) -> str:
    return fold(words) or words


def remove_item(item: OutlineItem, actor: Actor) -> None:
    """Take an item away, with those under it."""
    outline = item.outline
    engine.require_edit(outline, actor)
    before, earlier = in_words(outline), audit.snapshot(outline)
    for node in reversed(below(outline, item)):
        outline.items.remove(node.item)
        db.session.flush()
    outline.items.remove(item)
    changed(outline, actor, earlier, before)


def move(item: OutlineItem, way: str, actor: Actor) -> None:
    """One place `up` or `down` among its siblings; `in` under the one above it; `out` behind its parent."""
    outline = item.outline
    engine.require_edit(outline, actor)
    before, earlier = in_words(outline), audit.snapshot(outline)
    siblings = sorted((i for i in outline.items if i.parent_id == item.parent_id), key=lambda i: (i.position, i.id))
    place = siblings.index(item)
    if way in ("up", "down"):
        swap(siblings, place, place - 1 if way == "up" else place + 1)
    elif way == "in" and place > 0:
        place_under(item, siblings[place - 1].id)
    elif way == "out" and item.parent_id is not None:
        move_out(outline, item)
    changed(outline, actor, earlier, before)


def swap(siblings: list[OutlineItem], place: int, other: int) -> None:
    if 0 <= other < len(siblings):
        siblings[place], siblings[other] = siblings[other], siblings[place]
        for position, sibling in enumerate(siblings, start=1):
            sibling.position = position


def move_out(outline: Outline, item: OutlineItem) -> None:
    parent = next(other for other in outline.items if other.id == item.parent_id)
    for other in outline.items:
        if other.parent_id == parent.parent_id and other.position > parent.position:
            other.position += 1
    item.parent_id, item.position = parent.parent_id, parent.position + 1


def below(outline: Outline, item: OutlineItem) -> list[Node]:
    """The items under this one, in reading order."""
    found: list[Node] = []
    inside = {item.id}
    for node in nodes(outline.items):
        if node.item.parent_id in inside:
            inside.add(node.item.id)
            found.append(node)
    return found


def height(outline: Outline, item: OutlineItem) -> int:
    """How many levels this item and those under it take."""
    level = next(node.level for node in nodes(outline.items) if node.item is item)
    return 1 + max((node.level - level for node in below(outline, item)), default=0)


def clear(outline: Outline) -> None:
    for node in reversed(nodes(outline.items)):
        outline.items.remove(node.item)
        db.session.flush()


def changed(outline: Outline, actor: Actor, earlier: dict[str, Any], before: list[str]) -> None:
    db.session.flush()
    engine.edited(outline, actor, earlier, also={"items": (before, in_words(outline))})
    index(outline)


def dropped(outline: Outline, earlier: Outline) -> list[str]:
    """What the earlier version asks and this one does not: items, and lines of the tables of those that stay."""
    origins = {item.origin for item in outline.items}
    lines = {line.origin: {cell.key for cell in line.cells} for item in outline.items for line in item.figures}
    found = []
    for node in nodes(earlier.items):
        if node.item.origin not in origins:
            found.append(f"{node.path}. {node.item.text}")
            continue
        found += [
            f"{node.path} · {line_in_words(line)}"
            for line in node.item.figures
            if not {cell.key for cell in line.cells} <= lines.get(line.origin, set())
        ]
    return found


def in_words(outline: Outline) -> list[str]:
    """The items as an event keeps them: number and words, then the lines of the table."""
    found: list[str] = []
    for node in nodes(outline.items):
        optional = f" {_('(không bắt buộc)')}" if node.may_skip else ""
        guidance = f" – {node.item.guidance}" if node.item.guidance else ""
        found.append(f"{node.path}. {node.item.text}{optional}{guidance}")
        found += [f"{node.path} · {line_in_words(line)}" for line in node.item.figures]
    return found


def line_in_words(line: OutlineFigure) -> str:
    """Tổng vốn đầu tư (tỷ USD), giai đoạn 2021 - 2023, KCN, KKT"""
    when = periods.words(line.period, line.each)
    name = f"{marked(line.indicator, line.depth)} ({line.unit})"
    return ", ".join(part for part in (name, when, line.scope) if part)


def index(outline: Outline) -> None:
    search.index(
        kind="outline",
        subject_id=outline.id,
        council_id=outline.council_id,
        code=outline.code,
        title=outline.title,
        texts=[node.item.text for node in nodes(outline.items)],
    )
