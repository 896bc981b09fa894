"""Who is calling: the person behind the bearer token. The session cookie counts for nothing here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app, g, request

from tracker.accounts import people, tokens
from tracker.accounts.actor import Actor
from tracker.api import limits
from tracker.api.problems import Problem
from tracker.core import context
from tracker.core.i18n import _

REALM = 'Bearer realm="tracker"'
READS = frozenset({"GET", "HEAD", "OPTIONS"})


def me() -> Actor:
    """The person whose token this is, with the token's scopes."""
    actor: Actor = g.caller
    return actor


def settings() -> Any:
    return current_app.extensions["settings"]


def identify() -> None:
    """Before every request: 401 without a live token, 429 for one that asks too often."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        limits.require_room(f"address {context.address.get()}")
        raise Problem(
            "unauthenticated",
            _("Hãy gửi mã truy cập: Authorization: Bearer …"),
            headers={"WWW-Authenticate": REALM},
        )
    known = tokens.current(token.strip())
    if known is None:
        limits.require_room(f"address {context.address.get()}")
        raise Problem(
            "unauthenticated",
            _("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi."),
            headers={"WWW-Authenticate": f'{REALM}, error="invalid_token"'},
        )
    row, user = known
    limits.require_room(f"token {row.id}")
    if tokens.is_stale(row):
        tokens.touch(row)
    g.caller = replace(people.actor_of(user), scopes=frozenset(row.scopes))


def require_scope() -> None:
    """Forbidden when the token does not reach this far. Asked after a record was found: 404 comes before 403."""
    scope = tokens.READ if request.method in READS else tokens.WRITE
    if scope not in me().scopes:
        raise Problem(
            "forbidden",
            _("Mã truy cập này không có phạm vi “%(scope)s”.", scope=scope),
            headers={"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{scope}"'},
        )
