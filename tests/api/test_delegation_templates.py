"""Templates of delegations in JSON: read by those of the council who read all its delegations."""

from __future__ import annotations

import pytest

from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db
from tracker.plans import ready_made

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
