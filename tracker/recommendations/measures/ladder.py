"""The order of steps against delay, as data that an administrator corrects: one province's practice, not law (domain.md
1.8). What stands next for a task, and what somebody who goes further leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tracker.calendar.days import working_days
from tracker.extensions import db
from tracker.recommendations.models import LADDER_STEPS, MEASURE_KINDS, LadderStep, Measure

KIND_OF = {"urge_again": "urge"}
"""A step that repeats the kind of an earlier one."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rung:
    """One step of the ladder, in its order."""

    key: str
    name: str
    required: bool
    legal_basis: str = ""
    verified: bool = False

    @property
    def kind(self) -> str:
        return KIND_OF.get(self.key, self.key)


@dataclass(frozen=True)
class Next:
    """The step that comes next for a task, and the day from which it is due."""

    rung: Rung
    from_on: date
    times: int
    """It is the n-th of its kind."""


def steps() -> Sequence[LadderStep]:
    return db.session.scalars(select(LadderStep).order_by(LadderStep.position, LadderStep.id)).all()


def rungs() -> list[Rung]:
    return [
        Rung(step.key, name_of(step), required=step.required, legal_basis=step.legal_basis, verified=step.verified)
        for step in steps()
    ]


def name_of(step: LadderStep) -> str:
    """What the administrator calls it, else what the product does."""
    return step.own_name or str(LADDER_STEPS[step.key])


def names_of_kinds(ladder: Iterable[Rung]) -> dict[str, str]:
    """What each kind of measure is called: as its first step is."""
    found: dict[str, str] = {}
    for rung in ladder:
        found.setdefault(rung.kind, rung.name)
    return {kind: found.get(kind, str(label)) for kind, label in MEASURE_KINDS.items()}


def climbed(ladder: Sequence[Rung], taken: Iterable[Measure]) -> dict[str, list[Measure]]:
    """The measures on each step, by its key: the n-th of a kind on its n-th step, what repeats on its last."""
    counts: Counter[str] = Counter()
    found: dict[str, list[Measure]] = {rung.key: [] for rung in ladder}
    for measure in sorted(taken, key=lambda measure: (measure.taken_on, measure.id)):
        rung = rung_for(ladder, measure.kind, counts[measure.kind])
        counts[measure.kind] += 1
        if rung is not None:
            found[rung.key].append(measure)
    return found


def rung_for(ladder: Sequence[Rung], kind: str, before: int) -> Rung | None:
    """The step that a measure of this kind is, when so many of the kind were taken before it."""
    fitting = [rung for rung in ladder if rung.kind == kind]
    return fitting[min(before, len(fitting) - 1)] if fitting else None


def since_reopening(taken: Iterable[Measure]) -> list[Measure]:
    """Those that count towards the next step: after a task was re-opened, one begins anew."""
    listed = sorted(taken, key=lambda measure: (measure.taken_on, measure.id))
    last = max((place for place, measure in enumerate(listed) if measure.reopened_on), default=-1)
    return listed[last + 1 :]


def reached(ladder: Sequence[Rung], taken: Iterable[Measure]) -> int:
    """The place of the highest step that was taken; -1 before the first."""
    on_steps = climbed(ladder, since_reopening(taken))
    return max((place for place, rung in enumerate(ladder) if on_steps[rung.key]), default=-1)


def left_out(ladder: Sequence[Rung], taken: Sequence[Measure], kind: str) -> list[Rung]:
    """The required steps that somebody leaves out who takes a measure of this kind now."""
    before = sum(measure.kind == kind for measure in since_reopening(taken))
    wanted = rung_for(ladder, kind, before)
    place = ladder.index(wanted) if wanted is not None else -1
    return [rung for rung in ladder[reached(ladder, taken) + 1 : max(place, 0)] if rung.required]


def following(ladder: Sequence[Rung], due_ends_on: date | None, taken: Sequence[Measure]) -> Next | None:
    """What comes next for a task whose deadline passed at the end of that day; None after the last step."""
    place = reached(ladder, taken) + 1
    if place >= len(ladder) or due_ends_on is None:
        return None
    rung = ladder[place]
    times = sum(measure.kind == rung.kind for measure in taken) + 1
    return Next(rung, from_day(due_ends_on, taken), times)


def from_day(due_ends_on: date, taken: Sequence[Measure]) -> date:
    """The working day after the deadline, or after the answer to the last step came or was due."""
    days = working_days()
    passed = due_ends_on
    if taken:
        last = max(taken, key=lambda measure: (measure.taken_on, measure.id))
        answered = last.answered_on or (days.end_of(last.answer_due_on) if last.answer_due_on else last.taken_on)
        passed = max(passed, answered)
    return days.end_of(passed + ONE_DAY)


def taken_on_tasks(ids: Sequence[int]) -> dict[int, list[Any]]:
    """The measures of these tasks, in their order."""
    found: dict[int, list[Any]] = {id: [] for id in ids}
    if not ids:
        return found
    query = select(Measure).where(Measure.assignment_id.in_(ids)).order_by(Measure.taken_on, Measure.id)
    for measure in db.session.scalars(query):
        found[measure.assignment_id].append(measure)
    return found
