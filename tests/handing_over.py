"""A term that ends with open recommendations, and its handover to the next, told in steps that tests may start from."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from sqlalchemy import select

from tests import story
from tests.cast import Cast
from tracker.attachments import service as attachments
from tracker.demo.sample_pdf import sample_pdf
from tracker.extensions import db
from tracker.organizations import terms
from tracker.organizations.models import CouncilTerm
from tracker.recommendations.models import Recommendation
from tracker.terms import service
from tracker.terms.models import HandoverItem, TermHandover
from tracker.terms.service import Pick
from tracker.workflow import engine

OLD = {"number": "XVI", "from_on": date(2021, 5, 23), "to_on": date(2026, 6, 30), "deputies_total": 80}
NEW = {"number": "XVII", "from_on": date(2026, 7, 1), "to_on": None, "deputies_total": 85}
DECISION = {"number": "45/TB-HĐND", "issued_on": date(2026, 6, 15), "signer": "Nguyễn Văn Mẫu"}
WHY = "Dự án đã dừng theo quyết định của Thủ tướng"
AFTERWARDS = "2026-07-06T09:00:00+07:00"


def two_terms(people: Cast) -> tuple[CouncilTerm, CouncilTerm]:
    made = [terms.add(people.council, facts, people.admin) for facts in (OLD, NEW)]
    return made[0], made[1]


def several(people: Cast, many: int = 3) -> list[Recommendation]:
    """Issued in the term that ends, each to agency A with B beside."""
    return [story.issued(people, text=f"Việc thứ {n} phải làm xong trong năm") for n in range(1, many + 1)]


def begun(people: Cast, *, by: str = "office", note: str = "") -> TermHandover:
    before = db.session.scalars(select(CouncilTerm).where(CouncilTerm.number == "XVI")).one()
    return service.begin({"from_term_id": before.id, "note": note}, people.actor(by))


def items(handover: TermHandover) -> list[HandoverItem]:
    query = select(HandoverItem).where(HandoverItem.handover_id == handover.id).order_by(HandoverItem.recommendation_id)
    return list(db.session.scalars(query))


def choose(people: Cast, handover: TermHandover, *wanted: HandoverItem, by: str = "office", **answers: Any) -> None:
    picks = [Pick(item.id, item.row_version) for item in wanted]
    service.decide_about(handover, picks, {"decision": "carry"} | answers, people.actor(by))


def prepared(people: Cast) -> TermHandover:
    """Three recommendations: carried on, to be overseen again, to be waived."""
    two_terms(people)
    several(people)
    handover = begun(people)
    first, second, third = items(handover)
    choose(people, handover, first, followed_by_id=people.users["other_office"].id)
    choose(people, handover, second, decision="oversee_again", note="Cần xem tại hiện trường")
    choose(people, handover, third, decision="waive", reason=WHY)
    return handover


def pdf(people: Cast, by: str = "standing") -> Any:
    name = "thong-bao-ban-giao.pdf"
    return attachments.store(io.BytesIO(sample_pdf(name)), name, people.users[by].id, people.council.id)


def decided(people: Cast, handover: TermHandover | None = None, **answers: Any) -> TermHandover:
    handover = handover or prepared(people)
    engine.perform(handover, "decide", people.standing, DECISION | answers)
    return handover
