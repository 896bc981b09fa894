"""Recording a step taken against delay: urging in writing, asking for an explanation, and further up."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core import clock
from tracker.core.errors import Impossible
from tracker.core.i18n import _
from tracker.recommendations import deadlines, measures, service
from tracker.recommendations.forms import MeasureForm
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("measures", __name__)


@pages.route("/assignments/<int:assignment_id>/measures/new", methods=["GET", "POST"])
def new(assignment_id: int) -> Response:
    task = access.find("assignment", assignment_id, me())
    measures.require_taker(task, me())
    if not measures.may_take(task, me()):
        raise Impossible(_("Nhiệm vụ này đã kết thúc, không đôn đốc nữa."))
    form = kit.form(MeasureForm, {"kind": "urge", "taken_on": clock.today()})
    back = kit.url_of("recommendation", task.recommendation_id)
    if kit.sent(form):
        with kit.trying(form):
            given = {**form.answers, "files": kit.uploads(form.files.data)}
            service.record_measure(given, me(), assignment=task)
            return kit.done(back, _("Đã ghi biện pháp đôn đốc."))
    return kit.show(
        "measures/new.html",
        form=form,
        task=task,
        recommendation=task.recommendation,
        due=deadlines.deadline(task.due_on, task.due_ends_on),
        times=service.times_urged(task),
        back=back,
    )
