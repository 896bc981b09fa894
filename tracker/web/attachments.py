"""Handing out files, to those who may read the record they hang on."""

from __future__ import annotations

from flask import Blueprint, Response

from tracker.accounts import access
from tracker.attachments import queries, storage
from tracker.attachments.models import Attachment
from tracker.attachments.service import download_headers
from tracker.core.errors import NotFound
from tracker.web.kit import me

pages = Blueprint("attachments", __name__)


@pages.route("/attachments/<int:id>")
def download(id: int) -> Response:
    attachment = queries.get(id)
    if attachment is None or not may_read(attachment):
        raise NotFound
    return Response(storage.read(attachment.sha256), headers=download_headers(attachment))


def may_read(attachment: Attachment) -> bool:
    """A file is read by whoever reads its record; before it belongs to one, by whoever sent it."""
    if attachment.subject_id is None or attachment.subject_kind not in access.KINDS:
        return attachment.uploaded_by_id == me().id
    try:
        access.find(attachment.subject_kind, attachment.subject_id, me())
    except NotFound:
        return False
    return True
