"""Locking: readers and writers of one SQLite file never fail each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import IntegrityError, OperationalError

from tracker.core import sequences
from tracker.core.database import counted, engine_options, prepare, read_only, writing
from tracker.extensions import db


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    url = f"sqlite:///{tmp_path}/locks.db"
    engine = prepare(create_engine(url, **engine_options(url)))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL)")
        connection.exec_driver_sql("CREATE TABLE note (counter_id INTEGER REFERENCES counter (id))")
        connection.exec_driver_sql("INSERT INTO counter VALUES (1, 0)")
    return engine


def read_then_write(engine: Engine) -> None:
    with engine.begin() as connection:
        value = connection.exec_driver_sql("SELECT value FROM counter").scalar_one()
        connection.exec_driver_sql("UPDATE counter SET value = ?", (value + 1,))


def write_then_fail(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE counter SET value = 9")
        connection.exec_driver_sql("UPDATE nothing SET value = 9")


def value_of(engine: Engine) -> int:
    with read_only(), engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT value FROM counter").scalar_one())


def test_four_threads_that_read_and_then_write_lose_nothing(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(read_then_write, engine) for _ in range(200)]
    assert [one.exception() for one in done if one.exception()] == []
    assert value_of(engine) == 200


def test_eight_who_begin_a_series_at_once_get_eight_numbers(fresh_app: Flask) -> None:
    def take(_time: int) -> int:
        with fresh_app.app_context():
            number = sequences.take(db.session, "KN/1/2026")
            db.session.commit()
            return number

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take, range(8))) == list(range(1, 9))


def test_a_reader_is_not_held_up_by_a_writer(engine: Engine) -> None:
    with engine.begin() as writer:
        writer.exec_driver_sql("UPDATE counter SET value = 7")
        assert value_of(engine) == 0
    assert value_of(engine) == 7


def test_a_request_that_reads_may_still_write_where_it_says_so(engine: Engine) -> None:
    with read_only(), writing():
        read_then_write(engine)
    assert value_of(engine) == 1


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("busy_timeout", 15000)],
)
def test_every_connection_is_careful(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_references_are_enforced(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO note VALUES (99)")


def test_statements_are_counted_where_somebody_counts(engine: Engine) -> None:
    with counted() as tally:
        value_of(engine)
        value_of(engine)
    value_of(engine)
    assert tally.queries == 4, "two BEGIN, two SELECT"
    assert tally.seconds > 0


def test_postgresql_gets_time_limits() -> None:
    options = engine_options("postgresql://host/name", statement_timeout_seconds=5)["connect_args"]["options"]
    assert "-c lock_timeout=4s" in options
    assert "-c statement_timeout=5s" in options
    assert "-c idle_in_transaction_session_timeout=60s" in options


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(OperationalError):
        write_then_fail(engine)
    assert value_of(engine) == 0
