"""Inside an agency, for other programs: standing in, laid before the leader, the rule, the plan, how far things have come."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db
from tracker.recommendations.models import Assignment

LINES = ["30/06/2026 | Xong danh mục", "10/07/2026 | Trình ký"]


@pytest.fixture
def task(people: Cast) -> Assignment:
    records.concluded(people)
    made = story.taken(people, story.lead(story.issued(people)), "a")
    db.session.commit()
    return made


def naming(people: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "agency_id": people.agencies["a"].id,
        "principal_id": people.users["leader_a"].id,
        "user_id": people.users["officer_a"].id,
        "from_on": "2026-06-15",
        "to_on": "2026-06-19",
        "document_number": "12/GUQ",
        "document_date": "2026-06-12",
        **changes,
    }


def test_somebody_is_named_acts_and_is_named_in_what_they_sent(people: Cast, as_: As, task: Assignment) -> None:
    made = as_("leader_a").post("/stand-ins", naming(people))
    assert (made["stage"], made["user"], made["principal"]) == ("running", "Người officer_a", "Người leader_a")
    body = {"assignment_id": task.id, "claim": "in_progress", "text": "Đang làm"}
    draft = as_("officer_a").post("/updates", body)
    path = f"/updates/{draft['id']}"
    sent = as_("officer_a").post(f"{path}/transitions", {"transition": "send"}, 200, if_match=draft.etag)
    assert sent["stand_in"] == as_("office").get(path)["stand_in"]
    assert sent["stand_in"]["on_behalf_of"] == "Người leader_a"
    assert sent["stand_in"]["document_number"] == "12/GUQ"
    as_("leader_b").get(f"/stand-ins/{made['id']}", 404)
    ended = {"transition": "end", "answers": {"reason": "Về sớm"}}
    of_one = f"/stand-ins/{made['id']}/transitions"
    assert as_("office").post(of_one, ended, 200, if_match=made.etag)["stage"] == "ended"


def test_what_is_wrong_is_said_by_field(people: Cast, as_: As, task: Assignment) -> None:
    assert list(as_("leader_a").post("/stand-ins", naming(people, to_on="2026-06-01"), 422)["errors"]) == ["to_on"]
    other = naming(people, user_id=people.users["officer_b"].id)
    assert list(as_("leader_a").post("/stand-ins", other, 422)["errors"]) == ["user_id"]
    as_("officer_a").post("/stand-ins", naming(people), 403)
    as_("foreigner").post("/stand-ins", naming(people), 404)


def test_a_draft_is_laid_before_the_leader_and_handed_back(people: Cast, as_: As, task: Assignment) -> None:
    body = {"assignment_id": task.id, "claim": "in_progress", "text": "Đang làm"}
    draft = as_("officer_a").post("/updates", body)
    path = f"/updates/{draft['id']}"
    laid = as_("officer_a").post(f"{path}/transitions", {"transition": "lay_before"}, 200, if_match=draft.etag)
    assert (laid["state"], laid["ready_by"]) == ("draft", "Người officer_a")
    back = {"transition": "hand_back", "answers": {"reason": "Ghi rõ số quyết định"}}
    handed = as_("leader_a").post(f"{path}/transitions", back, 200, if_match=laid.etag)
    assert (handed["ready_at"], handed["back_note"]) == (None, "Ghi rõ số quyết định")
    as_("office").get(path, 404)
    sent = as_("leader_a").post(f"{path}/transitions", {"transition": "send"}, 200, if_match=handed.etag)
    assert sent["state"] == "submitted"
    assert not {"ready_at", "back_note", "back_by"} & set(as_("office").get(path).body)


def test_the_rule_is_changed_and_holds(people: Cast, as_: As, task: Assignment) -> None:
    path = f"/agencies/{people.agencies['a'].id}"
    assert as_("leader_a").patch(path, {"leader_sends_own": False})["leader_sends_own"] is False
    assert "leader_sends_own" not in as_("leader_b").get(path).body
    body = {"assignment_id": task.id, "claim": "in_progress", "text": "Đang làm"}
    draft = as_("leader_a").post("/updates", body)
    transitions = f"/updates/{draft['id']}/transitions"
    refused = as_("leader_a").post(transitions, {"transition": "send"}, 403, if_match=draft.etag)
    assert "người soạn không tự gửi" in refused["detail"]
    assert "send" not in [item["name"] for item in as_("leader_a").get(transitions)["items"]]


def test_a_plan_is_changed_over_its_version_alone(people: Cast, as_: As, task: Assignment) -> None:
    path = f"/assignments/{task.id}"
    before = as_("officer_a").get(path)
    done = as_("officer_a").patch(path, {"milestones": LINES, "person_id": people.users["officer_a"].id})
    assert [milestone["origin"] for milestone in done["milestones"]] == ["plan", "plan"]
    assert (done["person_in_charge"], done["progress"]["milestones"]) == ("Người officer_a", 2)
    as_("officer_a").patch(path, {"plan": "Khác"}, 412, if_match=before.etag)
    as_("office").patch(path, {"plan": "Khác"}, 403)
    as_("officer_b").send("PATCH", path, {"plan": "Khác"}, if_match=before.etag).gives(404)
    wrong = as_("officer_a").patch(path, {"milestones": ["31/02/2026 | Việc"]}, 422)
    assert list(wrong["errors"]) == ["milestones"]


def test_a_milestone_of_a_reopened_task_is_verified_no_more(
    people: Cast, as_: As, task: Assignment, now: time_machine.Coordinates
) -> None:
    path = f"/assignments/{task.id}"
    [milestone] = as_("officer_a").patch(path, {"milestones": LINES[:1]})["milestones"]
    story.accept(people, story.report(people, assignment=task, milestones=[milestone["id"]]))
    db.session.commit()
    assert as_("office").get(path)["milestones"][0]["is_verified"] is True
    now.shift(60)
    story.reopened(people, task)
    db.session.commit()
    told = as_("office").get(path)
    assert (told["milestones"][0]["is_verified"], told["milestones"][0]["is_reported"]) == (False, True)
    assert told["progress"]["confirmed"] == 0, "as the page and the percents say"
    assert as_("office").get("/assignments")["items"][-1]["milestones"] == told["milestones"]


def test_how_far_all_have_come_is_the_councils_to_read(people: Cast, as_: As, task: Assignment) -> None:
    path = f"/recommendations/{task.recommendation_id}"
    assert as_("office").get(path)["progress"] == {
        "tasks": 2,
        "claimed_done": 0,
        "verified_done": 0,
        "claimed": 0,
        "verified": 0,
    }
    assert "progress" not in as_("officer_a").get(path).body
    assert as_("office").get("/assignments?overdue=true")["total"] == 0


def test_each_agency_reads_its_own_part_and_what_it_may_of_the_others(people: Cast, as_: As, task: Assignment) -> None:
    def of_b(name: str) -> set[str]:
        parts = as_(name).get(f"/recommendations/{task.recommendation_id}")["assignments"]
        return set(parts[1])

    assert "percent" in of_b("office")
    assert {"state"} <= of_b("leader_a"), "the lead knows the state"
    assert not {"percent", "claim", "id"} & of_b("leader_a")
    lead = as_("leader_b").get(f"/recommendations/{task.recommendation_id}")["assignments"][0]
    assert set(lead) == {"agency_name", "role", "role_label"}, "nothing has been accepted yet"


def test_all_agencies_of_a_kind_are_addressed(people: Cast, as_: As) -> None:
    records.concluded(people)
    body = {
        "delegation_id": people.delegation.id,
        "text": "Trình danh mục quỹ đất",
        "lead_agency_id": people.agencies["a"].id,
        "support_kinds": ["department"],
    }
    made = as_("secretary").post("/recommendations", body)
    assert len(made["addressees"]) == 3


def test_a_report_on_a_closed_task_is_refused_with_its_sentence(people: Cast, as_: As, task: Assignment) -> None:
    update = story.report(people, assignment=task)
    story.accept(people, update)
    db.session.commit()
    body = {"assignment_id": task.id, "claim": "in_progress", "text": "Muộn"}
    assert "không nhận báo cáo mới" in as_("officer_a").post("/updates", body, 409)["detail"]


def test_the_administrator_names_a_stand_in_and_ends_the_naming(people: Cast, as_: As) -> None:
    admin = as_("admin")
    leader = next(item for item in admin.get("/leaders")["items"] if item["user_id"] == people.users["leader_a"].id)
    assert leader["agency_id"] == people.agencies["a"].id
    assert [one["user_id"] for one in leader["may_stand_in"]] == [people.users["officer_a"].id]
    path = leader["links"]["stand_ins"].removeprefix("/api/v1")
    body = {name: value for name, value in naming(people).items() if name not in ("agency_id", "principal_id")}
    missing = {name: value for name, value in body.items() if not name.startswith("document")}
    assert set(admin.post(path, missing, 422)["errors"]) == {"document_number", "document_date"}
    elsewhere = admin.post(path, body | {"agency_id": people.agencies["b"].id}, 422)
    assert list(elsewhere["errors"]) == ["agency_id"]
    of_officer = f"/leaders/{people.users['officer_a'].id}/stand-ins"
    assert "không phải lãnh đạo" in admin.post(of_officer, body, 409)["detail"]
    made = admin.post(path, body)
    assert (made["stage"], made["principal"], made["agency_id"]) == ("running", "Người leader_a", leader["agency_id"])
    assert [one["id"] for one in admin.get("/stand-ins")["items"]] == [made["id"]]
    end = f"/stand-ins/{made['id']}/ended"
    as_("leader_a").post(end, {"reason": "Về sớm"}, 403, if_match=made.etag)
    assert admin.post(end, {"reason": "Về sớm"}, 200, if_match=made.etag)["stage"] == "ended"
    again = admin.get(f"/stand-ins/{made['id']}")
    assert "đã hết từ trước" in admin.post(end, {"reason": "Về sớm"}, 409, if_match=again.etag)["detail"]


def test_nobody_else_reads_who_leads_which_agency(people: Cast, as_: As) -> None:
    for name in ("office", "leader_a"):
        as_(name).get("/leaders", 404)
        as_(name).post(f"/leaders/{people.users['leader_a'].id}/stand-ins", naming(people), 404)
