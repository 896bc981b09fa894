"""An agency's own plan for its task: who is in charge, what will be done by when. Its promise, which it may change; the
deadline, and the milestones that were decided, it may not (F30)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.accounts.actor import Actor
from tracker.administration.stand_ins.queries import people_of
from tracker.audit import service as audit
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.recommendations import milestones
from tracker.recommendations.models import Assignment, Milestone
from tracker.workflow import engine
from tracker.workflow.definition import Answers

NAMES = ("person_in_charge", "person_id", "plan")


def people(assignment: Assignment) -> list[tuple[str, Any]]:
    """The agency's accounts, for the choice of who is in charge."""
    return [(str(id), name) for id, name in people_of(assignment.agency_id)]


def wrong(_assignment: Assignment, answers: Answers) -> dict[str, Any]:
    """Somebody is in charge: an account, or a name."""
    if answers.get("person_id") or (answers.get("person_in_charge") or "").strip():
        return {}
    return {"person_in_charge": _("Hãy chọn tài khoản hoặc ghi tên người phụ trách.")}


def start(assignment: Assignment, answers: Answers, _actor: Actor) -> None:
    write(assignment, answers)


def edit(assignment: Assignment, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change the plan: person_id, person_in_charge, plan, milestones (lines: those that nobody has reported yet).

    Forbidden, Impossible once nothing is to be done any more; Invalid by field.
    """
    engine.require_edit(assignment, actor)
    given = {name: answers.get(name, getattr(assignment, name)) for name in NAMES} | dict(answers)
    problems = wrong(assignment, given)
    if problems:
        raise Invalid({name: [str(sentence)] for name, sentence in problems.items()})
    earlier = audit.snapshot(assignment)
    before = in_words(assignment)
    write(assignment, given)
    engine.edited(assignment, actor, earlier, also={"milestones": (before, in_words(assignment))})


def write(assignment: Assignment, answers: Mapping[str, Any]) -> None:
    chosen = str(answers.get("person_id") or "")
    known = dict(people(assignment))
    if chosen and chosen not in known:
        raise Invalid({"person_id": [_("Hãy chọn một người của cơ quan này.")]})
    assignment.person_id = int(chosen) if chosen else None
    assignment.person_in_charge = str(known.get(chosen) or answers.get("person_in_charge") or "")
    assignment.plan = answers.get("plan") or ""
    if answers.get("milestones") is not None:
        promise(assignment, answers["milestones"])


def promise(assignment: Assignment, lines: Sequence[str]) -> None:
    """The lines are the plan's milestones still to come: one that reads as before stays the same row, what was reported
    stays in any case, and so does what was decided."""
    if sentence := milestones.wrong(list(lines), assignment):
        raise Invalid({"milestones": [sentence]})
    known = {milestones.spelled(milestone): milestone for milestone in open_ones(assignment)}
    asked = [milestones.read(line) for line in lines]
    wanted = [known.pop(milestones.spelled(milestone), milestone) for milestone in asked]
    for milestone in wanted:
        milestone.origin = "plan"
    kept = [milestone for milestone in assignment.milestones if not is_open(milestone)]
    assignment.milestones = sorted({*kept, *wanted}, key=lambda milestone: (milestone.due_on, milestone.text))
    for position, milestone in enumerate(assignment.milestones):
        milestone.position = position
    db.session.flush()


def open_ones(assignment: Assignment) -> list[Milestone]:
    """The plan's milestones that the agency may still change."""
    return [milestone for milestone in assignment.milestones if is_open(milestone)]


def is_open(milestone: Milestone) -> bool:
    return milestone.is_planned and not milestone.is_reported


def in_words(assignment: Assignment) -> list[str]:
    return [milestones.spelled(milestone) for milestone in assignment.milestones if milestone.is_planned]


def lines(assignment: Assignment) -> list[str]:
    """As they are typed again to be changed."""
    return [milestones.spelled(milestone) for milestone in open_ones(assignment)]


def beyond_deadline(assignment: Assignment) -> list[Milestone]:
    """Promised for a day after the deadline: a plan moves no deadline."""
    due = assignment.due_ends_on
    return [milestone for milestone in open_ones(assignment) if due is not None and milestone.due_on > due]
