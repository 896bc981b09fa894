"""The deadlines of a delegation: every date, how it was computed, on what basis, and whether it was kept."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.accounts.access import KINDS
from tracker.core.i18n import _
from tracker.deadlines import overview
from tracker.deadlines.overview import Due
from tracker.web import kit, previews
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("deadlines", __name__)


@pages.route("/delegations/<int:id>/deadlines")
def of_delegation(id: int) -> Response:
    delegation = access.find("delegation", id, me())
    found = overview.of_delegation(delegation, me())
    return kit.show(
        "delegations/deadlines.html",
        delegation=delegation,
        rows=[told(due) for due in found],
        late=sum(due.is_open and due.is_late for due in found),
        running=sum(due.is_open for due in found),
        back=previews.crumb(delegation.code, "delegations.show", id=id),
    )


def final_state(record: Any) -> Any:
    """How the record's life has ended, where it has."""
    state = engine.state_of(record) if KINDS[record.__kind__].workflow else None
    return state if state is not None and state.final else None


def told(due: Due) -> dict[str, Any]:
    kind = KINDS[due.source.kind]
    return {
        "label": due.source.label,
        "record": f"{kind.label} {due.record.code}",
        "whose": getattr(due.record, "agency_name", ""),
        "url": kit.url_of(*kit.page_of(due.record)),
        "due": due,
        "ended": None if due.is_open or due.done_on else final_state(due.record),
        "unknown": not due.is_open and getattr(due.record, "old_record", False),
        "basis": due.computed.rule.legal_basis if due.computed.rule else _("Ngày ghi trong văn bản"),
    }
