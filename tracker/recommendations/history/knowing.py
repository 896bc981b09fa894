"""Standing at a past moment: the clock and the calendar as they were then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tracker.calendar.as_known import known_at
from tracker.core import clock


@contextmanager
def as_known(moment: datetime | None) -> Iterator[None]:
    """Inside, it is that moment; None: now."""
    if moment is None:
        yield
        return
    with clock.standing_at(moment), known_at(moment):
        yield
