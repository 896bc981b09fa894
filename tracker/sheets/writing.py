"""Writing sheets. No cell can become a formula; memory does not grow with the rows."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.core import clock
from tracker.core.dates import format_moment, format_vi
from tracker.core.i18n import _
from tracker.core.numbers import format_vi as format_number
from tracker.sheets.sheet import MOST, Heading, Sheet, Value

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""With one of these a text may begin a formula in a program that opens a CSV file."""
LONGEST = 32_767
"""Characters of a cell in Excel."""
A4 = 9
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
BOM = "\ufeff"


def too_long() -> str:
    return _("Chỉ ghi %(most)s dòng đầu; hãy lọc hẹp lại để có các dòng sau.", most=format_number(Decimal(MOST)))


# --- CSV --------------------------------------------------------------------------------------------------------------


def as_csv(sheet: Sheet, target: IO[bytes]) -> None:
    """UTF-8 with a byte order mark, as Excel wants it; the headings, then the rows."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text)
    writer.writerow([plain(column.label) for column in sheet.columns])
    for number, line in enumerate(sheet.lines()):
        if number == MOST:
            writer.writerow([too_long()])
            break
        writer.writerow([plain(value) for value in line])
    text.flush()
    text.detach()


def plain(value: Value) -> str:
    """A value in Vietnamese writing; a text that might be taken for a formula begins with an apostrophe."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return spelled(value)


def spelled(value: Value) -> str:
    """A value in Vietnamese writing, for a reader and no program."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, datetime):
        return format_moment(value)
    if isinstance(value, date):
        return format_vi(value)
    return format_number(value) if isinstance(value, Decimal) else str(value)


# --- Excel ------------------------------------------------------------------------------------------------------------


def as_xlsx(sheet: Sheet, target: IO[bytes]) -> None:
    """A4 across; the headings are repeated on every printed page."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": FONT,
    }
    with xlsxwriter.Workbook(target, options) as book:
        Writer(book, sheet).write()


class Writer:
    """One worksheet, from top to bottom."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.page: Worksheet = book.add_worksheet(_("Danh sách"))
        self.number_formats: dict[int, Format] = {}
        self.title = self.format(bold=True, font_size=14)
        self.note = self.format(italic=True)
        self.head = self.format(bold=True, text_wrap=True, border=1, align="center", bg_color="#E7E6E6")
        self.text = self.format(text_wrap=True, border=1)
        self.quoted = self.format(text_wrap=True, border=1, quote_prefix=True)
        self.day = self.format(num_format="dd/mm/yyyy", border=1, align="center")
        self.moment = self.format(num_format="hh:mm dd/mm/yyyy", border=1, align="center")
        self.strong = self.format(bold=True, border=1, text_wrap=True)

    def format(self, **about: Any) -> Format:
        made: Format = self.book.add_format({**FONT, **about})
        return made

    def write(self) -> None:
        head = self.start()
        row, number = head, 0
        for row, line in enumerate(self.sheet.pieces(), head + 1):
            if isinstance(line, Heading):
                self.page.merge_range(row, 0, row, len(self.sheet.columns) - 1, plain(line.words), self.strong)
                continue
            if number == MOST:
                self.page.write_string(row, 0, too_long(), self.note)
                break
            number += 1
            for at, value in enumerate(line):
                self.cell(row, at, value)
        if self.sheet.last is not None:
            for at, value in enumerate(self.sheet.last()):
                self.page.write_string(row + 1, at, "" if value is None else plain(value), self.strong)

    def start(self) -> int:
        """Paper, title, notes and headings; gives the row of the headings."""
        page, columns = self.page, self.sheet.columns
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P/&N")
        for at, column in enumerate(columns):
            page.set_column(at, at, column.width)
        page.write_string(0, 0, self.sheet.title, self.title)
        for number, note in enumerate(self.sheet.notes, 1):
            page.write_string(number, 0, note, self.note)
        head = len(self.sheet.notes) + 2
        for at, column in enumerate(columns):
            page.write_string(head, at, column.label, self.head)
        page.repeat_rows(head)
        page.freeze_panes(head + 1, 0)
        return head

    def cell(self, row: int, at: int, value: Value) -> None:
        if value is None or value == "":
            self.page.write_blank(row, at, None, self.text)
        elif isinstance(value, str):
            text = value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
            self.page.write_string(row, at, text, self.quoted if value.startswith(DANGEROUS) else self.text)
        elif isinstance(value, datetime):
            self.page.write_datetime(row, at, clock.local(value).replace(tzinfo=None), self.moment)
        elif isinstance(value, date):
            self.page.write_datetime(row, at, value, self.day)
        else:
            self.page.write_number(row, at, value, self.number(value))

    def number(self, value: int | Decimal) -> Format:
        """With as many decimals as the number has."""
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        digits = max(0, -exponent) if isinstance(exponent, int) else 0
        if digits not in self.number_formats:
            shape = "#,##0" + ("." + "0" * digits if digits else "")
            self.number_formats[digits] = self.format(num_format=shape, border=1)
        return self.number_formats[digits]
