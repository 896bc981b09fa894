"""What somebody should know before a step that nothing forbids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.core.i18n import _, _n
from tracker.requests import sums
from tracker.requests.models import ReportRequest
from tracker.sessions.amendments import queries as amendments
from tracker.sessions.models import WorkingSession


def of(kind: str, step: str, record: Any) -> list[str]:
    """Sentences shown above the form of the step."""
    told = KNOWN.get((kind, step))
    return told(record) if told else []


def unanswered(session: WorkingSession) -> list[str]:
    """Signing locks the minutes: whoever proposed an amendment should have been answered."""
    waiting = amendments.unanswered(session.id)
    told = _n("Còn %(num)s đề nghị sửa chưa trả lời.", "Còn %(num)s đề nghị sửa chưa trả lời.", waiting)
    return [told] if waiting else []


def before_signing(session: WorkingSession) -> list[str]:
    unsigned = [] if session.secretary_signed_at else [_("Thư ký chưa ký biên bản trên phần mềm.")]
    return unanswered(session) + unsigned


def before_handing_in(request: ReportRequest) -> list[str]:
    """Sums that do not add up are the agency's to mend or to explain; they never stand in the way."""
    return sums.of_request(request)


KNOWN: dict[tuple[str, str], Callable[[Any], list[str]]] = {
    ("session", "sign"): before_signing,
    ("session", "sign_as_secretary"): unanswered,
    ("report_request", "submit"): before_handing_in,
    ("report_request", "submit_authorised"): before_handing_in,
}
