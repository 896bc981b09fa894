"""`?as_of=`: lists and records as they were known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.core import clock
from tracker.extensions import db
from tracker.recommendations.models import Assignment

DAY = "2026-06-15"


@pytest.fixture
def task(people: Cast, now: time_machine.Coordinates) -> Assignment:
    """Reported on 15/6; extended, verified and closed on 16/6."""
    records.concluded(people)
    task = story.lead(story.issued(people, support_agency_ids=[]))
    update = story.report(people, assignment=task)
    now.shift(timedelta(days=1))
    story.extended(people, task, date(2026, 9, 15))
    story.accept(people, update)
    db.session.commit()
    return task


def test_a_list_and_a_record_of_a_past_day(people: Cast, as_: As, task: Assignment) -> None:
    listed = as_("office").get(f"/recommendations?as_of={DAY}")
    [item] = listed["items"]
    assert (item["state"], item["lead_state"], item["due_on"]) == ("issued", "awaiting_verification", "2026-07-15")
    assert (item["version"], item["assignments"][0]["verified_at"]) == (0, None)
    assert as_("office").get(f"/recommendations/{task.recommendation_id}?as_of={DAY}").body == item
    assert as_("office").get(f"/recommendations/{task.recommendation_id}")["state"] == "closed"
    again = item["links"]["self"].removeprefix("/api/v1").replace("+", "%2B")
    assert as_("office").get(again).body == item


def test_tasks_of_a_past_day_are_filtered_by_what_was_known(people: Cast, as_: As, task: Assignment) -> None:
    assert as_("office").get(f"/assignments?as_of={DAY}&status=implemented")["items"] == []
    [item] = as_("office").get(f"/assignments?as_of={DAY}&status=awaiting_verification")["items"]
    assert (item["id"], item["extension_count"], item["verdict_note"]) == (task.id, 0, "")
    assert as_("leader_a").get(f"/assignments/{task.id}?as_of={DAY}")["state"] == "awaiting_verification"
    assert as_("leader_b").get(f"/assignments?as_of={DAY}")["items"] == []
    as_("leader_b").get(f"/assignments/{task.id}?as_of={DAY}", 404)


def test_rates_of_a_moment_and_the_tasks_behind_them(
    people: Cast, as_: As, task: Assignment, now: time_machine.Coordinates
) -> None:
    now.move_to("2026-10-01T09:00:00+07:00")
    found = as_("office").get("/recommendations/rates?as_of=2026-09-15")
    assert (found["completion"]["numerator"], found["completion"]["denominator"]) == (1, 1)
    [item] = as_("office").get("/recommendations?as_of=2026-09-15&counted=done")["items"]
    assert item["id"] == task.recommendation_id
    assert as_("office").get("/recommendations?as_of=2026-09-14&counted=done")["items"] == []


@pytest.mark.parametrize("asked", ["2026-02-31", "2099-01-01", "1990-01-01", "2026-06-15T09:00:00", "15/06/2026"])
@pytest.mark.parametrize("path", ["/recommendations", "/assignments", "/recommendations/rates"])
def test_a_moment_that_cannot_be_looked_back_to_is_refused(
    people: Cast, as_: As, task: Assignment, path: str, asked: str
) -> None:
    assert list(as_("office").get(f"{path}?as_of={asked}", 422)["errors"]) == ["as_of"]


def test_what_was_not_known_then_is_not_found(people: Cast, as_: As, now: time_machine.Coordinates) -> None:
    before = clock.local(clock.now()).isoformat().replace("+", "%2B")
    now.shift(timedelta(hours=1))
    records.concluded(people)
    issued = story.issued(people)
    db.session.commit()
    as_("office").get(f"/recommendations/{issued.id}?as_of={before}", 404)
    as_("leader_a").get(f"/assignments/{story.lead(issued).id}?as_of={before}", 404)
    assert as_("office").get(f"/recommendations?as_of={before}")["total"] == 0


def test_a_kind_that_does_not_look_back_says_so(people: Cast, as_: As) -> None:
    assert list(as_("office").get(f"/findings?as_of={DAY}", 422)["errors"]) == ["as_of"]
