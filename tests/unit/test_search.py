"""Search: the same answers on both databases, only what one may read, and never an error."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import Session

from tracker.accounts import access
from tracker.accounts.access import Kind
from tracker.accounts.actor import SYSTEM, Actor, Place
from tracker.core import clock
from tracker.extensions import db
from tracker.organizations.models import Council
from tracker.search import queries, service
from tracker.search.snippets import Piece, mark, snippet
from tracker.search.words import asked_words, code_key, index_words, matches

TEXT = "khu kinh tế đường Điện Biên Phủ kiến nghị giải ngân vốn FDI cấp nước Ủy ban sở Công Thương 18,09 2026"
WORDS = TEXT.split()


@pytest.fixture
def council(db_session: Session) -> Council:
    council = Council(code="HP", name="HĐND thành phố", level="province")
    db_session.add(council)
    db_session.flush()
    return council


def put(council: Council, id: int, title: str, *texts: str, **about: Any) -> None:
    service.index(kind="note", subject_id=id, council_id=council.id, title=title, texts=texts, **about)


def ids(question: str, may_read: ColumnElement[bool] | None = None, **about: Any) -> list[int]:
    found = queries.search_where(question, true() if may_read is None else may_read, **about)
    return [row.subject_id for row in found.rows]


def marked(pieces: tuple[Piece, ...]) -> str:
    return "".join(f"[{text}]" if found else text for text, found in pieces)


@pytest.mark.parametrize(
    "question",
    [
        "khu kinh te", "Khu kinh tế", "KINH TẾ khu", "kinh", "duong dien bien", "đường Điện Biên Phủ", "dươ",
        "Khu kinh t\u00ea\u0301", "“khu kinh tế”", "hòa bình", "hoà binh", "12/NQ-HĐND", "18,09",
    ],
)  # fmt: skip
def test_words_are_found_in_any_spelling(council: Council, question: str) -> None:
    put(council, 1, "Khu kinh tế Đình Vũ", "Đường Điện Biên Phủ; hoà bình; Nghị quyết 12/NQ-HĐND; 18,09 tỷ USD")
    put(council, 2, "Cấp nước")
    assert ids(question) == [1]


def test_all_words_must_be_there_and_only_the_last_may_be_a_beginning(council: Council) -> None:
    put(council, 1, "Giải ngân vốn đầu tư công")
    assert ids("vốn giải") == [1]
    assert ids("giải ngâ") == [1]
    assert ids("gi ngân") == []
    assert ids("giải ngân chậm") == []


@pytest.mark.parametrize("question", ["KN-2026-014", "kn 2026 14", "kn-2026-14", "KN2026-014", "kn 2026 014"])
def test_a_code_is_found_however_it_is_spelt_and_comes_first(council: Council, question: str) -> None:
    put(council, 1, "Kiến nghị", code="KN-2026-014", day=date(2026, 1, 1))
    put(council, 2, "Nhắc lại KN 2026 14, KN2026 014, kn 2026 140", code="PH-2026-001", day=date(2026, 5, 1))
    put(council, 3, "Kiến nghị", code="KN-2026-114", day=date(2026, 6, 1))
    found = ids(question)
    assert found[0] == 1
    assert 3 not in found


def test_codes_with_vietnamese_letters_are_found(council: Council) -> None:
    put(council, 1, "Giám sát khu kinh tế", code="ĐGS-2024-01")
    assert ids("dgs 2024 1") == ids("ĐGS-2024-01") == ids("đgs2024-01") == [1]


def test_the_newest_comes_first(council: Council) -> None:
    for id, day in ((1, date(2026, 1, 1)), (2, date(2026, 3, 1)), (3, date(2026, 2, 1)), (4, date(2026, 3, 1))):
        put(council, id, "Khu kinh tế", day=day)
    assert ids("kinh te") == [4, 2, 3, 1]


def test_pages_neither_repeat_nor_lose_a_record(council: Council) -> None:
    for id in range(1, 26):
        put(council, id, "KN 2026 7 khu kinh tế", code="KN-2026-007" if id == 5 else "", day=date(2026, 1, id))
    pages = [queries.search_where("KN-2026-7", true(), page=page, size=10) for page in (1, 2, 3)]
    shown = [row.subject_id for page in pages for row in page.rows]
    assert shown[0] == 5
    assert sorted(shown) == list(range(1, 26))
    assert [page.total for page in pages] == [25, 25, 25]
    assert [page.has_next for page in pages] == [True, True, False]


def test_a_changed_record_is_found_by_its_new_words_only(council: Council) -> None:
    put(council, 1, "Khu kinh tế", day=date(2026, 1, 1))
    put(council, 1, "Khu công nghiệp")
    assert ids("kinh te") == []
    assert ids("cong nghiep") == [1]
    assert queries.search_where("cong nghiep", true()).rows[0].day == date(2026, 1, 1)


def test_a_removed_record_is_not_found(council: Council) -> None:
    put(council, 1, "Khu kinh tế")
    service.remove(kind="note", subject_id=1)
    assert ids("kinh te") == []


def test_the_index_can_be_made_anew(council: Council) -> None:
    put(council, 1, "Khu kinh tế")
    service.rebuild()
    assert ids("kinh te") == [1]


def test_a_new_record_is_of_today(council: Council) -> None:
    put(council, 1, "Khu kinh tế")
    assert queries.search_where("kinh te", true()).rows[0].day == clock.today()


def test_what_may_not_be_read_is_neither_shown_nor_counted(council: Council) -> None:
    put(council, 1, "Khu kinh tế", code="KN-2026-001")
    found = queries.search_where("KN-2026-001", false())
    assert (found.rows, found.total) == ((), 0)


def test_each_kind_is_asked_by_its_own_rule(
    council: Council, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Council(code="X", name="Xã khác", level="commune")
    db_session.add(other)
    db_session.flush()

    def kind(name: str, visible: ColumnElement[bool]) -> Kind:
        return Kind(
            name=name,
            model=Council,
            label=name,
            plural=name,
            visible=lambda actor: visible if actor is SYSTEM else false(),
            place=lambda row: Place(council_id=row.id),
            title=lambda row: row.name,
        )

    for made in (kind("open", true()), kind("own", Council.code == "HP"), kind("secret", false())):
        monkeypatch.setitem(access.KINDS, made.name, made)
        for row in (council, other):
            service.index(kind=made.name, subject_id=row.id, council_id=row.id, title="Khu kinh tế")
    found = queries.search("kinh te", SYSTEM)
    expected = {("open", council.id), ("open", other.id), ("own", council.id)}
    assert {(row.kind, row.subject_id) for row in found.rows} == expected
    assert found.total == 3
    assert queries.search("kinh te", SYSTEM, kinds=["own"]).total == 1
    assert queries.search("kinh te", Actor(id=1, username="x", name="X")).total == 0


@pytest.mark.parametrize(
    "question",
    [
        "", "   ", "%", "_", "'", '"', "\\", "*", "a*", '"a', "a AND", "NOT", "OR a", "NEAR(a b)", "a:b", "folded:a",
        "-a", "(", "a & b | !c", "<->", "a:*", "\x00", "\ud800", "😀", "汉字", "e\u0301" * 300, "%" * 10_000,
        "a" * 100_000,
        " ".join(f"w{n}" for n in range(1000)), "'; DROP TABLE search_entry; --", "½ ① ﬁ", "ß İ", "१२३",
    ],
)  # fmt: skip
def test_odd_questions_find_nothing_or_something_but_never_fail(council: Council, question: str) -> None:
    put(council, 1, "Khu kinh tế")
    queries.search_where(question, true())


@given(st.text())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_text_can_be_stored_and_looked_for(council: Council, text: str) -> None:
    put(council, 1, text, text)
    asked = asked_words(text)
    assert ids(text) == ([1] if asked else [])


def test_random_questions_find_exactly_what_holds_their_words(council: Council) -> None:
    dice = random.Random(7)
    texts = {id: " ".join(dice.choices(WORDS, k=6)) for id in range(1, 121)}
    for id, text in texts.items():
        put(council, id, text, day=date(2026, 1, 1 + id % 28))
    folded = {id: index_words("", [text]) for id, text in texts.items()}
    for _ in range(150):
        question = " ".join(dice.choices(WORDS, k=dice.randint(1, 3)))[: dice.randint(2, 40)]
        asked = asked_words(question)
        expected = sorted(
            (id for id in texts if matches(folded[id], asked)), key=lambda n: (1 + n % 28, n), reverse=True
        )
        found = queries.search_where(question, true(), size=200)
        assert [row.subject_id for row in found.rows] == expected, question
        assert found.total == len(expected)


@pytest.mark.parametrize("many", [0, 10**9])
def test_walking_from_the_newest_and_sorting_all_give_the_same(
    council: Council, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(queries, "MANY", many)
    for id in range(1, 40):
        put(council, id, "Khu kinh tế" if id % 3 else "Cấp nước", day=date(2026, 1, 1 + id % 7))
    expected = sorted((id for id in range(1, 40) if id % 3), key=lambda n: (n % 7, n), reverse=True)
    assert ids("kinh te", size=10, page=2) == expected[10:20]


def test_counting_stops_at_a_thousand(council: Council) -> None:
    rows = [
        service.entry(kind="note", subject_id=id, council_id=council.id, title="Khu kinh tế") for id in range(1, 1003)
    ]
    service.index_many(db.session.connection(), rows)
    found = queries.search_where("kinh te", true(), page=10**9)
    assert (found.total, found.more, found.page, len(found.rows)) == (1000, True, 50, 20)


def test_found_words_are_marked_in_the_text_as_it_was_written(council: Council) -> None:
    put(council, 1, "Khu kinh tế Đình Vũ", "Đề nghị cấp nước cho khu KINH TẾ mới")
    row = queries.search_where("kinh te din", true()).rows[0]
    assert marked(row.title) == "Khu [kinh] [tế] [Đình] Vũ"
    assert marked(row.snippet) == "Đề nghị cấp nước cho khu [KINH] [TẾ] mới"


def test_a_snippet_of_a_long_text_is_cut_around_the_first_found_word() -> None:
    text = "đầu " * 200 + "khu kinh tế " + "cuối " * 200
    shown = marked(snippet(text, asked_words("kinh te")))
    assert "[kinh] [tế]" in shown
    assert shown.startswith("… đầu")
    assert shown.endswith(" …")
    assert len(shown) < 260


def test_a_snippet_never_marks_half_a_word_unless_it_is_a_beginning() -> None:
    assert marked(mark("kinhtế kinh tếch", asked_words("kinh te"))) == "kinhtế [kinh] [tếch]"


def test_the_key_of_a_code_has_no_noughts_and_no_signs() -> None:
    assert code_key("KN-2026-014") == code_key("kn2026/14") == "kn 2026 14"
    assert code_key("") == ""


def test_a_very_long_text_is_indexed_as_far_as_there_is_room() -> None:
    folded = index_words("", [" ".join(f"tu{n}" for n in range(200_000))])
    assert len(folded) <= 400_000
    assert folded.startswith("tu0 tu1 ")
