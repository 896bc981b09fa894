"""The days of a plan on a page: counted from one day, said in words, counted again when that day is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.core import dates
from tracker.delegations.models import Delegation, ruleset_on
from tracker.plans import counting, sequence
from tracker.plans.counting import Day, Line, count, line_of
from tracker.plans.models import ESTABLISH, PlannedStep
from tracker.plans.plans import counted_from, days_of

Days = Mapping[int, date | None]


def first_answers(lines: Sequence[Line], base: date, saved: Days | None = None) -> dict[str, Any]:
    """What the page proposes when the delegation is established on `base`; the saved days where there are any."""
    counted = count(lines, base, ruleset_on(base))
    shown = {n: (saved or {}).get(n, counted[n].on) for n in dated(lines)}
    days = {f"day_{n}": day for n, day in shown.items()}
    return {"base_on": base, "counted_from": base, "proposed": spelled(shown), **days}


def dated(lines: Sequence[Line]) -> list[int]:
    """The places of the lines that have a day of their own: all but the one that the others are counted from."""
    return [n for n, line in enumerate(lines) if line.key != ESTABLISH]


def days(form: Any, lines: Sequence[Line]) -> list[date | None]:
    """One for each line, in order; that of the establishment is `base_on`."""
    return [form.day(n).data for n, _line in enumerate(lines)]


def count_again(form: Any, lines: Sequence[Line], *, asked: bool) -> bool:
    """Count the days anew when the first day was changed, or when `asked` to; a day that somebody has set by hand
    stays, and what counts from it counts from there. False when nothing was counted."""
    if not form.base_on.validate(form) or not (asked or form.base_on.data != form.counted_from.data):
        return asked
    base = form.base_on.data
    kept = by_hand(form, lines)
    counted = count(lines, base, ruleset_on(base), kept)
    for n in dated(lines):
        if not form.day(n).process_errors:
            form.day(n).data = kept.get(n, counted[n].on)
    form.counted_from.data = base
    form.proposed.data = spelled({n: form.day(n).data for n in dated(lines)})
    return True


def by_hand(form: Any, lines: Sequence[Line]) -> dict[int, date | None]:
    """The days that a person has set: changed since the page proposed them, or already another day than computed."""
    proposed = read(form.proposed.data)
    kept = counting.by_hand(lines, form.counted_from.data, proposed)
    typed = {n: form.day(n).data for n in dated(lines)}
    return {n: day for n, day in typed.items() if day is not None and (day != proposed.get(n) or n in kept)}


def spelled(shown: Days) -> str:
    """1=2026-07-01,2=…"""
    return ",".join(f"{n}={day.isoformat()}" for n, day in shown.items() if day is not None)


def read(text: str) -> dict[int, date | None]:
    """The same, read; what cannot be read was not proposed."""
    found: dict[int, date | None] = {}
    for part in (text or "").split(","):
        place, _equals, day = part.partition("=")
        try:
            found[int(place)] = dates.parse_iso(day)
        except ValueError:
            continue
    return found


def shown(form: Any, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Each line with its field and, in words, how its day is computed, which day that gives where another stands, and
    whether it comes before what it follows."""
    base = form.counted_from.data
    given = dict(enumerate(days(form, lines)))
    counted = count(lines, base, ruleset_on(base), given) if base else [Day(None)] * len(lines)
    known = sequence.cautions(lines, list(given.values()))
    said = {n: counting.told(counted[n], given[n]) for n in dated(lines)}
    return [{"field": form.day(n), "words": words, "caution": known.get(n, "")} for n, words in said.items()]


def cautions(steps: Sequence[PlannedStep], delegation: Delegation) -> list[str]:
    """What does not follow in a plan as it is kept."""
    return list(sequence.cautions([line_of(step) for step in steps], days_of(delegation, steps)).values())


def ways(steps: Sequence[PlannedStep], delegation: Delegation) -> list[tuple[str, str]]:
    """Each step of a plan with how its day was counted, where it was."""
    base = counted_from(steps)
    if base is None:
        return []
    lines, days = [line_of(step) for step in steps], days_of(delegation, steps)
    counted = count(lines, base, delegation.ruleset, dict(enumerate(days)))
    told = [(line.label, counting.told(day, on)) for line, day, on in zip(lines, counted, days, strict=True)]
    return [(label, words) for label, words in told if words]
