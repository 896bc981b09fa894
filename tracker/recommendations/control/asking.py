"""What the control room and its lists are asked for, as addresses and the API write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tracker.core.i18n import Words, _l
from tracker.core.text import clean
from tracker.recommendations.filters import NotUnderstood, record, size, whole
from tracker.recommendations.models import ASSIGNMENT_ROLES
from tracker.recommendations.queries.control_room import LAST_PAGE, NOBODY, ORDERS, SORTS, Asked

LONGEST = 200
WHAT: dict[str, Words] = {
    "open": _l("Đang mở"),
    "overdue": _l("Quá hạn"),
    "late_1": _l("Quá hạn, nhóm thứ nhất"),
    "late_2": _l("Quá hạn, nhóm thứ hai"),
    "late_3": _l("Quá hạn, nhóm thứ ba"),
    "late_4": _l("Quá hạn, nhóm thứ tư"),
    "missed": _l("Lộ trình nhiều năm quá mốc"),
    "soon": _l("Trong 7 ngày làm việc tới"),
    "waiting": _l("Chờ xác nhận"),
    "untouched": _l("Không ai động đến"),
    "no_follower": _l("Chưa có chuyên viên theo dõi"),
    "no_person": _l("Cơ quan chưa phân công người phụ trách"),
    "no_deadline": _l("Chưa có thời hạn"),
}
"""Every sort of open task by name; the days of the bands are the council's own."""


def read(args: Mapping[str, str]) -> tuple[Asked, list[str]]:
    """What is asked for, and the names of what could not be understood and was left out."""
    facts: dict[str, Any] = {}
    strange: list[str] = []
    for name, reader in READERS.items():
        typed = clean(args.get(name) or "")
        if not typed:
            continue
        try:
            facts.update(reader(typed))
        except NotUnderstood:
            strange.append(name)
    return Asked(**facts), strange


def what(typed: str) -> dict[str, Any]:
    if typed not in SORTS:
        raise NotUnderstood
    return {"what": typed}


def sort(typed: str) -> dict[str, Any]:
    if typed.lstrip("-") not in ORDERS or typed.startswith("--"):
        raise NotUnderstood
    return {"sort": typed}


def follower(typed: str) -> dict[str, Any]:
    return {"follower": typed if typed == NOBODY else str(whole(typed, most=10**9))}


def role(typed: str) -> dict[str, Any]:
    if typed not in ASSIGNMENT_ROLES:
        raise NotUnderstood
    return {"role": typed}


def page(typed: str) -> dict[str, Any]:
    return {"page": max(whole(typed, most=LAST_PAGE), 1)}


def words(name: str) -> Callable[[str], dict[str, Any]]:
    def read_words(typed: str) -> dict[str, Any]:
        if len(typed) > LONGEST:
            raise NotUnderstood
        return {name: typed}

    return read_words


SCOPE: dict[str, Callable[[str], dict[str, Any]]] = {
    "agency": record("agency"),
    "delegation": record("delegation"),
    "field": words("field"),
    "follower": follower,
    "person": words("person"),
    "role": role,
}
"""What the room itself is narrowed to."""
READERS = {"what": what, **SCOPE, "sort": sort, "size": size, "page": page}
