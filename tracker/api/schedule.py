"""/schedule: the year by month, one month, delegations at work, how often agencies are called; the warning of one session."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope, settings
from tracker.api.filters import Wrong, asked, number, refuse_unknown
from tracker.api.lists import numbered
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, page, paging, query, ref
from tracker.api.records import PAGING, size_asked
from tracker.api.records import told as page_told
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.comparing import looking
from tracker.core import clock, dates
from tracker.core.errors import Forbidden, Invalid
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.delegations.workflow import DELEGATION
from tracker.schedule import load, queries, rights
from tracker.schedule.due import ReportDue, deadlines
from tracker.schedule.load import Limits, Load, Overload
from tracker.schedule.years import is_year, months_at_work
from tracker.sessions.models import PARTS, WorkingSession
from tracker.sessions.workflow import SESSION, has_met

MOST_AGENCIES = 50


# --- the calendar -----------------------------------------------------------------------------------------------------


def of_year() -> Response:
    """Twelve months, each with its first sessions and deadlines and how many more there are of either."""
    require_scope()
    refuse_unknown(request.args, ["year"])
    year = year_asked()
    sessions, due = defaultdict(list), defaultdict(list)
    for row in queries.of_year(me(), year):
        sessions[row.held_on.month].append(row)
    for one in deadlines(me(), date(year, 1, 1), date(year, 12, 31)):
        due[one.day.month].append(one)
    months = [
        {
            "month": month,
            "sessions": [session(row) for row in sessions[month]],
            "more_sessions": sessions[month][0].in_month - len(sessions[month]) if sessions[month] else 0,
            "deadlines": [deadline(one) for one in due[month][: queries.PER_MONTH]],
            "more_deadlines": max(0, len(due[month]) - queries.PER_MONTH),
        }
        for month in range(1, 13)
    ]
    return respond(Answer({"items": months, "next": None, "total": len(months), "year": year}))


def of_month() -> Response:
    """Every session of a month, a page at a time, and all deadlines in it."""
    require_scope()
    given = request.args
    refuse_unknown(given, [*PAGING[:2], "year", "month"])
    year, month = year_asked(), asked(given, "month", month_read) if "month" in given else clock.today().month
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    size = size_asked(given.get("size", ""))
    found = numbered(
        lambda page: queries.of_month(me(), first, last, page=page, size=size),
        queries.count_of_month(me(), first, last),
        name=f"schedule {first:%Y-%m}",
        after=given.get("after"),
        size=size,
    )
    body = page_told(found, [session(row) for row in found.rows])
    due = [deadline(one) for one in deadlines(me(), first, last)]
    return respond(Answer({**body, "year": year, "month": month, "deadlines": due}))


def at_work() -> Response:
    """The delegations of a year by their first day, and the months in which each was at work."""
    require_scope()
    given = request.args
    refuse_unknown(given, [*PAGING[:2], "year"])
    year, size = year_asked(), size_asked(given.get("size", ""))
    found = numbered(
        lambda page: queries.running(me(), year, page=page, size=size),
        queries.count_running(me(), year),
        name=f"at work {year}",
        after=given.get("after"),
        size=size,
    )
    return respond(Answer({**page_told(found, [delegation(row, year) for row in found.rows]), "year": year}))


def year_asked() -> int:
    return int(asked(request.args, "year", year_read)) if "year" in request.args else clock.today().year


def year_read(raw: str) -> int:
    year = number(raw)
    if not is_year(year):
        last = clock.today().year + dates.YEARS_AHEAD
        raise Wrong(_("Hãy gửi một năm từ %(first)s đến %(last)s.", first=dates.FIRST_YEAR, last=last))
    return year


def month_read(raw: str) -> int:
    month = number(raw)
    if not 1 <= month <= 12:
        raise Wrong(_("Hãy gửi một tháng từ 1 đến 12."))
    return month


def session(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "code": row.code,
        "title": row.title,
        "held_on": row.held_on,
        "part": row.part,
        "part_label": str(PARTS[row.part]),
        "starts_at": row.starts_at,
        "place": row.place,
        "state": row.state,
        "state_label": str(SESSION.state(row.state).label),
        "delegation": row.delegation,
        "delegation_title": row.subject,
        "href": f"{PREFIX}/sessions/{row.id}",
    }


def deadline(due: ReportDue) -> dict[str, Any]:
    """Where it stands in the calendar, and the days that documents give."""
    return {
        "key": due.key,
        "day": due.day,
        "written_on": list(due.written),
        "delegation_id": due.delegation_id,
        "delegation": due.delegation,
        "delegation_title": due.title,
        "request_id": due.request_id,
        "request": due.request,
        "agency": due.agency,
        "agencies": due.agencies,
        "href": f"{PREFIX}/report-requests/{due.request_id}"
        if due.request_id
        else f"{PREFIX}/delegations/{due.delegation_id}",
    }


def delegation(row: Any, year: int) -> dict[str, Any]:
    return {
        "id": row.id,
        "code": row.code,
        "title": row.title,
        "state": row.state,
        "state_label": str(DELEGATION.state(row.state).label),
        "established_on": row.established_on,
        "ended_on": row.ended_on,
        "months": months_at_work(row, year),
        "href": f"{PREFIX}/delegations/{row.id}",
    }


# --- agencies ---------------------------------------------------------------------------------------------------------


def agencies() -> Response:
    """Sessions of each agency by month, the busiest first, and where that is more than usual."""
    require_scope()
    if not rights.may_compare(me()):
        raise Forbidden
    given = request.args
    refuse_unknown(given, [*PAGING[:2], "year"])
    year, size, councils = year_asked(), size_asked(given.get("size", "")), me().councils_as(*rights.READS_ALL)
    found = numbered(
        lambda page: queries.called(councils, year, page=page, size=size),
        queries.count_called(councils, year),
        name=f"agencies {year}",
        after=given.get("after"),
        size=size,
    )
    loads = load.of_year([row.id for row in found.rows], year, limits())
    items = [agency(row, loads[row.id]) for row in found.rows]
    return respond(Answer({**page_told(found, items), "year": year, "limits": in_limits(limits())}))


def limits() -> Limits:
    return Limits(settings().agency_sessions_year, settings().agency_sessions_month)


def in_limits(known: Limits) -> dict[str, int]:
    return {"in_twelve_months": known.in_year, "in_month": known.in_month}


def agency(row: Any, known: Load) -> dict[str, Any]:
    return {
        "agency_id": row.id,
        "agency": row.name,
        "sessions": row.sessions,
        "months": list(known.months),
        "most_in_twelve_months": known.most,
        "is_over_year": known.is_over_year,
        "months_over": [month for month in range(1, 13) if known.is_over_month(month)],
        "href": f"{PREFIX}/agencies/{row.id}",
    }


def of_planned(id: int) -> Response:
    """What to know before a session is planned: `?on=` (today unless told), `&agencies=3,4` (those that the delegation
    supervises unless told)."""
    delegation = told_of(looking.of_council(id, me()))
    given = request.args
    refuse_unknown(given, ["on", "agencies"])
    on = asked(given, "on", day_read) if "on" in given else clock.today()
    entries = {entry.agency_id: entry.name_then for entry in delegation.agencies}
    wanted = {entry.agency_id for entry in delegation.supervised}
    if "agencies" in given:
        wanted = set(asked(given, "agencies", ids_read))
        if strange := sorted(wanted - entries.keys()):
            names = ", ".join(map(str, strange))
            raise Invalid({"agencies": [_("Đoàn không có cơ quan số %(ids)s.", ids=names)]})
    return overloads({id: name for id, name in entries.items() if id in wanted}, on)


def of_session(id: int) -> Response:
    """The same for a session that is still ahead: its own day and agencies. One that has met is warned of no more."""
    session: WorkingSession = access.find("session", id, me())
    if not rights.may_be_told(session.delegation, me()):
        looking.of_council(session.delegation_id, me())
    told_of(session.delegation)
    refuse_unknown(request.args, [])
    names = {entry.agency_id: entry.name_then for entry in session.agencies}
    return overloads({} if has_met(session) else names, session.held_on, but=session.id)


def told_of(delegation: Delegation) -> Delegation:
    require_scope()
    if not rights.may_be_told(delegation, me()):
        raise Forbidden
    return delegation


def overloads(names: Mapping[int, str], on: date, *, but: int | None = None) -> Response:
    found = load.overloads(names, on, me(), limits(), but=but)
    items = [overload(one) for one in found]
    body = {"items": items, "next": None, "total": len(items), "on": on, "limits": in_limits(limits())}
    return respond(Answer(body))


def overload(known: Overload) -> dict[str, Any]:
    """Numbers that are more than usual; null where they are not. `sessions` are those that the caller may read."""
    return {
        "agency": known.agency,
        "in_twelve_months": known.in_year,
        "in_month": known.in_month,
        "sessions": [session(row) for row in known.others],
        "unnamed": known.unnamed,
    }


def day_read(raw: str) -> date:
    try:
        return dates.parse_iso(raw)
    except dates.BadDate as wrong:
        raise Wrong(str(wrong.sentence)) from wrong


def ids_read(raw: str) -> list[int]:
    """3,4"""
    parts = raw.split(",")
    if len(parts) > MOST_AGENCIES:
        raise Wrong(_("Nêu nhiều nhất %(most)s số.", most=MOST_AGENCIES))
    return [number(part) for part in parts]


ADDRESSES: tuple[Address, ...] = (
    ("/schedule", "schedule", {"GET": of_year}),
    ("/schedule/month", "schedule_month", {"GET": of_month}),
    ("/schedule/delegations", "schedule_delegations", {"GET": at_work}),
    ("/schedule/agencies", "schedule_agencies", {"GET": agencies}),
    (f"/delegations/{ID}/agency-load", "delegation_agency_load", {"GET": of_planned}),
    (f"/sessions/{ID}/agency-load", "session_agency_load", {"GET": of_session}),
)


# --- the description --------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
DAY: Schema = {"type": "string", "format": "date"}
OR_NULL: Schema = {"type": ["integer", "null"]}
SCHEDULED: Schema = {
    "type": "object",
    "properties": {
        "id": INTEGER,
        "held_on": DAY,
        "part": {"enum": list(PARTS)},
        "starts_at": {"type": ["string", "null"], "format": "time"},
        "state": {"enum": [state.name for state in SESSION.states]},
        "place": {"type": ["string", "null"]},
        **dict.fromkeys(("code", "title", "part_label", "state_label", "delegation", "delegation_title", "href"), TEXT),
    },
}
DUE: Schema = {
    "type": "object",
    "properties": {
        "key": TEXT,
        "day": DAY,
        "written_on": {"type": "array", "items": DAY},
        "delegation_id": INTEGER,
        "request_id": OR_NULL,
        "agencies": INTEGER,
        **dict.fromkeys(("delegation", "delegation_title", "request", "agency", "href"), TEXT),
    },
}
SESSIONS: Schema = {"type": "array", "items": ref("ScheduledSession")}
DEADLINES: Schema = {"type": "array", "items": ref("ReportDue")}
LIMITS: Schema = {"type": "object", "properties": {"in_twelve_months": INTEGER, "in_month": INTEGER}}
MONTH: Schema = {
    "type": "object",
    "properties": {
        "month": INTEGER,
        "sessions": SESSIONS,
        "more_sessions": INTEGER,
        "deadlines": DEADLINES,
        "more_deadlines": INTEGER,
    },
}
AT_WORK: Schema = {
    "type": "object",
    "properties": {
        "id": INTEGER,
        **dict.fromkeys(("code", "title", "state_label", "href"), TEXT),
        "state": {"enum": [state.name for state in DELEGATION.states]},
        "established_on": DAY,
        "ended_on": {"type": ["string", "null"], "format": "date"},
        "months": {"type": "array", "items": {"type": "boolean"}, "minItems": 12, "maxItems": 12},
    },
}
CALLED: Schema = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("agency", "href"), TEXT),
        **dict.fromkeys(("agency_id", "sessions", "most_in_twelve_months"), INTEGER),
        "months": {"type": "array", "items": INTEGER, "minItems": 12, "maxItems": 12},
        "is_over_year": {"type": "boolean"},
        "months_over": {"type": "array", "items": INTEGER},
    },
}
OVERLOAD: Schema = {
    "type": "object",
    "properties": {
        "agency": TEXT,
        "in_twelve_months": OR_NULL,
        "in_month": OR_NULL,
        "sessions": SESSIONS,
        "unnamed": INTEGER,
    },
}
SCHEMAS: dict[str, Schema] = {"ScheduledSession": SCHEDULED, "ReportDue": DUE}


def with_more(row: Schema, **more: Schema) -> Schema:
    """A page of such rows, with what is said of all of them."""
    described = page(row)
    return {**described, "properties": described["properties"] | more, "required": [*described["required"], *more]}


def described() -> dict[str, dict[str, Operation]]:
    year, warned = query("year", INTEGER), with_more(OVERLOAD, on=DAY, limits=LIMITS)
    days = [query("on", DAY), query("agencies", TEXT, _("Số của các cơ quan, cách nhau bằng dấu phẩy"))]
    words = _("Cơ quan nào làm việc nhiều hơn thường lệ nếu có thêm cuộc này")
    month = [*paging(None), year, query("month", {"type": "integer", "minimum": 1, "maximum": 12})]

    def get(name: str, words: str, tag: str, schema: Schema, parameters: list[Any]) -> dict[str, Operation]:
        return {"get": operation(name, words, tag, ok(schema), parameters)}

    return {
        "/schedule": get("schedule", _("Lịch cả năm theo tháng"), "schedule", with_more(MONTH, year=INTEGER), [year]),
        "/schedule/month": get(
            "schedule_month",
            _("Lịch một tháng: các cuộc làm việc và hạn nộp báo cáo"),
            "schedule",
            with_more(ref("ScheduledSession"), year=INTEGER, month=INTEGER, deadlines=DEADLINES),
            month,
        ),
        "/schedule/delegations": get(
            "schedule_delegations",
            _("Các đoàn làm việc trong năm"),
            "schedule",
            with_more(AT_WORK, year=INTEGER),
            [*paging(None), year],
        ),
        "/schedule/agencies": get(
            "schedule_agencies",
            _("Số cuộc làm việc của mỗi cơ quan theo tháng"),
            "schedule",
            with_more(CALLED, year=INTEGER, limits=LIMITS),
            [*paging(None), year],
        ),
        "/delegations/{id}/agency-load": get(
            "delegations_agency_load", words, "delegations", warned, [ID_PARAMETER, *days]
        ),
        "/sessions/{id}/agency-load": get("sessions_agency_load", words, "sessions", warned, [ID_PARAMETER]),
    }
