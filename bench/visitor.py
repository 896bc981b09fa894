"""A browser of the plainest kind: one connection kept open, cookies, forms."""

from __future__ import annotations

import http.client
import re
import secrets
import time
from dataclasses import dataclass
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

INPUT = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    location: str
    seconds: float


class Visitor:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self.ask("POST", path, urlencode(fields))

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        for header in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return Answer(response.status, content.decode(), response.headers.get("Location") or "", seconds)

    def sign_in(self, username: str, password: str) -> None:
        fields = hidden(self.get("/sign-in").body)
        answer = self.post("/sign-in", fields | {"username": username, "password": password})
        if answer.status not in (302, 303):
            raise RuntimeError(f"{username} cannot sign in: {answer.status}")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms: the CSRF token and what else must come back."""
    found = {}
    for tag in INPUT.findall(page):
        facts = {name.lower(): unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        if facts.get("type") == "hidden" and "name" in facts:
            found[facts["name"]] = facts.get("value", "")
    return found


def fresh(fields: dict[str, str]) -> dict[str, str]:
    """The same form opened once more: what makes a double click act once is drawn anew."""
    return fields | {"once": secrets.token_urlsafe(16)}
