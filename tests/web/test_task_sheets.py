"""An officer's way: from My work to the workbook, back with it, row by row; on pages and without scripts."""

from __future__ import annotations

import io
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, story
from tests import task_sheets as sheets
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.accounts.roles import Role
from tracker.extensions import db
from tracker.recommendations import agency_plan
from tracker.recommendations.models import Assignment
from tracker.task_sheets.models import TaskSheet, TaskSheetOutcome

UPLOAD, TAKE = "Tải lên, xem khác biệt", "Nhận các dòng đã chọn"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    return story.taken(people, None, "a")


@pytest.fixture
def officer(client: Client, people: Cast) -> Client:
    return sign_in(client, people, "officer_a")


def file(content: bytes, name: str = "viec.xlsx") -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name)}


def sent(client: Client, content: bytes) -> TaskSheet:
    client.done("/task-sheets/new", file(content), button=UPLOAD)
    return db.session.scalars(select(TaskSheet).order_by(TaskSheet.id.desc())).first()  # type: ignore[return-value]


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_officer_takes_tasks_along_and_brings_them_back(officer: Client, people: Cast, task: Assignment) -> None:
    assert "/task-sheets" in officer.page("/").links
    assert "/task-sheets" in officer.page("/recommendations?status=&due=").links
    page = officer.page("/task-sheets")
    assert "Tải bảng nhiệm vụ về (1 nhiệm vụ)" in page.text
    response = officer.get("/task-sheets/tasks.xlsx")
    assert "nhiem-vu-ban-quan-ly-khu-kinh-te-2026-06-15.xlsx" in response.headers["Content-Disposition"]
    sheet = sent(
        officer, sheets.filled(response.data, {"plan": "Rà soát lại toàn bộ", "person_in_charge": "Phòng Đầu tư"})
    )
    page = officer.page(f"/task-sheets/{sheet.id}")
    for words in ("Rà soát rồi trình", "Rà soát lại toàn bộ", "Phòng Kế hoạch", "Phòng Đầu tư", "nhận được"):
        assert words in page.text
    assert task.plan == "Rà soát rồi trình", "nothing is written before a row is accepted"
    [ticket] = [box.get("value") for box in page.all("input", name="chosen")]
    page = officer.done(f"/task-sheets/{sheet.id}", {"chosen": ticket}, button=TAKE)
    assert "Đã nhận 1 dòng." in page.text
    assert (task.plan, task.person_in_charge) == ("Rà soát lại toàn bộ", "Phòng Đầu tư")
    assert "Đã xong" in page.text
    assert "đã nhận các dòng của bảng" in page.text
    assert "đã sửa" in officer.page(f"/recommendations/{task.recommendation_id}").text
    assert "viec.xlsx" in officer.page("/task-sheets").text


def test_the_same_form_sent_twice_acts_once(officer: Client, people: Cast, task: Assignment) -> None:
    story.taken(people, None, "a")
    sheet = sent(officer, sheets.filled(sheets.downloaded(people), {"plan": "Một"}, {"plan": "Hai"}))
    page = officer.page(f"/task-sheets/{sheet.id}")
    tickets = [box.get("value") for box in page.all("input", name="chosen")]
    values = {node.get("name"): node.get("value") for node in page.form(TAKE).all("input", type="hidden")}
    for _time in range(2):
        assert officer.post(f"/task-sheets/{sheet.id}", data=values | {"chosen": tickets[:1]}).status_code == 303
    assert (count(TaskSheetOutcome), db.session.get_one(TaskSheet, sheet.id).taken) == (1, 1)
    page = officer.done(f"/task-sheets/{sheet.id}", {"chosen": tickets[:1]}, button=TAKE)
    assert "Chưa nhận dòng 6: Dòng này đã nhận rồi." in page.text


def test_a_conflict_shows_all_three_and_is_not_ticked_with_the_rest(
    officer: Client, people: Cast, task: Assignment
) -> None:
    story.taken(people, None, "a")
    content = sheets.filled(sheets.downloaded(people), {"plan": "Của tệp"}, {"plan": "Không vướng"})
    agency_plan.edit(task, {"plan": "Của lãnh đạo"}, people.leader_a)
    sheet = sent(officer, content)
    page = officer.page(f"/task-sheets/{sheet.id}?chosen=all")
    three = [(node.all("dt")[0].text, node.all("dd")[0].text) for node in page.all("dl", class_="three")[0].all("div")]
    assert three == [("Đang là", "Của lãnh đạo"), ("Tệp ghi", "Của tệp"), ("Lúc tải về", "Rà soát rồi trình")]
    assert ["checked" in box.attributes for box in page.all("input", name="chosen")] == [False, True]
    agency_plan.edit(task, {"plan": "Sửa lần nữa"}, people.leader_a)
    tickets = [box.get("value") for box in page.all("input", name="chosen")]
    page = officer.done(f"/task-sheets/{sheet.id}", {"chosen": tickets}, button=TAKE)
    assert "Đã nhận 1 dòng." in page.text
    assert "Chưa nhận dòng 6: Vừa có người khác sửa" in page.text
    assert task.plan == "Sửa lần nữa"


def test_faults_stand_beside_row_and_column_in_both_languages(officer: Client, people: Cast, task: Assignment) -> None:
    cells = {"percent": "120", "claim": "Đã thực hiện xong", "text": "Đã xong", "completed_on": "31/02/2026"}
    sheet = sent(officer, sheets.filled(sheets.downloaded(people), cells, {"key": "NV-0-1-0", "plan": "x"}))
    text = officer.page(f"/task-sheets/{sheet.id}").text
    for words in (
        "Dòng 6: KN-2026-001",
        "Phần trăm:",
        "Ngày hoàn thành: Ngày không hợp lệ.",
        "không phải nhiệm vụ nào",
    ):
        assert words in text
    assert "Nhận các dòng đã chọn" not in [
        button.text for button in officer.page(f"/task-sheets/{sheet.id}").all("button")
    ]
    english = officer.page(f"/task-sheets/{sheet.id}?lang=en").text
    for words in ("Row 6: KN-2026-001", "Completed on", "This date is not valid", "is no task of your agency"):
        assert words in english


def test_what_wants_evidence_leads_to_the_report(client: Client, people: Cast, task: Assignment) -> None:
    leader = sign_in(client, people, "leader_a")
    cells = {"claim": "Đã thực hiện một phần", "text": "Xong khu 1", "step": "Gửi báo cáo của cơ quan"}
    sheet = sent(leader, sheets.filled(sheets.downloaded(people, "leader_a"), cells))
    page = leader.page(f"/task-sheets/{sheet.id}")
    assert "ít nhất một tệp minh chứng" in page.text
    assert f"/assignments/{task.id}/updates/new" in page.links


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [(b"PK\x03\x04", "viec.xlsx", "viec.xlsx"), (b"x", "viec.pdf", "Chỉ nhận tệp Excel"), (b"", "", "Hãy chọn tệp.")],
)
def test_a_file_that_cannot_be_read_comes_back_with_a_sentence(
    officer: Client, people: Cast, task: Assignment, content: bytes, name: str, part: str
) -> None:
    answers = file(content, name) if name else {}
    assert part in officer.refused("/task-sheets/new", answers, button=UPLOAD).text
    assert count(TaskSheet) == 0


def test_nothing_ticked_is_told(officer: Client, people: Cast, task: Assignment) -> None:
    sheet = sent(officer, sheets.filled(sheets.downloaded(people), {"plan": "Khác"}))
    assert "Hãy chọn ít nhất một dòng." in officer.refused(f"/task-sheets/{sheet.id}", button=TAKE).text
    assert (
        "Hãy chọn ít nhất một dòng." in officer.refused(f"/task-sheets/{sheet.id}", {"chosen": "all"}, button=TAKE).text
    )


def test_the_same_file_brought_back_again_is_told_of(officer: Client, people: Cast, task: Assignment) -> None:
    content = sheets.filled(sheets.downloaded(people), {"plan": "Khác"})
    first, again = sent(officer, content), sent(officer, content)
    assert f"/task-sheets/{first.id}" in officer.page(f"/task-sheets/{again.id}").links
    officer.done(f"/task_sheet/{again.id}/do/finish", button="Kết thúc, bỏ các dòng còn lại")


def test_another_agency_and_the_council_find_nothing_of_it(client: Client, people: Cast, task: Assignment) -> None:
    sheet = sheets.brought(people, sheets.filled(sheets.downloaded(people), {"plan": "Khác"}))
    for name, of_list in (("officer_b", 200), ("office", 403), ("standing", 403)):
        reader = sign_in(client, people, name)
        assert reader.get(f"/task-sheets/{sheet.id}").status_code == 404
        assert reader.get("/task-sheets").status_code == of_list
        assert reader.get(f"/attachments/{sheet.attachment_id}").status_code == 404
        assert "viec.xlsx" not in reader.get("/task-sheets").text
    foreign = sign_in(client, people, "officer_b").get(f"/task-sheets/tasks.xlsx?agency={people.agencies['a'].id}")
    assert foreign.status_code == 404


def test_whoever_works_for_two_agencies_says_for_which(client: Client, people: Cast, task: Assignment) -> None:
    cast.give(people, "officer_a", Role.AGENCY_OFFICER, agency_id=people.agencies["b"].id)
    officer = sign_in(client, people, "officer_a")
    assert "Tải bảng của Sở Công Thương (1 nhiệm vụ)" in officer.page("/task-sheets").text
    content = officer.get(f"/task-sheets/tasks.xlsx?agency={people.agencies['b'].id}").data
    content = sheets.filled(content, {"plan": "Khác"})
    assert "Cơ quan" in officer.refused("/task-sheets/new", file(content), button=UPLOAD).text
    officer.done("/task-sheets/new", file(content) | {"agency_id": str(people.agencies["b"].id)}, button=UPLOAD)
    assert db.session.scalars(select(TaskSheet)).one().agency_id == people.agencies["b"].id


def test_many_rows_take_few_questions(officer: Client, people: Cast, task: Assignment) -> None:
    for _number in range(3):
        story.drafted_report(people, assignment=story.taken(people, None, "a"))
    rows = [{"plan": f"Kế hoạch {number}", "text": f"Đã làm {number}"} for number in range(4)]
    sheet = sent(officer, sheets.filled(sheets.downloaded(people), *rows))
    officer.get(f"/task-sheets/{sheet.id}")
    assert queries_of(officer, f"/task-sheets/{sheet.id}") <= 25
    assert queries_of(officer, "/task-sheets") <= 25
    assert queries_of(officer, "/task-sheets/tasks.xlsx") <= 25
