"""What the office types about the schedule."""

from __future__ import annotations

from tracker.core.forms import BaseForm, Needed, Versioned, WholeNumber, YesNo
from tracker.core.i18n import _l


class ScheduleForm(Versioned, BaseForm):
    every_months = WholeNumber(_l("Yêu cầu báo cáo mỗi (tháng)"), [Needed()], low=1, high=24)
    days_to_answer = WholeNumber(_l("Cơ quan trả lời trong (ngày)"), [Needed()], low=1, high=180)
    active = YesNo(_l("Tự soạn yêu cầu cho mọi kiến nghị còn mở"))
