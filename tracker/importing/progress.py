"""How far the work on a file has come. It stands in a small file beside the uploads: the rows are written in one
transaction, of which nobody sees anything before its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tracker.attachments import storage
from tracker.importing import queries
from tracker.importing.models import ImportRun

FOLDER = "progress"
KEPT = 100
EVERY = 250
"""Things done between two notes."""
T = TypeVar("T")


def of(run: ImportRun) -> int:
    """Percent of what the job at work has to do; 100 where none is at work any more."""
    if not queries.is_at_work(run):
        return 0 if queries.is_begun(run) else 100
    try:
        return int(place(run.id).read_text())
    except (FileNotFoundError, ValueError):
        return 0


def forget(run_id: int) -> None:
    """Nothing has been done yet of what is to be done now."""
    place(run_id).unlink(missing_ok=True)


def note(run_id: int, percent: int) -> None:
    """In one step, so that nobody finds the file empty."""
    new = place(run_id).with_suffix(".new")
    new.write_text(str(percent))
    new.replace(place(run_id))


def begin(run_id: int) -> None:
    """At nought, whoever has worked on it before. What was noted of much earlier imports is swept away."""
    folder = place(run_id).parent
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        if file.stem.isdigit() and int(file.stem) < run_id - KEPT:
            file.unlink(missing_ok=True)
    note(run_id, 0)


def place(run_id: int) -> Path:
    return storage.current().folder / FOLDER / str(run_id)


@dataclass(frozen=True)
class Stretch:
    """A part of the work, from so many percent to so many."""

    run_id: int
    first: int
    last: int

    def along(self, things: Iterable[T], many: int) -> Iterator[T]:
        """These things, each of which is done when the next one is asked for."""
        for done, thing in enumerate(things):
            if done % EVERY == 0:
                note(self.run_id, self.first + (self.last - self.first) * done // max(many, 1))
            yield thing

    def parted(self, many: int, others: int) -> tuple[Stretch, Stretch]:
        """One stretch for so many things, and one for those that follow."""
        middle = self.first + (self.last - self.first) * many // max(many + others, 1)
        return Stretch(self.run_id, self.first, middle), Stretch(self.run_id, middle, self.last)
