"""/agencies/{id}/open-work: what is open at an agency that has ended, and what it has handed over and may be given back."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.filters import asked, one_of, refuse_unknown
from tracker.api.lists import numbered
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, page, paging, query
from tracker.api.records import PAGING, size_asked
from tracker.api.records import told as page_told
from tracker.api.resources import PREFIX, by_kind
from tracker.api.shows import Schema
from tracker.core import clock
from tracker.core.i18n import _
from tracker.organizations import handing
from tracker.organizations import queries as organizations
from tracker.organizations.handing import OpenWork
from tracker.organizations.models import Agency

SIDES = ("open", "given")


def listed(id: int) -> Response:
    """`?side=given`: what was handed over and is still open with the receiver."""
    agency: Agency = access.find("agency", id, me())
    require_scope()
    handing.require_may_give(me(), agency)
    given = request.args
    refuse_unknown(given, [*PAGING[:2], "side"])
    side = asked(given, "side", one_of(SIDES)) if "side" in given else SIDES[0]
    size = size_asked(given.get("size", ""))
    heirs = [heir for heir, _since in organizations.heirs(agency, clock.today())]
    read = partial(OpenWork.at, heirs=heirs) if side == SIDES[0] else OpenWork.to_give_back
    total = read(agency, size=1).total
    found = numbered(
        lambda number: more_than(read(agency, page=number, size=size), number * size < total),
        total,
        name=f"open work {id} {side}",
        after=given.get("after"),
        size=size,
    )
    return respond(Answer(page_told(found, [told(row) for row in found.rows])))


def more_than(work: OpenWork, there_is_more: bool) -> list[Any]:  # noqa: FBT001 - said by its name
    """The rows of a page, and one that is never shown where there are more."""
    return [*work.rows, None] if there_is_more else list(work.rows)


def told(row: Any) -> dict[str, Any]:
    """`item` and `item_version` are what a handover names."""
    kind = row.holding.kind
    resource = by_kind(kind)
    return {
        "item": row.key,
        "item_version": row.version,
        "kind": kind,
        "kind_label": str(access.KINDS[kind].label),
        "code": row.told.code,
        "title": row.told.title,
        "detail": row.told.detail,
        "foreseen": row.foreseen,
        "href": f"{PREFIX}/{resource.path}/{row.record.id}" if resource else None,
    }


ADDRESSES: tuple[Address, ...] = ((f"/agencies/{ID}/open-work", "agency_open_work", {"GET": listed}),)
TEXT: Schema = {"type": "string"}
ROW: Schema = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("item", "kind", "kind_label", "code", "title", "detail", "foreseen"), TEXT),
        "item_version": {"type": "integer"},
        "href": {"type": ["string", "null"]},
    },
}


def described() -> dict[str, dict[str, Operation]]:
    words = _("Việc còn mở ở một cơ quan đã kết thúc, hoặc đã bàn giao và có thể giao lại")
    side = query("side", {"enum": list(SIDES)})
    return {
        "/agencies/{id}/open-work": {
            "get": operation(
                "agencies_open_work", words, "agencies", ok(page(ROW)), [ID_PARAMETER, *paging(None), side]
            )
        }
    }
