"""Amendments to draft minutes: those of a session, one of them, writing one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.sessions import queries as sessions
from tracker.sessions.amendments import queries, service
from tracker.sessions.amendments.forms import AmendmentForm, answers_of
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import WorkingSession
from tracker.web import kit
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("amendments", __name__)


@pages.route("/sessions/<int:id>/amendments")
def index(id: int) -> Response:
    """The draft minutes as they stand, and what those who were there would change."""
    session = sessions.get(id, me())
    return kit.show(
        "amendments/index.html",
        session=session,
        back=url_for("sessions.show", id=id),
        rows=[row(amendment) for amendment in queries.of_session(id, me())],
        may_begin=service.may_begin(session, me()),
    )


@pages.route("/sessions/<int:id>/amendments/new", methods=["GET", "POST"])
def new(id: int) -> Response:
    """`?statement=` for the sentence that it is about."""
    session = sessions.get(id, me())
    service.require_begin(session, me())
    may_send = service.may_propose(session, me())
    form = kit.form(AmendmentForm, first_answers(session), session=session)
    if kit.sent(form):
        with kit.trying(form):
            send = may_send and not is_for_later()
            amendment = service.create(form.answers, me(), session=session, propose=send)
            return kit.done(url_for(".show", id=amendment.id), after(amendment, sent=send))
    return ask(form, session, may_send=may_send, back=url_for(".index", id=id))


@pages.route("/amendments/<int:id>")
def show(id: int) -> Response:
    amendment = queries.get(id, me())
    return kit.show(
        "amendments/show.html",
        amendment=amendment,
        session=amendment.session,
        about=about(amendment),
        change=queries.change(amendment),
        by=by(amendment),
        state=engine.state_of(amendment),
        doing=kit.actions(amendment),
        may_edit=engine.may_edit(amendment, me()),
        events=kit.timeline("amendment", amendment),
    )


@pages.route("/amendments/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    amendment = queries.get(id, me())
    engine.require_edit(amendment, me())
    may_send = any(step.name == "propose" for step in engine.available(amendment, me()))
    form = kit.form(AmendmentForm, answers_of(amendment), record=amendment, session=amendment.session)
    if kit.sent(form):
        with kit.trying(form):
            send = may_send and not is_for_later()
            service.edit(amendment, form.answers, me(), propose=send)
            return kit.done(url_for(".show", id=id), after(amendment, sent=send))
    return ask(form, amendment.session, may_send=may_send, back=url_for(".show", id=id), amendment=amendment)


def is_for_later() -> bool:
    return bool(request.form.get("later"))


def after(amendment: Amendment, *, sent: bool) -> str:
    if sent:
        return _("Đã gửi %(code)s cho Thư ký.", code=amendment.code)
    return _("Đã lưu %(code)s.", code=amendment.code)


def first_answers(session: WorkingSession) -> dict[str, Any]:
    """The sentence that it is about stands there already, to be changed."""
    asked = request.args.get("statement", type=row_number)
    said = next((said for said in session.statements if said.id == asked), None)
    return {"statement_id": said.id, "text": said.text} if said else {}


def row(amendment: Amendment) -> dict[str, Any]:
    return {
        "code": amendment.code,
        "url": url_for("amendments.show", id=amendment.id),
        "about": about(amendment),
        "text": amendment.text,
        "by": by(amendment),
        "state": engine.state_of(amendment),
    }


def about(amendment: Amendment) -> str:
    return amendment.statement.code if amendment.statement else amendment.place


def by(amendment: Amendment) -> str:
    """The agency, or the member."""
    if amendment.agency is not None:
        return amendment.agency.name
    return amendment.author.full_name if amendment.author else ""


def ask(
    form: Any, session: WorkingSession, *, may_send: bool, back: str, amendment: Amendment | None = None
) -> Response:
    return kit.show(
        "amendments/edit.html", form=form, session=session, may_send=may_send, back=back, amendment=amendment
    )
