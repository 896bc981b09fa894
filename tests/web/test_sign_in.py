"""Signing in, staying signed in, and being signed out when it matters."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import PASSWORD, Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.accounts import signing_in
from tracker.accounts.models import SignIn
from tracker.core import clock
from tracker.extensions import db


@pytest.fixture
def people(db_session: Session) -> Cast:
    return cast.make()


def attempt(client: Client, username: str, password: str) -> int:
    return client.send("/sign-in", {"username": username, "password": password}).status_code


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_everybody_signs_in_with_name_and_password(client: Client, people: Cast) -> None:
    assert attempt(client, " Secretary ", PASSWORD) == 303
    assert is_in(client)


def test_a_wrong_password_keeps_the_name_and_says_one_thing(client: Client, people: Cast) -> None:
    page = client.refused("/sign-in", {"username": "secretary", "password": "sai rồi"})
    unknown = client.refused("/sign-in", {"username": "nobody", "password": "sai rồi"})
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page.text
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in unknown.text
    assert page.one("input", name="username").get("value") == "secretary"
    assert not page.one("input", name="password").get("value")


def test_after_ten_failures_one_waits(client: Client, people: Cast) -> None:
    with time_machine.travel(cast_morning(), tick=False) as clock:
        for _ in range(signing_in.PER_ACCOUNT):
            assert attempt(client, "secretary", "sai rồi") == 400
        page = client.refused("/sign-in", {"username": "secretary", "password": PASSWORD})
        assert "thử lại sau" in page.text
        clock.shift(signing_in.WINDOW + timedelta(seconds=1))
        assert attempt(client, "secretary", PASSWORD) == 303


def cast_morning() -> str:
    return "2026-06-15T09:00:00+07:00"


def test_a_page_asked_for_before_signing_in_opens_afterwards(client: Client, people: Cast) -> None:
    response = client.get("/search?q=nh%C3%A0")
    assert response.status_code == 302
    address = response.headers["Location"]
    answer = client.send(address, {"username": "secretary", "password": PASSWORD})
    assert answer.headers["Location"] == "/search?q=nh%C3%A0"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_nobody_is_sent_elsewhere(client: Client, people: Cast, elsewhere: str) -> None:
    from urllib.parse import quote

    answer = client.send(f"/sign-in?next={quote(elsewhere)}", {"username": "secretary", "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_signing_out_ends_the_session_on_the_server(client: Client, people: Cast) -> None:
    sign_in(client, people, "secretary")
    cookie = client.http.get_cookie("tracker")
    assert cookie is not None
    client.done("/", button="Đăng xuất")
    client.http.set_cookie("tracker", cookie.value)
    assert not is_in(client)


@pytest.mark.parametrize("event", ["disabled", "rights changed", "idle", "too old"])
def test_a_session_ends(client: Client, people: Cast, event: str) -> None:
    with time_machine.travel(cast_morning(), tick=False) as clock:
        sign_in(client, people, "secretary")
        assert is_in(client)
        user = people.users["secretary"]
        if event == "disabled":
            user.disabled_at = signing_in.clock.now()
        if event == "rights changed":
            user.epoch += 1
        if event == "idle":
            clock.shift(timedelta(minutes=61))
        if event == "too old":
            session = db.session.scalars(select(SignIn)).one()
            session.expires_at = signing_in.clock.now()
        assert not is_in(client)


def test_using_the_product_keeps_one_signed_in(client: Client, people: Cast) -> None:
    with time_machine.travel(cast_morning(), tick=False) as clock:
        sign_in(client, people, "secretary")
        for _ in range(4):
            clock.shift(timedelta(minutes=40))
            session = db.session.scalars(select(SignIn)).one()
            session.seen_at = signing_in.clock.now() - timedelta(minutes=40)
            db.session.flush()
            signing_in.touch(session.id)
            assert is_in(client)


def test_a_link_signs_in_once(client: Client, people: Cast) -> None:
    token = signing_in.make_link(people.users["secretary"])
    assert client.send(f"/sign-in/{token}", button="Đăng nhập").status_code == 303
    assert is_in(client)
    client.done("/", button="Đăng xuất")
    page = client.refused(f"/sign-in/{token}", button="Đăng nhập")
    assert "đã dùng hoặc đã hết hạn" in page.text


def test_the_language_is_switched_and_remembered(client: Client, people: Cast) -> None:
    assert client.page("/sign-in").one("html").get("lang") == "vi"
    assert client.page("/sign-in?lang=en").one("html").get("lang") == "en"
    assert client.page("/sign-in").one("html").get("lang") == "en"


def test_somebody_who_has_typed_for_long_waits_for_nobody(fresh_app: Flask, now: time_machine.Coordinates) -> None:
    """What is first sent after some minutes writes that the session is in use, in its own transaction."""
    with fresh_app.app_context():
        people = cast.make()
        db.session.commit()
        client = sign_in(Client(fresh_app, db.session()), people, "member")
    fresh_app.config["WTF_CSRF_ENABLED"] = False
    now.shift(timedelta(minutes=5))
    began = time.perf_counter()
    assert client.http.post("/drafts?place=/findings/new", data={"text": "Nội dung gõ dở"}).status_code == 200
    assert time.perf_counter() - began < 5
    with fresh_app.app_context():
        assert db.session.scalar(select(SignIn.seen_at)) == clock.now()


def test_a_database_that_is_busy_is_said_on_a_page_that_asks_it_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with client.http.session_transaction() as kept:
        kept["_user_id"] = "a token"

    def busy(*_about: object, **_more: object) -> None:
        raise OperationalError("SELECT", {}, Exception("database is locked"))

    monkeypatch.setattr(signing_in, "current", busy)
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["X-Request-ID"] in answer.text
