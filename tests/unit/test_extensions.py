"""A later deadline: asked for by the agency's leader, decided with a document; the original date is kept (F46, U04)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.story import GRANT, NEXT_MONTH
from tracker.accounts import access
from tracker.attachments import queries as attachments
from tracker.audit import queries as audit
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.extensions import db
from tracker.recommendations import service
from tracker.recommendations.models import Assignment, Extension
from tracker.recommendations.queries import work_for
from tracker.workflow import engine

LATER = date(2026, 9, 15)
REFUSAL = {"reason": "Chưa nêu được lý do chậm", "number": "32/TB-HĐND", "issued_on": date(2026, 6, 15)}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    return story.lead(story.issued(people))


def actions(task: Assignment, people: Cast) -> list[tuple[str, str]]:
    events = audit.of_thread("recommendation", task.recommendation_id, people.office, council_side=True)
    return [(event.subject_kind, event.action) for event in events]


def test_a_granted_extension_moves_the_one_deadline_and_keeps_the_original(people: Cast, task: Assignment) -> None:
    saturday = date(2026, 9, 19)
    asked = story.extended(people, task, saturday)
    assert (asked.state, asked.old_due_on, asked.new_due_on) == ("granted", NEXT_MONTH, saturday)
    assert (task.original_due_on, task.due_on, task.due_ends_on) == (NEXT_MONTH, saturday, date(2026, 9, 21))
    assert (task.due_key, task.recommendation.due_key, task.extension_count) == (saturday, saturday, 1)
    assert actions(task, people)[:3] == [("assignment", "extend"), ("extension", "grant"), ("extension", "request")]


def test_no_day_is_granted_that_is_over_when_it_is_decided_on(
    people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    asked = story.extension(people, task)
    now.move_to("2026-09-16T09:00:00+07:00")
    with pytest.raises(Invalid) as refused:
        engine.perform(asked, "grant", people.standing, GRANT | {"new_due_on": LATER})
    assert "đã qua" in str(refused.value.errors["new_due_on"][0])
    assert (asked.state, task.due_on) == ("requested", NEXT_MONTH)


def test_an_extension_of_a_co_operating_agency_leaves_the_table_as_it_is(people: Cast) -> None:
    issued = story.issued(people)
    support = next(task for task in issued.assignments if task.role == "support")
    asked = service.create_extension(
        {"proposed_due_on": LATER, "reason": "Chờ số liệu"}, people.leader_b, assignment=support, send=True
    )
    engine.perform(asked, "grant", people.standing, GRANT)
    assert (support.due_key, issued.due_key) == (LATER, NEXT_MONTH)


def test_it_may_be_asked_for_after_the_deadline_and_again(
    people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    now.move_to("2026-08-03T09:00:00+07:00")
    story.extended(people, task, date(2026, 9, 15))
    story.extended(people, task, date(2026, 10, 15))
    assert (task.original_due_on, task.due_on, task.extension_count) == (NEXT_MONTH, date(2026, 10, 15), 2)


def test_the_deciders_may_give_another_date_than_asked_for(people: Cast, task: Assignment) -> None:
    asked = story.extension(people, task)
    engine.perform(asked, "grant", people.standing, GRANT | {"new_due_on": date(2026, 8, 1)})
    assert (asked.proposed_due_on, task.due_on) == (LATER, date(2026, 8, 1))


def test_a_refusal_has_its_reason_and_document_and_moves_nothing(people: Cast, task: Assignment) -> None:
    asked = story.extension(people, task)
    engine.perform(asked, "refuse", people.leader, REFUSAL)
    assert (asked.state, asked.decision_note) == ("refused", REFUSAL["reason"])
    assert asked.document is not None
    assert asked.document.number == "32/TB-HĐND"
    assert (task.due_on, task.extension_count) == (NEXT_MONTH, 0)
    with pytest.raises(Impossible):
        engine.perform(asked, "grant", people.standing, GRANT)


@pytest.mark.parametrize("day", [NEXT_MONTH, date(2026, 7, 1)])
def test_a_date_that_is_not_after_the_old_one_is_refused_beside_its_field(
    people: Cast, task: Assignment, day: date
) -> None:
    with pytest.raises(Invalid) as refused:
        story.extension(people, task, proposed_due_on=day)
    assert "15/07/2026" in refused.value.errors["proposed_due_on"][0]
    asked = story.extension(people, task)
    with pytest.raises(Invalid) as refused:
        engine.perform(asked, "grant", people.standing, GRANT | {"new_due_on": day})
    assert list(refused.value.errors) == ["new_due_on"]


def test_a_date_within_the_same_days_of_rest_is_no_later_deadline(people: Cast, task: Assignment) -> None:
    """Saturday 29/08/2026 lasts to the next working day; the Sunday after it gives nobody a day more."""
    story.extended(people, task, date(2026, 8, 29))
    with pytest.raises(Invalid, match="đã kéo đến hết"):
        story.extension(people, task, proposed_due_on=date(2026, 8, 30))
    ends_on = task.due_ends_on
    asked = story.extension(people, task, proposed_due_on=ends_on + timedelta(days=1))
    with pytest.raises(Invalid, match="đã kéo đến hết"):
        engine.perform(asked, "grant", people.standing, GRANT | {"new_due_on": date(2026, 8, 30)})


@pytest.mark.parametrize("missing", ["number", "issued_on", "new_due_on"])
def test_nothing_is_granted_without_a_document(people: Cast, task: Assignment, missing: str) -> None:
    asked = story.extension(people, task)
    with pytest.raises(Invalid) as refused:
        engine.perform(asked, "grant", people.standing, {name: GRANT[name] for name in GRANT if name != missing})
    assert missing in refused.value.errors


def test_the_officer_drafts_and_the_leader_asks(people: Cast, task: Assignment) -> None:
    draft = story.extension(people, task, by="officer_a", send=False)
    with pytest.raises(Forbidden):
        engine.perform(draft, "request", people.officer_a)
    with pytest.raises(NotFound):
        access.find("extension", draft.id, people.standing)
    service.edit_extension(draft, {"proposed_due_on": date(2026, 8, 15)}, people.officer_a)
    engine.perform(draft, "request", people.leader_a)
    with pytest.raises(Impossible):
        service.edit_extension(draft, {"reason": "Khác"}, people.officer_a)
    assert access.find("extension", draft.id, people.standing) is draft


def test_only_one_request_is_open_at_a_time(people: Cast, task: Assignment) -> None:
    story.extension(people, task)
    with pytest.raises(Impossible):
        story.extension(people, task)


@pytest.mark.parametrize("name", ["office", "leader_a", "deputy", "head", "secretary"])
def test_nobody_else_decides(people: Cast, task: Assignment, name: str) -> None:
    asked = story.extension(people, task)
    with pytest.raises(Forbidden):
        engine.perform(asked, "grant", people.actor(name), GRANT)


@pytest.mark.parametrize("name", ["office", "standing", "leader_b"])
def test_nobody_asks_for_another(people: Cast, task: Assignment, name: str) -> None:
    with pytest.raises(Forbidden):
        story.extension(people, task, by=name)


def test_nothing_is_asked_for_or_granted_once_the_task_has_ended(people: Cast) -> None:
    update = story.report(people)
    asked = story.extension(people, update.assignment)
    story.accept(people, update)
    with pytest.raises(Invalid) as refused:
        engine.perform(asked, "grant", people.standing, GRANT)
    assert "gia hạn" in refused.value.errors[""][0]
    assert waiting(people, "standing") == []
    other = story.lead(story.issued(people, code="KN-2026-077"))
    engine.perform(other, "waive", people.standing, story.DECISION)
    with pytest.raises(Impossible):
        story.extension(people, other)


def test_what_runs_for_years_or_has_no_date_is_not_extended(people: Cast) -> None:
    timeless = story.issued(people, due_on=None, multi_year=True)
    with pytest.raises(Impossible):
        story.extension(people, story.lead(timeless))


def waiting(people: Cast, name: str) -> list[tuple[str, str]]:
    items = work_for(people.actor(name))
    return [(item.group, item.action) for item in items if item.kind == "extension"]


def test_it_waits_for_whoever_has_to_act(people: Cast, task: Assignment) -> None:
    draft = story.extension(people, task, by="officer_a", send=False)
    assert waiting(people, "leader_a") == []
    engine.perform(draft, "lay_before", people.officer_a)
    assert waiting(people, "leader_a") == [("todo", "Xem và gửi")]
    engine.perform(draft, "request", people.leader_a)
    assert waiting(people, "leader_a") == waiting(people, "officer_a") == [("waiting", "")]
    assert waiting(people, "standing") == waiting(people, "leader") == [("todo", "Xem và quyết định")]
    assert waiting(people, "office") == []
    engine.perform(draft, "grant", people.standing, GRANT)
    assert waiting(people, "standing") == []


def test_my_work_tells_the_original_date_and_how_often_it_was_moved(people: Cast, task: Assignment) -> None:
    story.extended(people, task, LATER)
    [item] = [item for item in work_for(people.officer_a) if item.kind == "assignment"]
    assert (item.due_on, item.original_due_on, item.extensions) == (LATER, NEXT_MONTH, 1)


def test_the_decision_is_kept_as_a_paper_whose_file_the_agency_reads(people: Cast, task: Assignment) -> None:
    asked = story.extension(people, task)
    engine.perform(asked, "grant", people.standing, GRANT | {"files": [story.scan(people, "standing")]})
    assert asked.document is not None
    assert (asked.document.kind, asked.document.number) == ("written_decision", "31/TB-HĐND")
    file = attachments.get(asked.document.attachment_id or 0)
    assert file is not None
    assert (file.subject_kind, file.subject_id) == ("extension", asked.id)


def test_the_database_itself_refuses_an_earlier_date(people: Cast, task: Assignment) -> None:
    asked: Any = story.extended(people, task, LATER)
    db.session.commit()
    asked.new_due_on = date(2026, 1, 1)
    with pytest.raises(Exception, match=r"ck_extension_later|CHECK"):
        db.session.flush()
    db.session.rollback()
    assert db.session.get(Extension, asked.id) is not None
