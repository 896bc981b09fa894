"""What is computed and not stored: the deadlines of a delegation, and what a change would move (nothing is written)."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.accounts.access import KINDS
from tracker.api.addresses import ID as IN_PATH
from tracker.api.addresses import Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.fill import checked
from tracker.api.filters import asked, number, refuse_unknown
from tracker.api.operations import ID, Operation, ok, operation, query
from tracker.api.resources import PREFIX, by_kind
from tracker.api.shows import Schema
from tracker.calendar import queries
from tracker.calendar.computed import Computed
from tracker.core.errors import Invalid
from tracker.core.forms import BaseForm
from tracker.core.i18n import _
from tracker.deadlines import moving, overview, ruling, service
from tracker.deadlines.changes import Change, require_keeper
from tracker.deadlines.forms import NewRuleForm, OneDayForm

MOST = 1000
ORDINARY = "none"
"""In place of a kind: what would move if this were an ordinary day again."""
DAY_PARAMETERS = ("day", "kind")
RULE_PARAMETERS = ("key", "ruleset", "days", "unit", "valid_from")


def of_delegation(id: int) -> Response:
    delegation = access.find("delegation", id, me())
    require_scope()
    refuse_unknown(request.args, [])
    items = [told(due) for due in overview.of_delegation(delegation, me())]
    return respond(Answer({"items": items, "next": None, "total": len(items)}))


def told(due: overview.Due) -> dict[str, Any]:
    return {
        "name": due.source.name,
        "label": str(due.source.label),
        **record(due.source.kind, due.record),
        "written_on": due.written_on,
        "ends_on": due.ends_on,
        "done_on": due.done_on,
        "handed_in_on": due.handed_in_on,
        "is_open": due.is_open,
        "is_late": due.is_late,
        "days_left": due.days_left,
        "computed": explained(due.computed),
    }


def record(kind: str, row: Any) -> dict[str, Any]:
    known = by_kind(kind)
    href = f"{PREFIX}/{known.path}/{row.id}" if known else None
    return {"kind": kind, "kind_label": str(KINDS[kind].label), "id": row.id, "code": row.code, "href": href}


def explained(computed: Computed) -> dict[str, Any]:
    """The way to a date: `counted_to` before rest days were looked at, `ends_on` the day that counts."""
    rule = computed.rule
    return {
        "starts_on": computed.start,
        "rule": rule.key if rule else None,
        "ruleset": rule.ruleset if rule else None,
        "days": rule.days if rule else None,
        "unit": rule.unit if rule else None,
        "direction": rule.direction if rule else None,
        "legal_basis": rule.legal_basis if rule else None,
        "counted_to": computed.raw_end,
        "ends_on": computed.ends_on,
        "passed_over": [{"day": rest.day, "name": rest.name} for rest in computed.skipped],
        "is_sure": computed.is_sure,
        "explanation": computed.sentences,
    }


def day_moves() -> Response:
    """What would move if this day were of that kind."""
    require_scope()
    require_keeper(me())
    refuse_unknown(request.args, DAY_PARAMETERS)
    given = dict(request.args)
    if given.get("kind") == ORDINARY:
        form = read(OneDayForm, {**given, "kind": "holiday", "name": ORDINARY})
        row = queries.get(form.answers["day"])
        if row is None:
            raise Invalid({"day": [_("Ngày này không có trong lịch.")]})
        return moved(service.removing(row, me(), reason=""))
    form = read(OneDayForm, {"name": ORDINARY, **given})
    return moved(service.putting(service.entries_of(form.answers), me()))


def rule_moves() -> Response:
    """What would move if this many days held from that day; `?take_back=12`: if that value had never been written."""
    require_scope()
    require_keeper(me())
    if "take_back" in request.args:
        refuse_unknown(request.args, ("take_back",))
        row = access.find("day_rule", asked(request.args, "take_back", number), me())
        return moved(ruling.taking_back(row, me(), reason=""))
    refuse_unknown(request.args, (*RULE_PARAMETERS, "take_back"))
    form = read(NewRuleForm, dict(request.args), rulesets=queries.rulesets())
    answers = form.answers
    return moved(ruling.changing(answers["key"], answers["ruleset"], answers, me()))


def read(kind: type[BaseForm], given: dict[str, Any], **about: Any) -> BaseForm:
    """The form of the page, filled from the address. Raises Invalid by parameter."""
    return checked(kind(given, wire="json", **about), given)


def moved(change: Change) -> Response:
    """The first thousand, and how many there are."""
    moves = moving.planned(change.difference)
    items = [
        {
            "name": move.source.name,
            "label": str(move.source.label),
            **record(move.source.kind, move.record),
            "old": move.old,
            "new": move.new,
            "computed": explained(move.computed),
        }
        for move in moves[:MOST]
    ]
    return respond(Answer({"items": items, "next": None, "total": len(moves)}))


ADDRESSES: tuple[Address, ...] = (
    (f"/delegations/{IN_PATH}/deadlines", "delegation_deadlines", {"GET": of_delegation}),
    ("/calendar-days/moves", "calendar_day_moves", {"GET": day_moves}),
    ("/rules/moves", "day_rule_moves", {"GET": rule_moves}),
)


# --- the description --------------------------------------------------------------------------------------------------


ROWS: Schema = {
    "type": "object",
    "required": ["items", "next", "total"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object"}},
        "next": {"type": "null"},
        "total": {"type": "integer"},
    },
}


def described() -> dict[str, dict[str, Operation]]:
    """Paths and what can be asked there."""
    text = {"type": "string"}
    one_day = [query(name, text) for name in DAY_PARAMETERS]
    one_rule = [query(name, text) for name in RULE_PARAMETERS]
    one_rule.append(query("take_back", {"type": "integer"}, _("Số của lần đổi sẽ lấy lại, thay cho các mục khác")))
    words = _("Thời hạn nào sẽ dời; không ghi gì")
    every = _("Mọi thời hạn của Đoàn, kèm cách tính")
    return {
        "/delegations/{id}/deadlines": {
            "get": operation("delegations_deadlines", every, "delegations", ok(ROWS), [ID])
        },
        "/calendar-days/moves": {"get": operation("calendar-days_moves", words, "calendar-days", ok(ROWS), one_day)},
        "/rules/moves": {"get": operation("rules_moves", words, "rules", ok(ROWS), one_rule)},
    }
