"""What may be typed about an amendment to draft minutes."""

from __future__ import annotations

from typing import Any

from tracker.core.forms import BaseForm, Choice, LongText, Needed, OneLine
from tracker.core.i18n import _l
from tracker.core.rows import row_number
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import WorkingSession
from tracker.sessions.workflow import has_minutes

ABOUT = ("statement_id", "place", "text", "reason")


class AmendmentForm(BaseForm):
    """`session` gives the statements to choose from."""

    statement_id = Choice(
        _l("Phát biểu cần sửa"), coerce=row_number, choices=(), blank=_l("– Phần khác của biên bản –")
    )
    place = OneLine(
        _l("Chỗ cần sửa"), longest=300, description=_l("Khi không phải một phát biểu. Ví dụ: thành phần dự, đoạn 2.")
    )
    text = LongText(_l("Đề nghị sửa thành"), [Needed()], longest=20_000)
    reason = LongText(_l("Lý do"), longest=2000)

    def __init__(self, *given: Any, session: WorkingSession | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        if session is not None:
            said = session.statements if has_minutes(session) else []
            self.statement_id.choices = [(str(one.id), f"{one.code}: {one.text[:120]}") for one in said]


def answers_of(amendment: Amendment) -> dict[str, Any]:
    return {name: getattr(amendment, name) for name in ABOUT}
