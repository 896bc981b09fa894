"""What follows a step in a room above: named in the definition of the step, answered above, registered at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.accounts.actor import Actor
from tracker.workflow.definition import Answers, BadDefinition

Consequence = Callable[[Any, Answers, Actor], None]
NAMED: set[str] = set()
ANSWERS: dict[str, Consequence] = {}


def named(name: str) -> Callable[[Any, Answers, Actor], None]:
    """For `Transition.then`: what the room above does, whoever it is."""
    NAMED.add(name)

    def follow(subject: Any, answers: Answers, actor: Actor) -> None:
        ANSWERS[name](subject, answers, actor)

    return follow


def answers(name: str) -> Callable[[Consequence], Consequence]:
    """Decorator: this function is the consequence of that name."""

    def register(answer: Consequence) -> Consequence:
        ANSWERS[name] = answer
        return answer

    return register


def require_all_answered() -> None:
    """Stop the start when a step names a consequence that no room answers."""
    missing = sorted(NAMED - set(ANSWERS))
    if missing:
        raise BadDefinition(f"consequences without an answer: {', '.join(missing)}")
