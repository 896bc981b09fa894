"""Asking as anybody of the world: a real request, and afterwards everything is as it was."""

from __future__ import annotations

import contextvars
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Connection, event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.counting import NO_QUESTIONS
from tests.rules.matrix import ALLOWED, EVERYBODY, FORBIDDEN, HIDDEN, SIGN_IN, may_read
from tests.rules.world import World
from tracker.accounts import signing_in
from tracker.accounts.models import ApiToken
from tracker.core import clock
from tracker.core.models import Base
from tracker.extensions import db

BOOKKEEPING = ("sign_in", "sign_in_attempt", "held_form", "form_draft", "once_key", "api_token", "sign_in_link")
"""Tables that say who is signed in, and what was typed or done already; no business in them."""
CANARY = re.compile(r"zq[a-z]+qz")
WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
LETTERS = "csrf of the tests"
MOST_QUERIES = 25
"""What a page, or an answer of the API, may ask of the database."""
READER = "office reading only"
"""The person `office`, calling the API with a token that reads and does not write."""


class Caller:
    """Each request runs as if it came from elsewhere; what it wrote is thrown away, back to one savepoint."""

    def __init__(self, app: Flask, world: World, connection: Connection, session: Session) -> None:
        self.app = app
        self.world = world
        self.connection = connection
        self.http = app.test_client(use_cookies=False)
        self.written: set[str] = set()
        """Tables that the last answer wrote to."""
        self.statements = 0
        self.queries = 0
        """How many statements the last answer took, savepoints aside: they are the tests' own."""
        event.listen(connection, "before_cursor_execute", self.note)
        secret = app.config["SECRET_KEY"]
        self.csrf = URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(LETTERS)
        self.cookies = {name: self.cookie(name) for name in world.people.users}
        self.cookies["anonymous"] = self.signed(csrf_token=LETTERS)
        self.tokens = {name: self.token(name, "read", "write") for name in world.people.users}
        self.tokens[READER] = self.token("office", "read")
        session.commit()
        self.names = {name: person_of(name) for name in (*EVERYBODY, READER)}
        self.readable = {name: self.canaries_of(self.names[name]) for name in self.names}
        self.whole = self.checksums()
        session.connection()  # its own savepoint lies outside the one that is gone back to
        self.beginning = connection.begin_nested()

    def cookie(self, name: str) -> str:
        """A signed-in session's cookie, with a CSRF token that stays."""
        user = self.world.people.users[name]
        token = signing_in.begin(user, address="127.0.0.1", agent="test", absolute=timedelta(hours=12))
        return self.signed(_user_id=token, _fresh=True, csrf_token=LETTERS)

    def signed(self, **session: Any) -> str:
        signer: Any = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return f"{self.app.config['SESSION_COOKIE_NAME']}={signer.dumps(session)}"

    def token(self, name: str, *scopes: str) -> str:
        secret = f"tkr_{name}_{'_'.join(scopes)}"
        user = self.world.people.users[name]
        used = {"used_at": clock.now()}  # a minute ago at most, so no request writes down that it was
        row = ApiToken(user_id=user.id, token_hash=signing_in.fingerprint(secret), scopes=list(scopes), **used)
        db.session.add(row)
        db.session.flush()
        return secret

    def canaries_of(self, name: str) -> frozenset[str]:
        """The words that may appear in an answer to this person."""
        known = self.world.standings
        return frozenset(
            word for (kind, variant), word in self.world.canaries.items()
            if (kind, variant) in known and may_read(name, kind, variant, known[kind, variant])
        )  # fmt: skip

    def note(self, _connection: Any, _cursor: Any, statement: str, *_about: Any) -> None:
        self.statements += not statement.startswith(NO_QUESTIONS)
        if found := WRITES.match(statement):
            self.written.add(found[1])

    def headers(self, name: str, path: str) -> dict[str, str]:
        if path.startswith("/api/"):
            token = self.tokens.get(name)
            return {"Authorization": f"Bearer {token}"} if token else {}
        cookie = self.cookies.get(self.names.get(name, name))
        return {"Cookie": cookie} if cookie else {}

    @contextmanager
    def asked(self, name: str, method: str, path: str, **about: Any) -> Iterator[TestResponse]:
        """The answer, while what it wrote is still there; then it is as if nobody had asked."""
        self.written.clear()
        headers = self.headers(name, path) | about.pop("headers", {})
        if "data" in about and not path.startswith("/api/"):
            about["data"] = {"csrf_token": self.csrf, **about["data"]}

        def run() -> TestResponse:
            before = self.statements
            response = self.http.open(path, method=method, headers=headers, **about)
            self.queries = self.statements - before
            return response

        try:
            yield contextvars.Context().run(run)
        finally:
            if self.written:
                self.beginning.rollback()
                self.beginning = self.connection.begin_nested()

    def ask(self, name: str, method: str, path: str, **about: Any) -> TestResponse:
        with self.asked(name, method, path, **about) as response:
            return response

    def leaked(self, name: str, response: TestResponse) -> set[str]:
        """Canaries in the answer that this person must not be shown."""
        if response.mimetype not in ("text/html", "application/json", "application/problem+json"):
            return set()
        shown = set(CANARY.findall(response.text)) | set(CANARY.findall(str(response.headers)))
        return shown - self.readable[name]

    def checksums(self) -> dict[str, str]:
        """What every business table holds."""
        return {name: self.checksum(name) for name in Base.metadata.tables if name not in BOOKKEEPING}

    def checksum(self, name: str) -> str:
        table = Base.metadata.tables[name]
        digest = hashlib.sha256()
        for row in self.connection.execute(select(table).order_by(*table.primary_key.columns)):
            digest.update(repr(tuple(row)).encode())
        return digest.hexdigest()

    def changed(self) -> list[str]:
        """Business tables that hold something else than at first; inside `asked`."""
        return sorted(name for name in self.written & self.whole.keys() if self.checksum(name) != self.whole[name])


def person_of(name: str) -> str:
    return "office" if name == READER else name


def class_of(response: TestResponse) -> str:
    """The kind of answer: let in, forbidden, no such thing, or asked to sign in first."""
    if response.status_code == 401:
        return SIGN_IN
    if response.status_code in (302, 303) and response.headers.get("Location", "").startswith("/sign-in?next="):
        return SIGN_IN
    if response.status_code in (403, 404):
        return {403: FORBIDDEN, 404: HIDDEN}[response.status_code]
    if response.status_code < 500 and response.status_code not in (405, 429):
        return ALLOWED
    return str(response.status_code)
