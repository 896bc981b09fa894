"""Writing recommendations, reports, requests for extension, measures; pages, API and example data use these alike."""

from __future__ import annotations

from tracker.recommendations.drafting import create, edit, follow
from tracker.recommendations.extensions.service import create_extension, edit_extension
from tracker.recommendations.measures.service import may_take, record_measure, times_urged
from tracker.recommendations.progress import (
    add_evidence,
    create_update,
    draft_of,
    edit_update,
)
from tracker.recommendations.proofs import Proof
from tracker.recommendations.workflow import takes_reports

__all__ = [
    "Proof",
    "add_evidence",
    "create",
    "create_extension",
    "create_update",
    "draft_of",
    "edit",
    "edit_extension",
    "edit_update",
    "follow",
    "may_take",
    "record_measure",
    "takes_reports",
    "times_urged",
]
