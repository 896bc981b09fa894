"""Reports and requests for a later day."""

from __future__ import annotations

from typing import Any

from flask import url_for

from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.recommendations.extensions.workflow import EXTENSION
from tracker.recommendations.models import CLAIMS, Extension, Recommendation, Update
from tracker.recommendations.workflow import UPDATE
from tracker.web.recommendation_page.truths import file_of


def told(report: Update, recommendation: Recommendation, *, is_past: bool) -> dict[str, Any]:
    """One report for the list of reports."""
    task = next(task for task in recommendation.assignments if task.id == report.assignment_id)
    day = clock.local(report.sent_at).date() if report.sent_at else None
    return {
        "url": "" if is_past else url_for("updates.show", id=report.id),
        "label": task.name_at(report.sent_at),
        "day": day,
        "claim": CLAIMS[report.claim],
        "text": report.text,
        "state": UPDATE.state(report.state),
        "files": [file_of(item) for item in report.evidence if item.attachment],
        "on_paper": report.on_paper,
    }


def extension_told(extension: Extension, recommendation: Recommendation, *, is_past: bool) -> dict[str, Any]:
    """One request for a later deadline for the list of them."""
    task = next(task for task in recommendation.assignments if task.id == extension.assignment_id)
    until = extension.new_due_on or extension.proposed_due_on
    return {
        "url": "" if is_past else url_for("extensions.show", id=extension.id),
        "label": _("%(old)s → %(new)s", old=format_vi(extension.old_due_on), new=format_vi(until)),
        "agency": task.name_at(extension.requested_at),
        "document": extension.document,
        "state": EXTENSION.state(extension.state),
    }


def summary(report: Update) -> str:
    words = str(CLAIMS[report.claim])
    return f"{words}, {report.percent} %" if report.percent is not None else words
