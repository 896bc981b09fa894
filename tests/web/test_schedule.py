"""The year's calendar, how often agencies are called, and feeds at their secret addresses."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import asking, cast
from tests.api import records
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import Page, parse
from tests.signing import sign_in
from tracker.audit import queries as audit
from tracker.sessions.models import WorkingSession

pytestmark = pytest.mark.web


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def announced(people: Cast, day: date = date(2026, 7, 1), **more: object) -> WorkingSession:
    made = records.session(people, held_on=day, **more)
    made.state, made.notice_sent_on = "notified", date(2026, 6, 10)
    return made


# --- the year ---------------------------------------------------------------------------------------------------------


def test_the_year_shows_sessions_deadlines_and_delegations_at_work(client: Client, people: Cast) -> None:
    made = announced(people)
    page = sign_in(client, people, "office").page("/schedule?year=2026")
    july = page.one("section", **{"aria-labelledby": "month-7"})
    assert f"/sessions/{made.id}" in [link.get("href") for link in july.all("a")]
    assert "Hạn nộp báo cáo" in page.one("section", **{"aria-labelledby": "month-4"}).text
    assert "chưa kết thúc giám sát" in page.text or "đến 20/05/2026" in page.text
    assert {"/schedule?year=2025", "/schedule?year=2027"} <= set(page.links)
    assert "ĐGS-2026-01" not in client.page("/schedule?year=2025").text


def test_a_full_month_is_cut_and_opens_whole(client: Client, people: Cast) -> None:
    for day in range(1, 16):
        announced(people, date(2026, 7, day))
    page = sign_in(client, people, "office").page("/schedule?year=2026")
    assert "còn 3 cuộc làm việc" in page.text
    month = client.page("/schedule?year=2026&month=7")
    assert len([link for link in month.links if link.startswith("/sessions/")]) == 15


@pytest.mark.parametrize("year", ["abc", "99999", "-1", "1900", "0"])
def test_a_year_that_is_not_one_shows_this_year_and_says_so(client: Client, people: Cast, year: str) -> None:
    page = sign_in(client, people, "office").page(f"/schedule?year={year}")
    assert page.heading == "Lịch giám sát năm 2026"
    assert "Năm trong địa chỉ không hợp lệ" in page.text


def test_everybody_sees_what_they_may_read(client: Client, people: Cast) -> None:
    made, planned = announced(people), records.session(people, held_on=date(2026, 7, 2))
    for name, seen in (("leader_a", {made.id}), ("foreigner", set()), ("deputy", {made.id, planned.id})):
        links = sign_in(client, people, name).page("/schedule?year=2026").links
        assert {id for id in (made.id, planned.id) if f"/sessions/{id}" in links} == seen, name


# --- by when reports are due ------------------------------------------------------------------------------------------


def due_lines(client: Client, people: Cast, name: str, month: int) -> list[str]:
    """What the year says that this month brings in deadlines."""
    page = sign_in(client, people, name).page("/schedule?year=2026")
    section = page.one("section", **{"aria-labelledby": f"month-{month}"})
    return [line.text for line in section.all("li") if "Hạn nộp báo cáo" in line.text]


def test_an_agency_sees_by_when_its_own_request_is_due(client: Client, people: Cast) -> None:
    mine = asking.sent(people, "a", due_on=date(2026, 7, 10))
    other = asking.sent(people, "b", due_on=date(2026, 7, 20))
    [line] = due_lines(client, people, "leader_a", 7)
    assert "10/07/2026" in line
    assert f"ĐGS-2026-01 · {mine.code}" in line
    assert due_lines(client, people, "leader_a", 4) == [], "the common day says nothing more"
    links = client.page("/schedule?year=2026").links
    assert f"/report-requests/{mine.id}" in links
    assert f"/report-requests/{other.id}" not in links
    assert f"/report-requests/{mine.id}" in client.page("/schedule?year=2026&month=7").links


def test_a_returned_report_is_due_on_the_day_of_its_supplement(client: Client, people: Cast) -> None:
    request = asking.submitted(people)
    assert due_lines(client, people, "leader_a", 6) == []
    assert "30/04/2026" in client.page("/schedule?year=2026").text, "nothing is open, the common day stands again"
    asking.returned(people, request, due_on=date(2026, 8, 5))
    [line] = due_lines(client, people, "leader_a", 8)
    assert "05/08/2026" in line


def test_a_deadline_on_a_rest_day_stands_on_the_day_that_it_counts_to(client: Client, people: Cast) -> None:
    asking.sent(people, "a", due_on=date(2026, 10, 31))
    assert due_lines(client, people, "leader_a", 10) == []
    [line] = due_lines(client, people, "leader_a", 11)
    assert "02/11/2026" in line


def test_the_councils_side_sees_a_line_for_each_day_and_how_many_agencies(client: Client, people: Cast) -> None:
    asking.sent(people, "a", due_on=date(2026, 7, 10))
    second = asking.sent(people, "b", due_on=date(2026, 7, 10))
    for name in ("office", "secretary", "member"):
        [line] = due_lines(client, people, name, 7)
        assert "2 cơ quan" in line, name
        assert due_lines(client, people, name, 6) == [], name
    second.due_on = date(2026, 7, 13)
    assert [second.agency_name in line for line in due_lines(client, people, "office", 7)] == [False, True]
    for name in ("foreigner", "stranger"):
        assert due_lines(client, people, name, 7) == [], name


# --- agency load ------------------------------------------------------------------------------------------------------


def test_a_busy_agency_is_marked_in_words(client: Client, people: Cast) -> None:
    for day in (1, 2, 3):
        announced(people, date(2026, 7, day))
    page = sign_in(client, people, "office").page("/schedule/agencies?year=2026")
    assert "3 cuộc trong 12 tháng" in page.text
    assert "tháng 7: 3 cuộc" in page.text


@pytest.mark.parametrize("name", ["secretary", "leader_a", "admin", "stranger"])
def test_agencies_are_compared_by_those_who_read_all_sessions(client: Client, people: Cast, name: str) -> None:
    assert sign_in(client, people, name).get("/schedule/agencies").status_code == 403


def test_planning_a_second_session_in_a_month_warns_and_names_the_first(client: Client, people: Cast) -> None:
    first = announced(people, date(2026, 7, 1))
    sign_in(client, people, "secretary")
    path = f"/sessions/new?delegation={people.delegation.id}"
    page = client.done(path, {"held_on": "20/07/2026", "part": "morning"}, button="Lưu cuộc làm việc")
    assert "2 cuộc trong cùng một tháng" in page.text
    assert f"/sessions/{first.id}" in page.links


def test_an_agency_is_not_told_how_often_it_is_called(client: Client, people: Cast) -> None:
    announced(people, date(2026, 7, 1))
    second = announced(people, date(2026, 7, 2))
    assert "trong cùng một tháng" in sign_in(client, people, "office").page(f"/sessions/{second.id}").text
    assert "trong cùng một tháng" not in sign_in(client, people, "leader_a").page(f"/sessions/{second.id}").text


# --- feeds ------------------------------------------------------------------------------------------------------------


def made_feed(client: Client, people: Cast, name: str = "deputy", which: str = "mine") -> str:
    """The path of a new feed, as its page shows it once."""
    sign_in(client, people, name)
    page = client.page("/schedule/feeds")
    response = client.post(f"/schedule/feeds/{which}", data={"csrf_token": csrf(page)})
    assert response.status_code == 303
    return shown(client, response.headers["Location"])


def shown(client: Client, place: str) -> str:
    text = client.get(place).text
    found = re.search(r'value="https?://[^/]+(/feeds/[\w-]+\.ics)"', text)
    assert found, text
    return found[1]


def test_the_address_survives_a_reload_and_another_language_and_then_is_gone(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    path = made_feed(client, people)
    assert shown(client, "/schedule/feeds/mine") == path
    page = client.page("/schedule/feeds/mine")
    english = next(link for link in page.links if link.endswith("lang=en"))
    assert shown(client, english) == path
    now.shift(timedelta(minutes=11))
    assert "Đường dẫn chỉ hiện vài phút sau khi tạo" in client.page("/schedule/feeds/mine?lang=vi").text


def test_what_answers_a_button_alone_leads_to_another_language_of_the_page_with_the_button(
    client: Client, people: Cast
) -> None:
    sign_in(client, people, "deputy")
    for came_from, place in ((None, "/"), ("http://localhost/schedule/feeds", "/schedule/feeds")):
        headers = {"Referer": came_from} if came_from else {}
        token = csrf(client.page("/schedule/feeds"))
        page = parse(client.post("/schedule/feeds/7/revoke", data={"csrf_token": token}, headers=headers).text)
        english = next(link for link in page.links if link.endswith("lang=en"))
        assert english == f"{place}?lang=en"


def test_nobody_is_shown_what_another_made(client: Client, people: Cast) -> None:
    path = made_feed(client, people, "office", "council")
    sign_in(client, people, "standing")
    assert path not in client.get("/schedule/feeds/council").text
    assert path not in client.get("/schedule/feeds/mine").text


def csrf(page: Page) -> str:
    return page.all("input", name="csrf_token")[0].get("value")


def stranger(client: Client) -> Client:
    """Somebody without any cookie."""
    client.http = client.http.application.test_client()
    return client


def test_a_feed_is_read_without_signing_in_and_sets_no_cookie(client: Client, people: Cast) -> None:
    made = announced(people, part="afternoon", starts_at=time(14, 0))
    path = made_feed(client, people)
    response = stranger(client).get(f"{path}?lang=en")
    assert response.status_code == 200
    assert response.content_type == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in response.headers
    assert f"UID:session-{made.id}@" in response.text
    assert "BEGIN:VTIMEZONE" in response.text
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20260701T140000" in response.text
    assert "UID:report-due-" in response.text


def test_a_feed_holds_the_deadlines_of_the_requests_that_its_person_answers(client: Client, people: Cast) -> None:
    mine = asking.sent(people, "a", due_on=date(2026, 7, 10))
    other = asking.sent(people, "b", due_on=date(2026, 7, 10))
    text = stranger(client).get(made_feed(client, people, "leader_a")).text
    assert f"UID:request-due-{mine.id}@" in text
    assert "DTSTART;VALUE=DATE:20260710" in text
    assert f"SUMMARY:Hạn nộp báo cáo: ĐGS-2026-01 · {mine.code}" in text
    assert f"/report-requests/{mine.id}" in text
    assert f"request-due-{other.id}@" not in text
    assert other.agency_name not in text
    assert "UID:report-due-" not in text


def test_the_offices_feed_has_one_deadline_for_each_day_of_a_delegation(client: Client, people: Cast) -> None:
    for key in ("a", "b"):
        asking.sent(people, key, due_on=date(2026, 7, 10))
    text = stranger(client).get(made_feed(client, people, "office")).text
    assert text.count("UID:requests-due-") == 1
    assert "SUMMARY:Hạn nộp báo cáo: ĐGS-2026-01 (2 cơ quan)" in text
    assert f"UID:report-due-{people.delegation.id}@" not in text
    assert f"UID:report-due-{people.other_delegation.id}@" in text


def test_a_program_that_has_it_already_is_told_so(client: Client, people: Cast) -> None:
    made = announced(people)
    path = made_feed(client, people)
    first = stranger(client).get(path)
    assert first.headers["Last-Modified"]
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    made.place = "Trụ sở mới"
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200


def test_an_unknown_or_revoked_address_is_no_address(client: Client, people: Cast) -> None:
    path = made_feed(client, people)
    page = client.page("/schedule/feeds")
    [revoke] = [form.get("action") for form in page.all("form") if "/revoke" in (form.get("action") or "")]
    client.post(revoke, data={"csrf_token": csrf(page)})
    assert "Tạo đường dẫn lịch của tôi" in client.page("/schedule/feeds").text
    for gone in (path, "/feeds/no-such-token.ics"):
        response = stranger(client).get(gone)
        assert response.status_code == 404
        assert "Set-Cookie" not in response.headers


def test_a_locked_account_has_no_calendar(client: Client, people: Cast) -> None:
    path = made_feed(client, people)
    people.users["deputy"].disabled_at = people.users["deputy"].created_at
    assert stranger(client).get(path).status_code == 404


def test_a_feed_shows_what_its_person_may_read_now(client: Client, people: Cast) -> None:
    mine = announced(people)
    elsewhere = announced(people, date(2026, 7, 3))
    elsewhere.delegation_id = people.other_delegation.id
    path = made_feed(client, people, "secretary")
    text = stranger(client).get(path).text
    assert f"UID:session-{mine.id}@" in text
    assert f"UID:session-{elsewhere.id}@" not in text


def test_the_councils_feed_holds_every_announced_session_and_no_names(client: Client, people: Cast) -> None:
    made, planned = announced(people), records.session(people, held_on=date(2026, 7, 2))
    text = stranger(client).get(made_feed(client, people, "office", "council")).text
    assert f"UID:session-{made.id}@" in text
    assert f"UID:session-{planned.id}@" not in text
    assert "Nguyễn Thị Ví Dụ" not in text.replace("\r\n ", "")
    assert "report-due" not in text


def test_another_persons_feed_is_not_revoked(client: Client, people: Cast) -> None:
    made_feed(client, people, "deputy")
    sign_in(client, people, "office")
    token = csrf(client.page("/schedule/feeds"))
    assert client.post("/schedule/feeds/1/revoke", data={"csrf_token": token}).status_code == 404


def test_making_and_revoking_are_events(client: Client, people: Cast) -> None:
    made_feed(client, people)
    made_feed(client, people)
    id = people.users["deputy"].id
    events = audit.of_thread("user", id, people.admin, council_side=True)
    assert [event.action for event in events] == ["feed_made", "feed_revoked", "feed_made"]
    assert "đã thu hồi đường dẫn lịch" in sign_in(client, people, "admin").page(f"/people/{id}").text


@pytest.mark.parametrize("path", ["/schedule", "/schedule?year=2026&month=7", "/schedule/agencies", "/schedule/feeds"])
def test_pages_stay_within_their_queries(client: Client, people: Cast, path: str) -> None:
    for day in range(1, 9):
        announced(people, date(2026, 7, day))
    for key in ("a", "b"):
        asking.sent(people, key, due_on=date(2026, 7, 10))
    sign_in(client, people, "office")
    assert queries_of(client, path) <= 25
