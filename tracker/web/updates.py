"""Reports of progress: writing one, checking it before it is sent, entering an agency's signed paper."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import OF_AGENCY
from tracker.attachments import queries as attachments
from tracker.core.errors import Invalid
from tracker.core.forms import FileList
from tracker.core.i18n import _, _l
from tracker.recommendations import deadlines, evidence, progress, proofs, service
from tracker.recommendations.evidence import Line
from tracker.recommendations.forms import (
    CLAIM_MEANINGS,
    PaperForm,
    UpdateForm,
    conditions_of,
    form_for,
)
from tracker.recommendations.models import CLAIMS, Assignment, Update
from tracker.recommendations.queries import reading
from tracker.recommendations.workflow import VERDICTS, answer_deadline, shown_state, was_sent_back
from tracker.web import evidence as evidence_page
from tracker.web import kit, laid, stand_ins, waiting
from tracker.web.kit import me
from tracker.workflow import engine
from tracker.workflow.definition import Transition
from tracker.workflow.forms import answers_of_step, form_of_steps, initial_of_steps, name_in

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
            update = service.create_update(answers(form, task), me(), assignment=task, **laid.pressed(task))
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
            update = service.create_update(answers(form, task), me(), assignment=task, on_paper=True, send=True)
            return kit.done(url_for(".show", id=update.id), _("Đã ghi nhận văn bản của cơ quan."))
    return ask("updates/paper.html", form, task)


@pages.route("/updates/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    update = reading.get_update(id, me())
    progress.require_writer(update, me())
    task = update.assignment
    names = ("claim", "percent", "text", "difficulties", "completed_on")
    saved = {name: getattr(update, name) for name in names}
    saved["milestones"] = [milestone.id for milestone in update.milestones]
    form = kit.form(form_for(task, update=update), saved, record=update, update=update)
    if kit.sent(form):
        with kit.trying(form):
            service.edit_update(update, answers(form, task, update), me(), **laid.pressed(task))
            return kit.done(url_for(".show", id=id), after(update))
    return ask("updates/edit.html", form, task, update)


@pages.route("/updates/<int:id>", methods=["GET", "POST"])
def show(id: int) -> Response:
    """Everything in it, so that it is checked before it is sent; then, in one form, what is decided on it and on each
    piece of its evidence; and what was decided."""
    update = reading.get_update(id, me())
    if request.method == "POST":
        return decide(update)
    queue = waiting.bar(update)
    if isinstance(queue, Response):
        return queue
    offered = engine.available(update, me())
    return page(update, asked(update) if any(step in VERDICTS for step in offered) else None, queue)


def decide(update: Update) -> Response:
    """The verdict on the report and those on its evidence, all or none of them."""
    engine.step_named(update, VERDICTS[0].name, me())
    form = asked(update)
    kit.require_same_version(form)
    engine.require_possible(VERDICTS[0], update)
    if kit.sent(form):
        step = next(step for step in VERDICTS if step.name == form.step.data)
        with kit.trying(form), problems_of(step):
            engine.perform(update, step.name, me(), answers_of_step(form, step, update))
            onward = waiting.onward_url(update) or url_for(".show", id=update.id)
            return kit.done(onward, _("Xong: %(past)s.", past=step.past))
    queue = waiting.bar(update)
    return page(update, form, queue if isinstance(queue, waiting.Bar) else None)


def asked(update: Update) -> Any:
    kind = form_of_steps(VERDICTS, update, _l("Kết luận về báo cáo"))
    form = kit.form(kind, initial_of_steps(VERDICTS, update), record=update)
    form.starts_from = {state for step in VERDICTS for state in step.source}
    return form


@contextmanager
def problems_of(step: Transition) -> Iterator[None]:
    """What is wrong with an answer goes beside the field that the form of several steps has for it."""
    try:
        yield
    except Invalid as wrong:
        own = {ask.name: name_in(step, ask) for ask in step.asks}
        raise Invalid({own.get(name, name): texts for name, texts in wrong.errors.items()}) from wrong


def page(update: Update, form: Any, queue: waiting.Bar | None) -> Response:
    task = update.assignment
    items = reading.evidence(task, me())
    people = reading.names_of(
        {update.drafted_by_id, update.sent_by_id, update.reviewed_by_id, update.ready_by_id, update.back_by_id}
        | evidence_page.people_in(items)
    )
    roles = access.roles_on(me(), update)
    offered = kit.actions(update)
    verdicts = [step.name for step in VERDICTS]
    return kit.show(
        "updates/show.html",
        form=form,
        verdicts=VERDICTS if form is not None else (),
        update=update,
        queue=queue,
        task=task,
        recommendation=task.recommendation,
        state=engine.state_of(update),
        claim=CLAIMS[update.claim],
        answer=answer_deadline(task) if update.answer_due_on == task.answer_due_on else None,
        due=deadlines.deadline(task.due_on, task.due_ends_on),
        drafted_by=people.get(update.drafted_by_id or 0) if roles & set(OF_AGENCY) or update.on_paper else None,
        sent_by=people.get(update.sent_by_id or 0),
        sent_for=stand_ins.sent_for(update.stand_in),
        inside=laid.told(update, people) if roles & set(OF_AGENCY) else None,
        reviewed_by=people.get(update.reviewed_by_id or 0),
        checklist=evidence_page.checklist(task, items, people, report=update, doing=True),
        reached=[milestone.text for milestone in update.milestones],
        other_files=other_files(update),
        sending=[action for action in offered if action["name"] == "send"],
        doing=[action for action in offered if action["name"] not in ("send", *verdicts)],
        why_not=engine.why_not(update, "send", me()),
        unmet=unmet(update),
        once=secrets.token_urlsafe(16),
        may_edit=engine.may_edit(update, me()) and not (update.on_paper and update.created_by_id != me().id),
        waits_for_leader=engine.state_of(update).within_agency and not update.on_paper,
    )


def task_of(assignment_id: int) -> Assignment:
    task: Assignment = access.find("assignment", assignment_id, me())
    return task


def answers(form: Any, task: Assignment, update: Update | None = None) -> dict[str, Any]:
    """What was typed, with the files that came, and the evidence for each closing condition."""
    files = [field for field in form if isinstance(field, FileList)]
    taken = {field.short_name: kit.uploads(field.data, field.short_name) for field in files}
    return proofs.read({**form.answers, **taken}, task, update)


def after(update: Update) -> str:
    if update.sent_at is not None:
        return _("Đã gửi báo cáo.")
    if any(step.name == "send" for step in engine.available(update, me())):
        return _("Đã lưu báo cáo. Hãy kiểm tra rồi gửi.")
    if update.ready_at is None:
        return _("Đã lưu báo cáo, chưa trình lãnh đạo.")
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
        answer=answer_deadline(task),
        conditions=conditions_of(task),
        newer=[newer(line) for line in evidence.replaceable(task, update)],
        buttons=laid.buttons(task),
        back=url_for(".show", id=update.id) if update else kit.url_of("recommendation", task.recommendation_id),
    )


def newer(line: Line) -> dict[str, Any]:
    """A piece of evidence that may be handed in anew, with what was decided on it."""
    item = line.newest
    return {"id": item.id, "name": proofs.name_of(item), "state": shown_state(item), "reason": item.reason}


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
