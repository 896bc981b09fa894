"""What requests tell of a delegation's plan: when its outline went out, when the last of the reports asked for came in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.plans import done
from tracker.requests import queries
from tracker.requests.models import AgencyReport, ReportRequest


@done.tells
def of_requests(delegation: Delegation) -> dict[str, date | None]:
    """The day on which the outline first went out; once no first request to an agency is open, the day of the last report
    received to one."""
    of_it = (ReportRequest.delegation_id == delegation.id, *queries.FIRST)
    latest = select(func.max(AgencyReport.received_on)).join(AgencyReport.request).where(*of_it)
    sent = select(func.min(ReportRequest.sent_on)).where(*of_it)
    told = select(latest.scalar_subquery(), sent.scalar_subquery(), queries.any_unsettled(delegation, *queries.FIRST))
    received, sent_on, is_open = db.session.execute(told).one()
    day: date | None = None if is_open else received
    return {"outline": sent_on, "reports_due": day, "agency_report": day}
