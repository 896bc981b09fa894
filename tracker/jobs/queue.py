"""Adding jobs, and taking one: every change is one conditional statement, so that two workers never hold the same job."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, event, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tracker.core import clock
from tracker.core.database import read_only
from tracker.extensions import db
from tracker.jobs.models import Job
from tracker.jobs.registry import KINDS, MOST_ATTEMPTS

LEASE = timedelta(seconds=60)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=24)
LONGEST_ERROR = 500
WORKER_ENDED = "worker ended every time"
ADDED = "jobs_added"

bell = threading.Event()
"""Rung when a transaction that added jobs has been committed; whoever works in this process need not wait."""


def add(kind: str, slot: str, payload: Mapping[str, Any] | None = None, *, run_after: datetime | None = None) -> bool:
    """One more job in the transaction at hand, unless there has been one for this slot; says whether it is new."""
    make: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    now = clock.now()
    row = {
        "kind": kind,
        "key": f"{kind} {slot}",
        "payload": dict(payload or {}),
        "run_after": run_after or now,
        "row_version": 1,
    }
    once = make(Job).values(**row).on_conflict_do_nothing(index_elements=["key"]).returning(Job.id)
    made = db.session.scalar(once)
    announce()
    return made is not None


def announce() -> None:
    """There is something to do once the transaction at hand has been committed."""
    db.session().info[ADDED] = True


@event.listens_for(db.session, "after_commit")
def ring(session: Session) -> None:
    if session.info.pop(ADDED, False):
        bell.set()


def is_ready(now: datetime) -> ColumnElement[bool]:
    """Waiting, and its time has come. Nothing waits longer than a day: what says so was written under another clock."""
    strange = Job.run_after > now + LONGEST_PAUSE + FIRST_PAUSE
    return and_(Job.state == "waiting", or_(Job.run_after <= now, strange))


def is_abandoned() -> ColumnElement[bool]:
    """Its worker has not been heard of for longer than the lease."""
    machine = clock.of_machine()
    strange = Job.leased_until > machine + LEASE + FIRST_PAUSE
    return and_(Job.state == "running", or_(Job.leased_until < machine, strange))


def is_anything_to_do() -> bool:
    """Asked without taking the write lock."""
    with read_only():
        found = db.session.scalar(select(Job.id).where(or_(is_ready(clock.now()), is_abandoned())).limit(1))
        db.session.rollback()
    return found is not None


def take(owner: str) -> Job | None:
    """The next job, from now on the owner's; None when there is none. Commits."""
    give_up_on_fatal()
    free = or_(is_ready(clock.now()), is_abandoned())
    first = select(Job.id).where(free).order_by(Job.run_after, Job.id).limit(1).with_for_update(skip_locked=True)
    taken = db.session.scalar(
        update(Job)
        .where(Job.id == first.scalar_subquery(), free)
        .values(
            state="running",
            owner=owner,
            leased_until=clock.of_machine() + LEASE,
            started_at=clock.now(),
            attempts=Job.attempts + 1,
            **touched(),
        )
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    db.session.commit()
    return db.session.get(Job, taken, populate_existing=True) if taken is not None else None


def give_up_on_fatal() -> None:
    """A job during which its worker ended every time is not begun once more."""
    change(
        and_(is_abandoned(), Job.attempts >= MOST_ATTEMPTS),
        state="failed",
        owner="",
        leased_until=None,
        finished_at=clock.now(),
        error=WORKER_ENDED,
    )


def beat(id: int, owner: str) -> bool:
    """Still at work: the lease runs anew. False when somebody else has it. Commits."""
    held = change(is_held(id, owner), leased_until=clock.of_machine() + LEASE)
    db.session.commit()
    return held


def finish(id: int, owner: str) -> bool:
    """Done, in the same transaction as what was done last; False when the job is no longer the owner's."""
    return change(is_held(id, owner), state="finished", owner="", leased_until=None, finished_at=clock.now(), error="")


def fail(id: int, owner: str, error: str, *, attempts: int, most: int) -> None:
    """Try again later, or no more; the administrator sees why."""
    if attempts >= most:
        told: dict[str, Any] = {"state": "failed", "finished_at": clock.now()}
    else:
        told = {"state": "waiting", "run_after": clock.now() + pause(attempts)}
    change(is_held(id, owner), **told, owner="", leased_until=None, error=error[:LONGEST_ERROR])


def postpone(kind: str, until: datetime) -> None:
    """Nothing of this kind is tried before then: what it needs is away."""
    change(and_(Job.kind == kind, Job.state == "waiting", Job.run_after < until), run_after=until)


def pause(attempts: int) -> timedelta:
    """1, 4, 16, 64 minutes …, never more than a day."""
    return min(FIRST_PAUSE * float(4 ** (attempts - 1)), LONGEST_PAUSE)


def is_held(id: int, owner: str) -> ColumnElement[bool]:
    return and_(Job.id == id, Job.owner == owner, Job.state == "running")


def change(which: ColumnElement[bool], **values: Any) -> bool:
    statement = update(Job).where(which).values(**values, **touched())
    done: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    return bool(done.rowcount)


def touched() -> dict[str, Any]:
    return {"row_version": Job.row_version + 1, "updated_at": clock.now()}


def most_attempts(kind: str) -> int:
    return KINDS[kind].most_attempts if kind in KINDS else MOST_ATTEMPTS
