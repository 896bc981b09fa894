"""Doing jobs, one after the other: in a thread of each server process, or in processes of their own."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from tracker.core import clock
from tracker.extensions import db
from tracker.jobs import nightly, queue
from tracker.jobs.models import Job
from tracker.jobs.registry import KINDS

POLL_SECONDS = 2.0
BEAT_SECONDS = 15.0
log = structlog.get_logger("tracker.jobs")


class Away(Exception):
    """What every job of this kind needs does not answer; none of them is tried for a while."""


class Hopeless(Exception):
    """No later attempt can go better."""


def name_of_worker() -> str:
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


def run_due(app: Flask, stop: threading.Event | None = None) -> int:
    """Do everything whose time has come; says how much it was."""
    done = 0
    owner = name_of_worker()
    with app.app_context():
        nightly.keep_slot(app.extensions["settings"].nightly_at)
    while not (stop and stop.is_set()) and run_one(app, owner):
        done += 1
    return done


def run_one(app: Flask, owner: str) -> bool:
    """Do the next job; False when there is none."""
    with app.app_context():
        if not queue.is_anything_to_do():
            return False
        job = queue.take(owner)
        if job is None:
            return False
        with heartbeat(app, job.id, owner):
            work(job, owner)
        return True


def work(job: Job, owner: str) -> None:
    """Run it; what it raises is kept for the administrator, and it is tried again later."""
    id, kind, payload, attempts = job.id, job.kind, dict(job.payload), job.attempts
    db.session.rollback()
    try:
        for _piece in KINDS[kind].run(payload):
            db.session.commit()
        if not queue.finish(id, owner):
            db.session.rollback()
            return
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        log.warning("job failed", job=id, kind=kind, attempts=attempts, exc_info=error)
        if isinstance(error, Away):
            queue.postpone(kind, clock.now() + queue.FIRST_PAUSE)
        most = 0 if isinstance(error, Hopeless) else queue.most_attempts(kind)
        queue.fail(id, owner, in_words(error), attempts=attempts, most=most)
        db.session.commit()


def in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"


@contextmanager
def heartbeat(app: Flask, id: int, owner: str) -> Iterator[None]:
    """While the work lasts, its lease does too."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            with app.app_context():
                try:
                    if not queue.beat(id, owner):
                        return
                except SQLAlchemyError:
                    db.session.rollback()  # somebody else is writing: the next beat says it

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def keep_working(app: Flask, stop: threading.Event) -> None:
    """Until told to stop: what is due now, then what comes."""
    while not stop.is_set():
        try:
            run_due(app, stop)
        except Exception as error:
            log.warning("worker", exc_info=error)
        queue.bell.wait(POLL_SECONDS)
        queue.bell.clear()
