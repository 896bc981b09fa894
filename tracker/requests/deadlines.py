"""By when reports are due, by plan and by request, and supplements: days of letters; a rest day counts to the next working
day."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.calendar import rules
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.core.i18n import _l
from tracker.deadlines import registry
from tracker.deadlines.registry import Source
from tracker.delegations.deadlines import shown_to_all
from tracker.delegations.models import Delegation
from tracker.delegations.queries import REPORTS_AWAITED
from tracker.extensions import db
from tracker.requests import queries
from tracker.requests.models import ReportRequest


def planned(delegation: Delegation, basis: Basis) -> Computed | None:
    """By when the agencies report: the plan says so, the law gives no number of days."""
    return basis.written(delegation.report_due_on) if delegation.report_due_on else None


def is_waited_for(delegation: Delegation) -> bool:
    """Not any more once every report that was first asked for is accepted, waived, or known not to come."""
    if delegation.state not in REPORTS_AWAITED:
        return False
    return queries.first_unsettled(delegation) or not queries.is_asked(delegation)


def report_due(request: ReportRequest, basis: Basis) -> Computed | None:
    return basis.written(request.due_on)


def supplement_due(request: ReportRequest, basis: Basis) -> Computed | None:
    return basis.written(request.supplement_due_on) if request.supplement_due_on else None


def explained(request: ReportRequest) -> Computed:
    """How the last day that counts now was found."""
    return rules.basis().written(queries.effective_due(request) or request.due_on)


def received_on(request: ReportRequest) -> date | None:
    """When the first report came."""
    return request.reports[0].received_on if request.reports else None


def supplemented_on(request: ReportRequest) -> date | None:
    return request.reports[-1].received_on if len(request.reports) > 1 and not queries.is_returned(request) else None


def of_delegation(delegation: Any, actor: Any) -> Any:
    return queries.asked(delegation.id, actor)


registry.register(
    Source(
        name="agency_reports_due_on",
        label=_l("Cơ quan nộp báo cáo theo kế hoạch"),
        kind="delegation",
        running=lambda difference: (
            db.session.scalars(queries.awaiting(difference.written)) if difference.written else ()
        ),
        computed=planned,
        of_delegation=shown_to_all,
        done_on=lambda _delegation: None,
        is_open=is_waited_for,
    )
)
registry.register(
    Source(
        name="due_on",
        label=_l("Cơ quan nộp báo cáo"),
        kind="report_request",
        running=lambda difference: (
            db.session.scalars(queries.awaited(difference.written)) if difference.written else ()
        ),
        computed=report_due,
        of_delegation=of_delegation,
        done_on=received_on,
        is_open=queries.is_awaited,
    )
)
registry.register(
    Source(
        name="supplement_due_on",
        label=_l("Cơ quan bổ sung báo cáo"),
        kind="report_request",
        running=lambda difference: (
            db.session.scalars(queries.supplements_awaited(difference.written)) if difference.written else ()
        ),
        computed=supplement_due,
        of_delegation=of_delegation,
        done_on=supplemented_on,
        is_open=queries.is_returned,
    )
)
