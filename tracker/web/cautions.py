"""What somebody should know before a step that nothing forbids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.findings.models import Finding
from tracker.recommendations import deadlines
from tracker.recommendations.models import Recommendation
from tracker.requests import sums
from tracker.requests.models import ReportRequest
from tracker.sessions.models import WorkingSession


def of(kind: str, step: str, record: Any) -> list[str]:
    """Sentences shown above the form of the step."""
    told = KNOWN.get((kind, step))
    return told(record) if told else []


def before_signing(session: WorkingSession) -> list[str]:
    return [] if session.secretary_signed_at else [_("Thư ký chưa ký biên bản trên phần mềm.")]


def before_handing_in(request: ReportRequest) -> list[str]:
    """Sums that do not add up are the agency's to mend or to explain; they never stand in the way."""
    return sums.of_request(request)


def before_issue(recommendation: Recommendation) -> list[str]:
    """An old document may have had its day long ago, so a day that has passed is remarked on and forbids nothing."""
    if recommendation.due_on is None or not deadlines.has_passed_before_issue(recommendation):
        return []
    day = format_vi(recommendation.due_on)
    said = _("Thời hạn %(day)s đã qua: ban hành hôm nay thì các cơ quan quá hạn ngay từ đầu.", day=day)
    return [f"{said} {_('Nếu không phải nhập theo văn bản cũ, hãy sửa thời hạn trước.')}"]


def before_mending(finding: Finding) -> list[str]:
    """Why the leader has handed the draft of the comment back."""
    draft = finding.draft_comment
    if draft is None or not draft.back_note:
        return []
    return [_("Lãnh đạo trả lại để sửa: “%(note)s”", note=draft.back_note)]


KNOWN: dict[tuple[str, str], Callable[[Any], list[str]]] = {
    ("finding", "draft_comment"): before_mending,
    ("session", "sign"): before_signing,
    ("recommendation", "approve"): before_issue,
    ("recommendation", "issue"): before_issue,
    ("report_request", "submit"): before_handing_in,
    ("report_request", "submit_authorised"): before_handing_in,
}
