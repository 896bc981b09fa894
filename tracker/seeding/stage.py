"""What every story needs at hand while it is told: lots, rows, events, words, numbers in series."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tracker.seeding.cast import Person
from tracker.seeding.chance import Chance
from tracker.seeding.entries import Index
from tracker.seeding.journal import Journal, Subject
from tracker.seeding.names import UNITS
from tracker.seeding.places import Bureau, Seat
from tracker.seeding.topics import Topic
from tracker.seeding.writing import Writer


@dataclass
class Stage:
    chance: Chance
    writer: Writer
    journal: Journal
    index: Index
    series: Counter[str] = field(default_factory=Counter)
    papers: Counter[str] = field(default_factory=Counter)
    """How many papers each office has signed in each year."""
    council_sessions: dict[tuple[int, date], int] = field(default_factory=dict)
    """(council, day of opening) → id."""

    @cached_property
    def yesterday(self) -> date:
        """The last working day that is past."""
        return self.chance.calendar.last_before(self.chance.today)

    def say(self, sentence: str, case: Case, **more: Any) -> str:
        """A sentence of phrases.py with the words of this delegation's topic and council."""
        chance, topic = self.chance, case.topic
        return sentence.format(
            work=chance.pick(topic.works),
            fault=chance.pick(topic.faults),
            result=chance.pick(topic.results),
            where=self.where(case),
            **more,
        )

    def where(self, case: Case) -> str:
        """One of the city's wards and communes, or the council's own."""
        return self.chance.pick(UNITS) if case.seat.is_city else case.seat.unit

    def number(self, name: str) -> int:
        """The next number of a series, as core.sequences.take() gives it."""
        self.series[name] += 1
        return self.series[name]

    def paper(self, day: date, sign: str) -> str:
        """The number of a paper: `37/BC-HĐND`."""
        name = f"{day.year}/{sign}"
        self.papers[name] += 1
        return f"{self.papers[name]}/{sign}"

    def keep_series(self) -> None:
        """Let the rooms go on counting after these records."""
        for name, last in self.series.items():
            self.writer.waiting["series"].append({"name": name, "last": last})


@dataclass
class Case:
    """One delegation while its story is told: who and what belong to it, and how far it has come."""

    id: int
    code: str
    seat: Seat
    topic: Topic
    start: date
    supervised: list[Bureau]
    participating: list[Bureau]
    head: Person
    secretary: Person
    members: list[Person]
    follower: Person
    subject: Subject
    state: str = "draft"
    days: dict[str, date] = field(default_factory=dict)
    """When each step was taken, or will be."""
    papers: dict[str, tuple[int, str]] = field(default_factory=dict)
    """The id and number of the document of each step that is past."""
    sessions: list[date] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)
    """What the Council's side asked for, and findings: what recommendations come from."""
    figures: list[int] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)
    taken_up: list[tuple[Subject, date]] = field(default_factory=list)
    """Proposals that a policy is to answer, and since when."""
    issued: bool = False

    @property
    def place(self) -> str:
        return self.seat.unit

    @property
    def bureaus(self) -> list[Bureau]:
        return [*self.supervised, *self.participating]


def marks(at: datetime, by: Person | None, last: datetime | None = None, version: int = 1) -> dict[str, Any]:
    """The columns that every record shares."""
    return {
        "created_at": at,
        "created_by_id": by.id if by else None,
        "updated_at": last or at,
        "updated_by_id": by.id if by else None,
        "row_version": version,
    }
