"""/assignments: what one addressee has to do; /updates: what it reports, with evidence."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import by_choice, by_id, by_state
from tracker.api.kinds.common import order_by, people_in, person
from tracker.api.kinds.control import WAITING, WATCHED
from tracker.api.kinds.tasks import due_of
from tracker.api.represent import file
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import Shown, columns, computed, label, named, nested
from tracker.core import clock
from tracker.recommendations import forms, milestones, progress, service
from tracker.recommendations.models import (
    ASSIGNMENT_ROLES,
    CLAIMS,
    MEASURE_KINDS,
    Assignment,
    EvidenceItem,
    Measure,
    Milestone,
    Update,
)
from tracker.recommendations.workflow import ASSIGNMENT, UPDATE
from tracker.workflow import engine

MEASURE = (
    *columns(Measure, "id kind"),
    label("kind_label", MEASURE_KINDS, "kind"),
    *columns(Measure, "taken_on document_number answer_due_on skip_reason state answered_on answered_with note"),
)


MILESTONE = (
    *columns(Milestone, "id due_on text done_when"),
    computed("is_reported", "boolean", lambda milestone, _actor: milestone.is_reported),
    computed("is_late", "boolean", lambda milestone, _actor: milestones.is_late(milestone, clock.today())),
    computed("update_id", "integer", lambda milestone, _actor: milestone.update_id if milestone.is_reported else None),
)


def deadline(name: str, type: str) -> Shown:
    return computed(name, type, lambda task, _actor: due_of(task)[name])


ASSIGNMENTS = resources.add(
    Resource(
        kind="assignment",
        parents=(("recommendation_id", "recommendation"), ("delegation_id", "delegation")),
        shows=(
            *columns(Assignment, "recommendation_id delegation_id"),
            named("delegation", "delegation.code"),
            named("recommendation_text", "recommendation.text"),
            *columns(Assignment, "agency_id agency_name taken_over_by taken_over_on role"),
            label("role_label", ASSIGNMENT_ROLES, "role"),
            *columns(Assignment, "person_in_charge plan original_due_on extension_count due_on due_ends_on"),
            deadline("days_left", "integer"),
            deadline("overdue", "boolean"),
            deadline("due_soon", "boolean"),
            *columns(Assignment, "claim percent claimed_at sent_on"),
            person("reported_by", "reported_by_id"),
            *columns(Assignment, "verdict_note reviewed_at answer_due_on completed_on verified_at"),
            person("verified_by", "verified_by_id"),
            nested("measures", MEASURE, "measures"),
            nested("milestones", MILESTONE, "milestones"),
        ),
        filters=(
            by_id("recommendation", Assignment.recommendation_id),
            by_id("delegation", Assignment.delegation_id),
            by_id("agency", Assignment.agency_id),
            by_choice("role", Assignment.role, ASSIGNMENT_ROLES),
            by_state(Assignment, ASSIGNMENT),
            *WATCHED,
        ),
        sorts=(("due", order_by(Assignment, "due_key")),),
        load=(
            joinedload(Assignment.recommendation),
            joinedload(Assignment.delegation),
            selectinload(Assignment.measures),
            selectinload(Assignment.milestones).joinedload(Milestone.update),
        ),
        beside=people_in("reported_by_id", "verified_by_id"),
        threads=False,
    )
)


def task_of(case: Case) -> Assignment:
    task: Assignment = case.record.assignment if case.record else case.parents["assignment"]
    return task


def form_for(case: Case) -> type[forms.UpdateForm]:
    """A lead is asked for evidence of each closing condition: files_7, numbers_7."""
    return forms.form_for(task_of(case))


def paper_for(case: Case) -> type[forms.UpdateForm]:
    return forms.form_for(task_of(case), forms.PaperForm)


def with_proofs(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """What was given for single conditions, as the room takes it."""
    proofs = []
    for condition in forms.conditions_of(task_of(case)):
        given = answers.pop(f"files_{condition.id}", None) or []
        proofs += [service.Proof(file=item, condition_id=condition.id) for item in given]
        numbers = answers.pop(f"numbers_{condition.id}", None) or []
        proofs += [service.Proof(number=text, condition_id=condition.id) for text in numbers]
    return {**answers, "proofs": proofs}


def require_report(case: Case) -> None:
    progress.require_right_to_report(task_of(case), case.actor, on_paper=False)


def require_paper(case: Case) -> None:
    progress.require_right_to_report(task_of(case), case.actor, on_paper=True)


def report(case: Case, answers: dict[str, Any]) -> Update:
    return service.create_update(with_proofs(case, answers), case.actor, assignment=task_of(case))


def enter_paper(case: Case, answers: dict[str, Any]) -> Update:
    """The agency's signed paper, entered and recorded in one act, as on the page."""
    told = with_proofs(case, answers)
    return service.create_update(told, case.actor, assignment=task_of(case), on_paper=True, send=True)


def saved(case: Case) -> dict[str, Any]:
    names = "claim percent text difficulties completed_on"
    reached = [milestone.id for milestone in case.record.milestones]
    return {name: getattr(case.record, name) for name in names.split()} | {"milestones": reached}


def change(case: Case, answers: dict[str, Any]) -> None:
    service.edit_update(case.record, with_proofs(case, answers), case.actor)


def proof_file(item: EvidenceItem, _actor: Actor) -> dict[str, Any] | None:
    return file(item.attachment) if item.attachment else None


def proof_label(item: EvidenceItem, _actor: Actor) -> str:
    return str(engine.state_of(item).label)


EVIDENCE = (
    *columns(EvidenceItem, "id condition_id document_number attachment_id"),
    computed("file", "object", proof_file),
    *columns(EvidenceItem, "state"),
    computed("state_label", "text", proof_label),
    *columns(EvidenceItem, "reason"),
)
UPDATES = resources.add(
    Resource(
        kind="update",
        parents=(("assignment_id", "assignment"),),
        shows=(
            *columns(Update, "assignment_id"),
            computed("recommendation_id", "integer", lambda update, _actor: update.assignment.recommendation_id),
            *columns(Update, "delegation_id"),
            computed("agency_id", "integer", lambda update, _actor: update.assignment.agency_id),
            named("agency_name", "agency_name"),
            *columns(Update, "claim"),
            label("claim_label", CLAIMS, "claim"),
            *columns(Update, "percent text difficulties completed_on sent_at"),
            person("sent_by", "sent_by_id"),
            *columns(Update, "on_paper paper_number paper_date paper_signer reviewed_at"),
            person("reviewed_by", "reviewed_by_id"),
            *columns(Update, "review_note remaining answer_due_on"),
            nested("evidence", EVIDENCE, "evidence"),
        ),
        create=Writing(forms.UpdateForm, report, form_for=form_for, require=require_report),
        variants=(("on_paper", Writing(forms.PaperForm, enter_paper, form_for=paper_for, require=require_paper)),),
        edit=Writing(
            forms.UpdateForm,
            change,
            about=lambda case: {"update": case.record},
            initial=saved,
            require=lambda case: engine.require_edit(case.record, case.actor),
            form_for=form_for,
        ),
        filters=(
            by_id("assignment", Update.assignment_id),
            by_id("delegation", Update.delegation_id),
            by_state(Update, UPDATE),
            WAITING,
        ),
        load=(
            joinedload(Update.assignment).joinedload(Assignment.recommendation),
            joinedload(Update.assignment).selectinload(Assignment.handovers),
            selectinload(Update.evidence).joinedload(EvidenceItem.attachment),
        ),
        beside=people_in("sent_by_id", "reviewed_by_id"),
        threads=False,
    )
)
