"""/progress-requests/issued: many prepared requests sent with one document: one number, one date, one file."""

from __future__ import annotations

from typing import Any

from flask import Response

from tracker.api import once, represent, schemas
from tracker.api.addresses import Address
from tracker.api.answers import Answer
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.fill import checked, with_files
from tracker.api.operations import Operation, ok, operation, ref, sent
from tracker.api.resources import RESOURCES
from tracker.api.shows import Schema
from tracker.core.errors import Forbidden, Impossible
from tracker.core.i18n import _
from tracker.progress_requests import issuing, queries, service


def issued() -> Response:
    """Up to a hundred; all of them, or none."""
    require_scope()
    if not service.may_keep(me()):
        raise Forbidden
    given = body()
    return once.perform(lambda: issue(given))


def issue(given: dict[str, Any]) -> Answer:
    waiting = queries.to_issue(me())
    if not waiting:
        raise Impossible(_("Không có yêu cầu nào đang chờ gửi."))
    form = checked(issuing.form_of(waiting)(given, wire="json"), given)
    answers = with_files(form, dict(form.answers), me(), waiting[0].council_id)
    known = {one.id: one for one in waiting}
    chosen = [known[id] for id in answers.pop("requests")]
    service.issue_many(chosen, answers, me())
    items = represent.many(RESOURCES["progress_request"], chosen, me())
    return Answer({"items": items, "next": None, "total": len(items)})


ADDRESSES: tuple[Address, ...] = (("/progress-requests/issued", "progress_requests_issued", {"POST": issued}),)


def described() -> dict[str, dict[str, Operation]]:
    items: Schema = {"type": "array", "items": ref("ProgressRequest")}
    rows: Schema = {
        "type": "object",
        "required": ["items", "next", "total"],
        "properties": {"items": items, "next": {"type": "null"}, "total": {"type": "integer"}},
    }
    words = _("Gửi nhiều yêu cầu báo cáo tiến độ bằng một văn bản")
    asked = sent(schemas.of_form(issuing.form_of([]), required=True))
    return {
        "/progress-requests/issued": {
            "post": operation(
                "progress-requests_issue", words, "progress-requests", ok(rows), ["IdempotencyKey"], asked
            )
        }
    }
