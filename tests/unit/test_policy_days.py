"""The day that a policy goes by: computed where it stands, reminded of once at each horizon, told of once when it passed."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tests.lawmaking import FAILED, WHY, council_session, go, policy, run_night
from tracker.accounts.models import User
from tracker.deadlines import overview
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.policies import days, reminding, route, service
from tracker.policies.models import Policy
from tracker.policies.work import work_for
from tracker.workflow import engine

DOSSIER, REPORT, FULL = date(2026, 6, 29), date(2026, 7, 3), date(2026, 6, 9)
"""Of a session that opens on 14/7/2026, and of a draft posted on 20/5/2026."""


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def at(now: time_machine.Coordinates, day: str) -> None:
    now.move_to(f"{day}T05:00:00+07:00")


def scan() -> None:
    """A night, twice over: the second time finds nothing left to do."""
    for _time in range(2):
        for _piece in reminding.remind():
            db.session.commit()


def told(name: str) -> Counter[str]:
    query = select(User.username).join(Notice, Notice.recipient_id == User.id).where(Notice.name == f"policy.{name}")
    return Counter(db.session.scalars(query))


def day_of(made: Policy) -> tuple[str, date, int] | None:
    day = days.of(made)
    return (day.step, day.due_on, day.days_left) if day else None


# --- where it stands --------------------------------------------------------------------------------------------------


def test_each_step_goes_by_its_own_day_or_by_the_next_one_of_its_route(people: Cast) -> None:
    made = policy(people)
    found = {}
    for state in ("proposed", "registered", "drafting", "consultation", "appraisal", "submitted_to_people_committee"):
        go(people, made, state) if state != "proposed" else None
        day = days.of(made)
        found[state] = (day.step, day.due_on) if day else None
    dossier = ("submitted_to_people_committee", DOSSIER)
    assert found == {"proposed": None} | dict.fromkeys(
        ("registered", "drafting", "consultation", "appraisal", "submitted_to_people_committee"), dossier
    )
    go(people, made, "committee_review")
    assert day_of(made) == ("committee_review", REPORT, 14)
    other = go(people, policy(people, procedure="not_people_committee"), "drafting")
    assert day_of(other) == ("committee_review", REPORT, 14)
    go(people, made, "tabled")
    assert day_of(made) is None, "the deputies have their documents"


def test_a_step_that_the_rules_have_dropped_is_still_its_own(people: Cast) -> None:
    made = go(people, policy(people), "committee_review")
    row = next(
        row
        for row in route.steps()
        if (row.ruleset, row.procedure, row.step) == ("B2025", "normative", "committee_review")
    )
    route.edit(row, {"passes": False, "legal_basis": "Luật mới"}, people.admin)
    assert day_of(made) == ("committee_review", REPORT, 14)


def test_it_is_soon_then_late_and_a_second_round_within_the_session_is_late_for_nobody(
    people: Cast, now: time_machine.Coordinates
) -> None:
    made = go(people, policy(people), "committee_review")
    groups = {}
    for day in ("2026-06-23", "2026-06-24", "2026-07-03", "2026-07-04"):
        at(now, day)
        known = days.of(made)
        groups[day] = known.group if known else None
        assert days.of_ids([made.id]).get(made.id) == known, "of a row as of the record"
    assert groups == {"2026-06-23": "", "2026-06-24": "soon", "2026-07-03": "soon", "2026-07-04": "overdue"}
    go(people, made, "tabled")
    engine.perform(made, "vote", people.office, FAILED)
    engine.perform(made, "table_again", people.office, WHY)
    assert day_of(made) is None
    assert days.grouped(Policy.council_id == people.council.id) == {"overdue": [], "soon": []}


def test_another_session_is_another_day(people: Cast) -> None:
    made = go(people, policy(people), "drafting")
    service.edit_session(council_session(people), {"opens_on": date(2026, 7, 6), "closes_on": None}, people.office)
    assert day_of(made) == ("submitted_to_people_committee", date(2026, 6, 19), 4)


def test_what_presses_comes_first_in_my_work_with_true_counts(people: Cast, now: time_machine.Coordinates) -> None:
    go(people, policy(people), "drafting")
    go(people, policy(people), "consultation")
    posted = go(people, policy(people), "drafting")
    assert [(item.group, item.due_on, item.days_left) for item in work_for(people.leader_a)] == [
        ("todo", DOSSIER, 10)
    ] * 3
    at(now, "2026-06-30")
    work = work_for(people.leader_a)
    assert work.counts == {"overdue": 3}
    engine.perform(posted, "withdraw", people.office, {"reason": "Trung ương đã quy định"})
    assert next(item.why for item in work_for(people.leader_a)).startswith("Đang soạn thảo · Gửi hồ sơ")


def test_its_day_stands_among_the_deadlines_of_its_delegation(people: Cast) -> None:
    made = go(people, policy(people), "drafting")
    found = [due for due in overview.of_delegation(people.delegation, people.office) if due.source.kind == "policy"]
    assert [(due.source.name, due.record, due.ends_on, due.days_left) for due in found] == [
        ("step_due_on", made, DOSSIER, 10)
    ]
    assert not [
        due for due in overview.of_delegation(people.delegation, people.leader_b) if due.source.kind == "policy"
    ]


# --- reminding --------------------------------------------------------------------------------------------------------


def test_drafting_agency_and_office_are_reminded_at_the_horizons_and_once_when_it_is_too_late(
    people: Cast, now: time_machine.Coordinates
) -> None:
    go(people, policy(people), "drafting")
    expected = {"2026-06-16": 0, "2026-06-21": 0, "2026-06-22": 1, "2026-06-25": 1, "2026-06-26": 2, "2026-06-29": 2}
    for day, times in expected.items():
        at(now, day)
        scan()
        assert told("due")["leader_a"] == told("due")["officer_a"] == told("due")["office"] == times, day
    assert told("overdue") == Counter()
    for day in ("2026-06-30", "2026-07-01", "2026-08-30"):
        at(now, day)
        scan()
    assert told("overdue") == Counter({"leader_a": 1, "officer_a": 1, "office": 1, "other_office": 1})
    [facts] = {tuple(sorted(notice.facts.items())) for notice in notices("overdue")}
    assert dict(facts)["about"] == "policy_dossier"


def notices(name: str) -> list[Notice]:
    return list(db.session.scalars(select(Notice).where(Notice.name == f"policy.{name}")))


def test_a_draft_is_told_of_when_it_has_been_posted_long_enough(people: Cast, now: time_machine.Coordinates) -> None:
    made = go(people, policy(people), "consultation")
    now.move_to("2026-06-08T05:00:00+07:00")
    scan()
    assert told("posted") == Counter()
    assert {notice.facts["about"] for notice in notices("due")} == {"policy_posting"}
    at(now, "2026-06-09")
    scan()
    assert told("posted") == Counter({"leader_a": 1, "officer_a": 1, "office": 1, "other_office": 1})
    assert made.posted_on == date(2026, 5, 20)
    assert {notice.facts["due_on"] for notice in notices("posted")} == {FULL.isoformat()}


def test_the_committee_is_reminded_of_its_report(people: Cast, now: time_machine.Coordinates) -> None:
    go(people, policy(people), "committee_review")
    at(now, "2026-07-01")
    scan()
    assert told("due")["leader"] == 1
    at(now, "2026-07-04")
    scan()
    assert told("overdue")["leader"] == 1


def test_a_resolution_is_reminded_of_before_the_day_it_takes_effect(
    people: Cast, now: time_machine.Coordinates
) -> None:
    made = go(people, policy(people), "promulgated")
    for day, times in {"2026-06-16": 0, "2026-06-18": 1, "2026-06-22": 2, "2026-06-24": 2}.items():
        at(now, day)
        scan()
        assert told("due")["leader_a"] == told("due")["office"] == times, day
    assert {notice.facts["about"] for notice in notices("due")} == {"in_force"}
    at(now, "2026-06-25")
    run_night()
    scan()
    assert made.state == "in_force"
    assert told("overdue") == Counter()


def test_nobody_is_reminded_of_what_was_withdrawn(people: Cast, now: time_machine.Coordinates) -> None:
    made = go(people, policy(people), "drafting")
    engine.perform(made, "withdraw", people.office, {"reason": "Trung ương đã quy định"})
    for day in ("2026-06-26", "2026-07-30"):
        at(now, day)
        scan()
    assert told("due") == told("overdue") == Counter()
