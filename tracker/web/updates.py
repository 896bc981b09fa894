"""Reports of progress: writing one, checking it before it is sent, entering an agency's signed paper."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import OF_AGENCY, Role
from tracker.attachments import queries as attachments
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.recommendations import deadlines, progress, service
from tracker.recommendations.forms import (
    CLAIM_MEANINGS,
    PaperForm,
    UpdateForm,
    conditions_of,
    form_for,
)
from tracker.recommendations.models import CLAIMS, Assignment, EvidenceItem, Update
from tracker.recommendations.progress import Proof
from tracker.recommendations.queries import reading
from tracker.recommendations.workflow import EVIDENCE, was_sent_back
from tracker.web import kit, waiting
from tracker.web.kit import me
from tracker.web.recommendation_page import file_of, name_of
from tracker.workflow import engine

pages = Blueprint("updates", __name__)


@pages.route("/assignments/<int:assignment_id>/updates/new", methods=["GET", "POST"])
def new(assignment_id: int) -> Response:
    """An agency writes; a report that is already being written is opened instead."""
    task = task_of(assignment_id)
    progress.require_reporter(task, me(), on_paper=False)
    if request.method == "GET" and (begun := service.draft_of(task)) is not None:
        return redirect(url_for(".edit", id=begun), 303)
    progress.require_task_open(task)
    form = kit.form(form_for(task), {"claim": task.claim, "percent": task.percent})
    if kit.sent(form):
        with kit.trying(form):
            update = service.create_update(answers(form, task), me(), assignment=task, send=is_to_be_sent())
            return kit.done(url_for(".show", id=update.id), after(update))
    return ask("updates/edit.html", form, task)


@pages.route("/assignments/<int:assignment_id>/updates/new-on-paper", methods=["GET", "POST"])
def new_on_paper(assignment_id: int) -> Response:
    """The office enters an agency's signed paper; it is sent at once and shown as such."""
    task = task_of(assignment_id)
    progress.require_reporter(task, me(), on_paper=True)
    progress.require_task_open(task)
    form = kit.form(form_for(task, PaperForm))
    if kit.sent(form):
        with kit.trying(form):
            given = {**answers(form, task), "scan": kit.uploads(form["scan"].data, "scan")}
            update = service.create_update(given, me(), assignment=task, on_paper=True, send=True)
            return kit.done(url_for(".show", id=update.id), _("Đã ghi nhận văn bản của cơ quan."))
    return ask("updates/paper.html", form, task)


@pages.route("/updates/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    update = reading.get_update(id, me())
    engine.require_edit(update, me())
    if update.on_paper and update.created_by_id != me().id:
        raise Forbidden
    task = update.assignment
    names = ("claim", "percent", "text", "difficulties", "completed_on")
    saved = {name: getattr(update, name) for name in names}
    saved["milestones"] = [milestone.id for milestone in update.milestones]
    form = kit.form(form_for(task), saved, record=update, update=update)
    if kit.sent(form):
        with kit.trying(form):
            service.edit_update(update, answers(form, task), me(), send=is_to_be_sent())
            return kit.done(url_for(".show", id=id), after(update))
    return ask("updates/edit.html", form, task, update)


@pages.route("/updates/<int:id>")
def show(id: int) -> Response:
    """Everything in it, so that it is checked before it is sent; and what was decided on it."""
    update = reading.get_update(id, me())
    queue = waiting.bar(update)
    if isinstance(queue, Response):
        return queue
    task = update.assignment
    people = reading.names_of([update.drafted_by_id, update.sent_by_id, update.reviewed_by_id])
    roles = access.roles_on(me(), update)
    offered = kit.actions(update)
    return kit.show(
        "updates/show.html",
        update=update,
        queue=queue,
        task=task,
        recommendation=task.recommendation,
        state=engine.state_of(update),
        claim=CLAIMS[update.claim],
        due=deadlines.deadline(task.due_on, task.due_ends_on),
        drafted_by=people.get(update.drafted_by_id or 0) if roles & set(OF_AGENCY) or update.on_paper else None,
        sent_by=people.get(update.sent_by_id or 0),
        reviewed_by=people.get(update.reviewed_by_id or 0),
        conditions=conditions_of(task),
        evidence=[proof(item) for item in update.evidence],
        reached=[milestone.text for milestone in update.milestones],
        other_files=other_files(update),
        sending=[action for action in offered if action["name"] == "send"],
        doing=[action for action in offered if action["name"] != "send"],
        unmet=unmet(update),
        once=secrets.token_urlsafe(16),
        may_edit=engine.may_edit(update, me()) and not (update.on_paper and update.created_by_id != me().id),
        waits_for_leader=engine.state_of(update).within_agency and not offered and not update.on_paper,
    )


def task_of(assignment_id: int) -> Assignment:
    task: Assignment = access.find("assignment", assignment_id, me())
    return task


def answers(form: Any, task: Assignment) -> dict[str, Any]:
    """What was typed, with the evidence for each closing condition."""
    given = {name: value for name, value in form.answers.items() if not name.startswith(("files_", "numbers_"))}
    proofs: list[Proof] = []
    for condition in conditions_of(task):
        name = f"files_{condition.id}"
        proofs += [Proof(file=file, condition_id=condition.id) for file in kit.uploads(form[name].data, name)]
        numbers = form[f"numbers_{condition.id}"].data or []
        proofs += [Proof(number=number, condition_id=condition.id) for number in numbers]
    return {**given, "files": kit.uploads(form.files.data), "proofs": proofs}


def is_to_be_sent() -> bool:
    """The leader may save and send in one press; everybody else saves, and it is read once more before it is sent."""
    return bool(request.form.get("later"))


def after(update: Update) -> str:
    if update.sent_at is not None:
        return _("Đã gửi báo cáo.")
    if any(step.name == "send" for step in engine.available(update, me())):
        return _("Đã lưu báo cáo. Hãy kiểm tra rồi gửi.")
    return _("Đã lưu báo cáo, chờ lãnh đạo cơ quan gửi.")


def ask(template: str, form: UpdateForm, task: Assignment, update: Update | None = None) -> Response:
    return kit.show(
        template,
        form=form,
        task=task,
        update=update,
        recommendation=task.recommendation,
        due=deadlines.deadline(task.due_on, task.due_ends_on),
        meanings=CLAIM_MEANINGS,
        returned=was_sent_back(task),
        conditions=conditions_of(task),
        may_send=Role.AGENCY_LEADER in access.roles_on(me(), task),
        back=url_for(".show", id=update.id) if update else kit.url_of("recommendation", task.recommendation_id),
    )


def proof(item: EvidenceItem) -> dict[str, Any]:
    """One piece of evidence with its buttons."""
    return {
        "label": name_of(item),
        "url": file_of(item)["url"] if item.attachment else None,
        "condition": item.condition.text if item.condition else "",
        "reason": item.reason,
        "state": EVIDENCE.state(item.state),
        "doing": kit.actions(item),
    }


def other_files(update: Update) -> list[dict[str, Any]]:
    """Files handed in with a step, apart from the evidence."""
    known = {item.attachment_id for item in update.evidence}
    return [
        {"label": file.name, "url": url_for("attachments.download", id=file.id)}
        for file in attachments.of("update", update.id)
        if file.id not in known
    ]


def unmet(update: Update) -> list[str]:
    """What still stands in the way of sending, said to those who may send."""
    steps = [step for step in engine.available(update, me()) if step.name == "send"]
    return [str(sentence) for step in steps for sentence in engine.unmet(step, update)]
