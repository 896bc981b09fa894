"""Every answer, also an error or a file, carries what protects the browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, request

from tests.databases import Databases
from tracker import create_app
from tracker.config import Settings


@pytest.fixture(params=["/", "/nothing-here", "/static/nothing.css", "static"])
def address(request: pytest.FixtureRequest, app: Flask) -> str:
    asset = app.jinja_env.globals["asset"]
    return asset("vendor/htmx.js") if request.param == "static" else str(request.param)  # type: ignore[operator]


def test_every_answer_is_protected(app: Flask, address: str) -> None:
    headers = app.test_client().get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(headers["X-Request-ID"]) >= 8
    assert "Server" not in headers


def test_pages_are_not_kept_and_files_are_kept_for_ever(app: Flask) -> None:
    page = app.test_client().get("/sign-in")
    assert "no-store" in page.headers["Cache-Control"]
    asset = app.jinja_env.globals["asset"]("vendor/htmx.js")  # type: ignore[operator]
    file = app.test_client().get(asset, headers={"Accept-Encoding": "gzip, br"})
    assert "immutable" in file.headers["Cache-Control"]
    assert file.headers["Content-Encoding"] == "br"


def asked_through(app: Flask, headers: dict[str, str]) -> tuple[str, str, str | None]:
    """What the application believes about a request: (address, scheme, request id)."""
    seen: list[tuple[str, str]] = []
    app.before_request(lambda: seen.append((request.remote_addr or "", request.scheme)))
    answer = app.test_client().get("/nothing-here", headers=headers)
    return *seen[0], answer.headers.get("X-Request-ID")


FORWARDED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Request-ID": "from-the-proxy-1"}


def test_nobody_is_believed_who_says_to_be_a_proxy(migrated: Databases, settings_for: Callable[..., Settings]) -> None:
    app = create_app(settings_for(migrated.make()))
    address, scheme, id = asked_through(app, FORWARDED)
    assert (address, scheme) == ("127.0.0.1", "http")
    assert id != "from-the-proxy-1"


def test_a_trusted_proxy_is_believed(migrated: Databases, settings_for: Callable[..., Settings]) -> None:
    app = create_app(settings_for(migrated.make(), TRACKER_TRUSTED_PROXIES="1"))
    assert asked_through(app, FORWARDED) == ("203.0.113.9", "https", "from-the-proxy-1")


def test_https_is_demanded_for_years_where_it_is_spoken(
    migrated: Databases, settings_for: Callable[..., Settings]
) -> None:
    app = create_app(settings_for(migrated.make(), TRACKER_BASE_URL="https://giamsat.example"))
    answer = app.test_client().get("/nothing-here", base_url="https://giamsat.example")
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]
