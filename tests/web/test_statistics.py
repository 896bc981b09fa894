"""Statistics and scorecards: each number is what its list holds, at the moment that the page tells of."""

from __future__ import annotations

import re
from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import Page
from tests.signing import sign_in
from tracker.recommendations.queries.statistics import median
from tracker.workflow import engine


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def history(people: Cast, now: time_machine.Coordinates) -> None:
    """Of four tasks of agency A that were due, one was done in time, one late after an extension, one waived."""
    tasks = [story.lead(story.issued(people, support_agency_ids=[])) for _n in range(4)]
    now.move_to("2026-06-25T09:00:00+07:00")
    story.accept(people, story.report(people, assignment=tasks[0]))
    now.move_to("2026-07-10T09:00:00+07:00")
    story.extended(people, tasks[1], date(2026, 8, 31))
    engine.perform(tasks[2], "waive", people.standing, story.DECISION)
    now.move_to("2026-08-20T09:00:00+07:00")
    story.accept(people, story.report(people, assignment=tasks[1]))
    now.move_to("2026-10-05T09:00:00+07:00")


def numbers(page: Page) -> dict[str, int]:
    """The lists that the page's numbers open, with the number that stands there."""
    found = {}
    for link in page.all("a"):
        if re.fullmatch(r"[\d.]+", link.text) and link.get("href").startswith(
            ("/recommendations?", "/dashboard/tasks?")
        ):
            found[link.get("href")] = int(link.text.replace(".", ""))
    return found


def held_by(client: Client, url: str) -> int:
    count = client.page(url).one("p", **{"class": "result-count"}).text
    return int(re.search(r"\d+", count)[0])  # type: ignore[index]


@pytest.mark.parametrize("by", ["agency", "delegation", "field", "year"])
@pytest.mark.parametrize("more", ["", "&as_of=2026-07-31", "&agency={a}"])
def test_every_number_is_what_its_list_holds(client: Client, people: Cast, history: None, by: str, more: str) -> None:
    sign_in(client, people, "office")
    found = numbers(client.page(f"/dashboard/statistics?by={by}{more.format(a=people.agencies['a'].id)}"))
    assert len(found) > 6
    assert found == {url: held_by(client, url) for url in found}


def test_the_rates_of_the_quarters_are_those_known_then(client: Client, people: Cast, history: None) -> None:
    sign_in(client, people, "office")
    page = client.page("/dashboard/statistics")
    links = [link for cell in page.all("td") for link in cell.all("a") if link.text.isdigit()]
    assert links, "numbers that open their lists"
    assert {link.get("class") for link in links} == {"number"}, "wide and high enough for a finger"
    assert "hoàn thành" in page.one("h2", id="trend-title").text
    rows = [row.text for row in page.all("tr")]
    assert any("quý IV/2026" in row and "2/3" in row.replace(" ", "") for row in rows)


def test_a_scorecard_says_how_it_is_counted_and_warns_of_small_numbers(
    client: Client, people: Cast, history: None
) -> None:
    sign_in(client, people, "leader_a")
    page = client.page(f"/agencies/{people.agencies['a'].id}/scorecard")
    assert "Ít hơn 10 việc đã đến hạn" in page.text
    assert "Cách tính" in page.text
    assert "66,7 %" in page.text, "two of three that were due by the deadline in force"
    assert "33,3 %" in page.text, "one of three by the original one"
    assert "Toàn Hội đồng" not in page.text, "an agency is not told how others do"
    assert numbers(page)
    assert numbers(page) == {url: held_by(client, url) for url in numbers(page)}


def test_a_scorecard_is_read_by_its_agency_and_the_council_alone(client: Client, people: Cast) -> None:
    url = f"/agencies/{people.agencies['a'].id}/scorecard"
    for who, status in (("leader_b", 403), ("leader_a", 200), ("office", 200), ("deputy", 200)):
        sign_in(client, people, who)
        assert client.get(url).status_code == status, who
    sign_in(client, people, "leader_a")
    assert client.get("/dashboard/statistics").status_code == 403


def test_a_median_is_the_middle_one() -> None:
    assert median({}) is None
    assert median({3: 1}) == 3
    assert median({3: 1, 10: 1}) == 6.5
    assert median({1: 5, 100: 4}) == 1


def test_the_page_asks_few_questions(client: Client, people: Cast, history: None) -> None:
    sign_in(client, people, "office")
    for by in ("agency", "year"):
        assert queries_of(client, f"/dashboard/statistics?by={by}") <= 25
    assert queries_of(client, f"/dashboard/statistics?agency={people.agencies['a'].id}") <= 25
    assert queries_of(client, f"/agencies/{people.agencies['a'].id}/scorecard") <= 25
