"""How a date was computed: from which day, by which rule, over which rest days, and how sure all that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tracker.core.dates import format_long, format_vi
from tracker.core.i18n import Words, _, _n

Direction = Literal["forward", "backward"]
WORKING_DAY = "working_day"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """A number of days of the law, as it is in force for a time (domain.md 6.3)."""

    key: str
    ruleset: str
    days: int
    unit: str
    direction: Direction
    valid_from: date
    valid_to: date | None = None
    label: Words = ""
    legal_basis: str = ""
    verified: bool = False

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass(frozen=True)
class Rest:
    """A day off: `name` is empty for an ordinary weekend."""

    day: date
    name: str = ""
    confirmed: bool = True


@dataclass(frozen=True)
class Computed:
    """A date with the way to it. `rule` and `start` are None when the day stands in a document."""

    ends_on: date
    """The day shown: at its end the deadline passes."""
    raw_end: date
    """Where counting ended, before rest days were looked at."""
    start: date | None = None
    rule: Rule | None = None
    at_raw_end: Rest | None = None
    """Why `raw_end` is not worked."""
    skipped: tuple[Rest, ...] = ()
    """Rest days passed over: after or before `raw_end`, or while counting working days; in order."""
    counted: tuple[Rest, ...] = ()
    """Holidays that counted as days, because the rule speaks of days."""
    made_up: tuple[date, ...] = ()
    """Saturdays and Sundays that counted as working days."""
    unsure_days: tuple[Rest, ...] = ()
    unsure_years: tuple[int, ...] = ()

    @property
    def is_moved(self) -> bool:
        return self.ends_on != self.raw_end

    @property
    def is_sure(self) -> bool:
        """The rule was compared with its text, and every day on the way with an announcement."""
        verified = self.rule is None or self.rule.verified
        return verified and not self.unsure_days and not self.unsure_years

    @property
    def sentences(self) -> list[str]:
        """The way to the date, in sentences that a reader can check by hand."""
        return [*self.how(), *self.by_what(), *self.doubts]

    def how(self) -> list[str]:
        if self.rule is None or self.start is None:
            return self.as_written()
        if self.rule.unit == WORKING_DAY:
            return self.in_working_days(self.start, self.rule)
        return self.in_days(self.start, self.rule)

    def as_written(self) -> list[str]:
        if self.at_raw_end is None:
            return [_("Thời hạn %(day)s là ngày làm việc, tính đến hết ngày đó.", day=format_long(self.raw_end))]
        day, why = format_long(self.raw_end), self.at_raw_end.name or _("ngày nghỉ hằng tuần")
        return [_("Thời hạn ghi trong văn bản là %(day)s, rơi vào %(why)s.", day=day, why=why), self.rolled()]

    def in_days(self, start: date, rule: Rule) -> list[str]:
        about = {"start": format_vi(start), "days": rule.days, "day": format_vi(self.raw_end)}
        why = named(self.at_raw_end) if self.at_raw_end else _("ngày làm việc")
        if rule.direction == "backward":
            found = [_("%(start)s trừ %(days)s ngày là %(day)s (%(why)s).", **about, why=why)]
        else:
            found = [_("%(start)s cộng %(days)s ngày là %(day)s (%(why)s).", **about, why=why)]
        if self.counted:
            found.append(_("Tính cả ngày lễ trong khoảng này: %(rests)s.", rests=listed(self.counted)))
        return [*found, self.rolled()] if self.at_raw_end else found

    def in_working_days(self, start: date, rule: Rule) -> list[str]:
        about = {"start": format_vi(start), "day": format_vi(self.raw_end)}
        if rule.direction == "backward":
            found = [_("%(start)s trừ %(days)s ngày làm việc là %(day)s.", days=rule.days, **about)]
        else:
            found = [_("%(start)s cộng %(days)s ngày làm việc là %(day)s.", days=rule.days, **about)]
        if self.skipped:
            found.append(_("Không tính ngày nghỉ: %(rests)s.", rests=listed(self.skipped)))
        if self.made_up:
            days = ", ".join(format_vi(day) for day in self.made_up)
            found.append(_("Có tính ngày làm bù: %(days)s.", days=days))
        return found

    def rolled(self) -> str:
        """From a rest day to the working day that is shown."""
        day = format_long(self.ends_on) + (f" ({listed(self.skipped)})" if self.skipped else "")
        if self.ends_on < self.raw_end:
            return _("Ngày làm việc liền trước: %(day)s.", day=day)
        return _(
            "Hạn vào ngày nghỉ thì tính đến hết ngày làm việc tiếp theo (Điều 148 Bộ luật Dân sự 2015): %(day)s.",
            day=day,
        )

    def by_what(self) -> list[str]:
        """The rule and its legal basis."""
        if self.rule is None:
            return []
        found = [_("Quy định: %(label)s, %(amount)s.", label=self.rule.label, amount=amount(self.rule))]
        if self.rule.legal_basis:
            found.append(_("Căn cứ: %(basis)s.", basis=self.rule.legal_basis))
        if self.rule.direction == "backward":
            found.append(_("Việc phải làm trước một ngày thì không dời về sau; ngày đó không tính."))
        else:
            found.append(_("Ngày đầu không tính (Điều 147 Bộ luật Dân sự 2015)."))
        return found

    @property
    def doubts(self) -> list[str]:
        """What nobody has confirmed yet, and the date rests on."""
        found = []
        if self.rule is not None and not self.rule.verified:
            found.append(_("Số ngày của quy định này chưa được đối chiếu với văn bản gốc."))
        found += [
            _("%(day)s (%(name)s) chưa thấy thông báo chính thức.", day=format_vi(rest.day), name=rest.name)
            for rest in self.unsure_days
        ]
        found += [_("Lịch nghỉ năm %(year)s chưa được xác nhận.", year=year) for year in self.unsure_years]
        return found


def amount(rule: Rule) -> str:
    """ "10 ngày trước", "5 ngày làm việc"."""
    if rule.unit == WORKING_DAY:
        words = _n("%(num)s ngày làm việc", "%(num)s ngày làm việc", rule.days)
    else:
        words = _n("%(num)s ngày", "%(num)s ngày", rule.days)
    return _("%(amount)s trước", amount=words) if rule.direction == "backward" else words


def named(rest: Rest) -> str:
    """Why a day is off: "Ngày Chiến thắng 30/4, nghỉ"."""
    if not rest.name:
        return _("nghỉ cuối tuần")
    return plain(rest.name) if is_said(rest.name) else _("%(name)s, nghỉ", name=rest.name)


def is_said(name: str) -> bool:
    """Does the name itself say that the day is off?"""
    return name.casefold().startswith("nghỉ")


def plain(name: str) -> str:
    return name[:1].lower() + name[1:] if is_said(name) else name


def listed(rests: Iterable[Rest]) -> str:
    """Rest days in a row under one name: "27–28/04 nghỉ cuối tuần; 29/04 nghỉ hoán đổi, làm bù 04/5/2024"."""
    spans = list(in_rows(rests))
    weekends = [span for span in spans if not span[0].name]
    if len(weekends) > 2:
        spans = [span for span in spans if span[0].name]
    words = [f"{span_words(row[0].day, row[-1].day)} {plain(row[0].name) or _('nghỉ cuối tuần')}" for row in spans]
    if len(weekends) > 2:
        off = sum(len(row) for row in weekends)
        words.append(_n("%(num)s ngày nghỉ cuối tuần", "%(num)s ngày nghỉ cuối tuần", off))
    return "; ".join(words)


def in_rows(rests: Iterable[Rest]) -> Iterator[list[Rest]]:
    row: list[Rest] = []
    for rest in rests:
        if row and (rest.name != row[-1].name or rest.day != row[-1].day + ONE_DAY):
            yield row
            row = []
        row.append(rest)
    if row:
        yield row


def span_words(first: date, last: date) -> str:
    """27/04, 27–28/04, 30/04–01/05."""
    if first == last:
        return f"{first:%d/%m}"
    return f"{first:%d}–{last:%d/%m}" if first.month == last.month else f"{first:%d/%m}–{last:%d/%m}"
