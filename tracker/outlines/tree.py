"""The tree of an outline in reading order, with the numbers that offices give: I, 1, a, b, c, d, đ, e, g."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.outlines.models import OutlineItem

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The letters that number a point; f, j, w and z are not among them (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True)
class Node:
    """An item where it stands. `number` is its own ("a"), `path` with those above it ("II.1.a")."""

    item: OutlineItem
    level: int
    number: str
    path: str
    is_leaf: bool
    is_first: bool
    is_last: bool

    @property
    def is_heading(self) -> bool:
        """Does it only stand over others, and ask nothing itself?"""
        return not self.is_leaf and not self.item.required and not self.item.figures

    @property
    def may_skip(self) -> bool:
        """Does it ask something that may be left unanswered?"""
        return not self.item.required and not self.is_heading


def nodes(items: Sequence[OutlineItem]) -> list[Node]:
    """Every item in reading order."""
    below: dict[int | None, list[OutlineItem]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.position, item.id)):
        below[item.parent_id].append(item)
    found: list[Node] = []
    walk(below, None, 0, "", found)
    return found


def walk(
    below: dict[int | None, list[OutlineItem]], parent: int | None, level: int, path: str, found: list[Node]
) -> None:
    siblings = below.get(parent, [])
    for place, item in enumerate(siblings):
        own = number_of(level, place)
        full = f"{path}.{own}" if path else own
        found.append(
            Node(
                item=item,
                level=level,
                number=own,
                path=full,
                is_leaf=item.id not in below,
                is_first=place == 0,
                is_last=place == len(siblings) - 1,
            )
        )
        walk(below, item.id, level + 1, full, found)


def number_of(level: int, place: int) -> str:
    """The number of the (place + 1)-th item on this level."""
    if level == 0:
        return roman(place + 1)
    if level == 1:
        return str(place + 1)
    return letter(place)


def roman(number: int) -> str:
    """1 to 39 in Roman numerals; beyond, plain digits."""
    if not 0 < number < 40:
        return str(number)
    said = ""
    for value, sign in ROMAN:
        while number >= value:
            said += sign
            number -= value
    return said


def letter(place: int) -> str:
    rounds, rest = divmod(place, len(LETTERS))
    return LETTERS[rest] + (str(rounds + 1) if rounds else "")
