"""Days, years and day counts as kinds of records: everybody reads them, administrators keep them (domain.md 6.2)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import true

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.calendar.models import CalendarDay, CalendarYear
from tracker.calendar.rules import DayRule, about
from tracker.core.i18n import _l
from tracker.workflow import engine

NOWHERE = Place(council_id=0)
"""They hold for every council."""

DAY_NAMES = {
    "day": _l("Ngày"),
    "kind": _l("Loại"),
    "name": _l("Tên, lý do"),
    "legal_basis": _l("Căn cứ"),
    "source": _l("Nguồn"),
    "confirmed": _l("Đã có thông báo chính thức"),
}
YEAR_NAMES = {
    "announcement": _l("Thông báo"),
    "confirmed_at": _l("Xác nhận lúc"),
    "confirmed_by_id": _l("Người xác nhận"),
}
RULE_NAMES = {
    "key": _l("Mã"),
    "ruleset": _l("Bộ quy định"),
    "days": _l("Số ngày"),
    "unit": _l("Đơn vị"),
    "legal_basis": _l("Căn cứ"),
    "verified": _l("Đã đối chiếu với văn bản gốc"),
    "valid_from": _l("Áp dụng từ ngày"),
    "valid_to": _l("Áp dụng đến ngày"),
}


def rule_title(rule: DayRule) -> str:
    return f"{about(rule.key).label} ({rule.ruleset})"


def register(name: str, model: type[Any], **facts: Any) -> Kind:
    return engine.register(
        Kind(name=name, model=model, visible=lambda _actor: true(), place=lambda _row: NOWHERE, **facts)
    )


DAY = register(
    "calendar_day",
    CalendarDay,
    label=_l("Ngày trong lịch"),
    plural="calendar-days",
    title=lambda day: day.name,
    thread=lambda day: ("calendar_year", day.day.year),
    names=lambda: DAY_NAMES,
)
YEAR = register(
    "calendar_year",
    CalendarYear,
    label=_l("Lịch nghỉ của năm"),
    plural="calendar-years",
    title=lambda year: year.announcement,
    names=lambda: YEAR_NAMES,
)
RULE = register(
    "day_rule",
    DayRule,
    label=_l("Quy định số ngày"),
    plural="rules",
    title=rule_title,
    names=lambda: RULE_NAMES,
)
