"""What becomes of a recommendation: SM5 of domain.md 6.4, from the draft to the verdict and back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.story import NEXT_MONTH
from tracker.accounts import access
from tracker.audit import queries as audit
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.recommendations import effects, service
from tracker.recommendations.models import FAR, Recommendation, Update
from tracker.workflow import engine


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def steps(record: Any, actor: Any) -> list[str]:
    return [step.name for step in engine.available(record, actor)]


# --- the draft ------------------------------------------------------------------------------------------------------


def test_recommendations_are_numbered_within_council_and_year(people: Cast) -> None:
    codes = [story.draft(people).code for _time in range(2)]
    assert codes == ["KN-2026-001", "KN-2026-002"]
    assert story.draft(people, code="KN-CŨ-7").code == "KN-CŨ-7"
    with pytest.raises(Invalid) as refused:
        story.draft(people, code="KN-2026-001")
    assert "code" in refused.value.errors


def test_a_number_already_given_by_hand_is_passed_over(people: Cast) -> None:
    story.draft(people, code="KN-2026-001")
    assert story.draft(people).code == "KN-2026-002"


def test_a_member_drafts_no_recommendation(people: Cast) -> None:
    with pytest.raises(Forbidden):
        story.draft(people, by="member")


def test_the_lead_does_not_co_operate_with_itself(people: Cast) -> None:
    lead = people.agencies["a"].id
    with pytest.raises(Invalid) as refused:
        story.draft(people, lead_agency_id=lead, support_agency_ids=[lead])
    assert "support_agency_ids" in refused.value.errors


def test_an_agency_of_another_council_is_no_addressee(people: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        story.draft(people, lead_agency_id=999_999)
    assert "lead_agency_id" in refused.value.errors


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Trình danh mục quỹ đất và bản đồ kèm theo"},
        {"deliverable": "Nghị quyết"},
        {"due_on": date(2026, 9, 30)},
        {"addressee_text": "các Sở"},
        {"support_agency_ids": []},
    ],
)
def test_a_change_of_what_was_approved_clears_the_approval(people: Cast, change: dict[str, Any]) -> None:
    draft = story.approved(people)
    service.edit(draft, change, people.secretary)
    assert draft.approved_at is None
    assert draft.approved_by_id is None
    event = audit.of_thread("recommendation", draft.id, people.office, council_side=True)[0]
    assert event.before is not None
    assert event.before["approved_at"]
    assert event.after is not None
    assert event.after["approved_at"] is None


def test_what_was_not_approved_may_change_without_asking_again(people: Cast) -> None:
    draft = story.approved(people)
    service.edit(draft, {"rests_on": [f"finding:{story.finding(people).id}"]}, people.secretary)
    assert draft.is_approved


def test_another_closing_test_is_approved_anew(people: Cast) -> None:
    draft = story.approved(people)
    service.edit(draft, {"conditions": ["Danh mục được phê duyệt", "Bản đồ kèm theo"]}, people.secretary)
    assert not draft.is_approved


def test_an_edit_that_changes_nothing_writes_no_event(people: Cast) -> None:
    draft = story.approved(people)
    before = len(audit.of_thread("recommendation", draft.id, people.office, council_side=True))
    service.edit(draft, {"text": draft.text}, people.secretary)
    assert len(audit.of_thread("recommendation", draft.id, people.office, council_side=True)) == before


def test_closing_conditions_keep_their_identity_when_their_words_stay(people: Cast) -> None:
    draft = story.draft(people, conditions=["Danh mục", "Bản đồ"])
    first = draft.conditions[0].id
    service.edit(draft, {"conditions": ["Bản đồ tỷ lệ 1/10.000", "Danh mục"]}, people.secretary)
    assert {condition.text: condition.position for condition in draft.conditions} == {
        "Danh mục": 1,
        "Bản đồ tỷ lệ 1/10.000": 0,
    }
    assert first in {condition.id for condition in draft.conditions}


def test_a_draft_is_sorted_by_the_deadline_it_will_have(people: Cast) -> None:
    draft = story.draft(people)
    assert draft.due_key == NEXT_MONTH
    service.edit(draft, {"due_on": None}, people.secretary)
    assert draft.due_key == FAR


# --- issuing --------------------------------------------------------------------------------------------------------


def test_an_issued_recommendation_hands_each_addressee_its_own_task(people: Cast) -> None:
    issued = story.issued(people)
    assert issued.state == "issued"
    assert [(a.agency_id, a.role, a.state) for a in issued.assignments] == [
        (people.agencies["a"].id, "lead", "assigned"),
        (people.agencies["b"].id, "support", "assigned"),
    ]
    assert issued.lead_state == "assigned"
    assert people.delegation.state == "following_up"


def test_a_recommendation_that_lacks_something_stays_a_draft(people: Cast) -> None:
    draft = story.draft(people, lead_agency_id=None, support_agency_ids=[], deliverable="", due_on=None)
    engine.perform(draft, "approve", people.head)
    with pytest.raises(Invalid) as refused:
        engine.perform(draft, "issue", people.office, story.CONCLUSION)
    assert "Kiến nghị phải có cơ quan chủ trì, sản phẩm và thời hạn" in str(refused.value)
    assert draft.state == "draft"


def test_nothing_is_issued_without_approval(people: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        engine.perform(story.draft(people), "issue", people.office, story.CONCLUSION)
    assert "chưa được duyệt" in str(refused.value)


def test_an_issued_recommendation_is_not_edited(people: Cast) -> None:
    with pytest.raises(Impossible):
        service.edit(story.issued(people), {"text": "Khác"}, people.secretary)


def test_only_the_office_names_who_follows(people: Cast) -> None:
    issued = story.issued(people)
    service.follow(issued, {"followed_by_id": people.users["other_office"].id}, people.office)
    assert issued.followed_by_id == people.users["other_office"].id
    with pytest.raises(Forbidden):
        service.follow(issued, {"followed_by_id": None}, people.secretary)
    with pytest.raises(Invalid):
        service.follow(issued, {"followed_by_id": people.users["member"].id}, people.office)


# --- reporting and verifying ----------------------------------------------------------------------------------------


def test_an_officer_drafts_and_the_leader_sends(people: Cast) -> None:
    update = story.drafted_report(people)
    assert steps(update, people.officer_a) == ["lay_before"]
    engine.perform(update, "send", people.leader_a)
    assert update.state == "submitted"
    assert update.assignment.state == "awaiting_verification"
    assert (update.assignment.claim, update.assignment.percent) == ("done", 100)


def test_the_council_side_sees_nothing_of_a_report_before_it_is_sent(people: Cast) -> None:
    update = story.drafted_report(people)
    with pytest.raises(NotFound):
        access.find("update", update.id, people.office)
    told = audit.of_thread("recommendation", update.assignment.recommendation_id, people.office, council_side=True)
    assert "update" not in {event.subject_kind for event in told}


def test_an_agency_never_verifies_its_own_report(people: Cast) -> None:
    update = story.report(people)
    assert steps(update, people.leader_a) == []
    with pytest.raises(Forbidden):
        engine.perform(update, "accept", people.leader_a, story.ACCEPTANCE)


def test_a_report_of_results_needs_evidence(people: Cast) -> None:
    update = story.drafted_report(people, proofs=[])
    with pytest.raises(Invalid) as refused:
        engine.perform(update, "send", people.leader_a)
    assert "minh chứng" in str(refused.value)


def test_a_mere_note_needs_no_evidence_and_no_verdict(people: Cast) -> None:
    update = story.report(people, proofs=[], claim="in_progress", percent=30)
    assert update.assignment.state == "in_progress"
    assert steps(update, people.standing) == []


def test_what_is_returned_comes_back_and_is_then_accepted(people: Cast) -> None:
    first = story.report(people)
    engine.perform(first, "return", people.standing, story.RETURN)
    assert first.assignment.state == "not_satisfactory"
    assert first.assignment.due_on == NEXT_MONTH, "a return never moves the deadline"
    second = story.report(people, assignment=first.assignment)
    story.accept(people, second)
    assert second.assignment.state == "implemented"
    assert second.assignment.recommendation.lead_state == "implemented"


def test_no_recommendation_closes_before_every_condition_is_met(people: Cast) -> None:
    issued = story.issued(people, conditions=["Danh mục", "Bản đồ"])
    first = issued.conditions[0].id
    update = story.report(
        people, assignment=story.lead(issued), proofs=[service.Proof(number="1/QĐ", condition_id=first)]
    )
    with pytest.raises(Invalid) as refused:
        engine.perform(update, "accept", people.standing, story.ACCEPTANCE)
    assert "Đóng khi có" in str(refused.value)


@pytest.mark.parametrize(("day", "words"), [(14, "ban hành ngày 15/06/2026"), (16, "chưa đến")])
def test_nothing_was_completed_before_it_was_demanded_nor_in_time_to_come(people: Cast, day: int, words: str) -> None:
    update = story.report(people)
    answers = story.ACCEPTANCE | story.judged(update) | {"completed_on": date(2026, 6, day)}
    with pytest.raises(Invalid) as refused:
        engine.perform(update, "accept", people.standing, answers)
    assert list(refused.value.errors) == ["completed_on"]
    assert words in str(refused.value.errors["completed_on"])
    assert (update.state, update.assignment.completed_on) == ("submitted", None)


def test_the_recommendation_closes_when_every_task_has_ended(people: Cast) -> None:
    issued = story.issued(people)
    for key, assignment in zip(("a", "b"), list(issued.assignments), strict=True):
        update = story.report(people, key=key, assignment=assignment)
        assert issued.state == "issued"
        story.accept(people, update)
    assert issued.state == "closed"
    story.reopened(people, issued.assignments[0])
    assert issued.state == "issued"


def test_one_report_is_written_at_a_time(people: Cast) -> None:
    update = story.drafted_report(people)
    with pytest.raises(Impossible):
        story.drafted_report(people, assignment=update.assignment)
    assert service.draft_of(update.assignment) == update.id


def test_nothing_is_reported_on_a_task_that_waits_for_a_verdict(people: Cast) -> None:
    update = story.report(people)
    with pytest.raises(Impossible):
        story.drafted_report(people, assignment=update.assignment)


def test_evidence_of_a_draft_can_be_added_and_taken_away(people: Cast) -> None:
    update = story.drafted_report(people)
    added = service.add_evidence(update, service.Proof(number="99/BC"), people.officer_a)
    service.edit_update(update, {"drop_evidence": [update.evidence[0].id]}, people.officer_a)
    assert [item.id for item in update.evidence] == [added.id]


def test_evidence_serves_only_conditions_of_its_own_recommendation(people: Cast) -> None:
    other = story.issued(people, conditions=["Khác"])
    update = story.drafted_report(people)
    with pytest.raises(Invalid):
        service.add_evidence(update, service.Proof(number="1", condition_id=other.conditions[0].id), people.officer_a)


def test_agency_b_cannot_report_for_agency_a(people: Cast) -> None:
    issued = story.issued(people)
    with pytest.raises(Forbidden):
        story.drafted_report(people, key="b", assignment=story.lead(issued))


# --- paper ----------------------------------------------------------------------------------------------------------


def test_the_office_enters_a_signed_paper_and_then_cannot_verify_it(people: Cast) -> None:
    update = story.paper(people)
    assert (update.state, update.on_paper) == ("submitted", True)
    assert update.assignment.state == "awaiting_verification"
    assert "accept" not in steps(update, people.office)
    with pytest.raises(Forbidden):
        engine.perform(update, "accept", people.office, story.ACCEPTANCE)
    assert "accept" in steps(update, people.other_office)


def test_a_paper_may_come_from_an_agency_that_never_took_the_task_here(people: Cast) -> None:
    issued = story.issued(people)
    assert story.lead(issued).state == "assigned"
    assert story.paper(people, assignment=story.lead(issued)).assignment.state == "awaiting_verification"


def test_an_agency_does_not_touch_the_paper_that_the_office_enters(people: Cast) -> None:
    update = story.paper(people, send=False)
    with pytest.raises(Forbidden):
        service.edit_update(update, {"text": "Khác"}, people.leader_a)
    with pytest.raises(Forbidden):
        story.paper(people, by="leader_a")


# --- deadlines and measures -----------------------------------------------------------------------------------------


def test_overdue_is_computed_from_the_end_of_the_next_working_day(people: Cast, now: time_machine.Coordinates) -> None:
    saturday = date(2026, 7, 18)
    task = story.lead(story.issued(people, due_on=saturday))
    assert task.due_ends_on == date(2026, 7, 20)
    assert not effects.is_overdue(task, date(2026, 7, 20))
    assert effects.is_overdue(task, date(2026, 7, 21))


def test_a_report_sent_in_time_is_not_overdue_while_it_waits(people: Cast) -> None:
    task = story.report(people).assignment
    assert not effects.is_overdue(task, date(2027, 1, 4))
    task.sent_on = date(2026, 12, 1)
    assert effects.is_overdue(task, date(2027, 1, 4))


def test_measures_follow_their_order_or_say_why(people: Cast) -> None:
    task = story.lead(story.issued(people))
    with pytest.raises(Invalid) as refused:
        story.measure(people, task, kind="explanation")
    assert "skip_reason" in refused.value.errors
    story.measure(people, task)
    story.measure(people, task, kind="explanation", skip_reason="Đã kiến nghị cấp trên bằng lời")
    assert service.times_urged(task) == 1


def test_agencies_take_no_measures(people: Cast) -> None:
    task = story.lead(story.issued(people))
    with pytest.raises(Forbidden):
        story.measure(people, task, by="leader_a")


def test_what_is_not_done_is_concluded_only_after_urging_and_asking(
    people: Cast, now: time_machine.Coordinates
) -> None:
    task = story.lead(story.issued(people))
    now.move_to("2026-08-20T09:00:00+07:00")
    with pytest.raises(Invalid):
        engine.perform(task, "find_not_implemented", people.standing, story.DECISION)
    story.measure(people, task)
    asked = story.measure(people, task, kind="explanation", skip_reason="Bỏ qua bước giữa")
    with pytest.raises(Invalid, match="còn hạn giải trình"):
        engine.perform(task, "find_not_implemented", people.standing, story.DECISION)
    assert asked.answer_due_on is not None
    now.move_to(asked.answer_due_on + timedelta(days=4))
    engine.perform(task, "find_not_implemented", people.standing, story.DECISION)
    assert task.state == "not_implemented"


def test_what_has_been_explained_need_not_wait_for_the_day_of_the_answer(
    people: Cast, now: time_machine.Coordinates
) -> None:
    task = story.lead(story.issued(people))
    now.move_to("2026-08-20T09:00:00+07:00")
    story.measure(people, task)
    asked = story.measure(people, task, kind="explanation", skip_reason="Bỏ qua bước giữa")
    engine.perform(asked, "answer", people.office, {"answered_on": date(2026, 8, 20), "answered_with": "77/BC-BQL"})
    engine.perform(task, "find_not_implemented", people.standing, story.DECISION)
    assert task.state == "not_implemented"


def test_withdrawing_ends_every_open_task(people: Cast) -> None:
    issued: Recommendation = story.issued(people)
    engine.perform(issued, "withdraw", people.standing, {"reason": "Trùng với kiến nghị khác", "number": "9/QĐ-TT"})
    assert {assignment.state for assignment in issued.assignments} == {"waived"}


def test_reports_are_found_by_nobody_but_their_readers(people: Cast) -> None:
    update: Update = story.report(people)
    assert access.find("update", update.id, people.leader_a) is update
    with pytest.raises(NotFound):
        access.find("update", update.id, people.leader_b)


# --- what a walk has found ------------------------------------------------------------------------------------------


def test_a_task_of_a_withdrawn_recommendation_is_not_reopened(people: Cast) -> None:
    issued = story.issued(people)
    done = story.lead(issued)
    story.accept(people, story.report(people, assignment=done))
    engine.perform(issued, "withdraw", people.standing, {"reason": "Trùng với kiến nghị khác", "number": "5/QĐ-TT"})
    seen = story.measure(people, done, kind="re_oversight", document_number="12/KH-ĐGS")
    assert "reopen" not in steps(done, people.standing)
    with pytest.raises(Invalid, match="đã rút"):
        engine.perform(done, "reopen", people.standing, story.DECISION | {"re_oversight": str(seen.id)})
    assert (done.state, issued.state) == ("implemented", "withdrawn")


def test_a_report_that_was_overtaken_is_not_decided_on(people: Cast) -> None:
    """The earlier one was never answered: the task went on by a roadmap, and the office entered a newer one."""
    task = story.taken(people, None, "a")
    overtaken = story.report(people, assignment=task)
    roadmap = {
        "milestones": ["2026 | Xong 2 khu", "2027 | Xong 3 khu"],
        "number": "9/QĐ-TT",
        "issued_on": date(2026, 6, 15),
    }
    engine.perform(task, "set_roadmap", people.standing, roadmap)
    newer = story.paper(people, assignment=task)
    with pytest.raises(Invalid, match="báo cáo mới hơn"):
        story.accept(people, overtaken, "office")
    assert task.state == "awaiting_verification"
    story.accept(people, newer)
    assert task.state == "implemented"


def test_a_number_of_spaces_is_no_number(people: Cast) -> None:
    issued = story.issued(people)
    with pytest.raises(Invalid) as refused:
        engine.perform(issued, "withdraw", people.standing, {"reason": "Trùng với kiến nghị khác", "number": "   "})
    assert list(refused.value.errors) == ["number"]
