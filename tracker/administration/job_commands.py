"""`tracker jobs …`: what the product does by itself, from the command line."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from tracker.accounts.actor import SYSTEM
from tracker.administration import job_queries
from tracker.administration.commands import DRY_RUN, keep
from tracker.administration.jobs import JOB, TRY_AGAIN, title
from tracker.core import clock
from tracker.extensions import db
from tracker.jobs.models import Job
from tracker.workflow import engine

MOST = 1000


@click.command("list")
@click.option("--state", type=click.Choice([state.name for state in JOB.states]), default=None)
@click.option("--kind", default="", help="Only jobs of this kind, such as send_mail.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def list_jobs(*, state: str | None, kind: str, as_json: bool) -> None:
    """Print the jobs, newest first (at most a thousand)."""
    jobs = job_queries.listing(state=state or "", kind=kind, size=MOST)[:MOST]
    if as_json:
        click.echo(json.dumps([told(job) for job in jobs], ensure_ascii=False, indent=2))
        return
    for job in jobs:
        moment = f"{clock.local(job.created_at):%Y-%m-%d %H:%M}"
        click.echo(f"{job.id:>6}  {job.state:<8}  {moment}  {job.attempts}×  {title(job)}  {job.error}".rstrip())


def told(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "kind": job.kind,
        "key": job.key,
        "state": job.state,
        "attempts": job.attempts,
        "created_at": job.created_at.isoformat(),
        "run_after": job.run_after.isoformat(),
        "error": job.error,
    }


@click.command("retry")
@click.argument("ids", metavar="ID…", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every job that failed.")
@DRY_RUN
def retry(*, ids: tuple[int, ...], everything: bool, is_dry: bool) -> None:
    """Have jobs that failed tried again."""
    failed = job_queries.failed(None if everything else ids)
    missing = sorted(set(ids) - {job.id for job in failed})
    for job in failed:
        engine.follow(job, TRY_AGAIN, SYSTEM)
        click.echo(f"{job.id}: sẽ chạy lại · will be tried again")
    keep(is_dry=is_dry)
    db.session.remove()
    if missing or not (ids or everything):
        names = ", ".join(map(str, missing)) or "–"
        click.echo(f"Không có việc hỏng nào mang số: {names} · No failed job has this number", err=True)
        sys.exit(1)


COMMANDS: tuple[Any, ...] = (list_jobs, retry)
