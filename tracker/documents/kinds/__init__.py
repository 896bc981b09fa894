"""Every kind of document, one module each: its placeholders, its facts, its layout."""

from __future__ import annotations

from tracker.documents.definition import DocumentKind
from tracker.documents.kinds import (
    annex,
    conclusion,
    establishing,
    handover,
    invitation,
    minutes,
    outline_letter,
    plan,
    report,
    resolution,
    urging,
)

KINDS: dict[str, DocumentKind] = {
    kind.name: kind
    for kind in (
        establishing.KIND,
        plan.KIND,
        outline_letter.KIND,
        invitation.KIND,
        minutes.KIND,
        report.KIND,
        conclusion.KIND,
        resolution.KIND,
        urging.KIND,
        annex.KIND,
        handover.KIND,
    )
}
"""In the order in which an oversight brings them forth (domain.md 2.1)."""
