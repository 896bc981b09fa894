"""Two at once: ETag on what is read, If-Match on what is changed (RFC 9110). Compared by werkzeug."""

from __future__ import annotations

from typing import Any

from flask import request

from tracker.api.problems import Problem
from tracker.core.errors import Stale
from tracker.core.i18n import _


def tag_of(record: Any) -> str:
    return str(record.row_version)


def quoted(tag: str) -> str:
    return f'"{tag}"'


def require_match(record: Any) -> None:
    """428 when the caller does not say which version was read, 412 when it is not this one."""
    if not request.if_match:
        raise Problem("version-required", _('Hãy gửi If-Match với ETag của lần đọc trước, ví dụ If-Match: "3".'))
    if not request.if_match.contains(tag_of(record)):
        raise Problem(
            "stale",
            Stale.default,
            headers={"ETag": quoted(tag_of(record))},
            current_version=record.row_version,
        )
