"""Policies through the API: the same rules as on pages, with versions, rights and refusals by field."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, lawmaking
from tests.api.conftest import As
from tests.cast import Cast
from tests.lawmaking import go, policy, proposal

pytestmark = pytest.mark.api

VOTE = {"voted_on": "2026-06-15", "total": 85, "present": 80, "yes": 42, "no": 30, "abstain": 5}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def test_a_policy_is_entered_read_changed_and_listed(as_: As, people: Cast) -> None:
    source, office = proposal(people), as_("office")
    body = {
        "title": lawmaking.TITLE,
        "type": "normative",
        "procedure": "normative",
        "delegation_id": people.delegation.id,
        "rests_on": [f"proposal:{source.id}"],
    }
    made = office.post("/policies", body)
    assert (made["code"], made["state"], made["ruleset"], made["next_step"]) == (
        "CS-2026-01",
        "proposed",
        "B2025",
        None,
    )
    one = f"/policies/{made['id']}"
    assert office.patch(one, {"sponsor": "Đoàn giám sát"})["sponsor"] == "Đoàn giám sát"
    assert office.send("PATCH", one, {"sponsor": "Khác"}, if_match=made.etag).status == 412
    assert list(office.post("/policies", body | {"type": "law"}, 422)["errors"]) == ["type"]
    assert list(office.post("/policies", body | {"rests_on": ["proposal:999999"]}, 422)["errors"]) == ["rests_on"]
    assert [row["code"] for row in office.get("/policies?phase=preparing&q=ha+tang")["items"]] == ["CS-2026-01"]
    assert office.get("/policies?status=tabled")["items"] == []
    as_("deputy").post("/policies", body, 403)
    as_("foreigner").get(one, 404)
    assert as_("leader_b").get(f"/proposals/{source.id}")["state"] == "moved_to_policy"
    as_("leader_b").get(one)


def test_a_first_vote_of_42_fails_and_a_second_of_43_passes(as_: As, people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    office, one = as_("office"), f"/policies/{made.id}"
    asked = {item["name"]: item for item in office.get(f"{one}/transitions")["items"]}
    assert [field["name"] for field in asked["vote"]["fields"]][:6] == [*VOTE]
    wrong = office.step(one, "vote", VOTE | {"yes": 60}, 422)
    assert list(wrong["errors"]) == ["yes"]
    done = office.step(one, "vote", VOTE, 200)
    assert (done["state"], done["votes"][0]["passed"], done["votes"][0]["silent"]) == ("not_passed", False, 3)
    office.step(one, "withdraw", {"reason": "Trung ương đã quy định"}, 409)
    office.step(one, "table_again", {"reason": "Đã chỉnh lý mức hỗ trợ"}, 200)
    go(people, made, "tabled")
    done = office.step(one, "vote", VOTE | {"yes": 43}, 200)
    assert [(vote["yes"], vote["needed"], vote["passed"]) for vote in done["votes"]] == [
        (42, 43, False),
        (43, 43, True),
    ]


def test_only_the_drafting_agency_and_the_council_read_the_steps(as_: As, people: Cast) -> None:
    made = policy(people, proposal(people, key="b"))
    go(people, made, "consultation")
    one = f"/policies/{made.id}"
    assert [row["name"] for row in as_("leader_a").get(one)["steps"]][-1] == "consultation"
    told = as_("leader_b").get(one)
    assert told["drafting_agency_asked"] == people.agencies["a"].name
    assert "steps" not in told.body
    assert told["state"] == "consultation"
    assert as_("leader_b").get(f"{one}/transitions")["items"] == []
    found = {item["step"]: item["due_on"] for item in as_("office").get(one)["deadlines"]}
    assert found["consultation"] == "2026-06-09"


def test_what_is_not_ready_is_sent_back(as_: As, people: Cast) -> None:
    made = go(people, policy(people), "appraisal")
    office, one = as_("office"), f"/policies/{made.id}"
    verdict = {"appraisal_number": "77/BC-STP", "appraisal_on": "2026-06-15", "appraisal_verdict": "not_eligible"}
    assert list(office.step(one, "submit", verdict, 422)["errors"]) == ["appraisal_verdict"]
    office.step(one, "review_back", lawmaking.NOT_READY, 409)
    paper = {"appraisal_number": "77/BC-STP", "appraisal_on": "2026-06-15"}
    done = office.step(one, "send_back", paper | lawmaking.NOT_READY, 200)
    assert (done["state"], done["next_step"], done["steps"][-2]["result"]) == ("drafting", "appraisal", "not_eligible")


def test_what_is_late_is_computed_and_asked_for(as_: As, people: Cast, now: time_machine.Coordinates) -> None:
    made = go(people, policy(people), "drafting")
    now.move_to("2026-06-30T09:00:00+07:00")
    office = as_("office")
    one = office.get(f"/policies/{made.id}")
    assert (one["due_on"], one["days_left"], one["overdue"], one["due_soon"]) == ("2026-06-29", -1, True, False)
    assert [row["id"] for row in office.get("/policies?due=overdue")["items"]] == [made.id]
    assert office.get("/policies?due=soon")["items"] == []
    assert list(office.get("/policies?due=late", 422)["errors"]) == ["due"]


def test_sessions_and_steps_of_kinds_are_data(as_: As, people: Cast) -> None:
    office, admin = as_("office"), as_("admin")
    made = office.post("/council-sessions", {"name": "Kỳ họp thứ 4", "opens_on": "2026-12-08"})
    wrong = office.patch(f"/council-sessions/{made['id']}", {"closes_on": "2026-12-01"}, 422)
    assert list(wrong["errors"]) == ["closes_on"]
    as_("standing").post("/council-sessions", {"name": "Khác", "opens_on": "2026-12-08"}, 403)
    rows = office.get("/policy-route-steps?ruleset=B2025&procedure=shortened")["items"]
    passed = {row["step"]: row["passes"] for row in rows}
    assert passed == {step: step != "consultation" for step in passed}
    assert not any(row["verified"] for row in rows)
    assert [row["step"] for row in rows if not row["again"]] == ["consultation"]
    one = f"/policy-route-steps/{rows[0]['id']}"
    office.patch(one, {"verified": True}, 403)
    assert admin.patch(one, {"verified": True, "legal_basis": "Điều 50"})["verified"] is True
