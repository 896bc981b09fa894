"""What the office types about the schedule."""

from __future__ import annotations

from tracker.core.forms import BaseForm, Choice, Needed, Versioned, WholeNumber, YesNo
from tracker.core.i18n import _l
from tracker.progress_requests.workflow import PROGRESS_REQUEST


class ScheduleForm(Versioned, BaseForm):
    every_months = WholeNumber(_l("Yêu cầu báo cáo mỗi (tháng)"), [Needed()], low=1, high=24)
    days_to_answer = WholeNumber(_l("Cơ quan trả lời trong (ngày)"), [Needed()], low=1, high=180)
    active = YesNo(_l("Tự soạn yêu cầu cho mọi kiến nghị còn mở"))


class RequestFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    status = Choice(
        _l("Trạng thái"),
        choices=[(state.name, state.label) for state in PROGRESS_REQUEST.states],
        blank=_l("Tất cả"),
    )
