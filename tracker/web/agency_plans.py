"""An agency changes the plan of its task: who is in charge, what will be done by when."""

from __future__ import annotations

from flask import Blueprint, flash, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.recommendations import agency_plan, deadlines
from tracker.recommendations.forms import PlanForm
from tracker.recommendations.models import Assignment
from tracker.web import kit
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("agency_plans", __name__)


@pages.route("/assignments/<int:assignment_id>/plan", methods=["GET", "POST"])
def edit(assignment_id: int) -> Response:
    task: Assignment = access.find("assignment", assignment_id, me())
    engine.require_edit(task, me())
    saved = {name: getattr(task, name) for name in agency_plan.NAMES} | {"milestones": agency_plan.lines(task)}
    form = kit.form(PlanForm, saved, record=task, people=agency_plan.people(task))
    if kit.sent(form):
        with kit.trying(form):
            agency_plan.edit(task, form.answers, me())
            warn_of_late(task)
            return kit.done(url_for("recommendations.show", id=task.recommendation_id), _("Đã lưu kế hoạch."))
    return kit.show(
        "agency_plans/edit.html",
        form=form,
        task=task,
        recommendation=task.recommendation,
        due=deadlines.deadline(task.due_on, task.due_ends_on),
        fixed=[milestone for milestone in task.milestones if not agency_plan.is_open(milestone)],
        back=url_for("recommendations.show", id=task.recommendation_id),
    )


def warn_of_late(task: Assignment) -> None:
    """A promise for after the deadline is kept, and said: it moves no deadline."""
    late = agency_plan.beyond_deadline(task)
    if late and task.due_on is not None:
        days = ", ".join(format_vi(milestone.due_on) for milestone in late)
        sentence = _(
            "Có mốc sau thời hạn %(due)s: %(days)s. Kế hoạch không làm thay đổi thời hạn; cần thêm thời gian thì đề nghị "
            "gia hạn.",
            due=format_vi(task.due_on),
            days=days,
        )
        flash(sentence, "warning")
