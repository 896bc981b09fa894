"""/recommendations/statistics: the two rates by agency, delegation, field or year; of one agency, its scorecard."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.api import past
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope, settings
from tracker.api.filters import asked, number, one_of, refuse_unknown
from tracker.api.lists import numbered
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, page, paging, query
from tracker.api.rates import RATE
from tracker.api.rates import told as rate
from tracker.api.records import PAGING, size_asked
from tracker.api.records import told as page_told
from tracker.api.shows import Schema
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.core.i18n import _
from tracker.recommendations.queries import statistics
from tracker.recommendations.queries.rates import Scope
from tracker.recommendations.queries.statistics import DIMENSIONS, Group

SCOPE = ("agency", "delegation", "term")


def listed() -> Response:
    """`by` agency (unless told), delegation, field or year; as known at `as_of`. For the Council's side."""
    require_scope()
    if not me().roles & set(COUNCIL_SIDE):
        raise Forbidden
    given = request.args
    refuse_unknown(given, [*PAGING[:2], "by", *SCOPE, "as_of"])
    by = asked(given, "by", one_of(DIMENSIONS)) if "by" in given else DIMENSIONS[0]
    scope = Scope(*(asked(given, name, number) if name in given else None for name in SCOPE))
    moment, size = past.moment(given) or clock.now(), size_asked(given.get("size", ""))
    total = statistics.groups(me(), scope, by, moment, page=1, size=1)[1]
    found = numbered(
        lambda at: statistics.groups(me(), scope, by, moment, page=at, size=size)[0],
        total,
        name=f"statistics {by} {scope}",
        after=given.get("after"),
        size=size,
    )
    return respond(Answer(page_told(found, [told(group, by) for group in found.rows])))


def scorecard(id: int) -> Response:
    """For the agency itself and for the Council's side."""
    agency = access.find("agency", id, me())
    if not me().roles & set(COUNCIL_SIDE) and id not in me().agency_ids:
        raise Forbidden
    require_scope()
    refuse_unknown(request.args, ["as_of"])
    moment = past.moment(request.args) or clock.now()
    found = statistics.whole(me(), Scope(agency=id), moment)
    return respond(Answer({"agency_id": id, "agency": agency.name, "as_of": clock.local(moment), **numbers(found)}))


def told(group: Group, by: str) -> dict[str, Any]:
    key = int(group.key) if by != "field" and group.key is not None else group.key
    return {"by": by, "key": key, "label": group.label, **numbers(group)}


def numbers(group: Group) -> dict[str, Any]:
    least: int = settings().small_number
    return {
        "tasks": group.tasks,
        "completion": rate(group.completion),
        "on_time": rate(group.on_time),
        "extended": group.extended,
        "extensions": group.extensions,
        "median_days": None if group.days is None else str(Decimal(str(group.days))),
        "is_small": 0 < group.completion.denominator < least,
    }


ADDRESSES: tuple[Address, ...] = (
    ("/recommendations/statistics", "recommendation_statistics", {"GET": listed}),
    (f"/agencies/{ID}/scorecard", "agency_scorecard", {"GET": scorecard}),
)

NUMBERS: dict[str, Schema] = {
    "tasks": {"type": "integer"},
    "completion": RATE,
    "on_time": RATE,
    "extended": {"type": "integer"},
    "extensions": {"type": "integer"},
    "median_days": {"type": ["string", "null"]},
    "is_small": {"type": "boolean"},
}
GROUP: Schema = {
    "type": "object",
    "required": ["by", "key", "label", *NUMBERS],
    "properties": {
        "by": {"enum": list(DIMENSIONS)},
        "key": {"type": ["integer", "string", "null"]},
        "label": {"type": "string"},
        **NUMBERS,
    },
}
CARD: Schema = {
    "type": "object",
    "required": ["agency_id", "agency", "as_of", *NUMBERS],
    "properties": {
        "agency_id": {"type": "integer"},
        "agency": {"type": "string"},
        "as_of": {"type": "string", "format": "date-time"},
        **NUMBERS,
    },
}


def described() -> dict[str, dict[str, Operation]]:
    narrowed = [query("by", {"enum": list(DIMENSIONS)}), *(query(name, {"type": "integer"}) for name in SCOPE)]
    words = _("Tỷ lệ hoàn thành và đúng hạn theo cơ quan, Đoàn, lĩnh vực hoặc năm ban hành")
    card = _("Phiếu kết quả thực hiện của một cơ quan")
    return {
        "/recommendations/statistics": {
            "get": operation(
                "recommendations_statistics",
                words,
                "recommendations",
                ok(page(GROUP)),
                [*paging(None), *narrowed, past.parameter()],
            )
        },
        "/agencies/{id}/scorecard": {
            "get": operation("agencies_scorecard", card, "agencies", ok(CARD), [ID_PARAMETER, past.parameter()])
        },
    }
