"""Requests for a later deadline: an agency asks, the Council's side reads and decides."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import OF_AGENCY
from tracker.attachments import queries as attachments
from tracker.core.i18n import _
from tracker.recommendations import deadlines
from tracker.recommendations.extensions import service
from tracker.recommendations.forms import ExtensionForm
from tracker.recommendations.models import Assignment, Extension
from tracker.recommendations.queries import reading
from tracker.web import kit, laid, stand_ins
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("extensions", __name__)


@pages.route("/assignments/<int:assignment_id>/extensions/new", methods=["GET", "POST"])
def new(assignment_id: int) -> Response:
    """An agency writes; a request that is not decided yet is opened instead."""
    task: Assignment = access.find("assignment", assignment_id, me())
    service.require_asker(task, me())
    if request.method == "GET" and (begun := service.undecided(task)) is not None:
        return redirect(url_for(".show", id=begun), 303)
    service.require_running(task)
    form = kit.form(ExtensionForm)
    if kit.sent(form):
        with kit.trying(form):
            made = service.create_extension(answers(form), me(), assignment=task, **laid.pressed(task))
            return kit.done(url_for(".show", id=made.id), after(made))
    return ask(form, task)


@pages.route("/extensions/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    extension = reading.get_extension(id, me())
    engine.require_edit(extension, me())
    saved = {name: getattr(extension, name) for name in ("proposed_due_on", "reason")}
    form = kit.form(ExtensionForm, saved, record=extension)
    if kit.sent(form):
        with kit.trying(form):
            service.edit_extension(extension, answers(form), me(), **laid.pressed(extension.assignment))
            return kit.done(url_for(".show", id=id), after(extension))
    return ask(form, extension.assignment, extension)


@pages.route("/extensions/<int:id>")
def show(id: int) -> Response:
    """What is asked and why, how often before, and what was decided with which document."""
    extension = reading.get_extension(id, me())
    task = extension.assignment
    people = reading.names_of(
        [extension.requested_by_id, extension.decided_by_id, extension.ready_by_id, extension.back_by_id]
    )
    files = attachments.of("extension", id)
    return kit.show(
        "extensions/show.html",
        extension=extension,
        task=task,
        recommendation=task.recommendation,
        due=deadlines.deadline(task.due_on, task.due_ends_on),
        state=engine.state_of(extension),
        earlier=[other for other in task.extensions if other.new_due_on and other.id != id],
        requested_by=people.get(extension.requested_by_id or 0),
        sent_for=stand_ins.sent_for(extension.stand_in),
        inside=laid.told(extension, people) if access.roles_on(me(), extension) & set(OF_AGENCY) else None,
        why_not=engine.why_not(extension, "request", me()),
        decided_by=people.get(extension.decided_by_id or 0),
        asked_files=[file_of(file) for file in files if file.purpose == "request"],
        decision_files=[file_of(file) for file in files if file.purpose != "request"],
        doing=kit.actions(extension),
        may_edit=engine.may_edit(extension, me()),
    )


def file_of(file: Any) -> dict[str, str]:
    return {"label": file.name, "url": url_for("attachments.download", id=file.id)}


def answers(form: ExtensionForm) -> dict[str, Any]:
    return {**form.answers, "files": kit.uploads(form.files.data)}


def after(extension: Extension) -> str:
    if extension.requested_at is not None:
        return _("Đã gửi đề nghị gia hạn.")
    if extension.ready_at is not None:
        return _("Đã lưu đề nghị gia hạn, chờ lãnh đạo cơ quan gửi.")
    return _("Đã lưu đề nghị gia hạn, chưa gửi.")


def ask(form: ExtensionForm, task: Assignment, extension: Extension | None = None) -> Response:
    back = url_for(".show", id=extension.id) if extension else kit.url_of("recommendation", task.recommendation_id)
    return kit.show(
        "extensions/edit.html",
        form=form,
        task=task,
        extension=extension,
        recommendation=task.recommendation,
        due=deadlines.deadline(task.due_on, task.due_ends_on),
        buttons=laid.buttons(task),
        back=back,
    )
