"""Figures in words, as an office prints them: "trên 13,7 tỷ USD", "tăng gần 1,7 lần so với giai đoạn 2015 - 2020"."""

from __future__ import annotations

import re
from decimal import Decimal

from tracker.core.i18n import _
from tracker.core.numbers import format_vi
from tracker.core.text import fold
from tracker.reporting.models import DIRECTIONS, QUALIFIERS, Comparison, Figure

PERCENT = "%"
PAGES = re.compile(r"\d+(\s*[-–,;]\s*\d+)*")
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
LONGEST_KEY = 600


def series_key(indicator: str, unit: str) -> str:
    """What the figures of one series have in common, whatever marks and capitals they are written with."""
    return f"{fold(indicator)}|{fold(unit) or unit.strip()}"[:LONGEST_KEY]


def figure(reported: Figure) -> str:
    """trên 13,7 tỷ USD"""
    return amount(reported.qualifier, reported.value, reported.unit)


def amount(qualifier: str, value: Decimal | None, unit: str) -> str:
    """A number with its qualifier and unit; "exactly" is not said."""
    return qualified(qualifier, measured(value, unit) if value is not None else "")


def qualified(qualifier: str, words: str) -> str:
    if qualifier == "exactly":
        return words
    return _("%(qualifier)s %(amount)s", qualifier=QUALIFIERS[qualifier], amount=words).strip()


def measured(value: Decimal, unit: str) -> str:
    """18,09 tỷ USD; the per cent sign stands close: 45,5%."""
    return f"{format_vi(value)}{unit}" if unit == PERCENT else f"{format_vi(value)} {unit}"


def period(kind: str, first: int | None, last: int | None, quarter: int | None = None) -> str:
    """giai đoạn 2021 - 2023 · năm 2020 · quý III/2024 · lũy kế đến nay"""
    if kind == "cumulative":
        return _("lũy kế đến nay")
    if first is None:
        return ""
    if kind == "year":
        return _("năm %(year)s", year=first)
    if kind == "quarter" and quarter is not None:
        return _("quý %(quarter)s/%(year)s", quarter=ROMAN[quarter], year=first)
    return _("giai đoạn %(years)s", years=years(kind, first, last))


def years(kind: str, first: int | None, last: int | None) -> str:
    """2021 - 2023 · 2020: the years alone, for brackets."""
    if first is None:
        return period(kind, first, last)
    return str(first) if last in (None, first) else f"{first} - {last}"


def period_of(reported: Figure) -> str:
    return period(reported.period_kind, reported.period_from, reported.period_to, reported.quarter)


def scope(reported: Figure) -> str:
    """KCN, KKT; where the source does not state it: chưa có thông tin, with what was inferred."""
    if not reported.scope:
        return _("chưa có thông tin")
    if "scope" in (reported.inferred or []):
        return _("chưa có thông tin (suy đoán: %(scope)s)", scope=reported.scope)
    return reported.scope


def place_in_source(page: str) -> str:
    """trang 12 · trang 3-4 · mục II.1; what names itself already stays as it was typed"""
    if not page or fold(page).startswith(("trang", "tr ", "muc", "phan", "phu luc", "bieu", "bang")):
        return page
    if PAGES.fullmatch(page):
        return _("trang %(page)s", page=page)
    return _("mục %(item)s", item=page)


def agencies(reported: Figure) -> list[str]:
    """The agencies that reported it, by the names they bore on this delegation."""
    then = {entry.agency_id: entry.name_then for entry in reported.delegation.agencies}
    day = reported.delegation.names_day(reported.created_at)
    return [then.get(entry.agency_id) or entry.agency.name_on(day) for entry in reported.agencies]


def comparison(said: Comparison, of: Figure) -> str:
    """One comparison as it was reported; nothing is computed.

    gần 84% kế hoạch tổng thu hút FDI giai đoạn 2021 - 2025 · tăng gần 1,7 lần so với giai đoạn 2015 - 2020 ·
    từ 45,5% (2020) lên 60,6% (2023)
    """
    if said.kind == "from_to":
        return from_to(said, of)
    base = compared_with(said)
    size = size_of(said)
    if said.kind == "percent_of_plan":
        return _("%(amount)s %(plan)s", amount=size, plan=base or _("kế hoạch"))
    if not base:
        return _("%(direction)s %(amount)s", direction=DIRECTIONS[said.direction], amount=size)
    return _("%(direction)s %(amount)s so với %(base)s", direction=DIRECTIONS[said.direction], amount=size, base=base)


def compared_with(said: Comparison) -> str:
    """kế hoạch tổng thu hút FDI giai đoạn 2021 - 2025"""
    when = period(said.against_period_kind, said.against_from, said.against_to)
    return " ".join(part for part in (said.against, when) if part)


def size_of(said: Comparison) -> str:
    number = format_vi(said.value) if said.value is not None else ""
    if said.kind == "times":
        words = _("%(number)s lần", number=number)
    elif said.kind == "percentage_points":
        words = _("%(number)s điểm phần trăm", number=number)
    else:
        words = f"{number}%"
    return qualified(said.qualifier, words)


def from_to(said: Comparison, of: Figure) -> str:
    then = years(said.against_period_kind, said.against_from, said.against_to)
    now = years(of.period_kind, of.period_from, of.period_to)
    start = bracketed(amount(said.qualifier, said.value, of.unit), then)
    end = bracketed(figure(of), now)
    if said.direction == "up":
        return _("từ %(start)s lên %(end)s", start=start, end=end)
    if said.direction == "down":
        return _("từ %(start)s xuống %(end)s", start=start, end=end)
    return _("từ %(start)s đến %(end)s", start=start, end=end)


def bracketed(words: str, when: str) -> str:
    return f"{words} ({when})" if when else words


def comparisons(reported: Figure) -> list[str]:
    return [comparison(said, reported) for said in reported.comparisons]
