"""Findings through JSON: what recurs, what was merged into what, and the steps that make it so."""

from __future__ import annotations

from datetime import date

import pytest

from tests import cast, story
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db
from tracker.findings import service
from tracker.findings.models import Finding

pytestmark = pytest.mark.api


@pytest.fixture
def earlier(people: Cast) -> Finding:
    """Confirmed at agency A by a delegation two years before."""
    delegation = cast.add_delegation(people, "ĐGS-2024-01", "active", "council")
    delegation.established_on = date(2024, 3, 1)
    answers = {"kind": "limitation", "text": story.TEXT, "evidence": "Biên bản", "agency_id": people.agencies["a"].id}
    finding = service.create(answers, people.office, delegation=delegation, submit=True)
    finding.state = "confirmed"
    db.session.flush()
    return finding


def test_what_a_finding_repeats_is_named(people: Cast, as_: As, earlier: Finding) -> None:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    assert as_("office").get(f"/findings/{finding.id}")["recurs"] == [earlier.id]
    listed = {item["id"]: item["recurs"] for item in as_("office").get("/findings")["items"]}
    assert listed == {earlier.id: [], finding.id: [earlier.id]}
    assert as_("member").get(f"/findings/{finding.id}")["recurs"] == []


def test_an_agency_is_not_told_what_recurs(people: Cast, as_: As, earlier: Finding) -> None:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    as_("secretary").step(f"/findings/{finding.id}", "send_to_agency")
    assert "recurs" not in as_("leader_a").get(f"/findings/{finding.id}").body


def test_findings_are_merged_by_a_step_of_the_one_that_is_kept(people: Cast, as_: As) -> None:
    kept, other = (story.finding(people) for _time in range(2))
    head = as_("head")
    (merge,) = [item for item in head.get(f"/findings/{kept.id}/transitions")["items"] if item["name"] == "merge"]
    assert [choice["value"] for choice in merge["fields"][0]["choices"]] == [str(other.id)]
    after = head.step(f"/findings/{kept.id}", "merge", {"findings": [str(other.id)], "note": "Cùng một việc"})
    assert (after["state"], after["merged_from"], after["merged_into"]) == ("submitted", [other.id], None)
    gone = head.get(f"/findings/{other.id}")
    assert (gone["state"], gone["merged_into"]) == ("rejected", kept.id)
    assert gone["decision_reason"] == "Gộp vào phát hiện PH-01: Cùng một việc"


def test_only_findings_of_the_same_delegation_are_merged(people: Cast, as_: As, earlier: Finding) -> None:
    kept = story.finding(people)
    story.finding(people)
    for wrong in ([str(earlier.id)], [], None, "x", ["999999"], [str(kept.id)]):
        errors = as_("head").step(f"/findings/{kept.id}", "merge", {"findings": wrong}, 422)["errors"]
        assert list(errors) == ["findings"], wrong


def test_who_does_not_decide_merges_nothing(people: Cast, as_: As) -> None:
    kept, other = (story.finding(people) for _time in range(2))
    for name in ("secretary", "office", "member", "deputy"):
        as_(name).step(f"/findings/{kept.id}", "merge", {"findings": [str(other.id)]}, 403)


def test_a_finding_is_returned_with_a_reason(people: Cast, as_: As) -> None:
    finding = story.finding(people)
    head = as_("head")
    assert list(head.step(f"/findings/{finding.id}", "return", {}, 422)["errors"]) == ["reason"]
    after = head.step(f"/findings/{finding.id}", "return", {"reason": "Bổ sung số liệu từng khu"})
    assert (after["state"], after["submitted_at"], after["decision_reason"]) == (
        "draft",
        None,
        "Bổ sung số liệu từng khu",
    )
