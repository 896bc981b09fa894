"""What an officer may type about an agency. Lists of agencies to choose from come with the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from tracker.core.forms import (
    BaseForm,
    Choice,
    Choices,
    Code,
    FileList,
    Lines,
    LongText,
    Needed,
    NotInFuture,
    Text,
    Versioned,
    ViDate,
    WholeNumber,
    YesNo,
)
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.organizations.fields import AgencyChoice, AgencyChoices
from tracker.organizations.models import AGENCY_KINDS, BODY_KINDS, LEVELS, SUCCESSION_KINDS

Options = Sequence[tuple[str, str]]
ENDINGS = ("merge", "split", "end")


class AgencyForm(Versioned, BaseForm):
    """Correcting an agency. A new name from a date is asked by RenameForm."""

    name = Text(_l("Tên cơ quan"), validators=[Needed()], longest=300, description=_l("Ghi đủ, ví dụ: Sở Công Thương"))
    short_name = Text(_l("Tên ngắn"), longest=100, description=_l("Để in trong bảng hẹp, ví dụ: Sở CT"))
    kind = Choice(_l("Loại"), validators=[Needed()], choices=list(AGENCY_KINDS.items()))
    parent_id = Choice(_l("Cơ quan cấp trên"), coerce=row_number, choices=[])
    valid_from = ViDate(_l("Hoạt động từ ngày"), description=_l("Để trống nếu chưa có thông tin."))

    def __init__(self, *given: Any, agencies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.parent_id.choices = list(agencies)


class RuleForm(BaseForm):
    """The agency's own rule on sending."""

    leader_sends_own = YesNo(_l("Lãnh đạo được gửi những gì chính mình soạn"))


class NewAgencyForm(AgencyForm):
    """Adding an agency."""

    code = Code(_l("Mã"), validators=[Needed()], longest=30, description=_l("Ngắn, không trùng, ví dụ: SCT"))


class DecisionForm(Versioned, BaseForm):
    """What every change of organisation asks: from which day, and the document that decided it."""

    from_day = ViDate(_l("Có hiệu lực từ ngày"), validators=[Needed()])
    document_number = Code(
        _l("Số, ký hiệu văn bản"), validators=[Needed()], description=_l("Ví dụ: 45/NQ-HĐND hoặc 118/QĐ-UBND")
    )
    document_date = ViDate(_l("Ngày văn bản"), validators=[Needed(), NotInFuture()])
    files = FileList(_l("Tệp văn bản"))
    reason = LongText(_l("Ghi chú"), longest=1000)

    @property
    def facts(self) -> dict[str, Any]:
        """The answers about the decision alone."""
        return {name: value for name, value in self.answers.items() if name in DECISION}


DECISION = ("from_day", "document_number", "document_date", "files", "reason")


class RenameForm(DecisionForm):
    """A new name from a day on, which may be a day to come."""

    name = Text(_l("Tên mới"), validators=[Needed()], longest=300)
    short_name = Text(_l("Tên ngắn mới"), longest=100)


class MergeForm(DecisionForm):
    """The agency and those beside it become one, which exists or is set up with this."""

    beside_ids = AgencyChoices(
        _l("Cùng sáp nhập với"), description=_l("Đánh dấu các cơ quan khác cùng kết thúc và nhập vào một.")
    )
    successor_id = AgencyChoice(_l("Nhập vào cơ quan đã có"), blank=_l("– Lập cơ quan mới –"))
    new_name = Text(_l("Hoặc lập cơ quan mới, tên"), longest=300)
    new_short_name = Text(_l("Tên ngắn của cơ quan mới"), longest=100)
    new_code = Code(_l("Mã của cơ quan mới"), longest=30, description=_l("Ngắn, không trùng, ví dụ: STC"))

    def __init__(self, *given: Any, council_id: int = 0, agencies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.beside_ids.offer(council_id, agencies)
        self.successor_id.offer(council_id, agencies)

    def validate_successor_id(self, field: Any) -> None:
        is_new = bool(self.new_name.data or self.new_code.data)
        if field.data and is_new:
            raise ValidationError(_("Chọn cơ quan đã có, hoặc lập cơ quan mới: chỉ một trong hai."))
        if not field.data and not is_new:
            raise ValidationError(_("Hãy chọn cơ quan nhận sáp nhập, hoặc ghi tên và mã của cơ quan mới."))
        if field.data and field.data in (self.beside_ids.data or []):
            raise ValidationError(_("Cơ quan nhận sáp nhập không thể cùng lúc là cơ quan kết thúc."))

    def validate_new_name(self, field: Any) -> None:
        if self.new_code.data and not field.data:
            raise ValidationError(_("Hãy ghi tên của cơ quan mới."))

    def validate_new_code(self, field: Any) -> None:
        if self.new_name.data and not field.data:
            raise ValidationError(_("Hãy ghi mã của cơ quan mới."))

    @property
    def new_agency(self) -> dict[str, Any]:
        return {
            "name": self.new_name.data,
            "short_name": self.new_short_name.data or "",
            "code": self.new_code.data,
        }


class SplitForm(DecisionForm):
    """The agency is divided among two or more, that exist or are set up with this."""

    successor_ids = AgencyChoices(_l("Chia cho các cơ quan đã có"))
    new_agencies = Lines(
        _l("Cơ quan mới lập"),
        longest=5000,
        description=_l("Mỗi dòng một cơ quan: mã, dấu hai chấm, tên. Ví dụ: SNN: Sở Nông nghiệp"),
    )

    def __init__(self, *given: Any, council_id: int = 0, agencies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.successor_ids.offer(council_id, agencies)

    def validate_new_agencies(self, field: Any) -> None:
        lines = [self.read(line) for line in field.data or []]
        if not all(code and name and len(code) <= 30 and len(name) <= 300 for code, name in lines):
            raise ValidationError(_("Mỗi dòng ghi mã, dấu hai chấm, rồi tên. Ví dụ: SNN: Sở Nông nghiệp"))
        if len({code for code, _name in lines}) < len(lines):
            raise ValidationError(_("Mỗi cơ quan mới phải có một mã riêng."))

    def validate_successor_ids(self, field: Any) -> None:
        if len(field.data or []) + len(self.new_agencies.data or []) < 2:
            raise ValidationError(
                _("Chia tách thì phải có ít nhất hai cơ quan kế thừa. Nếu chỉ có một, hãy dùng “Sáp nhập”.")
            )

    @staticmethod
    def read(line: str) -> tuple[str, str]:
        code, _colon, name = line.partition(":")
        return code.strip(), name.strip()

    @property
    def newly_set_up(self) -> list[dict[str, Any]]:
        return [dict(zip(("code", "name"), self.read(line), strict=True)) for line in self.new_agencies.data or []]


class EndForm(DecisionForm):
    """The agency is abolished, with or without somebody who answers for what it leaves."""

    successor_id = AgencyChoice(
        _l("Cơ quan kế thừa"),
        blank=_l("– Chưa có –"),
        description=_l("Cơ quan này nhận việc còn dở. Có thể ghi thêm sau."),
    )

    def __init__(self, *given: Any, council_id: int = 0, agencies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.successor_id.offer(council_id, agencies)


class UndoForm(Versioned, BaseForm):
    reason = LongText(_l("Lý do hủy"), validators=[Needed()], longest=1000)


class Keys(Choices):
    """Open records by key; one that has gone in the meantime is not refused but told of."""

    def pre_validate(self, form: Any) -> None:
        if len(self.data or []) > MOST_AT_ONCE:
            raise ValidationError(_("Mỗi lần bàn giao nhiều nhất %(most)s việc.", most=MOST_AT_ONCE))


MOST_AT_ONCE = 200


class HandoverForm(Versioned, BaseForm):
    """Which open records go to whom, and why. Each row may name its own heir in a field `heir_<key>`; `heir_id` is for
    all that name none. `version_<key>`: the version that was shown."""

    picked = Keys(_l("Việc bàn giao"), validators=[Needed(_l("Hãy chọn ít nhất một việc."))], choices=[])
    heir_id = Choice(_l("Giao các việc đã chọn cho"), coerce=row_number, choices=[])
    document_number = Code(_l("Số, ký hiệu văn bản"), description=_l("Biên bản hoặc văn bản bàn giao, nếu có"))
    document_date = ViDate(_l("Ngày văn bản"), validators=[NotInFuture()])
    reason = LongText(_l("Lý do"), validators=[Needed()], longest=1000)

    def __init__(self, *given: Any, heirs: Options = (), keys: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.heir_id.choices = list(heirs)
        self.picked.choices = list(keys)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.answers[name] for name in ("document_number", "document_date", "reason")}


class ItemBackForm(BaseForm):
    """One record that was handed over, given back to the agency that had it, as the API does it."""

    item = Code(
        _l("Việc bàn giao"), validators=[Needed()], description=_l("Loại và số của hồ sơ, ví dụ: assignment-12")
    )
    item_version = WholeNumber(_l("Phiên bản của hồ sơ"))
    document_number = Code(_l("Số, ký hiệu văn bản"))
    document_date = ViDate(_l("Ngày văn bản"), validators=[NotInFuture()])
    reason = LongText(_l("Lý do"), validators=[Needed()], longest=1000)


class ItemForm(ItemBackForm):
    """One open record to one heir, as the API hands over."""

    heir_id = Choice(_l("Cơ quan kế thừa"), validators=[Needed()], coerce=row_number, choices=[])

    def __init__(self, *given: Any, heirs: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.heir_id.choices = list(heirs)


class SuccessorForm(Versioned, BaseForm):
    successor_id = Choice(_l("Cơ quan kế thừa"), validators=[Needed()], coerce=row_number, choices=[])
    kind = Choice(_l("Vì"), validators=[Needed()], choices=[(name, SUCCESSION_KINDS[name]) for name in ENDINGS])

    def __init__(self, *given: Any, agencies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.successor_id.choices = list(agencies)


class AliasForm(Versioned, BaseForm):
    alias = Text(
        _l("Tên khác"),
        validators=[Needed()],
        longest=300,
        description=_l("Cách viết khác mà mọi người hay dùng, ví dụ: Sở Công thương"),
    )


class AgencyFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    q = Text(_l("Tên, mã"), longest=200)
    kind = Choice(_l("Loại"), choices=list(AGENCY_KINDS.items()), blank=_l("Tất cả"))
    ended = Choice(_l("Hoạt động"), choices=[("1", _l("Cả cơ quan đã kết thúc"))], blank=_l("Đang hoạt động"))


class CouncilForm(Versioned, BaseForm):
    """A People's Council, as an administrator keeps it."""

    name = Text(
        _l("Tên Hội đồng"), validators=[Needed()], longest=200, description=_l("Ví dụ: HĐND thành phố Hải Phòng")
    )
    level = Choice(_l("Cấp"), validators=[Needed()], choices=list(LEVELS.items()))
    unit_code = Code(_l("Mã đơn vị hành chính"), longest=5, description=_l("Mã của cơ quan thống kê, nếu có."))
    valid_from = ViDate(_l("Hoạt động từ ngày"), description=_l("Để trống nếu chưa có thông tin."))
    valid_to = ViDate(_l("Đến ngày"), description=_l("Để trống khi còn hoạt động."))
    successor_id = Choice(
        _l("Hội đồng kế thừa"),
        coerce=row_number,
        choices=[],
        blank=_l("Không có"),
        description=_l("Khi Hội đồng được sáp nhập: Hội đồng nhận bàn giao việc còn mở."),
    )

    def __init__(self, *given: Any, councils: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.successor_id.choices = list(councils)


class NewCouncilForm(CouncilForm):
    code = Code(_l("Mã"), validators=[Needed()], longest=30, description=_l("Ngắn, không trùng, ví dụ: HP"))


class BodyForm(Versioned, BaseForm):
    """A committee or a deputies' group."""

    name = Text(_l("Tên"), validators=[Needed()], longest=200, description=_l("Ví dụ: Ban Kinh tế - Ngân sách"))
    valid_from = ViDate(_l("Hoạt động từ ngày"), description=_l("Để trống nếu chưa có thông tin."))
    valid_to = ViDate(_l("Đến ngày"), description=_l("Để trống khi còn hoạt động."))


class NewBodyForm(Versioned, BaseForm):
    kind = Choice(_l("Loại"), validators=[Needed()], choices=list(BODY_KINDS.items()))
    code = Code(_l("Mã"), validators=[Needed()], longest=30, description=_l("Ngắn, không trùng, ví dụ: KTNS"))
    name = Text(_l("Tên"), validators=[Needed()], longest=200, description=_l("Ví dụ: Ban Kinh tế - Ngân sách"))
    valid_from = ViDate(_l("Hoạt động từ ngày"), description=_l("Để trống nếu chưa có thông tin."))


ROMAN = re.compile(r"(?=.)X{0,3}(IX|IV|V?I{0,3})")
"""I to XXXIX."""


class TermForm(Versioned, BaseForm):
    """A term of a council, as an administrator keeps it."""

    number = Code(_l("Khóa"), validators=[Needed()], longest=10, description=_l("Bằng chữ số La Mã, ví dụ: XVII"))
    from_on = ViDate(_l("Từ ngày"), validators=[Needed()])
    to_on = ViDate(_l("Đến ngày"), description=_l("Để trống khi chưa biết ngày kết thúc."))
    deputies_total = WholeNumber(_l("Số đại biểu được bầu"), low=1, high=1000)

    def validate_number(self, field: Any) -> None:
        """Terms are counted in Roman numerals, in every document of a council."""
        field.data = field.data.upper()
        if not ROMAN.fullmatch(field.data):
            raise ValidationError(_("Ghi số khóa bằng chữ số La Mã, ví dụ: XVII."))
