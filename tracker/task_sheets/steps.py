"""The steps that an agency may choose in the workbook: taking a task on, laying its report before the leader, sending it."""

from __future__ import annotations

from collections.abc import Collection

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.core.i18n import in_both
from tracker.organizations import sign_off
from tracker.recommendations.workflow import ASSIGNMENT, UPDATE, is_begun, takes_reports
from tracker.task_sheets.standing import Standing
from tracker.workflow.definition import Transition

START, LAY, SEND = "start", "lay_before", "send"
STEPS: dict[str, Transition] = {
    step.name: step for step in (*ASSIGNMENT.transitions, *UPDATE.transitions) if step.name in (START, LAY, SEND)
}


def roles_of(actor: Actor | None, standing: Standing) -> Collection[Role]:
    """What this person is there; None: somebody of the agency, whoever it may be."""
    return OF_AGENCY if actor is None else access.roles_on(actor, standing.task)


def offered(standing: Standing, actor: Actor | None) -> list[str]:
    """The steps that make sense from where the task stands, and are this person's."""
    held = set(roles_of(actor, standing))
    return [name for name in possible(standing) if held & set(STEPS[name].by) and not is_own(name, standing, actor)]


def possible(standing: Standing) -> list[str]:
    task = standing.task
    if not is_begun(task):
        return [START]
    return [LAY, SEND] if takes_reports(task) else []


def is_own(name: str, standing: Standing, actor: Actor | None, *, is_rewritten: bool = False) -> bool:
    """Would somebody send their own words where the agency's rule forbids it? (`organizations/sign_off`)"""
    if name != SEND or actor is None:
        return False
    draft = standing.draft if not is_rewritten else None
    writers = sign_off.writer_of(draft) if draft else (actor.id,)
    vouched = draft.ready_by_id if draft else None
    return sign_off.forbids((standing.task.agency_id,), actor, lambda: writers, vouched)


def by_words() -> dict[str, tuple[str, str]]:
    """Step → its name in both languages, as it stands in a cell."""
    return {name: in_both(step.label) for name, step in STEPS.items()}
