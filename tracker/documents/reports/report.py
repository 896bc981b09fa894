"""What a report says: a title, what it holds, its tables, how it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.sheets import Sheet


@dataclass(frozen=True)
class Part:
    """One table below its heading, and what is to be said below it."""

    heading: str
    sheet: Sheet
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Report:
    """`told`: the moment that the figures are of, and what the report is narrowed to. `name`: of the file, without its
    ending. `is_wide`: A4 across, for tables of many columns."""

    name: str
    title: str
    told: Sequence[str]
    parts: Sequence[Part]
    method: Sequence[str] = ()
    is_wide: bool = False


@dataclass(frozen=True)
class Around:
    """Whose report it is. One that the Council's side makes bears the header and the signature of its Standing Committee
    (NĐ 30/2020, Phụ lục I); one that an agency makes for itself is a plain table. `address` gives the same again."""

    council: str
    is_official: bool
    address: str
