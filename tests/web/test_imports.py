"""A register of an office on its way in: uploaded, asked about, looked at beforehand, confirmed, told."""

from __future__ import annotations

import io
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, registers
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.registers import ALL, workbook
from tests.signing import sign_in
from tracker.extensions import db
from tracker.importing.models import ImportRun
from tracker.importing.registers import KNOWN
from tracker.jobs.models import Job
from tracker.recommendations.models import Recommendation

pytestmark = pytest.mark.web
UPLOAD = "Tải lên và kiểm tra"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def office(client: Client, people: Cast) -> Client:
    return sign_in(client, people, "office")


def file(content: bytes, name: str = "so.xlsx") -> dict[str, Any]:
    return {"file": (io.BytesIO(content), name)}


def sent(office: Client, people: Cast, content: bytes, name: str = "so.xlsx", **answers: str) -> ImportRun:
    about = {"register": "recommendations", "delegation_id": str(people.delegation.id)} | answers
    office.done("/import/new", about | file(content, name), button=UPLOAD)
    return db.session.scalars(select(ImportRun).order_by(ImportRun.id.desc())).first()  # type: ignore[return-value]


def at(run: ImportRun, more: str = "") -> str:
    return f"/import/{run.id}{more}"


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_sound_register_is_shown_beforehand_and_then_taken_in(app: Flask, office: Client, people: Cast) -> None:
    run = sent(office, people, workbook(registers.rows(6), above=("BẢNG TỔNG HỢP",)))
    page = office.page(at(run))
    assert "Đang kiểm tra: 0%" in page.text
    assert at(run) in " ".join(page.links)
    registers.checked(app, run)
    page = office.page(at(run))
    assert "6 dòng đúng, 0 dòng lỗi." in page.text
    assert "quỹ đất nhà ở công nhân" in page.text
    assert count(Recommendation) == 0
    office.done(f"/import_run/{run.id}/do/confirm", ALL, button="Nhập vào phần mềm")
    registers.checked(app, run)
    assert "Đã nhập: 6 tạo mới, 0 thay đổi, 0 không đổi." in office.page(at(run)).text
    assert "KN-2024-001" in office.page("/recommendations?status=&due=").text
    first = db.session.scalars(select(Recommendation).order_by(Recommendation.id)).first()
    assert first is not None
    page = office.page(f"/recommendations/{first.id}")
    assert "đã nhập hồ sơ cũ" in page.text
    assert "Hồ sơ cũ, nhập từ so.xlsx" in page.text
    table = registers.opened(office.get("/recommendations?status=&due=&format=xlsx").data).worksheets[0]
    assert "Đã có Báo cáo 3/BC-SXD" in {cell.value for row in table.iter_rows() for cell in row}
    assert "so.xlsx" in office.page("/import").text


def test_a_row_that_changes_a_record_shows_old_and_new(app: Flask, office: Client, people: Cast) -> None:
    rows = [[f"S-{number}", *registers.row(number)[1:]] for number in range(1, 21)]
    headings = ["Mã", *registers.HEADINGS[1:]]
    run = registers.checked(app, sent(office, people, workbook(rows, headings=headings)))
    assert not office.page(at(run)).all("dl", class_="two")
    registers.confirmed(app, run, people.office, ALL)
    for row in rows:
        row[registers.DUE] = "30/11/2026"
    rows[0][registers.TEXT] += " x" * 200
    run = registers.checked(app, sent(office, people, workbook(rows, headings=headings)))
    page = office.page(at(run))
    assert "Nếu nhập: 0 tạo mới, 20 thay đổi, 0 không đổi." in page.text
    told = [" ".join(one.text.split()) for one in page.all("div", class_="cell-change")]
    assert "Thời hạn Cũ03/06/2024 Mới30/11/2026" in told
    assert len(told) == 11
    assert "Đọc hết" in page.text
    assert "Old" in office.page(f"{at(run)}?lang=en").text
    assert queries_of(office, at(run)) <= 25


def test_confirming_twice_acts_once(app: Flask, office: Client, people: Cast) -> None:
    run = registers.checked(app, sent(office, people, workbook(registers.rows(3))))
    place = f"/import_run/{run.id}/do/confirm"
    assert office.send(place, ALL, button="Nhập vào phần mềm").status_code == 303
    assert office.get(place).status_code == 409
    registers.checked(app, run)
    assert office.get(place).status_code == 409
    assert count(Recommendation) == 3
    assert count(Job) == 2


def test_a_faulty_row_is_told_with_its_place_and_how_to_mend_it(app: Flask, office: Client, people: Cast) -> None:
    rows = registers.rows(3)
    rows[1][registers.DUE] = "31/02/2026"
    run = registers.checked(app, sent(office, people, workbook(rows)))
    page = office.page(at(run))
    assert "2 dòng đúng, 1 dòng lỗi." in page.text
    assert "Ngày không hợp lệ. Nhập dd/mm/yyyy (đang ghi “31/02/2026”)." in page.text
    refused = office.refused(f"/import_run/{run.id}/do/confirm", ALL, button="Nhập vào phần mềm")
    assert "Tệp còn 1 dòng lỗi." in refused.text
    english = office.page(f"{at(run)}?lang=en")
    assert "No such date. Enter dd/mm/yyyy" in english.text
    assert "2 good rows, 1 faulty row." in english.text


def test_an_unknown_heading_is_asked_about_once(app: Flask, office: Client, people: Cast) -> None:
    headings = ["STT", "Việc cần làm", "Văn bản (số, ngày)", "CQ", "Cơ quan phối hợp", "Thời hạn"]
    content = workbook([line[:6] for line in registers.rows(2)], headings=headings)
    run = sent(office, people, content)
    assert "Còn chỗ cần hỏi trước khi kiểm tra." in office.page(at(run)).text
    wrong = office.refused(at(run, "/columns"), {"column_1": "note", "column_3": "lead"}, button="Kiểm tra tệp")
    assert "Chưa có cột cho: Nội dung kết luận, kiến nghị." in wrong.text
    office.done(at(run, "/columns"), {"column_1": "text", "column_3": "lead"}, button="Kiểm tra tệp")
    registers.checked(app, run)
    assert "2 dòng đúng" in office.page(at(run)).text
    again = registers.checked(app, sent(office, people, content, "so-2.xlsx"))
    assert again.columns["1"] == "text"
    assert "2 dòng đúng" in office.page(at(again)).text


def test_of_two_sheets_with_data_one_is_chosen(app: Flask, office: Client, people: Cast) -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for name in ("Năm 2023", "Năm 2024"):
            sheet = book.add_worksheet(name)
            for place, words in enumerate(registers.HEADINGS):
                sheet.write(0, place, words)
            for place, value in enumerate(registers.row(1)):
                sheet.write(1, place, value)
    run = sent(office, people, target.getvalue())
    page = office.page(at(run, "/columns"))
    assert "Mỗi lần nhập một trang." in page.text
    office.done(f"/import/{run.id}/columns?sheet=N%C4%83m%202024", button="Kiểm tra tệp")
    assert db.session.get_one(ImportRun, run.id).sheet == "Năm 2024"


def test_a_cancelled_import_leaves_nothing(app: Flask, office: Client, people: Cast) -> None:
    run = sent(office, people, workbook(registers.rows(2)))
    office.done(f"/import_run/{run.id}/do/cancel", button="Bỏ lượt nhập")
    registers.checked(app, run)
    assert db.session.get_one(ImportRun, run.id).state == "cancelled"
    assert count(Recommendation) == 0


@pytest.mark.parametrize("name", ["standing", "deputy", "leader", "secretary", "officer_a", "leader_a", "stranger"])
def test_only_the_office_brings_registers_in(client: Client, people: Cast, name: str) -> None:
    assert sign_in(client, people, name).get("/import").status_code == 403


def test_another_office_finds_nothing_of_it(client: Client, people: Cast) -> None:
    run = registers.upload(people, workbook(registers.rows(1)))
    db.session.commit()
    assert sign_in(client, people, "foreigner").get(at(run)).status_code == 404


def test_the_administrator_brings_accounts_in_and_no_registers(app: Flask, client: Client, people: Cast) -> None:
    admin = sign_in(client, people, "admin")
    assert "Danh sách tài khoản" in admin.page("/import/new").text
    assert "Sổ theo dõi kiến nghị" not in admin.page("/import/new").text
    content = workbook(
        [["nguyenvanmau", "Nguyễn Văn Mẫu", "Cán bộ cơ quan", "Sở Công Thương"], ["Có Dấu", "Trần Thị Mẫu", "", ""]],
        headings=["Tên đăng nhập", "Họ và tên", "Vai trò", "Cơ quan"],
    )
    answers = {"register": "people", "council_id": str(people.council.id)}
    admin.done("/import/new", answers | file(content), button=UPLOAD)
    run = registers.checked(app, db.session.scalars(select(ImportRun)).one())
    assert (run.rows, run.bad, run.made) == (2, 1, 1)
    admin.done(f"/import_run/{run.id}/do/confirm", {"mode": "good"}, button="Nhập vào phần mềm")
    registers.checked(app, run)
    assert "Nguyễn Văn Mẫu" in admin.page("/people").text


def test_our_own_template_comes_back_without_being_asked_for_its_sheet(app: Flask, office: Client) -> None:
    book = registers.opened(office.get("/import/template/agencies.xlsx").data)
    book.worksheets[0].append(["STC", "Sở Tài chính"])
    target = io.BytesIO()
    book.save(target)
    office.done("/import/new", {"register": "agencies"} | file(target.getvalue()), button=UPLOAD)
    run = registers.checked(app, db.session.scalars(select(ImportRun)).one())
    assert (run.sheet, run.rows, run.made) == ("Dữ liệu", 1, 1)
    assert "1 dòng đúng, 0 dòng lỗi." in office.page(at(run)).text


@pytest.mark.parametrize("register", ["recommendations", "agencies", "delegations"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_example_of_a_template_comes_in(app: Flask, office: Client, register: str, language: str) -> None:
    """Examples stand on the sheet of guidance, which is never read."""
    template = office.get(f"/import/template/{register}.xlsx?lang={language}").data
    data, guidance = registers.opened(template).worksheets
    assert data.max_row == 1
    [example, *_more] = next(column.example for column in KNOWN[register].columns if column.required)
    assert any(example in str(cell.value) for row in guidance.iter_rows() for cell in row)
    office.done("/import/new?lang=vi", {"register": register} | file(template), button=UPLOAD)
    run = registers.checked(app, db.session.scalars(select(ImportRun)).one())
    assert (run.sheet, run.rows, run.state) == (data.title, 0, "checked")
    assert "Chưa có dòng dữ liệu nào dưới tiêu đề." in office.page(at(run)).text


@pytest.mark.parametrize("register", ["recommendations", "agencies", "delegations"])
def test_a_template_offers_lists_to_choose_from(office: Client, register: str) -> None:
    response = office.get(f"/import/template/{register}.xlsx")
    book = registers.opened(response.data)
    assert len(book.worksheets) == 2
    assert book.worksheets[0].data_validations.dataValidation
