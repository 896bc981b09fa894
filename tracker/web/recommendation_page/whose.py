"""Which of its tasks the page speaks of to this reader."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.recommendations import deadlines
from tracker.recommendations.deadlines import Deadline
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.queries.reading import Part
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.web.kit import me

PARTS_SHOWN = 20
"""With more agencies than these the others are read in the grid."""


def main_task(recommendation: Recommendation, parts: Sequence[Part]) -> Assignment | None:
    """The task whose deadline the page speaks of: the reader's own, else the lead's."""
    lead = [part.assignment for part in parts if part.assignment.role == "lead"]
    return next(iter([*own_tasks(parts), *lead]), None)


def own_tasks(parts: Sequence[Part]) -> list[Assignment]:
    """Of the reader's agencies: those still to be done, or, where there are none, those that have ended."""
    own = [part.assignment for part in parts if part.assignment.agency_id in me().agency_ids]
    return [task for task in own if not ASSIGNMENT.state(task.state).final] or own


def deadline_of(recommendation: Recommendation, task: Assignment | None) -> Deadline | None:
    if task is None:
        return deadlines.deadline(recommendation.due_on)
    return deadlines.deadline(task.due_on, task.due_ends_on)


def shown_parts(every: Sequence[Part]) -> list[Part]:
    """The reader's own and the lead's first, then as many others as a page holds."""
    first = [part for part in every if part.assignment.role == "lead" or part.assignment.agency_id in me().agency_ids]
    others = [part for part in every if part not in first]
    kept = [*first, *others[: max(PARTS_SHOWN - len(first), 0)]]
    return [part for part in every if part in kept]
