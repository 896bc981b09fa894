"""Codes in square brackets: which brackets are codes, and how freely they may be typed."""

from __future__ import annotations

import pytest

from tracker.oversight_reports import marks
from tracker.oversight_reports.writing.paragraphs import block, heading, joined, paragraph

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("đạt [SL-02]", ["SL-02"]),
        ("[SL-02 so sánh]; [sl – 3]", ["SL-02 so sánh", "sl – 3"]),
        ("[BC-01 mục II.1.đ] và [KN-2026-014]", ["BC-01 mục II.1.đ", "KN-2026-014"]),
        ("[PB-04 CLV-01]", ["PB-04 CLV-01"]),
        ("[ĐX-01][NĐ-01]", ["ĐX-01", "NĐ-01"]),
        ("[sic], […], [1], [2021 - 2023], [], [QUÁ-DÀI-QUÁ], [SL-02\n]", []),
        ("[SL-02", []),
    ],
)
def test_only_a_code_is_a_code(text: str, typed: list[str]) -> None:
    assert [mark.typed for mark in marks.found(text)] == typed


@pytest.mark.parametrize("typed", ["SL-02", "sl-2", "SL – 02", " sl-002 ", "Sl-02"])
def test_a_code_may_be_typed_freely(typed: str) -> None:
    assert marks.name_of(typed) == marks.name_of("SL-02")


def test_without_its_dash_it_may_be_plain_words() -> None:
    assert [mark.is_sure for mark in marks.found("[SL 02], [SL-02], [năm 2024], [KN 2026-001]")] == [
        False,
        True,
        False,
        False,
    ]


def test_different_codes_stay_different() -> None:
    names = {marks.name_of(code) for code in ("SL-02", "SL-20", "SL-2-0", "SL-02 so sánh", "PB-02", "KN-2026-002")}
    assert len(names) == 6


def test_codes_are_spelled_properly_and_the_rest_stays() -> None:
    text = "đạt [sl-2], [sic] và [XX-9]"
    said = marks.respelled(text, lambda mark: "[SL-02]" if mark.name == "sl-2" else None)
    assert said == "đạt [SL-02], [sic] và [XX-9]"


def test_headings_are_numbered_and_empty_parts_fall_away() -> None:
    told = [paragraph("Mở đầu."), heading("Trống"), block("", []), heading("Có"), block("Gồm:", ["một.", "hai."])]
    assert joined(told) == "Mở đầu.\n\n1. Có\n\nGồm:\n- một.\n- hai."
