"""What happened stays as it was written, and is read by those who may."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tracker.audit import queries, service
from tracker.audit.models import AuditEvent
from tracker.extensions import db


@pytest.fixture
def people(db_session: Session) -> Cast:
    return cast.make()


def tell(people: Cast, audience: str = "all", agency: str = "") -> AuditEvent:
    agency_id = people.agencies[agency].id if agency else None
    return service.record(people.delegation, "edited", people.office, audience=audience, agency_id=agency_id)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_an_event(people: Cast, change: str) -> None:
    event = tell(people)
    statement = update(AuditEvent).values(actor_name="Ai đó") if change == "update" else delete(AuditEvent)
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(statement.where(AuditEvent.id == event.id))
    assert db.session.scalar(text("SELECT count(*) FROM audit_event")) > 0


def test_the_database_refuses_to_put_another_event_in_the_place_of_one(people: Cast) -> None:
    event = tell(people)
    if db.engine.dialect.name == "sqlite":
        take = "REPLACE INTO audit_event SELECT * FROM audit_event WHERE id = :id"
    else:
        take = "INSERT INTO audit_event SELECT * FROM audit_event WHERE id = :id ON CONFLICT (id) DO UPDATE SET reason = 'x'"
    with pytest.raises(DatabaseError, match="append-only"), db.session.begin_nested():
        db.session.execute(text(take), {"id": event.id})


def test_events_come_newest_first_a_page_at_a_time(people: Cast) -> None:
    told = [tell(people).id for _ in range(3)]
    read = queries.of_thread("delegation", people.delegation.id, people.office, council_side=True, limit=2)
    assert [event.id for event in read] == told[:0:-1]
    older = queries.of_thread("delegation", people.delegation.id, people.office, council_side=True, before=told[1])
    assert [event.id for event in older] == told[:1]


def test_each_side_reads_what_is_meant_for_it(people: Cast) -> None:
    events = {
        name: tell(people, *about).id
        for name, about in {
            "to all": ("all",),
            "council": ("council",),
            "agency a": ("agency", "a"),
            "a": ("all", "a"),
            "b": ("all", "b"),
        }.items()
    }

    def read(name: str, *, council_side: bool) -> set[str]:
        found = queries.of_thread("delegation", people.delegation.id, people.actor(name), council_side=council_side)
        return {label for label, id in events.items() if id in {event.id for event in found}}

    assert read("office", council_side=True) == {"to all", "council", "a", "b"}
    assert read("officer_a", council_side=False) == {"to all", "agency a", "a"}
    assert read("officer_b", council_side=False) == {"to all", "b"}


def test_values_are_kept_as_json_keeps_them() -> None:
    kept = service.plain(
        {
            "day": date(2026, 6, 15),
            "moment": datetime(2026, 6, 15, tzinfo=UTC),
            "value": Decimal("13.70"),
            "list": (1, "a"),
            "other": object,
            "none": None,
        }
    )
    assert kept["day"] == "2026-06-15"
    assert kept["moment"] == "2026-06-15T00:00:00+00:00"
    assert kept["value"] == "13.70"
    assert kept["list"] == [1, "a"]
    assert isinstance(kept["other"], str)


def test_a_snapshot_tells_what_changed(people: Cast) -> None:
    earlier = service.snapshot(people.delegation)
    people.delegation.title = "Tên mới"
    before, after = service.difference(earlier, people.delegation)
    assert list(before) == ["title"]
    assert after == {"title": "Tên mới"}
    assert "row_version" not in service.facts_of(people.delegation)
