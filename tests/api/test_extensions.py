"""Later deadlines for other programs: asked for, decided, told of with the original date; of two deciders one wins."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import time_machine
from flask import Flask

from tests import cast, story
from tests.api import records
from tests.api.caller import BASE
from tests.api.conftest import As
from tests.cast import Cast
from tracker.accounts import tokens
from tracker.extensions import db
from tracker.recommendations.models import Assignment, Extension

DECISION = {"new_due_on": "2026-09-15", "number": "31/TB-HĐND", "issued_on": "2026-06-15"}


@pytest.fixture
def task(people: Cast) -> Assignment:
    records.concluded(people)
    made = story.lead(story.issued(people))
    db.session.commit()
    return made


def test_it_is_asked_for_and_granted_and_told_of(people: Cast, as_: As, task: Assignment) -> None:
    body = {"assignment_id": task.id, "proposed_due_on": "2026-09-15", "reason": "Chờ ý kiến của Bộ"}
    draft = as_("officer_a").post("/extensions", body, 201)
    path = f"/extensions/{draft['id']}"
    as_("standing").get(path, 404)
    asked = as_("leader_a").post(f"{path}/transitions", {"transition": "request"}, 200, if_match=draft.etag)
    [step] = [item for item in as_("standing").get(f"{path}/transitions")["items"] if item["name"] == "grant"]
    assert [field["name"] for field in step["fields"]][:3] == ["new_due_on", "number", "issued_on"]
    step = {"transition": "grant", "answers": DECISION}
    done = as_("standing").post(f"{path}/transitions", step, 200, if_match=asked.etag)
    assert (done["state"], done["new_due_on"], done["document"]["number"]) == ("granted", "2026-09-15", "31/TB-HĐND")
    told = ("original_due_on", "due_on", "extension_count")
    wanted = ["2026-07-15", "2026-09-15", 1]
    assert [as_("office").get(f"/assignments/{task.id}")[name] for name in told] == wanted
    recommendation = as_("office").get(f"/recommendations/{task.recommendation_id}")
    assert [recommendation[name] for name in told] == wanted
    assert [recommendation["assignments"][0][name] for name in told] == wanted


def test_a_date_that_is_not_later_is_refused_by_its_name(people: Cast, as_: As, task: Assignment) -> None:
    body = {"assignment_id": task.id, "proposed_due_on": "2026-07-15", "reason": "Chờ ý kiến"}
    assert list(as_("officer_a").post("/extensions", body, 422)["errors"]) == ["proposed_due_on"]


def test_of_two_deciders_at_once_one_wins(fresh_app: Flask, now: time_machine.Coordinates) -> None:
    with fresh_app.app_context():
        people = cast.make("concluded")
        asked = story.extension(people, story.lead(story.issued(people)))
        id, version = asked.id, asked.row_version
        made = {name: tokens.make(people.users[name])[1] for name in ("standing", "leader")}
        db.session.commit()
    steps: dict[str, dict[str, Any]] = {
        "standing": {"transition": "grant", "answers": DECISION},
        "leader": {
            "transition": "refuse",
            "answers": {"reason": "Chưa nêu được lý do", "number": "32/TB-HĐND", "issued_on": "2026-06-15"},
        },
    }
    answers: list[int] = []
    start = threading.Barrier(2)

    def decide(name: str) -> None:
        headers = {"Authorization": f"Bearer {made[name]}", "If-Match": f'"{version}"'}
        start.wait()
        address = f"{BASE}/extensions/{id}/transitions"
        answers.append(fresh_app.test_client().post(address, json=steps[name], headers=headers).status_code)

    threads = [threading.Thread(target=decide, args=(name,)) for name in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) in ([200, 409], [200, 412])
    with fresh_app.app_context():
        extension = db.session.get(Extension, id)
        assert extension is not None
        moved = extension.assignment.extension_count
        assert (extension.state, moved) in (("granted", 1), ("refused", 0))


def test_the_two_rates_of_a_day(people: Cast, as_: As, task: Assignment) -> None:
    found = as_("office").get(f"/recommendations/rates?agency={task.agency_id}&on=2026-06-15")
    assert found["completion"] == {"numerator": 0, "denominator": 0, "percent": None}
    assert found["left_out"]["not_due"] == 1
    assert list(as_("office").get("/recommendations/rates?on=2099-01-01", 422)["errors"]) == ["on"]
    assert list(as_("office").get("/recommendations/rates?agency=x", 422)["errors"]) == ["agency"]
