"""Programmes and topics in JSON, with what a topic may repeat."""

from __future__ import annotations

import pytest

from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db

pytestmark = pytest.mark.api
TOPIC = {
    "title": "Bố trí nhà ở cho công nhân các khu công nghiệp",
    "reason": "Nhiều cử tri kiến nghị",
    "scope": "Toàn thành phố",
    "object": "Các sở, ngành",
    "proposed_by_kind": "voters",
}


def test_the_office_enters_a_programme_and_a_topic_that_says_what_it_repeats(people: Cast, as_: As) -> None:
    office = as_("office")
    programme = office.post("/programmes", {"year": 2026, "owner_kind": "council"}, 201).body
    assert (programme["code"], programme["state"], programme["topic_ids"]) == ("CTGS-2026-HĐND", "draft", [])
    topic = office.post("/topics", {"programme_id": programme["id"], **TOPIC}, 201).body
    assert topic["links"]["programme"] == f"/api/v1/programmes/{programme['id']}"
    assert {(item["kind"], item["code"]) for item in topic["warnings"]} == {
        ("delegation", "ĐGS-2026-01"),
        ("delegation", "ĐGS-2026-02"),
    }
    listed = office.get(f"/topics?programme={programme['id']}&year=2026&status=proposed").body
    assert [item["id"] for item in listed["items"]] == [topic["id"]]


def test_bad_answers_are_told_by_field(people: Cast, as_: As) -> None:
    office = as_("office")
    assert "year" in office.post("/programmes", {"year": 26, "owner_kind": "council"}, 422).body["errors"]
    assert "body_id" in office.post("/programmes", {"year": 2026, "owner_kind": "committee"}, 422).body["errors"]
    programme = records.programme(people)
    db.session.commit()
    wrong = office.post("/topics", {"programme_id": programme.id, "title": "Chợ"}, 422).body["errors"]
    assert {"reason", "scope", "object", "proposed_by_kind"} <= set(wrong)


def test_steps_are_offered_to_those_who_take_them(people: Cast, as_: As) -> None:
    programme = records.topic(people).programme
    db.session.commit()
    path = f"/programmes/{programme.id}/transitions"
    assert [item["name"] for item in as_("leader").get(path).body["items"]] == ["adopt"]
    assert as_("standing").get(path).body["items"] == []


def test_an_adopted_programme_is_changed_with_a_reason(people: Cast, as_: As) -> None:
    topic = records.topic(people)
    topic.state = topic.programme.state = "adopted"
    topic.programme.adopted_number, topic.programme.adopted_on = "12/CTr", topic.created_at.date()
    db.session.commit()
    office, path = as_("office"), f"/topics/{topic.id}"
    assert "adjustment_reason" in office.patch(path, {"scope": "Ba phường"}, 422).body["errors"]
    changed = office.patch(path, {"scope": "Ba phường", "adjustment_reason": "Thu hẹp"}).body
    assert changed["scope"] == "Ba phường"
    assert office.get(f"/programmes/{topic.programme_id}").body["state"] == "adjusted"
