"""The example's reports: one outline to two agencies, one report in time, one late and returned once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.demo.stage import Stage, on
from tracker.outlines import service as outlines
from tracker.requests import answering, service
from tracker.requests.models import Answer, ReportRequest

ASKED_ON = "2026-03-09"


def load(stage: Stage) -> None:
    """Write the outline, send it, and let each agency answer on its days."""
    with on(ASKED_ON, 10):
        secretary = stage.who("thuky")
        answers = {"title": f"Đề cương báo cáo {stage.delegation.title}", "text": stage.told["outline"]}
        outlines.create(answers, secretary, delegation=stage.delegation)
        letter = {"letter_number": "03/ĐGS-VP", "sent_on": date.fromisoformat(ASKED_ON), "due_on": date(2026, 3, 20)}
        ids = [stage.agency(about["agency"]).id for about in stage.told["reports"]]
        sent = service.send_to_all({**letter, "agency_ids": ids}, secretary, delegation=stage.delegation)
    for request, about in zip(sent, stage.told["reports"], strict=True):
        report(stage, request, about)


def report(stage: Stage, request: ReportRequest, about: dict[str, Any]) -> None:
    with on(about["sent_on"], 14):
        for told in about["answers"]:
            answer(stage, request, told, about["officer"])
        hand_in(stage, request, about, about["sent_on"], about["number"], late_reason=about.get("late_reason"))
    if "returned_on" in about:
        supplement(stage, request, about)
    with on(about["accepted_on"]):
        stage.step(request, "accept", "thuky")


def supplement(stage: Stage, request: ReportRequest, about: dict[str, Any]) -> None:
    with on(about["returned_on"]):
        item = found(request, about["return_item"]).item
        note, due_on = about["return_note"], date(2026, 3, 30)
        stage.step(request, "return", "thuky", items=[str(item.origin)], note=note, due_on=due_on)
    with on(about["supplemented_on"]):
        for told in about["supplement"]:
            answer(stage, request, told, about["officer"])
        hand_in(stage, request, about, about["supplemented_on"], about["supplement_number"])


def answer(stage: Stage, request: ReportRequest, told: dict[str, Any], by: str) -> None:
    item = found(request, told["item"])
    given: dict[str, Any] = {"text": told["text"]}
    if "values" in told:
        places = [(line.id, period.key) for line in item.item.figures for period in line.cells]
        blank = [""] * len(places)
        given["cells"] = [
            {
                "line_id": line_id,
                "period": period,
                "value": Decimal(value) if value else None,
                "qualifier": qualifier or "exactly",
                "note": note,
            }
            for (line_id, period), value, qualifier, note in zip(
                places, told["values"], told.get("qualifiers", blank), told.get("notes", blank), strict=True
            )
        ]
    answering.save(item, given, stage.who(by))


def found(request: ReportRequest, words: str) -> Answer:
    return next(answer for answer in request.answers if words in answer.item.text)


def hand_in(
    stage: Stage,
    request: ReportRequest,
    about: dict[str, Any],
    day: str,
    number: str,
    *,
    late_reason: str | None = None,
) -> None:
    stage.step(
        request,
        "submit",
        about["leader"],
        number=number,
        issued_on=date.fromisoformat(day),
        signer=about["signer"],
        late_reason=late_reason or "",
        files=stage.paper(f"Báo cáo {number.replace('/', ' ')}.pdf", about["leader"]),
    )
