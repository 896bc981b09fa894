"""The ladder of steps against delay: everybody reads it, administrators correct it."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.i18n import _
from tracker.deadlines.changes import is_keeper, require_keeper
from tracker.recommendations.measures import keeping, ladder
from tracker.recommendations.models import LadderStep
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("ladder", __name__, url_prefix="/ladder")


@pages.route("")
def index() -> Response:
    return kit.show("ladder/index.html", steps=ladder.steps(), name_of=ladder.name_of, may_keep=is_keeper(me()))


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    step: LadderStep = access.find("ladder_step", id, me())
    require_keeper(me())
    form = kit.form(keeping.LadderStepForm, keeping.answers_of(step), record=step)
    if kit.sent(form):
        with kit.trying(form):
            keeping.edit(step, form.answers, me())
            return kit.done(url_for(".index"), _("Đã lưu quy định."))
    return kit.show(
        "ladder/edit.html",
        form=form,
        name=ladder.name_of(step),
        events=kit.timeline("ladder_step", step),
        back=url_for(".index"),
    )
