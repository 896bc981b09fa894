"""The kinds of records that an agency may leave open, handed up by the rooms that keep them.

A room registers one row when it is imported, and nothing else needs to know of it:

    handing.register(
        handing.Holding(
            kind="report_request",
            label=_l("Yêu cầu báo cáo"),
            rows=select(ReportRequest).where(ReportRequest.state.in_(OPEN)).order_by(ReportRequest.id),
            agency_id=ReportRequest.agency_id,
            tell=lambda request: Told(request.code, request.title, str(engine.state_of(request).label)),
            move=lambda request, handing: setattr(request, "agency_id", handing.heir.id) or "",
        )
    )

The page, the count in "My work", the event, the notices, the row that keeps the old name and the API follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

from tracker.accounts.actor import Actor
from tracker.core.i18n import Words
from tracker.organizations.models import Agency


@dataclass(frozen=True)
class Told:
    """One open record in words: its code, what it is about, and how far it has come."""

    code: str
    title: str
    detail: str


@dataclass(frozen=True)
class Handing:
    """One record changing hands. `since`: the day from which the heir answers."""

    old: Agency
    heir: Agency
    since: date
    actor: Actor


@dataclass(frozen=True)
class Holding:
    """One kind of record that is open at an agency.

    `rows`: all that are open, whichever agency holds them, in order; `agency_id`: the column that says whose one is;
    `move` puts the heir in the old agency's place, and says what else it brought about ("" when nothing). It may raise
    Impossible with a sentence before it has written anything; then the record stays where it is and is told of.
    `foresee` says beforehand what else handing the record to one of these heirs would bring about.
    """

    kind: str
    label: Words
    rows: Select[Any]
    agency_id: Any
    tell: Callable[[Any], Told]
    move: Callable[[Any, Handing], str]
    foresee: Callable[[Any, Sequence[Agency]], str] = lambda _record, _heirs: ""

    def at(self, agency_id: int) -> Select[Any]:
        """Those that are open at this agency."""
        return self.rows.where(self.agency_id == agency_id)


HOLDINGS: dict[str, Holding] = {}


def register(holding: Holding) -> Holding:
    HOLDINGS[holding.kind] = holding
    return holding
