"""What somebody should know before a step that nothing forbids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.core.i18n import _
from tracker.requests import content, sums
from tracker.requests.models import ReportRequest
from tracker.sessions.models import WorkingSession


def of(kind: str, step: str, record: Any) -> list[str]:
    """Sentences shown above the form of the step."""
    told = KNOWN.get((kind, step))
    return told(record) if told else []


def to_confirm(kind: str, step: str, record: Any) -> list[str]:
    """Sentences that somebody must tick to have read before the step is taken."""
    told = CONFIRMED.get((kind, step))
    return told(record) if told else []


def before_signing(session: WorkingSession) -> list[str]:
    return [] if session.secretary_signed_at else [_("Thư ký chưa ký biên bản trên phần mềm.")]


def before_handing_in(request: ReportRequest) -> list[str]:
    """Sums that do not add up are the agency's to mend or to explain; they never stand in the way."""
    return sums.of_request(request)


def unchanged_since_return(request: ReportRequest) -> list[str]:
    """An agency may have nothing to add; it should not be for having overlooked the item."""
    return [
        _("Mục %(path)s. %(item)s: chưa sửa gì từ khi bị trả lại.", path=part["path"], item=part["item_text"][:120])
        for part in content.not_supplemented(request)
    ]


KNOWN: dict[tuple[str, str], Callable[[Any], list[str]]] = {
    ("session", "sign"): before_signing,
    ("report_request", "submit"): before_handing_in,
    ("report_request", "submit_authorised"): before_handing_in,
}

CONFIRMED: dict[tuple[str, str], Callable[[Any], list[str]]] = {
    ("report_request", "submit"): unchanged_since_return,
    ("report_request", "submit_authorised"): unchanged_since_return,
}
