"""/report-requests, /answers, /reports: who is asked by when, what is being written, what was sent."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.filters import by_id, by_state, by_words
from tracker.api.kinds.common import INSIDE, STAND_IN, begins, order_by
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import columns, computed, named
from tracker.outlines.models import OutlineItem
from tracker.requests import answering, content, forms, queries, service, sums
from tracker.requests.models import AgencyReport, Answer, AnswerFigure, ReportRequest
from tracker.requests.workflow import REQUEST

REQUESTS = resources.add(
    Resource(
        kind="report_request",
        parents=(("delegation_id", "delegation"),),
        shows=(
            *columns(ReportRequest, "delegation_id"),
            named("delegation", "delegation.code"),
            *columns(ReportRequest, "agency_id agency_name round outline_id due_on letter_number sent_on received_at"),
            *columns(ReportRequest, "supplement_due_on supplement_note closing_reason answered_in_id"),
            *INSIDE,
            computed("supplement_items", "ids", lambda request, _actor: list(request.supplement_items)),
            computed("overdue", "boolean", lambda request, _actor: queries.is_late(request)),
            computed("differs_from_delegation", "boolean", lambda request, _actor: queries.differs(request)),
            computed("report_ids", "ids", lambda request, _actor: [report.id for report in request.reports]),
        ),
        create=Writing(
            forms.RequestForm,
            lambda case, answers: service.create(answers, case.actor, delegation=case.parents["delegation"]),
            about=lambda case: {"delegation": case.parents["delegation"]},
            require=begins(REQUEST),
        ),
        edit=Writing(
            forms.DueForm,
            lambda case, answers: service.change_due(case.record, answers, case.actor),
            initial=lambda case: {"due_on": case.record.due_on},
            require=lambda case: service.require_keeping(case.record, case.actor),
        ),
        filters=(
            by_id("delegation", ReportRequest.delegation_id),
            by_id("agency", ReportRequest.agency_id),
            by_id("outline", ReportRequest.outline_id),
            by_state(ReportRequest, REQUEST),
        ),
        sorts=(("due", order_by(ReportRequest, "due_on")),),
        load=(joinedload(ReportRequest.delegation), selectinload(ReportRequest.reports)),
    )
)


def cells(answer: Answer, _actor: Actor) -> list[dict[str, Any]]:
    """Every cell of the item's table, filled or not, in the shape in which it is sent back."""
    return [
        {
            "line_id": line.id,
            "indicator": line.indicator,
            "unit": line.unit,
            "depth": line.depth,
            "period": period.key,
            "period_label": period.words,
            "qualifier": cell.qualifier if cell is not None else "exactly",
            "value": format(cell.value, "f") if cell is not None and cell.value is not None else None,
            "note": cell.note if cell is not None else "",
            "figure_id": cell.figure_id if cell is not None else None,
        }
        for line, period, cell in content.cells(answer)
    ]


def differences(answer: Answer, _actor: Actor) -> list[str]:
    """Wholes that their parts do not make, one sentence each."""
    return [difference.sentence for difference in sums.differences(answer)]


def cells_asked_no_more(answer: Answer, _actor: Actor) -> list[dict[str, Any]]:
    """What was typed for lines and periods that the outline has no more."""
    return [content.told(*cell) for cell in content.gone_cells(answer)]


def sent(case: Case, answers: dict[str, Any]) -> dict[str, Any]:
    """Of the answers, those that were sent; cells that are not named stay."""
    names = {"text", "cells", "files", "drop_files"} & set(case.names)
    return {name: value for name, value in answers.items() if name in names}


ANSWERS = resources.add(
    Resource(
        kind="answer",
        shows=(
            *columns(Answer, "request_id item_id"),
            named("item_text", "item.text"),
            *columns(Answer, "text"),
            computed("complete", "boolean", lambda answer, _actor: content.is_complete(answer)),
            computed("cells", "objects", cells),
            computed("differences", "texts", differences),
            computed("asked", "boolean", lambda answer, _actor: content.is_asked(answer)),
            computed("cells_asked_no_more", "objects", cells_asked_no_more),
        ),
        edit=Writing(
            forms.AnswerForm,
            lambda case, answers: answering.save(case.record, sent(case, answers), case.actor),
            about=lambda case: {"answer": case.record},
            require=lambda case: answering.require_answering(case.record.request, case.actor),
        ),
        filters=(by_id("request", Answer.request_id), by_id("item", Answer.item_id)),
        load=(
            joinedload(Answer.request).joinedload(ReportRequest.delegation),
            joinedload(Answer.request).selectinload(ReportRequest.reports),
            joinedload(Answer.item).selectinload(OutlineItem.figures),
            selectinload(Answer.figures).joinedload(AnswerFigure.line),
        ),
        threads=False,
        files=True,
        code=lambda answer: f"{answer.request.code}/{answer.item_id}",
    )
)

REPORTS = resources.add(
    Resource(
        kind="report",
        shows=(
            *columns(AgencyReport, "request_id delegation_id"),
            named("delegation", "delegation.code"),
            *columns(AgencyReport, "agency_id"),
            named("agency", "request.agency_name"),
            computed("report_version", "integer", lambda report, _actor: report.version),
            *columns(AgencyReport, "number issued_on signer authorisation received_on was_due_on late_reason on_paper"),
            STAND_IN,
            *columns(AgencyReport, "accepted_at"),
            computed("content", "objects", lambda report, _actor: report.content),
        ),
        filters=(
            by_id("request", AgencyReport.request_id),
            by_id("delegation", AgencyReport.delegation_id),
            by_id("agency", AgencyReport.agency_id),
            by_words("report", AgencyReport),
        ),
        load=(joinedload(AgencyReport.delegation), joinedload(AgencyReport.request)),
        files=True,
    )
)
