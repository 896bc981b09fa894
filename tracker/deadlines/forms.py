"""What an administrator may type about days and rules; the same on pages and in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField

from tracker.calendar.models import DAY_KINDS
from tracker.calendar.rules import RULES, UNITS
from tracker.core.forms import (
    BaseForm,
    Choice,
    Choices,
    LongText,
    Needed,
    Radio,
    Text,
    Versioned,
    ViDate,
    WholeNumber,
    YesNo,
)
from tracker.core.i18n import _l
from tracker.core.text import clean

LONGEST_COUNT = 366


class Previewed(Versioned):
    """Mixed into forms whose effect is shown first: `seen` names the preview that the person has read."""

    seen = HiddenField(filters=[lambda value: clean(str(value))[:60] if value is not None else ""])


def reason_field() -> LongText:
    return LongText(_l("Lý do"), longest=1000, description=_l("Ghi vào nhật ký và gửi kèm cho người có hạn bị dời."))


class DayForm(Previewed, BaseForm):
    """Changing a day of the calendar."""

    kind = Radio(_l("Loại"), validators=[Needed()], choices=list(DAY_KINDS.items()))
    name = Text(
        _l("Tên, lý do"),
        validators=[Needed()],
        longest=200,
        description=_l("Ví dụ: Quốc khánh; Nghỉ hoán đổi, làm bù 22/8/2026"),
    )
    legal_basis = Text(_l("Căn cứ"), longest=300, description=_l("Điều luật, số và ngày của thông báo"))
    source = Text(_l("Nguồn"), longest=500, description=_l("Đọc ở đâu"))
    confirmed = YesNo(_l("Đã có thông báo chính thức"))
    reason = reason_field()


class OneDayForm(DayForm):
    """A new day."""

    day = ViDate(_l("Ngày"), validators=[Needed()])


class NewDaysForm(OneDayForm):
    """A new day, or several in a row."""

    last_day = ViDate(_l("Đến hết ngày"), description=_l("Để trống nếu chỉ một ngày."))


class RemoveDayForm(Previewed, BaseForm):
    reason = LongText(_l("Lý do"), validators=[Needed()], longest=1000)


class SuggestionsForm(Previewed, BaseForm):
    """Which of the suggested days to enter."""

    days = Choices(_l("Ngày đưa vào lịch"), validators=[Needed(_l("Hãy chọn ít nhất một ngày."))], choices=[])
    legal_basis = Text(_l("Căn cứ"), longest=300, description=_l("Số, ngày của thông báo nghỉ lễ, nếu đã có"))
    confirmed = YesNo(_l("Đã đối chiếu với thông báo chính thức"))
    reason = reason_field()

    def __init__(self, *given: Any, offered: Sequence[tuple[str, str]] = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.days.choices = list(offered)


class ConfirmYearForm(Versioned, BaseForm):
    announcement = Text(
        _l("Thông báo đã đối chiếu"),
        validators=[Needed()],
        longest=500,
        description=_l("Cơ quan, số, ngày của thông báo nghỉ lễ, Tết và hoán đổi ngày làm việc"),
    )
    awaited = Choices(
        _l("Ngày còn chờ thông báo"),
        choices=[],
        description=_l("Ngày được đánh dấu vẫn tính như trong lịch và vẫn ghi là chưa có thông báo."),
    )

    def __init__(self, *given: Any, unsure: Sequence[tuple[str, str]] = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.awaited.choices = list(unsure)


class RuleTextForm(Versioned, BaseForm):
    """Correcting what a rule rests on; its value is changed by RuleValueForm."""

    legal_basis = Text(_l("Căn cứ"), longest=300)
    verified = YesNo(_l("Đã đối chiếu với văn bản gốc"))
    reason = LongText(_l("Lý do"), longest=1000)


class RuleValueForm(Previewed, BaseForm):
    """Another number of days from a day on."""

    days = WholeNumber(_l("Số ngày"), validators=[Needed()], low=1, high=LONGEST_COUNT)
    unit = Radio(_l("Đơn vị"), validators=[Needed()], choices=list(UNITS.items()))
    valid_from = ViDate(
        _l("Áp dụng từ ngày"), validators=[Needed()], description=_l("Với việc bắt đầu từ ngày này trở đi")
    )
    legal_basis = Text(_l("Căn cứ"), longest=300, description=_l("Điều, luật hoặc nghị quyết"))
    verified = YesNo(_l("Đã đối chiếu với văn bản gốc"))
    reason = reason_field()


class NewRuleForm(RuleValueForm):
    """The same with the rule that it is about, for JSON."""

    key = Choice(_l("Mã"), validators=[Needed()], choices=[(key, about.label) for key, about in RULES.items()])
    ruleset = Choice(_l("Bộ quy định"), validators=[Needed()], choices=[])

    def __init__(self, *given: Any, rulesets: Sequence[str] = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.ruleset.choices = [(name, name) for name in rulesets]
