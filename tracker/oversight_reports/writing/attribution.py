"""Whose report the words of a text speak of, so that each figure is told as the claim of who reported it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tracker.core.text import fold
from tracker.oversight_reports.writing.lines import REPORTED, reported_by

REPORT = fold(REPORTED)
SENTENCE_END = re.compile(r"[.;?!] ")


def named_last(words: str, agencies: Iterable[str]) -> frozenset[str]:
    """The agencies whose report these words, up to a figure, speak of last.

    "Theo báo cáo của Sở Công Thương, đã có " and "Sở Công Thương báo cáo " name one; "kinh phí do Sở Công Thương chi là "
    and a sentence that has ended name none.
    """
    before, report, after = f" {fold(SENTENCE_END.split(words)[-1])} ".rpartition(f" {REPORT} ")
    if not report:
        return frozenset()
    return within(f" {after}", agencies) or frozenset(name for name in agencies if before.endswith(f" {fold(name)}"))


def names_next(words: str, reporters: Iterable[str]) -> bool:
    """Do the words that follow a figure begin with whose report it is? ", theo báo cáo của Sở Công Thương."""
    claim = fold(reported_by(tuple(reporters)))
    return f"{fold(words)} ".startswith(f"{claim} ")


def within(folded: str, agencies: Iterable[str]) -> frozenset[str]:
    """The agencies named; of names that hold one another the longest."""
    found = set()
    for name in sorted(set(agencies), key=len, reverse=True):
        words = f" {fold(name)} "
        if words in folded:
            found.add(name)
            folded = folded.replace(words, "  ")
    return frozenset(found)
