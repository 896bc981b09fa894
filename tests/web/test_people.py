"""Accounts on pages: the administrator makes, locks and equips them; everybody changes their own password."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import PASSWORD, Cast
from tests.client import Client
from tests.pages import Page
from tests.signing import sign_in
from tracker.accounts import people as accounts
from tracker.accounts import signing_in
from tracker.accounts.models import ApiToken, HeldForm, Membership, User
from tracker.accounts.roles import Role
from tracker.audit.models import AuditEvent
from tracker.core import clock
from tracker.extensions import db

NEW = "một câu dài dễ nhớ"


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make()


@pytest.fixture
def admin(client: Client, people: Cast) -> Client:
    sign_in(client, people, "admin")
    return client


def user(people: Cast, name: str) -> User:
    return db.session.get_one(User, people.users[name].id)


def names(page: Page) -> list[str]:
    return [node.one("a").text for node in page.all("th", scope="row")]


def last_event(subject: User) -> AuditEvent:
    query = select(AuditEvent).where(AuditEvent.subject_kind == "user", AuditEvent.subject_id == subject.id)
    return db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(1)).one()


def test_a_new_account_signs_in_by_a_single_use_link_and_chooses_a_password(
    client: Client, admin: Client, people: Cast
) -> None:
    answers = {"full_name": "Nguyễn Thị Ánh", "username": "Anh.NT", "title": "Chuyên viên"}
    page = admin.done("/people/new", answers)
    assert page.heading == "Nguyễn Thị Ánh"
    made = accounts.by_username("anh.nt")
    assert made is not None
    shown = admin.done(f"/people/{made.id}", button="Tạo đường dẫn đăng nhập một lần")
    address = shown.one("input", id="link").get("value")
    path = "/sign-in/" + address.rpartition("/")[2]
    client.post("/sign-out", data={"csrf_token": ""})
    client.http.delete_cookie("tracker")
    client.send(path)
    assert client.page("/agencies").heading == "Đổi mật khẩu"
    client.done("/password", {"new_password": NEW, "password_again": NEW})
    assert client.page("/agencies").heading == "Cơ quan"
    client.http.delete_cookie("tracker")
    assert "đã dùng hoặc đã hết hạn" in client.send(path).text


def test_people_stand_by_given_name(admin: Client, people: Cast) -> None:
    for number, name in enumerate(("Trần Văn Bình", "Lê Thị An", "Phạm Ân")):
        admin.done("/people/new", {"full_name": name, "username": f"nguoi{number}"})
    shown = [name for name in names(admin.page("/people")) if not name.startswith("Người")]
    assert shown == ["Lê Thị An", "Phạm Ân", "Trần Văn Bình"]


def test_people_are_found_without_marks_and_by_state(admin: Client, people: Cast) -> None:
    admin.done("/people/new", {"full_name": "Đỗ Thị Thường", "username": "thuong"})
    assert names(admin.page("/people?q=do thi thuong")) == ["Đỗ Thị Thường"]
    admin.done(f"/people/{people.users['deputy'].id}/disable", {"reason": "Thôi làm đại biểu"})
    assert names(admin.page("/people?state=disabled")) == ["Người deputy"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"full_name": "", "username": "moi"}, "Hãy nhập “Họ và tên”."),
        ({"full_name": "Ai Đó", "username": "office"}, "đã có người dùng"),
        ({"full_name": "Ai Đó", "username": "Đỗ Thị"}, "chữ cái không dấu"),
        ({"full_name": "Ai Đó", "username": "a" * 61}, "61 ký tự"),
        ({"full_name": "Ai Đó", "username": "moi", "email": "không phải thư"}, "thư điện tử chưa đúng"),
    ],
)
def test_what_is_wrong_with_a_new_account_stands_beside_the_field(
    admin: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    page = admin.refused("/people/new", answers)
    assert sentence in page.text
    assert page.one("input", name="username").get("value") == answers["username"]


@pytest.mark.parametrize(
    ("role", "place", "where"),
    [
        ("deputy", "council", "HĐND thành phố Thử"),
        ("committee_leader", "body", "Ban Kinh tế - Ngân sách"),
        ("secretary", "delegation", "ĐGS-2026-02"),
        ("head", "delegation", "ĐGS-2026-02"),
        ("agency_leader", "agency", "Sở Xây dựng"),
        ("admin", "", "Quản trị hệ thống"),
    ],
)
def test_a_role_is_given_at_its_place_and_holds_at_once(
    admin: Client, people: Cast, role: str, place: str, where: str
) -> None:
    ids = {
        "council": people.council.id,
        "body": people.committee.id,
        "delegation": people.other_delegation.id,
        "agency": people.agencies["c"].id,
    }
    stranger = people.users["stranger"].id
    answer = {"role": role, "place": f"{place}:{ids[place]}" if place else ""}
    page = admin.done(f"/people/{stranger}/roles/new", answer)
    assert where in page.one("th", scope="row").text + page.one("td", data_label="Giữ ở").text
    assert Role(role) in people.actor("stranger").roles
    event = last_event(user(people, "stranger"))
    assert (event.action, (event.after or {})["role"]) == ("role_given", role)


def test_a_role_and_a_place_that_do_not_go_together_are_refused(admin: Client, people: Cast) -> None:
    stranger = people.users["stranger"].id
    answer = {"role": "office", "place": f"agency:{people.agencies['a'].id}"}
    page = admin.refused(f"/people/{stranger}/roles/new", answer)
    assert "giữ ở một Hội đồng nhân dân" in page.text
    page = admin.refused(f"/people/{stranger}/roles/new", {"role": "agency_officer", "place": ""})
    assert "giữ ở một cơ quan" in page.text


def test_a_role_is_not_held_twice(admin: Client, people: Cast) -> None:
    answer = {"role": "office", "place": f"council:{people.council.id}"}
    page = admin.refused(f"/people/{people.users['office'].id}/roles/new", answer)
    assert "đang giữ vai trò đó rồi" in page.text


def test_ending_a_role_ends_the_right_and_the_sign_in(client: Client, people: Cast) -> None:
    sign_in(client, people, "officer_a")
    cookie = client.http.get_cookie("tracker")
    assert client.get("/agencies").status_code == 200
    held = db.session.scalars(select(Membership).where(Membership.user_id == people.users["officer_a"].id)).one()
    held.valid_from = date(2026, 1, 1)
    sign_in(client, people, "admin")
    page = client.done(f"/people/{people.users['officer_a'].id}/roles/{held.id}/end", {"reason": "Chuyển công tác"})
    assert "Vai trò đã thôi" in page.text
    assert people.actor("officer_a").roles == frozenset()
    assert cookie is not None
    client.http.set_cookie("tracker", cookie.value)
    assert client.get("/agencies").status_code == 302


def test_a_role_given_today_by_mistake_is_taken_back(admin: Client, people: Cast) -> None:
    stranger = people.users["stranger"].id
    admin.done(f"/people/{stranger}/roles/new", {"role": "deputy", "place": f"council:{people.council.id}"})
    [held] = user(people, "stranger").memberships
    admin.done(f"/people/{stranger}/roles/{held.id}/end", {})
    assert user(people, "stranger").memberships == []
    assert last_event(user(people, "stranger")).action == "role_ended"


def test_a_locked_account_is_signed_out_everywhere_and_comes_back_when_opened(client: Client, people: Cast) -> None:
    db.session.add(ApiToken(user_id=people.users["secretary"].id, token_hash="x", scopes=["read"]))
    sign_in(client, people, "secretary")
    cookie = client.http.get_cookie("tracker")
    sign_in(client, people, "admin")
    id = people.users["secretary"].id
    page = client.done(f"/people/{id}/disable", {"reason": "Nghỉ việc"})
    assert "Tài khoản đã bị khóa." in page.text
    assert "Nghỉ việc" in page.text
    assert db.session.scalars(select(ApiToken)).one().revoked_at is not None
    client.done(f"/people/{id}", button="Mở lại tài khoản")
    assert user(people, "secretary").is_active
    assert cookie is not None
    client.http.set_cookie("tracker", cookie.value)
    assert client.get("/agencies").status_code == 302


def test_nobody_locks_themselves_or_gives_up_their_own_administration(admin: Client, people: Cast) -> None:
    me = people.users["admin"].id
    assert f"/people/{me}/disable" not in admin.page(f"/people/{me}").links
    assert admin.send(f"/people/{me}/disable").status_code == 409
    [held] = user(people, "admin").memberships
    assert admin.send(f"/people/{me}/roles/{held.id}/end").status_code == 409
    assert people.actor("admin").is_admin


def test_another_administrator_may_end_an_administrators_role(admin: Client, people: Cast) -> None:
    stranger = people.users["stranger"].id
    admin.done(f"/people/{stranger}/roles/new", {"role": "admin", "place": ""})
    [held] = user(people, "stranger").memberships
    admin.done(f"/people/{stranger}/roles/{held.id}/end")
    assert not people.actor("stranger").is_admin


def test_no_link_is_made_for_a_locked_account(admin: Client, people: Cast) -> None:
    id = people.users["deputy"].id
    admin.done(f"/people/{id}/disable", {})
    assert "Tạo đường dẫn" not in admin.page(f"/people/{id}").text


@pytest.mark.parametrize("who", ["office", "standing", "head", "leader_a", "stranger", "foreigner"])
def test_to_everybody_else_there_are_no_accounts(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    id = people.users["deputy"].id
    for path in ("/people", "/people/new", f"/people/{id}", f"/people/{id}/edit", f"/people/{id}/roles/new"):
        assert client.get(path).status_code == 404
    assert client.get(f"/people/{people.users[who].id}").status_code == 404


def test_everybody_changes_their_own_password_and_only_this_sign_in_goes_on(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    elsewhere = client.http.get_cookie("tracker")
    sign_in(client, people, "member")
    client.done("/password", {"old_password": PASSWORD, "new_password": NEW, "password_again": NEW})
    assert client.get("/agencies").status_code == 200
    assert signing_in.fits(user(people, "member").password_hash, NEW)
    assert last_event(user(people, "member")).action == "password_set"
    assert elsewhere is not None
    client.http.set_cookie("tracker", elsewhere.value)
    assert client.get("/agencies").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("sai mật khẩu cũ", NEW, NEW, "Mật khẩu hiện nay chưa đúng."),
        (PASSWORD, "ngắn quá", "ngắn quá", "ít nhất 12 ký tự"),
        (PASSWORD, "Người member", "Người member", "không được trùng tên đăng nhập"),
        (PASSWORD, "abababababab", "abababababab", "dễ đoán"),
        (PASSWORD, NEW, NEW + "!", "Hai lần nhập chưa giống nhau"),
        (PASSWORD, PASSWORD, PASSWORD, "khác mật khẩu hiện nay"),
        (PASSWORD, "", "", "Hãy nhập “Mật khẩu mới”."),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said_and_nothing_typed_is_shown_again(
    client: Client, people: Cast, old: str, new: str, again: str, sentence: str
) -> None:
    sign_in(client, people, "member")
    page = client.refused("/password", {"old_password": old, "new_password": new, "password_again": again})
    assert sentence in page.text
    assert {node.get("value") for node in page.all("input", type="password")} == {""}
    assert signing_in.fits(user(people, "member").password_hash, PASSWORD)


def test_a_password_typed_in_composed_or_decomposed_letters_is_the_same(people: Cast) -> None:
    hashed = signing_in.hash_password(unicodedata.normalize("NFD", NEW))
    assert signing_in.fits(hashed, NEW)


def test_no_password_is_kept_when_the_sign_in_has_ended_meanwhile(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    form = {node.get("name"): node.get("value") for node in client.page("/password").form().all("input")}
    member = user(people, "member")
    member.epoch += 1
    client.post("/password", data=form | {"old_password": PASSWORD, "new_password": NEW, "password_again": NEW})
    assert not [held for held in db.session.scalars(select(HeldForm)) if NEW in str(held.fields)]


def test_a_link_ends_after_a_day(people: Cast, now: object) -> None:
    token = signing_in.make_link(user(people, "member"))
    now.shift(timedelta(hours=25))  # type: ignore[attr-defined]
    assert signing_in.use_link(token) is None
    assert clock.today() == date(2026, 6, 16)


def test_a_sign_in_link_stands_for_some_minutes_in_either_language_and_is_shown_to_nobody_else(
    admin: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    path = f"/people/{user(people, 'member').id}/link"
    page = admin.done(path.removesuffix("/link"), button="Tạo đường dẫn đăng nhập một lần")
    address = page.one("input", id="link").get("value")
    assert "/sign-in/" in address
    assert admin.page(f"{path}?lang=en").one("input", id="link").get("value") == address
    now.shift(timedelta(minutes=11))
    assert "Đường dẫn chỉ hiện vài phút sau khi tạo" in admin.page(f"{path}?lang=vi").text


def test_where_a_role_is_held_says_of_which_council_it_is(admin: Client, people: Cast) -> None:
    """Two councils number their delegations alike."""
    theirs = cast.add_delegation(people, "ĐGS-2026-99", "active", "council")
    theirs.council_id, theirs.code = people.other_council.id, people.delegation.code
    db.session.flush()
    page = admin.page(f"/people/{people.users['stranger'].id}/roles/new")
    shown = {node.get("value"): node.text for node in page.one("select", name="place").all("option")}
    assert shown[f"delegation:{people.delegation.id}"] == f"{people.delegation.code} – {people.council.name}"
    assert shown[f"delegation:{theirs.id}"] == f"{people.delegation.code} – {people.other_council.name}"
    assert shown[f"body:{people.committee.id}"].endswith(people.council.name)
    groups = [node.get("label") for node in page.one("select", name="place").all("optgroup")]
    assert f"Đoàn giám sát – {people.other_council.name}" in groups
