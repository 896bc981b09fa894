"""/assignments: what one addressee has to do; /updates: what it reports, with evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import MultiDict

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import Filter, by_choice, by_id, by_state, one_of
from tracker.api.kinds.common import INSIDE, STAND_IN, order_by, people_in, person
from tracker.api.kinds.control import WAITING, WATCHED
from tracker.api.kinds.evidence import OF_REPORT
from tracker.api.kinds.tasks import due_of
from tracker.api.lists import Key, Order, Page, page_of, reverse
from tracker.api.past import narrowed
from tracker.api.resources import Case, Past, Resource, Writing
from tracker.api.shows import Shown, columns, computed, label, looked_up, named, nested, show
from tracker.core import clock
from tracker.core.errors import NotFound
from tracker.core.i18n import _l
from tracker.recommendations import agency_plan, forms, milestones, progress, proofs, service
from tracker.recommendations.history import past
from tracker.recommendations.history.knowing import as_known
from tracker.recommendations.history.models import AssignmentSpan
from tracker.recommendations.models import (
    ASSIGNMENT_ROLES,
    CLAIMS,
    MEASURE_KINDS,
    MILESTONE_ORIGINS,
    Assignment,
    Measure,
    Milestone,
    Update,
)
from tracker.recommendations.queries import grid, looking_back, rollup, tables
from tracker.recommendations.workflow import ASSIGNMENT, UPDATE
from tracker.workflow import engine

MEASURE = (
    *columns(Measure, "id kind"),
    label("kind_label", MEASURE_KINDS, "kind"),
    *columns(Measure, "taken_on document_number answer_due_on skip_reason state answered_on answered_with note"),
)


MILESTONE = (
    *columns(Milestone, "id origin"),
    label("origin_label", MILESTONE_ORIGINS, "origin"),
    *columns(Milestone, "due_on text done_when"),
    computed("is_verified", "boolean", lambda milestone, _actor: milestone.is_verified),
    computed("is_reported", "boolean", lambda milestone, _actor: milestone.is_reported),
    computed("is_late", "boolean", lambda milestone, _actor: milestones.is_late(milestone, clock.today())),
    computed("update_id", "integer", lambda milestone, _actor: milestone.update_id if milestone.is_reported else None),
)


SPANS = {
    "recommendation": AssignmentSpan.recommendation_id,
    "delegation": AssignmentSpan.delegation_id,
    "agency": AssignmentSpan.agency_id,
    "role": AssignmentSpan.role,
    "status": AssignmentSpan.state,
}
"""What the filters ask of a task as it stood."""
NEWEST: Order = (Key(AssignmentSpan.id, attrgetter("id"), descending=True),)


def has(column: Any, value: Any, _actor: Actor) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == value
    return condition


THEN: dict[str, Callable[[Any, Actor], ColumnElement[bool]]] = {
    **{name: partial(has, column) for name, column in SPANS.items()},
    "overdue": lambda _asked, _actor: grid.late(AssignmentSpan),
}


def past_page(
    actor: Actor, given: MultiDict[str, str], moment: datetime, *, sort: str, after: str | None, size: int
) -> Page:
    t = tables.at(moment)
    with as_known(moment):
        wanted = narrowed(ASSIGNMENTS.filters, THEN, given, actor)
    query = select(AssignmentSpan).where(t.stand(AssignmentSpan), t.tasks_visible(actor), *wanted)
    name = sort.removeprefix("-")
    order = order_by(AssignmentSpan, "due_key") if name == "due" else NEWEST
    page = page_of(
        query, reverse(order) if sort.startswith("-") else order, name=f"assignments {sort}", after=after, size=size
    )
    known = past.at({span.recommendation_id for span in page.rows}, moment)
    tasks = {task.id: task for then in known.values() for task in then.recommendation.assignments}
    return replace(page, rows=[tasks[span.id] for span in page.rows])


def past_task(task: Assignment, _actor: Actor, moment: datetime) -> Assignment:
    then = looking_back.task(task, moment)
    if then is None:
        raise NotFound
    return then


def plan_saved(case: Case) -> dict[str, Any]:
    names = {name: getattr(case.record, name) for name in agency_plan.NAMES}
    return names | {"milestones": agency_plan.lines(case.record)}


def progress_of(tasks: Sequence[Assignment], _actor: Actor) -> dict[int, dict[str, int]]:
    """Claimed and verified percents, and the milestones they come from."""
    return {id: asdict(found) for id, found in rollup.of_tasks([task.id for task in tasks]).items()}


def milestones_of(tasks: Sequence[Assignment], actor: Actor) -> dict[int, list[dict[str, Any]]]:
    """As on the page: what was verified before the task was re-opened no longer is."""
    verified = [one.id for task in tasks for one in task.milestones if one.is_verified]
    stand = rollup.standing(verified) if verified else set()
    return {
        task.id: [show(MILESTONE, one, actor) | {"is_verified": one.id in stand} for one in task.milestones]
        for task in tasks
    }


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
            *columns(Assignment, "person_in_charge person_id plan original_due_on extension_count due_on due_ends_on"),
            deadline("days_left", "integer"),
            deadline("overdue", "boolean"),
            deadline("due_soon", "boolean"),
            *columns(Assignment, "claim percent claimed_at sent_on"),
            person("reported_by", "reported_by_id"),
            *columns(Assignment, "verdict_note reviewed_at answer_due_on completed_on verified_at"),
            person("verified_by", "verified_by_id"),
            nested("measures", MEASURE, "measures"),
            replace(nested("milestones", MILESTONE, "milestones"), together=milestones_of),
            looked_up("progress", "object", progress_of, about=_l("Phần trăm cơ quan báo và phần trăm đã xác nhận")),
        ),
        edit=Writing(
            forms.PlanForm,
            lambda case, answers: agency_plan.edit(case.record, answers, case.actor),
            about=lambda case: {"people": agency_plan.people(case.record)},
            initial=plan_saved,
            require=lambda case: engine.require_edit(case.record, case.actor),
        ),
        filters=(
            by_id("recommendation", Assignment.recommendation_id),
            by_id("delegation", Assignment.delegation_id),
            by_id("agency", Assignment.agency_id),
            by_choice("role", Assignment.role, ASSIGNMENT_ROLES),
            by_state(Assignment, ASSIGNMENT),
            Filter("overdue", one_of(("true",)), lambda _asked, _actor: grid.late(Assignment), {"enum": ["true"]}),
            *WATCHED,
        ),
        sorts=(("due", order_by(Assignment, "due_key")),),
        past=Past(page=past_page, one=past_task),
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
    """A lead is asked for evidence of each closing condition, files_7, numbers_7, and for newer versions of items."""
    return forms.form_for(task_of(case), update=case.record)


def paper_for(case: Case) -> type[forms.UpdateForm]:
    return forms.form_for(task_of(case), forms.PaperForm)


def with_proofs(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """What was given for single conditions, and as newer versions, as the room takes it."""
    return proofs.read(answers, task_of(case), case.record)


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
            STAND_IN,
            *INSIDE,
            *columns(Update, "on_paper paper_number paper_date paper_signer reviewed_at"),
            person("reviewed_by", "reviewed_by_id"),
            *columns(Update, "review_note remaining answer_due_on"),
            OF_REPORT,
        ),
        create=Writing(forms.UpdateForm, report, form_for=form_for, require=require_report),
        variants=(("on_paper", Writing(forms.PaperForm, enter_paper, form_for=paper_for, require=require_paper)),),
        edit=Writing(
            forms.UpdateForm,
            change,
            about=lambda case: {"update": case.record},
            initial=saved,
            require=lambda case: progress.require_writer(case.record, case.actor),
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
        ),
        beside=people_in("sent_by_id", "reviewed_by_id"),
        threads=False,
    )
)
