"""The reports R1–R8: in one place for those who may read them, as papers with their moment, numbers and method."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
import time_machine
from docx.oxml.ns import qn
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.figures import held_session, record
from tests.signing import sign_in
from tracker.documents import limits
from tracker.documents.making import PDF, WORD
from tracker.documents.reports.widths import shared
from tracker.extensions import db
from tracker.recommendations.models import Assignment
from tracker.web.downloads.offered import PAPERS

pytestmark = pytest.mark.web
STAMP = "Số liệu tính đến 09:00 ngày 05/10/2026"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def history(people: Cast, now: time_machine.Coordinates) -> Cast:
    """Of three recommendations to agency A, B helping, one was done in time; one of agency B alone runs late as well."""
    tasks = [story.lead(story.issued(people)) for _n in range(3)]
    story.issued(people, lead_agency_id=people.agencies["b"].id, support_agency_ids=[], due_on=date(2026, 9, 30))
    now.move_to("2026-06-25T09:00:00+07:00")
    story.accept(people, story.report(people, assignment=tasks[0]))
    now.move_to("2026-10-05T09:00:00+07:00")
    db.session.commit()
    return people


def taken(client: Client, url: str) -> Any:
    """The Word file at this address."""
    answer = client.get(f"{url}{'&' if '?' in url else '?'}format=docx")
    assert (answer.status_code, answer.mimetype) == (200, WORD), answer.text[:300]
    return docx.Document(io.BytesIO(answer.data))


def said(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def tables_of(document: Any) -> list[list[list[str]]]:
    """Those with lines around; header and signature stand in others."""
    return [rows(table) for table in document.tables if table.style is not None and table.style.name == "Table Grid"]


def links(client: Client, url: str) -> dict[str, list[str]]:
    """By heading: the addresses offered below it."""
    page = client.page(url)
    found = {}
    for item in page.all("li", class_="task"):
        found[item.one("h2").text.partition(".")[0]] = [link.get("href") for link in item.all("a")]
    return found


# --- the index ----------------------------------------------------------------------------------------------------------


def test_the_office_finds_all_reports_and_each_link_opens(client: Client, history: Cast) -> None:
    sign_in(client, history, "office")
    about = f"delegation={history.delegation.id}&agency={history.agencies['a'].id}"
    found = links(client, f"/reports?{about}")
    assert list(found) == ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"]
    assert all(found.values())
    for url in [url for urls in found.values() for url in urls if "format=" not in url and "." not in url]:
        assert client.get(url).status_code == 200, url
    for url in found["R4"] + found["R5"]:
        assert client.get(url).status_code == 200, url
    bare = links(client, "/reports")
    assert (bare["R4"], bare["R5"], bare["R6"], bare["R7"]) == ([], [], [], [])
    assert queries_of(client, f"/reports?{about}") <= 25


def test_an_agency_finds_what_is_its_own_and_the_administrator_nothing(client: Client, history: Cast) -> None:
    sign_in(client, history, "officer_b")
    found = links(client, "/reports")
    assert list(found) == ["R1", "R2", "R3", "R4", "R6", "R7"]
    assert found["R6"][0] == f"/agencies/{history.agencies['b'].id}/scorecard"
    assert "/reports" in client.get("/").text
    assert client.get(f"/reports?delegation={history.other_delegation.id}").status_code == 404
    sign_in(client, history, "admin")
    assert client.get("/reports").status_code == 403
    assert client.get("/reports/overdue?format=docx").status_code == 403
    assert "/reports" not in client.get("/people").text


def test_an_impossible_moment_shows_no_report(client: Client, history: Cast) -> None:
    sign_in(client, history, "office")
    for url in ("/reports?as_of=2031-01-01", "/reports/overdue?as_of=2031-01-01"):
        page = client.page(url, status=400)
        assert "Thời điểm này chưa đến" in page.text
        assert page.all("li", class_="task") == page.all("table") == []
    assert client.get("/reports/overdue?as_of=2031-01-01&format=docx").status_code == 400


# --- papers -------------------------------------------------------------------------------------------------------------


def test_every_report_is_a_paper_of_the_decree_as_word_and_pdf(client: Client, history: Cast) -> None:
    held = held_session(history)
    record(history, held, "3")
    db.session.commit()
    urls = {
        "recommendations.index": "/recommendations",
        "rates.show": "/recommendations/rates",
        "statistics.show": "/dashboard/statistics?by=year",
        "reports.overdue": "/reports/overdue",
        "scorecards.show": f"/agencies/{history.agencies['a'].id}/scorecard",
        "figures.sheet": f"/figures?delegation={history.delegation.id}",
        "policy_board.pipeline": "/policies/pipeline",
    }
    assert set(urls) == set(PAPERS)
    sign_in(client, history, "office")
    client.get("/reports?lang=en")
    for url in urls.values():
        document = taken(client, url)
        assert STAMP in said(document), url
        answer = client.get(f"{url}{'&' if '?' in url else '?'}format=pdf")
        assert (answer.status_code, answer.mimetype) == (200, PDF)
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)
        assert "05/10/2026" in text
        whole = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert ("TM. THƯỜNG TRỰC HĐND" in whole) == (url != "/recommendations"), "an annex is not signed"
    assert "docx" in client.get("/reports/overdue?format=odt").text
    assert client.get("/findings?format=docx").status_code == 400


def test_an_agency_prints_its_own_numbers_without_the_councils_header(client: Client, history: Cast) -> None:
    sign_in(client, history, "officer_b")
    document = taken(client, "/reports/overdue")
    whole = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "Độc lập - Tự do - Hạnh phúc" not in whole
    assert "THƯỜNG TRỰC" not in whole
    assert {row[2] for row in tables_of(document)[1][1:]} == {"Sở Công Thương"}
    assert client.get(f"/agencies/{history.agencies['a'].id}/scorecard?format=docx").status_code == 403
    assert client.get("/policies/pipeline?format=pdf").status_code == 403


def test_rates_are_printed_with_what_they_are_made_of_and_how(client: Client, history: Cast) -> None:
    sign_in(client, history, "office")
    document = taken(client, "/recommendations/rates")
    both, by_agency, by_delegation = tables_of(document)
    assert both[1] == ["Kiến nghị", "1", "4", "25,0", "1", "4", "25,0"]
    assert [row[:4] for row in by_agency[1:]] == [
        ["Sở Công Thương", "0", "4", "0,0"],
        ["Ban Quản lý Khu kinh tế", "1", "3", "33,3"],
    ]
    assert {row[-1] for row in by_agency[1:]} == {"ít việc đến hạn"}
    assert by_delegation[1][0] == history.delegation.code
    words = said(document)
    assert "Cách tính" in words
    assert any("Không tính vào tỷ lệ hoàn thành: Chưa đến hạn: 0" in line for line in words)
    earlier = tables_of(taken(client, "/recommendations/rates?as_of=2026-06-30"))
    assert earlier[0][1][:4] == ["Kiến nghị", "0", "0", ""]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/recommendations/rates?format=xlsx").data)).active
    assert sheet is not None
    assert [str(cell) for cell in list(sheet.values)[-1][1:3]] == both[1][1:3]


def test_a_scorecard_of_few_tasks_warns_on_paper_too(client: Client, history: Cast) -> None:
    sign_in(client, history, "leader_a")
    words = said(taken(client, f"/agencies/{history.agencies['a'].id}/scorecard"))
    assert any("tỷ lệ chưa nói lên nhiều, đừng dùng để xếp hạng" in line for line in words)
    assert any("trung vị" in line for line in words)


def test_a_report_longer_than_a_paper_is_refused(
    client: Client, history: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST", 1)
    sign_in(client, history, "office")
    annex = f"/delegations/{history.delegation.id}/follow-up.docx"
    for url in ("/recommendations?format=docx", "/reports/overdue?format=pdf", annex):
        answer = client.get(url)
        assert answer.status_code == 400
        assert "Hãy lọc hẹp lại, hoặc tải tệp Excel" in answer.text


# --- R3 -----------------------------------------------------------------------------------------------------------------


def test_what_is_overdue_is_counted_by_days_as_the_control_room_counts_it(client: Client, history: Cast) -> None:
    sign_in(client, history, "office")
    page = client.page("/reports/overdue")
    bands, late = (table.all("tr") for table in page.all("table"))
    counted = {row.one("th").text: int(row.one("td").text) for row in bands[1:]}
    assert counted == {"1–30 ngày": 1, "31–90 ngày": 5, "91–180 ngày": 0, "trên 180 ngày": 0, "Tất cả": 6}
    assert len(late) - 1 == 6
    assert "6" in client.page("/dashboard/tasks?what=overdue").one("p", **{"class": "result-count"}).text
    document = taken(client, f"/reports/overdue?agency={history.agencies['a'].id}")
    in_bands, listed = tables_of(document)
    assert in_bands[-1] == ["Tất cả", "2"]
    assert [(row[2], row[4], row[6]) for row in listed[1:]] == [("Ban Quản lý Khu kinh tế", "15/07/2026", "82")] * 2
    assert any("Phạm vi: Ban Quản lý Khu kinh tế" in line for line in said(document))


def test_what_was_overdue_at_a_moment_stays_so(client: Client, history: Cast, now: time_machine.Coordinates) -> None:
    sign_in(client, history, "office")
    before = client.page("/reports/overdue?as_of=2026-07-31").all("table")[0].text
    assert before.endswith("Tất cả5")
    story.accept(history, story.report(history, assignment=overdue_task(history)))
    db.session.commit()
    assert client.page("/reports/overdue?as_of=2026-07-31").all("table")[0].text == before
    assert queries_of(client, "/reports/overdue") <= 25


def overdue_task(people: Cast) -> Any:
    query = select(Assignment).where(Assignment.role == "lead", Assignment.state == "assigned")
    return db.session.scalars(query.where(Assignment.agency_id == people.agencies["a"].id)).first()


# --- R1 -----------------------------------------------------------------------------------------------------------------


def test_the_annex_across_delegations_has_the_offices_columns_and_totals(client: Client, history: Cast) -> None:
    sign_in(client, history, "office")
    document = taken(client, "/recommendations?status=open&sort=-code")
    [annex] = [table for table in document.tables if len(table.columns) == 13]
    assert rows(annex)[0] == [
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
    assert annex.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    section = document.sections[0]
    assert section.page_width > section.page_height
    firsts = [row[0] for row in rows(annex)]
    assert firsts[1] == f"{history.delegation.code}. {history.delegation.title}"
    assert [first for first in firsts if first.isdigit()] == ["1", "2", "3"]
    assert rows(annex)[-1][1] == "Tổng số: 3"
    assert "3 (100,0\u00a0%)" in rows(annex)[-1]
    assert any(line.startswith("Phạm vi: ") for line in said(document))


def test_the_annex_follows_filter_and_moment(client: Client, history: Cast) -> None:
    sign_in(client, history, "office")
    about = f"agency={history.agencies['b'].id}&due=overdue"
    [annex] = tables_of(taken(client, f"/recommendations?{about}&delegation={history.delegation.id}"))
    assert sum(row[0].isdigit() for row in annex) == 4
    [today], [earlier] = (tables_of(taken(client, f"/recommendations{at}")) for at in ("", "?as_of=2026-06-20"))
    assert (today[-1][7], earlier[-1][7]) == ("1 (25,0\u00a0%)", "0 (0,0\u00a0%)")
    assert client.get("/recommendations?status=khong-co&format=docx").status_code == 400


def test_the_annex_of_a_delegation_is_of_its_moment(client: Client, history: Cast) -> None:
    sign_in(client, history, "office")
    late = story.issued(history, code="KN-SAU", text="Lập bản đồ hiện trạng trường học", due_on=date(2026, 12, 1))
    here, day = f"/delegations/{history.delegation.id}", "2026-06-20"
    word, again, now = (client.get(f"{here}/follow-up.docx{at}") for at in (f"?as_of={day}", f"?as_of={day}", ""))
    [then], [repeated], [today] = (tables_of(docx.Document(io.BytesIO(one.data))) for one in (word, again, now))
    assert (late.code in str(then), late.code in str(today)) == (False, True)
    assert (then, then[-1][7]) == (repeated, "0 (0,0\u00a0%)")
    assert "Số liệu tính đến 23:59 ngày 20/06/2026" in said(docx.Document(io.BytesIO(word.data)))
    assert f"-{day}.docx" in word.headers["Content-Disposition"]
    printed = client.get(f"{here}/follow-up.pdf?as_of={day}")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed.data)).pages)
    assert ("23:59 ngày 20/06/2026" in text, late.code in text) == (True, False)
    assert f"-{day}.pdf" in printed.headers["Content-Disposition"]
    table = client.get(f"/recommendations?as_of={day}&delegation={history.delegation.id}&format=pdf")
    assert f"-{day}.pdf" in table.headers["Content-Disposition"]
    assert client.get(f"{here}/follow-up.docx?as_of=31/02/2026").status_code == 400
    assert client.get(f"{here}/conclusion.docx?as_of={day}").status_code == 409, "it is of now alone"
    csv = client.get("/recommendations?format=csv").headers["Content-Disposition"]
    assert "-2026-10-05-0900.csv" in csv


def test_the_offices_own_template_of_the_annex_is_used(client: Client, history: Cast) -> None:
    own, file = docx.Document(), io.BytesIO()
    own.add_paragraph("Mẫu riêng: {{ tong_so }} kiến nghị")
    own.save(file)
    sign_in(client, history, "office")
    answer = client.send(
        "/document-templates/annex", {"files": (io.BytesIO(file.getvalue()), "mau.docx")}, button="Dùng mẫu này"
    )
    assert answer.status_code == 303
    assert said(taken(client, "/recommendations")) == ["Mẫu riêng: 4 kiến nghị"]


# --- tables -------------------------------------------------------------------------------------------------------------


def test_columns_share_the_paper_and_no_word_is_broken_where_there_is_room() -> None:
    widths = shared([14, 50, 8], [["KN-2026-005"], ["Lập bản đồ"], ["3"]], size=11, whole=165)
    assert sum(widths) == pytest.approx(165, abs=0.2)
    assert widths[0] > 11 * 2.2
    assert widths[1] > widths[0] > widths[2]
    assert sum(shared([5] * 9, [["một-từ-rất-dài-không-ngắt"]] * 9, size=12, whole=165)) == pytest.approx(165, abs=0.5)
