"""Terms on the council's page, the handover prepared, decided and read on pages, and what a recommendation says of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, handing_over, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.handing_over import begun, choose, decided, items, prepared, several, two_terms
from tests.pages import values_of
from tests.signing import sign_in
from tracker.extensions import db
from tracker.organizations.models import CouncilTerm
from tracker.recommendations.terms import CarriedOver
from tracker.terms.models import TermHandover

pytestmark = pytest.mark.web

TERM = {"number": "XVI", "from_on": "23/05/2021", "to_on": "30/06/2026", "deputies_total": "80"}
DECISION = {"number": "45/TB-HĐND", "issued_on": "15/06/2026", "signer": "Nguyễn Văn Mẫu"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def office(client: Client, people: Cast) -> Client:
    return sign_in(client, people, "office")


def only() -> TermHandover:
    return db.session.scalars(select(TermHandover)).one()


def at(handover: TermHandover, more: str = "") -> str:
    return f"/term-handovers/{handover.id}{more}"


# --- terms, kept by the administrator ---------------------------------------------------------------------------------


def test_an_administrator_keeps_the_terms_of_a_council(client: Client, people: Cast) -> None:
    admin = sign_in(client, people, "admin")
    place = f"/councils/{people.council.id}"
    assert "Chưa ghi khóa nào." in admin.page(place).text
    page = admin.done(f"{place}/terms/new", TERM, button="Thêm khóa")
    assert "Khóa XVI" in page.text
    term = db.session.scalars(select(CouncilTerm)).one()
    page = admin.done(f"{place}/terms/{term.id}/edit", {"deputies_total": "85"}, button="Lưu khóa")
    assert "85" in page.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"number": ""}, "Hãy nhập “Khóa”."),
        ({"number": "17"}, "chữ số La Mã"),
        ({"number": "IIX"}, "chữ số La Mã"),
        ({"from_on": "31/02/2026"}, "Ngày không hợp lệ"),
        ({"from_on": "01/06/2026", "to_on": "30/05/2031"}, "Trùng thời gian với khóa XVI (23/05/2021 đến 30/06/2026)."),
        ({"number": "XVI", "from_on": "01/07/2026", "to_on": ""}, "Hội đồng này đã có khóa XVI."),
        ({"deputies_total": "0"}, "1"),
        ({"deputies_total": "tám mươi"}, "Hãy nhập"),
    ],
)
def test_a_bad_term_is_told_beside_its_field_and_kept(
    client: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    two_terms(people)
    admin = sign_in(client, people, "admin")
    page = admin.refused(
        f"/councils/{people.council.id}/terms/new",
        TERM | {"number": "XVIII", "from_on": "01/07/2031", "to_on": "30/06/2036"} | answers,
        button="Thêm khóa",
    )
    assert sentence in " ".join(node.text for node in page.all(class_="field-error"))
    assert db.session.scalar(select(func.count()).select_from(CouncilTerm)) == 2


def test_two_administrators_never_overwrite_each_other(client: Client, people: Cast) -> None:
    old, _new = two_terms(people)
    admin = sign_in(client, people, "admin")
    place = f"/councils/{people.council.id}/terms/{old.id}/edit"
    stale: dict[str, Any] = values_of(admin.page(place).form("Lưu khóa"), "Lưu khóa")
    admin.done(place, {"deputies_total": "81"}, button="Lưu khóa")
    response = admin.post(place, data=stale)
    assert response.status_code == 409
    assert db.session.get_one(CouncilTerm, old.id).deputies_total == 81


# --- where the office finds it ----------------------------------------------------------------------------------------


def test_the_office_finds_it_from_the_follow_up_table_and_in_my_work(office: Client, people: Cast) -> None:
    assert "/terms" in office.page("/recommendations").links
    page = office.page("/terms")
    assert "Chưa ghi khóa nào." in page.text
    assert "Chưa có bàn giao nhiệm kỳ nào." in page.text
    assert "chưa ghi hai khóa liền nhau" in office.page("/term-handovers/new").text
    old, _new = two_terms(people)
    several(people, 2)
    page = office.page("/")
    assert "2 kiến nghị còn mở chưa bàn giao" in page.text
    assert f"/terms/{old.id}" in page.links
    page = office.page(f"/terms/{old.id}")
    assert f"/term-handovers/new?term={old.id}" in page.links
    assert f"/recommendations?term={old.id}" in page.links


def test_a_handover_is_begun_decided_about_and_decided(client: Client, people: Cast) -> None:
    two_terms(people)
    first, second, third = several(people)
    office = sign_in(client, people, "office")
    page = office.done("/term-handovers/new", {"note": "Theo kế hoạch 12"}, button="Lập danh sách bàn giao")
    handover = only()
    assert page.heading == "BGNK-2026-01 Bàn giao từ khóa XVI sang khóa XVII"
    assert f"3 kiến nghị chưa chọn cách xử lý ({first.code}, {second.code}, {third.code})" in page.text
    rows = [str(item.id) for item in items(handover)]
    place = at(handover, "/items")
    page = office.done(place, {"picked": rows[:2], "decision": "carry"}, button="Ghi cách xử lý")
    assert "Đã ghi cho 2 kiến nghị." in page.text
    waive = {"picked": rows[2:], "decision": "waive"}
    page = office.refused(place, waive, button="Ghi cách xử lý")
    assert "Miễn thực hiện thì phải ghi lý do khách quan." in page.text
    assert [node.get("value") for node in page.all("input", name="picked") if "checked" in node.attributes] == rows[2:]
    office.done(place, waive | {"reason": handing_over.WHY}, button="Ghi cách xử lý")
    page = office.page(at(handover))
    assert "Mọi kiến nghị đã có cách xử lý." in page.text
    assert f"/term_handover/{handover.id}/do/decide" not in page.links
    standing = sign_in(client, people, "standing")
    assert "đã chuẩn bị xong" in standing.page("/").text
    page = standing.done(f"/term_handover/{handover.id}/do/decide", DECISION, button="Quyết định bàn giao")
    assert "Đã bàn giao theo văn bản số 45/TB-HĐND ngày 15/06/2026." in page.text
    assert db.session.scalar(select(func.count()).select_from(CarriedOver)) == 2
    assert third.state == "closed"


def test_the_whole_page_is_ticked_without_scripts(office: Client, people: Cast) -> None:
    two_terms(people)
    several(people)
    handover = begun(people)
    page = office.page(at(handover, "/items?tick=all"))
    assert len([node for node in page.all("input", name="picked") if "checked" in node.attributes]) == 3
    page = office.done(at(handover, "/items?tick=all"), {"decision": "carry"}, button="Ghi cách xử lý")
    assert {item.decision for item in items(handover)} == {"carry"}


def test_a_row_that_somebody_else_decided_about_is_named_and_shown(office: Client, people: Cast) -> None:
    two_terms(people)
    several(people, 2)
    handover = begun(people)
    first, second = items(handover)
    place = at(handover, "/items?chosen=none")
    stale: dict[str, Any] = values_of(office.page(place).form("Ghi cách xử lý"), "Ghi cách xử lý")
    stale |= {"picked": [str(first.id), str(second.id)], "decision": "carry", "note": "Giữ nguyên ghi chú"}
    choose(people, handover, first, by="other_office", decision="oversee_again")
    response = office.post(place, data=stale)
    assert response.status_code == 400
    assert f"{first.code}: Người other_office đã chọn" in response.text
    assert "Giữ nguyên ghi chú" in response.text
    assert [item.decision for item in items(handover)] == ["oversee_again", None]


def test_a_double_click_begins_and_decides_once(client: Client, people: Cast) -> None:
    two_terms(people)
    several(people, 1)
    office = sign_in(client, people, "office")
    form = office.page("/term-handovers/new").form("Lập danh sách bàn giao")
    sent = {node.get("name"): node.get("value") for node in form.all("input", type="hidden")}
    sent |= {"from_term_id": str(form.one("select").all("option")[-1].get("value")), "note": ""}
    places = {office.post("/term-handovers/new", data=sent).headers["Location"] for _time in range(2)}
    assert len(places) == 1
    handover = only()
    choose(people, handover, *items(handover))
    standing = sign_in(client, people, "standing")
    address = f"/term_handover/{handover.id}/do/decide"
    form = standing.page(address).form("Quyết định bàn giao")
    sent = {node.get("name"): node.get("value") for node in form.all("input", type="hidden")} | DECISION
    for _time in range(2):
        assert standing.post(address, data=sent).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(CarriedOver)) == 1


# --- the report -------------------------------------------------------------------------------------------------------


def test_the_report_is_the_same_years_later(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    handover = decided(people)
    standing = sign_in(client, people, "standing")
    place = at(handover, "/report?all=1")
    before = main(standing, place)
    assert "Miễn thực hiện" in before
    assert handing_over.WHY in before
    now.move_to("2028-01-10T09:00:00+07:00")
    people.agencies["a"].name = "Tên của nhiều năm sau"
    people.users["other_office"].full_name = "Tên khác hẳn"
    people.delegation.title = "Tiêu đề khác hẳn"
    for item in items(handover)[:2]:
        story.extended(people, story.lead(item.recommendation), story.date(2029, 1, 1))
    db.session.commit()
    standing = sign_in(client, people, "standing")
    assert main(standing, place) == before


def main(client: Client, place: str) -> str:
    return client.page(place).one("main").text


def test_the_report_while_preparing_says_so(office: Client, people: Cast) -> None:
    handover = prepared(people)
    page = office.page(at(handover, "/report"))
    assert "Bản đang chuẩn bị." in page.text
    assert "Giám sát lại" not in page.heading


def test_where_nothing_is_open_nothing_is_handed_over(office: Client, people: Cast) -> None:
    old, _new = two_terms(people)
    page = office.refused("/term-handovers/new", {"from_term_id": str(old.id)})
    assert "không có gì để bàn giao" in page.one("p", id="from_term_id-error").text
    assert db.session.scalar(select(func.count()).select_from(TermHandover)) == 0


# --- who reads what ---------------------------------------------------------------------------------------------------


def test_an_agency_reads_that_the_next_term_follows_on_and_no_handover(client: Client, people: Cast) -> None:
    handover = decided(people)
    one = items(handover)[1].recommendation
    agency = sign_in(client, people, "leader_a")
    page = agency.page(f"/recommendations/{one.id}")
    assert "Khóa XVI, chuyển sang khóa XVII" in page.text
    assert at(handover) not in page.links
    assert "giám sát lại" not in page.text
    assert "Cần xem tại hiện trường" not in page.text
    for more in ("", "/items", "/report"):
        assert agency.get(at(handover, more)).status_code == 404
    assert "/terms" not in agency.page("/recommendations").links
    assert agency.get("/terms").status_code == 403


def test_the_councils_side_is_led_to_the_handover_from_the_recommendation(client: Client, people: Cast) -> None:
    handover = decided(people)
    one = items(handover)[1].recommendation
    page = sign_in(client, people, "deputy").page(f"/recommendations/{one.id}")
    assert at(handover) in page.links
    assert "giám sát lại" in page.text


def test_people_of_a_delegation_read_their_own_items_alone(client: Client, people: Cast) -> None:
    handover = decided(people)
    other = cast.add_delegation(people, "ĐGS-2026-09", "following_up", "council", agencies=("c",))
    first = items(handover)[0]
    first.delegation_id = other.id
    db.session.flush()
    page = sign_in(client, people, "member").page(at(handover, "/items"))
    assert first.code not in page.text
    assert items(handover)[1].code in page.text
    page = client.page(at(handover, "/report?all=1"))
    assert "Tổng hợp" not in page.text
    assert client.get(at(handover, "/edit")).status_code == 403


def test_the_administrator_keeps_terms_and_reads_no_handover(client: Client, people: Cast) -> None:
    handover = decided(people)
    admin = sign_in(client, people, "admin")
    assert admin.get(at(handover)).status_code == 404
    assert admin.get("/terms").status_code == 403


# --- the old term stays readable --------------------------------------------------------------------------------------


def test_the_follow_up_table_says_the_terms_and_narrows_to_one(office: Client, people: Cast) -> None:
    handover = decided(people)
    codes = [item.code for item in items(handover)]
    page = office.page("/recommendations")
    assert page.text.count("khóa XVI, chuyển sang khóa XVII") == 2
    page = office.page(f"/recommendations?term={handover.to_term_id}")
    assert set(re.findall(r"KN-\d{4}-\d{3}", page.one("main").text)) == set(codes[:2])
    page = office.page(f"/recommendations?term={handover.from_term_id}&status=waived")
    assert set(re.findall(r"KN-\d{4}-\d{3}", page.one("main").text)) == {codes[2]}
    assert "Khóa XVI (2021–2026)" in page.text
    page = office.page("/recommendations?term=abc")
    assert "không hiểu được" in page.text
    assert "khóa" in page.text
    assert "0" in office.page(f"/recommendations/rates?term={handover.to_term_id}").text


@pytest.mark.parametrize("more", ["", "/items", "/items?tick=all", "/report", "/report?all=1"])
@pytest.mark.parametrize("is_decided", [False, True])
def test_pages_ask_little_of_the_database(office: Client, people: Cast, more: str, is_decided: bool) -> None:
    handover = prepared(people)
    if is_decided:
        decided(people, handover)
    place = at(handover, more)
    queries_of(office, place)
    assert queries_of(office, place) <= 25


def test_the_pages_of_terms_ask_little_of_the_database(office: Client, people: Cast) -> None:
    handover = decided(people)
    one: Any = items(handover)[0].recommendation
    for place in ("/terms", f"/terms/{handover.from_term_id}", "/recommendations", f"/recommendations/{one.id}", "/"):
        queries_of(office, place)
        assert queries_of(office, place) <= 25, place
