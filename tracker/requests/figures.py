"""The figures of a report become figures of the delegation when it is sent; a later version changes the same ones."""

from __future__ import annotations

from typing import Any

from tracker.accounts.actor import Actor
from tracker.accounts.roles import Role
from tracker.outlines.models import OutlineFigure
from tracker.reporting import reports
from tracker.reporting.periods import Period
from tracker.requests import content, sums
from tracker.requests.models import AgencyReport, Answer, AnswerFigure, ReportRequest


def settle(request: ReportRequest, report: AgencyReport, actor: Actor, role: Role) -> None:
    """Every number given is a figure, a whole with its parts; one that is given no more stays, and says so."""
    given: set[int] = set()
    answered = [(node, answer) for node, answer in content.answers_by_node(request) if answer is not None]
    for node, answer in answered:
        for line, period, cell in content.cells(answer):
            if cell is not None and cell.value is not None:
                facts = facts_of(line, period, cell, page=node.path, report=report)
                cell.figure = reports.put(cell.figure, facts, request.delegation, request.agency, actor, role)
                given.add(cell.figure.id)
    for _node, answer in answered:
        settle_parts(answer, actor, role)
    for answer in request.answers:
        for cell in answer.figures:
            if cell.figure is not None and cell.figure.id not in given:
                reports.supersede(cell.figure, actor, role)


def settle_parts(answer: Answer, actor: Actor, role: Role) -> None:
    """A whole with a number rests on its parts, once every one of them has a number, too."""
    for whole, parts in sums.cells(answer):
        if whole.figure is not None and whole.value is not None:
            made_of = [part.figure for part in parts if part is not None and part.value is not None]
            complete = len(made_of) == len(parts)
            found = [figure for figure in made_of if figure is not None] if complete else []
            reports.declare_parts(whole.figure, found, whole.note, actor, role)


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
