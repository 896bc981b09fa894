"""Planned days, outlines as text, shifted periods, and who may head a delegation."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Invalid
from tracker.delegations import eligibility, head_rules
from tracker.delegations.models import DelegationMember
from tracker.extensions import db
from tracker.plans import counting, keeping, outlining, queries, ready_made, sources
from tracker.plans.counting import Line
from tracker.plans.models import DelegationTemplate
from tracker.reporting import periods

pytestmark = pytest.mark.unit

OUTLINE = """I. Đặc điểm tình hình
> Nêu ngắn gọn
II. Kết quả
1. Thu hút đầu tư
Vốn FDI | tỷ USD | từng năm 2021 - 2023 | KCN, KKT
Số dự án | dự án | 2021 - 2023
a) Trong khu công nghiệp (nếu có)
III. Kiến nghị"""


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make()


def on(lines: list[Line], base: date, given: dict[int, date | None] | None = None) -> list[date | None]:
    return [day.on for day in counting.count(lines, base, "L2025", given)]


# --- days -------------------------------------------------------------------------------------------------------------


def test_a_day_by_a_rule_of_the_law_is_counted_forward_and_says_which_rule(people: Cast) -> None:
    lines = [Line("establish", "Thành lập"), Line("send_plan", "Gửi", "establish", 1, rule="send_outline")]
    [_base, sent] = counting.count(lines, date(2026, 6, 15), "L2015")
    assert sent.on == date(2026, 6, 30)
    assert sent.words == "15 ngày sau “Thành lập” (Điều 62, 71, 81 Luật 87/2015/QH13)"


def test_a_notice_is_counted_back_from_the_working_day_and_never_rolls_forward(people: Cast) -> None:
    """Point 6 of domain.md 7.1: 10 days before 10/5/2024 is a holiday, so 26/4/2024."""
    lines = [
        Line("send_programme", "Gửi", "work", -10, rule="send_programme"),
        Line("work", "Làm việc", "establish", 30),
        Line("establish", "Thành lập"),
    ]
    [sent, work, _base] = counting.count(lines, date(2024, 4, 10), "L2015")
    assert (sent.on, work.on) == (date(2024, 4, 26), date(2024, 5, 10))
    assert "30/04/2024 là ngày nghỉ" in sent.words


def test_a_day_after_that_is_a_rest_day_runs_on_to_the_next_working_day(people: Cast) -> None:
    lines = [Line("establish", "Thành lập"), Line("work", "Làm việc", "establish", 5)]
    assert on(lines, date(2026, 6, 15)) == [date(2026, 6, 15), date(2026, 6, 22)]


def test_working_days_pass_over_the_weekend(people: Cast) -> None:
    lines = [Line("work", "Làm việc", "establish", 5, "working_day")]
    assert on(lines, date(2026, 6, 15)) == [date(2026, 6, 22)]


def test_what_counts_from_a_day_set_by_hand_counts_from_that_day(people: Cast) -> None:
    lines = [Line("work", "Làm việc", "establish", 5), Line("end", "Kết thúc", "work", 7)]
    assert on(lines, date(2026, 6, 15), {0: date(2026, 7, 1)}) == [date(2026, 6, 22), date(2026, 7, 8)]


def test_a_step_that_counts_from_none_has_no_day_and_says_so(people: Cast) -> None:
    [day] = counting.count([Line("report", "Báo cáo", "end", 10)], date(2026, 6, 15), "L2025")
    assert day.on is None
    assert "không có bước “Kết thúc giám sát”" in day.words


def test_where_no_rule_is_in_force_the_number_of_days_of_the_template_counts(people: Cast) -> None:
    line = Line("send_plan", "Gửi", "establish", 3, rule="send_outline")
    [day] = counting.count([line], date(2010, 6, 14), "L2015")
    assert day.on == date(2010, 6, 17)


# --- outlines ---------------------------------------------------------------------------------------------------------


def test_an_outline_is_written_as_it_is_read(people: Cast) -> None:
    drafts = outlining.read(OUTLINE)
    assert [(draft.level, draft.text, draft.required) for draft in drafts] == [
        (0, "Đặc điểm tình hình", True),
        (0, "Kết quả", False),
        (1, "Thu hút đầu tư", True),
        (2, "Trong khu công nghiệp", False),
        (0, "Kiến nghị", True),
    ]
    assert drafts[0].guidance == "Nêu ngắn gọn"
    assert outlining.written(drafts) == OUTLINE


def test_guidance_without_an_item_is_refused(people: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        outlining.read("> Nêu rõ")
    assert "phải đứng dưới một mục" in wrong.value.errors["outline"][0]


def test_a_wrong_period_is_said_with_its_line(people: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        outlining.read("I. Kết quả\n> Số liệu\nVốn | tỷ | năm ngoái")
    assert wrong.value.errors["outline"][0].startswith("Dòng 3: kỳ “năm ngoái”")


def test_periods_are_shifted_and_nothing_else(people: Cast) -> None:
    drafts = outlining.read(OUTLINE + "\nLũy kế | dự án | lũy kế\nQuý | dự án | quý II/2023")
    later = outlining.shifted(drafts, 2)
    typed = [periods.typed(line) for draft in later for line in draft.figures]
    assert typed == ["từng năm 2023 - 2025", "2023 - 2025", "lũy kế", "quý II/2025"]
    assert periods.typed(drafts[2].figures[0]) == "từng năm 2021 - 2023"


def test_a_year_beyond_reason_is_refused_beside_the_number(people: Cast) -> None:
    with pytest.raises(Invalid) as wrong:
        outlining.shifted(outlining.read("I. A\nB | c | 2040"), 20)
    assert "shift_years" in wrong.value.errors


def test_the_29th_of_february_becomes_the_28th_where_there_is_none() -> None:
    assert sources.later_day(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert sources.later_day(date(2021, 12, 31), 3) == date(2024, 12, 31)


# --- ready-made templates ---------------------------------------------------------------------------------------------


def test_every_council_is_given_one_template_for_each_owner_once(people: Cast) -> None:
    assert ready_made.plant_everywhere() == 8
    assert ready_made.plant_everywhere() == 0
    [first, *_others] = queries.offered(people.office, people.council.id)
    first.retired_on = date(2026, 6, 1)
    db.session.flush()
    assert ready_made.plant(people.council.id) == []


@pytest.mark.parametrize("owner", list(ready_made.READY))
def test_a_ready_made_template_can_be_read_counted_and_kept(people: Cast, owner: str) -> None:
    ready_made.plant(people.council.id)
    template = db.session.scalars(select(DelegationTemplate).where(DelegationTemplate.ready_made == owner)).all()[0]
    source = sources.of_template(template)
    keeping.require_countable(source.lines)
    texts = [draft.text for draft in source.drafts if draft.level == 0]
    assert texts == [
        "Đặc điểm tình hình",
        "Kết quả triển khai, thực hiện",
        "Hạn chế, bất cập, nguyên nhân",
        "Kiến nghị, đề xuất",
    ]
    assert all(day.on for day in counting.count(source.lines, date(2026, 6, 15), "L2025"))
    assert {step for _kind, _title, step in source.papers} <= {line.key for line in source.lines}


# --- who may head -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "office", "fits"),
    [
        ("council", "Chủ tịch HĐND thành phố", True),
        ("council", "Chủ tịch Hội đồng nhân dân thành phố", True),
        ("council", "Phó Chủ tịch Thường trực HĐND", True),
        ("council", "Trưởng Ban Pháp chế", False),
        ("council", "Nguyên Chủ tịch HĐND", False),
        ("standing_committee", "Phó chủ tịch hđnd", True),
        ("standing_committee", "Ủy viên Thường trực HĐND", True),
        ("standing_committee", "Chủ tịch HĐND thành phố", False),
        ("committee", "Phó Trưởng ban Kinh tế - Ngân sách", True),
        ("committee", "Ủy viên Ban", False),
        ("deputy_group", "Tổ phó Tổ đại biểu số 1", True),
        ("deputy_group", "", False),
    ],
)
def test_a_head_whose_office_the_law_does_not_name_is_warned_about(
    people: Cast, owner: str, office: str, fits: bool
) -> None:
    delegation = people.delegation
    delegation.owner_kind, delegation.ruleset = owner, "L2015"
    delegation.members = [DelegationMember(name="Người thử", office=office, role="head")]
    with db.session.no_autoflush:
        assert (eligibility.head_warning(delegation) is None) is fits


def test_the_offices_of_the_rules_that_come_with_the_product_are_said_in_the_readers_language(people: Cast) -> None:
    offices = {office for rule in head_rules.listing() for office in rule.offices}
    assert {eligibility.spelled(office).strip() for office in offices} == set(eligibility.NAMES)


def test_a_changed_rule_changes_the_warning_and_is_told(people: Cast) -> None:
    rule = head_rules.of("council", "L2025")
    assert rule is not None
    assert not rule.verified
    answers = {"offices": ["Chủ tịch HĐND"], "legal_basis": "Điều 30 NQ 114/2025/UBTVQH15", "verified": True}
    head_rules.edit(rule, answers, people.admin)
    assert not eligibility.fits("Phó Chủ tịch HĐND thành phố", rule)
    assert eligibility.wanted(rule) == "Chủ tịch HĐND (Điều 30 NQ 114/2025/UBTVQH15)"
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.subject_kind == "head_rule")).one()
    assert event.before["offices"] == ["Chủ tịch HĐND", "Phó Chủ tịch HĐND"]


def test_only_the_administrator_corrects_a_rule(people: Cast) -> None:
    with pytest.raises(Forbidden):
        head_rules.edit(head_rules.listing()[0], {}, people.office)
