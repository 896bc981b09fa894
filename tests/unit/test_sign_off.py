"""Inside an agency: laid before the leader, handed back, and the rule that whoever wrote does not send."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, reports, story
from tests.cast import Cast
from tracker.audit import queries as audit
from tracker.core.errors import Forbidden, Invalid
from tracker.extensions import db
from tracker.findings.work import work_for as findings_for
from tracker.notifications.models import Notice
from tracker.organizations import service as organizations
from tracker.recommendations import service
from tracker.recommendations.models import Update
from tracker.recommendations.queries import work_for
from tracker.requests import answering
from tracker.workflow import engine

OWN = "người soạn không tự gửi"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def keep_apart(people: Cast, key: str = "a") -> None:
    organizations.set_rule(people.agencies[key], people.actor(f"leader_{key}"), leader_sends_own=False)


def by_leader(people: Cast) -> Update:
    task = story.taken(people, None, "a")
    answers = {
        "claim": "done",
        "text": "Đã trình",
        "completed_on": date(2026, 6, 12),
        "proofs": [service.Proof(number="1/QĐ")],
    }
    return service.create_update(answers, people.leader_a, assignment=task)


def waiting(people: Cast, name: str) -> list[tuple[str, str]]:
    return [(item.group, item.action) for item in work_for(people.actor(name)) if item.kind == "update"]


def test_a_leader_sends_their_own_words_unless_the_rule_forbids_it(people: Cast) -> None:
    update = by_leader(people)
    assert "send" in [step.name for step in engine.available(update, people.leader_a)]
    keep_apart(people)
    assert "send" not in [step.name for step in engine.available(update, people.leader_a)]
    assert OWN in engine.why_not(update, "send", people.leader_a)
    with pytest.raises(Forbidden, match=OWN):
        engine.perform(update, "send", people.leader_a)
    assert update.state == "draft"


def test_what_an_officer_wrote_is_sent_by_the_leader(people: Cast) -> None:
    keep_apart(people)
    update = story.drafted_report(people)
    engine.perform(update, "send", people.leader_a)
    assert update.state == "submitted"


def test_whoever_changed_the_words_last_has_written_them(people: Cast) -> None:
    keep_apart(people)
    update = story.drafted_report(people)
    engine.perform(update, "lay_before", people.officer_a)
    service.edit_update(update, {"text": "Lãnh đạo viết lại"}, people.leader_a)
    assert update.ready_at is None, "these words were not laid before anybody"
    with pytest.raises(Forbidden, match=OWN):
        engine.perform(update, "send", people.leader_a)
    engine.perform(update, "lay_before", people.officer_a)
    engine.perform(update, "send", people.leader_a)
    assert update.state == "submitted", "an officer has read them and laid them before the leader"


def test_it_binds_requests_for_a_later_deadline_and_comments(people: Cast) -> None:
    keep_apart(people)
    task = story.taken(people, None, "a")
    with pytest.raises(Forbidden, match=OWN):
        story.extension(people, task, by="leader_a", send=True)
    found = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(found, "send_to_agency", people.secretary)
    with pytest.raises(Forbidden, match=OWN):
        engine.perform(found, "comment", people.leader_a, {"stance": "agree"})
    engine.perform(found, "draft_comment", people.officer_a, {"stance": "partly", "text": "Một phần do khách quan"})
    with pytest.raises(Invalid):
        engine.perform(found, "comment", people.leader_a, {"stance": "partly", "text": "Lời khác"})
    engine.perform(found, "comment", people.leader_a, {"stance": "partly", "text": "Một phần do khách quan"})
    assert found.sent_comment is not None


def test_a_comment_waits_for_the_leader_then_for_an_officer(people: Cast) -> None:
    found = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(found, "send_to_agency", people.secretary)

    def waits(name: str) -> list[tuple[str, str, str]]:
        return [(item.group, item.action, item.step) for item in findings_for(people.actor(name))]

    assert (waits("officer_a"), waits("leader_a")) == (
        [("soon", "Soạn ý kiến", "draft_comment")],
        [("soon", "Gửi ý kiến", "comment")],
    )
    with pytest.raises(Invalid):
        engine.perform(found, "hand_back", people.leader_a, {"reason": "Chưa có gì để trả lại"})
    engine.perform(found, "draft_comment", people.officer_a, {"stance": "partly", "text": "Một phần do khách quan"})
    assert (waits("officer_a"), waits("leader_a")) == ([("waiting", "", "")], [("soon", "Xem và gửi", "")])
    with pytest.raises(Forbidden):
        engine.perform(found, "hand_back", people.officer_a, {"reason": "Cán bộ không tự trả lại"})
    engine.perform(found, "hand_back", people.leader_a, {"reason": "Ghi rõ số quyết định"})
    assert (waits("officer_a"), waits("leader_a")) == (
        [("returned", "Sửa ý kiến", "draft_comment")],
        [("waiting", "", "")],
    )
    notices = db.session.scalars(select(Notice.name).where(Notice.recipient_id == people.users["officer_a"].id)).all()
    assert "finding.hand_back" in notices


def test_it_binds_reports_by_the_outline(db_session: Session, now: time_machine.Coordinates) -> None:
    people = cast.make("active")
    keep_apart(people)
    reports.outline(people)
    [request] = reports.asked(people, "a")
    numbers = reports.projects(y2023="1", y2024="2", y2025="3")
    reports.write(people, request, "a", ["Đã thực hiện"] * 9, numbers)
    answering.save(request.answers[0], {"text": "Lãnh đạo viết"}, people.leader_a)
    with pytest.raises(Forbidden, match=OWN):
        reports.sent(people, request, "a")
    engine.perform(request, "lay_before", people.officer_a)
    reports.sent(people, request, "a")
    assert request.state == "submitted"


def test_the_leader_sees_what_is_laid_before_them_and_hands_it_back(people: Cast) -> None:
    update = story.drafted_report(people)
    assert waiting(people, "leader_a") == []
    engine.perform(update, "lay_before", people.officer_a)
    assert waiting(people, "leader_a") == [("todo", "Xem và gửi")]
    engine.perform(update, "hand_back", people.leader_a, {"reason": "Ghi rõ số quyết định"})
    assert (update.state, update.back_note) == ("draft", "Ghi rõ số quyết định")
    assert waiting(people, "leader_a") == []
    assert waiting(people, "officer_a") == [("returned", "Sửa báo cáo")]
    service.edit_update(update, {"text": "Theo Quyết định số 12"}, people.officer_a, lay=True)
    assert waiting(people, "officer_a") == []
    assert waiting(people, "leader_a") == [("todo", "Xem và gửi")]


def test_the_council_side_reads_nothing_of_it_before_or_after(people: Cast) -> None:
    update = story.drafted_report(people)
    engine.perform(update, "lay_before", people.officer_a)
    engine.perform(update, "hand_back", people.leader_a, {"reason": "Chuyện nội bộ của cơ quan"})
    engine.perform(update, "lay_before", people.officer_a)
    engine.perform(update, "send", people.leader_a)
    thread = ("recommendation", update.assignment.recommendation_id)
    for name, sees in (("office", False), ("standing", False), ("officer_b", False), ("officer_a", True)):
        events = audit.of_thread(*thread, people.actor(name), council_side=name in ("office", "standing"))
        told = [event.action for event in events if event.subject_kind == "update"]
        assert ("hand_back" in told, "lay_before" in told) == (sees, sees), name
        assert "Chuyện nội bộ" not in str([(event.before, event.after) for event in events]) or sees


def test_the_rule_is_the_leaders_and_the_offices_alone(people: Cast) -> None:
    agency = people.agencies["a"]
    for name in ("officer_a", "leader_b", "standing", "admin"):
        with pytest.raises(Forbidden):
            organizations.set_rule(agency, people.actor(name), leader_sends_own=False)
    organizations.set_rule(agency, people.office, leader_sends_own=False)
    events = audit.of_thread("agency", agency.id, people.office, council_side=True)
    [event] = [event for event in events if event.action == "edited"]
    assert (event.before, event.after) == ({"leader_sends_own": True}, {"leader_sends_own": False})
