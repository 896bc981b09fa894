"""The cast of the tests: made again from memory it is what the product wrote the first time."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import time_machine
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from tests import cast, remembering
from tests.cast import Cast
from tests.conftest import MORNING
from tracker.accounts.actor import Actor
from tracker.extensions import db
from tracker.search import queries as searching


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return {
        table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for table in db.metadata.sorted_tables
    }


def named(people: Cast) -> list[tuple[Any, ...]]:
    """Every column of the records that the cast names, as the session holds them."""
    people_and_agencies = [*people.users.values(), *people.agencies.values()]
    others = [getattr(people, one.name) for one in fields(people) if one.name not in ("users", "agencies")]
    return [
        tuple(getattr(record, column.key) for column in type(record).__mapper__.column_attrs)
        for record in (*others, *people_and_agencies)
    ]


def loaded(people: Cast) -> list[set[str]]:
    """What can be read of the records without a question to the database."""
    records = [
        people.delegation,
        people.other_delegation,
        people.council,
        *people.users.values(),
        *people.agencies.values(),
    ]
    return [set(inspect(record).dict) - {"_sa_instance_state"} for record in records]


def found(who: Actor) -> list[tuple[str, int]]:
    return [(row.kind, row.subject_id) for row in searching.search("so xay dung", who).rows]


def test_a_cast_made_again_is_the_one_that_was_made_first(db_session: Session, now: time_machine.Coordinates) -> None:
    """Through SQLAlchemy the second time, as the driver is told the third time."""
    cast.MADE.clear()
    before = db_session.begin_nested()
    first = cast.make()
    known = loaded(first)
    written, said, hits = everything(db_session), named(first), found(first.office)
    assert hits
    for _time in range(2):
        before.rollback()
        db_session.expunge_all()
        before = db_session.begin_nested()
        again = cast.make()
        assert len(cast.MADE) == 1
        assert not db_session.dirty
        assert all(first_time <= this_time for first_time, this_time in zip(known, loaded(again), strict=True))
        assert everything(db_session) == written
        assert named(again) == said
        assert list(again.users) == list(first.users)
        assert found(again.office) == hits
        assert again.delegation in db_session
        assert again.delegation.inferred is not first.delegation.inferred
        db_session.expire_all()
        assert named(again) == said


def test_a_cast_beside_another_or_while_time_passes_is_made_anew(
    db_session: Session, now: time_machine.Coordinates
) -> None:
    assert remembering.is_possible()
    with time_machine.travel(MORNING, tick=True):
        assert not remembering.is_possible()
    cast.make()
    assert not remembering.is_possible()
