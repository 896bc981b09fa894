"""An agency's plan with its milestones, how far things have come, and many agencies at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.organizations import service as organizations
from tracker.recommendations import agency_plan, milestones
from tracker.recommendations.models import Assignment
from tracker.recommendations.queries import grid, rollup, work_for
from tracker.recommendations.queries.grid import Wanted
from tracker.workflow import engine

LINES = ["30/06/2026 | Xong danh mục | Danh mục", "10/07/2026 | Trình ký | Tờ trình"]
START = {"plan": "Rà soát rồi trình", "milestones": LINES}
ROADMAP = {
    "number": "12/QĐ-TT",
    "issued_on": date(2026, 6, 15),
    "milestones": ["31/12/2027 | Xong hạ tầng", "2028 | Xong cả"],
}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    given = story.lead(story.issued(people))
    engine.perform(given, "start", people.officer_a, START | {"person_id": str(people.users["officer_a"].id)})
    return given


def days(task: Assignment) -> list[tuple[str, str]]:
    return [(milestone.origin, milestones.spelled(milestone)) for milestone in task.milestones]


def reaching(people: Cast, task: Assignment, places: Sequence[int], **changes: Any) -> Any:
    ids = [task.milestones[place].id for place in places]
    return story.report(people, assignment=task, claim="partly", percent=None, milestones=ids, **changes)


def test_a_plan_is_made_on_taking_the_task(people: Cast, task: Assignment) -> None:
    assert (task.person_id, task.person_in_charge) == (people.users["officer_a"].id, "Người officer_a")
    assert days(task) == [("plan", line) for line in LINES]


def test_somebody_is_in_charge_an_account_of_the_agency_or_a_name(people: Cast) -> None:
    given = story.lead(story.issued(people))
    with pytest.raises(Invalid) as wrong:
        engine.perform(given, "start", people.officer_a, START)
    assert set(wrong.value.errors) == {"person_in_charge"}
    with pytest.raises(Invalid) as wrong:
        engine.perform(given, "start", people.officer_a, START | {"person_id": str(people.users["officer_b"].id)})
    assert set(wrong.value.errors) == {"person_id"}
    engine.perform(given, "start", people.officer_a, START | {"person_in_charge": "Phòng Kế hoạch"})
    assert (given.person_id, given.person_in_charge) == (None, "Phòng Kế hoạch")


def test_it_is_changed_by_the_agency_with_an_event_of_before_and_after(people: Cast, task: Assignment) -> None:
    kept = task.milestones[0]
    agency_plan.edit(task, {"milestones": [LINES[0], "12/07/2026 | Trình ký"]}, people.leader_a)
    assert [line for _origin, line in days(task)] == [LINES[0], "12/07/2026 | Trình ký"]
    assert task.milestones[0] is kept, "what reads as before stays the same one"
    assert task.plan == "Rà soát rồi trình"
    for name in ("officer_b", "office", "standing"):
        with pytest.raises(Forbidden):
            agency_plan.edit(task, {"plan": "Khác"}, people.actor(name))


def test_what_was_reported_stays_and_a_wrong_line_is_refused(people: Cast, task: Assignment) -> None:
    update = reaching(people, task, [0])
    engine.perform(update, "return", people.standing, story.RETURN)
    engine.perform(reaching(people, task, [0]), "accept_partly", people.standing, {"remaining": "Còn việc trình ký"})
    agency_plan.edit(task, {"milestones": []}, people.officer_a)
    assert [line for _origin, line in days(task)] == [LINES[0]]
    with pytest.raises(Invalid, match="Dòng 1"):
        agency_plan.edit(task, {"milestones": ["31/02/2026 | Việc"]}, people.officer_a)


def test_the_agency_does_not_change_what_was_decided(people: Cast, task: Assignment) -> None:
    engine.perform(task, "set_roadmap", people.standing, ROADMAP)
    assert [origin for origin, _line in days(task)] == ["plan", "plan", "decision", "decision"]
    agency_plan.edit(task, {"milestones": []}, people.officer_a)
    assert days(task) == [("decision", "31/12/2027 | Xong hạ tầng"), ("decision", "31/12/2028 | Xong cả")]


def test_nothing_is_planned_on_a_task_that_has_ended(people: Cast) -> None:
    update = story.report(people)
    story.accept(people, update)
    with pytest.raises(Impossible, match="Đã thực hiện xong"):
        agency_plan.edit(update.assignment, {"plan": "Khác"}, people.officer_a)


def test_a_promise_after_the_deadline_is_kept_and_told(people: Cast, task: Assignment) -> None:
    agency_plan.edit(task, {"milestones": ["31/12/2026 | Nghiệm thu"]}, people.officer_a)
    assert [milestone.due_on for milestone in agency_plan.beyond_deadline(task)] == [date(2026, 12, 31)]


def test_a_late_milestone_waits_for_the_agency(people: Cast, task: Assignment, now: time_machine.Coordinates) -> None:
    def late(name: str) -> list[str]:
        return [item.why for item in work_for(people.actor(name)) if "mốc" in item.why]

    now.move_to("2026-06-30T09:00:00+07:00")
    assert late("officer_a") == []
    now.move_to("2026-07-01T09:00:00+07:00")
    assert late("officer_a") == ["1 mốc đã qua, chưa báo đạt · bạn phụ trách"]
    assert late("leader_a") == ["1 mốc đã qua, chưa báo đạt · Người officer_a"]
    assert late("officer_b") == []
    update = reaching(people, task, [0])
    assert late("officer_a") == []
    engine.perform(update, "return", people.standing, story.RETURN | {"answer_due_on": date(2026, 7, 3)})
    assert late("officer_a"), "what was returned does not count"


def test_what_is_claimed_and_what_was_verified_are_counted_apart(people: Cast, task: Assignment) -> None:
    update = reaching(people, task, [0])
    found = rollup.of_tasks([task.id])[task.id]
    assert (found.claimed, found.verified, found.reported, found.confirmed, found.milestones) == (50, 0, 1, 0, 2)
    engine.perform(update, "accept_partly", people.standing, {"remaining": "Còn việc trình ký"})
    found = rollup.of_tasks([task.id])[task.id]
    assert (found.claimed, found.verified) == (50, 50)


def test_a_task_without_milestones_goes_by_its_last_report_that_was_sent(people: Cast) -> None:
    update = story.drafted_report(people, claim="partly", percent=40)
    task = update.assignment
    assert rollup.of_tasks([task.id])[task.id].claimed == 0, "a draft says nothing yet"
    engine.perform(update, "send", people.leader_a)
    assert rollup.of_tasks([task.id])[task.id].claimed == 40
    assert rollup.of_tasks([task.id])[task.id].verified == 0
    engine.perform(update, "accept_partly", people.standing, {"remaining": "Còn việc trình ký"})
    assert rollup.of_tasks([task.id])[task.id].verified == 40


def test_a_recommendation_comes_as_far_as_its_agencies(people: Cast) -> None:
    issued = story.issued(people)
    update = story.report(people, assignment=story.lead(issued))
    rolled = rollup.of_recommendations([issued.id])[issued.id]
    assert (rolled.tasks, rolled.claimed_done, rolled.verified_done) == (2, 1, 0)
    assert (rolled.claimed, rolled.verified) == (50, 0)
    story.accept(people, update)
    rolled = rollup.of_recommendations([issued.id])[issued.id]
    assert (rolled.verified_done, rolled.verified) == (1, 50)
    support = issued.assignments[1]
    engine.perform(support, "waive", people.standing, story.DECISION)
    rolled = rollup.of_recommendations([issued.id])[issued.id]
    assert (rolled.tasks, rolled.verified) == (1, 100), "a waived one does not count"


def communes(people: Cast, many: int) -> None:
    for number in range(many):
        facts = {"code": f"X{number:03}", "name": f"UBND xã Số {number:03}", "kind": "commune_people_committee"}
        organizations.add(people.council.id, {"short_name": "", **facts}, people.office)


def test_all_agencies_of_a_kind_are_addressed_in_one_go(people: Cast) -> None:
    communes(people, 114)
    issued = story.issued(people, support_kinds=["commune_people_committee"])
    assert len(issued.assignments) == 116
    counts = grid.counts(people.office, Wanted(recommendation_id=issued.id))
    assert (counts.states, counts.total) == ({"assigned": 116}, 116)
    assert len(grid.rows(people.office, Wanted(recommendation_id=issued.id), page=1, size=25)) == 26
    found = grid.rows(people.office, Wanted(recommendation_id=issued.id, q="so 013"), page=1, size=25)
    assert [row.agency_name for row in found] == ["UBND xã Số 013"]


def test_the_grid_shows_what_is_overdue_and_to_each_what_is_theirs(people: Cast, now: time_machine.Coordinates) -> None:
    issued = story.issued(people)
    now.move_to("2026-07-20T09:00:00+07:00")
    about = Wanted(recommendation_id=issued.id, overdue=True)
    assert grid.counts(people.office, about).overdue == 2
    assert [row.is_late for row in grid.rows(people.office, about, page=1, size=25)] == [True, True]
    assert grid.total(people.leader_a, about) == 2, "the lead knows the state of those who co-operate"
    assert grid.total(people.leader_b, about) == 1
    cast.add_accounts(people, "officer_c")
    cast.give(people, "officer_c", cast.Role.AGENCY_OFFICER, agency_id=people.agencies["c"].id)
    assert grid.total(people.officer_c, about) == 0
