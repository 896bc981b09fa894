"""Asking for a later deadline: drafting, changing the draft, and what was decided so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import OF_AGENCY
from tracker.attachments import service as attachments
from tracker.audit import service as audit
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.organizations import sign_off
from tracker.recommendations.effects import is_extendable
from tracker.recommendations.extensions.workflow import EXTENSION, TASK_RUNS, not_later
from tracker.recommendations.models import UNDECIDED, Assignment, Extension
from tracker.workflow import engine


def create_extension(
    answers: Mapping[str, Any], actor: Actor, *, assignment: Assignment, send: bool = False, lay: bool = False
) -> Extension:
    """Draft a request; with `send` the leader asks at once, with `lay` it is laid before them.

    answers: proposed_due_on, reason, files (attachments)."""
    require_right_to_ask(assignment, actor)
    due_on = assignment.due_on
    if due_on is None:
        raise Impossible(TASK_RUNS.sentence)
    require_later(answers["proposed_due_on"], due_on)
    extension = Extension(
        council_id=assignment.council_id,
        delegation_id=assignment.delegation_id,
        assignment=assignment,
        state=EXTENSION.start,
        old_due_on=due_on,
        proposed_due_on=answers["proposed_due_on"],
        reason=answers["reason"],
        created_by_id=actor.id,
        drafted_by_id=actor.id,
        written_by_id=actor.id,
    )
    db.session.add(extension)
    db.session.flush()
    files = bind(extension, answers)
    engine.created(extension, actor, roles=OF_AGENCY, also={"files": files})
    if send:
        engine.perform(extension, "request", actor)
    elif lay:
        engine.perform(extension, "lay_before", actor)
    return extension


def edit_extension(
    extension: Extension, answers: Mapping[str, Any], actor: Actor, *, send: bool = False, lay: bool = False
) -> None:
    """Change a draft; files are added."""
    engine.require_edit(extension, actor)
    if "proposed_due_on" in answers:
        require_later(answers["proposed_due_on"], extension.old_due_on)
    earlier = audit.snapshot(extension)
    for name in ("proposed_due_on", "reason"):
        if name in answers:
            setattr(extension, name, answers[name])
    if engine.edited(extension, actor, earlier, also={"files": ([], bind(extension, answers))}) is not None:
        sign_off.written(extension, actor)
    if send:
        engine.perform(extension, "request", actor)
    elif lay and extension.ready_at is None:
        engine.perform(extension, "lay_before", actor)


def bind(extension: Extension, answers: Mapping[str, Any]) -> list[str]:
    files = answers.get("files") or []
    for file in files:
        attachments.bind(file, "extension", extension.id, "request")
    return [file.name for file in files]


def may_ask(assignment: Assignment, actor: Actor) -> bool:
    return is_extendable(assignment) and bool(access.roles_on(actor, assignment) & set(OF_AGENCY))


def require_right_to_ask(assignment: Assignment, actor: Actor) -> None:
    """Forbidden to others; Impossible while no date runs, or while a request is undecided."""
    require_asker(assignment, actor)
    require_running(assignment)
    if undecided(assignment) is not None:
        raise Impossible(_("Nhiệm vụ này đã có một đề nghị gia hạn chưa quyết định. Hãy mở đề nghị đó."))


def require_asker(assignment: Assignment, actor: Actor) -> None:
    if not access.roles_on(actor, assignment) & set(OF_AGENCY):
        raise Forbidden


def require_running(assignment: Assignment) -> None:
    if not is_extendable(assignment):
        raise Impossible(TASK_RUNS.sentence)


def require_later(proposed: Any, due_on: Any) -> None:
    sentence = not_later(proposed, due_on)
    if sentence:
        raise Invalid({"proposed_due_on": [sentence]})


def undecided(assignment: Assignment) -> int | None:
    """The id of the request that is being written or waits for a decision, if there is one."""
    query = select(Extension.id).where(Extension.assignment_id == assignment.id, Extension.state.in_(UNDECIDED))
    return db.session.scalar(query.order_by(Extension.id).limit(1))
