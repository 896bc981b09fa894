"""Signing in and staying signed in: passwords, throttle, server-side sessions, single-use links."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Date, Select, and_, bindparam, func, select, update
from sqlalchemy.orm import Load

from tracker.accounts import people
from tracker.accounts.actor import Actor
from tracker.accounts.models import Membership, SignIn, SignInAttempt, SignInLink, User
from tracker.core import clock, database
from tracker.core.text import nfc
from tracker.extensions import db

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""argon2id, 19 MiB, two passes: the OWASP minimum, 33 ms on the machine of trust.md."""
WINDOW = timedelta(minutes=5)
PER_ACCOUNT = 10
PER_ADDRESS = 60
TOUCH_EVERY = timedelta(minutes=1)


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    return HASHER.hash(nfc(password))


def fits(password_hash: str | None, password: str) -> bool:
    """Is this the password? Takes as long when there is no such account."""
    try:
        HASHER.verify(password_hash or never(), nfc(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@lru_cache(maxsize=1)
def never() -> str:
    return HASHER.hash(secrets.token_urlsafe())


def blocked_until(username: str, address: str) -> datetime | None:
    """When somebody may try again, after too many failures for this account or from this address."""
    since = clock.now() - WINDOW
    for column, value, most in (
        (SignInAttempt.username, username, PER_ACCOUNT),
        (SignInAttempt.address, address, PER_ADDRESS),
    ):
        count, oldest = db.session.execute(
            select(func.count(), func.min(SignInAttempt.at)).where(column == value, SignInAttempt.at > since)
        ).one()
        if count >= most:
            return (oldest if oldest.tzinfo else oldest.replace(tzinfo=since.tzinfo)) + WINDOW
    return None


def failed(username: str, address: str) -> None:
    db.session.add(SignInAttempt(username=username[:60], address=address[:60]))
    db.session.flush()


def begin(user: User, *, address: str, agent: str, absolute: timedelta) -> str:
    """Open a session; the token goes into the cookie, its hash stays here. Clears the account's failures."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        SignIn(
            user_id=user.id,
            token_hash=fingerprint(token),
            epoch=user.epoch,
            created_at=now,
            seen_at=now,
            expires_at=now + absolute,
            address=address[:60],
            agent=agent[:200],
        )
    )
    db.session.query(SignInAttempt).filter_by(username=user.username).delete()
    db.session.flush()
    return token


@lru_cache
def behind() -> Select[*tuple[Any, ...]]:
    """A row for each role that holds today, one where none does. Asked on every request, so it is put together once; with
    what other rooms tell in the frame of every page.
    """
    holds = and_(Membership.user_id == User.id, people.holding(bindparam("today", type_=Date)))
    asked = select(SignIn, User, *people.HELD).join(User, User.id == SignIn.user_id).outerjoin(Membership, holds)
    kept = asked.where(SignIn.token_hash == bindparam("token_hash")).order_by(Membership.id)
    return kept.options(Load(SignIn).undefer_group("frame"))


def current(token: str, idle: timedelta) -> tuple[SignIn, User, Actor] | None:
    """The session behind a cookie, while it lasts: not ended, not too old, not idle, the person's rights unchanged; and
    the person with the roles of today. One query."""
    rows = db.session.execute(behind(), {"token_hash": fingerprint(token), "today": clock.today()}).all()
    if not rows:
        return None
    session, user = rows[0][:2]
    now = clock.now()
    if session.ended_at is not None or now >= session.expires_at or now - session.seen_at >= idle:
        return None
    if not user.is_active or session.epoch != user.epoch:
        return None
    return session, user, people.holding_these(user, [row[2:] for row in rows if row[2] is not None])


def is_stale(session: SignIn) -> bool:
    """Is it time to write down that this session is still in use?"""
    return clock.now() - session.seen_at >= TOUCH_EVERY


def touch(session_id: int) -> None:
    """Write down that the session is in use: with what the request writes, else in passing.

    A request that writes holds the write lock already: on a connection of its own this would wait for itself.
    """
    seen = update(SignIn).where(SignIn.id == session_id).values(seen_at=clock.now())
    if database.reading.get():
        database.in_passing(db.engine, seen)
    else:
        db.session.execute(seen)


def end(token: str) -> None:
    session = db.session.scalar(select(SignIn).where(SignIn.token_hash == fingerprint(token)))
    if session is not None and session.ended_at is None:
        session.ended_at = clock.now()
        db.session.flush()


def make_link(user: User, *, hours: int = 24) -> str:
    """A token that signs this person in once, within a day."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInLink(user_id=user.id, token_hash=fingerprint(token), expires_at=clock.now() + timedelta(hours=hours))
    )
    db.session.flush()
    return token


def use_link(token: str) -> User | None:
    """The person whom the link signs in; a second use finds nobody."""
    link = db.session.scalar(select(SignInLink).where(SignInLink.token_hash == fingerprint(token)).with_for_update())
    if link is None or link.used_at is not None or clock.now() >= link.expires_at:
        return None
    link.used_at = clock.now()
    db.session.flush()
    user = people.get(link.user_id)
    return user if user is not None and user.is_active else None
