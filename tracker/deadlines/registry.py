"""The deadlines that the rooms above know of, handed down as data: one `Source` each.

To make one more kind of deadline known, its room registers a source when it is imported, and is named in
`tracker.ROOMS`. A report request that is due some days after it was sent, and keeps the day in a column, is

    registry.register(
        Source(
            name="due_ends_on",                                        # a column, or a word for the room's NAMES
            label=_l("Nộp báo cáo"),
            kind="report_request",
            running=lambda _difference: queries.unanswered(),          # a query bounded by state; never every row
            computed=lambda request, basis: basis.computed("supplement", request.delegation.ruleset, request.sent_on),
            of_delegation=queries.of_delegation,                       # what this reader may read
            done_on=lambda request: request.received_on,
            is_open=is_waiting,
            told=lambda request: request.due_ends_on,                  # left out when the date is not stored
            store=keep_due,                                            # (record, computed) → None
        )
    )

Then it stands on the delegation's page of deadlines, in every preview, and moves with an event of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tracker.accounts.actor import Actor
from tracker.calendar.basis import Basis
from tracker.calendar.computed import Computed
from tracker.calendar.days import written_otherwise
from tracker.core.i18n import Words


@dataclass(frozen=True)
class Difference:
    """Calendar and rules as they stand, and as they would stand."""

    before: Basis
    after: Basis

    @cached_property
    def written(self) -> list[date]:
        """Deadlines, as documents name them, that would count to another day: the only ones worth looking up."""
        return written_otherwise(self.before.days, self.after.days)


@dataclass(frozen=True)
class Source:
    """One kind of deadline.

    `running`: its records whose deadline is still open, as far as the difference can touch them. `computed`: the date
    of one record by a basis; None where it has none yet. `of_delegation`: the records of a delegation that have or had
    this deadline and that the reader may read. `done_on`: when it was met. `is_open`: is it still waited for?
    `handed_in_on`: when something was sent that now waits for a verdict; the clock stands still while it was in time.
    `told` and `store`: the date that the record keeps, and how it keeps another; both None when the date is computed
    at each reading, so that people know the one computed so far.
    """

    name: str
    label: Words
    kind: str
    running: Callable[[Difference], Iterable[Any]]
    computed: Callable[[Any, Basis], Computed | None]
    of_delegation: Callable[[Any, Actor], Sequence[Any]]
    done_on: Callable[[Any], date | None]
    is_open: Callable[[Any], bool]
    handed_in_on: Callable[[Any], date | None] = lambda _record: None
    told: Callable[[Any], date | None] | None = None
    store: Callable[[Any, Computed], None] | None = None


SOURCES: dict[tuple[str, str], Source] = {}


def register(source: Source) -> Source:
    SOURCES[source.kind, source.name] = source
    return source
