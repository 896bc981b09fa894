"""The line of steps says what is done, what is under way, and what is due by when."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tracker.delegations import documents, progress
from tracker.delegations.models import ruleset_on
from tracker.delegations.progress import MILESTONES, Step
from tracker.delegations.workflow import DELEGATION

WORDS = ["Thành lập", "Thông báo", "Giám sát", "Tổng hợp", "Báo cáo", "Kết luận", "Theo dõi"]


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make()


def states(steps: list[Step]) -> list[str]:
    assert [str(step.label) for step in steps] == WORDS
    return [step.state for step in steps]


@pytest.mark.parametrize(
    ("state", "done"),
    [
        ("draft", 0),
        ("established", 1),
        ("notified", 2),
        ("active", 2),
        ("compiling", 3),
        ("reported", 5),
        ("concluded", 6),
        ("following_up", 6),
        ("closed", 7),
    ],
)
def test_each_state_has_its_place_on_the_line(people: Cast, state: str, done: int) -> None:
    people.delegation.state = state
    if state == "draft":
        people.delegation.established_on = people.delegation.notified_on = people.delegation.ended_on = None
    current = ["current"] if done < 7 else []
    assert states(progress.line(people.delegation)) == ["done"] * done + current + ["todo"] * (7 - done - len(current))


def test_a_cancelled_delegation_stands_where_it_stood_with_nothing_under_way(people: Cast) -> None:
    people.delegation.state = "cancelled"
    people.delegation.notified_on = people.delegation.ended_on = None
    steps = progress.line(people.delegation)
    assert states(steps) == ["done", *["todo"] * 6]
    assert all(step.due_on is None for step in steps)


def test_what_is_done_shows_its_day_and_what_is_not_the_last_day_for_it(people: Cast) -> None:
    delegation = people.delegation
    delegation.state, delegation.notified_on = "established", None
    steps = progress.line(delegation)
    assert steps[0].on == date(2026, 3, 10)
    assert (steps[1].state, steps[1].due_on) == ("current", date(2026, 3, 25))


def test_a_committees_delegation_reports_within_ten_days_after_supervision_ends(people: Cast) -> None:
    people.delegation.state = "compiling"
    people.delegation.ended_on = date(2026, 5, 20)
    reported = progress.line(people.delegation)[4]
    assert reported.due_on == date(2026, 6, 1), "30/05 is a Saturday: the next working day"


def test_the_councils_own_delegation_reports_at_the_nearest_session_so_no_day_is_given(people: Cast) -> None:
    delegation = people.other_delegation
    delegation.state = "compiling"
    assert progress.line(delegation)[4].due_on is None


def test_the_standing_committee_considers_a_report_within_seven_days(people: Cast) -> None:
    delegation = people.other_delegation
    delegation.owner_kind, delegation.state = "standing_committee", "reported"
    facts = {"number": "1/BC-ĐGS", "issued_on": date(2026, 6, 1)}
    documents.add(delegation, "report", facts, people.office)
    steps = progress.line(delegation)
    assert steps[4].on == date(2026, 6, 1)
    assert steps[5].due_on == date(2026, 6, 8)


def test_every_milestone_is_a_state_of_the_workflow() -> None:
    assert {name for name, _label in MILESTONES} | progress.PASSED_ALL <= {state.name for state in DELEGATION.states}


def test_the_new_law_applies_from_the_first_of_march_2026() -> None:
    assert (ruleset_on(date(2026, 2, 28)), ruleset_on(date(2026, 3, 1))) == ("L2015", "L2025")
