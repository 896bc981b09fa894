"""What holds of a recommendation and all that hangs on it, whatever has been done."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from tests.sm5.oracle import Oracle
from tests.sm5.table import FINAL
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.recommendations.models import Assignment, Recommendation

FAR = date(9999, 12, 31)


def check_whole(recommendation: Recommendation, oracle: Oracle) -> None:
    """After every step."""
    tasks = recommendation.assignments
    if recommendation.state == "draft":
        assert tasks == []
        return
    if recommendation.state in ("issued", "closed"):
        assert tasks
        assert (recommendation.state == "closed") is all(task.state in FINAL for task in tasks)
        assert (recommendation.closed_at is not None) is (recommendation.state == "closed")
    elif recommendation.issued_on is not None:
        assert all(task.state in FINAL for task in tasks), "a withdrawn recommendation leaves nothing open"
    if tasks:
        [lead] = [task for task in tasks if task.role == "lead"]
        repeated = (recommendation.lead_state, recommendation.due_key, recommendation.lead_agency_id)
        assert repeated == (lead.state, lead.due_on or FAR, lead.agency_id)
    for task in tasks:
        check_task(task, recommendation, oracle)


def check_task(task: Assignment, recommendation: Recommendation, oracle: Oracle) -> None:
    assert task.original_due_on == recommendation.due_on, "the original day never changes"
    assert task.due_ends_on == oracle.ends_on(task.due_on)
    granted = [extension for extension in task.extensions if extension.state == "granted"]
    assert task.extension_count == len(granted)
    days = [task.original_due_on, *(extension.new_due_on for extension in granted)]
    assert all(earlier < later for earlier, later in pairwise(days)), "an extension moves the day forward"
    assert task.due_on == days[-1]
    if task.state == "implemented":
        check_verified(task)
    else:
        assert (task.verified_at, task.verified_by_id, task.completed_on) == (None, None, None)


def check_verified(task: Assignment) -> None:
    """By somebody who had no hand in the report that was accepted, which is the one that the task speaks of."""
    assert task.verified_by_id is not None
    assert task.completed_on is not None
    accepted = [u for u in task.updates if u.state == "accepted" and u.reviewed_at == task.verified_at]
    assert accepted
    last = max((u for u in task.updates if u.sent_at and u.claim != "in_progress"), key=lambda u: (u.sent_at, u.id))
    assert accepted[-1] is last, "the report that waited was the one accepted"
    hands = {last.created_by_id, last.sent_by_id, task.reported_by_id, *(item.created_by_id for item in last.evidence)}
    assert task.verified_by_id not in hands, "whoever reports never verifies"
    assert any(item.state in ("accepted", "expired") for u in task.updates for item in u.evidence), "done without proof"


def check_history(recommendation: Recommendation) -> None:
    """The events, one after the other, make up the records as they are now."""
    query = select(AuditEvent).where(
        AuditEvent.thread_kind == "recommendation", AuditEvent.thread_id == recommendation.id
    )
    kept: dict[tuple[str, int], dict[str, Any]] = {}
    for event in db.session.scalars(query.order_by(AuditEvent.id)):
        known = kept.setdefault((event.subject_kind, event.subject_id), {})
        for name, value in (event.before or {}).items():
            assert known.get(name) in (value, None) or name in FOLLOWING, (
                f"{event.action}: {name} was {known.get(name)}"
            )
        known |= event.after or {}
    for kind, id, names in told_of(recommendation):
        record = next(one for one in records(recommendation) if (one.__kind__, one.id) == (kind, id))
        for name in names:
            value = getattr(record, name)
            assert kept[kind, id].get(name) in (plain(value), None if value in (None, "", 0) else plain(value)), name


FOLLOWING = ("lead_state", "due_key", "lead_agency_id", "claim", "percent", "claimed_at", "reported_by_id")
"""What also follows other records' steps."""


def told_of(recommendation: Recommendation) -> list[tuple[str, int, tuple[str, ...]]]:
    found: list[tuple[str, int, tuple[str, ...]]] = [("recommendation", recommendation.id, ("state", "issued_on"))]
    for task in recommendation.assignments:
        found.append(
            (
                "assignment",
                task.id,
                ("state", "due_on", "original_due_on", "extension_count", "verified_by_id", "sent_on"),
            )
        )
        found += [("update", update.id, ("state", "sent_by_id", "reviewed_by_id")) for update in task.updates]
        found += [("extension", one.id, ("state", "new_due_on")) for one in task.extensions]
        found += [("measure", one.id, ("state", "answered_on")) for one in task.measures]
        judged = [item for update in task.updates for item in update.evidence if item.state != "pending"]
        found += [("evidence", item.id, ("state", "reason", "judged_by_id")) for item in judged]
    return found


def records(recommendation: Recommendation) -> list[Any]:
    tasks = recommendation.assignments
    return [
        recommendation,
        *tasks,
        *(part for task in tasks for part in (*task.updates, *task.extensions, *task.measures)),
        *(item for task in tasks for update in task.updates for item in update.evidence),
    ]


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def stores_no_overdue() -> bool:
    """No column says that something is late, or how late."""
    names = {column.name for table in db.metadata.tables.values() for column in table.columns}
    return not [name for name in names if "overdue" in name] and not names & {"is_late", "due_soon", "days_left"}
