"""What the frozen words of reports say about a series: numbers that are missing, numbers that a later version changed."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.comparing.flags import Gap
from tracker.comparing.readings import Reading
from tracker.extensions import db
from tracker.outlines.models import OutlineFigure, OutlineItem
from tracker.reporting import wording
from tracker.requests.models import AgencyReport, ReportRequest
from tracker.requests.queries import report_visible


@dataclass(frozen=True)
class Line:
    """A line of an outline's table: how often it asks, and whether it must be answered."""

    each: str
    required: bool


def reports_of(ids: Collection[int], actor: Actor) -> Sequence[Any]:
    """Every version of every report of these delegations with its words; by request and version."""
    query = select(
        AgencyReport.id,
        AgencyReport.request_id,
        AgencyReport.delegation_id,
        AgencyReport.agency_id,
        AgencyReport.version,
        AgencyReport.issued_on,
        AgencyReport.content,
    ).where(within(AgencyReport.delegation_id, ids), report_visible(actor))
    return db.session.execute(query.order_by(AgencyReport.request_id, AgencyReport.version)).all()


def lines_of(ids: Collection[int]) -> dict[int, Line]:
    """The lines asked for by the requests of these delegations, by origin; the newest version of the outline counts."""
    outlines = select(ReportRequest.outline_id).where(within(ReportRequest.delegation_id, ids))
    query = (
        select(OutlineFigure.id, OutlineFigure.origin_id, OutlineFigure.each, OutlineItem.required)
        .join(OutlineItem, OutlineItem.id == OutlineFigure.item_id)
        .where(OutlineItem.outline_id.in_(outlines))
        .order_by(OutlineItem.outline_id, OutlineFigure.id)
    )
    return {row.origin_id or row.id: Line(row.each, row.required) for row in db.session.execute(query)}


def newest(reports: Sequence[Any]) -> list[Any]:
    """The last version of each."""
    return list({report.request_id: report for report in reports}.values())


def has_holes(report: Any) -> bool:
    """Does its table anywhere hold no number?"""
    return any(cell["value"] is None for entry in report.content for cell in entry["figures"])


def gaps(report: Any, lines: Mapping[int, Line]) -> Iterator[Gap]:
    """What this report does not give: asked for each year or quarter, or left out with a word on why."""
    for entry in report.content:
        empty: dict[int, list[dict[str, Any]]] = {}
        for cell in entry["figures"]:
            if cell["value"] is None:
                empty.setdefault(cell["line"], []).append(cell)
        for line, cells in empty.items():
            if found := gap(report, entry, lines.get(line, Line("", required=False)), cells):
                yield found


def gap(report: Any, entry: Mapping[str, Any], line: Line, cells: Sequence[Mapping[str, Any]]) -> Gap | None:
    """One line of the table; silent cells count before those for which the agency says why."""
    silent = [cell for cell in cells if not cell["note"] and line.each and has_ended(cell["period"], report.issued_on)]
    noted = [cell for cell in cells if cell["note"] and (line.each or line.required)]
    missing = silent or noted
    if not missing:
        return None
    first = missing[0]
    return Gap(
        request_id=report.request_id,
        line=first["line"],
        item=entry["item"],
        report_id=report.id,
        agency_id=report.agency_id,
        indicator=first["indicator"],
        unit=first["unit"],
        series=series_key(first["indicator"], first["unit"]),
        periods=tuple(cell["period"] for cell in missing),
        page=entry["path"],
        note="" if silent else "; ".join(dict.fromkeys(cell["note"] for cell in noted)),
    )


@lru_cache(maxsize=5000)
def series_key(indicator: str, unit: str) -> str:
    return wording.series_key(indicator, unit)


def has_ended(period: str, on: date) -> bool:
    """Was the period over on that day? What lies ahead is not missing. `period` as `Period.key` spells it."""
    if period == "now":
        return True
    year, _dash, rest = period.partition("-")
    if len(rest) == 1:
        month = int(rest) * 3
        return date(int(year), month, calendar.monthrange(int(year), month)[1]) <= on
    return date(int(rest or year), 12, 31) <= on


def changed_later(reports: Sequence[Any], current: Mapping[int, Reading]) -> Iterator[Reading]:
    """The numbers of earlier versions that the last version of the report gives otherwise."""
    last = {report.request_id: report.id for report in reports}
    for report in reports:
        if report.id != last[report.request_id]:
            for entry in report.content:
                yield from (
                    earlier_number(cell, report.id, current[cell["figure_id"]])
                    for cell in entry["figures"]
                    if cell["value"] is not None
                    and cell["figure_id"] in current
                    and Decimal(cell["value"]) != current[cell["figure_id"]].value
                )


def earlier_number(cell: Mapping[str, Any], report_id: int, now: Reading) -> Reading:
    return replace(
        now, value=Decimal(cell["value"]), qualifier=cell["qualifier"], source_id=report_id, version_of=report_id
    )
