"""The agency's own rule: whether its leader may send what they wrote themselves. Its leader sets it, or the office."""

from __future__ import annotations

from tracker.accounts.access import place_of
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.core.errors import Forbidden
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.workflow import engine


def may_set_rule(agency: Agency, actor: Actor) -> bool:
    """Whoever only stands in for the leader does not loosen what binds them."""
    at = place_of(agency)
    return actor.leads(at) or Role.OFFICE in actor.roles_on(at)


def require_may_set_rule(agency: Agency, actor: Actor) -> None:
    if not may_set_rule(agency, actor):
        raise Forbidden


def set_rule(agency: Agency, actor: Actor, *, leader_sends_own: bool) -> None:
    require_may_set_rule(agency, actor)
    earlier = audit.snapshot(agency)
    agency.leader_sends_own = leader_sends_own
    before, after = audit.difference(earlier, agency)
    if not after:
        return
    engine.touch(agency, actor)
    db.session.flush()
    role = Role.AGENCY_LEADER if actor.leads(place_of(agency)) else Role.OFFICE
    audit.record(agency, "edited", actor, role=role, before=before, after=after)
