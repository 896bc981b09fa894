"""What may be typed about standing in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tracker.core.forms import BaseForm, Choice, Code, FileList, LongText, Needed, ViDate
from tracker.core.i18n import _l
from tracker.core.rows import row_number


class StandInForm(BaseForm):
    """Who stands in for whom, from when to when, by which paper."""

    principal_id = Choice(_l("Thay mặt lãnh đạo"), [Needed()], coerce=row_number, choices=[], blank=None)
    user_id = Choice(_l("Người thay mặt"), [Needed()], coerce=row_number, choices=[])
    from_on = ViDate(_l("Từ ngày"), [Needed()])
    to_on = ViDate(_l("Đến hết ngày"), [Needed()])
    document_number = Code(_l("Số văn bản ủy quyền"), longest=60, description=_l("Ví dụ: 12/GUQ-SXD"))
    document_date = ViDate(_l("Ngày văn bản"))
    reason = LongText(_l("Lý do"), longest=2000, description=_l("Ví dụ: đi công tác"))
    files = FileList(_l("Tệp văn bản"))

    def __init__(
        self,
        *given: Any,
        principals: Iterable[tuple[int, str]] = (),
        others: Iterable[tuple[int, str]] = (),
        **about: Any,
    ) -> None:
        super().__init__(*given, **about)
        self.principal_id.choices = list(principals)
        self.user_id.choices = list(others)
