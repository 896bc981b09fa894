"""The administrator sees what the product does by itself, and has it tried again; nobody else knows of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from tests import cast, signing
from tests.api.caller import Caller
from tests.cast import Cast
from tests.client import Client
from tracker.accounts import tokens
from tracker.audit.models import AuditEvent
from tracker.commands import main
from tracker.core import clock
from tracker.extensions import db
from tracker.jobs.models import Job


@pytest.fixture
def people(db_session: Session) -> Cast:
    return cast.make()


@pytest.fixture
def failed(db_session: Session, people: Cast) -> Job:
    job = Job(kind="nightly", key="nightly 2026-06-15", payload={}, state="failed", attempts=8, error="OSError: hỏng")
    job.created_at = clock.now() - timedelta(hours=3)
    db_session.add_all([job, Job(kind="nightly", key="nightly 2026-06-16", payload={})])
    db_session.flush()
    return job


def test_what_failed_stands_first_with_its_error_and_is_tried_again(client: Client, people: Cast, failed: Job) -> None:
    signing.sign_in(client, people, "admin")
    page = client.page("/jobs")
    assert "1 việc không làm được" in page.one("main").text
    assert "OSError: hỏng" in client.page("/jobs?state=failed").text
    assert "2026-06-16" not in client.page("/jobs?state=failed").one("main").text
    assert "3 giờ" in page.text
    done = client.done(f"/job/{failed.id}/do/retry")
    assert "Đang chờ" in done.text
    db.session.refresh(failed)
    assert (failed.state, failed.attempts) == ("waiting", 0)
    event = db.session.query(AuditEvent).filter_by(subject_kind="job").one()
    assert (event.action, event.actor_name) == ("retry", "Người admin")
    assert client.get(f"/job/{failed.id}/do/retry").status_code == 409


def test_what_a_mail_server_refused_is_said_in_words(client: Client, people: Cast, failed: Job) -> None:
    failed.kind, failed.error = "send_mail", "Hopeless: a@vidu.vn: 550 no such user"
    db.session.flush()
    signing.sign_in(client, people, "admin")
    for path in ("/jobs", f"/jobs/{failed.id}"):
        text = client.page(path).text
        assert "Máy chủ thư không nhận người nhận này" in text
        assert "a@vidu.vn: 550 no such user" in text
        assert "Hopeless" not in text


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("Hopeless: {'a@vidu.vn': (550, b'no such user')}", "không nhận người nhận này, thử lại cũng vậy"),
        ("SMTPRecipientsRefused: {'a@vidu.vn': (450, b'mailbox busy')}", "a@vidu.vn: 450 mailbox busy"),
        ("SMTPRecipientsRefused: {'a@vidu.vn': (450, b'mailb", "chưa nhận người nhận này"),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "Không nối được với máy chủ thư."),
        ("SMTPAuthenticationError: (535, b'5.7.8 bad')", "không nhận tên đăng nhập hoặc mật khẩu"),
    ],
)
def test_mail_errors_that_were_kept_raw_are_said_in_words_too(
    client: Client, people: Cast, failed: Job, error: str, words: str
) -> None:
    failed.kind, failed.error = "send_mail", error
    db.session.flush()
    signing.sign_in(client, people, "admin")
    assert words in client.page("/jobs?state=failed").text
    page = client.page(f"/jobs/{failed.id}")
    assert words in page.text
    shown = page.one("div", class_="callout").text
    assert error.partition(":")[0] not in shown
    kept = [fold.text for fold in page.all("details") if "Máy ghi nguyên văn" in fold.text]
    assert bool(kept) is not error.endswith("mailb"), "what the words repeat is not kept twice"


def test_the_administrator_begins_with_what_failed(client: Client, people: Cast, failed: Job) -> None:
    page = signing.sign_in(client, people, "admin").page("/")
    assert "1 việc chạy nền hoặc thư không làm được" in page.text
    assert "/jobs?state=failed" in page.links
    assert "không làm được" not in signing.sign_in(client, people, "office").page("/").text
    failed.state = "finished"
    db.session.flush()
    assert "không làm được" not in signing.sign_in(client, people, "admin").page("/").text


@pytest.mark.parametrize("name", ["office", "standing", "leader_a"])
def test_nobody_else_knows_of_jobs(client: Client, people: Cast, failed: Job, name: str) -> None:
    signing.sign_in(client, people, name)
    assert client.get("/jobs").status_code == 404
    assert client.get(f"/jobs/{failed.id}").status_code == 404
    assert client.get(f"/job/{failed.id}/do/retry").status_code == 404


def test_the_command_line_lists_jobs_and_has_them_tried_again(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_ENV", "test")
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TRACKER_NIGHTLY_AT", "00:00")
    runner = CliRunner()
    assert runner.invoke(main, ["init"]).exit_code == 0
    assert runner.invoke(main, ["jobs", "retry", "7"]).exit_code == 1
    assert runner.invoke(main, ["jobs", "retry"]).exit_code == 1
    assert runner.invoke(main, ["worker", "--once"]).exit_code == 0
    told = json.loads(runner.invoke(main, ["jobs", "list", "--json"]).output)
    assert [(job["kind"], job["state"]) for job in told if job["kind"] == "nightly"] == [("nightly", "finished")]
    assert "nightly" in runner.invoke(main, ["jobs", "list", "--state", "finished"]).output or told
    assert runner.invoke(main, ["jobs", "retry", "--all", "--dry-run"]).exit_code == 0


def test_the_api_lists_jobs_and_has_one_tried_again(client: Client, people: Cast, failed: Job) -> None:
    caller = Caller(client, tokens.make(people.users["admin"])[1])
    assert caller.get("/jobs?status=failed")["items"][0]["error"] == "OSError: hỏng"
    assert caller.get(f"/jobs/{failed.id}")["error_in_words"] == "OSError: hỏng"
    etag = caller.get(f"/jobs/{failed.id}").etag
    done = caller.post(f"/jobs/{failed.id}/transitions", {"transition": "retry"}, 200, if_match=etag)
    assert done["state"] == "waiting"
    other = Caller(client, tokens.make(people.users["office"])[1])
    other.get(f"/jobs/{failed.id}", 404)
