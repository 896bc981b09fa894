"""How alike two texts are, whatever marks and small words they are written with."""

from __future__ import annotations

import unicodedata

import pytest

from tracker.search.similarity import HALF, content_words, share

pytestmark = pytest.mark.unit

INDUSTRY = (
    "Việc thực hiện các quy định, cơ chế, chính sách trong quản lý, phát triển công nghiệp trên địa bàn thành phố"
)


def test_words_that_every_topic_has_say_nothing() -> None:
    assert (
        content_words("Giám sát chuyên đề việc thực hiện trên địa bàn thành phố giai đoạn 2021 - 2023") == frozenset()
    )


def test_marks_case_and_spelling_make_no_difference() -> None:
    assert content_words(unicodedata.normalize("NFD", INDUSTRY).upper()) == content_words(INDUSTRY)
    assert content_words("quan ly phat trien cong nghiep tren dia ban") == content_words(
        "quản lý phát triển công nghiệp"
    )


def test_a_topic_that_says_the_same_in_other_words_shares_half() -> None:
    topic = content_words("Phát triển công nghiệp và quản lý khu công nghiệp")
    assert share(topic, content_words(INDUSTRY)) >= HALF
    assert share(content_words("Công tác bảo vệ trẻ em"), content_words(INDUSTRY)) < HALF


def test_a_text_without_content_is_like_nothing() -> None:
    assert share(frozenset(), content_words(INDUSTRY)) == 0.0
