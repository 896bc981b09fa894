"""What every test may ask for: an application, an empty database, a client, a clock."""

from __future__ import annotations

import gc
import logging
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import flask_sqlalchemy.session
import hypothesis
import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import databases
from tests.client import Client
from tests.databases import Cluster, Databases
from tracker import create_app, schema
from tracker.config import Settings, load
from tracker.extensions import db
from tracker.web.assets import STATIC_CACHE

MORNING = datetime.fromisoformat("2026-06-15T09:00:00+07:00")
WITH_A_DATABASE = {"migrated", "server"}
"""Whatever asks a database has it from one of these, by way of others."""
DEALT_OUT = (
    "tests/rules/test_pages.py",
    "tests/rules/test_permissions.py",
    "tests/rules/test_steps.py",
    "tests/browser/test_planning_journey.py",
)
"""Each takes minutes: one worker would wait for the other at the end."""
LONG = frozenset(
    f"test_{name}.py"
    for name in (
        *("commands", "calendar_commands", "schema", "demo", "seeding", "history", "pictures"),
        *("as_it_stood", "control_room", "decisions", "documents", "evidence", "import_columns", "importing"),
        *("policies", "reminding", "task_sheets", "terms", "comparing", "agency_plans", "recommendation_workflow"),
    )
)
"""Of the unit tests those that start programs, go through all migrations or make whole examples: the quick loop, which is to
take less than a minute, leaves them to the suite."""
KINDS_OF_TESTS = ("unit", "web", "api", "browser", "faults", "rules")


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once for all workers; they are told of it by an environment variable."""
    # A machine that others use too is slow at making examples at times, and no test of ours is about that.
    hypothesis.settings.register_profile("ours", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
    hypothesis.settings.load_profile("ours")
    is_worker = hasattr(config, "workerinput")
    if databases.KIND == "postgres" and not is_worker and databases.SERVER not in databases.os.environ:
        cluster = Cluster()
        databases.os.environ[databases.SERVER] = cluster.start()
        config.add_cleanup(cluster.stop)


class Scheduling(LoadScopeScheduling):
    """A module's tests stay together on one worker; those of a few long modules are dealt out one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(DEALT_OUT) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test's folder is its marker. Those about everything at once go first: they take longest.

    On PostgreSQL only what asks a database is run: the rest has nothing to do with it.
    """
    items.sort(key=lambda item: "rules" not in item.path.parts)
    for item in items:
        folder = next((part for part in item.path.parts if part in KINDS_OF_TESTS), None)
        if folder:
            item.add_marker(folder)
        if folder == "unit" and item.path.name in LONG:
            item.add_marker("long")
    if databases.KIND == "postgres":
        asking = [WITH_A_DATABASE & set(getattr(item, "fixturenames", ())) for item in items]
        config.hook.pytest_deselected(items=[item for item, asks in zip(items, asking, strict=True) if not asks])
        items[:] = [item for item, asks in zip(items, asking, strict=True) if asks]


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Tests talk to this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wants to reach {host}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """What a test does to the log ends with it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session", autouse=True)
def _little_tidying() -> None:
    """What is loaded now stays; looking through all of it again and again for garbage takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def settings_for(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[..., Settings]:
    """Settings of a test application: `settings_for(database_url, TRACKER_…="…")`; all serve the same static files."""
    mine = tmp_path_factory.getbasetemp()
    static = (mine if worker_id == "master" else mine.parent) / STATIC_CACHE
    static.mkdir(exist_ok=True)

    def make(database_url: str, **environ: str) -> Settings:
        data = tmp_path_factory.mktemp("data")
        (data / STATIC_CACHE).symlink_to(static)
        told = {"TRACKER_ENV": "test", "TRACKER_DATA_DIR": str(data), "TRACKER_DATABASE_URL": database_url}
        return load(told | environ)

    return make


@pytest.fixture(scope="session")
def migrated(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, settings_for: Callable[..., Settings]
) -> Databases:
    """`migrated.make()` is the address of a new database with the newest schema."""

    def migrate(url: str) -> None:
        app = create_app(settings_for(url))
        with app.app_context():
            schema.upgrade()
            db.engine.dispose()

    return Databases(tmp_path_factory.mktemp("databases"), worker_id, migrate)


@pytest.fixture(scope="session")
def app(migrated: Databases, settings_for: Callable[..., Settings]) -> Flask:
    """The application of most tests; its database is empty at the start of each (see `db_session`)."""
    return create_app(settings_for(migrated.make()))


@pytest.fixture
def fresh_app(migrated: Databases, settings_for: Callable[..., Settings]) -> Iterator[Flask]:
    """An application with a database of its own that really commits: for threads, commands and crashes."""
    app = create_app(settings_for(migrated.make()))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def db_session(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A session inside one outer transaction that is thrown away; commits of views and commands stay inside it."""
    with app.app_context():
        connection = db.engine.connect()
        outer = connection.begin()
        monkeypatch.setattr(flask_sqlalchemy.session.Session, "get_bind", lambda *_, **__: connection)
        db.session.configure(join_transaction_mode="create_savepoint")
        yield db.session()
        db.session.remove()
        outer.rollback()
        connection.close()


@pytest.fixture
def client(app: Flask, db_session: Session) -> Client:
    """A browser without JavaScript: it keeps cookies, fills in forms, and refuses wrong HTML."""
    return Client(app, db_session)


@pytest.fixture
def now() -> Iterator[time_machine.Coordinates]:
    """The clock stands at Monday 15/06/2026, 09:00 in Viet Nam; `now.shift(hours=1)` and `now.move_to(…)` move it."""
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock
