"""The workbook for other programs: taken along, brought back, the difference as JSON, rows accepted."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask

from tests import cast, story
from tests import task_sheets as sheets
from tests.api import records
from tests.api.caller import BASE, Caller
from tests.api.conftest import As
from tests.cast import Cast
from tests.registers import workbook
from tracker.accounts import tokens
from tracker.extensions import db
from tracker.recommendations import agency_plan
from tracker.recommendations.models import Assignment, Update
from tracker.task_sheets.models import TaskSheet


@pytest.fixture
def task(people: Cast) -> Assignment:
    records.concluded(people)
    made = story.taken(people, None, "a")
    db.session.commit()
    return made


def brought(caller: Caller, people: Cast, content: bytes, status: int = 201) -> Any:
    file = caller.upload("viec.xlsx", content)["id"]
    return caller.post("/task-sheets", {"agency_id": people.agencies["a"].id, "file": [file]}, status)


def test_from_the_workbook_to_accepted_rows(people: Cast, as_: As, task: Assignment) -> None:
    officer = as_("officer_a")
    reply = officer.get("/task-sheets/workbook")
    assert reply.response.mimetype.endswith("spreadsheetml.sheet")
    cells = {"plan": "Rà soát lại", "claim": "Đang thực hiện", "text": "Đã rà soát", "percent": 60}
    sheet = brought(officer, people, sheets.filled(reply.response.data, cells))
    assert (sheet["rows"], sheet["unchanged"], sheet["taken"], sheet["state"]) == (1, 0, 0, "waiting")
    path = f"/task-sheets/{sheet['id']}"
    [row] = officer.get(f"{path}/rows")["items"]
    assert (row["row"], row["kind"], row["assignment_id"], row["problems"]) == (sheets.FIRST, "plain", task.id, [])
    assert [(change["column"], change["now"], change["said"]) for change in row["changes"]] == [
        ("plan", "Rà soát rồi trình", "Rà soát lại"),
        ("claim", "", "in_progress"),
        ("percent", "", "60"),
        ("text", "", "Đã rà soát"),
    ]
    for _time in range(2):
        done = officer.post(f"{path}/taken", {"rows": [row["ticket"]]}, 200, idempotency_key="once")
        assert (done["taken"], done["refused"], done["state"]) == ([sheets.FIRST], [], "finished")
    [row] = officer.get(f"{path}/rows")["items"]
    assert (row["kind"], row["ticket"]) == ("taken", None)
    assert [did["step"] for did in row["outcomes"][0]["did"]] == ["edited", "created"]
    assert officer.get(f"/assignments/{task.id}")["plan"] == "Rà soát lại"
    assert officer.get(f"/updates?assignment={task.id}")["total"] == 1


def test_a_row_that_changed_since_it_was_read_is_left_and_told(people: Cast, as_: As, task: Assignment) -> None:
    officer = as_("officer_a")
    sheet = brought(officer, people, sheets.filled(sheets.downloaded(people), {"plan": "Của tệp"}))
    path = f"/task-sheets/{sheet['id']}"
    [row] = officer.get(f"{path}/rows")["items"]
    agency_plan.edit(task, {"plan": "Vừa sửa"}, people.leader_a)
    db.session.commit()
    left = officer.post(f"{path}/taken", {"rows": [row["ticket"]]}, 200)
    assert (left["taken"], [item["row"] for item in left["refused"]]) == ([], [sheets.FIRST])
    [row] = officer.get(f"{path}/rows")["items"]
    assert (row["kind"], row["changes"][0]["base"], row["changes"][0]["now"]) == (
        "conflict",
        "Rà soát rồi trình",
        "Vừa sửa",
    )
    officer.step(path, "take", {"rows": ["1-1-0"]}, 422)
    assert officer.step(path, "take", {"rows": [row["ticket"]]})["taken"] == 1


def test_faults_are_told_in_the_callers_language(people: Cast, as_: As, task: Assignment) -> None:
    officer = as_("officer_a")
    cells = {"claim": "Đã thực hiện xong", "text": "Xong", "percent": 100, "step": "Gửi báo cáo của cơ quan"}
    sheet = brought(officer, people, sheets.filled(sheets.downloaded(people), cells, {"key": "NV-0-0-0"}))
    officer.language = "en"
    wrong, unknown = officer.get(f"/task-sheets/{sheet['id']}/rows")["items"]
    assert [problem["column"] for problem in wrong["problems"]] == ["completed_on", "step"]
    assert "is not for this account" in wrong["problems"][1]["sentence"]
    assert (unknown["fault"], unknown["ticket"], unknown["assignment_id"]) == ("unknown", None, None)
    page = officer.get(f"/task-sheets/{sheet['id']}/rows?size=1")
    assert (page["next"], page["total"]) == (str(sheets.FIRST), 2)
    [second] = officer.get(f"/task-sheets/{sheet['id']}/rows?size=1&after={page['next']}")["items"]
    assert second["row"] == sheets.FIRST + 1


def test_bad_calls_are_refused_by_field(people: Cast, as_: As, task: Assignment) -> None:
    officer = as_("officer_a")
    assert list(brought(officer, people, workbook([["x"] * 13]), 422)["errors"]) == ["file"]
    assert list(officer.post("/task-sheets", {"agency_id": people.agencies["a"].id}, 422)["errors"]) == ["file"]
    sheet = brought(officer, people, sheets.filled(sheets.downloaded(people), {"plan": "Khác"}))
    for body in ({}, {"rows": []}, {"rows": [1]}, {"rows": "1"}, {"rows": ["x"] * 201}):
        assert list(officer.post(f"/task-sheets/{sheet['id']}/taken", body, 422)["errors"]) == ["rows"]
    assert list(officer.post(f"/task-sheets/{sheet['id']}/taken", {"rows": ["x"], "all": True}, 422)["errors"]) == [
        "all"
    ]
    officer.post(f"/task-sheets/{sheet['id']}/taken", {"rows": ["x", "99999999999999999999-1"]}, 422)
    officer.get("/task-sheets/workbook?agency=x", 422)


def test_it_is_the_agencys_own(people: Cast, as_: As, task: Assignment) -> None:
    sheet = brought(as_("officer_a"), people, sheets.filled(sheets.downloaded(people), {"plan": "Khác"}))
    path, agency = f"/task-sheets/{sheet['id']}", people.agencies["a"].id
    assert as_("leader_a").get(path)["file_name"] == "viec.xlsx"
    for name in ("officer_b", "office", "standing", "admin"):
        as_(name).get(path, 404)
        as_(name).get(f"{path}/rows", 404)
        as_(name).post(f"{path}/taken", {"rows": ["1-1-0"]}, 404)
        assert as_(name).get("/task-sheets")["total"] == 0
    for name in ("office", "standing"):
        as_(name).get("/task-sheets/workbook", 403)
        as_(name).get(f"/task-sheets/workbook?agency={agency}", 403)
        as_(name).post("/task-sheets", {"agency_id": agency, "file": [1]}, 403)


def test_of_two_who_accept_the_same_row_at_once_one_does(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        people = cast.make("concluded")
        story.taken(people, None, "a")
        cells = {"claim": "Đang thực hiện", "text": "Đã rà soát"}
        sheet = sheets.brought(people, sheets.filled(sheets.downloaded(people), cells))
        [row] = sheets.looked_at(sheet, people.officer_a)
        id, ticket = sheet.id, row.ticket
        made = [tokens.make(people.users[name])[1] for name in ("officer_a", "leader_a")]
        db.session.commit()
    answers: list[Any] = []
    start = threading.Barrier(2)

    def accept(token: str) -> None:
        start.wait()
        headers = {"Authorization": f"Bearer {token}"}
        reply = fresh_app.test_client().post(f"{BASE}/task-sheets/{id}/taken", json={"rows": [ticket]}, headers=headers)
        answers.append((reply.status_code, (reply.json or {}).get("taken")))

    threads = [threading.Thread(target=accept, args=(token,)) for token in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count((200, [sheets.FIRST])) == 1
    assert all(status in (200, 409, 412) for status, _taken in answers)
    with fresh_app.app_context():
        assert db.session.query(Update).count() == 1
        assert db.session.get_one(TaskSheet, id).taken == 1
