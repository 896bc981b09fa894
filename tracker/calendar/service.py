"""Entering and removing days of the calendar. Who may, what it moves and its event: `tracker.deadlines`."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from tracker.calendar import days, queries
from tracker.calendar.days import Special
from tracker.calendar.models import HOLIDAY, KINDS, SWAP_OFF, SWAP_WORK, CalendarDay
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.text import clean
from tracker.extensions import db

FILE = Path(__file__).with_name("days.csv")


@dataclass(frozen=True)
class Entry:
    """One line of the calendar, as it is entered or read from a file."""

    day: date
    kind: str
    name: str
    legal_basis: str = ""
    source: str = ""
    confirmed: bool = False

    @property
    def special(self) -> Special:
        return Special(self.day, self.kind == SWAP_WORK, self.name, self.confirmed)


def set_day(entry: Entry) -> CalendarDay:
    """Enter a day or change it; Invalid by field."""
    check(entry)
    known = queries.get(entry.day)
    row = known or CalendarDay(day=entry.day)
    for name in ("kind", "name", "legal_basis", "source"):
        setattr(row, name, clean(getattr(entry, name)))
    row.confirmed = entry.confirmed
    db.session.add(row)
    db.session.flush()
    days.forget()
    return row


def remove_day(row: CalendarDay) -> None:
    """From now on this is an ordinary day of the week."""
    db.session.delete(row)
    db.session.flush()
    days.forget()


def fill() -> int:
    """Enter the days of our own file that are not there yet; returns how many. What was changed by hand stays."""
    known = set(db.session.scalars(select(CalendarDay.day)))
    fresh = [entry for entry in read(FILE) if entry.day not in known]
    for entry in fresh:
        set_day(entry)
    return len(fresh)


def read(path: Path) -> list[Entry]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Entry(
                day=date.fromisoformat(row["day"]),
                kind=row["kind"],
                name=row["name"],
                legal_basis=row["legal_basis"],
                source=row["source"],
                confirmed=row["confirmed"] == "true",
            )
            for row in csv.DictReader(lines)
        ]


def check(entry: Entry) -> None:
    problems: dict[str, list[str]] = {}
    weekend = entry.day.weekday() >= days.SATURDAY
    if entry.kind not in KINDS:
        problems["kind"] = [_("Hãy chọn: ngày lễ, nghỉ hoán đổi, hoặc làm bù.")]
    if entry.kind == SWAP_WORK and not weekend:
        problems["day"] = [_("Ngày làm bù phải là thứ Bảy hoặc Chủ nhật.")]
    if entry.kind == SWAP_OFF and weekend:
        problems["day"] = [_("Ngày nghỉ hoán đổi phải từ thứ Hai đến thứ Sáu.")]
    if not clean(entry.name):
        problems["name"] = [_("Hãy nhập tên ngày nghỉ.") if entry.kind == HOLIDAY else _("Hãy nhập lý do.")]
    if problems:
        raise Invalid(problems)
