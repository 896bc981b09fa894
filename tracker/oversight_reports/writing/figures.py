"""Figures under the names of the agencies that reported them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tracker.oversight_reports.sources import Source
from tracker.oversight_reports.writing.lines import reported_by
from tracker.oversight_reports.writing.paragraphs import Block, block

NOBODY_NAMED = "Theo báo cáo, nguồn không nêu cơ quan:"


def by_reporter(sources: Iterable[Source]) -> list[Block]:
    """Theo báo cáo của Sở Công Thương: …; agencies in the order in which they first gave a figure."""
    told: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for source in sources:
        told[source.reporters].append(source.line)
    return [block(lead(names), lines) for names, lines in told.items()]


def lead(names: tuple[str, ...]) -> str:
    words = reported_by(names)
    return f"{words[:1].upper()}{words[1:]}:" if names else NOBODY_NAMED
