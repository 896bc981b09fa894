"""Agencies by JSON: what becomes of them, and handing over what they leave open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import story
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db
from tracker.organizations import service
from tracker.organizations.models import AgencyChange, Handover
from tracker.recommendations.models import Assignment

PAPER = {"document_number": "45/NQ-HĐND", "document_date": "2026-02-20"}
MARCH = {"from_day": "2026-03-01", **PAPER}
FACTS = {"from_day": date(2026, 3, 1), "document_number": "45/NQ-HĐND", "document_date": date(2026, 2, 20)}
WHY = {"reason": "Theo Nghị quyết 45"}


def at(people: Cast, key: str, rest: str = "") -> str:
    return f"/agencies/{people.agencies[key].id}{rest}"


def a_task(people: Cast) -> Assignment:
    people.delegation.state = "concluded"
    task = story.lead(story.issued(people, support_agency_ids=[]))
    db.session.commit()
    return task


def merged(people: Cast, old: str = "a", new: str = "c") -> None:
    service.merge(people.agencies[old], [], people.agencies[new], FACTS, people.office)
    db.session.commit()


def item(task: Assignment, people: Cast, key: str = "c") -> dict[str, Any]:
    return {"item": f"assignment-{task.id}", "heir_id": people.agencies[key].id, **WHY}


def test_a_merger_is_told_on_both_sides(people: Cast, as_: As) -> None:
    body = {"successor_id": people.agencies["c"].id, **MARCH}
    made = as_("office").post(at(people, "a", "/mergers"), body)
    assert made["kind"] == "merge"
    assert made["old_agency_ids"] == [people.agencies["a"].id]
    assert made["new_agency_ids"] == [people.agencies["c"].id]
    old, new = as_("deputy").get(at(people, "a")), as_("deputy").get(at(people, "c"))
    assert old["valid_to"] == "2026-02-28"
    [heir] = old["successors"]
    assert (heir["agency_id"], heir["kind"], heir["on"]) == (people.agencies["c"].id, "merge", "2026-03-01")
    assert [tie["name"] for tie in new["predecessors"]] == ["Ban Quản lý Khu kinh tế"]
    assert as_("deputy").get(at(people, "a", "/mergers"))["items"][0]["document_number"] == "45/NQ-HĐND"


def test_the_other_changes_are_recorded_likewise(people: Cast, as_: As) -> None:
    office = as_("office")
    office.post(at(people, "c", "/renames"), {"name": "Sở Xây dựng và Giao thông", **MARCH})
    assert [known["name"] for known in office.get(at(people, "c"))["names"]] == [
        "Sở Xây dựng",
        "Sở Xây dựng và Giao thông",
    ]
    office.post(at(people, "b", "/splits"), {"new_agencies": ["S1: Sở Một", "S2: Sở Hai"], **MARCH})
    assert [heir["name"] for heir in office.get(at(people, "b"))["successors"]] == ["Sở Một", "Sở Hai"]
    office.post(at(people, "a", "/closures"), MARCH)
    assert office.get(at(people, "a"))["successors"] == []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/mergers", {**MARCH}, "successor_id"),
        ("/mergers", {**MARCH, "successor_id": 999_999}, "successor_id"),
        ("/mergers", {**MARCH, "new_name": "Sở Mới", "new_code": "CQ-B"}, "new_code"),
        ("/mergers", {**MARCH, "new_name": "Sở Mới", "new_code": "SM", "from_day": "2026-02-30"}, "from_day"),
        ("/splits", {**MARCH, "new_agencies": ["S1: Sở Một"]}, "successor_ids"),
        ("/closures", {"from_day": "2026-03-01"}, "document_number"),
        ("/renames", MARCH, "name"),
    ],
)
def test_what_is_wrong_is_named_by_field_and_nothing_is_written(
    people: Cast, as_: As, path: str, body: dict[str, Any], field: str
) -> None:
    reply = as_("office").post(at(people, "a", path), body, 422)
    assert field in reply["errors"]
    assert db.session.query(AgencyChange).count() == 0


def test_who_may_not_is_told_so_and_another_council_knows_nothing(people: Cast, as_: As) -> None:
    body = {"successor_id": people.agencies["c"].id, **MARCH}
    as_("deputy").post(at(people, "a", "/mergers"), body, 403)
    as_("foreigner").post(at(people, "a", "/mergers"), body, 404)
    merged(people)
    assert as_("office").post(at(people, "a", "/closures"), MARCH, 409).problem == "impossible"


def test_an_open_task_is_handed_over_and_tells_both_names(people: Cast, as_: As) -> None:
    task = a_task(people)
    merged(people)
    made = as_("standing").post(at(people, "a", "/handovers"), item(task, people) | {"item_version": task.row_version})
    assert (made["from_name"], made["to_name"], made["since"]) == (
        "Ban Quản lý Khu kinh tế",
        "Sở Xây dựng",
        "2026-03-01",
    )
    told = as_("office").get(f"/assignments/{task.id}")
    assert told["agency_name"] == "Ban Quản lý Khu kinh tế"
    assert (told["taken_over_by"], told["taken_over_on"]) == ("Sở Xây dựng", "2026-03-01")
    assert told["agency_id"] == people.agencies["c"].id
    assert as_("office").get(at(people, "a", "/handovers"))["total"] == 1
    as_("officer_a").get(at(people, "a", "/handovers"), 403)
    assert as_("officer_a").get(f"/assignments/{task.id}")["taken_over_by"] == "Sở Xây dựng"
    as_("officer_a").step(f"/assignments/{task.id}", "start", status=403)


def test_a_second_handover_of_the_same_record_is_refused_with_a_sentence(people: Cast, as_: As) -> None:
    task = a_task(people)
    merged(people)
    office = as_("office")
    office.post(at(people, "a", "/handovers"), item(task, people))
    reply = office.post(at(people, "a", "/handovers"), item(task, people), 409)
    assert "đã bàn giao cho Sở Xây dựng" in reply["detail"]
    assert db.session.query(Handover).count() == 1


def test_a_key_hands_over_once(people: Cast, as_: As) -> None:
    task = a_task(people)
    merged(people)
    office = as_("office")
    sent = [office.post(at(people, "a", "/handovers"), item(task, people), idempotency_key="k-1") for _n in range(2)]
    assert sent[0]["id"] == sent[1]["id"]
    assert db.session.query(Handover).count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [({"heir_id": 1}, "heir_id"), ({"item": "assignment-x"}, "item"), ({"reason": ""}, "reason")],
)
def test_a_handover_that_is_not_understood_is_refused(
    people: Cast, as_: As, change: dict[str, Any], field: str
) -> None:
    task = a_task(people)
    merged(people)
    reply = as_("office").post(at(people, "a", "/handovers"), item(task, people) | change, 422)
    assert field in reply["errors"]


def test_a_stale_version_hands_nothing_over(people: Cast, as_: As) -> None:
    task = a_task(people)
    merged(people)
    reply = as_("office").post(at(people, "a", "/handovers"), item(task, people) | {"item_version": 77}, 409)
    assert "đã được sửa lúc" in reply["detail"]


def test_lists_by_agency_hold_what_its_predecessors_had(people: Cast, as_: As) -> None:
    story.finding(people, agency_id=people.agencies["a"].id)
    merged(people)
    assert as_("office").get(f"/findings?agency={people.agencies['c'].id}")["total"] == 1


def test_what_is_older_keeps_the_old_name(people: Cast, as_: As) -> None:
    found = story.finding(people, agency_id=people.agencies["a"].id)
    service.rename(people.agencies["a"], "Ban Mới", "", date(2026, 6, 15), people.office, facts=FACTS)
    db.session.commit()
    assert as_("office").get(f"/findings/{found.id}")["agency"] == "Ban Mới", "written on the day of the new name"
    people.agencies["a"].names[0].valid_to = date(2026, 6, 19)
    people.agencies["a"].names[1].valid_from = date(2026, 6, 20)
    db.session.commit()
    assert as_("office").get(f"/findings/{found.id}")["agency"] == "Ban Quản lý Khu kinh tế"


# --- what is open, what comes back ------------------------------------------------------------------------------------


def test_what_is_open_is_listed_handed_over_and_given_back(people: Cast, as_: As) -> None:
    task = a_task(people)
    merged(people)
    office, path = as_("office"), at(people, "a", "/open-work")
    [row] = [row for row in office.get(path)["items"] if row["kind"] == "assignment"]
    assert (row["item"], row["href"]) == (f"assignment-{task.id}", f"/api/v1/assignments/{task.id}")
    body = {**item(task, people), "item_version": row["item_version"]}
    office.post(at(people, "a", "/handovers"), body)
    [given] = [row for row in office.get(f"{path}?side=given")["items"] if row["kind"] == "assignment"]
    back = {"item": given["item"], "item_version": given["item_version"], **WHY}
    etag = office.get(at(people, "a")).etag
    assert list(office.post(at(people, "a", "/hand-backs"), {"item": given["item"]}, 422, if_match=etag)["errors"]) == [
        "reason"
    ]
    office.post(at(people, "a", "/hand-backs"), back, 200, if_match=office.get(at(people, "a")).etag)
    assert office.get(f"/assignments/{task.id}")["agency_id"] == people.agencies["a"].id
    etag = office.get(at(people, "a")).etag
    assert list(office.post(at(people, "a", "/hand-backs"), back, 422, if_match=etag)["errors"]) == ["item"]
    for who in ("secretary", "leader_a"):
        as_(who).get(path, 403)
    as_("foreigner").get(path, 404)
    office.get(f"{path}?side=left", 422)


def test_open_work_is_paged(people: Cast, as_: As) -> None:
    a_task(people)
    merged(people)
    path = f"{at(people, 'a', '/open-work')}?size=1"
    seen, after = [], ""
    while True:
        page = as_("office").get(path + after)
        seen += [row["item"] for row in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) == page["total"]


def test_a_change_is_taken_back_with_its_reason(people: Cast, as_: As) -> None:
    office, path = as_("office"), at(people, "a", "/undo")
    etag = office.get(at(people, "a")).etag
    office.post(path, {"reason": "Ghi nhầm"}, 409, if_match=etag)
    merged(people)
    office.post(path, {"reason": "Ghi nhầm"}, 428)
    office.post(path, {"reason": "Ghi nhầm"}, 412, if_match=etag)
    etag = office.get(at(people, "a")).etag
    assert list(office.post(path, {"reason": ""}, 422, if_match=etag)["errors"]) == ["reason"]
    as_("standing").post(path, {"reason": "Ghi nhầm"}, 403, if_match=etag)
    assert office.post(path, {"reason": "Ghi nhầm"}, 200, if_match=etag)["valid_to"] is None


def test_a_successor_is_named_later(people: Cast, as_: As) -> None:
    office, path = as_("office"), at(people, "a", "/successors")
    body = {"successor_id": people.agencies["c"].id, "kind": "split"}
    office.post(path, body, 409, if_match=office.get(at(people, "a")).etag)
    merged(people, new="b")
    etag = office.get(at(people, "a")).etag
    assert sorted(office.post(path, {"successor_id": 99999, "kind": "x"}, 422, if_match=etag)["errors"]) == [
        "kind",
        "successor_id",
    ]
    found = office.post(path, body, 200, if_match=etag)
    assert {heir["agency_id"] for heir in found["successors"]} == {people.agencies[key].id for key in "bc"}
