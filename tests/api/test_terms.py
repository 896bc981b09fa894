"""Terms, handovers and their items through the API: the same rules as on pages, each item with its own version."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, handing_over
from tests.api.conftest import As
from tests.cast import Cast
from tests.handing_over import decided, items, prepared, several, two_terms

pytestmark = pytest.mark.api

DECISION = {"number": "45/TB-HĐND", "issued_on": "2026-06-15", "signer": "Nguyễn Văn Mẫu"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def test_terms_are_kept_by_the_administrator_and_read_by_the_council(as_: As, people: Cast) -> None:
    admin, office = as_("admin"), as_("office")
    facts = {"council": people.council.id, "number": "XVI", "from_on": "2021-05-23", "to_on": "2026-06-30"}
    made = admin.post("/council-terms", facts)
    assert made["number"] == "XVI"
    wrong = admin.post("/council-terms", facts | {"number": "XVII", "from_on": "2026-06-01"}, 422)
    assert list(wrong["errors"]) == ["from_on"]
    one = f"/council-terms/{made['id']}"
    assert admin.patch(one, {"deputies_total": 80})["deputies_total"] == 80
    assert admin.send("PATCH", one, {"deputies_total": 81}, if_match=made.etag).status == 412
    assert [row["number"] for row in office.get("/council-terms")["items"]] == ["XVI"]
    office.patch(one, {"number": "XV"}, 403)
    as_("foreigner").get(one, 404)


def test_a_handover_goes_its_way_item_by_item(as_: As, people: Cast) -> None:
    old, new = two_terms(people)
    several(people, 2)
    office, standing = as_("office"), as_("standing")
    made = office.post("/term-handovers", {"from_term_id": old.id, "note": "Kế hoạch 12"})
    assert (made["state"], made["listed"], made["to_term_id"], made["report"]) == ("draft", 2, new.id, None)
    office.post("/term-handovers", {"from_term_id": old.id}, 409)
    one = f"/term-handovers/{made['id']}"
    rows = office.get(f"/handover-items?handover={made['id']}&chosen=none")["items"]
    assert [row["facts"]["lead_state"] for row in rows] == ["assigned", "assigned"]
    first, second = (f"/handover-items/{row['id']}" for row in rows)
    wrong = office.patch(first, {"decision": "waive"}, 422)
    assert list(wrong["errors"]) == ["reason"]
    told = office.patch(first, {"decision": "waive", "reason": handing_over.WHY})
    assert (told["decision_label"], told["version"]) == ("Miễn thực hiện", 2)
    assert office.send("PATCH", first, {"decision": "carry"}, if_match='"1"').status == 412
    office.patch(second, {"decision": "carry", "followed_by_id": people.users["other_office"].id})
    assert office.get(f"/handover-items?handover={made['id']}&chosen=none")["total"] == 0
    standing.patch(second, {"decision": "carry"}, 403)
    assert "decide" not in [step["name"] for step in office.get(f"{one}/transitions")["items"]]
    etag = standing.get(one).etag
    body = {"transition": "decide", "answers": DECISION}
    done = standing.post(f"{one}/transitions", body, 200, if_match=etag)
    assert done["state"] == "decided"
    assert done["report"]["totals"]["waive"] == 1
    assert standing.send("POST", f"{one}/transitions", body, if_match=etag).status in (409, 412)
    carried = office.get(f"/recommendations?term={new.id}")["items"]
    assert [row["code"] for row in carried] == [rows[1]["recommendation"]]
    assert (carried[0]["term"], carried[0]["carried_into"]) == ("XVI", ["XVII"])
    assert office.get(f"/recommendations/rates?term={old.id}")["left_out"]["waived"] == 1


def test_agencies_and_the_administrator_know_of_no_handover(as_: As, people: Cast) -> None:
    handover = decided(people)
    item = items(handover)[0]
    for name in ("leader_a", "admin"):
        caller = as_(name)
        caller.get(f"/term-handovers/{handover.id}", 404)
        caller.get(f"/handover-items/{item.id}", 404)
        assert caller.get("/term-handovers")["items"] == caller.get("/handover-items")["items"] == []
    told = as_("leader_a").get(f"/recommendations/{item.recommendation_id}")
    assert told["carried_into"] == ["XVII"]


def test_people_of_a_delegation_read_their_items_without_the_sums(as_: As, people: Cast) -> None:
    handover = decided(people)
    member = as_("member")
    assert member.get(f"/term-handovers/{handover.id}")["report"] is None
    assert member.get(f"/handover-items?handover={handover.id}")["total"] == 3


def test_bad_questions_are_named(as_: As, people: Cast) -> None:
    handover = prepared(people)
    office = as_("office")
    assert "chosen" in office.get(f"/handover-items?handover={handover.id}&chosen=perhaps", 422)["errors"]
    assert "term" in office.get("/recommendations?term=xvi", 422)["errors"]
    office.post("/term-handovers", {"from_term_id": 999999}, 422)
