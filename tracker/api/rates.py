"""What is computed and not stored: the two rates of a day."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.fill import checked
from tracker.api.filters import asked, number, refuse_unknown
from tracker.api.operations import Operation, ok, operation, query
from tracker.api.shows import Schema
from tracker.core import clock
from tracker.core.i18n import _
from tracker.recommendations.forms import DayAsked
from tracker.recommendations.queries import rates
from tracker.recommendations.queries.rates import Rate, Scope

PARAMETERS = ("agency", "delegation", "term", "on")


def read() -> Response:
    """Of the reader's council, of one agency, one delegation or one term, at the end of a day (today unless told)."""
    require_scope()
    refuse_unknown(request.args, PARAMETERS)
    agency, delegation, term = (
        asked(request.args, name, number) if name in request.args else None for name in PARAMETERS[:3]
    )
    given = {"on": request.args["on"]} if "on" in request.args else {}
    on = checked(DayAsked(given, wire="json"), given).answers["on"] or clock.today()
    found = rates.of(me(), Scope(agency, delegation, term), on)
    left_out = {name: getattr(found, name) for name in LEFT_OUT}
    body = {"on": found.on, "completion": told(found.completion), "on_time": told(found.on_time), "left_out": left_out}
    return respond(Answer(body))


def told(rate: Rate) -> dict[str, Any]:
    percent = None if rate.percent is None else str(rate.percent)
    return {"numerator": rate.numerator, "denominator": rate.denominator, "percent": percent}


LEFT_OUT = ("not_due", "waived", "multi_year", "central")
RATE: Schema = {
    "type": "object",
    "required": ["numerator", "denominator", "percent"],
    "properties": {
        "numerator": {"type": "integer"},
        "denominator": {"type": "integer"},
        "percent": {"type": ["string", "null"]},
    },
}
RATES: Schema = {
    "type": "object",
    "required": ["on", "completion", "on_time", "left_out"],
    "properties": {
        "on": {"type": "string", "format": "date"},
        "completion": RATE,
        "on_time": RATE,
        "left_out": {"type": "object", "properties": {name: {"type": "integer"} for name in LEFT_OUT}},
    },
}


def described() -> dict[str, dict[str, Operation]]:
    words = _("Tỷ lệ hoàn thành theo hạn đang áp dụng và tỷ lệ đúng hạn theo hạn gốc")
    day: Schema = {"type": "string", "format": "date"}
    parameters = [*(query(name, {"type": "integer"}) for name in PARAMETERS[:3]), query("on", day)]
    return {
        "/recommendations/rates": {
            "get": operation("recommendations_rates", words, "recommendations", ok(RATES), parameters)
        }
    }
