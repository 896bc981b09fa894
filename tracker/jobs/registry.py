"""The kinds of jobs there are, and what is done each day; rooms hand them down when they are imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.core.i18n import Words

Payload = Mapping[str, Any]
MOST_ATTEMPTS = 8


@dataclass(frozen=True)
class JobKind:
    """`run` does the work, a whole piece at a time: after each piece it yields, and the worker commits. It may be ended
    anywhere and begun anew, so it recognises the pieces that it has done before; what comes after the last yield is
    committed together with "done". `about` says in words for the administrator what one job is about."""

    name: str
    label: Words
    run: Callable[[Payload], Iterable[None]]
    about: Callable[[Payload], str] = lambda _payload: ""
    most_attempts: int = MOST_ATTEMPTS


@dataclass(frozen=True)
class NightlyStep:
    """One part of what happens each night; `run` like a job's. Steps run in the order of `place`."""

    name: str
    place: int
    run: Callable[[], Iterable[None]]


KINDS: dict[str, JobKind] = {}
STEPS: dict[str, NightlyStep] = {}


def register(kind: JobKind) -> JobKind:
    KINDS[kind.name] = kind
    return kind


def each_night(step: NightlyStep) -> NightlyStep:
    STEPS[step.name] = step
    return step


def steps() -> list[NightlyStep]:
    return sorted(STEPS.values(), key=lambda step: step.place)
