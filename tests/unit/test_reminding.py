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
from tracker.recommendations import reminding
from tracker.recommendations.models import Assignment
from tracker.requests import reminding as requests
from tracker.workflow import engine

DUE = date(2026, 7, 15)


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def at(now: time_machine.Coordinates, day: str) -> None:
    now.move_to(f"{day}T05:00:00+07:00")


def scan() -> None:
    """A night, twice over: the second time finds nothing left to do."""
    for _time in range(2):
        for step in (reminding.remind, requests.remind, progress_requests.remind, reminding.warn):
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
