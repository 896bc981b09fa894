"""What the papers of a session begin with, so that nobody types again what the session already knows."""

from __future__ import annotations

from tracker.sessions.models import WorkingSession
from tracker.sessions.words import attendee, programme_item


def secretary(session: WorkingSession) -> str:
    """Who has signed as secretary, else the delegation's only one."""
    names = [member.name for member in session.delegation.members if member.role == "secretary" and not member.left_on]
    return session.secretary_name or (names[0] if len(names) == 1 else "")


def minutes(session: WorkingSession) -> str:
    """The minutes so far, else their head; nothing before something was said.

    The statements are named and not repeated: they are read beside it, and an amendment changes them in their place.
    """
    if session.minutes_text or not session.statements:
        return session.minutes_text or ""
    return "\n".join(part for part in (*head(session), *people(session), *course(session)) if part)


def head(session: WorkingSession) -> list[str]:
    hour = f"{session.starts_at:%H:%M}, " if session.starts_at else ""
    place = f"Địa điểm: {session.place}." if session.place else ""
    return [f"{session.title}.", f"Thời gian: {hour}ngày {session.held_on:%d/%m/%Y}.", place]


def people(session: WorkingSession) -> list[str]:
    chair = ", ".join(part for part in (session.chair, session.chair_office) if part)
    came = "; ".join(attendee(entry) for entry in session.attendance)
    return [f"Chủ trì: {chair}." if chair else "", f"Thành phần dự: {came}." if came else ""]


def course(session: WorkingSession) -> list[str]:
    programme = [programme_item(item) for item in session.programme]
    codes = [statement.code for statement in session.statements]
    said = codes[0] if len(codes) == 1 else f"{codes[0]} đến {codes[-1]}"
    listed = [f"Chương trình: {'; '.join(programme)}."] if programme else []
    return [*listed, f"Các phát biểu {said} ghi kèm là một phần của biên bản này."]
