"""What an officer may type about an agency. Lists of agencies to choose from come with the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tracker.core.forms import BaseForm, Choice, Code, LongText, Needed, Text, Versioned, ViDate
from tracker.core.i18n import _l
from tracker.organizations.models import AGENCY_KINDS, SUCCESSION_KINDS

Options = Sequence[tuple[str, str]]
AN_END = [(name, SUCCESSION_KINDS[name]) for name in ("merge", "split", "end")]


class AgencyForm(Versioned, BaseForm):
    """Correcting an agency. A new name from a date is asked by RenameForm."""

    name = Text(_l("Tên cơ quan"), validators=[Needed()], longest=300, description=_l("Ghi đủ, ví dụ: Sở Công Thương"))
    short_name = Text(_l("Tên ngắn"), longest=100, description=_l("Để in trong bảng hẹp, ví dụ: Sở CT"))
    kind = Choice(_l("Loại"), validators=[Needed()], choices=list(AGENCY_KINDS.items()))
    parent_id = Choice(_l("Cơ quan cấp trên"), coerce=int, choices=[])
    valid_from = ViDate(_l("Hoạt động từ ngày"), description=_l("Để trống nếu chưa có thông tin."))

    def __init__(self, *given: Any, agencies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.parent_id.choices = list(agencies)


class NewAgencyForm(AgencyForm):
    """Adding an agency."""

    code = Code(_l("Mã"), validators=[Needed()], longest=30, description=_l("Ngắn, không trùng, ví dụ: SCT"))


class RenameForm(Versioned, BaseForm):
    name = Text(_l("Tên mới"), validators=[Needed()], longest=300)
    short_name = Text(_l("Tên ngắn mới"), longest=100)
    from_day = ViDate(_l("Mang tên này từ ngày"), validators=[Needed()])
    reason = LongText(_l("Căn cứ"), longest=1000, description=_l("Ví dụ: số, ngày của văn bản đổi tên"))


class EndForm(Versioned, BaseForm):
    on = ViDate(_l("Ngày hoạt động cuối cùng"), validators=[Needed()])
    kind = Choice(_l("Vì"), validators=[Needed()], choices=AN_END)
    successor_id = Choice(
        _l("Cơ quan kế thừa"),
        coerce=int,
        choices=[],
        description=_l("Cơ quan này nhận việc còn dở. Có thể ghi thêm sau."),
    )
    reason = LongText(_l("Căn cứ"), longest=1000, description=_l("Ví dụ: số, ngày của văn bản sắp xếp"))

    def __init__(self, *given: Any, agencies: Options = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.successor_id.choices = list(agencies)


class SuccessorForm(Versioned, BaseForm):
    successor_id = Choice(_l("Cơ quan kế thừa"), validators=[Needed()], coerce=int, choices=[])
    kind = Choice(_l("Vì"), validators=[Needed()], choices=AN_END)

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
