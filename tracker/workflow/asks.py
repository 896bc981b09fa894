"""Asks and checks that several workflows share."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.core import clock
from tracker.core.i18n import _, _l
from tracker.workflow.definition import Ask


def not_in_future(value: date, _subject: Any) -> Any:
    return _("Ngày này chưa đến. Nhập ngày từ hôm nay trở về trước.") if value > clock.today() else None


def not_in_past(value: date, _subject: Any) -> Any:
    return _("Ngày này đã qua. Nhập ngày từ hôm nay trở đi.") if value < clock.today() else None


def at_least_ten(value: str, _subject: Any) -> Any:
    return _("Hãy viết rõ hơn, ít nhất 10 chữ cái.") if len(value.strip()) < 10 else None


REASON = Ask(name="reason", label=_l("Lý do"), kind="longtext")
CLEAR_REASON = Ask(name="reason", label=_l("Lý do"), kind="longtext", check=at_least_ten)
NUMBER = Ask(name="number", label=_l("Số, ký hiệu văn bản"), hint=_l("Ví dụ: 05/TB-HĐND"))
ISSUED_ON = Ask(name="issued_on", label=_l("Ngày văn bản"), kind="date", check=not_in_future)
SIGNER = Ask(name="signer", label=_l("Người ký"))
OPTIONAL_SIGNER = Ask(name="signer", label=_l("Người ký"), required=False)
FILES = Ask(name="files", label=_l("Tệp văn bản"), kind="files", required=False)
NEEDED_FILES = Ask(name="files", label=_l("Tệp văn bản"), kind="files")
NOTE = Ask(name="note", label=_l("Ghi chú"), kind="longtext", required=False)
