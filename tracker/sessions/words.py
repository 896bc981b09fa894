"""One who came and one item of a programme, as words."""

from __future__ import annotations

from tracker.sessions.models import Attendance, ProgrammeItem


def attendee(entry: Attendance) -> str:
    """Bùi Đức Quang, Phó Chủ tịch HĐND thành phố"""
    body = "" if (entry.body or "") in entry.name else entry.body
    return ", ".join(part for part in (entry.name, entry.office, body) if part)


def programme_item(item: ProgrammeItem) -> str:
    """14:00 Báo cáo của Sở Công Thương (lãnh đạo Sở)"""
    hour = f"{item.starts_at:%H:%M}" if item.starts_at else ""
    presenter = f"({item.presenter})" if item.presenter else ""
    return " ".join(part for part in (hour, item.text, presenter) if part)
