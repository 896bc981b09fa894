"""Beside /task-sheets: the workbook to take along, what differs in one that came back, accepting rows of it."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, request

from tracker.accounts import access
from tracker.api import once
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.filters import asked, number, refuse_unknown
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, query, sent
from tracker.api.records import size_asked
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.core.errors import Invalid
from tracker.core.i18n import _
from tracker.organizations.models import Agency
from tracker.task_sheets import book, columns, difference, queries, service
from tracker.task_sheets.columns import COLUMNS
from tracker.task_sheets.difference import Difference
from tracker.task_sheets.models import FAULTS, TaskSheet, TaskSheetRow
from tracker.task_sheets.service import MOST_CHANGED

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook() -> Response:
    """`?agency=`: the caller's own; the only one unless told."""
    require_scope()
    refuse_unknown(request.args, ["agency"])
    agency = agency_asked()
    target = io.BytesIO()
    book.write(agency, me(), target)
    response = Response(target.getvalue(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="tasks-{agency.id}.xlsx"'
    return response


def agency_asked() -> Agency:
    """NotFound, Forbidden; Invalid where somebody works for several and names none."""
    if "agency" in request.args:
        agency: Agency = access.find("agency", asked(request.args, "agency", number), me())
        service.require_own(agency, me())
        return agency
    own = service.own_agencies(me())
    if len(own) > 1:
        raise Invalid({"agency": [_("Hãy nêu một cơ quan của mình.")]})
    return own[0]


def found(id: int) -> TaskSheet:
    sheet: TaskSheet = access.find("task_sheet", id, me())
    require_scope()
    return sheet


def rows(id: int) -> Response:
    """In the order of the file; `next` is the `after` of those that follow."""
    sheet = found(id)
    refuse_unknown(request.args, ["after", "size"])
    size = size_asked(request.args.get("size", ""))
    after = asked(request.args, "after", number) if "after" in request.args else 0
    read = queries.rows(sheet, after=after, size=size)
    page = read[:size]
    items = [told(one) for one in difference.compared(page, sheet.agency_id, me())]
    following = str(page[-1].number) if len(read) > size else None
    return respond(Answer({"items": items, "next": following, "total": queries.count_rows(sheet)}))


def told(one: Difference) -> dict[str, Any]:
    """Cells as text, choices by name. `ticket` accepts the row as it is told here; null where it cannot be accepted."""
    row, standing = one.row, one.standing
    return {
        "row": row.number,
        "code": row.code,
        "assignment_id": standing.task.id if standing else None,
        "href": f"{PREFIX}/assignments/{standing.task.id}" if standing else None,
        "kind": one.kind,
        "kind_label": str(difference.KINDS[one.kind]),
        "fault": row.fault,
        "ticket": one.ticket if one.may_be_taken else None,
        "moved": dict(zip(("then", "now"), one.moved, strict=True)) if one.moved else None,
        "changes": [
            {
                "column": change.column,
                "label": columns.label(change.column),
                "base": change.base,
                "now": change.now,
                "said": change.said,
                "is_conflict": change.is_conflict,
            }
            for change in one.changes
        ],
        "problems": [{"column": problem.column, "sentence": problem.sentence} for problem in one.problems],
        "notes": one.notes,
        "evidence_at": evidence_at(one),
        "outcomes": outcomes(row),
    }


def evidence_at(one: Difference) -> str | None:
    """Where evidence is handed in that a cell cannot hold."""
    if not one.wants_page or one.standing is None:
        return None
    draft = one.standing.draft
    return f"{PREFIX}/updates/{draft.id}" if draft else f"{PREFIX}/updates"


def outcomes(row: TaskSheetRow) -> list[dict[str, Any]]:
    return [
        {
            "at": outcome.at,
            "by": outcome.actor.full_name if outcome.actor else None,
            "done": outcome.done,
            "did": [{"kind": kind, "id": id, "step": step} for kind, id, step in outcome.did],
            "reason": outcome.why_not,
        }
        for outcome in row.outcomes
    ]


def taken(id: int) -> Response:
    sheet = found(id)
    given = body()
    return once.perform(lambda: take(sheet, given))


def take(sheet: TaskSheet, given: dict[str, Any]) -> Answer:
    """Each goes in or is told of with the reason; a ticket is a version: it goes with what was read."""
    outcome = service.take(sheet, tickets_in(given), me())
    refused = [{"row": row.number, "reason": why} for row, why in outcome.refused]
    return Answer({"taken": [row.number for row in outcome.taken], "refused": refused, "state": sheet.state})


def tickets_in(given: dict[str, Any]) -> list[str]:
    if strange := sorted(str(name)[:60] for name in given if name != "rows"):
        raise Invalid({name: [_("Không có mục nào tên này, hoặc mục này không sửa ở đây.")] for name in strange})
    tickets = given.get("rows")
    if not isinstance(tickets, list) or not 0 < len(tickets) <= MOST_CHANGED or not all(map(is_text, tickets)):
        sentence = _("Hãy gửi từ 1 đến %(most)s “ticket” của các dòng; xem GET …/rows.", most=MOST_CHANGED)
        raise Invalid({"rows": [sentence]})
    return tickets


def is_text(value: Any) -> bool:
    return isinstance(value, str)


ADDRESSES: tuple[Address, ...] = (
    ("/task-sheets/workbook", "task_sheet_workbook", {"GET": workbook}),
    (f"/task-sheets/{ID}/rows", "task_sheet_rows", {"GET": rows}),
    (f"/task-sheets/{ID}/taken", "task_sheet_taken", {"POST": taken}),
)


# --- the description --------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
OR_NULL: Schema = {"type": ["string", "null"]}
COLUMN: Schema = {"enum": [column.name for column in COLUMNS if column.is_agencys]}
CHANGE: Schema = {
    "type": "object",
    "required": ["column", "label", "base", "now", "said", "is_conflict"],
    "properties": {
        "column": COLUMN,
        **dict.fromkeys(("label", "now", "said"), TEXT),
        "base": OR_NULL,
        "is_conflict": {"type": "boolean"},
    },
}
OUTCOME: Schema = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "by": OR_NULL,
        "done": {"type": "boolean"},
        "did": {
            "type": "array",
            "items": {"type": "object", "properties": {"kind": TEXT, "id": INTEGER, "step": TEXT}},
        },
        "reason": TEXT,
    },
}
ROW: Schema = {
    "type": "object",
    "required": ["row", "kind", "ticket", "changes", "problems", "outcomes"],
    "properties": {
        "row": INTEGER,
        **dict.fromkeys(("code", "kind_label"), TEXT),
        "assignment_id": {"type": ["integer", "null"]},
        **dict.fromkeys(("href", "ticket", "evidence_at"), OR_NULL),
        "kind": {"enum": list(difference.KINDS)},
        "fault": {"enum": [None, *FAULTS]},
        "moved": {"type": ["object", "null"], "properties": {"then": TEXT, "now": TEXT}},
        "changes": {"type": "array", "items": CHANGE},
        "problems": {"type": "array", "items": {"type": "object", "properties": {"column": TEXT, "sentence": TEXT}}},
        "notes": {"type": "array", "items": TEXT},
        "outcomes": {"type": "array", "items": OUTCOME},
    },
}
ROWS: Schema = {
    "type": "object",
    "required": ["items", "next", "total"],
    "properties": {
        "items": {"type": "array", "items": ROW},
        "next": {"type": ["string", "null"], "description": "`after`"},
        "total": INTEGER,
    },
}
TAKE: Schema = {
    "type": "object",
    "required": ["rows"],
    "properties": {"rows": {"type": "array", "minItems": 1, "maxItems": MOST_CHANGED, "items": TEXT}},
}
TAKEN: Schema = {
    "type": "object",
    "required": ["taken", "refused", "state"],
    "properties": {
        "taken": {"type": "array", "items": INTEGER},
        "refused": {"type": "array", "items": {"type": "object", "properties": {"row": INTEGER, "reason": TEXT}}},
        "state": TEXT,
    },
}


def described() -> dict[str, dict[str, Operation]]:
    file = {"200": {"description": "OK", "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}
    agency = query("agency", INTEGER, _("Cơ quan của mình; chỉ cần nêu khi có nhiều"))
    along = _("Bảng Excel các nhiệm vụ còn mở của cơ quan")
    differs = _("Từng dòng của bảng đã tải lên khác gì: lúc tải về, đang là, tệp ghi")
    accept = _("Nhận các dòng theo “ticket”; dòng nào không nhận được thì nêu lý do")
    paging = [query("after", INTEGER, _("“next” của trang trước")), query("size", INTEGER)]
    return {
        "/task-sheets/workbook": {"get": operation("task_sheets_workbook", along, "task-sheets", file, [agency])},
        "/task-sheets/{id}/rows": {
            "get": operation("task_sheets_rows", differs, "task-sheets", ok(ROWS), [ID_PARAMETER, *paging])
        },
        "/task-sheets/{id}/taken": {
            "post": operation(
                "task_sheets_taken", accept, "task-sheets", ok(TAKEN), [ID_PARAMETER, "IdempotencyKey"], sent(TAKE)
            )
        },
    }
