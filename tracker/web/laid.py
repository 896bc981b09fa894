"""Buttons and words of a draft inside an agency: saved, laid before the leader, handed back, sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from tracker.accounts import access
from tracker.accounts.roles import Role
from tracker.core.i18n import _
from tracker.organizations import sign_off
from tracker.web.kit import me


def may_send(task: Any) -> bool:
    return Role.AGENCY_LEADER in access.roles_on(me(), task)


def pressed(task: Any) -> dict[str, bool]:
    """The leader saves, or saves and sends; an officer saves and lays it before the leader, or saves to go on later."""
    later = bool(request.form.get("later"))
    return {"send": later} if may_send(task) else {"lay": not later}


def buttons(task: Any) -> dict[str, str]:
    if may_send(task):
        at_once = "" if sign_off.keeps_apart(task.agency_id) else _("Lưu và gửi ngay")
        return {"submit": _("Lưu và xem lại trước khi gửi"), "later": at_once}
    return {"submit": _("Lưu, trình lãnh đạo gửi"), "later": _("Lưu, viết tiếp sau")}


def told(draft: Any, people: Mapping[int, str]) -> dict[str, Any]:
    """What became of it inside the agency; for its own people alone."""
    return {
        "ready_at": draft.ready_at,
        "ready_by": people.get(draft.ready_by_id or 0, ""),
        "note": draft.back_note,
        "noted_by": people.get(draft.back_by_id or 0, ""),
    }
