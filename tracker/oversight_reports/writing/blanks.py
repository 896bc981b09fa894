"""Dots in the official document where the draft says in words that something is not known (domain.md 2.4)."""

from __future__ import annotations

import re

from tracker.oversight_reports.paper import DOTS
from tracker.oversight_reports.writing.lines import BESIDE, TERM, UNKNOWN
from tracker.oversight_reports.writing.opening import CONTENT, FOUNDED, GROUNDS, HEAD, PERIOD, SCOPE

LABELS = "|".join(map(re.escape, (HEAD, SCOPE, CONTENT, PERIOD)))
BLANK = re.compile(
    rf"(^{GROUNDS}: {FOUNDED}: |^- (?:(?:{LABELS}): )?|; {TERM}: )"
    rf"[{UNKNOWN[0].upper()}{UNKNOWN[0]}]{UNKNOWN[1:]}(?=[.:;]| \[| \({BESIDE}: |$)",
    re.MULTILINE,
)


def dotted(text: str) -> str:
    """Only where a fact would stand: the same words inside somebody's sentence stay."""
    return BLANK.sub(rf"\1{DOTS}", text)
