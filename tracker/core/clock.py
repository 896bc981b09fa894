"""The only clock. Everybody asks here what time it is; nobody asks the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

_file: Path | None = None
_last: datetime | None = None
"""What the file said last: somebody may be writing it just now."""
_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


class BadClock(ValueError):
    """The clock file does not hold an ISO date-time with offset."""


def use_file(path: str | Path | None) -> None:
    """From now on "now" is what this file says, read anew at every call; None goes back to the real time."""
    global _file, _last
    _file, _last = Path(path) if path else None, None


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Inside, it is that moment: for example records whose steps were taken on earlier days."""
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)


def now() -> datetime:
    """This moment, aware, in UTC."""
    if (standing := _standing.get()) is not None:
        return standing
    return datetime.now(UTC) if _file is None else from_file(_file)


def of_machine() -> datetime:
    """What the machine says, whatever "now" is: for leases, which measure how long something has lasted."""
    return datetime.now(UTC)


def today() -> date:
    """The date on a wall calendar in Viet Nam."""
    return now().astimezone(HANOI).date()


def local(moment: datetime) -> datetime:
    """The same moment as a wall clock in Viet Nam shows it."""
    return moment.astimezone(HANOI)


def from_file(path: Path) -> datetime:
    global _last  # noqa: PLW0603 - there is one clock
    try:
        _last = read(path)
    except (OSError, BadClock):
        if _last is None:
            raise
    return _last


def read(path: Path) -> datetime:
    text = path.read_text(encoding="utf-8").strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadClock(f"{path}: {text!r} is not an ISO date-time") from error
    if moment.tzinfo is None:
        raise BadClock(f"{path}: {text!r} needs an offset, for example +07:00")
    return moment.astimezone(UTC)
