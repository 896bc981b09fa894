"""A request for a report while it is told: what is asked, how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tracker.reporting.periods import Period
from tracker.seeding.journal import Subject
from tracker.seeding.places import Bureau
from tracker.seeding.topics import Indicator


@dataclass
class Line:
    """A line of the table, and the numbers on which most agencies agree."""

    id: int
    indicator: Indicator
    scope: str
    values: list[tuple[Period, Decimal]]


@dataclass
class Item:
    id: int
    level: int
    path: str
    text: str
    required: bool
    is_asked: bool
    """Does it ask for an answer, and not only stand over others?"""
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Sent:
    """A version of the report: when it was sent, and until when it was due."""

    day: date
    at: datetime
    due: date


@dataclass
class Asking:
    """One request while it is told: the last state, when what happened, and the versions of the report."""

    bureau: Bureau
    subject: Subject
    due: date
    last: datetime
    state: str = "draft"
    facts: dict[str, Any] = field(default_factory=dict)
    version: int = 1
    sent: list[Sent] = field(default_factory=list)
