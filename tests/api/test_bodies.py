"""Bodies that a careless reader would let pass: each is refused, and nothing is written."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests import story
from tests.api import records
from tests.api.caller import BASE, Caller, Reply
from tests.api.conftest import As
from tests.cast import Cast
from tracker.api.resources import RESOURCES
from tracker.extensions import db
from tracker.findings.models import Finding


def send_raw(caller: Caller, data: bytes, content_type: str = "application/json") -> Reply:
    headers = {"Authorization": f"Bearer {caller.token}"}
    return Reply(
        caller.http.open(BASE + "/findings", method="POST", headers=headers, data=data, content_type=content_type)
    )


DOUBTFUL = {
    "nothing": b"",
    "half": b'{"kind": ',
    "a list": b"[]",
    "a text": b'"x"',
    "null": b"null",
    "twice the same name": b'{"kind": "limitation", "kind": "violation"}',
    "twice, inside": b'{"answers": {"a": 1, "a": 2}}',
    "NaN": b'{"value": NaN}',
    "Infinity": b'{"value": -Infinity}',
    "1e400": b'{"value": 1e400}',
    "a giant number": b'{"value": ' + b"9" * 5000 + b"}",
    "more than 2^63": b'{"delegation_id": 9223372036854775808}',
    "NUL": b'{"text": "a\\u0000b"}',
    "NUL in a name": b'{"a\\u0000": 1}',
    "half a character": b'{"text": "\\ud800"}',
    "not UTF-8": b'{"text": "\xc0\xaf"}',
    "UTF-16": '{"text": "á"}'.encode("utf-16"),
    "deep": b"[" * 10_000 + b"]" * 10_000,
    "deep objects": b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    "a little too deep": b'{"a":' * 17 + b"1" + b"}" * 17,
}


@pytest.mark.parametrize("name", DOUBTFUL)
def test_doubtful_json_is_refused_at_once(people: Cast, as_: As, name: str) -> None:
    started = time.process_time()
    reply = send_raw(as_("member"), DOUBTFUL[name]).gives(400)
    assert reply.problem == "malformed"
    assert time.process_time() - started < 1


def test_many_keys_are_refused_at_once(people: Cast, as_: As) -> None:
    keys = b",".join(b'"k%d":1' % n for n in range(150_000))
    started = time.process_time()
    assert send_raw(as_("member"), b"{" + keys + b"}").gives(400).problem == "malformed"
    assert send_raw(as_("member"), b"{" + keys * 2 + b"}").gives(413).problem == "too-large"
    assert time.process_time() - started < 2


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"])
def test_only_json_is_read(people: Cast, as_: As, content_type: str) -> None:
    assert send_raw(as_("member"), b"{}", content_type).gives(415).problem == "unsupported-type"


def test_unknown_fields_are_named_and_nothing_is_written(people: Cast, as_: As) -> None:
    body = {"delegation_id": people.delegation.id, "kind": "limitation", "text": story.TEXT, "stat": "x", "id": 7}
    reply = as_("member").post("/findings", body, 422)
    assert reply.problem == "invalid"
    assert sorted(reply["errors"]) == ["id", "stat"]
    assert not db.session.query(Finding).count()


FORBIDDEN: dict[str, Any] = {
    "id": 99,
    "code": "X-1",
    "state": "closed",
    "council_id": 1,
    "created_by_id": 1,
    "created_at": "2020-01-01T00:00:00Z",
    "updated_at": "2020-01-01T00:00:00Z",
    "row_version": 77,
    "version": 77,
    "once": "x",
    "csrf_token": "x",
    "author_id": 1,
    "approved_at": "2020-01-01T00:00:00Z",
}


@pytest.mark.parametrize("kind", records.CHANGEABLE)
def test_what_the_form_does_not_ask_cannot_be_changed(people: Cast, as_: As, kind: str) -> None:
    record, who = records.changeable(people, kind)
    path = f"/{RESOURCES[kind].path}/{record.id}"
    before = as_(who).get(path)
    reply = as_(who).patch(path, FORBIDDEN, 422)
    assert set(FORBIDDEN) <= set(reply["errors"])
    assert as_(who).get(path).body == before.body


def test_words_are_stored_in_one_spelling(people: Cast, as_: As) -> None:
    text = "Đã trình danh mục quỹ đất, giao Sở xử lý"
    body = {
        "delegation_id": people.delegation.id,
        "kind": "limitation",
        "text": f"  {text}\u200b ",
        "evidence": "<b>x</b>",
    }
    reply = as_("member").post("/findings", body)
    assert reply["text"] == "Đã trình danh mục quỹ đất, giao Sở xử lý"
    assert reply["evidence"] == "<b>x</b>"
