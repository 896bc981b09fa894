"""What every date is computed from: the calendar and the rules as they stand, or as they would stand after a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.calendar.computed import ONE_DAY, WORKING_DAY, Computed, Rest, Rule
from tracker.calendar.days import SATURDAY, Special, WorkingDays


@dataclass(frozen=True)
class Basis:
    """Pure: asks the database nothing, so that what would be is computed exactly as what is."""

    days: WorkingDays
    rules: tuple[Rule, ...] = ()

    def rule(self, key: str, ruleset: str, on: date) -> Rule:
        """The rule in force on that day; LookupError when nobody has entered one."""
        fitting = (rule for rule in self.rules if (rule.key, rule.ruleset) == (key, ruleset) and rule.holds_on(on))
        found = max(fitting, key=lambda rule: rule.valid_from, default=None)
        if found is None:
            raise LookupError(f"no day rule {key} for {ruleset} on {on}")
        return found

    def computed(self, key: str, ruleset: str, start: date) -> Computed:
        """The last day by that rule, counted from `start` (or back from it), which itself is not counted.

        Forward on a rest day: the next working day (BLDS 2015 Đ.148). Backward: the last working day before
        (domain.md 1.13).
        """
        return by_rule(self.rule(key, ruleset, start), start, self.days)

    def by_law(self, key: str, ruleset: str, start: date) -> Computed | None:
        """The same; None where no rule was in force on that day, as with an old record under a newer law."""
        try:
            return self.computed(key, ruleset, start)
        except LookupError:
            return None

    def written(self, due_on: date) -> Computed:
        """A day that stands in a document: on a rest day it counts to the end of the next working day."""
        return settled(Computed(ends_on=due_on, raw_end=due_on), self.days, self.days.end_of)

    def with_days(self, changes: Mapping[date, Special | None]) -> Basis:
        """The same with some days changed; None makes an ordinary day of the week."""
        specials = {**self.days.specials, **changes}
        kept = [special for special in specials.values() if special is not None]
        return replace(self, days=WorkingDays(kept, self.days.confirmed_years))

    def with_rules(self, rules: Iterable[Rule]) -> Basis:
        return replace(self, rules=tuple(rules))


def by_rule(rule: Rule, start: date, days: WorkingDays) -> Computed:
    step = 1 if rule.direction == "forward" else -1
    if rule.unit == WORKING_DAY:
        return in_working_days(rule, start, step * rule.days, days)
    raw_end = start + timedelta(days=step * rule.days)
    counted = tuple(rest for rest in rests(between(start, raw_end), days) if rest.name)
    made = Computed(ends_on=raw_end, raw_end=raw_end, start=start, rule=rule, counted=counted)
    return settled(made, days, days.end_of if step > 0 else days.last_up_to)


def in_working_days(rule: Rule, start: date, number: int, days: WorkingDays) -> Computed:
    """Counting working days ends on one, unless there is nothing to count."""
    end = days.add(start, number)
    way = [*between(start, end), end] if end != start else []
    off = tuple(rests(way, days))
    made_up = tuple(day for day in way if day.weekday() >= SATURDAY and days.is_working(day))
    made = Computed(ends_on=end, raw_end=end, start=start, rule=rule, skipped=off, made_up=made_up)
    return with_doubts(made, way or [start], days)


def settled(made: Computed, days: WorkingDays, roll: Callable[[date], date]) -> Computed:
    """From `raw_end` to the working day that is shown."""
    ends_on = roll(made.raw_end)
    if ends_on == made.raw_end:
        return with_doubts(made, [ends_on], days)
    skipped = tuple(rests(between(made.raw_end, ends_on), days))
    at_raw_end = next(iter(rests([made.raw_end], days)))
    way = [made.raw_end, *between(made.raw_end, ends_on), ends_on]
    return with_doubts(replace(made, ends_on=ends_on, skipped=skipped, at_raw_end=at_raw_end), way, days)


def with_doubts(made: Computed, way: Iterable[date], days: WorkingDays) -> Computed:
    """Which of the days looked at no announcement has confirmed, and which of their years nobody."""
    looked_at = sorted(way)
    specials = [days.specials[day] for day in looked_at if day in days.specials]
    unsure = tuple(Rest(special.day, special.name, confirmed=False) for special in specials if not special.confirmed)
    years = tuple(sorted({day.year for day in looked_at} - days.confirmed_years))
    return replace(made, unsure_days=unsure, unsure_years=years)


def between(first: date, last: date) -> list[date]:
    """The days between two days, in order, without the two."""
    low, high = min(first, last), max(first, last)
    return [low + n * ONE_DAY for n in range(1, (high - low).days)]


def rests(way: Iterable[date], days: WorkingDays) -> list[Rest]:
    """Those of these days that are not worked, with their names."""
    found = []
    for day in way:
        if not days.is_working(day):
            special = days.special(day)
            found.append(Rest(day, special.name, special.confirmed) if special else Rest(day))
    return found
