"""Whoever has to act is reminded at the horizons and when it is too late, once each; nobody of what is answered."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import asking, cast, story
from tests.cast import Cast
from tracker.accounts.models import User
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.progress_requests import reminding as progress_requests
from tracker.progress_requests import service as progress
from tracker.progress_requests.models import ProgressRequest
from tracker.recommendations import agency_plan, milestone_reminding, reminding
from tracker.recommendations.control import keeping
from tracker.recommendations.models import Assignment
from tracker.recommendations.queries import work_for
from tracker.recommendations.queries.control_room import Asked, Room
from tracker.requests import reminding as requests
from tracker.workflow import engine

DUE = date(2026, 7, 15)
STEPS = (
    reminding.remind,
    milestone_reminding.remind,
    reminding.remind_of_returns,
    requests.remind,
    progress_requests.remind,
    reminding.warn,
    reminding.tell_of_run_out,
)


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def at(now: time_machine.Coordinates, day: str) -> None:
    now.move_to(f"{day}T05:00:00+07:00")


def scan() -> None:
    """A night, twice over: the second time finds nothing left to do."""
    for _time in range(2):
        for step in STEPS:
            for _piece in step():
                db.session.commit()


def told(name: str) -> Counter[str]:
    """Who has been told so, by user name."""
    query = select(User.username).join(Notice, Notice.recipient_id == User.id).where(Notice.name == name)
    return Counter(db.session.scalars(query))


def only_lead(people: Cast) -> Assignment:
    return story.lead(story.issued(people, support_agency_ids=[]))


def test_reminders_come_at_the_horizons_and_once_when_it_is_too_late(
    people: Cast, now: time_machine.Coordinates
) -> None:
    only_lead(people)
    expected = {
        "2026-06-29": 0,
        "2026-06-30": 1,  # 15 days before
        "2026-07-07": 1,
        "2026-07-08": 2,  # 7
        "2026-07-10": 3,  # 3 days before is Sunday 12/7: the working day before it
        "2026-07-15": 3,
    }
    for day, times in expected.items():
        at(now, day)
        scan()
        assert told("assignment.due")["leader_a"] == times, day
    assert told("assignment.due")["officer_a"] == 3
    assert told("assignment.due")["office"] == 1, "who follows it, the last time"
    assert told("assignment.overdue") == Counter()
    for day in ("2026-07-16", "2026-07-17", "2026-08-30"):
        at(now, day)
        scan()
    assert set(told("assignment.overdue").values()) == {1}
    assert {"leader_a", "officer_a", "office", "other_office", "leader", "head", "deputy_head"} == set(
        told("assignment.overdue")
    )


def test_a_night_that_was_missed_is_made_up_for_by_one_reminder(people: Cast, now: time_machine.Coordinates) -> None:
    only_lead(people)
    at(now, "2026-07-13")
    scan()
    assert told("assignment.due")["leader_a"] == 1


def test_what_is_answered_is_left_in_peace(people: Cast, now: time_machine.Coordinates) -> None:
    task = only_lead(people)
    story.report(people, assignment=task)
    for day in ("2026-07-01", "2026-07-20"):
        at(now, day)
        scan()
    assert told("assignment.due") == told("assignment.overdue") == Counter()


def test_a_return_after_the_deadline_is_told_of_as_overdue(people: Cast, now: time_machine.Coordinates) -> None:
    update = story.report(people, assignment=only_lead(people))
    at(now, "2026-07-20")
    scan()
    engine.perform(update, "return", people.office, story.RETURN | {"answer_due_on": date(2026, 7, 30)})
    scan()
    assert told("assignment.overdue")["leader_a"] == 1


def test_what_has_ended_or_runs_for_years_is_left_in_peace(people: Cast, now: time_machine.Coordinates) -> None:
    task = only_lead(people)
    engine.perform(task, "waive", people.standing, story.DECISION)
    at(now, "2026-07-20")
    scan()
    assert told("assignment.overdue") == Counter()


def test_another_deadline_is_reminded_of_anew(people: Cast, now: time_machine.Coordinates) -> None:
    task = only_lead(people)
    at(now, "2026-07-16")
    scan()
    task.due_on = task.due_ends_on = date(2026, 9, 15)
    db.session.flush()
    at(now, "2026-08-31")
    scan()
    at(now, "2026-09-16")
    scan()
    assert told("assignment.overdue")["leader_a"] == 2
    assert told("assignment.due")["leader_a"] == 1


def test_a_clock_set_to_another_year_and_back_repeats_nothing(people: Cast, now: time_machine.Coordinates) -> None:
    only_lead(people)
    at(now, "2026-07-01")
    scan()
    at(now, "2027-07-01")
    scan()
    at(now, "2026-07-01")
    scan()
    assert told("assignment.due")["leader_a"] == 1
    assert told("assignment.overdue")["leader_a"] == 1


def test_the_office_is_warned_once_of_what_nobody_follows_and_of_agencies_that_nobody_reads_for(
    people: Cast, now: time_machine.Coordinates
) -> None:
    made = story.issued(people, lead_agency_id=people.agencies["c"].id, support_agency_ids=[])
    for day in ("2026-06-16", "2026-06-17"):
        at(now, day)
        scan()
    assert told("recommendation.no_follower") == Counter({"office": 1, "other_office": 1})
    assert told("recommendation.nobody_told") == Counter({"office": 1, "other_office": 1})
    made.followed_by_id = people.users["office"].id
    other = story.issued(people, support_agency_ids=[], followed_by_id=people.users["office"].id)
    other.followed_by_id = people.users["office"].id
    db.session.flush()
    scan()
    assert told("recommendation.no_follower")["office"] == 1
    assert told("recommendation.no_deadline") == Counter()


# --- milestones -------------------------------------------------------------------------------------------------------

ROADMAP = {"number": "12/QĐ-TT", "issued_on": date(2026, 6, 15)}
LINES = ["30/09/2026 | Xong hạ tầng 2 khu", "30/09/2026 | Xong đường gom", "15/12/2027 | Xong hạ tầng 3 khu"]


def test_a_milestone_of_a_roadmap_is_reminded_of_and_told_when_it_is_missed(
    people: Cast, now: time_machine.Coordinates
) -> None:
    task = only_lead(people)
    engine.perform(task, "set_roadmap", people.standing, ROADMAP | {"milestones": LINES})
    task.recommendation.followed_by_id = people.users["office"].id
    days = {"2026-09-14": 0, "2026-09-15": 1, "2026-09-23": 2, "2026-09-25": 3, "2026-09-30": 3}
    for day, times in days.items():
        at(now, day)
        scan()
        assert told("assignment.due") == Counter(
            dict.fromkeys(("leader_a", "officer_a", "office"), times) if times else ()
        ), day
    assert told("assignment.overdue") == Counter()
    assert room(people) == []
    for day in ("2026-10-01", "2026-10-02"):
        at(now, day)
        scan()
    assert told("assignment.overdue") == Counter(leader_a=1, officer_a=1, office=1), "two of one day are one"
    assert room(people) == [task.id]
    [item] = [item for item in work_for(people.office) if item.group == "overdue"]
    assert (item.due_on, item.form) == (date(2026, 9, 30), "measure")
    assert task.answering in item.why
    done = [one.id for one in task.milestones if one.due_on.year == 2026]
    story.report(people, assignment=task, claim="in_progress", percent=40, milestones=done)
    assert room(people) == []
    assert not [item for item in work_for(people.office) if item.group == "overdue"]


def room(people: Cast) -> list[int]:
    """The tasks behind the control room's number of roadmaps with a missed milestone."""
    asked = Room(people.office, Asked(what="missed"), keeping.counting(people.office))
    assert asked.state().missed == asked.count()
    return list(asked.ids())


def test_a_milestone_that_the_agency_promised_itself_is_its_own_affair(
    people: Cast, now: time_machine.Coordinates
) -> None:
    task = story.taken(people, only_lead(people), "a")
    person = str(people.users["officer_a"].id)
    agency_plan.edit(task, {"person_id": person, "milestones": ["30/06/2026 | Rà soát xong"]}, people.officer_a)
    for day in ("2026-06-26", "2026-07-01"):
        at(now, day)
        scan()
    of_plan = [notice for notice in db.session.scalars(select(Notice)) if notice.facts.get("about") == "agency_plan"]
    assert Counter((notice.name, notice.recipient_id) for notice in of_plan) == Counter(
        (name, people.users[who].id)
        for name in ("assignment.due", "assignment.overdue")
        for who in ("leader_a", "officer_a")
    )
    assert room(people) == []


# --- the day by which a return is to be answered ----------------------------------------------------------------------


def test_the_day_by_which_a_return_is_to_be_answered_does_not_pass_in_silence(
    people: Cast, now: time_machine.Coordinates
) -> None:
    update = story.report(people, assignment=only_lead(people))
    task = update.assignment
    engine.perform(update, "return", people.office, story.RETURN | {"answer_due_on": date(2026, 6, 25)})
    expected = {
        "2026-06-17": (0, 0),
        "2026-06-18": (1, 0),
        "2026-06-22": (2, 0),
        "2026-06-25": (2, 0),
        "2026-06-26": (2, 1),
    }
    for day, (before, after) in expected.items():
        at(now, day)
        scan()
        assert (of_return("due"), of_return("overdue")) == (before, after), day
    assert told("assignment.overdue")["office"] == 1, "and whoever follows it"
    [late] = [item for item in work_for(people.officer_a) if item.kind == "assignment"]
    assert (late.group, late.due_on, late.days_left) == ("overdue", date(2026, 6, 25), -1)
    story.report(people, assignment=task)
    at(now, "2026-06-29")
    scan()
    assert (of_return("due"), of_return("overdue")) == (2, 1)


def of_return(name: str) -> int:
    """How often agency A's leader was told so of a return."""
    query = select(Notice).join(User, User.id == Notice.recipient_id).where(User.username == "leader_a")
    rows = db.session.scalars(query.where(Notice.name == f"assignment.{name}"))
    return sum(notice.facts.get("about") == "return" for notice in rows)


# --- evidence that runs out -------------------------------------------------------------------------------------------


def test_the_office_is_told_once_of_evidence_that_has_run_out_on_what_is_done(
    people: Cast, now: time_machine.Coordinates
) -> None:
    update = story.report(people, assignment=only_lead(people))
    verdicts = story.judged(update, valid_until=date(2026, 8, 31))
    engine.perform(update, "accept", people.standing, story.ACCEPTANCE | verdicts)
    at(now, "2026-08-31")
    scan()
    assert told("evidence.lapsed") == Counter()
    for day in ("2026-09-01", "2026-09-02"):
        at(now, day)
        scan()
    assert told("evidence.lapsed") == Counter(office=1, other_office=1)


# --- reports and written answers --------------------------------------------------------------------------------------


def asked(people: Cast, key: str = "a") -> Any:
    people.delegation.state = "established"
    return asking.sent(people, key, due_on=DUE)


def test_an_agency_is_reminded_of_its_report_and_who_waits_for_it_when_it_is_late(
    people: Cast, now: time_machine.Coordinates
) -> None:
    asked(people)
    expected = {"2026-06-29": 0, "2026-06-30": 1, "2026-07-08": 2, "2026-07-10": 3, "2026-07-15": 3}
    for day, times in expected.items():
        at(now, day)
        scan()
        assert told("report_request.due")["leader_a"] == told("report_request.due")["officer_a"] == times, day
    assert told("report_request.due")["secretary"] == 1, "who waits for it, the last time"
    assert told("report_request.overdue") == Counter()
    for day in ("2026-07-16", "2026-07-17", "2026-08-30"):
        at(now, day)
        scan()
    late = told("report_request.overdue")
    assert set(late.values()) == {1}
    assert {"leader_a", "officer_a", "secretary", "office", "head"} <= set(late)
    assert "leader_b" not in late


def test_a_report_that_was_handed_in_is_left_in_peace_until_something_is_to_be_supplemented(
    people: Cast, now: time_machine.Coordinates
) -> None:
    request = asked(people)
    asking.answered(people, request)
    engine.perform(request, "submit", people.leader_a, asking.papers(people))
    at(now, "2026-07-20")
    scan()
    assert told("report_request.due") == told("report_request.overdue") == Counter()
    item = str(asking.answer_of(request, "Nhà ở").item_id)
    returned = {"items": [item], "note": "Bổ sung số liệu năm 2024", "due_on": date(2026, 7, 31)}
    engine.perform(request, "return", people.secretary, returned)
    at(now, "2026-08-03")
    scan()
    assert told("report_request.overdue")["leader_a"] == 1


def test_an_agency_is_reminded_of_a_written_progress_request(people: Cast, now: time_machine.Coordinates) -> None:
    only_lead(people)
    at(now, "2026-12-15")
    for _piece in progress.prepare():
        db.session.commit()
    request = db.session.scalars(select(ProgressRequest)).one()
    letter = {"number": "45/HĐND-VP", "issued_on": date(2026, 12, 15), "answer_due_on": date(2026, 12, 31)}
    engine.perform(request, "issue", people.office, letter)
    for day, times in {"2026-12-16": 1, "2026-12-24": 2, "2026-12-28": 3, "2026-12-31": 3}.items():
        at(now, day)
        scan()
        assert told("progress_request.due")["leader_a"] == times, day
    for day in ("2027-01-02", "2027-01-09"):
        at(now, day)
        scan()
    assert told("progress_request.overdue") == Counter(leader_a=1, officer_a=1, office=1, other_office=1)
