"""Mails on their way: a row and a job for each, in the transaction of what they tell of; the job sends it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select

from tracker.accounts.models import User
from tracker.core import clock
from tracker.core.database import read_only
from tracker.core.i18n import _, _l
from tracker.extensions import db
from tracker.jobs import queue, registry
from tracker.jobs.registry import JobKind, Payload
from tracker.notifications import queries, transport
from tracker.notifications.models import Mail, Notice

SEND = "send_mail"


@dataclass(frozen=True)
class Letter:
    """The words of a mail."""

    subject: str
    body: str


Composer = Callable[[User, Sequence[Notice]], Letter | None]
composers: list[Composer] = []
"""Who finds the words: the pages, which know the records' names and addresses. None: there is nothing left to say."""


def post(key: str, recipient_id: int) -> Mail:
    """One more mail, and the job that sends it."""
    mail = Mail(key=key, recipient_id=recipient_id)
    db.session.add(mail)
    db.session.flush()
    queue.add(SEND, str(mail.id), {"mail_id": mail.id})
    return mail


def is_posted(key: str) -> bool:
    return db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None


def send(payload: Payload) -> Iterator[None]:
    """While the mail server is spoken to, no transaction stands open; a mail that was sent is not sent again."""
    with read_only():
        mail = queries.mail(payload["mail_id"])
        message = written(mail) if mail is not None and not mail.is_over else None
        db.session.rollback()
    if message is not None:
        transport.carry(message, current_app.extensions["settings"].mail_url)
    yield
    mail = queries.mail(payload["mail_id"])
    if mail is not None and not mail.is_over:
        if message is not None:
            mail.sent_at = clock.now()
        else:
            mail.dropped_at = clock.now()


def written(mail: Mail) -> EmailMessage | None:
    """The mail as it leaves now; None when its person is gone, has no address, or may not know of it any more."""
    user = db.session.get(User, mail.recipient_id)
    if user is None or not user.is_active or not user.email:
        return None
    letter = composers[0](user, queries.in_mail(mail.id))
    if letter is None:
        return None
    settings: Any = current_app.extensions["settings"]
    message = EmailMessage()
    message["From"] = formataddr((one_line(letter_head()), sender(settings)))
    message["To"] = one_line(user.email)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(clock.local(mail.created_at))
    message["Message-ID"] = message_id(mail.key, settings)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def letter_head() -> str:
    return _("Giám sát HĐND")


def sender(settings: Any) -> str:
    return settings.mail_from or f"no-reply@{host_of(settings)}"


def message_id(key: str, settings: Any) -> str:
    """The same for the same mail however often it is sent, so that whoever gets it twice can tell."""
    return f"<{hashlib.sha256(f'{host_of(settings)} {key}'.encode()).hexdigest()[:32]}@{host_of(settings)}>"


def host_of(settings: Any) -> str:
    return urlsplit(settings.base_url).hostname or "localhost"


def one_line(text: str) -> str:
    """Header fields are one line, whatever was typed."""
    return " ".join(text.split())


def about(payload: Payload) -> str:
    """To whom, for the administrator; nothing of what it says."""
    mail = queries.mail(payload.get("mail_id", 0))
    user = db.session.get(User, mail.recipient_id) if mail is not None else None
    return user.username if user is not None else ""


registry.register(JobKind(name=SEND, label=_l("Gửi thư"), run=send, about=about))
