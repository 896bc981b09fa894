"""What must I do, by when; one tap to each."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts.actor import Actor
from tracker.accounts.models import StandIn
from tracker.accounts.roles import Role
from tracker.administration import job_queries
from tracker.core import clock, dates
from tracker.core.i18n import _, _n
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings import queries as findings
from tracker.organizations import handing
from tracker.policies import work as policies
from tracker.progress_requests import work as progress_requests
from tracker.proposals import queries as proposals
from tracker.recommendations import queries as recommendations
from tracker.requests import queries as requests
from tracker.sessions import work as sessions
from tracker.sessions.amendments import work as amendments
from tracker.terms import work as terms
from tracker.web import kit, late_beside, task_sheets, ways
from tracker.web.kit import me
from tracker.workflow import waiting
from tracker.workflow.work import Work, WorkItem

pages = Blueprint("my_work", __name__)
SHOWN = 20
GROUPS = ("overdue", "returned", "soon", "todo", "waiting")


@pages.route("/")
def index() -> Response:
    """An officer of the office sees what they follow, with everything one tap away."""
    is_officer = Role.OFFICE in me().roles
    everything = not is_officer or request.args.get("all") == "1"
    groups, counts, beside = gathered(me(), everything=everything)
    return kit.show(
        "my_work/index.html",
        groups=[
            (name, title, [row(item) for item in groups[name]], counts[name])
            for name, title in titles()
            if groups[name]
        ],
        ways=ways.of_work([item for name in GROUPS for item in groups[name]]),
        waiting=[row(item) for item in groups["waiting"]],
        waiting_count=counts["waiting"],
        summary=summary(counts),
        weekday=dates.format_long(clock.today()),
        standing_in=standing_in(),
        is_officer=is_officer,
        beside=late_beside.of_work(beside, everything=everything),
        everything=everything,
        failures=job_queries.counts().get("failed", 0) if me().is_admin else 0,
        is_admin=me().is_admin and len(me().roles) == 1,
        takes_tasks_along=task_sheets.is_offered(),
        can_record=bool(me().roles & {Role.MEMBER, Role.SECRETARY, Role.HEAD, Role.DEPUTY_HEAD, Role.OFFICE}),
    )


def standing_in() -> list[StandIn]:
    """For whom this person acts today, and until when."""
    ids = {grant.stand_in_id for grant in me().grants if grant.stand_in_id}
    return [db.session.get_one(StandIn, id) for id in sorted(ids)]


def gathered(actor: Actor, *, everything: bool) -> tuple[dict[str, list[WorkItem]], Counter[str], int]:
    """What every room has for this person, by group, most pressing first, with the true counts; and what stands beside."""
    groups: dict[str, list[WorkItem]] = defaultdict(list)
    counts: Counter[str] = Counter()
    beside = 0
    for work in works(actor, everything=everything):
        counts.update(work.counts)
        beside += work.beside
        for item in work:
            groups[item.group].append(item)
    for name, items in groups.items():
        items.sort(key=lambda item: (item.due_on is None, item.due_on or clock.today(), item.code))
        groups[name] = items[:SHOWN]
    return groups, counts, beside


def works(actor: Actor, *, everything: bool) -> list[Work]:
    followed = None if everything else Delegation.followed_by_id == actor.id
    return [
        recommendations.work_for(actor, everything=everything),
        requests.work_for(actor),
        progress_requests.work_for(actor),
        findings.work_for(actor, everything=everything),
        proposals.work_for(actor, everything=everything),
        amendments.work_for(actor),
        handing.work_for(actor),
        sessions.work_for(actor),
        policies.work_for(actor, everything=everything),
        terms.work_for(actor, months=kit.settings().term_reminder_months),
        waiting.work_of("delegation", actor, only=followed),
    ]


def titles() -> list[tuple[str, str]]:
    return [
        ("overdue", _("Quá hạn")),
        ("returned", _("Bị trả lại")),
        ("soon", _("Trong 7 ngày làm việc tới")),
        ("todo", _("Việc cần làm")),
    ]


def summary(counts: Counter[str]) -> list[str]:
    """ "2 việc quá hạn", "1 việc bị trả lại": in the order of what presses most."""
    words = (
        ("overdue", _n("%(num)s việc quá hạn", "%(num)s việc quá hạn", counts["overdue"])),
        ("returned", _n("%(num)s việc bị trả lại", "%(num)s việc bị trả lại", counts["returned"])),
        (
            "soon",
            _n("%(num)s việc trong 7 ngày làm việc tới", "%(num)s việc trong 7 ngày làm việc tới", counts["soon"]),
        ),
        ("todo", _n("%(num)s việc khác cần làm", "%(num)s việc khác cần làm", counts["todo"])),
    )
    return [text for name, text in words if counts[name]]


def row(item: WorkItem) -> dict[str, Any]:
    """The shape of the work_item macro."""
    tone = "primary" if item.group in ("overdue", "returned") else "secondary"
    action = {"label": item.action, "url": act(item), "tone": "link" if item.group == "waiting" else tone}
    return {
        "code": item.code,
        "title": item.title,
        "url": kit.url_of(item.thread_kind, item.thread_id),
        "due_on": item.due_on,
        "ends_on": item.ends_on,
        "original_on": item.original_due_on,
        "extensions": item.extensions,
        "days_left": item.days_left,
        "note": item.why,
        "action": action if item.action else None,
    }


def act(item: WorkItem) -> str:
    """Where the button leads: a step, a page to write on, or the record."""
    if item.step:
        return url_for("steps.take", kind=item.kind, id=item.id, step=item.step)
    if item.form == "update":
        return url_for("updates.new", assignment_id=item.id)
    if item.form == "measure":
        return url_for("measures.new", assignment_id=item.id)
    if item.form == "handover":
        return url_for("succession.handover", id=item.id)
    if item.form == "edit":
        return url_for(f"{kit.PAGES[item.kind].partition('.')[0]}.edit", id=item.id)
    return kit.url_of(item.thread_kind, item.thread_id)
