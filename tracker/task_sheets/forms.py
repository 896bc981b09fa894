"""What is asked when a workbook comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.core.forms import BaseForm, Choice, Needed, OneFile
from tracker.core.i18n import _l
from tracker.core.rows import row_number


class UploadForm(BaseForm):
    file = OneFile(
        _l("Bảng nhiệm vụ đã ghi (.xlsx)"),
        [Needed(_l("Hãy chọn tệp."))],
        description=_l("Bảng tải về từ đây, ghi bằng Excel hoặc phần mềm bảng tính khác rồi lưu."),
    )


class AgencyUploadForm(UploadForm):
    """Of somebody who works for several agencies."""

    agency_id = Choice(_l("Cơ quan"), [Needed()], coerce=row_number, choices=[])

    def __init__(self, *given: Any, agencies: Sequence[tuple[int, str]] = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.agency_id.choices = list(agencies)
        if len(agencies) == 1:
            del self.agency_id


class TakeForm(BaseForm):
    """Nothing to say beside the rows that were ticked."""
