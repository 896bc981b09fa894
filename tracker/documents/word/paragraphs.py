"""Paragraphs and rules of a document."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tracker.documents.layout import Text

ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
FIRST_LINE = 12.7
"""mm: 1 or 1,27 cm."""
BETWEEN = 6
"""Points between paragraphs, at least."""


def write(place: Any, text: Text, *, between: float = BETWEEN) -> Any:
    """One paragraph at the end of a document or of a cell."""
    paragraph = place.add_paragraph()
    paragraph.alignment = ALIGN[text.align]
    shape = paragraph.paragraph_format
    shape.space_after, shape.keep_with_next = Pt(between), text.keep or None
    if text.indent:
        shape.first_line_indent = Mm(FIRST_LINE)
    if text.lead:
        paragraph.add_run(text.lead).bold = True
    run = paragraph.add_run(text.words)
    run.bold, run.italic = text.bold or None, text.italic or None
    if text.size:
        run.font.size = Pt(text.size)
    return paragraph


def line(place: Any, words: str, *, size: int, bold: bool = False, italic: bool = False) -> Any:
    """A centred line of the header or of the signature, without space around it."""
    return write(place, Text(words, bold, italic, "center", indent=False, size=size), between=0)


def rule(place: Any, *, length: float, width: float) -> None:
    """A line of `length` mm in the middle of a column of `width` mm."""
    paragraph = place.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm((width - length) / 2)
    shape.space_before, shape.line_spacing = Pt(4), Pt(5)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def gap(place: Any, points: float) -> None:
    paragraph = place.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(points)


def control(place: Any, words: str) -> None:
    """A line of the template that says what follows is repeated, or stands under a condition; it is not printed."""
    place.add_paragraph(words)
