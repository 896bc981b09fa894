"""The API offers what the buttons offer, to everybody, on everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import WHO, Cast
from tracker.accounts import access
from tracker.api.resources import RESOURCES
from tracker.core.forms import describe
from tracker.extensions import db
from tracker.recommendations.models import Update
from tracker.workflow import engine
from tracker.workflow.forms import form_for


def finding_in(state: str) -> Callable[[Cast], Any]:
    def make(people: Cast) -> Any:
        finding = story.finding(people, agency_id=people.agencies["a"].id, submit=state != "draft")
        if state in ("awaiting_agency", "confirmed"):
            engine.perform(finding, "send_to_agency", people.secretary)
        if state == "confirmed":
            engine.perform(finding, "comment", people.leader_a, {"stance": "agree"})
            engine.perform(finding, "confirm", people.head)
        return finding

    return make


def after_conclusion(make: Callable[[Cast], Any]) -> Callable[[Cast], Any]:
    def concluded(people: Cast) -> Any:
        records.concluded(people)
        return make(people)

    return concluded


STAGES: dict[str, Callable[[Cast], Any]] = {
    "delegation active": lambda people: people.delegation,
    "delegation draft": records.draft_delegation,
    "session planned": records.session,
    "finding draft": finding_in("draft"),
    "finding submitted": finding_in("submitted"),
    "finding awaiting_agency": finding_in("awaiting_agency"),
    "finding confirmed": finding_in("confirmed"),
    "proposal recorded": records.proposal,
    "recommendation draft": story.draft,
    "recommendation approved": after_conclusion(story.approved),
    "recommendation issued": after_conclusion(story.issued),
    "assignment assigned": after_conclusion(lambda people: story.lead(story.issued(people))),
    "assignment in_progress": after_conclusion(lambda people: story.taken(people, None, "a")),
    "update draft": after_conclusion(story.drafted_report),
    "update submitted": after_conclusion(story.report),
    "update on paper": after_conclusion(story.paper),
}


@pytest.mark.parametrize("stage", STAGES)
def test_everybody_is_offered_the_buttons_of_the_page(people: Cast, as_: As, stage: str) -> None:
    record = STAGES[stage](people)
    db.session.commit()
    kind, id = record.__kind__, record.id
    path = f"/{RESOURCES[kind].path}/{id}"
    for name in WHO:
        caller = as_(name)
        actor = people.actor(name)
        model = access.KINDS[kind].model
        known = db.session.scalar(select(model).where(model.id == id, access.visible(kind, actor)))
        if known is None:
            caller.get(path, 404)
            caller.get(f"{path}/transitions", 404)
            continue
        told = caller.get(f"{path}/transitions")
        assert list(told.body) == ["items"]
        expected = [
            {
                "name": step.name,
                "label": str(step.label),
                "fields": describe(form_for(step, known)),
                "in_the_way": engine.unmet(step, known),
            }
            for step in engine.available(known, actor)
        ]
        assert told["items"] == expected, name


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_not_offered_is_refused_and_writes_nothing(people: Cast, as_: As, stage: str) -> None:
    record = STAGES[stage](people)
    db.session.commit()
    kind, id = record.__kind__, record.id
    path = f"/{RESOURCES[kind].path}/{id}"
    every = [step.name for step in access.KINDS[kind].workflow.transitions]
    for name in ("deputy", "secretary", "leader_a", "standing"):
        caller = as_(name)
        read = caller.send("GET", path)
        if read.status == 404:
            continue
        for step in sorted(set(every) - set(caller.steps(path))):
            body = {"transition": step, "answers": {}}
            reply = caller.send("POST", f"{path}/transitions", body, if_match=read.etag)
            assert reply.status in (403, 409, 422), (name, step, reply.status)
        assert caller.get(path).etag == read.etag


def test_a_step_says_what_it_asks(people: Cast, as_: As) -> None:
    finding = finding_in("awaiting_agency")(people)
    db.session.commit()
    items = as_("leader_a").get(f"/findings/{finding.id}/transitions")["items"]
    assert items == [
        {
            "name": "comment",
            "label": "Gửi ý kiến của cơ quan",
            "fields": [
                {
                    "name": "stance",
                    "label": "Ý kiến",
                    "type": "choice",
                    "required": True,
                    "choices": [
                        {"value": "agree", "label": "Đồng ý"},
                        {"value": "partly", "label": "Đồng ý một phần"},
                        {"value": "disagree", "label": "Không đồng ý"},
                    ],
                },
                {
                    "name": "text",
                    "label": "Lý do, nội dung cụ thể",
                    "type": "longtext",
                    "required": False,
                    "choices": None,
                },
            ],
            "in_the_way": [],
        }
    ]


def test_wrong_answers_are_named_by_field(people: Cast, as_: As) -> None:
    finding = finding_in("awaiting_agency")(people)
    db.session.commit()
    path = f"/findings/{finding.id}"
    errors = as_("leader_a").step(path, "comment", {}, 422)["errors"]
    assert errors == {"stance": ["Hãy nhập “Ý kiến”."]}
    errors = as_("leader_a").step(path, "comment", {"stance": "maybe", "why": 1}, 422)["errors"]
    assert sorted(errors) == ["stance", "why"]
    errors = as_("leader_a").step(path, "comment", {"stance": "disagree"}, 422)["errors"]
    assert list(errors) == ["text"]
    assert as_("leader_a").get(path)["comments"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "transition"),
        ({"transition": "nonsense"}, "transition"),
        ({"transition": 7}, "transition"),
        ({"transition": ["comment"]}, "transition"),
        ({"transition": "comment", "answers": []}, "answers"),
        ({"transition": "comment", "answers": "agree"}, "answers"),
        ({"transition": "comment", "answer": {}}, "answer"),
    ],
)
def test_a_step_must_be_named_rightly(people: Cast, as_: As, body: dict[str, Any], field: str) -> None:
    finding = finding_in("awaiting_agency")(people)
    db.session.commit()
    path = f"/findings/{finding.id}"
    etag = as_("leader_a").get(path).etag
    reply = as_("leader_a").post(f"{path}/transitions", body, 422, if_match=etag)
    assert list(reply["errors"]) == [field]


def test_what_must_hold_first_is_said(people: Cast, as_: As) -> None:
    finding = story.finding(people, submit=False, text="Ngắn quá", evidence="")
    db.session.commit()
    reply = as_("member").step(f"/findings/{finding.id}", "submit", status=422)
    assert len(reply["errors"][""]) == 2
    [submit] = [
        item for item in as_("member").get(f"/findings/{finding.id}/transitions")["items"] if item["name"] == "submit"
    ]
    assert submit["in_the_way"] == reply["errors"][""], "said before it is tried"
    assert as_("member").get(f"/findings/{finding.id}")["state"] == "draft"


def test_steps_that_follow_by_themselves_cannot_be_asked_for(people: Cast, as_: As) -> None:
    records.concluded(people)
    task = story.report(people).assignment
    db.session.commit()
    path = f"/assignments/{task.id}"
    reply = as_("standing").step(path, "accept", {"note": "x", "completed_on": "2026-06-15"}, 422)
    assert list(reply["errors"]) == ["transition"]


def test_the_office_enters_a_paper_and_cannot_verify_it(people: Cast, as_: As) -> None:
    records.concluded(people)
    task = story.lead(story.issued(people))
    db.session.commit()
    office = as_("office")
    scan = office.upload("van-ban.txt", "Báo cáo".encode())["id"]
    made = office.post(
        "/updates",
        {
            "on_paper": True,
            "assignment_id": task.id,
            "claim": "done",
            "text": "Đã trình và được phê duyệt",
            "completed_on": "2026-06-15",
            "paper_number": "77/BC-BQL",
            "paper_date": "2026-06-14",
            "paper_signer": "Nguyễn Văn Mẫu",
            "scan": [scan],
        },
    )
    assert (made["state"], made["on_paper"], made["paper_number"]) == ("submitted", True, "77/BC-BQL")
    path = f"/updates/{made['id']}"
    assert office.steps(path) == []
    verdict = {"note": "Đủ", "completed_on": "2026-06-15"}
    etag = office.get(path).etag
    office.post(f"{path}/transitions", {"transition": "accept", "answers": verdict}, 403, if_match=etag)
    scanned = made["evidence"][0]["id"]
    other = as_("other_office")
    assert other.step(path, "accept", {**verdict, f"verdict_{scanned}": "accept"})["state"] == "accepted"
    assert db.session.query(Update).count() == 1
