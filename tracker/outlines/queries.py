"""Reading outlines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.access import KINDS
from tracker.accounts.actor import Actor
from tracker.audit import queries as audit
from tracker.core.errors import NotFound
from tracker.delegations.models import Delegation
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.outlines.models import Outline, OutlineItem

MOVED_ON = "outline_changed"
"""The event of a request that goes on by a newer version."""


def visible(actor: Actor) -> ColumnElement[bool]:
    """The Council's side reads its own; an agency every version that was ever sent to it."""
    condition = council_side_of(Outline, actor)
    if actor.agency_ids:
        request = KINDS["report_request"]
        asked = select(request.model.id).where(request.visible(actor))
        now = select(request.model.outline_id).where(request.visible(actor))
        condition = or_(condition, Outline.id.in_(now), Outline.id.in_(asked_before(asked)))
    return condition


def asked_before(request_ids: Select[Any]) -> Select[Any]:
    """The versions by which these requests were asked before they moved on to a newer one; their history says which."""
    return audit.numbers_before("report_request", request_ids, MOVED_ON, "outline_id")


def get(id: int, actor: Actor) -> Outline:
    """The outline with its whole tree; NotFound as `access.find`."""
    found: Outline | None = db.session.scalar(with_tree().where(Outline.id == id, visible(actor)))
    if found is None:
        raise NotFound
    return found


def item(id: int, actor: Actor) -> OutlineItem:
    """One item, if its outline may be read."""
    outline_id = db.session.scalar(select(OutlineItem.outline_id).where(OutlineItem.id == id))
    if outline_id is None:
        raise NotFound
    return next(item for item in get(outline_id, actor).items if item.id == id)


def of_delegation(delegation_id: int, actor: Actor) -> Sequence[Outline]:
    """The versions of a delegation's outline, newest first."""
    query = select(Outline).where(Outline.delegation_id == delegation_id, visible(actor))
    return db.session.scalars(query.order_by(Outline.number.desc())).all()


def latest(delegation_id: int) -> Outline | None:
    """The newest version, whoever asks, with its tree."""
    query = with_tree().where(Outline.delegation_id == delegation_id)
    newest: Outline | None = db.session.scalar(query.order_by(Outline.number.desc()).limit(1))
    return newest


def with_tree() -> Select[Any]:
    return select(Outline).options(
        joinedload(Outline.delegation).selectinload(Delegation.agencies),
        selectinload(Outline.items).selectinload(OutlineItem.figures),
    )
