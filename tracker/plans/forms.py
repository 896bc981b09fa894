"""What a person may type about a template, a delegation set up from one, and a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import ValidationError, widgets

from tracker.core import dates
from tracker.core.fields.base import Answer, says
from tracker.core.forms import (
    BaseForm,
    Choice,
    Choices,
    Lines,
    LongText,
    Needed,
    OneLine,
    Text,
    Versioned,
    ViDate,
    WholeNumber,
    YesNo,
)
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.delegations.forms import AboutForm
from tracker.delegations.models import AGENCY_ROLES, MEMBER_ROLES, OWNER_KINDS
from tracker.plans import outlining
from tracker.plans.counting import RULES, Line
from tracker.plans.models import ESTABLISH, EXPECTED_KINDS, OTHER, STEPS, UNITS
from tracker.plans.sources import Carried, Paper, Source

Options = Sequence[tuple[str, Any]]
DATED = tuple(key for key in STEPS if key not in (ESTABLISH, OTHER))
"""Steps that a plan has once, each with a day of its own."""
MOST_DAYS = 730
MOST_YEARS = 20
BASE_HINT = _l("Các bước khác tính từ ngày này. Sửa ngày rồi bấm “Tính lại các ngày”.")


class TemplateForm(Versioned, BaseForm):
    """A template without its steps and documents, which have forms of their own."""

    name = OneLine(_l("Tên mẫu"), [Needed()], longest=200, description=_l("Ví dụ: Mẫu giám sát đầu tư công của Ban"))
    owner_kind = Choice(_l("Chủ thể giám sát"), [Needed()], choices=list(OWNER_KINDS.items()))
    body_id = Choice(
        _l("Ban hoặc Tổ"), coerce=row_number, choices=[], description=_l("Để trống nếu mẫu dùng cho mọi Ban, Tổ.")
    )
    title_pattern = LongText(_l("Chuyên đề gợi ý"), longest=500)
    scope = LongText(_l("Phạm vi, đối tượng"), longest=5000)
    content = LongText(_l("Nội dung giám sát"), longest=20_000)
    outline_title = OneLine(_l("Tên đề cương"), longest=500)
    outline = LongText(_l("Đề cương báo cáo"), longest=60_000, description=outlining.HINT)
    note = LongText(_l("Ghi chú cho người dùng mẫu"), longest=2000)

    def __init__(self, *given: Any, bodies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.body_id.choices = list(bodies)


class RetireForm(Versioned, BaseForm):
    reason = LongText(_l("Lý do thôi dùng"), longest=1000)


class StepForm(Versioned, BaseForm):
    """One step of a template: its day by a rule of the law, or by a number of days. `anchors` are the other steps."""

    key = Choice(_l("Bước"), [Needed()], choices=list(STEPS.items()))
    label = OneLine(_l("Tên bước trong kế hoạch"), [Needed()], longest=200)
    anchor = Choice(_l("Tính từ bước"), choices=[], description=_l("Bước thành lập đoàn thì để trống."))
    rule = Choice(
        _l("Theo quy định về ngày"),
        choices=list(RULES.items()),
        description=_l("Nếu chọn thì không dùng số ngày dưới đây."),
    )
    when = Choice(
        _l("Trước hay sau"),
        [Needed()],
        choices=[("after", _l("sau")), ("before", _l("trước"))],
        default="after",
        blank=None,
    )
    days = WholeNumber(_l("Số ngày"), high=MOST_DAYS)
    unit = Choice(_l("Đơn vị"), [Needed()], choices=list(UNITS.items()), default="day", blank=None)
    position = WholeNumber(_l("Thứ tự"), low=1, high=99)

    def __init__(self, *given: Any, anchors: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.anchor.choices = list(anchors)

    def validate_anchor(self, field: Any) -> None:
        if not field.data and self.key.data != ESTABLISH:
            raise ValidationError(_("Hãy chọn bước để tính ngày."))


class ExpectedForm(Versioned, BaseForm):
    kind = Choice(_l("Loại văn bản"), [Needed()], choices=list(EXPECTED_KINDS.items()))
    title = OneLine(_l("Tên văn bản"), [Needed()], longest=300)
    step = Choice(_l("Thuộc bước"), choices=[(name, label) for name, label in STEPS.items()])


class PlannedStepForm(Versioned, BaseForm):
    label = OneLine(_l("Tên bước"), [Needed()], longest=200)
    planned_on = ViDate(_l("Ngày dự kiến"), [Needed()])
    confirmed = YesNo(_l("Việc chuẩn bị, làm trước khi thành lập đoàn"))


class HiddenDate(ViDate):
    """The day that the days on the page were counted from."""

    widget: Any = widgets.HiddenInput()


class HiddenLine(OneLine):
    """The days that the page proposed: what differs from them was set by hand since."""

    widget: Any = widgets.HiddenInput()


class HiddenNumber(WholeNumber):
    widget: Any = widgets.HiddenInput()


class BaseDayForm(BaseForm):
    """The day that the days of a plan are counted from."""

    base_on = ViDate(_l("Ngày thành lập đoàn (dự kiến hoặc theo văn bản)"), [Needed()], description=BASE_HINT)


class PlanForm(Versioned, BaseDayForm):
    """The days of a plan, with one field `day_n` a line: see `with_days`. The day of the establishment is `base_on`."""

    counted_from = HiddenDate(_l("Đã tính từ ngày"))
    proposed = HiddenLine(_l("Các ngày đã gợi ý"), longest=1000)

    def day(self, place: int) -> Any:
        return self._fields.get(f"day_{place}", self.base_on)


class ProposalForm(BaseDayForm, AboutForm):
    """Everything that is proposed for a new delegation, to be changed before it is set up."""

    members = Choices(_l("Thành viên chuyển sang đoàn mới"), coerce=row_number, choices=[])
    head_name = Text(_l("Trưởng đoàn"), longest=200)
    head_office = Text(_l("Chức vụ của Trưởng đoàn"), longest=300)
    agencies = Choices(_l("Cơ quan chuyển sang đoàn mới"), coerce=row_number, choices=[])
    more_agencies = Lines(
        _l("Thêm cơ quan chịu sự giám sát"),
        longest=5000,
        description=_l("Mỗi dòng một cơ quan: tên, tên khác hoặc mã."),
    )
    shift_years = WholeNumber(
        _l("Dịch kỳ số liệu và thời kỳ giám sát thêm (năm)"),
        low=-MOST_YEARS,
        high=MOST_YEARS,
        description=_l("0 là giữ nguyên. Sửa rồi bấm “Tính lại các ngày” để xem trước."),
    )
    outline_title = OneLine(_l("Tên đề cương"), longest=500)
    outline = LongText(_l("Đề cương báo cáo"), longest=60_000, description=outlining.HINT)
    papers = Choices(_l("Văn bản cần có"), coerce=row_number, choices=[])

    def __init__(self, *given: Any, source: Source | None = None, **about: Any) -> None:
        super().__init__(*given, **about)
        if source is None:
            return
        self.members.choices = [(str(member.id), member_words(member)) for member in source.members]
        self.agencies.choices = [(str(entry.agency.id), agency_words(entry)) for entry in source.agencies]
        self.papers.choices = [(str(place), paper_words(paper, source)) for place, paper in enumerate(source.papers)]

    def validate_title(self, field: Any) -> None:
        if (field.data or "").endswith("…"):
            raise ValidationError(_("Hãy ghi tên chuyên đề thay cho dấu “…”."))

    def validate_head_office(self, field: Any) -> None:
        if field.data and not self.head_name.data:
            raise ValidationError(_("Hãy ghi tên Trưởng đoàn, hoặc bỏ trống cả chức vụ."))


class StartForm(PlanForm, ProposalForm):
    """The proposals on a page, with a day for each step."""

    shifted_by = HiddenNumber(_l("Đã dịch"), low=-MOST_YEARS, high=MOST_YEARS)


class DaysByStep(Answer):
    """Planned days that are set and not counted, as JSON: {"reports_due": "2026-07-20"}."""

    widget: Any = widgets.HiddenInput()
    json_type = "days"

    def from_page(self, typed: str) -> Any:
        return None

    def from_json(self, sent: Any) -> dict[str, date]:
        if not isinstance(sent, dict) or not set(sent) <= set(DATED):
            raise ValueError(says(_l("Hãy gửi ngày theo bước; các bước: %(names)s.", names=", ".join(DATED))))
        try:
            return {key: dates.parse_iso(day if isinstance(day, str) else "") for key, day in sent.items()}
        except dates.BadDate as wrong:
            raise ValueError(says(wrong.sentence)) from wrong


class SentForm(ProposalForm):
    """The proposals as programs send them: what is absent stays as it is proposed."""

    days = DaysByStep(_l("Ngày dự kiến của các bước"), description=_l("Bước không nêu thì tính theo mẫu."))


class PlanSentForm(BaseDayForm):
    """New days for a plan as programs send them: what is absent stays."""

    days = DaysByStep(_l("Ngày dự kiến của các bước"), description=_l("Bước không nêu thì giữ nguyên hoặc tính lại."))
    count_again = YesNo(_l("Tính lại các ngày, giữ những ngày đã tự đặt"))


class StepDayForm(BaseForm):
    """Another day for one step; empty where none is known."""

    planned_on = ViDate(_l("Ngày dự kiến"))


def with_days(kind: type[Any], lines: Sequence[Line]) -> type[Any]:
    """The form with a day for each line of the plan but the one that all are counted from."""
    fields = {f"day_{place}": ViDate(line.label) for place, line in enumerate(lines) if line.key != ESTABLISH}
    made: type[Any] = type(kind.__name__, (kind,), fields)
    return made


def member_words(member: Any) -> str:
    """Nguyễn Văn A (Trưởng đoàn), Phó Chủ tịch HĐND"""
    said = f"{member.name} ({MEMBER_ROLES[member.role]})"
    return f"{said}, {member.office}" if member.office else said


def agency_words(entry: Carried) -> str:
    """Sở Tài chính, thay “Sở Kế hoạch và Đầu tư” đã kết thúc (Chịu sự giám sát)"""
    role = AGENCY_ROLES[entry.role]
    if entry.instead_of is None:
        return f"{entry.agency.name} ({role})"
    old = entry.instead_of.name_then
    return _("%(name)s, thay “%(old)s” đã kết thúc (%(role)s)", name=entry.agency.name, old=old, role=role)


def paper_words(paper: Paper, source: Source) -> str:
    kind, title, step = paper
    labels = {line.key: line.label for line in source.lines}
    name = title or str(EXPECTED_KINDS[kind])
    return f"{name} – {labels[step]}" if step in labels else name


def step_answers(line: Line, position: int) -> dict[str, Any]:
    """What StepForm shows of a saved step."""
    return {
        "key": line.key,
        "label": line.label,
        "anchor": line.anchor,
        "rule": line.rule,
        "when": "before" if line.days < 0 else "after",
        "days": abs(line.days),
        "unit": line.unit,
        "position": position,
    }


def line_from(answers: Mapping[str, Any]) -> Line:
    """A step from the answers of StepForm."""
    days = answers.get("days") or 0
    is_base = answers["key"] == ESTABLISH
    return Line(
        key=answers["key"],
        label=answers["label"],
        anchor="" if is_base else answers["anchor"],
        days=0 if is_base else -days if answers["when"] == "before" else days,
        unit=answers["unit"],
        rule="" if is_base else answers.get("rule") or "",
    )
