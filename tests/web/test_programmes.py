"""The pages of programmes and topics."""

from __future__ import annotations

import io
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast
from tests.api import records
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.planning import service
from tracker.planning.models import Programme, Topic
from tracker.plans import ready_made

pytestmark = pytest.mark.web
PDF = b"%PDF-1.4\n%%EOF\n"
HOUSING = "Bố trí nhà ở cho công nhân các khu công nghiệp"
GIVEN = {
    "title": "Việc quản lý chợ truyền thống",
    "reason": "Nhiều cử tri kiến nghị",
    "scope": "Toàn thành phố",
    "object": "Sở Công Thương",
    "proposed_by_kind": "voters",
}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def enter(client: Client, people: Cast) -> Programme:
    answers = {"year": "2026", "owner_kind": "committee", "body_id": str(people.committee.id)}
    client.done("/programmes/new", answers, button="Lưu chương trình")
    return db.session.scalars(select(Programme)).one()


def adopted(client: Client, people: Cast) -> Topic:
    """By its committee's leader, with a file."""
    topic = records.topic(people)
    answers: dict[str, Any] = {
        "number": "12/CTr-HĐND",
        "issued_on": "08/01/2026",
        "signer": "Trưởng Ban",
        "files": (io.BytesIO(PDF), "chuong-trinh.pdf"),
    }
    sign_in(client, people, "leader")
    client.done(f"/programme/{topic.programme_id}/do/adopt", answers)
    return topic


def test_the_office_enters_a_programme_and_its_topics(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    programme = enter(client, people)
    page = client.done(f"/programmes/{programme.id}/topics/new", GIVEN, button="Lưu chuyên đề")
    assert "CĐ-2026-01" in page.text
    assert "Nhiều cử tri kiến nghị" in page.text
    page = client.page(f"/programmes/{programme.id}")
    assert page.heading == "CTGS-2026-KTNS Chương trình giám sát năm 2026 của Ban Kinh tế - Ngân sách"
    assert "Lãnh đạo Ban – thông qua chương trình" in page.text


def test_it_is_adopted_with_a_document_that_can_be_read(client: Client, people: Cast) -> None:
    topic = adopted(client, people)
    page = client.page(f"/programmes/{topic.programme_id}")
    assert "12/CTr-HĐND" in page.text
    assert "chuong-trinh.pdf" in page.text
    assert any(link.startswith("/attachments/") for link in page.links)
    assert topic.state == "adopted"


@pytest.mark.parametrize("year", ["", "năm nay", "26", "20266", "2026,5", "1.5", "-2026", "2099"])
def test_a_year_that_is_not_one_gets_a_sentence(client: Client, people: Cast, year: str) -> None:
    sign_in(client, people, "office")
    page = client.refused("/programmes/new", {"year": year, "owner_kind": "council"}, button="Lưu chương trình")
    assert "Hãy nhập" in page.text
    assert page.one("input", name="year").get("value") == year


def test_a_second_programme_for_the_same_owner_and_year_gets_a_sentence(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    enter(client, people)
    answers = {"year": "2026", "owner_kind": "committee", "body_id": str(people.committee.id)}
    page = client.refused("/programmes/new", answers, button="Lưu chương trình")
    assert "đã có chương trình năm 2026 (CTGS-2026-KTNS)" in page.text


@pytest.mark.parametrize("missing", ["title", "reason", "scope", "object", "proposed_by_kind"])
def test_a_topic_says_why_over_what_whom_and_who_proposes_it(client: Client, people: Cast, missing: str) -> None:
    sign_in(client, people, "office")
    programme = enter(client, people)
    path = f"/programmes/{programme.id}/topics/new"
    page = client.refused(path, GIVEN | {missing: " "} if missing != "proposed_by_kind" else GIVEN | {missing: ""})
    assert "Hãy nhập" in page.text
    assert db.session.scalars(select(Topic)).all() == []


def test_repetition_is_said_before_anything_is_saved(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    path = f"/programmes/{enter(client, people).id}/topics/new"
    response = client.send(path, {"title": HOUSING}, button="Kiểm tra trùng lặp")
    assert response.status_code == 200
    assert "Có thể trùng với 2 việc trong 24 tháng qua" in response.text
    assert f'href="/delegations/{people.delegation.id}"' in response.text
    assert db.session.scalars(select(Topic)).all() == []
    response = client.send(path, {"title": "Chính sách bảo vệ rừng"}, button="Kiểm tra trùng lặp")
    assert "Không thấy chuyên đề, đoàn nào trong 24 tháng qua" in response.text


def test_repetition_warns_and_does_not_forbid(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    programme = enter(client, people)
    page = client.done(f"/programmes/{programme.id}/topics/new", GIVEN | {"title": HOUSING}, button="Lưu chuyên đề")
    assert "Có thể trùng với 2 việc" in page.text
    assert {f"/delegations/{id}" for id in (people.delegation.id, people.other_delegation.id)} <= set(page.links)
    assert "có thể trùng 2 việc" in client.page(f"/programmes/{programme.id}").text


def test_an_adopted_programme_asks_why_it_is_changed(client: Client, people: Cast) -> None:
    topic = adopted(client, people)
    sign_in(client, people, "office")
    page = client.refused(f"/topics/{topic.id}/edit", {"scope": "Ba phường"}, button="Lưu chuyên đề")
    assert "hãy ghi lý do điều chỉnh" in page.text
    answers = {"scope": "Ba phường", "adjustment_reason": "Thường trực yêu cầu thu hẹp"}
    client.done(f"/topics/{topic.id}/edit", answers, button="Lưu chuyên đề")
    page = client.page(f"/programmes/{topic.programme_id}")
    assert "đã điều chỉnh chương trình" in page.text
    assert "Thường trực yêu cầu thu hẹp" in page.text


def test_a_delegation_begins_with_the_words_of_its_topic(client: Client, people: Cast) -> None:
    topic = adopted(client, people)
    path, choosing = f"/delegations/new?topic={topic.id}", f"/delegations/start?topic={topic.id}"
    assert choosing in client.page(f"/topics/{topic.id}").links
    assert path in client.page(choosing).links
    client.done(path, {}, button="Lập đoàn")
    made = db.session.scalars(select(Delegation).order_by(Delegation.id.desc())).first()
    assert made is not None
    assert (made.topic_id, made.title, made.body_id) == (topic.id, topic.title, people.committee.id)
    assert topic.scope in made.scope
    assert topic.object in made.scope
    assert made.code in client.page(f"/topics/{topic.id}").text
    assert made.code in client.page(f"/programmes/{topic.programme_id}").text
    assert f"/topics/{topic.id}" in client.page(f"/delegations/{made.id}").links


def test_a_template_and_a_topic_make_a_delegation_that_is_typed_once(client: Client, people: Cast) -> None:
    ready_made.plant(people.council.id)
    topic = adopted(client, people)
    choosing = client.page(f"/delegations/start?topic={topic.id}")
    [path] = [link for link in choosing.links if "template=" in link and f"topic={topic.id}" in link][:1]
    client.done(path, {"head_name": "Lê Văn Mẫu", "head_office": "Trưởng Ban"}, button="Lập đoàn")
    made = db.session.scalars(select(Delegation).order_by(Delegation.id.desc())).first()
    assert made is not None
    assert (made.topic_id, made.title, made.body_id) == (topic.id, topic.title, people.committee.id)
    assert topic.object in made.scope
    assert made.content


def test_a_delegation_does_not_begin_from_a_topic_that_is_only_proposed(client: Client, people: Cast) -> None:
    topic = records.topic(people)
    sign_in(client, people, "office")
    assert client.get(f"/delegations/new?topic={topic.id}").status_code == 409
    assert client.get("/delegations/new?topic=999").status_code == 404
    assert client.get("/delegations/start?topic=999").status_code == 404


def test_two_editors_never_overwrite_each_other(client: Client, people: Cast) -> None:
    topic = records.topic(people)
    sign_in(client, people, "office")
    form = client.page(f"/topics/{topic.id}/edit").form("Lưu chuyên đề")
    service.edit_topic(topic, {"scope": "Ba phường"}, people.actor("other_office"))
    sent = GIVEN | {"scope": "Hai phường", "version": form.one("input", name="version").get("value") or ""}
    sent["csrf_token"] = form.one("input", name="csrf_token").get("value") or ""
    response = client.post(f"/topics/{topic.id}/edit", data=sent)
    assert response.status_code == 409
    assert "Ba phường" in response.text
    assert "Hai phường" in response.text


def test_agencies_have_no_part_in_it(client: Client, people: Cast) -> None:
    topic = adopted(client, people)
    sign_in(client, people, "leader_a")
    assert "/programmes" not in client.page("/").links
    for path in (f"/programmes/{topic.programme_id}", f"/topics/{topic.id}", "/programmes/new"):
        assert client.get(path).status_code in (403, 404), path


def test_the_list_is_narrowed_by_what_stands_in_the_address(client: Client, people: Cast) -> None:
    records.programme(people)
    records.programme(people, year=2027, owner_kind="council", body_id=None)
    sign_in(client, people, "office")
    for query, rows in (("", 2), ("?year=2027", 1), ("?owner_kind=committee", 1), ("?year=2020", 0)):
        assert len(client.page(f"/programmes{query}").all("th", scope="row")) == rows, query


@pytest.mark.parametrize(
    "path", ["/programmes", "/programmes/new", "/programmes/{programme}", "/topics/{topic}", "/topics/{topic}/edit"]
)
def test_pages_stay_within_their_queries(client: Client, people: Cast, path: str) -> None:
    topic = records.topic(people)
    for number in range(5):
        records.topic(people, topic.programme, title=f"{HOUSING} {number}")
    sign_in(client, people, "office")
    assert queries_of(client, path.format(programme=topic.programme_id, topic=topic.id)) <= 25
