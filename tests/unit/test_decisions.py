"""What the Council's side decides on a task: reconsideration, waiver, roadmap, not implemented, re-opening (SM5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.story import DECISION, NEXT_MONTH
from tracker import schema
from tracker.accounts import access
from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.core.errors import Forbidden, Invalid
from tracker.extensions import db
from tracker.links import queries as links
from tracker.recommendations import agency_plan, milestones
from tracker.recommendations.measures import ladder
from tracker.recommendations.models import Assignment, Milestone, Recommendation
from tracker.recommendations.queries import looking_back, reading, rollup
from tracker.workflow import engine

WHY = {"reason": "Việc này thuộc thẩm quyền của đơn vị khác"}
AMENDED = DECISION | {
    "text": "Phối hợp với đơn vị điện lực trình danh mục trạm biến áp",
    "deliverable": "Danh mục trạm biến áp",
    "due_on": date(2026, 9, 30),
}
PAPER = {name: DECISION[name] for name in ("number", "issued_on")}
LINES = ["15/12/2027 | Xong hạ tầng 3 khu | Biên bản nghiệm thu", "2026 | Xong hạ tầng 2 khu"]


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    return story.lead(story.issued(people))


def asked(people: Cast, task: Assignment) -> Assignment:
    engine.perform(task, "ask_reconsideration", people.leader_a, WHY)
    return task


# --- reconsideration --------------------------------------------------------------------------------------------------


def test_an_amended_recommendation_takes_the_place_of_the_old_one(people: Cast) -> None:
    found = story.finding(people)
    old = story.issued(people, conditions=["Danh mục"], rests_on=[f"finding:{found.id}"])
    task = asked(people, story.lead(old))
    engine.perform(task, "amend", people.leader, AMENDED)
    assert old.replaced_by_id is not None
    new = db.session.get(Recommendation, old.replaced_by_id)
    assert new is not None
    assert (old.state, {one.state for one in old.assignments}) == ("withdrawn", {"waived"})
    assert (new.state, new.is_approved, new.text, new.due_on) == ("draft", True, AMENDED["text"], date(2026, 9, 30))
    assert [entry.agency_id for entry in new.addressees] == [entry.agency_id for entry in old.addressees]
    assert [condition.text for condition in new.conditions] == ["Danh mục"]
    sources = links.sources("recommendation", [new.id], people.office)[new.id]
    assert {(end.kind, end.id) for end in sources} == {("recommendation", old.id), ("finding", found.id)}
    assert old.withdrawal_reason == DECISION["reason"]
    assert [paper.number for paper in old.delegation.documents if paper.kind == "written_decision"] == ["12/QĐ-TT"]
    engine.perform(
        new, "issue", people.office, {"kind": "conclusion", "number": "9/TB", "issued_on": date(2026, 6, 15)}
    )
    assert new.lead_state == "assigned"


def test_only_what_was_asked_to_be_reconsidered_is_amended(people: Cast, task: Assignment) -> None:
    with pytest.raises(Exception, match="Không thể"):
        engine.perform(task, "amend", people.standing, AMENDED)
    asked(people, task)
    with pytest.raises(Forbidden):
        engine.perform(task, "amend", people.office, AMENDED)
    with pytest.raises(Invalid) as refused:
        engine.perform(task, "amend", people.standing, WHY)
    assert {"number", "issued_on", "text", "deliverable"} <= set(refused.value.errors)


def test_the_clock_keeps_running_and_nobody_asks_after_the_deadline(
    people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    now.move_to("2026-07-16T09:00:00+07:00")
    with pytest.raises(Invalid) as refused:
        asked(people, task)
    assert "trước khi hết hạn" in refused.value.errors[""][0]
    story.extended(people, task, date(2026, 9, 15))
    assert asked(people, task).due_on == date(2026, 9, 15), "the deadline that holds counts"


def test_a_decision_is_read_by_the_agency_with_its_file(people: Cast, task: Assignment) -> None:
    file = story.scan(people, "standing")
    engine.perform(task, "waive", people.standing, DECISION | {"files": [file]})
    kept = db.session.get(Attachment, file.id)
    assert kept is not None
    assert (kept.subject_kind, kept.subject_id) == ("assignment", task.id)
    assert access.is_readable("assignment", task.id, people.officer_a)
    assert task.delegation.documents[-1].attachment_id == file.id


# --- roadmap ----------------------------------------------------------------------------------------------------------


def test_a_roadmap_has_milestones_in_the_order_of_their_days(people: Cast, task: Assignment) -> None:
    story.taken(people, task, "a")
    engine.perform(task, "set_roadmap", people.standing, PAPER | {"milestones": LINES})
    told = [(one.due_on, one.text, one.done_when) for one in task.milestones]
    assert told == [
        (date(2026, 12, 31), "Xong hạ tầng 2 khu", ""),
        (date(2027, 12, 15), "Xong hạ tầng 3 khu", "Biên bản nghiệm thu"),
    ]
    assert task.plan == "Rà soát rồi trình", "the agency's own plan stays"


@pytest.mark.parametrize("line", ["31/02/2027 | Việc", "Việc không có ngày", "2027 | ", "20270 | Việc", "a|b|c|d"])
def test_a_line_that_is_no_milestone_is_named_and_nothing_written(people: Cast, task: Assignment, line: str) -> None:
    with pytest.raises(Invalid) as refused:
        engine.perform(task, "set_roadmap", people.standing, PAPER | {"milestones": ["2026 | Việc đầu", line]})
    assert "Dòng 2" in refused.value.errors["milestones"][0]
    assert task.milestones == []


@pytest.mark.parametrize("lines", [["2027 | Xong hạ tầng"], ["30/06/2027 | Xong dự án", "2027 | Xong hạ tầng"]])
def test_a_roadmap_runs_over_several_years(people: Cast, task: Assignment, lines: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        engine.perform(task, "set_roadmap", people.standing, PAPER | {"milestones": lines})
    assert "hai năm khác nhau" in refused.value.errors["milestones"][0]
    assert task.milestones == []


@pytest.mark.parametrize(
    ("years", "lacking"), [("2026 2030", "2027, 2028, 2029"), ("2027 2028 2030", "2029"), ("2020 2026 2027", "")]
)
def test_every_year_of_a_roadmap_has_a_milestone(people: Cast, task: Assignment, years: str, lacking: str) -> None:
    """But for years that are over."""
    sentence = milestones.wrong_roadmap([f"{year} | Xong hạ tầng" for year in years.split()], task)
    assert (sentence or "").partition("còn thiếu: ")[2].rstrip(".") == lacking


def test_milestones_are_reported_against_and_late_ones_computed(
    people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    story.taken(people, task, "a")
    engine.perform(task, "set_roadmap", people.standing, PAPER | {"milestones": LINES})
    first, second = task.milestones
    assert not milestones.is_late(first, date(2026, 12, 31))
    assert milestones.is_late(first, date(2027, 1, 5))
    draft = story.drafted_report(people, assignment=task, claim="in_progress", percent=40, milestones=[first.id])
    assert milestones.is_late(first, date(2027, 1, 5)), "a draft says nothing yet"
    engine.perform(draft, "send", people.leader_a)
    assert not milestones.is_late(first, date(2027, 1, 5))
    assert milestones.reportable(task) == [second]
    assert task.state == "multi_year"


def test_a_returned_report_reaches_no_milestone(people: Cast, task: Assignment) -> None:
    story.taken(people, task, "a")
    engine.perform(task, "set_roadmap", people.standing, PAPER | {"milestones": LINES})
    report = story.report(people, assignment=task, milestones=[one.id for one in task.milestones])
    engine.perform(report, "return", people.standing, story.RETURN)
    assert len(milestones.reportable(task)) == 2


def test_a_new_roadmap_keeps_what_was_reported(people: Cast, task: Assignment) -> None:
    story.taken(people, task, "a")
    engine.perform(task, "set_roadmap", people.standing, PAPER | {"milestones": LINES})
    report = story.report(people, assignment=task, claim="partly", percent=50, milestones=[task.milestones[0].id])
    engine.perform(report, "accept_partly", people.standing, {"remaining": "Các khu còn lại làm tiếp"})
    engine.perform(task, "set_roadmap", people.standing, PAPER | {"milestones": ["2027 | Xong các khu còn lại"]})
    assert [one.text for one in task.milestones] == ["Xong hạ tầng 2 khu", "Xong các khu còn lại"]


# --- re-opening -------------------------------------------------------------------------------------------------------


def test_what_was_verified_before_a_reopening_no_longer_is(people: Cast, now: time_machine.Coordinates) -> None:
    issued = story.issued(people)
    story.accept(people, story.report(people, assignment=story.lead(issued)))
    task = story.lead(issued)
    now.shift(timedelta(days=2))
    before = clock.now()
    now.shift(timedelta(days=1))
    story.reopened(people, task)
    progress = rollup.of_tasks([task.id])[task.id]
    assert (progress.claimed, progress.verified) == (100, 0), "the agency goes on claiming it"
    assert rollup.of_recommendations([issued.id])[issued.id].verified == 0
    assert task.reviewed_at == clock.now(), "the day of what is said now"
    [lead] = [part for part in reading.parts(issued, people.officer_b) if part.assignment is task]
    assert (lead.accepted, lead.shows_state) == (None, False)
    for moment, is_told in ((before, True), (clock.now(), False)):
        whole = looking_back.whole(issued, people.officer_b, moment)
        assert whole is not None
        assert [part.accepted is not None for part in whole.parts if part.level == "summary"] == [is_told]
    now.shift(timedelta(days=1))
    again = story.report(people, assignment=task, claim="partly", percent=60)
    assert rollup.of_tasks([task.id])[task.id].verified == 0
    engine.perform(again, "accept_partly", people.standing, {"remaining": "Còn việc trình ký"} | story.judged(again))
    assert rollup.of_tasks([task.id])[task.id].verified == 60
    assert reading.accepted_report(task) is again


def test_milestones_that_were_verified_before_a_reopening_no_longer_are(
    people: Cast, now: time_machine.Coordinates
) -> None:
    task = story.taken(people, None, "a")
    agency_plan.edit(task, {"milestones": ["30/06/2026 | Xong dự thảo"]}, people.officer_a)
    story.accept(people, story.report(people, assignment=task, milestones=[task.milestones[0].id]))
    now.shift(timedelta(days=1))
    story.reopened(people, task)
    found = rollup.of_tasks([task.id])[task.id]
    assert (found.reported, found.confirmed, found.verified) == (1, 0, 0)
    assert rollup.standing([task.milestones[0].id]) == set()


def test_what_was_done_is_reopened_only_on_a_re_oversight(people: Cast) -> None:
    task = story.report(people).assignment
    story.accept(people, task.updates[0])
    with pytest.raises(Invalid) as refused:
        engine.perform(task, "reopen", people.standing, DECISION | {"re_oversight": "1"})
    assert "giám sát lại" in str(refused.value.errors).lower()
    seen = story.reopened(people, task)
    assert (task.state, task.verified_at, seen.reopened_on) == ("in_progress", None, date(2026, 6, 15))
    found = ladder.following(ladder.rungs(), NEXT_MONTH, task.measures)
    assert found is not None
    assert found.rung.key == "urge", "the ladder begins anew"


def test_urging_before_the_re_opening_does_not_count_for_not_implemented(
    people: Cast, now: time_machine.Coordinates
) -> None:
    task = story.report(people).assignment
    story.measure(people, task)
    story.measure(people, task, kind="explanation", skip_reason="Chậm nhiều lần")
    story.accept(people, task.updates[0])
    now.move_to("2026-08-20T09:00:00+07:00")
    story.reopened(people, task)
    with pytest.raises(Invalid):
        engine.perform(task, "find_not_implemented", people.standing, DECISION)
    story.measure(people, task)
    story.measure(people, task, kind="explanation", skip_reason="Chậm nhiều lần")
    now.move_to("2026-10-20T09:00:00+07:00")
    engine.perform(task, "find_not_implemented", people.standing, DECISION)
    assert task.state == "not_implemented"


# --- migration --------------------------------------------------------------------------------------------------------


def test_roadmaps_written_as_text_and_as_milestones_survive_the_migrations(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        people = cast.make("concluded")
        text, rows = story.lead(story.issued(people)), story.lead(story.issued(people))
        text.state, text.plan = "multi_year", "Năm 2026: 2 khu; năm 2027: 3 khu"
        urged = story.measure(people, rows)
        engine.perform(urged, "answer", people.office, {"answered_on": urged.taken_on, "answered_with": "7/BC"})
        engine.perform(rows, "set_roadmap", people.standing, PAPER | {"milestones": LINES})
        extended = story.lead(story.issued(people, due_on=date(2099, 7, 15)))
        story.extended(people, extended, date(2099, 9, 15))
        ids = text.id, rows.id, extended.id
        db.session.commit()
        schema.downgrade("0010")
        with db.engine.connect() as connection:
            plans = dict(connection.exec_driver_sql("SELECT id, plan FROM assignment").all())
            due = dict(connection.exec_driver_sql("SELECT id, due_on FROM assignment").all())
        assert plans[ids[0]] == "Năm 2026: 2 khu; năm 2027: 3 khu"
        assert plans[ids[1]].splitlines()[0] == "31/12/2026 | Xong hạ tầng 2 khu"
        assert str(due[ids[2]]) == "2099-09-15", "the deadline that holds stays"
        schema.upgrade()
        assert schema.differences() == []
        db.session.expire_all()
        task = db.session.get(Assignment, ids[0])
        assert task is not None
        assert (task.plan, task.extension_count) == ("Năm 2026: 2 khu; năm 2027: 3 khu", 0)
        assert [measure.state for measure in task.measures] == []
        assert db.session.scalars(select(Milestone)).all() == []
        assert [one.state for one in db.session.get(Assignment, ids[1]).measures] == ["answered"]  # type: ignore[union-attr]
