"""CSV as Excel and other programs write it: UTF-8 with or without a mark, UTF-16, old Vietnamese code pages; ; , or tab."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tracker.attachments.refusals import refuse
from tracker.core.i18n import _l
from tracker.importing.reading.book import MOST_ROWS, Book, Page
from tracker.sheets.writing import DANGEROUS

COMMAS = (";", ",", "\t")
LOOKED_AT = 40
UNREADABLE = _l("Không đọc được tệp “%(name)s”. Mở bằng Excel, lưu thành CSV UTF-8 hoặc .xlsx rồi tải lên.")


def read(path: Path, name: str) -> Book:
    text = decoded(path.read_bytes())
    comma = comma_of(text)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
        lines = [[bare(cell) for cell in row] for row, _number in zip(rows, range(MOST_ROWS + 1_000), strict=False)]
    except csv.Error:
        refuse(name, UNREADABLE)
    while lines and not any(lines[-1]):
        lines.pop()
    return Book([Page(name="CSV", lines=[[cell or None for cell in line] for line in lines])], comma=comma)


def decoded(content: bytes) -> str:
    """Texts of before Unicode are left as their bytes say, one sign a byte: `letters` finds out which they are."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "surrogateescape").encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def comma_of(text: str) -> str:
    """The sign that parts most of the first lines."""
    lines = text.splitlines()[:LOOKED_AT]
    return max(
        COMMAS,
        key=lambda comma: (sum(line.count(comma) > 0 for line in lines), sum(line.count(comma) for line in lines)),
    )


def bare(cell: str) -> str:
    """Without the apostrophe that keeps a text from being taken for a formula, as our own files have it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell
