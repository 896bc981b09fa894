"""What several kinds share: who reads what, sorting, origins."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from tracker.accounts.access import roles_on
from tracker.accounts.actor import Actor
from tracker.accounts.roles import COUNCIL_SIDE
from tracker.api.lists import Key, Order


def council_side(record: Any, actor: Actor) -> bool:
    """Does this person sit on the Council's side of the record?"""
    return bool(roles_on(actor, record) & set(COUNCIL_SIDE))


def order_by(model: Any, *names: str) -> Order:
    """Sorted by these columns and then by id; `-name` the other way round."""
    keys = [(name.removeprefix("-"), name.startswith("-")) for name in (*names, "id")]
    return tuple(Key(getattr(model, name), attrgetter(name), descending) for name, descending in keys)
