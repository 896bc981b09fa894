"""One page for every step of every workflow: what it asks, and the button that says what will happen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.dates import format_vi
from tracker.core.errors import NotFound
from tracker.core.i18n import _, _l
from tracker.delegations import documents
from tracker.extensions import db
from tracker.recommendations.workflow import shown_state
from tracker.web import cautions, kit, known, wording
from tracker.web.kit import me
from tracker.web.sign_in import own_address
from tracker.workflow import engine
from tracker.workflow.definition import State, Transition
from tracker.workflow.forms import form_for, initial_answers

pages = Blueprint("steps", __name__)

BESIDE = {
    ("delegation", "report"): ("oversight_reports.show", _l("Xem dự thảo báo cáo")),
    ("session", "sign"): ("amendments.index", _l("Xem các đề nghị sửa biên bản")),
    ("session", "sign_as_secretary"): ("amendments.index", _l("Xem các đề nghị sửa biên bản")),
}
"""Pages that somebody wants to look at before this step: (kind, step) → endpoint and words."""


SHOWN: dict[str, Callable[[Any], State]] = {"evidence": shown_state}
"""Kinds of which more is computed than the state that was decided."""


@pages.route("/<kind>/<int:id>/do/<step>", methods=["GET", "POST"])
def take(kind: str, id: int, step: str) -> Response:
    if kind not in access.KINDS or access.KINDS[kind].workflow is None:
        raise NotFound
    record = access.find(kind, id, me())
    if access.KINDS[kind].workflow.transition(step) is None:
        raise NotFound
    transition = engine.step_named(record, step, me())
    led = led_by(request.args.get("next"))
    if led and request.method == "GET" and record.state not in transition.source:
        return redirect(led, 303)
    g.onward = led
    begun = initial_answers(transition, record) | known.of(kind, step, record)
    form = kit.form(form_for(transition, record), begun, record=record)
    form.starts_from = transition.source
    require_possible(transition, record, form)
    if kit.sent(form):
        with kit.trying(form):
            answers = dict(form.answers)
            for ask in transition.asks_of(record):
                if ask.kind == "files":
                    answers[ask.name] = kit.uploads(answers[ask.name], ask.name)
            engine.perform(record, step, me(), answers)
            warn_of_twin(record, answers)
            return kit.done(led or after(record), _("Xong: %(past)s.", past=transition.past))
    return kit.show(
        "steps/take.html",
        form=form,
        record=record,
        kind=access.KINDS[kind],
        step=transition,
        unmet=engine.unmet(transition, record),
        caution=cautions.of(kind, step, record),
        wording=wording.before(kind, step, record),
        to_confirm=transition.confirm.sentences(record) if transition.confirm else [],
        beside=beside(kind, id, step),
        back=led or kit.url_of(*kit.page_of(record)),
        state=SHOWN[kind](record) if kind in SHOWN else engine.state_of(record),
        heading=access.KINDS[kind].title(record),
    )


def require_possible(step: Transition, record: Any, form: Any) -> None:
    """Whoever was second is told what the first one did; only then that the step is not possible any more."""
    if request.method == "POST":
        kit.require_same_version(form)
    engine.require_possible(step, record)


def led_by(asked: str | None) -> str:
    """The page of ours that somebody came from and goes on to; "" when none is named, or one elsewhere."""
    own = own_address(asked)
    return "" if own == "/" else own


def after(record: Any) -> str:
    """The record's page; the delegation's where the step has taken the record out of this person's sight."""
    db.session.flush()
    if access.is_readable(access.kind_of(record).name, record.id, me()):
        return kit.url_of(*kit.page_of(record))
    return kit.url_of("delegation", getattr(record, "delegation_id", record.id))


def beside(kind: str, id: int, step: str) -> dict[str, Any] | None:
    endpoint, label = BESIDE.get((kind, step), ("", ""))
    return {"url": url_for(endpoint, id=id), "label": label} if endpoint else None


def warn_of_twin(record: Any, answers: Mapping[str, Any]) -> None:
    """Say that the number just recorded is borne by another paper of that year, and lead to it, where one may read it."""
    delegation = getattr(record, "delegation", record)
    wanted = (answers.get("number"), answers.get("issued_on"))
    recorded = [paper for paper in getattr(delegation, "documents", ()) if (paper.number, paper.issued_on) == wanted]
    twin = documents.twin_of(recorded[-1]) if recorded else None
    if twin is not None and access.is_readable("document", twin.id, me()):
        sentence = _(
            "Số %(number)s năm %(year)s đã có ở một văn bản khác, ngày %(day)s. Hãy kiểm tra lại:",
            number=twin.number,
            year=twin.issued_on.year,
            day=format_vi(twin.issued_on),
        )
        address = f"{url_for('delegations.show', id=twin.delegation_id)}#documents"
        link = Markup('<a href="{}">{}</a>').format(address, _("xem văn bản đó"))
        flash(Markup("{} {}").format(sentence, link), "warning")
