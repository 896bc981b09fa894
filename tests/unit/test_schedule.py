"""How often agencies are called, and the file that calendar programs read."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import icalendar
import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tracker.core.errors import Forbidden, Impossible
from tracker.schedule import calendar_file, load, queries, service
from tracker.sessions import service as sessions
from tracker.sessions.models import WorkingSession

pytestmark = pytest.mark.unit
LIMITS = load.Limits(in_year=2, in_month=1)


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    made = cast.make()
    made.delegation.established_on = date(2025, 1, 2)
    return made


def session(people: Cast, day: date, *, keys: tuple[str, ...] = ("a",), **more: Any) -> WorkingSession:
    answers = {
        "kind": "working",
        "held_on": day,
        "part": "morning",
        "chair": "Nguyễn Thị Ví Dụ",
        "agency_ids": [people.agencies[key].id for key in keys],
    }
    return sessions.create(answers | more, people.secretary, delegation=people.delegation)


def announced(people: Cast, day: date = date(2026, 7, 1), **more: Any) -> WorkingSession:
    made = session(people, day, **more)
    made.state, made.notice_sent_on = "notified", date(2026, 6, 10)
    return made


def told(people: Cast, day: date, by: str = "office") -> list[load.Overload]:
    return load.overloads({people.agencies["a"].id: "Ban Quản lý"}, day, people.actor(by), LIMITS)


# --- agency load ------------------------------------------------------------------------------------------------------


def test_two_sessions_in_a_month_are_too_many(people: Cast) -> None:
    assert told(people, date(2026, 7, 20)) == []
    session(people, date(2026, 7, 1))
    [found] = told(people, date(2026, 7, 20))
    assert (found.in_month, found.in_year) == (2, None)
    assert told(people, date(2026, 8, 1)) == []


def test_more_than_two_sessions_in_twelve_months_are_too_many(people: Cast) -> None:
    for day in (date(2026, 1, 10), date(2026, 4, 10)):
        session(people, day)
    [found] = told(people, date(2026, 12, 31))
    assert (found.in_year, found.in_month) == (3, None)
    assert [other.held_on for other in found.others] == [date(2026, 1, 10), date(2026, 4, 10)]
    assert told(people, date(2027, 1, 10)) == [], "twelve months after the first it no longer counts"


def test_later_sessions_count_too(people: Cast) -> None:
    for day in (date(2026, 9, 10), date(2026, 11, 10)):
        session(people, day)
    [found] = told(people, date(2026, 7, 1))
    assert found.in_year == 3


def test_what_was_called_off_does_not_count(people: Cast) -> None:
    session(people, date(2026, 7, 1)).state = "cancelled"
    session(people, date(2026, 7, 2)).state = "postponed"
    assert told(people, date(2026, 7, 20)) == []


def test_a_session_is_not_counted_against_itself(people: Cast) -> None:
    made = session(people, date(2026, 7, 1))
    agencies = {people.agencies["a"].id: "Ban Quản lý"}
    assert load.overloads(agencies, made.held_on, people.office, LIMITS, but=made.id) == []


def test_sessions_of_delegations_one_may_not_read_are_counted_and_not_named(people: Cast) -> None:
    made = session(people, date(2026, 7, 1))
    made.delegation_id = people.other_delegation.id
    [found] = told(people, date(2026, 7, 20), by="secretary")
    assert (found.in_month, found.others, found.unnamed) == (2, (), 1)


def test_the_limits_are_settings(people: Cast) -> None:
    session(people, date(2026, 7, 1))
    agencies = {people.agencies["a"].id: "Ban Quản lý"}
    assert load.overloads(agencies, date(2026, 7, 2), people.office, load.Limits(5, 2)) == []


def test_the_table_counts_months_and_the_worst_twelve_of_them(people: Cast) -> None:
    for day in (date(2025, 11, 3), date(2026, 2, 3), date(2026, 2, 4)):
        session(people, day)
    id = people.agencies["a"].id
    found = load.of_year([id], 2026, LIMITS)[id]
    assert (found.months[1], found.total, found.most) == (2, 2, 3)
    assert found.is_over_year
    assert found.is_over_month(2)
    assert not found.is_over_month(1)


def test_the_busiest_agency_comes_first_and_the_list_is_paged_by_the_database(people: Cast) -> None:
    session(people, date(2026, 7, 1), keys=("a", "b"))
    session(people, date(2026, 8, 1), keys=("b",))
    councils = [people.council.id]
    rows = queries.called(councils, 2026, page=1, size=25)
    assert [(row.id, row.sessions) for row in rows] == [(people.agencies["b"].id, 2), (people.agencies["a"].id, 1)]
    assert len(queries.called(councils, 2026, page=2, size=1)) == 1
    assert queries.count_called(councils, 2026) == 2
    assert queries.count_called([people.other_council.id], 2026) == 0


# --- the file ---------------------------------------------------------------------------------------------------------


def events(people: Cast, by: str = "office") -> list[Any]:
    rows = queries.announced(queries.readable_sessions(people.actor(by)), date(2025, 6, 15))
    body = calendar_file.written("Lịch", rows, [], "https://giamsat.example.vn")
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def test_a_session_with_an_hour_stands_in_the_time_of_viet_nam(people: Cast) -> None:
    made = announced(people, part="afternoon", starts_at=time(14, 0), place="Phòng họp 2; tầng 3, trụ sở")
    [event] = events(people)
    assert event["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    assert event.decoded("DTSTART").isoformat() == "2026-07-01T14:00:00+07:00"
    assert str(event["LOCATION"]) == "Phòng họp 2; tầng 3, trụ sở"
    assert str(event["URL"]) == f"https://giamsat.example.vn/sessions/{made.id}"
    assert str(event["STATUS"]) == "CONFIRMED"


def test_a_session_of_which_only_the_part_of_the_day_is_known_takes_the_whole_day(people: Cast) -> None:
    announced(people)
    [event] = events(people)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 7, 1), date(2026, 7, 2))
    assert str(event["SUMMARY"]).endswith("(sáng)")


def test_what_is_only_planned_is_in_no_calendar(people: Cast) -> None:
    session(people, date(2026, 7, 1))
    assert events(people) == []


def test_a_session_that_is_called_off_keeps_its_name_and_grows_its_number(people: Cast, db_session: Session) -> None:
    made = announced(people)
    [before] = events(people)
    made.state = "cancelled"
    db_session.flush()
    [after] = events(people)
    assert str(before["UID"]) == str(after["UID"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert str(after["STATUS"]) == "CANCELLED"


def test_long_lines_are_folded_and_line_ends_cannot_be_smuggled_in(people: Cast) -> None:
    announced(people, title="Cuộc " + "rất dài " * 40).place = "A\r\nATTENDEE:x"
    rows = queries.announced(queries.readable_sessions(people.office), date(2025, 6, 15))
    body = calendar_file.written("Lịch", rows, [], "https://giamsat.example.vn")
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\r\nATTENDEE" not in body


def test_the_time_zone_comes_with_the_calendar(people: Cast) -> None:
    body = calendar_file.written("Lịch", [], [], "https://giamsat.example.vn")
    [zone] = icalendar.Calendar.from_ical(body).walk("VTIMEZONE")
    assert str(zone["TZID"]) == "Asia/Ho_Chi_Minh"
    assert b"TZOFFSETTO:+0700" in body


# --- feeds ------------------------------------------------------------------------------------------------------------


def test_a_token_is_long_and_kept_only_as_a_fingerprint(people: Cast) -> None:
    token = service.make_own(people.deputy)
    assert len(token) >= 32
    [feed] = queries.live(user_id=people.users["deputy"].id)
    assert token not in (feed.token_hash, str(feed.__dict__))
    assert queries.by_token(token) == (feed, people.users["deputy"])


def test_a_new_address_ends_the_earlier_one(people: Cast) -> None:
    first, second = service.make_own(people.deputy), service.make_own(people.deputy)
    assert queries.by_token(first) is None
    assert queries.by_token(second) is not None


def test_a_revoked_address_and_that_of_a_locked_account_lead_nowhere(
    people: Cast, now: time_machine.Coordinates
) -> None:
    token, other = service.make_own(people.deputy), service.make_own(people.leader)
    [feed] = queries.live(user_id=people.users["deputy"].id)
    service.revoke(feed, people.deputy)
    people.users["leader"].disabled_at = feed.created_at
    assert (queries.by_token(token), queries.by_token(other)) == (None, None)
    with pytest.raises(Impossible):
        service.revoke(feed, people.deputy)


@pytest.mark.parametrize("name", ["deputy", "leader", "secretary", "leader_a", "admin", "foreigner"])
def test_only_office_and_standing_committee_open_the_councils_calendar(people: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        service.make_for_council(people.council.id, people.actor(name))
    assert service.make_for_council(people.council.id, people.standing)
