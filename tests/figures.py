"""A held session and figures of it, for tests that talk about figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.cast import Cast
from tracker.reporting import service
from tracker.reporting.models import Figure
from tracker.sessions import service as sessions
from tracker.sessions.models import WorkingSession


def held_session(cast: Cast) -> WorkingSession:
    return sessions.enter_old(
        {
            "kind": "working",
            "held_on": date(2024, 5, 10),
            "part": "afternoon",
            "chair": "Nguyễn Thị Ví Dụ",
            "agency_ids": [cast.agencies["a"].id, cast.agencies["b"].id],
            "state": "held",
            "reason": "Nhập lại cuộc làm việc trước khi có phần mềm",
            "source": "Bài trên cổng thông tin",
        },
        cast.office,
        delegation=cast.delegation,
    )


def answers(cast: Cast, held: WorkingSession, value: str, **other: Any) -> dict[str, Any]:
    return {
        "indicator": "Vốn đầu tư nước ngoài",
        "qualifier": "exactly",
        "value": Decimal(value),
        "unit": "tỷ USD",
        "period_kind": "span",
        "period_from": 2021,
        "period_to": 2023,
        "scope": "KCN, KKT",
        "verbatim": "",
        "source_kind": "session",
        "source_id": held.id,
        "source_page": "",
        "agency_ids": [cast.agencies["a"].id, cast.agencies["b"].id],
        "comparisons": [],
        "part_ids": [],
        "inferred": [],
        **other,
    }


def comparison(kind: str, direction: str, value: str, **other: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "direction": direction,
        "qualifier": "exactly",
        "value": Decimal(value),
        "against": "",
        "against_period_kind": "span",
        "against_from": None,
        "against_to": None,
        "verbatim": "",
        **other,
    }


def record(cast: Cast, held: WorkingSession, value: str, **other: Any) -> Figure:
    return service.create(answers(cast, held, value, **other), cast.secretary, delegation=cast.delegation)


def total(cast: Cast, held: WorkingSession) -> tuple[Figure, Figure, Figure]:
    foreign = record(cast, held, "10.51")
    domestic = record(cast, held, "7.58", indicator="Vốn đầu tư trong nước")
    whole = record(cast, held, "18.09", indicator="Tổng vốn đầu tư", part_ids=[foreign.id, domestic.id])
    return foreign, domestic, whole
