"""An outline: pasted from Word, changed item by item, frozen when it is sent."""

from __future__ import annotations

import unicodedata

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import asking, cast
from tests.cast import Cast
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.outlines import pasting, service
from tracker.outlines.models import Outline
from tracker.outlines.tree import letter, nodes, roman
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
