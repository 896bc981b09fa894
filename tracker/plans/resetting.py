"""New days for a whole plan: what is given stands, what somebody has set by hand stays, the rest is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.core import clock
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.delegations.models import Delegation, ruleset_on
from tracker.plans import counting, plans, queries
from tracker.plans.models import ESTABLISH, PlannedStep

Given = Mapping[str, date | None]
"""Days by step."""


def base_of(delegation: Delegation, steps: Sequence[PlannedStep]) -> date:
    """The day from which the plan counts: that of the establishing document once there is one, else the planned day."""
    return delegation.established_on or plans.counted_from(steps) or clock.today()


def is_stale(delegation: Delegation, steps: Sequence[PlannedStep]) -> bool:
    """Were the days counted from another day than that of the establishing document?"""
    base = plans.counted_from(steps)
    return None not in (base, delegation.established_on) and base != delegation.established_on


def days(delegation: Delegation, base: date, given: Given, *, again: bool = False) -> list[date | None]:
    """One for each line of the plan. They are counted when the plan has none, counts from another day by now, or `again`;
    otherwise only what is given changes. Invalid beside `days` for a step that the plan has not."""
    lines, steps = plans.lines(delegation), queries.steps_of(delegation.id)
    require_known(given, [line.key for line in lines])
    set_now = {n: given[line.key] for n, line in enumerate(lines) if line.key in given}
    saved = dict(enumerate(plans.days_of(delegation, steps)))
    was = plans.counted_from(steps)
    if steps and base == was and not again:
        return list((saved | set_now).values())
    dated = {n: day for n, day in saved.items() if lines[n].key != ESTABLISH}
    kept = counting.by_hand(lines, was, dated) | set_now
    counted = counting.count(lines, base, ruleset_on(base), kept)
    return [kept.get(n, day.on) for n, day in enumerate(counted)]


def require_known(given: Given, keys: Sequence[str]) -> None:
    strange = [key for key in given if key not in keys]
    if strange:
        raise Invalid({"days": [_("Kế hoạch không có bước: %(names)s.", names=", ".join(strange))]})


def with_day(delegation: Delegation, step: PlannedStep, day: date | None) -> list[date | None]:
    """The plan with another day for one step; when it is the establishment, what counts from it is counted anew."""
    steps = queries.steps_of(delegation.id)
    if step.key == ESTABLISH:
        return days(delegation, required(step, day), {})
    known = zip(steps, plans.days_of(delegation, steps), strict=True)
    return [day if other.id == step.id else saved for other, saved in known]


def required(step: PlannedStep, day: date | None) -> date:
    """The others are counted from it: it cannot be left open."""
    if day is None:
        raise Invalid({"base_on": [_("Hãy nhập “%(label)s”.", label=step.label)]})
    return day
