"""Looking over the open tasks: every number is the length of its list, whoever looks, whatever it is narrowed to."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests import cast, story
from tests.api import records
from tests.cast import Cast
from tests.handing_over import begun, choose, decided, items, two_terms
from tracker.accounts.roles import Role
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden
from tracker.extensions import db
from tracker.recommendations.control import keeping
from tracker.recommendations.control.keeping import Counting
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.queries import control_room
from tracker.recommendations.queries.control_room import BANDS, COLUMNS, DIMENSIONS, NOBODY, SORTS, Asked, Room
from tracker.web import control_room as pages
from tracker.workflow import engine

TODAY = date(2026, 6, 15)


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def room(people: Cast, by: str = "office", counting: Counting | None = None, **asked: Any) -> Room:
    actor = people.actor(by)
    return Room(actor, Asked(**asked), counting or keeping.counting(actor))


def codes(people: Cast, what: str, **asked: Any) -> list[str]:
    return [row.code for row in control_room.rows(room(people, what=what, **asked).ids())]


def late(people: Cast, code: str, days: int, **changes: Any) -> Recommendation:
    """One whose lead is late by so many days of the calendar, whatever day that is."""
    made = story.issued(people, code=code, support_agency_ids=[], **changes)
    due_by(story.lead(made), TODAY - timedelta(days=days))
    return made


def due_by(task: Assignment, day: date) -> None:
    task.due_on = task.due_key = task.due_ends_on = task.original_due_on = day
    db.session.flush()


# --- the sorts --------------------------------------------------------------------------------------------------------


def test_delay_falls_into_bands_by_days_of_the_calendar(people: Cast) -> None:
    for days in (1, 30, 31, 90, 91, 180, 181):
        late(people, f"KN-{days}", days)
    story.issued(people, code="KN-open")
    found = {band: codes(people, band) for band in BANDS}
    assert found == {
        "late_1": ["KN-30", "KN-1"],
        "late_2": ["KN-90", "KN-31"],
        "late_3": ["KN-180", "KN-91"],
        "late_4": ["KN-181"],
    }
    assert room(people).state().overdue == 7


def test_the_borders_of_the_bands_are_the_councils_own(people: Cast) -> None:
    for days in (5, 15):
        late(people, f"KN-{days}", days)
    setting = keeping.kept(people.council.id, people.office)
    keeping.edit(setting, {"first_border": 10, "second_border": 20}, people.office)
    assert codes(people, "late_1") == ["KN-5"]
    assert codes(people, "late_2") == ["KN-15"]
    query = select(AuditEvent).where(AuditEvent.subject_kind == "control_setting").order_by(AuditEvent.id.desc())
    event = db.session.scalars(query.limit(1)).one()
    assert (event.action, event.after) == ("edited", {"first_border": 10, "second_border": 20})


def test_a_report_sent_in_time_is_not_late_however_long_it_waits(people: Cast) -> None:
    waiting = late(people, "KN-1", 40)
    task = story.lead(waiting)
    story.report(people, assignment=task)
    task.sent_on = task.due_ends_on
    db.session.flush()
    assert codes(people, "overdue") == []
    assert codes(people, "waiting") == ["KN-1"]
    assert room(people).state().oldest == task.due_ends_on


def test_untouched_is_what_nobody_has_moved_for_the_days_of_the_council(
    people: Cast, now: time_machine.Coordinates
) -> None:
    old = story.issued(people, code="KN-old", support_agency_ids=[])
    seen = story.issued(people, code="KN-seen", support_agency_ids=[])
    now.move_to("2026-07-15T09:00:00+07:00")
    assert codes(people, "untouched") == [], "thirty days later to the day it is still fresh"
    now.move_to("2026-07-16T09:00:00+07:00")
    engine.perform(story.lead(seen), "note_to_file", people.office, {"note": "Đã gọi điện nhắc"})
    assert codes(people, "untouched") == ["KN-old"]
    assert codes(people, "open", sort="touched")[0] == "KN-old"
    story.taken(people, story.lead(old), "a")
    assert codes(people, "untouched") == []


def test_what_the_system_does_by_itself_touches_nothing(people: Cast, now: time_machine.Coordinates) -> None:
    two_terms(people)
    made = story.issued(people, support_agency_ids=[])
    now.move_to("2026-08-20T09:00:00+07:00")
    handover = begun(people)
    choose(people, handover, *items(handover))
    decided(people, handover)
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.action == "carry_over")).one().thread_id == made.id
    assert codes(people, "untouched") == [made.code]
    [row] = control_room.rows(room(people, what="untouched").ids())
    assert row.touched_at.date() == TODAY


def test_what_happens_to_one_agency_alone_does_not_touch_the_others(
    people: Cast, now: time_machine.Coordinates
) -> None:
    made = story.issued(people)
    now.move_to("2026-08-20T09:00:00+07:00")
    story.taken(people, story.lead(made), "a")
    left = control_room.rows(room(people, what="untouched").ids())
    assert [row.agency_name for row in left] == ["Sở Công Thương"]


def test_what_an_agency_drafts_does_not_touch_its_task(people: Cast, now: time_machine.Coordinates) -> None:
    made = story.issued(people, support_agency_ids=[])
    story.taken(people, story.lead(made), "a")
    now.move_to("2026-08-20T09:00:00+07:00")
    story.drafted_report(people, assignment=story.lead(made))
    assert codes(people, "untouched") == [made.code]


def test_what_lacks_a_follower_a_person_or_a_deadline(people: Cast) -> None:
    none = story.issued(people, code="KN-none", support_agency_ids=[])
    own = story.issued(people, code="KN-own", support_agency_ids=[])
    own.followed_by_id = people.users["office"].id
    story.taken(people, story.lead(own), "a")
    task = story.lead(none)
    task.due_on = task.due_ends_on = None
    task.due_key = control_room.FAR
    story.issued(
        people, code="KN-central", due_on=None, addressee_kind="central", lead_agency_id=people.agencies["b"].id,
        support_agency_ids=[],
    )  # fmt: skip
    db.session.flush()
    assert codes(people, "no_follower") == ["KN-none", "KN-central"]
    assert "KN-own" not in codes(people, "no_person")
    assert codes(people, "no_deadline") == ["KN-none"], "a central body is given none"
    people.delegation.followed_by_id = people.users["other_office"].id
    db.session.flush()
    assert codes(people, "no_follower") == [], "whoever follows the delegation follows it"
    assert codes(people, "open", follower=str(people.users["other_office"].id)) == ["KN-none", "KN-central"]


def test_tasks_that_have_ended_are_counted_nowhere(people: Cast) -> None:
    ended = story.report(people, assignment=story.lead(story.issued(people, support_agency_ids=[])))
    story.accept(people, ended)
    assert room(people).state()[:8] == (0,) * 8


# --- who --------------------------------------------------------------------------------------------------------------


def test_everybody_counts_the_council_that_they_look_over(people: Cast) -> None:
    story.issued(people)
    assert [room(people, by).count("open") for by in ("office", "standing", "leader", "foreigner")] == [2, 2, 2, 0]
    for by in ("deputy", "member", "leader_a", "admin", "stranger"):
        with pytest.raises(Forbidden):
            keeping.counting(people.actor(by))


def test_the_numbers_are_kept_by_the_office_alone_and_stand_in_order(people: Cast, app: Flask) -> None:
    with pytest.raises(Forbidden):
        keeping.kept(people.council.id, people.standing)
    with pytest.raises(Forbidden):
        keeping.kept(people.other_council.id, people.office)
    with app.test_request_context():
        form = keeping.ControlSettingForm(
            {"quiet_days": 0, "first_border": 90, "second_border": 30, "third_border": 180}, wire="json"
        )
        assert not form.validate()
        assert set(form.problems()) == {"quiet_days", "second_border"}


# --- numbers and their lists ------------------------------------------------------------------------------------------


def many(people: Cast, seed: int) -> None:
    """Tasks of every state, late or not, of two delegations, with and without topic, follower and person in charge."""
    chance = random.Random(seed)
    people.other_delegation.topic_id = records.topic(people, field="Kinh tế").id
    people.delegation.followed_by_id = chance.choice([None, people.users["office"].id])
    states = ["assigned", "in_progress", "awaiting_verification", "not_satisfactory", "multi_year", "waived"]
    for number in range(25):
        agencies = [people.agencies[key].id for key in "ab"]
        chance.shuffle(agencies)
        made = story.issued(
            people,
            code=f"KN-{number}",
            lead_agency_id=agencies[0],
            support_agency_ids=agencies[1:][: chance.randint(0, 1)],
        )
        made.followed_by_id = chance.choice([None, None, people.users["office"].id, people.users["other_office"].id])
        if chance.random() < 0.3:
            made.delegation_id = people.other_delegation.id
        for task in made.assignments:
            task.delegation_id = made.delegation_id
            task.state = chance.choice(states)
            task.person_in_charge = chance.choice(["", "Phòng Kế hoạch", "Ông Thử - Phòng 2"])
            if chance.random() < 0.1:
                task.due_on = task.due_ends_on = None
                task.due_key = control_room.FAR
            else:
                due_by(task, TODAY + timedelta(days=chance.randint(-400, 60)))
            if task.state == "awaiting_verification":
                task.sent_on = TODAY - timedelta(days=chance.randint(0, 300))
    db.session.flush()


def asked_by(url: str) -> dict[str, Any]:
    found: dict[str, Any] = dict(parse_qsl(urlsplit(url).query))
    return {name: int(value) if name in ("agency", "delegation") else value for name, value in found.items()}


@pytest.mark.parametrize("seed", range(2))
def test_every_number_is_the_length_of_the_list_that_it_opens(
    app: Flask, people: Cast, seed: int, now: time_machine.Coordinates
) -> None:
    many(people, seed)
    now.move_to("2026-08-01T09:00:00+07:00")
    actor, checked = people.office, 0
    words = pages.Words(Counting())
    narrowings: list[dict[str, Any]] = [
        {},
        {"agency": people.agencies["a"].id},
        {"field": "Kinh tế"},
        {"follower": NOBODY},
        {"person": "Ông Thử - Phòng 2"},
    ]
    with app.test_request_context("/dashboard"):
        for narrowed in narrowings:
            of_room = room(people, **narrowed, size=100)
            entries = [entry for panel in pages.panels(of_room, words, of_room.state()) for entry in panel["numbers"]]
            for by in DIMENSIONS:
                rows = of_room.breakdown(by)
                assert [sum(getattr(row, name) for row in rows) for name in COLUMNS] == list(
                    of_room.counted(COLUMNS)
                ), by
                entries += [entry for row in rows for entry in pages.group(row, by, of_room.asked)["numbers"]]
            for entry in entries:
                listed = Room(actor, Asked(**asked_by(entry["url"]), size=100), Counting())
                assert entry["number"] == listed.count() == len(listed.ids()), entry
                checked += 1
    assert checked > 300


def test_lists_are_paged_and_sorted_both_ways(people: Cast) -> None:
    for days in (3, 1, 2):
        late(people, f"KN-{days}", days)
    assert codes(people, "overdue") == ["KN-3", "KN-2", "KN-1"]
    assert codes(people, "overdue", sort="-due") == ["KN-1", "KN-2", "KN-3"]
    assert codes(people, "overdue", sort="code", size=2) == ["KN-1", "KN-2", "KN-3"], "one more than fits"
    assert codes(people, "overdue", sort="code", size=2, page=2) == ["KN-3"]
    for order in control_room.ORDERS:
        forth, back = (room(people, what="open", sort=sign + order).ids() for sign in ("", "-"))
        assert list(forth) == list(reversed(back)), order


# --- the index --------------------------------------------------------------------------------------------------------


def test_the_numbers_are_counted_on_an_index(app: Flask, people: Cast) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite tells its plan in words")
    of_room = room(people)
    query = (
        select(*(of_room.many(name) for name in control_room.STATE_PANEL)).select_from(Assignment).where(*of_room.base)
    )
    words = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = " ".join(row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {words}")))
    assert "COVERING INDEX ix_assignment_room" in plan
    touched = select(Assignment.id).where(*of_room.base, *of_room.conditions("untouched"))
    words = str(touched.compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = " ".join(row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {words}")))
    assert "ix_audit_event_touched" in plan


def test_when_a_task_was_touched_is_asked_of_an_index_alone(app: Flask, people: Cast) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip(
            "EXPLAIN QUERY PLAN is SQLite's own; PostgreSQL chooses by the size of tables, and a test's are tiny"
        )
    story.issued(people)
    query = select(control_room.last_touched()).select_from(Assignment)
    words = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    plan = " ".join(row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {words}")))
    assert "COVERING INDEX ix_audit_event_touched" in plan


def test_everybody_who_may_look_over_is_of_the_council_side() -> None:
    assert set(keeping.WATCHERS) == {Role.OFFICE, Role.STANDING, Role.LEADER}
    assert set(control_room.COLUMNS) <= set(SORTS)
