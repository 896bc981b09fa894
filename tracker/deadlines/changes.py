"""A change of the calendar or of a rule, thought through and not yet made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.calendar import rules
from tracker.calendar.basis import Basis
from tracker.core.errors import Forbidden
from tracker.deadlines.registry import Difference
from tracker.extensions import db
from tracker.workflow import engine


@dataclass(frozen=True)
class Change:
    """`words`: what will be written, a line each. `write` writes it, with its events, and gives the record."""

    words: tuple[str, ...]
    after: Basis
    write: Callable[[], Any]
    reason: str = ""
    before: Basis = field(default_factory=rules.basis)

    @property
    def difference(self) -> Difference:
        return Difference(self.before, self.after)


def require_keeper(actor: Actor) -> None:
    """Calendar and rules are kept by administrators, and by the product's own commands (domain.md 6.2)."""
    if not is_keeper(actor):
        raise Forbidden


def is_keeper(actor: Actor) -> bool:
    return actor.is_admin or Role.SYSTEM in actor.roles


def role_of(actor: Actor) -> Role:
    return Role.ADMIN if actor.is_admin else Role.SYSTEM


def write_created(record: Any, actor: Actor, *, reason: str = "") -> None:
    record.created_by_id = record.updated_by_id = actor.id
    db.session.add(record)
    db.session.flush()
    audit.record(record, "created", actor, role=role_of(actor), after=audit.facts_of(record), reason=reason)


def write_changed(
    record: Any, earlier: dict[str, Any], actor: Actor, *, action: str = "edited", reason: str = ""
) -> None:
    """The event of what differs from the snapshot `earlier`; nothing when nothing does."""
    before, after = audit.difference(earlier, record)
    if not after:
        return
    engine.touch(record, actor)
    db.session.flush()
    audit.record(record, action, actor, role=role_of(actor), before=before, after=after, reason=reason)


def write_removed(record: Any, actor: Actor, *, reason: str = "") -> None:
    before = audit.facts_of(record)
    audit.record(record, "deleted", actor, role=role_of(actor), before=before, reason=reason)
    db.session.delete(record)
    db.session.flush()
