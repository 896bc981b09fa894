"""How official papers are written (NĐ 30/2020, Phụ lục I), and what a layout becomes as Word and as PDF."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.enum.section import WD_SECTION
from docx.shared import Mm, Pt
from fontpkg_source_serif_4 import ROOT as FONT
from PIL import ImageFont

from tracker.documents import nd30
from tracker.documents.kinds import KINDS, annex, issuers, urging
from tracker.documents.kinds.issuers import Issuer
from tracker.documents.layout import Each, Layout, Table, Text, to
from tracker.documents.models import DocumentNumber
from tracker.documents.nd30 import DOTS
from tracker.documents.pdf.setting import set_pages
from tracker.documents.placeholders import Facts, example
from tracker.documents.word.building import built
from tracker.documents.word.filling import fill
from tracker.documents.word.page import text_width
from tracker.oversight_reports.writing.blanks import dotted

AT = datetime(2026, 6, 15, tzinfo=UTC)
ALL_LETTERS = (
    "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
    "AÁÀẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬBCDĐEÉÈẺẼẸÊẾỀỂỄỆGHIÍÌỈĨỊKLMNOÓÒỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢPQRSTUÚÙỦŨỤƯỨỪỬỮỰVXYÝỲỶỸỴ"
)
HEAD = Issuer("", "ĐOÀN GIÁM SÁT", "TM. ĐOÀN GIÁM SÁT", "TRƯỞNG ĐOÀN", "PHÓ TRƯỞNG ĐOÀN", "Nguyễn Văn Mẫu")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 9, 30), "ngày 30 tháng 9 năm 2026"),
        (date(2026, 12, 10), "ngày 10 tháng 12 năm 2026"),
        (None, f"ngày {DOTS} tháng {DOTS} năm {DOTS}"),
    ],
)
def test_days_below_ten_and_the_months_one_and_two_bear_a_nought(day: date | None, words: str) -> None:
    assert nd30.day_of(day) == words


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (5, "Số: 05/BB-ĐGS"),
        (12, "Số: 12/BB-ĐGS"),
        (104, "Số: 104/BB-ĐGS"),
        ("5/TB-HĐND", "Số: 05/TB-HĐND"),
        ("05/TB-HĐND", "Số: 05/TB-HĐND"),
        ("7", "Số: 07/BB-ĐGS"),
        ("ĐB 3", "Số: ĐB 3"),
        (None, f"Số:{nd30.BLANK}/BB-ĐGS"),
        ("", f"Số:{nd30.BLANK}/BB-ĐGS"),
    ],
)
def test_a_number_below_ten_bears_a_nought_and_none_leaves_room(number: Any, line: str) -> None:
    assert nd30.number_line(number, "BB-ĐGS") == line


def test_points_are_lettered_without_f() -> None:
    assert [nd30.letter(n) for n in range(9)] == ["a", "b", "c", "d", "đ", "e", "g", "h", "i"]


def test_grounds_end_in_semicolons_and_the_last_in_a_full_stop() -> None:
    assert nd30.bases(["Căn cứ A", "Căn cứ B;", "Căn cứ C."]) == ["Căn cứ A;", "Căn cứ B;", "Căn cứ C."]


@pytest.mark.parametrize(
    ("council", "place"),
    [
        ("HĐND thành phố Hải Phòng", "Hải Phòng"),
        ("Hội đồng nhân dân tỉnh Điện Biên", "Điện Biên"),
        ("HĐND phường An Dương", "An Dương"),
        ("HĐND phường 12", "Phường 12"),
        ("HĐND Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("HĐND đặc khu Cát Hải", "Cát Hải"),
    ],
)
def test_the_place_is_the_name_of_the_unit(council: str, place: str) -> None:
    assert nd30.place_of(council) == place


def test_who_signs_bears_no_academic_title() -> None:
    assert nd30.without_titles("PGS.TS. Nguyễn Văn Mẫu") == "Nguyễn Văn Mẫu"
    assert nd30.without_titles("Tsô Văn Mẫu") == "Tsô Văn Mẫu"
    assert nd30.without_titles("Lê Thị Ghi") == "Lê Thị Ghi"


def test_a_missing_fact_is_dots_and_never_none() -> None:
    assert [nd30.filled(value) for value in (None, "", "  ", 0)] == [DOTS, DOTS, DOTS, "0"]
    assert nd30.lines(None) == [DOTS]
    assert nd30.hour_of(None) == f"{DOTS} giờ {DOTS} phút"
    assert nd30.hour_of(time(8, 5)) == "08 giờ 05 phút"


@pytest.mark.parametrize(
    ("signing", "lines"),
    [
        ("self", ["TM. ĐOÀN GIÁM SÁT", "TRƯỞNG ĐOÀN"]),
        ("deputy", ["TM. ĐOÀN GIÁM SÁT", "KT. TRƯỞNG ĐOÀN", "PHÓ TRƯỞNG ĐOÀN"]),
        ("by_order", ["TL. TRƯỞNG ĐOÀN", "CHÁNH VĂN PHÒNG"]),
        ("authorised", ["TUQ. TRƯỞNG ĐOÀN", "CHÁNH VĂN PHÒNG"]),
        ("acting", ["TM. ĐOÀN GIÁM SÁT", "Q. TRƯỞNG ĐOÀN"]),
    ],
)
def test_the_block_above_the_name_says_in_whose_place_one_signs(signing: str, lines: list[str]) -> None:
    given = DocumentNumber(signing=signing, signer_office="Chánh Văn phòng", signer="")
    assert issuers.block(HEAD, given) == lines


def test_a_deputy_who_is_not_named_is_not_guessed() -> None:
    assert issuers.signer(HEAD, None) == "Nguyễn Văn Mẫu"
    assert issuers.signer(HEAD, DocumentNumber(signing="deputy", signer="")) == DOTS
    assert issuers.signer(HEAD, DocumentNumber(signing="deputy", signer="TS. Lê Văn Phó")) == "Lê Văn Phó"


# --- Word and PDF -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_every_template_is_in_the_form_of_the_decree(name: str) -> None:
    kind = KINDS[name]
    document = docx.Document(io.BytesIO(built(kind.layout, str(kind.label))))
    section = document.sections[0]
    width, height = (Mm(297), Mm(210)) if kind.layout.landscape else (Mm(210), Mm(297))
    assert (abs(section.page_width - width), abs(section.page_height - height)) < (Mm(0.1), Mm(0.1))
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert section.different_first_page_header_footer, "the number is hidden on the first page"
    assert "PAGE" in section.header._element.xml
    assert 'w:jc w:val="center"' in section.header._element.xml
    assert not [
        part for part in document.part.package.iter_parts() if "font" in part.partname and "Table" not in part.partname
    ]


@pytest.mark.parametrize("name", KINDS)
def test_word_and_pdf_say_the_same_in_the_same_order(name: str) -> None:
    kind = KINDS[name]
    facts = example(kind.placeholders)
    word = docx.Document(io.BytesIO(fill(built(kind.layout, "x"), facts)))
    pages = pypdf.PdfReader(io.BytesIO(set_pages(kind.layout, facts, "x", at=AT))).pages
    printed = squeezed(" ".join(page.extract_text() for page in pages))
    for paragraph in word.paragraphs:
        assert "{{" not in paragraph.text
        assert "{%" not in paragraph.text
        assert squeezed(paragraph.text) in printed


@pytest.fixture(scope="module")
def long_annex() -> Facts:
    """Of so many rows that it takes several pages; one of them is higher than a page."""
    facts = example(KINDS["annex"].placeholders)
    line = facts["doan"][0]["co_quan"][0]["dong"][0]
    lines = [line | {"stt": str(n), "noi_dung": f"DAU{n} " + "nội dung " * 28 + f"CUOI{n}"} for n in range(1, 25)]
    lines[11] = lines[11] | {"ket_qua": "rất dài " * 700 + "HET"}
    groups = [{"ten": f"Sở thứ {n}", "dong": lines[n * 2 : n * 2 + 2]} for n in range(12)]
    return facts | {"doan": [{"ten": "ĐGS-2026-01. Công nghiệp", "co_quan": groups}], "ma_qr": ""}


def test_rows_of_the_annex_stay_whole_headings_with_their_rows_and_the_code_with_the_totals(
    long_annex: Facts,
) -> None:
    layout = KINDS["annex"].layout
    pages = pypdf.PdfReader(io.BytesIO(set_pages(layout, long_annex, "x", at=AT))).pages
    texts = [page.extract_text() for page in pages]
    place = {word: number for number, text in enumerate(texts) for word in text.split()}
    assert len(texts) > 4
    assert "HET" in place, "a row that no page holds goes on on the next one"
    assert all(place[f"DAU{n}"] == place[f"CUOI{n}"] for n in range(1, 25) if n != 12)
    for text in texts:
        last = [line for line in text.splitlines() if line.strip()][-1]
        assert not last.startswith("Sở thứ"), "a heading stands alone at the foot of a page"
    assert "Tổng" in texts[-1]
    assert len(pages[-1].extract_text().split()) > 40, "the last page holds more than the code"


def test_in_word_too_rows_of_the_annex_are_kept_whole_and_headings_with_the_next(long_annex: Facts) -> None:
    word = docx.Document(io.BytesIO(fill(built(KINDS["annex"].layout, "x"), long_annex)))
    [table] = word.tables
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    kept = {row.cells[0].text for row in table.rows if row.cells[0].paragraphs[0].paragraph_format.keep_with_next}
    totals = ""
    assert kept == {"ĐGS-2026-01. Công nghiệp", *(f"Sở thứ {n}" for n in range(12)), "24", totals}


@pytest.mark.parametrize("many", range(9, 18))
def test_the_totals_stand_on_the_page_of_the_last_row(long_annex: Facts, many: int) -> None:
    line = long_annex["doan"][0]["co_quan"][0]["dong"][0]
    rows = [line | {"stt": str(n), "noi_dung": f"DAU{n} {'nội dung ' * 12}"} for n in range(1, many + 1)]
    groups = [{"ten": "ĐGS-2026-01. Công nghiệp", "co_quan": [{"ten": "Sở A", "dong": rows}]}]
    layout = KINDS["annex"].layout
    pages = pypdf.PdfReader(io.BytesIO(set_pages(layout, long_annex | {"doan": groups}, "x", at=AT))).pages
    last = pages[-1].extract_text()
    assert f"DAU{many}" in last
    assert "Tổng số" in last


def test_the_code_of_the_annex_stands_below_its_table() -> None:
    layout, facts = KINDS["annex"].layout, example(KINDS["annex"].placeholders)
    word = docx.Document(io.BytesIO(fill(built(layout, "x"), facts)))
    assert len(word.inline_shapes) == 1
    assert word.tables[0]._tbl.xpath(".//w:drawing") == []
    assert word.paragraphs[-1]._p.xpath(".//w:drawing")
    page = pypdf.PdfReader(io.BytesIO(set_pages(layout, facts, "x", at=AT))).pages[-1]
    assert top_of_code(page) < foot_of("Tổng", page)


def top_of_code(page: Any) -> float:
    """Points above the foot of the page; nothing but the code is drawn to a scale of its own."""
    found: list[float] = []

    def look(operator: bytes, at: Any, matrix: list[float], _text: Any) -> None:
        if operator == b"m" and abs(matrix[0]) > 1.01:
            found.append(matrix[3] * float(at[1]) + matrix[5])

    page.extract_text(visitor_operand_before=look)
    return max(found)


def foot_of(word: str, page: Any) -> float:
    found: list[float] = []

    def look(text: str, matrix: list[float], place: list[float], _font: Any, _size: float) -> None:
        if word in text:
            found.append(matrix[3] * place[5] + matrix[5])

    page.extract_text(visitor_text=look)
    return min(found)


def test_every_column_of_the_annex_has_room_for_what_cannot_be_broken() -> None:
    """Dates with their comma, rates of 100 % and the words of the headings, in the wider font of the PDF."""
    columns = {cell.name: width - 2 * INSET for cell, width in zip(annex.CELLS, annex.WIDTHS, strict=True)}
    for name in ("van_ban", "thoi_han", "ket_qua", "huong_xu_ly", "ghi_chu"):
        assert columns[name] >= printed_width("25/05/2026,"), name
    for name in ("da_xong", "dang_lam", "chua_lam"):
        assert columns[name] >= printed_width("(100,0\u00a0%)", bold=True), name
    for (name, room), heading in zip(columns.items(), annex.HEADINGS, strict=True):
        assert room >= max(printed_width(word, bold=True) for word in heading.split()), name
    assert sum(annex.WIDTHS) <= text_width(landscape=True)


INSET = 1.1
"""mm at each side of a cell."""


def printed_width(words: str, *, bold: bool = False) -> float:
    """mm in the letters of the annex."""
    font = ImageFont.truetype(str(Path(FONT) / "files" / "SourceSerif4[opsz,wght].ttf"), 1000)
    [size] = [element.size for element in annex.LAYOUT.elements if isinstance(element, Table)]
    font.set_variation_by_axes([700 if bold else 400, size])
    return float(font.getlength(words)) / 1000 * size * 25.4 / 72


@pytest.mark.parametrize("name", ["report", "outline_letter"])
def test_the_pages_of_an_appendix_are_numbered_by_themselves(name: str) -> None:
    """NĐ 30/2020, Phụ lục I: from 1 again, and as in the document itself the first page bears no number."""
    facts = example(KINDS[name].placeholders)
    facts |= {"muc": facts["muc"] * 25, "phu_luc": facts.get("phu_luc", []) * 25}
    layout = KINDS[name].layout
    pages = pypdf.PdfReader(io.BytesIO(set_pages(layout, facts, "x", at=AT))).pages
    first = [page.extract_text().strip().splitlines()[0].strip() for page in pages]
    begins = first.index("Phụ lục")
    assert first[1:begins] == [str(n) for n in range(2, begins + 1)]
    assert first[begins + 1 :] == [str(n) for n in range(2, len(first) - begins + 1)]
    assert first[begins + 1 :]
    word = docx.Document(io.BytesIO(fill(built(layout, "x"), facts)))
    assert len(word.sections) == 2
    for section in word.sections:
        assert section._sectPr.xpath("./w:pgNumType/@w:start") == ["1"]
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
        assert section.start_type == WD_SECTION.NEW_PAGE
        assert round(section.left_margin.mm) == 30


def test_a_report_without_appendix_is_one_section() -> None:
    facts = example(KINDS["report"].placeholders) | {"phu_luc": []}
    word = docx.Document(io.BytesIO(fill(built(KINDS["report"].layout, "x"), facts)))
    [section] = word.sections
    assert "PAGE" in section.header._element.xml


@pytest.mark.parametrize(
    ("draft", "printed"),
    [
        ("Căn cứ: văn bản thành lập Đoàn: chưa có thông tin.", f"Căn cứ: văn bản thành lập Đoàn: {DOTS}."),
        ("Về:\n- Phạm vi, đối tượng: chưa có thông tin.", f"Về:\n- Phạm vi, đối tượng: {DOTS}."),
        ("- chưa có thông tin.", f"- {DOTS}."),
        (
            "- Chưa có thông tin (phối hợp: Sở A): trình đề án; thời hạn: chưa có thông tin [KN-01].",
            f"- {DOTS} (phối hợp: Sở A): trình đề án; thời hạn: {DOTS} [KN-01].",
        ),
        ("- Sở A chưa có thông tin về dự án [PH-01].", "- Sở A chưa có thông tin về dự án [PH-01]."),
        ("Chưa có thông tin về dự án.", "Chưa có thông tin về dự án."),
    ],
)
def test_dots_stand_in_the_document_where_the_draft_says_that_nothing_is_known(draft: str, printed: str) -> None:
    assert dotted(draft) == printed


def test_the_last_addressee_ends_the_list() -> None:
    facts = {"nhieu_noi_nhan": "1", "kinh_gui": ["Sở A", "Sở B"], "dia_chi": "http://x"}
    word = docx.Document(io.BytesIO(fill(built(Layout(to()), "x"), facts)))
    assert [paragraph.text for paragraph in word.paragraphs] == ["Kính gửi:", "- Sở A;", "- Sở B."]
    pdf = pypdf.PdfReader(io.BytesIO(set_pages(Layout(to()), facts, "x", at=AT)))
    assert "SởB." in squeezed(pdf.pages[0].extract_text())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "words", ['A & <b>"x"</b> *y* #z $1$', "{{ 7*7 }} {% raw %}", '#import "x" \\ `code` @ref', "a\u00a0b"]
)
def test_what_people_write_stays_text(words: str) -> None:
    layout = Layout((Text("{{ loi }}"), Each("cac_loi", "l", (Text("- {{ l }}"),))))
    facts = {"loi": words, "cac_loi": [words], "dia_chi": "http://x"}
    word = docx.Document(io.BytesIO(fill(built(layout, words), facts)))
    assert [paragraph.text for paragraph in word.paragraphs] == [words, f"- {words}"]
    pdf = pypdf.PdfReader(io.BytesIO(set_pages(layout, facts, words, at=AT)))
    assert squeezed(words) in squeezed(pdf.pages[0].extract_text())


def test_the_pdf_has_every_vietnamese_letter_in_one_serif_inside_it() -> None:
    ways = [Text("{{ chu }}", bold=bold, italic=italic) for bold in (False, True) for italic in (False, True)]
    layout = Layout(tuple(ways))
    pdf = pypdf.PdfReader(io.BytesIO(set_pages(layout, {"chu": ALL_LETTERS, "dia_chi": "http://x"}, "x", at=AT)))
    text = squeezed(pdf.pages[0].extract_text())
    assert text.count(squeezed(ALL_LETTERS)) == 4
    fonts = {font for font in fonts_of(pdf) if font}
    assert {font.partition("+")[2][: len("SourceSerif4")] for font in fonts} == {"SourceSerif4"}, (
        "no letter is borrowed"
    )


def fonts_of(pdf: pypdf.PdfReader) -> list[str]:
    fonts = [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]
    return [str(font["/BaseFont"]).lstrip("/") for font in fonts]


def test_the_pages_of_a_pdf_are_numbered_from_the_second_on() -> None:
    layout = Layout(tuple(Text("Một đoạn văn khá dài để sang trang. " * 12) for _n in range(28)))
    pdf = pypdf.PdfReader(io.BytesIO(set_pages(layout, {"dia_chi": "http://x"}, "x", at=AT)))
    first = [page.extract_text().strip().splitlines()[0].strip() for page in pdf.pages]
    assert len(first) > 2
    assert first[0].startswith("Một")
    assert first[1:] == [str(n) for n in range(2, len(first) + 1)]


def test_what_urges_counts_only_urgings_up_to_itself() -> None:
    class One:
        def __init__(self, id: int, kind: str) -> None:
            self.id, self.kind, self.assignment = id, kind, None

    ones = [One(1, "urge"), One(2, "explanation"), One(3, "urge"), One(4, "urge")]
    for one in ones:
        one.assignment = type("Task", (), {"measures": ones})  # type: ignore[assignment]
    assert [urging.times_urged(one) for one in ones] == ["1", "", "2", "3"]  # type: ignore[arg-type]
