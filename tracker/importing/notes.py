"""What an old register says besides of a recommendation: [column or "", heading, words], a note each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tracker.importing.registers.recommendations import RECOMMENDATIONS
from tracker.recommendations.models import RESULT


def of_row(facts: Mapping[str, Any]) -> list[list[str]]:
    """All that is kept of a row, what the register says of the result first: a claim of the register, which the Council
    has never judged, so it is no verdict."""
    result = [[RESULT, "", facts["result"]]] if facts["result"] else []
    return [*result, *facts["notes"]]


def heading_of(note: Sequence[str]) -> str:
    """The register's own heading, or the name of the column where it is one of ours."""
    known = RECOMMENDATIONS.by_name.get(note[0])
    return str(known.label) if known else note[1]


def in_words(notes: Sequence[Sequence[str]]) -> list[str]:
    """A line each, as an event keeps them."""
    return [": ".join(filter(None, (heading_of(note), note[2]))) for note in notes]
