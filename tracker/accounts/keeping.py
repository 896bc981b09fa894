"""What must not be lost or done twice: drafts, forms held while somebody signs in, and keys of what was done."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from tracker.accounts.models import Draft, HeldForm, OnceKey
from tracker.accounts.signing_in import fingerprint
from tracker.core import clock
from tracker.extensions import db

LONGEST = 2_000_000
HELD_FOR = timedelta(days=2)
KEYS_FOR = timedelta(days=2)


def draft(user_id: int, place: str) -> Draft | None:
    return db.session.scalar(select(Draft).where(Draft.user_id == user_id, Draft.place == place[:500]))


def save_draft(user_id: int, place: str, fields: list[Any]) -> Draft:
    kept = draft(user_id, place)
    if kept is None:
        kept = Draft(user_id=user_id, place=place[:500], fields=fields)
        db.session.add(kept)
    kept.fields, kept.saved_at = fields, clock.now()
    db.session.flush()
    return kept


def drop_draft(user_id: int, place: str) -> None:
    db.session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.place == place[:500]))


def hold(place: str, fields: list[Any], file_names: list[str]) -> str:
    """Keep a form that cannot be taken now; the token, known to the browser alone, gives it back."""
    token = secrets.token_urlsafe(32)
    db.session.add(HeldForm(token_hash=fingerprint(token), place=place[:500], fields=fields, file_names=file_names))
    db.session.flush()
    return token


def held(token: str, place: str) -> HeldForm | None:
    """The form held under this token for this address, for two days."""
    return db.session.scalar(
        select(HeldForm).where(
            HeldForm.token_hash == fingerprint(token),
            HeldForm.place == place[:500],
            HeldForm.held_at > clock.now() - HELD_FOR,
        )
    )


def done_before(form: str, body: str, user_id: int) -> OnceKey | None:
    """What the sending of this very body of this form has already done."""
    known = db.session.scalars(
        select(OnceKey).where(OnceKey.key.in_([form[:50], later(form, body)]), OnceKey.user_id == user_id)
    )
    return next((row for row in known if row.fingerprint == body), None)


def first_done(form: str, user_id: int) -> OnceKey | None:
    """What the first sending of this form did, whatever it said."""
    return db.session.scalar(select(OnceKey).where(OnceKey.key == form[:50], OnceKey.user_id == user_id))


def remember_done(form: str, body: str, user_id: int, location: str) -> None:
    """In the same transaction as what was done: either both are there or neither."""
    key = form[:50] if first_done(form, user_id) is None else later(form, body)
    db.session.add(OnceKey(key=key, fingerprint=body, user_id=user_id, location=location[:500]))
    db.session.flush()


def later(form: str, body: str) -> str:
    """The key of a sending of the form after its first: another body, of which the fingerprint has 64 characters."""
    return f"{form[:50]}.{body}"


def forget_old() -> int:
    """Remove what nobody can ask for any more; returns how many rows went."""
    now = clock.now()
    gone = db.session.execute(delete(HeldForm).where(HeldForm.held_at < now - HELD_FOR)).rowcount  # type: ignore[attr-defined]
    gone += db.session.execute(delete(OnceKey).where(OnceKey.created_at < now - KEYS_FOR)).rowcount  # type: ignore[attr-defined]
    return int(gone)
