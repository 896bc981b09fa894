"""The codes in square brackets by which a section names its sources: [SL-02], [SL-02 so sánh], [BC-01 mục II.1]."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tracker.core.text import fold

MARK = re.compile(r"\[ *([^\W\d_]{2,4} ?[-–]? ?\d[\w.–-]*)((?: +[^\[\]\n]{1,60})?) *\]")
"""A word of two to four letters, a dash, a number; then perhaps which part of it is meant."""
DASH = re.compile(r"[^\W\d_] ?[-–]")
COMPARISON, ITEM = "so sanh", "muc "


@dataclass(frozen=True)
class Mark:
    """One code in a text. `name` is how it was typed, without the brackets; `start` and `end` its place."""

    name: str
    part: str
    start: int
    end: int

    @property
    def is_sure(self) -> bool:
        """With its dash it can be nothing but a code; [năm 2024] may be plain words."""
        return DASH.search(self.name) is not None

    @property
    def typed(self) -> str:
        return f"{self.name} {self.part}".strip()


def found(text: str) -> Iterator[Mark]:
    """Every code in the text, in reading order. Brackets that hold anything else are plain words."""
    for match in MARK.finditer(text):
        yield Mark(match[1].strip(), match[2].strip(), match.start(), match.end())


def name_of(code: str) -> str:
    """The code as it is looked up: capitals, marks, kinds of dash and noughts in front make no difference.

    >>> name_of("sl – 2") == name_of("SL-02")
    True
    """
    return " ".join(word.lstrip("0") or "0" if word.isdigit() else word for word in fold(code).split())


def spelled(code: str, part: str = "") -> str:
    """[SL-02], [SL-02 so sánh]"""
    return f"[{code} {part}]" if part else f"[{code}]"


def respelled(text: str, spelling: Callable[[Mark], str | None]) -> str:
    """The text with each code written as `spelling` says; None leaves it as it is."""

    def one(match: re.Match[str]) -> str:
        mark = Mark(match[1].strip(), match[2].strip(), match.start(), match.end())
        return spelling(mark) or match[0]

    return MARK.sub(one, text)
