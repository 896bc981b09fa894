"""Jobs: once each, whoever works, and whoever is ended while working."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests import databases
from tracker.calendar.models import CalendarDay
from tracker.core import clock
from tracker.extensions import db
from tracker.jobs import carrier, nightly, process, queue, worker
from tracker.jobs.models import Job
from tracker.jobs.registry import KINDS, STEPS, JobKind, NightlyStep

DAYS = [date(2030, 1, n) for n in range(1, 6)]


class Killed(BaseException):
    """What ends a worker between two statements: nothing catches it."""


@pytest.fixture
def none_nightly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "keep_slot", lambda _at: None)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`kind(run)` makes a kind of jobs known for one test."""

    def make(run: Any, **facts: Any) -> JobKind:
        made = JobKind(name="try", label="Thử", run=run, **facts)
        monkeypatch.setitem(KINDS, "try", made)
        return made

    return make


def add(app: Flask, *slots: str, **about: Any) -> None:
    with app.app_context():
        for slot in slots:
            queue.add("try", slot, {"slot": slot}, **about)
        db.session.commit()


def states(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {row[0]: row[1] for row in db.session.execute(select(Job.state, func.count()).group_by(Job.state))}


def the_job(app: Flask) -> Job:
    with app.app_context():
        return db.session.scalars(select(Job)).one()


def mark(day: date) -> None:
    """A piece of work that shows in the database, and that is recognised when it is there."""
    if db.session.scalar(select(CalendarDay.id).where(CalendarDay.day == day)) is None:
        db.session.add(CalendarDay(day=day, kind="holiday", name="Thử"))


def marked(app: Flask) -> list[date]:
    with app.app_context():
        return list(
            db.session.scalars(select(CalendarDay.day).where(CalendarDay.day >= DAYS[0]).order_by(CalendarDay.day))
        )


def end_the_lease(app: Flask) -> None:
    with app.app_context():
        db.session.scalars(select(Job)).one().leased_until = clock.of_machine() - timedelta(seconds=1)
        db.session.commit()


def test_asking_twice_under_one_key_adds_one_job(fresh_app: Flask, kind: Any) -> None:
    kind(lambda _payload: iter(()))
    with fresh_app.app_context():
        assert queue.add("try", "một")
        assert not queue.add("try", "một")
        db.session.commit()
    add(fresh_app, "một")
    assert states(fresh_app) == {"waiting": 1}


def test_what_is_rolled_back_leaves_no_job(fresh_app: Flask, kind: Any) -> None:
    kind(lambda _payload: iter(()))
    with fresh_app.app_context():
        queue.add("try", "một")
        db.session.rollback()
    assert states(fresh_app) == {}


@pytest.mark.usefixtures("none_nightly")
def test_four_workers_do_each_of_forty_jobs_once(fresh_app: Flask, kind: Any) -> None:
    done: Counter[str] = Counter()
    kind(lambda payload: iter([done.update([payload["slot"]])]))
    add(fresh_app, *map(str, range(40)))
    threads = [threading.Thread(target=worker.run_due, args=(fresh_app,)) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states(fresh_app) == {"finished": 40}
    assert set(done.values()) == {1}
    assert len(done) == 40


@pytest.mark.usefixtures("none_nightly")
@pytest.mark.parametrize("at", range(2 * len(DAYS) + 2))
def test_a_worker_ended_anywhere_leaves_work_that_is_finished_once(
    fresh_app: Flask, kind: Any, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Every commit is a place to be ended at: just before it, and just after."""

    def run(_payload: Any) -> Iterator[None]:
        for day in DAYS:
            mark(day)
            yield

    kind(run)
    add(fresh_app, "một")
    commits = 0
    commit = db.session.commit

    def ended() -> None:
        nonlocal commits
        commits += 1
        if commits == at // 2 + 1 and at % 2 == 0:
            raise Killed
        commit()
        if commits == at // 2 + 1 and at % 2 == 1:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", ended)
        with pytest.raises(Killed):
            worker.run_due(fresh_app)
    if states(fresh_app) == {"running": 1}:
        assert worker.run_due(fresh_app) == 0, "while the lease lasts nobody else takes it"
        end_the_lease(fresh_app)
    worker.run_due(fresh_app)
    assert states(fresh_app) == {"finished": 1}
    assert marked(fresh_app) == DAYS


@pytest.mark.usefixtures("none_nightly")
def test_who_has_lost_the_lease_writes_nothing_more(fresh_app: Flask, kind: Any) -> None:
    def run(_payload: Any) -> Iterator[None]:
        yield
        with db.engine.begin() as connection:
            connection.execute(Job.__table__.update().values(owner="another"))
        mark(DAYS[0])

    kind(run)
    add(fresh_app, "một")
    worker.run_due(fresh_app)
    assert marked(fresh_app) == []
    assert the_job(fresh_app).owner == "another"


@pytest.mark.usefixtures("none_nightly")
def test_a_job_that_fails_is_tried_again_ever_later_and_then_shown_as_failed(fresh_app: Flask, kind: Any) -> None:
    def run(_payload: Any) -> Iterator[None]:
        mark(DAYS[0])
        raise ValueError("máy chủ thư từ chối\nchi tiết")
        yield

    kind(run, most_attempts=8)
    add(fresh_app, "một")
    waited = []
    with time_machine.travel(datetime.fromisoformat("2026-06-15T09:00:00+07:00"), tick=False) as now:
        for _attempt in range(7):
            assert worker.run_due(fresh_app) == 1
            assert worker.run_due(fresh_app) == 0
            job = the_job(fresh_app)
            waited.append(job.run_after - clock.now())
            now.move_to(job.run_after)
        assert worker.run_due(fresh_app) == 1
        job = the_job(fresh_app)
        now.shift(timedelta(days=30))
        assert worker.run_due(fresh_app) == 0
    assert waited == sorted(waited)
    assert waited[0] == timedelta(minutes=1)
    assert max(waited) <= timedelta(hours=24)
    assert (job.state, job.attempts, job.error) == ("failed", 8, "ValueError: máy chủ thư từ chối")
    assert marked(fresh_app) == []


@pytest.mark.usefixtures("none_nightly")
def test_a_job_that_ends_its_worker_each_time_is_given_up(fresh_app: Flask, kind: Any) -> None:
    def run(_payload: Any) -> Iterator[None]:
        raise Killed
        yield

    kind(run)
    add(fresh_app, "một")
    for _attempt in range(8):
        with pytest.raises(Killed):
            worker.run_due(fresh_app)
        end_the_lease(fresh_app)
    assert worker.run_due(fresh_app) == 0
    assert the_job(fresh_app).state == "failed"


@pytest.mark.usefixtures("none_nightly")
def test_a_clock_that_was_a_year_ahead_keeps_nothing_waiting(fresh_app: Flask, kind: Any) -> None:
    kind(lambda _payload: iter(()))
    with time_machine.travel(datetime.fromisoformat("2027-06-15T09:00:00+07:00"), tick=False) as now:
        add(fresh_app, "một")
        with fresh_app.app_context():
            assert queue.take("một người") is not None
        now.move_to(datetime.fromisoformat("2026-06-15T09:00:00+07:00"))
        assert worker.run_due(fresh_app) == 1
    assert states(fresh_app) == {"finished": 1}


@pytest.mark.usefixtures("none_nightly")
def test_a_heartbeat_keeps_the_lease_while_the_work_lasts(
    fresh_app: Flask, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.05)
    leases = []

    def run(_payload: Any) -> Iterator[None]:
        for _n in range(20):
            threading.Event().wait(0.05)
            leases.append(db.session.scalar(select(Job.leased_until)))
            db.session.rollback()
            yield

    kind(run)
    add(fresh_app, "một")
    worker.run_due(fresh_app)
    assert len(set(leases)) > 1
    assert states(fresh_app) == {"finished": 1}


def test_a_day_has_one_nightly_job_whoever_looks_at_the_clock(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def step() -> Iterator[None]:
        ran.append(str(clock.today()))
        yield

    for name in list(STEPS):
        monkeypatch.delitem(STEPS, name)
    monkeypatch.setitem(STEPS, "try", NightlyStep("try", 1, step))
    with time_machine.travel(datetime.fromisoformat("2026-06-15T04:59:00+07:00"), tick=False) as now:
        worker.run_due(fresh_app)
        assert ran == []
        now.move_to(datetime.fromisoformat("2026-06-15T05:00:00+07:00"))
        for _time in range(3):
            worker.run_due(fresh_app)
        assert ran == ["2026-06-15"]
        now.move_to(datetime.fromisoformat("2026-06-18T23:00:00+07:00"))
        worker.run_due(fresh_app)
    assert ran == ["2026-06-15", "2026-06-18"]


def test_a_nightly_step_that_fails_keeps_no_other_from_running(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong() -> Iterator[None]:
        yield
        raise ValueError("hỏng")

    def right() -> Iterator[None]:
        mark(DAYS[0])
        yield

    for name in list(STEPS):
        monkeypatch.delitem(STEPS, name)
    monkeypatch.setitem(STEPS, "wrong", NightlyStep("wrong", 1, wrong))
    monkeypatch.setitem(STEPS, "right", NightlyStep("right", 2, right))
    with time_machine.travel(datetime.fromisoformat("2026-06-15T05:00:00+07:00"), tick=False):
        worker.run_due(fresh_app)
    assert marked(fresh_app) == [DAYS[0]]
    assert states(fresh_app) == {"waiting": 1}


@pytest.mark.usefixtures("none_nightly")
def test_a_queue_wakes_the_worker_and_a_lost_wake_up_loses_no_job(
    fresh_app: Flask, kind: Any, tmp_path: Path, settings_for: Any, migrated: databases.Databases
) -> None:
    """huey on SQLite, and on PostgreSQL where the tests run there."""
    done: list[str] = []
    kind(lambda payload: iter([done.append(payload["slot"])]))
    other = migrated.create_empty(f"queue{id(tmp_path)}") if databases.KIND == "postgres" else ""
    settings = settings_for(
        fresh_app.config["SQLALCHEMY_DATABASE_URI"], TRACKER_QUEUE_URL=other or f"sqlite:///{tmp_path}/queue.db"
    )
    carried, _look = carrier.tasks(fresh_app, settings)
    wake = carrier.waker(fresh_app, settings)
    add(fresh_app, "một")
    wake()
    task = carried.dequeue()
    carried.execute(task)
    assert done == ["một"]
    add(fresh_app, "hai")
    process.work(fresh_app, settings, threads=1, once=True)
    assert done == ["một", "hai"]


def test_a_queue_that_is_away_is_no_reason_to_fail(fresh_app: Flask, settings_for: Any) -> None:
    settings = settings_for(fresh_app.config["SQLALCHEMY_DATABASE_URI"], TRACKER_QUEUE_URL="sqlite:////khong/co/q.db")
    carrier.waker(fresh_app, settings)()


def test_a_redis_that_is_away_is_no_reason_to_fail_either(fresh_app: Flask, settings_for: Any) -> None:
    address = f"redis://127.0.0.1:{databases.free_port()}/0"
    settings = settings_for(fresh_app.config["SQLALCHEMY_DATABASE_URI"], TRACKER_QUEUE_URL=address)
    assert carrier.connect(settings).name == carrier.NAME
    carrier.waker(fresh_app, settings)()
