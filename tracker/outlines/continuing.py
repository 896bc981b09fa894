"""Which items of an outline that is written anew are items of before, so that what agencies answered stays with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from tracker.core.text import fold
from tracker.extensions import db
from tracker.outlines.models import Outline, OutlineFigure
from tracker.outlines.pasting import Draft, unnumbered
from tracker.outlines.tree import nodes

Path = tuple[str, ...]
"""The folded words of an item, after those of the items that it stands under."""


@dataclass
class Known:
    """An item that agencies may have answered: where it stood, and the lines that its table had."""

    path: Path
    origin: int
    lines: list[OutlineFigure] = field(default_factory=list)


def known_items(outline: Outline) -> list[Known]:
    """The items that this version has from the one it replaces, as they read now; then those it has lost of that one."""
    found: dict[int, Known] = {}
    replaced = db.session.get(Outline, outline.replaces_id) if outline.replaces_id is not None else None
    for version in (outline, replaced) if replaced is not None else ():
        listed = nodes(version.items)
        for node, path in zip(listed, paths([(node.level, node.item.text) for node in listed]), strict=True):
            if version is outline and node.item.origin_id is None:
                continue
            known = found.setdefault(node.item.origin, Known(path, node.item.origin))
            have = {line.origin for line in known.lines}
            known.lines += [
                line
                for line in node.item.figures
                if line.origin not in have and (version is replaced or line.origin_id is not None)
            ]
    return list(found.values())


def paired(
    drafts: Sequence[Draft], known: Sequence[Known], taken: Collection[int]
) -> Iterator[tuple[Draft, Known | None]]:
    """Each draft with the item it continues: of the same words under the same items, else of words that occur once among
    what is left on either side. `taken` are origins that the outline has already."""
    left = {item.origin: item for item in known if item.origin not in taken}
    places = dict(enumerate(paths([(draft.level, draft.text) for draft in drafts])))
    found: dict[int, Known] = {}

    def take(pairs: Sequence[tuple[int, Known]]) -> None:
        for place, item in pairs:
            found[place] = left.pop(item.origin)
            del places[place]

    take(in_order(places, left.values()))
    take(only_ones(places, left.values()))
    return ((draft, found.get(place)) for place, draft in enumerate(drafts))


def in_order(places: dict[int, Path], items: Collection[Known]) -> list[tuple[int, Known]]:
    """Places and items of one path; where several have it, the first goes to the first."""
    waiting: dict[Path, list[Known]] = {}
    for item in items:
        waiting.setdefault(item.path, []).append(item)
    return [(place, waiting[path].pop(0)) for place, path in places.items() if waiting.get(path)]


def only_ones(places: dict[int, Path], items: Collection[Known]) -> list[tuple[int, Known]]:
    """Places and items that alone have their words, wherever they stand."""
    asked = Counter(path[-1] for path in places.values())
    had = Counter(item.path[-1] for item in items)
    alone = {item.path[-1]: item for item in items if had[item.path[-1]] == 1}
    return [(place, alone[path[-1]]) for place, path in places.items() if asked[path[-1]] == 1 and path[-1] in alone]


def paths(listed: Sequence[tuple[int, str]]) -> list[Path]:
    """The path of each (level, text), in reading order."""
    above: list[str] = []
    found = []
    for level, text in listed:
        above[level:] = [fold(unnumbered(text)[1])]
        found.append(tuple(above))
    return found
