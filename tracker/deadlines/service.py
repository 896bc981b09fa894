"""What administrators do to the calendar: days, removals, the confirmation of a year. `moving.carry_out` makes it so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.calendar import queries, rules
from tracker.calendar.models import DAY_KINDS, CalendarDay, CalendarYear
from tracker.calendar.service import Entry, check
from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.text import clean
from tracker.deadlines.changes import Change, require_keeper, write_changed, write_created, write_removed
from tracker.extensions import db

FACTS = ("kind", "name", "legal_basis", "source", "confirmed")


def putting(entries: Sequence[Entry], actor: Actor, *, reason: str = "", new: bool = False) -> Change:
    """Enter these days, or change those that are known. Invalid by field; `new`: none of them may be known."""
    require_keeper(actor)
    cleaned = [tidy(entry) for entry in entries]
    for entry in cleaned:
        check(entry)
    if new:
        refuse_known(cleaned)
    return Change(
        words=tuple(told(entry) for entry in cleaned),
        after=rules.basis().with_days({entry.day: entry.special for entry in cleaned}),
        write=lambda: [put(entry, actor, reason=reason) for entry in cleaned],
        reason=reason,
    )


def tidy(entry: Entry) -> Entry:
    return replace(entry, name=clean(entry.name), legal_basis=clean(entry.legal_basis), source=clean(entry.source))


def refuse_known(entries: Iterable[Entry]) -> None:
    known = [format_vi(entry.day) for entry in entries if queries.get(entry.day)]
    if known:
        days = ", ".join(known)
        raise Invalid({"day": [_("Đã có trong lịch: %(days)s. Hãy mở ngày đó để sửa.", days=days)]})


def told(entry: Entry) -> str:
    """One line of a preview."""
    sure = _("đã có thông báo chính thức") if entry.confirmed else _("chưa có thông báo chính thức")
    return f"{format_vi(entry.day)}: {DAY_KINDS[entry.kind]} – {entry.name} ({sure})"


def put(entry: Entry, actor: Actor, *, reason: str = "") -> CalendarDay:
    known = queries.get(entry.day)
    row = known or CalendarDay(day=entry.day)
    earlier = audit.snapshot(row) if known else {}
    for name in FACTS:
        setattr(row, name, getattr(entry, name))
    if known is None:
        write_created(row, actor, reason=reason)
    else:
        write_changed(row, earlier, actor, reason=reason)
    reopen(entry.day.year, actor)
    return row


def removing(row: CalendarDay, actor: Actor, *, reason: str) -> Change:
    """From now on this is an ordinary day of the week."""
    require_keeper(actor)
    day = row.day

    def write() -> None:
        write_removed(row, actor, reason=reason)
        reopen(day.year, actor)

    return Change(
        words=(_("%(day)s: bỏ “%(name)s”, là ngày thường", day=format_vi(day), name=row.name),),
        after=rules.basis().with_days({day: None}),
        write=write,
        reason=reason,
    )


def reopen(number: int, actor: Actor) -> None:
    """What somebody confirmed is no longer what stands there."""
    year = queries.year(number)
    if year is not None and year.is_confirmed:
        earlier = audit.snapshot(year)
        year.confirmed_at = year.confirmed_by_id = None
        write_changed(year, earlier, actor, action="reopened")


def confirm_year(number: int, announcement: str, actor: Actor, *, awaited: Collection[date] = ()) -> CalendarYear:
    """This person has compared the days of the year with the announcement. It covers all of them but those `awaited`, which
    go on counting as days that no announcement has confirmed."""
    require_keeper(actor)
    days = queries.of_year(number)
    if not days:
        raise Invalid(_("Chưa có ngày nào trong lịch năm %(year)s. Hãy nhập trước khi xác nhận.", year=number))
    for day in days:
        earlier = audit.snapshot(day)
        day.confirmed = day.day not in awaited
        write_changed(day, earlier, actor, reason=announcement)
    year = queries.year(number)
    if year is None:
        year = CalendarYear(id=number, announcement="", created_by_id=actor.id)
    earlier = audit.snapshot(year)
    year.announcement, year.confirmed_at, year.confirmed_by_id = announcement, clock.now(), actor.id
    db.session.add(year)
    db.session.flush()
    write_changed(year, earlier, actor, action="confirmed")
    rules.forget()
    return year


def entry_of(row: CalendarDay, answers: dict[str, Any]) -> Entry:
    """The day as it would be with these answers."""
    return Entry(day=row.day, **{name: answers.get(name, getattr(row, name)) for name in FACTS})


def entries_of(answers: dict[str, Any]) -> list[Entry]:
    """One entry for each day from `day` to `last_day`. Invalid when the period ends before it begins, or is too long."""
    first: date = answers["day"]
    last: date = answers.get("last_day") or first
    if last < first:
        raise Invalid({"last_day": [_("Ngày cuối phải từ ngày đầu trở đi.")]})
    number = (last - first).days + 1
    if number > MOST_AT_ONCE:
        raise Invalid({"last_day": [_("Mỗi lần nhập nhiều nhất %(most)s ngày.", most=MOST_AT_ONCE)]})
    facts = {name: answers.get(name) or "" for name in ("kind", "name", "legal_basis", "source")}
    days = [date.fromordinal(first.toordinal() + n) for n in range(number)]
    return [Entry(day=day, confirmed=bool(answers.get("confirmed")), **facts) for day in days]


MOST_AT_ONCE = 31
