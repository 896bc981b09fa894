"""What must I do, by when; one tap to each."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.roles import Role
from tracker.core import clock, dates
from tracker.core.i18n import _, _n
from tracker.delegations import queries as delegations
from tracker.findings import queries as findings
from tracker.proposals import queries as proposals
from tracker.recommendations import queries as recommendations
from tracker.sessions import queries as sessions
from tracker.web import kit
from tracker.web.kit import me
from tracker.workflow.work import WorkItem

pages = Blueprint("my_work", __name__)
ROOMS = (recommendations, findings, proposals, sessions, delegations)
SHOWN = 20


@pages.route("/")
def index() -> Response:
    """An officer of the office sees what they follow, with everything one tap away."""
    is_officer = Role.OFFICE in me().roles
    everything = not is_officer or request.args.get("all") == "1"
    groups: dict[str, list[WorkItem]] = defaultdict(list)
    for room in ROOMS:
        for item in room.work_for(me(), everything=everything):
            groups[item.group].append(item)
    for items in groups.values():
        items.sort(key=lambda item: (item.due_on is None, item.due_on or clock.today(), item.code))
    return kit.show(
        "my_work/index.html",
        groups=[(name, title, [row(item) for item in groups[name][:SHOWN]], len(groups[name])) for name, title in titles() if groups[name]],
        waiting=[row(item) for item in groups["waiting"][:SHOWN]],
        waiting_count=len(groups["waiting"]),
        summary=summary(groups),
        weekday=dates.format_long(clock.today()),
        is_officer=is_officer,
        everything=everything,
        is_admin=me().is_admin and len(me().roles) == 1,
        can_record=bool(me().roles & {Role.MEMBER, Role.SECRETARY, Role.HEAD, Role.DEPUTY_HEAD, Role.OFFICE}),
    )


def titles() -> list[tuple[str, str]]:
    return [
        ("overdue", _("Quá hạn")),
        ("returned", _("Bị trả lại")),
        ("soon", _("Trong 7 ngày tới")),
        ("todo", _("Việc cần làm")),
    ]


def summary(groups: dict[str, list[WorkItem]]) -> list[str]:
    """"2 việc quá hạn", "1 việc bị trả lại": in the order of what presses most."""
    words = (
        ("overdue", _n("%(num)s việc quá hạn", "%(num)s việc quá hạn", len(groups["overdue"]))),
        ("returned", _n("%(num)s việc bị trả lại", "%(num)s việc bị trả lại", len(groups["returned"]))),
        ("soon", _n("%(num)s việc trong 7 ngày tới", "%(num)s việc trong 7 ngày tới", len(groups["soon"]))),
        ("todo", _n("%(num)s việc khác cần làm", "%(num)s việc khác cần làm", len(groups["todo"]))),
    )
    return [text for name, text in words if groups[name]]


def row(item: WorkItem) -> dict[str, Any]:
    """The shape of the work_item macro."""
    page = kit.url_of(item.thread_kind, item.thread_id)
    step = url_for("steps.take", kind=item.kind, id=item.id, step=item.step) if item.step else page
    tone = "primary" if item.group in ("overdue", "returned") else "secondary"
    return {
        "code": item.code,
        "title": item.title,
        "url": page,
        "due_on": item.due_on,
        "days_left": item.days_left,
        "note": item.why,
        "action": {"label": item.action, "url": step, "tone": tone if item.group != "waiting" else "link"} if item.action else None,
    }
