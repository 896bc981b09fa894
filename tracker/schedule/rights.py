"""Who may compare how often agencies are called, and where a session that calls one often is warned of."""

from __future__ import annotations

from tracker.accounts import access
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_WIDE, Role
from tracker.delegations.models import Delegation

READS_ALL = (*COUNCIL_WIDE, Role.LEADER)
"""Who reads every session of the council, and so may compare agencies by their numbers."""


def may_compare(actor: Actor) -> bool:
    return bool(actor.roles & set(READS_ALL))


def may_be_told(delegation: Delegation, actor: Actor) -> bool:
    """Those who compare, and whoever plans the delegation's sessions."""
    return bool(access.roles_on(actor, delegation) & {*READS_ALL, Role.SECRETARY, Role.HEAD, Role.DEPUTY_HEAD})
