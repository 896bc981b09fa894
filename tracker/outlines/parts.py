"""Lines of a table that are parts of another: how they are marked, under which they stand, what they must share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from tracker.core.i18n import _
from tracker.outlines.models import DEEPEST_PART

MARK = re.compile(r"((?:[-–—•*+]\s*)*)((?:trong đó\s*:?|gồm\s*:)(?=\s|$))?\s*(.*)", re.IGNORECASE | re.DOTALL)
INNER = "+"
"""Offices mark the parts of a whole with a dash, and the parts of a part with a plus."""
SAME = ("unit", "period_kind", "period_from", "period_to", "quarter", "each")
"""What a part has in common with its whole; otherwise nothing could be added up."""
T = TypeVar("T")


def depth_of(indicator: str) -> tuple[int, str]:
    """("- Vốn trong nước") → (1, "Vốn trong nước"); ("+ Vốn ngân sách") → (2, …); ("Trong đó: …") → (1, …)."""
    found = MARK.fullmatch(indicator)
    if found is None:
        return 0, indicator
    marks = "".join(found[1].split())
    depth = len(marks) + marks.count(INNER) or int(bool(found[2]))
    return min(depth, DEEPEST_PART), found[3]


def marked(indicator: str, depth: int) -> str:
    """The indicator as it is typed, with the mark of its depth."""
    return f"{'+' if depth > 1 else '-'} {indicator}" if depth else indicator


def put_under(lines: list[dict[str, Any]], line: dict[str, Any]) -> None:
    """Put the line after these, no deeper than one step below the last; ValueError with what does not fit."""
    if line["depth"]:
        if not lines:
            raise ValueError(_("dòng thành phần (trong đó) phải đứng dưới dòng tổng của nó."))
        line["depth"] = min(line["depth"], lines[-1]["depth"] + 1)
        require_same(whole_above(lines, line["depth"]), line)
    if any(same(other, line) for other in lines):
        raise ValueError(
            _("“%(name)s” đã có trong bảng, cùng kỳ và phạm vi. Hãy ghi rõ tên hoặc phạm vi.", name=line["indicator"])
        )
    lines.append(line)


def whole_above(lines: Sequence[Mapping[str, Any]], depth: int) -> Mapping[str, Any]:
    return next(other for other in reversed(lines) if other["depth"] == depth - 1)


def require_same(whole: Mapping[str, Any], part: Mapping[str, Any]) -> None:
    if any(whole[name] != part[name] for name in SAME):
        raise ValueError(
            _(
                "“%(part)s” là thành phần của “%(whole)s” nên phải cùng đơn vị và cùng kỳ.",
                part=part["indicator"],
                whole=whole["indicator"],
            )
        )


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return all(one[name] == other[name] for name in ("indicator", "scope", *SAME))


def wholes(lines: Sequence[T], depth_at: Any) -> list[tuple[T, list[T]]]:
    """Each line that has parts, with them."""
    above: list[tuple[T, list[T]]] = []
    found: list[tuple[T, list[T]]] = []
    for line in lines:
        depth = depth_at(line)
        del above[depth:]
        here: tuple[T, list[T]] = (line, [])
        if above and depth:
            above[-1][1].append(line)
        above.append(here)
        found.append(here)
    return [(line, parts) for line, parts in found if parts]
