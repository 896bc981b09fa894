"""Making and revoking feeds; the token is shown once and kept nowhere."""

from __future__ import annotations

import secrets

from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.accounts.signing_in import fingerprint
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden, Impossible
from tracker.core.i18n import _
from tracker.extensions import db
from tracker.schedule import queries
from tracker.schedule.kind import KEEPERS
from tracker.schedule.models import CalendarFeed

BYTES = 24
"""192 random bits; 128 are asked for (trust.md 14.3)."""


def make_own(actor: Actor) -> str:
    """A feed of what this person may read; their earlier address ends. Returns the token."""
    if actor.id is None:
        raise Forbidden
    return make(actor, user_id=actor.id)


def make_for_council(council_id: int, actor: Actor) -> str:
    """A feed of the council's announced sessions, for everybody who knows its address; the earlier one ends."""
    if not may_keep(actor, council_id):
        raise Forbidden
    return make(actor, council_id=council_id)


def may_keep(actor: Actor, council_id: int) -> bool:
    return bool(actor.roles_on(Place(council_id=council_id)) & set(KEEPERS))


def make(actor: Actor, *, user_id: int | None = None, council_id: int | None = None) -> str:
    for earlier in queries.live(user_id=user_id, council_id=council_id):
        revoke(earlier, actor)
    token = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed(
        user_id=user_id, council_id=council_id, token_hash=fingerprint(token), created_by_id=actor.id or 0
    )
    db.session.add(feed)
    db.session.flush()
    tell(feed, "feed_made", actor)
    return token


def revoke(feed: CalendarFeed, actor: Actor) -> None:
    """From now on the address answers that there is nothing."""
    if feed.revoked_at is not None:
        raise Impossible(_("Đường dẫn lịch này đã bị thu hồi từ trước."))
    feed.revoked_at = clock.now()
    db.session.flush()
    tell(feed, "feed_revoked", actor)


def tell(feed: CalendarFeed, action: str, actor: Actor) -> None:
    held = actor.roles_on(Place(council_id=feed.council_id or 0)) if feed.council_id else frozenset[Role]()
    role = next((role for role in KEEPERS if role in held), "")
    audit.record(feed, action, actor, role=role, audience="council")
