"""Figures as they are compared: light rows of one series, without what only a page needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.core.text import fold
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.reporting.models import Figure, FigureAgency, FigurePart
from tracker.reporting.periods import Period
from tracker.reporting.queries import visible

COLUMNS = (
    Figure.id,
    Figure.code,
    Figure.delegation_id,
    Delegation.established_on,
    Figure.series_key,
    Figure.indicator,
    Figure.unit,
    Figure.qualifier,
    Figure.value,
    Figure.period_kind,
    Figure.period_from,
    Figure.period_to,
    Figure.quarter,
    Figure.scope,
    Figure.source_kind,
    Figure.source_id,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of one or several agencies; `version_of` is the earlier version of the report that gave it."""

    id: int
    code: str
    delegation_id: int
    established_on: date | None
    series: str
    indicator: str
    unit: str
    qualifier: str
    value: Decimal
    period: Period
    scope: str
    source_kind: str
    source_id: int | None
    agencies: tuple[int, ...]
    is_total: bool = False
    """Are parts declared that it should be the sum of?"""
    version_of: int | None = None

    @property
    def about(self) -> tuple[str, Period]:
        """Two readings are of the same thing when scope and period are the same."""
        return folded(self.scope), self.period

    @property
    def is_exact(self) -> bool:
        return self.qualifier == "exactly"

    @property
    def as_value(self) -> str:
        """The number as a note keeps it: which figure, from which version, how much."""
        version = f"@{self.version_of}" if self.version_of else ""
        return f"{self.id}{version}={self.qualifier} {self.value.normalize():f}"


@lru_cache(maxsize=5000)
def folded(words: str) -> str:
    return fold(words)


def of_delegations(ids: Collection[int], actor: Actor, keys: Collection[str] | None = None) -> list[Reading]:
    """Readings of these delegations, of these series or of all, and what the same agencies reported of the same series
    anywhere else, as far as this person may read it."""
    own = within(Figure.delegation_id, ids)
    if keys is not None:
        series = Figure.series_key.in_(sorted(keys))
    else:
        series = Figure.series_key.in_(select(Figure.series_key).where(own))
    councils = select(Delegation.council_id).where(within(Delegation.id, ids))
    reporters = select(FigureAgency.agency_id).join(Figure, Figure.id == FigureAgency.figure_id).where(own)
    elsewhere = and_(
        Figure.council_id.in_(councils),
        Figure.id.in_(select(FigureAgency.figure_id).where(FigureAgency.agency_id.in_(reporters))),
    )
    return read(and_(series, or_(own, elsewhere)), actor)


def of_series(delegation: Delegation, key: str, actor: Actor) -> list[Reading]:
    """All that the council has of one series, whoever reported it."""
    return read(and_(Figure.council_id == delegation.council_id, Figure.series_key == key), actor)


def read(condition: ColumnElement[bool], actor: Actor) -> list[Reading]:
    """One question to the database, a row for each figure and agency; what a later report took back does not count."""
    query = (
        select(*COLUMNS, FigureAgency.agency_id, exists().where(FigurePart.total_id == Figure.id).label("is_total"))
        .join(Delegation, Delegation.id == Figure.delegation_id)
        .outerjoin(FigureAgency, FigureAgency.figure_id == Figure.id)
        .where(condition, Figure.superseded.is_(False), visible(actor))
        .order_by(Figure.id, FigureAgency.id)
    )
    return [
        reading(rows[0], tuple(row.agency_id for row in rows if row.agency_id))
        for rows in (list(group) for _id, group in groupby(db.session.execute(query), key=lambda row: row.id))
    ]


def reading(row: Any, agencies: tuple[int, ...]) -> Reading:
    return Reading(
        id=row.id,
        code=row.code,
        delegation_id=row.delegation_id,
        established_on=row.established_on,
        series=row.series_key,
        indicator=row.indicator,
        unit=row.unit,
        qualifier=row.qualifier,
        value=row.value,
        period=period_of(row),
        scope=row.scope,
        source_kind=row.source_kind,
        source_id=row.source_id,
        agencies=agencies,
        is_total=row.is_total,
    )


def period_of(row: Any) -> Period:
    """The same period is written in one way only, so that two of them can be compared."""
    last = row.period_to if row.period_kind == "span" else None
    return Period(row.period_kind, row.period_from, last, row.quarter)


def by_series(readings: Sequence[Reading]) -> Mapping[str, list[Reading]]:
    found: dict[str, list[Reading]] = defaultdict(list)
    for item in readings:
        found[item.series].append(item)
    return found


def is_earlier(item: Reading, delegation_id: int, established_on: date | None) -> bool:
    """Does it come from a delegation that was set up before this one? Without both dates, by the order of entering."""
    if item.established_on and established_on and item.established_on != established_on:
        return item.established_on < established_on
    return item.delegation_id < delegation_id
