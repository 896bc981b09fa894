"""A feed as iCalendar (RFC 5545): sessions with their hour or the whole day, deadlines, the time zone of Viet Nam."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from tracker.core import clock
from tracker.core.i18n import _, _n
from tracker.schedule import queries
from tracker.schedule.due import ReportDue
from tracker.sessions.models import PARTS

PRODUCT = "-//tracker//Giam sat HDND//VI"
SINCE_1975 = datetime(1975, 6, 13)  # noqa: DTZ001 - a wall clock's own time begins here
SEVEN_HOURS = timedelta(hours=7)
LONGEST = 500
"""Characters of a title or a place: enough to recognise it."""


def written(name: str, sessions: Iterable[Any], deadlines: Iterable[ReportDue], site: str) -> bytes:
    """The calendar as bytes; the same records give the same bytes. `site` is the address people type."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add_component(viet_nam())
    for row in sessions:
        calendar.add_component(session_event(row, site))
    for due in deadlines:
        calendar.add_component(deadline_event(due, site))
    found: bytes = calendar.to_ical()
    return found


def viet_nam() -> Timezone:
    """One offset all year, since 1975."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", clock.HANOI.key)
    standard.add("dtstart", SINCE_1975)
    standard.add("tzoffsetfrom", SEVEN_HOURS)
    standard.add("tzoffsetto", SEVEN_HOURS)
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def session_event(row: Any, site: str) -> Event:
    event = begun(f"session-{row.id}", row, f"{site}/sessions/{row.id}")
    title = row.title or row.code
    if row.starts_at is None:
        whole_day(event, row.held_on)
        event.add("summary", f"{title[:LONGEST]} ({PARTS[row.part]})")
    else:
        event.add("dtstart", datetime.combine(row.held_on, row.starts_at, tzinfo=clock.HANOI))
        event.add("summary", title[:LONGEST])
    if row.place:
        event.add("location", row.place[:LONGEST])
    event.add("description", f"{row.delegation}: {row.subject[:LONGEST]}")
    event.add("status", "CANCELLED" if queries.is_called_off(row.state) else "CONFIRMED")
    return event


def deadline_event(due: ReportDue, site: str) -> Event:
    event = begun(due.key, due, f"{site}{path_of(due)}")
    whole_day(event, due.day)
    event.add("summary", _("Hạn nộp báo cáo: %(code)s", code=in_words(due)))
    event.add("description", "\n".join(part[:LONGEST] for part in (due.agency, due.title) if part))
    event.add("transp", "TRANSPARENT")
    return event


def path_of(due: ReportDue) -> str:
    if due.request_id is not None:
        return f"/report-requests/{due.request_id}"
    return f"/delegations/{due.delegation_id}" + ("/requests" if due.agencies else "")


def in_words(due: ReportDue) -> str:
    """The codes, and how many agencies where there are several."""
    if due.agencies < 2:
        return due.code
    return f"{due.code} ({_n('%(num)s cơ quan', '%(num)s cơ quan', due.agencies)})"


def begun(key: str, row: Any, url: str) -> Event:
    """What every event has: a name for ever, the version that grows with each change, the moment of the last one."""
    event = Event()
    event.add("uid", f"{key}@{url.partition('://')[2].partition('/')[0]}")
    event.add("dtstamp", row.updated_at)
    event.add("last-modified", row.updated_at)
    event.add("sequence", row.row_version)
    event.add("url", url)
    return event


def whole_day(event: Event, day: date) -> None:
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
