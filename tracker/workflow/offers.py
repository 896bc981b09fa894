"""What a step offers to choose from a room above: named in the definition, answered above, registered at start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.workflow.definition import BadDefinition

Offer = Callable[[Any], list[tuple[str, Any]]]
NAMED: set[str] = set()
ANSWERS: dict[str, Offer] = {}


def named(name: str) -> Offer:
    """For `Ask.choices`: what the room above has for this record, whatever it is."""
    NAMED.add(name)

    def choices(subject: Any) -> list[tuple[str, Any]]:
        return ANSWERS[name](subject)

    return choices


def answers(name: str) -> Callable[[Offer], Offer]:
    """Decorator: this function gives the choices of that name."""

    def register(answer: Offer) -> Offer:
        ANSWERS[name] = answer
        return answer

    return register


def require_all_answered() -> None:
    """Stop the start when a step names choices that no room gives."""
    missing = sorted(NAMED - set(ANSWERS))
    if missing:
        raise BadDefinition(f"choices that nobody gives: {', '.join(missing)}")
