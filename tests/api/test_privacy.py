"""Who reads what (domain.md 6.2): another's rows look as if they did not exist, another's fields are not there."""

from __future__ import annotations

import pytest

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.api.resources import RESOURCES
from tracker.extensions import db
from tracker.workflow import engine

OUTSIDE = [
    (kind, who)
    for kind in records.CHANGEABLE
    for who in ("foreigner", "stranger", "admin")
    if kind not in records.OF_EVERYBODY and (kind, who) != ("council_term", "admin")
]
"""The administrator keeps the terms of the councils, as the councils themselves."""


@pytest.mark.parametrize(("kind", "who"), OUTSIDE)
def test_outside_the_council_nothing_exists(people: Cast, as_: As, who: str, kind: str) -> None:
    record, _by = records.changeable(people, kind)
    path = f"/{RESOURCES[kind].path}"
    assert as_(who).get(records.list_with(record)).body == {"items": [], "next": None, "total": 0}
    as_(who).get(f"{path}/{record.id}", 404)
    as_(who).send("PATCH", f"{path}/{record.id}", {"text": "x"}, if_match='"1"').gives(404)
    if RESOURCES[kind].about.workflow:
        as_(who).get(f"{path}/{record.id}/transitions", 404)
        as_(who).send("POST", f"{path}/{record.id}/transitions", {}, if_match='"1"').gives(404)


def test_agency_a_gets_404_for_agency_b(people: Cast, as_: As) -> None:
    records.concluded(people)
    issued = story.issued(people, support_agency_ids=[])
    task = story.lead(issued)
    file = story.scan(people, "officer_a")
    update = story.report(people, assignment=task, proofs=[story.service.Proof(file=file)])
    db.session.commit()
    for path in (
        f"/recommendations/{issued.id}",
        f"/assignments/{task.id}",
        f"/updates/{update.id}",
        f"/attachments/{file.id}",
        f"/attachments/{file.id}/content",
        f"/attachments?kind=update&record={update.id}",
    ):
        as_("leader_a").get(path)
        as_("leader_b").get(path, 404)
    report = {"assignment_id": task.id, "claim": "done", "text": "x"}
    as_("leader_b").post("/updates", report, 404)
    as_("leader_b").post("/findings", {"delegation_id": people.other_delegation.id, "kind": "limitation"}, 404)


def test_of_other_addressees_an_agency_reads_name_and_role(people: Cast, as_: As) -> None:
    records.concluded(people)
    issued = story.issued(people)
    update = story.report(people, assignment=story.lead(issued))
    db.session.commit()
    path = f"/recommendations/{issued.id}"
    told = as_("leader_b").get(path)
    lead, own = told["assignments"]
    assert lead == {"agency_name": people.agencies["a"].name, "role": "lead", "role_label": "chủ trì"}
    assert (own["state"], own["role"]) == ("assigned", "support")
    assert "href" in own
    for hidden in ("lead_state", "addressees", "approved_by", "followed_by"):
        assert hidden not in told.body
    assert told["days_left"] == 22, "of its own deadline"

    story.accept(people, update)
    db.session.commit()
    assert as_("leader_b").get(path)["assignments"][0]["accepted_summary"] == "Đã trình và được phê duyệt"


def test_a_lead_sees_the_state_of_those_who_co_operate(people: Cast, as_: As) -> None:
    records.concluded(people)
    issued = story.issued(people)
    db.session.commit()
    told = as_("leader_a").get(f"/recommendations/{issued.id}")
    other = told["assignments"][1]
    assert (other["role"], other["state"]) == ("support", "assigned")
    assert "href" not in other
    assert told["lead_state"] == "assigned"


def test_the_council_reads_all_addressees(people: Cast, as_: As) -> None:
    records.concluded(people)
    issued = story.issued(people)
    db.session.commit()
    told = as_("deputy").get(f"/recommendations/{issued.id}")
    assert [entry["state"] for entry in told["assignments"]] == ["assigned", "assigned"]
    assert [entry["agency"] for entry in told["addressees"]] == [people.agencies[key].name for key in "ab"]


def test_a_report_being_written_is_the_agencys_own(people: Cast, as_: As) -> None:
    update = records.report_draft(people)
    db.session.commit()
    as_("leader_a").get(f"/updates/{update.id}")
    for who in ("office", "standing", "head", "leader_b"):
        as_(who).get(f"/updates/{update.id}", 404)


def test_a_comment_being_written_is_the_agencys_own(people: Cast, as_: As) -> None:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    path = f"/findings/{finding.id}"
    db.session.commit()
    as_("leader_a").get(path, 404)
    as_("secretary").step(path, "send_to_agency")
    as_("officer_a").step(path, "draft_comment", {"stance": "disagree", "text": "Chưa đúng"})
    assert len(as_("leader_a").get(path)["comments"]) == 1
    assert as_("head").get(path)["comments"] == []
    as_("leader_a").step(path, "hand_back", {"reason": "Ghi rõ số quyết định"})
    [draft] = as_("officer_a").get(path)["comments"]
    assert (draft["ready_at"], draft["back_note"], draft["back_by"]) == (None, "Ghi rõ số quyết định", "Người leader_a")
    as_("officer_a").step(path, "draft_comment", {"stance": "disagree", "text": "Quyết định số 5 ghi khác"})
    as_("leader_a").step(path, "comment", {"stance": "disagree", "text": "Quyết định số 5 ghi khác"})
    [sent] = as_("head").get(path)["comments"]
    assert not {"ready_at", "ready_by", "back_note", "back_by"} & set(sent), "what went on inside is the agency's own"
    assert "author" in as_("head").get(path).body
    assert "author" not in as_("leader_a").get(path).body


def test_drafts_of_findings_are_for_a_few(people: Cast, as_: As) -> None:
    finding = story.finding(people, submit=False)
    db.session.commit()
    for who, status in (("member", 200), ("secretary", 200), ("head", 200), ("office", 200), ("deputy", 404)):
        as_(who).get(f"/findings/{finding.id}", status)


def test_threads_lead_only_to_what_one_may_read(people: Cast, as_: As) -> None:
    session = records.session(people)
    said = records.statement(people, records.held(session))
    session.state = "planned"  # begun, put off and planned again
    finding = story.finding(people, rests_on=[f"statement:{said.id}"], agency_id=people.agencies["b"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    db.session.commit()
    own = as_("secretary").get(f"/findings/{finding.id}")["links"]["sources"]
    assert [(end["kind"], end["code"], end["href"]) for end in own] == [
        ("statement", "PB-01", f"/api/v1/statements/{said.id}")
    ]
    back = as_("secretary").get(f"/statements/{said.id}")["links"]["targets"]
    assert [end["code"] for end in back] == ["PH-01"]
    assert as_("leader_b").get(f"/findings/{finding.id}")["links"]["sources"] == [], "the session is not yet announced"


def test_parts_follow_their_record(people: Cast, as_: As) -> None:
    id = people.other_delegation.id
    as_("office").get(f"/delegations/{id}/members")
    as_("leader_a").get(f"/delegations/{id}/members", 404)
    as_("member").get(f"/delegations/{id}/agencies", 404)
