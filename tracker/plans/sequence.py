"""Do the planned days stand in an order that can be? A warning, never a block."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from tracker.core.dates import format_vi
from tracker.core.i18n import _
from tracker.plans.counting import Line

CHAINS = (("send_plan", "reports_due"), ("send_programme", "work", "end", "report", "conclude"))
"""What comes after what in domain.md 2.1; an agency may be visited before its report is due."""


def cautions(lines: Sequence[Line], days: Sequence[date | None]) -> dict[int, str]:
    """By place, a sentence for each step that is planned before the one which it follows."""
    found: dict[int, str] = {}
    for chain in CHAINS:
        places = [place for key in chain for place, line in enumerate(lines) if line.key == key]
        dated = [(place, day) for place in places if (day := days[place]) is not None]
        for (earlier, before), (later, day) in pairwise(dated):
            if day < before:
                found[later] = _(
                    "“%(step)s” ngày %(day)s trước “%(earlier)s” ngày %(before)s; kiểm tra lại.",
                    step=lines[later].label,
                    day=format_vi(day),
                    earlier=lines[earlier].label,
                    before=format_vi(before),
                )
    return found
