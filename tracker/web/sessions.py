"""Working sessions: the page that reads like the news of one, planning, old records, who came, photographs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.access import roles_on
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.sessions import queries, service, words
from tracker.sessions.forms import AttendanceForm, OldSessionForm, PhotographForm, SessionForm, answers_of, form_for
from tracker.sessions.models import Attendance, WorkingSession
from tracker.sessions.workflow import SESSION
from tracker.web import kit, session_page
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("sessions", __name__, url_prefix="/sessions")


@pages.route("/<int:id>")
def show(id: int) -> Response:
    return kit.show("sessions/show.html", **session_page.told(queries.get(id, me())))


@pages.route("/new", methods=["GET", "POST"])
def new() -> Response:
    delegation = delegation_asked_for()
    delegations.require_begin(SESSION, delegation, me())
    form = kit.form(SessionForm, first_answers(delegation), delegation=delegation)
    if kit.sent(form):
        with kit.trying(form):
            session = service.create(form.answers, me(), delegation=delegation)
            return kit.done(page_of(session), _("Đã ghi cuộc làm việc %(code)s.", code=session.code))
    return ask("sessions/edit.html", form, delegation)


@pages.route("/old", methods=["GET", "POST"])
def old() -> Response:
    """Old records are entered by the office, with reason and source (domain.md 7.1)."""
    delegation = delegation_asked_for()
    delegations.require_begin_old(delegation, me())
    form = kit.form(OldSessionForm, first_answers(delegation), delegation=delegation)
    if kit.sent(form):
        with kit.trying(form):
            session = service.enter_old(form.answers, me(), delegation=delegation)
            return kit.done(page_of(session), _("Đã nhập hồ sơ cũ %(code)s.", code=session.code))
    return ask("sessions/old.html", form, delegation)


@pages.route("/<int:id>/edit", methods=["GET", "POST"])
def edit(id: int) -> Response:
    session = kept(id)
    form = kit.form(form_for(session), answers_of(session), record=session, delegation=session.delegation)
    if kit.sent(form):
        with kit.trying(form):
            service.edit(session, form.answers, me())
            return kit.done(page_of(session), _("Đã lưu cuộc làm việc."))
    return ask("sessions/edit.html", form, session.delegation, session)


@pages.route("/<int:id>/attendance", methods=["GET", "POST"])
def attendance(id: int) -> Response:
    """Who came, one after the other; the page stays, so that the next name can be typed."""
    session = kept(id)
    form = kit.form(AttendanceForm, {"role": "attendee"}, record=session)
    if kit.sent(form):
        with kit.trying(form):
            entry = service.add_attendance(session, form.answers, me())
            return kit.done(url_for(".attendance", id=id), _("Đã ghi: %(name)s.", name=words.attendee(entry)))
    return kit.show(
        "sessions/attendance.html",
        form=form,
        session=session,
        back=page_of(session),
        attendees=[session_page.attendee(entry) for entry in session.attendance],
    )


@pages.route("/<int:id>/attendance/<int:entry_id>", methods=["GET", "POST"])
def attended(id: int, entry_id: int) -> Response:
    """What is known of somebody who came: in whose place, by which authorisation."""
    session = kept(id)
    entry = entry_of(session, entry_id)
    form = kit.form(AttendanceForm, {name: getattr(entry, name) for name in service.ATTENDED}, record=session)
    if kit.sent(form):
        with kit.trying(form):
            service.change_attendance(session, entry, form.answers, me())
            return kit.done(url_for(".attendance", id=id), _("Đã lưu: %(name)s.", name=words.attendee(entry)))
    return kit.show("sessions/attended.html", form=form, session=session, back=url_for(".attendance", id=id))


def entry_of(session: WorkingSession, id: int) -> Attendance:
    entry = next((entry for entry in session.attendance if entry.id == id), None)
    if entry is None:
        raise NotFound
    return entry


@pages.route("/<int:id>/attendance/<int:entry_id>/remove", methods=["POST"])
def leave(id: int, entry_id: int) -> Response:
    session = kept(id)
    entry = entry_of(session, entry_id)
    service.remove_attendance(session, entry, me())
    return kit.done(url_for(".attendance", id=id), _("Đã bỏ: %(name)s.", name=entry.name))


@pages.route("/<int:id>/photographs", methods=["GET", "POST"])
def photographs(id: int) -> Response:
    session = pictured(id)
    form = kit.form(PhotographForm, record=session)
    if kit.sent(form):
        with kit.trying(form):
            files = kit.uploads(form.files.data, are_photographs=True)
            service.add_photograph(session, {"caption": form.caption.data, "files": files}, me())
            return kit.done(url_for(".photographs", id=id), _("Đã thêm ảnh."))
    return kit.show(
        "sessions/photographs.html",
        form=form,
        session=session,
        back=page_of(session),
        photographs=session_page.photographs(session, session_page.kept_files(session)),
    )


@pages.route("/<int:id>/photographs/<int:photograph_id>/remove", methods=["POST"])
def take_down(id: int, photograph_id: int) -> Response:
    session = pictured(id)
    photograph = next((known for known in session.photographs if known.id == photograph_id), None)
    if photograph is None:
        raise NotFound
    service.remove_photograph(session, photograph, me())
    return kit.done(url_for(".photographs", id=id), _("Đã bỏ ảnh."))


def delegation_asked_for() -> Delegation:
    """The delegation named in `?delegation=`; NotFound when it cannot be read."""
    id = request.args.get("delegation", type=row_number)
    if id is None:
        raise NotFound
    found: Delegation = access.find("delegation", id, me())
    return found


def kept(id: int) -> WorkingSession:
    """The session, if this person may change it now."""
    session = queries.get(id, me())
    engine.require_reword(session, me())
    return session


def pictured(id: int) -> WorkingSession:
    """The session, if this person may change its photographs now."""
    session = queries.get(id, me())
    engine.require_edit(session, me())
    return session


def first_answers(delegation: Delegation) -> dict[str, Any]:
    """A new session is chaired by the head, with the agencies under supervision."""
    head = delegation.head
    return {
        "kind": "working",
        "chair": head.name if head else "",
        "agency_ids": [entry.agency_id for entry in delegation.supervised if entry.agency.is_valid_on(clock.today())],
        "state": "held",
    }


def page_of(session: WorkingSession) -> str:
    return url_for("sessions.show", id=session.id)


def ask(template: str, form: Any, delegation: Delegation, session: WorkingSession | None = None) -> Response:
    back = page_of(session) if session else url_for("delegations.show", id=delegation.id)
    members = [member.name for member in delegation.members if member.left_on is None]
    return kit.show(
        template,
        form=form,
        delegation=delegation,
        session=session,
        back=back,
        members=members,
        may_enter_old=session is None and Role.OFFICE in roles_on(me(), delegation),
    )
