"""A small council, and programs that call as its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests import cast
from tests.api.caller import Caller, call_as
from tests.cast import Cast
from tests.client import Client
from tracker.api import limits
from tracker.extensions import db

As = Callable[..., Caller]


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    made = cast.make()
    db.session.commit()
    return made


@pytest.fixture
def as_(app: Flask, db_session: Session, people: Cast) -> As:
    """`as_("secretary")` calls as that person; `as_("office", "read")` with that scope alone."""
    known: dict[tuple[str, ...], Caller] = {}

    def caller(name: str, *scopes: str) -> Caller:
        key = (name, *scopes)
        if key not in known:
            known[key] = call_as(Client(app, db_session), people.users[name], *scopes)
        return known[key]

    return caller


@pytest.fixture(autouse=True)
def _room() -> Iterator[None]:
    """Each test begins with an empty minute."""
    limits.WINDOW.counts.clear()
    yield
    limits.WINDOW.counts.clear()
