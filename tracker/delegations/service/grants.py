"""Which accounts work on a delegation; apart from the list of members, and never printed."""

from __future__ import annotations

from datetime import date

from tracker.accounts.actor import Actor
from tracker.accounts.models import Membership, User
from tracker.accounts.roles import OF_DELEGATION, Role
from tracker.administration import queries as accounts
from tracker.administration import service as administration
from tracker.core.errors import Forbidden, Invalid
from tracker.core.i18n import _
from tracker.delegations.models import Delegation


def grant(
    delegation: Delegation,
    user: User,
    role: Role,
    actor: Actor,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Membership:
    """Let an account work on the delegation. Administrators give every role of a delegation; the council's office
    those of secretary and member, to people of the Council's side."""
    if role not in OF_DELEGATION:
        raise Invalid({"role": [_("Vai trò này không phải là vai trò trong đoàn.")]})
    if not administration.may_give(role, actor, delegation.council_id):
        raise Forbidden
    if not administration.is_keeper(actor) and user.id not in {
        person.id for person in accounts.of_council_side(delegation.council_id)
    }:
        raise Invalid({"user_id": [_("Tài khoản này chưa có vai trò nào ở Hội đồng. Hãy nhờ quản trị viên.")]})
    return administration.give_role(
        user,
        role,
        actor,
        council_id=delegation.council_id,
        delegation_id=delegation.id,
        valid_from=valid_from,
        valid_to=valid_to,
        place_name=delegation.code,
    )


def end_grant(delegation: Delegation, membership: Membership, actor: Actor, *, reason: str = "") -> None:
    administration.end_role(membership, actor, reason=reason, place_name=delegation.code)


def may_give_access(delegation: Delegation, actor: Actor) -> bool:
    return administration.may_give(Role.MEMBER, actor, delegation.council_id)


def require_giving_access(delegation: Delegation, actor: Actor) -> None:
    if not may_give_access(delegation, actor):
        raise Forbidden
