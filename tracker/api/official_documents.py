"""/document-kinds, /<records>/{id}/official-documents: Word and PDF of a record, and what the clerk gives them."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from flask import Response, request, send_file

from tracker.accounts import access
from tracker.api import once, past, schemas
from tracker.api.addresses import ID, Address
from tracker.api.answers import Answer, respond
from tracker.api.auth import me, require_scope, settings
from tracker.api.bodies import body
from tracker.api.fill import checked
from tracker.api.filters import refuse_unknown
from tracker.api.operations import ID as ID_PARAMETER
from tracker.api.operations import Operation, ok, operation, page, ref, sent
from tracker.api.resources import PREFIX
from tracker.api.shows import Schema
from tracker.api.versions import require_match, tag_of
from tracker.attachments.downloads import disposition
from tracker.core.errors import Impossible, NotFound
from tracker.core.i18n import _
from tracker.documents import offering, queries, service
from tracker.documents.definition import DocumentKind
from tracker.documents.forms import NumberForm, answers_of, form_of
from tracker.documents.kinds import KINDS
from tracker.documents.making import NO_PDF, TYPES, Maker
from tracker.documents.models import SIGNING, DocumentNumber, DocumentTemplate
from tracker.extensions import db

PATH = "official-documents"
GIVEN = ("number", "year", "sign", "issued_on", "signing", "signer", "signer_office")


# --- kinds --------------------------------------------------------------------------------------------------------------


def kinds() -> Response:
    """Every kind of official document, in the order in which an oversight brings them forth."""
    require_scope()
    refuse_unknown(request.args, [])
    items = [kind_told(kind) for kind in KINDS.values()]
    return respond(Answer({"items": items, "next": None, "total": len(items)}))


def kind_told(kind: DocumentKind) -> dict[str, Any]:
    path = access.KINDS[kind.record].plural
    return {
        "name": kind.name,
        "label": str(kind.label),
        "record": kind.record,
        "path": f"{PREFIX}/{path}/{{id}}/{PATH}/{kind.name}",
        "sign": kind.sign,
        "council_only": kind.council_only,
    }


# --- of one record ------------------------------------------------------------------------------------------------------


def listed(record_kind: str, id: int) -> Response:
    """The documents that the caller may make of this record, with what the clerk has given each."""
    record = access.find(record_kind, id, me())
    require_scope()
    refuse_unknown(request.args, [])
    offered = offering.offered(record, me())
    given = queries.given_to(record.council_id, [kind.name for kind in offered], record.id)
    own = queries.in_use(record.council_id)
    items = [told(kind, record, given.get(kind.name), own.get(kind.name)) for kind in offered]
    return respond(Answer({"items": items, "next": None, "total": len(items)}))


def told(kind: DocumentKind, record: Any, given: DocumentNumber | None, own: DocumentTemplate | None) -> dict[str, Any]:
    here = f"{PREFIX}/{access.KINDS[kind.record].plural}/{record.id}"
    facts = answers_of(given, kind, record)
    has_pdf = bool(settings().libreoffice) or own is None or own.attachment_id is None
    return {
        "name": kind.name,
        "label": str(kind.label),
        **dict.fromkeys(GIVEN),
        **facts,
        "year": given.year if given is not None else None,
        "signing_label": str(SIGNING[facts["signing"]]),
        "version": given.row_version if given is not None else 0,
        "links": {
            "self": f"{here}/{PATH}/{kind.name}",
            "word": f"{here}/{PATH}/{kind.name}.docx",
            "pdf": f"{here}/{PATH}/{kind.name}.pdf" if has_pdf else None,
            "record": here,
        },
    }


def read(record_kind: str, id: int, name: str) -> Response:
    kind, record = find(record_kind, id, name)
    refuse_unknown(request.args, [])
    return respond(answer(kind, record, queries.number_of(record.council_id, kind.name, record.id)))


def find(record_kind: str, id: int, name: str) -> tuple[DocumentKind, Any]:
    """404 as on the pages: of a kind that is not made of such records, and of papers of the Council's own."""
    kind = KINDS.get(name)
    if kind is None or kind.record != record_kind:
        raise NotFound
    record = kind.find(id, me())
    require_scope()
    return kind, record


def answer(kind: DocumentKind, record: Any, given: DocumentNumber | None) -> Answer:
    own = queries.current(record.council_id, kind.name)
    return Answer(told(kind, record, given, own), tag=tag_of(given or unnumbered(kind, record)))


def unnumbered(kind: DocumentKind, record: Any) -> DocumentNumber:
    """Stands for what nobody has given yet: version 0."""
    return DocumentNumber(kind=kind.name, subject_id=record.id, row_version=0, updated_at=record.updated_at)


def download(record_kind: str, id: int, name: str, form: str) -> Response:
    """The document as it would be issued today, or `?as_of=` as known then; 409 where that kind is of now alone, and where
    the machine cannot make a PDF of the office's template."""
    kind, record = find(record_kind, id, name)
    if form not in TYPES:
        raise NotFound
    known = settings()
    address, moment = offering.item_address(record, known.base_url), past.named(request.args)
    maker = Maker(kind, record, me(), address, known.libreoffice, moment)
    if form == "pdf" and not maker.has_pdf:
        raise Impossible(NO_PDF)
    content = maker.pdf() if form == "pdf" else maker.word()
    response: Response = send_file(io.BytesIO(content), mimetype=TYPES[form], max_age=0)
    response.headers["Content-Disposition"] = disposition(maker.file_name(form))
    return response


def numbered(record_kind: str, id: int, name: str) -> Response:
    """Number, sign, date and signer; what is absent stays, null empties. If-Match "0" where nothing was given yet."""
    kind, record = find(record_kind, id, name)
    given = body()
    return once.perform(lambda: give(kind, record, given))


def give(kind: DocumentKind, record: Any, given: dict[str, Any]) -> Answer:
    service.require_numbering(record, me())
    known = queries.number_of(record.council_id, kind.name, record.id)
    require_match(known or unnumbered(kind, record))
    form = checked(form_of(kind)(given, wire="json", data=answers_of(known, kind, record)), given)
    number = service.give(kind, record, form.answers, me())
    db.session.flush()
    return answer(kind, record, number)


def addresses_of(record_kind: str) -> tuple[Address, ...]:
    here = f"/{access.KINDS[record_kind].plural}/{ID}/{PATH}"
    names = f"{record_kind}_official"
    return (
        (here, f"{names}_list", {"GET": partial(listed, record_kind)}),
        (f"{here}/<name>", names, {"GET": partial(read, record_kind)}),
        (f"{here}/<name>.<form>", f"{names}_file", {"GET": partial(download, record_kind)}),
        (f"{here}/<name>/number", f"{names}_number", {"POST": partial(numbered, record_kind)}),
    )


ADDRESSES: tuple[Address, ...] = (
    ("/document-kinds", "document_kinds", {"GET": kinds}),
    *(address for record_kind in offering.records() for address in addresses_of(record_kind)),
)


# --- the description ----------------------------------------------------------------------------------------------------


TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": ["integer", "null"]}
KIND: Schema = {
    "type": "object",
    "required": ["name", "label", "record", "path", "sign", "council_only"],
    "properties": {
        **dict.fromkeys(("name", "label", "record", "path", "sign"), TEXT),
        "council_only": {"type": "boolean"},
    },
}
DOCUMENT: Schema = {
    "type": "object",
    "required": ["name", "label", *GIVEN, "version", "links"],
    "properties": {
        **dict.fromkeys(("name", "label", "sign", "signing_label"), TEXT),
        **dict.fromkeys(("number", "year"), NUMBER),
        **dict.fromkeys(("signer", "signer_office"), MAYBE),
        "issued_on": {"type": ["string", "null"], "format": "date"},
        "signing": {"enum": list(SIGNING)},
        "version": {"type": "integer"},
        "links": {"type": "object", "properties": {**dict.fromkeys(("self", "word", "record"), TEXT), "pdf": MAYBE}},
    },
}
SCHEMAS: dict[str, Schema] = {"DocumentKind": KIND, "OfficialDocument": DOCUMENT}


def described() -> dict[str, dict[str, Operation]]:
    listed = operation("document-kinds_list", _("Các loại văn bản"), "document-kinds", ok(page(ref("DocumentKind"))))
    found = {"/document-kinds": {"get": listed}}
    for record_kind in offering.records():
        found |= described_of(record_kind)
    return found


def described_of(record_kind: str) -> dict[str, dict[str, Operation]]:
    path = access.KINDS[record_kind].plural
    here, one = f"/{path}/{{id}}/{PATH}", ref("OfficialDocument")
    kinds = {"enum": [kind.name for kind in offering.kinds_of(record_kind)]}
    name = {"name": "name", "in": "path", "required": True, "schema": kinds}
    form = {"name": "form", "in": "path", "required": True, "schema": {"enum": list(TYPES)}}
    looks_back = any(kind.compose_then for kind in offering.kinds_of(record_kind))
    at = [past.parameter()] if looks_back else []
    whole = {"200": {"description": _("Tệp"), "content": {kind: {} for kind in TYPES.values()}}}
    words = {
        "list": _("Văn bản làm được từ bản ghi này, kèm số, ngày, người ký đã cho"),
        "read": _("Một văn bản: số, ngày, người ký đã cho"),
        "file": _("Tải văn bản về, như sẽ ban hành hôm nay"),
        "number": _("Cho số, ký hiệu, ngày, người ký"),
    }
    asked = sent(schemas.of_form(NumberForm, required=False))
    keys: list[Any] = [ID_PARAMETER, name, "IfMatch", "IdempotencyKey"]

    def act(what: str, answers: Operation, parameters: list[Any], body: Operation | None = None) -> Operation:
        return operation(f"{path}_official_{what}", words[what], path, answers, parameters, body)

    return {
        here: {"get": act("list", ok(page(one)), [ID_PARAMETER])},
        f"{here}/{{name}}": {"get": act("read", ok(one), [ID_PARAMETER, name])},
        f"{here}/{{name}}.{{form}}": {"get": act("file", whole, [ID_PARAMETER, name, form, *at])},
        f"{here}/{{name}}/number": {"post": act("number", ok(one), keys, asked)},
    }
