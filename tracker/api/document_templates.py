"""/document-templates: which template each kind of official document uses, its placeholders, the office's own versions."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, request, send_file

from tracker.accounts import access
from tracker.api import once, schemas
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope, settings
from tracker.api.bodies import body
from tracker.api.fill import checked, with_files
from tracker.api.filters import refuse_unknown
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, created, ok, operation, page, ref, sent
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.attachments.downloads import disposition
from tracker.core.errors import Invalid, NotFound
from tracker.core.i18n import _
from tracker.documents import making, queries, service
from tracker.documents.definition import DocumentKind
from tracker.documents.forms import UploadForm
from tracker.documents.kinds import KINDS
from tracker.documents.making import WORD
from tracker.documents.models import DocumentTemplate
from tracker.documents.placeholders import FRAME, as_written

PATH = "/document-templates"


def keeping() -> int:
    """The council whose office the caller is of; Forbidden to everybody else."""
    require_scope()
    return service.council_of(me())


def kind_named(name: str) -> DocumentKind:
    if name not in KINDS:
        raise NotFound
    return KINDS[name]


def listed() -> Response:
    """Every kind of document with the template in use."""
    council_id = keeping()
    refuse_unknown(request.args, [])
    own = queries.in_use(council_id)
    items = [told(kind, own.get(name)) for name, kind in KINDS.items()]
    return respond(Answer({"items": items, "next": None, "total": len(items)}))


def told(kind: DocumentKind, own: DocumentTemplate | None) -> dict[str, Any]:
    """`own_version` is the office's own in use; null where the one that comes with the product is."""
    here = f"{PREFIX}{PATH}/{kind.name}"
    is_own = own is not None and own.attachment_id is not None
    return {
        "name": kind.name,
        "label": str(kind.label),
        "own_version": own.version if own is not None and is_own else None,
        "has_pdf": not is_own or bool(settings().libreoffice),
        "links": {"self": here, "file": f"{here}/file", "shipped": f"{here}/shipped"},
    }


def read(name: str) -> Response:
    """The same, with the versions (the newest first) and everything that a template may fill in."""
    kind, council_id = kind_named(name), keeping()
    refuse_unknown(request.args, [])
    versions = queries.versions(council_id, name)
    body = told(kind, versions[0] if versions else None) | {
        "versions": [version_told(one, is_in_use=place == 0) for place, one in enumerate(versions)],
        "placeholders": list(as_written((*kind.own, *FRAME))),
    }
    return respond(Answer(body))


def version_told(version: DocumentTemplate, *, is_in_use: bool) -> dict[str, Any]:
    """Without a file a version goes back to the template that comes with the product."""
    has_file = version.attachment_id is not None
    return {
        "id": version.id,
        "version": version.version,
        "note": version.note,
        "created_at": version.created_at,
        "in_use": is_in_use,
        "links": {"file": f"{PREFIX}{PATH}/versions/{version.id}/file" if has_file else None},
    }


def uploaded(name: str) -> Response:
    """From now on the office's template; 422 with every place that must be mended first."""
    kind, council_id = kind_named(name), keeping()
    given = body()
    return once.perform(lambda: upload(kind, council_id, given))


def upload(kind: DocumentKind, council_id: int, given: dict[str, Any]) -> Answer:
    form = checked(UploadForm(given, wire="json"), given)
    answers = with_files(form, dict(form.answers), me(), council_id)
    version = service.upload(kind, next(iter(answers["files"]), None), answers["note"] or "", me())
    return made(version)


def made(version: DocumentTemplate) -> Answer:
    return Answer(version_told(version, is_in_use=True), status=201, location=f"{PREFIX}{PATH}/{version.kind}")


def gone_back(name: str) -> Response:
    """`{"version": 2}`: that one again, as the newest; null: the one that comes with the product."""
    kind, _council = kind_named(name), keeping()
    given = body()
    return once.perform(lambda: made(service.go_back(kind, version_asked(given), me())))


def version_asked(given: dict[str, Any]) -> int | None:
    wanted = given.get("version")
    wrong = {field: [_("Không có mục nào tên này.")] for field in given if field != "version"}
    if "version" not in given or isinstance(wanted, bool) or not isinstance(wanted, int | None):
        wrong["version"] = [_("Hãy nêu số phiên bản muốn dùng lại, hoặc null để dùng mẫu có sẵn.")]
    if wrong:
        raise Invalid(wrong)
    return wanted


# --- files --------------------------------------------------------------------------------------------------------------


def current(name: str) -> Response:
    """The template in use."""
    kind, council_id = kind_named(name), keeping()
    return file(making.template_bytes(kind, queries.current(council_id, name)), f"mau-{kind.file_name}.docx")


def shipped(name: str) -> Response:
    """The template that comes with the product."""
    kind, _council = kind_named(name), keeping()
    return file(making.shipped(kind), f"mau-co-san-{kind.file_name}.docx")


def of_version(id: int) -> Response:
    found: DocumentTemplate = access.find("document_template", id, me())
    require_scope()
    if found.attachment_id is None:
        raise NotFound
    kind = kind_named(found.kind)
    return file(making.template_bytes(kind, found), f"mau-{kind.file_name}-{found.version}.docx")


def file(content: bytes, name: str) -> Response:
    response: Response = send_file(io.BytesIO(content), mimetype=WORD, max_age=0)
    response.headers["Content-Disposition"] = disposition(name)
    return response


ADDRESSES: tuple[Address, ...] = (
    (PATH, "document_templates", {"GET": listed}),
    (f"{PATH}/<name>", "document_templates_of", {"GET": read}),
    (f"{PATH}/<name>/versions", "document_templates_versions", {"POST": uploaded}),
    (f"{PATH}/<name>/back", "document_templates_back", {"POST": gone_back}),
    (f"{PATH}/<name>/file", "document_templates_file", {"GET": current}),
    (f"{PATH}/<name>/shipped", "document_templates_shipped", {"GET": shipped}),
    (f"{PATH}/versions/{ID}/file", "document_templates_version", {"GET": of_version}),
)


# --- the description ----------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
LINKS: Schema = {"type": "object", "additionalProperties": {"type": ["string", "null"]}}
VERSION: Schema = {
    "type": "object",
    "required": ["id", "version", "note", "created_at", "in_use", "links"],
    "properties": {
        "id": {"type": "integer"},
        "version": {"type": "integer"},
        "note": TEXT,
        "created_at": {"type": "string", "format": "date-time"},
        "in_use": {"type": "boolean"},
        "links": LINKS,
    },
}
PLACEHOLDER: Schema = {
    "type": "object",
    "properties": {**dict.fromkeys(("written", "meaning", "example"), TEXT), "depth": {"type": "integer"}},
}
TEMPLATE: Schema = {
    "type": "object",
    "required": ["name", "label", "own_version", "has_pdf", "links"],
    "properties": {
        **dict.fromkeys(("name", "label"), TEXT),
        "own_version": {"type": ["integer", "null"]},
        "has_pdf": {"type": "boolean"},
        "links": LINKS,
        "versions": {"type": "array", "items": VERSION},
        "placeholders": {"type": "array", "items": PLACEHOLDER},
    },
}
SCHEMAS: dict[str, Schema] = {"DocumentTemplate": TEMPLATE, "DocumentTemplateVersion": VERSION}
BACK: Schema = {
    "type": "object",
    "required": ["version"],
    "properties": {"version": {"type": ["integer", "null"]}},
    "additionalProperties": False,
}


def described() -> dict[str, dict[str, Operation]]:
    name = {"name": "name", "in": "path", "required": True, "schema": {"enum": list(KINDS)}}
    whole = {"200": {"description": _("Tệp"), "content": {WORD: {}}}}
    one, version = ref("DocumentTemplate"), ref("DocumentTemplateVersion")
    tag, keys = "document-templates", [name, "IdempotencyKey"]

    def get(what: str, words: str, answers: Operation, *parameters: Any) -> dict[str, Operation]:
        return {"get": operation(f"{tag}_{what}", words, tag, answers, list(parameters))}

    def post(what: str, words: str, asked: Schema) -> dict[str, Operation]:
        return {"post": operation(f"{tag}_{what}", words, tag, created(version), keys, sent(asked))}

    return {
        PATH: get("list", _("Mẫu đang dùng của từng loại văn bản"), ok(page(one))),
        f"{PATH}/{{name}}": get("read", _("Các phiên bản và chỗ điền của một mẫu"), ok(one), name),
        f"{PATH}/{{name}}/versions": post(
            "upload", _("Dùng mẫu mới tải lên"), schemas.of_form(UploadForm, required=True)
        ),
        f"{PATH}/{{name}}/back": post("back", _("Dùng lại mẫu trước, hoặc mẫu có sẵn"), BACK),
        f"{PATH}/{{name}}/file": get("file", _("Tải mẫu đang dùng"), whole, name),
        f"{PATH}/{{name}}/shipped": get("shipped", _("Tải mẫu có sẵn"), whole, name),
        f"{PATH}/versions/{{id}}/file": get("version", _("Tải một phiên bản mẫu"), whole, ID_PARAMETER),
    }
