"""How much a paper holds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from tracker.core.errors import DomainError
from tracker.core.i18n import _
from tracker.core.numbers import format_vi

MOST = 2_000
"""Rows of a paper; who needs more takes the sheet."""
T = TypeVar("T")


def held(rows: Iterable[T]) -> list[T]:
    """All of them; DomainError where there are more than a paper holds."""
    found = list(islice(rows, MOST + 1))
    if len(found) > MOST:
        raise DomainError(too_long())
    return found


def too_long() -> str:
    most = format_vi(Decimal(MOST))
    return _("Bản Word, PDF có nhiều nhất %(most)s dòng. Hãy lọc hẹp lại, hoặc tải tệp Excel.", most=most)
