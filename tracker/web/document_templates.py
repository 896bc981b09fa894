"""Templates of official documents: which is in use, what may be filled in, uploading one, going back to an earlier one."""

from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, Response, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.accounts import access
from tracker.attachments.downloads import disposition
from tracker.core.errors import NotFound
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.documents import making, queries, service
from tracker.documents.definition import DocumentKind
from tracker.documents.forms import UploadForm
from tracker.documents.kinds import KINDS
from tracker.documents.models import DocumentTemplate
from tracker.documents.placeholders import FRAME, as_written
from tracker.recommendations.queries.reading import names_of
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("document_templates", __name__, url_prefix="/document-templates")
AS_TEMPLATE = _l("Hãy lưu mẫu thành một tệp Word mới (.docx) rồi tải lên.")


def kind_named(name: str) -> DocumentKind:
    if name not in KINDS:
        raise NotFound
    return KINDS[name]


@pages.route("")
def index() -> AnyResponse:
    council_id = service.council_of(me())
    own = queries.in_use(council_id)
    rows = [{"kind": kind, "own": own.get(name)} for name, kind in KINDS.items()]
    return kit.show("documents/index.html", rows=rows, has_office=bool(kit.settings().libreoffice))


@pages.route("/<name>", methods=["GET", "POST"])
def show(name: str) -> AnyResponse:
    """Its versions, its placeholders, and the form to upload another one."""
    kind, council_id = kind_named(name), service.council_of(me())
    form: Any = kit.form(UploadForm)
    if kit.sent(form):
        with kit.trying(form):
            files = kit.uploads(form.files.data, advice=AS_TEMPLATE)
            service.upload(kind, files[0] if files else None, form.note.data, me())
            return kit.done(url_for(".show", name=name), _("Đã dùng mẫu mới."))
    versions = queries.versions(council_id, name)
    return kit.show(
        "documents/template.html",
        form=form,
        kind=kind,
        versions=versions,
        people=names_of(version.created_by_id for version in versions),
        is_own=bool(versions) and versions[0].attachment_id is not None,
        has_office=bool(kit.settings().libreoffice),
        own=list(as_written(kind.own)),
        shared=list(as_written(FRAME)),
        back=url_for(".index"),
    )


@pages.route("/<name>/file")
def current(name: str) -> Response:
    """The template in use."""
    kind, council_id = kind_named(name), service.council_of(me())
    own = queries.current(council_id, name)
    return sent(making.template_bytes(kind, own), f"mau-{kind.file_name}.docx")


@pages.route("/<name>/shipped")
def shipped(name: str) -> Response:
    """The template that comes with the product."""
    kind = kind_named(name)
    service.council_of(me())
    return sent(making.shipped(kind), f"mau-co-san-{kind.file_name}.docx")


@pages.route("/versions/<int:id>")
def version(id: int) -> Response:
    found: DocumentTemplate = access.find("document_template", id, me())
    if found.attachment_id is None:
        raise NotFound
    kind = kind_named(found.kind)
    return sent(making.template_bytes(kind, found), f"mau-{kind.file_name}-{found.version}.docx")


@pages.route("/<name>/back", methods=["POST"])
def go_back(name: str) -> AnyResponse:
    """Use an earlier version again; without one, the template that comes with the product."""
    wanted = request.form.get("version", type=row_number)
    service.go_back(kind_named(name), wanted, me())
    return kit.done(url_for(".show", name=name), _("Đã đổi mẫu đang dùng."))


def sent(content: bytes, name: str) -> Response:
    response = send_file(io.BytesIO(content), mimetype=making.WORD, max_age=0)
    response.headers["Content-Disposition"] = disposition(name)
    return response
