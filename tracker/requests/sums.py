"""Wholes and their parts in the table of an answer: a difference is told to whoever types, and never stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.core.i18n import _
from tracker.core.numbers import format_vi
from tracker.outlines.models import OutlineFigure
from tracker.outlines.parts import wholes
from tracker.reporting import checks, wording
from tracker.reporting.checks import Sum
from tracker.reporting.periods import Period
from tracker.requests import content
from tracker.requests.models import Answer, AnswerFigure, ReportRequest

Cell = AnswerFigure


@dataclass(frozen=True)
class Typed:
    """A cell with a number, with the columns of the figure that it will be."""

    value: Decimal
    qualifier: str
    unit: str
    period_kind: str
    period_from: int | None
    period_to: int | None
    quarter: int | None


@dataclass(frozen=True)
class Difference:
    """A whole that its parts do not make. `key` names its cell as forms do; `sentence` says by how much."""

    key: str
    line: OutlineFigure
    period: Period
    sentence: str
    note: str


def differences(answer: Answer) -> list[Difference]:
    """Only exact numbers are added up, and only where every part has one."""
    found = []
    for line, period, cell, parts in rows(answer):
        total = added(line, period, cell, parts)
        if cell is not None and total is not None and not total.holds:
            said = told(line, period, total)
            found.append(Difference(f"{line.id}:{period.key}", line, period, said, cell.note))
    return found


def of_request(request: ReportRequest) -> list[str]:
    """All of them, each with the number of its item."""
    return [
        _("Mục %(path)s: %(sentence)s", path=node.path, sentence=difference.sentence)
        for node, answer in content.answers_by_node(request)
        if answer is not None
        for difference in differences(answer)
    ]


def cells(answer: Answer) -> list[tuple[Cell, list[Cell | None]]]:
    """Each cell of a whole, with those of its parts for the same period."""
    return [(cell, [part for _line, part in parts]) for _line, _period, cell, parts in rows(answer) if cell is not None]


def rows(answer: Answer) -> list[tuple[OutlineFigure, Period, Cell | None, list[tuple[OutlineFigure, Cell | None]]]]:
    given = {(cell.line_id, cell.period): cell for cell in answer.figures}
    return [
        (line, period, given.get((line.id, period.key)), [(part, given.get((part.id, period.key))) for part in parts])
        for line, parts in wholes(answer.item.figures, lambda line: line.depth)
        for period in line.cells
    ]


def added(
    line: OutlineFigure, period: Period, cell: Cell | None, parts: list[tuple[OutlineFigure, Cell | None]]
) -> Sum | None:
    whole, made_of = typed(line, period, cell), [typed(part, period, one) for part, one in parts]
    if whole is None or None in made_of:
        return None
    return checks.added_up(whole, tuple(made_of))


def typed(line: OutlineFigure, period: Period, cell: Cell | None) -> Typed | None:
    if cell is None or cell.value is None:
        return None
    facts: dict[str, Any] = period.facts
    return Typed(value=cell.value, qualifier=cell.qualifier, unit=line.unit, **facts)


def told(line: OutlineFigure, period: Period, total: Sum) -> str:
    """“Tổng vốn đầu tư”, năm 2023: các phần cộng lại 10,51 + 7,85 = 18,36 tỷ USD, lệch 0,27 tỷ USD so với 18,09 tỷ USD."""
    return _(
        "“%(name)s”, %(period)s: các phần cộng lại %(addition)s = %(added)s, %(gap)s so với %(total)s.",
        name=line.indicator,
        period=period.words,
        addition=" + ".join(format_vi(part.value) for part in total.parts),
        added=wording.measured(total.added, line.unit),
        gap=total.gap,
        total=wording.measured(total.total.value, line.unit),
    )
