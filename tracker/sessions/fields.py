"""The hour of a session, as people write it: 14:00, 14h, 14h30."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from tracker.core.fields.base import Answer, says
from tracker.core.i18n import _l
from tracker.core.text import clean

TYPED = re.compile(r"(\d{1,2})\s*(?:[:hg.]\s*(\d{2})?)\s*(?:phút)?", re.IGNORECASE | re.ASCII)


class Hour(Answer):
    """A time of day; in JSON "14:30"."""

    json_type = "time"

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except BadHour as error:
            raise ValueError(says(_l("Giờ không hợp lệ. Nhập hh:mm, ví dụ 14:00."))) from error

    def from_page(self, typed: str) -> time:
        found = TYPED.fullmatch(clean(typed))
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise BadHour
        return time(int(found[1]), int(found[2] or 0))

    def to_page(self, value: Any) -> str:
        return f"{value:%H:%M}"


class BadHour(Exception):
    """No such time of day."""
