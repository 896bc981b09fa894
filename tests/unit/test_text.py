"""Vietnamese text: storing, finding, sorting."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.text import clean, fold, nfc, person_sort_key, sort_key

VIETNAMESE = st.text("aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ ĐÂ-12")


def in_order(words: list[str], key: Callable[[str], bytes]) -> bool:
    return all(key(one) < key(next_one) for one, next_one in pairwise(words))


@given(VIETNAMESE)
def test_both_spellings_of_unicode_are_stored_as_one(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_cleaned_text_can_be_stored_everywhere(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert nfc(cleaned) == cleaned
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in cleaned if sign != "\n")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hải Phòng  ", "Hải Phòng"),
        ("Hải\u00a0Phòng", "Hải Phòng"),
        ("Hải\u200b Phòng\ufeff", "Hải Phòng"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("một   hai\tba", "một hai ba"),
        ("một  \n\n  hai", "một\n\n  hai"),
        ("a\x00b\x07", "ab"),
        ("nửa \ud800 đôi", "nửa đôi"),
        ("z" + "\u0301" * 1000, "z" + "\u0301" * 4),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_what_cannot_be_seen_is_left_out_and_nothing_else(typed: str, kept: str) -> None:
    assert clean(typed) == nfc(kept)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đường Điện Biên Phủ – Ủy ban", "duong dien bien phu uy ban"),
        ("12/NQ-HĐND", "12 nq hdnd"),
        ("Ðà Nẵng (ð)", "da nang d"),
        ("18,09 tỷ USD", "18 09 ty usd"),
        ("khu_kinh_tế", "khu kinh te"),
        ("  ", ""),
        ("“…”", ""),
    ],
)
def test_words_are_found_without_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("thủy", "thuỷ"), ("Khóe", "khoé")])
def test_both_places_of_the_tone_mark_are_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(VIETNAMESE)
def test_folding_is_the_same_for_nfc_and_nfd(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_letters_sort_in_the_order_of_the_vietnamese_alphabet() -> None:
    words = ["an", "ăn", "ân", "ca", "da", "đa", "em", "êm", "in", "on", "ôn", "ơn", "qua", "un", "ưng", "xa", "yên"]
    assert in_order(words, sort_key)


def test_tones_sort_ngang_huyen_hoi_nga_sac_nang() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert in_order(words, sort_key)


def test_letters_decide_before_tones_over_the_whole_text() -> None:
    assert sorted(["bà a", "ba b", "ba a"], key=sort_key) == ["ba a", "bà a", "ba b"]


def test_numbers_sort_before_letters_and_small_letters_before_capitals() -> None:
    assert sorted(["An", "an", "2 an", "1 an"], key=sort_key) == ["1 an", "2 an", "an", "An"]


def test_people_sort_by_their_given_name_then_family_name() -> None:
    people = ["Nguyễn Văn Ánh", "Trần Thị Bình", "Lê Hoàng Dũng", "Đào Anh Đức", "Phạm Văn Lập", "Vũ Thị Lập"]
    assert in_order(people, person_sort_key)


@given(st.text(max_size=50), st.text(max_size=50))
def test_a_longer_text_never_sorts_before_its_own_beginning(start: str, rest: str) -> None:
    assert sort_key(nfc(start + "x").strip()) <= sort_key(nfc(start + "x").strip() + "y" + nfc(rest))
