"""The calendar as it was known at a moment: what has been written since is taken back, by its events.

Days and years that came with the product were always known. Rules that count days are not looked back at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from tracker.audit.models import AuditEvent
from tracker.calendar import days
from tracker.calendar.models import CalendarDay, CalendarYear
from tracker.extensions import db

KINDS = ("calendar_day", "calendar_year")
FACTS = ("day", "kind", "name", "confirmed")


@contextmanager
def known_at(moment: datetime) -> Iterator[None]:
    """Inside, working days are counted by the calendar as it was known at that moment."""
    later = events_after(moment)
    if not later:
        yield
        return
    kept = db.session().info
    present = kept.get(days.CACHE)
    days.keep(*taken_back(later))
    try:
        yield
    finally:
        days.forget()
        if present is not None:
            kept[days.CACHE] = present


def events_after(moment: datetime) -> list[AuditEvent]:
    """Newest first."""
    query = select(AuditEvent).where(AuditEvent.subject_kind.in_(KINDS), AuditEvent.at > moment)
    return list(db.session.scalars(query.order_by(AuditEvent.id.desc())))


def taken_back(later: Iterable[AuditEvent]) -> tuple[tuple[days.Row, ...], tuple[int, ...]]:
    rows: dict[int, dict[str, Any]] = {
        row.id: {name: getattr(row, name) for name in FACTS} for row in db.session.scalars(select(CalendarDay))
    }
    confirmed = set(db.session.scalars(select(CalendarYear.id).where(CalendarYear.confirmed_at.is_not(None))))
    for event in later:
        if event.subject_kind == "calendar_year":
            (confirmed.add if (event.before or {}).get("confirmed_at") else confirmed.discard)(event.subject_id)
        elif event.action == "created":
            rows.pop(event.subject_id, None)
        else:
            row = rows.setdefault(event.subject_id, {"name": "", "confirmed": False})
            row |= {name: value for name, value in (event.before or {}).items() if name in FACTS}
    told = sorted((as_day(row["day"]), row["kind"], row["name"], row["confirmed"]) for row in rows.values())
    return tuple(told), tuple(sorted(confirmed))


def as_day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
