"""What a person may type about a flag."""

from __future__ import annotations

from tracker.core.forms import BaseForm, LongText, Needed, YesNo
from tracker.core.i18n import _l


class ExplanationForm(BaseForm):
    """Why the numbers are in order as they are."""

    text = LongText(
        _l("Giải thích"),
        [Needed(_l("Hãy ghi vì sao số liệu như vậy là đúng."))],
        longest=2000,
        description=_l("Ví dụ: mỗi cơ quan báo cáo phần việc của mình; số liệu đã được đính chính."),
    )
    also = YesNo(_l("Ghi cho mọi điểm cùng loại của chỉ tiêu này"))
