"""Templates of delegations in JSON: read by those of the council who read all its delegations."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests.api.caller import Caller, Reply
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db
from tracker.plans import plans, ready_made
from tracker.plans.models import DelegationTemplate

pytestmark = pytest.mark.api


@pytest.fixture
def templates(people: Cast) -> list[int]:
    made = [template.id for template in ready_made.plant(people.council.id)]
    ready_made.plant(people.other_council.id)
    db.session.commit()
    return made


def test_a_template_shows_its_outline_its_steps_and_its_documents(as_: As, templates: list[int]) -> None:
    found = as_("office").get("/delegation-templates?owner_kind=standing_committee")["items"]
    assert [item["id"] for item in found] == [templates[1]]
    template = as_("leader").get(f"/delegation-templates/{templates[1]}")
    assert template["code"] == "M-02"
    assert template["outline"].startswith("I. Đặc điểm tình hình")
    report = next(step for step in template["steps"] if step["key"] == "report")
    assert (report["anchor"], report["days"], report["rule"]) == ("end", 15, "report_to_standing")
    assert template["documents"][0]["kind_label"] == "Quyết định"


def test_each_council_reads_its_own(as_: As, templates: list[int]) -> None:
    assert as_("office").get("/delegation-templates")["total"] == 4
    assert as_("foreigner").get("/delegation-templates")["total"] == 4
    as_("foreigner").get(f"/delegation-templates/{templates[0]}", 404)


@pytest.mark.parametrize("who", ["secretary", "leader_a", "stranger"])
def test_others_read_none(as_: As, templates: list[int], who: str) -> None:
    assert as_(who).get("/delegation-templates")["total"] == 0
    as_(who).get(f"/delegation-templates/{templates[0]}", 404)


def test_an_owner_that_does_not_exist_is_said(as_: As, templates: list[int]) -> None:
    as_("office").get("/delegation-templates?owner_kind=king", 422)


# --- kept by the office -----------------------------------------------------------------------------------------------


NEW = {"name": "Mẫu giám sát đầu tư công", "owner_kind": "council", "outline": "I. Đặc điểm tình hình"}


def test_the_office_makes_a_template_and_changes_it(as_: As, templates: list[int]) -> None:
    made = as_("office").post("/delegation-templates", NEW)
    assert (made["name"], made["retired_on"]) == (NEW["name"], None)
    assert made["steps"][0]["key"] == "establish"
    path = f"/delegation-templates/{made['id']}"
    changed = as_("office").patch(path, {"note": "Dùng cho Ban"})
    assert (changed["note"], changed["outline"]) == ("Dùng cho Ban", NEW["outline"])
    assert list(as_("office").post("/delegation-templates", NEW, 422)["errors"]) == ["name"]
    assert list(as_("office").patch(path, {"outline": "> Nêu rõ"}, 422)["errors"]) == ["outline"]
    as_("leader").patch(path, {"note": "x"}, 403)
    as_("leader").post("/delegation-templates", {**NEW, "name": "Mẫu khác"}, 403)


def test_a_template_is_made_of_a_delegation(people: Cast, as_: As, templates: list[int]) -> None:
    made = as_("office").post("/delegation-templates", {"from_delegation": people.delegation.id})
    assert made["title_pattern"] == people.delegation.title
    as_("office").post("/delegation-templates", {"from_delegation": 99999}, 404)
    as_("standing").post("/delegation-templates", {"from_delegation": people.delegation.id, "name": "x"}, 403)


def test_steps_and_documents_are_added_changed_and_taken_away(as_: As, templates: list[int]) -> None:
    office, path = as_("office"), f"/delegation-templates/{templates[0]}"
    step = office.post(f"{path}/steps", {"key": "other", "label": "Họp Đoàn", "anchor": "establish", "days": 5})
    assert (step["days"], step["unit"], step["anchor"]) == (5, "day", "establish")
    step = office.patch(step["links"]["self"], {"when": "before", "unit": "working_day"})
    assert (step["days"], step["unit"], step["label"]) == (-5, "working_day", "Họp Đoàn")
    office.send("DELETE", step["links"]["self"], if_match=step.etag).gives(204)
    first = office.get(f"{path}/steps")["items"][0]["links"]["self"]
    office.send("DELETE", first, if_match=office.get(path).etag).gives(409)
    paper = office.post(f"{path}/documents", {"kind": "minutes", "title": "Biên bản họp"})
    assert office.patch(paper["links"]["self"], {"step": "work"})["step"] == "work"
    office.send("DELETE", paper["links"]["self"], if_match=office.get(path).etag).gives(204)
    wrong = office.post(f"{path}/steps", {"key": "work", "label": "x", "days": -1}, 422)["errors"]
    assert {"anchor", "days"} <= set(wrong)
    as_("leader").post(f"{path}/documents", {"kind": "minutes", "title": "x"}, 403)
    as_("secretary").get(f"{path}/steps", 404)


def test_a_retired_template_is_left_alone_until_it_is_used_again(as_: As, templates: list[int]) -> None:
    office, path = as_("office"), f"/delegation-templates/{templates[0]}"
    etag = office.get(path).etag
    office.post(f"{path}/restore", {}, 409, if_match=etag)
    office.send("DELETE", f"{path}?reason=Đã có mẫu mới", if_match=etag).gives(204)
    assert office.get(path)["retired_on"] == "2026-06-15"
    office.patch(path, {"note": "x"}, 409)
    office.post(f"{path}/documents", {"kind": "minutes", "title": "x"}, 409)
    office.post(f"{path}/restore", {}, 428)
    as_("leader").post(f"{path}/restore", {}, 403, if_match=office.get(path).etag)
    again = office.post(f"{path}/restore", {}, 200, if_match=office.get(path).etag)
    assert again["retired_on"] is None


# --- a delegation after one of them -----------------------------------------------------------------------------------

TITLE = "Việc quản lý, sử dụng đất công nghiệp"


def of(caller: Caller, made: Reply, path: str) -> list[Any]:
    found: list[Any] = caller.get(f"/delegations/{made['id']}/{path}")["items"]
    return found


def test_a_delegation_comes_with_steps_outline_days_and_documents_of_its_template(
    as_: As, templates: list[int]
) -> None:
    office = as_("office")
    body = {"from_template": templates[0], "title": TITLE, "more_agencies": ["Sở Công Thương"], "base_on": "2026-07-01"}
    made = office.post("/delegations", body)
    assert (made["state"], made["owner_kind"]) == ("draft", "council")
    days = {step["key"]: step["planned_on"] for step in of(office, made, "planned-steps")}
    assert (days["establish"], days["send_plan"]) == ("2026-07-01", "2026-07-16")
    assert made["report_due_on"] == days["reports_due"]
    assert of(office, made, "expected-documents")[0]["kind"] == "resolution"
    assert [entry["name_then"] for entry in of(office, made, "agencies")] == ["Sở Công Thương"]
    [outline] = office.get(f"/outlines?delegation={made['id']}")["items"]
    assert len(outline["items"]) == 12


def test_a_day_that_is_sent_stays_and_others_count_from_it(as_: As, templates: list[int]) -> None:
    body = {"from_template": templates[0], "title": TITLE, "days": {"work": "2026-09-01"}}
    made = as_("office").post("/delegations", body)
    days = {step["key"]: step["planned_on"] for step in of(as_("office"), made, "planned-steps")}
    assert days["work"] == "2026-09-01"
    assert days["send_programme"] == "2026-08-22", "ten days before; a Saturday worked in place of 31/8"


def test_a_delegation_comes_with_people_and_agencies_of_an_earlier_one(as_: As, people: Cast) -> None:
    office = as_("office")
    body = {"from_delegation": people.delegation.id, "title": TITLE, "shift_years": 1, "agencies": []}
    made = office.post("/delegations", body)
    assert (made["period_from"], made["body_id"]) == ("2022-01-01", people.committee.id)
    assert [member["name"] for member in of(office, made, "members")] == ["Nguyễn Thị Ví Dụ", "Trần Văn Thử"]
    assert of(office, made, "agencies") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "Giám sát chuyên đề …"}, "title"),
        ({"base_on": "01/07/2026"}, "base_on"),
        ({"days": {"nothing": "2026-07-01"}}, "days"),
        ({"days": {"work": "2026-02-30"}}, "days"),
        ({"more_agencies": ["Sở Không Có"]}, "more_agencies"),
        ({"from_template": "x"}, "from_template"),
        ({"old_record": True}, "from_template"),
        ({"counted_from": "2026-07-01"}, "counted_from"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_set_up(
    as_: As, templates: list[int], changes: dict[str, Any], field: str
) -> None:
    office = as_("office")
    known = office.get("/delegations")["total"]
    body = {"from_template": templates[0], "title": TITLE} | changes
    assert field in office.post("/delegations", body, 422)["errors"]
    assert office.get("/delegations")["total"] == known


def test_a_template_of_another_council_begins_nothing(as_: As, templates: list[int], people: Cast) -> None:
    [foreign, *_others] = db.session.scalars(
        select(DelegationTemplate.id).where(DelegationTemplate.council_id == people.other_council.id)
    )
    as_("office").post("/delegations", {"from_template": foreign, "title": TITLE}, 404)
    as_("deputy").post("/delegations", {"from_template": templates[0], "title": TITLE}, 403)


def test_an_agency_reads_nothing_of_the_plan(as_: As, templates: list[int], people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}"
    plans.set_days(people.delegation, [people.delegation.established_on, *[None] * 7], people.secretary)
    db.session.commit()
    assert as_("secretary").get(f"{path}/planned-steps")["items"]
    as_("leader_a").get(f"{path}/planned-steps", 403)
    as_("leader_a").get(f"{path}/expected-documents", 403)
