"""Do the declared parts of a total add up to it? A difference is told, never mended, and never stored as a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.numbers import format_vi
from tracker.core.text import fold, nfc
from tracker.reporting import wording
from tracker.reporting.models import Figure

LARGEST_SHARE = 100
NOT_A_SHARE = ("tang", "giam", "toc do", "chi so", "ke hoach", "so voi", "hoan thanh", "du toan")
"""Words that say that a percentage is a rate, an index or a fulfilment, and may pass 100."""
MAY_BE_NEGATIVE = ("%", "usd", "vnd", "vnđ", "eur", "đồng", "điểm", "°c")
"""Money, percentages and the like can fall below nought; projects, houses and people cannot."""

MEASURE = re.compile(
    "trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|đồng|đ|vnd|vnđ|usd|eur|euro|tấn|tạ|yến|kg|g|mg|ha|héc-ta|hecta|sào|mẫu|"
    "[kcdm]?m[23²³]?|mét|lít|ml|l|[kmg]?wh?|mva|kv|giờ|phút|ngày|tháng|năm|lần|lượng|điểm|độ|°c|hệ"
)
"""The first word of a unit that can have decimals; other units count whole things: căn, người, dự án."""


class Differs(Invalid):
    """The parts do not add up and nobody has said why: a warning with the difference, and a question."""


@dataclass(frozen=True)
class Sum:
    """A total beside the sum of its declared parts: figures, or what an agency has typed and not sent yet."""

    total: Any
    parts: tuple[Any, ...]
    added: Decimal

    @property
    def holds(self) -> bool:
        return bool(self.added == self.total.value)

    @property
    def difference(self) -> Decimal:
        apart: Decimal = self.added - self.total.value
        return abs(apart)

    @property
    def gap(self) -> str:
        """lệch 0,27 tỷ USD"""
        return _("lệch %(difference)s", difference=wording.measured(self.difference, self.total.unit))

    @property
    def codes(self) -> str:
        """SL-03 + SL-04"""
        return " + ".join(part.code for part in self.parts)

    @property
    def addition(self) -> str:
        """10,51 + 7,58"""
        return " + ".join(format_vi(part.value) for part in self.parts)

    @property
    def text(self) -> str:
        """= SL-03 + SL-04 (10,51 + 7,58 = 18,09 ✓)"""
        if self.holds:
            return f"= {self.codes} ({self.addition} = {format_vi(self.total.value)} ✓)"
        return f"= {self.codes} ({self.addition} ≠ {format_vi(self.total.value)}: {self.gap})"

    @property
    def warning(self) -> str:
        return _(
            "%(codes)s = %(added)s, %(gap)s so với %(total)s (%(value)s). "
            "Hãy kiểm tra lại các số. Nếu báo cáo ghi đúng như vậy, hãy ghi chú rồi lưu.",
            codes=self.codes,
            added=wording.measured(self.added, self.total.unit),
            gap=self.gap,
            total=self.total.code or _("số liệu này"),
            value=wording.figure(self.total),
        )


def sum_of(total: Figure) -> Sum | None:
    """The check of a total; None when it declares no parts, or when they may not be added (see `why_not`)."""
    return added_up(total, tuple(entry.part for entry in total.parts))


def added_up(total: Any, parts: tuple[Any, ...]) -> Sum | None:
    """As `sum_of`; each row has value, qualifier, unit and the period's columns of a figure."""
    if not parts or why_apart([total, *parts]):
        return None
    return Sum(total, parts, sum((part.value for part in parts), Decimal(0)))


def why_not(total: Figure) -> str:
    """Why the parts of a total cannot be compared with it: another unit, period, or a number that is not exact."""
    rows = [total, *(entry.part for entry in total.parts)]
    return why_apart(rows) if len(rows) > 1 else ""


def why_apart(rows: Sequence[Any]) -> str:
    if any(row.qualifier != "exactly" for row in rows):
        return _("Không kiểm tra tổng: có số liệu không phải số đúng (gần, trên, dưới, khoảng).")
    if len({row.unit for row in rows}) > 1:
        return _("Không kiểm tra tổng: các số liệu khác đơn vị.")
    if len({(row.period_kind, row.period_from, row.period_to, row.quarter) for row in rows}) > 1:
        return _("Không kiểm tra tổng: các số liệu khác kỳ.")
    return ""


def require_explained(figure: Figure, totals: Sequence[Figure], note: str, known: dict[int, Decimal]) -> None:
    """Raise Differs when saving `figure` leaves a total that its parts do not make and nobody explains.

    `totals`: the figure itself and the totals that it is a part of; `known`: differences by total that somebody has
    explained before: they are not asked about again.
    """
    for total in totals:
        found = sum_of(total)
        if found is None or found.holds or note.strip():
            continue
        if total.difference_note and known.get(total.id) == found.difference:
            continue
        raise Differs({"difference_note": [found.warning]})


def is_base_of(figure: Figure, others: Sequence[Figure]) -> list[str]:
    """Codes of the figures whose "from – to" begins at this one."""
    return [
        other.code
        for other in others
        for said in other.comparisons
        if said.kind == "from_to"
        and (other.indicator, other.unit) == (figure.indicator, figure.unit)
        and said.value == figure.value
        and said.against_from == figure.period_from
    ]


def wrong_value(value: Decimal, unit: str, indicator: str) -> str:
    """What is wrong with a figure's number for its unit; empty when nothing is."""
    if value < 0 and is_share(unit, indicator):
        return _("Tỷ trọng, tỷ lệ không thể âm. Hãy kiểm tra lại số.")
    if value < 0 and not any(word in nfc(unit).lower() for word in MAY_BE_NEGATIVE):
        return _("Số lượng (%(unit)s) không thể âm. Hãy kiểm tra lại số.", unit=unit)
    if value > LARGEST_SHARE and is_share(unit, indicator):
        return _(
            "Tỷ trọng, tỷ lệ không quá %(most)s. Nếu đây là mức đạt so với kế hoạch hoặc tốc độ tăng, "
            "hãy ghi ở phần so sánh.",
            most=f"{LARGEST_SHARE}%",
        )
    return ""


def counts_whole(unit: str) -> bool:
    """Does it count things of which there are no fractions? Not money, measures, shares, rates, thousands of a thing."""
    words = nfc(unit).lower().split()
    return bool(words) and not MEASURE.fullmatch(words[0]) and not any(mark in unit for mark in "%‰/")


def is_share(unit: str, indicator: str) -> bool:
    folded = fold(indicator)
    return unit == wording.PERCENT and not any(word in folded for word in NOT_A_SHARE)
