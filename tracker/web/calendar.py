"""The calendar: a year at a glance, its days, what the package suggests, its confirmation. Everybody reads it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access, people
from tracker.audit import queries as audit
from tracker.calendar import queries, rules
from tracker.calendar.models import DAY_KINDS, CalendarDay
from tracker.calendar.service import Entry
from tracker.core import clock
from tracker.core.dates import FIRST_YEAR, WEEKDAYS, YEARS_AHEAD, format_long, format_vi
from tracker.core.errors import NotFound
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.deadlines import service, suggestions
from tracker.deadlines.changes import is_keeper, require_keeper
from tracker.deadlines.forms import ConfirmYearForm, DayForm, NewDaysForm, RemoveDayForm, SuggestionsForm
from tracker.web import kit, previews, telling
from tracker.web.kit import me

pages = Blueprint("calendar", __name__, url_prefix="/calendar")
DAY_TAGS = {
    "holiday": ("calendar-event", "info"),
    "swap_off": ("arrow-left-right", "waiting"),
    "swap_work": ("clock", "plain"),
}


@pages.route("")
def index() -> Response:
    return show(request.args.get("year", clock.today().year, type=row_number))


@pages.route("/<int:id>")
def year(id: int) -> Response:
    return show(id)


def show(number: int) -> Response:
    confirmation = queries.year(require_sensible(number))
    days = queries.of_year(number)
    confirmed_by = confirmation.confirmed_by_id if confirmation else None
    return kit.show(
        "calendar/year.html",
        year=number,
        years=years_around(number),
        confirmation=confirmation if confirmation and confirmation.is_confirmed else None,
        confirmed_by=people.get(confirmed_by) if confirmed_by else None,
        days=days,
        unsure=[row for row in days if not row.confirmed],
        months=[month(number, n, days) for n in range(1, 13)],
        kinds=DAY_KINDS,
        tags=DAY_TAGS,
        weekdays=WEEKDAYS,
        may_keep=is_keeper(me()),
        events=story(number) if is_keeper(me()) else [],
    )


def story(number: int) -> list[dict[str, Any]]:
    """Who changed days of this year, and who confirmed it; newest first."""
    return telling.told(audit.of_thread("calendar_year", number, me(), council_side=True), me())


def require_sensible(number: int) -> int:
    if not FIRST_YEAR <= number <= clock.today().year + YEARS_AHEAD:
        raise NotFound
    return number


def years_around(number: int) -> list[int]:
    """The years that have days, this one, and the one to be prepared next."""
    return sorted({*queries.years(), number, clock.today().year, clock.today().year + 1})


def month(number: int, n: int, days: list[CalendarDay]) -> dict[str, Any]:
    first = date(number, n, 1)
    last = date(number + n // 12, n % 12 + 1, 1)
    calendar = rules.basis().days
    return {
        "number": n,
        "days": [row for row in days if row.day.month == n],
        "worked": calendar.count(first, last) - calendar.is_working(last) + calendar.is_working(first),
    }


@pages.route("/days/new", methods=["GET", "POST"])
def new_day() -> Response:
    require_keeper(me())
    number = require_sensible(request.args.get("year", clock.today().year, type=row_number))
    form = kit.form(NewDaysForm)
    if kit.sent(form):
        with kit.trying(form):
            entries = service.entries_of(form.answers)
            change = service.putting(entries, me(), reason=form.reason.data or "", new=True)
            return previews.carried_out(
                form,
                change,
                done=url_for(".year", id=entries[0].day.year),
                title=_("Xem trước khi thêm ngày"),
                button=_("Thêm vào lịch"),
                back=crumb(number),
            )
    return kit.show("calendar/day.html", form=form, title=_("Thêm ngày vào lịch"), row=None, back=crumb(number))


@pages.route("/days/<int:id>", methods=["GET", "POST"])
def edit_day(id: int) -> Response:
    row: CalendarDay = access.find("calendar_day", id, me())
    require_keeper(me())
    form = kit.form(DayForm, {name: getattr(row, name) for name in service.FACTS}, record=row)
    back = crumb(row.day.year)
    if kit.sent(form):
        with kit.trying(form):
            change = service.putting([service.entry_of(row, form.answers)], me(), reason=form.reason.data or "")
            return previews.carried_out(
                form,
                change,
                done=back["url"],
                title=_("Xem trước khi sửa ngày %(day)s", day=format_vi(row.day)),
                button=_("Lưu vào lịch"),
                back=back,
            )
    title = _("Sửa ngày %(day)s", day=format_vi(row.day))
    return kit.show("calendar/day.html", form=form, title=title, row=row, back=back)


@pages.route("/days/<int:id>/remove", methods=["GET", "POST"])
def remove_day(id: int) -> Response:
    row: CalendarDay = access.find("calendar_day", id, me())
    require_keeper(me())
    form = kit.form(RemoveDayForm, record=row)
    back = crumb(row.day.year)
    if kit.sent(form):
        with kit.trying(form):
            return previews.carried_out(
                form,
                service.removing(row, me(), reason=form.reason.data),
                done=back["url"],
                title=_("Xem trước khi bỏ ngày %(day)s", day=format_vi(row.day)),
                button=_("Bỏ khỏi lịch"),
                back=back,
            )
    return kit.show("calendar/remove.html", form=form, row=row, kind=DAY_KINDS[row.kind], back=back)


@pages.route("/<int:id>/suggestions", methods=["GET", "POST"])
def suggest(id: int) -> Response:
    """What the package knows of the year and the calendar does not; the person picks."""
    require_keeper(me())
    found = suggestions.of_year(require_sensible(id))
    offered = [(one.entry.day.isoformat(), in_words(one)) for one in found.fresh]
    form = kit.form(SuggestionsForm, {"days": [value for value, _label in offered]}, offered=offered)
    if kit.sent(form):
        with kit.trying(form):
            change = service.putting(picked(form, found), me(), reason=form.reason.data or "")
            return previews.carried_out(
                form,
                change,
                done=url_for(".year", id=id),
                title=_("Xem trước khi nhận gợi ý cho năm %(year)s", year=id),
                button=_("Đưa vào lịch"),
                back=crumb(id),
            )
    return kit.show("calendar/suggestions.html", form=form, year=id, found=found, kinds=DAY_KINDS, back=crumb(id))


def in_words(one: suggestions.Suggestion) -> str:
    words = f"{format_long(one.entry.day)}: {DAY_KINDS[one.entry.kind]} – {one.entry.name}"
    if one.known is None:
        return words
    kind, name = DAY_KINDS[one.known.kind], one.known.name
    return _("%(words)s (lịch đang ghi: %(kind)s – %(name)s)", words=words, kind=kind, name=name)


def picked(form: SuggestionsForm, found: suggestions.Suggested) -> list[Entry]:
    chosen = set(form.days.data or [])
    facts: dict[str, Any] = {"legal_basis": form.legal_basis.data or "", "confirmed": bool(form.confirmed.data)}
    return [replace(one.entry, **facts) for one in found.fresh if one.entry.day.isoformat() in chosen]


@pages.route("/<int:id>/confirm", methods=["GET", "POST"])
def confirm(id: int) -> Response:
    require_keeper(me())
    known = queries.year(require_sensible(id))
    days = queries.of_year(id)
    unsure = [(row.day.isoformat(), f"{format_vi(row.day)} – {row.name}") for row in days if not row.confirmed]
    form = kit.form(ConfirmYearForm, record=known, unsure=unsure)
    if kit.sent(form):
        with kit.trying(form):
            awaited = {date.fromisoformat(day) for day in form.awaited.data or []}
            service.confirm_year(id, form.announcement.data, me(), awaited=awaited)
            return kit.done(url_for(".year", id=id), _("Đã xác nhận lịch năm %(year)s.", year=id))
    return kit.show("calendar/confirm.html", form=form, year=id, days=days, kinds=DAY_KINDS, back=crumb(id))


def crumb(number: int) -> dict[str, str]:
    return previews.crumb(_("Lịch năm %(year)s", year=number), "calendar.year", id=number)
