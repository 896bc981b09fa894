"""Official documents of records: Word and PDF, and the number, date and signer that the clerk gives."""

from __future__ import annotations

import io
from functools import partial
from typing import Any

from flask import Blueprint, abort, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.accounts import access
from tracker.attachments.downloads import disposition
from tracker.core.errors import DomainError
from tracker.core.i18n import _
from tracker.core.moments import Moment
from tracker.documents import queries, service
from tracker.documents.definition import DocumentKind
from tracker.documents.forms import answers_of, form_of
from tracker.documents.kinds import KINDS
from tracker.documents.making import NO_PDF, TYPES, Maker
from tracker.documents.offering import item_address, offered
from tracker.web import as_of, kit
from tracker.web.kit import me

pages = Blueprint("documents", __name__)
ANCHOR = "van-ban"


def download(kind: DocumentKind, id: int, form: str) -> AnyResponse:
    """The document as it would be issued today; `?as_of=`: as known then, of kinds that look back."""
    if form not in TYPES:
        abort(404)
    record = kind.find(id, me())
    settings = kit.settings()
    address = item_address(record, settings.base_url)
    maker = Maker(kind, record, me(), address, settings.libreoffice, moment_asked())
    if form == "pdf" and not maker.has_pdf:
        return without_pdf(kind, record)
    content = maker.pdf() if form == "pdf" else maker.word()
    response: AnyResponse = send_file(io.BytesIO(content), mimetype=TYPES[form], max_age=0)
    response.headers["Content-Disposition"] = disposition(maker.file_name(form))
    return response


def moment_asked() -> Moment | None:
    """None: now. DomainError beside a moment that cannot be looked back to."""
    standing = as_of.asked()
    if standing.is_wrong:
        raise DomainError(" ".join(str(sentence) for sentence in standing.field.errors))
    return standing.moment


def without_pdf(kind: DocumentKind, record: Any) -> AnyResponse:
    """The page that says why there is none, and leads to the Word file."""
    moment = request.args.get("as_of") if kind.compose_then else None
    return kit.show(
        "documents/without_pdf.html",
        label=kind.label,
        why=NO_PDF,
        word_url=url_for(f"documents.{kind.name}", id=record.id, form="docx", as_of=moment),
        record_label=access.kind_of(record).title(record),
        back=kit.url_of(*kit.page_of(record)),
    )


def number(kind: DocumentKind, id: int) -> AnyResponse:
    record = kind.find(id, me())
    service.require_numbering(record, me())
    known = queries.number_of(record.council_id, kind.name, record.id)
    form = kit.form(form_of(kind), answers_of(known, kind, record), record=known)
    back = kit.url_of(*kit.page_of(record))
    if kit.sent(form):
        with kit.trying(form):
            service.give(kind, record, form.answers, me())
            return kit.done(f"{back}#{ANCHOR}", _("Đã lưu số, ngày, người ký."))
    return kit.show(
        "documents/number.html",
        form=form,
        label=kind.label,
        record_label=access.kind_of(record).title(record),
        back=back,
        events=kit.timeline("document_number", known) if known is not None else [],
    )


def add_routes(kind: DocumentKind) -> None:
    def made(id: int, form: str) -> AnyResponse:
        return download(kind, id, form)

    def numbered(id: int) -> AnyResponse:
        return number(kind, id)

    pages.add_url_rule(f"{kind.address}.<form>", kind.name, made)
    pages.add_url_rule(f"{kind.address}/number", f"{kind.name}_number", numbered, methods=["GET", "POST"])


for one in KINDS.values():
    add_routes(one)


# --- links on the pages of records --------------------------------------------------------------------------------------


def of(record: Any, *names: str) -> list[dict[str, Any]]:
    """The documents that this person may make of a record whose page they read; `names`: of these kinds alone."""
    kinds = [kind for kind in offered(record, me()) if not names or kind.name in names]
    may_number = service.may_number(record, me())
    return [link(kind, record.id, may_number=may_number) for kind in kinds]


def link(kind: DocumentKind, id: int, *, may_number: bool) -> dict[str, Any]:
    """Without a look into the database: which template is in use is said where it matters."""
    here = partial(url_for, f"documents.{kind.name}", id=id)
    return {
        "label": kind.label,
        "word_url": here(form="docx"),
        "pdf_url": here(form="pdf"),
        "number_url": url_for(f"documents.{kind.name}_number", id=id) if may_number else "",
    }


@pages.app_context_processor
def in_templates() -> dict[str, Any]:
    return {"documents_of": of, "keeps_document_templates": lambda: service.may_keep(me())}
