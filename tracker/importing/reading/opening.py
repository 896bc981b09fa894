"""Opening an uploaded register: which files are taken, and the sentence that says how to mend one that is not."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from tracker.attachments.names import ending_of
from tracker.attachments.packages import OLD_OFFICE
from tracker.attachments.refusals import refuse
from tracker.core.i18n import Words, _l
from tracker.core.numbers import format_vi as format_number
from tracker.importing.reading import letters, texts, workbooks
from tracker.importing.reading.book import MOST_ROWS, Book

TAKEN = ("xlsx", "csv")
LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The part of an old container that holds a workbook with a password."""
HAS_PASSWORD = _l(
    "Tệp “%(name)s” có mật khẩu nên không đọc được. Trong Excel chọn Tệp › Thông tin › Bảo vệ sổ làm việc › "
    "Mã hóa bằng mật khẩu, xóa mật khẩu, lưu lại rồi tải lên."
)
OLD_EXCEL = _l(
    "Tệp “%(name)s” là Excel 97-2003 (.xls). Mở tệp bằng Excel, chọn Tệp › Lưu dưới dạng › Excel Workbook (*.xlsx) "
    "rồi tải lên tệp mới; đổi đuôi tệp không đủ."
)
NOT_TAKEN = _l("Chỉ nhận tệp Excel (.xlsx) hoặc CSV. Hãy lưu “%(name)s” thành một trong hai dạng đó rồi tải lên.")
IS_EMPTY = _l("Tệp “%(name)s” không có dữ liệu. Hãy tải tệp mẫu, điền rồi tải lên.")
TOO_LONG = _l("Tệp “%(name)s” có %(rows)s dòng; mỗi lần nhập nhiều nhất %(most)s dòng. Hãy chia thành nhiều tệp.")
ILLEGIBLE = _l(
    "Chữ trong tệp “%(name)s” không phải Unicode và không nhận ra bảng mã cũ nào. Hãy chuyển sang Unicode "
    "(trong UniKey: Ctrl+Shift+F6) rồi tải lên."
)


def require_taken(head: bytes, name: str) -> None:
    """Before anything else: what by its name or its first bytes is no register. `head`: enough to know a password by."""
    if head.startswith(OLD_OFFICE):
        refuse(name, HAS_PASSWORD if LOCKED in head else OLD_EXCEL)
    if ending_of(name) == "xls":
        refuse(name, OLD_EXCEL)
    if ending_of(name) not in TAKEN:
        refuse(name, NOT_TAKEN)


def opened(path: Path, name: str) -> Book:
    """What the file holds; RefusedFile, with a sentence, when it cannot be taken."""
    book = texts.read(path, name) if ending_of(name) == "csv" else workbooks.read(path, name)
    if not book.filled:
        refuse(name, IS_EMPTY)
    for page in book.filled:
        if len(page.lines) > MOST_ROWS + FEW:
            refuse_length(name, len(page.lines))
    if not letters.bring_over(book):
        refuse(name, ILLEGIBLE)
    return book


FEW = 60
"""Lines above and below a table that are not its rows: once its head is known, the rows themselves are counted."""


def refuse_length(name: str, rows: int) -> NoReturn:
    refuse(name, TOO_LONG, rows=counted(rows), most=counted(MOST_ROWS))


def counted(many: int) -> Words:
    from decimal import Decimal

    return format_number(Decimal(many))
