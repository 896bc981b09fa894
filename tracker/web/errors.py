"""Friendly pages for everything that goes wrong, with the request's id; nothing typed is lost."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, current_app, flash, g, redirect, render_template, request
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.wrappers import Response

from tracker.accounts import access
from tracker.core.errors import DomainError, Invalid
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.web import kit
from tracker.web.sign_in import SENT_BY_PAGES, come_back_later, hold_form, own_address

log = structlog.get_logger("tracker")
PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 429, 500, 503})

Answer = tuple[str, int] | Response | tuple[str, int, dict[str, str]]


def init_app(app: Flask) -> None:
    app.register_error_handler(CSRFError, stale_token)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(StaleDataError, somebody_was_first)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(HTTPException, standard)
    app.register_error_handler(Exception, unexpected)


def page(status: int, reason: Any = None) -> tuple[str, int]:
    name = status if status in PAGES else (500 if status >= 500 else 400)
    again = record_page() if name == 409 else None
    return render_template(f"errors/{name}.html", reason=reason, words=kit.words_typed(), again=again), status


def record_page() -> str | None:
    """The page of the record that was asked about: of a step, that of its record; else the nearest above this address."""
    adapter, values = current_app.create_url_adapter(request), request.view_args or {}
    if not current_user.is_authenticated or adapter is None:
        return None
    if values.get("kind") in access.KINDS and "id" in values:
        if (led := own_address(request.args.get("next"))) != "/":
            return led
        return kit.url_of(*kit.page_of(access.find(values["kind"], values["id"], kit.me())))
    parts = request.path.split("/")
    above = ("/".join(parts[:n]) for n in range(len(parts) - 1, 2, -1))
    return next((path for path in above if is_record_page(adapter, path)), None)


def is_record_page(adapter: MapAdapter, path: str) -> bool:
    try:
        endpoint, _values = adapter.match(path, method="GET")
    except HTTPException:
        return False
    return endpoint in kit.PAGES.values()


def stale_token(_error: CSRFError) -> Answer:
    """The page had been open too long: the form comes back filled (F11)."""
    if not current_user.is_authenticated:
        if request.endpoint in ("sign_in.enter", "sign_in.by_link"):
            flash(_("Trang đã mở quá lâu. Hãy đăng nhập lại."), "warning")
            return redirect(request.full_path, 303)
        return come_back_later()
    if request.endpoint in SENT_BY_PAGES:
        return page(400)
    return redirect(hold_form(), 303)


def refused(error: DomainError) -> Answer:
    db.session.rollback()
    reason = error.sentence
    if isinstance(error, Invalid):
        reason = " ".join(str(sentence) for sentences in error.errors.values() for sentence in sentences)
    return page(error.status, reason)


def somebody_was_first(_error: StaleDataError) -> Answer:
    db.session.rollback()
    return page(409, _("Bản ghi vừa được người khác sửa. Hãy mở lại trang và làm lại."))


def busy(error: OperationalError) -> Answer:
    """The page is drawn for nobody: asking who is asking would ask the database again."""
    db.session.rollback()
    g._login_user = AnonymousUserMixin()
    log.error("database", error=str(error.orig))
    text, status = page(503)
    return text, status, {"Retry-After": "5"}


def standard(error: HTTPException) -> Answer:
    if error.response is not None:
        return error.response  # type: ignore[return-value,unused-ignore]
    code = error.code or 500
    if code < 400:
        return error.get_response()  # type: ignore[return-value,unused-ignore]
    text, status = page(code)
    allow = {"Allow": ", ".join(sorted(getattr(error, "valid_methods", None) or []))} if code == 405 else {}
    return text, status, allow


def unexpected(error: Exception) -> Answer:
    db.session.rollback()
    log.error("unexpected", error=type(error).__name__, exc_info=error)
    return page(500)
