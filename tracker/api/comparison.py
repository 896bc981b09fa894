"""/delegations/{id}/comparison: the answers of all agencies to one part of the outline, agency by agency."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.filters import asked, number, refuse_unknown
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, query
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.comparing import answers, flags, looking
from tracker.comparing.answers import Cell, Comparison, Row
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.reporting import wording

PARAMETERS = ("item",)


def show(id: int) -> Response:
    """One part at a time, the first unless told; `next` is the `item` of the part that follows."""
    delegation = looking.of_council(id, me())
    require_scope()
    refuse_unknown(request.args, PARAMETERS)
    wanted = asked(request.args, "item", number) if "item" in request.args else None
    found = answers.compare(delegation, me(), wanted)
    if wanted is not None and wanted not in {part.origin for part in found.parts}:
        raise Invalid({"item": [_("Đề cương không có mục này. Hãy nêu một “item” trong “parts”.")]})
    return respond(Answer(told(found, id)))


def told(found: Comparison, delegation_id: int) -> dict[str, Any]:
    items = [
        {
            "path": item.path,
            "level": item.level,
            "text": item.text,
            "rows": [row(one, delegation_id) for one in item.rows],
        }
        for item in found.items
    ]
    parts = [
        {"item": part.origin, "path": part.path, "text": part.text, "chosen": part is found.chosen}
        for part in found.parts
    ]
    return {"items": items, "next": following(found), "total": len(items), "parts": parts}


def following(found: Comparison) -> str | None:
    place = found.parts.index(found.chosen) + 1 if found.chosen else len(found.parts)
    return str(found.parts[place].origin) if place < len(found.parts) else None


def row(answer: Row, delegation_id: int) -> dict[str, Any]:
    report = answer.report
    return {
        "agency_id": answer.agency_id,
        "agency": answer.agency,
        "standing": str(answer.standing),
        "report": {
            "id": report.id,
            "number": report.number,
            "issued_on": report.issued_on,
            "href": f"{PREFIX}/reports/{report.id}",
        }
        if report
        else None,
        "text": answer.text,
        "figures": [cell(one, delegation_id) for one in answer.cells],
    }


def cell(given: Cell, delegation_id: int) -> dict[str, Any]:
    """A number, or why there is none. A series is there once a number has been given."""
    slug = flags.slug(wording.series_key(*given.series)) if given.amount else None
    return {
        "indicator": given.indicator,
        "unit": given.unit,
        "scope": given.scope,
        "period": given.period,
        "qualifier": given.qualifier,
        "value": given.value,
        "amount": given.amount,
        "note": given.note,
        "series": slug,
        "href": f"{PREFIX}/delegations/{delegation_id}/indicators/{slug}" if slug else None,
    }


ADDRESSES: tuple[Address, ...] = ((f"/delegations/{ID}/comparison", "delegation_comparison", {"GET": show}),)


# --- the description --------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
OR_NULL: Schema = {"type": ["string", "null"]}
FIGURE: Schema = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("indicator", "unit", "scope", "period", "qualifier", "amount", "note"), TEXT),
        **dict.fromkeys(("value", "series", "href"), OR_NULL),
    },
}
ROW: Schema = {
    "type": "object",
    "properties": {
        "agency_id": {"type": "integer"},
        "agency": TEXT,
        "standing": TEXT,
        "report": {
            "type": ["object", "null"],
            "properties": {
                "id": {"type": "integer"},
                "number": TEXT,
                "issued_on": {"type": "string", "format": "date"},
                "href": TEXT,
            },
        },
        "text": TEXT,
        "figures": {"type": "array", "items": FIGURE},
    },
}
ITEM: Schema = {
    "type": "object",
    "properties": {"path": TEXT, "level": {"type": "integer"}, "text": TEXT, "rows": {"type": "array", "items": ROW}},
}
PART: Schema = {
    "type": "object",
    "properties": {"item": {"type": "integer"}, "path": TEXT, "text": TEXT, "chosen": {"type": "boolean"}},
}
BODY: Schema = {
    "type": "object",
    "required": ["items", "next", "total", "parts"],
    "properties": {
        "items": {"type": "array", "items": ITEM},
        "next": {"type": ["string", "null"], "description": "`item`"},
        "total": {"type": "integer"},
        "parts": {"type": "array", "items": PART},
    },
}


def described() -> dict[str, dict[str, Operation]]:
    words = _("Trả lời của các cơ quan đặt cạnh nhau, từng phần của đề cương")
    item = query("item", {"type": "integer"}, _("Một mục trong “parts”; không nêu thì là mục đầu"))
    return {
        "/delegations/{id}/comparison": {
            "get": operation("delegations_comparison", words, "delegations", ok(BODY), [ID_PARAMETER, item])
        }
    }
