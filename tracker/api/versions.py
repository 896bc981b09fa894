"""Two at once: ETag on what is read, If-Match on what is changed (RFC 9110). Compared by werkzeug."""

from __future__ import annotations

from typing import Any

from flask import request

from tracker.accounts import access, people
from tracker.api import represent
from tracker.api.answers import plain
from tracker.api.auth import me
from tracker.api.problems import Problem
from tracker.api.resources import by_kind
from tracker.core.dates import format_moment
from tracker.core.i18n import _


def tag_of(record: Any) -> str:
    return str(record.row_version)


def quoted(tag: str) -> str:
    return f'"{tag}"'


def current(record: Any) -> dict[str, Any] | None:
    """The record as it is now, where it is a resource of its own."""
    resource = by_kind(access.kind_of(record).name)
    return represent.one(resource, record, me()) if resource is not None else None


def name_of(user_id: int | None) -> str:
    user = people.get(user_id) if user_id else None
    return user.full_name if user else ""


def require_match(record: Any) -> None:
    """428 when the caller does not say which version was read, 412 when it is not this one."""
    if not request.if_match:
        raise Problem("version-required", _('Hãy gửi If-Match với ETag của lần đọc trước, ví dụ If-Match: "3".'))
    if not request.if_match.contains(tag_of(record)):
        raise Problem(
            "stale",
            _(
                "Bản ghi đã được %(who)s sửa lúc %(at)s. Hãy so hai bản rồi gửi lại.",
                who=name_of(record.updated_by_id) or _("người khác"),
                at=format_moment(record.updated_at),
            ),
            headers={"ETag": quoted(tag_of(record))},
            current_version=record.row_version,
            current=plain(current(record)),
        )
