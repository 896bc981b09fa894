"""Boxes to tick on a list: which were ticked, of which versions, and what became of them in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.rows import row_number, row_number_or_none
from tracker.recommendations.models import Assignment
from tracker.recommendations.together import MOST
from tracker.workflow.together import Outcome

MOST_NAMED = 10
BETWEEN = "-"


def sent() -> set[str]:
    """What is ticked, as it was sent or as the address names it; "all" stands for the page."""
    return set(request.form.getlist("chosen") if request.method == "POST" else request.args.getlist("chosen"))


def numbers(texts: Iterable[str]) -> list[int]:
    """Ids, without what is none."""
    return sorted({id for text in texts if (id := row_number_or_none(text)) is not None})


def ticked() -> list[int]:
    """Ids of the ticked tasks. Invalid when there are none, or too many."""
    found = numbers(sent())
    if not found:
        raise Invalid({"": [_("Hãy chọn ít nhất một nhiệm vụ.")]})
    if len(found) > MOST:
        raise Invalid({"": [_("Mỗi lần chọn nhiều nhất %(most)s nhiệm vụ.", most=MOST)]})
    return found


def versions(records: Iterable[Any]) -> dict[int, int | None]:
    """The version of each that the person had before them."""
    return {record.id: request.form.get(f"version-{record.id}", type=row_number) for record in records}


def listed(among: str) -> list[int]:
    """The ids of `3-7-12`, at most MOST of them."""
    return numbers(among.split(BETWEEN))[:MOST]


def spelled(ids: Iterable[int]) -> str:
    return BETWEEN.join(str(id) for id in ids)


def by_reason(outcome: Outcome) -> list[tuple[str, list[Any]]]:
    """(sentence, the records it was said of), in the order in which they came."""
    found: dict[str, list[Any]] = {}
    for record, sentence in outcome.refused:
        found.setdefault(sentence, []).append(record)
    return list(found.items())


def tasks(found: Sequence[Assignment]) -> str:
    """ "KN-2026-014 (Sở Xây dựng), …" """
    return cut([f"{task.code} ({task.answering})" for task in found])


def cut(names: Sequence[str]) -> str:
    """The first ten by name, the others by their number: a message travels in a cookie."""
    rest = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    return shown if rest <= 0 else _("%(names)s và %(number)s nhiệm vụ khác", names=shown, number=rest)
