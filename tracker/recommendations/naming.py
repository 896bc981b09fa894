"""What an agency is called where a task stands: by the name of its issue, and who answers for it now."""

from __future__ import annotations

from datetime import date

from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.recommendations.models import Assignment


def of_task(task: Assignment) -> str:
    """ "Sở Kế hoạch và Đầu tư (nay: Sở Tài chính, từ 01/03/2025)". The agency must be loaded."""
    if not task.taken_over_by and task.agency.name != task.agency_name:
        return with_present(task.agency_name, task.agency.name, None)
    return with_present(task.agency_name, task.taken_over_by, task.taken_over_on)


def with_present(then: str, now: str | None, since: date | None) -> str:
    if not now:
        return then
    if since is None:
        return _("%(then)s (nay: %(now)s)", then=then, now=now)
    return _("%(then)s (nay: %(now)s, từ %(day)s)", then=then, now=now, day=format_vi(since))
