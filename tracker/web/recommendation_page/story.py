"""What has happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for

from tracker.audit import queries as audit
from tracker.audit.models import AuditEvent
from tracker.recommendations.models import EvidenceItem, Recommendation
from tracker.recommendations.queries import reading
from tracker.recommendations.queries.reading import Whole
from tracker.web import telling
from tracker.web.kit import me
from tracker.web.recommendation_page.reports import summary
from tracker.web.recommendation_page.truths import file_of

EVENTS_SHOWN = 50

FOLLOWED = ("send_report", "accept", "accept_partly", "return", "extend")


def story(recommendation: Recommendation, whole: Whole, *, until: datetime | None) -> list[dict[str, Any]]:
    """Newest first; what was sent tells what it claims, and leads to the report; so does a request."""
    events = audit.of_thread(
        "recommendation",
        recommendation.id,
        me(),
        council_side=reading.is_council_side(recommendation, me()),
        limit=EVENTS_SHOWN,
        until=until,
        also=reading.earlier_holders(recommendation, me()),
    )
    events = [event for event in events if not repeats(event)]
    by_id = {report.id: report for report in whole.reports}
    items = {item.id: item for report in whole.reports for item in report.evidence}
    readable = {extension.id for extension in whole.extensions}
    found = telling.told(events, me())
    for event, line in zip(events, found, strict=True):
        report = by_id.get(event.subject_id) if event.subject_kind == "update" else None
        if event.subject_kind == "evidence" and event.subject_id in items:
            line |= evidence_told(items[event.subject_id], is_past=until is not None)
        if event.subject_kind == "extension" and event.subject_id in readable and until is None:
            line["url"] = url_for("extensions.show", id=event.subject_id)
        if report is not None:
            if until is None:
                line["url"] = url_for("updates.show", id=report.id)
            if event.action in ("send", "enter_paper"):
                line["note"] = f"{line['note']} · {summary(report)}"
                line["files"] = [file_of(item) for item in report.evidence if item.attachment]
    return found


def evidence_told(item: EvidenceItem, *, is_past: bool) -> dict[str, Any]:
    address = {} if is_past else {"url": url_for("updates.show", id=item.update_id)}
    return {"note": item.name, **address}


def repeats(event: AuditEvent) -> bool:
    """The task follows its report or request; the event of that tells it already."""
    return event.subject_kind == "assignment" and event.action in FOLLOWED
