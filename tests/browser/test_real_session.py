"""domain.md 7.1: the real working session is entered through the forms, and printed as it was reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser import article
from tests.browser.article import CODE, DERIVED, FACTS, HEAD, KNOWN_AS, SHEET
from tests.browser.person import Person
from tests.browser.windows import Windows


@dataclass
class Record:
    """Where the record is read."""

    code: str
    delegation: str
    session: str
    draft: str

    @property
    def sheet(self) -> str:
        return f"/figures?session={number_of(self.session)}"


def number_of(address: str) -> str:
    return address.rpartition("/")[2]


@pytest.fixture(scope="module")
def entered(windows_of_module: Windows) -> Record:
    """The whole of 7.1, typed by office, secretary and member at 1280 px."""
    office = windows_of_module.sign_in("vanphong")
    delegation = article.enters_delegation(office)
    article.gives_access(office, delegation)
    session = article.enters_session(office, delegation)
    article.enters_attendance(office, session)
    article.enters_captions(office, session)
    windows_of_module.forget("thuky", "thanhvien")
    secretary = windows_of_module.sign_in("thuky")
    article.enters_figures(secretary, session)
    article.declares_total(secretary)
    article.enters_statements(secretary, session)
    article.enters_finding(windows_of_module.sign_in("thanhvien"), session)
    article.enters_proposals(secretary, delegation)
    return Record(CODE, delegation, session, article.drafts_recommendation(secretary, session))


# --- what is printed --------------------------------------------------------------------------------------------------


@pytest.fixture
def loaded(sign_in: Callable[..., Person]) -> Record:
    """The same record as the product brings it along."""
    office = sign_in("vanphong")
    office.opens("/delegations?q=ĐGS-2024-01")
    office.follows("ĐGS-2024-01")
    delegation = office.address
    office.follows("CLV-01")
    session = office.address
    office.moves(office.page.locator("#PB-03 .became a").first)
    return Record("ĐGS-2024-01", delegation, session, office.address)


@pytest.fixture(params=["entered", "loaded"])
def record(request: pytest.FixtureRequest) -> Record:
    """Typed through the forms, or loaded with the example record: both read the same."""
    found: Record = request.getfixturevalue(request.param)
    return found


def test_the_sheet_prints_ten_figures_as_they_were_reported(record: Record, sign_in: Callable[..., Person]) -> None:
    reader = sign_in("daibieu")
    reader.opens(record.sheet)
    assert printed(reader) == SHEET


def test_each_figure_names_both_agencies_and_the_words_of_the_report(
    record: Record, sign_in: Callable[..., Person]
) -> None:
    reader = sign_in("daibieu")
    reader.opens(record.sheet)
    for figure in FACTS["figures"]:
        _code, *_columns, source, verbatim = cells(reader, figure["code"])
        assert source.startswith("; ".join(KNOWN_AS)), figure["code"]
        assert verbatim == figure["verbatim"]


def test_over_and_nearly_are_printed_in_words(record: Record, sign_in: Callable[..., Person]) -> None:
    reader = sign_in("daibieu")
    reader.opens(record.session)
    reader.reads(
        "trên 13,7 tỷ USD",
        "gần 84% kế hoạch tổng thu hút FDI giai đoạn 2021 - 2025",
        "tăng gần 1,7 lần so với giai đoạn 2015 - 2020",
        "từ 45,5% (2020) lên 60,6% (2023)",
    )


def test_a_total_that_its_parts_do_not_make_is_a_warning_and_is_saved_with_a_note(
    entered: Record, sign_in: Callable[..., Person]
) -> None:
    secretary = sign_in("thuky")
    changes_domestic_investment(secretary, entered, "7,85")
    secretary.reads("lệch 0,27 tỷ USD")
    secretary.fills_in({"Ghi chú chênh lệch": "Báo cáo ghi như vậy, đã hỏi lại cơ quan."})
    secretary.presses("Lưu số liệu")
    secretary.reads("lệch 0,27 tỷ USD", "Báo cáo ghi như vậy, đã hỏi lại cơ quan.")
    changes_domestic_investment(secretary, entered, "7,58")
    secretary.does_not_read("lệch")
    assert "10,51 + 7,58 = 18,09 ✓" in cells(secretary, "SL-02")[7]


def test_the_session_is_told_as_the_article_tells_it(record: Record, sign_in: Callable[..., Person]) -> None:
    reader = sign_in("vanphong")
    reader.opens(record.session)
    reader.reads("Chiều 10/05/2024 (năm suy đoán)", f"Chủ trì: {HEAD}", "Bùi Đức Quang, Phó Chủ tịch HĐND thành phố")
    reader.reads(*(said["text"] for said in FACTS["statements"]))
    reader.reads(*(proposal["text"] for proposal in FACTS["proposals"]))
    reader.reads(*FACTS["session"]["photographs"])
    reader.reads(FACTS["finding"]["text"], "Lãnh đạo Sở Công Thương", "các Sở, ngành, địa phương")
    reader.reads("Đã họp", "Đã gửi", "ĐX-04")
    reader.opens(record.draft)
    draft = reader.page.locator("h1 .code").inner_text()
    reader.opens(record.session)
    assert draft in reader.page.locator("#PB-03 .became").inner_text()


def test_what_the_article_does_not_say_is_shown_as_unknown_and_what_was_guessed_as_guessed(
    record: Record, sign_in: Callable[..., Person]
) -> None:
    reader = sign_in("daibieu")
    reader.opens(record.session)
    for fact in ("Giờ bắt đầu", "Địa điểm", "Thư ký", "Gửi thông báo ngày", "Ký biên bản ngày"):
        assert reader.fact(fact) == "chưa có thông tin", fact
    assert "suy đoán" in reader.fact("Chủ trì")
    reader.opens(record.delegation)
    for fact in ("Ngày thành lập", "Hạn nộp báo cáo", "Thời kỳ giám sát", "Phạm vi, đối tượng", "Nội dung"):
        assert reader.fact(fact) == "chưa có thông tin", fact
    reader.reads("năm 2024 là suy đoán", HEAD)
    assert reader.page.locator("#members + table tbody tr").count() == 1


def test_nothing_that_was_computed_is_shown_as_reported(record: Record, sign_in: Callable[..., Person]) -> None:
    reader = sign_in("vanphong")
    for address in (record.delegation, record.session, record.sheet, record.draft):
        reader.opens(address)
        reader.does_not_read(*DERIVED)


# --- proposals and the draft ------------------------------------------------------------------------------------------


def test_proposals_are_consolidated_citing_the_chair_and_stay_out_of_the_follow_up_table(
    entered: Record, sign_in: Callable[..., Person]
) -> None:
    secretary = sign_in("thuky")
    for proposal in FACTS["proposals"]:
        secretary.opens(f"/proposals?delegation={number_of(entered.delegation)}")
        secretary.follows(proposal["code"])
        secretary.reads("Đã ghi nhận", "Hội đồng nhân dân", "suy đoán; nguồn ghi “các đơn vị”")
        secretary.follows("Tổng hợp")
        secretary.fills_in({"Căn cứ phát biểu": "PB-04"})
        secretary.presses("Tổng hợp")
        secretary.reads("Đã tổng hợp", "PB-04")
    secretary.opens(f"/recommendations?delegation={number_of(entered.delegation)}")
    secretary.does_not_read("ĐX-01", FACTS["proposals"][0]["text"][:40])


def test_a_request_without_agency_deadline_and_document_stays_a_draft(
    record: Record, sign_in: Callable[..., Person]
) -> None:
    office = sign_in("vanphong")
    office.opens(record.draft)
    office.reads("Dự thảo", "các Sở, ngành, địa phương", FACTS["statements"][2]["text"])
    office.follows("Ban hành kiến nghị")
    office.reads("Kiến nghị phải có cơ quan chủ trì, sản phẩm và thời hạn; cần số, ngày văn bản kết luận")
    office.fills_in({"Hoặc văn bản mới: loại": "Thông báo kết luận", "Số, ký hiệu": "99/TB-HĐND"})
    office.fills_in({"Ngày văn bản": "10/06/2026"})
    assert office.presses("Ban hành kiến nghị").status in (400, 409)
    office.reads("Kiến nghị phải có cơ quan chủ trì, sản phẩm và thời hạn; cần số, ngày văn bản kết luận")
    office.opens(record.draft)
    office.reads("Dự thảo")


# --- finding it again, and who may read it ----------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["khu kinh te", "KHU KINH TẾ", "pham van lap"])
def test_search_finds_the_record_with_and_without_marks(
    words: str, entered: Record, sign_in: Callable[..., Person]
) -> None:
    reader = sign_in("daibieu")
    reader.opens("/delegations")
    reader.page.locator("#search-top").fill(words)
    reader.presses("Tìm", within="header")
    reader.fills_in({"Loại hồ sơ": "Đoàn giám sát"})
    reader.presses("Tìm")
    reader.reads(CODE, "ĐGS-2024-01")


def test_both_spellings_name_one_agency(entered: Record, sign_in: Callable[..., Person]) -> None:
    """The forms were given "Sở Công thương"; the agency is Sở Công Thương."""
    reader = sign_in("vanphong")
    found = []
    for spelling in ("Sở Công Thương", "Sở Công thương"):
        reader.opens(f"/agencies?q={spelling}")
        found.append(reader.page.locator("main tbody a").first.get_attribute("href"))
    reader.opens(entered.delegation)
    reader.follows("Sở Công Thương")
    assert found == [reader.address] * 2


def test_an_agency_reads_its_own_session_and_proposals_and_no_other_delegation(
    loaded: Record, entered: Record, windows: Windows
) -> None:
    office, officer = windows.sign_in("vanphong"), windows.sign_in("bql-canbo")
    elsewhere = article.enters_delegation_of_another(office)
    for path in (loaded.delegation, loaded.session, loaded.sheet, entered.session):
        officer.opens(path)
    officer.opens("/proposals")
    officer.reads("ĐX-01", "ĐX-04")
    officer.opens("/recommendations")
    officer.reads("ĐGS-2026-01")
    officer.opens(elsewhere, status=404)
    officer.opens("/delegations")
    officer.does_not_read("Quản lý trật tự xây dựng")
    officer.opens("/search?q=trat+tu+xay+dung")
    officer.does_not_read("Quản lý trật tự xây dựng")


# --- reading the page -------------------------------------------------------------------------------------------------


def cells(reader: Person, code: str) -> list[str]:
    """The ten columns of a figure's row."""
    columns = reader.page.locator(f"tr#{code} > th, tr#{code} > td")
    return [" ".join(text.split()) for text in columns.all_inner_texts()]


def printed(reader: Person) -> dict[str, tuple[str, ...]]:
    """The sheet: code → indicator, qualifier, value, unit, period, scope, comparison."""
    codes = [row.get_attribute("id") or "" for row in reader.page.locator("table.data-figure-sheet tbody tr").all()]
    rows = {code: cells(reader, code) for code in codes}
    return {code: (indicator(reader, code), *row[2:8]) for code, row in rows.items()}


def indicator(reader: Person, code: str) -> str:
    """What the figure is of, without the marks of what became of it."""
    said: str = reader.page.locator(f"tr#{code} > th .cell").evaluate("cell => cell.firstChild.textContent")
    return said.strip()


def changes_domestic_investment(secretary: Person, record: Record, amount: str) -> None:
    secretary.opens(record.sheet)
    secretary.follows("Vốn đầu tư trong nước")
    secretary.fills_in({"Giá trị": amount})
    secretary.presses("Lưu số liệu")
