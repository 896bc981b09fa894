"""Writing down what was said, several in a row from the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import Impossible, Invalid, NotFound
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.sessions import corrections, minutes, queries, service, speakers
from tracker.sessions.forms import SpokenForm, statement_answers
from tracker.sessions.models import STATEMENT_KINDS, Statement, WorkingSession
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("statements", __name__, url_prefix="/statements")

LAST_SHOWN = 2


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """`?session=`, and `?corrects=` for the row that a correction is for."""
    session = session_asked_for()
    wrong = corrected(session)
    service.require_writable(session, wrong.id if wrong else None, me())
    holds = corrections.newest(wrong) if wrong else None
    if holds is not None and holds is not wrong and request.method != "POST":
        return redirect(correction_of(holds), 303)
    form = kit.form(SpokenForm, first_answers(session, wrong), session=session)
    if kit.sent(form):
        with kit.trying(form), corrected_already(wrong):
            answers = {**form.answers, "corrects_id": wrong.id if wrong else None}
            statement = service.add_statement(session, answers, me())
            return kit.done(after(session, statement), recorded(statement, form))
    return ask(form, session, wrong=wrong)


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    statement = queries.statement(id, me())
    service.require_writable(statement.session, None, me())
    session = statement.session
    form = kit.form(SpokenForm, spoken(statement), record=statement, session=session)
    if kit.sent(form):
        with kit.trying(form):
            service.edit_statement(statement, form.answers, me())
            return kit.done(after_edit(statement), recorded(statement, form))
    return ask(form, session, statement=statement)


@pages.route("/<int:id>/move", methods=["POST"])
def move(id: int) -> Response:
    """`to=earlier` or later: change places with the statement before or after it."""
    statement = queries.statement(id, me())
    minutes.move(statement, me(), up=request.form.get("to") == "earlier")
    return kit.done(in_minutes(statement), _("Đã chuyển %(code)s.", code=statement.code))


@pages.route("/<int:id>")
def show(id: int) -> Response:
    """A statement is read on its session's page, at its sentence."""
    return redirect(place_of(queries.statement(id, me())), 303)


def session_asked_for() -> WorkingSession:
    id = request.args.get("session", type=row_number)
    if id is None:
        raise NotFound
    found: WorkingSession = access.find("session", id, me())
    return found


def corrected(session: WorkingSession) -> Statement | None:
    """The statement that is being corrected; NotFound when it was not said at this session."""
    id = request.args.get("corrects", type=row_number)
    if id is None:
        return None
    found = next((said for said in session.statements if said.id == id), None)
    if found is None:
        raise NotFound
    return found


@contextmanager
def corrected_already(wrong: Statement | None) -> Iterator[None]:
    """Another correction came first: said on the form, which then corrects the newest row."""
    try:
        yield
    except Impossible as refused:
        if wrong is None or corrections.newest(wrong) is wrong:
            raise
        raise Invalid({"": [str(refused)]}) from refused


def correction_of(statement: Statement) -> str:
    return url_for("statements.new", session=statement.session_id, corrects=statement.id)


def first_answers(session: WorkingSession, wrong: Statement | None) -> dict[str, Any]:
    """Whoever spoke last probably goes on speaking; the first to speak is the chair. What kind of statement comes next
    nobody knows."""
    if wrong is not None:
        return spoken(wrong)
    last = queries.last_statement(session.id)
    if last is None:
        chair = {"speaker": session.chair, "speaker_office": session.chair_office}
        return chair | {"office_of": session.chair}
    names = ("speaker", "speaker_office", "agency_id", "office_of")
    return {name: value for name, value in spoken(last).items() if name in names}


def spoken(statement: Statement) -> dict[str, Any]:
    return statement_answers(statement) | {"office_of": statement.speaker}


def recorded(statement: Statement, form: SpokenForm) -> str:
    """What was recorded, and that the former speaker's office was not."""
    told = _("Đã ghi %(code)s.", code=statement.code)
    if not form.follows:
        return told
    if statement.speaker_office or statement.agency_id:
        now = _("Chức vụ, cơ quan ghi theo %(who)s.", who=statement.speaker)
    else:
        now = _("Chưa biết chức vụ, cơ quan của %(who)s nên để trống.", who=statement.speaker)
    return f"{told} {now}"


def after(session: WorkingSession, statement: Statement) -> str:
    if "later" in request.form:
        return url_for("statements.new", session=session.id)
    return place_of(statement)


def after_edit(statement: Statement) -> str:
    return in_minutes(statement) if from_minutes() else place_of(statement)


def from_minutes() -> bool:
    """Was the statement opened from the minutes being typed, to go back there?"""
    return request.args.get("back") == "minutes"


def in_minutes(statement: Statement) -> str:
    return f"{url_for('minutes.live', id=statement.session_id)}#{statement.code}"


def place_of(statement: Statement) -> str:
    return f"{url_for('sessions.show', id=statement.session_id)}#{statement.code}"


def ask(
    form: Any, session: WorkingSession, *, statement: Statement | None = None, wrong: Statement | None = None
) -> Response:
    holds = corrections.newest(wrong) if wrong else None
    return kit.show(
        "statements/edit.html",
        form=form,
        session=session,
        statement=statement,
        wrong=holds,
        url=correction_of(holds) if holds else "",
        seen_before=wrong if holds is not wrong else None,
        holds_url=place_of(holds) if holds else "",
        kinds=STATEMENT_KINDS,
        speakers=list(speakers.known(session)),
        last=session.statements[-LAST_SHOWN:] if statement is None and wrong is None else [],
        back=in_minutes(statement) if statement and from_minutes() else url_for("sessions.show", id=session.id),
    )
