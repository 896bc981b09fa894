"""The delegation's own day for the reports, and the requests that are due on another one."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.dates import format_vi
from tracker.core.i18n import _, _n
from tracker.delegations.models import Delegation
from tracker.delegations.service import require_begin
from tracker.requests import queries, service
from tracker.requests.forms import MoveForm
from tracker.requests.models import ReportRequest
from tracker.requests.workflow import REQUEST
from tracker.web import kit
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("request_dates", __name__, url_prefix="/delegations/<int:id>/requests/dates")


@pages.route("", methods=["GET", "POST"])
def move(id: int) -> Response:
    """Requests that are due on another day than the delegation's own: those ticked move to it, all at once. A further
    request to an agency has its day on purpose, and is not ticked."""
    delegation: Delegation = access.find("delegation", id, me())
    require_begin(REQUEST, delegation, me())
    differing = queries.differing(delegation)
    was = request.args.get("was", "")
    initial = {
        "request_ids": [
            item.id for item in differing if was in ("", item.due_on.isoformat()) and not queries.is_further(item)
        ],
        "reason": _("Theo hạn chung của Đoàn"),
    }
    form = kit.form(MoveForm, initial, choices=[(str(item.id), in_words(item)) for item in differing])
    is_past = service.is_day_past(delegation)
    if not is_past and kit.sent(form):
        with kit.trying(form):
            moved = service.move_to_common_due(delegation, form.answers["request_ids"], form.answers["reason"], me())
            return kit.done(url_for("requests.board", id=id), _("Đã dời hạn của %(count)s yêu cầu.", count=len(moved)))
    return kit.show(
        "requests/dates.html",
        form=form,
        delegation=delegation,
        differing=differing,
        is_past=is_past,
        edit_url=url_for("delegations.edit", id=id) if engine.may_edit(delegation, me()) else None,
        back=url_for("requests.board", id=id),
    )


def in_words(item: ReportRequest) -> str:
    """Sở Công Thương: 30/06/2026"""
    return f"{item.answering}: {format_vi(item.due_on)}"


def warn_of_differing(delegation: Delegation, was: date | None) -> None:
    """After the delegation's own day has changed: say how many requests keep another, and lead to where they move."""
    if delegation.report_due_on == was or not service.may_ask(delegation, me()):
        return
    if count := len(queries.differing(delegation)):
        sentence = _n(
            "%(num)s yêu cầu báo cáo có hạn khác hạn chung mới của Đoàn:",
            "%(num)s yêu cầu báo cáo có hạn khác hạn chung mới của Đoàn:",
            count,
        )
        address = url_for("request_dates.move", id=delegation.id, was=was.isoformat() if was else None)
        flash(
            Markup("{} {}").format(sentence, Markup('<a href="{}">{}</a>').format(address, _("xem và dời hạn"))),
            "warning",
        )
