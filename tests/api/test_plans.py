"""The plan of a delegation through JSON: its days, steps of its own, the documents it is to have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.caller import Reply
from tests.api.conftest import As
from tests.cast import Cast
from tracker.audit.models import AuditEvent
from tracker.extensions import db

pytestmark = pytest.mark.api


@pytest.fixture
def planned(people: Cast, as_: As) -> str:
    """The path of a draft delegation, planned to be established on 1 July."""
    body = {
        "title": "Việc quản lý, sử dụng đất công nghiệp",
        "owner_kind": "council",
        "content": "Đất",
        "scope": "Toàn thành phố",
    }
    path = f"/delegations/{as_('office').post('/delegations', body)['id']}"
    as_("office").patch(f"{path}/plan", {"base_on": "2026-07-01"})
    return path


def days(as_: As, path: str) -> dict[str, str | None]:
    return {step["key"]: step["planned_on"] for step in as_("office").get(f"{path}/plan")["steps"]}


def step(as_: As, path: str, key: str) -> Any:
    return next(step for step in as_("office").get(f"{path}/plan")["steps"] if step["key"] == key)


def delete(as_: As, path: str, row: str) -> Reply:
    return as_("office").send("DELETE", row, if_match=as_("office").get(path).etag)


# --- the whole plan ---------------------------------------------------------------------------------------------------


def test_a_delegation_without_a_plan_is_given_the_ready_made_one(as_: As, planned: str) -> None:
    plan = as_("office").get(f"{planned}/plan")
    found = days(as_, planned)
    assert (plan["counted_from"], plan["is_stale"], plan["may_keep"]) == ("2026-07-01", False, True)
    assert (found["establish"], found["send_plan"]) == ("2026-07-01", "2026-07-16")
    assert "ngày sau" in step(as_, planned, "send_plan")["how"]
    assert plan.etag == as_("office").get(planned).etag
    assert plan["documents"]


def test_another_first_day_counts_the_others_anew_and_leaves_what_was_set_by_hand(as_: As, planned: str) -> None:
    as_("office").patch(f"{planned}/plan", {"days": {"send_plan": "2026-07-20"}})
    before = days(as_, planned)
    assert before["send_plan"] == "2026-07-20"
    assert before["work"] != as_("office").patch(f"{planned}/plan", {"base_on": "2026-07-08"})["steps"][4]["planned_on"]
    after = days(as_, planned)
    assert (after["establish"], after["send_plan"]) == ("2026-07-08", "2026-07-20")
    assert "Khác ngày tính được" in step(as_, planned, "send_plan")["how"]


def test_a_day_that_is_set_moves_no_other_unless_asked(as_: As, planned: str) -> None:
    before = days(as_, planned)
    as_("office").patch(f"{planned}/plan", {"days": {"end": "2026-11-30"}})
    assert days(as_, planned) == before | {"end": "2026-11-30"}


def test_what_counts_from_a_day_that_is_set_is_counted_anew_when_asked(as_: As, planned: str) -> None:
    before = days(as_, planned)
    as_("office").patch(f"{planned}/plan", {"days": {"end": "2026-11-30"}, "count_again": True})
    after = days(as_, planned)
    assert (after["end"], after["work"]) == ("2026-11-30", before["work"])
    assert str(after["report"]) > "2026-11-30"


def test_the_day_for_the_reports_is_the_delegations_own(as_: As, planned: str) -> None:
    as_("office").patch(f"{planned}/plan", {"days": {"reports_due": "2026-08-20"}})
    assert as_("office").get(planned)["report_due_on"] == "2026-08-20"


def test_an_established_delegation_counts_from_its_document(people: Cast, as_: As) -> None:
    path = f"/delegations/{people.delegation.id}"
    wrong = as_("secretary").patch(f"{path}/plan", {"base_on": "2026-01-01"}, 422)
    assert list(wrong["errors"]) == ["base_on"]
    made = as_("secretary").patch(f"{path}/plan", {})
    assert made["base_on"] == people.delegation.established_on.isoformat()
    assert made["steps"][0]["done_on"] == made["base_on"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"base_on": "01/07/2026x"}, "base_on"),
        ({"base_on": None}, "base_on"),
        ({"days": {"party": "2026-07-20"}}, "days"),
        ({"days": {"send_plan": "20/07"}}, "days"),
        ({"days": {"send_plan": "2026-06-01"}}, "days"),
        ({"days": ["2026-07-20"]}, "days"),
        ({"count_again": "yes"}, "count_again"),
        ({"steps": []}, "steps"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_field(as_: As, planned: str, body: dict[str, Any], field: str) -> None:
    before = days(as_, planned)
    assert list(as_("office").patch(f"{planned}/plan", body, 422)["errors"]) == [field]
    assert days(as_, planned) == before


def test_a_plan_is_changed_by_whoever_has_read_it(as_: As, planned: str) -> None:
    as_("office").send("PATCH", f"{planned}/plan", {"count_again": True}).gives(428)
    reply = as_("office").patch(f"{planned}/plan", {"count_again": True}, 412, if_match='"0"')
    assert reply["current"]["id"] == int(planned.rpartition("/")[2])


def test_who_reads_and_who_keeps_a_plan(people: Cast, as_: As) -> None:
    path = f"/delegations/{people.delegation.id}/plan"
    for who in ("member", "head", "deputy"):
        as_(who).get(path)
        as_(who).patch(path, {}, 403)
    as_("leader_a").get(path, 403)
    as_("foreigner").get(path, 404)
    as_("office").get(f"{path}?year=2026", 422)
    people.delegation.state = "closed"
    db.session.commit()
    as_("secretary").patch(path, {}, 409)


# --- one step ---------------------------------------------------------------------------------------------------------


def test_one_step_is_given_another_day(as_: As, planned: str) -> None:
    before = days(as_, planned)
    row = step(as_, planned, "work")["href"]
    assert as_("office").patch(row, {"planned_on": "2026-09-15"})["planned_on"] == "2026-09-15"
    assert days(as_, planned) == before | {"work": "2026-09-15"}
    assert as_("office").patch(row, {"planned_on": None})["planned_on"] is None
    told = [event.action for event in db.session.query(AuditEvent).filter_by(subject_kind="delegation")]
    assert told[-2:] == ["edited", "edited"]


def test_the_first_step_moves_what_counts_from_it(as_: As, planned: str) -> None:
    as_("office").patch(step(as_, planned, "establish")["href"], {"planned_on": "2026-07-08"})
    assert days(as_, planned)["send_plan"] == "2026-07-23"
    first = step(as_, planned, "establish")["href"]
    assert list(as_("office").patch(first, {"planned_on": None}, 422)["errors"]) == ["planned_on"]


@pytest.mark.parametrize("body", [{"planned_on": "2026-06-01"}, {"planned_on": "ngày mai"}, {"planned_on": 5}])
def test_a_day_that_cannot_be_is_refused(as_: As, planned: str, body: dict[str, Any]) -> None:
    row = step(as_, planned, "send_plan")["href"]
    assert list(as_("office").patch(row, body, 422)["errors"]) == ["planned_on"]
    assert list(as_("office").patch(row, {"label": "x"}, 422)["errors"]) == ["label"]


def test_a_step_of_its_own_is_added_and_taken_away(as_: As, planned: str) -> None:
    made = as_("office").post(f"{planned}/planned-steps", {"label": "Họp Đoàn", "planned_on": "2026-08-01"})
    assert (made["key"], made["planned_on"], made.headers["Location"]) == ("other", "2026-08-01", made["links"]["self"])
    as_("office").send("DELETE", made["links"]["self"]).gives(428)
    delete(as_, planned, made["links"]["self"]).gives(204)
    as_("office").get(made["links"]["self"], 404)
    delete(as_, planned, step(as_, planned, "establish")["href"]).gives(409)


def test_a_step_before_the_establishment_is_confirmed(as_: As, planned: str) -> None:
    body = {"label": "Khảo sát trước", "planned_on": "2026-06-20"}
    refused = as_("office").post(f"{planned}/planned-steps", body, 422)
    assert "đánh dấu ô xác nhận" in refused["errors"]["planned_on"][0]
    as_("office").post(f"{planned}/planned-steps", body | {"confirmed": True})


@pytest.mark.parametrize(
    ("body", "fields"),
    [({}, ["label", "planned_on"]), ({"label": "x", "planned_on": "x", "key": "work"}, ["key", "planned_on"])],
)
def test_a_step_needs_name_and_day(as_: As, planned: str, body: dict[str, Any], fields: list[str]) -> None:
    assert sorted(as_("office").post(f"{planned}/planned-steps", body, 422)["errors"]) == fields


# --- documents --------------------------------------------------------------------------------------------------------


def test_an_expected_document_is_added_and_taken_away(as_: As, planned: str) -> None:
    body = {"kind": "minutes", "title": "Biên bản họp", "step": "work"}
    made = as_("office").post(f"{planned}/expected-documents", body)
    assert (made["kind_label"], made["title"]) == ("Biên bản làm việc", "Biên bản họp")
    listed = [entry["text"] for entry in as_("office").get(f"{planned}/plan")["documents"]]
    assert listed[-1] == "Biên bản họp"
    delete(as_, planned, made["links"]["self"]).gives(204)
    wrong = as_("office").post(f"{planned}/expected-documents", {"kind": "poem", "title": ""}, 422)
    assert sorted(wrong["errors"]) == ["kind", "title"]


def test_only_keepers_change_steps_and_documents(people: Cast, as_: As) -> None:
    path = f"/delegations/{people.delegation.id}"
    as_("secretary").patch(f"{path}/plan", {})
    row = as_("secretary").get(f"{path}/plan")["steps"][1]["href"]
    for who in ("member", "head", "deputy"):
        as_(who).post(f"{path}/planned-steps", {"label": "x", "planned_on": "2026-08-01"}, 403)
        as_(who).patch(row, {"planned_on": "2026-08-01"}, 403)
        as_(who).post(f"{path}/expected-documents", {"kind": "minutes", "title": "x"}, 403)
    as_("leader_a").post(f"{path}/planned-steps", {"label": "x", "planned_on": "2026-08-01"}, 403)
    as_("foreigner").post(f"{path}/planned-steps", {"label": "x", "planned_on": "2026-08-01"}, 404)
