"""The draft report in the search: found by its name, its sections by what somebody wrote in them.

A section that nobody has written says what the records say, and those are found themselves.
"""

from __future__ import annotations

from tracker.core.i18n import _, in_vietnamese
from tracker.oversight_reports.models import OversightReport, ReportSection
from tracker.search import service as search


def name() -> str:
    """A paper of the record: Vietnamese for every reader."""
    with in_vietnamese():
        return _("Dự thảo báo cáo kết quả giám sát")


def index(report: OversightReport) -> None:
    search.index(
        kind="oversight_report",
        subject_id=report.id,
        council_id=report.council_id,
        code=report.code,
        title=f"{name()}: {report.delegation.title}",
        texts=[section.heading for section in report.sections],
    )


def index_section(section: ReportSection) -> None:
    """With its codes, not their numbers: a figure may be another one tomorrow."""
    search.index(
        kind="report_section",
        subject_id=section.id,
        council_id=section.council_id,
        code=section.report.code,
        title=f"{name()}, {section.heading}",
        texts=[section.text],
    )
