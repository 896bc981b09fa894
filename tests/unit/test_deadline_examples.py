"""Worked examples of counting, in a table: around Tết, swapped days, 30/4, 2/9 and the year's end, both ways.

`counted_to` is where counting ends; `ends_on` is the day shown. The days are those of tracker/calendar/days.csv.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tracker.calendar import service
from tracker.calendar.basis import by_rule
from tracker.calendar.computed import Rule
from tracker.calendar.days import WorkingDays

TABLE = Path(__file__).with_name("deadline_examples.csv")
OURS = WorkingDays(entry.special for entry in service.read(service.FILE))


def examples() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def rule_of(row: dict[str, str]) -> Rule:
    direction = "forward" if row["direction"] == "forward" else "backward"
    return Rule("any", "L2015", int(row["days"]), row["unit"], direction, date(2016, 7, 1))  # type: ignore[arg-type]


@pytest.mark.parametrize("row", examples(), ids=lambda row: "-".join(row.values()))
def test_each_example_comes_out(row: dict[str, str]) -> None:
    computed = by_rule(rule_of(row), date.fromisoformat(row["start"]), OURS)
    assert (computed.raw_end.isoformat(), computed.ends_on.isoformat()) == (row["counted_to"], row["ends_on"])


def test_the_table_covers_both_ways_both_units_and_every_year() -> None:
    rows = examples()
    assert len(rows) >= 120
    kinds = Counter((row["direction"], row["unit"]) for row in rows)
    assert min(kinds.values()) >= 10
    assert len(kinds) == 4
    assert {row["start"][:4] for row in rows} == {"2024", "2025", "2026", "2027"}
    assert sum(row["counted_to"] != row["ends_on"] for row in rows) >= 50, "where counting ends on a rest day"
    backward = [row for row in rows if row["direction"] == "backward"]
    assert all(row["ends_on"] <= row["counted_to"] for row in backward), "never forward"
