"""What somebody has been told, over the API."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests import cast, story
from tests.api.conftest import As
from tests.cast import Cast
from tests.counting import counting
from tracker.extensions import db

MOST_QUERIES = 25


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    made = cast.make("concluded")
    db.session.commit()
    return made


def test_one_reads_ones_own_notices_a_page_at_a_time_and_marks_them(people: Cast, as_: As) -> None:
    for _ in range(3):
        story.issued(people)
    first = as_("leader_a").get("/notices?size=2&unread=true")
    assert (first["total"], len(first["items"])) == (3, 2)
    assert {item["topic"] for item in first["items"]} == {"assignment"}
    rest = as_("leader_a").get(f"/notices?size=2&unread=true&before={first['next']}")
    assert (len(rest["items"]), rest["next"]) == (1, None)
    ids = [item["id"] for item in first["items"]]
    assert as_("leader_b").post("/notices/read", {"ids": ids}, 200)["read"] == 0
    assert as_("leader_a").post("/notices/read", {"ids": ids}, 200)["read"] == 2
    assert [item["id"] for item in as_("leader_a").get("/notices?unread=true")["items"]] == [rest["items"][0]["id"]]


def test_many_notices_cost_no_more_questions(people: Cast, as_: As) -> None:
    for _ in range(MOST_QUERIES):
        story.issued(people)
    as_("leader_a").get("/notices")
    with counting() as asked:
        assert len(as_("leader_a").get("/notices")["items"]) == MOST_QUERIES
    assert len(asked) < 10


@pytest.mark.parametrize("told", [{}, {"ids": "1"}, {"ids": ["1"]}, {"up_to": "1"}, {"all": True}])
def test_what_is_to_be_marked_must_be_said(people: Cast, as_: As, told: dict[str, object]) -> None:
    assert as_("leader_a").post("/notices/read", told, 422)["errors"]


def test_how_one_is_told_is_ones_own(people: Cast, as_: As) -> None:
    before = as_("office").get("/notice-settings").body
    assert as_("office").send("POST", "/notice-settings", {"news": "in_app"}).gives(200)["news"] == "in_app"
    assert as_("office").get("/notice-settings").body == before | {"news": "in_app"}
    assert as_("office").send("POST", "/notice-settings", {"assignment": "in_app"}).gives(422)["errors"]
    assert as_("leader_a").get("/notice-settings").body == before
