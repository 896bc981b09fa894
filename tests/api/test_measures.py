"""Steps against delay for other programs: taken, answered, with the day of the answer and the way to it."""

from __future__ import annotations

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db


def test_a_step_is_taken_and_answered(people: Cast, as_: As) -> None:
    records.concluded(people)
    task = story.lead(story.issued(people))
    db.session.commit()
    body = {
        "assignment_id": task.id,
        "kind": "explanation",
        "document_number": "305/HĐND-VP",
        "taken_on": "2026-06-15",
    }
    assert list(as_("office").post("/measures", body, 422)["errors"]) == ["skip_reason"]
    taken = as_("office").post("/measures", body | {"skip_reason": "Đã đôn đốc bằng điện thoại"}, 201)
    assert (taken["state"], taken["answer_due_on"]) == ("taken", "2026-06-30")
    assert taken["answer_computed"]["rule"] == "explanation"
    assert taken["answer_computed"]["explanation"]
    path = f"/measures/{taken['id']}"
    as_("leader_b").get(path, 404)
    as_("leader_a").post(f"{path}/transitions", {"transition": "answer"}, 403, if_match=taken.etag)
    answers = {"answered_on": "2026-06-15", "answered_with": "77/BC-BQL"}
    done = as_("office").step(path, "answer", answers)
    assert (done["state"], done["answered_with"]) == ("answered", "77/BC-BQL")
    assert as_("office").get(f"/measures?assignment={task.id}&status=answered")["total"] == 1


def test_all_that_is_wrong_with_a_step_is_said_at_once(people: Cast, as_: As) -> None:
    records.concluded(people)
    task = story.lead(story.issued(people))
    db.session.commit()
    body = {"assignment_id": task.id, "kind": "explanation", "taken_on": "2026-06-15", "answer_due_on": "2026-08-31"}
    refused = as_("office").post("/measures", body, 422)
    assert sorted(refused["errors"]) == ["answer_due_on", "document_number", "skip_reason"]
    refused = as_("office").post("/measures", body | {"document_number": "305/HĐND-VP"}, 422)
    assert sorted(refused["errors"]) == ["answer_due_on", "skip_reason"]


def test_the_ladder_is_read_by_all_and_kept_by_the_administrator(people: Cast, as_: As) -> None:
    steps = as_("leader_a").get("/ladder-steps?sort=position")["items"]
    assert [step["key"] for step in steps][:3] == ["urge", "urge_again", "competent_body"]
    path = f"/ladder-steps/{steps[1]['id']}"
    as_("office").patch(path, {"required": False}, 403)
    assert as_("admin").patch(path, {"required": False})["required"] is False
    assert people.council.id
