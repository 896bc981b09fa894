"""Outlines, requests for reports, answers and reports as JSON."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from tests import asking
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db

ITEMS = [
    {"text": "Đặc điểm tình hình"},
    {
        "text": "Kết quả thực hiện",
        "required": False,
        "items": [
            {
                "text": "Thu hút đầu tư",
                "figures": [
                    {"indicator": "Số dự án", "unit": "dự án", "period": "từng năm 2023 - 2024", "scope": "KCN"}
                ],
            }
        ],
    },
]


def outline(people: Cast, as_: As) -> Any:
    body = {"delegation_id": people.delegation.id, "title": "Đề cương báo cáo", "items": ITEMS}
    return as_("secretary").post("/outlines", body)


def sent(people: Cast, as_: As) -> str:
    """A request to agency A, sent through the API; its path."""
    outline(people, as_)
    body = {"delegation_id": people.delegation.id, "agency_id": people.agencies["a"].id, "due_on": "2026-06-30"}
    path = f"/report-requests/{as_('secretary').post('/report-requests', body)['id']}"
    as_("secretary").step(path, "send", {"letter_number": "31/ĐGS-VP", "sent_on": "2026-06-15"})
    return path


def answers(as_: As, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = as_("officer_a").get(f"/answers?request={path.rpartition('/')[2]}")["items"]
    return sorted(found, key=lambda item: item["item_id"])


def test_an_outline_is_a_tree(people: Cast, as_: As) -> None:
    made = outline(people, as_)
    assert [(item["path"], item["text"], item["required"]) for item in made["items"]] == [
        ("I", "Đặc điểm tình hình", True),
        ("II", "Kết quả thực hiện", False),
        ("II.1", "Thu hút đầu tư", True),
    ]
    assert made["items"][2]["figures"][0]["cells"] == ["2023", "2024"]
    assert made["state"] == "draft"
    changed = as_("secretary").patch(f"/outlines/{made['id']}", {"title": "Đề cương mới"})
    assert (changed["title"], len(changed["items"])) == ("Đề cương mới", 3)
    changed = as_("secretary").patch(f"/outlines/{made['id']}", {"items": ITEMS[:1]})
    assert [item["text"] for item in changed["items"]] == ["Đặc điểm tình hình"]


@pytest.mark.parametrize(
    "items",
    [
        "x",
        [{"texts": "x"}],
        [{"text": ""}],
        [{"text": "x", "figures": [{"indicator": "y", "unit": "z", "period": "31/02"}]}],
        [{"text": "1", "items": [{"text": "2", "items": [{"text": "3", "items": [{"text": "4"}]}]}]}],
    ],
)
def test_what_is_no_tree_is_refused(people: Cast, as_: As, items: Any) -> None:
    body = {"delegation_id": people.delegation.id, "title": "Đề cương", "items": items}
    reply = as_("secretary").post("/outlines", body, 422)
    assert list(reply["errors"]) == ["items"]


def test_a_report_goes_from_request_to_acceptance(people: Cast, as_: As) -> None:
    path = sent(people, as_)
    officer, leader, secretary = as_("officer_a"), as_("leader_a"), as_("secretary")
    for answer in answers(as_, path):
        body: dict[str, Any] = {"text": "Đã thực hiện"}
        if answer["cells"]:
            body["cells"] = [
                {"line_id": cell["line_id"], "period": cell["period"], "value": "12.5", "qualifier": "nearly"}
                for cell in answer["cells"]
            ]
        officer.patch(f"/answers/{answer['id']}", body)
    assert officer.get(path)["state"] == "received"
    file = leader.upload("bao-cao.pdf", asking.PDF)["id"]
    papers = {"number": "45/BC-BQL", "issued_on": "2026-06-15", "signer": "Nguyễn Văn Mẫu", "files": [file]}
    leader.step(path, "submit", papers)
    assert secretary.steps(path) == ["accept", "return"]
    report = secretary.get(f"/reports/{secretary.get(path)['report_ids'][0]}")
    assert [part["path"] for part in report["content"]] == ["I", "II", "II.1"]
    assert [cell["value"] for cell in report["content"][2]["figures"]] == ["12.5", "12.5"]
    figures = secretary.get(f"/figures?source_kind=report&source={report['id']}")["items"]
    assert {(figure["indicator"], figure["value"], figure["qualifier"]) for figure in figures} == {
        ("Số dự án", "12.5", "nearly")
    }
    assert secretary.step(path, "accept")["state"] == "accepted"


def test_cells_that_are_not_named_stay(people: Cast, as_: As) -> None:
    path = sent(people, as_)
    answer = answers(as_, path)[2]
    line = answer["cells"][0]["line_id"]
    officer = as_("officer_a")
    officer.patch(f"/answers/{answer['id']}", {"cells": [{"line_id": line, "period": "2023", "value": "5"}]})
    officer.patch(f"/answers/{answer['id']}", {"text": "Xem bảng"})
    saved = officer.patch(f"/answers/{answer['id']}", {"cells": [{"line_id": line, "period": "2024", "value": "6"}]})
    assert ([cell["value"] for cell in saved["cells"]], saved["text"], saved["complete"]) == (
        ["5", "6"],
        "Xem bảng",
        True,
    )


@pytest.mark.parametrize(
    "cells",
    [
        "x",
        [{"line": 1}],
        [{"line_id": 999, "period": "2023", "value": "5"}],
        [{"line_id": 1, "period": "2023", "value": "năm"}],
    ],
)
def test_a_wrong_cell_is_refused(people: Cast, as_: As, cells: Any) -> None:
    path = sent(people, as_)
    answer = answers(as_, path)[2]
    reply = as_("officer_a").patch(f"/answers/{answer['id']}", {"cells": cells}, 422)
    assert list(reply["errors"]) == ["cells"]


def test_a_frozen_outline_is_not_changed(people: Cast, as_: As) -> None:
    sent(people, as_)
    made = as_("secretary").get("/outlines")["items"][0]
    as_("secretary").patch(f"/outlines/{made['id']}", {"title": "Khác"}, 409)


def test_an_agency_reads_and_answers_its_own_alone(people: Cast, as_: As) -> None:
    path = sent(people, as_)
    answer = answers(as_, path)[0]
    db.session.commit()
    for name in ("officer_b", "stranger"):
        as_(name).get(path, 404)
        as_(name).get(f"/answers/{answer['id']}", 404)
    as_("secretary").get(f"/answers/{answer['id']}", 404)


PARTS = [
    {
        "text": "Vốn đầu tư",
        "figures": [
            {"indicator": "Tổng vốn", "unit": "tỷ USD", "period": "2023"},
            {"indicator": "Vốn nước ngoài", "unit": "tỷ USD", "period": "2023", "depth": 1},
            {"indicator": "Vốn trong nước", "unit": "tỷ USD", "period": "2023", "depth": 1},
        ],
    }
]


def test_a_line_is_declared_part_of_another_and_a_difference_is_told(people: Cast, as_: As) -> None:
    body = {"delegation_id": people.delegation.id, "title": "Đề cương báo cáo", "items": PARTS}
    made = as_("secretary").post("/outlines", body)
    assert [line["depth"] for line in made["items"][0]["figures"]] == [0, 1, 1]
    body = {"delegation_id": people.delegation.id, "agency_id": people.agencies["a"].id, "due_on": "2026-06-30"}
    path = f"/report-requests/{as_('secretary').post('/report-requests', body)['id']}"
    as_("secretary").step(path, "send", {"letter_number": "31/ĐGS-VP", "sent_on": "2026-06-15"})
    [answer] = answers(as_, path)
    values = zip(answer["cells"], ("18.09", "10.51", "7.85"), strict=True)
    cells = [{"line_id": cell["line_id"], "period": cell["period"], "value": value} for cell, value in values]
    saved = as_("officer_a").patch(f"/answers/{answer['id']}", {"cells": cells})
    assert saved["complete"]
    assert ["lệch 0,27 tỷ USD" in sentence for sentence in saved["differences"]] == [True]
    assert (saved["asked"], saved["cells_asked_no_more"]) == (True, [])


@pytest.mark.parametrize("depth", [3, -1, "x", True])
def test_a_depth_that_is_none_is_refused(people: Cast, as_: As, depth: Any) -> None:
    line = {"indicator": "Vốn", "unit": "tỷ USD", "period": "2023", "depth": depth}
    items = [{"text": "Vốn", "figures": [{**line, "depth": 0, "indicator": "Tổng vốn"}, line]}]
    body = {"delegation_id": people.delegation.id, "title": "Đề cương", "items": items}
    assert list(as_("secretary").post("/outlines", body, 422)["errors"]) == ["items"]


def test_a_request_is_waived_with_its_reason(people: Cast, as_: As) -> None:
    path = sent(people, as_)
    as_("head").step(path, "waive", {"reason": "Không thuộc lĩnh vực quản lý"})
    found = as_("secretary").get(path)
    assert (found["state"], found["closing_reason"]) == ("waived", "Không thuộc lĩnh vực quản lý")


def test_a_late_one_is_marked_as_not_submitted_and_not_before(
    people: Cast, as_: As, now: time_machine.Coordinates
) -> None:
    path = sent(people, as_)
    assert "mark_not_submitted" not in [item["name"] for item in as_("head").get(f"{path}/transitions")["items"]]
    now.move_to("2026-07-01T09:00:00+07:00")
    as_("head").step(path, "mark_not_submitted", {})
    found = as_("secretary").get(path)
    assert (found["state"], found["overdue"]) == ("not_submitted", False)


def test_a_deadline_that_is_past_is_refused_beside_its_field(people: Cast, as_: As) -> None:
    outline(people, as_)
    body = {"delegation_id": people.delegation.id, "agency_id": people.agencies["a"].id, "due_on": "2026-06-14"}
    assert list(as_("secretary").post("/report-requests", body, 422)["errors"]) == ["due_on"]


@pytest.mark.parametrize(
    ("who", "step", "more"),
    [("leader_a", "submit", {}), ("officer_a", "submit_authorised", {"authorisation": "12/GUQ-BQL"})],
)
def test_a_supplement_with_an_item_unchanged_is_handed_in_once_that_is_confirmed(
    people: Cast, as_: As, who: str, step: str, more: dict[str, Any]
) -> None:
    request = asking.submitted(people)
    asking.returned(people, request)
    db.session.commit()
    path, agency = f"/report-requests/{request.id}", as_(who)
    offered = next(item for item in agency.get(f"{path}/transitions")["items"] if item["name"] == step)
    assert [(f["type"], f["required"]) for f in offered["fields"] if f["name"] == "confirmed"] == [("boolean", True)]
    file = agency.upload("bao-cao.pdf", asking.PDF)["id"]
    papers = {"number": "50/BC-BQL", "issued_on": "2026-06-15", "signer": "Nguyễn Văn Mẫu", "files": [file], **more}
    for unread in ({}, {"confirmed": False}, {"confirmed": None}):
        [said] = agency.step(path, step, papers | unread, 422)["errors"]["confirmed"]
        assert "Mục II.2. Nhà ở cho người lao động: chưa sửa gì từ khi bị trả lại." in said
    assert list(agency.step(path, step, papers | {"confirmed": "yes"}, 422)["errors"]) == ["confirmed"]
    assert agency.get(path)["state"] == "changes_requested"
    agency.language = "en"
    [said] = agency.step(path, step, papers, 422)["errors"]["confirmed"]
    assert "II.2" in said
    assert agency.step(path, step, papers | {"confirmed": True})["state"] == "submitted"


def test_a_supplement_that_says_something_new_needs_no_confirmation(people: Cast, as_: As) -> None:
    request = asking.submitted(people)
    asking.returned(people, request)
    db.session.commit()
    path, leader = f"/report-requests/{request.id}", as_("leader_a")
    answer = asking.answer_of(request, "Nhà ở")
    as_("officer_a").patch(f"/answers/{answer.id}", {"text": "Đã có 300 căn hộ"})
    offered = next(item for item in leader.get(f"{path}/transitions")["items"] if item["name"] == "submit")
    assert [f["required"] for f in offered["fields"] if f["name"] == "confirmed"] == [False]
    file = leader.upload("bao-cao.pdf", asking.PDF)["id"]
    papers = {"number": "50/BC-BQL", "issued_on": "2026-06-15", "signer": "Nguyễn Văn Mẫu", "files": [file]}
    assert leader.step(path, "submit", papers)["state"] == "submitted"
