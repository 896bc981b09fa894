"""Tables: those with lines around, and the two columns without that header and signature stand in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tracker.documents.layout import Cell, EachRow, Row, Table, Text
from tracker.documents.word import paragraphs


def columns(document: Any, widths: Iterable[float]) -> list[Any]:
    """The cells of a table of one row without borders, empty."""
    table = fixed(document, list(widths))
    row = table.add_row()
    unsplit(row)
    return [emptied(cell) for cell in row.cells]


def emptied(cell: Any) -> Any:
    cell._tc.remove(cell.paragraphs[0]._p)
    return cell


def fixed(document: Any, widths: list[float]) -> Any:
    """A table whose columns keep their widths in mm, without space at the sides of a cell when it has no lines."""
    table = document.add_table(rows=0, cols=len(widths))
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    set_margins(table, 0)
    return table


def set_margins(table: Any, twips: int) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(twips))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    properties = table._tbl.tblPr
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def draw(document: Any, told: Table) -> None:
    table = document.add_table(rows=1, cols=len(told.widths))
    table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, told.widths, strict=True):
        column.width = Mm(width)
    set_margins(table, 60)
    head = table.rows[0]
    repeat(head)
    for cell, width, words in zip(head.cells, told.widths, told.heading, strict=True):
        cell.width = Mm(width)
        fill(cell, Cell(words, bold=True, align="center"), told.size)
    for row in told.rows:
        add(table, row, told)
    if told.code:
        stay(table.rows[-1]._tr)
    paragraphs.gap(document, 6)


def add(table: Any, row: Row | EachRow, told: Table) -> None:
    if isinstance(row, EachRow):
        instruct(table, f"{{%tr for {row.name} in {row.names} %}}", told)
        for inner in row.rows:
            add(table, inner, told)
        instruct(table, "{%tr endfor %}", told)
        return
    drawn = table.add_row()
    unsplit(drawn)
    place = 0
    for cell in row.cells:
        target = drawn.cells[place]
        if cell.span > 1:
            target = target.merge(drawn.cells[place + cell.span - 1])
        target.width = Mm(sum(told.widths[place : place + cell.span]))
        fill(target, cell, told.size, keep=row.head > 0)
        place += cell.span


def instruct(table: Any, words: str, told: Table) -> None:
    row = table.add_row()
    fill(row.cells[0], Cell(words), told.size)


def fill(cell: Any, words: Cell, size: float, *, keep: bool = False) -> None:
    """`keep`: its row stays on the page of the next one."""
    emptied(cell)
    for extra in list(cell.paragraphs):
        cell._tc.remove(extra._p)
    text = Text(words.words, words.bold, align=words.align, indent=False, keep=keep)
    paragraph = paragraphs.write(cell, text, between=0)
    for run in paragraph.runs:
        run.font.size = Pt(size)


def stay(row: Any) -> None:
    """It stands on the page of what follows it."""
    for paragraph in row.iter(qn("w:p")):
        paragraph.get_or_add_pPr().keepNext_val = True


def repeat(row: Any) -> None:
    """The heading stands again at the top of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    unsplit(row)


def unsplit(row: Any) -> None:
    """A row is not torn apart between two pages."""
    properties = row._tr.get_or_add_trPr()
    properties.insert(0, OxmlElement("w:cantSplit"))
