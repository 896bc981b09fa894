"""What a recommendation tells of its addressees' tasks, and to whom; and what is computed of a deadline."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import g

from tracker.accounts.actor import Actor
from tracker.api.kinds.common import council_side
from tracker.api.resources import PREFIX
from tracker.recommendations import deadlines
from tracker.recommendations.effects import has_running_deadline, is_overdue
from tracker.recommendations.models import ASSIGNMENT_ROLES, Assignment, Recommendation
from tracker.recommendations.queries import reading
from tracker.workflow import engine


def parts(recommendation: Recommendation, actor: Actor) -> list[dict[str, Any]]:
    """One entry an addressee; of others than their own, an agency reads what domain.md 6.2 allows."""
    return [told(part) for part in known_parts(recommendation, actor)]


def known_parts(recommendation: Recommendation, actor: Actor) -> list[reading.Part]:
    """Several fields ask for them: looked up once a representation."""
    kept: dict[int, tuple[int, list[reading.Part]]] = g.setdefault("api_parts", {})
    version, found = kept.get(recommendation.id, (None, []))
    if version != recommendation.row_version:
        found = reading.parts(recommendation, actor)
        kept[recommendation.id] = (recommendation.row_version, found)
    return found


def keep(recommendation: Recommendation, found: list[reading.Part]) -> None:
    """What is known of a recommendation of the past, where the fields ask for it."""
    kept: dict[int, tuple[int, list[reading.Part]]] = g.setdefault("api_parts", {})
    kept[recommendation.id] = (recommendation.row_version, found)


def told(part: reading.Part) -> dict[str, Any]:
    task = part.assignment
    body: dict[str, Any] = {
        "agency_name": task.agency_name,
        "role": task.role,
        "role_label": str(ASSIGNMENT_ROLES[task.role]),
    }
    if task.taken_over_by:
        body |= {"taken_over_by": task.taken_over_by, "taken_over_on": task.taken_over_on}
    if part.level in ("all", "state"):
        body |= {"state": task.state, "state_label": str(engine.state_of(task).label)}
    if part.level == "all":
        body |= {
            "id": task.id,
            "agency_id": task.agency_id,
            **due_of(task),
            "claim": task.claim,
            "percent": task.percent,
        }
        body |= {"verified_at": task.verified_at, "href": f"{PREFIX}/assignments/{task.id}"}
    if part.accepted is not None:
        body["accepted_summary"] = part.accepted.text
    return body


def due_of(task: Assignment) -> dict[str, Any]:
    """What is computed of a deadline, never stored (contract.md section 6)."""
    found = deadlines.deadline(task.due_on, task.due_ends_on)
    running = has_running_deadline(task)
    return {
        "original_due_on": task.original_due_on,
        "extension_count": task.extension_count,
        "due_on": task.due_on,
        "due_ends_on": task.due_ends_on,
        "days_left": found.days_left if found is not None and running else None,
        "overdue": is_overdue(task),
        "due_soon": bool(found is not None and running and found.is_soon),
    }


def own_part(recommendation: Recommendation, actor: Actor) -> Assignment | None:
    """The assignment whose deadline is told of: the reader's own, else the lead's."""
    known = [part.assignment for part in known_parts(recommendation, actor) if part.level == "all"]
    own = [task for task in known if task.agency_id in actor.agency_ids]
    return next(iter(own or [task for task in known if task.role == "lead"]), None)


def deadline_part(name: str, empty: Any) -> Any:
    def value(recommendation: Recommendation, actor: Actor) -> Any:
        task = own_part(recommendation, actor)
        return due_of(task)[name] if task is not None else empty

    return value


def effective_due_on(recommendation: Recommendation, actor: Actor) -> date | None:
    """Of the task whose deadline is told of; before there is one, as the draft says."""
    task = own_part(recommendation, actor)
    return task.due_on if task is not None else recommendation.due_on


def reads_lead(recommendation: Recommendation, actor: Actor) -> bool:
    leads = (part for part in known_parts(recommendation, actor) if part.assignment.role == "lead")
    return any(part.level == "all" for part in leads) or council_side(recommendation, actor)
