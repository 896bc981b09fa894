"""Programme and invitations of a session: what is planned, who is asked to come and whether they will."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.calendar import rules
from tracker.core import dates
from tracker.core.errors import NotFound
from tracker.core.i18n import _, _n
from tracker.sessions import deadlines, facts, invitations, programme, queries
from tracker.sessions.forms import InvitationForm, ReplyForm
from tracker.sessions.models import REPLIES, Invitation, WorkingSession
from tracker.sessions.programme import MOST_ITEMS, ProgrammeForm
from tracker.web import kit
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("invitations", __name__, url_prefix="/sessions/<int:id>")
EMPTY_ROWS = 3


@pages.route("/programme", methods=["GET", "POST"])
def plan(id: int) -> Response:
    """The whole programme in one form; one more line is added without saving anything."""
    session = kept(id)
    form = kit.form(ProgrammeForm, {"items": programme.rows_of(session)}, record=session)
    add_rows(form)
    if kit.sent(form):
        with kit.trying(form):
            programme.write(session, form.items.data, me())
            return kit.done(page_of(session), _("Đã lưu chương trình làm việc."))
    return kit.show("invitations/programme.html", form=form, session=session, back=page_of(session), most=MOST_ITEMS)


def add_rows(form: ProgrammeForm) -> None:
    """Some lines to begin with; one more when “Thêm dòng” was pressed."""
    wanted = len(form.items) + 1 if request.form.get("review") == "row" else max(len(form.items), EMPTY_ROWS)
    while len(form.items) < min(wanted, MOST_ITEMS):
        form.items.append_entry()


@pages.route("/invitations", methods=["GET", "POST"])
def index(id: int) -> Response:
    """Who is invited; one more is added by the form, the usual ones by one press."""
    session = kept(id)
    form = kit.form(InvitationForm, record=session, session=session)
    if kit.sent(form):
        with kit.trying(form):
            invitation = invitations.add(session, form.answers, me())
            return kit.done(url_for(".index", id=id), _("Đã mời: %(name)s.", name=facts.invited(invitation)))
    return kit.show(
        "invitations/index.html",
        form=form,
        session=session,
        back=page_of(session),
        rows=[told(invitation, session) for invitation in session.invitations],
        last_day=last_day(session),
    )


@pages.route("/invitations/propose", methods=["POST"])
def propose(id: int) -> Response:
    session = kept(id)
    added = invitations.propose(session, me())
    said = _n("Đã thêm %(num)s nơi, người được mời.", "Đã thêm %(num)s nơi, người được mời.", added)
    return kit.done(
        url_for(".index", id=id), said if added else _("Các cơ quan và thành viên Đoàn đã có trong danh sách.")
    )


@pages.route("/invitations/<int:invitation_id>", methods=["GET", "POST"])
def change(id: int, invitation_id: int) -> Response:
    session = kept(id)
    invitation = invitation_of(session, invitation_id)
    names = (*invitations.TYPED, "agency_id")
    initial = {name: getattr(invitation, name) for name in names}
    form = kit.form(InvitationForm, initial, record=session, session=session)
    if kit.sent(form):
        with kit.trying(form):
            invitations.change(session, invitation, form.answers, me())
            return kit.done(url_for(".index", id=id), _("Đã lưu: %(name)s.", name=facts.invited(invitation)))
    return kit.show(
        "invitations/change.html", form=form, session=session, back=url_for(".index", id=id), last_day=last_day(session)
    )


@pages.route("/invitations/<int:invitation_id>/remove", methods=["POST"])
def remove(id: int, invitation_id: int) -> Response:
    session = kept(id)
    invitation = invitation_of(session, invitation_id)
    invitations.remove(session, invitation, me())
    return kit.done(url_for(".index", id=id), _("Đã bỏ: %(name)s.", name=facts.invited(invitation)))


@pages.route("/invitations/<int:invitation_id>/reply", methods=["GET", "POST"])
def reply(id: int, invitation_id: int) -> Response:
    """An agency answers for itself; office and secretary write down what others have answered."""
    session = queries.get(id, me())
    invitation = invitation_of(session, invitation_id)
    invitations.require_reply(session, invitation, me())
    form = kit.form(ReplyForm, {name: getattr(invitation, name) for name in invitations.ANSWERED})
    if kit.sent(form):
        with kit.trying(form):
            invitations.reply(session, invitation, form.answers, me())
            return kit.done(
                page_of(session), _("Đã ghi trả lời: %(reply)s.", reply=REPLIES[invitation.reply or "comes"])
            )
    return kit.show(
        "invitations/reply.html", form=form, session=session, invited=facts.invited(invitation), back=page_of(session)
    )


@pages.route("/attendance/fill", methods=["POST"])
def fill(id: int) -> Response:
    """Those invited who will come are put on the list of those who came, to be corrected there."""
    session = kept(id)
    added = invitations.fill_attendance(session, me())
    said = _n("Đã thêm %(num)s dòng thành phần dự.", "Đã thêm %(num)s dòng thành phần dự.", added)
    return kit.done(
        url_for("sessions.attendance", id=id), said if added else _("Mọi người được mời sẽ dự đã có trong danh sách.")
    )


def kept(id: int) -> WorkingSession:
    session = queries.get(id, me())
    engine.require_reword(session, me())
    return session


def invitation_of(session: WorkingSession, id: int) -> Invitation:
    found = next((invitation for invitation in session.invitations if invitation.id == id), None)
    if found is None:
        raise NotFound
    return found


def page_of(session: WorkingSession) -> str:
    return url_for("sessions.show", id=session.id)


def last_day(session: WorkingSession) -> dict[str, Any] | None:
    """The last day of legal notice, and whether it has passed; None where no rule was in force that day."""
    due = deadlines.programme(session, rules.basis())
    if due is None:
        return None
    day = due.ends_on
    late = session.notice_sent_on is not None and session.notice_sent_on > day
    return {"day": day, "words": dates.format_long(day), "was_late": late, "how": due}


def told(invitation: Invitation, session: WorkingSession) -> dict[str, Any]:
    """An invitation as its row shows it; the answer is for the Council's side and the agency itself."""
    may_know = invitations.may_know_reply(invitation, me())
    deputy = ", ".join(part for part in (invitation.deputy_name, invitation.deputy_office) if part)
    return {
        "id": invitation.id,
        "words": facts.invited(invitation),
        "sent_on": invitation.sent_on,
        "reply": REPLIES[invitation.reply] if may_know and invitation.reply else "",
        "deputy": deputy if may_know else "",
        "note": invitation.reply_note if may_know else "",
        "is_awaited": may_know and not invitation.reply,
        "reply_url": url_for("invitations.reply", id=session.id, invitation_id=invitation.id)
        if invitations.may_reply(session, invitation, me())
        else None,
    }
