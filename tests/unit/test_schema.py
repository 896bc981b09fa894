"""The migrations make what the models say, on both databases, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import inspect

from tests import cast, story
from tracker import demo, schema
from tracker.audit import ddl
from tracker.core import clock
from tracker.extensions import db
from tracker.organizations import handing
from tracker.organizations import service as organizations
from tracker.progress_requests import service as progress
from tracker.workflow import engine


def test_migrations_and_models_agree(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        assert schema.differences() == []


def test_a_guard_that_is_gone_is_missed(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        [name, *_others] = ddl.TRIGGERS[db.engine.dialect.name]
        on = "" if db.engine.dialect.name == "sqlite" else " ON audit_event"
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TRIGGER {name}{on}")
        assert schema.differences() == [f"audit_event: TRIGGER {name}"]


def test_migrations_go_down_and_up_again_with_data(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        demo.load("mot mat khau de thu")
        db.session.commit()
        schema.downgrade("base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        assert not schema.is_current()
        assert "tracker migrate" in schema.differences()[0]
        schema.upgrade()
        assert schema.is_current()
        assert schema.differences() == []


def test_two_tasks_of_one_agency_find_their_way_down_and_up_again(fresh_app: Flask) -> None:
    """A lead that was handed to a co-operating agency: before, the database knew one task an agency."""
    with fresh_app.app_context():
        people = cast.make("concluded")
        issued = story.issued(people)
        facts = {"from_day": date(2026, 1, 1), "document_number": "45/NQ-HĐND"}
        organizations.merge(people.agencies["a"], [], people.agencies["b"], facts, people.office)
        pick = handing.Pick(f"assignment-{story.lead(issued).id}", people.agencies["b"].id)
        assert handing.give(people.agencies["a"], [pick], {"reason": "Sáp nhập"}, people.office).rows
        db.session.commit()
        schema.downgrade("0002")
        query = "SELECT agency_id FROM assignment WHERE recommendation_id = 1 ORDER BY role"
        with db.engine.connect() as connection:
            assert list(connection.exec_driver_sql(query).scalars()) == [1, 2]
            assert list(connection.exec_driver_sql("SELECT lead_agency_id FROM recommendation").scalars()) == [1]
        schema.upgrade()
        assert schema.differences() == []


def test_a_database_of_a_newer_version_is_left_alone(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(schema.TooNew, match="9999"):
            schema.upgrade()


def test_a_drafted_comment_goes_on_waiting_for_the_leader(fresh_app: Flask) -> None:
    """Before it could be handed back, every draft lay before the leader."""
    with fresh_app.app_context():
        people = cast.make("active")
        found = story.finding(people, agency_id=people.agencies["a"].id)
        engine.perform(found, "send_to_agency", people.secretary)
        engine.perform(found, "draft_comment", people.officer_a, {"stance": "partly", "text": "Một phần"})
        engine.perform(found, "hand_back", people.leader_a, {"reason": "Ghi rõ số quyết định"})
        db.session.commit()
        schema.downgrade("0026")
        schema.upgrade()
        assert schema.differences() == []
        query = "SELECT ready_at = drafted_at, ready_by_id = drafted_by_id, back_note FROM finding_comment"
        with db.engine.connect() as connection:
            [row] = connection.exec_driver_sql(query)
        assert (bool(row[0]), bool(row[1]), row[2]) == (True, True, "")


def test_a_request_that_was_passed_over_waits_for_its_answer_before_and_after(fresh_app: Flask) -> None:
    """Before it could be asked again, it stayed open for ever."""
    with fresh_app.app_context():
        people = cast.make("concluded")
        task = story.lead(story.issued(people))
        first = progress.ask(task, people.office)
        letter = {"number": "45/HĐND-VP", "issued_on": clock.today(), "answer_due_on": clock.today()}
        engine.perform(first, "issue", people.office, letter)
        engine.follow(first, "pass_over", people.office)
        db.session.commit()
        query = "SELECT state FROM progress_request"
        schema.downgrade("0029")
        with db.engine.connect() as connection:
            assert list(connection.exec_driver_sql(query).scalars()) == ["issued"]
        schema.upgrade()
        assert schema.differences() == []
