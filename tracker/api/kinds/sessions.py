"""/sessions with programme, who was invited, who came, what was photographed; /statements: what was said."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.api import resources
from tracker.api.filters import by_choice, by_day, by_id, by_state, by_words
from tracker.api.kinds.common import begins, order_by
from tracker.api.resources import Case, Part, Resource, Writing
from tracker.api.shows import columns, computed, label, named, nested
from tracker.core.forms import Radio, WholeNumber
from tracker.core.i18n import _l
from tracker.delegations import service as delegations
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency
from tracker.sessions import forms, invitations, minutes, programme, service
from tracker.sessions.models import (
    ATTENDEE_ROLES,
    PARTS,
    REPLIES,
    SESSION_KINDS,
    STATEMENT_KINDS,
    Attendance,
    Invitation,
    Photograph,
    ProgrammeItem,
    SessionAgency,
    Statement,
    WorkingSession,
)
from tracker.sessions.workflow import SESSION
from tracker.workflow import engine


def delegation_of(case: Case) -> Delegation:
    delegation: Delegation = case.record.delegation if case.record else case.parents["delegation"]
    return delegation


def session_of(case: Case) -> WorkingSession:
    session: WorkingSession = case.parents["session"] if case.record is None else case.record.session
    return session


def require_edit_above(case: Case) -> None:
    engine.require_reword(case.parents["session"], case.actor)


def require_pictures(case: Case) -> None:
    engine.require_edit(case.parents["session"], case.actor)


def about_statement(case: Case) -> dict[str, Any]:
    return {"session": session_of(case)}


class StatementChangeForm(forms.StatementForm):
    """A statement's words, and its place in the minutes: the `position` of the statement whose place it takes."""

    position = WholeNumber(_l("Thứ tự"), low=1)


def change_statement(case: Case, answers: dict[str, Any]) -> None:
    said = {name: value for name, value in answers.items() if name != "position"}
    service.edit_statement(case.record, said, case.actor)
    position = answers.get("position")
    if position is not None and position != case.record.position:
        minutes.place_at(case.record, position, case.actor)


def said_now(case: Case) -> dict[str, Any]:
    return forms.statement_answers(case.record) | {"position": case.record.position}


ATTENDANCE = Part(
    path="attendance",
    label=_l("Thành phần dự"),
    model=Attendance,
    shows=(
        *columns(Attendance, "name is_group office body role"),
        label("role_label", ATTENDEE_ROLES, "role"),
        *columns(Attendance, "in_place_of authorisation_number authorised_on present position"),
    ),
    rows=lambda session, _actor: session.attendance,
    add=Writing(
        forms.AttendanceForm,
        lambda case, answers: service.add_attendance(case.parents["session"], answers, case.actor),
    ),
    change=Writing(
        forms.AttendanceForm,
        lambda case, answers: service.change_attendance(case.parents["session"], case.record, answers, case.actor),
        initial=lambda case: {name: getattr(case.record, name) for name in service.ATTENDED},
    ),
    remove=lambda case: service.remove_attendance(case.parents["session"], case.record, case.actor),
    require=require_edit_above,
)
PHOTOGRAPHS = Part(
    path="photographs",
    label=_l("Ảnh"),
    model=Photograph,
    shows=columns(Photograph, "caption attachment_id position"),
    rows=lambda session, _actor: session.photographs,
    add=Writing(
        forms.PhotographForm,
        lambda case, answers: service.add_photograph(case.parents["session"], answers, case.actor)[0],
    ),
    remove=lambda case: service.remove_photograph(case.parents["session"], case.record, case.actor),
    require=require_pictures,
)
PROGRAMME = Part(
    path="programme",
    label=_l("Chương trình làm việc"),
    model=ProgrammeItem,
    shows=columns(ProgrammeItem, "starts_at text presenter position"),
    rows=lambda session, _actor: session.programme,
    add=Writing(
        programme.ProgrammeItemForm,
        lambda case, answers: programme.add(case.parents["session"], answers, case.actor),
    ),
    remove=lambda case: programme.remove(case.parents["session"], case.record, case.actor),
    require=require_edit_above,
)


class InvitationChangeForm(forms.InvitationForm, forms.ReplyForm):
    """Whom an invitation names and what was answered, in one; what is absent stays."""

    reply = Radio(_l("Trả lời"), choices=tuple(REPLIES.items()))


def invitation_answers(case: Case) -> dict[str, Any]:
    return {name: getattr(case.record, name) for name in ("agency_id", *invitations.TYPED, *invitations.ANSWERED)}


def change_invitation(case: Case, answers: dict[str, Any]) -> None:
    """The names by office and secretary; the answer also by the agency itself."""
    session, invitation = case.parents["session"], case.record
    named = {name: value for name, value in answers.items() if name not in invitations.ANSWERED}
    if named:
        invitations.change(session, invitation, named, case.actor)
    if len(named) < len(answers):
        given = {name: getattr(invitation, name) for name in invitations.ANSWERED} | answers
        invitations.reply(session, invitation, given, case.actor)


def require_inviting(case: Case) -> None:
    if case.record is None:
        require_edit_above(case)
    else:
        invitations.require_reply(case.parents["session"], case.record, case.actor)


INVITATIONS = Part(
    path="invitations",
    label=_l("Thành phần mời"),
    model=Invitation,
    shows=(
        *columns(Invitation, "agency_id name office body sent_on"),
        *columns(Invitation, "reply", to=invitations.may_know_reply),
        label("reply_label", REPLIES, "reply", to=invitations.may_know_reply),
        *columns(Invitation, "deputy_name deputy_office reply_note replied_at", to=invitations.may_know_reply),
        *columns(Invitation, "position"),
    ),
    rows=lambda session, _actor: session.invitations,
    add=Writing(
        forms.InvitationForm,
        lambda case, answers: invitations.add(case.parents["session"], answers, case.actor),
        about=lambda case: {"session": case.parents["session"]},
    ),
    change=Writing(
        InvitationChangeForm,
        change_invitation,
        about=lambda case: {"session": case.parents["session"]},
        initial=invitation_answers,
    ),
    remove=lambda case: invitations.remove(case.parents["session"], case.record, case.actor),
    require=require_inviting,
)
ENTER_OLD = Writing(
    forms.OldSessionForm,
    lambda case, answers: service.enter_old(answers, case.actor, delegation=delegation_of(case)),
    about=lambda case: {"delegation": delegation_of(case)},
    require=lambda case: delegations.require_begin_old(delegation_of(case), case.actor),
)
SESSIONS = resources.add(
    Resource(
        kind="session",
        parents=(("delegation_id", "delegation"),),
        shows=(
            *columns(WorkingSession, "delegation_id"),
            named("delegation", "delegation.code"),
            *columns(WorkingSession, "kind"),
            label("kind_label", SESSION_KINDS, "kind"),
            *columns(WorkingSession, "title held_on part"),
            label("part_label", PARTS, "part"),
            *columns(WorkingSession, "starts_at place places_visited chair chair_office"),
            computed("agency_ids", "ids", lambda session, _actor: [entry.agency_id for entry in session.agencies]),
            nested("agencies", columns(SessionAgency, "agency_id name_then"), "agencies"),
            *columns(WorkingSession, "notice_sent_on notice_reason head_attended authorised_deputy minutes_text"),
            *columns(WorkingSession, "secretary_name secretary_signed_at signed_on source_name inferred"),
            *columns(WorkingSession, "old_record old_reason old_source waived_facts"),
        ),
        create=Writing(
            forms.SessionForm,
            lambda case, answers: service.create(answers, case.actor, delegation=delegation_of(case)),
            about=lambda case: {"delegation": delegation_of(case)},
            require=begins(SESSION),
        ),
        variants=(("old_record", ENTER_OLD),),
        edit=Writing(
            forms.SessionForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=lambda case: {"delegation": delegation_of(case)},
            initial=lambda case: forms.answers_of(case.record),
            require=lambda case: engine.require_reword(case.record, case.actor),
            form_for=lambda case: forms.form_for(case.record),
        ),
        filters=(
            by_id("delegation", WorkingSession.delegation_id),
            by_state(WorkingSession, SESSION),
            by_day("held", WorkingSession.held_on),
            by_words("session", WorkingSession),
        ),
        sorts=(("held_on", order_by(WorkingSession, "held_on")),),
        load=(joinedload(WorkingSession.delegation), selectinload(WorkingSession.agencies)),
        parts=(PROGRAMME, INVITATIONS, ATTENDANCE, PHOTOGRAPHS),
        files=True,
    )
)
STATEMENTS = resources.add(
    Resource(
        kind="statement",
        parents=(("session_id", "session"),),
        shows=(
            *columns(Statement, "delegation_id"),
            named("delegation", "delegation.code"),
            *columns(Statement, "session_id"),
            named("session", "session.code"),
            *columns(Statement, "kind"),
            label("kind_label", STATEMENT_KINDS, "kind"),
            *columns(Statement, "speaker speaker_office agency_id"),
            named("agency", "agency_name"),
            *columns(Statement, "text addressed_to corrects_id position"),
        ),
        create=Writing(
            forms.StatementForm,
            lambda case, answers: service.add_statement(session_of(case), answers, case.actor),
            about=about_statement,
            require=lambda case: service.require_writer(session_of(case), case.actor),
        ),
        edit=Writing(
            StatementChangeForm,
            change_statement,
            about=about_statement,
            initial=said_now,
            require=lambda case: service.require_writable(session_of(case), None, case.actor),
        ),
        filters=(
            by_id("delegation", Statement.delegation_id),
            by_id("session", Statement.session_id),
            by_choice("kind", Statement.kind, STATEMENT_KINDS),
            by_words("statement", Statement),
        ),
        sorts=(("position", order_by(Statement, "session_id", "position")),),
        load=(
            joinedload(Statement.delegation),
            joinedload(Statement.session),
            joinedload(Statement.agency).selectinload(Agency.names),
        ),
    )
)
