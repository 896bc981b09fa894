"""What is asked when a file comes in, and which columns it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from tracker.core.forms import BaseForm, Choice, Needed, OneFile, Radio, Versioned, YesNo
from tracker.core.i18n import Words, _, _l
from tracker.core.rows import row_number
from tracker.importing.headings import Head
from tracker.importing.models import REGISTERS
from tracker.importing.reading.book import MOST_ROWS
from tracker.importing.registers import IGNORED, NOTE, Register
from tracker.importing.workflow import OF_ACCOUNTS

Options = Sequence[tuple[str, Any]]


class AboutForm(BaseForm):
    """What is said of a whole file."""

    delegation_id = Choice(
        _l("Đoàn giám sát của các dòng không ghi đoàn"),
        coerce=row_number,
        choices=[],
        description=_l("Chỉ dùng cho sổ kiến nghị không có cột đoàn giám sát."),
    )
    with_hidden = YesNo(_l("Nhập cả các dòng đang ẩn trong Excel"), default=True)


class UploadForm(Versioned, AboutForm):
    register = Radio(_l("Loại sổ"), validators=[Needed()], choices=[])
    file = OneFile(
        _l("Tệp Excel (.xlsx) hoặc CSV"),
        validators=[Needed(_l("Hãy chọn tệp."))],
        description=_l(
            "Nhiều nhất %(most)s dòng. Cột xếp thứ tự nào cũng được.", most=f"{MOST_ROWS:,}".replace(",", ".")
        ),
    )
    council_id = Choice(_l("Hội đồng nhân dân của các tài khoản"), coerce=row_number, choices=[])

    def __init__(
        self,
        *given: Any,
        registers: Sequence[str] = (),
        delegations: Options = (),
        councils: Options = (),
        **about: Any,
    ) -> None:
        super().__init__(*given, **about)
        self.register.choices = [(name, REGISTERS[name]) for name in registers]
        self.delegation_id.choices = list(delegations)
        self.council_id.choices = list(councils)
        if not councils:
            del self.council_id
        if not set(registers) - set(OF_ACCOUNTS):
            del self.delegation_id

    def validate_council_id(self, field: Any) -> None:
        if self.register.data in OF_ACCOUNTS and field.data is None:
            raise ValidationError(_("Hãy chọn Hội đồng nhân dân."))


class ColumnsForm(Versioned, AboutForm):
    """The fields `column_3` and so on are added for the columns of a file."""

    def __init__(self, *given: Any, delegations: Options = (), register: str = "", **about: Any) -> None:
        super().__init__(*given, **about)
        self.delegation_id.choices = list(delegations)
        if register != "recommendations":
            del self.delegation_id

    @property
    def columns(self) -> dict[int, str]:
        """Place of a column → what it holds."""
        return {
            int(name.removeprefix(PREFIX)): value for name, value in self.answers.items() if name.startswith(PREFIX)
        }


PREFIX = "column_"


def columns_form(register: Register, head: Head) -> type[ColumnsForm]:
    """A form that asks of every column under this head what it holds."""
    fields = {
        f"{PREFIX}{place}": Choice(
            words, validators=[Needed(_l("Hãy chọn nội dung của cột này."))], choices=choices(register)
        )
        for place, words in head.headings.items()
    }
    return type("ColumnsForm", (ColumnsForm,), fields)


def choices(register: Register) -> list[tuple[str, Words]]:
    own = [(column.name, column.label) for column in register.columns]
    note = [(NOTE, _l("Giữ làm ghi chú"))] if register.notes else []
    return [*own, *note, (IGNORED, _l("Không nhập cột này"))]
