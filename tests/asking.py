"""Outlines, requests for reports and what agencies answer, told in steps that tests may start from."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.extensions import db
from tracker.outlines import service as outlines
from tracker.outlines.models import Outline, OutlineItem
from tracker.requests import answering, service
from tracker.requests.models import Answer, ReportRequest
from tracker.workflow import engine

DUE = date(2026, 6, 30)
OUTLINE = """I. Đặc điểm tình hình
II. Kết quả thực hiện
1. Thu hút đầu tư vào khu công nghiệp
Chỉ tiêu\tĐơn vị tính\tKỳ\tPhạm vi
Số dự án thu hút\tdự án\ttừng năm 2022 - 2024\tKCN, KKT
Tổng vốn đầu tư\ttỷ USD\t2021 - 2023\tKCN, KKT
2. Nhà ở cho người lao động
III. Kiến nghị, đề xuất (nếu có)"""
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def outline(people: Cast, text: str = OUTLINE, by: str = "secretary") -> Outline:
    answers = {"title": "Đề cương báo cáo về nhà ở cho người lao động", "text": text}
    return outlines.create(answers, people.actor(by), delegation=people.delegation)


def item(outline: Outline, words: str) -> OutlineItem:
    return next(item for item in outline.items if words in item.text)


def sent(people: Cast, key: str = "a", *, by: str = "secretary", due_on: date = DUE) -> ReportRequest:
    """A request to this agency by the newest outline, which is written where there is none."""
    if outlines.queries.latest(people.delegation.id) is None:
        outline(people)
    letter = {"letter_number": "31/ĐGS-VP", "sent_on": date(2026, 6, 15)}
    answers = {"agency_ids": [people.agencies[key].id], "due_on": due_on, **letter}
    return service.send_to_all(answers, people.actor(by), delegation=people.delegation)[0]


def answer_of(request: ReportRequest, words: str) -> Answer:
    return next(answer for answer in request.answers if words in answer.item.text)


def cells(answer: Answer, *values: str | None) -> list[dict[str, Any]]:
    """These values in the order of the item's cells."""
    places = [(line.id, period.key) for line in answer.item.figures for period in line.cells]
    return [
        {
            "line_id": line_id,
            "period": period,
            "value": Decimal(value) if value else None,
            "note": "" if value else "chưa tổng hợp",
        }
        for (line_id, period), value in zip(places, values, strict=True)
    ]


def answered(people: Cast, request: ReportRequest, key: str = "a", **changes: str) -> None:
    """Every item has words, and its table numbers."""
    by = people.actor(f"officer_{key}")
    for answer in request.answers:
        given: dict[str, Any] = {"text": changes.get("text", f"Đã thực hiện: {answer.item.text.lower()}")}
        if answer.item.figures:
            given["cells"] = cells(answer, "60", "70", "80", changes.get("capital", "18.09"))
        answering.save(answer, given, by)


def pdf(people: Cast, by: str = "leader_a", name: str = "bao-cao.pdf") -> Attachment:
    return attachments.store(io.BytesIO(PDF), name, people.users[by].id, people.council.id)


def papers(people: Cast, by: str = "leader_a", **changes: Any) -> dict[str, Any]:
    facts = {
        "number": "45/BC-BQL",
        "issued_on": date(2026, 6, 15),
        "signer": "Nguyễn Văn Mẫu",
        "files": [pdf(people, by)],
    }
    return facts | changes


def submitted(people: Cast, key: str = "a", **changes: Any) -> ReportRequest:
    """A report that agency `key`'s leader has sent."""
    request = sent(people, key)
    answered(people, request, key, **{name: changes.pop(name) for name in ("text", "capital") if name in changes})
    engine.perform(request, "submit", people.actor(f"leader_{key}"), papers(people, f"leader_{key}", **changes))
    return request


def accepted(people: Cast, key: str = "a", **changes: Any) -> ReportRequest:
    request = submitted(people, key, **changes)
    engine.perform(request, "accept", people.secretary)
    return request


def returned(people: Cast, request: ReportRequest, words: str = "Nhà ở", due_on: date = DUE) -> None:
    origin = str(item(request.outline, words).origin)
    answers = {"items": [origin], "note": "Chưa có số căn hộ", "due_on": due_on}
    engine.perform(request, "return", people.secretary, answers)


def reload(request: ReportRequest) -> ReportRequest:
    db.session.expire_all()
    return db.session.get_one(ReportRequest, request.id)
