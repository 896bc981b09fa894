"""A mail server that refuses, hangs, answers byte by byte, accepts and then drops the line; and a thousand mails."""

from __future__ import annotations

import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_string, policy
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from tests.databases import Databases
from tracker import create_app
from tracker.accounts.models import User
from tracker.core import clock
from tracker.extensions import db
from tracker.jobs import nightly, queue, worker
from tracker.jobs.models import Job
from tracker.notifications import service, transport
from tracker.notifications.models import Mail, Notice

MORNING = datetime.fromisoformat("2026-06-15T09:00:00+07:00")


class MailServer(socketserver.ThreadingTCPServer):
    """As much SMTP as a client needs; `mood` is what it does."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mood = "good"
        self.taken: list[str] = []
        self.calls = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.server.calls += 1
        try:
            self.talk(self.server.mood)
        except OSError:
            return

    def talk(self, mood: str) -> None:
        if mood == "hangs":
            time.sleep(3)
            return
        self.say("220 thu")
        while line := self.rfile.readline().decode().strip():
            word = line.partition(" ")[0].upper()
            if word == "DATA" and mood != "refuses":
                self.say("354 noi")
                self.take(mood)
                if mood == "drops":
                    return
            elif word == "RCPT" and mood in ("450", "550"):
                self.say(f"{mood} khong nhan")
            elif word == "MAIL" and mood == "refuses":
                self.say("421 dong cua")
                return
            elif word == "QUIT":
                self.say("221 chao")
                return
            else:
                self.say("250 duoc")

    def take(self, mood: str) -> None:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        if mood != "drops":
            self.server.taken.append("".join(lines))
            self.say("250 da nhan")

    def say(self, words: str) -> None:
        if self.server.mood == "slow":
            for byte in f"{words}\r\n".encode():
                self.wfile.write(bytes([byte]))
                time.sleep(0.02)
        else:
            self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as made:
        threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture
def mailing(
    server: MailServer, migrated: Databases, settings_for: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    monkeypatch.setattr(nightly, "keep_slot", lambda _at: None)
    monkeypatch.setattr(transport, "STEP_SECONDS", 1)
    app = create_app(settings_for(migrated.make(), TRACKER_MAIL_URL=server.url))
    yield app
    with app.app_context():
        db.engine.dispose()


def tell(app: Flask, number: int = 1) -> None:
    """So many people are told of something at once."""
    with app.app_context():
        people = [
            User(username=f"nguoi{n}", full_name=f"Người {n}", sort_key=b"x", email=f"n{n}@vi-du.vn")
            for n in range(number)
        ]
        db.session.add_all(people)
        db.session.flush()
        facts = {"due_on": "2026-06-30", "days": 15}
        made = service.remind([p.id for p in people], "decision", "due", ("recommendation", 7), key="thử", facts=facts)
        assert len(made) == number
        db.session.commit()


def states(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {row[0]: row[1] for row in db.session.execute(select(Job.state, func.count()).group_by(Job.state))}


def headers(server: MailServer, name: str) -> list[str]:
    return [str(message_from_string(text, policy=policy.default)[name]) for text in server.taken]


@pytest.mark.parametrize("mood", ["refuses", "hangs", "450", "drops"])
def test_a_mail_that_is_not_taken_now_leaves_later_and_once(mailing: Flask, server: MailServer, mood: str) -> None:
    with time_machine.travel(MORNING, tick=True) as now:
        tell(mailing)
        server.mood = mood
        began = time.perf_counter()
        worker.run_due(mailing)
        assert time.perf_counter() - began < 30
        assert states(mailing) == {"waiting": 1}
        server.mood = "good"
        assert worker.run_due(mailing) == 0, "not before its time"
        now.shift(3600)
        worker.run_due(mailing)
        worker.run_due(mailing)
    assert states(mailing) == {"finished": 1}
    assert headers(server, "To") == ["n0@vi-du.vn"]


def test_an_address_that_is_refused_for_good_is_a_dead_letter_at_once(mailing: Flask, server: MailServer) -> None:
    server.mood = "550"
    tell(mailing)
    worker.run_due(mailing)
    with mailing.app_context():
        job = db.session.scalars(select(Job)).one()
        assert (job.state, job.attempts) == ("failed", 1)
        assert job.error == "Hopeless: n0@vi-du.vn: 550 khong nhan"


def test_a_server_that_answers_byte_by_byte_takes_the_mail(mailing: Flask, server: MailServer) -> None:
    server.mood = "slow"
    tell(mailing)
    worker.run_due(mailing)
    assert states(mailing) == {"finished": 1}


def test_a_server_that_never_ends_is_left(mailing: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "WHOLE_SECONDS", 0.2)
    server.mood = "slow"
    tell(mailing)
    worker.run_due(mailing)
    assert states(mailing) == {"waiting": 1}


def test_nothing_listens_and_no_other_mail_is_tried_meanwhile(mailing: Flask, server: MailServer) -> None:
    server.shutdown()
    server.server_close()
    tell(mailing, 5)
    assert worker.run_due(mailing) == 1, "the others wait a minute"
    assert states(mailing) == {"waiting": 5}


def test_who_writes_never_waits_for_the_mail_server(mailing: Flask, server: MailServer) -> None:
    server.mood = "hangs"
    began = time.perf_counter()
    tell(mailing)
    assert time.perf_counter() - began < 2
    assert server.calls == 0


def test_a_thousand_mails_leave_once_each_by_two_workers(mailing: Flask, server: MailServer) -> None:
    tell(mailing, 200)
    threads = [threading.Thread(target=worker.run_due, args=(mailing,)) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states(mailing) == {"finished": 200}
    assert set(Counter(headers(server, "To")).values()) == {1}
    assert len(set(headers(server, "Message-ID"))) == 200
    with mailing.app_context():
        assert db.session.scalar(select(func.count()).select_from(Mail).where(Mail.sent_at.is_not(None))) == 200


def test_a_mail_whose_worker_was_ended_after_sending_keeps_its_message_id(
    mailing: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can know whether it arrived, so it leaves again; whoever gets both can tell."""

    class Killed(BaseException):
        pass

    tell(mailing)
    carry = transport.carry

    def carried(*about: Any) -> None:
        carry(*about)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(transport, "carry", carried)
        with pytest.raises(Killed):
            worker.run_due(mailing)
    with mailing.app_context():
        db.session.scalars(select(Job)).one().leased_until = clock.of_machine() - 2 * queue.LEASE
        db.session.commit()
    worker.run_due(mailing)
    assert states(mailing) == {"finished": 1}
    assert len(server.taken) == 2
    assert len(set(headers(server, "Message-ID"))) == 1
    with mailing.app_context():
        assert db.session.scalar(select(func.count()).select_from(Notice)) == 1
