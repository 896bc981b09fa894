"""Guards that a lower room names and an upper room answers, registered at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.accounts.access import KINDS
from tracker.workflow.definition import BadDefinition, Guard, Transition

ANSWERS: dict[str, Callable[[Any], bool]] = {}


def answers(name: str) -> Callable[[Callable[[Any], bool]], Callable[[Any], bool]]:
    """Decorator: this function answers the guard of that name."""

    def register(answer: Callable[[Any], bool]) -> Callable[[Any], bool]:
        ANSWERS[name] = answer
        return answer

    return register


def holds(guard: Guard, subject: Any) -> bool:
    answer = guard.holds or ANSWERS[guard.name]
    return answer(subject)


def unmet(step: Transition, subject: Any) -> list[str]:
    """The sentences of the step's guards that do not hold yet."""
    return [guard.words(subject) for guard in step.guards if not holds(guard, subject)]


def require_all_answered() -> None:
    """Stop the start when a workflow names a guard that no room answers."""
    named = {
        guard.name
        for kind in KINDS.values()
        if kind.workflow
        for step in kind.workflow.transitions
        for guard in step.guards
        if guard.holds is None
    }
    missing = sorted(named - set(ANSWERS))
    if missing:
        raise BadDefinition(f"guards without an answer: {', '.join(missing)}")
