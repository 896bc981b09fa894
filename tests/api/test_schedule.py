"""The schedule through JSON: the year, a month, how often agencies are called, feeds for other calendars."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import asking
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tests.client import Client
from tracker.accounts.models import OnceKey
from tracker.audit import queries as audit
from tracker.extensions import db
from tracker.schedule.models import CalendarFeed
from tracker.sessions.models import WorkingSession

pytestmark = pytest.mark.api


def announced(people: Cast, day: date = date(2026, 7, 1), **more: object) -> WorkingSession:
    made = records.session(people, held_on=day, **more)
    made.state, made.notice_sent_on = "notified", date(2026, 6, 10)
    db.session.commit()
    return made


def here(people: Cast) -> str:
    return f"/delegations/{people.delegation.id}"


# --- the calendar -----------------------------------------------------------------------------------------------------


def test_the_year_has_sessions_and_deadlines_by_month(people: Cast, as_: As) -> None:
    made = announced(people)
    asking.sent(people, "a", due_on=date(2026, 7, 10))
    db.session.commit()
    found = as_("office").get("/schedule?year=2026")
    assert (found["year"], found["total"], found["next"]) == (2026, 12, None)
    july = found["items"][6]
    assert [row["href"] for row in july["sessions"]] == [f"/api/v1/sessions/{made.id}"]
    assert (july["sessions"][0]["delegation"], july["more_sessions"]) == ("ĐGS-2026-01", 0)
    [due] = july["deadlines"]
    assert (due["day"], due["written_on"], due["agencies"]) == ("2026-07-10", ["2026-07-10"], 1)
    assert as_("office").get(due["href"])["due_on"] == "2026-07-10"
    assert as_("foreigner").get("/schedule?year=2026")["items"][6]["sessions"] == []


def test_a_full_month_is_cut_in_the_year_and_paged_by_itself(people: Cast, as_: As) -> None:
    for day in range(1, 16):
        announced(people, date(2026, 7, day))
    assert as_("office").get("/schedule?year=2026")["items"][6]["more_sessions"] == 3
    path = "/schedule/month?year=2026&month=7&size=10"
    first = as_("office").get(path)
    second = as_("office").get(f"{path}&after={first['next']}")
    days = [row["held_on"] for row in (*first["items"], *second["items"])]
    assert days == [f"2026-07-{day:02}" for day in range(1, 16)]
    assert (first["total"], second["next"], first["month"]) == (15, None, 7)
    assert as_("office").get("/schedule/month")["month"] == 6


def test_an_agency_sees_its_own_deadline_alone(people: Cast, as_: As) -> None:
    request = asking.sent(people, "a", due_on=date(2026, 7, 10))
    asking.sent(people, "b", due_on=date(2026, 7, 13))
    db.session.commit()
    [own] = as_("leader_a").get("/schedule/month?year=2026&month=7")["deadlines"]
    assert (own["request_id"], own["agency"]) == (request.id, request.agency_name)
    assert len(as_("office").get("/schedule/month?year=2026&month=7")["deadlines"]) == 2


def test_delegations_at_work_say_in_which_months(people: Cast, as_: As) -> None:
    found = as_("office").get("/schedule/delegations?year=2026&size=1")
    [row] = found["items"]
    assert len(row["months"]) == 12
    assert any(row["months"])
    assert (found["total"], found["year"]) == (2, 2026)
    assert as_("office").get("/schedule/delegations?year=1950")["items"] == []


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/schedule?year=abc", "year"),
        ("/schedule?year=1900", "year"),
        ("/schedule?month=3", "month"),
        ("/schedule/month?month=13", "month"),
        ("/schedule/month?size=0", "size"),
        ("/schedule/month?after=x", "after"),
        ("/schedule/agencies?page=2", "page"),
        ("/schedule/delegations?year=9999", "year"),
    ],
)
def test_a_time_that_is_none_is_refused(people: Cast, as_: As, path: str, field: str) -> None:
    assert list(as_("office").get(path, 422)["errors"]) == [field]


# --- how often agencies are called ------------------------------------------------------------------------------------


def test_a_busy_agency_is_marked(people: Cast, as_: As) -> None:
    for day in (1, 2, 3):
        announced(people, date(2026, 7, day))
    found = as_("deputy").get("/schedule/agencies?year=2026")
    [row] = found["items"]
    assert (row["agency_id"], row["sessions"], row["months"][6]) == (people.agencies["a"].id, 3, 3)
    assert (row["most_in_twelve_months"], row["is_over_year"], row["months_over"]) == (3, True, [7])
    assert found["limits"] == {"in_twelve_months": 2, "in_month": 1}
    for who in ("secretary", "leader_a", "admin", "stranger"):
        as_(who).get("/schedule/agencies", 403)


def test_whoever_plans_a_session_is_told_which_agencies_are_called_often(people: Cast, as_: As) -> None:
    first = announced(people, date(2026, 7, 1))
    a, b = (people.agencies[key].id for key in "ab")
    path = f"{here(people)}/agency-load?on=2026-07-20"
    [known] = as_("secretary").get(f"{path}&agencies={a}")["items"]
    assert (known["in_month"], known["in_twelve_months"], known["unnamed"]) == (2, None, 0)
    assert [row["id"] for row in known["sessions"]] == [first.id]
    assert as_("secretary").get(f"{path}&agencies={b}")["items"] == []
    assert as_("secretary").get(f"{here(people)}/agency-load?on=2026-09-01&agencies={a},{b}")["items"] == []
    second = announced(people, date(2026, 7, 20))
    assert len(as_("head").get(f"/sessions/{second.id}/agency-load")["items"]) == 1
    second.state, second.head_attended = "held", True
    db.session.commit()
    assert as_("head").get(f"/sessions/{second.id}/agency-load")["items"] == []


def test_an_agency_is_not_told_how_often_it_is_called(people: Cast, as_: As) -> None:
    made = announced(people)
    for who in ("leader_a", "foreigner"):
        as_(who).get(f"{here(people)}/agency-load", 404)
        as_(who).get(f"/sessions/{made.id}/agency-load", 404)
    as_("member").get(f"{here(people)}/agency-load", 403)
    as_("member").get(f"/sessions/{made.id}/agency-load", 403)


@pytest.mark.parametrize(
    ("asked", "field"),
    [("on=31/12/2026", "on"), ("agencies=x", "agencies"), ("agencies=99999", "agencies"), ("session=1", "session")],
)
def test_what_is_no_plan_is_refused(people: Cast, as_: As, asked: str, field: str) -> None:
    assert list(as_("secretary").get(f"{here(people)}/agency-load?{asked}", 422)["errors"]) == [field]


# --- feeds ------------------------------------------------------------------------------------------------------------


def path_of(address: str) -> str:
    return address[address.index("/feeds/") :]


def test_an_address_is_told_once_and_read_by_a_calendar(client: Client, people: Cast, as_: As) -> None:
    made_session = announced(people)
    made = as_("deputy").post("/feeds", {"whose": "mine"}, idempotency_key="f1")
    address = made["address"]
    assert address.endswith(".ics")
    assert f"UID:session-{made_session.id}@" in client.get(path_of(address)).text
    assert "address" not in as_("deputy").get(made["links"]["self"]).body
    [listed] = as_("deputy").get("/feeds")["items"]
    assert (listed["id"], listed["whose"], "address" in listed) == (made["id"], "mine", False)
    again = as_("deputy").post("/feeds", {"whose": "mine"}, idempotency_key="f1")
    assert (again["id"], again["address"]) == (made["id"], None)
    token = path_of(address).removeprefix("/feeds/").removesuffix(".ics")
    assert all(token not in key.body for key in db.session.query(OnceKey))
    assert db.session.query(CalendarFeed).count() == 1


def test_a_new_address_ends_the_earlier_one(client: Client, people: Cast, as_: As) -> None:
    first = as_("deputy").post("/feeds", {"whose": "mine"})
    second = as_("deputy").post("/feeds", {"whose": "mine"})
    assert client.get(path_of(first["address"])).status_code == 404
    assert client.get(path_of(second["address"])).status_code == 200
    assert [feed["id"] for feed in as_("deputy").get("/feeds")["items"]] == [second["id"]]


def test_a_feed_is_revoked_by_whoever_has_read_it(client: Client, people: Cast, as_: As) -> None:
    made = as_("deputy").post("/feeds", {"whose": "mine"})
    path = made["links"]["self"]
    as_("deputy").send("DELETE", path).gives(428)
    as_("deputy").send("DELETE", path, if_match='"9"').gives(412)
    as_("deputy").send("DELETE", path, if_match=made.etag).gives(204)
    assert client.get(path_of(made["address"])).status_code == 404
    assert as_("deputy").get("/feeds")["items"] == []
    ended = as_("deputy").get(path)
    assert ended["revoked_at"] is not None
    as_("deputy").send("DELETE", path, if_match=made.etag).gives(412)
    as_("deputy").send("DELETE", path, if_match=ended.etag).gives(409)
    told = audit.of_thread("user", people.users["deputy"].id, people.admin, council_side=True)
    assert [event.action for event in told] == ["feed_revoked", "feed_made"]


def test_the_councils_feed_is_kept_by_office_and_standing_committee(people: Cast, as_: As) -> None:
    made = as_("standing").post("/feeds", {"whose": "council"})
    assert made["council_id"] == people.council.id
    assert [feed["whose"] for feed in as_("office").get("/feeds")["items"]] == ["council"]
    for who in ("deputy", "secretary", "leader_a", "admin"):
        as_(who).post("/feeds", {"whose": "council"}, 403)
        as_(who).get(made["links"]["self"], 404)
    as_("office").send("DELETE", made["links"]["self"], if_match=made.etag).gives(204)


def test_another_persons_feed_is_none_of_yours(people: Cast, as_: As) -> None:
    made = as_("deputy").post("/feeds", {"whose": "mine"})
    as_("office").get(made["links"]["self"], 404)
    as_("office").send("DELETE", made["links"]["self"], if_match=made.etag).gives(404)
    as_("office", "read").post("/feeds", {"whose": "mine"}, 403)


@pytest.mark.parametrize("body", [{}, {"whose": "nobody"}, {"whose": None}, {"whose": 1}, {"of": "mine"}])
def test_a_feed_is_somebodys(people: Cast, as_: As, body: dict[str, Any]) -> None:
    reply = as_("deputy").post("/feeds", body, 422)
    assert "whose" in reply["errors"]
    as_("deputy").get("/feeds?whose=mine", 422)


def test_refusals_speak_the_callers_language(people: Cast, as_: As) -> None:
    vietnamese = as_("deputy").post("/feeds", {}, 422)["errors"]
    as_("deputy").language = "en"
    assert as_("deputy").post("/feeds", {}, 422)["errors"].keys() == vietnamese.keys()
