"""What an agency that has ended leaves here: requests whose report is still to come or to be looked at. The successor
goes on with them; where it has been asked by the same delegation itself, its own report answers for both."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.core.dates import format_vi
from tracker.core.errors import Impossible
from tracker.core.i18n import _, _l
from tracker.delegations.service.agencies import put_agency
from tracker.organizations import handing
from tracker.organizations.handing import Handing, Told
from tracker.requests import queries
from tracker.requests.joining import CLOSE
from tracker.requests.models import ReportRequest
from tracker.workflow import engine


def tell(request: ReportRequest) -> Told:
    parts = [str(engine.state_of(request).label)]
    due = queries.effective_due(request)
    if due is not None:
        parts.append(_("hạn %(day)s", day=format_vi(due)))
    return Told(request.code, request.delegation.title, " · ".join(parts))


def move(request: ReportRequest, change: Handing) -> str:
    """The heir answers, on from where the old agency stood; the name that was asked stays. Where the heir has an open
    request of this delegation of its own, this one is closed instead (see `joining`)."""
    delegation, heir = request.delegation, change.heir
    other = queries.open_request(delegation.id, heir.id)
    if other is not None:
        raise Impossible(
            _(
                "%(agency)s đã có yêu cầu %(code)s của chính Đoàn này. Hãy mở %(own)s và chọn “%(step)s”.",
                agency=heir.name,
                code=other.code,
                own=request.code,
                step=CLOSE,
            )
        )
    entry = next((entry for entry in delegation.agencies if entry.agency_id == change.old.id), None)
    known = {entry.agency_id for entry in delegation.agencies}
    if heir.id not in known:
        put_agency(delegation, heir, entry.role if entry is not None else "supervised", change.actor)
    request.round = queries.last_round(delegation.id, heir.id) + 1
    request.agency = heir
    return _("%(agency)s vào danh sách cơ quan của Đoàn", agency=heir.name) if heir.id not in known else ""


OPEN: Any = (
    select(ReportRequest)
    .where(ReportRequest.state.not_in(queries.SETTLED))
    .options(joinedload(ReportRequest.delegation))
    .order_by(ReportRequest.due_on, ReportRequest.id)
)

handing.register(
    handing.Holding(
        kind="report_request",
        label=_l("Yêu cầu báo cáo"),
        rows=OPEN,
        agency_id=ReportRequest.agency_id,
        tell=tell,
        move=move,
    )
)
