"""An outline sent to agencies, and the reports that they send back, for tests that compare them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from tests.cast import Cast
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.delegations.models import Delegation
from tracker.outlines import service as outlines
from tracker.outlines.models import Outline
from tracker.requests import answering, content, service
from tracker.requests.effects import items_to_pick
from tracker.requests.models import AgencyReport, ReportRequest
from tracker.workflow import engine

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OUTLINE = """I. Tình hình thu hút đầu tư
1. Kết quả thu hút
Số dự án thu hút\tdự án\ttừng năm 2023 - 2025
2. Đánh giá chung
II. Khó khăn, vướng mắc
"""
DUE = date(2026, 7, 15)

Numbers = Mapping[tuple[str, str], str | Decimal | None]
"""By (indicator, period key): a number, or a word on why there is none."""


def outline(cast: Cast, text: str = OUTLINE, *, delegation: Delegation | None = None) -> Outline:
    facts = {"title": "Đề cương báo cáo", "text": text}
    return outlines.create(facts, cast.secretary, delegation=delegation or cast.delegation)


def asked(cast: Cast, *keys: str, delegation: Delegation | None = None) -> list[ReportRequest]:
    """The outline goes out to these agencies."""
    answers = {
        "agency_ids": [cast.agencies[key].id for key in keys],
        "due_on": DUE,
        "letter_number": "31/ĐGS-VP",
        "sent_on": date(2026, 6, 10),
    }
    return service.send_to_all(answers, cast.office, delegation=delegation or cast.delegation)


def write(cast: Cast, request: ReportRequest, key: str, texts: Sequence[str], numbers: Numbers) -> None:
    """The agency answers: `texts` to the items in reading order, `numbers` wherever they are asked for."""
    given = [*texts, *[""] * len(request.answers)]
    for (_node, answer), text in zip(content.answers_by_node(request), given, strict=False):
        assert answer is not None
        cells = [
            {"line_id": line.id, "period": period.key, **typed(numbers.get((line.indicator, period.key)))}
            for line, period, _cell in content.cells(answer)
        ]
        answering.save(answer, {"text": text, "cells": cells}, cast.actor(f"officer_{key}"))


def typed(number: str | Decimal | None) -> dict[str, object]:
    if isinstance(number, Decimal):
        return {"value": number, "qualifier": "exactly", "note": ""}
    return {"value": None, "note": number or ""}


def sent(cast: Cast, request: ReportRequest, key: str, number: str = "12/BC") -> AgencyReport:
    answers = {
        "number": number,
        "issued_on": date(2026, 6, 12),
        "signer": "Nguyễn Văn Mẫu",
        "files": [signed(cast, key)],
        "confirmed": True,
    }
    engine.perform(request, "submit", cast.actor(f"leader_{key}"), answers)
    return request.reports[-1]


def signed(cast: Cast, key: str) -> Attachment:
    return attachments.store(io.BytesIO(PDF), "bao-cao.pdf", cast.users[f"leader_{key}"].id, cast.council.id)


def reported(
    cast: Cast, request: ReportRequest, key: str, numbers: Numbers, texts: Sequence[str] = (), number: str = "12/BC"
) -> AgencyReport:
    """An agency's report with these numbers, sent."""
    said = [*texts, *["Đã thực hiện"] * len(request.answers)][: len(request.answers)]
    write(cast, request, key, said, numbers)
    return sent(cast, request, key, number)


def projects(**values: str | None) -> Numbers:
    """projects(y2023="10", y2024=None) of the outline's own indicator."""
    return {
        ("Số dự án thu hút", name.removeprefix("y").replace("_", "-")): Decimal(value) if value else None
        for name, value in values.items()
    }


def returned(cast: Cast, request: ReportRequest) -> None:
    """The report goes back to be supplemented."""
    items = [value for value, _words in items_to_pick(request)]
    answers = {"items": items, "note": "Rà soát lại số liệu", "due_on": date(2026, 6, 30)}
    engine.perform(request, "return", cast.secretary, answers)
