"""Minutes typed while people speak: one statement after the other, from the keyboard, with or without the network."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, url_for
from werkzeug.wrappers import Response

from tracker.accounts import keeping
from tracker.core.errors import Impossible
from tracker.sessions import minutes, queries, service, speakers
from tracker.sessions.amendments import queries as amendments
from tracker.sessions.forms import SpokenForm
from tracker.sessions.models import STATEMENT_KINDS, Statement, WorkingSession
from tracker.web import kit
from tracker.web.kit import me
from tracker.web.statements import first_answers, recorded
from tracker.workflow import engine

pages = Blueprint("minutes", __name__, url_prefix="/sessions/<int:id>/minutes")


@pages.route("", methods=["GET", "POST"])
def live(id: int) -> Response:
    session = queries.get(id, me())
    service.require_writable(session, None, me())
    form = kit.form(SpokenForm, first_answers(session, None), session=session)
    if kit.sent(form):
        with kit.trying(form):
            statement = minutes.say(session, answers(form), me(), typed_key=form.once.data)
            return kit.done(url_for(".live", id=id), recorded(statement, form))
    if not form.is_submitted() and not form.text.data:
        form.restored_at = None
    return kit.show(
        "minutes/live.html",
        form=form,
        session=session,
        state=engine.state_of(session),
        back=url_for("sessions.show", id=id),
        people=speakers.known(session).values(),
        statements=[told(said, session) for said in reversed(session.statements)],
        amendments=amendments.unanswered(id),
        doing=kit.actions(session),
    )


@pages.route("/say", methods=["POST"])
def say(id: int) -> Response:
    """The same, sent by the page itself: it leads to the page with all that has been said, or says what is wrong."""
    session = queries.get(id, me())
    try:
        service.require_writable(session, None, me())
    except Impossible as impossible:
        return refused([str(impossible)], 409)
    form = kit.form(SpokenForm, session=session)
    if kit.sent(form):
        with kit.trying(form):
            statement = minutes.say(session, answers(form), me(), typed_key=form.once.data)
            forget_draft(id, statement)
            return kit.done(url_for(".live", id=id))
    return refused([sentence for sentences in form.problems().values() for sentence in sentences], 400)


def answers(form: Any) -> dict[str, Any]:
    return {**form.answers, "corrects_id": None}


def refused(sentences: list[str], status: int) -> Response:
    response = jsonify(sentences=sentences)
    response.status_code = status
    return response


def forget_draft(id: int, statement: Statement) -> None:
    """A draft that says what has just been recorded is none; what is being typed by now stays."""
    place = url_for(".live", id=id)
    draft = keeping.draft(me().id or 0, place)
    if draft is not None and dict(draft.fields).get("text", "").strip() in ("", statement.text):
        keeping.drop_draft(me().id or 0, place)


def told(said: Statement, session: WorkingSession) -> dict[str, Any]:
    """One statement of the list, with what may be done to it."""
    places = [one.id for one in session.statements]
    return {
        "id": said.id,
        "code": said.code,
        "kind": STATEMENT_KINDS[said.kind],
        "who": ", ".join(part for part in (said.speaker, said.speaker_office) if part),
        "text": said.text,
        "addressed_to": said.addressed_to,
        "edit": url_for("statements.edit", id=said.id, back="minutes"),
        "move": url_for("statements.move", id=said.id),
        "is_first": places[0] == said.id,
        "is_last": places[-1] == said.id,
    }
