"""The draft report and its sections as kinds of record. They have no life of their own: the delegation's rules."""

from __future__ import annotations

from typing import Any

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.core.i18n import _l
from tracker.oversight_reports import queries
from tracker.oversight_reports.models import OversightReport, ReportSection
from tracker.workflow import engine

NAMES = {"delegation_id": _l("Đoàn giám sát")}
SECTION_NAMES = {
    "name": _l("Mục"),
    "title": _l("Tiêu đề mục"),
    "text": _l("Nội dung"),
    "reviewed": _l("Nguồn đã xem lại"),
}


def place(record: Any) -> Place:
    """Where the draft stands; no agency has a part in it."""
    return Place(council_id=record.council_id, delegation_id=record.delegation_id, body_id=record.delegation.body_id)


KIND = engine.register(
    Kind(
        name="oversight_report",
        model=OversightReport,
        label=_l("Dự thảo báo cáo"),
        plural="report-drafts",
        visible=queries.visible,
        place=place,
        title=lambda report: report.delegation.title,
        names=lambda: NAMES,
    )
)
SECTION_KIND = engine.register(
    Kind(
        name="report_section",
        model=ReportSection,
        label=_l("Mục của dự thảo báo cáo"),
        plural="report-sections",
        visible=queries.section_visible,
        place=place,
        title=lambda section: section.title,
        thread=lambda section: ("oversight_report", section.report_id),
        names=lambda: SECTION_NAMES,
    )
)
