"""Who gets in: live bearer tokens alone, as their person, within their scopes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests import cast, story
from tests.api.caller import Caller
from tests.api.conftest import As
from tests.cast import Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.accounts import people as accounts
from tracker.accounts import tokens
from tracker.accounts.actor import SYSTEM
from tracker.accounts.models import ApiToken
from tracker.accounts.roles import Role
from tracker.administration import service as administration
from tracker.api import limits
from tracker.extensions import db


def test_a_token_acts_as_its_person(people: Cast, as_: As) -> None:
    me = as_("officer_a").get("/me")
    assert (me["username"], me["scopes"]) == ("officer_a", ["read", "write"])
    (role,) = me["roles"]
    assert (role["role"], role["agency"]) == ("agency_officer", people.agencies["a"].name)
    assert role["agency_id"] == people.agencies["a"].id


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic dGh1a3k6eA==", "Bearer wrong", "Token x"])
def test_without_a_live_token_nobody_gets_in(client: Client, people: Cast, header: str) -> None:
    response = client.get("/api/v1/me", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="tracker"')
    assert response.mimetype == "application/problem+json"
    assert response.json["type"] == "/api/problems/unauthenticated"


def test_the_session_cookie_counts_for_nothing(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/findings", json={}).status_code == 401


def refused(caller: Caller) -> bool:
    return caller.send("GET", "/me").status == 401


def test_a_revoked_token_ends_at_once(people: Cast, as_: As) -> None:
    caller = as_("secretary")
    caller.get("/me")
    tokens.revoke(db.session.query(ApiToken).one())
    assert refused(caller)


def test_an_expired_token_ends(people: Cast, as_: As, now: time_machine.Coordinates) -> None:
    caller = as_("secretary")
    db.session.query(ApiToken).one().expires_at = accounts.clock.now() + timedelta(days=1)
    caller.get("/me")
    now.shift(timedelta(days=1))
    assert refused(caller)


@pytest.mark.parametrize("what", ["disabled", "role given", "password set"])
def test_a_change_of_rights_ends_every_token_of_the_person(people: Cast, as_: As, what: str) -> None:
    caller, user = as_("secretary"), people.users["secretary"]
    caller.get("/me")
    if what == "disabled":
        administration.disable(user, people.admin)
    elif what == "role given":
        administration.give_role(user, Role.DEPUTY, SYSTEM, council_id=people.council.id)
    else:
        administration.set_password(user, "mot mat khau moi cho thu ky", people.admin)
    assert refused(caller)


def test_a_disabled_person_has_no_way_in_even_with_a_live_token(people: Cast, as_: As) -> None:
    caller = as_("secretary")
    people.users["secretary"].disabled_at = accounts.clock.now()
    assert refused(caller)


def test_the_last_use_of_a_token_is_written_down(fresh_app: Flask, now: time_machine.Coordinates) -> None:
    with fresh_app.app_context():
        _row, token = tokens.make(cast.make().users["secretary"])
        db.session.commit()

    def used() -> datetime | None:
        answer = fresh_app.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        with fresh_app.app_context():
            return db.session.scalar(select(ApiToken.used_at))

    first = used()
    assert first is not None
    now.shift(timedelta(minutes=5))
    assert used() == first, "written at most once an hour"
    now.shift(timedelta(hours=1))
    assert used() > first


def test_a_token_that_may_only_read_writes_nothing(people: Cast, as_: As) -> None:
    reader = as_("member", "read")
    finding = story.finding(people, submit=False)
    assert reader.get(f"/findings/{finding.id}")["code"] == "PH-01"
    for method, path in (
        ("POST", "/findings"),
        ("PATCH", f"/findings/{finding.id}"),
        ("POST", f"/findings/{finding.id}/transitions"),
        ("POST", f"/delegations/{people.delegation.id}/members"),
        ("POST", "/attachments"),
    ):
        reply = reader.send(method, path, {}).gives(403)
        assert reply.problem == "forbidden"
        assert 'error="insufficient_scope"' in reply.headers["WWW-Authenticate"]
    reader.send("PATCH", "/findings/999999", {}).gives(404)


def test_a_token_that_may_only_write_reads_nothing(people: Cast, as_: As) -> None:
    as_("office", "write").get("/findings", 403)


def test_too_many_requests_are_asked_to_wait(
    app: Flask, people: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, limits.SETTING, 3)
    caller = as_("secretary")
    for _ in range(3):
        caller.get("/me")
    reply = caller.get("/me", 429)
    assert reply.problem == "too-many"
    assert 1 <= int(reply.headers["Retry-After"]) <= 60
    as_("office").get("/me")


def test_guessing_tokens_is_slowed_down_too(
    app: Flask, client: Client, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, limits.SETTING, 2)
    answers = [client.get("/api/v1/me", headers={"Authorization": "Bearer x"}).status_code for _ in range(3)]
    assert answers == [401, 401, 429]


def test_addresses_that_do_not_exist_are_problems_too(client: Client, people: Cast, as_: As) -> None:
    assert as_("office").get("/nowhere", 404).problem == "not-found"
    assert as_("office").get("/findings/0x1", 404).problem == "not-found"
    assert as_("office").get(f"/findings/{2**70}", 404).problem == "not-found"
    assert client.get("/api/nowhere").mimetype == "application/problem+json"


def test_a_method_that_does_not_exist_says_which_do(people: Cast, as_: As) -> None:
    reply = as_("office").send("DELETE", f"/delegations/{people.delegation.id}").gives(405)
    assert reply.problem == "method-not-allowed"
    assert {"GET", "PATCH"} <= set(reply.headers["Allow"].split(", "))


def test_problems_speak_vietnamese_unless_asked_for_english(people: Cast, as_: As) -> None:
    caller = as_("office")
    reply = caller.get("/findings/999", 404)
    assert reply["title"] == "Không tìm thấy"
    assert set(reply.body) == {"type", "title", "status", "detail", "instance", "request_id"}
    assert {"Authorization", "Accept-Language"} <= set(reply.headers["Vary"].split(", "))
    assert reply.headers["Cache-Control"] == "private, no-store"
    caller.language = "fr, de;q=0.5"
    assert caller.get("/findings/999", 404)["title"] == "Không tìm thấy"


def test_what_goes_wrong_inside_says_nothing_of_the_inside(
    people: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("secret path /srv")

    monkeypatch.setattr("tracker.api.people.held", broken)
    reply = as_("office").get("/me", 500)
    assert reply.problem == "unexpected"
    assert "secret" not in reply.response.text
