"""What is like the words that somebody is still writing: topics and delegations like a title, findings like a text."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope, settings
from tracker.api.bodies import body
from tracker.api.filters import Wrong, asked, number, refuse_unknown
from tracker.api.kinds.planning import WARNING, recent, warning
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, query, sent
from tracker.api.records import is_id
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.core import database
from tracker.core.errors import Forbidden, Invalid
from tracker.core.i18n import _
from tracker.core.text import clean
from tracker.delegations import likeness
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings import similar
from tracker.findings.similar import Similar
from tracker.findings.workflow import FINDING
from tracker.planning import service
from tracker.planning.models import Programme, Topic

LONGEST_TITLE, LONGEST_TEXT = 1000, 10_000
PARTS = ("delegation_id", "text", "finding_id")


def topics(id: int) -> Response:
    """`?title=` of a topic that is being written under this programme, `&topic=` when it is being changed."""
    programme: Programme = access.find("programme", id, me())
    require_scope()
    service.require_begin(programme, me())
    given = request.args
    refuse_unknown(given, ["title", "topic"])
    title = asked(given, "title", title_read)
    topic: Topic | None = access.find("topic", asked(given, "topic", number), me()) if "topic" in given else None
    among = recent(programme.council_id, me())
    found = likeness.alike(title, among, settings().similar_topic_share, topic=topic)
    items = [warning(other) for other in found]
    return respond(Answer({"items": items, "next": None, "total": len(items)}))


def title_read(raw: str) -> str:
    if not raw.strip() or len(raw) > LONGEST_TITLE:
        raise Wrong(_("Hãy gửi tên chuyên đề, dài nhất %(most)s ký tự.", most=LONGEST_TITLE))
    return clean(raw)


def findings() -> Response:
    """The five findings most like a text, of its delegation and of earlier ones; nothing is written."""
    given = body()
    strange = sorted(str(name)[:60] for name in set(given) - set(PARTS))
    delegation = delegation_named(given)
    require_scope()
    if delegation is not None and not access.roles_on(me(), delegation) & set(FINDING.create):
        raise Forbidden
    wrong = {name: [_("Không có mục nào tên này, hoặc mục này không sửa ở đây.")] for name in strange}
    text, but = given.get("text"), given.get("finding_id")
    if delegation is None:
        wrong["delegation_id"] = [_("Hãy nêu số (id) của bản ghi này.")]
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        wrong["text"] = [_("Hãy gửi một chuỗi chữ dài nhất %(most)s ký tự.", most=LONGEST_TEXT)]
    if but is not None and not is_id(but):
        wrong["finding_id"] = [_("Hãy nêu số (id) của bản ghi này.")]
    if wrong or delegation is None:
        raise Invalid(wrong)
    # It reads, though it is sent as a POST: it must not keep anybody from writing meanwhile.
    db.session.rollback()
    with database.read_only():
        items = [told(like) for like in similar.to_text(clean(str(text)), me(), delegation, but=but)]
    return respond(Answer({"items": items, "next": None, "total": len(items)}))


def delegation_named(given: dict[str, Any]) -> Delegation | None:
    id = given.get("delegation_id")
    return access.find("delegation", int(id), me()) if id is not None and is_id(id) else None


def told(like: Similar) -> dict[str, Any]:
    finding = like.finding
    return {
        "id": finding.id,
        "code": finding.code,
        "delegation": finding.delegation.code,
        "state": finding.state,
        "state_label": str(FINDING.state(finding.state).label),
        "text": finding.text,
        "percent": round(like.share * 100),
        "is_much": like.is_much,
        "href": f"{PREFIX}/findings/{finding.id}",
    }


ADDRESSES: tuple[Address, ...] = (
    (f"/programmes/{ID}/similar-topics", "programme_similar_topics", {"GET": topics}),
    ("/findings/similar", "findings_similar", {"POST": findings}),
)


# --- the description --------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
LIKE: Schema = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "state": {"enum": [state.name for state in FINDING.states]},
        "percent": {"type": "integer"},
        "is_much": {"type": "boolean"},
        **dict.fromkeys(("code", "delegation", "state_label", "text", "href"), TEXT),
    },
}
TYPED: Schema = {
    "type": "object",
    "required": ["delegation_id", "text"],
    "properties": {
        "delegation_id": {"type": "integer"},
        "text": {"type": "string", "maxLength": LONGEST_TEXT},
        "finding_id": {"type": ["integer", "null"]},
    },
    "additionalProperties": False,
}


def rows(items: Schema) -> Schema:
    properties: dict[str, Schema] = {"items": items, "next": {"type": "null"}, "total": {"type": "integer"}}
    return {"type": "object", "required": list(properties), "properties": properties}


def described() -> dict[str, dict[str, Operation]]:
    repeats = _("Chuyên đề, đoàn giám sát gần đây mà tên đang gõ có thể trùng")
    alike = _("Những phát hiện giống nội dung đang gõ; không ghi gì")
    title = {**query("title", TEXT), "required": True}
    return {
        "/programmes/{id}/similar-topics": {
            "get": operation(
                "programmes_similar_topics",
                repeats,
                "programmes",
                ok(rows(WARNING)),
                [ID_PARAMETER, title, query("topic", {"type": "integer"})],
            )
        },
        "/findings/similar": {
            "post": operation(
                "findings_similar", alike, "findings", ok(rows({"type": "array", "items": LIKE})), [], sent(TYPED)
            )
        },
    }
