"""Lists as files: the rows, the order and the filter on screen; nothing that Excel would take for a formula."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import docx
import openpyxl
import pypdf
import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.figures import held_session, record
from tests.handing_over import prepared
from tests.signing import sign_in
from tracker.extensions import db
from tracker.sheets import Column, Sheet, as_csv, as_xlsx
from tracker.sheets.sheet import MOST, every
from tracker.web.downloads import following, keeping, oversight, reports, settings
from tracker.web.downloads.offered import SHEETS
from tracker.web.looking_back import OWN_PAGES

AREAS = (following, keeping, oversight, reports, settings)
"""Imported, they have offered their lists."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def table(client: Client, url: str) -> list[list[str]]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xef\xbb\xbf"), "Excel wants the mark to read Vietnamese"
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def book(client: Client, url: str) -> Any:
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, XLSX)
    return openpyxl.load_workbook(io.BytesIO(answer.data)).active


def lines(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


# --- what is written --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["=1+1", "+84 225", "-5 %", "@x", "\t=1", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(app: Flask, text: str) -> None:
    sheet = Sheet("x", "Thử", [Column("Nội dung", lambda row: row)], [text])
    with app.test_request_context():
        out = io.BytesIO()
        as_xlsx(sheet, out)
        cell = openpyxl.load_workbook(io.BytesIO(out.getvalue())).active["A4"]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)
        plain = io.BytesIO()
        as_csv(Sheet("x", "Thử", [Column("Nội dung", lambda row: row)], [text]), plain)
    assert next(iter(list(csv.reader(io.StringIO(plain.getvalue().decode("utf-8-sig"))))[1])) == f"'{text}"


def test_a_sheet_that_is_too_long_says_where_it_was_cut(app: Flask) -> None:
    rows = (n for n in range(MOST + 7))
    with app.test_request_context():
        out = io.BytesIO()
        as_csv(Sheet("x", "Thử", [Column("Số", lambda row: row)], rows), out)
    written = out.getvalue().decode("utf-8-sig").splitlines()
    assert len(written) == 1 + MOST + 1
    assert "50.000 dòng đầu" in written[-1]


def test_a_list_is_read_by_pages_to_its_end() -> None:
    def read(page: int, size: int) -> list[int]:
        return list(range(1201))[(page - 1) * size : page * size + 1]

    assert list(every(read, size=400)) == list(range(1201))
    assert list(every(lambda _page, _size: [])) == []


# --- the follow-up table ----------------------------------------------------------------------------------------------


def test_the_follow_up_table_has_the_columns_of_the_office_and_its_totals(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first = story.issued(people)
    update = story.report(people, assignment=story.lead(first))
    story.accept(people, update)
    second = story.issued(people)
    now.move_to("2026-09-01T09:00:00+07:00")
    story.measure(people, story.lead(second))
    sign_in(client, people, "office")
    page = book(client, "/recommendations?format=xlsx&sort=code")
    found = lines(page)
    head = next(number for number, line in enumerate(found) if line[0] == "STT")
    assert found[head] == [
        "STT",
        "Nội dung kết luận, kiến nghị",
        "Văn bản (số, ngày)",
        "Cơ quan chủ trì",
        "Cơ quan phối hợp",
        "Thời hạn",
        "Kết quả thực hiện (tóm tắt, số văn bản)",
        "Đã thực hiện xong (x)",
        "Đang thực hiện (x)",
        "Chưa thực hiện (x)",
        "Nguyên nhân, khó khăn",
        "Đề xuất / hướng xử lý",
        "Ghi chú",
    ]
    done, late, totals = found[head + 1 : head + 4]
    assert done[1].startswith(first.code)
    assert done[2] == "05/TB-HĐND ngày 15/06/2026"
    assert done[5].date() == story.NEXT_MONTH
    assert done[7:10] == ["x", None, None]
    assert update.text in done[6]
    assert late[7:10] == [None, None, "x"]
    assert "Đôn đốc" in late[11]
    assert "Quá hạn" in late[12]
    assert totals[1] == "Tổng số: 2"
    assert totals[7:10] == ["1 (50,0\u00a0%)", "0 (0,0\u00a0%)", "1 (50,0\u00a0%)"]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == f"${head + 1}:${head + 1}"


def test_the_sheet_stands_by_lead_as_the_annex_and_leaves_drafts_out(client: Client, people: Cast) -> None:
    a, b = people.agencies["a"], people.agencies["b"]
    of_b = story.issued(people, lead_agency_id=b.id, support_agency_ids=[])
    of_a = [story.issued(people, support_agency_ids=[]) for _n in range(2)]
    draft = story.draft(people)
    sign_in(client, people, "office")
    found = lines(book(client, "/recommendations?format=xlsx"))
    head = next(number for number, line in enumerate(found) if line[0] == "STT")
    rows = found[head + 1 :]
    named = [line[0] for line in rows if isinstance(line[0], str) and not any(line[1:])]
    assert {a.name, b.name} <= set(named)
    place = {line[0]: number for number, line in enumerate(rows)}
    assert rows[place[b.name] + 1][1].startswith(of_b.code)
    assert {rows[place[a.name] + n][1].split(". ")[0] for n in (1, 2)} >= {one.code for one in of_a} - {draft.code}
    assert rows[-1][1] == "Tổng số: 3"
    plain = client.get("/recommendations?format=csv")
    assert plain.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("sort", ["", "due", "-due", "code", "agency", "-agency", "-status"])
def test_both_files_of_the_table_hold_the_same_rows_in_the_same_order(client: Client, people: Cast, sort: str) -> None:
    leads = [people.agencies[key].id for key in "bab"]
    for day, lead in enumerate(leads, 1):
        story.issued(people, lead_agency_id=lead, support_agency_ids=[], due_on=date(2026, 8, day))
    sign_in(client, people, "office")
    asked = f"/recommendations?sort={sort}&format="
    sheet = [
        [str(cell) for cell in line[:2]] for line in lines(book(client, f"{asked}xlsx")) if isinstance(line[0], int)
    ]
    assert len(sheet) == len(leads)
    assert [line[:2] for line in table(client, f"{asked}csv")[1:]] == sheet


def test_a_file_keeps_filter_order_and_moment(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    codes = [story.issued(people).code for _n in range(3)]
    now.move_to("2026-07-01T09:00:00+07:00")
    later = story.issued(people, due_on=date(2026, 9, 1)).code
    sign_in(client, people, "office")
    texts = [line[1] for line in table(client, "/recommendations?format=csv&sort=-code")[1:]]
    assert [text.split(". ")[0] for text in texts] == [later, *reversed(codes)]
    assert len(table(client, "/recommendations?format=csv&as_of=2026-06-20")) == 1 + 3
    assert len(table(client, "/recommendations?format=csv&status=implemented")) == 1


def test_an_agency_gets_its_own_rows_alone(client: Client, people: Cast) -> None:
    story.issued(people, support_agency_ids=[])
    sign_in(client, people, "leader_b")
    assert len(table(client, "/recommendations?format=csv")) == 1
    sign_in(client, people, "leader_a")
    assert len(table(client, "/recommendations?format=csv")) == 2


def test_many_rows_are_read_some_at_a_time(client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [story.issued(people).code for _n in range(5)]
    monkeypatch.setattr("tracker.recommendations.office_table.BATCH", 2)
    sign_in(client, people, "office")
    found = [line[1].split(". ")[0] for line in table(client, "/recommendations?format=csv&sort=code")[1:]]
    assert found == codes


def test_what_cannot_be_understood_gives_no_file(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    for url in ("/recommendations?due=x&format=csv", "/findings?as_of=31/02/2026&format=xlsx", "/findings?format=pdf"):
        assert client.get(url).status_code == 400


# --- every list -------------------------------------------------------------------------------------------------------


def address(people: Cast, endpoint: str, app: Flask, id: int | None = None) -> str:
    ids = {
        "agency_grid.of_recommendation": story.issued(people).id,
        "scorecards.show": people.agencies["a"].id,
        "calendar.year": 2026,
    }
    with app.test_request_context():
        rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    id = id or ids.get(endpoint, people.delegation.id)
    return rule.rule.replace("<int:id>", str(id))


OF_ADMINS = ("people.index", "audit.index", "jobs.index", "councils.index", "head_rules.index")


@pytest.mark.parametrize("endpoint", sorted(set(SHEETS) - {"term_handovers.items"}))
def test_every_list_is_offered_as_a_file(client: Client, app: Flask, people: Cast, endpoint: str) -> None:
    story.finding(people)
    record(people, held_session(people), "10.51")
    sign_in(client, people, "admin" if endpoint in OF_ADMINS else "office")
    url = address(people, endpoint, app)
    more = f"?delegation={people.delegation.id}" if endpoint == "figures.sheet" else ""
    page = client.page(url + more)
    link = page.one("a", text="Tải về Excel").get("href")
    rows = lines(book(client, link))
    assert rows[0][0], "a title"
    named = [column for row in rows for column in row if column]
    assert len(named) > 3
    assert client.get(page.one("a", text="Tải về CSV").get("href")).mimetype == "text/csv"


# --- at a past day ---------------------------------------------------------------------------------------------------

THEN = "20/06/2026"
FILES = ("format=", ".docx", ".pdf", ".xlsx", ".csv", ".zip")


def moment_of(link: str) -> list[str]:
    asked = parse_qs(urlsplit(link).query)
    return asked.get("as_of", []) + asked.get("on", [])


def told(answer: TestResponse) -> str:
    """What the file says; of a CSV file its name, which alone has room for a moment."""
    data = io.BytesIO(answer.data)
    if answer.mimetype == XLSX:
        return " ".join(str(value) for line in lines(openpyxl.load_workbook(data).active) for value in line)
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(data).pages)
    if answer.mimetype == "text/csv":
        return re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", answer.headers["Content-Disposition"])
    return " ".join(docx.Document(data).element.body.itertext())


@pytest.mark.parametrize("endpoint", [*sorted(set(SHEETS) - {"indicators.index"}), "reports.index"])
def test_a_download_is_of_the_day_asked_for_or_claims_none(
    client: Client, app: Flask, people: Cast, now: time_machine.Coordinates, endpoint: str
) -> None:
    id = prepared(people).id if endpoint == "term_handovers.items" else None
    url = address(people, endpoint, app, id)
    now.move_to("2026-06-28T09:00:00+07:00")
    sign_in(client, people, "admin" if endpoint in OF_ADMINS else "office")
    page = client.page(f"{url}?delegation={people.delegation.id}&agency={people.agencies['a'].id}&as_of={THEN}")
    files = [link for link in page.links if any(part in link for part in FILES)]
    assert files, "a list offers its files"
    assert (endpoint in OWN_PAGES) == any(moment_of(link) for link in files)
    for link in files:
        answer = client.get(link)
        assert answer.status_code == 200, link
        if moment_of(link):
            assert THEN in told(answer), link


def test_the_older_name_of_the_moment_claims_no_past_day_either(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    page = client.page("/dashboard/tasks?on=2026-06-15")
    assert page.one("a", text="Tải về CSV").get("href") == "/dashboard/tasks?format=csv"
    assert page.one("a", text="Về hiện tại").get("href") == "/dashboard/tasks"
    assert client.get("/dashboard/tasks?on=2026-06-15&format=csv").status_code == 400
    assert client.get("/recommendations/rates?on=2026-06-15&format=csv").status_code == 200


# --- lists of settings --------------------------------------------------------------------------------------------------


def test_a_list_of_settings_says_what_its_page_says(client: Client, people: Cast) -> None:
    """By the filter and in the order of the page; words in place of the codes that the columns hold."""
    sign_in(client, people, "office")
    rules = table(client, "/rules?format=csv")
    assert rules[0][:4] == ["Bộ quy định", "Việc", "Số ngày", "Tính từ"]
    page = client.page("/rules").text
    assert all(row[1] in page and row[2] in page for row in rules[1:])
    days = table(client, "/calendar?year=2026&format=csv")
    assert days[0] == ["Ngày", "Loại", "Tên, lý do", "Căn cứ", "Nguồn", "Đã có thông báo chính thức"]
    assert days[1][0] == "01/01/2026"
    assert {row[5] for row in days[1:]} <= {"Có", "Không"}
    assert table(client, "/calendar/2026?format=csv") == days
    words = table(client, "/wording?format=csv")
    assert [row[1] for row in words if row[1] == "tăng cường"] == ["tăng cường"]
    assert client.get("/rules?format=csv&lang=en").data.decode("utf-8-sig").startswith("Set of rules,Action,")


def test_settings_are_taken_by_those_whose_pages_they_are(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    for url in ("/councils", "/head-rules"):
        assert client.get(f"{url}?format=xlsx").status_code == client.get(url).status_code == 404
    assert client.get("/calendar/1500?format=csv").status_code == 404
    sign_in(client, people, "officer_a")
    for url in ("/import", "/document-templates", "/terms"):
        assert client.get(f"{url}?format=xlsx").status_code == client.get(url).status_code == 403


def test_no_setting_becomes_a_formula(client: Client, people: Cast) -> None:
    people.council.name = "=1+1"
    db.session.commit()
    sign_in(client, people, "admin")
    cells = [cell for row in book(client, "/councils?format=xlsx").iter_rows() for cell in row if cell.value == "=1+1"]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]
    assert "'=1+1" in client.get("/councils?format=csv").text
