"""The schedule: the year by month, one month, how often agencies are called, and feeds for other calendars."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core import clock, dates
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.delegations.models import Delegation
from tracker.schedule import load, queries, rights, service
from tracker.schedule.due import ReportDue, deadlines
from tracker.schedule.models import CalendarFeed
from tracker.schedule.years import is_year, months_at_work
from tracker.sessions.models import PARTS, WorkingSession
from tracker.web import kit, once_shown, paging, ways
from tracker.web.kit import me

pages = Blueprint("schedule", __name__, url_prefix="/schedule")


@pages.route("")
def index() -> Response:
    """`?year=2026`; with `&month=3` that month alone, all of it."""
    year, month = year_asked(), request.args.get("month", type=row_number)
    if month is not None and 1 <= month <= 12:
        return of_month(year, month)
    months = months_of(year)
    rows = queries.running(me(), year, page=paging.number(), size=paging.size())
    return kit.show(
        "schedule/index.html",
        year=year,
        wrong_year=is_wrong_year(),
        months=months,
        ways=ways.written(written_days(due for month in months for due in reports_due(month["lines"]))),
        page=paging.page(rows, queries.count_running(me(), year)),
        address=paging.address,
        months_at_work=lambda row: months_at_work(row, year),
        parts=PARTS,
        session_tag=lambda name: kit.state_tag("session", name),
        tag=lambda name: kit.state_tag("delegation", name),
        **around(year),
    )


def of_month(year: int, month: int) -> Response:
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    due = deadlines(me(), first, last)
    rows = queries.of_month(me(), first, last, page=paging.number(), size=paging.size())
    return kit.show(
        "schedule/month.html",
        year=year,
        month=month,
        page=paging.page(rows, queries.count_of_month(me(), first, last)),
        address=paging.address,
        deadlines=due,
        ways=ways.written(written_days(due)),
        earlier=dates.months_from(first, -1),
        later=dates.months_from(first, 1),
        parts=PARTS,
        session_tag=lambda name: kit.state_tag("session", name),
    )


def months_of(year: int) -> list[dict[str, Any]]:
    """Twelve lists: the first sessions of the month, how many more there are, and the deadlines in it."""
    sessions, due = defaultdict(list), defaultdict(list)
    for row in queries.of_year(me(), year):
        sessions[row.held_on.month].append(row)
    for one in deadlines(me(), date(year, 1, 1), date(year, 12, 31)):
        due[one.day.month].append(one)
    return [
        {
            "number": month,
            "lines": lines(sessions[month], due[month][: queries.PER_MONTH]),
            "more": sessions[month][0].in_month - len(sessions[month]) if sessions[month] else 0,
            "has_more_deadlines": len(due[month]) > queries.PER_MONTH,
            "is_now": (year, month) == (clock.today().year, clock.today().month),
        }
        for month in range(1, 13)
    ]


def lines(sessions: list[Any], due: list[ReportDue]) -> list[dict[str, Any]]:
    """Sessions and deadlines together, by day."""
    found = [(row.held_on, {"is_session": True, "row": row}) for row in sessions]
    found += [(one.day, {"is_session": False, "row": one}) for one in due]
    return [line for _day, line in sorted(found, key=lambda entry: entry[0])]


def reports_due(shown: list[dict[str, Any]]) -> list[ReportDue]:
    """The deadlines among these lines."""
    return [line["row"] for line in shown if not line["is_session"]]


def written_days(due: Iterable[ReportDue]) -> list[tuple[str, date]]:
    """(code, day that a document names) of these deadlines."""
    return [(one.code, day) for one in due for day in one.written]


def year_asked() -> int:
    """The year in the address; this year where it is none."""
    asked = request.args.get("year", type=row_number)
    return asked if asked is not None and is_year(asked) else clock.today().year


def is_wrong_year() -> bool:
    asked = request.args.get("year")
    return bool(asked) and asked != str(year_asked())


def around(year: int) -> dict[str, Any]:
    """The years before and after, where there are such."""
    return {
        "earlier": year - 1 if is_year(year - 1) else None,
        "later": year + 1 if is_year(year + 1) else None,
        "may_compare": rights.may_compare(me()),
    }


# --- agencies ---------------------------------------------------------------------------------------------------------


@pages.route("/agencies")
def agencies() -> Response:
    """Agency × month: how many sessions, and where that is more than usual."""
    if not rights.may_compare(me()):
        raise Forbidden
    year, councils = year_asked(), me().councils_as(*rights.READS_ALL)
    page = paging.page(
        queries.called(councils, year, page=paging.number(), size=paging.size()), queries.count_called(councils, year)
    )
    return kit.show(
        "schedule/agencies.html",
        year=year,
        wrong_year=is_wrong_year(),
        page=page,
        address=paging.address,
        loads=load.of_year([row.id for row in page.rows], year, limits()),
        limits=limits(),
        **around(year),
    )


def limits() -> load.Limits:
    settings = kit.settings()
    return load.Limits(settings.agency_sessions_year, settings.agency_sessions_month)


@pages.app_template_global("agency_load")
def agency_load(delegation: Delegation, session: WorkingSession | None = None, form: Any = None) -> Markup:
    """What to say where a session is planned or read: which of its agencies are called often, and by which sessions."""
    if not rights.may_be_told(delegation, me()):
        return Markup("")
    found = load.overloads(
        asked_agencies(delegation, session, form),
        asked_day(session, form),
        me(),
        limits(),
        but=session.id if session else None,
    )
    shown = render_template("schedule/_load.html", overloads=found, limits=limits()) if found else ""
    return Markup(shown)  # noqa: S704 - our own template, which escapes


def asked_agencies(delegation: Delegation, session: WorkingSession | None, form: Any) -> dict[int, str]:
    """Those ticked in the form, else the session's, else all that the delegation supervises; id → name."""
    if form is not None:
        ticked = set(form.agency_ids.data or ())
        return {entry.agency_id: entry.name_then for entry in delegation.agencies if entry.agency_id in ticked}
    entries = session.agencies if session is not None else delegation.supervised
    return {entry.agency_id: entry.name_then for entry in entries}


def asked_day(session: WorkingSession | None, form: Any) -> date:
    typed = form.held_on.data if form is not None else None
    if isinstance(typed, date):
        return typed
    return session.held_on if session is not None else clock.today()


# --- feeds ------------------------------------------------------------------------------------------------------------


@pages.route("/feeds")
def feeds() -> Response:
    council_id = kit.sole_council()
    may_keep = service.may_keep(me(), council_id)
    return kit.show(
        "schedule/feeds.html",
        own=next(iter(queries.live(user_id=me().id)), None),
        council_feed=next(iter(queries.live(council_id=council_id)), None) if may_keep else None,
        may_keep=may_keep,
    )


@pages.route("/feeds/mine", methods=["GET", "POST"])
def make_own() -> Response:
    if request.method == "POST":
        return once_shown.made(address_of(service.make_own(me())), url_for(".make_own"))
    return shown_once(_("Đường dẫn lịch của tôi"))


@pages.route("/feeds/council", methods=["GET", "POST"])
def make_for_council() -> Response:
    council_id = kit.sole_council()
    if not service.may_keep(me(), council_id):
        raise Forbidden
    if request.method == "POST":
        token = service.make_for_council(council_id, me())
        return once_shown.made(address_of(token), url_for(".make_for_council"))
    return shown_once(_("Đường dẫn lịch của Hội đồng"))


def address_of(token: str) -> str:
    return f"{kit.settings().base_url.rstrip('/')}{url_for('feeds.calendar', token=token)}"


def shown_once(title: str) -> Response:
    return kit.show("schedule/address.html", address=once_shown.here(), heading=title, back=url_for(".feeds"))


@pages.route("/feeds/<int:id>/revoke", methods=["POST"])
def revoke(id: int) -> Response:
    feed: CalendarFeed = access.find("feed", id, me())
    service.revoke(feed, me())
    return kit.done(url_for(".feeds"), _("Đã thu hồi đường dẫn lịch. Lịch ở máy khác sẽ không cập nhật nữa."))
