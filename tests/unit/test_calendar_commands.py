"""`tracker calendar`: the same days, the same events, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from tests import cast, story
from tests.databases import Databases
from tracker.audit.models import AuditEvent
from tracker.commands import main
from tracker.extensions import db
from tracker.recommendations.models import Assignment

OFF = ["2026-07-15", "--kind", "holiday", "--name", "Nghỉ theo thông báo", "--reason", "VB 01"]


@pytest.fixture
def tracker(tmp_path: Path, migrated: Databases, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """The commands, on a database of their own."""
    monkeypatch.setenv("TRACKER_ENV", "test")
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", migrated.make())
    return CliRunner()


def call(tracker: CliRunner, *words: str) -> Result:
    return tracker.invoke(main, ["calendar", *words])


def days(tracker: CliRunner, year: str = "2026") -> dict[str, str]:
    listed = json.loads(call(tracker, "list", year, "--json").output)
    return {day["day"]: day["kind"] for day in listed["days"]}


def test_the_days_of_a_year_are_listed(tracker: CliRunner) -> None:
    assert days(tracker)["2026-01-10"] == "swap_work"
    told = call(tracker, "list", "2026").output
    assert "2026: chưa xác nhận · not confirmed" in told
    assert "2026-11-24  holiday    Ngày Văn hóa Việt Nam  (chưa có thông báo · no announcement yet)" in told


def test_a_day_is_tried_set_changed_and_made_ordinary_again(tracker: CliRunner) -> None:
    tried = call(tracker, "set", *OFF, "--dry-run")
    assert tried.exit_code == 0
    assert "0 thời hạn dời · deadlines moved" in tried.output
    assert "2026-07-15" not in days(tracker)
    assert call(tracker, "set", *OFF).exit_code == 0
    assert days(tracker)["2026-07-15"] == "holiday"
    assert call(tracker, "set", "15/07/2026", "--kind", "swap_off", "--name", "Nghỉ hoán đổi").exit_code == 0
    assert days(tracker)["2026-07-15"] == "swap_off"
    assert call(tracker, "set", "2026-07-15", "--kind", "none", "--reason", "Nhầm").exit_code == 0
    assert "2026-07-15" not in days(tracker)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["2026-02-30", "--kind", "holiday", "--name", "x"], 2),
        (["2026-07-15", "--kind", "party", "--name", "x"], 2),
        (["2026-07-15", "--kind", "holiday"], 1),
        (["2026-07-15", "--kind", "swap_work", "--name", "Làm bù"], 1),
        (["2026-07-15", "--kind", "none"], 1),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(tracker: CliRunner, words: list[str], code: int) -> None:
    before = days(tracker)
    assert call(tracker, "set", *words).exit_code == code
    assert days(tracker) == before


def test_what_rests_on_the_day_moves_with_an_event(
    tracker: CliRunner, fresh_app: Flask, now: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", fresh_app.config["SQLALCHEMY_DATABASE_URI"])
    with fresh_app.app_context():
        people = cast.make("concluded")
        id = story.lead(story.issued(people, due_on=story.NEXT_MONTH, support_agency_ids=[])).id
        db.session.commit()
    moved = json.loads(call(tracker, "set", *OFF, "--dry-run", "--json").stdout)["moved"]
    assert [(line["old"], line["new"]) for line in moved] == [("2026-07-15", "2026-07-16")]
    assert due_ends_on(fresh_app, id) == "2026-07-15"
    assert call(tracker, "set", *OFF).exit_code == 0
    assert due_ends_on(fresh_app, id) == "2026-07-16"
    with fresh_app.app_context():
        query = select(AuditEvent).where(AuditEvent.subject_kind == "assignment").order_by(AuditEvent.id.desc())
        event = db.session.scalars(query.limit(1)).one()
    assert (event.action, event.role, event.reason) == ("deadline_moved", "system", "VB 01")


def due_ends_on(app: Flask, id: int) -> str:
    with app.app_context():
        return str(db.session.get_one(Assignment, id).due_ends_on)
