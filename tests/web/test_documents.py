"""Official documents of the example records: taken as Word and PDF, by those who may, in the form of NĐ 30/2020."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pypdf
import pytest
import time_machine
from docx.oxml.ns import qn
from flask import Flask, url_for
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import asking, cast, databases, story
from tests.cast import Cast
from tests.client import Client
from tests.databases import Databases
from tests.signing import sign_in
from tracker import create_app, demo
from tracker.accounts.access import KINDS as RECORDS
from tracker.config import Settings
from tracker.delegations import documents as papers
from tracker.delegations.models import Delegation
from tracker.documents.kinds import KINDS, handover
from tracker.documents.nd30 import DOTS
from tracker.documents.offering import item_address, records
from tracker.extensions import db
from tracker.oversight_reports.writing.lines import UNKNOWN
from tracker.recommendations.models import Measure
from tracker.sessions.models import Attendance, ProgrammeItem, SessionAgency, Statement, WorkingSession
from tracker.web.kit import PAGES
from tracker.workflow import engine

pytestmark = pytest.mark.web
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PASSWORD = "mot mat khau de thu"
OFFICE_SUITE = shutil.which("soffice"), shutil.which("pdftoppm")
MILLIMETRE = 72 / 25.4


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


@dataclass(frozen=True)
class Example:
    """The example record in an application of its own, loaded once; its tests only read it."""

    client: Client
    people: Any

    def sign_in(self, name: str) -> Client:
        return sign_in(self.client, self.people, name)


@pytest.fixture(scope="module")
def example(migrated: Databases, settings_for: Callable[..., Settings]) -> Iterator[Example]:
    app = create_app(settings_for(migrated.make()))
    with app.app_context():
        people = demo.load(PASSWORD)
        db.session.commit()
        yield Example(Client(app, db.session()), people)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def session(people: Cast) -> WorkingSession:
    """A session with a programme and something said, whose secretary and place nobody has written down."""
    held = WorkingSession(
        council_id=people.council.id,
        delegation_id=people.delegation.id,
        code="CLV-01",
        kind="working",
        title="Cuộc làm việc với A & <B>",
        held_on=date(2026, 5, 5),
        part="afternoon",
        state="held",
        head_attended=True,
        notice_sent_on=date(2026, 4, 20),
        chair="TS. Nguyễn Văn Mẫu",
        created_by_id=people.users["office"].id,
    )
    held.agencies = [SessionAgency(agency_id=people.agencies["a"].id, name_then="Ban Quản lý Khu kinh tế")]
    held.programme = [ProgrammeItem(text="Báo cáo của Ban Quản lý", position=1)]
    held.attendance = [
        Attendance(name="Lãnh đạo Ban Quản lý", role="reporter", is_group=True, position=1),
        Attendance(name="Người không đến", role="attendee", present=False, position=2),
    ]
    said = {"council_id": people.council.id, "delegation_id": people.delegation.id, "speaker": "Nguyễn Văn Mẫu"}
    held.statements = [
        Statement(code="PB-01", kind="request", text="Khắc phục {{ 7*7 }} {% raw %}", position=1, **said),
    ]
    db.session.add(held)
    db.session.flush()
    return held


def word(client: Client, url: str) -> Any:
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, WORD)
    return docx.Document(io.BytesIO(answer.data))


def said(document: Any) -> str:
    """All its words, cells in reading order."""
    return "\n".join(
        "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def pdf_text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(answer.data)).pages)


# --- minutes ------------------------------------------------------------------------------------------------------------


def test_the_minutes_of_the_real_session_print_dots_for_what_nobody_wrote_down(
    example: Example,
) -> None:
    """domain.md 7.1, point 8."""
    held = db.session.scalars(select(WorkingSession).where(WorkingSession.old_record)).one()
    client = example.sign_in("thuky")
    document = word(client, f"/sessions/{held.id}/minutes.docx")
    text = said(document)
    order = [
        "ĐOÀN GIÁM SÁT",
        "/BB-ĐGS",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "BIÊN BẢN",
        "Cuộc làm việc với Ban Quản lý Khu kinh tế Hải Phòng và Sở Công Thương",
        f"Thời gian bắt đầu: {DOTS} giờ {DOTS} phút, ngày 10 tháng 5 năm {DOTS}",
        f"Địa điểm: {DOTS}",
        "Thành phần tham dự:",
        "- Bùi Đức Quang, Phó Chủ tịch HĐND thành phố;",
        "Chủ trì: Phạm Văn Lập",
        f"Thư ký: {DOTS}",
        "Nội dung (theo diễn biến cuộc làm việc):",
        "- Đề nghị: Tiếp tục khắc phục khó khăn",
        "(gửi: các Sở, ngành, địa phương)",
        "Cuộc làm việc kết thúc vào",
        "THƯ KÝ",
        DOTS,
        "TRƯỞNG ĐOÀN",
        "Phạm Văn Lập",
        "Nơi nhận:",
        "- Lưu: VT",
    ]
    places, place = [], 0
    for words in order:
        place = text.find(words, place)
        places.append(place)
    assert -1 not in places, list(zip(order, places, strict=True))
    assert "None" not in text
    printed = pdf_text(client, f"/sessions/{held.id}/minutes.pdf")
    assert f"Thư ký: {DOTS}" in printed
    assert "Phạm Văn Lập" in printed


def test_the_word_file_names_times_new_roman_on_paper_of_the_decree(
    client: Client, people: Cast, session: WorkingSession
) -> None:
    sign_in(client, people, "secretary")
    document = word(client, f"/sessions/{session.id}/minutes.docx")
    section, normal = document.sections[0], document.styles["Normal"]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)
    assert {run.font.name for paragraph in document.paragraphs for run in paragraph.runs} == {None}, "all take its font"
    header = document.tables[0].rows[0].cells
    assert round(header[0].width / (header[0].width + header[1].width), 1) == 0.4
    assert len(document.inline_shapes) == 1, "the code that opens the item"


def test_what_people_wrote_is_neither_markup_nor_template(
    client: Client, people: Cast, session: WorkingSession
) -> None:
    sign_in(client, people, "secretary")
    text = said(word(client, f"/sessions/{session.id}/minutes.docx"))
    assert "Cuộc làm việc với A & <B>" in text
    assert "- Đề nghị: Khắc phục {{ 7*7 }} {% raw %}." in text
    assert "Khắc phục {{ 7*7 }} {% raw %}" in pdf_text(client, f"/sessions/{session.id}/minutes.pdf")


def test_who_did_not_come_is_not_listed_and_titles_fall_away(
    client: Client, people: Cast, session: WorkingSession
) -> None:
    sign_in(client, people, "secretary")
    text = said(word(client, f"/sessions/{session.id}/minutes.docx"))
    assert "Lãnh đạo Ban Quản lý" in text
    assert "Người không đến" not in text
    assert text.rindex("Nguyễn Văn Mẫu") > text.index("TRƯỞNG ĐOÀN" if "TRƯỞNG ĐOÀN" in text else "CHỦ TRÌ")
    assert "TS. Nguyễn" not in text[text.index("THƯ KÝ") :]


def test_an_agency_reads_no_statement_in_the_minutes_before_they_are_sent(
    client: Client, people: Cast, session: WorkingSession
) -> None:
    sign_in(client, people, "officer_a")
    assert "Khắc phục" not in said(word(client, f"/sessions/{session.id}/minutes.docx"))
    sign_in(client, people, "officer_b")
    assert client.get(f"/sessions/{session.id}/minutes.docx").status_code == 200, "it is supervised too"


def test_the_report_prints_dots_for_what_its_draft_says_is_not_known(example: Example) -> None:
    old = db.session.scalars(select(Delegation).where(Delegation.code == "ĐGS-2024-01")).one()
    client = example.sign_in("thuky")
    here = f"/delegations/{old.id}/report"
    text = said(word(client, f"{here}.docx"))
    for words in ("Căn cứ: văn bản thành lập Đoàn: ", "- Phạm vi, đối tượng: ", "- Thời kỳ giám sát: ", "; thời hạn: "):
        assert f"{words}{DOTS}." in text
    assert UNKNOWN not in text
    assert UNKNOWN not in pdf_text(client, f"{here}.pdf")


# --- numbers ------------------------------------------------------------------------------------------------------------


def test_the_clerk_gives_number_date_and_signer(client: Client, people: Cast, session: WorkingSession) -> None:
    sign_in(client, people, "office")
    here = f"/sessions/{session.id}/invitation"
    given = {"number": "5", "issued_on": "05/01/2026", "signing": "deputy", "signer": "TS. Lê Thị Phó"}
    client.done(f"{here}/number", given)
    text = said(word(client, f"{here}.docx"))
    assert "Số: 05/GM-ĐGS" in text
    assert "ngày 05 tháng 01 năm 2026" in text
    assert text.index("KT. TRƯỞNG ĐOÀN") < text.index("PHÓ TRƯỞNG ĐOÀN") < text.index("Lê Thị Phó")
    assert f"{here}.docx" in client.get(f"/sessions/{session.id}").text


def test_number_and_sign_are_unique_within_a_kind_and_year(
    client: Client, people: Cast, session: WorkingSession
) -> None:
    sign_in(client, people, "office")
    first, second = (f"/delegations/{id}/plan/number" for id in (people.delegation.id, people.other_delegation.id))
    client.done(first, {"number": "7", "issued_on": "10/03/2026"})
    refused = client.refused(second, {"number": "7", "issued_on": "11/04/2026"})
    assert "Năm 2026 đã có văn bản số 07/KH-ĐGS." in refused.text
    client.done(second, {"number": "7", "issued_on": "11/04/2025"})
    another = f"/delegations/{people.delegation.id}/conclusion/number"
    client.done(another, {"number": "7", "issued_on": "10/03/2026"})


def test_a_registered_number_leads_and_is_no_other_papers(client: Client, people: Cast) -> None:
    facts = {"number": "03/BC-ĐGS", "issued_on": date(2026, 4, 15), "signer": "Trần Văn Trưởng"}
    papers.add(people.delegation, "report", facts, people.office)
    sign_in(client, people, "office")
    own, other = (f"/delegations/{id}/report" for id in (people.delegation.id, people.other_delegation.id))
    assert client.page(f"{own}/number").all("input", name="number")[0].get("value") == "3"
    page = client.refused(f"{own}/number", {"number": "5", "issued_on": "14/04/2026"})
    assert page.text.count("Hồ sơ đã ghi văn bản này là số 03/BC-ĐGS ngày 15/04/2026") >= 2
    client.done(f"{own}/number", {"signing": "deputy"})
    assert "Số: 03/BC-ĐGS" in said(word(client, f"{own}.docx"))
    taken = client.refused(f"{other}/number", {"number": "3", "issued_on": "16/04/2026"})
    assert f"đã là của {people.delegation.code}" in taken.text
    client.done(f"{other}/number", {"number": "4", "issued_on": "16/04/2026"})


def test_minutes_ask_for_no_signer_that_they_do_not_print(
    client: Client, people: Cast, session: WorkingSession
) -> None:
    sign_in(client, people, "office")
    page = client.page(f"/sessions/{session.id}/minutes/number")
    assert page.all("input", name="number")
    assert not page.all("input", name="signer")
    assert not page.all("input", name="signing")
    client.done(f"/sessions/{session.id}/minutes/number", {"number": "7", "issued_on": "10/03/2026"})


def test_a_rate_in_the_handover_is_printed_with_a_comma() -> None:
    assert handover.rate((1, 7)) == "1/7 (14,3 %)"


def test_a_number_without_its_day_is_refused(client: Client, people: Cast, session: WorkingSession) -> None:
    sign_in(client, people, "secretary")
    here = f"/sessions/{session.id}/minutes/number"
    assert "Có số thì phải có ngày ban hành" in client.refused(here, {"number": "7"}).text
    assert "Ký hiệu gồm chữ viết tắt" in client.refused(here, {"sign": "BB ĐGS"}).text


# --- every document -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taken:
    name: str
    url: str
    word: bytes
    pdf: bytes


@pytest.fixture
def taken(example: Example) -> list[Taken]:
    """Every document of every example record that the office may make one of."""
    client = example.sign_in("vanphong")
    found = []
    for name, kind in KINDS.items():
        for url in addresses(kind):
            answers = [client.get(f"{url}.{form}") for form in ("docx", "pdf")]
            if answers[0].status_code == 404:
                continue
            assert [answer.status_code for answer in answers] == [200, 200], url
            found.append(Taken(name, url, answers[0].data, answers[1].data))
    return found


def addresses(kind: Any) -> Iterator[str]:
    model = RECORDS[kind.record].model
    for id in db.session.scalars(select(model.id).order_by(model.id)).all()[:3]:
        yield kind.address.replace("<int:id>", str(id))


def test_each_document_of_the_example_records_opens_and_says_the_same_as_word_and_pdf(
    taken: list[Taken],
) -> None:
    assert {one.name for one in taken} >= set(KINDS) - {"handover"}
    for one in taken:
        document = docx.Document(io.BytesIO(one.word))
        text = said(document)
        pages = pypdf.PdfReader(io.BytesIO(one.pdf)).pages
        printed = squeezed("".join(page.extract_text() for page in pages))
        assert not re.search(r"\bNone\b|\{\{|\{%", text), one.url
        assert UNKNOWN not in text.lower(), one.url
        assert [line for line in text.splitlines() if squeezed(line)[:40] not in printed] == [], one.url
        assert one.name == "annex" or "Độc lập - Tự do - Hạnh phúc" in text
        assert {size_of(page) for page in pages} == {(297, 210) if one.name == "annex" else (210, 297)}


@pytest.mark.skipif(
    None in OFFICE_SUITE, reason="needs libreoffice-writer and poppler-utils (apt), which draw Word files"
)
@pytest.mark.skipif(databases.KIND == "postgres", reason="drawing a file asks no database; SQLite's run draws them all")
def test_each_document_is_drawn_by_libreoffice_as_its_pdf(taken: list[Taken], tmp_path: Path) -> None:
    look_through(taken, tmp_path)


def squeezed(text: str) -> str:
    return "".join(text.split())


def size_of(page: Any) -> tuple[int, int]:
    return round(page.mediabox.width / MILLIMETRE), round(page.mediabox.height / MILLIMETRE)


def look_through(taken: list[Taken], folder: Path) -> None:
    """All at once: LibreOffice starts slowly."""
    names = [folder / f"{place:02}-{one.name}.docx" for place, one in enumerate(taken)]
    for name, one in zip(names, taken, strict=True):
        name.write_bytes(one.word)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, names)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for name, one in zip(names, taken, strict=True):
        pdf = pypdf.PdfReader(name.with_suffix(".pdf"))
        text = squeezed("".join(page.extract_text() for page in pdf.pages))
        lines = said(docx.Document(io.BytesIO(one.word))).splitlines()
        assert [line for line in lines if squeezed(line)[:30] not in text] == [], one.url
        assert abs(len(pdf.pages) - len(pypdf.PdfReader(io.BytesIO(one.pdf)).pages)) <= 1, one.url
        look_at(name.with_suffix(".pdf"), landscape=one.name == "annex")


def look_at(pdf: Path, *, landscape: bool) -> None:
    """The first page as a picture: ink on it, and none in the margins (30 mm left, 15 mm right, 20 mm above)."""
    picture = pdf.with_suffix("")
    command = ["pdftoppm", "-r", "50", "-gray", "-png", "-f", "1", "-l", "1", "-singlefile", str(pdf), str(picture)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    with Image.open(picture.with_suffix(".png")) as page:
        ink = page.point(lambda value: 255 if value < 128 else 0).getbbox()
        millimetre = page.width / (297 if landscape else 210)
    assert ink is not None
    left, top, right, _bottom = (edge / millimetre for edge in ink)
    assert 27 < left < 40, (pdf.name, left)
    assert 18 < top < 26, (pdf.name, top)
    assert right < (297 if landscape else 210) - 12, (pdf.name, right)


def test_the_letter_of_an_outline_asks_for_each_year(client: Client, people: Cast) -> None:
    made = asking.outline(people)
    sign_in(client, people, "office")
    words = said(word(client, f"/outlines/{made.id}/letter.docx"))
    assert "từng năm 2022 - 2024" in words
    assert "giai đoạn 2021 - 2023" in words
    assert "chậm nhất ngày" in words


def test_a_notice_tells_what_it_issued_itself(
    client: Client, db_session: Session, now: time_machine.Coordinates
) -> None:
    """And not what an earlier or later notice of the same delegation issued."""
    people = cast.make("concluded")
    own = story.issued(people, code="KN-1", text="Trình danh mục quỹ đất nhà ở công nhân")
    other = story.approved(people, code="KN-2", text="Bố trí vốn xây đường kết nối cảng")
    earlier = story.CONCLUSION | {"number": "04/TB-HĐND", "issued_on": date(2026, 6, 12)}
    engine.perform(other, "issue", people.office, earlier)
    sign_in(client, people, "office")
    words = said(word(client, f"/delegations/{people.delegation.id}/conclusion.docx"))
    assert "05/TB-HĐND" in words
    assert own.text in words
    assert other.text not in words


# --- rights -------------------------------------------------------------------------------------------------------------


def test_an_agency_has_no_papers_of_the_council_and_only_its_own_rows(example: Example) -> None:
    supervised = db.session.scalars(
        select(Delegation).where(~Delegation.old_record, Delegation.state != "draft")
    ).first()
    assert supervised is not None
    client = example.sign_in("sct-canbo")
    for name in ("establishing", "plan", "report", "conclusion", "resolution"):
        assert client.get(f"/delegations/{supervised.id}/{name}.docx").status_code == 404
        assert client.get(f"/delegations/{supervised.id}/{name}.pdf").status_code == 404
    rows = said(word(client, f"/delegations/{supervised.id}/follow-up.docx"))
    assert "Sở Công Thương" in rows
    others = db.session.scalars(select(Measure)).all()
    foreign = next(one for one in others if one.assignment.answering != "Sở Công Thương")
    assert client.get(f"/measures/{foreign.id}/letter.docx").status_code == 404
    assert foreign.assignment.recommendation.code not in rows
    page = client.get(f"/delegations/{supervised.id}").text
    assert "Phụ lục theo dõi thực hiện kiến nghị" in page
    assert "Thông báo kết luận giám sát" not in page


def test_the_clerk_finds_the_number_of_a_letter_beside_it_and_the_agency_does_not(example: Example) -> None:
    letter = db.session.scalars(select(Measure).order_by(Measure.id)).first()
    assert letter is not None
    shown, where = f"/recommendations/{letter.assignment.recommendation_id}", f"/measures/{letter.id}/letter"
    agency = {"Sở Công Thương": "sct-canbo"}.get(letter.assignment.answering, "bql-canbo")
    page = example.sign_in("vanphong").get(shown).text
    assert f"{where}.pdf" in page
    assert f"{where}/number" in page
    page = example.sign_in(agency).get(shown).text
    assert f"{where}.docx" in page
    assert f"{where}/number" not in page


def test_nobody_takes_a_document_in_another_form(client: Client, people: Cast, session: WorkingSession) -> None:
    sign_in(client, people, "office")
    assert client.get(f"/sessions/{session.id}/minutes.odt").status_code == 404
    assert client.get("/sessions/999999/minutes.docx").status_code == 404


def test_the_qr_code_leads_to_the_page_of_the_item(app: Flask) -> None:
    base_url = app.extensions["settings"].base_url
    with app.test_request_context():
        for name in records():
            endpoint = PAGES["recommendation" if name == "measure" else name]
            one = SimpleNamespace(__kind__=name, id=7, assignment=SimpleNamespace(recommendation_id=7))
            assert item_address(one, base_url) == f"{base_url.rstrip('/')}{url_for(endpoint, id=7)}"
