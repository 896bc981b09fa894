"""A past moment as people and programs name it: a day, which means its end, or a time of a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tracker.core import clock, dates
from tracker.core.dates import BadDate
from tracker.core.i18n import _l

EXACT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)(Z|[+ -]\d\d:\d\d)?", re.ASCII)
CLOCK = r"(\d{1,2}:\d\d)"
TYPED = re.compile(rf"(?:{CLOCK}\s+(?:ngày\s+)?(\S+)|(\S+)\s+{CLOCK})")
TICK = timedelta(microseconds=1)
NOT_READ = _l("Thời điểm không hợp lệ. Nhập dd/mm/yyyy, hoặc giờ và ngày như 16:05 27/11/2026.")
NOT_READ_BY_PROGRAMS = _l(
    "Thời điểm không hợp lệ. Hãy gửi một ngày như 2026-03-31, hoặc ngày giờ có múi giờ như 2026-03-31T16:05:00+07:00."
)


@dataclass(frozen=True)
class Moment:
    """What was known then, events of that very moment included."""

    at: datetime
    day: date | None = None
    """Set where a whole day was asked for: then `at` is its end."""

    @property
    def address(self) -> str:
        """As an address names it, so that the same is found again."""
        return self.day.isoformat() if self.day else clock.local(self.at).isoformat(timespec="microseconds")

    @property
    def in_file_names(self) -> str:
        """2026-06-20 of a whole day, 2026-06-20-1605 of a time of it, in Viet Nam."""
        return self.day.isoformat() if self.day else f"{clock.local(self.at):%Y-%m-%d-%H%M}"

    @property
    def typed(self) -> str:
        """As a person may type it."""
        return dates.format_vi(self.day) if self.day else dates.format_moment(self.at)

    def __str__(self) -> str:
        return self.typed


def end_of(day: date) -> datetime:
    """The last moment of that day in Viet Nam."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.HANOI) - TICK


def read(text: str, *, for_programs: bool = False) -> Moment:
    """31/03/2026, 2026-03-31, 16:05 31/03/2026, 2026-03-31T16:05:00+07:00. Raises BadDate. Today is not over yet: it
    means now. Programs name a day in ISO, and a time with its offset."""
    given = text.strip()
    try:
        moment = exact(given, needs_offset=for_programs)
        if moment is None and not for_programs:
            moment = by_the_clock(given)
        if moment is not None:
            return Moment(moment)
        return whole(dates.read_iso(given) if for_programs else dates.parse_vi(given))
    except ValueError as error:
        raise BadDate(NOT_READ_BY_PROGRAMS if for_programs else NOT_READ) from error


def whole(day: date) -> Moment:
    return Moment(clock.now()) if day == clock.today() else Moment(end_of(day), day)


def exact(text: str, *, needs_offset: bool) -> datetime | None:
    """None where it is no ISO moment. A plus sign in an address may have become a space."""
    found = EXACT.fullmatch(text)
    if not found:
        return None
    day, hour, offset = found.groups()
    if offset is None and needs_offset:
        raise BadDate
    dates.read_iso(day)
    return datetime.fromisoformat(f"{day}T{hour}{(offset or '+07:00').replace(' ', '+')}")


def by_the_clock(text: str) -> datetime | None:
    """16:05 27/11/2026, or the other way round, in Viet Nam; that minute to its end, this one as far as it has gone."""
    found = TYPED.fullmatch(text)
    if not found:
        return None
    hour, minute = ((found[1] or found[4]) or "").split(":")
    day = dates.parse_vi(found[2] or found[3])
    start = datetime.combine(day, time(int(hour), int(minute)), tzinfo=clock.HANOI)
    end = start + timedelta(minutes=1) - TICK
    return clock.now() if start <= clock.now() <= end else end
