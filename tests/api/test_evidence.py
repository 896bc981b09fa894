"""/evidence: read by whoever reads its report, judged singly or with the report, handed in in versions."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tests.unit.test_evidence import AFTER_THAT, BLURRED, LICENCE_ENDS, done, rejected, reported, stored
from tracker.extensions import db
from tracker.recommendations import service
from tracker.recommendations.models import Recommendation
from tracker.workflow import engine


@pytest.fixture
def issued(people: Cast) -> Recommendation:
    records.concluded(people)
    return story.issued(people, conditions=["Danh mục", "Bản đồ"])


def test_an_item_tells_its_version_its_file_and_its_verdict(people: Cast, issued: Recommendation, as_: As) -> None:
    item = rejected(people, issued, file=stored(people, b"Ban 1"), valid_until=LICENCE_ENDS)
    db.session.commit()
    told = as_("deputy").get(f"/evidence/{item.id}")
    assert (told["code"], told["state"], told["reason"], told["judged_by"]) == (
        issued.code,
        "rejected",
        BLURRED,
        "Người standing",
    )
    assert (told["version_number"], told["replaces_id"], told["valid_until"]) == (1, None, "2026-08-31")
    assert item.attachment is not None
    assert told["file"]["sha256"] == item.attachment.sha256
    assert told["condition"] == "Danh mục"
    assert told["links"]["update"] == f"/api/v1/updates/{item.update_id}"
    listed = as_("office").get(f"/evidence?assignment={item.assignment_id}&status=rejected")
    assert [entry["id"] for entry in listed["items"]] == [item.id]
    assert as_("office").get(f"/updates/{item.update_id}")["evidence"][0]["judged_by"] == "Người standing"


def test_the_steps_of_a_report_ask_for_a_verdict_on_each_item(people: Cast, issued: Recommendation, as_: As) -> None:
    update = reported(people, issued)
    db.session.commit()
    path = f"/updates/{update.id}"
    offered = as_("standing").get(f"{path}/transitions")["items"]
    for step in offered:
        names = {field["name"] for field in step["fields"]}
        assert {
            f"{name}_{item.id}" for name in ("verdict", "reason", "valid_until") for item in update.evidence
        } <= names
    first, second = (item.id for item in update.evidence)
    verdict: dict[str, Any] = {"note": "Đủ", "completed_on": "2026-06-15", f"verdict_{first}": "accept"}
    reply = as_("standing").step(path, "accept", verdict, 422)
    assert "Còn thiếu: “Bản đồ”." in reply["errors"][""][0]
    reply = as_("standing").step(path, "accept", {**verdict, f"verdict_{second}": "reject"}, 422)
    assert list(reply["errors"]) == [f"reason_{second}"]
    assert [item["state"] for item in as_("standing").get(path)["evidence"]] == ["pending", "pending"]
    done = as_("standing").step(path, "accept", {**verdict, f"verdict_{second}": "accept"})
    assert [item["state"] for item in done["evidence"]] == ["accepted", "accepted"]


def test_the_second_of_two_verifiers_is_told_who_was_first(people: Cast, issued: Recommendation, as_: As) -> None:
    update = reported(people, issued)
    db.session.commit()
    item = f"/evidence/{update.evidence[0].id}"
    of_item, of_report = as_("standing").get(item).etag, as_("standing").get(f"/updates/{update.id}").etag
    reject = {"transition": "reject", "answers": {"reason": BLURRED}}
    as_("office").post(f"{item}/transitions", reject, 200, if_match=of_item)
    accept = {"transition": "accept", "answers": {}}
    late = as_("standing").post(f"{item}/transitions", accept, 412, if_match=of_item)
    assert "Người office" in late["detail"]
    back = {"transition": "return", "answers": {"reason": BLURRED, "answer_due_on": "2026-06-30"}}
    late = as_("standing").post(f"/updates/{update.id}/transitions", back, 412, if_match=of_report)
    assert "Người office" in late["detail"]
    assert as_("standing").get(item)["state"] == "rejected"


def test_whoever_reported_is_refused_and_other_agencies_find_nothing(
    people: Cast, issued: Recommendation, as_: As
) -> None:
    update = reported(people, issued, proofs=[service.Proof(file=stored(people, b"Ban do"))])
    db.session.commit()
    item, file = update.evidence[0].id, update.evidence[0].attachment_id
    etag = as_("leader_a").get(f"/evidence/{item}").etag
    accept = {"transition": "accept", "answers": {}}
    as_("leader_a").post(f"/evidence/{item}/transitions", accept, 403, if_match=etag)
    for path in (f"/evidence/{item}", f"/updates/{update.id}", f"/attachments/{file}", f"/attachments/{file}/content"):
        as_("leader_b").get(path, 404)
    as_("leader_b").post(f"/evidence/{item}/transitions", accept, 404, if_match=etag)
    assert as_("leader_b").get("/evidence")["items"] == []
    assert as_("leader_b").get(f"/evidence?assignment={update.assignment_id}")["items"] == []


def test_the_next_version_comes_with_the_next_report(people: Cast, issued: Recommendation, as_: As) -> None:
    old = rejected(people, issued, file=stored(people, b"Ban 1"))
    db.session.commit()
    officer = as_("officer_a")
    body: dict[str, Any] = {
        "assignment_id": old.assignment_id,
        "claim": "done",
        "text": "Đã vẽ lại",
        "completed_on": "2026-06-15",
    }
    same = officer.upload("ban-do.txt", b"Ban 1")["id"]
    reply = officer.post("/updates", {**body, f"newer_files_{old.id}": [same]}, 422)
    assert "giống hệt bản 1" in reply["errors"][f"newer_files_{old.id}"][0]
    other = officer.upload("ban-do.txt", b"Ban 2")["id"]
    made = officer.post("/updates", {**body, f"newer_files_{old.id}": [other]})
    second = made["evidence"][0]
    assert (second["version_number"], second["replaces_id"], second["condition_id"]) == (2, old.id, old.condition_id)
    third = officer.post("/evidence", {"update_id": made["id"], "replaces_id": second["id"], "document_number": "9/BĐ"})
    assert (third["version_number"], third["replaces_id"]) == (3, second["id"])
    assert officer.get(f"/evidence/{old.id}")["state"] == "rejected"


def test_evidence_is_added_to_ones_own_draft_for_ones_own_condition(
    people: Cast, issued: Recommendation, as_: As
) -> None:
    other = story.issued(people, conditions=["Khác"])
    stranger = rejected(people, other)
    update = story.drafted_report(people, assignment=story.taken(people, story.lead(issued), "a"))
    db.session.commit()
    officer, path = as_("officer_a"), "/evidence"
    body: dict[str, Any] = {"update_id": update.id, "document_number": "5/QĐ"}
    for wrong, field in (
        ({"condition_id": other.conditions[0].id}, "condition_id"),
        ({"replaces_id": stranger.id}, "replaces_id"),
        ({"document_number": ""}, "files"),
        ({"valid_until": "2026-06-14"}, "valid_until"),
        ({"document_number": "9" * 101}, "document_number"),
        ({"state": "accepted"}, "state"),
    ):
        assert list(officer.post(path, body | wrong, 422)["errors"]) == [field], wrong
    made = officer.post(path, body | {"condition_id": issued.conditions[1].id, "valid_until": "2026-12-31"})
    assert (made["condition"], made["state"], made["expired"]) == ("Bản đồ", "pending", False)
    as_("officer_b").post(path, body, 404)
    engine.perform(update, "send", people.leader_a)
    db.session.commit()
    assert officer.post(path, body, 409).problem == "impossible"
    as_("office").post(path, body, 403)


def test_what_has_run_out_says_so_without_another_state(
    people: Cast, issued: Recommendation, as_: As, now: time_machine.Coordinates
) -> None:
    item = done(people, issued).evidence[0]
    db.session.commit()
    path = f"/evidence/{item.id}"
    assert as_("office").get(path)["expired"] is False
    assert "renew" not in as_("leader_a").steps(path)
    now.move_to(AFTER_THAT)
    told = as_("office").get(path)
    assert (told["state"], told["expired"]) == ("accepted", True)
    assert as_("leader_a").steps(path) == ["renew"]
    assert as_("leader_a").step(path, "renew", {}, 422)["errors"]["files"]
    file = as_("leader_a").upload("giay-phep.txt", b"Giay phep moi")["id"]
    as_("leader_a").step(path, "renew", {"files": [file], "valid_until": "2027-08-31"})
    newer = as_("office").get(f"/evidence?update={item.update_id}&status=pending")["items"][0]
    assert (newer["replaces_id"], newer["valid_until"]) == (item.id, "2027-08-31")
    as_("leader_b").get(f"/attachments/{file}", 404)
    as_("office").get(f"/attachments/{file}")
    assert as_("office").get(f"/assignments/{item.assignment_id}")["state"] == "implemented"
