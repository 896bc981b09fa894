"""/feeds: the secret addresses at which calendar programs read the schedule. An address is told once, when it is made."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from tracker.accounts import access
from tracker.api import once, schemas
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope, settings
from tracker.api.bodies import body
from tracker.api.fill import checked
from tracker.api.filters import refuse_unknown
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, created, ok, operation, page, ref, sent
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.api.versions import require_match, tag_of
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.schedule import queries, service
from tracker.schedule.forms import WHOSE, FeedForm
from tracker.schedule.models import CalendarFeed


def listed() -> Response:
    """The caller's own live feed, and that of their council for those who keep it."""
    require_scope()
    refuse_unknown(request.args, [])
    feeds = list(queries.live(user_id=me().id))
    if service.may_keep(me(), own_council()):
        feeds += queries.live(council_id=own_council())
    items = [told(feed) for feed in feeds]
    return respond(Answer({"items": items, "next": None, "total": len(items)}))


def read(id: int) -> Response:
    feed = find(id)
    refuse_unknown(request.args, [])
    return respond(Answer(told(feed), tag=tag_of(feed)))


def made() -> Response:
    """The earlier address of the same calendar ends."""
    require_scope()
    given = body()
    return once.perform(lambda: make(given))


def make(given: dict[str, Any]) -> Answer:
    form = checked(FeedForm(given, wire="json"), given)
    if form.answers["whose"] == "council":
        token = service.make_for_council(own_council(), me())
        [feed] = queries.live(council_id=own_council())
    else:
        token = service.make_own(me())
        [feed] = queries.live(user_id=me().id)
    return Answer(
        {**told(feed), "address": None},
        status=201,
        location=f"{PREFIX}/feeds/{feed.id}",
        tag=tag_of(feed),
        shown_once={"address": address_of(token)},
    )


def revoked(id: int) -> Response:
    """204; from now on there is nothing at the address."""
    feed = find(id)
    require_match(feed)
    refuse_unknown(request.args, [])
    service.revoke(feed, me())
    db.session.commit()
    return Response(status=204)


def find(id: int) -> CalendarFeed:
    feed: CalendarFeed = access.find("feed", id, me())
    require_scope()
    return feed


def own_council() -> int:
    return min(me().council_ids, default=0)


def address_of(token: str) -> str:
    return f"{settings().base_url.rstrip('/')}{url_for('feeds.calendar', token=token)}"


def told(feed: CalendarFeed) -> dict[str, Any]:
    whose = "council" if feed.user_id is None else "mine"
    return {
        "id": feed.id,
        "whose": whose,
        "whose_label": str(WHOSE[whose]),
        "council_id": feed.council_id,
        "version": feed.row_version,
        "created_at": feed.created_at,
        "revoked_at": feed.revoked_at,
        "links": {"self": f"{PREFIX}/feeds/{feed.id}"},
    }


ADDRESSES: tuple[Address, ...] = (
    ("/feeds", "feeds", {"GET": listed, "POST": made}),
    (f"/feeds/{ID}", "feed", {"GET": read, "DELETE": revoked}),
)


# --- the description --------------------------------------------------------------------------------------------------


MOMENT: Schema = {"type": "string", "format": "date-time"}
FEED: Schema = {
    "type": "object",
    "required": ["id", "whose", "version", "created_at", "revoked_at", "links"],
    "properties": {
        "id": {"type": "integer"},
        "whose": {"enum": list(WHOSE)},
        "whose_label": {"type": "string"},
        "council_id": {"type": ["integer", "null"]},
        "version": {"type": "integer"},
        "created_at": MOMENT,
        "revoked_at": {**MOMENT, "type": ["string", "null"]},
        "links": {"type": "object"},
    },
}
SCHEMAS: dict[str, Schema] = {"Feed": FEED}


def described() -> dict[str, dict[str, Operation]]:
    told_once = _("Chỉ hiện một lần: null khi gửi lại cùng Idempotency-Key")
    address: Schema = {"type": ["string", "null"], "description": told_once}
    new: Schema = {**FEED, "properties": {**FEED["properties"], "address": address}}
    asked = sent(schemas.of_form(FeedForm, required=True))
    gone = {"204": {"description": _("Đã thu hồi")}}
    making = _("Tạo hoặc làm mới đường dẫn lịch; đường dẫn cũ hết hiệu lực")
    return {
        "/feeds": {
            "get": operation("feeds_list", _("Đường dẫn lịch còn hiệu lực của tôi"), "feeds", ok(page(ref("Feed")))),
            "post": operation("feeds_create", making, "feeds", created(new), ["IdempotencyKey"], asked),
        },
        "/feeds/{id}": {
            "get": operation("feeds_read", _("Đọc"), "feeds", ok(ref("Feed")), [ID_PARAMETER]),
            "delete": operation("feeds_remove", _("Thu hồi đường dẫn lịch"), "feeds", gone, [ID_PARAMETER, "IfMatch"]),
        },
    }
