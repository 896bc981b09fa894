"""Writing the workbook: the agency's open tasks, its own cells open, the Council's locked; lists to choose from; beside them,
on a sheet that Excel does not show, what it was made from. No cell becomes a formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

import xlsxwriter

from tracker.accounts.actor import Actor
from tracker.core import clock
from tracker.core.dates import format_moment
from tracker.core.i18n import _
from tracker.organizations.models import Agency
from tracker.recommendations.models import CLAIMS
from tracker.sheets.writing import A4, DANGEROUS, FONT, LONGEST
from tracker.task_sheets import columns, standing, steps
from tracker.task_sheets.columns import COLUMNS, STEP
from tracker.task_sheets.difference import may_say
from tracker.task_sheets.reading import MARK
from tracker.task_sheets.standing import Standing
from tracker.task_sheets.telling import spelled

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEAD = 4
"""The row of the headings, from 0."""
LONGEST_MESSAGE = 255
"""Characters of what Excel says beside a cell."""
OPEN, LOCKED = {"bg_color": "#FFF8E1", "locked": False}, {"bg_color": "#F3F2F0", "locked": True}


def write(agency: Agency, actor: Actor, target: IO[bytes]) -> None:
    """All open tasks of this agency; which cells are open and which steps are offered goes by this person's rights."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        Writer(book, agency, standing.of_agency(agency.id), actor).write()


class Writer:
    def __init__(self, book: Any, agency: Agency, rows: Sequence[Standing], actor: Actor) -> None:
        self.agency, self.rows, self.actor = agency, rows, actor
        self.people = [name for _id, name in standing.people(agency.id)]
        self.page, self.help = book.add_worksheet(_("Nhiệm vụ")), book.add_worksheet(_("Hướng dẫn"))
        self.lists, self.base = book.add_worksheet(_("Danh sách chọn")), book.add_worksheet("_")
        self.title = book.add_format({**FONT, "bold": True, "font_size": 14})
        self.note = book.add_format({**FONT, "italic": True})
        heading = {**FONT, "bold": True, "border": 1, "text_wrap": True, "align": "center"}
        self.head = book.add_format({**heading, "bg_color": "#E7E6E6"})
        self.own_head = book.add_format({**heading, "bg_color": "#FFE699"})
        self.bold, self.plain = book.add_format({**FONT, "bold": True}), book.add_format({**FONT, "text_wrap": True})
        cell = {**FONT, "text_wrap": True, "border": 1, "num_format": "@"}
        self.formats = {
            (is_open, is_quoted): book.add_format({**cell, **(OPEN if is_open else LOCKED), "quote_prefix": is_quoted})
            for is_open in (True, False)
            for is_quoted in (True, False)
        }
        self.known_lists: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        self.above()
        for row, one in enumerate(self.rows, HEAD + 1):
            self.row(row, one)
        self.protect()
        self.explain()
        self.keep_base()
        self.lists.hide()
        self.base.very_hidden()

    def above(self) -> None:
        page = self.page
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEAD)
        page.write_string(0, 0, _("Nhiệm vụ theo kiến nghị giám sát: %(agency)s", agency=self.agency.name), self.title)
        page.write_string(1, 0, _("Tải về lúc %(moment)s.", moment=format_moment(clock.now())), self.note)
        page.write_string(
            2,
            0,
            _("Chỉ ghi vào các ô nền vàng; ghi xong lưu tệp (.xlsx) rồi tải lên lại. Giữ nguyên cột “Mã dòng”."),
            self.note,
        )
        for place, column in enumerate(COLUMNS):
            page.set_column(place, place, column.width)
            page.write_string(HEAD, place, str(column.label), self.own_head if column.is_agencys else self.head)
        page.freeze_panes(HEAD + 1, 2)

    def row(self, row: int, one: Standing) -> None:
        cells = {columns.KEY: one.key, **one.cells()}
        said = may_say(one)
        for place, column in enumerate(COLUMNS):
            self.cell(row, place, spelled(column.name, cells[column.name]), is_open=column.name in said)
        if said:
            self.offer(row, one)

    def cell(self, row: int, place: int, text: str, *, is_open: bool) -> None:
        made = self.formats[is_open, text.startswith(DANGEROUS)]
        if text:
            self.page.write_string(row, place, text[:LONGEST], made)
        else:
            self.page.write_blank(row, place, None, made)

    def offer(self, row: int, one: Standing) -> None:
        """The lists of this row's cells, and what Excel says beside them."""
        offered = {
            STEP: [str(steps.STEPS[name].label) for name in steps.offered(one, self.actor)],
            "claim": [str(label) for label in CLAIMS.values()],
            "person_in_charge": self.people,
        }
        said = may_say(one)
        for place, column in enumerate(COLUMNS):
            if column.name not in said:
                continue
            told: dict[str, Any] = {"input_message": str(column.about)[:LONGEST_MESSAGE]}
            if words := offered.get(column.name):
                strict = "stop" if column.name != "person_in_charge" else "information"
                told |= {"validate": "list", "source": self.listed(tuple(words)), "error_type": strict}
            else:
                told |= {"validate": "any"}
            self.page.data_validation(row, place, row, place, told)

    def listed(self, words: tuple[str, ...]) -> str:
        """Where a list stands on its sheet; a word with a comma in it cannot stand in the cell's own list."""
        if words not in self.known_lists:
            place = len(self.known_lists)
            for row, word in enumerate(words):
                self.lists.write_string(row, place, word)
            name = xlsxwriter.utility.xl_col_to_name(place)
            self.known_lists[words] = f"='{self.lists.name}'!${name}$1:${name}${len(words)}"
        return self.known_lists[words]

    def protect(self) -> None:
        """Against slips; no password keeps anybody out, and nothing relies on it."""
        allowed = (
            "format_columns",
            "format_rows",
            "autofilter",
            "sort",
            "select_locked_cells",
            "select_unlocked_cells",
        )
        last = HEAD + max(1, len(self.rows))
        self.page.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
        self.page.protect("", dict.fromkeys(allowed, True))

    def explain(self) -> None:
        self.help.set_column(0, 0, 32)
        self.help.set_column(1, 1, 90)
        for row, words in enumerate(self.rules()):
            self.help.write_string(row, 0, words, self.bold if row == 0 else self.note)
        first = len(self.rules()) + 1
        for place, words in enumerate((_("Cột"), _("Ghi gì"))):
            self.help.write_string(first, place, words, self.bold)
        for row, column in enumerate((column for column in COLUMNS if column.is_agencys), first + 1):
            self.help.write_string(row, 0, str(column.label), self.plain)
            self.help.write_string(row, 1, str(column.about), self.plain)

    def rules(self) -> list[str]:
        found = [
            _("Cách dùng bảng này"),
            _("Chưa có gì được ghi khi tải tệp lên: phần mềm nêu từng chỗ khác, người tải lên nhận từng dòng."),
            _(
                "Dòng mà trong lúc đó có người khác đã sửa thì được nêu riêng: đang là gì, tệp ghi gì, lúc tải về là gì."
            ),
            _(
                "Không thêm dòng; dòng không muốn sửa thì để nguyên. Gia hạn, tệp minh chứng: làm trên trang của nhiệm vụ."
            ),
        ]
        if (total := standing.count(self.agency.id)) > len(self.rows):
            found.append(
                _(
                    "Bảng có %(rows)s nhiệm vụ đến hạn trước, trong %(total)s nhiệm vụ còn mở.",
                    rows=len(self.rows),
                    total=total,
                )
            )
        return found

    def keep_base(self) -> None:
        """Names of columns and of choices, in no language: the file may come back to a reader of another one."""
        self.base.write_string(0, 0, MARK)
        for place, column in enumerate(COLUMNS):
            self.base.write_string(1, place, column.name)
        for row, one in enumerate(self.rows, 2):
            cells = {columns.KEY: one.key, **one.cells()}
            for place, column in enumerate(COLUMNS):
                if text := cells[column.name]:
                    self.base.write_string(row, place, text[:LONGEST])
