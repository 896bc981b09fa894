"""What surrounds every page: the reader's name, the council's, the main sections."""

from __future__ import annotations

import time
from typing import Any

from flask import Flask, current_app, g, request
from flask_login import current_user

from tracker.accounts.roles import COUNCIL_SIDE, OF_BUSINESS, Role
from tracker.core import clock, context, dates
from tracker.core.i18n import _, _l, _lp, _p
from tracker.core.numbers import format_vi
from tracker.organizations import queries as organizations
from tracker.recommendations.control import keeping

SECTIONS = (
    ("my_work", "/", _l("Việc của tôi")),
    ("delegations", "/delegations", _lp("list", "Đoàn giám sát")),
    ("programmes", "/programmes", _lp("list", "Chương trình")),
    ("findings", "/findings", _lp("list", "Phát hiện")),
    ("proposals", "/proposals", _lp("list", "Đề xuất")),
    ("recommendations", "/recommendations", _lp("list", "Kiến nghị")),
    ("policies", "/policies", _lp("list", "Chính sách")),
    ("control_room", "/dashboard", _l("Điều hành")),
    ("organizations", "/agencies", _lp("list", "Cơ quan")),
)
FOR_ADMIN = (
    ("my_work", "/", _l("Việc của tôi")),
    ("people", "/people", _lp("list", "Tài khoản")),
    ("councils", "/councils", _lp("list", "Hội đồng nhân dân")),
    ("calendar", "/calendar", _lp("list", "Lịch làm việc")),
    ("head_rules", "/head-rules", _l("Trưởng đoàn")),
    ("ladder", "/ladder", _l("Đôn đốc, xử lý")),
    ("wording", "/wording", _l("Câu chữ")),
    ("policy_route", "/policy-route", _l("Trình tự nghị quyết")),
    ("audit", "/audit", _l("Nhật ký")),
    ("jobs", "/jobs", _l("Việc chạy nền")),
)
OF_THE_COUNCIL = ("programmes",)
"""Sections that agencies have no part in."""
OF_WATCHERS = ("control_room",)
"""Sections of those who look over the tasks of a council."""
BELONGS = {
    "topics": "programmes",
    "schedule": "programmes",
    "delegation_lists": "delegations",
    "dossiers": "delegations",
    "delegation_start": "delegations",
    "delegation_templates": "delegations",
    "plans": "delegations",
    "documents": "delegations",
    "document_templates": "delegations",
    "sessions": "delegations",
    "statements": "delegations",
    "invitations": "delegations",
    "minutes": "delegations",
    "amendments": "delegations",
    "figures": "delegations",
    "oversight_reports": "delegations",
    "updates": "recommendations",
    "measures": "recommendations",
    "progress_requests": "recommendations",
    "terms": "recommendations",
    "term_handovers": "recommendations",
    "extensions": "recommendations",
    "rates": "recommendations",
    "reports": "recommendations",
    "waiting": "control_room",
    "statistics": "control_room",
    "scorecards": "organizations",
    "tasks_together": "control_room",
    "saved_views": "recommendations",
    "policy_board": "policies",
    "policy_route": "policies",
    "council_sessions": "policies",
    "deadlines": "delegations",
    "rules": "calendar",
    "succession": "organizations",
}
FRESH = 60.0
NAMES: dict[int, tuple[float, str]] = {}


def init_app(app: Flask) -> None:
    app.context_processor(around)
    app.jinja_env.filters.update(vi_date=dates.format_vi, vi_moment=dates.format_moment, vi_number=format_vi)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def around() -> dict[str, Any]:
    account = current_user._get_current_object() if "_login_user" in g else None
    actor = getattr(account, "actor", None)
    return {
        "me": actor,
        "nav": nav(actor) if actor else [],
        "account_links": account_links(actor) if actor else [],
        "unread": account.unread if account is not None and actor else 0,
        "council_name": council_name(actor) if actor else "",
        "request_id": context.request_id.get(),
        "today": clock.today(),
        "env": current_app.extensions["settings"].env,
    }


def nav(actor: Any) -> list[dict[str, Any]]:
    here = (request.endpoint or "").partition(".")[0]
    here = BELONGS.get(here, here)
    sections = FOR_ADMIN if actor.is_admin and len(actor.roles) == 1 else SECTIONS
    hidden = [
        *(() if actor.roles & set(COUNCIL_SIDE) else OF_THE_COUNCIL),
        *(() if keeping.may_watch(actor) else OF_WATCHERS),
    ]
    return [
        {"label": label, "url": url, "current": name == here} for name, url, label in sections if name not in hidden
    ]


def account_links(actor: Any) -> list[dict[str, str]]:
    links = [{"label": _("Lịch"), "url": "/schedule"}, {"label": _("Đổi mật khẩu"), "url": "/password"}]
    if actor.roles & OF_BUSINESS:
        links.insert(0, {"label": _p("list", "Báo cáo"), "url": "/reports"})
    if actor.roles & {Role.OFFICE, Role.ADMIN}:
        links.append({"label": _("Nhập từ tệp Excel"), "url": "/import"})
    if Role.ADMIN in actor.roles and len(actor.roles) > 1:
        links.append({"label": _p("list", "Tài khoản"), "url": "/people"})
        links.append({"label": _p("list", "Lịch làm việc"), "url": "/calendar"})
        links.append({"label": _("Việc chạy nền"), "url": "/jobs"})
    return links


def council_name(actor: Any) -> str:
    """The name of the reader's council; looked up once a minute."""
    id = min(actor.council_ids, default=0)
    known = NAMES.get(id)
    if known is None or time.monotonic() - known[0] > FRESH:
        council = organizations.council(id) if id else None
        known = NAMES[id] = (time.monotonic(), council.name if council else "")
    return known[1]
