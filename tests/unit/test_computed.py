"""How a date was computed, in sentences that one can check by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.calendar import service
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Rule
from tracker.calendar.days import Special, WorkingDays, written_otherwise

SPECIALS = [entry.special for entry in service.read(service.FILE)]
OURS = WorkingDays(SPECIALS, confirmed_years=(2024,))
LAW = "Điều 62 Luật 87/2015/QH13"
PROGRAMME = Rule(
    "send_programme", "L2015", 10, "day", "backward", date(2016, 7, 1), None, "Gửi chương trình", LAW, True
)
OUTLINE = Rule(
    "send_outline", "L2015", 15, "day", "forward", date(2016, 7, 1), date(2024, 6, 30), "Gửi đề cương", LAW, True
)
LATER = Rule("send_outline", "L2015", 5, "working_day", "forward", date(2024, 7, 1), None, "Gửi đề cương", "", False)
BASIS = Basis(OURS, (PROGRAMME, OUTLINE, LATER))


def test_the_programme_of_the_tenth_of_may_2024() -> None:
    """Test 6 of domain.md 7.1."""
    computed = BASIS.computed("send_programme", "L2015", date(2024, 5, 10))
    assert (computed.raw_end, computed.ends_on) == (date(2024, 4, 30), date(2024, 4, 26))
    assert computed.sentences == [
        "10/05/2024 trừ 10 ngày là 30/04/2024 (Ngày Chiến thắng 30/4, nghỉ).",
        "Tính cả ngày lễ trong khoảng này: 01/05 Ngày Quốc tế lao động.",
        "Ngày làm việc liền trước: thứ Sáu, 26/04/2024 (27–28/04 nghỉ cuối tuần; 29/04 nghỉ hoán đổi, làm bù 04/5/2024).",
        "Quy định: Gửi chương trình, 10 ngày trước.",
        "Căn cứ: Điều 62 Luật 87/2015/QH13.",
        "Việc phải làm trước một ngày thì không dời về sau; ngày đó không tính.",
    ]
    assert computed.is_sure, "the rule was checked and the year confirmed"


def test_a_forward_deadline_on_a_rest_day_names_what_it_runs_over() -> None:
    computed = BASIS.computed("send_outline", "L2015", date(2024, 4, 14))
    assert computed.how() == [
        "14/04/2024 cộng 15 ngày là 29/04/2024 (nghỉ hoán đổi, làm bù 04/5/2024).",
        "Tính cả ngày lễ trong khoảng này: 18/04 Giỗ Tổ Hùng Vương (10/3 âm lịch).",
        (
            "Hạn vào ngày nghỉ thì tính đến hết ngày làm việc tiếp theo (Điều 148 Bộ luật Dân sự 2015): thứ Năm, 02/05/2024"
            " (30/04 Ngày Chiến thắng 30/4; 01/05 Ngày Quốc tế lao động)."
        ),
    ]


def test_working_days_name_the_days_that_were_not_counted_and_those_made_up() -> None:
    rule = Rule("x", "L2015", 5, "working_day", "forward", date(2016, 7, 1))
    computed = Basis(OURS, (rule,)).computed("x", "L2015", date(2024, 4, 25))
    assert computed.how() == [
        "25/04/2024 cộng 5 ngày làm việc là 06/05/2024.",
        (
            "Không tính ngày nghỉ: 27–28/04 nghỉ cuối tuần; 29/04 nghỉ hoán đổi, làm bù 04/5/2024;"
            " 30/04 Ngày Chiến thắng 30/4; 01/05 Ngày Quốc tế lao động; 05/05 nghỉ cuối tuần."
        ),
        "Có tính ngày làm bù: 04/05/2024.",
    ]


def test_many_weekends_are_counted_not_listed() -> None:
    rule = Rule("x", "L2015", 20, "working_day", "backward", date(2016, 7, 1))
    computed = Basis(OURS, (rule,)).computed("x", "L2015", date(2024, 7, 1))
    assert computed.how() == [
        "01/07/2024 trừ 20 ngày làm việc là 03/06/2024.",
        "Không tính ngày nghỉ: 8 ngày nghỉ cuối tuần.",
    ]


def test_a_day_in_a_document_stays_and_counts_to_the_next_working_day() -> None:
    on_a_working_day = BASIS.written(date(2024, 6, 14))
    assert on_a_working_day.sentences == ["Thời hạn thứ Sáu, 14/06/2024 là ngày làm việc, tính đến hết ngày đó."]
    on_a_saturday = BASIS.written(date(2024, 6, 15))
    assert (on_a_saturday.raw_end, on_a_saturday.ends_on) == (date(2024, 6, 15), date(2024, 6, 17))
    assert (
        on_a_saturday.sentences[0] == "Thời hạn ghi trong văn bản là thứ Bảy, 15/06/2024, rơi vào ngày nghỉ hằng tuần."
    )


def test_what_nobody_has_confirmed_is_said_beside_the_date() -> None:
    computed = BASIS.computed("send_outline", "L2015", date(2026, 11, 17))
    assert computed.doubts == [
        "Số ngày của quy định này chưa được đối chiếu với văn bản gốc.",
        "24/11/2026 (Ngày Văn hóa Việt Nam) chưa thấy thông báo chính thức.",
        "Lịch nghỉ năm 2026 chưa được xác nhận.",
    ]
    assert not computed.is_sure


def test_what_began_earlier_keeps_the_rule_of_its_day() -> None:
    assert BASIS.rule("send_outline", "L2015", date(2024, 6, 30)).days == 15
    assert BASIS.rule("send_outline", "L2015", date(2024, 7, 1)).days == 5
    assert BASIS.by_law("send_outline", "L2025", date(2026, 3, 1)) is None
    with pytest.raises(LookupError, match="send_outline for L2025"):
        BASIS.rule("send_outline", "L2025", date(2026, 3, 1))


DAYS = st.dates(min_value=date(2023, 12, 1), max_value=date(2028, 1, 31))


@given(st.sets(DAYS, max_size=4), DAYS)
def test_just_those_written_deadlines_are_looked_up_that_count_to_another_day(changed: set[date], due_on: date) -> None:
    turned = {day: Special(day, not OURS.is_working(day), "Đổi") for day in changed}
    after = BASIS.with_days(turned).days
    assert (due_on in written_otherwise(OURS, after)) == (OURS.end_of(due_on) != after.end_of(due_on))


@given(DAYS)
def test_a_day_taken_out_of_the_calendar_is_an_ordinary_one(day: date) -> None:
    without = BASIS.with_days({day: None}).days
    assert without.is_working(day) is (day.weekday() < 5)
