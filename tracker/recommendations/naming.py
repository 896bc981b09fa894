"""What an agency is called where a task stands: by the name of its issue, and who answers for it now."""

from __future__ import annotations

from datetime import date

from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.recommendations import effects
from tracker.recommendations.models import Addressee, Assignment


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


def of_addressee(entry: Addressee) -> str:
    """An addressee of a draft; where it has ended, who will be given the task (domain.md 6.4 SM5, 6.5)."""
    agency = entry.agency
    if agency.is_valid_on(clock.today()):
        return agency.name
    heir = effects.answering_agency(agency)
    if heir is None:
        return _("%(name)s (đã kết thúc; hãy chọn cơ quan kế thừa trước khi ban hành)", name=agency.name)
    return _("%(name)s (đã kết thúc; khi ban hành giao cho %(heir)s)", name=agency.name, heir=heir.name)
