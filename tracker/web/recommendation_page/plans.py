"""Plans and roadmaps, and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from tracker.core import clock
from tracker.core.i18n import _n
from tracker.recommendations import effects, milestones
from tracker.recommendations.models import Assignment, Milestone, Recommendation
from tracker.recommendations.queries import rollup
from tracker.recommendations.queries.reading import Part
from tracker.recommendations.workflow import is_begun
from tracker.web.kit import me
from tracker.workflow import engine


def rolled_up(recommendation: Recommendation) -> rollup.OfRecommendation | None:
    return rollup.of_recommendations([recommendation.id]).get(recommendation.id)


def plans(parts: Sequence[Part], *, is_council_side: bool, is_past: bool) -> dict[str, Any]:
    """Of each task that the reader knows whole: the agency's plan with its milestones, and the roadmap that was decided."""
    known = [part.assignment for part in parts if part.level == "all"]
    progress = rollup.of_tasks([task.id for task in known if task.milestones]) if known and not is_past else {}
    verified = [one for task in known for one in task.milestones if one.is_verified]
    stand = rollup.standing([one.id for one in verified]) if verified and not is_past else None
    return {
        "plans": [plan(task, progress.get(task.id), stand, is_past=is_past) for task in known if has_plan(task)],
        "roadmaps": [
            roadmap(task, stand, is_past=is_past) for task in known if effects.follows_roadmap(task) or decided(task)
        ],
        "late_note": late_note(known) if is_council_side else "",
    }


def decided(task: Assignment) -> list[Milestone]:
    return [milestone for milestone in task.milestones if not milestone.is_planned]


def has_plan(task: Assignment) -> bool:
    return is_begun(task) and (bool(task.plan) or any(milestone.is_planned for milestone in task.milestones))


def plan(task: Assignment, progress: rollup.OfTask | None, stand: set[int] | None, *, is_past: bool) -> dict[str, Any]:
    promised = [milestone for milestone in task.milestones if milestone.is_planned]
    return {
        "agency": task.answering,
        "who": task.person_in_charge,
        "text": "" if effects.follows_roadmap(task) and not task.milestones else task.plan,
        "milestones": [milestone_told(milestone, stand, is_past=is_past) for milestone in promised],
        "progress": progress,
        "edit_url": plan_url(task) if not is_past and engine.may_edit(task, me()) else "",
    }


def plan_url(task: Assignment) -> str:
    return url_for("agency_plans.edit", assignment_id=task.id)


def late_note(tasks: Sequence[Assignment]) -> str:
    """A quiet line for the Council's side: milestones that have passed unreported."""
    late = [one for task in tasks for one in task.milestones if milestones.is_late(one, clock.today())]
    if not late:
        return ""
    return _n("%(num)s mốc đã qua mà chưa báo đạt.", "%(num)s mốc đã qua mà chưa báo đạt.", len(late))


def roadmap(task: Assignment, stand: set[int] | None, *, is_past: bool) -> dict[str, Any]:
    """The milestones in the order of their days; a roadmap that was once written as text stands in the plan."""
    return {
        "agency": task.answering,
        "plan": "" if task.milestones else task.plan,
        "milestones": [milestone_told(milestone, stand, is_past=is_past) for milestone in decided(task)],
    }


def milestone_told(milestone: Milestone, stand: set[int] | None, *, is_past: bool) -> dict[str, Any]:
    """`stand`: the milestones that were verified and not re-opened since; None where all are."""
    is_reported, due = milestone.is_reported, milestone.assignment.due_ends_on
    return {
        "is_verified": milestone.is_verified and (stand is None or milestone.id in stand),
        "is_beyond": milestone.is_planned and due is not None and milestone.due_on > due,
        "day": milestone.due_on,
        "text": milestone.text,
        "done_when": milestone.done_when,
        "is_reported": is_reported,
        "is_late": milestones.is_late(milestone, clock.today()),
        "url": url_for("updates.show", id=milestone.update_id) if is_reported and not is_past else "",
    }
