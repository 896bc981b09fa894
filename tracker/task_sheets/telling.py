"""The text of a cell as a person reads it: choices by their label in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.recommendations.models import ASSIGNMENT_ROLES, CLAIMS
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.task_sheets import columns
from tracker.task_sheets.steps import STEPS

LABELS: Mapping[str, Mapping[str, Any]] = {
    columns.STEP: {name: step.label for name, step in STEPS.items()},
    "claim": CLAIMS,
    "part": ASSIGNMENT_ROLES,
    columns.STANDING: {state.name: state.label for state in ASSIGNMENT.states},
}


def spelled(column: str, text: str) -> str:
    """What is no choice, or none that is known, stays as it was typed."""
    return str(LABELS.get(column, {}).get(text, text))
