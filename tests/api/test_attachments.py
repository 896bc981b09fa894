"""Files through JSON: sent first, named by id afterwards, read by whoever reads their record."""

from __future__ import annotations

import io

import pytest

from tests import story
from tests.api.caller import BASE
from tests.api.conftest import As
from tests.cast import Cast
from tracker.attachments.models import Attachment
from tracker.config import Settings
from tracker.extensions import db


def test_a_file_is_sent_named_and_read_back(people: Cast, as_: As) -> None:
    member = as_("member")
    sent = member.upload("Biên bản khảo sát.txt", "Nội dung".encode())
    assert sent.headers["Location"] == f"/api/v1/attachments/{sent['id']}"
    assert (sent["name"], sent["size"], sent["mime"]) == ("Biên bản khảo sát.txt", 10, "text/plain")
    body = {"delegation_id": people.delegation.id, "kind": "limitation", "text": story.TEXT, "files": [sent["id"]]}
    finding = member.post("/findings", body)
    assert [file["name"] for file in finding["files"]] == ["Biên bản khảo sát.txt"]
    got = as_("secretary").http.get(
        sent["links"]["content"], headers={"Authorization": f"Bearer {as_('secretary').token}"}
    )
    assert got.data == "Nội dung".encode()
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    listed = as_("secretary").get(f"/attachments?kind=finding&record={finding['id']}")
    assert [item["id"] for item in listed["items"]] == [sent["id"]]
    assert member.post("/findings", body, 422)["errors"].keys() == {"files"}, "a file belongs to one record"


def test_what_is_not_yet_used_is_its_senders_own(people: Cast, as_: As) -> None:
    sent = as_("member").upload("a.txt", b"mot")
    assert [item["id"] for item in as_("member").get("/attachments")["items"]] == [sent["id"]]
    as_("secretary").get(f"/attachments/{sent['id']}", 404)
    assert as_("secretary").get("/attachments")["total"] == 0
    body = {"delegation_id": people.delegation.id, "kind": "limitation", "text": story.TEXT, "files": [sent["id"]]}
    assert list(as_("secretary").post("/findings", body, 422)["errors"]) == ["files"]


@pytest.mark.parametrize("files", ["1", [True], [1.5], ["1"], {"a": 1}, list(range(1, 30))])
def test_files_are_named_by_a_list_of_numbers(people: Cast, as_: As, files: object) -> None:
    body = {"delegation_id": people.delegation.id, "kind": "limitation", "text": story.TEXT, "files": files}
    assert list(as_("member").post("/findings", body, 422)["errors"]) == ["files"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rong.txt", b""),
        ("chay.exe", b"MZ\x90\x00"),
        ("trang.html", b"<html></html>"),
        ("ma.js", b"alert(1)"),
        ("gia.pdf", b"khong phai pdf"),
        ("../../thoat.js", b"alert(1)"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field(people: Cast, as_: As, name: str, content: bytes) -> None:
    reply = as_("member").upload(name, content, 422)
    assert list(reply["errors"]) == ["file"]
    assert not db.session.query(Attachment).count()


def test_a_file_that_is_too_big_is_refused(people: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "max_upload_bytes", 10)
    assert list(as_("member").upload("lon.txt", b"x" * 11, 422)["errors"]) == ["file"]


def test_a_body_beyond_all_measure_is_413(people: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(as_("member").http.http.application.config, "MAX_CONTENT_LENGTH", 100)
    assert as_("member").upload("lon.txt", b"x" * 1000, 413).problem == "too-large"


@pytest.mark.parametrize("form", [{}, {"file": "text"}, {"file": (io.BytesIO(b"x"), "a.txt"), "colour": "red"}])
def test_the_form_is_read_strictly(people: Cast, as_: As, form: dict[str, object]) -> None:
    headers = {"Authorization": f"Bearer {as_('member').token}"}
    about = {"headers": headers, "data": form, "content_type": "multipart/form-data"}
    response = as_("member").http.post(f"{BASE}/attachments", **about)
    assert response.status_code == 422, response.text


def test_json_is_not_how_files_are_sent(people: Cast, as_: As) -> None:
    assert as_("member").post("/attachments", {"file": "x"}, 415).problem == "unsupported-type"


def test_the_administrator_sends_no_files(people: Cast, as_: As) -> None:
    as_("admin").upload("a.txt", b"mot", 403)
    as_("stranger").upload("a.txt", b"mot", 403)


@pytest.mark.parametrize("query", ["kind=finding", "record=1", "kind=nothing&record=1", "kind=finding&record=x", "q=1"])
def test_lists_of_files_are_asked_for_rightly(people: Cast, as_: As, query: str) -> None:
    as_("member").get(f"/attachments?{query}", 422)


def test_files_of_a_record_one_may_not_read_do_not_exist(people: Cast, as_: As) -> None:
    finding = story.finding(people, submit=False)
    db.session.commit()
    as_("deputy").get(f"/attachments?kind=finding&record={finding.id}", 404)
