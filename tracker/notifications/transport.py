"""How a mail leaves: into a file, or to a mail server that may refuse, hang, drop the line or answer byte by byte."""

from __future__ import annotations

import hashlib
import os
import smtplib
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from tracker.jobs.worker import Away, Hopeless

STEP_SECONDS = 20
"""Longest silence of a mail server."""
WHOLE_SECONDS = 120
"""Longest time for one mail altogether."""


def carry(message: EmailMessage, url: str) -> None:
    """Raises Away when the server cannot be reached, Hopeless when it will never take this mail, else what went wrong."""
    address = urlsplit(url)
    if address.scheme == "file":
        keep(message, Path(unquote(address.path)))
    else:
        hand_over(message, address)


def keep(message: EmailMessage, folder: Path) -> None:
    """One file a mail, whole or not at all; the same mail again is the same file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:32]
    descriptor, fresh = tempfile.mkstemp(dir=folder, prefix=".")
    with os.fdopen(descriptor, "wb") as file:
        file.write(message.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    Path(fresh).replace(folder / f"{name}.eml")


def hand_over(message: EmailMessage, address: SplitResult) -> None:
    try:
        server = connect(address)
    except (OSError, smtplib.SMTPException) as error:
        raise Away(str(error)) from error
    with limited(server):
        try:
            sign_in(server, address)
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= 500 for code, _words in error.recipients.values()):
                raise Hopeless(refusals(error)) from error
            raise
        finally:
            server.close()


def refusals(error: smtplib.SMTPRecipientsRefused) -> str:
    """ "an@vidu.vn: 550 no such user": what the server said of each address."""
    said = ((to, code, bytes(words).decode(errors="replace")) for to, (code, words) in error.recipients.items())
    return "; ".join(f"{to}: {code} {words}" for to, code, words in said)


def connect(address: SplitResult) -> smtplib.SMTP:
    host, secure = address.hostname or "localhost", address.scheme == "smtps"
    if secure:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, address.port or 465, timeout=STEP_SECONDS, context=context)
    return smtplib.SMTP(host, address.port or 25, timeout=STEP_SECONDS)


def sign_in(server: smtplib.SMTP, address: SplitResult) -> None:
    server.ehlo_or_helo_if_needed()
    if address.scheme == "smtp" and server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    if address.username:
        server.login(unquote(address.username), unquote(address.password or ""))


@contextmanager
def limited(server: smtplib.SMTP) -> Iterator[None]:
    """A server that keeps answering, a byte at a time, is not listened to for ever."""

    def end() -> None:
        if server.sock is not None:
            server.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(WHOLE_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
