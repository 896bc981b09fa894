"""What the office types about a handover, and about each open recommendation on its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.core.forms import BaseForm, Choice, Choices, LongText, Needed, Radio, Versioned
from tracker.core.i18n import _l
from tracker.core.rows import row_number
from tracker.terms.models import DECISIONS
from tracker.terms.queries import LEFT_OUT, NONE_YET

Options = Sequence[tuple[Any, Any]]


class BeginForm(Versioned, BaseForm):
    """Which term ends; the next one takes over."""

    from_term_id = Choice(_l("Bàn giao"), validators=[Needed()], coerce=row_number, choices=[])
    note = LongText(_l("Ghi chú"), longest=5000)

    def __init__(self, *given: Any, terms: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.from_term_id.choices = list(terms)


class NoteForm(Versioned, BaseForm):
    note = LongText(_l("Ghi chú"), longest=5000)


class DecisionForm(Versioned, BaseForm):
    """What is to become of one item, or of all that were ticked."""

    decision = Radio(_l("Cách xử lý"), validators=[Needed()], choices=list(DECISIONS.items()))
    followed_by_id = Choice(
        _l("Chuyên viên theo dõi ở khóa sau"),
        coerce=row_number,
        choices=[],
        blank=_l("– Người đang theo dõi –"),
        description=_l("Chỉ khi tiếp tục theo dõi."),
    )
    reason = LongText(
        _l("Lý do khách quan"),
        longest=5000,
        description=_l("Chỉ khi miễn thực hiện: ghi rõ ít nhất 10 chữ cái; cơ quan đọc được lý do này."),
    )
    note = LongText(_l("Ghi chú"), longest=5000, description=_l("In trong báo cáo bàn giao."))

    def __init__(self, *given: Any, officers: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.followed_by_id.choices = list(officers)


class TickedForm(DecisionForm):
    """The same for many; `versions` of the rows that were shown travel beside (see `web/term_handovers.py`)."""

    picked = Choices(_l("Kiến nghị"), choices=[])

    def __init__(self, *given: Any, keys: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.picked.choices = list(keys)


class ItemFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    chosen = Choice(
        _l("Cách xử lý"),
        choices=[(NONE_YET, _l("Chưa chọn")), *DECISIONS.items(), (LEFT_OUT, _l("Đã kết thúc, không bàn giao"))],
        blank=_l("Tất cả"),
    )
    delegation = Choice(_l("Đoàn giám sát"), coerce=row_number, choices=[], blank=_l("Tất cả"))
