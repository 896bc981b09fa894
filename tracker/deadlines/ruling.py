"""What administrators do to the rules: a new value from a day on; correcting basis and mark; never rewriting history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tracker.accounts.actor import Actor
from tracker.audit import queries as events
from tracker.audit import service as audit
from tracker.calendar import queries, rules
from tracker.calendar.computed import Rule, amount
from tracker.calendar.rules import DayRule, about, in_words
from tracker.core.dates import format_vi
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _
from tracker.deadlines.changes import Change, require_keeper, write_changed, write_created, write_removed


def changing(key: str, ruleset: str, facts: dict[str, Any], actor: Actor, *, reason: str = "") -> Change:
    """From `valid_from` on, this many days; the rule before it ends the day before.

    facts: days, unit, valid_from, legal_basis, verified. Invalid by field.
    """
    require_keeper(actor)
    newest = queries.newest_rule(key, ruleset)
    valid_from: date = facts["valid_from"]
    if newest is not None and valid_from <= newest.valid_from:
        day = format_vi(newest.valid_from)
        raise Invalid({"valid_from": [_("Phải sau %(day)s, ngày quy định đang ghi bắt đầu áp dụng.", day=day)]})
    row = DayRule(
        key=key,
        ruleset=ruleset,
        days=facts["days"],
        unit=facts["unit"],
        legal_basis=facts.get("legal_basis") or "",
        verified=bool(facts.get("verified")),
        valid_from=valid_from,
    )

    def write() -> DayRule:
        if newest is not None:
            close(newest, valid_from - timedelta(days=1), actor, reason)
        write_created(row, actor, reason=reason)
        return row

    return Change(
        words=(told(row, newest),),
        after=rules.basis().with_rules(after(row, newest)),
        write=write,
        reason=reason,
    )


def close(row: DayRule, last_day: date, actor: Actor, reason: str) -> None:
    earlier = audit.snapshot(row)
    if row.valid_to is None or row.valid_to > last_day:
        row.valid_to = last_day
    write_changed(row, earlier, actor, reason=reason)


def told(row: DayRule, newest: DayRule | None) -> str:
    """One line of a preview: what it was, what it will be, from when."""
    facts = {"label": about(row.key).label, "ruleset": row.ruleset, "day": format_vi(row.valid_from)}
    new = amount(rule_of(row))
    if newest is None:
        return _("%(label)s (%(ruleset)s): %(new)s, áp dụng từ %(day)s", new=new, **facts)
    old = amount(rule_of(newest))
    return _("%(label)s (%(ruleset)s): %(old)s → %(new)s, áp dụng từ %(day)s", old=old, new=new, **facts)


def after(row: DayRule, newest: DayRule | None) -> list[Rule]:
    """The rules as they would be."""
    known = list(rules.basis().rules)
    if newest is not None:
        last_day = row.valid_from - timedelta(days=1)
        ended = rule_of(newest, valid_to=min(newest.valid_to or last_day, last_day))
        known = [ended if rule == rule_of(newest) else rule for rule in known]
    return [*known, rule_of(row)]


def may_be_taken_back(row: DayRule) -> bool:
    """The newest value of its rule, put over an earlier one by a person. What came with the product stays."""
    newest = queries.newest_rule(row.key, row.ruleset)
    is_newest = newest is not None and newest.id == row.id
    return is_newest and row.created_by_id is not None and queries.rule_before(row) is not None


def taking_back(row: DayRule, actor: Actor, *, reason: str) -> Change:
    """As if it had not been changed: the value before it holds on, and what counts by it moves back. Impossible for a value
    that is not the newest, or that no other was before."""
    require_keeper(actor)
    former = queries.rule_before(row)
    if former is None or not may_be_taken_back(row):
        raise Impossible(_("Chỉ lấy lại được lần đổi số ngày gần nhất."))
    ends_on = end_before(former, row)

    def write() -> None:
        write_removed(row, actor, reason=reason)
        earlier = audit.snapshot(former)
        former.valid_to = ends_on
        write_changed(former, earlier, actor, reason=reason)

    facts = {"label": about(row.key).label, "ruleset": row.ruleset, "day": format_vi(row.valid_from)}
    old, new = amount(rule_of(row)), amount(rule_of(former))
    return Change(
        words=(_("%(label)s (%(ruleset)s): lấy lại %(old)s → %(new)s, kể từ %(day)s", old=old, new=new, **facts),),
        after=rules.basis().with_rules(without(row, former, ends_on)),
        write=write,
        reason=reason,
    )


def end_before(former: DayRule, row: DayRule) -> date | None:
    """The last day of the earlier value as it was before the newer one was put over it, by its events."""
    if former.valid_to != row.valid_from - timedelta(days=1):
        return former.valid_to  # it had ended by itself
    told = events.latest_before("day_rule", former.id, "valid_to")
    return date.fromisoformat(told) if told else None


def without(row: DayRule, former: DayRule, ends_on: date | None) -> list[Rule]:
    """The rules as they would be."""
    on = replace(rule_of(former), valid_to=ends_on)
    known = [on if rule == rule_of(former) else rule for rule in rules.basis().rules]
    return [rule for rule in known if rule != rule_of(row)]


def rule_of(row: DayRule, *, valid_to: date | None = None) -> Rule:
    return in_words(
        row.key,
        row.ruleset,
        row.days,
        row.unit,
        row.legal_basis,
        bool(row.verified),
        row.valid_from,
        valid_to or row.valid_to,
    )


def correct(row: DayRule, facts: dict[str, Any], actor: Actor, *, reason: str = "") -> None:
    """The legal basis, and whether the value was compared with its text; the value itself has `changing`."""
    require_keeper(actor)
    earlier = audit.snapshot(row)
    for name in ("legal_basis", "verified"):
        if name in facts:
            setattr(row, name, facts[name])
    write_changed(row, earlier, actor, reason=reason)
    rules.forget()
