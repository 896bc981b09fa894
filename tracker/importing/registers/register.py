"""A register as data: columns with the headings that offices give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tracker.core.i18n import Words, in_both
from tracker.core.text import fold

IGNORED = "ignored"
"""A column that is not taken in, such as the running number."""
NOTE = "note"
"""A column that has no place among ours: its words are kept beside the record, under its own heading."""
RUNNING_NUMBERS = ("stt", "tt", "so tt", "so thu tu", "no")
OF_OURS = ("loi", "error", "errors")
"""The column that an error workbook adds."""


@dataclass(frozen=True)
class Column:
    """`headings`: by which it is known, folded; `kind`: text, date, tick or choice; `choices`: the words of a choice."""

    name: str
    label: Words
    headings: tuple[str, ...]
    kind: str = "text"
    required: bool = False
    longest: int = 20_000
    example: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    width: int = 18


def ticked(name: str, label: Words, headings: tuple[str, ...]) -> Column:
    """A narrow column that is ticked or empty."""
    return Column(name, label, headings, kind="tick", width=10)


@dataclass(frozen=True)
class Register:
    """`notes`: may columns without a place be kept as notes? `together`: of each of these sets one column must be there."""

    name: str
    columns: tuple[Column, ...]
    together: tuple[tuple[str, ...], ...] = ()
    notes: bool = False
    by_name: Mapping[str, Column] = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @cached_property
    def nothing(self) -> dict[str, Any]:
        """Column → what a row says that leaves it empty: no day, no tick, no words."""
        empty = {"date": None, "tick": False}
        return {column.name: empty.get(column.kind, "") for column in self.columns}

    @cached_property
    def headings(self) -> dict[str, str]:
        """Folded heading → name of the column. Templates are handed out in either language."""
        known = dict.fromkeys((*RUNNING_NUMBERS, *OF_OURS), IGNORED)
        for column in self.columns:
            known |= dict.fromkeys(map(fold, (*in_both(column.label), *column.headings)), column.name)
        return known
