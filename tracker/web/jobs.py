"""What the product does by itself, for the administrator: what waits, what failed and why, and having it tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.administration import job_queries as queries
from tracker.administration import job_troubles
from tracker.administration.forms import JobFilter
from tracker.administration.jobs import JOB, title
from tracker.core import clock
from tracker.core.errors import NotFound
from tracker.core.i18n import _n
from tracker.jobs.models import Job
from tracker.jobs.registry import KINDS
from tracker.web import filtering, kit, paging
from tracker.web.kit import me
from tracker.workflow import engine

pages = Blueprint("jobs", __name__, url_prefix="/jobs")


def asked_for() -> tuple[JobFilter, dict[str, str]]:
    """The filter line, and what the list is narrowed to; for administrators."""
    if not me().is_admin:
        raise NotFound
    asked = JobFilter(request.args)
    return asked, {name: filtering.value(asked[name]) or "" for name in ("state", "kind")}


@pages.route("")
def index() -> Response:
    asked, wanted = asked_for()
    rows = queries.listing(**wanted, page=paging.number(), size=paging.size())
    counts = queries.counts()
    return kit.show(
        "jobs/index.html",
        filter=asked,
        chips=filtering.chips(asked),
        page=paging.page([row(job) for job in rows], queries.total(**wanted)),
        address=paging.address,
        failures=counts.get("failed", 0),
        failures_url=url_for(".index", state="failed"),
        mode=kit.settings().jobs,
    )


def row(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "title": title(job),
        "state": engine.state_of(job),
        "age": age(job),
        "attempts": job.attempts,
        "run_after": job.run_after if job.state == JOB.start and job.attempts else None,
        "error": job_troubles.in_words(job),
        "retry": retry_url(job),
    }


def age(job: Job) -> str:
    """How long ago it was asked for, in words."""
    passed: timedelta = max(clock.now() - job.created_at, timedelta())
    minutes = int(passed.total_seconds() // 60)
    if minutes < 60:
        return _n("%(num)s phút", "%(num)s phút", minutes)
    if minutes < 48 * 60:
        return _n("%(num)s giờ", "%(num)s giờ", minutes // 60)
    return _n("%(num)s ngày", "%(num)s ngày", passed.days)


def retry_url(job: Job) -> str:
    offered = {step.name for step in engine.available(job, me())}
    return url_for("steps.take", kind="job", id=job.id, step="retry") if "retry" in offered else ""


@pages.route("/<int:id>")
def show(id: int) -> Response:
    job: Job = access.find("job", id, me())
    return kit.show(
        "jobs/show.html",
        job=job,
        error=job_troubles.in_words(job),
        raw=job_troubles.raw(job),
        name=title(job),
        kind=KINDS[job.kind].label if job.kind in KINDS else job.kind,
        state=engine.state_of(job),
        age=age(job),
        doing=kit.actions(job),
        events=kit.timeline("job", job),
    )
