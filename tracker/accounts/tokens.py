"""Bearer tokens of the JSON API: each acts as its person, within its scopes, until revoked or expired."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from tracker.accounts.models import ApiToken, User
from tracker.accounts.signing_in import fingerprint
from tracker.core import clock, database
from tracker.core.errors import Impossible, Invalid
from tracker.core.i18n import _
from tracker.extensions import db

READ, WRITE = "read", "write"
SCOPES = (READ, WRITE)
PREFIX = "tkr_"
"""So that a token left in a text can be recognised as one."""
TOUCH_EVERY = timedelta(hours=1)


def make(
    user: User, *, name: str = "", scopes: Iterable[str] = SCOPES, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new token of an active person: its row, and the token itself, which is kept nowhere."""
    if not user.is_active:
        raise Impossible(_("Tài khoản đang bị khóa. Hãy mở lại trước."))
    wanted = [scope for scope in SCOPES if scope in set(scopes)]
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not wanted:
        raise Invalid({"scopes": [_("Phạm vi phải là: %(scopes)s.", scopes=", ".join(SCOPES))]})
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        user_id=user.id, name=name[:100], token_hash=fingerprint(token), scopes=wanted, expires_at=expires_at
    )
    db.session.add(row)
    db.session.flush()
    return row, token


def revoke(row: ApiToken) -> None:
    if row.revoked_at is not None:
        raise Impossible(_("Mã truy cập này đã bị thu hồi từ trước."))
    row.revoked_at = clock.now()
    db.session.flush()


def get(id: int) -> ApiToken | None:
    return db.session.get(ApiToken, id)


def listed(user: User | None = None) -> Sequence[tuple[ApiToken, User]]:
    """Tokens with their people, oldest first."""
    query = select(ApiToken, User).join(User, User.id == ApiToken.user_id)
    if user is not None:
        query = query.where(ApiToken.user_id == user.id)
    return [(row[0], row[1]) for row in db.session.execute(query.order_by(ApiToken.id))]


def is_live(row: ApiToken) -> bool:
    return row.revoked_at is None and (row.expires_at is None or clock.now() < row.expires_at)


def current(token: str) -> tuple[ApiToken, User] | None:
    """The row and the person behind a token, while both may act. A change of their rights revokes the token."""
    query = select(ApiToken, User).join(User, User.id == ApiToken.user_id)
    found = db.session.execute(query.where(ApiToken.token_hash == fingerprint(token))).first()
    if found is None:
        return None
    row, user = found
    if not is_live(row) or not user.is_active:
        return None
    return row, user


def is_stale(row: ApiToken) -> bool:
    """Is it time to write down that this token is still in use?"""
    return row.used_at is None or clock.now() - row.used_at >= TOUCH_EVERY


def touch(row: ApiToken) -> None:
    """Write down that the token is in use: with what the request writes, else in passing (see `signing_in.touch`)."""
    used = update(ApiToken).where(ApiToken.id == row.id).values(used_at=clock.now())
    if database.reading.get():
        database.in_passing(db.engine, used)
    else:
        db.session.execute(used)
