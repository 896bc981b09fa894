"""One world for all the requests of a module: made once, and never changed by any of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import flask_sqlalchemy.session
import pytest
import structlog
import time_machine

from tests.conftest import MORNING
from tests.databases import Databases
from tests.rules import world as worlds
from tests.rules.caller import Caller
from tracker import create_app
from tracker.config import Settings
from tracker.documents import making
from tracker.documents.placeholders import Facts
from tracker.extensions import db


@pytest.fixture(scope="module")
def silence() -> Iterator[None]:
    """Thousands of requests, and nobody reads their lines."""
    before = structlog.get_config()
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL), cache_logger_on_first_use=False
    )
    yield
    structlog.configure(**before)


def read_as_text(facts: Facts) -> bytes:
    """A paper with its content in plain sight: what somebody is shown in Word or PDF is looked through as pages are."""
    return repr(facts).encode()


@pytest.fixture(scope="module")
def caller(silence: None, migrated: Databases, settings_for: Callable[..., Settings]) -> Iterator[Caller]:
    """Asks as anybody; the clock stands still, and what an answer wrote is thrown away."""
    app = create_app(settings_for(migrated.make()))
    app.config["API_REQUESTS_A_MINUTE"] = 10**9
    with time_machine.travel(MORNING, tick=False), app.app_context(), pytest.MonkeyPatch.context() as patch:
        connection = db.engine.connect()
        outer = connection.begin()
        patch.setattr(flask_sqlalchemy.session.Session, "get_bind", lambda *_, **__: connection)
        db.session.configure(join_transaction_mode="create_savepoint")
        patch.setattr(making, "fill", lambda _template, facts: read_as_text(facts))
        patch.setattr(making, "set_pages", lambda _layout, facts, _label, **_about: read_as_text(facts))
        world = worlds.make()
        yield Caller(app, world, connection, db.session())
        db.session.remove()
        outer.rollback()
        connection.close()
        db.engine.dispose()
