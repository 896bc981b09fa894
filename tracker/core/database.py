"""How both databases are opened: locking, time limits, and the count of queries."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Executable, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

BUSY_SECONDS = 15
SQLITE_PRAGMAS = (
    f"busy_timeout = {BUSY_SECONDS * 1000}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "temp_store = MEMORY",
    "cache_size = -16000",
)

reading: ContextVar[bool] = ContextVar("reading", default=False)
"""Set while a request may only read (GET, HEAD): SQLite then takes no write lock."""


@dataclass
class Tally:
    """How many statements ran and how long they took together."""

    queries: int = 0
    seconds: float = 0.0


tally: ContextVar[Tally | None] = ContextVar("tally", default=None)
"""Where the statements of the work in hand are counted; None where nobody counts."""


@contextmanager
def read_only() -> Iterator[None]:
    """Transactions begun inside take no write lock."""
    token = reading.set(True)
    try:
        yield
    finally:
        reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take the write lock at once, even in a request that reads."""
    token = reading.set(False)
    try:
        yield
    finally:
        reading.reset(token)


def in_passing(engine: Engine, statement: Executable) -> None:
    """Write what may also be left out, such as when somebody was last seen, on a connection of its own: while somebody
    else is writing it does not wait, and it never fails the work in hand."""
    is_sqlite = engine.dialect.name == "sqlite"
    with writing(), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if is_sqlite:
            driver.execute("PRAGMA busy_timeout = 0")
        try:
            with connection.begin():
                if not is_sqlite:
                    connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
                connection.execute(statement)
        except OperationalError:
            return  # somebody else is writing: the next request says it
        finally:
            if is_sqlite:
                driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")


@contextmanager
def counted() -> Iterator[Tally]:
    """Count the statements that run inside."""
    counter = Tally()
    token = tally.set(counter)
    try:
        yield counter
    finally:
        tally.reset(token)


def engine_options(url: str, *, statement_timeout_seconds: int = 0, connections: int = 5) -> dict[str, Any]:
    """Arguments of create_engine() for this address."""
    if make_url(url).get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}, "pool_size": connections}
    limits = {
        "lock_timeout": "4s",
        "statement_timeout": f"{statement_timeout_seconds}s",
        "idle_in_transaction_session_timeout": "60s",
        "timezone": "UTC",
        # Compiling a search with its rights takes longer than any page's search itself.
        "jit": "off",
    }
    options = " ".join(f"-c {name}={value}" for name, value in limits.items())
    return {"connect_args": {"options": options}, "pool_size": connections, "pool_pre_ping": True}


def prepare(engine: Engine) -> Engine:
    """Tie our rules to an engine; call once, before its first connection."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", open_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    event.listen(engine, "before_cursor_execute", start_timing)
    event.listen(engine, "after_cursor_execute", count)
    return engine


def open_sqlite(connection: Any, record: Any) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE; begin_sqlite() says it instead.
    connection.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    # A plain BEGIN that reads and then writes fails at once when somebody else wrote in between: busy_timeout
    # does not help there. So whoever may write takes the lock first, and waits for it.
    connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")


def start_timing(connection: Connection, *about: Any) -> None:
    if tally.get() is not None:
        connection.info["started"] = time.perf_counter()


def count(connection: Connection, *about: Any) -> None:
    counter = tally.get()
    if counter is not None:
        counter.queries += 1
        counter.seconds += time.perf_counter() - connection.info.get("started", time.perf_counter())
