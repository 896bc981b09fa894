"""Each kind through JSON: made, read, changed, refused; the bad input of domain.md 6.5."""

from __future__ import annotations

from typing import Any

import pytest

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.audit.models import AuditEvent
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.recommendations.models import Recommendation
from tracker.sessions.models import WorkingSession


def delegation_body(people: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Việc bố trí nhà ở cho công nhân",
        "owner_kind": "committee",
        "body_id": people.committee.id,
        "scope": "Trên địa bàn thành phố",
        "content": "Chấp hành quy định về nhà ở công nhân",
        "period_from": "2021-01-01",
        "period_to": "2025-12-31",
        "report_due_on": "2026-08-31",
    } | changes


def test_a_delegation_is_set_up_and_established(people: Cast, as_: As) -> None:
    office = as_("office")
    made = office.post("/delegations", delegation_body(people))
    path = f"/delegations/{made['id']}"
    assert made["code"].startswith("ĐGS-2026-")
    assert (made["state"], made["body"], made["ruleset"]) == ("draft", people.committee.name, "L2025")
    office.post(f"{path}/members", {"name": "Nguyễn Thị Ví Dụ", "office": "Trưởng Ban", "role": "head"})
    errors = office.post(f"{path}/members", {"name": "Trần Văn Thử", "role": "head"}, 422)["errors"]
    assert list(errors) == ["role"], "one head at a time"
    agency = office.post(f"{path}/agencies", {"agency": "so cong thuong"})
    assert (agency["agency"], agency["role"]) == ("Sở Công Thương", "supervised")
    assert list(office.post(f"{path}/agencies", {"agency": "Sở Lạ"}, 422)["errors"]) == ["agency"]
    paper = {"kind": "decision", "number": "05/QĐ-HĐND", "issued_on": "2026-06-12", "signer": "Lê Thị Mẫu"}
    assert list(office.step(path, "establish", paper, 422)["errors"]) == ["files"]
    scan = office.upload("quyet-dinh.txt", b"Quyet dinh")["id"]
    established = office.step(path, "establish", {**paper, "files": [scan]})
    assert (established["state"], established["established_on"]) == ("established", "2026-06-12")
    assert [document["number"] for document in office.get(f"{path}/documents")["items"]] == ["05/QĐ-HĐND"]
    changed = office.patch(path, {"report_due_on": "2026-09-15", "scope": None})
    assert (changed["report_due_on"], changed["scope"], changed["content"]) == (
        "2026-09-15",
        "",
        "Chấp hành quy định về nhà ở công nhân",
    )
    as_("deputy").send("PATCH", path, {"title": "x"}, if_match=changed.etag).gives(403)
    as_("member").post("/delegations", delegation_body(people), 403)


def test_an_old_delegation_is_entered_in_its_state(people: Cast, as_: As) -> None:
    body = {
        "old_record": True,
        "title": "Việc thu hút đầu tư",
        "owner_kind": "standing_committee",
        "state": "active",
        "ruleset": "L2015",
        "agencies": ["Ban Quản lý Khu kinh tế"],
        "source": "Bài trên trang thông tin",
        "reason": "Hồ sơ trước khi có phần mềm",
    }
    made = as_("office").post("/delegations", body)
    assert (made["state"], made["old_record"]) == ("active", True)
    assert made["waived_facts"]
    as_("secretary").post("/delegations", body, 403)
    without = {name: value for name, value in body.items() if name != "source"}
    assert list(as_("office").post("/delegations", without, 422)["errors"]) == ["source"]
    assert as_("office").patch(f"/delegations/{made['id']}", {"established_on": "2024-05-06"})["established_on"]


def test_a_session_with_who_came_and_what_was_said(people: Cast, as_: As) -> None:
    secretary = as_("secretary")
    body = {
        "delegation_id": people.delegation.id,
        "held_on": "2026-06-25",
        "part": "afternoon",
        "starts_at": "14:00",
        "chair": "Nguyễn Thị Ví Dụ",
        "agency_ids": [people.agencies["a"].id],
    }
    made = secretary.post("/sessions", body)
    path = f"/sessions/{made['id']}"
    assert (made["code"], made["part_label"], made["starts_at"][:5]) == ("CLV-01", "chiều", "14:00")
    assert made["agencies"] == [{"agency_id": people.agencies["a"].id, "name_then": people.agencies["a"].name}]
    came = secretary.post(f"{path}/attendance", {"name": "Đại diện các Sở, ngành", "is_group": True})
    assert came["is_group"] is True
    picture = {"caption": "Quang cảnh cuộc làm việc"}
    assert secretary.post(f"{path}/photographs", picture)["attachment_id"] is None
    said = {
        "session_id": made["id"],
        "kind": "request",
        "speaker": "Nguyễn Thị Ví Dụ",
        "text": "Đề nghị rà soát quỹ đất",
    }
    early = secretary.post("/statements", said, 409)
    assert early["detail"].startswith("Chưa ghi phát biểu được: chỉ ghi từ ngày họp (25/06/2026)")
    as_("leader_a").post("/statements", {"session_id": made["id"]}, 404)
    records.held(db.session.get_one(WorkingSession, made["id"]))
    db.session.commit()
    told = secretary.post("/statements", said)
    assert (told["code"], told["kind_label"], told["session"]) == ("PB-01", "đề nghị", "CLV-01")
    changed = secretary.patch(f"/statements/{told['id']}", {"text": "Đề nghị rà soát toàn bộ quỹ đất"})
    assert (changed["text"], changed["speaker"]) == ("Đề nghị rà soát toàn bộ quỹ đất", "Nguyễn Thị Ví Dụ")
    entry = f"{path}/attendance/{came['id']}"
    secretary.send("DELETE", entry, if_match=secretary.get(entry).etag).gives(204)
    as_("member").post("/sessions", body, 403)


def test_statements_stay_once_the_minutes_are_signed(people: Cast, as_: As) -> None:
    said = records.statement(people)
    said.session.state = "minutes_signed"
    said.session.minutes_text, said.session.secretary_name = "Biên bản", "Thư ký"
    said.session.notice_sent_on = said.session.signed_on = said.session.held_on
    said.session.head_attended = True
    db.session.commit()
    secretary = as_("secretary")
    assert secretary.patch(f"/statements/{said.id}", {"text": "Khác"}, 409).problem == "impossible"
    body = {"session_id": said.session_id, "kind": "request", "speaker": "A", "text": "Đề nghị khác"}
    secretary.post("/statements", body, 409)
    assert secretary.post("/statements", body | {"corrects_id": said.id})["corrects_id"] == said.id


def figure_body(people: Cast, session: int, **changes: Any) -> dict[str, Any]:
    return {
        "delegation_id": people.delegation.id,
        "indicator": "Tổng vốn đầu tư thu hút",
        "qualifier": "nearly",
        "value": "18.09",
        "unit": "tỷ USD",
        "period_kind": "span",
        "period_from": 2021,
        "period_to": 2025,
        "source_kind": "session",
        "source_id": session,
        "agency_ids": [people.agencies["a"].id],
        "comparisons": [
            {
                "kind": "percent_of_plan",
                "direction": "reached",
                "qualifier": "over",
                "value": "120.50",
                "against": "kế hoạch",
                "against_period_kind": "span",
                "against_from": 2021,
                "against_to": 2025,
            }
        ],
    } | changes


def test_figures_keep_every_digit(people: Cast, as_: As) -> None:
    session = records.session(people)
    db.session.commit()
    made = as_("secretary").post("/figures", figure_body(people, session.id, value="13.70"))
    assert (made["value"], made["qualifier_label"], made["agencies"]) == ("13.70", "gần", [people.agencies["a"].name])
    assert made["comparisons"][0]["value"] == "120.50"
    changed = as_("secretary").patch(f"/figures/{made['id']}", {"value": "13.7"})
    assert (changed["value"], changed["unit"]) == ("13.7", "tỷ USD")
    assert changed["comparisons"] == made["comparisons"]
    assert as_("secretary").patch(f"/figures/{made['id']}", {"comparisons": []})["comparisons"] == []


@pytest.mark.parametrize("value", [18.09, 18, "18,09", "1.234,5", "abc", "1e5", "", None, True, "٣", "1" * 50])
def test_figures_travel_as_decimal_strings(people: Cast, as_: As, value: Any) -> None:
    session = records.session(people)
    db.session.commit()
    reply = as_("secretary").post("/figures", figure_body(people, session.id, value=value), 422)
    assert list(reply["errors"]) == ["value"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": "  "}, "unit"),
        ({"unit": None}, "unit"),
        ({"period_from": 2026, "period_to": 2021}, "period_to"),
        ({"period_from": 1900}, "period_from"),
        ({"source_id": 999}, "source_id"),
        ({"agency_ids": []}, "agency_ids"),
        ({"agency_ids": [999]}, "agency_ids"),
        ({"agency_ids": "1"}, "agency_ids"),
        ({"qualifier": "roughly"}, "qualifier"),
        ({"comparisons": "none"}, "comparisons"),
        ({"comparisons": [{"colour": "red"}]}, "comparisons"),
    ],
)
def test_a_wrong_figure_is_refused_by_field(people: Cast, as_: As, changes: dict[str, Any], field: str) -> None:
    session = records.session(people)
    db.session.commit()
    reply = as_("secretary").post("/figures", figure_body(people, session.id, **changes), 422)
    assert field in reply["errors"], reply["errors"]


def test_parts_that_do_not_add_up_are_asked_about(people: Cast, as_: As) -> None:
    session = records.session(people)
    part = records.figure(people, session)
    db.session.commit()
    body = figure_body(people, session.id, qualifier="exactly", value="20", part_ids=[part.id], comparisons=[])
    reply = as_("secretary").post("/figures", body, 422)
    assert "1,91" in str(reply["errors"])
    made = as_("secretary").post("/figures", body | {"difference_note": "Nguồn làm tròn"})
    assert (made["part_ids"], made["difference_note"]) == ([part.id], "Nguồn làm tròn")


@pytest.mark.parametrize("text", [None, "", "   ", "\u200b\u00a0", 7, ["x"], {"a": 1}, "x" * 10_001])
def test_a_text_must_be_one(people: Cast, as_: As, text: Any) -> None:
    body = {"delegation_id": people.delegation.id, "kind": "limitation", "text": text}
    assert list(as_("member").post("/findings", body, 422)["errors"]) == ["text"]


@pytest.mark.parametrize("id", [None, "1", 0, -1, 1.5, True, [1], 2**40])
def test_a_parent_is_named_by_its_number(people: Cast, as_: As, id: Any) -> None:
    body = {"delegation_id": id, "kind": "limitation", "text": story.TEXT}
    assert list(as_("member").post("/findings", body, 422)["errors"]) == ["delegation_id"]


def test_an_unknown_parent_is_not_found(people: Cast, as_: As) -> None:
    body = {"delegation_id": 999, "kind": "limitation", "text": story.TEXT}
    as_("member").post("/findings", body, 404)
    assert not db.session.query(Finding).count()


@pytest.mark.parametrize(
    "day", ["31/02/2026", "2026-02-31", "2026-13-01", "1944-12-31", "2050-01-01", "26-1-1", 20260101]
)
def test_a_date_must_exist(people: Cast, as_: As, day: Any) -> None:
    reply = as_("office").post("/delegations", delegation_body(people, report_due_on=day), 422)
    assert list(reply["errors"]) == ["report_due_on"]
    assert isinstance(day, int) or "YYYY-MM-DD" in reply["errors"]["report_due_on"][0]


def test_periods_run_forward(people: Cast, as_: As) -> None:
    body = delegation_body(people, period_from="2025-01-01", period_to="2021-01-01")
    assert list(as_("office").post("/delegations", body, 422)["errors"]) == ["period_to"]


def recommendation_body(people: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "delegation_id": people.delegation.id,
        "text": "Trình danh mục quỹ đất nhà ở công nhân",
        "lead_agency_id": people.agencies["a"].id,
        "deliverable": "Quyết định",
        "due_on": "2026-07-15",
    } | changes


def test_a_change_of_an_approved_draft_clears_the_approval(people: Cast, as_: As) -> None:
    made = as_("secretary").post("/recommendations", recommendation_body(people, conditions=["Có danh mục"]))
    path = f"/recommendations/{made['id']}"
    assert (made["state"], made["days_left"], made["overdue"]) == ("draft", None, False)
    assert [entry["text"] for entry in made["conditions"]] == ["Có danh mục"]
    assert as_("head").step(path, "approve")["approved_at"]
    assert as_("secretary").patch(path, {"due_on": "2026-08-01"})["approved_at"] is None


def test_nothing_is_due_before_its_document(people: Cast, as_: As) -> None:
    records.concluded(people)
    made = story.approved(people)
    db.session.commit()
    path = f"/recommendations/{made.id}"
    late = {"kind": "conclusion", "number": "05/TB-HĐND", "issued_on": "2026-06-16"}
    refused = as_("office").step(path, "issue", late, 422)["errors"]
    assert sorted(refused) == ["issued_on", "wording_reason"], "not yet come; and all else that is missing"
    assert sorted(as_("office").step(path, "issue", {}, 422)["errors"]) == [
        "document",
        "issued_on",
        "kind",
        "number",
        "wording_reason",
    ]
    assert as_("office").get(path)["state"] == "draft"


def test_the_office_names_who_follows_it_in_any_state(people: Cast, as_: As) -> None:
    records.concluded(people)
    made = story.issued(people)
    db.session.commit()
    path = f"/recommendations/{made.id}"
    changed = as_("office").patch(path, {"followed_by_id": people.users["other_office"].id})
    assert changed["followed_by"] == "Người other_office"
    as_("office").patch(path, {"text": "Khác"}, 409)
    as_("office").patch(path, {"followed_by_id": people.users["member"].id}, 422)
    etag = as_("leader_a").get(path).etag
    as_("leader_a").patch(path, {"followed_by_id": None}, 403, if_match=etag)


def test_a_closed_delegation_takes_nothing_more(people: Cast, as_: As) -> None:
    people.delegation.state = "closed"
    db.session.commit()
    finding = {"delegation_id": people.delegation.id, "kind": "limitation", "text": story.TEXT}
    assert as_("member").post("/findings", finding, 409).problem == "impossible"
    as_("secretary").post("/recommendations", recommendation_body(people), 409)
    assert not db.session.query(Recommendation).count()


def test_an_agency_that_has_ended_names_its_heir(people: Cast, as_: As) -> None:
    from datetime import date

    from tracker.organizations import service as organizations

    organizations.end(people.agencies["a"], date(2026, 5, 31), people.agencies["b"], "merge", people.office)
    db.session.commit()
    reply = as_("secretary").post("/recommendations", recommendation_body(people), 422)
    assert "Sở Công Thương" in reply["errors"]["lead_agency_id"][0]


def test_a_report_answers_closing_conditions_one_by_one(people: Cast, as_: As) -> None:
    records.concluded(people)
    issued = story.issued(people, conditions=["Có danh mục", "Có bản đồ"])
    task = story.taken(people, story.lead(issued), "a")
    first, second = (condition.id for condition in issued.conditions)
    db.session.commit()
    officer = as_("officer_a")
    body = {
        "assignment_id": task.id,
        "claim": "done",
        "text": "Đã trình",
        "completed_on": "2026-06-15",
        f"numbers_{first}": ["1234/QĐ-UBND"],
    }
    made = officer.post("/updates", body)
    assert [(item["condition_id"], item["document_number"]) for item in made["evidence"]] == [(first, "1234/QĐ-UBND")]
    assert officer.post("/updates", body, 409).problem == "impossible", "one draft at a time"
    path = f"/updates/{made['id']}"
    file = officer.upload("ban-do.txt", b"ban do")["id"]
    changed = officer.patch(path, {f"files_{second}": [file], "difficulties": "Thiếu vốn"})
    assert [item["condition_id"] for item in changed["evidence"]] == [first, second]
    assert changed["evidence"][1]["file"]["name"] == "ban-do.txt"
    assert changed["text"] == "Đã trình"
    dropped = officer.patch(path, {"drop_evidence": [changed["evidence"][0]["id"]]})
    assert [item["condition_id"] for item in dropped["evidence"]] == [second]
    wrong = {"percent": 101, "completed_on": "2026-07-01", "numbers_999": ["x"]}
    assert sorted(officer.patch(path, wrong, 422)["errors"]) == ["completed_on", "numbers_999", "percent"]


def test_the_trail_names_the_caller(people: Cast, as_: As) -> None:
    finding = as_("member").post(
        "/findings", {"delegation_id": people.delegation.id, "kind": "limitation", "text": story.TEXT}
    )
    event = db.session.query(AuditEvent).filter_by(subject_kind="finding", subject_id=finding["id"]).one()
    assert (event.action, event.actor_id) == ("created", people.users["member"].id)
    assert event.request_id == finding.headers["X-Request-ID"]


def test_lists_of_a_delegations_people_are_whole(people: Cast, as_: As) -> None:
    path = f"/delegations/{people.delegation.id}"
    assert [member["name"] for member in as_("member").get(f"{path}/members")["items"]] == [
        "Nguyễn Thị Ví Dụ",
        "Trần Văn Thử",
    ]
    entry = as_("member").get(f"{path}/agencies")["items"][0]
    assert entry["links"]["delegation"] == f"/api/v1{path}"
    assert db.session.query(Delegation).count() == 2
