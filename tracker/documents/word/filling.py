"""A Word template, the product's or an office's own, filled with facts."""

from __future__ import annotations

import io
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from tracker.documents import qr
from tracker.documents.placeholders import Facts
from tracker.documents.sandbox import environment
from tracker.documents.word.tables import stay


def fill(template: bytes, facts: Facts) -> bytes:
    """The .docx file. What users wrote is text and nothing else: no markup, no placeholders of its own."""
    word = DocxTemplate(io.BytesIO(template))
    word.init_docx()
    picture = InlineImage(word, io.BytesIO(qr.png(facts["dia_chi"])), width=Mm(qr.EDGE))
    word.render({**facts, "ma_qr": picture}, environment(for_word=True), autoescape=True)
    keep_last_rows(word.docx)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def keep_last_rows(document: Any) -> None:
    """The last row of a table, its totals perhaps, is not alone on a page."""
    for table in document.tables:
        rows = table._tbl.tr_lst
        if len(rows) > 2:
            stay(rows[-2])
