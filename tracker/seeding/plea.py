"""One recommendation while its story is told: by the delegation, then by each agency."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.seeding.journal import Subject
from tracker.seeding.places import Bureau


@dataclass
class Plea:
    id: int
    code: str
    subject: Subject
    text: str
    bureaus: list[Bureau]
    drafted: date
    due_on: date | None = None
    row: dict[str, Any] = field(default_factory=dict)
    conditions: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    """What it is found by besides its text."""
