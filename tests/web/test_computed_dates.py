"""Beside the dates on every list and page stands how they were computed, one tap away and without scripts."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import asking, cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import Page
from tests.signing import sign_in
from tracker.workflow import engine

pytestmark = pytest.mark.web
SATURDAY = date(2026, 7, 18)
ROLLED = "18/07/2026, rơi vào ngày nghỉ hằng tuần."
UNTIL = "thứ Hai, 20/07/2026"
BY_RULE = "20/06/2026"
SHORT, LONG = "18/07/2026, đến hết 20/07/2026", "18/07/2026, tính đến hết 20/07/2026"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def folded(page: Page, words: str = "Cách tính các hạn trên trang này") -> str:
    """What the fold with this name says."""
    [fold] = [node for node in page.all("details") if words in node.one("summary").text]
    return fold.text


@pytest.mark.parametrize("path", ["/recommendations", "/"])
def test_a_task_due_on_a_rest_day_says_under_its_list_until_when_it_counts(
    client: Client, people: Cast, path: str
) -> None:
    made = story.issued(people, due_on=SATURDAY)
    sign_in(client, people, "officer_a")
    told = folded(client.page(path))
    assert made.code in told or story.lead(made).code in told
    assert ROLLED in told
    assert UNTIL in told
    assert "Lịch nghỉ năm 2026 chưa được xác nhận." in told


def test_the_forms_about_a_task_say_it_beside_its_date(client: Client, people: Cast) -> None:
    task = story.taken(people, story.lead(story.issued(people, due_on=SATURDAY)), "a")
    sign_in(client, people, "officer_a")
    assert ROLLED in folded(client.page(f"/assignments/{task.id}/updates/new"), "Cách tính")
    update = story.report(people, assignment=task)
    assert ROLLED in folded(client.page(f"/updates/{update.id}"), "Cách tính hạn hoàn thành")
    sign_in(client, people, "office")
    assert ROLLED in folded(client.page(f"/assignments/{task.id}/measures/new"), "Cách tính")


def test_a_task_due_on_a_rest_day_says_both_days_wherever_its_deadline_stands(client: Client, people: Cast) -> None:
    made = story.issued(people, due_on=SATURDAY)
    sign_in(client, people, "officer_a")
    assert SHORT in client.page("/").text
    task = story.taken(people, story.lead(made), "a")
    assert LONG in client.page(f"/assignments/{task.id}/updates/new").text
    sign_in(client, people, "office")
    assert LONG in client.page(f"/recommendations/{made.id}").text
    assert LONG in client.page(f"/delegations/{people.delegation.id}/deadlines").text
    row = client.page("/recommendations").one("table")
    assert "18/07/2026 đến hết 20/07/2026" in " ".join(row.text.split())


def test_a_request_due_on_a_rest_day_says_both_days(client: Client, people: Cast) -> None:
    people.delegation.state = "active"
    request = asking.sent(people, due_on=SATURDAY)
    sign_in(client, people, "leader_a")
    assert SHORT in client.page("/").text
    assert LONG in client.page(f"/report-requests/{request.id}").text
    sign_in(client, people, "office")
    assert SHORT in client.page(f"/delegations/{people.delegation.id}/requests").text
    assert LONG in client.page(f"/delegations/{people.delegation.id}/deadlines").text


def test_a_deadline_on_a_working_day_is_said_once(client: Client, people: Cast) -> None:
    made = story.issued(people, due_on=date(2026, 7, 20))
    sign_in(client, people, "office")
    for path in (f"/recommendations/{made.id}", "/recommendations", f"/delegations/{people.delegation.id}/deadlines"):
        assert "20/07/2026, " not in client.page(path).one("main").text, path


def test_boards_and_lists_of_delegations_and_the_schedule_say_it(client: Client, people: Cast) -> None:
    people.delegation.state, people.delegation.report_due_on = "active", SATURDAY
    request = asking.sent(people, due_on=SATURDAY)
    sign_in(client, people, "office")
    for path in ("/delegations", "/schedule?year=2026", "/schedule?year=2026&month=7"):
        assert f"({people.delegation.code}" in folded(client.page(path)), path
        assert ROLLED in folded(client.page(path)), path
    board = folded(client.page(f"/delegations/{people.delegation.id}/requests"))
    assert f"({request.agency_name})" in board
    page = client.page(f"/delegations/{people.delegation.id}")
    assert UNTIL in folded(page, "Cách tính hạn nộp báo cáo: 20/07/2026")


@pytest.mark.parametrize(
    ("who", "path"), [("office", "/findings"), ("office", "/delegations/{}/findings"), ("leader_a", "/")]
)
def test_a_comment_that_is_awaited_is_counted_by_its_rule(client: Client, people: Cast, who: str, path: str) -> None:
    people.delegation.state = "active"
    found = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(found, "send_to_agency", people.secretary)
    sign_in(client, people, who)
    told = folded(client.page(path.format(people.delegation.id)))
    assert f"15/06/2026 cộng 5 ngày là {BY_RULE}" in told
    assert "Quy định:" in told


def test_the_ways_cost_no_query_a_row(client: Client, people: Cast) -> None:
    for _n in range(3):
        story.issued(people, due_on=SATURDAY)
    sign_in(client, people, "office")
    for path in ("/recommendations", "/?all=1", "/delegations", "/findings"):
        assert queries_of(client, path) <= 25, path
