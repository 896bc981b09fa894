"""Asking people to come, what they answered, and who came of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE, OF_AGENCY
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.sessions import facts, service
from tracker.sessions.models import Attendance, Invitation, WorkingSession
from tracker.sessions.workflow import awaits_replies
from tracker.workflow import engine

TYPED = ("name", "office", "body", "sent_on")
HEAD_OF_AGENCY = "người đứng đầu cơ quan"
"""Part of the record, so it is Vietnamese for every reader."""
ANSWERED = ("reply", "deputy_name", "deputy_office", "reply_note")


def add(session: WorkingSession, answers: Mapping[str, Any], actor: Actor) -> Invitation:
    """Invite a person or a body; answers: name, office, body, agency_id, sent_on."""
    engine.require_reword(session, actor)
    earlier, told = audit.snapshot(session), facts.invitations(session)
    invitation = Invitation(position=len(session.invitations))
    write(session, invitation, answers)
    service.require_not_there(session.invitations, invitation, _l("%(name)s đã có trong danh sách mời."))
    session.invitations.append(invitation)
    engine.edited(session, actor, earlier, also={"invitations": (told, facts.invitations(session))})
    return invitation


def change(session: WorkingSession, invitation: Invitation, answers: Mapping[str, Any], actor: Actor) -> None:
    """Change whom the invitation names, and when it was sent."""
    engine.require_reword(session, actor)
    earlier, told = audit.snapshot(session), facts.invitations(session)
    before = {name: audit.plain(getattr(invitation, name)) for name in TYPED}
    write(session, invitation, answers)
    after = {name: audit.plain(getattr(invitation, name)) for name in TYPED}
    if before != after:
        also = {
            "invitations": (told, facts.invitations(session)),
            "invitation_sent_on": (before["sent_on"], after["sent_on"]),
        }
        engine.edited(session, actor, earlier, also=also)


def remove(session: WorkingSession, invitation: Invitation, actor: Actor) -> None:
    engine.require_reword(session, actor)
    earlier, told = audit.snapshot(session), facts.invitations(session)
    session.invitations.remove(invitation)
    engine.edited(session, actor, earlier, also={"invitations": (told, facts.invitations(session))})


def write(session: WorkingSession, invitation: Invitation, answers: Mapping[str, Any]) -> None:
    for name in TYPED:
        if name in answers:
            setattr(invitation, name, answers[name] if name == "sent_on" else answers[name] or "")
    if "agency_id" in answers:
        invitation.agency_id = answers["agency_id"]
    names = {entry.agency_id: entry.name_then for entry in session.agencies}
    if invitation.agency_id is not None and invitation.agency_id not in names:
        raise Invalid({"agency_id": [_("Hãy chọn cơ quan dự cuộc làm việc này.")]})
    invitation.body = invitation.body or names.get(invitation.agency_id or 0, "")
    if not invitation.name and not invitation.body:
        raise Invalid({"name": [_("Ghi họ tên người được mời, hoặc cơ quan, đơn vị.")]})


def propose(session: WorkingSession, actor: Actor) -> int:
    """Invite the session's agencies and the delegation's members who are not yet invited; how many were added."""
    engine.require_reword(session, actor)
    agencies = {invitation.agency_id for invitation in session.invitations}
    names = {invitation.name for invitation in session.invitations}
    wanted: list[dict[str, Any]] = [
        {"agency_id": entry.agency_id, "body": entry.name_then}
        for entry in session.agencies
        if entry.agency_id not in agencies
    ]
    wanted += [
        {"name": member.name, "office": member.office}
        for member in session.delegation.members
        if member.left_on is None and member.name not in names
    ]
    if wanted:
        earlier, told = audit.snapshot(session), facts.invitations(session)
        for about in wanted:
            session.invitations.append(Invitation(position=len(session.invitations), **about))
        engine.edited(session, actor, earlier, also={"invitations": (told, facts.invitations(session))})
    return len(wanted)


# --- answers ----------------------------------------------------------------------------------------------------------


def may_know_reply(invitation: Invitation, actor: Actor) -> bool:
    """What was answered is for the Council's side, and for the agency that answered."""
    return invitation.agency_id in actor.agency_ids or bool(
        access.roles_on(actor, invitation.session) & set(COUNCIL_SIDE)
    )


def may_reply(session: WorkingSession, invitation: Invitation, actor: Actor) -> bool:
    try:
        require_reply(session, invitation, actor)
    except (Forbidden, Impossible):
        return False
    return True


def require_reply(session: WorkingSession, invitation: Invitation, actor: Actor) -> None:
    """An agency answers for itself once it has been told; for others, and on paper, office and secretary write it down."""
    if invitation.agency_id in actor.agency_ids and access.roles_on(actor, session) & set(OF_AGENCY):
        if not awaits_replies(session):
            raise Impossible(_("Chỉ trả lời được sau khi có thông báo và trước khi họp."))
        return
    engine.require_reword(session, actor)


def reply(session: WorkingSession, invitation: Invitation, answers: Mapping[str, Any], actor: Actor) -> None:
    """Write down whether they come; answers: reply (comes, deputy, declines), deputy_name, deputy_office, reply_note."""
    require_reply(session, invitation, actor)
    problems = incomplete(answers)
    if problems:
        raise Invalid(problems)
    before = {name: audit.plain(getattr(invitation, name)) for name in ANSWERED}
    for name in ANSWERED:
        setattr(invitation, name, answers.get(name) or (None if name == "reply" else ""))
    if invitation.reply != "deputy":
        invitation.deputy_name = invitation.deputy_office = ""
    invitation.replied_at, invitation.replied_by_id = clock.now(), actor.id
    after = {name: audit.plain(getattr(invitation, name)) for name in ANSWERED}
    engine.touch(session, actor)
    db.session.flush()
    roles = access.roles_on(actor, session)
    audit.record(
        session,
        "replied",
        actor,
        role=next((role for role in (*OF_AGENCY, *engine.state_of(session).edit) if role in roles), ""),
        before=told(invitation, before),
        after=told(invitation, after),
        audience=engine.audience(engine.state_of(session)),
        agency_id=invitation.agency_id,
    )


def incomplete(answers: Mapping[str, Any]) -> dict[str, list[str]]:
    if answers.get("reply") == "deputy" and not answers.get("deputy_name"):
        return {"deputy_name": [_("Hãy nhập họ tên người dự thay.")]}
    if answers.get("reply") == "declines" and not answers.get("reply_note"):
        return {"reply_note": [_("Không dự được thì phải nêu lý do.")]}
    return {}


def told(invitation: Invitation, answered: Mapping[str, Any]) -> dict[str, Any]:
    """What the event keeps: whom it concerns and what was answered."""
    kept = {
        "invitations": [facts.invited(invitation)],
        "reply": answered["reply"],
        "reply_note": answered["reply_note"],
    }
    deputy = ", ".join(part for part in (answered["deputy_name"], answered["deputy_office"]) if part)
    return {name: value for name, value in (kept | {"deputy": deputy}).items() if value}


# --- from invitations to attendance -----------------------------------------------------------------------------------


def fill_attendance(session: WorkingSession, actor: Actor) -> int:
    """Everybody invited who has not declined and is not yet on the list came; how many were added."""
    engine.require_reword(session, actor)
    there = {(entry.name, entry.body) for entry in session.attendance}
    added = [
        entry
        for invitation in session.invitations
        if invitation.reply != "declines" and (entry := attendee(session, invitation)) is not None
        if (entry.name, entry.body) not in there
    ]
    if added:
        earlier, came = audit.snapshot(session), facts.attendance(session)
        for entry in added:
            entry.position = len(session.attendance)
            session.attendance.append(entry)
        engine.edited(session, actor, earlier, also={"attendance": (came, facts.attendance(session))})
        service.index(session)
    return len(added)


def attendee(session: WorkingSession, invitation: Invitation) -> Attendance | None:
    """Whoever comes for an invitation: the person, the deputy in their place, or people of the body, without names."""
    if invitation.reply == "deputy":
        instead = invitation.name or HEAD_OF_AGENCY
        return Attendance(
            name=invitation.deputy_name,
            office=invitation.deputy_office,
            body=invitation.body,
            role="attendee",
            in_place_of=instead,
            is_group=False,
        )
    name = invitation.name or invitation.body
    if not name:
        return None
    return Attendance(
        name=name,
        office=invitation.office,
        body=invitation.body if invitation.name else "",
        role=role_of(session, invitation.name),
        is_group=not invitation.name,
    )


def role_of(session: WorkingSession, name: str) -> str:
    if name and name == session.chair:
        return "chair"
    members = [member for member in session.delegation.members if member.name == name and not member.left_on]
    return "secretary" if any(member.role == "secretary" for member in members) else "attendee"
