"""/dashboard: how the open tasks stand, by whom, each number with its list; /assignments/together: one act for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from tracker.api import once
from tracker.api.addresses import Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.fill import checked
from tracker.api.filters import asked as asked_of
from tracker.api.filters import one_of, refuse_unknown
from tracker.api.operations import Operation, ok, operation, query, sent
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.core import clock
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.core.rows import LARGEST
from tracker.progress_requests import together as many
from tracker.recommendations import together
from tracker.recommendations.control import asking, keeping
from tracker.recommendations.forms import FORMS_OF_MANY
from tracker.recommendations.models import Assignment
from tracker.recommendations.queries import reading
from tracker.recommendations.queries.control_room import (
    COLUMNS,
    DIMENSIONS,
    LACKS_PANEL,
    NOBODY,
    STATE_PANEL,
    Asked,
    Room,
)
from tracker.workflow.together import Outcome, rehearsed

NO_VERSION = 0
"""No record has it: versions begin at 1."""
PARAMETERS = (*asking.SCOPE, "by", "size", "page")


def read() -> Response:
    """The numbers of the control room, and one page of what they are counted by."""
    require_scope()
    counting = keeping.counting(me())
    refuse_unknown(request.args, PARAMETERS)
    by = asked_of(request.args, "by", one_of(DIMENSIONS)) if "by" in request.args else DIMENSIONS[0]
    asked, strange = asking.read(request.args)
    if strange:
        raise Invalid({name: [_("Không hiểu giá trị này. Hãy xem /api/docs.")] for name in strange})
    room = Room(me(), asked, counting)
    state, lacks, untouched = room.state(), room.lacks(), room.untouched()
    rows = room.breakdown(by)
    numbers = numbers_of(state, (*STATE_PANEL, "missed"), asked) | numbers_of(lacks, LACKS_PANEL, asked)
    return respond(
        Answer(
            {
                "on": clock.today(),
                "counting": {name: getattr(counting, name) for name in keeping.USUAL},
                "numbers": {**numbers, "untouched": number("untouched", untouched, asked)},
                "oldest_waiting_on": state.oldest,
                "by": by,
                "items": [group(row, by, asked) for row in rows[: asked.size]],
                "next": asked.page + 1 if len(rows) > asked.size else None,
                "total": rows[0].groups if rows else 0,
            }
        )
    )


def numbers_of(row: Any, names: Sequence[str], asked: Asked, **key: Any) -> dict[str, Any]:
    return {name: number(name, getattr(row, name), asked, **key) for name in names}


def number(what: str, many: int, asked: Asked, **key: Any) -> dict[str, Any]:
    """How many, and where their list is read."""
    narrowed = {name: value for name in asking.SCOPE if (value := getattr(asked, name))}
    return {"number": many, "link": f"{PREFIX}/assignments?{urlencode({'what': what, **narrowed, **key})}"}


def group(row: Any, by: str, asked: Asked) -> dict[str, Any]:
    key = {"agency": row.key, "person": row.label or NOBODY} if by == "person" else {by: row.key or NOBODY}
    return {"key": row.key, "label": row.label, "more": row.more, "numbers": numbers_of(row, COLUMNS, asked, **key)}


# --- many at once -----------------------------------------------------------------------------------------------------


def act() -> Response:
    """{"action", "assignments": [{"id", "version"}], and what the act asks}; `"preview": true` does nothing and tells."""
    require_scope()
    keeping.watched(me())
    given = dict(body())
    action, listed, preview = given.pop("action", None), given.pop("assignments", None), given.pop("preview", False)
    if action not in together.BY:
        raise Invalid({"action": [_("Hãy chọn một trong: %(names)s.", names=", ".join(together.BY))]})
    together.require_offered(action, me())
    read = versions_read(listed)
    asks: Any = FORMS_OF_MANY[action]
    about = {"officers": reading.officers(min(keeping.watched(me())))} if action == "follow" else {}
    answers = checked(asks(given, wire="json", **about), given).answers
    tasks = together.find(read, me())
    missing = sorted(set(read) - {task.id for task in tasks})
    if missing:
        raise Invalid({"assignments": [_("Không có nhiệm vụ số %(ids)s.", ids=", ".join(map(str, missing)))]})
    versions = versions_of(action, tasks, read)

    def perform() -> Outcome:
        return many.perform(action, tasks, answers, me(), versions=versions)

    if preview is True or action == "urge":
        return respond(Answer(told(action, tasks, rehearsed(perform), preview=True)))
    return once.perform(lambda: done(action, tasks, perform()))


def done(action: str, tasks: Sequence[Assignment], outcome: Outcome) -> Answer:
    """422 when nothing came of it."""
    if not outcome.done:
        raise Invalid({"assignments": list(dict.fromkeys(sentence for _record, sentence in outcome.refused))})
    return Answer(told(action, tasks, outcome, preview=False))


def told(action: str, tasks: Sequence[Assignment], outcome: Outcome, *, preview: bool) -> dict[str, Any]:
    """By assignment: for which it was done, and why not where it was not."""
    why = {record.id: sentence for record, sentence in outcome.refused}
    refused = {task.id: why[record.id] for task in tasks if (record := many.record_of(action, task)).id in why}
    return {
        "action": action,
        "preview": preview,
        "done": [task.id for task in tasks if task.id not in refused],
        "refused": [{"id": id, "reason": reason} for id, reason in refused.items()],
    }


def versions_of(action: str, tasks: Sequence[Assignment], read: Mapping[int, int | None]) -> dict[int, int | None]:
    """By the record that is changed. Callers read assignments: where the recommendation is changed, each of those that
    were named must still be as it was read."""
    found: dict[int, int | None] = {}
    for task in tasks:
        record = many.record_of(action, task)
        if record is task:
            found[task.id] = read[task.id]
        elif task.row_version == read[task.id]:
            found.setdefault(record.id, record.row_version)
        else:
            found[record.id] = NO_VERSION
    return found


def versions_read(listed: Any) -> dict[int, int | None]:
    """id → the version of the assignment that the caller read."""
    rows = listed if isinstance(listed, list) else []
    if not rows or len(rows) > together.MOST or not all(is_row(row) for row in rows):
        sentence = _('Hãy gửi từ 1 đến %(most)s mục dạng {"id": 3, "version": 7}.', most=together.MOST)
        raise Invalid({"assignments": [sentence]})
    return {row["id"]: row["version"] for row in rows}


def is_row(row: Any) -> bool:
    return (
        isinstance(row, Mapping) and set(row) == {"id", "version"} and all(is_number(value) for value in row.values())
    )


def is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST


# --- the description --------------------------------------------------------------------------------------------------

INTEGER: Schema = {"type": "integer"}
STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "object", "required": ["number", "link"], "properties": {"number": INTEGER, "link": STRING}}
NUMBERS: Schema = {"type": "object", "additionalProperties": NUMBER}
DASHBOARD: Schema = {
    "type": "object",
    "required": ["on", "counting", "numbers", "by", "items", "next", "total"],
    "properties": {
        "on": {"type": "string", "format": "date"},
        "counting": {"type": "object", "additionalProperties": INTEGER},
        "numbers": NUMBERS,
        "oldest_waiting_on": {"type": ["string", "null"], "format": "date"},
        "by": {"enum": list(DIMENSIONS)},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["key", "label", "numbers"],
                "properties": {
                    "key": {"type": ["integer", "string", "null"]},
                    "label": {"type": ["string", "null"]},
                    "more": STRING,
                    "numbers": NUMBERS,
                },
            },
        },
        "next": {"type": ["integer", "null"]},
        "total": INTEGER,
    },
}
TOGETHER: Schema = {
    "type": "object",
    "required": ["action", "assignments"],
    "properties": {
        "action": {"enum": list(together.BY)},
        "assignments": {
            "type": "array",
            "minItems": 1,
            "maxItems": together.MOST,
            "items": {
                "type": "object",
                "required": ["id", "version"],
                "properties": {"id": INTEGER, "version": INTEGER},
            },
        },
        "followed_by_id": {"type": ["integer", "null"]},
        "note": {"type": ["string", "null"]},
        "preview": {"type": "boolean"},
    },
}
OUTCOME: Schema = {
    "type": "object",
    "required": ["action", "preview", "done", "refused"],
    "properties": {
        "action": {"enum": list(together.BY)},
        "preview": {"type": "boolean"},
        "done": {"type": "array", "items": INTEGER},
        "refused": {
            "type": "array",
            "items": {"type": "object", "required": ["id", "reason"], "properties": {"id": INTEGER, "reason": STRING}},
        },
    },
}


ADDRESSES: tuple[Address, ...] = (
    ("/dashboard", "dashboard", {"GET": read}),
    ("/assignments/together", "assignments_together", {"POST": act}),
)


def described() -> dict[str, dict[str, Operation]]:
    words = _("Nhiệm vụ đang mở đếm theo nhóm và theo cơ quan, lĩnh vực, đoàn, người theo dõi; mỗi số kèm danh sách")
    whole = ("agency", "delegation", "size", "page")
    parameters = [query(name, INTEGER if name in whole else STRING) for name in PARAMETERS if name != "by"]
    by = query("by", {"enum": list(DIMENSIONS)})
    acts = _("Một việc cho nhiều nhiệm vụ: làm được với nhiệm vụ nào, để lại nhiệm vụ nào, vì sao")
    return {
        "/dashboard": {"get": operation("dashboard_read", words, "assignments", ok(DASHBOARD), [*parameters, by])},
        "/assignments/together": {
            "post": operation(
                "assignments_together", acts, "assignments", ok(OUTCOME), ["IdempotencyKey"], sent(TOGETHER)
            )
        },
    }
