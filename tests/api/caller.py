"""Another program that calls the API as somebody: sends JSON, reads JSON, keeps no cookies."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from tests.client import Client
from tracker.accounts import tokens
from tracker.accounts.models import User
from tracker.extensions import db

BASE = "/api/v1"


@dataclass
class Reply:
    """An answer: its status, its headers, and what it says."""

    response: TestResponse
    body: Any = field(init=False)

    def __post_init__(self) -> None:
        self.body = json.loads(self.response.text) if "json" in self.response.mimetype and self.response.text else None

    def __getitem__(self, name: str) -> Any:
        return self.body[name]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def headers(self) -> Any:
        return self.response.headers

    @property
    def etag(self) -> str:
        return str(self.headers["ETag"])

    @property
    def problem(self) -> str:
        """The name of the problem, from its type."""
        assert self.response.mimetype == "application/problem+json", self.response.text[:300]
        return str(self.body["type"]).rpartition("/")[2]

    def gives(self, status: int) -> Reply:
        assert self.status == status, f"{self.status}: {self.response.text[:600]}"
        return self


@dataclass
class Caller:
    http: Client
    token: str
    language: str = "vi"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Reply:
        """`headers` by name with _ for -: if_match, idempotency_key."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language} | told
        about: dict[str, Any] = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        path = path if path.startswith("/api/") else BASE + path
        return Reply(self.http.open(path, method=method, headers=told, **about))

    def get(self, path: str, status: int = 200) -> Reply:
        return self.send("GET", path).gives(status)

    def post(self, path: str, body: Any, status: int = 201, **headers: str) -> Reply:
        return self.send("POST", path, body, **headers).gives(status)

    def patch(self, path: str, body: Any, status: int = 200, **headers: str) -> Reply:
        """With the version as it is now, unless another is given."""
        if "if_match" not in headers:
            headers["if_match"] = self.get(path).etag
        return self.send("PATCH", path, body, **headers).gives(status)

    def step(self, path: str, name: str, answers: dict[str, Any] | None = None, status: int = 200) -> Reply:
        """Take a step, as whoever has just read the record."""
        etag = self.get(f"{path}/transitions").etag
        body = {"transition": name, "answers": answers or {}}
        return self.send("POST", f"{path}/transitions", body, if_match=etag).gives(status)

    def steps(self, path: str) -> list[str]:
        return [item["name"] for item in self.get(f"{path}/transitions")["items"]]

    def upload(self, name: str, content: bytes, status: int = 201, **headers: str) -> Reply:
        told = {name_.replace("_", "-"): value for name_, value in headers.items()}
        reply = Reply(
            self.http.open(
                BASE + "/attachments",
                method="POST",
                headers={"Authorization": f"Bearer {self.token}"} | told,
                data={"file": (io.BytesIO(content), name)},
            )
        )
        return reply.gives(status)


def call_as(http: Client, user: User, *scopes: str) -> Caller:
    """A new token of this person, and a program that uses it."""
    _row, token = tokens.make(user, scopes=scopes or tokens.SCOPES)
    db.session.commit()
    return Caller(http, token)
