"""What protects the browser and the reader on every answer, also on errors and static files; and who is asking."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker.config import Settings
from tracker.core import context, database

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Bootstrap draws ticks and arrows as data: pictures.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-store",
}
TWO_YEARS_OF_HTTPS = "max-age=63072000; includeSubDomains"
PROPER_ID = re.compile(r"[A-Za-z0-9._-]{8,40}")
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """The outermost layer: names the request, says whether it may write, and completes the headers of its answer."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self.application = application
        self.believes_proxy = settings.trusted_proxies > 0
        https = {"Strict-Transport-Security": TWO_YEARS_OF_HTTPS} if settings.is_https else {}
        self.headers = HEADERS | https

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        id = self.named(environ)
        context.request_id.set(id)
        context.address.set(environ.get("REMOTE_ADDR", ""))
        database.reading.set(environ["REQUEST_METHOD"] in READS)
        environ["PATH_INFO"] = environ.get("PATH_INFO", "").replace("\0", "")
        environ["QUERY_STRING"] = without_nul(environ.get("QUERY_STRING", ""))

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            given = {name.lower() for name, _ in headers}
            added = [(name, value) for name, value in self.headers.items() if name.lower() not in given]
            return start_response(status, [*headers, *added, ("X-Request-ID", id)], *error)

        return self.application(environ, start)

    def named(self, environ: WSGIEnvironment) -> str:
        """The proxy's own id for this request where a proxy is believed, else a new one."""
        told = environ.get("HTTP_X_REQUEST_ID", "")
        return told if self.believes_proxy and PROPER_ID.fullmatch(told) else uuid.uuid4().hex


def without_nul(query: str) -> str:
    """The question of an address without the sign that stands in no text, and that PostgreSQL refuses to compare with."""
    while "%00" in query:
        query = query.replace("%00", "")
    return query


def init_app(app: Flask, settings: Settings) -> None:
    """Wrap the application; call after everything else that wraps it."""
    guarded: WSGIApplication = Guard(app.wsgi_app, settings)
    if hops := settings.trusted_proxies:
        guarded = ProxyFix(guarded, x_for=hops, x_proto=hops, x_host=hops)
    app.wsgi_app = guarded  # type: ignore[assignment, method-assign]
