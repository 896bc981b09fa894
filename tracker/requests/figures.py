"""The figures of a report become figures of the delegation when it is sent; a later version changes the same ones."""

from __future__ import annotations

from typing import Any

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.outlines.models import OutlineFigure
from tracker.reporting import reports
from tracker.reporting.periods import Period
from tracker.requests import content
from tracker.requests.models import AgencyReport, AnswerFigure, ReportRequest


def settle(request: ReportRequest, report: AgencyReport, actor: Actor, role: Role) -> None:
    """Every number given is a figure; one that is given no more stays, and says so."""
    given: set[int] = set()
    for node, answer in content.answers_by_node(request):
        for line, period, cell in content.cells(answer) if answer is not None else ():
            if cell is not None and cell.value is not None:
                facts = facts_of(line, period, cell, page=node.path, report=report)
                cell.figure = reports.put(cell.figure, facts, request.delegation, request.agency, actor, role)
                given.add(cell.figure.id)
    for answer in request.answers:
        for cell in answer.figures:
            if cell.figure is not None and cell.figure.id not in given:
                reports.supersede(cell.figure, actor, role)


def facts_of(
    line: OutlineFigure, period: Period, cell: AnswerFigure, *, page: str, report: AgencyReport
) -> dict[str, Any]:
    return {
        "indicator": line.indicator,
        "unit": line.unit,
        "scope": line.scope,
        "qualifier": cell.qualifier,
        "value": cell.value,
        "source_kind": "report",
        "source_id": report.id,
        "source_page": page,
        "verbatim": cell.note,
        **period.facts,
    }
