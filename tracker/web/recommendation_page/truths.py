"""Both truths, what an agency says and what the Council's side found out; and what closes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from tracker.calendar.days import working_days
from tracker.core import clock
from tracker.core.i18n import _, _n
from tracker.recommendations import deadlines, lateness, naming
from tracker.recommendations.models import ASSIGNMENT_ROLES, CLAIMS, Assignment, EvidenceItem, Recommendation, Update
from tracker.recommendations.queries.reading import Part
from tracker.recommendations.workflow import ASSIGNMENT, awaits_verdict
from tracker.web import evidence as evidence_page
from tracker.web import late_words
from tracker.web.follow_up import claimed
from tracker.web.recommendation_page.first_line import has_stopped


def truth(part: Part, reports: Sequence[Update]) -> dict[str, Any]:
    """What the agency says beside what the Council's side found, as far as the reader may know either."""
    task = part.assignment
    row: dict[str, Any] = {"agency": naming.of_task(task), "role": str(ASSIGNMENT_ROLES[task.role])}
    if part.level in ("all", "state"):
        row["due"] = own_deadline(task)
    if part.level == "all":
        return row | said(task, reports) | found_out(task)
    row["unseen"] = True
    if part.level == "state":
        return row | {"verdict": ASSIGNMENT.state(task.state)}
    if part.accepted is not None:
        claim = claimed(part.accepted.claim, str(CLAIMS[part.accepted.claim]), None)
        return row | {"claim": claim, "claim_note": part.accepted.text, "verdict": ASSIGNMENT.state(task.state)}
    return row


def own_deadline(task: Assignment) -> dict[str, Any] | None:
    """The addressee's own, which may have been moved apart from the others': with the day first given and how often."""
    due = deadlines.deadline(task.due_on, task.due_ends_on)
    if due is None:
        return None
    return {
        "on": due.due_on,
        "ends_on": due.ends_on,
        "days_left": None if has_stopped(task, due) else due.days_left,
        "original_on": task.original_due_on,
        "extensions": task.extension_count,
    }


def said(task: Assignment, reports: Sequence[Update]) -> dict[str, Any]:
    if task.claim is None:
        return {"claim": None}
    last = next((report for report in reports if report.assignment_id == task.id and report.sent_at), None)
    return {
        "claim": claimed(task.claim, str(CLAIMS[task.claim]), task.percent),
        "claim_on": clock.local(task.claimed_at).date() if task.claimed_at else None,
        "claim_note": _("Văn phòng nhập từ văn bản giấy") if last and last.on_paper else "",
        "claim_files": [file_of(item) for item in last.evidence if item.attachment] if last else [],
    }


def found_out(task: Assignment) -> dict[str, Any]:
    reviewed = clock.local(task.reviewed_at).date() if task.reviewed_at else None
    waits = awaits_verdict(task)
    return {
        "verdict": ASSIGNMENT.state(task.state),
        "verdict_on": None if waits else reviewed,
        "verdict_by": waited(task) if waits else "",
        "verdict_note": "" if waits else task.verdict_note,
        "verdict_late": late_words.told(lateness.of_done(task)),
    }


def waited(task: Assignment) -> str:
    """How long a report has waited, in working days."""
    if task.sent_on is None:
        return ""
    days = max(-working_days().count(clock.today(), task.sent_on), 0)
    return _n("chờ %(num)s ngày làm việc", "chờ %(num)s ngày làm việc", days)


def checklists(parts: Sequence[Part], reports: Sequence[Update], *, is_past: bool) -> list[dict[str, Any]]:
    """Of each task of which the reader may know all: what must be proven, and with what it was."""
    items = [item for report in reversed(reports) for item in report.evidence]
    names = evidence_page.names_in(items)
    known = [part.assignment for part in parts if part.level == "all"]
    return [
        evidence_page.checklist(task, [item for item in items if item.assignment_id == task.id], names, is_past=is_past)
        for task in known
        if task.role == "lead" or any(item.assignment_id == task.id for item in items)
    ]


def conditions(recommendation: Recommendation, parts: Sequence[Part]) -> list[str]:
    """Their words alone: of a draft, and for those who may not know what the lead has handed in."""
    known = any(part.level == "all" and part.assignment.role == "lead" for part in parts)
    return [] if known else [condition.text for condition in recommendation.conditions]


def file_of(item: EvidenceItem) -> dict[str, Any]:
    return {"label": item.name, "url": url_for("attachments.download", id=item.attachment_id)}
