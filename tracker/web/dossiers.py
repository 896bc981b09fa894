"""The dossier of a delegation: what is in it, and the file."""

from __future__ import annotations

import tempfile

from flask import Blueprint, Response, send_file

from tracker.accounts import access
from tracker.attachments.names import harmless
from tracker.core.i18n import _
from tracker.delegations.models import Delegation
from tracker.dossiers import writing
from tracker.web import kit
from tracker.web.downloads import dossier_lists
from tracker.web.kit import me

pages = Blueprint("dossiers", __name__, url_prefix="/delegations/<int:id>")
IN_MEMORY = 2**20


@pages.route("/dossier.zip")
def download(id: int) -> Response:
    """Written whole before the first byte leaves."""
    delegation: Delegation = access.find("delegation", id, me())
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the answer
    writing.write(delegation, me(), dossier_lists.of(delegation), file, base_url=kit.settings().base_url)
    file.seek(0)
    name = harmless(_("Hồ sơ %(code)s", code=delegation.code)) + ".zip"
    return send_file(file, mimetype="application/zip", as_attachment=True, download_name=name, max_age=0)
