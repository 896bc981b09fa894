"""Only what a form asks is written: whatever else is sent along (state, council, approver, verdict) changes nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKeyConstraint, Integer, select

from tests.pages import Node, parse, values_of
from tests.registers import workbook
from tests.rules import matrix
from tests.rules.caller import Caller, class_of
from tests.rules.matrix import ALLOWED, EVERYBODY
from tests.rules.test_permissions import Try, address, expected, part_of, tries
from tests.rules.world import PDF, register_of
from tracker.accounts.access import KINDS
from tracker.core.models import ExactDecimal, Json, UtcDateTime
from tracker.documents import making
from tracker.documents.kinds import KINDS as DOCUMENTS

MARK = "zz-khong-ai-hoi"
A_DAY = date(2001, 2, 3)
A_NUMBER = 777
SHORT = "Mục thử"
TEXT = "Nội dung đủ dài để lưu được, do người thử gõ vào"
MAKES = {
    "add_member": "delegation",
    "add_agency": "delegation",
    "add_document": "document",
    "new_on_paper": "update",
    "confirm": "calendar_year",
    "answer": "answer",
    "add_term": "council_term",
    "edit_term": "council_term",
}
"""What a page makes, where its blueprint does not say it."""
KIND_OF = {
    "looks": "flag_note",
    "councils": "council",
    "outlines": "outline",
    "requests": "report_request",
    "request_dates": "report_request",
    "organizations": "agency",
    "stand_ins": "stand_in",
    "agency_plans": "assignment",
    "succession": "agency",
    "people": "user",
    "notices": "user",
    "delegation_lists": "delegation",
    "calendar": "calendar_day",
    "rules": "day_rule",
    "ladder": "ladder_step",
    "wording": "wording_term",
    "invitations": "session",
    "minutes": "statement",
    "delegation_start": "delegation",
    "plans": "delegation",
    "delegation_findings": "finding",
    "control_room": "control_setting",
    "tasks_together": "assignment",
    "policies": "policy",
    "policy_route": "policy_route_step",
    "imports": "import_run",
    "task_sheets": "task_sheet",
    "documents": "document_number",
    "document_templates": "document_template",
}
FOLLOWS = {
    ("agency", "leader_sends_own"),
    ("user", "must_change_password"),
    ("update", "on_paper"),
    ("session", "old_record"),
    ("delegation", "old_record"),
    ("task_sheet", "state"),
}
"""True by itself: a new account's password is changed at first, the office's entry is from paper or an old dossier, a
workbook in which nothing is left to accept is finished."""
TASK_HEADINGS = ("Mã dòng", "Kế hoạch thực hiện")
SAMPLES: dict[str, Any] = {
    "table": "Số dự án | dự án | 2025",
    "quarter": "2",
    "unit_code": "31",
    "paste": "",
    "proposed_due_on": "31/12/2027",
    "ladder_step.position": "1",
    "wording_term.text": "mau chóng",
    "skip_reason": "Đã đôn đốc nhiều lần",
    "held_on": "01/06/2026",
    "starts_at": "09:00",
    "speaker": "Người phát biểu",
    "due_on": "31/12/2026",
    "valid_from": "",
    "valid_to": "",
    "day_rule.valid_from": "15/06/2026",
    "council_term.from_on": "01/07/2040",
    "council_session.opens_on": "08/12/2026",
    "council_session.closes_on": "",
    "council_term.to_on": "",
    "period_from": "01/01/2024",
    "period_to": "31/12/2025",
    "report_due_on": "31/07/2026",
    "issued_on": "10/06/2026",
    "username": "nguoi-moi",
    "email": "thu@vi-du.vn",
    "agency": "Sở Xây dựng",
    "agencies": "Sở Xây dựng",
    "more_agencies": "Sở Xây dựng",
    "planned_on": "15/06/2026",
    "authorised_on": "12/03/2026",
    "key": "other",
    "outline": "I. Kết quả",
    "body_id": "",
    "place": "",
    "amendment.place": "Đoạn 2",
    "value": "12",
    "against_value": "",
    "from_day": "15/06/2026",
    "document_date": "10/06/2026",
    "from_on": "16/06/2026",
    "to_on": "20/06/2026",
    "council_term.number": "XIX",
    "milestones": "31/12/2026 | Xong hạ tầng\n31/12/2027 | Xong cả",
    "new_name": "",
    "new_short_name": "",
    "new_code": "",
    "new_agencies": "S1: Sở Một\nS2: Sở Hai",
    "answer_due_on": "30/06/2026",
    "figure.period_from": "2021",
    "figure.period_to": "2023",
    "session.files": "",
    "policy.codes": "",
    "document_number.number": "77",
    "task_sheet.file": lambda: (io.BytesIO(workbook([["NV-0-0-0", SHORT]], headings=TASK_HEADINGS)), "viec.xlsx"),
    "document_template.files": lambda: (io.BytesIO(making.shipped(DOCUMENTS["minutes"])), "mau.docx"),
    "new_password": "mot cau dai de nho 1",
    "password_again": "mot cau dai de nho 1",
}

TICKED = {"agency_ids", "request_ids", "chosen"}
"""Of these boxes one is ticked where the page has ticked none."""


def writes(caller: Caller, *, api: bool) -> list[Try]:
    """Everything that creates or changes a record, on own records or on none."""
    return [
        attempt
        for area in matrix.areas()
        for attempt in tries(caller, area, api=api)
        if attempt.method in ("POST", "PATCH")
        and not attempt.act.is_open
        and attempt.variant.partition("_")[0] in ("", "own")
        and any(expected(caller, name, attempt) == ALLOWED for name in EVERYBODY)  # an ended agency has no people
    ]


def whose(caller: Caller, attempt: Try) -> str:
    """Somebody who may."""
    return next(name for name in EVERYBODY if expected(caller, name, attempt) == ALLOWED)


def kind_made(attempt: Try) -> str:
    """The kind of record that a door writes to."""
    area, name = attempt.door.endpoint.split(".")
    if area == "api":
        return attempt.act.of if attempt.method == "PATCH" else name.removesuffix("_list_post")
    return MAKES.get(name) or KIND_OF.get(area) or area.removesuffix("s")


# --- what nobody asked ------------------------------------------------------------------------------------------------


def hostile(caller: Caller, kind: str, asked: set[str]) -> dict[str, Any]:
    """A value for every column of the record that the form does not ask for."""
    table = KINDS[kind].model.__table__
    foreign = {
        column.name: other_of(caller, constraint)
        for constraint in table.foreign_key_constraints
        for column in constraint.columns
    }
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name not in asked and column.name != "id":
            values[column.name] = foreign.get(column.name) or strange(kind, column)
    return values


def other_of(caller: Caller, constraint: ForeignKeyConstraint) -> int:
    """A row of the other council, so that the database would not mind."""
    world = caller.world
    known = {
        "council": world.people.other_council.id,
        "user_account": world.people.users["foreigner"].id,
        "delegation": world.id("delegation", "foreign"),
        "agency": world.id("agency", "foreign"),
        "delegation_document": world.id("document", "foreign"),
        "attachment": world.id("attachment", "foreign_of_plan"),
        "working_session": world.id("session", "foreign"),
        "recommendation": world.id("recommendation", "foreign"),
        "assignment": world.id("assignment", "foreign"),
    }
    return int(known.get(constraint.referred_table.name, A_NUMBER))


def strange(kind: str, column: Column[Any]) -> Any:
    life = KINDS[kind].workflow
    if column.name == "state" and life is not None:
        return life.states[-1].name
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Date):
        return A_DAY
    if isinstance(column.type, UtcDateTime | DateTime):
        return datetime(2001, 2, 3, tzinfo=UTC)
    if isinstance(column.type, Integer):
        return A_NUMBER
    if isinstance(column.type, ExactDecimal):
        return str(A_NUMBER)
    return [MARK] if isinstance(column.type, type(Json)) else MARK


def as_typed(value: Any) -> Any:
    """A value as a browser would send it."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if value is True:
        return "y"
    return value


def as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class Rows:
    """The rows of one kind before and after."""

    def __init__(self, caller: Caller, kind: str) -> None:
        self.caller = caller
        self.kind = kind
        self.table = KINDS[kind].model.__table__
        self.before = self.read()

    def read(self) -> dict[int, dict[str, Any]]:
        return {row.id: dict(row._mapping) for row in self.caller.connection.execute(select(self.table))}

    def taken(self, hostile: dict[str, Any]) -> Iterator[str]:
        """Columns that have taken what nobody asked for."""
        for id, row in self.read().items():
            known = self.before.get(id, {})
            for name, value in hostile.items():
                if row[name] == value and known.get(name) != value and (self.kind, name) not in FOLLOWS:
                    yield f"{self.table.name}.{name} = {value}"


# --- filling in -------------------------------------------------------------------------------------------------------


def filled(form: Node, kind: str) -> dict[str, Any]:
    """The form as somebody would fill it in: what it holds, and something sensible in every empty box."""
    values: dict[str, Any] = dict(values_of(form))
    for node in controls(form):
        name = node.get("name")
        if name and not "".join(values.get(name) or []):
            found = answer(node, kind, name.rpartition("-")[2])
            if found is not None:
                values[name] = found
    return values


def controls(form: Node) -> list[Node]:
    return form.all("input", "select", "textarea")


def answer(node: Node, kind: str, name: str) -> Any:
    known = [key for key in (f"{kind}.{name}", name) if key in SAMPLES]
    if not known:
        return something(node)
    sample = SAMPLES[known[0]]
    return sample() if callable(sample) else sample


def something(node: Node) -> Any:
    if ".xlsx" in (node.get("accept") or ""):
        return (io.BytesIO(register_of("recommendations", SHORT)), "so.xlsx")
    if node.get("type") == "file":
        return (io.BytesIO(PDF), "van-ban.pdf")
    if node.get("type") == "radio" or node.get("name") in TICKED:
        return node.get("value")
    if node.get("type") in ("checkbox", "hidden"):
        return None
    if node.tag == "select":
        return next((option.get("value") for option in node.all("option") if option.get("value")), None)
    if "data-date" in node.attributes:
        return "15/06/2026"
    if node.get("inputmode") in ("decimal", "numeric"):
        return "12"
    return TEXT if node.tag == "textarea" else SHORT


def seen_first(caller: Caller, name: str, path: str, data: dict[str, Any]) -> dict[str, Any]:
    """Where what a form would do is shown first: the mark of what was shown."""
    if "seen" not in data:
        return {}
    shown = parse(caller.ask(name, "POST", path, data=dict(data), content_type="multipart/form-data").text)
    found = shown.all("input", name="seen")
    return {"seen": found[0].get("value")} if found else {}


def test_nothing_but_what_a_page_asks_is_written(caller: Caller) -> None:
    problems, saved, refused = [], set[str](), dict[str, str]()
    for attempt in writes(caller, api=False):
        if "GET" not in attempt.door.methods or attempt.door.endpoint == "people.own_password":
            continue
        name, path, kind = whose(caller, attempt), address(caller, attempt), kind_made(attempt)
        shown = caller.ask(name, "GET", path)
        if shown.location:
            continue  # it has been begun already, and is changed elsewhere
        page = parse(shown.text)
        forms = [form for main in page.all("main") for form in main.all("form") if form.get("method") == "post"]
        if not forms:
            continue  # 409: this record cannot be changed any more
        form = max(forms, key=lambda known: len(controls(known)))
        asked = {node.get("name") for node in controls(form)}
        extra = hostile(caller, kind, asked)
        data = filled(form, kind) | {field: as_typed(value) for field, value in extra.items()}
        data |= seen_first(caller, name, path, data)
        rows = Rows(caller, kind)
        with caller.asked(name, "POST", path, data=data, content_type="multipart/form-data") as response:
            problems += [f"{attempt} as {name}: {taken}" for taken in rows.taken(extra)]
            problems += [f"{attempt} as {name}: {response.status_code}"] if class_of(response) != ALLOWED else []
        if response.status_code == 303:
            saved.add(attempt.door.endpoint)
        else:
            refused[attempt.door.endpoint] = " ".join(box.text for box in parse(response.text).all("main"))[:300]
    never = {endpoint: why for endpoint, why in refused.items() if endpoint not in saved}
    print(f"\nforms saved with strange fields: {len(saved)}; never saved: {never}")
    assert problems == []
    assert never == {}, "a form that is never saved proves nothing"


def test_the_api_refuses_fields_that_are_not_its_own(caller: Caller) -> None:
    """422, naming them, and nothing is written (trust.md 15.3.3)."""
    problems = []
    for attempt in writes(caller, api=True):
        kind = kind_made(attempt)
        if kind not in KINDS or attempt.door.endpoint.endswith("attachments_post"):
            continue
        name, path = whose(caller, attempt), address(caller, attempt)
        body = {field: part_of(caller, attempt, part) for field, part in attempt.door.body.items()}
        record = caller.world.records.get((attempt.act.of, attempt.variant))
        headers = {"If-Match": f'"{record.row_version}"'} if attempt.method == "PATCH" else {}
        for field in (
            "council_id",
            "created_by_id",
            "row_version",
            "approved_by_id",
            "verified_at",
            "state",
            "khong_ai_hoi",
        ):
            with caller.asked(name, attempt.method, path, json={**body, field: A_NUMBER}, headers=headers) as response:
                problems += [f"{attempt} {field}: wrote to {table}" for table in caller.changed()]
                if response.status_code == 409:
                    continue  # this record cannot be changed any more
                if response.status_code != 422 or not names(response.json, field):
                    problems.append(f"{attempt} {field} as {name}: {response.status_code} {response.text[:200]}")
    assert problems == []


def names(problem: Any, field: str) -> bool:
    errors = problem.get("errors", {})
    return field in errors or any(field in text for texts in errors.values() for text in texts)


@pytest.mark.parametrize("field", ["state", "approved_by_id", "council_id"])
def test_the_api_changes_nothing_when_a_field_is_not_its_own(caller: Caller, field: str) -> None:
    record = caller.world.records["recommendation", "own_draft"]
    path = f"/api/v1/recommendations/{record.id}"
    about = {"json": {"text": TEXT, field: A_NUMBER}, "headers": {"If-Match": f'"{record.row_version}"'}}
    with caller.asked("secretary", "PATCH", path, **about) as response:
        assert response.status_code == 422
        assert caller.changed() == []
