"""The events of all records, told record by record and written in the order of time.

They are kept in files meanwhile, one for each month, so that a hundred thousand records need no more memory than one.
"""

from __future__ import annotations

import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from tracker.audit.models import AuditEvent
from tracker.core.bulk import Packed, Shape, encoded
from tracker.seeding.cast import Person
from tracker.seeding.writing import BATCH, Writer

COLUMNS = (
    "id", "at", "actor_id", "actor_name", "role",
    "council_id", "subject_kind", "subject_id", "subject_code", "thread_kind", "thread_id", "agency_id",
    "action", "before", "after", "reason", "audience", "request_id", "address",
)  # fmt: skip
Facts = dict[str, Any]
Told = tuple[datetime, int, Packed]


class Subject(NamedTuple):
    """The record an event is about, and the record on whose page it is read."""

    council_id: int
    kind: str
    id: int
    code: str
    thread_kind: str
    thread_id: int
    agency_id: int | None = None


class Journal:
    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.shape = Shape(AuditEvent.__table__, writer.connection, COLUMNS)
        self.folder = tempfile.TemporaryDirectory(prefix="tracker-seed-")
        self.months: dict[tuple[int, int], list[Told]] = defaultdict(list)
        self.told = 0
        self.held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.folder.cleanup()

    def tell(
        self,
        at: datetime,
        who: Person,
        role: str,
        subject: Subject,
        action: str,
        *,
        before: Facts | None = None,
        after: Facts | None = None,
        reason: str = "",
        audience: str = "all",
    ) -> None:
        """One event, as audit.service.record() writes it."""
        self.told += 1
        row = (
            who.id,
            who.name,
            role,
            *subject,
            action,
            encoded(before) if before else None,
            encoded(after) if after else None,
            reason,
            audience,
            "",
            "",
        )
        self.months[at.year, at.month].append((at, self.told, row))
        self.held += 1
        if self.held >= BATCH:
            self.put_away()

    def put_away(self) -> None:
        for (year, month), events in self.months.items():
            with (Path(self.folder.name) / f"{year}-{month:02}").open("ab") as file:
                pickle.dump(events, file, protocol=pickle.HIGHEST_PROTOCOL)
        self.months.clear()
        self.held = 0

    def write(self) -> None:
        """Write everything that has been told, oldest first: the ids are the sequence."""
        self.put_away()
        for file in sorted(Path(self.folder.name).iterdir()):
            told = sorted(self.read(file), key=itemgetter(0, 1))
            for start in range(0, len(told), BATCH):
                rows = [self.numbered(at, row) for at, _number, row in told[start : start + BATCH]]
                self.writer.send(self.shape, rows)

    def numbered(self, at: datetime, row: Packed) -> Packed:
        return (self.writer.take("audit_event"), self.shape.moment(at), *row)

    def read(self, path: Path) -> Iterator[Told]:
        with path.open("rb") as file:
            while file.peek(1):
                yield from pickle.load(file)  # noqa: S301 - our own file, written a moment ago
