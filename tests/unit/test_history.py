"""Spans follow from the events, in their transaction and in a replay alike, and hold what the records hold."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tracker import demo
from tracker.audit.models import AuditEvent
from tracker.commands import main
from tracker.core import clock
from tracker.extensions import db
from tracker.history import replaying
from tracker.history.replaying import Memory


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def test_the_example_record_is_told_whole_by_its_events(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        demo.load("mot mat khau de thu")
        assert replaying.differences(db.session.connection()) == []


def test_events_that_gave_names_alone_are_understood(people: Cast, now: time_machine.Coordinates) -> None:
    """As those of earlier versions: who succeeds whom, and whom a draft names, in words."""
    a, c = people.agencies["a"], people.agencies["c"]
    at = {"subject_code": "", "council_id": a.council_id, "at": clock.now(), "before": None}
    told = DRAFT | {"addressees": [f"{c.name} (chủ trì)"]}
    heard = [
        {"subject_kind": "agency", "subject_id": a.id, "action": "ended", "after": {"successors": [c.name]}},
        {"subject_kind": "recommendation", "subject_id": 1, "action": "created", "after": told},
    ]
    memory = Memory()
    for event in db.session.query(AuditEvent).order_by(AuditEvent.id):
        memory.hear(event)
    for number, facts in enumerate(heard):
        memory.hear(SimpleNamespace(id=10_000 + number, thread_id=facts["subject_id"], **at, **facts))
    assert memory.open["agency_span", a.id]["successor_ids"] == [c.id]
    assert memory.open["recommendation_span", 1]["addressed_to"] == f"|{c.id}|"


DRAFT = {"delegation_id": 1, "state": "draft", "text": "Rà soát", "lead_agency_id": 1}


def test_the_commands_compare_and_make_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_ENV", "test")
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))
    run = CliRunner().invoke
    assert run(main, ["demo", "load"]).exit_code == 0
    assert run(main, ["history", "check"]).exit_code == 0
    with sqlite3.connect(tmp_path / "tracker.db") as file:
        file.execute("UPDATE assignment_span SET state = 'waived' WHERE id = 1 AND valid_to IS NULL")
    answer = run(main, ["history", "check", "--json"])
    assert answer.exit_code == 1
    assert len(json.loads(answer.stdout)["differences"]) == 2, "the events say otherwise, and so does the record"
    assert "assignment_span" in run(main, ["history", "rebuild"]).stdout
    assert run(main, ["history", "check"]).exit_code == 0
