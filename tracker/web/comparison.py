"""The answers of all agencies to the same items of the outline, beside each other (F14)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from tracker.comparing import answers, flags, looking
from tracker.comparing.answers import Cell, Row
from tracker.core.i18n import _
from tracker.core.rows import row_number
from tracker.delegations.models import Delegation
from tracker.reporting import wording
from tracker.web import kit
from tracker.web.kit import me

pages = Blueprint("comparison", __name__, url_prefix="/delegations/<int:id>/comparison")


def of_council(id: int) -> Delegation:
    """The delegation, for the Council's side alone."""
    return looking.of_council(id, me())


@pages.route("")
def show(id: int) -> Response:
    """One top-level item of the outline at a time: `?item=` is its identity across versions."""
    delegation = of_council(id)
    found = answers.compare(delegation, me(), request.args.get("item", type=row_number))
    place = found.parts.index(found.chosen) if found.chosen else 0
    return kit.show(
        "comparison/show.html",
        delegation=delegation,
        parts=[
            {
                "label": f"{part.path}. {part.text}" if part.path else part.text,
                "url": url_for(".show", id=id, item=part.origin),
                "is_chosen": part is found.chosen,
            }
            for part in found.parts
        ],
        place=place,
        items=[
            {"path": item.path, "level": item.level, "text": item.text, "rows": [told(row, id) for row in item.rows]}
            for item in found.items
        ],
    )


def told(row: Row, delegation_id: int) -> dict[str, Any]:
    report = row.report
    return {
        "agency": row.agency,
        "standing": row.standing,
        "report": _("báo cáo %(number)s", number=report.number) if report else "",
        "issued_on": report.issued_on if report else None,
        "url": kit.url_of("report", report.id) if report and "report" in kit.PAGES else None,
        "text": row.text,
        "lines": lines(row.cells, delegation_id),
    }


def lines(cells: tuple[Cell, ...], delegation_id: int) -> list[dict[str, Any]]:
    """The numbers of an answer, those of one indicator in one line; a series is there once a number has been given."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for cell in cells:
        slug = flags.slug(wording.series_key(*cell.series))
        line = found.setdefault(
            (*cell.series, cell.scope),
            {
                "indicator": cell.indicator,
                "scope": cell.scope,
                "url": None,
                "numbers": [],
            },
        )
        if cell.amount:
            line["url"] = url_for("indicators.show", id=delegation_id, series=slug)
        line["numbers"].append({"period": cell.period, "amount": cell.amount, "note": cell.note})
    return list(found.values())
