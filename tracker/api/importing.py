"""POST /imports and what is asked about a file: its sheet, its columns; the registers that may come in, with templates."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, request, send_file

from tracker.api import once, schemas
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope
from tracker.api.bodies import body
from tracker.api.fill import checked, with_files
from tracker.api.filters import refuse_unknown
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, created, ok, operation, page, query, ref, sent
from tracker.api.records import find, require_open, shown
from tracker.api.resources import PREFIX, RESOURCES, Case, Resource
from tracker.api.shows import Schema
from tracker.api.versions import tag_of
from tracker.attachments.downloads import disposition
from tracker.attachments.refusals import RefusedFile
from tracker.core.errors import Forbidden, Invalid, NotFound
from tracker.core.i18n import _
from tracker.core.text import plain
from tracker.importing import asking, registers, service, taking, template
from tracker.importing.forms import PREFIX as COLUMN
from tracker.importing.forms import UploadForm, choices, columns_form
from tracker.importing.models import REGISTERS, ImportRun
from tracker.importing.reading.book import Page
from tracker.importing.registers import Register
from tracker.organizations import queries as organizations

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def resource() -> Resource:
    return RESOURCES["import_run"]


def own_council() -> int:
    return min(me().council_ids, default=0)


def offered() -> list[str]:
    """The registers that the caller may bring in; Forbidden where there are none."""
    require_scope()
    found = service.offered(me(), own_council())
    if not found:
        raise Forbidden
    return found


# --- registers ----------------------------------------------------------------------------------------------------------


def listed() -> Response:
    """What each register holds, column by column, and under which headings a column is known."""
    mine = offered()
    refuse_unknown(request.args, [])
    items = [register_told(registers.KNOWN[name]) for name in mine]
    return respond(Answer({"items": items, "next": None, "total": len(items)}))


def register_told(register: Register) -> dict[str, Any]:
    return {
        "name": register.name,
        "label": str(REGISTERS[register.name]),
        "columns": [
            {
                "name": column.name,
                "label": str(column.label),
                "asked": template.asked(column),
                "required": column.required,
                "headings": list(column.headings),
            }
            for column in register.columns
        ],
        "links": {"template": f"{PREFIX}/import-registers/{register.name}/template.xlsx"},
    }


def template_of(name: str) -> Response:
    """The workbook to fill in."""
    if name not in REGISTERS:
        raise NotFound
    if name not in offered():
        raise Forbidden
    target, title = io.BytesIO(), str(REGISTERS[name])
    template.write(registers.KNOWN[name], title, target)
    target.seek(0)
    response: Response = send_file(target, mimetype=XLSX, max_age=0)
    response.headers["Content-Disposition"] = disposition(f"{plain(_('Mẫu - %(register)s', register=title))}.xlsx")
    return response


# --- the upload ---------------------------------------------------------------------------------------------------------


def uploaded() -> Response:
    """201: a new import of a file that was sent to /attachments; where everything in it is clear, its check has begun."""
    mine = offered()
    given = body()
    return once.perform(lambda: upload(mine, given))


def upload(mine: list[str], given: dict[str, Any]) -> Answer:
    councils = [(str(one.id), one.name) for one in organizations.all_councils()] if me().is_admin else []
    form = checked(
        UploadForm(
            given,
            wire="json",
            data={"with_hidden": True},
            registers=mine,
            delegations=asking.delegations(own_council()),
            councils=councils,
        ),
        given,
    )
    council_id = form.answers.get("council_id") or own_council()
    answers = with_files(form, dict(form.answers), me(), council_id)
    try:
        run = service.take(answers["file"][0], answers, me(), council_id=council_id)
    except RefusedFile as refused:
        raise Invalid({"file": [str(refused.sentence)]}) from refused
    return shown(resource(), run, status=201)


# --- its columns --------------------------------------------------------------------------------------------------------


def asked(id: int) -> Response:
    """Which sheets hold something, and of the one that is asked for (`?sheet=`) what each column may hold."""
    run: ImportRun = find(resource(), id)
    refuse_unknown(request.args, ["sheet"])
    service.require_choosing(run, me())
    book = taking.book_of(run)
    chosen = asking.page_of(run, book.filled, request.args.get("sheet"))
    sheets = [{"name": one.name, "rows": len(one.lines), "hidden": one.is_hidden} for one in book.filled]
    told = {"sheets": sheets, "sheet": chosen.name if chosen else None, **columns_told(run, chosen)}
    return respond(Answer(told, tag=tag_of(run)))


def columns_told(run: ImportRun, chosen: Page | None) -> dict[str, Any]:
    if chosen is None:
        return {"head_row": None, "columns": [], "choices": []}
    head = asking.head_of(run, chosen)
    known = asking.initial(run, chosen, head)
    return {
        "head_row": head.row + 1,
        "columns": [
            {
                "name": f"{COLUMN}{place}",
                "heading": words,
                "holds": known.get(f"{COLUMN}{place}"),
                "samples": asking.samples(chosen, head, place),
            }
            for place, words in head.headings.items()
        ],
        "choices": [{"value": value, "label": str(label)} for value, label in choices(registers.KNOWN[run.register])],
    }


def chosen(id: int) -> Response:
    """`{"sheet": …, "column_1": "text", …}`; what is known already need not be sent. The check begins."""
    run: ImportRun = find(resource(), id)
    given = body()
    return once.perform(lambda: choose(run, dict(given)))


def choose(run: ImportRun, given: dict[str, Any]) -> Answer:
    require_open(Case(me(), record=run), lambda _case: service.require_choosing(run, me()), run)
    sheet = given.pop("sheet", None)
    page = asking.page_of(run, taking.book_of(run).filled, sheet if isinstance(sheet, str) else None)
    if page is None or not isinstance(sheet, str | None):
        raise Invalid({"sheet": [_("Hãy nêu tên một trang tính có dữ liệu; xem GET …/columns.")]})
    head = asking.head_of(run, page)
    form: Any = checked(
        columns_form(registers.KNOWN[run.register], head)(
            given,
            wire="json",
            data=asking.initial(run, page, head),
            delegations=asking.delegations(run.council_id),
            register=run.register,
        ),
        given,
    )
    service.choose_columns(run, page, head, form.answers | {"columns": form.columns}, me())
    return shown(resource(), run)


ADDRESSES: tuple[Address, ...] = (
    ("/imports", "imports", {"POST": uploaded}),
    (f"/imports/{ID}/columns", "import_columns", {"GET": asked, "POST": chosen}),
    ("/import-registers", "import_registers", {"GET": listed}),
    ("/import-registers/<name>/template.xlsx", "import_template", {"GET": template_of}),
)


# --- the description ----------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
REGISTER: Schema = {
    "type": "object",
    "required": ["name", "label", "columns", "links"],
    "properties": {
        "name": TEXT,
        "label": TEXT,
        "columns": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    **dict.fromkeys(("name", "label", "asked"), TEXT),
                    "required": {"type": "boolean"},
                    "headings": TEXTS,
                },
            },
        },
        "links": {"type": "object", "properties": {"template": TEXT}},
    },
}
COLUMNS: Schema = {
    "type": "object",
    "required": ["sheets", "sheet", "head_row", "columns", "choices"],
    "properties": {
        "sheets": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": TEXT, "rows": {"type": "integer"}, "hidden": {"type": "boolean"}},
            },
        },
        "sheet": {"type": ["string", "null"]},
        "head_row": {"type": ["integer", "null"]},
        "columns": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": TEXT,
                    "heading": TEXT,
                    "holds": {"type": ["string", "null"]},
                    "samples": TEXTS,
                },
            },
        },
        "choices": {"type": "array", "items": {"type": "object", "properties": {"value": TEXT, "label": TEXT}}},
    },
}
SCHEMAS: dict[str, Schema] = {"ImportRegister": REGISTER, "ImportColumns": COLUMNS}
CHOICE: Schema = {
    "type": "object",
    "properties": {
        "sheet": TEXT,
        "delegation_id": {"type": ["integer", "null"]},
        "with_hidden": {"type": "boolean"},
    },
    "patternProperties": {f"^{COLUMN}[0-9]+$": TEXT},
    "additionalProperties": False,
}


def described() -> dict[str, dict[str, Operation]]:
    tag = "imports"
    name = {"name": "name", "in": "path", "required": True, "schema": {"enum": list(REGISTERS)}}
    workbook = {"200": {"description": _("Tệp"), "content": {XLSX: {}}}}
    run = ref("ImportRun")
    keys: list[Any] = [ID_PARAMETER, "IfMatch", "IdempotencyKey"]
    kinds = operation(
        "import-registers_list", _("Các loại sổ nhập được, từng cột"), tag, ok(page(ref("ImportRegister")))
    )
    asking_for = [ID_PARAMETER, query("sheet", TEXT, _("Tên trang tính"))]
    return {
        "/imports": {
            "post": operation(
                "imports_create",
                _("Nhập một tệp đã gửi lên"),
                tag,
                created(run),
                ["IdempotencyKey"],
                sent(schemas.of_form(UploadForm, required=True)),
            )
        },
        "/imports/{id}/columns": {
            "get": operation(
                "imports_columns", _("Trang tính và cột cần hỏi"), tag, ok(ref("ImportColumns")), asking_for
            ),
            "post": operation(
                "imports_choose", _("Chọn nội dung các cột, cho kiểm tra"), tag, ok(run), keys, sent(CHOICE)
            ),
        },
        "/import-registers": {"get": kinds},
        "/import-registers/{name}/template.xlsx": {
            "get": operation("import-registers_template", _("Tải tệp mẫu"), tag, workbook, [name])
        },
    }
