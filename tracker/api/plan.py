"""/delegations/{id}/plan: the plan as a whole, how its days are counted, what has been done; and counting them anew."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.api import schemas
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.fill import checked
from tracker.api.filters import refuse_unknown
from tracker.api.kinds.common import council_side
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, ref, sent
from tracker.api.records import require_open
from tracker.api.resources import PREFIX, Case
from tracker.api.shows import Schema
from tracker.api.versions import tag_of
from tracker.core import clock
from tracker.core.errors import Forbidden, Invalid
from tracker.core.i18n import _
from tracker.delegations import queries as delegations
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.plans import counting, done, plans, queries, resetting, sequence, words
from tracker.plans.counting import line_of
from tracker.plans.forms import PlanSentForm
from tracker.plans.models import EXPECTED_KINDS, STEPS


def read(id: int) -> Response:
    delegation = council_sides(id)
    refuse_unknown(request.args, [])
    return respond(answer(delegation))


def changed(id: int) -> Response:
    """What was not sent stays. Another `base_on`, or `count_again`, counts the days anew; one that was set by hand stays."""
    delegation: Delegation = access.find("delegation", id, me())
    require_scope()
    given = body()
    case = Case(me(), record=delegation, names=frozenset(given))
    require_open(case, lambda case: plans.require_keeping(case.record, case.actor), delegation)
    base = resetting.base_of(delegation, queries.steps_of(id))
    answers = checked(PlanSentForm(given, wire="json", data={"base_on": base}), given).answers
    try:
        days = resetting.days(delegation, answers["base_on"], answers["days"] or {}, again=answers["count_again"])
        plans.set_days(delegation, days, me())
    except Invalid as wrong:
        raise in_field(wrong, "days") from wrong
    told = answer(delegation)
    db.session.commit()
    return respond(told)


def council_sides(id: int) -> Delegation:
    """The plan is the Council's own: Forbidden to an agency, as its steps are."""
    delegation: Delegation = access.find("delegation", id, me())
    require_scope()
    if not council_side(delegation, me()):
        raise Forbidden
    return delegation


def answer(delegation: Delegation) -> Answer:
    db.session.flush()
    return Answer(told(delegation), tag=tag_of(delegation))


def told(delegation: Delegation) -> dict[str, Any]:
    """Each step with its day, how that is counted, and when it was done; each expected document with the one there is."""
    steps, expected = queries.steps_of(delegation.id), queries.expected_of(delegation.id)
    lines, days, base = [line_of(step) for step in steps], plans.days_of(delegation, steps), plans.counted_from(steps)
    given = dict(enumerate(days))
    counted = counting.count(lines, base, delegation.ruleset, given) if base else [counting.Day(None)] * len(lines)
    cautions, known = sequence.cautions(lines, days), done.days(delegation)
    ticked = done.ticked(expected, delegations.documents_of(delegation.id, me()), known)
    own = f"{PREFIX}/delegations/{delegation.id}"
    return {
        "base_on": resetting.base_of(delegation, steps),
        "counted_from": base,
        "is_stale": resetting.is_stale(delegation, steps),
        "steps": [
            {
                "id": step.id,
                "position": step.position,
                "key": step.key,
                "label": step.label,
                "planned_on": days[n],
                "counted_on": counted[n].on,
                "how": counting.told(counted[n], days[n]),
                "caution": cautions.get(n, ""),
                "done_on": known.get(step.key),
                "is_past": is_past(days[n], known.get(step.key)),
                "href": f"{own}/planned-steps/{step.id}",
            }
            for n, step in enumerate(steps)
        ],
        "documents": [
            {
                "id": entry.expected.id,
                "kind": entry.expected.kind,
                "text": words.document(entry.expected),
                "step": entry.expected.step,
                "done_on": entry.on,
                "document_id": entry.document.id if entry.document else None,
                "href": f"{own}/expected-documents/{entry.expected.id}",
            }
            for entry in ticked
        ],
        "may_keep": plans.may_keep(delegation, me()),
        "version": delegation.row_version,
        "links": {"self": f"{own}/plan", "delegation": own},
    }


def is_past(planned: Any, done_on: Any) -> bool:
    """Has the planned day gone by without the step?"""
    return planned is not None and planned < clock.today() and done_on is None


def in_field(wrong: Invalid, field: str) -> Invalid:
    """What the room says beside the box of a day is said beside this field."""
    errors: dict[str, list[str]] = {}
    for name, sentences in wrong.errors.items():
        errors.setdefault(field if name.startswith("day_") else name, []).extend(sentences)
    return Invalid(errors)


ADDRESSES: tuple[Address, ...] = ((f"/delegations/{ID}/plan", "delegation_plan", {"GET": read, "PATCH": changed}),)


# --- the description --------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
STEP: Schema = {
    "type": "object",
    "properties": {
        "id": INTEGER,
        "position": INTEGER,
        "key": {"enum": list(STEPS)},
        **dict.fromkeys(("label", "how", "caution", "href"), TEXT),
        **dict.fromkeys(("planned_on", "counted_on", "done_on"), DAY),
        "is_past": {"type": "boolean"},
    },
}
DOCUMENT: Schema = {
    "type": "object",
    "properties": {
        "id": INTEGER,
        "kind": {"enum": list(EXPECTED_KINDS)},
        **dict.fromkeys(("text", "step", "href"), TEXT),
        "done_on": DAY,
        "document_id": {"type": ["integer", "null"]},
    },
}
PLAN: Schema = {
    "type": "object",
    "required": ["base_on", "steps", "documents", "version", "links"],
    "properties": {
        "base_on": {"type": "string", "format": "date"},
        "counted_from": DAY,
        "is_stale": {"type": "boolean"},
        "steps": {"type": "array", "items": STEP},
        "documents": {"type": "array", "items": DOCUMENT},
        "may_keep": {"type": "boolean"},
        "version": INTEGER,
        "links": {"type": "object"},
    },
}
SCHEMAS: dict[str, Schema] = {"Plan": PLAN}


def described() -> dict[str, dict[str, Operation]]:
    reading, changing = _("Kế hoạch của Đoàn: ngày, cách tính, việc đã làm"), _("Đặt lại ngày các bước của kế hoạch")
    asked = sent(schemas.of_form(PlanSentForm, required=False))
    keys = [ID_PARAMETER, "IfMatch"]
    return {
        "/delegations/{id}/plan": {
            "get": operation("delegations_plan", reading, "delegations", ok(ref("Plan")), [ID_PARAMETER]),
            "patch": operation("delegations_plan_change", changing, "delegations", ok(ref("Plan")), keys, asked),
        }
    }
