"""Dates as Vietnamese people write them: dd/mm/yyyy, read and printed in Viet Nam's time zone."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

from tracker.core import clock
from tracker.core.i18n import Words, _, _l

TYPED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.ASCII)
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
FIRST_YEAR = 1945
YEARS_AHEAD = 20

WEEKDAYS: tuple[Words, ...] = (
    _l("thứ Hai"),
    _l("thứ Ba"),
    _l("thứ Tư"),
    _l("thứ Năm"),
    _l("thứ Sáu"),
    _l("thứ Bảy"),
    _l("Chủ nhật"),
)


class BadDate(ValueError):
    """No such day, or one too far from now. `sentence` says what to type."""

    def __init__(self, sentence: Words = "") -> None:
        super().__init__(sentence)
        self.sentence: Words = sentence or _l("Ngày không hợp lệ. Nhập dd/mm/yyyy")


class FarDate(BadDate):
    """Rightly written, but of a year that nothing here is about. Says which years are accepted."""

    def __init__(self) -> None:
        years = {"first": FIRST_YEAR, "last": last_year()}
        super().__init__(_l("Ngày không hợp lệ. Nhập dd/mm/yyyy, năm từ %(first)s đến %(last)s.", **years))


def parse_vi(text: str) -> date:
    """15/06/2026, 15/6/2026, 15-6-2026, or 2026-06-15. Raises BadDate."""
    typed = text.strip()
    if found := TYPED.fullmatch(typed):
        day, month, year = (int(part) for part in found.groups())
        return sensible(year, month, day)
    return read_iso(typed)


def parse_iso(text: str) -> date:
    """2026-06-15, as programs send it. Raises BadDate, with a sentence for those who write programs."""
    try:
        return read_iso(text.strip())
    except FarDate as error:
        years = {"first": FIRST_YEAR, "last": last_year()}
        raise BadDate(
            _l("Ngày không hợp lệ. Hãy gửi theo dạng YYYY-MM-DD, năm từ %(first)s đến %(last)s.", **years)
        ) from error
    except BadDate as error:
        raise BadDate(_l("Ngày không hợp lệ. Hãy gửi theo dạng YYYY-MM-DD, ví dụ 2026-06-15.")) from error


def read_iso(text: str) -> date:
    found = ISO.fullmatch(text)
    if not found:
        raise BadDate
    year, month, day = (int(part) for part in found.groups())
    return sensible(year, month, day)


def sensible(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise BadDate from error
    if not FIRST_YEAR <= year <= last_year():
        raise FarDate
    return found


def last_year() -> int:
    return clock.today().year + YEARS_AHEAD


def months_from(day: date, months: int) -> date:
    """The same day so many months later, or earlier when negative; the last of a shorter month.

    >>> months_from(date(2026, 3, 31), -1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def format_vi(day: date) -> str:
    """15/06/2026"""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_moment(moment: datetime) -> str:
    """14:05 15/06/2026, by the wall clock in Viet Nam."""
    there = clock.local(moment)
    return f"{there.hour:02}:{there.minute:02} {format_vi(there.date())}"


def weekday(day: date) -> str:
    """thứ Hai"""
    return str(WEEKDAYS[day.weekday()])


def format_long(day: date) -> str:
    """thứ Hai, 15/06/2026"""
    return _("%(weekday)s, %(date)s", weekday=weekday(day), date=format_vi(day))
