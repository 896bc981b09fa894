"""The request of an agency that has ended is closed, because its successor answers for it in a request of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.core import clock
from tracker.core.i18n import _l
from tracker.extensions import db
from tracker.organizations.queries import heirs
from tracker.requests.models import ReportRequest

CLOSE = _l("Đóng, cơ quan kế thừa trả lời")
NOT_ASKED = ("draft", "waived", "not_submitted")
"""Requests in these states answer for nobody."""


def of_heirs(request: ReportRequest) -> Sequence[ReportRequest]:
    """What the successors of its agency were asked by the same delegation, newest first; none while the agency exists."""
    today = clock.today()
    if request.agency.valid_to is None or request.agency.valid_to >= today:
        return []
    ids = [heir.id for heir, _since in heirs(request.agency, today)]
    query = select(ReportRequest).where(
        ReportRequest.delegation_id == request.delegation_id,
        ReportRequest.agency_id.in_(ids),
        ReportRequest.state.not_in(NOT_ASKED),
        ReportRequest.id != request.id,
    )
    return db.session.scalars(query.order_by(ReportRequest.id.desc())).all() if ids else []


def is_answered_elsewhere(request: ReportRequest) -> bool:
    return bool(of_heirs(request))


def choices(request: ReportRequest) -> list[tuple[str, str]]:
    return [(other.code, f"{other.code} – {other.answering}") for other in of_heirs(request)]


def proposed(request: ReportRequest) -> str:
    return next((code for code, _words in choices(request)), "")


def join(request: ReportRequest, code: str) -> None:
    """What was written and handed in stays where it is; the reason names who answers, and where."""
    other = next(other for other in of_heirs(request) if other.code == code)
    request.answered_in = other
    request.closing_reason = f"{other.agency.name} trả lời ở yêu cầu {other.code}"
