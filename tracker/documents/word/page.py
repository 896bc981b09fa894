"""Paper, margins, font and page number (NĐ 30/2020, Phụ lục I, I). Word names Times New Roman and embeds nothing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
BODY = 14
A4 = (210, 297)
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
"""Margins in mm: 20–25, 20–25, 30–35 and 15–20 are allowed."""
AFTER_NUMBERS = (
    *("w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi", "w:rtlGutter"),
    *("w:docGrid", "w:printerSettings"),
)
"""What stands behind the numbering in the properties of a section."""
FONTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")


def blank(*, landscape: bool = False) -> Any:
    """An empty document in the form that offices file."""
    document = docx.Document()
    without_thumbnail(document.part.package)
    body = document.element.body
    for element in list(body):
        if not element.tag.endswith("sectPr"):
            body.remove(element)
    section = document.sections[0]
    width, height = reversed(A4) if landscape else A4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    set_font(document)
    number_pages(section)
    return document


def without_thumbnail(package: Any) -> None:
    """The library's own template carries a picture of itself."""
    for key in [key for key, relation in package.rels.items() if relation.reltype.endswith("/thumbnail")]:
        del package.rels[key]


def text_width(*, landscape: bool) -> float:
    """Between the margins, in mm."""
    return (A4[1] if landscape else A4[0]) - LEFT - RIGHT


def set_font(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.size, style.font.color.rgb = Pt(BODY), RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in FONTS:
        fonts.set(qn(name), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    properties.append(language)
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after, paragraph.line_spacing = Pt(0), Pt(0), 1.0


def number_pages(section: Any) -> None:
    """Arabic numerals from 1, centred in the top margin, hidden on the first page."""
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(start, *AFTER_NUMBERS)
    section.different_first_page_header_footer = True
    section.first_page_header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.style = "Normal"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    run.font.size = Pt(BODY)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run._r.append(mark(kind) if kind else instruction(words))


def begin_again(document: Any) -> None:
    """What follows stands on new pages, numbered by themselves as those before are."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)
    paragraph._p.get_or_add_pPr().append(deepcopy(document.sections[-1]._sectPr))


def mark(kind: str) -> Any:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def instruction(words: str) -> Any:
    element = OxmlElement("w:instrText")
    element.set(qn("xml:space"), "preserve")
    element.text = words
    return element
