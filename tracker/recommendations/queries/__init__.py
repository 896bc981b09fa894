"""Reading recommendations: who may read what, the follow-up table, a record's page, what waits for whom."""

from __future__ import annotations

from tracker.recommendations.queries.rights import (
    all_complete,
    any_draft_or_issued,
    assignment_visible,
    evidence_visible,
    extension_visible,
    is_complete,
    measure_visible,
    nothing_open,
    of_readers_time,
    own_assignments,
    rejected_grounds,
    update_visible,
    visible,
)
from tracker.recommendations.queries.work import work_for

__all__ = [
    "all_complete",
    "any_draft_or_issued",
    "assignment_visible",
    "evidence_visible",
    "extension_visible",
    "is_complete",
    "measure_visible",
    "nothing_open",
    "of_readers_time",
    "own_assignments",
    "rejected_grounds",
    "update_visible",
    "visible",
    "work_for",
]
