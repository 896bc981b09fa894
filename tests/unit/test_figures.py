"""Figures: printed as an office prints them, checked without being mended, kept by office and secretary."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests.cast import Cast
from tests.figures import answers, comparison, held_session, record, total
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.reporting import checks, queries, service, wording
from tracker.reporting.checks import Differs
from tracker.reporting.forms import FigureForm, answers_of
from tracker.sessions.models import WorkingSession


@pytest.fixture
def cast(db_session: Session) -> Iterator[Cast]:
    return people.make()


@pytest.fixture
def held(cast: Cast) -> WorkingSession:
    return held_session(cast)


def test_a_number_said_to_be_over_prints_over(cast: Cast, held: WorkingSession) -> None:
    figure = record(cast, held, "13.7", qualifier="over", period_kind="cumulative", period_from=None, period_to=None)
    assert wording.figure(figure) == "trên 13,7 tỷ USD"
    assert wording.period_of(figure) == "lũy kế đến nay"


def test_the_digits_print_as_they_were_typed(cast: Cast, held: WorkingSession) -> None:
    assert wording.figure(record(cast, held, "13.70")) == "13,70 tỷ USD"
    assert wording.figure(record(cast, held, "1234", unit="dự án")) == "1.234 dự án"


def test_a_share_of_a_plan_prints_with_its_own_qualifier_and_period(cast: Cast, held: WorkingSession) -> None:
    plan = comparison(
        "percent_of_plan",
        "reached",
        "84",
        qualifier="nearly",
        against="kế hoạch tổng thu hút FDI",
        against_from=2021,
        against_to=2025,
    )
    figure = record(cast, held, "10.51", comparisons=[plan])
    assert wording.comparisons(figure) == ["gần 84% kế hoạch tổng thu hút FDI giai đoạn 2021 - 2025"]


def test_a_growth_in_times_keeps_its_words_and_computes_nothing(cast: Cast, held: WorkingSession) -> None:
    growth = comparison("times", "up", "1.7", qualifier="nearly", against_from=2015, against_to=2020)
    figure = record(cast, held, "7.58", comparisons=[growth])
    assert wording.comparisons(figure) == ["tăng gần 1,7 lần so với giai đoạn 2015 - 2020"]


def test_from_to_prints_both_ends_with_their_years(cast: Cast, held: WorkingSession) -> None:
    rise = comparison("from_to", "up", "45.5", against_period_kind="year", against_from=2020)
    common = {"unit": "%", "indicator": "Tỷ trọng công nghiệp công nghệ cao", "period_kind": "year", "period_to": None}
    base = record(cast, held, "45.5", **common | {"period_from": 2020})
    figure = record(cast, held, "60.6", **common | {"period_from": 2023, "comparisons": [rise]})
    assert wording.comparisons(figure) == ["từ 45,5% (2020) lên 60,6% (2023)"]
    assert checks.is_base_of(base, [base, figure]) == [figure.code]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (comparison("percent_change", "down", "12", against="cùng kỳ"), "giảm 12% so với cùng kỳ"),
        (
            comparison("percentage_points", "up", "15.1", against_period_kind="year", against_from=2020),
            "tăng 15,1 điểm phần trăm so với năm 2020",
        ),
        (comparison("times", "up", "2"), "tăng 2 lần"),
        (comparison("percent_of_plan", "reached", "120"), "120% kế hoạch"),
    ],
)
def test_every_kind_of_comparison_has_its_sentence(
    cast: Cast, held: WorkingSession, said: dict[str, Any], words: str
) -> None:
    assert wording.comparisons(record(cast, held, "1", comparisons=[said])) == [words]


def test_what_the_source_does_not_state_is_said_to_be_unknown(cast: Cast, held: WorkingSession) -> None:
    assert wording.scope(record(cast, held, "1", scope="")) == "chưa có thông tin"
    inferred = record(cast, held, "2", scope="toàn thành phố", inferred=["scope"])
    assert wording.scope(inferred) == "chưa có thông tin (suy đoán: toàn thành phố)"


def test_codes_follow_one_another_in_a_delegation(cast: Cast, held: WorkingSession) -> None:
    assert [record(cast, held, str(n)).code for n in (1, 2)] == ["SL-01", "SL-02"]


def test_parts_that_make_their_total_raise_no_warning(cast: Cast, held: WorkingSession) -> None:
    _foreign, _domestic, whole = total(cast, held)
    found = checks.sum_of(whole)
    assert found is not None
    assert found.holds
    assert found.text == "= SL-01 + SL-02 (10,51 + 7,58 = 18,09 ✓)"


def test_a_changed_part_warns_by_how_much_the_total_differs(cast: Cast, held: WorkingSession) -> None:
    _foreign, domestic, _whole = total(cast, held)
    with pytest.raises(Differs) as warned:
        service.edit(domestic, {**answers_of(domestic), "value": Decimal("7.85")}, cast.secretary)
    assert "lệch 0,27 tỷ USD" in warned.value.errors["difference_note"][0]


def test_with_a_note_the_difference_is_kept_and_shown(cast: Cast, held: WorkingSession) -> None:
    _foreign, domestic, whole = total(cast, held)
    changed = {**answers_of(domestic), "value": Decimal("7.85"), "difference_note": "Báo cáo ghi như vậy"}
    service.edit(domestic, changed, cast.secretary)
    found = checks.sum_of(whole)
    assert found is not None
    assert found.gap == "lệch 0,27 tỷ USD"
    assert whole.difference_note == "Báo cáo ghi như vậy"
    assert whole.value == Decimal("18.09")


def test_an_explained_difference_is_not_asked_about_again(cast: Cast, held: WorkingSession) -> None:
    _foreign, domestic, whole = total(cast, held)
    service.edit(domestic, {"value": Decimal("7.85"), "difference_note": "Báo cáo ghi như vậy"}, cast.secretary)
    service.edit(whole, {**answers_of(whole), "scope": "KKT"}, cast.secretary)
    assert whole.scope == "KKT"
    with pytest.raises(Differs):
        service.edit(whole, {**answers_of(whole), "value": Decimal("18.10")}, cast.secretary)


def test_a_difference_that_is_gone_takes_its_note_along(cast: Cast, held: WorkingSession) -> None:
    _foreign, domestic, whole = total(cast, held)
    service.edit(domestic, {"value": Decimal("7.85"), "difference_note": "Báo cáo ghi như vậy"}, cast.secretary)
    service.edit(domestic, {"value": Decimal("7.58")}, cast.secretary)
    assert whole.difference_note == ""


def test_a_total_entered_wrong_warns_at_once(cast: Cast, held: WorkingSession) -> None:
    foreign = record(cast, held, "10.51")
    with pytest.raises(Differs):
        record(cast, held, "11", part_ids=[foreign.id])
    assert record(cast, held, "11", part_ids=[foreign.id], difference_note="Làm tròn").difference_note == "Làm tròn"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"qualifier": "over"}, "không phải số đúng"),
        ({"unit": "dự án"}, "khác đơn vị"),
        ({"period_from": 2020}, "khác kỳ"),
    ],
)
def test_rows_that_cannot_be_added_are_not_compared(
    cast: Cast, held: WorkingSession, other: dict[str, Any], why: str
) -> None:
    part = record(cast, held, "10", **other)
    whole = record(cast, held, "18.09", part_ids=[part.id])
    assert checks.sum_of(whole) is None
    assert why in checks.why_not(whole)


@pytest.mark.parametrize(
    ("unit", "whole"),
    [
        ("dự án", True),
        ("căn", True),
        ("hợp đồng", True),
        ("tỷ đồng", False),
        ("m²", False),
        ("người/km²", False),
        ("%", False),
    ],
)
def test_units_that_count_whole_things_are_told_from_measures(unit: str, whole: bool) -> None:
    assert checks.counts_whole(unit) is whole


@pytest.mark.parametrize(
    ("value", "other", "sentence"),
    [
        ("-3", {"unit": "dự án"}, "không thể âm"),
        ("120", {"unit": "%", "indicator": "Tỷ trọng công nghiệp"}, "không quá 100%"),
        ("-1", {"unit": "%", "indicator": "Tỷ trọng công nghiệp"}, "không thể âm"),
    ],
)
def test_a_number_that_cannot_be_is_refused(
    cast: Cast, held: WorkingSession, value: str, other: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, held, value, **other)
    assert sentence in refused.value.errors["value"][0]


def test_a_rate_and_an_index_may_pass_a_hundred_and_a_balance_may_be_negative(cast: Cast, held: WorkingSession) -> None:
    assert record(cast, held, "112.5", unit="%", indicator="Chỉ số sản xuất công nghiệp")
    assert record(cast, held, "-2.5", unit="%", indicator="Tốc độ tăng trưởng")
    assert record(cast, held, "-4", indicator="Cán cân thương mại")


@pytest.mark.parametrize(
    ("period", "field"),
    [
        ({"period_from": 2023, "period_to": 2021}, "period_to"),
        ({"period_from": None}, "period_from"),
        ({"period_to": None}, "period_to"),
        ({"period_kind": "cumulative"}, "period_from"),
    ],
)
def test_a_period_that_contradicts_itself_is_refused(
    cast: Cast, held: WorkingSession, period: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(cast, held, "1", **period)
    assert field in refused.value.errors


def test_a_figure_is_no_part_of_itself(cast: Cast, held: WorkingSession) -> None:
    foreign, _domestic, whole = total(cast, held)
    with pytest.raises(Invalid) as refused:
        service.edit(foreign, {"part_ids": [whole.id]}, cast.secretary)
    assert "part_ids" in refused.value.errors


def test_sources_and_agencies_belong_to_the_delegation(cast: Cast, held: WorkingSession) -> None:
    with pytest.raises(Invalid):
        record(cast, held, "1", agency_ids=[cast.agencies["c"].id])
    with pytest.raises(Invalid):
        record(cast, held, "1", source_id=999_999)
    with pytest.raises(Invalid):
        record(cast, held, "1", agency_ids=[])


@pytest.mark.parametrize("who", ["member", "head", "standing", "deputy", "leader_a"])
def test_only_office_and_secretary_keep_figures(cast: Cast, held: WorkingSession, who: str) -> None:
    with pytest.raises(Forbidden):
        service.create(answers(cast, held, "1"), cast.actor(who), delegation=cast.delegation)


def test_after_the_minutes_are_signed_figures_are_frozen(cast: Cast, held: WorkingSession) -> None:
    figure = record(cast, held, "1")
    held.state = "minutes_signed"
    for act in (
        lambda: record(cast, held, "2"),
        lambda: service.edit(figure, {"scope": "KKT"}, cast.office),
        lambda: service.delete(figure, cast.office),
    ):
        with pytest.raises(Impossible):
            act()
    assert not service.may_edit(figure, cast.secretary)


def test_a_deleted_figure_leaves_an_event(cast: Cast, held: WorkingSession, db_session: Session) -> None:
    figure = record(cast, held, "10.51")
    service.delete(figure, cast.secretary)
    event = db_session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.action, event.subject_code, event.thread_kind) == ("deleted", "SL-01", "session")
    assert event.before is not None
    assert event.before["value"] == "10.51"


def test_a_part_of_a_total_is_not_deleted(cast: Cast, held: WorkingSession) -> None:
    foreign, _domestic, _whole = total(cast, held)
    with pytest.raises(Impossible):
        service.delete(foreign, cast.secretary)


def test_an_agency_of_the_session_reads_its_figures_and_others_do_not(cast: Cast, held: WorkingSession) -> None:
    record(cast, held, "1")
    record(cast, held, "2", source_kind="report", source_id=None)
    assert len(queries.of_delegation(cast.delegation.id, cast.leader_a)) == 2
    for stranger in (cast.foreigner, cast.stranger, cast.admin):
        assert not queries.of_delegation(cast.delegation.id, stranger)
    held.state = "planned"
    assert len(queries.of_delegation(cast.delegation.id, cast.leader_a)) == 1


def test_an_edit_tells_what_changed(cast: Cast, held: WorkingSession, db_session: Session) -> None:
    figure = record(cast, held, "1")
    growth = comparison("times", "up", "1.7", against_from=2015, against_to=2020)
    service.edit(figure, {**answers_of(figure), "comparisons": [growth]}, cast.secretary)
    event = db_session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.after is not None
    assert event.after["comparisons"] == ["tăng 1,7 lần so với giai đoạn 2015 - 2020"]


def test_json_takes_a_list_of_comparisons_and_says_what_is_wrong_with_it(cast: Cast, held: WorkingSession) -> None:
    said = {"kind": "times", "direction": "up", "qualifier": "nearly", "value": "1.7", "against_from": 2015}
    body = {
        **answers(cast, held, "1"),
        "value": "7.58",
        "comparisons": [said],
    }
    form = FigureForm(body, wire="json", delegation=cast.delegation, actor=cast.secretary)
    assert form.validate(), form.problems()
    assert form.answers["comparisons"][0]["value"] == Decimal("1.7")
    for wrong in ("x", [1], [{"vaule": "1"}], [{"kind": "times"}], [{**said, "value": "1,7"}]):
        form = FigureForm({**body, "comparisons": wrong}, wire="json", delegation=cast.delegation, actor=cast.secretary)
        assert not form.validate()
        assert form.problems()["comparisons"]


def test_json_that_says_nothing_of_comparisons_leaves_them(cast: Cast, held: WorkingSession) -> None:
    growth = comparison("times", "up", "1.7", against_from=2015, against_to=2020)
    figure = record(cast, held, "1", comparisons=[growth])
    form = FigureForm(
        {"scope": "KKT"}, wire="json", data=answers_of(figure), delegation=cast.delegation, actor=cast.secretary
    )
    assert form.validate(), form.problems()
    assert form.answers["comparisons"] == [growth]
    emptied = FigureForm(
        {"comparisons": []}, wire="json", data=answers_of(figure), delegation=cast.delegation, actor=cast.secretary
    )
    assert emptied.answers["comparisons"] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12", "trang 12"),
        ("3-4", "trang 3-4"),
        ("II.1", "mục II.1"),
        ("1.2", "mục 1.2"),
        ("tr. 5", "tr. 5"),
        ("Phụ lục 2", "Phụ lục 2"),
        ("", ""),
    ],
)
def test_where_a_figure_stands_in_its_source_is_named_as_what_it_is(typed: str, said: str) -> None:
    assert wording.place_in_source(typed) == said
