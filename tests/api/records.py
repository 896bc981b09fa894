"""One record of each kind, as tests of the API need them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests import story
from tests.cast import Cast
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.proposals import service as proposals
from tracker.proposals.models import AgencyProposal
from tracker.reporting import service as reporting
from tracker.reporting.models import Figure
from tracker.sessions import service as sessions
from tracker.sessions.amendments import service as amendments
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import Statement, WorkingSession
from tracker.workflow import engine

CHANGEABLE = (
    "delegation",
    "session",
    "statement",
    "amendment",
    "figure",
    "finding",
    "proposal",
    "recommendation",
    "update",
)


def session(people: Cast, **changes: Any) -> WorkingSession:
    answers = {
        "kind": "working",
        "held_on": date(2026, 6, 25),
        "part": "morning",
        "chair": "Nguyễn Thị Ví Dụ",
        "agency_ids": [people.agencies["a"].id],
    } | changes
    return sessions.create(answers, people.secretary, delegation=people.delegation)


def statement(people: Cast, of: WorkingSession | None = None, **changes: Any) -> Statement:
    answers = {"kind": "request", "speaker": "Nguyễn Thị Ví Dụ", "text": "Đề nghị rà soát quỹ đất"} | changes
    return sessions.add_statement(of or session(people), answers, people.secretary)


def figure(people: Cast, of: WorkingSession | None = None, **changes: Any) -> Figure:
    answers = {
        "indicator": "Tổng vốn đầu tư thu hút",
        "qualifier": "exactly",
        "value": Decimal("18.09"),
        "unit": "tỷ USD",
        "period_kind": "span",
        "period_from": 2021,
        "period_to": 2025,
        "source_kind": "session",
        "source_id": (of or session(people)).id,
        "agency_ids": [people.agencies["a"].id],
    } | changes
    return reporting.create(answers, people.secretary, delegation=people.delegation)


def proposal(people: Cast, **changes: Any) -> AgencyProposal:
    answers = {
        "text": "Đề nghị sớm bố trí vốn cho đường nối cảng",
        "agency_ids": [people.agencies["a"].id],
        "addressee_kind": "council",
    } | changes
    return proposals.create(answers, people.secretary, delegation=people.delegation)


def for_comment(people: Cast, of: WorkingSession | None = None) -> WorkingSession:
    """A session of today with one statement, whose minutes are out for comment."""
    made = of or session(people)
    made.held_on = date(2026, 6, 15)
    notice = {"notice_sent_on": date(2026, 6, 15), "notice_reason": "Việc khẩn"}
    engine.perform(made, "notify", people.secretary, notice)
    statement(people, made)
    sessions.add_attendance(made, {"name": "Nguyễn Thị Ví Dụ", "role": "chair"}, people.secretary)
    engine.perform(made, "hold", people.secretary, {"head_attended": "yes"})
    engine.perform(made, "send_minutes", people.secretary, {"minutes_text": "Hai bên thống nhất"})
    return made


def amendment_draft(people: Cast) -> Amendment:
    """What the officer of agency A would have the minutes say."""
    answers = {"place": "Đoạn 2", "text": "Hai bên cơ bản thống nhất"}
    return amendments.create(answers, people.officer_a, session=for_comment(people))


def draft_delegation(people: Cast) -> Delegation:
    people.other_delegation.state = "draft"
    return people.other_delegation


def changeable(people: Cast, kind: str) -> tuple[Any, str]:
    """A record of this kind that may be changed, and by whom."""
    makers: dict[str, Any] = {
        "delegation": lambda: (draft_delegation(people), "office"),
        "session": lambda: (session(people), "secretary"),
        "statement": lambda: (statement(people), "secretary"),
        "amendment": lambda: (amendment_draft(people), "officer_a"),
        "figure": lambda: (figure(people), "secretary"),
        "finding": lambda: (story.finding(people, submit=False), "member"),
        "proposal": lambda: (proposal(people), "secretary"),
        "recommendation": lambda: (story.draft(people), "secretary"),
        "update": lambda: (report_draft(people), "officer_a"),
    }
    made = makers[kind]()
    db.session.commit()
    found: tuple[Any, str] = made
    return found


def concluded(people: Cast) -> None:
    people.delegation.state = "concluded"
    db.session.flush()


def report_draft(people: Cast) -> Any:
    concluded(people)
    return story.drafted_report(people)
