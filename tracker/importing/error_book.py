"""The error workbook: the same rows in the same order as they came, with a column that says what to mend (trust.md F22)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import IO, Any

import xlsxwriter

from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.attachments.names import ending_of
from tracker.core.i18n import _, in_vietnamese
from tracker.importing import registers
from tracker.importing.checking.findings import Checked, sentence
from tracker.importing.models import ImportRun
from tracker.importing.reading.book import Book, Page, shown
from tracker.sheets.writing import BOM, DANGEROUS, FONT, LONGEST

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def keep(run: ImportRun, book: Book, page: Page, rows: Sequence[Checked]) -> Attachment:
    """Made, kept in the storage and bound to the import."""
    with in_vietnamese():
        heading, told = _("Lỗi"), {row.number: in_words(run, row) for row in rows if not row.is_good}
        name = _("Lỗi - %(name)s", name=PurePosixPath(run.file_name).stem)
    is_csv = ending_of(run.file_name) == "csv"
    target = io.BytesIO()
    if is_csv:
        as_csv(page, run.head_row or 1, heading, told, book.comma, target)
    else:
        as_xlsx(book, page, run.head_row or 1, heading, told, target)
    target.seek(0)
    kept = attachments.store(target, f"{name}.{'csv' if is_csv else 'xlsx'}", run.created_by_id, run.council_id)
    return attachments.bind(kept, "import_run", run.id, "errors")


def in_words(run: ImportRun, row: Checked) -> str:
    """Every fault with the heading of its column."""
    columns = registers.KNOWN[run.register].by_name
    return "\n".join(
        (f"{columns[problem.column].label}: " if problem.column in columns else "")
        + sentence(problem.name, problem.values)
        for problem in row.problems
    )


def column_for(page: Page, head_row: int, heading: str) -> int:
    """Where the faults stand: in the column of an earlier error workbook, else behind all others."""
    line = page.lines[head_row - 1]
    return next((place for place, cell in enumerate(line) if shown(cell) == heading), page.width)


def as_csv(page: Page, head_row: int, heading: str, told: dict[int, str], comma: str, target: IO[bytes]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text, delimiter=comma)
    at = column_for(page, head_row, heading)
    for number, line in enumerate(page.lines, 1):
        cells = [guarded(shown(cell)) for cell in line] + [""] * (at + 1 - len(line))
        cells[at] = heading if number == head_row else told.get(number, "")
        writer.writerow(cells)
    text.detach()


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def as_xlsx(book: Book, page: Page, head_row: int, heading: str, told: dict[int, str], target: IO[bytes]) -> None:
    """Values as they came; merged cells and hidden rows stay so. Other sheets of the file come along."""
    with xlsxwriter.Workbook(target, {**OPTIONS, "constant_memory": not any(one.merges for one in book.pages)}) as out:
        formats = Formats(out)
        for one in book.pages:
            sheet = out.add_worksheet(one.name)
            if one.is_hidden and len(book.pages) > 1 and one is not page:
                sheet.hide()
            at = column_for(one, head_row, heading) if one is page else -1
            for row, line in enumerate(one.lines):
                formats.line(sheet, row, line)
                if one is page and (words := heading if row + 1 == head_row else told.get(row + 1)):
                    sheet.write_string(row, at, words[:LONGEST], formats.head if row + 1 == head_row else formats.fault)
                if row in one.hidden:
                    sheet.set_row(row, options={"hidden": True})
            for first, last in one.merges:
                sheet.merge_range(*first, *last, "", formats.text)
                formats.cell(sheet, *first, one.at(*first))
            if one is page:
                sheet.set_column(0, max(0, at - 1), 18)
                sheet.set_column(at, at, 60)
                sheet.freeze_panes(head_row, 0)


class Formats:
    """How values are written, by their type."""

    def __init__(self, out: Any) -> None:
        self.text = out.add_format({**FONT, "text_wrap": True})
        self.quoted = out.add_format({**FONT, "text_wrap": True, "quote_prefix": True})
        self.day = out.add_format({**FONT, "num_format": "dd/mm/yyyy"})
        self.moment = out.add_format({**FONT, "num_format": "dd/mm/yyyy hh:mm"})
        self.number = out.add_format(FONT)
        self.head = out.add_format({**FONT, "bold": True, "bg_color": "#F8CBAD", "text_wrap": True})
        self.fault = out.add_format({**FONT, "font_color": "#9C0006", "text_wrap": True})

    def line(self, sheet: Any, row: int, line: Sequence[Any]) -> None:
        for place, cell in enumerate(line):
            if cell is not None:
                self.cell(sheet, row, place, cell)

    def cell(self, sheet: Any, row: int, place: int, cell: Any) -> None:
        if cell is None:
            return
        if isinstance(cell, bool):
            sheet.write_boolean(row, place, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, place, cell, self.number)
        elif isinstance(cell, datetime):
            is_day = not (cell.hour or cell.minute or cell.second)
            sheet.write_datetime(row, place, cell, self.day if is_day else self.moment)
        elif isinstance(cell, date):
            sheet.write_datetime(row, place, cell, self.day)
        elif isinstance(cell, time):
            sheet.write_string(row, place, f"{cell:%H:%M}", self.text)
        else:
            text = str(cell)
            sheet.write_string(row, place, text[:LONGEST], self.quoted if text.startswith(DANGEROUS) else self.text)
