"""One form for pages and JSON: what it understands, what it refuses and in which words, what it gives back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict

from tracker.core import forms
from tracker.core.messages import SENTENCES


class Sample(forms.Versioned, forms.BaseForm):
    text = forms.LongText("Nội dung", [forms.Needed("Hãy nhập nội dung phát hiện.")], description="Viết ngắn gọn")
    number = forms.Code("Số, ký hiệu")
    due = forms.ViDate("Thời hạn")
    amount = forms.ViDecimal("Số liệu")
    projects = forms.WholeNumber("Số dự án")
    progress = forms.Percent("Tiến độ")
    agency = forms.Choice("Cơ quan", coerce=int, choices=[(1, "Sở Công Thương"), (2, "Ban Quản lý")])
    others = forms.Choices("Cơ quan phối hợp", coerce=int, choices=[(1, "A"), (2, "B"), (3, "C")])
    side = forms.Radio("Phía", choices=[("yes", "Đồng ý"), ("no", "Không đồng ý")])
    urgent = forms.YesNo("Khẩn")
    files = forms.FileList("Tệp")
    tests = forms.Lines("Đóng khi có")


@pytest.fixture(autouse=True)
def _page() -> Iterator[None]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x" * 32, WTF_CSRF_ENABLED=False)
    with app.test_request_context():
        yield


def page(*pairs: tuple[str, Any], **about: Any) -> Sample:
    return Sample(MultiDict(pairs), **about)


def json(**about: Any) -> Sample:
    return Sample(about, wire="json")


def problem(form: Sample, name: str) -> str:
    assert not form.validate()
    return form.problems()[name][0]


def test_page_and_json_give_the_same_answers() -> None:
    typed = page(
        ("text", "  Chậm tiến độ "),
        ("number", "22/GM-ĐGS"),
        ("due", "15/6/2026"),
        ("amount", "18,09"),
        ("projects", "1.200"),
        ("progress", "40%"),
        ("agency", "2"),
        ("others", "3"),
        ("others", "1"),
        ("side", "no"),
        ("urgent", "1"),
        ("tests", "có quyết định\r\n\r\n có biên bản "),
    )
    sent = json(
        text="Chậm tiến độ",
        number="22/GM-ĐGS",
        due="2026-06-15",
        amount="18.09",
        projects=1200,
        progress=40,
        agency=2,
        others=[3, 1],
        side="no",
        urgent=True,
        tests=["có quyết định", "có biên bản"],
    )
    assert typed.validate(), typed.problems()
    assert sent.validate(), sent.problems()
    assert typed.answers == sent.answers
    assert typed.answers["due"] == date(2026, 6, 15)
    assert str(typed.answers["amount"]) == "18.09"
    assert typed.answers["others"] == [1, 3]
    assert typed.answers["tests"] == ["có quyết định", "có biên bản"]


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u00a0\n"])
def test_only_spaces_are_missing(typed: str) -> None:
    assert problem(page(("text", typed)), "text") == "Hãy nhập nội dung phát hiện."
    assert problem(json(text=typed), "text") == "Hãy nhập nội dung phát hiện."


def test_nought_is_an_answer() -> None:
    class Counted(forms.BaseForm):
        projects = forms.WholeNumber("Số dự án", [forms.Needed()])

    assert Counted(MultiDict([("projects", "0")])).validate()
    form = Counted(MultiDict([("projects", "")]))
    assert not form.validate()
    assert form.problems() == {"projects": ["Hãy nhập “Số dự án”."]}


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("due", "31/02/2026", "Ngày không hợp lệ. Nhập dd/mm/yyyy"),
        ("due", "1/1/1944", "Ngày không hợp lệ. Nhập dd/mm/yyyy"),
        ("amount", "18.09", "hai cách"),
        ("amount", "abc", "không phải là số"),
        ("amount", "1,2,3", "hai dấu phẩy"),
        ("projects", "-1", "từ 0 trở lên"),
        ("projects", "1,5", "số nguyên"),
        ("projects", "99999999999", "lớn quá"),
        ("progress", "101", "từ 0 đến 100"),
        ("agency", "9", "trong danh sách"),
        ("agency", "x", "trong danh sách"),
        ("others", "9", "trong danh sách"),
        ("side", "maybe", "trong danh sách"),
    ],
)
def test_a_wrong_answer_on_a_page_says_what_to_do(name: str, typed: str, sentence: str) -> None:
    assert sentence in problem(page(("text", "x"), (name, typed)), name)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("text", 5),
        ("text", ["a"]),
        ("due", "15/06/2026"),
        ("due", 20260615),
        ("amount", 18.09),
        ("amount", "18,09"),
        ("projects", True),
        ("projects", 1.5),
        ("projects", 2**63),
        ("progress", -1),
        ("agency", [1]),
        ("agency", True),
        ("agency", {"id": 1}),
        ("others", 1),
        ("others", [[1]]),
        ("urgent", "yes"),
        ("files", "3"),
        ("files", ["3"]),
        ("tests", "a"),
        ("tests", [1]),
    ],
)
def test_a_wrong_value_in_json_is_refused_by_field(name: str, sent: Any) -> None:
    assert problem(Sample({"text": "x", name: sent}, wire="json"), name)


def test_an_unknown_name_in_json_is_not_passed_over() -> None:
    assert "naem" in problem(json(text="x", naem="y"), "")


def test_what_was_typed_stays_in_the_box_when_it_is_wrong() -> None:
    form = page(("text", ""), ("due", "31/02/2026"), ("amount", "18.09"), ("projects", "<b>"))
    form.validate()
    assert 'value="31/02/2026"' in form.due()
    assert 'value="18.09"' in form.amount()
    assert 'value="&lt;b&gt;"' in form.projects()


def test_what_was_saved_is_shown_the_vietnamese_way() -> None:
    record = SimpleNamespace(due=date(2026, 6, 5), amount=Decimal("1234.50"), tests=["a", "b"], agency=2)
    form = Sample(None, obj=record)
    assert 'value="05/06/2026"' in form.due()
    assert 'value="1.234,50"' in form.amount()
    assert "a\nb" in form.tests()
    assert '<option selected value="2">' in form.agency()


def test_the_browser_is_never_asked_to_check() -> None:
    assert not any(" required" in str(field()) or "maxlength" in str(field()) for field in Sample(None))


def test_dates_and_numbers_are_plain_boxes_with_a_number_pad() -> None:
    form = Sample(None)
    assert 'type="text"' in form.due()
    assert 'inputmode="numeric"' in form.due()
    assert 'inputmode="decimal"' in form.amount()


def test_a_text_too_long_says_how_long_it_is_and_stays() -> None:
    form = page(("text", "x" * 100_001))
    assert "100.001" in problem(form, "text")
    assert "x" * 100_001 in form.text()


def test_names_are_stored_as_one_unicode_spelling() -> None:
    assert page(("text", "Ha\u0309i Pho\u0300ng")).text.data == "Hải Phòng"


def test_in_json_what_is_absent_is_left_alone_and_null_empties() -> None:
    record = SimpleNamespace(text="cũ", due=date(2026, 6, 5), others=[1], urgent=True)
    form = Sample({"due": None}, wire="json", obj=record)
    assert form.validate()
    assert form.sent == {"due": None}
    assert (form.text.data, form.due.data, form.others.data, form.urgent.data) == ("cũ", None, [1], True)


def test_on_a_page_a_box_that_was_not_ticked_is_no() -> None:
    record = SimpleNamespace(text="cũ", others=[1], urgent=True)
    form = page(("text", "x"), obj=record)
    assert form.validate()
    assert (form.others.data, form.urgent.data) == ([], False)


def test_empty_file_boxes_are_no_files() -> None:
    none = FileStorage(BytesIO(b""), filename="")
    some = FileStorage(BytesIO(b"x"), filename="a.txt")
    assert page(("text", "x"), ("files", none), ("files", some)).files.data == [some]


def test_files_are_named_by_id_in_json() -> None:
    form = json(text="x", files=[4, 4, 2])
    assert form.validate()
    assert form.files.data == [4, 2]


def test_the_blank_line_of_a_choice_is_no_answer() -> None:
    assert page(("text", "x"), ("agency", "")).agency.data is None
    assert '<option selected value="">– Chọn –</option>' in page(("text", "x")).agency()


def test_choices_may_stand_in_groups() -> None:
    form = Sample(None)
    form.agency.choices = [(1, "Sở Công Thương", "Sở"), (2, "Ban Quản lý", "Ban")]
    assert '<optgroup label="Sở">' in form.agency()


def test_version_and_once_travel_hidden() -> None:
    form = page(("text", "x"), ("version", "3"), ("once", "abc"))
    assert (form.version.data, form.once.data) == ("3", "abc")
    assert "version" not in form.answers


def test_what_a_service_refuses_is_shown_beside_its_field() -> None:
    form = page(("text", "x"))
    form.validate()
    form.add_problems({"due": ["Quá sớm."], "": ["Đã đóng."]})
    assert form.problems() == {"due": ["Quá sớm."], "": ["Đã đóng."]}


def test_json_needs_no_csrf_and_pages_do() -> None:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x" * 32)
    with app.test_request_context():
        assert json(text="x").validate()
        assert problem(page(("text", "x")), "csrf_token").startswith("Trang này mở đã lâu")


def test_a_form_describes_its_questions() -> None:
    described = {item["name"]: item for item in forms.describe(Sample)}
    assert list(described)[:2] == ["text", "number"]
    assert described["text"] == {
        "name": "text", "label": "Nội dung", "type": "longtext", "required": True, "choices": None,
    }  # fmt: skip
    assert described["agency"]["choices"][0] == {"value": "1", "label": "Sở Công Thương"}
    assert "version" not in described
    assert Sample(None).due.optional
    assert not Sample(None).text.optional


def test_every_sentence_of_the_libraries_has_a_vietnamese_one() -> None:
    assert len(SENTENCES) >= 35
    assert not any(str(text).isascii() for text in SENTENCES.values())
