"""How many delegations there are to tell of, of which council, begun when, with how many recommendations each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

CITY_SHARE = 12
"""A city's council issues twelve times as many recommendations a year as a commune's (domain.md section 5)."""
RECOMMENDATIONS = {True: (5, 15), False: (3, 7)}
"""From – to for one delegation, of the city and of a commune."""
UNTIL_CONCLUDED = 100
"""Days a delegation needs before it drafts recommendations."""
AHEAD = 30
"""Days from now for which delegations are being prepared."""
NOTHING_RECOMMENDED = 0.02
SHOWN = 3
"""So many delegations with, and without, recommendations are given to the example accounts."""


@dataclass
class Outline:
    """One delegation: `council` counts from 0, the city."""

    council: int
    start: date
    recommendations: int
    is_shown: bool = False


def outlines(*, recommendations: int, councils: int, years: int, today: date, seed: int) -> list[Outline]:
    """All delegations, oldest first, with exactly so many recommendations in all."""
    lot = Random(f"outline {seed}")  # noqa: S311 - nothing here is secret
    shares = split(recommendations, councils)
    first = today - timedelta(days=round(365.25 * years))
    found = [
        outline
        for council, share in enumerate(shares)
        for outline in of_council(lot, council, share, first=first, today=today)
    ]
    found.sort(key=lambda outline: (outline.start, outline.council))
    show(found, today)
    return found


def split(recommendations: int, councils: int) -> list[int]:
    """The city's share first."""
    each = recommendations // (CITY_SHARE + councils - 1)
    others = [each] * (councils - 1)
    return [recommendations - sum(others), *others]


def of_council(lot: Random, council: int, share: int, *, first: date, today: date) -> Iterator[Outline]:
    """Delegations old enough to have recommended something, then the young ones in the same proportion."""
    counts = list(portions(lot, share, *RECOMMENDATIONS[council == 0]))
    old = (today - first).days - UNTIL_CONCLUDED
    for count in counts:
        yield Outline(council, first + timedelta(days=lot.randrange(old)), count)
        if lot.random() < NOTHING_RECOMMENDED:
            yield Outline(council, first + timedelta(days=lot.randrange(old)), 0)
    for _ in range(1 + len(counts) * (UNTIL_CONCLUDED + AHEAD) // old):
        yield Outline(council, today + timedelta(days=lot.randint(-UNTIL_CONCLUDED, AHEAD)), 0)


def portions(lot: Random, whole: int, low: int, high: int) -> Iterator[int]:
    """Numbers between low and high that add up to the whole; the last may be smaller."""
    while whole > 0:
        count = min(whole, lot.randint(low, high))
        whole -= count
        yield count


def show(found: list[Outline], today: date) -> None:
    """The newest of the city that are done with their work, and those that are about to begin it."""
    begun = [outline for outline in found if outline.council == 0 and outline.start < today - timedelta(days=14)]
    concluded = [
        outline for outline in begun if outline.recommendations and outline.start < today - timedelta(days=200)
    ]
    for chosen in (concluded[-SHOWN:], [outline for outline in begun if not outline.recommendations][-SHOWN:]):
        for outline in chosen:
            outline.is_shown = True
