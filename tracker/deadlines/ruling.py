"""What administrators do to the rules: a new value from a day on; correcting basis and mark; never rewriting history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.accounts.actor import Actor
from tracker.audit import service as audit
from tracker.calendar import queries, rules
from tracker.calendar.computed import Rule, amount
from tracker.calendar.rules import DayRule, about, in_words
from tracker.core.dates import format_vi
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.deadlines.changes import Change, require_keeper, write_changed, write_created


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
