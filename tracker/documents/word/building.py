"""The Word template of a kind of document, drawn from its layout."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from tracker.documents.layout import (
    Annex,
    Code,
    Each,
    Element,
    Head,
    Layout,
    Signature,
    Table,
    Text,
    Title,
    TwoSigners,
    When,
)
from tracker.documents.word import page, tables
from tracker.documents.word.paragraphs import control, gap, line, rule, write

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LEFT_PART = 0.4
MOTTO_LENGTH = 57.2
"""mm of the second line in bold 14: the rule below is as long as the text."""
ISSUER_LENGTH, TITLE_LENGTH = 18, 40
"""mm: a third to a half of the text above."""
ROOM = 4
"""Empty lines in which one signs."""
CODE = Text("{{ ma_qr }}", align="left", indent=False)


@lru_cache(maxsize=64)
def built(layout: Layout, title: str) -> bytes:
    """The .docx file; its placeholders are still in it."""
    document = page.blank(landscape=layout.landscape)
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.comments, document.core_properties.language = "", "vi-VN"
    draw(Canvas(document, page.text_width(landscape=layout.landscape)), layout.elements)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class Canvas:
    def __init__(self, document: Any, width: float) -> None:
        self.document, self.width = document, width

    def columns(self, share: float) -> tuple[list[Any], float, float]:
        left = round(self.width * share, 1)
        right = self.width - left
        return tables.columns(self.document, (left, right)), left, right


def draw(canvas: Canvas, elements: Sequence[Element]) -> None:
    for element in elements:
        DRAWN[type(element)](canvas, element)


def head(canvas: Canvas, told: Head) -> None:
    (left, right), left_width, right_width = canvas.columns(LEFT_PART)
    control(left, "{%p if co_quan_tren %}")
    line(left, "{{ co_quan_tren }}", size=13)
    control(left, "{%p endif %}")
    line(left, "{{ co_quan }}", size=13, bold=True)
    rule(left, length=ISSUER_LENGTH, width=left_width)
    line(left, "{{ so_ky_hieu }}", size=13)
    if told.about:
        gap(left, 6)
        line(left, "V/v {{ trich_yeu }}", size=13)
    line(right, MOTTO[0], size=13, bold=True)
    line(right, MOTTO[1], size=14, bold=True)
    rule(right, length=MOTTO_LENGTH, width=right_width)
    if told.with_date:
        line(right, "{{ dia_danh_ngay_thang }}", size=14, italic=True)
    gap(canvas.document, 12)


def title(canvas: Canvas, told: Title) -> None:
    place = canvas.document
    if told.draft:
        line(place, "DỰ THẢO", size=13, bold=True)
    line(place, "{{ ten_loai }}", size=14, bold=True)
    line(place, "{{ trich_yeu }}", size=14, bold=True)
    rule(place, length=TITLE_LENGTH, width=canvas.width)
    gap(place, 8)


def text(canvas: Canvas, told: Text) -> None:
    write(canvas.document, told)


def each(canvas: Canvas, told: Each) -> None:
    control(canvas.document, f"{{%p for {told.name} in {told.names} %}}")
    draw(canvas, told.elements)
    control(canvas.document, "{%p endfor %}")


def when(canvas: Canvas, told: When) -> None:
    control(canvas.document, f"{{%p if {told.name} %}}")
    draw(canvas, told.elements)
    control(canvas.document, "{%p endif %}")


def table(canvas: Canvas, told: Table) -> None:
    tables.draw(canvas.document, told)
    if told.code:
        keep_last(canvas)
        write(canvas.document, CODE, between=0)


def signature(canvas: Canvas, _told: Signature) -> None:
    keep_last(canvas)
    (left, right), _left, _right = canvas.columns(0.45)
    recipients(left)
    picture(left)
    control(right, "{%p for dong in quyen_ky %}")
    line(right, "{{ dong }}", size=14, bold=True)
    control(right, "{%p endfor %}")
    signed(right, "{{ nguoi_ky }}")


def keep_last(canvas: Canvas) -> None:
    """What follows does not stand alone on a page."""
    canvas.document.paragraphs[-1].paragraph_format.keep_with_next = True


def signed(place: Any, name: str) -> None:
    for _line in range(ROOM):
        line(place, "", size=14)
    line(place, name, size=14, bold=True)


def recipients(place: Any) -> None:
    write(place, Text("Nơi nhận:", bold=True, italic=True, align="left", indent=False, size=12), between=0)
    control(place, "{%p for dong in noi_nhan %}")
    write(place, Text("{{ dong }}", align="left", indent=False, size=11), between=0)
    control(place, "{%p endfor %}")


def two_signers(canvas: Canvas, _told: TwoSigners) -> None:
    keep_last(canvas)
    (left, right), _left, _right = canvas.columns(0.5)
    for place, office, name in (
        (left, "THƯ KÝ", "{{ thu_ky_ky }}"),
        (right, "{{ chuc_danh_chu_tri }}", "{{ nguoi_ky }}"),
    ):
        line(place, office, size=14, bold=True)
        signed(place, name)
    gap(canvas.document, 12)
    recipients(canvas.document)


def annex(canvas: Canvas, told: Annex) -> None:
    if told.new_page:
        page.begin_again(canvas.document)
    for words, bold, italic in ((told.label, True, False), (told.title, True, False), (told.of, False, True)):
        if words:
            line(canvas.document, words, size=14, bold=bold, italic=italic)
    gap(canvas.document, 8)


def code(canvas: Canvas, _told: Code) -> None:
    picture(canvas.document)


def picture(place: Any) -> None:
    gap(place, 6)
    write(place, CODE, between=0)


DRAWN: dict[type, Callable[[Canvas, Any], None]] = {
    Head: head,
    Title: title,
    Text: text,
    Each: each,
    When: when,
    Table: table,
    Signature: signature,
    TwoSigners: two_signers,
    Annex: annex,
    Code: code,
}
