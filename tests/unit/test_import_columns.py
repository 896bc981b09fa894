"""A register that comes in once more with fewer columns: what it has no column for stays as the records have it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, counting, registers
from tests.cast import Cast
from tests.registers import ALL, workbook
from tracker.audit import service as audit
from tracker.core.i18n import in_language
from tracker.extensions import db
from tracker.history import replaying
from tracker.importing import asking, service, taking, telling
from tracker.importing.models import ImportKey, ImportRun
from tracker.organizations import service as organizations
from tracker.organizations.models import Agency
from tracker.recommendations import service as recommendations
from tracker.recommendations.models import Assignment, Recommendation
from tracker.workflow import engine

pytestmark = pytest.mark.unit

Line = dict[str, Any]
DONE: Line = {
    "Mã": "S-1",
    "Nội dung": "Trình danh mục quỹ đất",
    "Số văn bản": "05/TB-HĐND",
    "Ngày văn bản": "12/03/2024",
    "Chủ trì": "Ban Quản lý Khu kinh tế",
    "Phối hợp": "Sở Công Thương",
    "Thời hạn": "30/06/2024",
    "Sản phẩm": "Quyết định của UBND",
    "Tình trạng thực hiện": "Đã thực hiện xong",
    "Ngày hoàn thành": "01/06/2024",
    "Kết quả": "Đã trình",
    "Khó khăn": "Thiếu kinh phí",
    "Người phụ trách": "Ông A",
    "Cột riêng": "Lời riêng",
    "Cột riêng khác": "Lời khác",
}
PARTLY: Line = DONE | {
    "Mã": "S-2",
    "Nội dung": "Công khai tiến độ",
    "Chủ trì": "Sở Xây dựng",
    "Tình trạng thực hiện": "Thực hiện một phần",
    "Ngày hoàn thành": None,
}
LATE: Line = DONE | {"Mã": "S-3", "Nội dung": "Rà soát dự án", "Tình trạng thực hiện": "Quá hạn", "Phối hợp": None}
LINES = (DONE, PARTLY, LATE)
LEAST = ("Nội dung", "Chủ trì")
STAYING = (
    "Văn bản (số, ngày); Cơ quan phối hợp; Thời hạn; Sản phẩm phải hoàn thành; Tình trạng thực hiện; Ngày hoàn thành; "
    "Kết quả thực hiện; Nguyên nhân, khó khăn; Người chịu trách nhiệm; Cột riêng; Cột riêng khác"
)
AGENCIES = (
    {
        "Tên cơ quan": "Sở Y tế",
        "Tên ngắn": "SYT",
        "Loại": "Đơn vị sự nghiệp",
        "Tên khác": "Ngành y",
        "Từ ngày": "01/03/2025",
    },
    {"Tên cơ quan": "Sở Nội vụ", "Tên ngắn": None, "Loại": None, "Tên khác": None, "Từ ngày": None},
)


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def checked(
    app: Flask,
    people: Cast,
    lines: Sequence[Line],
    columns: Sequence[str] = tuple(DONE),
    *,
    ignored: Sequence[str] = (),
    **about: Any,
) -> ImportRun:
    """These columns of the lines; those with headings of the office's own are notes."""
    content = workbook([[line[name] for name in columns] for line in lines], headings=columns)
    run = registers.upload(people, content, **about)
    if ignored:
        registers.checked(app, run)
    if ignored or run.state == "uploaded":
        page = taking.book_of(run).pages[0]
        head = asking.head_of(run, page)
        chosen = {place: head.known.get(place, "note") for place in head.headings}
        chosen |= {place: "ignored" for place, words in head.headings.items() if words in ignored}
        answers = {"columns": chosen, "delegation_id": people.delegation.id, "with_hidden": True}
        service.choose_columns(run, page, head, answers, people.office)
    return registers.checked(app, run)


def first(app: Flask, people: Cast, lines: Sequence[Line] = LINES, **about: Any) -> ImportRun:
    run = checked(app, people, lines, tuple(lines[0]), **about)
    assert run.bad == 0, run.found["problems"]
    return registers.confirmed(app, run, people.office, ALL)


def outcomes(run: ImportRun) -> tuple[int, int, int, int]:
    return run.bad, run.made, run.changed, run.unchanged


def changes(run: ImportRun) -> dict[str, tuple[str, str]]:
    """Column, or the register's own heading → (old, new), of the first row."""
    return {
        one["column"] or one["heading"]: (one["was"], one["now"])
        for row in run.found["first"][:1]
        for one in row["changes"]
    }


def staying(run: ImportRun) -> str:
    return next((words for words in telling.remarks(run) if words.startswith("Tệp không có cột cho")), "")


def records() -> list[dict[str, Any]]:
    db.session.expire_all()
    return [
        audit.snapshot(one)
        for model in (Recommendation, Assignment, Agency)
        for one in db.session.scalars(select(model).order_by(model.id))
    ]


@pytest.mark.parametrize(
    "more", [(), ("Mã",), ("Mã", "Số văn bản"), ("Mã", "Ngày văn bản"), ("Số văn bản", "Ngày văn bản")]
)
def test_fewer_columns_change_nothing(app: Flask, people: Cast, more: tuple[str, ...]) -> None:
    first(app, people)
    was = records()
    run = checked(app, people, LINES, (*more, *LEAST))
    assert outcomes(run) == (0, 0, 0, 3)
    assert run.found["first"] == []
    assert staying(run).endswith("được giữ nguyên.")
    assert records() == was


def test_what_stays_is_said_once(app: Flask, people: Cast) -> None:
    assert staying(first(app, people)) == ""
    run = checked(app, people, LINES, LEAST)
    assert staying(run) == f"Tệp không có cột cho: {STAYING}. Các mục này của hồ sơ đã nhập trước được giữ nguyên."
    with in_language("en"):
        assert "The file has no column for: Document" in " ".join(telling.remarks(run))
    assert staying(checked(app, people, LINES)) == ""
    assert "without_due" not in {one["name"] for one in run.found["remarks"]}


def test_a_column_that_is_left_out_is_one_that_is_missing(app: Flask, people: Cast) -> None:
    first(app, people)
    run = checked(app, people, LINES, ignored=("Thời hạn", "Cột riêng"))
    assert outcomes(run) == (0, 0, 0, 3)
    assert "cho: Thời hạn; Cột riêng." in staying(run)


def test_what_changes_leaves_all_else_and_is_known_again_in_full(app: Flask, people: Cast) -> None:
    first(app, people)
    later = DONE | {"Thời hạn": "30/09/2024", "Cột riêng": "Lời mới"}
    run = checked(app, people, [later, PARTLY, LATE], ("Mã", *LEAST, "Thời hạn", "Cột riêng"))
    assert outcomes(run) == (0, 0, 1, 2)
    assert changes(run) == {"due_on": ("30/06/2024", "30/09/2024"), "Cột riêng": ("Lời riêng", "Lời mới")}
    registers.confirmed(app, run, people.office, ALL)
    kept = db.session.scalars(select(Recommendation).where(Recommendation.code == "S-1")).one()
    task = next(task for task in kept.assignments if task.role == "lead")
    assert (kept.due_on, kept.deliverable, kept.lead_state) == (date(2024, 9, 30), "Quyết định của UBND", "implemented")
    assert (task.completed_on, task.person_in_charge) == (date(2024, 6, 1), "Ông A")
    assert [note[2] for note in kept.old_notes] == ["Đã trình", "Thiếu kinh phí", "Lời mới", "Lời khác"]
    contents = set(db.session.scalars(select(ImportKey.content)))
    run = checked(app, people, [later, PARTLY, LATE])
    assert outcomes(run) == (0, 0, 0, 3)
    assert set(db.session.scalars(select(ImportKey.content))) == contents
    assert replaying.differences(db.session.connection()) == []


def test_an_empty_cell_empties(app: Flask, people: Cast) -> None:
    first(app, people)
    empty = dict.fromkeys(
        ("Thời hạn", "Sản phẩm", "Tình trạng thực hiện", "Kết quả", "Khó khăn", "Người phụ trách", "Cột riêng")
    )
    run = checked(app, people, [PARTLY | empty], ("Mã", *LEAST, *empty))
    assert outcomes(run) == (0, 0, 1, 0)
    assert changes(run) == {
        "due_on": ("30/06/2024", ""),
        "deliverable": ("Quyết định của UBND", ""),
        "status": ("Thực hiện một phần", "Đã giao, chưa thực hiện"),
        "person": ("Ông A", ""),
        "result": ("Đã trình", ""),
        "difficulties": ("Thiếu kinh phí", ""),
        "Cột riêng": ("Lời riêng", ""),
    }
    registers.confirmed(app, run, people.office, ALL)
    kept = db.session.scalars(select(Recommendation).where(Recommendation.code == "S-2")).one()
    assert (kept.due_on, kept.deliverable, kept.lead_state) == (None, "", "assigned")
    assert [note[2] for note in kept.old_notes] == ["Lời khác"]


def test_a_tick_that_is_missing_takes_back_its_own_state_alone(app: Flask, people: Cast) -> None:
    first(app, people)
    lines = [line | {"Đã thực hiện xong (x)": None} for line in LINES]
    run = checked(app, people, lines, ("Mã", *LEAST, "Đã thực hiện xong (x)"))
    assert outcomes(run) == (0, 0, 1, 2)
    assert changes(run) == {
        "status": ("Đã thực hiện xong", "Đã giao, chưa thực hiện"),
        "completed_on": ("01/06/2024", ""),
    }
    lines = [line | {"Đã thực hiện xong (x)": "x"} for line in LINES]
    run = checked(app, people, lines, ("Mã", *LEAST, "Đã thực hiện xong (x)"))
    assert outcomes(run) == (0, 0, 2, 1)


def test_half_a_document_is_enough_for_a_known_row_alone(app: Flask, people: Cast) -> None:
    first(app, people)
    lines = [DONE, PARTLY | {"Số văn bản": "06/TB-HĐND"}, LATE | {"Mã": "S-4", "Nội dung": "Việc mới"}]
    run = checked(app, people, lines, ("Mã", *LEAST, "Số văn bản"))
    told = [
        (row["row"], problem["column"], problem["name"]) for row in run.found["problems"] for problem in row["problems"]
    ]
    assert told == [(3, "document", "fixed"), (4, "document_number", "no_document_date")]


def test_what_was_worked_on_since_is_held_against_what_came_in(app: Flask, people: Cast) -> None:
    first(app, people)
    kept = db.session.scalars(select(Recommendation).where(Recommendation.code == "S-2")).one()
    earlier = audit.snapshot(kept)
    kept.deliverable, kept.due_on = "Sửa trên trang", date(2025, 1, 31)
    engine.edited(kept, people.office, earlier)
    task = next(task for task in kept.assignments if task.role == "lead")
    earlier = audit.snapshot(task)
    task.state, task.person_in_charge = "in_progress", "Bà B"
    engine.edited(task, people.office, earlier)
    recommendations.follow(kept, {"followed_by_id": people.users["office"].id}, people.office)
    run = checked(app, people, LINES, ("Mã", *LEAST, "Thời hạn", "Sản phẩm", "Tình trạng thực hiện", "Người phụ trách"))
    assert outcomes(run) == (0, 0, 0, 3)
    run = checked(app, people, LINES, ("Mã", *LEAST))
    assert outcomes(run) == (0, 0, 0, 3)
    run = checked(app, people, [DONE, PARTLY | {"Sản phẩm": "Khác"}, LATE], ("Mã", *LEAST, "Sản phẩm"))
    assert outcomes(run) == (1, 0, 0, 2)


def test_columns_in_another_order_change_nothing(app: Flask, people: Cast) -> None:
    first(app, people)
    assert outcomes(checked(app, people, LINES, tuple(reversed(DONE)))) == (0, 0, 0, 3)


def test_many_rows_ask_no_more_than_one(app: Flask, people: Cast) -> None:
    lines = [DONE | {"Mã": f"S-{number}", "Nội dung": f"Việc thứ {number}"} for number in range(30)]
    first(app, people, lines)
    asked = []
    for some in (lines[:1], lines):
        with counting.counting() as statements:
            assert outcomes(checked(app, people, some, LEAST)) == (0, 0, 0, len(some))
        asked.append(len(statements))
    assert asked[0] == asked[1]


def test_what_has_ended_needs_no_heir_where_the_file_tells_no_state(app: Flask, people: Cast) -> None:
    first(app, people, [DONE])
    agency = db.session.scalars(select(Agency).where(Agency.name == "Ban Quản lý Khu kinh tế")).one()
    agency.valid_to = date(2026, 1, 31)
    db.session.flush()
    run = checked(app, people, [DONE, DONE | {"Mã": "S-9", "Nội dung": "Việc mới"}], ("Mã", *LEAST))
    assert outcomes(run) == (1, 0, 0, 1)
    assert [row["problems"][0]["name"] for row in run.found["problems"]] == ["no_heir"]


def test_fewer_columns_change_no_agency(app: Flask, people: Cast) -> None:
    first(app, people, AGENCIES, register="agencies")
    was = records()
    run = checked(app, people, AGENCIES, ("Tên cơ quan", "Loại"), register="agencies")
    assert outcomes(run) == (0, 0, 0, 2)
    assert "cho: Tên ngắn; Tên khác; Hoạt động từ ngày." in staying(run)
    other = [line | {"Tên ngắn": "Sở YT"} for line in AGENCIES]
    run = checked(app, people, other[:1], ("Tên cơ quan", "Tên ngắn"), register="agencies")
    assert outcomes(run) == (0, 0, 1, 0)
    assert changes(run) == {"short_name": ("SYT", "Sở YT")}
    assert records() == was
    registers.confirmed(app, run, people.office, ALL)
    made = db.session.scalars(select(Agency).where(Agency.name == "Sở Y tế")).one()
    assert (made.short_name, made.kind, made.valid_from) == ("Sở YT", "public_service", date(2025, 3, 1))
    assert outcomes(checked(app, people, [other[0]], tuple(AGENCIES[0]), register="agencies")) == (0, 0, 0, 1)


def test_an_empty_cell_empties_of_an_agency(app: Flask, people: Cast) -> None:
    first(app, people, AGENCIES, register="agencies")
    line = AGENCIES[0] | {"Tên ngắn": None, "Từ ngày": None}
    run = checked(app, people, [line], ("Tên cơ quan", "Tên ngắn", "Từ ngày"), register="agencies")
    assert changes(run) == {"short_name": ("SYT", ""), "valid_from": ("01/03/2025", "")}
    registers.confirmed(app, run, people.office, ALL)
    made = db.session.scalars(select(Agency).where(Agency.name == "Sở Y tế")).one()
    assert (made.short_name, made.valid_from, made.kind) == ("", None, "public_service")


def test_an_agency_corrected_since_is_held_against_what_came_in(app: Flask, people: Cast) -> None:
    first(app, people, AGENCIES, register="agencies")
    made = db.session.scalars(select(Agency).where(Agency.name == "Sở Y tế")).one()
    organizations.edit(made, {"short_name": "Y tế"}, people.office)
    run = checked(app, people, AGENCIES, ("Tên cơ quan", "Tên ngắn"), register="agencies")
    assert outcomes(run) == (0, 0, 0, 2)
