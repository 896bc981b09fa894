"""A Word template, the product's or an office's own, filled with facts."""

from __future__ import annotations

import io

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from tracker.documents import qr
from tracker.documents.placeholders import Facts
from tracker.documents.sandbox import environment


def fill(template: bytes, facts: Facts) -> bytes:
    """The .docx file. What users wrote is text and nothing else: no markup, no placeholders of its own."""
    word = DocxTemplate(io.BytesIO(template))
    word.init_docx()
    picture = InlineImage(word, io.BytesIO(qr.png(facts["dia_chi"])), width=Mm(qr.EDGE))
    word.render({**facts, "ma_qr": picture}, environment(for_word=True), autoescape=True)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()
