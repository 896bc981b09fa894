"""Agencies on pages: everybody of the council reads them, the office keeps them, and the past keeps its names."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.extensions import db
from tracker.organizations import queries, service
from tracker.organizations.models import Agency


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make()


@pytest.fixture
def office(client: Client, people: Cast) -> Client:
    sign_in(client, people, "office")
    return client


def agency(people: Cast, key: str) -> Agency:
    return db.session.get_one(Agency, people.agencies[key].id)


def names(client: Client, path: str) -> list[str]:
    return [node.one("a").text for node in client.page(path).all("th", scope="row")]


def test_an_officer_adds_an_agency_and_finds_it_with_and_without_marks(office: Client, people: Cast) -> None:
    answers = {"name": "Sở Giao thông Vận tải", "short_name": "Sở GTVT", "code": "SGTVT", "kind": "department"}
    page = office.done("/agencies/new", answers | {"valid_from": "01/07/2016"})
    assert page.heading == "Sở Giao thông Vận tải"
    for words in ("giao thông", "GIAO THONG", "so gtvt", "SGTVT"):
        assert names(office, f"/agencies?q={words}") == ["Sở Giao thông Vận tải"]


def test_agencies_stand_in_vietnamese_order_a_page_at_a_time(office: Client, people: Cast) -> None:
    for number in range(30):
        facts = {"code": f"X{number}", "name": f"Đơn vị số {number:02}", "kind": "other"}
        service.add(people.council.id, facts, people.office)
    first = names(office, "/agencies")
    assert len(first) == 25
    assert first[:2] == ["Ban Quản lý Khu kinh tế", "Đơn vị số 00"]
    assert names(office, "/agencies?page=2")[-2:] == ["Sở Công Thương", "Sở Xây dựng"]
    assert "33 cơ quan" in office.page("/agencies?page=2").text


def test_the_list_is_narrowed_by_kind_and_says_so_when_nothing_fits(office: Client) -> None:
    page = office.page("/agencies?kind=central")
    assert "Không có cơ quan nào khớp" in page.text
    assert "/agencies" in page.links


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": "", "code": "M", "kind": "other"}, "Hãy nhập “Tên cơ quan”."),
        ({"name": "   ", "code": "M", "kind": "other"}, "Hãy nhập “Tên cơ quan”."),
        ({"name": "Cơ quan Mới", "code": "CQ-A", "kind": "other"}, "Mã này đã có cơ quan khác dùng."),
        ({"name": "sở công thương", "code": "M", "kind": "other"}, "đang chỉ cơ quan “Sở Công Thương”"),
        ({"name": "Cơ quan Mới", "code": "M", "kind": "other", "valid_from": "31/02/2026"}, "Ngày không hợp lệ"),
        ({"name": "Cơ quan Mới", "code": "M", "kind": ""}, "“Loại”"),
    ],
)
def test_what_is_wrong_with_a_new_agency_stands_beside_the_field_and_nothing_is_written(
    office: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    before = queries.total(people.office, ended=True)
    page = office.refused("/agencies/new", answers)
    assert sentence in page.text
    assert page.one("input", name="code").get("value") == answers["code"]
    assert queries.total(people.office, ended=True) == before


def test_a_misspelt_name_is_corrected_without_a_new_name_in_the_history(office: Client, people: Cast) -> None:
    id = people.agencies["c"].id
    page = office.done(f"/agencies/{id}/edit", {"name": "Sở Xây dựng Hải Phòng", "short_name": "SXD"})
    assert page.heading == "Sở Xây dựng Hải Phòng"
    assert [known.name for known in agency(people, "c").names] == ["Sở Xây dựng Hải Phòng"]


def test_another_way_of_writing_finds_the_agency_and_cannot_mean_two(office: Client, people: Cast) -> None:
    id = people.agencies["a"].id
    office.done(f"/agencies/{id}/alias", {"alias": "HEZA"})
    assert names(office, "/agencies?q=heza") == ["Ban Quản lý Khu kinh tế"]
    page = office.refused(f"/agencies/{people.agencies['b'].id}/alias", {"alias": "heza"})
    assert "đang chỉ cơ quan “Ban Quản lý Khu kinh tế”" in page.text


def test_an_agency_is_not_its_own_parent(office: Client, people: Cast) -> None:
    a, b = people.agencies["a"].id, people.agencies["b"].id
    office.done(f"/agencies/{a}/edit", {"parent_id": str(b)})
    page = office.refused(f"/agencies/{b}/edit", {"parent_id": str(a)})
    assert "Cơ quan cấp trên không hợp lý" in page.text


@pytest.mark.parametrize("who", ["deputy", "secretary", "officer_a", "leader_b", "standing"])
def test_everybody_of_the_council_reads_agencies_and_only_the_office_changes_them(
    client: Client, people: Cast, who: str
) -> None:
    sign_in(client, people, who)
    id = people.agencies["c"].id
    assert "Sở Xây dựng" in names(client, "/agencies")
    assert client.page(f"/agencies/{id}").heading == "Sở Xây dựng"
    assert not [link for link in client.page(f"/agencies/{id}").links if link.endswith(("/edit", "/change"))]
    for path in ("/agencies/new", f"/agencies/{id}/edit", f"/agencies/{id}/change", f"/agencies/{id}/alias"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("who", ["foreigner", "stranger", "admin"])
def test_nobody_sees_another_councils_agencies(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    assert client.page("/agencies").all("th", scope="row") == []
    assert client.get(f"/agencies/{people.agencies['a'].id}").status_code == 404
    assert client.get(f"/agencies/{people.agencies['a'].id}/edit").status_code == 404


def test_two_officers_at_once_the_second_sees_both_versions(client: Client, people: Cast, office: Client) -> None:
    id = people.agencies["a"].id
    form = office.page(f"/agencies/{id}/edit").form()
    sent = {node.get("name"): node.get("value") for node in form.all("input")}
    sent |= {"kind": "department", "short_name": "BQL của tôi"}
    service.edit(agency(people, "a"), {"short_name": "BQL của người khác"}, people.actor("other_office"))
    answer = office.post(f"/agencies/{id}/edit", data=sent)
    assert answer.status_code == 409
    assert "BQL của tôi" in answer.text
    assert "BQL của người khác" in answer.text
