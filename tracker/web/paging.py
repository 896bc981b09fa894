"""Lists by pages: how many to a page, which page, and addresses that keep everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from tracker.core.rows import row_number

SIZES = (25, 50, 100)
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page:
    """What the pager macro draws. `rows` are those of this page."""

    rows: Sequence[Any]
    size: int
    number: int
    total: int
    has_next: bool

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def previous_url(self) -> str | None:
        return address(page=self.number - 1 if self.number > 2 else None) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return address(page=self.number + 1) if self.has_next else None


def number() -> int:
    return min(max(1, request.args.get("page", 1, type=row_number)), LAST_PAGE)


def size() -> int:
    asked = request.args.get("size", SIZES[0], type=row_number)
    return asked if asked in SIZES else SIZES[0]


def page(rows: Sequence[Any], total: int) -> Page:
    """A page of rows that were read with one more than fits, to know whether there is a next page."""
    fitting = size()
    return Page(rows=rows[:fitting], size=fitting, number=number(), total=total, has_next=len(rows) > fitting)


def address(**changes: Any) -> str:
    """This list's address with these arguments changed; None drops one, and a change of the filter goes to page 1."""
    asked = {name: value for name, value in request.args.items() if value}
    kept = {**asked, "lang": None, "page": None, **changes}
    query = urlencode([(name, value) for name, value in kept.items() if value is not None])
    return f"{request.path}?{query}" if query else request.path
