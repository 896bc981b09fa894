"""The main job through JSON alone: from a member's finding to a recommendation that is closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import time_machine

from tests.api.conftest import As
from tests.cast import Cast

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
TEXT = "Mới có 3 trong 14 khu công nghiệp bố trí được quỹ đất nhà ở công nhân"


def record_finding(people: Cast, as_: As) -> str:
    made = as_("member").post(
        "/findings",
        {
            "delegation_id": people.delegation.id,
            "kind": "limitation",
            "text": TEXT,
            "agency_id": people.agencies["a"].id,
            "evidence": "Biên bản làm việc ngày 12/6/2026",
        },
    )
    assert made.headers["Location"] == f"/api/v1/findings/{made['id']}"
    assert (made["state"], made["state_label"], made["agency"]) == ("draft", "Nháp", "Ban Quản lý Khu kinh tế")
    return f"/findings/{made['id']}"


def confirm_finding(finding: str, as_: As) -> None:
    as_("member").step(finding, "submit")
    as_("secretary").step(finding, "send_to_agency")
    as_("officer_a").step(finding, "draft_comment", {"stance": "partly", "text": "Còn hai khu đang làm thủ tục"})
    told = as_("leader_a").step(finding, "comment", {"stance": "partly", "text": "Còn hai khu đang làm thủ tục"})
    assert told["comments"][0]["stance_label"] == "Đồng ý một phần"
    assert as_("head").step(finding, "confirm")["state"] == "confirmed"


def issue_recommendation(people: Cast, finding: str, as_: As) -> str:
    id = int(finding.rpartition("/")[2])
    made = as_("secretary").post(
        "/recommendations",
        {
            "delegation_id": people.delegation.id,
            "text": "Trình danh mục quỹ đất nhà ở công nhân quanh các khu công nghiệp",
            "lead_agency_id": people.agencies["a"].id,
            "support_agency_ids": [people.agencies["b"].id],
            "deliverable": "Quyết định của Ủy ban nhân dân thành phố",
            "due_on": "2026-07-15",
            "conditions": ["Danh mục quỹ đất được phê duyệt"],
            "rests_on": [f"finding:{id}"],
        },
    )
    assert [end["code"] for end in made["links"]["sources"]] == ["PH-01"]
    path = f"/recommendations/{made['id']}"
    assert as_("head").step(path, "approve")["approved_by"] == "Người head"
    people.delegation.state = "concluded"
    document = {"kind": "conclusion", "number": "05/TB-HĐND", "issued_on": "2026-06-15"}
    issued = as_("office").step(path, "issue", document)
    assert [(entry["role"], entry["state"]) for entry in issued["assignments"]] == [
        ("lead", "assigned"),
        ("support", "assigned"),
    ]
    assert (issued["overdue"], issued["due_ends_on"], issued["days_left"]) == (False, "2026-07-15", 22)
    return path


def write_report(task: str, as_: As, file: int, condition: int, *, text: str) -> str:
    made = as_("officer_a").post(
        "/updates",
        {
            "assignment_id": int(task.rpartition("/")[2]),
            "claim": "done",
            "percent": 100,
            "text": text,
            "completed_on": "2026-06-15",
            f"files_{condition}": [file],
        },
    )
    path = f"/updates/{made['id']}"
    assert as_("leader_a").step(path, "send")["state"] == "submitted"
    assert as_("leader_a").get(task)["state"] == "awaiting_verification"
    return path


def test_a_finding_becomes_a_recommendation_that_is_reported_returned_and_accepted(
    people: Cast, as_: As, now: time_machine.Coordinates
) -> None:
    finding = record_finding(people, as_)
    confirm_finding(finding, as_)
    recommendation = issue_recommendation(people, finding, as_)
    read = as_("leader_a").get(recommendation)
    own = next(entry for entry in read["assignments"] if entry["role"] == "lead")
    task = own["href"].removeprefix("/api/v1")
    condition = read["conditions"][0]["id"]
    as_("officer_a").step(task, "start", {"person_in_charge": "Phòng Kế hoạch", "plan": "Rà soát rồi trình"})

    file = as_("officer_a").upload("Danh mục quỹ đất.pdf", PDF)["id"]
    report = write_report(task, as_, file, condition, text="Đã trình danh mục")
    assert as_("leader_a").steps(report) == [], "who reported never verifies"
    verdict = {"transition": "accept", "answers": {"note": "Được", "completed_on": "2026-06-15"}}
    etag = as_("leader_a").get(report).etag
    as_("leader_a").post(f"{report}/transitions", verdict, 403, if_match=etag)

    back = {"reason": "Thiếu bản đồ kèm theo", "answer_due_on": "2026-06-30"}
    assert as_("standing").step(report, "return", back)["state"] == "returned"
    assert as_("officer_a").get(task)["state"] == "not_satisfactory"

    again = as_("officer_a").upload("Danh mục và bản đồ.pdf", PDF + b"%")["id"]
    report = write_report(task, as_, again, condition, text="Đã bổ sung bản đồ")
    verdict = {"note": "Đủ sản phẩm", "completed_on": "2026-06-15"}
    assert "" in as_("standing").step(report, "accept", verdict, 422)["errors"], "nobody has looked at the evidence"
    item = as_("standing").get(report)["evidence"][0]["id"]
    done = as_("standing").step(report, "accept", {**verdict, f"verdict_{item}": "accept"})
    assert done["state"] == "accepted"
    assert as_("standing").get(task)["state"] == "implemented"
    story: Any = as_("standing").get(f"/updates?assignment={task.rpartition('/')[2]}")
    assert [item["state"] for item in story["items"]] == ["accepted", "returned"]
    assert date.fromisoformat(as_("standing").get(task)["completed_on"]) == date(2026, 6, 15)
