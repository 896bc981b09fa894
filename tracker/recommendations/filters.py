"""What the follow-up table is asked for, as addresses and the API write it (contract.md section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.core import dates
from tracker.core.i18n import Words, _l
from tracker.core.rows import LARGEST, row_number_or_none
from tracker.core.text import clean
from tracker.recommendations.queries.counting import COUNTED
from tracker.recommendations.queries.follow_up import LAST_PAGE, SIZES, SORTS, Wanted
from tracker.recommendations.workflow import ASSIGNMENT

RANGE = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?", re.ASCII)
EXTRA = {"open": _l("Chưa kết thúc"), "draft": _l("Dự thảo, chưa ban hành")}
STATUSES: dict[str, Words] = {
    "open": EXTRA["open"],
    **{state.name: state.label for state in ASSIGNMENT.states},
    "draft": EXTRA["draft"],
}
DUES = {
    "overdue": _l("Quá hạn"),
    "soon": _l("Trong 7 ngày làm việc tới"),
    "beside": _l("Cơ quan phối hợp quá hạn"),
}


class NotUnderstood(ValueError):
    """A filter that says nothing we know."""


def read(args: Mapping[str, str]) -> tuple[Wanted, list[str]]:
    """What is asked for, and the names of those filters that could not be understood and were left out."""
    facts: dict[str, Any] = {}
    strange: list[str] = []
    for name, reader in READERS.items():
        typed = (args.get(name) or "").strip()
        if not typed:
            continue
        try:
            facts.update(reader(typed))
        except (NotUnderstood, dates.BadDate):
            strange.append(name)
    return Wanted(**facts), strange


def record(name: str) -> Callable[[str], dict[str, Any]]:
    def read_id(typed: str) -> dict[str, Any]:
        return {name: whole(typed, most=LARGEST)}

    return read_id


def status(typed: str) -> dict[str, Any]:
    if typed not in STATUSES:
        raise NotUnderstood
    return {"status": typed}


def due(typed: str) -> dict[str, Any]:
    """overdue, soon, beside, 2026-06-01..2026-06-30, or a range with one open end."""
    if typed in DUES:
        return {"due": typed}
    found = RANGE.fullmatch(typed)
    if not found or typed == "..":
        raise NotUnderstood
    first, last = (dates.parse_iso(day) if day else None for day in found.groups())
    if first and last and first > last:
        raise NotUnderstood
    return {"due_from": first, "due_to": last}


def sort(typed: str) -> dict[str, Any]:
    if typed.lstrip("-") not in SORTS or typed.startswith("--"):
        raise NotUnderstood
    return {"sort": typed}


def year(typed: str) -> dict[str, Any]:
    number = whole(typed, most=9999)
    if number < dates.FIRST_YEAR:
        raise NotUnderstood
    return {"year": number}


def counted(typed: str) -> dict[str, Any]:
    """What a rate counts or leaves out."""
    if typed not in COUNTED:
        raise NotUnderstood
    return {"counted": typed}


def size(typed: str) -> dict[str, Any]:
    number = whole(typed, most=max(SIZES))
    if number not in SIZES:
        raise NotUnderstood
    return {"size": number}


def page(typed: str) -> dict[str, Any]:
    return {"page": max(whole(typed, most=LAST_PAGE), 1)}


def whole(typed: str, *, most: int) -> int:
    found = row_number_or_none(typed)
    if found is None or found > most:
        raise NotUnderstood
    return found


def spelled(first: date | None, last: date | None) -> str:
    """2026-06-01..2026-06-30"""
    return f"{first.isoformat() if first else ''}..{last.isoformat() if last else ''}"


READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "agency": record("agency"),
    "status": status,
    "delegation": record("delegation"),
    "term": record("term"),
    "field": lambda typed: {"field": clean(typed)[:200]},
    "year": year,
    "due": due,
    "counted": counted,
    "q": lambda typed: {"q": typed[:200]},
    "sort": sort,
    "size": size,
    "page": page,
    "after": lambda typed: {"after": typed[:300]},
}
