"""The workbook that an office fills in: headings, lists to choose from, and beside them what each column asks, with
examples. Nothing but headings stands where the data go, so that no example comes in as a record."""

from __future__ import annotations

from typing import IO, Any

import xlsxwriter

from tracker.core.i18n import _
from tracker.importing.registers import Column, Register
from tracker.sheets.writing import FONT

ROWS = 2_000
"""Down to this row the cells offer their lists."""
LONGEST_LIST = 255
"""Characters of a list that Excel keeps in a cell; a longer one stands on the second sheet."""


def write(register: Register, title: str, target: IO[bytes]) -> None:
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format(
            {**FONT, "bold": True, "bg_color": "#E7E6E6", "border": 1, "text_wrap": True, "align": "center"}
        )
        needed = book.add_format(
            {**FONT, "bold": True, "bg_color": "#FFE699", "border": 1, "text_wrap": True, "align": "center"}
        )
        text = book.add_format({**FONT, "text_wrap": True, "num_format": "@"})
        sheet, help_sheet = book.add_worksheet(_("Dữ liệu")), book.add_worksheet(_("Hướng dẫn"))
        shown = [column for column in register.columns if column.example or column.choices]
        for place, column in enumerate(shown):
            sheet.set_column(place, place, column.width, text)
            sheet.write_string(0, place, str(column.label), needed if column.required else head)
            if column.choices:
                offer(sheet, help_sheet, place, column, len(register.columns))
            else:
                show_example(sheet, place, column)
        sheet.freeze_panes(1, 0)
        explain(help_sheet, register, title, book)


def offer(sheet: Any, help_sheet: Any, place: int, column: Column, below: int) -> None:
    """A list to choose from, which asks before it takes other words."""
    source: Any = list(column.choices)
    if len(",".join(column.choices)) > LONGEST_LIST:
        first = below + 10
        for number, choice in enumerate(column.choices):
            help_sheet.write_string(first + number, 3 + place, choice)
        letter = chr(ord("A") + 3 + place)
        source = f"='{_('Hướng dẫn')}'!${letter}${first + 1}:${letter}${first + len(column.choices)}"
    sheet.data_validation(
        1, place, ROWS, place, {"validate": "list", "source": source, "error_type": "warning", "ignore_blank": True}
    )


def show_example(sheet: Any, place: int, column: Column) -> None:
    """Beside the cell that is being filled in."""
    told = {"validate": "any", "input_title": _("Ví dụ"), "input_message": examples(column)}
    sheet.data_validation(1, place, ROWS, place, told)


def examples(column: Column) -> str:
    """A line each."""
    return "\n".join(dict.fromkeys(filter(None, column.example)))


def explain(sheet: Any, register: Register, title: str, book: Any) -> None:
    bold, plain = book.add_format({**FONT, "bold": True}), book.add_format({**FONT, "text_wrap": True})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 3, 60)
    sheet.write_string(0, 0, title, bold)
    where = _(
        "Ghi vào trang “%(sheet)s”, từ dòng 2. Trang này chỉ để xem: ví dụ ở đây không được đưa vào phần mềm.",
        sheet=_("Dữ liệu"),
    )
    sheet.merge_range(1, 0, 1, 3, where, plain)
    for place, words in enumerate((_("Cột"), _("Cần ghi"), _("Ví dụ"), _("Cũng nhận các tiêu đề"))):
        sheet.write_string(3, place, words, bold)
    for row, column in enumerate(register.columns, 4):
        told = (str(column.label), asked(column), examples(column), "; ".join(column.headings))
        for place, words in enumerate(told):
            sheet.write_string(row, place, words, plain)


def asked(column: Column) -> str:
    if column.choices:
        return _("Một trong: %(words)s", words="; ".join(column.choices))
    words = {"date": _("Ngày, dd/mm/yyyy"), "tick": _("x hoặc để trống")}.get(column.kind, _("Chữ"))
    return _("Bắt buộc. %(words)s", words=words) if column.required else words
