"""The plan of a delegation: the days of its steps, steps of its own, the documents it is to have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core import clock
from tracker.core.i18n import _
from tracker.delegations.models import Delegation, DelegationDocument
from tracker.plans import done, plans, queries, resetting, words
from tracker.plans.counting import Line
from tracker.plans.forms import ExpectedForm, PlanForm, PlannedStepForm, with_days
from tracker.web import kit, plan_days
from tracker.web.kit import me
from tracker.web.request_dates import warn_of_differing

pages = Blueprint("plans", __name__, url_prefix="/delegations/<int:id>/plan")


@pages.route("", methods=["GET", "POST"])
def edit(id: int) -> Response:
    """The planned days, all at once; for a delegation without a plan, those that come with the product."""
    delegation = kept(id)
    lines, saved = plans.lines(delegation), queries.steps_of(id)
    form: Any = kit.form(with_days(PlanForm, lines), first_answers(delegation, lines), record=delegation)
    asked = "review" in request.form
    counted_again = request.method == "POST" and plan_days.count_again(form, lines, asked=asked)
    if not counted_again and kit.sent(form):
        with kit.trying(form):
            was = delegation.report_due_on
            plans.set_days(delegation, plan_days.days(form, lines), me())
            warn_of_differing(delegation, was)
            for sentence in plan_days.cautions(queries.steps_of(id), delegation):
                flash(sentence, "warning")
            return kit.done(back_to(id), _("Đã lưu kế hoạch."))
    return kit.show(
        "plans/edit.html",
        form=form,
        delegation=delegation,
        counted_again=counted_again,
        is_stale=resetting.is_stale(delegation, saved),
        days=plan_days.shown(form, lines),
        steps=[(step, plans.may_go(step, saved)) for step in saved],
        expected=[(entry, words.document(entry)) for entry in queries.expected_of(id)],
        back=back_to(id),
    )


def first_answers(delegation: Delegation, lines: Sequence[Line]) -> dict[str, Any]:
    """Counted from the day of the establishing document once there is one, else from the planned day."""
    steps = queries.steps_of(delegation.id)
    base = resetting.base_of(delegation, steps)
    if resetting.is_stale(delegation, steps):
        saved = plans.counted_anew(delegation, steps, plans.counted_from(steps))
    else:
        saved = plans.days_of(delegation, steps)
    return plan_days.first_answers(lines, base, dict(enumerate(saved)))


@pages.route("/steps/new", methods=["GET", "POST"])
def add_step(id: int) -> Response:
    delegation = kept(id)
    form = kit.form(PlannedStepForm, record=delegation)
    if kit.sent(form):
        with kit.trying(form):
            plans.add_step(delegation, form.answers, me())
            return kit.done(back_to(id), _("Đã thêm bước."))
    return kit.show("plans/step.html", form=form, delegation=delegation, back=url_for(".edit", id=id))


@pages.route("/steps/<int:step_id>/remove", methods=["POST"])
def remove_step(id: int, step_id: int) -> Response:
    plans.remove_step(kept(id), step_id, me())
    return kit.done(url_for(".edit", id=id), _("Đã bỏ bước."))


@pages.route("/documents/new", methods=["GET", "POST"])
def expect(id: int) -> Response:
    delegation = kept(id)
    form = kit.form(ExpectedForm, record=delegation)
    if kit.sent(form):
        with kit.trying(form):
            plans.expect(delegation, form.answers, me())
            return kit.done(back_to(id), _("Đã thêm văn bản cần có."))
    return kit.show("plans/document.html", form=form, delegation=delegation, back=url_for(".edit", id=id))


@pages.route("/documents/<int:entry_id>/remove", methods=["POST"])
def expect_no_more(id: int, entry_id: int) -> Response:
    plans.expect_no_more(kept(id), entry_id, me())
    return kit.done(url_for(".edit", id=id), _("Đã bỏ văn bản khỏi danh sách."))


def kept(id: int) -> Delegation:
    delegation: Delegation = access.find("delegation", id, me())
    plans.require_keeping(delegation, me())
    return delegation


def back_to(id: int) -> str:
    return url_for("delegations.show", id=id, _anchor="plan")


# --- on the delegation's page -----------------------------------------------------------------------------------------


NOTHING: dict[str, Any] = {"plan": [], "cautions": [], "counted": [], "expected": [], "may_plan": False}
"""What an agency sees of the plan."""


def told(delegation: Delegation, documents: Sequence[DelegationDocument]) -> dict[str, Any]:
    """The plan as the delegation's page shows it to the Council's side: planned day, day done, document, checklist."""
    steps, expected = queries.steps_of(delegation.id), queries.expected_of(delegation.id)
    known = done.days(delegation) if steps or expected else {}
    ticked = done.ticked(expected, documents, known)
    today = clock.today()
    return {
        "plan": [
            {
                "label": step.label,
                "planned_on": day,
                "done_on": known.get(step.key),
                "passed": day is not None and day < today and known.get(step.key) is None,
                "documents": [t.document for t in ticked if t.document is not None and t.expected.step == step.key],
            }
            for step, day in zip(steps, plans.days_of(delegation, steps), strict=True)
        ],
        "cautions": plan_days.cautions(steps, delegation),
        "counted": plan_days.ways(steps, delegation),
        "expected": [checked(entry) for entry in ticked],
        "may_plan": plans.may_keep(delegation, me()),
    }


def checked(entry: done.Ticked) -> dict[str, Any]:
    """An item of the checklist."""
    return {"text": words.document(entry.expected), "on": entry.on, "document": entry.document}
