"""Days of the calendar and rules through JSON: read by everybody, kept by administrators, moving what rests on them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests import story
from tests.api.conftest import As
from tests.cast import Cast
from tracker.audit.models import AuditEvent
from tracker.calendar import queries
from tracker.extensions import db
from tracker.recommendations.models import Assignment
from tracker.workflow import engine

DAY = {"day": "2026-07-15", "kind": "holiday", "name": "Nghỉ theo thông báo", "confirmed": True, "reason": "VB 01"}


def test_everybody_reads_days_and_rules(people: Cast, as_: As) -> None:
    listed = as_("officer_a").get("/calendar-days?year=2026&sort=day&size=100")
    assert [row["code"] for row in listed["items"][:2]] == ["2026-01-01", "2026-01-02"]
    swapped = listed["items"][1]
    assert (swapped["kind"], swapped["is_worked"], swapped["year_confirmed"]) == ("swap_off", False, False)
    rules = as_("stranger").get("/rules?key=send_programme&sort=key")["items"]
    assert [(row["ruleset"], row["days"], row["unit"], row["direction"]) for row in rules] == [
        ("L2015", 10, "day", "backward"),
        ("L2025", 10, "day", "backward"),
    ]


def test_a_day_is_tried_entered_changed_and_taken_away_with_the_deadlines_that_rest_on_it(
    people: Cast, as_: As
) -> None:
    people.delegation.state = "concluded"
    task = story.lead(story.issued(people, due_on=date(2026, 7, 15)))
    db.session.commit()
    admin = as_("admin")
    tried = admin.get("/calendar-days/moves?day=2026-07-15&kind=holiday")
    assert [(row["kind"], row["old"], row["new"]) for row in tried["items"]] == [
        ("assignment", "2026-07-15", "2026-07-16")
    ] * 2, "the lead's and the co-operating agency's"
    assert queries.get(date(2026, 7, 15)) is None, "nothing was written"
    made = admin.post("/calendar-days", DAY)
    assert moved(task) == date(2026, 7, 16)
    rows = as_("office").get(f"/delegations/{people.delegation.id}/deadlines")["items"]
    days = {(row["written_on"], row["ends_on"]) for row in rows if row["kind"] == "assignment"}
    assert days == {("2026-07-15", "2026-07-16")}, "the day of the document, and the day that counts"
    path = f"/calendar-days/{made['id']}"
    changed = admin.patch(path, {"name": "Nghỉ đột xuất"})
    assert (changed["name"], changed["kind"]) == ("Nghỉ đột xuất", "holiday")
    assert admin.get("/calendar-days/moves?day=2026-07-15&kind=none")["total"] == 2
    admin.send("DELETE", path).gives(428)
    admin.send("DELETE", f"{path}?reason=Nhầm", if_match=changed.etag).gives(204)
    assert moved(task) == date(2026, 7, 15)
    admin.get(path, 404)
    assert events("calendar_day") == ["created", "edited", "deleted"]
    assert events("assignment", task.id)[-2:] == ["deadline_moved", "deadline_moved"]


def moved(task: Assignment) -> date | None:
    db.session.expire_all()
    return db.session.get_one(Assignment, task.id).due_ends_on


def events(kind: str, id: int | None = None) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.subject_kind == kind).order_by(AuditEvent.id)
    return list(db.session.scalars(query if id is None else query.where(AuditEvent.subject_id == id)))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": "2026-02-30"}, "day"),
        ({"day": "15/07/2026"}, "day"),
        ({"day": "2026-07-15", "kind": "swap_work"}, "day"),
        ({"day": "2026-07-18", "kind": "swap_off"}, "day"),
        ({"kind": "party"}, "kind"),
        ({"name": "   "}, "name"),
        ({"day": "2026-01-01"}, "day"),
        ({"confirmed": "yes"}, "confirmed"),
        ({"last_day": "2026-07-16"}, "last_day"),
    ],
)
def test_a_day_that_makes_no_sense_is_named_by_field(
    people: Cast, as_: As, changes: dict[str, Any], field: str
) -> None:
    assert list(as_("admin").post("/calendar-days", DAY | changes, 422)["errors"]) == [field]


def test_a_new_value_of_a_rule_is_a_new_row_and_the_old_one_ends_the_day_before(people: Cast, as_: As) -> None:
    admin = as_("admin")
    body = {
        "key": "comment_on_finding",
        "ruleset": "L2025",
        "days": 7,
        "unit": "working_day",
        "valid_from": "2026-07-01",
    }
    made = admin.post("/rules", {**body, "legal_basis": "Nghị quyết 01", "verified": True})
    assert (made["days"], made["valid_from"], made["valid_to"]) == (7, "2026-07-01", None)
    old = next(row for row in admin.get("/rules?key=comment_on_finding&size=100")["items"] if row["days"] == 5)
    closed = [row for row in admin.get("/rules?key=comment_on_finding")["items"] if row["valid_to"]]
    assert [(row["ruleset"], row["days"], row["valid_to"]) for row in closed] == [("L2025", 5, "2026-06-30")]
    assert old["days"] == 5, "what began earlier keeps the old rule"
    again = admin.post("/rules", {**body, "valid_from": "2026-07-01"}, 422)
    assert list(again["errors"]) == ["valid_from"], "history is never rewritten"
    checked = admin.patch(f"/rules/{made['id']}", {"legal_basis": "Nghị quyết 02", "verified": False})
    assert (checked["legal_basis"], checked["verified"], checked["days"]) == ("Nghị quyết 02", False, 7)
    admin.send("PATCH", f"/rules/{made['id']}", {"days": 3}, if_match=checked.etag).gives(422)
    address = f"/rules/{made['id']}"
    assert admin.get(f"/rules/moves?take_back={made['id']}")["total"] == 0
    admin.get(f"/rules/moves?take_back={closed[0]['id']}", 409)
    assert list(admin.send("DELETE", address, if_match=checked.etag).gives(422)["errors"]) == ["reason"]
    as_("office").send("DELETE", f"{address}?reason=Nhap", if_match=checked.etag).gives(403)
    admin.send("DELETE", f"{address}?reason=Nhap+nham", if_match=checked.etag).gives(204)
    admin.get(address, 404)
    assert admin.get(f"/rules/{closed[0]['id']}")["valid_to"] is None, "the value before it holds on"
    first = admin.get(f"/rules/{closed[0]['id']}")
    admin.send("DELETE", f"/rules/{closed[0]['id']}?reason=Nhap", if_match=first.etag).gives(409)


def test_what_a_rule_would_move_is_asked_without_writing(people: Cast, as_: As) -> None:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    db.session.commit()
    address = "/rules/moves?key=comment_on_finding&ruleset=L2025&days=10&unit=day&valid_from=2026-06-01"
    told = as_("admin").get(address)
    assert [(row["kind"], row["old"], row["new"]) for row in told["items"]] == [("finding", "2026-06-22", "2026-06-25")]
    assert told["items"][0]["computed"]["counted_to"] == "2026-06-25"
    assert list(as_("admin").get(address.replace("days=10", "days=0"), 422)["errors"]) == ["days"]
    as_("office").get(address, 403)


@pytest.mark.parametrize("who", ["office", "standing", "leader_a", "stranger"])
def test_only_administrators_keep_them(people: Cast, as_: As, who: str) -> None:
    caller = as_(who)
    caller.post("/calendar-days", DAY, 403)
    rule = caller.get("/rules")["items"][0]
    caller.patch(f"/rules/{rule['id']}", {"verified": True}, 403)
    day = caller.get("/calendar-days")["items"][0]
    caller.send("DELETE", f"/calendar-days/{day['id']}", if_match='"1"').gives(403)


def test_the_deadlines_of_a_delegation_say_how_they_were_computed(people: Cast, as_: As) -> None:
    told = as_("member").get(f"/delegations/{people.delegation.id}/deadlines")["items"]
    outline = next(row for row in told if row["name"] == "outline_due_on")
    assert (outline["ends_on"], outline["done_on"], outline["is_late"]) == ("2026-03-25", "2026-03-20", False)
    assert outline["computed"]["days"] == 15
    assert outline["computed"]["explanation"][0] == "10/03/2026 cộng 15 ngày là 25/03/2026 (ngày làm việc)."
    names = {row["name"] for row in as_("officer_a").get(f"/delegations/{people.delegation.id}/deadlines")["items"]}
    assert names == {"outline_due_on", "agency_reports_due_on"}, "an agency is not told of the Council's own report"
    as_("foreigner").get(f"/delegations/{people.delegation.id}/deadlines", 404)
