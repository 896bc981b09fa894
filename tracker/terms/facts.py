"""How a recommendation stands, as a handover tells it: plain facts that are kept as JSON once it is decided.

Shape: code, text, state (of the recommendation), issued_on, delegation, delegation_title, lead, lead_state, due_on,
original_due_on, due_ends_on, extensions, overdue, days_left, claim, percent, claimed_on, verdict_note, verified_on,
measure (kind, on, number; of the last one taken) or null. Days are ISO, people and agencies stand by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from tracker.audit import service as audit
from tracker.core import clock
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.recommendations import effects
from tracker.recommendations.deadlines import days_left
from tracker.recommendations.models import Assignment, Measure, Recommendation

LEAD: Any = aliased(Assignment)
R, A, M = Recommendation, Assignment, Measure
Facts = dict[str, Any]
ROWS = (
    select(
        R.id,
        R.code,
        R.text,
        R.state.label("recommendation_state"),
        R.issued_on,
        Delegation.code.label("delegation"),
        Delegation.title.label("delegation_title"),
        func.coalesce(func.nullif(LEAD.taken_over_by, ""), LEAD.agency_name).label("lead"),
        LEAD.state,
        LEAD.due_on,
        LEAD.original_due_on,
        LEAD.due_ends_on,
        LEAD.extension_count,
        LEAD.claim,
        LEAD.percent,
        LEAD.claimed_at,
        LEAD.sent_on,
        LEAD.verdict_note,
        LEAD.verified_at,
    )
    .join(Delegation, Delegation.id == R.delegation_id)
    .outerjoin(LEAD, (LEAD.recommendation_id == R.id) & (LEAD.role == "lead"))
)


def of(ids: Sequence[int], today: date) -> dict[int, Facts]:
    """By the recommendation's id, as they stand now; two queries."""
    if not ids:
        return {}
    last = last_measures(ids)
    rows = db.session.execute(ROWS.where(R.id.in_(ids)))
    return {row.id: facts_of(row, last.get(row.id), today) for row in rows}


def facts_of(row: Any, measure: Facts | None, today: date) -> Facts:
    names = ("code", "text", "issued_on", "delegation", "delegation_title", "lead", "due_on", "original_due_on")
    found = {name: getattr(row, name) for name in (*names, "due_ends_on", "claim", "percent", "verdict_note")}
    is_running = row.state is not None and row.due_ends_on is not None and effects.has_running_deadline(row)
    found |= {
        "state": row.recommendation_state,
        "lead_state": row.state,
        "extensions": row.extension_count or 0,
        "overdue": row.state is not None and effects.is_overdue(row, today),
        "days_left": days_left(row.due_ends_on, today) if is_running else None,
        "claimed_on": day_of(row.claimed_at),
        "verified_on": day_of(row.verified_at),
        "measure": measure,
    }
    kept: Facts = audit.plain(found)
    return kept


def day_of(moment: datetime | None) -> date | None:
    return clock.local(moment).date() if moment else None


def last_measures(ids: Sequence[int]) -> dict[int, Facts]:
    """The last measure taken against each, on whichever of its tasks."""
    query = (
        select(A.recommendation_id, M.kind, M.taken_on, M.document_number)
        .join(A, A.id == M.assignment_id)
        .where(A.recommendation_id.in_(ids))
        .order_by(M.taken_on, M.id)
    )
    rows = db.session.execute(query)
    return {row[0]: {"kind": row[1], "on": row[2].isoformat(), "number": row[3]} for row in rows}
