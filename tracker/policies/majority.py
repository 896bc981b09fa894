"""When a resolution is passed, and which numbers of a vote cannot be (domain.md 6.4, SM6; Luật 80/2015, 64/2025)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.core.i18n import _

NUMBERS = ("total", "present", "yes", "no", "abstain")


def is_passed(yes: int, total: int) -> bool:
    """More than half of all deputies, not of those present."""
    return 2 * yes > total


def needed(total: int) -> int:
    """The fewest votes that pass: 43 of 85."""
    return total // 2 + 1


def fewest(elected: int) -> int:
    """The lowest total that a term of so many deputies may have with seats vacant: 57 of 85, two thirds."""
    return -(-2 * elected // 3)


def wrong_numbers(numbers: Mapping[str, int]) -> dict[str, Any]:
    """By field, what does not add up; empty when everything does."""
    total, present = numbers["total"], numbers["present"]
    cast = numbers["yes"] + numbers["no"] + numbers["abstain"]
    if total < 1:
        return {"total": _("Tổng số đại biểu phải từ 1 trở lên.")}
    if present > total:
        sentence = _("Số có mặt (%(present)s) nhiều hơn tổng số đại biểu (%(total)s).", present=present, total=total)
        return {"present": sentence}
    if cast > present:
        sentence = _(
            "Tán thành, không tán thành và không có ý kiến cộng lại là %(cast)s, nhiều hơn số có mặt (%(present)s).",
            cast=cast,
            present=present,
        )
        return {"yes": sentence}
    return {}
