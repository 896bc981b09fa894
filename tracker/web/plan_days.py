"""The days of a plan on a page: counted from one day, said in words, counted again when that day is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.delegations.models import ruleset_on
from tracker.planning.counting import Day, Line, count


def first_answers(lines: Sequence[Line], base: date) -> dict[str, Any]:
    """What the page proposes when the delegation is established on `base`."""
    counted = count(lines, base, ruleset_on(base))
    days = {f"day_{place}": day.on for place, day in enumerate(counted)}
    return {"base_on": base, "counted_from": base, **days}


def days(form: Any, lines: Sequence[Line]) -> list[date | None]:
    return [form.day(place).data for place, _line in enumerate(lines)]


def count_again(form: Any, lines: Sequence[Line]) -> bool:
    """Count the days anew from another day; a day that somebody has set by hand stays as it is. Was there a change?"""
    if not form.base_on.validate(form):
        return False
    base, before = form.base_on.data, form.counted_from.data
    if base == before:
        return False
    old = count(lines, before, ruleset_on(before)) if before else [Day(None)] * len(lines)
    new = count(lines, base, ruleset_on(base))
    for place, (was, now) in enumerate(zip(old, new, strict=True)):
        field = form.day(place)
        if not field.process_errors and field.data in (None, was.on):
            field.data = now.on
    form.counted_from.data = base
    return True


def shown(form: Any, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Each line with its field and, in words, how its day was computed; `by_hand` when it is another day."""
    base = form.counted_from.data
    counted = count(lines, base, ruleset_on(base)) if base else [Day(None)] * len(lines)
    return [
        {
            "field": form.day(place),
            "line": line,
            "words": day.words,
            "by_hand": form.day(place).data is not None and form.day(place).data != day.on,
            "computed": day.on,
        }
        for place, (line, day) in enumerate(zip(lines, counted, strict=True))
    ]
