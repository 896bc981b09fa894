"""What several kinds share: who reads what, sorting, origins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import select

from tracker.accounts.access import roles_on
from tracker.accounts.actor import Actor
from tracker.accounts.models import User
from tracker.accounts.roles import COUNCIL_SIDE, OF_AGENCY
from tracker.api.lists import Key, Order
from tracker.api.resources import Case, Rule
from tracker.api.shows import Seen, Shown, computed
from tracker.delegations import service as delegations
from tracker.extensions import db
from tracker.workflow.definition import Workflow


def council_side(record: Any, actor: Actor) -> bool:
    """Does this person sit on the Council's side of the record?"""
    return bool(roles_on(actor, record) & set(COUNCIL_SIDE))


def begins(workflow: Workflow) -> Rule:
    """A new record of this kind is entered under a delegation, by whoever may."""

    def require(case: Case) -> None:
        delegations.require_begin(workflow, case.parents["delegation"], case.actor)

    return require


def people_in(*columns: str) -> Callable[[Sequence[Any]], Sequence[User]]:
    """The people whose ids stand in these columns, loaded together."""

    def load(records: Sequence[Any]) -> Sequence[User]:
        ids = {getattr(record, column) for record in records for column in columns} - {None}
        return db.session.scalars(select(User).where(User.id.in_(sorted(ids)))).all() if ids else ()

    return load


def person(name: str, column: str, *, to: Seen | None = None) -> Shown:
    """The name of whoever did something; see `people_in`."""

    def value(record: Any, _actor: Actor) -> str | None:
        id = getattr(record, column)
        user = db.session.get(User, id) if id else None
        return user.full_name if user else None

    return computed(name, "text", value, to=to)


def agency_side(record: Any, actor: Actor) -> bool:
    """Does this person work for the agency whose record it is?"""
    return bool(roles_on(actor, record) & set(OF_AGENCY))


def standing_in(record: Any, _actor: Actor) -> dict[str, Any] | None:
    """Who sent it in whose place, by which paper; null where the leader did."""
    naming = record.stand_in
    if naming is None:
        return None
    return {
        "id": naming.id,
        "user": naming.user.full_name,
        "on_behalf_of": naming.principal.full_name,
        "document_number": naming.document_number,
        "document_date": naming.document_date,
    }


STAND_IN = computed("stand_in", "object", standing_in)
INSIDE = (
    computed("ready_at", "moment", lambda draft, _actor: draft.ready_at, to=agency_side),
    person("ready_by", "ready_by_id", to=agency_side),
    computed("back_note", "text", lambda draft, _actor: draft.back_note, to=agency_side),
    person("back_by", "back_by_id", to=agency_side),
)
"""What became of a draft inside its agency; to others it is not there."""


def order_by(model: Any, *names: str) -> Order:
    """Sorted by these columns and then by id; `-name` the other way round."""
    keys = [(name.removeprefix("-"), name.startswith("-")) for name in (*names, "id")]
    return tuple(Key(getattr(model, name), attrgetter(name), descending) for name, descending in keys)
