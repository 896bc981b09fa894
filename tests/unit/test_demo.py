"""The example record: the real session as the article tells it, and follow-up at work in a fictional one."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker import demo
from tracker.accounts import people
from tracker.audit.models import AuditEvent
from tracker.calendar import queries as calendar
from tracker.calendar import rules
from tracker.delegations import queries as delegations
from tracker.delegations.models import Delegation
from tracker.demo.accounts import ACCOUNTS
from tracker.demo.cast import Cast
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.proposals.models import AgencyProposal
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.workflow import ASSIGNMENT
from tracker.reporting.models import Comparison, Figure
from tracker.sessions.models import Statement, WorkingSession


@pytest.fixture
def cast(app: Flask, db_session: Session) -> Cast:
    return demo.load("mot-mat-khau-de-thu")


def real(cast: Cast) -> Delegation:
    found = delegations.by_code(cast.city.id, "ĐGS-2024-01")
    assert found is not None
    return found


def test_the_real_delegation_holds_only_what_the_article_states(cast: Cast) -> None:
    delegation = real(cast)
    assert delegation.state == "active"
    assert [(member.name, member.role) for member in delegation.members] == [("Phạm Văn Lập", "head")]
    assert {entry.agency.name for entry in delegation.agencies} == {
        "Ban Quản lý Khu kinh tế Hải Phòng",
        "Sở Công Thương",
    }
    assert delegation.established_on is None
    assert delegation.documents == []
    assert {"established_on", "notified_on"} <= set(delegation.waived_facts)


def test_the_years_that_were_announced_are_confirmed_and_the_year_to_come_is_not(cast: Cast) -> None:
    assert rules.basis().days.confirmed_years == {2024, 2025, 2026}
    assert [row.day for row in calendar.unconfirmed(2026)] == [date(2026, 11, 24)], "no law was seen for this day"
    assert calendar.unconfirmed(2027)
    confirmed = select(AuditEvent).where(AuditEvent.subject_kind == "calendar_year")
    events = db.session.scalars(confirmed).all()
    assert [(event.action, event.actor_id) for event in events] == [("confirmed", cast.users["quantri"].id)] * 3


def test_the_real_session_has_ten_figures_and_three_comparisons(cast: Cast) -> None:
    delegation = real(cast)
    figures = db.session.scalars(
        select(Figure).where(Figure.delegation_id == delegation.id).order_by(Figure.code)
    ).all()
    assert [figure.code for figure in figures] == [f"SL-{number:02}" for number in range(1, 11)]
    assert all(len(figure.agencies) == 2 for figure in figures)
    assert db.session.scalar(select(func.count()).select_from(Comparison)) == 3
    session = db.session.scalars(select(WorkingSession).where(WorkingSession.delegation_id == delegation.id)).one()
    assert (session.code, session.state, session.part) == ("CLV-01", "held", "afternoon")
    codes = select(Statement.code).where(Statement.session_id == session.id).order_by(Statement.code)
    assert list(db.session.scalars(codes)) == ["PB-01", "PB-02", "PB-03", "PB-04"]


def test_the_real_finding_proposals_and_draft_are_in_the_states_of_the_record(cast: Cast) -> None:
    id = real(cast).id
    finding = db.session.scalars(select(Finding).where(Finding.delegation_id == id)).one()
    assert (finding.code, finding.kind, finding.state) == ("NĐ-01", "achievement", "submitted")
    proposals = db.session.scalars(select(AgencyProposal).where(AgencyProposal.delegation_id == id)).all()
    assert sorted(proposal.code for proposal in proposals) == ["ĐX-01", "ĐX-02", "ĐX-03", "ĐX-04"]
    assert {proposal.state for proposal in proposals} == {"recorded"}
    draft = db.session.scalars(select(Recommendation).where(Recommendation.delegation_id == id)).one()
    assert (draft.state, draft.due_on, draft.addressees) == ("draft", None, [])


def test_the_fictional_delegation_shows_every_state_of_an_assignment(cast: Cast) -> None:
    example = delegations.by_code(cast.city.id, "ĐGS-2026-01")
    assert example is not None
    assert example.state == "following_up"
    assert "ví dụ minh họa" in example.title
    states = set(db.session.scalars(select(Assignment.state).where(Assignment.role == "lead")))
    assert states == {state.name for state in ASSIGNMENT.states}


def test_nobody_of_the_city_learns_of_the_other_council(cast: Cast) -> None:
    secret = db.session.scalars(select(Delegation).where(Delegation.council_id == cast.commune.id)).one()
    for account in ACCOUNTS:
        seen = db.session.scalars(
            select(Delegation.id).where(delegations.visible(people.actor_of(cast.users[account.username])))
        )
        assert secret.id not in set(seen), account.username


def test_no_account_is_on_a_list_of_members(cast: Cast) -> None:
    names = {account.name for account in ACCOUNTS}
    for delegation in db.session.scalars(select(Delegation)):
        assert not names & {member.name for member in delegation.members}
