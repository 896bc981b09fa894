"""What a session says: putting answers into it, the rules that concern several of them, and its lists as words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from tracker.core.dates import format_vi
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.sessions.models import (
    PARTS,
    Attendance,
    Invitation,
    SessionAgency,
    Statement,
    WorkingSession,
)
from tracker.sessions.words import attendee, programme_item
from tracker.sessions.workflow import AGENCIES_OF_DELEGATION, CHAIR_IS_MEMBER, DAY_HAS_COME, SESSION, has_met

OWN = (
    *("title", "kind", "held_on", "part", "starts_at", "place", "places_visited"),
    *("chair", "chair_office", "source_name", "inferred"),
)
SAID = ("kind", "speaker", "speaker_office", "agency_id", "text", "addressed_to")
NOON = time(12)
USUAL_TITLES = {"working": ("Cuộc làm việc", "với"), "survey": ("Khảo sát thực tế", "tại")}
"""A session's title is a name in the record, so it is Vietnamese for every reader."""


def write(session: WorkingSession, answers: Mapping[str, Any]) -> None:
    """Put the answers into the session; Invalid by field when they contradict each other or the delegation."""
    named_itself, known_day = session.title in (None, "", usual_title(session)), session.held_on
    for name in OWN:
        if name in answers:
            setattr(session, name, answers[name])
    session.places_visited = session.places_visited or ""
    problems = wrong_agencies(session, answers)
    if not problems and "agency_ids" in answers:
        write_agencies(session, answers["agency_ids"] or [])
    problems = problems or wrong(session) or wrong_day(session, known_day) or wrong_hour(session)
    if problems:
        raise Invalid(problems)
    session.chair_office = session.chair_office or office_of(session)
    if not session.title or (named_itself and not answers.get("title")):
        session.title = usual_title(session)


def wrong_agencies(session: WorkingSession, answers: Mapping[str, Any]) -> dict[str, list[str]]:
    known = {entry.agency_id for entry in session.delegation.agencies}
    if set(answers.get("agency_ids") or []) <= known:
        return {}
    return {"agency_ids": [_("Hãy chọn cơ quan trong danh sách cơ quan của Đoàn.")]}


def wrong(session: WorkingSession) -> dict[str, list[str]]:
    """What was true when the session was notified or held must stay true when it is changed afterwards."""
    asked = [] if session.old_record or not announced(session) else [("chair", CHAIR_IS_MEMBER)]
    if asked:
        asked.append(("agency_ids", AGENCIES_OF_DELEGATION))
    if has_met(session):
        asked.append(("held_on", DAY_HAS_COME))
    return {field: [str(guard.sentence)] for field, guard in asked if guard.holds and not guard.holds(session)}


def wrong_day(session: WorkingSession, known: date | None) -> dict[str, list[str]]:
    """Nothing of a delegation comes before it; and those who were told of a day are told of another one."""
    founded = session.delegation.established_on
    if founded and session.held_on < founded and not session.old_record:
        day = format_vi(founded)
        return {"held_on": [_("Đoàn thành lập ngày %(day)s, cuộc làm việc không thể họp trước ngày đó.", day=day)]}
    if known not in (None, session.held_on) and announced(session) and not has_met(session):
        return {"held_on": [_("Cuộc làm việc đã thông báo. Muốn đổi ngày thì dùng bước “Hoãn”, rồi thông báo lại.")]}
    return {}


def wrong_hour(session: WorkingSession) -> dict[str, list[str]]:
    if session.starts_at is None or session.part == "whole_day":
        return {}
    if (session.part == "afternoon") is (session.starts_at >= NOON):
        return {}
    part = PARTS[session.part]
    return {"starts_at": [_("Buổi %(part)s không bắt đầu lúc %(hour)s.", part=part, hour=f"{session.starts_at:%H:%M}")]}


def announced(session: WorkingSession) -> bool:
    return has_met(session) or "notice_sent_on" in SESSION.state(session.state).needs


def write_agencies(session: WorkingSession, ids: Sequence[int]) -> None:
    """Rows that stay are left alone, since a new twin would meet the old one."""
    known = {entry.agency_id: entry.agency for entry in session.delegation.agencies}
    for entry in [entry for entry in session.agencies if entry.agency_id not in ids]:
        session.agencies.remove(entry)
    there = {entry.agency_id for entry in session.agencies}
    for id in ids:
        if id not in there:
            name = known[id].name_on(session.held_on)
            session.agencies.append(SessionAgency(agency_id=id, agency=known[id], name_then=name))


def office_of(session: WorkingSession) -> str:
    """The chair's office as the delegation's list of members has it."""
    return next((member.office for member in session.delegation.members if member.name == session.chair), "")


def usual_title(session: WorkingSession) -> str:
    """Cuộc làm việc với Ban Quản lý Khu kinh tế Hải Phòng và Sở Công Thương"""
    what, with_ = USUAL_TITLES[session.kind or "working"]
    names = agencies(session)
    if not names:
        return what
    return f"{what} {with_} " + " và ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def agencies(session: WorkingSession) -> list[str]:
    return [entry.name_then for entry in session.agencies]


def attendance(session: WorkingSession) -> list[str]:
    return [attendee(entry) for entry in session.attendance]


def attended(entry: Attendance) -> list[str]:
    """All that is known of one who came, for the event of a correction."""
    on = f"{entry.authorised_on:%d/%m/%Y}" if entry.authorised_on else ""
    known = (attendee(entry), entry.in_place_of, entry.authorisation_number, on)
    return [part for part in known if part]


def programme(session: WorkingSession) -> list[str]:
    return [programme_item(item) for item in session.programme]


def invitations(session: WorkingSession) -> list[str]:
    return [invited(invitation) for invitation in session.invitations]


def invited(invitation: Invitation) -> str:
    """Trần Văn Thử, Phó Giám đốc, Sở Công Thương"""
    return ", ".join(part for part in (invitation.name, invitation.office, invitation.body) if part)


def captions(session: WorkingSession) -> list[str]:
    return [photograph.caption for photograph in session.photographs]


def write_statement(statement: Statement, answers: Mapping[str, Any]) -> None:
    for name in SAID:
        if name in answers:
            setattr(statement, name, answers[name])
    known = {entry.agency_id for entry in statement.session.delegation.agencies}
    if statement.agency_id is not None and statement.agency_id not in known:
        raise Invalid({"agency_id": [_("Hãy chọn cơ quan trong danh sách cơ quan của Đoàn.")]})
