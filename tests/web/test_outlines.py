"""The pages of an outline: written by office and secretary, read by whom it was sent to."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import asking, cast
from tests.cast import Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.extensions import db
from tracker.outlines import service as outlines
from tracker.outlines.models import Outline
from tracker.requests import service as requests


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("notified")


def newest() -> Outline:
    found = db.session.scalars(select(Outline).order_by(Outline.id.desc())).first()
    assert found is not None
    return found


def test_the_secretary_pastes_an_outline_from_word(client: Client, people: Cast) -> None:
    sign_in(client, people, "secretary")
    page = client.done(
        f"/outlines/new?delegation={people.delegation.id}", {"text": asking.OUTLINE}, button="Lập đề cương"
    )
    assert "Nhà ở cho người lao động" in page.text
    assert "từng năm 2022 - 2024" in page.text


def test_a_wrong_line_is_said_and_the_rest_is_kept(client: Client, people: Cast) -> None:
    sign_in(client, people, "secretary")
    typed = "1. Kết quả\nSố dự án\tdự án\tnăm ngoái"
    page = client.refused(f"/outlines/new?delegation={people.delegation.id}", {"text": typed}, button="Lập đề cương")
    assert "kỳ “năm ngoái” chưa đúng" in page.text
    assert "Số dự án\tdự án\tnăm ngoái" in page.one("textarea", name="text").raw
    assert db.session.scalar(select(Outline.id)) is None


def test_items_are_added_changed_moved_and_removed(client: Client, people: Cast) -> None:
    outline = asking.outline(people)
    sign_in(client, people, "secretary")
    table = "Số căn hộ | căn | từng năm 2022 - 2024"
    client.done(f"/outlines/{outline.id}/items/new", {"text": "Nhà lưu trú", "table": table}, button="Thêm mục")
    added = asking.item(newest(), "Nhà lưu trú")
    assert [line.indicator for line in added.figures] == ["Số căn hộ"]
    client.done(f"/outlines/items/{added.id}/edit", {"text": "Nhà lưu trú công nhân"}, button="Lưu mục")
    assert len(asking.item(newest(), "Nhà lưu trú công nhân").figures) == 1
    page = client.page(f"/outlines/{outline.id}")
    assert page.text.index("Nhà lưu trú công nhân") > page.text.index("Kiến nghị, đề xuất")
    client.done(f"/outlines/items/{added.id}/edit", button="Bỏ mục")
    assert "Nhà lưu trú công nhân" not in [item.text for item in newest().items]


def test_a_wrong_table_stands_beside_its_box(client: Client, people: Cast) -> None:
    outline = asking.outline(people)
    sign_in(client, people, "secretary")
    wrong = {"text": "Nhà ở", "table": "Số căn hộ | căn"}
    page = client.refused(f"/outlines/{outline.id}/items/new", wrong, button="Thêm mục")
    assert "cần 3 hoặc 4 cột" in page.text


def test_two_who_change_an_outline_at_once_see_both(client: Client, people: Cast) -> None:
    outline = asking.outline(people)
    item = asking.item(outline, "Nhà ở")
    sign_in(client, people, "secretary")
    form = client.page(f"/outlines/items/{item.id}/edit").form("Lưu mục")
    client.done(f"/outlines/items/{item.id}/edit", {"text": "Nhà ở, bản của tôi"}, button="Lưu mục")
    stale = {node.get("name"): node.get("value") for node in form.all("input") if node.get("name")}
    response = client.post(f"/outlines/items/{item.id}/edit", data={**stale, "text": "Nhà ở, bản khác"})
    assert response.status_code == 409
    assert "Nhà ở, bản khác" in response.text


def test_what_was_sent_is_changed_in_a_new_version_only(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "secretary")
    item = asking.item(request.outline, "Nhà ở")
    assert client.get(f"/outlines/items/{item.id}/edit").status_code == 409
    page = client.done(f"/outlines/{request.outline_id}", button="Lập bản mới để sửa")
    assert "1 cơ quan đang trả lời theo bản trước" in page.text
    fresh = newest()
    page = client.done(f"/outlines/{fresh.id}", button="Gửi bản 2 cho các cơ quan đang trả lời")
    assert "Đã gửi bản mới cho 1 cơ quan" in page.text


def test_an_agency_reads_what_it_was_sent_and_no_draft(client: Client, people: Cast) -> None:
    outline = asking.outline(people)
    sign_in(client, people, "officer_a")
    assert client.get(f"/outlines/{outline.id}").status_code == 404
    asking.sent(people)
    assert client.get(f"/outlines/{outline.id}").status_code == 200
    sign_in(client, people, "officer_b")
    assert client.get(f"/outlines/{outline.id}").status_code == 404


def test_an_agency_reads_the_earlier_version_that_it_has_reported_by(client: Client, people: Cast) -> None:
    request = asking.submitted(people)
    asking.returned(people, request)
    first = request.outline
    second = outlines.new_version(first, people.secretary)
    requests.move_to(second, people.secretary)
    third = outlines.new_version(second, people.secretary)
    asking.sent(people, "b")
    sign_in(client, people, "leader_a")
    assert f"/outlines/{first.id}" in client.page(f"/outlines/{second.id}").links
    assert first.title in client.page(f"/outlines/{first.id}").heading
    assert client.get(f"/outlines/{third.id}").status_code == 404, "sent to another agency alone"
    sign_in(client, people, "leader_b")
    assert client.get(f"/outlines/{third.id}").status_code == 200
    for never_sent in (first, second):
        assert client.get(f"/outlines/{never_sent.id}").status_code == 404
