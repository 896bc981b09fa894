"""/calendar-days and /rules: read by everybody, kept by administrators; a change moves the deadlines that rest on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import Filter, Wrong, by_choice, by_day, number
from tracker.api.kinds.common import order_by
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, computed, label
from tracker.calendar import queries, rules
from tracker.calendar.models import DAY_KINDS, CalendarDay
from tracker.calendar.rules import RULES, UNITS, DayRule
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _
from tracker.deadlines import moving, ruling, service
from tracker.deadlines.changes import require_keeper
from tracker.deadlines.forms import DayForm, NewRuleForm, OneDayForm, RuleTextForm


def keeper(case: Case) -> None:
    require_keeper(case.actor)


def add_day(case: Case, answers: dict[str, Any]) -> CalendarDay:
    entries = service.entries_of(answers)
    change = service.putting(entries, case.actor, reason=answers.get("reason") or "", new=True)
    written: list[CalendarDay] = moving.carry_out(change, case.actor)
    return written[0]


def change_day(case: Case, answers: dict[str, Any]) -> CalendarDay:
    row: CalendarDay = case.record
    change = service.putting([service.entry_of(row, answers)], case.actor, reason=answers.get("reason") or "")
    moving.carry_out(change, case.actor)
    return row


def remove_day(case: Case, reason: str) -> None:
    moving.carry_out(service.removing(case.record, case.actor, reason=reason), case.actor)


def add_rule(case: Case, answers: dict[str, Any]) -> DayRule:
    reason = answers.get("reason") or ""
    change = ruling.changing(answers["key"], answers["ruleset"], answers, case.actor, reason=reason)
    written: DayRule = moving.carry_out(change, case.actor)
    return written


def change_rule(case: Case, answers: dict[str, Any]) -> DayRule:
    row: DayRule = case.record
    ruling.correct(row, answers, case.actor, reason=answers.get("reason") or "")
    return row


def take_rule_back(case: Case, reason: str) -> None:
    if not reason:
        raise Invalid({"reason": [_("Hãy ghi lý do.")]})
    moving.carry_out(ruling.taking_back(case.record, case.actor, reason=reason), case.actor)


def require_newest(case: Case) -> None:
    keeper(case)
    if not ruling.may_be_taken_back(case.record):
        raise Impossible(_("Chỉ lấy lại được lần đổi số ngày gần nhất."))


def held(*names: str) -> Any:
    return lambda case: {name: getattr(case.record, name) for name in names}


def in_year(year: int, _actor: Actor) -> ColumnElement[bool]:
    return CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))


def a_year(raw: str) -> int:
    year = number(raw)
    if not date.min.year <= year <= date.max.year:
        raise Wrong(_("Hãy gửi một năm, ví dụ 2026."))
    return year


BY_YEAR = Filter("year", a_year, in_year, {"type": "integer"})

DAYS = resources.add(
    Resource(
        kind="calendar_day",
        shows=(
            *columns(CalendarDay, "day kind"),
            label("kind_label", DAY_KINDS, "kind"),
            *columns(CalendarDay, "name legal_basis source confirmed"),
            computed("is_worked", "boolean", lambda day, _actor: day.is_worked),
            computed(
                "year_confirmed", "boolean", lambda day, _actor: day.day.year in rules.basis().days.confirmed_years
            ),
        ),
        create=Writing(form=OneDayForm, do=add_day, require=keeper),
        edit=Writing(form=DayForm, do=change_day, initial=held(*service.FACTS), require=keeper),
        remove=remove_day,
        require_remove=keeper,
        filters=(BY_YEAR, by_day("between", CalendarDay.day), by_choice("kind", CalendarDay.kind, DAY_KINDS)),
        sorts=(("day", order_by(CalendarDay, "day")),),
        code=lambda day: day.day.isoformat(),
        threads=False,
    )
)
RULE = resources.add(
    Resource(
        kind="day_rule",
        shows=(
            *columns(DayRule, "key"),
            computed("label", "text", lambda rule, _actor: str(rules.about(rule.key).label)),
            computed("starts", "text", lambda rule, _actor: str(rules.about(rule.key).starts)),
            computed("direction", "text", lambda rule, _actor: rules.about(rule.key).direction),
            *columns(DayRule, "ruleset days unit"),
            label("unit_label", UNITS, "unit"),
            *columns(DayRule, "legal_basis verified valid_from valid_to"),
        ),
        create=Writing(
            form=NewRuleForm, do=add_rule, about=lambda _case: {"rulesets": queries.rulesets()}, require=keeper
        ),
        edit=Writing(form=RuleTextForm, do=change_rule, initial=held("legal_basis", "verified"), require=keeper),
        remove=take_rule_back,
        require_remove=require_newest,
        filters=(by_choice("key", DayRule.key, {key: about.label for key, about in RULES.items()}),),
        sorts=(("key", order_by(DayRule, "key", "ruleset", "valid_from")),),
        threads=False,
    )
)
