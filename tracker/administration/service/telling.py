"""What every change of an account leaves behind: an event, and the end of its sign-ins."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from tracker.accounts.actor import Actor
from tracker.accounts.models import ApiToken, User
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core import clock
from tracker.core.errors import Forbidden
from tracker.extensions import db


def role_of(actor: Actor) -> Role:
    if actor.is_admin:
        return Role.ADMIN
    return Role.SYSTEM if Role.SYSTEM in actor.roles else Role.OFFICE


def tell(
    user: User,
    action: str,
    actor: Actor,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    giver: Role | None = None,
) -> None:
    db.session.flush()
    role = giver or ("" if actor.id == user.id and not actor.is_admin else role_of(actor))
    audit.record(user, action, actor, role=role, before=before, after=after, reason=reason)


def end_sessions(user: User) -> None:
    """Rights or password have changed: whoever is signed in as this person, by cookie or token, is so no longer."""
    user.epoch += 1
    db.session.flush()
    db.session.execute(
        update(ApiToken)
        .where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def require_keeper(actor: Actor) -> None:
    """Accounts are kept by administrators (and by the product's own commands)."""
    if not is_keeper(actor):
        raise Forbidden


def is_keeper(actor: Actor) -> bool:
    return actor.is_admin or Role.SYSTEM in actor.roles
