"""Dates and moments, by the wall calendar in Viet Nam; and the one clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tracker.core import clock, dates


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    clock.use_file(tmp_path / "now")
    yield tmp_path / "now"
    clock.use_file(None)


@pytest.mark.parametrize(
    "typed", ["15/06/2026", "15/6/2026", " 15 / 6 / 2026 ", "15-06-2026", "15.6.2026", "2026-06-15"]
)
def test_a_date_is_understood_as_people_write_it(typed: str) -> None:
    assert dates.parse_vi(typed) == date(2026, 6, 15)


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2026",
        "2026-13-01",
        "29/02/2025",
        "15/06/26",
        "06/2026",
        "mai",
        "",
        "٣/1/2026",
        "0/1/2026",
    ],
)
def test_a_wrong_date_is_refused_with_how_to_type_it(typed: str, now: time_machine.Coordinates) -> None:
    with pytest.raises(dates.BadDate) as refused:
        dates.parse_vi(typed)
    assert str(refused.value.sentence) == "Ngày không hợp lệ. Nhập dd/mm/yyyy"


@pytest.mark.parametrize("typed", ["1/1/1900", "31/12/1944", "1/1/2047", "2047-01-01"])
def test_a_day_too_far_from_now_is_refused_with_the_years_that_are_accepted(
    typed: str, now: time_machine.Coordinates
) -> None:
    with pytest.raises(dates.BadDate) as refused:
        dates.parse_vi(typed)
    assert str(refused.value.sentence) == "Ngày không hợp lệ. Nhập dd/mm/yyyy, năm từ 1945 đến 2046."
    with pytest.raises(dates.BadDate) as refused:
        dates.parse_iso("1900-01-01")
    assert str(refused.value.sentence) == "Ngày không hợp lệ. Hãy gửi theo dạng YYYY-MM-DD, năm từ 1945 đến 2046."


def test_a_program_is_told_how_programs_write_a_date(now: time_machine.Coordinates) -> None:
    with pytest.raises(dates.BadDate) as refused:
        dates.parse_iso("15/06/2026")
    assert str(refused.value.sentence) == "Ngày không hợp lệ. Hãy gửi theo dạng YYYY-MM-DD, ví dụ 2026-06-15."


@given(st.dates(min_value=date(1945, 1, 1), max_value=date(2045, 12, 31)))
def test_what_is_printed_can_be_typed_again(day: date) -> None:
    assert dates.parse_vi(dates.format_vi(day)) == day


def test_a_moment_is_printed_by_the_clock_in_viet_nam() -> None:
    assert dates.format_moment(datetime(2026, 6, 14, 18, 5, tzinfo=UTC)) == "01:05 15/06/2026"


def test_weekdays_have_vietnamese_names() -> None:
    assert dates.format_long(date(2026, 6, 15)) == "thứ Hai, 15/06/2026"
    assert dates.format_long(date(2026, 6, 21)) == "Chủ nhật, 21/06/2026"


def test_the_day_begins_at_midnight_in_viet_nam() -> None:
    with time_machine.travel(datetime(2026, 6, 14, 17, 0, tzinfo=UTC), tick=False):
        assert clock.today() == date(2026, 6, 15)


def test_the_clock_file_is_read_at_every_call(clock_file: Path) -> None:
    clock_file.write_text("2026-06-15T00:30:00+07:00\n")
    assert clock.now() == datetime(2026, 6, 14, 17, 30, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)
    clock_file.write_text("2027-01-01T09:00:00+07:00")
    assert clock.today() == date(2027, 1, 1)


@pytest.mark.parametrize("text", ["yesterday", "2026-06-15T00:30:00"])
def test_a_clock_file_without_moment_or_offset_stops_the_work(clock_file: Path, text: str) -> None:
    clock_file.write_text(text)
    with pytest.raises(clock.BadClock):
        clock.now()
