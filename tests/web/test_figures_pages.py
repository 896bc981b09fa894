"""The figure sheet and the form for a figure, as office and secretary use them without JavaScript."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests.cast import Cast
from tests.client import Client
from tests.figures import comparison, held_session, record, total
from tests.pages import Page, parse, values_of
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.demo.real_session import facts
from tracker.reporting.models import SOURCE_KINDS, Figure
from tracker.sessions.models import WorkingSession
from tracker.web.figures import named_source

SAVE = "Lưu số liệu"
FDI = {
    "indicator": "Vốn đầu tư nước ngoài",
    "value": "10,51",
    "unit": "tỷ USD",
    "period_kind": "span",
    "period_from": "2021",
    "period_to": "2023",
    "scope": "KCN, KKT",
    "verbatim": "vốn đầu tư nước ngoài đạt 10,51 tỷ USD",
}


@pytest.fixture
def cast(db_session: Session) -> Cast:
    return people.make()


@pytest.fixture
def held(cast: Cast) -> WorkingSession:
    return held_session(cast)


@pytest.fixture
def new(client: Client, cast: Cast, held: WorkingSession) -> str:
    """The address for a new figure of the session; the secretary is signed in."""
    sign_in(client, cast, "secretary")
    return f"/figures/new?session={held.id}"


def sent(client: Client, path: str, answers: dict[str, Any], button: str = SAVE) -> Any:
    """Press a button of the page's form, following its own address as a browser does."""
    form = client.page(path).form(SAVE)
    return client.post(path, data={**values_of(form, button), **answers})


def pressed(client: Client, path: str, page: Page, answers: dict[str, Any], button: str = SAVE) -> Any:
    """Press a button of a page that is in sight already."""
    return client.post(path, data={**values_of(page.form(SAVE), button), **answers})


def rows_of(page: Page) -> dict[str, list[str]]:
    body = page.one("tbody")
    return {
        tr.get("id"): [cell.text for cell in tr.children if not isinstance(cell, str) and cell.tag in ("th", "td")]
        for tr in body.all("tr")
    }


def test_a_figure_entered_with_a_comma_prints_with_a_comma(client: Client, new: str, held: WorkingSession) -> None:
    client.done(new, FDI, button=SAVE)
    row = rows_of(client.page(f"/figures?session={held.id}"))["SL-01"]
    assert row == [
        "SL-01",
        "Vốn đầu tư nước ngoài→ Phát hiện SL-01",
        "đúng",
        "10,51",
        "tỷ USD",
        "giai đoạn 2021 - 2023",
        "KCN, KKT",
        "–",
        "Ban Quản lý Khu kinh tế; Sở Công ThươngCLV-01, 10/05/2024",
        "vốn đầu tư nước ngoài đạt 10,51 tỷ USD",
    ]


def test_a_comparison_is_added_with_a_button_and_prints_as_the_office_says_it(
    client: Client, new: str, held: WorkingSession
) -> None:
    grown = parse(sent(client, new, FDI, "Thêm so sánh").text)
    assert grown.all("input", name="value")[0].get("value") == "10,51"
    said = {
        "comparisons-0-kind": "percent_of_plan",
        "comparisons-0-direction": "reached",
        "comparisons-0-qualifier": "nearly",
        "comparisons-0-value": "84",
        "comparisons-0-against": "kế hoạch tổng thu hút FDI",
        "comparisons-0-against_from": "2021",
        "comparisons-0-against_to": "2025",
    }
    assert pressed(client, new, grown, said).status_code == 303
    row = rows_of(client.page(f"/figures?session={held.id}"))["SL-01"]
    assert row[7] == "gần 84% kế hoạch tổng thu hút FDI giai đoạn 2021 - 2025"


def test_an_empty_or_dropped_comparison_is_none(client: Client, new: str, db_session: Session) -> None:
    grown = parse(sent(client, new, FDI, "Thêm so sánh").text)
    assert pressed(client, new, grown, {}).status_code == 303
    figure = db_session.scalars(select(Figure)).one()
    assert figure.comparisons == []


def test_a_comparison_without_its_kind_comes_back_with_a_sentence_beside_the_box(client: Client, new: str) -> None:
    grown = parse(sent(client, new, FDI, "Thêm so sánh").text)
    back = pressed(client, new, grown, {"comparisons-0-value": "84"})
    assert back.status_code == 400
    page = parse(back.text)
    assert "Hãy chọn loại so sánh." in page.one(id="comparisons-0-kind-error").text
    assert page.one("input", name="comparisons-0-value").get("value") == "84"


def test_more_than_the_whole_plan_is_taken(client: Client, new: str, db_session: Session) -> None:
    grown = parse(sent(client, new, FDI, "Thêm so sánh").text)
    said = {"comparisons-0-kind": "percent_of_plan", "comparisons-0-value": "120"}
    assert pressed(client, new, grown, said).status_code == 303
    assert db_session.scalars(select(Figure)).one().comparisons[0].value == Decimal(120)


def test_a_foreign_decimal_point_is_asked_back(client: Client, new: str) -> None:
    page = client.refused(new, FDI | {"value": "18.09"}, button=SAVE)
    assert "có thể hiểu theo hai cách" in page.one(id="value-error").text
    assert page.one("input", name="value").get("value") == "18.09"


def test_a_dot_between_thousands_is_read_aloud_before_it_is_saved(
    client: Client, new: str, db_session: Session
) -> None:
    answer = sent(client, new, FDI | {"value": "1.234", "unit": "dự án"})
    assert answer.status_code == 200
    page = parse(answer.text)
    assert "“1.234” được đọc là 1234" in page.text
    assert db_session.scalars(select(Figure)).first() is None
    assert pressed(client, new, page, {}).status_code == 303
    assert db_session.scalars(select(Figure)).one().value == Decimal(1234)


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"value": "abc"}, "value", "không phải là số"),
        ({"value": "1,2,3"}, "value", "hai dấu phẩy"),
        ({"value": "-3", "unit": "dự án"}, "value", "không thể âm"),
        ({"value": ""}, "value", "Hãy nhập"),
        ({"unit": "   "}, "unit", "Hãy nhập “Đơn vị”"),
        ({"indicator": " "}, "indicator", "Hãy nhập “Chỉ tiêu”"),
        ({"value": "120", "unit": "%", "indicator": "Tỷ trọng công nghiệp"}, "value", "không quá 100%"),
        ({"period_from": "2023", "period_to": "2021"}, "period_to", "từ năm bắt đầu trở đi"),
        ({"period_from": "1900"}, "period_from", "Hãy nhập năm từ 1945"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_everything_typed(
    client: Client, new: str, db_session: Session, answers: dict[str, str], field: str, sentence: str
) -> None:
    page = client.refused(new, FDI | answers, button=SAVE)
    assert sentence in page.one(id=f"{field}-error").text
    assert page.one("textarea", name="verbatim").raw.strip() == FDI["verbatim"]
    assert db_session.scalars(select(Figure)).first() is None


def test_script_and_odd_letters_are_kept_as_text(client: Client, new: str, held: WorkingSession) -> None:
    client.done(new, FDI | {"indicator": "<script>alert(1)</script> Vốn đầu tư"}, button=SAVE)
    page = client.page(f"/figures?session={held.id}")
    assert "<script>alert(1)</script> Vốn đầu tư" in rows_of(page)["SL-01"][1]


def typed(about: dict[str, Any]) -> dict[str, str]:
    """A figure of the article as somebody types it."""
    names = ("indicator", "qualifier", "unit", "period_kind", "period_from", "period_to", "scope", "verbatim")
    said = {name: str(about[name]) for name in names if about.get(name) is not None}
    said |= {"value": about["value"].replace(".", ","), "inferred": about.get("inferred", [])}
    for n, other in enumerate(about.get("comparisons", [])):
        kept = {name: str(value) for name, value in other.items() if value is not None}
        said |= {f"comparisons-{n}-{name}": value for name, value in kept.items()}
        said[f"comparisons-{n}-value"] = other["value"].replace(".", ",")
    return said


def test_the_ten_figures_of_the_real_session_typed_in_print_as_they_were_reported(
    client: Client, cast: Cast, new: str, held: WorkingSession, db_session: Session
) -> None:
    told = facts()
    for about in told["figures"]:
        assert sent(client, new, typed(about)).status_code == 303
    ids = {figure.code: figure.id for figure in db_session.scalars(select(Figure))}
    path = f"/figures/{ids['SL-02']}/edit"
    assert sent(client, path, {"part_ids": [str(ids["SL-03"]), str(ids["SL-04"])]}).status_code == 303
    rows = rows_of(client.page(f"/figures?session={held.id}"))
    assert [(code, row[2], row[3], row[4]) for code, row in rows.items()] == [
        ("SL-01", "đúng", "210", "dự án"),
        ("SL-02", "đúng", "18,09", "tỷ USD"),
        ("SL-03", "đúng", "10,51", "tỷ USD"),
        ("SL-04", "đúng", "7,58", "tỷ USD"),
        ("SL-05", "đúng", "532", "dự án"),
        ("SL-06", "đúng", "26,21", "tỷ USD"),
        ("SL-07", "đúng", "219", "dự án"),
        ("SL-08", "trên", "13,7", "tỷ USD"),
        ("SL-09", "đúng", "45,5", "%"),
        ("SL-10", "đúng", "60,6", "%"),
    ]
    assert {row[5] for row in rows.values()} == {
        "giai đoạn 2021 - 2023",
        "lũy kế đến nay",
        "năm 2020",
        "năm 2023",
    }
    assert {code: row[7] for code, row in rows.items() if row[7] != "–"} == {
        "SL-02": "= SL-03 + SL-04 (10,51 + 7,58 = 18,09 ✓)",
        "SL-03": "gần 84% kế hoạch tổng thu hút FDI giai đoạn 2021 - 2025",
        "SL-04": "tăng gần 1,7 lần so với giai đoạn 2015 - 2020",
        "SL-09": "điểm gốc của SL-10",
        "SL-10": "từ 45,5% (2020) lên 60,6% (2023)",
    }
    assert rows["SL-09"][6] == "chưa có thông tin (suy đoán: toàn thành phố)"
    assert all("Ban Quản lý Khu kinh tế; Sở Công Thương" in row[8] for row in rows.values())
    page = client.page(f"/sessions/{held.id}")
    assert "trên 13,7 tỷ USD" in page.one("table").text
    for derived in ("12,51", "751", "39,91", "15,1"):
        assert derived not in page.one("table").text


def test_a_difference_is_a_warning_that_asks_for_a_note(
    client: Client, cast: Cast, held: WorkingSession, db_session: Session
) -> None:
    _foreign, domestic, _whole = total(cast, held)
    sign_in(client, cast, "office")
    path = f"/figures/{domestic.id}/edit"
    answer = sent(client, path, {"value": "7,85"})
    assert answer.status_code == 200
    page = parse(answer.text)
    assert "lệch 0,27 tỷ USD" in page.one(role="alert").text
    db_session.refresh(domestic)
    assert domestic.value == Decimal("7.58")
    assert pressed(client, path, page, {"difference_note": "Báo cáo ghi như vậy"}).status_code == 303
    row = rows_of(client.page(f"/figures?session={held.id}"))["SL-03"]
    assert "lệch 0,27 tỷ USD" in row[7]
    assert "Ghi chú: Báo cáo ghi như vậy" in row[7]
    assert row[3] == "18,09"


def test_the_sheet_shows_that_a_total_is_right(client: Client, cast: Cast, held: WorkingSession) -> None:
    total(cast, held)
    sign_in(client, cast, "deputy")
    row = rows_of(client.page(f"/figures?delegation={cast.delegation.id}"))["SL-03"]
    assert row[7] == "= SL-01 + SL-02 (10,51 + 7,58 = 18,09 ✓)"


def test_saving_and_going_on_keeps_what_the_next_figure_shares(client: Client, new: str) -> None:
    answer = sent(client, new, FDI, "Lưu và ghi số liệu tiếp theo")
    page = client.page(answer.headers["Location"])
    assert page.one("input", name="unit").get("value") == "tỷ USD"
    assert page.one("input", name="period_from").get("value") == "2021"
    assert page.one("input", name="indicator").get("value") == ""


def test_a_double_press_saves_once(client: Client, new: str, db_session: Session) -> None:
    form = values_of(client.page(new).form(SAVE), SAVE) | FDI
    first, second = client.post(new, data=form), client.post(new, data=form)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(db_session.scalars(select(Figure)).all()) == 1


def test_two_people_at_once_see_both_versions(client: Client, cast: Cast, held: WorkingSession) -> None:
    growth = comparison("times", "up", "1.7", against_from=2015, against_to=2020)
    figure = record(cast, held, "10.51", comparisons=[growth])
    sign_in(client, cast, "secretary")
    path = f"/figures/{figure.id}/edit"
    mine = values_of(client.page(path).form(SAVE), SAVE) | {"scope": "Của tôi"}
    client.done(path, {"scope": "Của người khác"}, button=SAVE)
    answer = client.post(path, data=mine | {"once": "khác"})
    assert answer.status_code == 409
    assert "Của tôi" in answer.text
    assert "Của người khác" in answer.text
    assert "số lần tăng đúng 1,7 giai đoạn 2015 - 2020" in answer.text


def test_a_figure_is_deleted_with_an_event(
    client: Client, cast: Cast, held: WorkingSession, db_session: Session
) -> None:
    figure = record(cast, held, "1")
    sign_in(client, cast, "secretary")
    page = client.done(f"/figures/{figure.id}/edit", button="Xóa số liệu SL-01")
    assert "Chưa ghi số liệu nào." in page.text
    event = db_session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.action == "deleted"


def test_after_the_minutes_are_signed_the_form_answers_409(
    client: Client, cast: Cast, held: WorkingSession, db_session: Session
) -> None:
    figure = record(cast, held, "1")
    held.state = "minutes_signed"
    sign_in(client, cast, "secretary")
    for path in (f"/figures/{figure.id}/edit", f"/figures/new?session={held.id}"):
        assert client.get(path).status_code == 409
    assert not client.page(f"/figures?session={held.id}").all("a", text="Ghi số liệu")


@pytest.mark.parametrize(("who", "status"), [("member", 403), ("leader_a", 403), ("foreigner", 404), ("stranger", 404)])
def test_others_may_not_record_figures(client: Client, cast: Cast, held: WorkingSession, who: str, status: int) -> None:
    figure = record(cast, held, "1")
    sign_in(client, cast, who)
    assert client.get(f"/figures/new?session={held.id}").status_code == status
    assert client.get(f"/figures/{figure.id}/edit").status_code == status


def test_a_sheet_without_figures_says_who_may_begin(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "deputy")
    page = client.page(f"/figures?delegation={cast.delegation.id}")
    assert "Chưa ghi số liệu nào." in page.text
    assert client.get("/figures").status_code == 404


def test_a_report_does_not_bear_the_name_of_the_session_with_its_number() -> None:
    names = {4: "CLV-02, 01/01/2026"}
    assert named_source(Figure(source_kind="report", source_id=4), names) == SOURCE_KINDS["report"]
    assert named_source(Figure(source_kind="session", source_id=4), names) == names[4]
