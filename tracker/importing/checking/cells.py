"""Reading single cells: days, ticks, choices, documents, names in a list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from tracker.core.dates import BadDate, parse_vi, sensible
from tracker.core.text import clean, fold
from tracker.importing.reading.book import shown

FIRST_DAY = date(1899, 12, 30)
"""Day 0 of Excel."""
LAST_SERIAL = 80_000
SPELLED = re.compile(r"(?:ng[aà]y\s+)?(\d{1,2})\s+th[aá]ng\s+(\d{1,2})\s+n[aă]m\s+(\d{4})", re.IGNORECASE)
DAY = re.compile(r"\d{1,4}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{1,4}")
NUMBER = re.compile(r"\d[^\s,;:()“”\"]*\w")
"""Of a number nothing is cut off, whatever signs stand in it."""
TICKS = ("x", "v", "1", "co", "true", "✓", "✔", "có")


@dataclass(frozen=True)
class Day:
    """`was_serial`: it came as Excel's number of a day."""

    day: date
    was_serial: bool = False


def read_day(cell: Any) -> Day | None:
    """The day of a cell; None where it is empty. Raises BadDate."""
    if cell is None:
        return None
    if isinstance(cell, str):
        return read_typed(cell)
    if isinstance(cell, datetime):
        return Day(sensible(cell.year, cell.month, cell.day))
    if isinstance(cell, date):
        return Day(sensible(cell.year, cell.month, cell.day))
    if isinstance(cell, bool):
        raise BadDate
    if isinstance(cell, int | float):
        return Day(serial(cell), was_serial=True)
    raise BadDate


@lru_cache(maxsize=4_000)
def read_typed(cell: str) -> Day | None:
    """A register says the same days again and again."""
    text = clean(cell)
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) == 5:
        return Day(serial(int(text)), was_serial=True)
    if found := SPELLED.fullmatch(text.strip(" .,")):
        return Day(sensible(int(found[3]), int(found[2]), int(found[1])))
    return Day(parse_vi(text.removeprefix("'")))


def serial(number: float) -> date:
    if not 1 <= number < LAST_SERIAL:
        raise BadDate
    day = FIRST_DAY + timedelta(days=int(number))
    return sensible(day.year, day.month, day.day)


def read_tick(cell: Any) -> bool:
    """Raises ValueError where it is neither ticked nor empty."""
    if cell is None or cell is False or cell == 0:
        return False
    text = clean(shown(cell)).lower()
    if text in ("", "-", "–", "0"):
        return False
    if text in TICKS or text == "true":
        return True
    raise ValueError(text)


@dataclass(frozen=True)
class Paper:
    number: str
    day: date | None


@lru_cache(maxsize=4_000)
def read_paper(text: str) -> Paper:
    """ "Thông báo số 05/TB-HĐND ngày 12/3/2024": number and day, as far as they are there. Raises BadDate."""
    rest, day = text, None
    if found := SPELLED.search(text):
        day = sensible(int(found[3]), int(found[2]), int(found[1]))
        rest = text.replace(found[0], " ")
    elif found := DAY.search(text):
        day = parse_vi(found[0])
        rest = text.replace(found[0], " ")
    number = NUMBER.search(rest)
    return Paper(number[0].rstrip(".,-") if number else "", day)


def read_list(text: str) -> list[str]:
    """Names that stand in one cell, parted by ; or lines."""
    parts = re.split(r"[;\n]+", text)
    return [part for raw in parts if (part := raw.strip(" ,.-–+•*"))]


def read_choice(text: str, words: Mapping[str, Iterable[str]]) -> str | None:
    """The value one of whose words this is, whatever its case and marks."""
    folded = fold(text)
    return next((value for value, known in words.items() if folded in map(fold, known)), None)
