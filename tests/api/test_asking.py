"""Asking many agencies at once through JSON: an outline, another day, a new version; many progress requests by one letter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from tests import asking, story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.attachments.models import Attachment
from tracker.extensions import db
from tracker.progress_requests import service as progress
from tracker.progress_requests.models import ProgressRequest
from tracker.requests.models import ReportRequest

pytestmark = pytest.mark.api
LETTER = {"due_on": "2026-06-30", "letter_number": "31/ĐGS-VP", "sent_on": "2026-06-15"}


def here(people: Cast) -> str:
    return f"/delegations/{people.delegation.id}/report-requests"


def agencies(people: Cast, keys: str = "ab") -> list[int]:
    return [people.agencies[key].id for key in keys]


@pytest.fixture
def outlined(people: Cast) -> Cast:
    asking.outline(people)
    db.session.commit()
    return people


# --- an outline -------------------------------------------------------------------------------------------------------


def test_it_says_who_may_be_asked_and_who_owes_a_report(outlined: Cast, as_: As) -> None:
    asking.sent(outlined, "a")
    db.session.commit()
    found = as_("secretary").get(here(outlined))
    known = {item["agency_id"]: item for item in found["items"]}
    a, b = agencies(outlined)
    assert (known[a]["may_be_asked"], known[a]["last_request"]["state"]) == (False, "sent")
    assert (known[b]["may_be_asked"], known[b]["owes"], known[b]["last_request"]) == (True, True, None)
    assert found["total"] == len(found["items"])


def test_the_outline_goes_to_all_that_are_named_at_once(outlined: Cast, as_: As) -> None:
    body = {"agency_ids": agencies(outlined), **LETTER}
    made = as_("secretary").post(here(outlined), body, idempotency_key="s1")
    assert [(item["state"], item["due_on"], item["letter_number"]) for item in made["items"]] == [
        ("sent", "2026-06-30", "31/ĐGS-VP"),
        ("sent", "2026-06-30", "31/ĐGS-VP"),
    ]
    assert as_("secretary").get(made.headers["Location"])["total"] == 2
    as_("secretary").post(here(outlined), body, idempotency_key="s1")
    assert db.session.query(ReportRequest).count() == 2
    assert list(as_("secretary").post(here(outlined), body, 422)["errors"]) == ["agency_ids"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"agency_ids": []}, "agency_ids"),
        ({"agency_ids": [99999]}, "agency_ids"),
        ({"agency_ids": "x"}, "agency_ids"),
        ({"due_on": "2026-06-01"}, "due_on"),
        ({"sent_on": "2027-01-01"}, "sent_on"),
        ({"letter_number": ""}, "letter_number"),
        ({"with_plan": True}, "with_plan"),
    ],
)
def test_one_wrong_answer_sends_nothing(outlined: Cast, as_: As, more: dict[str, Any], field: str) -> None:
    body = {"agency_ids": agencies(outlined), **LETTER} | more
    assert list(as_("secretary").post(here(outlined), body, 422)["errors"]) == [field]
    assert db.session.query(ReportRequest).count() == 0


def test_without_an_outline_nobody_is_asked(people: Cast, as_: As) -> None:
    assert "outline_id" in as_("office").post(here(people), {"agency_ids": agencies(people), **LETTER}, 422)["errors"]


def test_the_plan_is_sent_along(outlined: Cast, as_: As) -> None:
    outlined.delegation.state = "established"
    db.session.commit()
    assert as_("secretary").get(here(outlined))["with_plan"] is True
    file = as_("secretary").upload("ke-hoach.pdf", asking.PDF)["id"]
    body = {
        "agency_ids": agencies(outlined, "a"),
        **LETTER,
        "with_plan": True,
        "plan_number": "12/KH-ĐGS",
        "files": [file],
    }
    as_("secretary").post(here(outlined), {**body, "late_reason": "Chờ ý kiến"})
    assert as_("secretary").get(f"/delegations/{outlined.delegation.id}")["state"] == "notified"


def test_others_ask_nobody(outlined: Cast, as_: As) -> None:
    body = {"agency_ids": agencies(outlined), **LETTER}
    for who in ("head", "member", "leader_a"):
        as_(who).get(here(outlined), 403)
        as_(who).post(here(outlined), body, 403)
    as_("foreigner").post(here(outlined), body, 404)
    as_("secretary").get(f"{here(outlined)}?state=sent", 422)


# --- dates ------------------------------------------------------------------------------------------------------------


def test_requests_move_to_the_common_day(outlined: Cast, as_: As) -> None:
    request = asking.sent(outlined, "a", due_on=date(2026, 6, 30))
    outlined.delegation.report_due_on = date(2026, 7, 10)
    db.session.commit()
    path = f"{here(outlined)}/dates"
    wrong = as_("secretary").post(path, {"request_ids": [99999]}, 422)["errors"]
    assert sorted(wrong) == ["reason", "request_ids"]
    moved = as_("secretary").post(path, {"request_ids": [request.id], "reason": "Theo hạn chung"}, 200)
    assert [item["due_on"] for item in moved["items"]] == ["2026-07-10"]
    as_("head").post(path, {"request_ids": [request.id], "reason": "Theo hạn chung"}, 403)
    outlined.delegation.report_due_on = date(2026, 6, 1)
    db.session.commit()
    as_("secretary").post(path, {"request_ids": [request.id], "reason": "Theo hạn chung"}, 409)


# --- a new version ----------------------------------------------------------------------------------------------------


def test_a_new_version_goes_to_those_who_are_still_writing(outlined: Cast, as_: As) -> None:
    request = asking.sent(outlined, "a")
    db.session.commit()
    first = as_("secretary").get(f"/outlines?delegation={outlined.delegation.id}")["items"][0]
    made = as_("secretary").post("/outlines", {"delegation_id": outlined.delegation.id, "from_outline": first["id"]})
    assert (made["number"], len(made["items"])) == (2, len(first["items"]))
    as_("secretary").patch(
        f"/outlines/{made['id']}", {"items": [{"text": "Đặc điểm tình hình"}, {"text": "Việc làm mới"}]}
    )
    path = f"/outlines/{made['id']}/moved-requests"
    told = as_("secretary").get(path)
    assert [item["id"] for item in told["items"]] == [request.id]
    assert any("Nhà ở" in words for words in told["dropped"])
    moved = as_("secretary").post(path, {}, 200)
    assert [item["outline_id"] for item in moved["items"]] == [made["id"]]
    assert as_("secretary").get(f"/outlines/{made['id']}")["state"] == "frozen"
    as_("secretary").post(path, {}, 409)
    as_("head").post(path, {}, 403)


def test_a_version_that_is_not_sent_is_not_continued(outlined: Cast, as_: As) -> None:
    first = as_("secretary").get(f"/outlines?delegation={outlined.delegation.id}")["items"][0]
    body = {"delegation_id": outlined.delegation.id, "from_outline": first["id"]}
    as_("secretary").post("/outlines", body, 409)
    as_("secretary").post("/outlines", body | {"title": "x"}, 422)
    as_("secretary").post("/outlines", body | {"from_outline": 99999}, 404)
    as_("head").post("/outlines", body, 403)


# --- progress ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(people: Cast, now: time_machine.Coordinates) -> list[ProgressRequest]:
    records.concluded(people)
    story.issued(people)
    now.move_to("2026-12-15T05:00:00+07:00")
    for _piece in progress.prepare():
        db.session.commit()
    return list(db.session.scalars(select(ProgressRequest).order_by(ProgressRequest.id)))


def test_many_progress_requests_go_out_with_one_letter(as_: As, waiting: list[ProgressRequest]) -> None:
    file = as_("office").upload("cong-van.pdf", asking.PDF)["id"]
    body = {
        "requests": [one.id for one in waiting],
        "number": "45/HĐND-VP",
        "issued_on": "2026-12-15",
        "signer": "Chánh Văn phòng",
        "answer_due_on": "2026-12-31",
        "files": [file],
    }
    for who in ("standing", "secretary", "leader_a"):
        as_(who).post("/progress-requests/issued", body, 403)
    assert "requests" in as_("office").post("/progress-requests/issued", body | {"requests": [99999]}, 422)["errors"]
    assert "number" in as_("office").post("/progress-requests/issued", body | {"number": ""}, 422)["errors"]
    found = as_("office").post("/progress-requests/issued", body, 200)
    assert {(item["state"], item["number"]) for item in found["items"]} == {("issued", "45/HĐND-VP")}
    assert found["total"] == len(waiting)
    assert db.session.query(Attachment).filter_by(subject_kind="progress_request").count() == len(waiting)
    as_("office").post("/progress-requests/issued", body, 409)


# --- likeness ---------------------------------------------------------------------------------------------------------


def test_a_title_is_compared_before_the_topic_is_saved(people: Cast, as_: As) -> None:
    programme = as_("office").post("/programmes", {"year": 2027, "owner_kind": "council"})
    path = f"/programmes/{programme['id']}/similar-topics"
    title = "Bố trí nhà ở cho công nhân các khu công nghiệp"
    found = as_("office").get(f"{path}?title={title}")
    assert {item["code"] for item in found["items"]} == {"ĐGS-2026-01", "ĐGS-2026-02"}
    for wrong in ("title=", "title=x&topic=y", "name=x"):
        as_("office").get(f"{path}?{wrong}", 422)
    as_("deputy").get(f"{path}?title={title}", 403)
    as_("foreigner").get(f"{path}?title={title}", 404)


def test_findings_like_a_text_are_told_while_one_writes(people: Cast, as_: As) -> None:
    known = story.finding(people, submit=False)
    db.session.commit()
    body = {"delegation_id": people.delegation.id, "text": known.text}
    [like] = as_("member").post("/findings/similar", body, 200)["items"]
    assert (like["id"], like["percent"], like["is_much"]) == (known.id, 100, True)
    assert as_("member").post("/findings/similar", body | {"finding_id": known.id}, 200)["items"] == []
    for more, field in (({"text": 5}, "text"), ({"finding_id": "x"}, "finding_id"), ({"words": "x"}, "words")):
        assert list(as_("member").post("/findings/similar", body | more, 422)["errors"]) == [field]
    assert list(as_("member").post("/findings/similar", {"text": "x"}, 422)["errors"]) == ["delegation_id"]
    as_("deputy").post("/findings/similar", body, 403)
    as_("foreigner").post("/findings/similar", body, 404)


def test_a_reading_token_asks_nobody(outlined: Cast, as_: As) -> None:
    as_("secretary", "read").get(here(outlined))
    as_("secretary", "read").post(here(outlined), {"agency_ids": agencies(outlined), **LETTER}, 403)
