"""One record of each kind, as tests of the API need them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests import asking, handing_over, lawmaking, oversight, story
from tests.cast import Cast
from tracker.api.resources import RESOURCES
from tracker.calendar import queries as calendar
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.planning import service as planning
from tracker.planning.models import Programme, Topic
from tracker.plans import keeping
from tracker.plans.models import DelegationTemplate
from tracker.policies import route
from tracker.progress_requests.service import kept_schedule
from tracker.proposals import service as proposals
from tracker.proposals.models import AgencyProposal
from tracker.recommendations.control import keeping as control
from tracker.recommendations.measures import ladder
from tracker.recommendations.wording import keeping as wording
from tracker.reporting import service as reporting
from tracker.reporting.models import Figure
from tracker.sessions import service as sessions
from tracker.sessions.amendments import service as amendments
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import Statement, WorkingSession
from tracker.views import service as views
from tracker.views.models import SavedView
from tracker.workflow import engine

CHANGEABLE = (
    "delegation_template",
    "control_setting",
    "saved_view",
    "progress_schedule",
    "programme",
    "topic",
    "delegation",
    "outline",
    "report_request",
    "answer",
    "session",
    "statement",
    "amendment",
    "figure",
    "finding",
    "proposal",
    "recommendation",
    "agency",
    "assignment",
    "update",
    "extension",
    "council_term",
    "term_handover",
    "handover_item",
    "report_section",
    "calendar_day",
    "day_rule",
    "ladder_step",
    "wording_term",
    "policy",
    "council_session",
    "policy_route_step",
)
OF_EVERYBODY = ("calendar_day", "day_rule", "ladder_step", "wording_term", "policy_route_step")
"""They belong to no council."""


def template(people: Cast) -> DelegationTemplate:
    answers = {"name": "Mẫu giám sát đầu tư công", "owner_kind": "council"}
    return keeping.create(answers, people.office, council_id=people.council.id)


def programme(people: Cast, **changes: Any) -> Programme:
    answers = {"year": 2026, "owner_kind": "committee", "body_id": people.committee.id} | changes
    return planning.create(answers, people.office, council_id=people.council.id)


def topic(people: Cast, of: Programme | None = None, **changes: Any) -> Topic:
    answers = {
        "title": "Việc quản lý chợ truyền thống",
        "reason": "Nhiều cử tri kiến nghị",
        "scope": "Trên địa bàn thành phố, 2021 - 2025",
        "object": "Sở Công Thương",
        "proposed_by_kind": "voters",
    } | changes
    return planning.add_topic(of or programme(people), answers, people.office)


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
    return sessions.add_statement(of or held(session(people)), answers, people.secretary)


def held(of: WorkingSession) -> WorkingSession:
    """The session, announced and held: what is said there is written down."""
    of.state, of.held_on, of.notice_sent_on, of.head_attended = "held", date(2026, 6, 15), date(2026, 6, 1), True
    return of


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
        "delegation_template": lambda: (template(people), "office"),
        "programme": lambda: (programme(people), "office"),
        "topic": lambda: (topic(people), "office"),
        "delegation": lambda: (draft_delegation(people), "office"),
        "outline": lambda: (asking.outline(people), "secretary"),
        "report_request": lambda: (asking.sent(people), "secretary"),
        "answer": lambda: (asking.sent(people).answers[0], "officer_a"),
        "session": lambda: (session(people), "secretary"),
        "statement": lambda: (statement(people), "secretary"),
        "amendment": lambda: (amendment_draft(people), "officer_a"),
        "figure": lambda: (figure(people), "secretary"),
        "finding": lambda: (story.finding(people, submit=False), "member"),
        "proposal": lambda: (proposal(people), "secretary"),
        "recommendation": lambda: (story.draft(people), "secretary"),
        "agency": lambda: (people.agencies["a"], "leader_a"),
        "assignment": lambda: (task(people), "leader_a"),
        "update": lambda: (report_draft(people), "officer_a"),
        "extension": lambda: (extension_draft(people), "officer_a"),
        "council_term": lambda: (handing_over.two_terms(people)[0], "admin"),
        "term_handover": lambda: (prepared_handover(people), "office"),
        "handover_item": lambda: (handing_over.items(prepared_handover(people))[0], "office"),
        "calendar_day": lambda: (calendar.of_year(2026)[0], "admin"),
        "day_rule": lambda: (calendar.newest_rule("supplement", "L2025"), "admin"),
        "progress_schedule": lambda: (kept_schedule(people.council.id), "office"),
        "control_setting": lambda: (control.kept(people.council.id, people.office), "office"),
        "saved_view": lambda: (saved_view(people), "office"),
        "ladder_step": lambda: (ladder.steps()[0], "admin"),
        "wording_term": lambda: (wording.listing()["vague"][0], "admin"),
        "policy": lambda: (lawmaking.policy(people), "office"),
        "council_session": lambda: (lawmaking.council_session(people), "office"),
        "policy_route_step": lambda: (route.steps()[0], "admin"),
        "report_section": lambda: (oversight.save(people, "results", "Đã ban hành đủ văn bản."), "secretary"),
    }
    made = makers[kind]()
    db.session.commit()
    found: tuple[Any, str] = made
    return found


def saved_view(people: Cast, by: str = "office", **changes: Any) -> SavedView:
    answers = {"place": "tasks", "name": "Quá hạn", "query": "what=overdue", "shared": by == "office"} | changes
    return views.create(answers, people.actor(by))


def concluded(people: Cast) -> None:
    people.delegation.state = "concluded"
    db.session.flush()


def task(people: Cast) -> Any:
    concluded(people)
    return story.taken(people, None, "a")


def extension_draft(people: Cast) -> Any:
    concluded(people)
    return story.extension(people, story.lead(story.issued(people)), by="officer_a", send=False)


def prepared_handover(people: Cast) -> Any:
    concluded(people)
    return handing_over.prepared(people)


def report_draft(people: Cast) -> Any:
    concluded(people)
    return story.drafted_report(people)


def list_with(record: Any) -> str:
    """The list that this record stands in; a list that is read of one delegation, of its own."""
    resource = RESOURCES[record.__kind__]
    return f"/{resource.path}" + (f"?delegation={record.delegation_id}" if resource.needs else "")
