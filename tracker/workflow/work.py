"""What somebody has to do, as the rooms report it for "My work"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Group = Literal["overdue", "returned", "soon", "todo", "waiting"]
SHOWN = 20
"""So many of one group are told by a room; the rest is counted."""
MOST = 1000
"""Counting stops here."""


@dataclass(frozen=True)
class WorkItem:
    """One thing to do. `step`: a step of the workflow of (kind, id); `form`: a page to write on; neither: open it."""

    kind: str
    id: int
    code: str
    title: str
    group: Group
    thread_kind: str
    thread_id: int
    due_on: date | None = None
    ends_on: date | None = None
    """The day at whose end it passes, where the record keeps it; else the calendar says it."""
    days_left: int | None = None
    original_due_on: date | None = None
    extensions: int = 0
    """The day first given, where `due_on` was moved, and how often."""
    why: str = ""
    action: str = ""
    step: str = ""
    form: str = ""
    """"update": report on this assignment; "measure": urge it; "edit": write on; "handover": what an agency leaves."""


@dataclass
class Work:
    """What one room has for a person: at most SHOWN a group, and how many there are in all."""

    items: list[WorkItem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    beside: int = 0
    """How many late tasks there are of agencies that co-operate in what is to be urged; a list of its own holds them."""

    def __iter__(self) -> Iterator[WorkItem]:
        return iter(self.items)

    def add(self, items: Iterable[WorkItem], total: int | None = None) -> None:
        """More of one group; `total` when there are more than these."""
        told = list(items)
        self.items.extend(told)
        for item in told:
            self.counts[item.group] = self.counts.get(item.group, 0) + 1
        if told and total is not None:
            self.counts[told[0].group] += max(total - len(told), 0)
