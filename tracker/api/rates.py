"""What is computed and not stored: the two rates of a day."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.api import past
from tracker.api.addresses import Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.filters import asked, number, refuse_unknown
from tracker.api.operations import Operation, ok, operation, query
from tracker.api.shows import Schema
from tracker.core import clock
from tracker.core.i18n import _
from tracker.recommendations.queries import rates
from tracker.recommendations.queries.rates import Rate, Scope

PARAMETERS = ("agency", "delegation", "term", "as_of", "on")


def read() -> Response:
    """Of the reader's council, of one agency, one delegation or one term, as known at a moment (now unless told)."""
    require_scope()
    refuse_unknown(request.args, PARAMETERS)
    agency, delegation, term = (
        asked(request.args, name, number) if name in request.args else None for name in PARAMETERS[:3]
    )
    found = rates.of(me(), Scope(agency, delegation, term), past.moment(request.args))
    left_out = {name: getattr(found, name) for name in LEFT_OUT}
    return respond(
        Answer(
            {
                "as_of": clock.local(found.moment),
                "on": found.on,
                "completion": told(found.completion),
                "on_time": told(found.on_time),
                "left_out": left_out,
            }
        )
    )


def told(rate: Rate) -> dict[str, Any]:
    percent = None if rate.percent is None else str(rate.percent)
    return {"numerator": rate.numerator, "denominator": rate.denominator, "percent": percent}


ADDRESSES: tuple[Address, ...] = (("/recommendations/rates", "recommendation_rates", {"GET": read}),)

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
    "required": ["as_of", "on", "completion", "on_time", "left_out"],
    "properties": {
        "as_of": {"type": "string", "format": "date-time"},
        "on": {"type": "string", "format": "date"},
        "completion": RATE,
        "on_time": RATE,
        "left_out": {"type": "object", "properties": {name: {"type": "integer"} for name in LEFT_OUT}},
    },
}


def described() -> dict[str, dict[str, Operation]]:
    words = _("Tỷ lệ hoàn thành theo hạn đang áp dụng và tỷ lệ đúng hạn theo hạn gốc")
    parameters = [*(query(name, {"type": "integer"}) for name in PARAMETERS[:3]), *past.described()]
    return {
        "/recommendations/rates": {
            "get": operation("recommendations_rates", words, "recommendations", ok(RATES), parameters)
        }
    }
