"""The periods that figures are of, as an office writes them: 2024 · 2021 - 2023 · quý I/2024 · từng năm 2021 - 2023."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.core import clock, dates
from tracker.core.i18n import Words, _, _l
from tracker.core.text import fold
from tracker.reporting import wording

EACH = {"": _l("một số cho cả kỳ"), "year": _l("từng năm"), "quarter": _l("từng quý")}
"""How often a figure is asked for within its period."""
QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
YEARS = re.compile(r"(?:nam |giai doan )?(\d{4})(?: (\d{4}))?")
QUARTER = re.compile(r"quy ([1-4]|i{1,3}|iv) (?:nam )?(\d{4})")
REPEATED = re.compile(r"(?:tung|hang|moi) (nam|quy) (?:giai doan )?(\d{4})(?: (\d{4}))?")
CUMULATIVE = ("luy ke", "luy ke den nay")
MOST_CELLS = 40


class BadPeriod(ValueError):
    """Not a period. `sentence` says how to write one."""

    def __init__(self, sentence: Words | None = None) -> None:
        super().__init__(sentence)
        self.sentence: Words = sentence or _l(
            "Kỳ ghi như: 2024; 2021 - 2023; quý I/2024; lũy kế; từng năm 2021 - 2023; từng quý 2024."
        )


@dataclass(frozen=True)
class Period:
    """`kind` as in PERIOD_KINDS; years and quarter as a figure keeps them."""

    kind: str
    first: int | None = None
    last: int | None = None
    quarter: int | None = None

    @property
    def words(self) -> str:
        return wording.period(self.kind, self.first, self.last, self.quarter)

    @property
    def key(self) -> str:
        """Short and stable, to name a cell of a table by: 2024, 2024-3, 2021-2023, now."""
        if self.kind == "cumulative":
            return "now"
        if self.kind == "quarter":
            return f"{self.first}-{self.quarter}"
        return f"{self.first}-{self.last}" if self.kind == "span" else str(self.first)

    @property
    def facts(self) -> dict[str, Any]:
        """As the columns of a figure."""
        return {
            "period_kind": self.kind,
            "period_from": self.first,
            "period_to": self.last,
            "quarter": self.quarter,
        }

    @property
    def order(self) -> tuple[int, int, int]:
        """Figures of one series stand in this order; what is cumulative stands last."""
        if self.first is None:
            return (9999, 0, 0)
        return (self.last or self.first, self.quarter or 5, self.first)


def of(record: Any) -> Period:
    """The period of a figure, or of a line of an outline's table."""
    return Period(record.period_kind, record.period_from, record.period_to, record.quarter)


def of_key(key: str) -> Period:
    """The period that `Period.key` spells so."""
    if key == "now":
        return Period("cumulative")
    first, _dash, rest = key.partition("-")
    if not rest:
        return Period("year", int(first))
    return Period("quarter", int(first), None, int(rest)) if len(rest) == 1 else Period("span", int(first), int(rest))


def parse(text: str) -> tuple[Period, str]:
    """The period meant, and how often a figure is asked for within it (a key of EACH). Raises BadPeriod."""
    typed = fold(text)
    if typed in CUMULATIVE:
        return Period("cumulative"), ""
    if found := QUARTER.fullmatch(typed):
        return Period("quarter", year(found[2]), None, QUARTERS[found[1]]), ""
    if found := REPEATED.fullmatch(typed):
        each = "year" if found[1] == "nam" else "quarter"
        return span(found[2], found[3] or found[2]), each
    if found := YEARS.fullmatch(typed):
        return (span(found[1], found[2]) if found[2] else Period("year", year(found[1]))), ""
    raise BadPeriod


def span(first: str, last: str) -> Period:
    begins, ends = year(first), year(last)
    if begins > ends:
        raise BadPeriod(_l("Năm kết thúc phải từ năm bắt đầu trở đi."))
    return Period("span", begins, ends) if begins != ends else Period("year", begins)


def year(typed: str) -> int:
    number = int(typed)
    latest = clock.today().year + dates.YEARS_AHEAD
    if not dates.FIRST_YEAR <= number <= latest:
        raise BadPeriod(_l("Hãy nhập năm từ %(first)s đến %(last)s.", first=dates.FIRST_YEAR, last=latest))
    return number


def cells(period: Period, each: str) -> list[Period]:
    """The periods for which a figure is asked: the period itself, or each of its years or quarters."""
    if not each or period.first is None:
        return [period]
    years = range(period.first, (period.last or period.first) + 1)
    if each == "year":
        return [Period("year", number) for number in years]
    return [Period("quarter", number, None, quarter) for number in years for quarter in (1, 2, 3, 4)]


def words(period: Period, each: str) -> str:
    """As it was typed: từng năm 2021 - 2023."""
    if not each:
        return period.words
    when = wording.years(period.kind, period.first, period.last)
    return _("từng năm %(years)s", years=when) if each == "year" else _("từng quý %(years)s", years=when)


def typed(facts: Mapping[str, Any]) -> str:
    """A period in the form in which `parse` reads it, Vietnamese for every reader: it goes back into a box."""
    period = Period(facts["period_kind"], facts["period_from"], facts["period_to"], facts["quarter"])
    years = wording.years(period.kind, period.first, period.last) if period.first is not None else ""
    each = facts.get("each")
    if each:
        return f"từng {'năm' if each == 'year' else 'quý'} {years}"
    if period.kind == "cumulative":
        return "lũy kế"
    return f"quý {wording.ROMAN[period.quarter]}/{years}" if period.quarter else years
