"""Handing out files, to those who may read the record they hang on."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wsgi import wrap_file

from tracker.accounts import access
from tracker.attachments import queries, storage
from tracker.attachments.downloads import download_headers
from tracker.attachments.models import Attachment
from tracker.core.errors import NotFound
from tracker.web.kit import me

pages = Blueprint("attachments", __name__)


@pages.route("/attachments/<int:id>")
def download(id: int) -> Response:
    attachment = queries.get(id)
    if attachment is None or not may_read(attachment):
        raise NotFound
    file = storage.current().open(attachment.sha256)
    response = Response(wrap_file(request.environ, file), headers=download_headers(attachment), direct_passthrough=True)
    response.content_length = attachment.size
    response.call_on_close(file.close)
    return response


def may_read(attachment: Attachment) -> bool:
    """A file is read by whoever reads its record; before it belongs to one, by whoever sent it."""
    if attachment.subject_id is None or attachment.subject_kind not in access.KINDS:
        return attachment.uploaded_by_id == me().id
    try:
        access.find(attachment.subject_kind, attachment.subject_id, me())
    except NotFound:
        return False
    return True
