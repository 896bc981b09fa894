"""Figures as a kind of record; they have no states of their own, their source has."""

from __future__ import annotations

from tracker.accounts.access import Kind
from tracker.accounts.actor import Place
from tracker.core.i18n import _l
from tracker.reporting import queries
from tracker.reporting.models import Figure
from tracker.workflow import engine

NAMES = {
    "code": _l("Mã"),
    "indicator": _l("Chỉ tiêu"),
    "qualifier": _l("Định tính"),
    "value": _l("Giá trị"),
    "unit": _l("Đơn vị"),
    "period_kind": _l("Loại kỳ"),
    "period_from": _l("Từ năm"),
    "period_to": _l("Đến năm"),
    "quarter": _l("Quý"),
    "superseded": _l("Báo cáo sau không còn nêu"),
    "scope": _l("Phạm vi"),
    "verbatim": _l("Nguyên văn"),
    "source_kind": _l("Nguồn"),
    "source_page": _l("Trang"),
    "agencies": _l("Cơ quan báo cáo"),
    "comparisons": _l("So sánh"),
    "parts": _l("Là tổng của"),
    "difference_note": _l("Ghi chú chênh lệch"),
    "inferred": _l("Suy đoán"),
}


def place(figure: Figure) -> Place:
    return Place(
        council_id=figure.council_id,
        delegation_id=figure.delegation_id,
        body_id=figure.delegation.body_id,
        agency_ids=frozenset(entry.agency_id for entry in figure.agencies),
    )


def is_from_report(figure: Figure) -> bool:
    """Did it come with a report that an agency sent, so that only a later report changes it?"""
    return figure.source_kind == "report" and figure.source_id is not None


def thread(figure: Figure) -> tuple[str, int]:
    """Its history is read on the page of its session, or of its delegation."""
    if figure.source_kind == "session" and figure.source_id is not None:
        return "session", figure.source_id
    if is_from_report(figure):
        return "report", figure.source_id or 0
    return "delegation", figure.delegation_id


KIND = engine.register(
    Kind(
        name="figure",
        model=Figure,
        label=_l("Số liệu"),
        plural="figures",
        visible=queries.visible,
        place=place,
        title=lambda figure: figure.indicator,
        thread=thread,
        names=lambda: NAMES,
    )
)
