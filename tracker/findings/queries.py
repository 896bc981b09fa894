"""Reading findings."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.delegations.models import Delegation
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.findings.models import Finding


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own, drafts only their author, the secretary, the heads and the office;
    an agency reads findings that were sent to it."""
    drafts = or_(
        Finding.author_id == actor.id,
        within(Finding.delegation_id, actor.delegations_as(Role.HEAD, Role.DEPUTY_HEAD, Role.SECRETARY)),
        within(Finding.council_id, actor.councils_as(Role.OFFICE)),
    )
    condition = and_(council_side_of(Finding, actor), or_(Finding.state != "draft", drafts))
    if actor.agency_ids:
        sent = and_(within(Finding.agency_id, actor.agency_ids), Finding.sent_to_agency_at.is_not(None))
        condition = or_(condition, sent)
    return condition


def all_settled(delegation: Delegation) -> bool:
    """No finding of the delegation is still open; somebody's unsent note does not count."""
    waiting = ("submitted", "awaiting_agency")
    return not db.session.scalar(
        select(exists().where(Finding.delegation_id == delegation.id, Finding.state.in_(waiting)))
    )
