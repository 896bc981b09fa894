"""Answers and figures of all agencies beside each other, as the Council's side looks at them and says what it thinks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests import figures, reports
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import Page, parse, values_of
from tests.signing import sign_in
from tracker.accounts.roles import Role
from tracker.findings.models import Finding
from tracker.requests.models import ReportRequest
from tracker.workflow import engine

pytestmark = [pytest.mark.web, pytest.mark.usefixtures("now")]

EXPLAIN, SAVE = "Ghi giải thích", "Gửi Trưởng đoàn"


@pytest.fixture
def cast(db_session: Session) -> Cast:
    return people.make()


@pytest.fixture
def requests(cast: Cast) -> list[ReportRequest]:
    reports.outline(cast)
    return reports.asked(cast, "a", "b")


@pytest.fixture
def disagreeing(cast: Cast, requests: list[ReportRequest]) -> list[ReportRequest]:
    """Both have reported, and give different numbers for 2025."""
    for request, key, number in zip(requests, "ab", ("12", "13"), strict=True):
        numbers = reports.projects(y2023="10", y2024="11", y2025=number)
        reports.reported(cast, request, key, numbers, ["", f"Thu hút tốt {key}"], number=f"1{key}/BC")
    return requests


def here(cast: Cast) -> str:
    return f"/delegations/{cast.delegation.id}"


def indicator(client: Client, cast: Cast) -> str:
    """The address of the only indicator."""
    page = client.page(f"{here(cast)}/indicators")
    return next(link for link in page.links if "/indicators/" in link)


def link(page: Page, words: str) -> str:
    return next(node.get("href") for node in page.all("a") if node.text.startswith(words))


# --- side by side -----------------------------------------------------------------------------------------------------


def test_the_answers_of_all_agencies_stand_under_their_item(
    client: Client, cast: Cast, disagreeing: list[ReportRequest]
) -> None:
    sign_in(client, cast, "deputy")
    page = client.page(f"{here(cast)}/comparison")
    [table] = [found for found in page.all("table") if "I.1" in found.one("caption").text]
    first, second = table.one("tbody").all("tr")
    assert "báo cáo 1a/BC, 12/06/2026" in first.text
    assert "Thu hút tốt a" in first.text
    assert "năm 2025 12 dự án" in first.text
    assert "Thu hút tốt b" in second.text
    assert "năm 2025 13 dự án" in second.text


def test_where_there_is_no_report_the_row_says_why(client: Client, cast: Cast, requests: list[ReportRequest]) -> None:
    engine.perform(requests[0], "waive", cast.head, {"reason": "Không thuộc phạm vi"})
    sign_in(client, cast, "member")
    text = client.page(f"{here(cast)}/comparison").text
    assert "miễn" in text
    assert "chưa nộp" in text


def test_each_top_level_item_is_a_page_of_its_own(client: Client, cast: Cast, disagreeing: list[ReportRequest]) -> None:
    sign_in(client, cast, "secretary")
    page = client.page(f"{here(cast)}/comparison")
    assert "Khó khăn, vướng mắc" not in [node.text for node in page.all("h2")]
    after = client.page(link(page, "Mục sau"))
    assert any("Khó khăn, vướng mắc" in node.text for node in after.all("h2"))


def test_before_there_is_an_outline_the_page_says_what_will_be_there(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "deputy")
    assert "Đoàn này chưa có đề cương." in client.page(f"{here(cast)}/comparison").text


# --- indicators -------------------------------------------------------------------------------------------------------


def test_the_list_says_which_indicators_need_a_look(
    client: Client, cast: Cast, disagreeing: list[ReportRequest]
) -> None:
    sign_in(client, cast, "deputy")
    [row] = client.page(f"{here(cast)}/indicators").one("tbody").all("tr")
    assert "Số dự án thu hút" in row.text
    assert "1 điểm cần xem" in row.text
    assert "Hai cơ quan báo cáo khác nhau" in row.text


def test_the_page_of_the_delegation_counts_them(client: Client, cast: Cast, disagreeing: list[ReportRequest]) -> None:
    sign_in(client, cast, "deputy")
    page = client.page(here(cast))
    [task] = [node for node in page.all(class_="task") if "Chỉ tiêu và điểm cần xem" in node.text]
    assert "1 điểm cần xem" in task.text


def test_an_indicator_shows_agency_by_period_with_sources_and_a_chart_of_the_same_numbers(
    client: Client, cast: Cast, disagreeing: list[ReportRequest]
) -> None:
    sign_in(client, cast, "deputy")
    page = client.page(indicator(client, cast))
    assert page.heading == "ĐGS-2026-01 Số dự án thu hút"
    table = page.one("table", class_="data-series")
    assert [node.text for node in table.all("th", scope="col")] == ["Cơ quan", "năm 2023", "năm 2024", "năm 2025"]
    [_first, second] = table.one("tbody").all("tr")
    assert second.one("th").text == "Sở Công Thươngbáo cáo 1b/BC, 12/06/2026"
    assert [cell.text for cell in second.all("td")] == ["10", "11", "13"]
    chart = page.one("svg", role="img")
    assert len(chart.all("polyline")) == 2
    named = [page.one(id=id).text for id in chart.get("aria-labelledby").split()]
    assert named[0] == "Số dự án thu hút (dự án)"
    assert "A Ban Quản lý Khu kinh tế: 12 (năm 2025)" in named[1]


def test_a_number_in_another_unit_is_pointed_out(client: Client, cast: Cast) -> None:
    held = figures.held_session(cast)
    figures.record(cast, held, "10")
    figures.record(cast, held, "10000", unit="triệu USD")
    sign_in(client, cast, "deputy")
    page = client.page(f"{here(cast)}/indicators")
    assert "khác đơn vị: cũng có số theo triệu USD" in page.text
    first = client.page(next(link for link in page.links if "/indicators/" in link))
    assert "Khác đơn vị: chỉ tiêu này cũng được báo cáo theo triệu USD." in first.text


def test_what_an_earlier_delegation_was_told_is_shown_with_its_source(client: Client, cast: Cast) -> None:
    text = "I. Thu hút\nSố dự án thu hút\tdự án\t{}\n"
    later = people.add_delegation(cast, "ĐGS-2027-01", "active", "council")
    for delegation, year in ((cast.delegation, 2024), (later, 2025)):
        people.give(cast, "secretary", Role.SECRETARY, delegation_id=delegation.id)
        reports.outline(cast, text.format(year), delegation=delegation)
        [request] = reports.asked(cast, "a", delegation=delegation)
        reports.reported(cast, request, "a", {("Số dự án thu hút", str(year)): Decimal(year)}, number=f"{year}/BC")
    sign_in(client, cast, "office")
    page = client.page(f"/delegations/{later.id}/indicators")
    earlier = client.page(next(link for link in page.links if "/indicators/" in link)).one(
        "table", class_="data-earlier"
    )
    assert "2.024 dự án" in earlier.text
    assert "báo cáo 2024/BC, 12/06/2026" in earlier.text
    assert "ĐGS-2026-01" in earlier.text


@pytest.mark.parametrize("who", ["leader_a", "officer_b", "foreigner", "stranger", "admin"])
def test_agencies_and_strangers_find_nothing(
    client: Client, cast: Cast, disagreeing: list[ReportRequest], who: str
) -> None:
    sign_in(client, cast, "deputy")
    address = indicator(client, cast)
    sign_in(client, cast, who)
    for path in (f"{here(cast)}/comparison", f"{here(cast)}/indicators", address):
        assert client.get(path).status_code == 404
    if who == "leader_a":
        assert "Chỉ tiêu và điểm cần xem" not in client.page(here(cast)).text


def test_an_unknown_indicator_is_not_found(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "deputy")
    assert client.get(f"{here(cast)}/indicators/khong-co").status_code == 404


# --- explaining -------------------------------------------------------------------------------------------------------


def test_a_flag_is_explained_and_the_explanation_stands_beside_it(
    client: Client, cast: Cast, disagreeing: list[ReportRequest]
) -> None:
    sign_in(client, cast, "secretary")
    path = link(client.page(indicator(client, cast)), "Giải thích")
    assert "Hãy ghi vì sao" in client.refused(path, {"text": " "}, button=EXPLAIN).text
    page = client.done(path, {"text": "Mỗi cơ quan báo cáo phần của mình"}, button=EXPLAIN)
    [flag] = page.all(class_="flag")
    assert "Mỗi cơ quan báo cáo phần của mình" in flag.text
    assert "Giải thích của Người secretary, 15/06/2026" in flag.text
    assert not page.all(class_="flag-open")
    assert "đã giải thích điểm cần xem" in client.page(here(cast)).text


def test_an_explanation_of_other_numbers_says_that_it_is_outdated(
    client: Client, cast: Cast, disagreeing: list[ReportRequest]
) -> None:
    sign_in(client, cast, "secretary")
    address = indicator(client, cast)
    client.done(link(client.page(address), "Giải thích"), {"text": "Phần của mình"}, button=EXPLAIN)
    reports.returned(cast, disagreeing[1])
    numbers = reports.projects(y2023="10", y2024="11", y2025="14")
    reports.reported(cast, disagreeing[1], "b", numbers, number="16/BC")
    page = client.page(address)
    assert "Số liệu đã đổi sau giải thích này: hãy xem lại." in page.text
    assert page.all(class_="flag-open")


def test_numbers_that_changed_while_one_was_writing_are_not_explained_unseen(
    client: Client, cast: Cast, disagreeing: list[ReportRequest]
) -> None:
    sign_in(client, cast, "secretary")
    path = link(client.page(indicator(client, cast)), "Giải thích")
    form = values_of(client.page(path).form(EXPLAIN), EXPLAIN)
    reports.returned(cast, disagreeing[1])
    numbers = reports.projects(y2023="10", y2024="11", y2025="14")
    reports.reported(cast, disagreeing[1], "b", numbers, number="16/BC")
    answer = client.post(path, data=form | {"text": "Phần của mình"})
    assert answer.status_code == 409
    assert "Phần của mình" in answer.text
    assert "Chưa ghi gì." in answer.text


def test_flags_of_one_kind_are_explained_together(client: Client, cast: Cast, requests: list[ReportRequest]) -> None:
    for request, key, first in zip(requests, "ab", (10, 20), strict=True):
        reports.reported(cast, request, key, reports.projects(y2023=str(first), y2024=str(first), y2025=str(first)))
    sign_in(client, cast, "office")
    address = indicator(client, cast)
    assert len(client.page(address).all(class_="flag-open")) == 3
    client.done(link(client.page(address), "Giải thích"), {"text": "Phần của mình", "also": "y"}, button=EXPLAIN)
    assert not client.page(address).all(class_="flag-open")


def test_a_double_click_explains_once(client: Client, cast: Cast, disagreeing: list[ReportRequest]) -> None:
    sign_in(client, cast, "secretary")
    address = indicator(client, cast)
    path = link(client.page(address), "Giải thích")
    form = values_of(client.page(path).form(EXPLAIN), EXPLAIN) | {"text": "Phần của mình"}
    for _time in range(2):
        assert client.post(path, data=form).status_code == 303
    assert client.page(here(cast)).text.count("đã giải thích điểm cần xem") == 1


@pytest.mark.parametrize(("who", "status"), [("member", 403), ("head", 403), ("deputy", 403), ("leader_a", 404)])
def test_others_do_not_explain(
    client: Client, cast: Cast, disagreeing: list[ReportRequest], who: str, status: int
) -> None:
    sign_in(client, cast, "secretary")
    address = indicator(client, cast)
    path = link(client.page(address), "Giải thích")
    sign_in(client, cast, who)
    assert client.get(path).status_code == status
    if status == 403:
        assert not client.page(address).all("a", text="Giải thích")


# --- findings ---------------------------------------------------------------------------------------------------------


def test_a_flag_becomes_a_finding_with_one_press_and_leads_to_it(
    client: Client, cast: Cast, disagreeing: list[ReportRequest], db_session: Session
) -> None:
    sign_in(client, cast, "member")
    address = indicator(client, cast)
    page = client.done(link(client.page(address), "Ghi thành phát hiện"), button=SAVE)
    finding = db_session.scalars(select(Finding)).one()
    assert "Số dự án thu hút" in finding.text
    assert "Ban Quản lý Khu kinh tế: 12 dự án; Sở Công Thương: 13 dự án" in finding.text
    assert finding.state == "submitted"
    assert {"SL-03", "SL-06"} <= {node.text for node in page.all("a")}
    after = client.page(address)
    [flag] = after.all(class_="flag")
    assert f"đã ghi {finding.code}" in flag.text
    assert not after.all(class_="flag-open")


def test_a_reader_of_english_records_the_same_vietnamese_words(
    client: Client, cast: Cast, disagreeing: list[ReportRequest]
) -> None:
    sign_in(client, cast, "member")
    address = link(client.page(indicator(client, cast)), "Ghi thành phát hiện")
    words = client.page(address).one("textarea", name="text").raw
    client.page("/?lang=en")
    assert client.page(address).one("html").get("lang") == "en"
    assert client.page(address).one("textarea", name="text").raw == words


def test_what_is_missing_becomes_a_finding_that_names_report_and_item(
    client: Client, cast: Cast, db_session: Session
) -> None:
    reports.outline(cast, reports.OUTLINE.replace("1. Kết quả thu hút", "1. Kết quả thu hút (nếu có)"))
    [request] = reports.asked(cast, "a")
    reports.reported(cast, request, "a", {})
    sign_in(client, cast, "secretary")
    client.done(link(client.page(indicator(client, cast)), "Ghi thành phát hiện"), button=SAVE)
    finding = db_session.scalars(select(Finding)).one()
    assert finding.evidence == "Báo cáo 12/BC, 12/06/2026, mục I.1"
    assert finding.agency_id == cast.agencies["a"].id
    assert "năm 2023, năm 2024, năm 2025" in finding.text


def test_periods_are_told_in_the_language_of_the_reader(client: Client, cast: Cast) -> None:
    reports.outline(cast, reports.OUTLINE.replace("1. Kết quả thu hút", "1. Kết quả thu hút (nếu có)"))
    [request] = reports.asked(cast, "a")
    reports.reported(cast, request, "a", {})
    sign_in(client, cast, "secretary")
    address = indicator(client, cast)
    client.get("/?lang=en")
    page = client.page(address)
    assert "gives no figure for: 2023, 2024, 2025" in page.text
    assert "năm 2023" not in page.text


def test_a_draft_of_a_finding_settles_the_flag_for_those_alone_who_may_read_it(
    client: Client, cast: Cast, disagreeing: list[ReportRequest]
) -> None:
    sign_in(client, cast, "member")
    address = indicator(client, cast)
    client.done(link(client.page(address), "Ghi thành phát hiện"), button="Lưu và quay lại sau")
    assert not client.page(address).all(class_="flag-open")
    sign_in(client, cast, "deputy")
    page = client.page(address)
    assert page.all(class_="flag-open")
    assert "PH-01" not in page.text


def test_numbers_that_changed_meanwhile_leave_the_finding_and_the_flag_apart(
    client: Client, cast: Cast, disagreeing: list[ReportRequest], db_session: Session
) -> None:
    sign_in(client, cast, "member")
    address = indicator(client, cast)
    path = link(client.page(address), "Ghi thành phát hiện")
    form = values_of(client.page(path).form(SAVE), SAVE)
    reports.returned(cast, disagreeing[1])
    numbers = reports.projects(y2023="10", y2024="11", y2025="14")
    reports.reported(cast, disagreeing[1], "b", numbers, number="16/BC")
    assert client.post(path, data=form).status_code == 303
    assert db_session.scalars(select(Finding)).one().state == "submitted"
    assert "đã ghi" not in client.page(address).text


def test_a_flag_that_is_a_finding_already_leads_to_it_and_makes_no_second_one(
    client: Client, cast: Cast, disagreeing: list[ReportRequest], db_session: Session
) -> None:
    sign_in(client, cast, "secretary")
    path = link(client.page(indicator(client, cast)), "Ghi thành phát hiện")
    form = values_of(client.page(path).form(SAVE), SAVE)
    client.done(path, button=SAVE)
    finding = db_session.scalars(select(Finding)).one()
    assert client.get(path).headers["Location"] == f"/findings/{finding.id}"
    again = client.post(path, data=form | {"once": "lan-hai", "text": "Viết thêm ở đây"})
    assert again.status_code == 400
    assert f"Điểm này vừa được ghi thành phát hiện {finding.code}" in again.text
    assert "Viết thêm ở đây" in again.text
    assert db_session.scalars(select(Finding)).one() is finding


@pytest.mark.parametrize("words", ["flag:x", "flag:999999-a-b-c", "flag:1", "flag:"])
def test_a_flag_that_is_none_is_not_found(client: Client, cast: Cast, words: str) -> None:
    sign_in(client, cast, "foreigner")
    assert client.get(f"/findings/new?from={words}").status_code == 404


def test_an_agency_cannot_begin_from_a_flag(client: Client, cast: Cast, disagreeing: list[ReportRequest]) -> None:
    sign_in(client, cast, "member")
    path = link(client.page(indicator(client, cast)), "Ghi thành phát hiện")
    sign_in(client, cast, "leader_a")
    assert client.get(path).status_code == 404


# --- cost -------------------------------------------------------------------------------------------------------------


def test_the_pages_ask_the_database_little(client: Client, cast: Cast, disagreeing: list[ReportRequest]) -> None:
    sign_in(client, cast, "secretary")
    address = indicator(client, cast)
    client.done(link(client.page(address), "Ghi thành phát hiện"), button=SAVE)
    lists = ("", "/comparison", "/indicators", "/indicators?flags=open")
    counted = {path: queries_of(client, path) for path in (address, *(here(cast) + rest for rest in lists))}
    print(counted)
    assert {path: number for path, number in counted.items() if number > 25} == {}


def test_the_forms_are_read_strictly(client: Client, cast: Cast, disagreeing: list[ReportRequest]) -> None:
    sign_in(client, cast, "secretary")
    path = link(client.page(indicator(client, cast)), "Giải thích")
    assert parse(client.get(path).text).heading == "Giải thích điểm cần xem"
