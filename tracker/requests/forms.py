"""What a person may type: whom to ask by when, what an agency answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Field, FieldList, Form, FormField, HiddenField, ValidationError
from wtforms.meta import DefaultMeta
from wtforms.utils import unset_value

from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.core.fields.base import says
from tracker.core.forms import (
    BaseForm,
    Choice,
    Choices,
    Code,
    FileList,
    LongText,
    Needed,
    NeededAtTimes,
    OneLine,
    Pasted,
    ViDate,
    ViDecimal,
    WholeNumber,
    YesNo,
)
from tracker.core.i18n import _, _l
from tracker.core.messages import CATALOGUE
from tracker.core.rows import row_number
from tracker.core.wires import JsonAnswers
from tracker.delegations.models import Delegation
from tracker.outlines.models import OutlineFigure
from tracker.reporting.checks import counts_whole
from tracker.reporting.models import QUALIFIERS
from tracker.reporting.periods import Period
from tracker.reporting.readings import Readings
from tracker.requests import content
from tracker.requests.models import Answer
from tracker.workflow.asks import not_in_future

PASTE_HINT = _l("Sao chép các ô trong Excel rồi dán vào đây: cột số, hoặc cả cột chỉ tiêu và các cột số.")
SENT = ("line_id", "period", "qualifier", "value", "note")


class SendForm(BaseForm):
    """One outline to many agencies. `choices` are (id, name) of those that may be asked now."""

    agency_ids = Choices(_l("Cơ quan"), [Needed()], coerce=row_number, choices=())
    due_on = ViDate(_l("Hạn nộp báo cáo"), [Needed()])
    letter_number = Code(_l("Số công văn"), [Needed()], description=_l("Ví dụ: 31/ĐGS-VP"))
    sent_on = ViDate(_l("Ngày gửi"), [Needed()])

    def __init__(self, *given: Any, choices: Any = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.agency_ids.choices = list(choices)

    def validate_due_on(self, field: Any) -> None:
        require_ahead(field)

    def validate_sent_on(self, field: Any) -> None:
        if field.data is not None and (sentence := not_in_future(field.data, None)):
            field.errors = [*field.errors, str(sentence)]


def require_ahead(field: Any) -> None:
    """A deadline that is given now lies ahead."""
    if field.data is not None and field.data < clock.today():
        raise ValidationError(_("Hạn nộp phải từ hôm nay trở đi."))


class SendWithPlanForm(SendForm):
    """The same, and with it the delegation's own step of sending plan and outline."""

    with_plan = YesNo(
        _l("Ghi luôn bước “Gửi kế hoạch, đề cương” của Đoàn"),
        description=_l("Cùng ngày gửi; không phải ghi lại lần nữa."),
    )
    plan_number = Code(
        _l("Số, ký hiệu kế hoạch giám sát"),
        longest=60,
        description=_l("Ví dụ: 12/KH-ĐGS. Phải có khi ghi luôn bước gửi kế hoạch, đề cương."),
    )
    late_reason = LongText(_l("Lý do gửi muộn"), longest=2000)
    files = FileList(
        _l("Tệp kế hoạch, đề cương"),
        [NeededAtTimes()],
        description=_l("Phải có khi ghi luôn bước này mà kế hoạch chưa lưu kèm tệp trong mục Văn bản."),
    )


class MoveForm(BaseForm):
    """Which requests follow the delegation's own day. `choices` are (id, words) of those that differ."""

    request_ids = Choices(_l("Yêu cầu dời về hạn chung"), [Needed()], coerce=row_number, choices=())
    reason = LongText(_l("Lý do"), [Needed()], longest=2000)

    def __init__(self, *given: Any, choices: Any = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.request_ids.choices = list(choices)


class RequestForm(BaseForm):
    """A request for one agency, not sent yet."""

    agency_id = Choice(_l("Cơ quan"), [Needed()], coerce=row_number, choices=())
    due_on = ViDate(_l("Hạn nộp báo cáo"), [Needed()])
    outline_id = WholeNumber(_l("Đề cương"), description=_l("Để trống thì theo bản mới nhất."))

    def __init__(self, *given: Any, delegation: Delegation | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        if delegation is not None:
            self.agency_id.choices = [(str(entry.agency_id), entry.name_then) for entry in delegation.agencies]

    def validate_due_on(self, field: Any) -> None:
        require_ahead(field)


class DueForm(BaseForm):
    """Another deadline for one agency."""

    due_on = ViDate(_l("Hạn nộp báo cáo"), [Needed()])
    reason = LongText(_l("Lý do"), [Needed()], longest=2000)


class CellForm(Form):
    """One cell of an item's table. `line` and `period` say which."""

    class Meta(DefaultMeta):
        _parent_form: Any = None

        @property
        def wire(self) -> str:
            return str(getattr(self._parent_form.meta, "wire", "page"))

        def get_translations(self, form: Any) -> Any:
            return CATALOGUE

        def render_field(self, field: Field, render_kw: Any) -> Markup:
            return super().render_field(field, {"required": False, **render_kw})

    key = HiddenField()
    qualifier = Choice(_l("Định tính"), choices=tuple(QUALIFIERS.items()), blank=None, default="exactly")
    value = ViDecimal(_l("Số"))
    note = OneLine(_l("Ghi chú"), longest=500)
    line: OutlineFigure | None = None
    period: Period | None = None
    item_path = ""

    @property
    def place(self) -> str:
        """Where the cell stands: Mục II.1, Số dự án thu hút, năm 2023."""
        if self.line is None or self.period is None:
            return ""
        item = _("Mục %(path)s", path=self.item_path) if self.item_path else ""
        return ", ".join(words for words in (item, self.line.indicator, self.line.scope, self.period.words) if words)


class Cell(dict[str, Any]):
    """One cell as form and service hand it on; reads as words where two versions are shown side by side."""

    def __str__(self) -> str:
        number = content.number_in_words(self)
        return f"{self['label']}: {number or '–'}" if self.get("label") else number


class Cells(FieldList):  # type: ignore[type-arg]
    """The cells of a table: on pages a row of boxes each, in JSON a list of {line_id, period, qualifier, value, note}."""

    json_type = "cells"

    @property
    def optional(self) -> bool:
        return True

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        self.unreadable = ""
        if isinstance(formdata, JsonAnswers):
            formdata, data = self.from_json(formdata), unset_value
        super().process(formdata, data, extra_filters)

    def from_json(self, formdata: JsonAnswers) -> JsonAnswers:
        self.raw_data = formdata.getlist(self.short_name)
        sent = (self.raw_data[0] or []) if self.raw_data else []
        if not isinstance(sent, list) or not all(isinstance(item, dict) and set(item) <= set(SENT) for item in sent):
            self.unreadable = says(_l("Hãy gửi một danh sách; mỗi ô gồm: %(names)s.", names=", ".join(SENT)))
            sent = []
        return JsonAnswers(flattened(self.name, sent))

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        fine = bool(super().validate(form, extra_validators))
        if self.unreadable:
            self.errors = [self.unreadable]
        return fine and not self.unreadable

    @property
    def data(self) -> list[Cell]:
        return [cell_of(entry.form) for entry in self.entries]


def flattened(name: str, sent: list[Mapping[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for place, item in enumerate(sent):
        found[f"{name}-{place}-key"] = f"{item.get('line_id')}:{item.get('period')}"
        for part in ("qualifier", "value", "note"):
            if part in item:
                found[f"{name}-{place}-{part}"] = item[part]
    return found


def cell_of(form: CellForm) -> Cell:
    line_id, _colon, period = str(form.key.data or "").partition(":")
    label = f"{form.line.indicator}, {form.period.words}" if form.line and form.period else ""
    return Cell(
        line_id=int(line_id) if line_id.isdecimal() and len(line_id) < 12 else 0,
        period=period,
        qualifier=form.qualifier.data or "exactly",
        value=form.value.data,
        note=form.note.data or "",
        label=label,
    )


class AnswerForm(Readings, BaseForm):
    """The answer to one item: words, and a number in each cell of its table. `answer` gives the table."""

    text = LongText(_l("Trả lời"), longest=100_000)
    cells = Cells(FormField(CellForm), _l("Bảng số liệu"), max_entries=1000)
    paste = Pasted(_l("Dán từ Excel"), longest=50_000, description=PASTE_HINT)
    files = FileList(_l("Tệp kèm theo mục này"))
    drop_files = Choices(_l("Bỏ tệp đã kèm"), coerce=row_number, choices=())
    opened = HiddenField()
    """What was saved when the page was opened: `merging.stamp`."""
    apart = HiddenField()
    """What this person and another one have both changed since."""
    left = HiddenField()
    """Numbers typed into an earlier version of the table that has no place for them now: a line each."""

    def __init__(
        self,
        *given: Any,
        answer: Answer | None = None,
        files: list[Attachment] | None = None,
        path: str = "",
        **about: Any,
    ) -> None:
        super().__init__(*given, **about)
        self.drop_files.choices = [(file.id, file.name) for file in files or []]
        if answer is not None:
            asked = {f"{line.id}:{period.key}": (line, period) for line, period, _cell in content.cells(answer)}
            for entry in self.cells.entries:
                entry.form.line, entry.form.period = asked.get(str(entry.form.key.data), (None, None))
                entry.form.item_path = path

    def boxes(self) -> list[Any]:
        return [entry.form.value for entry in self.cells.entries]

    def counted(self) -> list[Any]:
        asked = [entry.form for entry in self.cells.entries if entry.form.line is not None]
        return [cell.value for cell in asked if counts_whole(cell.line.unit)]

    @property
    def left_over(self) -> list[str]:
        return str(self.left.data or "").splitlines()

    def place_of(self, key: str) -> int | None:
        """Which entry holds this cell."""
        keys = [entry.form.key.data for entry in self.cells.entries]
        return keys.index(key) if key in keys else None


def answers_of(answer: Answer) -> dict[str, Any]:
    """What the form shows of a saved answer: its words, and every cell asked for."""
    return {
        "text": answer.text,
        "cells": [
            Cell(
                key=f"{line.id}:{period.key}",
                qualifier=cell.qualifier if cell is not None else "exactly",
                value=cell.value if cell is not None else None,
                note=cell.note if cell is not None else "",
                label=f"{line.indicator}, {period.words}",
            )
            for line, period, cell in content.cells(answer)
        ],
    }
