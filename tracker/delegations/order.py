"""The order of a delegation's days: it sends nothing and ends nothing before it is established."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.delegations.models import Delegation


def since_established(day: date, delegation: Delegation) -> Any:
    """Why nothing can have been done on this day; None where it can. An old record may not know when it began."""
    if day > clock.today():
        return _("Ngày này chưa đến. Nhập ngày từ hôm nay trở về trước.")
    if delegation.established_on is None or day >= delegation.established_on:
        return None
    return before_established(day, delegation.established_on)


def before_established(day: date, established_on: date) -> str:
    return _(
        "Đoàn thành lập ngày %(established)s, nên ngày %(day)s là quá sớm. Nhập ngày từ khi thành lập đoàn trở đi.",
        established=format_vi(established_on),
        day=format_vi(day),
    )
