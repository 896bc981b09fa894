"""The sessions of the council: when each opens is what the steps of policies are counted back from."""

from __future__ import annotations

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.core.i18n import _
from tracker.policies import queries, service
from tracker.policies.forms import SessionForm, answers_of_session
from tracker.policies.models import CouncilSession
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("council_sessions", __name__, url_prefix="/council-sessions")


@pages.route("")
def index() -> Response:
    return kit.show(
        "policies/sessions.html",
        sessions=queries.sessions(me()),
        may_add=service.keeps_sessions(me()),
    )


@pages.route("/<int:id>")
def show(id: int) -> Response:
    session: CouncilSession = access.find("council_session", id, me())
    return kit.show(
        "policies/session.html",
        session=session,
        may_keep=service.keeps_sessions(me(), session.council_id),
        events=kit.timeline("council_session", session) if me().roles & set(COUNCIL_SIDE) else [],
    )


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    council_id = service.council_of_sessions(me())
    form = kit.form(SessionForm)
    if kit.sent(form):
        with kit.trying(form):
            session = service.add_session(form.answers, me(), council_id=council_id)
            return kit.done(url_for(".index"), _("Đã thêm %(name)s.", name=session.name))
    return kit.show("policies/session_edit.html", form=form, session=None, back=url_for(".index"))


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    session: CouncilSession = access.find("council_session", id, me())
    service.require_keeps_sessions(me(), session.council_id)
    form = kit.form(SessionForm, answers_of_session(session), record=session)
    if kit.sent(form):
        with kit.trying(form):
            service.edit_session(session, form.answers, me())
            return kit.done(url_for(".show", id=id), _("Đã lưu %(name)s.", name=session.name))
    return kit.show("policies/session_edit.html", form=form, session=session, back=url_for(".show", id=id))
