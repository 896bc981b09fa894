"""An outline: pasted from Word, changed item by item, frozen when it is sent."""

from __future__ import annotations

import unicodedata

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import asking, cast
from tests.cast import Cast
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.outlines import parts, pasting, service
from tracker.outlines.models import Outline
from tracker.outlines.tree import letter, nodes, roman
from tracker.plans import outlining
from tracker.reporting import periods
from tracker.reporting.periods import BadPeriod


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def told(outline: Outline) -> list[str]:
    return [f"{node.path} {node.item.text}" for node in nodes(outline.items)]


def test_the_numbers_are_those_of_an_office() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 39, 40)] == ["I", "IV", "IX", "XIV", "XXXIX", "40"]
    assert [letter(n) for n in range(7)] == ["a", "b", "c", "d", "đ", "e", "g"]


def test_an_outline_is_pasted_from_word(people: Cast) -> None:
    outline = asking.outline(people)
    assert told(outline) == [
        "I Đặc điểm tình hình",
        "II Kết quả thực hiện",
        "II.1 Thu hút đầu tư vào khu công nghiệp",
        "II.2 Nhà ở cho người lao động",
        "III Kiến nghị, đề xuất",
    ]
    assert [item.required for item in outline.items] == [True, False, True, True, False]
    lines = asking.item(outline, "Thu hút").figures
    assert [(line.indicator, line.unit, line.each, line.scope) for line in lines] == [
        ("Số dự án thu hút", "dự án", "year", "KCN, KKT"),
        ("Tổng vốn đầu tư", "tỷ USD", "", "KCN, KKT"),
    ]
    assert [cell.key for cell in lines[0].cells] == ["2022", "2023", "2024"]


def test_text_that_comes_decomposed_is_the_same_outline(people: Cast) -> None:
    outline = asking.outline(people, unicodedata.normalize("NFD", asking.OUTLINE))
    assert "II.2 Nhà ở cho người lao động" in told(outline)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Số dự án\tdự án", "Dòng 2: cần 3 hoặc 4 cột"),
        ("Số dự án\tdự án\tnăm ngoái", "Dòng 2: kỳ “năm ngoái” chưa đúng"),
        ("Số dự án\tdự án\t2024 - 2021", "Năm kết thúc phải từ năm bắt đầu trở đi"),
        ("\tdự án\t2024", "thiếu chỉ tiêu hoặc đơn vị"),
        ("Số dự án\tdự án\ttừng quý 1990 - 2026", "kỳ này dài quá"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_added(people: Cast, line: str, said: str) -> None:
    outline = asking.outline(people)
    with pytest.raises(Invalid) as refused:
        service.paste(outline, {"text": f"1. Kết quả\n{line}"}, people.secretary)
    assert said in refused.value.errors["text"][0]
    assert len(outline.items) == 5


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2024", "năm 2024"),
        ("năm 2024", "năm 2024"),
        ("2021-2023", "giai đoạn 2021 - 2023"),
        ("giai đoạn 2021 – 2023", "giai đoạn 2021 - 2023"),
        ("Quý III/2024", "quý III/2024"),
        ("quý 3 năm 2024", "quý III/2024"),
        ("luỹ kế", "lũy kế đến nay"),
        ("từng năm 2021 - 2023", "từng năm 2021 - 2023"),
        ("hằng quý 2024", "từng quý 2024"),
    ],
)
def test_a_period_is_read_as_offices_write_it(people: Cast, typed: str, read: str) -> None:
    period, each = periods.parse(typed)
    assert periods.words(period, each) == read
    again = periods.parse(periods.typed({**period.facts, "each": each}))
    assert again == (period, each)


@pytest.mark.parametrize("typed", ["", "24", "quý 5/2024", "1900", "2024 - 2021", "tháng 3/2024", "31/02/2024"])
def test_what_is_no_period_is_refused(people: Cast, typed: str) -> None:
    with pytest.raises(BadPeriod):
        periods.parse(typed)


def test_items_move_with_what_stands_under_them(people: Cast) -> None:
    outline = asking.outline(people)
    service.move(asking.item(outline, "Kết quả"), "up", people.secretary)
    assert told(outline)[:3] == [
        "I Kết quả thực hiện",
        "I.1 Thu hút đầu tư vào khu công nghiệp",
        "I.2 Nhà ở cho người lao động",
    ]
    service.move(asking.item(outline, "Nhà ở"), "in", people.secretary)
    assert "I.1.a Nhà ở cho người lao động" in told(outline)
    service.move(asking.item(outline, "Nhà ở"), "out", people.secretary)
    assert "I.2 Nhà ở cho người lao động" in told(outline)
    service.remove_item(asking.item(outline, "Kết quả"), people.secretary)
    assert told(outline) == ["I Đặc điểm tình hình", "II Kiến nghị, đề xuất"]


def test_an_item_never_stands_under_itself_nor_deeper_than_a_point(people: Cast) -> None:
    outline = asking.outline(people)
    results, homes = asking.item(outline, "Kết quả"), asking.item(outline, "Nhà ở")
    for item, parent in ((results, homes.id), (results, results.id)):
        with pytest.raises(Invalid):
            service.edit_item(item, {"text": item.text, "parent_id": parent}, people.secretary)
    service.move(asking.item(outline, "Nhà ở"), "in", people.secretary)
    with pytest.raises(Invalid):
        service.edit_item(results, {"text": "x", "parent_id": asking.item(outline, "Đặc điểm").id}, people.secretary)


def test_the_table_of_an_item_stands_in_its_box_as_it_was_typed(people: Cast) -> None:
    item = asking.item(asking.outline(people), "Thu hút")
    typed = pasting.table_of(item.figures)
    assert typed.splitlines() == [
        "Số dự án thu hút | dự án | từng năm 2022 - 2024 | KCN, KKT",
        "Tổng vốn đầu tư | tỷ USD | 2021 - 2023 | KCN, KKT",
    ]
    before = [line.id for line in item.figures]
    service.edit_item(item, {"text": item.text, "parent_id": item.parent_id, "table": typed}, people.secretary)
    assert [line.id for line in item.figures] == before


def test_what_was_sent_stays_and_a_change_is_a_new_version(people: Cast) -> None:
    request = asking.sent(people)
    outline = request.outline
    with pytest.raises(Impossible):
        service.add_item(outline, {"text": "Thêm"}, people.secretary)
    fresh = service.new_version(outline, people.secretary)
    assert (fresh.number, fresh.code, told(fresh)) == (2, "ĐC-02", told(outline))
    assert [item.origin for item in fresh.items] == [item.id for item in outline.items]
    with pytest.raises(Impossible):
        service.new_version(outline, people.secretary)


@pytest.mark.parametrize("name", ["member", "head", "deputy", "officer_a"])
def test_only_office_and_secretary_write_an_outline(people: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        asking.outline(people, by=name)


# --- tables with bars, lines that are parts of another ----------------------------------------------------------------

BARS = """I. Kết quả thu hút
| TT | Chỉ tiêu | Đơn vị | Kỳ |
|----|:---------|-------:|----|
| 1 | Tổng vốn đầu tư | tỷ USD | từng năm 2022 - 2023 |
| 2 | Số doanh nghiệp | đơn vị | 2023 |
II. Khó khăn"""
PARTS = """I. Kết quả thu hút
Tổng vốn đầu tư | tỷ USD | từng năm 2022 - 2023 | KCN
- Vốn nước ngoài | tỷ USD | từng năm 2022 - 2023 | KCN
+ Vốn Nhật Bản | tỷ USD | từng năm 2022 - 2023 | KCN
- Trong đó: vốn trong nước | tỷ USD | từng năm 2022 - 2023 | KCN
Số dự án | dự án | 2023"""


def test_a_table_with_bars_is_a_table(people: Cast) -> None:
    outline = asking.outline(people, BARS)
    assert told(outline) == ["I Kết quả thu hút", "II Khó khăn"]
    assert [(line.indicator, line.unit) for line in outline.items[0].figures] == [
        ("Tổng vốn đầu tư", "tỷ USD"),
        ("Số doanh nghiệp", "đơn vị"),
    ]


def test_a_line_is_declared_part_of_one_above_and_stands_in_its_box_so(people: Cast) -> None:
    lines = asking.outline(people, PARTS).items[0].figures
    assert [(line.depth, line.indicator) for line in lines] == [
        (0, "Tổng vốn đầu tư"),
        (1, "Vốn nước ngoài"),
        (2, "Vốn Nhật Bản"),
        (1, "vốn trong nước"),
        (0, "Số dự án"),
    ]
    assert [line["depth"] for line in pasting.table(pasting.table_of(lines))] == [0, 1, 2, 1, 0]
    whole, foreign, japan, domestic, _number = lines
    assert parts.wholes(lines, lambda line: line.depth) == [(whole, [foreign, domestic]), (foreign, [japan])]


def test_parts_are_frozen_with_the_version_and_go_into_the_next(people: Cast) -> None:
    asking.outline(people, PARTS)
    fresh = service.new_version(asking.sent(people).outline, people.secretary)
    assert [line.depth for line in fresh.items[0].figures] == [0, 1, 2, 1, 0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("| Số dự án | dự án |", "Dòng 2: cần 3 hoặc 4 cột"),
        ("Số dự án | dự án", "Dòng 2: cần 3 hoặc 4 cột"),
        ("- Vốn | tỷ USD | 2023", "Dòng 2: dòng thành phần (trong đó) phải đứng dưới dòng tổng"),
        ("Vốn | tỷ USD | 2023\n- FDI | triệu USD | 2023", "phải cùng đơn vị và cùng kỳ"),
        ("Vốn | tỷ USD | 2023\n- FDI | tỷ USD | 2022", "phải cùng đơn vị và cùng kỳ"),
        ("Vốn | tỷ USD | 2023\nTrong đó: | | |", "Hãy ghi dấu - trước từng chỉ tiêu thành phần."),
        ("Vốn | tỷ USD | 2023\nVốn | tỷ USD | 2023", "“Vốn” đã có trong bảng"),
    ],
)
def test_a_line_of_a_table_that_cannot_be_read_is_named(people: Cast, line: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        pasting.read(f"I. Kết quả\n{line}")
    assert said in refused.value.errors["text"][0]
    with pytest.raises(Invalid) as refused:
        outlining.read(f"I. Kết quả\n{line}")
    assert said in refused.value.errors["outline"][0]


def test_a_template_keeps_what_is_part_of_what() -> None:
    drafts = outlining.read(PARTS)
    assert [line["depth"] for line in drafts[0].figures] == [0, 1, 2, 1, 0]
    assert outlining.read(outlining.written(drafts)) == drafts


def test_a_numbered_item_may_hold_a_bar(people: Cast) -> None:
    assert told(asking.outline(people, "I. Kết quả\n1. Cấp mới | điều chỉnh")) == [
        "I Kết quả",
        "I.1 Cấp mới | điều chỉnh",
    ]


def test_guidance_is_pasted_with_its_item() -> None:
    text = "I. Kết quả\n> Nêu rõ từng năm | không làm tròn\nSố dự án | dự án | 2024\n>Kèm phụ lục\nII. Kiến nghị"
    drafts = pasting.read(text)
    assert [(draft.text, draft.guidance) for draft in drafts] == [
        ("Kết quả", "Nêu rõ từng năm | không làm tròn\nKèm phụ lục"),
        ("Kiến nghị", ""),
    ]
    assert len(drafts[0].figures) == 1
    with pytest.raises(Invalid) as wrong:
        pasting.read("> Nêu rõ\nI. Kết quả")
    assert wrong.value.errors == {"text": ["Dòng 1: dòng hướng dẫn (>) phải đứng dưới một mục."]}
