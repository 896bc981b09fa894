"""Accounts as a kind of record: only administrators read them; they have no states."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, true

from tracker.accounts.access import Kind
from tracker.accounts.actor import Actor, Place
from tracker.accounts.models import User
from tracker.core.i18n import _l
from tracker.notifications.topics import TOPICS
from tracker.workflow import engine

NOWHERE = Place(council_id=0)
"""An account belongs to no council; its roles do."""

NAMES = {
    "username": _l("Tên đăng nhập"),
    "full_name": _l("Họ và tên"),
    "title": _l("Chức vụ"),
    "email": _l("Thư điện tử"),
    "phone": _l("Điện thoại"),
    "locale": _l("Ngôn ngữ"),
    "disabled_at": _l("Khóa từ"),
    "must_change_password": _l("Phải đổi mật khẩu"),
    "role": _l("Vai trò"),
    "place": _l("Nơi giữ vai trò"),
    "valid_from": _l("Từ ngày"),
    "valid_to": _l("Đến ngày"),
    **{f"notices_{name}": topic.label for name, topic in TOPICS.items()},
}


def visible(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.is_admin else false()


KIND = engine.register(
    Kind(
        name="user",
        model=User,
        label=_l("Tài khoản"),
        plural="users",
        visible=visible,
        place=lambda _user: NOWHERE,
        title=lambda user: user.full_name,
        names=lambda: NAMES,
    )
)
