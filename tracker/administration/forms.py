"""What an administrator types about an account, and what everybody types to change their own password."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import ValidationError

from tracker.accounts.roles import GRANTABLE, LABELS
from tracker.administration.jobs import JOB
from tracker.core.forms import BaseForm, Choice, Code, LongText, Needed, Secret, Text, Versioned, ViDate
from tracker.core.i18n import _, _l
from tracker.jobs.registry import KINDS as JOB_KINDS

LOCALES = (("vi", "Tiếng Việt"), ("en", "English"))


class AccountForm(Versioned, BaseForm):
    """Correcting an account."""

    full_name = Text(_l("Họ và tên"), validators=[Needed()], longest=200)
    title = Text(_l("Chức vụ, đơn vị"), longest=200)
    email = Text(_l("Thư điện tử"), longest=200)
    phone = Text(_l("Điện thoại"), longest=40)
    locale = Choice(_l("Ngôn ngữ"), choices=list(LOCALES), default="vi", blank=None)

    def validate_email(self, field: Any) -> None:
        name, at, host = (field.data or "").partition("@")
        if field.data and (not name or not at or "." not in host or " " in field.data):
            raise ValidationError(_("Địa chỉ thư điện tử chưa đúng, ví dụ ten@haiphong.gov.vn."))


class NewAccountForm(AccountForm):
    """Making an account. It has no password yet: a single-use link lets its person choose one."""

    username = Code(
        _l("Tên đăng nhập"),
        validators=[Needed()],
        longest=60,
        description=_l("Chữ không dấu, viết liền; không đổi được về sau. Ví dụ: nguyen.van.a"),
    )


class RoleForm(Versioned, BaseForm):
    """A role at a place. A place is "<kind>:<id>": council, body, delegation or agency."""

    role = Choice(_l("Vai trò"), validators=[Needed()], choices=[(role.value, LABELS[role]) for role in GRANTABLE])
    place = Choice(
        _l("Giữ vai trò ở"),
        choices=[],
        description=_l(
            "Vai trò của Hội đồng chọn Hội đồng; lãnh đạo Ban chọn Ban; vai trò trong đoàn chọn đoàn; "
            "vai trò của cơ quan chọn cơ quan. Quản trị hệ thống thì để trống."
        ),
    )
    valid_from = ViDate(_l("Từ ngày"), description=_l("Để trống là từ hôm nay."))
    valid_to = ViDate(_l("Đến hết ngày"), description=_l("Để trống nếu chưa định ngày thôi."))

    def __init__(self, *given: Any, places: Sequence[tuple[str, Any, Any]] = (), **about: Any) -> None:
        super().__init__(*given, **about)
        self.place.choices = list(places)

    def validate_valid_to(self, field: Any) -> None:
        if self.valid_from.data and field.data and self.valid_from.data > field.data:
            raise ValidationError(_("Ngày thôi giữ vai trò phải từ ngày bắt đầu trở đi."))


class ReasonForm(Versioned, BaseForm):
    reason = LongText(_l("Lý do"), longest=1000)


class OwnPasswordForm(Versioned, BaseForm):
    """Everybody's own password; the old one is not asked of somebody who has none yet."""

    old_password = Secret(
        _l("Mật khẩu hiện nay"), validators=[Needed()], render_kw={"autocomplete": "current-password"}
    )
    new_password = Secret(
        _l("Mật khẩu mới"),
        validators=[Needed()],
        description=_l("Ít nhất 12 ký tự; dùng được dấu cách và tiếng Việt. Một câu ngắn dễ nhớ là tốt nhất."),
        render_kw={"autocomplete": "new-password"},
    )
    password_again = Secret(
        _l("Nhập lại mật khẩu mới"), validators=[Needed()], render_kw={"autocomplete": "new-password"}
    )

    def __init__(self, *given: Any, ask_old: bool = True, **about: Any) -> None:
        super().__init__(*given, **about)
        if not ask_old:
            del self.old_password

    def validate_password_again(self, field: Any) -> None:
        if self.new_password.data and field.data != self.new_password.data:
            raise ValidationError(_("Hai lần nhập chưa giống nhau. Hãy nhập lại."))


class PeopleFilter(BaseForm):
    """The filter line of the list; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    q = Text(_l("Tên, tên đăng nhập"), longest=200)
    state = Choice(
        _l("Trạng thái"), choices=[("active", _l("Đang dùng")), ("disabled", _l("Đã khóa"))], blank=_l("Tất cả")
    )


class JobFilter(BaseForm):
    """The filter line of the jobs; sent with GET."""

    class Meta(BaseForm.Meta):
        csrf = False

    state = Choice(_l("Trạng thái"), choices=[(state.name, state.label) for state in JOB.states], blank=_l("Tất cả"))
    kind = Choice(_l("Loại việc"), choices=[], blank=_l("Tất cả"))

    def __init__(self, *given: Any, **about: Any) -> None:
        super().__init__(*given, **about)
        self.kind.choices = [(kind.name, kind.label) for kind in JOB_KINDS.values()]
