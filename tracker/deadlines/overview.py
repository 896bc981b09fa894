"""Every date that the law, the plan or a document sets for a delegation and its records, as one reader may know them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.accounts.actor import Actor
from tracker.calendar import rules
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.core import clock
from tracker.deadlines.registry import SOURCES, Source


@dataclass(frozen=True)
class Due:
    """One deadline of one record. `days_left`: working days, negative when late; None once nobody waits for it."""

    source: Source
    record: Any
    computed: Computed
    ends_on: date
    """The day that counts: the one the record keeps, else the one computed now."""
    done_on: date | None
    is_open: bool
    days_left: int | None
    handed_in_on: date | None = None
    """Sent, and waiting for a verdict."""

    @property
    def written_on(self) -> date:
        """The day as a document names it; where a rule gives the day, the day that counts."""
        return self.ends_on if self.computed.rule else self.computed.raw_end

    @property
    def is_late(self) -> bool:
        """Was it done after its day, or has the day passed while it is still waited for?"""
        day = self.done_on or self.handed_in_on
        if day is not None:
            return day > self.ends_on
        return self.days_left is not None and self.days_left < 0

    @property
    def is_kept(self) -> bool:
        """Does the record keep another day than the one computed now?"""
        return self.ends_on != self.computed.ends_on


def of_delegation(delegation: Any, actor: Actor) -> list[Due]:
    """In the order of their days; the reader's rights are those of each kind of record."""
    basis = rules.basis()
    found = [due for source in SOURCES.values() for due in of_source(source, delegation, actor, basis)]
    return sorted(found, key=lambda due: (due.ends_on, due.source.kind, due.record.id))


def of_source(source: Source, delegation: Any, actor: Actor, basis: Basis) -> Iterator[Due]:
    for record in source.of_delegation(delegation, actor):
        computed = source.computed(record, basis)
        if computed is not None:
            told = source.told(record) if source.told else None
            yield due_of(source, record, computed, told or computed.ends_on, basis)


def due_of(source: Source, record: Any, computed: Computed, ends_on: date, basis: Basis) -> Due:
    done_on = source.done_on(record)
    is_open = done_on is None and source.is_open(record)
    handed_in_on = source.handed_in_on(record) if is_open else None
    in_time = handed_in_on is not None and handed_in_on <= ends_on
    return Due(
        source=source,
        record=record,
        computed=computed,
        ends_on=ends_on,
        done_on=done_on,
        is_open=is_open,
        days_left=left(ends_on, basis) if is_open and not in_time else None,
        handed_in_on=handed_in_on,
    )


def left(ends_on: date, basis: Basis) -> int:
    """Working days left; on a rest day after the last one it is late although no working day has passed yet."""
    today = clock.today()
    number = basis.days.count(today, ends_on)
    return min(number, -1) if ends_on < today else number
