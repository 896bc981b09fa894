"""A register brought in by another program: uploaded, asked about, looked at beforehand, confirmed, told."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import time_machine
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, registers
from tests.api.caller import BASE, Caller
from tests.api.conftest import As
from tests.cast import Cast
from tests.registers import workbook
from tracker.extensions import db
from tracker.importing import progress
from tracker.importing.models import REGISTERS, ImportRun
from tracker.recommendations.models import Recommendation


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    made = cast.make("concluded")
    db.session.commit()
    return made


def sent(office: Caller, people: Cast, content: bytes, name: str = "so.xlsx", **answers: Any) -> Any:
    file = office.upload(name, content)
    body = {"register": "recommendations", "delegation_id": people.delegation.id, "file": [file["id"]]}
    return office.post("/imports", body | answers)


def checked(app: Flask, path: str) -> None:
    registers.checked(app, db.session.get_one(ImportRun, int(path.rpartition("/")[2])))


def taken(caller: Caller, path: str) -> bytes:
    response = caller.http.open(path, method="GET", headers={"Authorization": f"Bearer {caller.token}"})
    assert response.status_code == 200
    return bytes(response.data)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Recommendation)) or 0


def test_a_sound_register_is_looked_at_confirmed_and_taken_in(app: Flask, people: Cast, as_: As) -> None:
    office = as_("office")
    run = sent(office, people, workbook(registers.rows(6)))
    path = f"/imports/{run['id']}"
    assert run.headers["Location"] == BASE + path
    assert (run["state"], run["at_work"], run["progress"]) == ("checking", True, 0)
    checked(app, path)
    seen = office.get(path)
    assert (seen["state"], seen["good"], seen["bad"], seen["made"], seen["errors"]) == ("checked", 6, 0, 6, None)
    assert (seen["first"][0]["outcome"], seen["first"][0]["changes"]) == ("tạo mới", [])
    assert "quỹ đất" in str(seen["first"]) or "đường kết nối" in str(seen["first"])
    assert count() == 0
    office.step(path, "confirm", {"mode": "some"}, 422)
    assert office.step(path, "confirm", {"mode": "all"})["state"] == "running"
    progress.begin(run["id"])
    progress.note(run["id"], 47)
    assert office.get(path)["progress"] == 47
    checked(app, path)
    done = office.get(path)
    assert (done["state"], done["made"], done["progress"]) == ("imported", 6, 100)
    assert done["finished_at"]
    assert count() == 6
    assert [item["id"] for item in office.get("/imports?status=imported")["items"]] == [run["id"]]
    office.send("POST", f"{path}/transitions", {"transition": "confirm"}, if_match=done.etag).gives(409)
    rows = registers.rows(6)
    rows[0][registers.DUE] = "30/11/2026"
    path = f"/imports/{sent(office, people, workbook(rows))['id']}"
    checked(app, path)
    [row] = office.get(path)["first"]
    assert row["changes"] == [{"label": "Thời hạn", "was": "02/06/2024", "now": "30/11/2026"}]


def test_only_good_rows_come_in_and_the_others_lie_in_a_workbook(app: Flask, people: Cast, as_: As) -> None:
    office, rows = as_("office"), registers.rows(3)
    rows[1][registers.DUE] = "31/02/2026"
    path = f"/imports/{sent(office, people, workbook(rows))['id']}"
    checked(app, path)
    seen = office.get(path)
    assert (seen["good"], seen["bad"]) == (2, 1)
    [fault] = seen["faults"]
    assert (fault["row"], fault["column"]) == (3, "Thời hạn")
    assert "Ngày không hợp lệ" in fault["sentence"]
    book = openpyxl.load_workbook(io.BytesIO(taken(office, seen["errors"]))).worksheets[0]
    assert any(
        "31/02/2026" in str(cell.value) and "Ngày" in str(cell.value) for row in book.iter_rows() for cell in row
    )
    refused = office.step(path, "confirm", {"mode": "all"}, 422)
    assert "Tệp còn 1 dòng lỗi" in refused["errors"]["mode"][0]
    office.step(path, "confirm", {"mode": "good"})
    checked(app, path)
    assert (office.get(path)["made"], count()) == (2, 2)


def test_columns_that_are_not_known_are_asked_about(app: Flask, people: Cast, as_: As) -> None:
    office = as_("office")
    headings = ["STT", "Việc cần làm", "Văn bản (số, ngày)", "CQ", "Cơ quan phối hợp", "Thời hạn"]
    content = workbook([line[:6] for line in registers.rows(2)], headings=headings)
    path = f"/imports/{sent(office, people, content)['id']}"
    assert office.get(path)["state"] == "uploaded"
    asked = office.get(f"{path}/columns")
    by_name = {column["name"]: column for column in asked["columns"]}
    assert (by_name["column_1"]["heading"], by_name["column_1"]["holds"]) == ("Việc cần làm", None)
    assert by_name["column_5"]["holds"] == "due_on"
    assert by_name["column_1"]["samples"]
    assert {"value": "lead", "label": "Cơ quan chủ trì"} in asked["choices"]
    office.send("POST", f"{path}/columns", {"column_1": "text"}).gives(428)

    def chosen(body: dict[str, Any]) -> Any:
        return office.send("POST", f"{path}/columns", body, if_match=asked.etag)

    assert list(chosen({"column_1": "text"}).gives(422)["errors"]) == ["column_3"]
    assert list(chosen({"column_1": "text", "column_3": "xyz"}).gives(422)["errors"]) == ["column_3"]
    assert list(chosen({"column_1": "text", "column_3": "text"}).gives(422)["errors"]) == ["column_3"]
    assert list(chosen({"column_9": "text"}).gives(422)["errors"]) == ["column_1", "column_3", "column_9"]
    assert list(chosen({"sheet": "Không có"}).gives(422)["errors"]) == ["sheet"]
    assert chosen({"column_1": "text", "column_3": "lead"}).gives(200)["state"] == "checking"
    chosen({"column_1": "text", "column_3": "lead"}).gives(412)
    checked(app, path)
    assert office.get(path)["good"] == 2
    office.step(path, "cancel")
    office.get(f"{path}/columns", 409)


def test_of_two_sheets_one_is_named(app: Flask, people: Cast, as_: As) -> None:
    office, file = as_("office"), io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name in ("Năm 2024", "Năm 2025"):
            sheet = book.add_worksheet(name)
            for number, line in enumerate([list(registers.HEADINGS), *registers.rows(2)]):
                sheet.write_row(number, 0, line)
    path = f"/imports/{sent(office, people, file.getvalue())['id']}"
    asked = office.get(f"{path}/columns")
    assert ([sheet["name"] for sheet in asked["sheets"]], asked["sheet"]) == (["Năm 2024", "Năm 2025"], None)
    assert office.get(f"{path}/columns?sheet=N%C4%83m+2025")["sheet"] == "Năm 2025"
    office.send("POST", f"{path}/columns", {}, if_match=asked.etag).gives(422)
    done = office.send("POST", f"{path}/columns", {"sheet": "Năm 2025"}, if_match=asked.etag).gives(200)
    assert (done["sheet"], done["state"]) == ("Năm 2025", "checking")


def test_a_file_that_is_no_register_is_refused_and_nothing_is_kept(people: Cast, as_: As) -> None:
    office = as_("office")
    file = office.upload("ghi-chu.txt", b"mot dong")
    body = {"register": "recommendations", "file": [file["id"]]}
    refused = office.post("/imports", body, 422)["errors"]
    assert "Chỉ nhận tệp Excel (.xlsx) hoặc CSV" in refused["file"][0]
    assert list(office.post("/imports", {}, 422)["errors"]) == ["register", "file"]
    assert list(office.post("/imports", {"register": "people", "file": [file["id"]]}, 422)["errors"]) == ["register"]
    assert list(office.post("/imports", body | {"file": [999_999]}, 422)["errors"]) == ["file"]
    assert list(office.post("/imports", body | {"state": "imported"}, 422)["errors"]) == ["state"]
    assert office.get("/imports")["total"] == 0


def test_who_may_not_import_knows_of_nothing(app: Flask, people: Cast, as_: As) -> None:
    run = sent(as_("office"), people, workbook(registers.rows(1)))
    for name in ("secretary", "leader_a", "standing"):
        as_(name).get(f"/imports/{run['id']}", 404)
        as_(name).get(f"/imports/{run['id']}/columns", 404)
        as_(name).post("/imports", {}, 403)
        as_(name).get("/import-registers", 403)
        assert as_(name).get("/imports")["items"] == []
    as_("foreigner").get(f"/imports/{run['id']}", 404)
    as_("office", "read").post("/imports", {}, 403)


def test_the_same_upload_sent_twice_is_one_import(people: Cast, as_: As) -> None:
    office = as_("office")
    file = office.upload("so.xlsx", workbook(registers.rows(1)))
    body = {"register": "recommendations", "delegation_id": people.delegation.id, "file": [file["id"]]}
    first, second = (office.post("/imports", body, idempotency_key="mot-lan")["id"] for _time in "12")
    assert first == second
    assert office.get("/imports")["total"] == 1


def test_registers_are_described_with_a_template_to_fill_in(people: Cast, as_: As) -> None:
    items = {item["name"]: item for item in as_("office").get("/import-registers")["items"]}
    assert set(items) == set(REGISTERS) - {"people"}
    lead = next(column for column in items["recommendations"]["columns"] if column["name"] == "lead")
    assert (lead["required"], "Bắt buộc" in lead["asked"]) == (True, True)
    book = openpyxl.load_workbook(io.BytesIO(taken(as_("office"), items["agencies"]["links"]["template"])))
    assert len(book.worksheets) == 2
    as_("office").get("/import-registers/people/template.xlsx", 403)
    as_("office").get("/import-registers/khong-co/template.xlsx", 404)


def test_the_administrator_brings_in_accounts_for_a_council(app: Flask, people: Cast, as_: As) -> None:
    admin = as_("admin")
    assert [item["name"] for item in admin.get("/import-registers")["items"]] == ["people"]
    admin.upload("tk.csv", b"x", 403)
    content = "Họ và tên,Tên đăng nhập\nNguyễn Văn Mới,nguyen-van-moi\n".encode()
    file = admin.http.open(
        f"{BASE}/attachments",
        method="POST",
        headers={"Authorization": f"Bearer {admin.token}"},
        data={"file": (io.BytesIO(content), "tk.csv"), "council_id": str(people.council.id)},
    )
    assert file.status_code == 201, file.text
    body = {"register": "people", "council_id": people.council.id, "file": [file.json["id"]]}  # type: ignore[index]
    path = f"/imports/{admin.post('/imports', body)['id']}"
    checked(app, path)
    assert admin.get(path)["good"] == 1
    as_("office").get(path, 404)
