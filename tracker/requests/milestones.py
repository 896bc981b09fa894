"""What requests tell of a delegation's plan: when the last of the reports asked for came in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.plans import done
from tracker.requests import queries
from tracker.requests.models import AgencyReport


@done.tells
def of_requests(delegation: Delegation) -> dict[str, date | None]:
    """Once no request is open, the day of the last report received."""
    latest = select(func.max(AgencyReport.received_on)).where(AgencyReport.delegation_id == delegation.id)
    received, is_open = db.session.execute(select(latest.scalar_subquery(), queries.any_unsettled(delegation))).one()
    day: date | None = None if is_open else received
    return {"reports_due": day, "agency_report": day}
