"""/notices and /notice-settings: what the caller has been told, and how they want to be told."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.accounts import people
from tracker.api import once
from tracker.api.addresses import Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.filters import asked, number, one_of, refuse_unknown
from tracker.api.operations import Operation, ok, operation, query, sent
from tracker.api.shows import Schema
from tracker.audit.models import AuditEvent
from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _
from tracker.notifications import queries, service
from tracker.notifications.models import Notice
from tracker.notifications.topics import ALL, CHANNELS, TOPICS

PARAMETERS = ("unread", "topic", "before", "size")
LARGEST_SIZE = 100
SIZE = 25


def listed() -> Response:
    """Newest first; `next` is the number to ask for `before` which the following ones come."""
    require_scope()
    refuse_unknown(request.args, PARAMETERS)
    given = request.args
    unread = asked(given, "unread", one_of(("true", "false"))) == "true" if "unread" in given else False
    topic = asked(given, "topic", one_of(TOPICS)) if "topic" in given else ""
    before = asked(given, "before", number) if "before" in given else None
    size = min(max(asked(given, "size", number), 1), LARGEST_SIZE) if "size" in given else SIZE
    wanted = queries.of(me().id or 0, unread=unread, topic=topic)
    rows = queries.newest(wanted, before=before, size=size)
    events = queries.events_of(rows[:size])
    items = [told(notice, events.get(notice.event_id or 0)) for notice in rows[:size]]
    following = str(rows[size - 1].id) if len(rows) > size else None
    return respond(Answer({"items": items, "next": following, "total": queries.total(wanted)}))


def told(notice: Notice, event: AuditEvent | None) -> dict[str, Any]:
    return {
        "id": notice.id,
        "topic": notice.topic,
        "topic_label": str(TOPICS[notice.topic].label),
        "name": notice.name,
        "kind": notice.subject_kind,
        "record": notice.subject_id,
        "code": event.subject_code if event else notice.facts.get("code", ""),
        "facts": notice.facts,
        "created_at": notice.created_at,
        "read_at": notice.seen_at,
    }


def read() -> Response:
    """Mark as read: {"ids": [..]} or {"up_to": id}; unknown ids are nobody's and change nothing."""
    require_scope()
    given = body()
    strange = sorted(set(given) - {"ids", "up_to"})
    ids, up_to = given.get("ids"), given.get("up_to")
    wrong = {name: [_("Không có mục nào tên này, hoặc mục này không sửa ở đây.")] for name in strange}
    if ids is not None and not (isinstance(ids, list) and all(isinstance(id, int) for id in ids)):
        wrong["ids"] = [_("Hãy gửi danh sách số.")]
    if up_to is not None and not isinstance(up_to, int):
        wrong["up_to"] = [_("Hãy gửi một số nguyên.")]
    if not wrong and ids is None and up_to is None:
        wrong["ids"] = [_("Hãy gửi danh sách số.")]
    if wrong:
        raise Invalid(wrong)
    return once.perform(lambda: Answer({"read": service.mark_read(me(), ids=ids, up_to=up_to)}))


def settings() -> Response:
    require_scope()
    refuse_unknown(request.args, [])
    return respond(Answer(kept()))


def change_settings() -> Response:
    require_scope()
    user = people.get(me().id or 0)
    if user is None:
        raise NotFound
    wanted = {str(name): str(channel) for name, channel in body().items()}

    def change() -> Answer:
        service.choose(user, wanted, me())
        return Answer(kept())

    return once.perform(change)


def kept() -> dict[str, Any]:
    return dict(queries.channels_of(me().id or 0))


ADDRESSES: tuple[Address, ...] = (
    ("/notices", "notices", {"GET": listed}),
    ("/notices/read", "notices_read", {"POST": read}),
    ("/notice-settings", "notice_settings", {"GET": settings, "POST": change_settings}),
)


# --- the description --------------------------------------------------------------------------------------------------

NOTICE: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "topic": {"enum": list(TOPICS)},
        "topic_label": {"type": "string"},
        "name": {"type": "string"},
        "kind": {"type": "string"},
        "record": {"type": "integer"},
        "code": {"type": "string"},
        "facts": {"type": "object"},
        "created_at": {"type": "string", "format": "date-time"},
        "read_at": {"type": ["string", "null"], "format": "date-time"},
    },
}
LIST: Schema = {
    "type": "object",
    "required": ["items", "next", "total"],
    "properties": {
        "items": {"type": "array", "items": NOTICE},
        "next": {"type": ["string", "null"]},
        "total": {"type": "integer"},
    },
}
SETTINGS: Schema = {
    "type": "object",
    "properties": {topic.name: {"enum": list(topic.channels)} for topic in ALL},
}
READ: Schema = {
    "type": "object",
    "properties": {"ids": {"type": "array", "items": {"type": "integer"}}, "up_to": {"type": "integer"}},
}


def described() -> dict[str, dict[str, Operation]]:
    parameters = [
        query("unread", {"enum": ["true", "false"]}),
        query("topic", {"enum": list(TOPICS)}),
        query("before", {"type": "integer"}),
        query("size", {"type": "integer"}),
    ]
    ways = ", ".join(CHANNELS)
    count: Schema = {"type": "object", "properties": {"read": {"type": "integer"}}}
    marked = operation("notices_read", _("Đánh dấu là đã đọc"), "notices", ok(count), ["IdempotencyKey"], sent(READ))
    changed = operation(
        "notice-settings_change",
        _("Đổi cách nhận thông báo"),
        "notices",
        ok(SETTINGS),
        ["IdempotencyKey"],
        sent(SETTINGS),
    )
    return {
        "/notices": {"get": operation("notices", _("Thông báo của tôi"), "notices", ok(LIST), parameters)},
        "/notices/read": {"post": marked},
        "/notice-settings": {
            "get": operation(
                "notice-settings", _("Cách nhận từng loại thông báo: %(ways)s", ways=ways), "notices", ok(SETTINGS)
            ),
            "post": changed,
        },
    }
