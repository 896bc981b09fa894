"""What of a report is found by searching."""

from __future__ import annotations

from tracker.requests.models import AgencyReport
from tracker.search import service as search


def index_report(report: AgencyReport) -> None:
    search.index(
        kind="report",
        subject_id=report.id,
        council_id=report.council_id,
        code=report.number,
        title=f"Báo cáo {report.number} của {report.request.agency_name}",
        texts=[report.signer, *(part["text"] for part in report.content)],
        day=report.issued_on,
    )
