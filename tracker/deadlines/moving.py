"""Which running deadlines a change would move, and moving them: each with an event, and a notice to those concerned."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tracker.accounts import access
from tracker.accounts.actor import Actor, Place
from tracker.accounts.people import holders
from tracker.accounts.roles import Role
from tracker.audit import service as audit
from tracker.calendar import rules
from tracker.calendar.computed import Computed
from tracker.deadlines.changes import Change, role_of
from tracker.deadlines.registry import SOURCES, Difference, Source
from tracker.extensions import db
from tracker.notifications import service as notifications
from tracker.workflow import engine

ACTION = "deadline_moved"


@dataclass(frozen=True)
class Move:
    """One running deadline that would move."""

    source: Source
    record: Any
    old: date
    """The day that people were told."""
    computed: Computed

    @property
    def new(self) -> date:
        return self.computed.ends_on

    @property
    def mark(self) -> str:
        return f"{self.source.kind}:{self.record.id}:{self.source.name}:{self.old}:{self.new}"


def planned(difference: Difference) -> list[Move]:
    """Every running deadline that the change would move, by kind and number."""
    found = [move for source in SOURCES.values() for move in moves_of(source, difference)]
    return sorted(found, key=lambda move: (move.source.kind, move.record.id, move.source.name))


def moves_of(source: Source, difference: Difference) -> Iterator[Move]:
    """A date that does not rest on what changes stays, whatever the record says."""
    for record in source.running(difference):
        before = source.computed(record, difference.before)
        after = source.computed(record, difference.after)
        if before is None or after is None or before.ends_on == after.ends_on:
            continue
        old = source.told(record) if source.told else before.ends_on
        if old is not None and old != after.ends_on:
            yield Move(source, record, old, after)


def fingerprint(change: Change, moves: Sequence[Move]) -> str:
    """Names what somebody has seen: the same change, moving the same deadlines from and to the same days."""
    told = "\n".join([*change.words, change.reason, *(move.mark for move in moves)])
    return hashlib.sha256(told.encode()).hexdigest()[:40]


def carry_out(change: Change, actor: Actor, moves: Sequence[Move] | None = None) -> Any:
    """Write the change and move what it moves. Gives the record that was written; the caller commits."""
    found = planned(change.difference) if moves is None else moves
    written = change.write()
    rules.forget()
    known = cache(holders)
    for move in found:
        carry_out_one(move, actor, change.reason, known)
    db.session.flush()
    return written


def carry_out_one(move: Move, actor: Actor, reason: str, known: Callable[[Role, Place], Sequence[int]]) -> None:
    record, name = move.record, move.source.name
    if move.source.store is not None:
        move.source.store(record, move.computed)
        engine.touch(record, actor)
        db.session.flush()
    state = engine.state_of(record)
    event = audit.record(
        record,
        ACTION,
        actor,
        role=role_of(actor),
        before={name: move.old.isoformat()},
        after={name: move.new.isoformat()},
        reason=reason,
        audience=engine.audience(state),
        agency_id=getattr(record, "event_agency_id", None),
    )
    place = access.place_of(record)
    notifications.queue(event, {person for role in state.waits_for for person in known(role, place)})
