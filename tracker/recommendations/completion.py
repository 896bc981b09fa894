"""On which days a task can have been completed (domain.md 6.4 SM5)."""

from __future__ import annotations

from datetime import date

from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _


def not_completed_on(day: date, issued_on: date | None) -> str | None:
    """Why a task cannot have been completed on that day: it has not come yet, or nothing had been demanded."""
    if day > clock.today():
        return _("Ngày này chưa đến. Nhập ngày từ hôm nay trở về trước.")
    if issued_on is not None and day < issued_on:
        return _("Kiến nghị ban hành ngày %(day)s. Nhập ngày từ ngày đó trở đi.", day=format_vi(issued_on))
    return None
