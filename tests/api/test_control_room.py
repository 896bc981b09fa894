"""The control room by JSON: numbers with their lists, one act for many, the numbers it counts by, saved views."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import func, select

from tests import story
from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.recommendations.models import Assignment

NOTE = "Đã gọi điện nhắc lãnh đạo cơ quan"


def task(people: Cast, code: str = "KN-1", **changes: Any) -> Assignment:
    records.concluded(people)
    made = story.lead(story.issued(people, code=code, support_agency_ids=[], **changes))
    db.session.commit()
    return made


def late(people: Cast, code: str = "KN-1") -> Assignment:
    made = task(people, code)
    made.due_on = made.due_key = made.due_ends_on = date(2026, 5, 1)
    db.session.commit()
    return made


def listed(*tasks: Assignment) -> list[dict[str, int]]:
    return [{"id": task.id, "version": task.row_version} for task in tasks]


def notes() -> int:
    query = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "note_to_file")
    return db.session.scalar(query) or 0


def test_every_number_leads_to_a_list_of_that_length(people: Cast, as_: As) -> None:
    late(people, "KN-1")
    task(people, "KN-2")
    answer = as_("office").get("/dashboard?by=person")
    assert answer["numbers"]["overdue"]["number"] == 1
    assert answer["numbers"]["late_2"]["number"] == 1
    assert (answer["by"], answer["total"], answer["next"]) == ("person", 1, None)
    numbers = [*answer["numbers"].values(), *answer["items"][0]["numbers"].values()]
    for number in numbers:
        parts = urlsplit(number["link"])
        assert parts.path == "/api/v1/assignments"
        found = as_("office").get(f"/assignments?{parts.query}")
        assert found["total"] == number["number"] == len(found["items"]), dict(parse_qsl(parts.query))


def test_only_those_who_look_over_the_council_read_them(people: Cast, as_: As) -> None:
    late(people)
    for name in ("deputy", "member", "leader_a", "admin", "stranger"):
        as_(name).get("/dashboard", 403)
        as_(name).get("/assignments?what=overdue", 403)
    assert as_("foreigner").get("/dashboard")["numbers"]["open"]["number"] == 0
    assert list(as_("office").get("/dashboard?by=colour", 422)["errors"]) == ["by"]
    assert list(as_("office").get("/dashboard?agency=x", 422)["errors"]) == ["agency"]
    assert list(as_("office").get("/assignments?what=lost", 422)["errors"]) == ["what"]


def test_reports_that_wait_for_the_caller_are_found(people: Cast, as_: As) -> None:
    report = story.report(people, assignment=task(people))
    paper = story.paper(people, assignment=task(people, "KN-2"))
    db.session.commit()
    assert [item["id"] for item in as_("office").get("/updates?waiting=true")["items"]] == [report.id]
    assert {item["id"] for item in as_("standing").get("/updates?waiting=true")["items"]} == {report.id, paper.id}
    as_("leader_a").get("/updates?waiting=true", 403)


def test_a_note_goes_to_many_files_once(people: Cast, as_: As) -> None:
    first, second = late(people), late(people, "KN-2")
    body = {"action": "note", "assignments": listed(first, second), "note": NOTE}
    preview = as_("office").post("/assignments/together", body | {"preview": True}, 200)
    assert (preview["preview"], preview["done"], notes()) == (True, [first.id, second.id], 0)
    for _time in range(2):
        done = as_("office").post("/assignments/together", body, 200, idempotency_key="one")
        assert (done["done"], done["refused"]) == ([first.id, second.id], [])
    assert notes() == 2
    stale = as_("office").post("/assignments/together", body, 422)
    assert "Vừa được người khác sửa" in stale["errors"]["assignments"][0]
    assert list(as_("office").post("/assignments/together", body | {"note": ""}, 422)["errors"]) == ["note"]


def test_another_officer_follows_many(people: Cast, as_: As) -> None:
    made = late(people)
    recommendation = made.recommendation
    recommendation.row_version += 3
    db.session.commit()
    assert made.row_version != recommendation.row_version
    row = {"id": made.id, "version": made.row_version}
    officer = people.users["other_office"].id
    body = {"action": "follow", "assignments": [row], "followed_by_id": officer, "note": NOTE}
    as_("standing").post("/assignments/together", body, 403)
    stale = body | {"assignments": [row | {"version": made.row_version + 1}]}
    refused = as_("office").post("/assignments/together", stale, 422)
    assert "Vừa được người khác sửa" in refused["errors"]["assignments"][0]
    assert as_("office").post("/assignments/together", body, 200)["done"] == [made.id]
    db.session.refresh(recommendation)
    assert recommendation.followed_by_id == officer
    assert as_("office").get(f"/assignments?follower={officer}")["total"] == 1
    body |= {"followed_by_id": people.users["leader_a"].id}
    assert list(as_("office").post("/assignments/together", body, 422)["errors"]) == ["followed_by_id"]


def test_progress_is_asked_and_urging_is_told(people: Cast, as_: As) -> None:
    made, waiting = late(people), late(people, "KN-2")
    story.report(people, assignment=waiting)
    db.session.commit()
    urge = as_("office").post("/assignments/together", {"action": "urge", "assignments": listed(made, waiting)}, 200)
    assert (urge["preview"], urge["done"]) == (True, [made.id, waiting.id])
    asked = as_("office").post(
        "/assignments/together", {"action": "ask_progress", "assignments": listed(made, waiting)}, 200
    )
    assert asked["done"] == [made.id]
    assert [item["id"] for item in asked["refused"]] == [waiting.id]
    assert as_("office").get(f"/progress-requests?assignment={made.id}")["total"] == 1


def test_what_is_sent_wrongly_is_named(people: Cast, as_: As) -> None:
    made = late(people)
    for wrong, name in (
        ({"action": "burn", "assignments": listed(made)}, "action"),
        ({"action": "note", "assignments": [], "note": NOTE}, "assignments"),
        ({"action": "note", "assignments": [{"id": made.id}], "note": NOTE}, "assignments"),
        ({"action": "note", "assignments": [{"id": 999, "version": 1}], "note": NOTE}, "assignments"),
        ({"action": "note", "assignments": listed(made), "note": NOTE, "colour": "red"}, "colour"),
    ):
        assert list(as_("office").post("/assignments/together", wrong, 422)["errors"]) == [name], wrong


def test_the_numbers_are_kept_by_the_office(people: Cast, as_: As) -> None:
    usual = {"quiet_days": 20, "first_border": 10, "second_border": 20, "third_border": 40}
    as_("standing").post("/control-settings", usual, 403)
    made = as_("office").post("/control-settings", usual, 201)
    as_("office").post("/control-settings", usual, 409)
    path = f"/control-settings/{made['id']}"
    assert as_("leader").get(path)["quiet_days"] == 20
    as_("deputy").get(path, 404)
    assert list(as_("office").patch(path, {"second_border": 5}, 422)["errors"]) == ["second_border"]
    assert as_("office").patch(path, {"quiet_days": 25})["quiet_days"] == 25
    assert as_("office").get("/dashboard")["counting"]["quiet_days"] == 25
    assert people.council.id


def test_a_view_is_saved_shared_changed_and_taken_away(people: Cast, as_: As) -> None:
    body = {"place": "tasks", "name": "Quá hạn", "query": "sort=-due&what=overdue&page=3", "shared": True}
    assert list(as_("standing").post("/saved-views", body, 422)["errors"]) == ["shared"]
    made = as_("office").post("/saved-views", body | {"is_default": True}, 201)
    assert (made["query"], made["is_default"], made["problems"]) == ("what=overdue&sort=-due", True, [])
    path = f"/saved-views/{made['id']}"
    other = as_("other_office").get(path)
    assert (other["is_default"], other["owner"]) == (False, "Người office")
    as_("standing").get(path, 404)
    changed = as_("other_office").patch(path, {"name": "Trễ", "query": "what=late_4", "is_default": True})
    assert (changed["name"], changed["query"], changed["is_default"]) == ("Trễ", "what=late_4", True)
    assert as_("office").get("/saved-views?place=tasks")["total"] == 1
    etag = as_("other_office").get(path).etag
    as_("other_office").send("DELETE", path, if_match=etag).gives(204)
    as_("office").get(path, 404)
    assert people.council.id
