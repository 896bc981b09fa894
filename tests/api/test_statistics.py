"""Statistics as JSON: the same numbers as on the pages, and a scorecard for the agency itself."""

from __future__ import annotations

import time_machine

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db


def one_done_of_two(people: Cast, now: time_machine.Coordinates) -> None:
    records.concluded(people)
    tasks = [story.lead(story.issued(people, code=f"KN-{n}", support_agency_ids=[])) for n in (1, 2)]
    story.accept(people, story.report(people, assignment=tasks[0]))
    db.session.commit()
    now.move_to("2026-09-01T09:00:00+07:00")


def test_the_rates_of_each_agency_and_year(people: Cast, as_: As, now: time_machine.Coordinates) -> None:
    one_done_of_two(people, now)
    [row] = as_("office").get("/recommendations/statistics")["items"]
    assert (row["key"], row["tasks"]) == (people.agencies["a"].id, 2)
    assert row["completion"] == {"numerator": 1, "denominator": 2, "percent": "50.0"}
    assert (row["median_days"], row["is_small"]) == ("0.0", True)
    [year] = as_("office").get("/recommendations/statistics?by=year")["items"]
    assert (year["key"], year["completion"]["denominator"]) == (2026, 2)
    [before] = as_("office").get("/recommendations/statistics?as_of=2026-06-20")["items"]
    assert before["completion"]["denominator"] == 0


def test_a_scorecard_is_for_its_agency_and_the_council(people: Cast, as_: As, now: time_machine.Coordinates) -> None:
    one_done_of_two(people, now)
    url = f"/agencies/{people.agencies['a'].id}/scorecard"
    assert as_("leader_a").get(url)["on_time"]["numerator"] == 1
    assert as_("office").get(url)["tasks"] == 2
    as_("leader_b").get(url, status=403)
    as_("leader_a").get("/recommendations/statistics", status=403)
