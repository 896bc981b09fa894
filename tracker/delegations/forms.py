"""What a person may type about a delegation. Lists to choose from come with the form (`queries.options`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import ValidationError

from tracker.accounts.roles import LABELS, OF_DELEGATION, Role
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
    YesNo,
)
from tracker.core.i18n import _, _l
from tracker.core.rows import row_number
from tracker.delegations.models import AGENCY_ROLES, CONCLUDING, DOCUMENT_KINDS, MEMBER_ROLES, OWNER_KINDS, RULESETS
from tracker.delegations.order import before_established
from tracker.delegations.workflow import DELEGATION, NAMES

Options = Sequence[tuple[str, Any]]
BY_STEPS = ("resolution", "decision", "written_decision", *CONCLUDING)
"""Documents that come with a step of the delegation's life; entered by hand only for old records."""
MAY_BE_INFERRED = ("title", "owner_kind", "scope", "content", "period_from", "period_to", "established_on")


class AboutForm(BaseForm):
    """What every new delegation is asked. In JSON the names are those of the model."""

    title = LongText(
        _l("Chuyên đề"), validators=[Needed()], longest=500, description=_l("Như trong nghị quyết hoặc quyết định")
    )
    owner_kind = Choice(_l("Chủ thể giám sát"), validators=[Needed()], choices=list(OWNER_KINDS.items()))
    body_id = Choice(
        _l("Ban hoặc Tổ"), coerce=row_number, choices=[], description=_l("Khi chủ thể là Ban hoặc Tổ đại biểu.")
    )
    topic_id = Choice(
        _l("Theo chương trình"),
        coerce=row_number,
        choices=[],
        description=_l("Chuyên đề trong chương trình giám sát đã thông qua; ngoài chương trình thì để trống."),
    )
    period_from = ViDate(_l("Thời kỳ giám sát từ"), description=_l("Ví dụ: 01/01/2021"))
    period_to = ViDate(_l("Thời kỳ giám sát đến"), description=_l("Ví dụ: 31/12/2023"))
    scope = LongText(_l("Phạm vi, đối tượng"), longest=5000)
    content = LongText(_l("Nội dung giám sát"), longest=20_000)
    followed_by_id = Choice(_l("Chuyên viên theo dõi"), coerce=row_number, choices=[])

    def __init__(
        self, *given: Any, bodies: Options = (), topics: Options = (), officers: Options = (), **about: Any
    ) -> None:
        super().__init__(*given, **about)
        self.body_id.choices = list(bodies)
        self.topic_id.choices = list(topics)
        self.followed_by_id.choices = list(officers)

    def validate_period_to(self, field: Any) -> None:
        if self.period_from.data and field.data and self.period_from.data > field.data:
            raise ValidationError(_("Ngày cuối thời kỳ phải từ ngày đầu thời kỳ trở đi."))


class DelegationForm(Versioned, AboutForm):
    """Creating and changing a delegation."""

    report_due_on = ViDate(_l("Hạn cơ quan nộp báo cáo"), description=_l("Theo kế hoạch giám sát."))


class CompletedForm(DelegationForm):
    """Changing an old record: what was missing, the days of its steps too, may be filled in when it is found."""

    established_on = ViDate(
        _l("Ngày thành lập"), validators=[NotInFuture()], description=_l("Ngày của nghị quyết, quyết định.")
    )
    notified_on = ViDate(_l("Ngày gửi kế hoạch, đề cương"), validators=[NotInFuture()])
    ended_on = ViDate(_l("Ngày kết thúc giám sát"), validators=[NotInFuture()])
    inferred = Choices(
        _l("Những mục do suy đoán, nguồn không ghi"),
        choices=[(name, NAMES[name]) for name in MAY_BE_INFERRED],
    )

    def validate_notified_on(self, field: Any) -> None:
        self.require_after_establishing(field)

    def validate_ended_on(self, field: Any) -> None:
        self.require_after_establishing(field)

    def require_after_establishing(self, field: Any) -> None:
        if self.established_on.data and field.data and self.established_on.data > field.data:
            raise ValidationError(before_established(field.data, self.established_on.data))


class OldDelegationForm(CompletedForm):
    """Entering a delegation from an old dossier, in the state it had reached. What the source lacks stays empty."""

    code = Code(_l("Mã đoàn"), longest=40, description=_l("Ví dụ: ĐGS-2024-01. Để trống thì hệ thống đánh số."))
    state = Choice(
        _l("Đoàn đã tới bước"),
        validators=[Needed()],
        choices=[(state.name, state.label) for state in DELEGATION.states if state.name != DELEGATION.start],
    )
    ruleset = Choice(
        _l("Bộ quy định"),
        choices=list(RULESETS.items()),
        description=_l("Nếu có ngày thành lập thì hệ thống tự xác định theo ngày đó."),
    )
    head_name = Text(_l("Trưởng đoàn"), longest=200)
    head_office = Text(_l("Chức vụ của Trưởng đoàn khi đó"), longest=300)
    agencies = Lines(
        _l("Cơ quan chịu sự giám sát"), longest=5000, description=_l("Mỗi dòng một cơ quan: tên, tên khác hoặc mã.")
    )
    source = LongText(
        _l("Nguồn"), validators=[Needed()], longest=2000, description=_l("Hồ sơ, văn bản, bài viết đã lấy thông tin.")
    )
    reason = LongText(_l("Lý do nhập hồ sơ cũ"), validators=[Needed()], longest=2000)

    def validate_ruleset(self, field: Any) -> None:
        if not field.data and not self.established_on.data:
            raise ValidationError(_("Hãy chọn bộ quy định, hoặc nhập ngày thành lập."))


class MemberForm(Versioned, BaseForm):
    name = Text(_l("Họ và tên"), validators=[Needed()], longest=200)
    office = Text(_l("Chức vụ khi tham gia Đoàn"), longest=300)
    role = Choice(_l("Vai trò trong Đoàn"), validators=[Needed()], choices=list(MEMBER_ROLES.items()))


class LeaveForm(Versioned, BaseForm):
    left_on = ViDate(_l("Thôi tham gia từ ngày"), validators=[Needed()])


class DelegationAgencyForm(Versioned, BaseForm):
    agency = Text(
        _l("Cơ quan"),
        validators=[Needed()],
        longest=300,
        description=_l("Tên, tên khác hoặc mã; có dấu hay không dấu đều được."),
    )
    role = Choice(
        _l("Vai trò"), validators=[Needed()], choices=list(AGENCY_ROLES.items()), default="supervised", blank=None
    )


class DocumentForm(Versioned, BaseForm):
    """A document of the delegation. `confirmed` answers the question about a number that exists already."""

    kind = Choice(_l("Loại văn bản"), validators=[Needed()], choices=[])
    number = Code(_l("Số, ký hiệu"), validators=[Needed()], longest=60, description=_l("Ví dụ: 12/KH-ĐGS"))
    issued_on = ViDate(_l("Ngày văn bản"), validators=[Needed()])
    issuer = Text(_l("Cơ quan ban hành"), longest=200)
    signer = Text(_l("Người ký"), longest=200)
    title = LongText(_l("Trích yếu"), longest=500)
    files = FileList(_l("Tệp văn bản"))
    confirmed = YesNo(_l("Đây là văn bản khác, vẫn ghi"))

    def __init__(self, *given: Any, old_record: bool = False, **about: Any) -> None:
        super().__init__(*given, **about)
        self.kind.choices = [
            (name, label) for name, label in DOCUMENT_KINDS.items() if old_record or name not in BY_STEPS
        ]


class AccessForm(Versioned, BaseForm):
    """Giving an account a role on the delegation; apart from the list of members."""

    user_id = Choice(_l("Tài khoản"), validators=[Needed()], coerce=row_number, choices=[])
    role = Choice(_l("Vai trò"), validators=[Needed()], choices=[])

    def __init__(self, *given: Any, people: Options = (), roles: Sequence[Role] = OF_DELEGATION, **about: Any) -> None:
        super().__init__(*given, **about)
        self.user_id.choices = list(people)
        self.role.choices = [(role.value, LABELS[role]) for role in roles]


class DelegationFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    q = Text(_l("Từ khóa"), longest=200)
    state = Choice(
        _l("Trạng thái"), choices=[(state.name, state.label) for state in DELEGATION.states], blank=_l("Tất cả")
    )
    owner_kind = Choice(_l("Chủ thể"), choices=list(OWNER_KINDS.items()), blank=_l("Tất cả"))
