"""The indicators of a delegation: what was reported, what was only asked for, other units, what earlier ones were told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.accounts.actor import Actor
from tracker.comparing import flags, queries, telling
from tracker.comparing.queries import Seen
from tracker.comparing.readings import Reading
from tracker.core.text import fold
from tracker.delegations.models import Delegation
from tracker.extensions import db

MOST_EARLIER = 200
"""So many readings of earlier delegations are told, the newest first."""


@dataclass(frozen=True)
class Series:
    """An indicator in one unit; `agencies` and `figures` are counts, 0 where it was only asked for."""

    key: str
    indicator: str
    unit: str
    agencies: int = 0
    figures: int = 0
    other_units: tuple[Series, ...] = ()
    """The same indicator in other units; nothing is converted."""

    @property
    def slug(self) -> str:
        """Its name in an address."""
        return flags.slug(self.key)


def of_delegation(delegation: Delegation, actor: Actor) -> list[Series]:
    """What was reported, then what was only asked for; other units of the same name are pointed out."""
    found = {
        row.series_key: Series(row.series_key, row.indicator, row.unit, row.agencies, row.figures)
        for row in queries.series_of(delegation.id, actor)
    }
    for key, (indicator, unit) in queries.asked_series(delegation.id, actor).items():
        found.setdefault(key, Series(key, indicator, unit))
    same: dict[str, list[Series]] = defaultdict(list)
    for about in found.values():
        same[fold(about.indicator)].append(about)
    return [with_units(about, same[fold(about.indicator)]) for about in found.values()]


def with_units(about: Series, same: Sequence[Series]) -> Series:
    others = tuple(other for other in same if other.unit != about.unit)
    return Series(about.key, about.indicator, about.unit, about.agencies, about.figures, others)


def named(own: Sequence[Reading], seen: Sequence[Seen]) -> tuple[str, str]:
    """(indicator, unit) as the delegation's own figures write them, or its flags."""
    if own:
        return own[0].indicator, own[0].unit
    return telling.indicator(seen[0].flag)


def reported_in_other_units(delegation: Delegation, indicator: str, unit: str, actor: Actor) -> list[Series]:
    """The same indicator as it was reported in another unit."""
    return [
        Series(row.series_key, row.indicator, row.unit, row.agencies, row.figures)
        for row in queries.series_of(delegation.id, actor)
        if fold(row.indicator) == fold(indicator) and row.unit != unit
    ]


def newest(earlier: Iterable[Reading]) -> list[Reading]:
    """What earlier delegations were told, newest first."""
    return sorted(earlier, key=lambda item: (item.period.order, item.id), reverse=True)


def delegation_codes(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    rows = db.session.execute(select(Delegation.id, Delegation.code).where(Delegation.id.in_(sorted(ids))))
    return {row[0]: row[1] for row in rows}
