"""Somebody stands in for an agency's leader: by date, in that agency alone, by a paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, reports, story
from tests.cast import Cast
from tracker.accounts import access
from tracker.accounts.models import StandIn
from tracker.accounts.roles import Role
from tracker.administration import service as accounts
from tracker.administration.stand_ins import service
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.notifications.models import Notice
from tracker.recommendations.models import Update
from tracker.workflow import engine

MON, FRI = date(2026, 6, 15), date(2026, 6, 19)
LATER = "2026-06-22T09:00:00+07:00"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def named(people: Cast, by: str = "leader_a", **changes: Any) -> StandIn:
    """The officer of agency A stands in for its leader from Monday to Friday."""
    answers = {
        "principal_id": people.users["leader_a"].id,
        "user_id": people.users["officer_a"].id,
        "from_on": MON,
        "to_on": FRI,
        "document_number": "12/GUQ-BQL",
        "document_date": date(2026, 6, 12),
        "reason": "đi công tác",
    } | changes
    return service.name(people.agencies["a"], answers, people.actor(by))


def refused(people: Cast, by: str = "leader_a", **changes: Any) -> set[str]:
    with pytest.raises(Invalid) as wrong:
        named(people, by, **changes)
    return set(wrong.value.errors)


def test_in_its_days_and_in_its_agency_alone_it_gives_the_leaders_rights(
    people: Cast, now: time_machine.Coordinates
) -> None:
    named(people, from_on=date(2026, 6, 16))
    of_b = story.taken(people, story.issued(people).assignments[1], "b")
    assert people.officer_a.agencies_as(Role.AGENCY_LEADER) == frozenset(), "it begins tomorrow"
    now.move_to("2026-06-16T09:00:00+07:00")
    assert people.officer_a.agencies_as(Role.AGENCY_LEADER) == {people.agencies["a"].id}
    assert Role.AGENCY_LEADER not in access.roles_on(people.officer_a, of_b)
    with pytest.raises(NotFound):
        access.find("assignment", of_b.id, people.officer_a)
    now.move_to(LATER)
    assert people.officer_a.agencies_as(Role.AGENCY_LEADER) == frozenset(), "it ended by itself"


def test_what_is_sent_bears_the_name_of_whoever_sent_it_for_whom(people: Cast) -> None:
    named(people)
    update = story.drafted_report(people)
    engine.perform(update, "send", people.officer_a)
    assert update.sent_by_id == people.users["officer_a"].id
    assert update.stand_in is not None
    assert update.stand_in.document_number == "12/GUQ-BQL"
    event = db.session.scalars(select(AuditEvent).filter_by(subject_kind="update", action="send")).one()
    assert (event.role, event.on_behalf_of) == ("agency_leader", people.users["leader_a"].full_name)


def test_it_holds_for_everything_that_a_leader_sends(people: Cast) -> None:
    named(people)
    actor = people.officer_a
    lead = story.taken(people, None, "a")
    asked = story.extension(people, lead, by="officer_a", send=True)
    assert asked.stand_in is not None
    engine.perform(lead, "ask_reconsideration", actor, {"reason": "Ngoài thẩm quyền của cơ quan"})
    found = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(found, "send_to_agency", people.secretary)
    engine.perform(found, "comment", actor, {"stance": "agree"})
    assert isinstance(found, Finding)
    assert found.sent_comment is not None
    assert found.sent_comment.stand_in is not None


def test_a_request_is_submitted_by_the_stand_in(db_session: Session, now: time_machine.Coordinates) -> None:
    people = cast.make("active")
    named(people)
    reports.outline(people)
    [request] = reports.asked(people, "a")
    reports.write(people, request, "a", ["Đã thực hiện"] * 9, reports.projects(y2023="1", y2024="2", y2025="3"))
    answers = {
        "number": "9/BC",
        "issued_on": date(2026, 6, 12),
        "signer": "Phó",
        "files": [reports.signed(people, "a")],
    }
    engine.perform(request, "submit", people.officer_a, answers)
    assert request.reports[-1].stand_in is not None


def test_what_a_leader_is_told_the_stand_in_is_told_too(people: Cast, now: time_machine.Coordinates) -> None:
    cast.add_accounts(people, "officer_d")
    cast.give(people, "officer_d", Role.AGENCY_OFFICER, agency_id=people.agencies["a"].id)
    named(people, user_id=people.users["officer_d"].id)
    story.taken(people, story.lead(story.issued(people)), "a")
    told = select(Notice.recipient_id).where(Notice.name == "assignment.start")
    assert people.users["officer_d"].id in set(db.session.scalars(told))
    now.move_to(LATER)
    second = story.issued(people, text="Kiến nghị thứ hai, ban hành sau khi hết thời gian thay mặt")
    story.taken(people, story.lead(second), "a")
    of_second = told.where(Notice.subject_id == story.lead(second).id)
    assert people.users["leader_a"].id in set(db.session.scalars(of_second))
    assert people.users["officer_d"].id not in set(db.session.scalars(of_second))


def test_it_ends_early_by_one_step(people: Cast) -> None:
    naming = named(people)
    assert people.officer_a.agencies_as(Role.AGENCY_LEADER)
    engine.perform(naming, "end", people.leader_a, {"reason": "Về sớm"})
    assert not people.officer_a.agencies_as(Role.AGENCY_LEADER)
    assert service.stage(naming) == "ended"
    with pytest.raises(Impossible):
        engine.perform(naming, "end", people.leader_a, {"reason": "Lần nữa"})
    named(people)  # and somebody may be named anew


def test_one_that_has_run_for_days_ends_at_once(people: Cast, now: time_machine.Coordinates) -> None:
    naming = named(people)
    now.move_to("2026-06-17T09:00:00+07:00")
    engine.perform(naming, "end", people.office, {"reason": "Theo đề nghị"})
    assert not people.officer_a.agencies_as(Role.AGENCY_LEADER)


def test_overlapping_and_backward_periods_are_refused_beside_their_field(people: Cast) -> None:
    named(people)
    assert refused(people, from_on=FRI, to_on=date(2026, 6, 30)) == {"from_on"}
    assert refused(people, from_on=date(2026, 7, 9), to_on=date(2026, 7, 1)) == {"to_on"}
    assert refused(people, from_on=date(2026, 6, 1), to_on=date(2026, 7, 1)) == {"from_on"}
    named(people, from_on=date(2026, 6, 20), to_on=date(2026, 6, 30))


def test_only_people_of_the_agency_may_be_named(people: Cast) -> None:
    assert refused(people, user_id=people.users["officer_b"].id) == {"user_id"}
    assert refused(people, user_id=people.users["leader_a"].id) == {"user_id"}
    assert refused(people, principal_id=people.users["leader_b"].id) == {"principal_id"}


def test_the_office_names_by_a_paper_and_others_do_not(people: Cast) -> None:
    lacking = {"document_number": "", "document_date": None}
    assert refused(people, "office", **lacking) == {"document_number", "document_date"}
    for name in ("officer_a", "leader_b", "standing", "head"):
        with pytest.raises(Forbidden):
            named(people, name)
    assert named(people, "office").principal_id == people.users["leader_a"].id


def test_whoever_stands_in_names_nobody_else(people: Cast) -> None:
    cast.add_accounts(people, "officer_d")
    cast.give(people, "officer_d", Role.AGENCY_OFFICER, agency_id=people.agencies["a"].id)
    named(people)
    with pytest.raises(Forbidden):
        named(people, "officer_a", user_id=people.users["officer_d"].id)


def test_it_ends_with_the_role_that_it_rests_on(people: Cast) -> None:
    naming = named(people)
    [own] = [held for held in people.users["officer_a"].memberships if held.stand_in_id is None]
    accounts.end_role(own, people.admin, reason="Chuyển công tác")
    assert naming.state == "ended"
    assert not people.officer_a.agency_ids


def test_the_administrator_takes_it_back_as_a_role(people: Cast) -> None:
    naming = named(people)
    db.session.expire_all()
    [held] = [held for held in people.users["officer_a"].memberships if held.stand_in_id == naming.id]
    accounts.end_role(held, people.admin, reason="Theo văn bản")
    assert naming.state == "ended"
    assert people.officer_a.agency_ids == {people.agencies["a"].id}, "the role of their own stays"


def test_a_successor_does_not_act_before_the_handover(people: Cast) -> None:
    """Standing in is of one agency: it opens nothing of another, whatever becomes of it."""
    naming = named(people)
    task = story.issued(people, lead_agency_id=people.agencies["c"].id).assignments[0]
    assert naming.agency_id != task.agency_id
    with pytest.raises(NotFound):
        access.find("assignment", task.id, people.officer_a)


def test_the_agency_the_office_and_the_administrator_read_of_it(people: Cast) -> None:
    naming = named(people)
    for name in ("leader_a", "officer_a", "office", "admin"):
        assert access.find("stand_in", naming.id, people.actor(name)) is naming
    for name in ("leader_b", "standing", "head", "deputy", "foreigner"):
        with pytest.raises(NotFound):
            access.find("stand_in", naming.id, people.actor(name))


def test_an_update_on_a_closed_task_is_refused(people: Cast) -> None:
    update = story.report(people)
    story.accept(people, update)
    named(people)
    with pytest.raises(Impossible, match="không nhận báo cáo mới"):
        story.drafted_report(people, assignment=update.assignment)
    assert db.session.scalars(select(Update)).all() == [update]
