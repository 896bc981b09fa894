"""The ladder of steps against delay: in their order, each with its document and answer; the order is data (F49, U05)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tracker.attachments.models import Attachment
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.deadlines import moving, ruling
from tracker.extensions import db
from tracker.recommendations.measures import keeping, ladder, service
from tracker.recommendations.models import Assignment, Measure
from tracker.recommendations.queries import work_for
from tracker.workflow import engine

LATE = "2026-07-20T09:00:00+07:00"
"""The deadline, 15/07/2026, has passed."""
WHY = "Đã đôn đốc nhiều lần bằng điện thoại"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast, now: time_machine.Coordinates) -> Assignment:
    made = story.lead(story.issued(people))
    now.move_to(LATE)
    return made


def following(task: Assignment) -> tuple[str, date] | None:
    found = ladder.following(ladder.rungs(), task.due_ends_on, task.measures)
    return (found.rung.key, found.from_on) if found else None


def step(key: str) -> Any:
    return next(step for step in ladder.steps() if step.key == key)


def test_each_step_is_offered_in_its_order_with_its_date(people: Cast, task: Assignment) -> None:
    assert following(task) == ("urge", date(2026, 7, 16))
    story.measure(people, task, taken_on=date(2026, 7, 17), answer_due_on=date(2026, 7, 24))
    assert following(task) == ("urge_again", date(2026, 7, 27)), "after the answer was due, on a working day"
    story.measure(people, task, taken_on=date(2026, 7, 20))
    assert following(task) == ("competent_body", date(2026, 7, 21))
    for kind in ("competent_body", "explanation", "questioning", "re_oversight"):
        story.measure(people, task, kind=kind, taken_on=date(2026, 7, 20))
    assert (following(task) or ("",))[0] == "report_to_council"
    story.measure(people, task, kind="report_to_council", taken_on=date(2026, 7, 20))
    assert following(task) is None


def test_nobody_is_urged_before_the_recommendation_was_issued(people: Cast, task: Assignment) -> None:
    with pytest.raises(Invalid) as refused:
        story.measure(people, task, taken_on=date(2026, 6, 14))
    assert "15/06/2026" in refused.value.errors["taken_on"][0]
    assert story.measure(people, task, taken_on=date(2026, 6, 15)).taken_on == date(2026, 6, 15)


def test_the_same_letter_is_recorded_once_on_a_task(people: Cast, task: Assignment) -> None:
    letter = {"document_number": "301/HĐND-VP", "taken_on": date(2026, 7, 17)}
    story.measure(people, task, **letter)
    with pytest.raises(Invalid) as refused:
        story.measure(people, task, **letter | {"document_number": "301/hđnd-vp"})
    assert "đã được ghi" in refused.value.errors["document_number"][0]
    story.measure(people, task, **letter | {"taken_on": date(2026, 7, 20)})
    other = next(one for one in task.recommendation.assignments if one is not task)
    story.measure(people, other, **letter)
    assert len(task.measures) == 2


def test_an_answer_that_came_moves_the_next_step(people: Cast, task: Assignment) -> None:
    urged = story.measure(people, task, taken_on=date(2026, 7, 17), answer_due_on=date(2026, 7, 31))
    answer = {"answered_on": date(2026, 7, 20), "answered_with": "77/BC-BQL"}
    engine.perform(urged, "answer", people.office, answer)
    assert (urged.state, urged.answered_with) == ("answered", "77/BC-BQL")
    assert following(task) == ("urge_again", date(2026, 7, 21))
    with pytest.raises(Impossible):
        engine.perform(urged, "answer", people.office, answer)


def test_an_answer_before_the_letter_is_refused(people: Cast, task: Assignment) -> None:
    urged = story.measure(people, task, taken_on=date(2026, 7, 17))
    with pytest.raises(Invalid) as refused:
        engine.perform(urged, "answer", people.office, {"answered_on": date(2026, 7, 16), "answered_with": "1"})
    assert "17/07/2026" in refused.value.errors["answered_on"][0]


def test_the_report_that_an_agency_sends_answers_its_urging(people: Cast, task: Assignment) -> None:
    urged = story.measure(people, task, taken_on=date(2026, 7, 17))
    report = story.report(people, assignment=task, claim="in_progress", percent=50, completed_on=None)
    assert (urged.state, urged.answered_on, urged.answer_update_id) == ("answered", date(2026, 7, 20), report.id)
    explained = story.measure(people, task, kind="explanation", skip_reason=WHY, taken_on=date(2026, 7, 20))
    story.report(people, assignment=task, claim="in_progress", percent=60, completed_on=None)
    assert explained.state == "taken", "an explanation is answered by a paper of its own"


def test_urging_repeats_without_end(people: Cast, task: Assignment) -> None:
    for _time in range(4):
        story.measure(people, task, taken_on=date(2026, 7, 17))
    on_steps = ladder.climbed(ladder.rungs(), task.measures)
    assert [len(on_steps[key]) for key in ("urge", "urge_again")] == [1, 3]


def test_what_is_left_out_is_named_and_its_reason_kept(people: Cast, task: Assignment) -> None:
    story.measure(people, task, taken_on=date(2026, 7, 17))
    with pytest.raises(Invalid) as refused:
        story.measure(people, task, kind="explanation", taken_on=date(2026, 7, 20))
    sentence = refused.value.errors["skip_reason"][0]
    assert "Đôn đốc tiếp theo" in sentence
    assert "cấp có thẩm quyền" in sentence
    taken = story.measure(people, task, kind="explanation", taken_on=date(2026, 7, 20), skip_reason=WHY)
    assert taken.skip_reason == WHY
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject_id == taken.id).order_by(AuditEvent.id)
    ).all()[-1]
    assert event.after is not None
    assert event.after["skip_reason"] == WHY


def test_an_explanation_is_due_by_the_rule_of_the_ruleset(people: Cast, task: Assignment) -> None:
    plain = story.measure(people, task, kind="explanation", taken_on=date(2026, 7, 17), skip_reason=WHY)
    assert (plain.answer_rule, plain.answer_due_on) == ("explanation", date(2026, 8, 3)), "01/8 is a Saturday"
    hard = story.measure(
        people, task, kind="explanation", taken_on=date(2026, 7, 17), is_complex=True, document_number="302/HĐND-VP"
    )
    assert (hard.answer_rule, hard.answer_due_on) == ("explanation_complex", date(2026, 8, 17))
    computed = service.explained(plain)
    assert computed is not None
    assert any("Điều 40" in sentence for sentence in computed.sentences)


def test_a_shorter_day_may_be_set_and_a_longer_one_not(people: Cast, task: Assignment) -> None:
    about = {"kind": "explanation", "taken_on": date(2026, 7, 17), "skip_reason": WHY}
    with pytest.raises(Invalid) as refused:
        story.measure(people, task, **about, answer_due_on=date(2026, 8, 20))
    assert "03/08/2026" in refused.value.errors["answer_due_on"][0]
    set_by_hand = story.measure(people, task, **about, answer_due_on=date(2026, 7, 24))
    assert (set_by_hand.answer_rule, set_by_hand.answer_due_on) == ("", date(2026, 7, 24))


def test_a_change_of_the_rule_moves_an_open_answer_and_no_other(people: Cast, task: Assignment) -> None:
    about = {"kind": "explanation", "skip_reason": WHY, "taken_on": date(2026, 7, 17)}
    open_one, answered = (story.measure(people, task, **about) for _time in range(2))
    engine.perform(answered, "answer", people.office, {"answered_on": date(2026, 7, 20), "answered_with": "1/BC"})
    facts = {"days": 10, "unit": "day", "valid_from": date(2026, 7, 1)}
    moving.carry_out(ruling.changing("explanation", "L2025", facts, people.admin), people.admin)
    assert (open_one.answer_due_on, answered.answer_due_on) == (date(2026, 7, 27), date(2026, 8, 3))


def test_many_tasks_are_urged_by_one_letter_and_those_not_lawful_are_named(
    people: Cast, now: time_machine.Coordinates
) -> None:
    first, second, ended = (story.lead(story.issued(people)) for _time in range(3))
    engine.perform(ended, "waive", people.standing, story.DECISION)
    now.move_to(LATE)
    letter = {"kind": "urge", "document_number": "310/HĐND-VP", "taken_on": date(2026, 7, 20)}
    given = letter | {"files": [story.scan(people)]}
    outcome = service.record_together([first, ended, second], given, people.office)
    assert [measure.assignment_id for measure in outcome.done] == [first.id, second.id]
    assert [(task.id, "kết thúc" in sentence) for task, sentence in outcome.refused] == [(ended.id, True)]
    ids = [measure.id for measure in outcome.done]
    events = db.session.scalars(select(AuditEvent.subject_id).where(AuditEvent.subject_kind == "measure"))
    assert sorted(events) == sorted(ids)
    files = db.session.execute(
        select(Attachment.subject_id, Attachment.sha256).where(Attachment.subject_kind == "measure")
    ).all()
    assert sorted(row[0] for row in files) == sorted(ids)
    assert len({row[1] for row in files}) == 1


def test_the_order_the_names_and_what_is_required_are_data_with_events(people: Cast, task: Assignment) -> None:
    again = step("urge_again")
    facts = keeping.answers_of(again) | {"required": False, "own_name": "Nhắc lại"}
    keeping.edit(again, facts, people.admin)
    story.measure(people, task, taken_on=date(2026, 7, 17))
    story.measure(people, task, kind="competent_body", taken_on=date(2026, 7, 20))
    keeping.edit(
        step("report_to_council"), keeping.answers_of(step("report_to_council")) | {"position": 4}, people.admin
    )
    assert [rung.key for rung in ladder.rungs()][3:5] == ["report_to_council", "explanation"]
    assert [one.position for one in ladder.steps()] == list(range(1, 8))
    assert ladder.rungs()[1].name == "Nhắc lại"
    assert (following(task) or ("",))[0] == "report_to_council"
    changed = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject_kind == "ladder_step").order_by(AuditEvent.id)
    ).all()
    assert next(event.after for event in changed) == {"own_name": "Nhắc lại", "required": False}
    assert len(changed) == 5, "the step that was moved, and the three that it passed"
    with pytest.raises(Forbidden):
        keeping.edit(again, facts, people.office)


def test_a_leader_of_another_committee_takes_no_step(people: Cast, task: Assignment) -> None:
    people.delegation.body_id, people.delegation.owner_kind = None, "council"
    db.session.flush()
    outcome = service.record_together(
        [task], {"kind": "urge", "document_number": "1/HĐND", "taken_on": date(2026, 7, 20)}, people.leader
    )
    assert outcome.done == []
    assert outcome.refused[0][1]


def test_my_work_tells_the_next_step(people: Cast, task: Assignment) -> None:
    def late() -> tuple[str, str]:
        items = [item for item in work_for(people.office) if item.id == task.id and item.form == "measure"]
        return items[0].action, items[0].why

    assert late()[0] == "Đôn đốc"
    assert "từ 16/07/2026" in late()[1]
    for _time in range(2):
        story.measure(people, task, taken_on=date(2026, 7, 17))
    assert late()[0] == "Kiến nghị cấp có thẩm quyền xử lý"
    assert db.session.scalars(select(Measure)).all()
