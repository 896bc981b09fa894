"""What happens once each night: one job a day, made by whoever looks at the clock first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from sqlalchemy import select

from tracker.core import clock
from tracker.core.database import read_only
from tracker.core.i18n import _l
from tracker.extensions import db
from tracker.jobs import queue, registry
from tracker.jobs.models import Job
from tracker.jobs.registry import JobKind, Payload

NAME = "nightly"


def keep_slot(at: time) -> None:
    """From that time of the day on, there is a job for today. Commits."""
    if clock.local(clock.now()).time() < at:
        return
    today = clock.today()
    with read_only():
        known = db.session.scalar(select(Job.id).where(Job.key == f"{NAME} {today}"))
        db.session.rollback()
    if known is None:
        queue.add(NAME, str(today))
        db.session.commit()


def run(_payload: Payload) -> Iterator[None]:
    """Every step in its order; one that fails keeps no other from running, and the job is tried again as a whole."""
    failed: list[Exception] = []
    for step in registry.steps():
        try:
            yield from step.run()
        except Exception as error:  # noqa: BLE001 - raised below, after the other steps
            db.session.rollback()
            failed.append(error)
        yield
    if failed:
        raise failed[0]


registry.register(JobKind(name=NAME, label=_l("Việc hằng đêm"), run=run))
