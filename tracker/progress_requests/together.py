"""What may be done with many tasks at once, by name: pages and API do it alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.progress_requests import service
from tracker.recommendations import together
from tracker.recommendations.models import Assignment
from tracker.workflow.together import Outcome


def perform(
    action: str,
    tasks: Sequence[Assignment],
    answers: Mapping[str, Any],
    actor: Actor,
    *,
    versions: Mapping[int, int | None],
) -> Outcome:
    """`versions` are those of `record_of`; answers as the form of the act asks them. Forbidden, Invalid as a whole."""
    together.require_offered(action, actor)
    acts: dict[str, Callable[[], Outcome]] = {
        "follow": lambda: together.follow(tasks, answers, actor, versions=versions),
        "urge": lambda: together.urge(tasks, actor, versions=versions),
        "note": lambda: together.note(tasks, answers, actor, versions=versions),
        "ask_progress": lambda: service.ask_many(tasks, actor, versions=versions),
    }
    return acts[action]()


def record_of(action: str, task: Assignment) -> Any:
    """What is changed, and whose version counts: the follower is the recommendation's."""
    return task.recommendation if action == "follow" else task
