"""Making findings findable by their words."""

from __future__ import annotations

from tracker.findings.models import Finding
from tracker.search import service as search


def index(finding: Finding) -> None:
    search.index_record(
        finding,
        finding.text,
        [
            finding.cause,
            finding.evidence,
            finding.agency_name,
            finding.agency.name if finding.agency else "",
            finding.sent_comment.text if finding.sent_comment else "",
        ],
    )
