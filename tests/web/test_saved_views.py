"""Saved views: a filter under a name, for oneself or for the office; opened, changed, taken away, and found out of date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Invalid
from tracker.extensions import db
from tracker.views import queries, service
from tracker.views.models import SavedView, ViewDefault

pytestmark = pytest.mark.web
TABLE, VIEWS = "/recommendations", "/saved-views"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def saved(people: Cast, by: str = "office", **changes: Any) -> SavedView:
    answers = {"place": "recommendations", "name": "Quá hạn", "query": "due=overdue&sort=-due"} | changes
    return service.create(answers, people.actor(by))


def names(people: Cast, by: str) -> list[str]:
    return [row.SavedView.name for row in queries.listing(people.actor(by))]


def actions() -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.subject_kind == "saved_view").order_by(AuditEvent.id)
    return list(db.session.scalars(query))


def test_what_a_list_is_narrowed_to_is_saved_and_opened_by_its_name(client: Client, people: Cast) -> None:
    story.issued(people, code="KN-late", due_on=date(2026, 6, 16))
    story.issued(people, code="KN-soon")
    sign_in(client, people, "office")
    listed = client.page(f"{TABLE}?due=soon&sort=-due&page=1")
    form = next(node.get("href") for node in listed.all("a") if node.text == "Lưu bộ lọc này")
    opened = client.done(form, {"name": "Sắp đến hạn"})
    assert opened.one("div", class_="saved-views").one("a", text="Sắp đến hạn").get("aria-current") == "true"
    assert "KN-late" in opened.text
    assert "KN-soon" not in opened.text
    view = db.session.scalars(select(SavedView)).one()
    assert (view.place, view.query, view.shared) == ("recommendations", "due=soon&sort=-due", False)
    assert actions() == ["created"]


@pytest.mark.parametrize(
    "path", ["/dashboard?by=field", "/dashboard/tasks?what=overdue", "/dashboard/waiting?follower=-"]
)
def test_the_lists_of_the_control_room_are_saved_too(client: Client, people: Cast, path: str) -> None:
    sign_in(client, people, "standing")
    form = next(node.get("href") for node in client.page(path).all("a") if node.text == "Lưu bộ lọc này")
    client.done(form, {"name": "Của tôi"})
    view = db.session.scalars(select(SavedView)).one()
    assert path.partition("?")[2] == view.query
    assert client.get(f"{VIEWS}/{view.id}").headers["Location"] == f"{path}&view={view.id}"


def test_a_private_view_is_ones_own_and_a_shared_one_the_offices(client: Client, people: Cast) -> None:
    own, shared = saved(people, "office", name="Riêng"), saved(people, "office", name="Chung", shared=True)
    assert names(people, "office") == ["Chung", "Riêng"]
    assert names(people, "other_office") == ["Chung"]
    for name in ("standing", "deputy", "leader_a", "foreigner", "stranger", "admin"):
        assert names(people, name) == [], name
    sign_in(client, people, "other_office")
    for path in ("", "/edit", "/remove"):
        assert client.get(f"{VIEWS}/{own.id}{path}").status_code == 404
    assert client.get(f"{VIEWS}/{shared.id}/edit").status_code == 200


def test_only_the_office_shares_and_only_the_owner_stops_it(client: Client, people: Cast) -> None:
    with pytest.raises(Invalid):
        saved(people, "standing", shared=True)
    with pytest.raises(Forbidden):
        saved(people, "stranger")
    shared = saved(people, "office", shared=True)
    with pytest.raises(Invalid):
        service.edit(shared, {"shared": False}, people.other_office)
    sign_in(client, people, "other_office")
    client.done(f"{VIEWS}/{shared.id}/edit", {"name": "Tên mới"})
    assert db.session.get(SavedView, shared.id).name == "Tên mới"
    assert client.page(f"{VIEWS}/{shared.id}/edit").all("input", name="shared") == []


def test_a_name_is_borne_once_and_what_was_typed_is_kept(client: Client, people: Cast) -> None:
    saved(people)
    saved(people, "standing")
    sign_in(client, people, "office")
    page = client.refused(f"{VIEWS}/new?place=recommendations&query=status%3Dopen", {"name": " Quá hạn "})
    assert "Đã có bộ lọc mang tên này. Hãy đặt tên khác." in page.text
    assert page.one("input", name="name").get("value") == "Quá hạn"


def test_a_view_that_another_has_renamed_meanwhile_is_compared(client: Client, people: Cast) -> None:
    shared = saved(people, shared=True)
    sign_in(client, people, "office")
    form = client.page(f"{VIEWS}/{shared.id}/edit").form()
    service.edit(shared, {"name": "Tên của người khác"}, people.other_office)
    sent = {node.get("name"): node.get("value") for node in form.all("input")} | {"name": "Tên của tôi"}
    answer = client.post(f"{VIEWS}/{shared.id}/edit", data=sent)
    assert answer.status_code == 409
    assert "Tên của người khác" in answer.text
    assert "Tên của tôi" in answer.text


def test_sent_twice_it_is_saved_once(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    path = f"{VIEWS}/new?place=recommendations&query=status%3Dopen"
    sent = {node.get("name"): node.get("value") for node in client.page(path).form().all("input")}
    sent = {name: value for name, value in sent.items() if name not in ("shared", "is_default")} | {"name": "Đang mở"}
    first, second = client.post(path, data=sent), client.post(path, data=sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert names(people, "office") == ["Đang mở"]


def test_the_list_opens_with_ones_default_until_it_is_asked_for_as_it_is(client: Client, people: Cast) -> None:
    view = saved(people, shared=True)
    sign_in(client, people, "other_office")
    page = client.page(VIEWS)
    token = page.all("input", name="csrf_token")[0].get("value")
    client.post(f"{VIEWS}/{view.id}/default", data={"csrf_token": token})
    opened = client.get(TABLE)
    assert opened.headers["Location"] == f"{TABLE}?due=overdue&sort=-due&view={view.id}"
    plain = client.page(f"{TABLE}?due=overdue&view={view.id}").all("a", text="Xóa lọc")[0].get("href")
    assert plain == f"{TABLE}?view=all"
    assert client.get(plain).status_code == 200
    assert client.get(f"{TABLE}?status=open").status_code == 200, "whoever asks for something gets that"
    client.post(f"{VIEWS}/{view.id}/default", data={"csrf_token": token, "drop": "1"})
    assert client.get(TABLE).status_code == 200


def test_what_is_no_longer_shared_opens_nobody_elses_list(people: Cast) -> None:
    view = saved(people, shared=True, is_default=True)
    service.choose(view, people.other_office)
    service.edit(view, {"shared": False}, people.office)
    assert [row.user_id for row in db.session.scalars(select(ViewDefault))] == [people.users["office"].id]


def test_what_is_changed_on_the_list_is_put_into_the_view(client: Client, people: Cast) -> None:
    view = saved(people)
    sign_in(client, people, "office")
    listed = client.page(f"{TABLE}?due=soon&view={view.id}")
    form = next(node.get("href") for node in listed.all("a") if node.text.startswith("Lưu thay đổi vào"))
    client.done(form)
    assert db.session.get(SavedView, view.id).query == "due=soon"
    assert actions() == ["created", "edited"]


def test_a_view_is_taken_away_and_its_story_stays(client: Client, people: Cast) -> None:
    view = saved(people, shared=True, is_default=True)
    service.choose(view, people.other_office)
    sign_in(client, people, "office")
    address = f"{TABLE}?due=overdue&view={view.id}"
    page = client.done(f"{VIEWS}/{view.id}/remove")
    assert "Đã xóa bộ lọc “Quá hạn”." in page.text
    assert actions() == ["created", "deleted"]
    assert db.session.scalars(select(ViewDefault)).all() == []
    assert "Bộ lọc đã lưu này không còn." in client.page(address).text


def test_a_view_says_what_of_its_filter_is_there_no_more(client: Client, people: Cast) -> None:
    b = people.agencies["b"]
    ended = saved(people, name="Sở cũ", query=f"agency={b.id}&status=open")
    gone = saved(people, name="Không còn", query="agency=99999&delegation=99999")
    odd = saved(people, name="Lạ", query="status=open")
    odd.query = "status=abolished"
    left = saved(people, name="Theo dõi", place="tasks", query=f"follower={people.users['other_office'].id}")
    fine = saved(people, name="Còn đúng", query=f"agency={people.agencies['a'].id}")
    b.valid_to = date(2026, 6, 1)
    people.users["other_office"].disabled_at = people.users["office"].created_at
    db.session.flush()
    views = [ended, gone, odd, left, fine]
    known = queries.known(views, people.office)
    assert [queries.problems(view, known) for view in views] == [
        ["Sở Công Thương đã kết thúc hoạt động ngày 01/06/2026."],
        [
            "Cơ quan trong bộ lọc không còn.",
            "Đoàn giám sát trong bộ lọc không còn, hoặc không còn được xem.",
        ],
        ["Có điều kiện không còn hiểu được: status."],
        ["Người other_office không còn là chuyên viên Văn phòng."],
        [],
    ]
    sign_in(client, people, "office")
    assert "Sở Công Thương đã kết thúc hoạt động ngày 01/06/2026." in client.page(VIEWS).text
    opened = client.page(f"{TABLE}?agency={b.id}&status=open&view={ended.id}")
    assert "Bộ lọc “Sở cũ” không còn đúng:" in opened.text


def test_many_views_cost_no_more_questions(client: Client, people: Cast) -> None:
    for number in range(8):
        saved(people, name=f"Số {number}", query=f"agency={people.agencies['a'].id}&delegation={people.delegation.id}")
    sign_in(client, people, "office")
    view = db.session.scalars(select(SavedView.id)).first()
    assert queries_of(client, VIEWS) <= 15
    assert queries_of(client, f"{TABLE}?agency={people.agencies['a'].id}&view={view}") <= 25
