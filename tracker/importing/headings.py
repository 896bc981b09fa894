"""Which row holds the headings, and what each column is; what is not known is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from tracker.core.text import clean, fold
from tracker.extensions import db
from tracker.importing.models import ImportHeading
from tracker.importing.reading.book import Page, shown
from tracker.importing.registers import IGNORED, Register

LOOKED_AT = 40
"""A table's head stands within so many rows."""
FEWEST = 2
"""Headings that are known make a row the head."""
LONGEST_HEADING = 200


@dataclass(frozen=True)
class Head:
    """`row`: from 0. `headings`: place of a column → its words. `known`: place → what it holds."""

    row: int
    headings: dict[int, str]
    known: dict[int, str]

    @property
    def unknown(self) -> list[int]:
        return [place for place in self.headings if place not in self.known]


def remembered(council_id: int, register: Register) -> dict[str, str]:
    """Folded heading → column, as this council's office has chosen before."""
    query = select(ImportHeading.folded, ImportHeading.column).where(
        ImportHeading.council_id == council_id, ImportHeading.register == register.name
    )
    return {row.folded: row.column for row in db.session.execute(query)}


def find(page: Page, register: Register, chosen: Mapping[str, str]) -> Head | None:
    """The row in which most columns are known; None where there is no such row."""
    merged = page.merged()
    heads = [head_at(page, row, register, chosen, merged) for row in range(min(LOOKED_AT, len(page.lines)))]
    best = max(heads, key=lambda head: len(set(head.known.values()) - {IGNORED}), default=None)
    if best is None or len(set(best.known.values()) - {IGNORED}) < FEWEST:
        return None
    return best


def guess(page: Page, register: Register, chosen: Mapping[str, str]) -> Head | None:
    """For a page without known headings: the first row in which several columns are filled."""
    for row in range(min(LOOKED_AT, len(page.lines))):
        head = head_at(page, row, register, chosen, page.merged())
        if len(head.headings) >= FEWEST:
            return head
    return None


def head_at(
    page: Page, row: int, register: Register, chosen: Mapping[str, str], merged: Mapping[tuple[int, int], object]
) -> Head:
    """The headings of one row; of two columns that say the same the first is meant, the other is asked about."""
    headings: dict[int, str] = {}
    known: dict[int, str] = {}
    for place in range(page.width):
        words = clean(shown(page.at(row, place) if page.at(row, place) is not None else merged.get((row, place))))
        words = " ".join(words.split())[:LONGEST_HEADING]
        if not fold(words):
            continue
        headings[place] = words
        column = chosen.get(fold(words)) or register.headings.get(fold(words))
        if column and (column not in register.by_name or column not in known.values()):
            known[place] = column
    return Head(row, headings, known)
