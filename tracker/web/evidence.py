"""Evidence as pages show it: by what must be proven, line by line, each version with its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from tracker.accounts import access
from tracker.core import clock
from tracker.core.i18n import _
from tracker.recommendations import evidence
from tracker.recommendations.evidence import Line, Requirement
from tracker.recommendations.models import ASSIGNMENT_ROLES, Assignment, EvidenceItem, Update
from tracker.recommendations.queries import reading
from tracker.recommendations.workflow import shown_state
from tracker.web import kit
from tracker.web.session_page import attachment_size

Names = Mapping[int, str]


def checklist(
    task: Assignment,
    items: Sequence[EvidenceItem],
    names: Names,
    *,
    report: Update | None = None,
    doing: bool = False,
    is_past: bool = False,
) -> dict[str, Any]:
    """What must be proven, and what was handed in for it. `report`: the one being read; `doing`: with buttons. Whoever
    handed the task over reads what was theirs, and is told nothing of what is met by now. Nothing leads on from the past."""
    found = evidence.requirements(task, items)
    knows = bool(access.roles_on(kit.me(), task))
    binding = [one for one in found if one.binds]
    return {
        "agency": task.answering,
        "role": ASSIGNMENT_ROLES[task.role],
        "knows": knows,
        "met": sum(one.is_met for one in binding),
        "of": len(binding),
        "rows": [row(one, names, report=report, doing=doing, knows=knows, is_past=is_past) for one in found],
        "lapsed": [item.name for item in evidence.lapsed(task, items)],
    }


def people_in(items: Iterable[EvidenceItem]) -> set[int | None]:
    """Everybody whom the lines name; see `reading.names_of`."""
    return {id for item in items for id in (item.created_by_id, item.update.sent_by_id, item.judged_by_id)}


def names_in(items: Sequence[EvidenceItem]) -> Names:
    return reading.names_of(people_in(items))


def row(
    requirement: Requirement, names: Names, *, report: Update | None, doing: bool, knows: bool, is_past: bool
) -> dict[str, Any]:
    condition = requirement.condition
    whole = _("Minh chứng của nhiệm vụ") if requirement.binds else _("Minh chứng chung cho cả kiến nghị")
    return {
        "title": condition.text if condition else whole,
        "tells": requirement.binds and knows,
        "is_met": requirement.is_met,
        "lines": [line_of(line, names, report=report, doing=doing, is_past=is_past) for line in requirement.lines],
    }


def line_of(line: Line, names: Names, *, report: Update | None, doing: bool, is_past: bool) -> dict[str, Any]:
    newest = line.newest
    return version(newest, names) | {
        "id": newest.id,
        "doing": kit.actions(newest) if doing else [],
        "earlier": [version(item, names) for item in line.earlier],
        "report_url": url_for("updates.show", id=newest.update_id)
        if newest.update is not report and not is_past
        else None,
    }


def version(item: EvidenceItem, names: Names) -> dict[str, Any]:
    """One version: the file or number, who handed it in when, what was decided on it by whom and why."""
    file = item.attachment
    by, at = handed_in(item)
    return {
        "name": item.name,
        "number": item.document_number if file else "",
        "url": url_for("attachments.download", id=file.id) if file else None,
        "size": attachment_size(file.size) if file else "",
        "sha256": file.sha256 if file else "",
        "version": item.version_number,
        "state": shown_state(item),
        "by": names.get(by or 0),
        "at": at,
        "is_draft": item.update.sent_at is None,
        "judged_by": names.get(item.judged_by_id or 0),
        "judged_at": item.judged_at,
        "reason": item.reason,
        "valid_until": item.valid_until,
        "has_passed": item.valid_until is not None and item.valid_until < clock.today(),
    }


def handed_in(item: EvidenceItem) -> tuple[int | None, Any]:
    """(who, when): the leader who sent the report; of a draft, and of what came after the report, whoever wrote it."""
    sent_at = item.update.sent_at
    if sent_at is None or item.created_at > sent_at:
        return item.created_by_id, item.created_at
    return item.update.sent_by_id, sent_at
