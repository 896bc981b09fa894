"""Idempotency-Key: a POST that is sent again acts once and gets the first answer again (F12, F13)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import cast, story
from tests.api.caller import BASE
from tests.api.conftest import As
from tests.cast import Cast
from tracker.accounts import tokens
from tracker.attachments.models import Attachment
from tracker.extensions import db
from tracker.findings.models import Finding


def body_of(people: Cast, **changes: Any) -> dict[str, Any]:
    return {"delegation_id": people.delegation.id, "kind": "limitation", "text": story.TEXT} | changes


def findings() -> int:
    return db.session.scalar(select(func.count()).select_from(Finding)) or 0


def test_the_same_request_again_gets_the_first_answer(people: Cast, as_: As) -> None:
    first = as_("member").post("/findings", body_of(people), idempotency_key="k1")
    again = as_("member").post("/findings", body_of(people), idempotency_key="k1")
    assert findings() == 1
    assert again.body == first.body
    assert (again.headers["Location"], again.etag) == (first.headers["Location"], first.etag)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


def test_the_same_key_for_something_else_is_refused(people: Cast, as_: As) -> None:
    as_("member").post("/findings", body_of(people), idempotency_key="k1")
    reply = as_("member").post("/findings", body_of(people, kind="difficulty"), 422, idempotency_key="k1")
    assert reply.problem == "key-reused"
    assert findings() == 1


def test_keys_of_two_people_are_apart(people: Cast, as_: As) -> None:
    as_("member").post("/findings", body_of(people), idempotency_key="k1")
    as_("secretary").post("/findings", body_of(people), idempotency_key="k1")
    assert findings() == 2


def test_a_refused_request_leaves_its_key_free(people: Cast, as_: As) -> None:
    as_("member").post("/findings", body_of(people, kind="x"), 422, idempotency_key="k1")
    as_("member").post("/findings", body_of(people), idempotency_key="k1")


@pytest.mark.parametrize("key", ["", " ", "k" * 256])
def test_a_key_must_be_one(people: Cast, as_: As, key: str) -> None:
    assert as_("member").post("/findings", body_of(people), 400, idempotency_key=key).problem == "malformed"


def test_a_step_that_is_sent_again_is_taken_once(people: Cast, as_: As) -> None:
    finding = story.finding(people, submit=False)
    db.session.commit()
    path = f"/findings/{finding.id}"
    etag = as_("member").get(path).etag
    step = {"transition": "submit", "answers": {}}
    first = as_("member").post(f"{path}/transitions", step, 200, if_match=etag, idempotency_key="s1")
    again = as_("member").post(f"{path}/transitions", step, 200, if_match=etag, idempotency_key="s1")
    assert again.body == first.body
    assert as_("member").get(path).etag == first.etag


def test_a_file_that_is_sent_again_is_stored_once(people: Cast, as_: As) -> None:
    first = as_("member").upload("a.txt", b"mot", idempotency_key="f1")
    again = as_("member").upload("a.txt", b"mot", idempotency_key="f1")
    assert first["id"] == again["id"]
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1
    as_("member").upload("a.txt", b"hai", 422, idempotency_key="f1")


def test_ten_at_the_same_moment_act_once(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        people = cast.make()
        _row, token = tokens.make(people.users["member"])
        body = body_of(people)
        db.session.commit()
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "all together"}
    answers: list[Any] = []
    start = threading.Barrier(10)

    def send() -> None:
        start.wait()
        answers.append(fresh_app.test_client().post(BASE + "/findings", json=body, headers=headers))

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    with fresh_app.app_context():
        assert findings() == 1
