"""Evidence item by item: verdicts with the report's, days on which it runs out, versions, and what closes a task."""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tracker.accounts import access
from tracker.attachments import service as attachments
from tracker.attachments.models import Attachment
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound, Stale
from tracker.extensions import db
from tracker.recommendations import evidence, service
from tracker.recommendations.models import Assignment, EvidenceItem, Recommendation, Update
from tracker.recommendations.queries import work_for
from tracker.recommendations.queries.work.expired import lapsed
from tracker.recommendations.service import Proof
from tracker.workflow import engine

LICENCE_ENDS = date(2026, 8, 31)
AFTER_THAT = "2026-09-01T09:00:00+07:00"
BLURRED = "Mờ, không đọc được ranh giới"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def issued(people: Cast) -> Recommendation:
    return story.issued(people, conditions=["Danh mục", "Bản đồ"])


def proofs(issued: Recommendation, **about: Any) -> list[Proof]:
    """One document's number for each closing condition."""
    return [Proof(number=f"{n}/QĐ", condition_id=one.id, **about) for n, one in enumerate(issued.conditions, start=1)]


def reported(people: Cast, issued: Recommendation, **changes: Any) -> Update:
    return story.report(people, assignment=story.lead(issued), **{"proofs": proofs(issued)} | changes)


def stored(people: Cast, content: bytes, by: str = "officer_a") -> Attachment:
    return attachments.store(io.BytesIO(content), "ban-do.txt", people.users[by].id, people.council.id)


def rejected(people: Cast, issued: Recommendation, **about: Any) -> EvidenceItem:
    """A piece of evidence that was not accepted, of a report that was returned."""
    first = issued.conditions[0].id
    update = reported(people, issued, proofs=[Proof(condition_id=first, **about or {"number": "1/QĐ"})])
    engine.perform(
        update, "return", people.standing, story.RETURN | story.judged(update, verdict="reject", reason=BLURRED)
    )
    return update.evidence[0]


def done(people: Cast, issued: Recommendation, until: date | None = LICENCE_ENDS) -> Update:
    """A task that was found done on evidence which runs out."""
    update = reported(people, issued, proofs=proofs(issued, valid_until=until))
    story.accept(people, update)
    return update


def events_of(kind: str, id: int) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.subject_kind == kind, AuditEvent.subject_id == id)
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


def told(people: Cast, name: str) -> list[str]:
    return [item.why for item in work_for(people.actor(name)) if "minh chứng" in item.why]


# --- verdicts ---------------------------------------------------------------------------------------------------------


def test_nothing_is_accepted_that_nobody_has_looked_at(people: Cast, issued: Recommendation) -> None:
    update = reported(people, issued)
    with pytest.raises(Invalid) as refused:
        engine.perform(update, "accept", people.standing, story.ACCEPTANCE)
    assert "“Danh mục”; “Bản đồ”" in str(refused.value)
    assert [item.state for item in update.evidence] == ["pending", "pending"]
    assert update.assignment.state == "awaiting_verification"


def test_each_item_is_judged_with_the_report_and_leaves_its_own_event(people: Cast, issued: Recommendation) -> None:
    update = reported(people, issued)
    first, second = update.evidence
    answers = {f"verdict_{first.id}": "accept", f"verdict_{second.id}": "reject", f"reason_{second.id}": BLURRED}
    engine.perform(update, "return", people.standing, story.RETURN | answers)
    assert [(item.state, item.reason, item.judged_by_id) for item in (first, second)] == [
        ("accepted", "", people.users["standing"].id),
        ("rejected", BLURRED, people.users["standing"].id),
    ]
    assert events_of("evidence", first.id) == ["accept"]
    assert events_of("evidence", second.id) == ["reject"]
    assert update.state == "returned"


def test_a_report_is_complete_when_every_condition_has_evidence_that_was_accepted(
    people: Cast, issued: Recommendation
) -> None:
    first = reported(people, issued)
    engine.perform(first.evidence[0], "accept", people.standing, {})
    engine.perform(first, "return", people.standing, story.RETURN)
    map_only = [Proof(number="9/BĐ", condition_id=issued.conditions[1].id)]
    again = reported(people, issued, proofs=map_only)
    with pytest.raises(Invalid) as refused:
        engine.perform(again, "accept", people.standing, story.ACCEPTANCE)
    assert "Còn thiếu: “Bản đồ”." in str(refused.value)
    story.accept(people, again)
    assert again.assignment.state == "implemented"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"verdict": "reject"}, "reason"),
        ({"verdict": "reject", "reason": "Mờ"}, "reason"),
        ({"reason": BLURRED}, "verdict"),
        ({"verdict": "accept", "reason": BLURRED}, "verdict"),
        ({"verdict": "perhaps"}, "verdict"),
        ({"verdict": "accept", "valid_until": date(2026, 6, 14)}, "valid_until"),
        ({"valid_until": date(2026, 7, 14)}, "verdict"),
    ],
)
def test_a_verdict_that_does_not_say_why_is_refused_beside_its_field(
    people: Cast, issued: Recommendation, answers: dict[str, Any], field: str
) -> None:
    update = reported(people, issued)
    id = update.evidence[0].id
    given = {f"{name}_{id}": value for name, value in answers.items()}
    with pytest.raises(Invalid) as refused:
        engine.perform(update, "return", people.standing, story.RETURN | given)
    assert list(refused.value.errors) == [f"{field}_{id}"]
    assert update.state == "submitted"


def test_what_the_report_does_not_hold_is_not_judged_with_it(people: Cast, issued: Recommendation) -> None:
    other = reported(people, story.issued(people, conditions=["Khác"]), proofs=[Proof(number="5")])
    update = reported(people, issued)
    with pytest.raises(Invalid) as refused:
        engine.perform(update, "return", people.standing, story.RETURN | {f"verdict_{other.evidence[0].id}": "accept"})
    assert f"verdict_{other.evidence[0].id}" in refused.value.errors


def test_a_co_operating_agency_needs_one_accepted_item(people: Cast, issued: Recommendation) -> None:
    update = story.report(
        people, key="b", assignment=issued.assignments[1], proofs=[Proof(number="1"), Proof(number="2")]
    )
    with pytest.raises(Invalid) as refused:
        engine.perform(update, "accept", people.standing, story.ACCEPTANCE)
    assert "ít nhất một minh chứng được chấp nhận" in str(refused.value)
    engine.perform(update, "accept", people.standing, story.ACCEPTANCE | {f"verdict_{update.evidence[0].id}": "accept"})
    assert [item.state for item in update.evidence] == ["accepted", "pending"]


def test_evidence_for_the_whole_serves_a_condition_that_stands_alone_and_no_other(people: Cast) -> None:
    alone = reported(people, story.issued(people, conditions=["Danh mục"]), proofs=[Proof(number="1")])
    story.accept(people, alone)
    assert alone.assignment.state == "implemented"
    among = reported(people, story.issued(people, conditions=["Danh mục", "Bản đồ"]), proofs=[Proof(number="1")])
    with pytest.raises(Invalid):
        story.accept(people, among)


def test_whoever_reported_judges_none_of_its_evidence(people: Cast, issued: Recommendation) -> None:
    update = story.paper(people, assignment=story.lead(issued))
    for actor in (people.office, people.leader_a):
        with pytest.raises(Forbidden):
            engine.perform(update.evidence[0], "accept", actor, {})
    engine.perform(update.evidence[0], "accept", people.other_office, {})


def test_evidence_of_a_report_that_was_not_sent_is_not_judged(people: Cast, issued: Recommendation) -> None:
    update = story.paper(people, assignment=story.lead(issued), send=False, proofs=proofs(issued))
    with pytest.raises(Invalid) as refused:
        engine.perform(update.evidence[0], "accept", people.other_office, {})
    assert "Báo cáo chưa gửi" in str(refused.value)


def test_of_two_verifiers_one_wins(people: Cast, issued: Recommendation) -> None:
    update = reported(people, issued)
    item, of_item, of_report = update.evidence[0], update.evidence[0].row_version, update.row_version
    engine.perform(item, "accept", people.standing, {}, version=of_item)
    with pytest.raises(Stale):
        engine.perform(item, "reject", people.office, {"reason": BLURRED}, version=of_item)
    with pytest.raises(Stale):
        engine.perform(update, "return", people.office, story.RETURN, version=of_report)
    assert item.state == "accepted"


def test_a_task_that_is_done_loses_its_evidence_only_by_expiry(people: Cast, issued: Recommendation) -> None:
    item = done(people, issued).evidence[0]
    with pytest.raises(Invalid) as refused:
        engine.perform(item, "reject", people.standing, {"reason": BLURRED})
    assert "Hãy ghi hết giá trị" in str(refused.value)
    engine.perform(item, "expire", people.standing, {"reason": "Giấy phép bị thu hồi"})
    assert item.assignment.state == "implemented"


# --- running out ------------------------------------------------------------------------------------------------------


def test_evidence_runs_out_after_its_last_day_by_itself(
    people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    item = done(people, issued).evidence[0]
    now.move_to("2026-08-31T23:59:00+07:00")
    assert evidence.stands(item)
    now.move_to(AFTER_THAT)
    assert evidence.is_expired(item)
    assert item.state == "accepted", "computed, never stored"
    assert events_of("evidence", item.id) == ["accept"]


def test_what_has_run_out_is_not_accepted_any_more(
    people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    update = reported(people, issued, proofs=proofs(issued, valid_until=LICENCE_ENDS))
    now.move_to(AFTER_THAT)
    with pytest.raises(Invalid) as refused:
        engine.perform(update.evidence[0], "accept", people.standing, {})
    assert "31/08/2026" in refused.value.errors["valid_until"][0]
    engine.perform(update.evidence[0], "accept", people.standing, {"valid_until": date(2027, 8, 31)})
    assert update.evidence[0].valid_until == date(2027, 8, 31)


def test_what_ran_out_before_the_verdict_closes_nothing(
    people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    update = reported(people, issued, proofs=proofs(issued, valid_until=LICENCE_ENDS))
    for item in update.evidence:
        engine.perform(item, "accept", people.standing, {})
    now.move_to(AFTER_THAT)
    with pytest.raises(Invalid) as refused:
        engine.perform(update, "accept", people.standing, story.ACCEPTANCE)
    assert "“Danh mục”; “Bản đồ”" in str(refused.value)


def test_the_office_is_told_of_a_task_whose_evidence_has_run_out_and_nothing_re_opens(
    people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    task = done(people, issued).assignment
    assert told(people, "office") == told(people, "leader_a") == []
    now.move_to(AFTER_THAT)
    assert told(people, "office") == ["Ban Quản lý Khu kinh tế · minh chứng đã hết giá trị"]
    assert told(people, "leader_a") == ["minh chứng đã hết giá trị, cần gửi bản thay"]
    assert told(people, "leader_b") == told(people, "officer_a") == told(people, "member") == []
    assert (task.state, task.recommendation.lead_state) == ("implemented", "implemented")


def test_what_something_else_proves_as_well_is_not_missed(
    people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    more = Proof(number="7/BĐ", condition_id=issued.conditions[0].id)
    update = reported(people, issued, proofs=[*proofs(issued), more])
    story.accept(people, update)
    first = update.evidence[0]
    engine.perform(first, "expire", people.standing, {"reason": "Giấy phép bị thu hồi"})
    assert told(people, "office") == []
    engine.perform(update.evidence[2], "expire", people.standing, {"reason": "Bản đồ đã thay bằng bản khác"})
    assert len(told(people, "office")) == 1


def test_the_page_and_my_work_agree_on_what_has_run_out(people: Cast, now: time_machine.Coordinates) -> None:
    for conditions in ([], ["Danh mục"], ["Danh mục", "Bản đồ"]):
        issued = story.issued(people, conditions=conditions)
        given = proofs(issued, valid_until=LICENCE_ENDS) or [Proof(number="1", valid_until=LICENCE_ENDS)]
        story.accept(people, reported(people, issued, proofs=[*given, Proof(number="Chung")]))
        help_ = [Proof(number="2", valid_until=LICENCE_ENDS)]
        story.accept(people, story.report(people, key="b", assignment=issued.assignments[1], proofs=help_))
    now.move_to(AFTER_THAT)
    tasks = select(Assignment.id).join(EvidenceItem, EvidenceItem.assignment_id == Assignment.id)
    query = tasks.where(lapsed(date(2026, 9, 1)))
    by_task: dict[Assignment, list[EvidenceItem]] = defaultdict(list)
    for item in db.session.scalars(select(EvidenceItem)):
        by_task[item.assignment].append(item)
    by_page = {task.id for task, items in by_task.items() if evidence.lapsed(task, items)}
    assert set(db.session.scalars(query)) == by_page
    assert len(by_page) == 4


def test_the_leader_hands_in_what_takes_the_place_of_what_ran_out(
    people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    item = done(people, issued).evidence[0]
    assert "renew" not in [step.name for step in engine.available(item, people.leader_a)]
    now.move_to(AFTER_THAT)
    file = stored(people, b"Giay phep moi", "leader_a")
    engine.perform(item, "renew", people.leader_a, {"files": [file], "valid_until": date(2027, 8, 31)})
    newer = item.replaced_by
    assert newer is not None
    assert (newer.version_number, newer.state, newer.condition_id) == (2, "pending", item.condition_id)
    assert (item.state, item.valid_until) == ("accepted", LICENCE_ENDS), "the earlier version stays as it was"
    assert told(people, "office") == ["Ban Quản lý Khu kinh tế · đã gửi bản thay cho minh chứng hết giá trị"]
    with pytest.raises(Invalid):
        engine.perform(item, "expire", people.standing, {"reason": "Đã có bản mới hơn"})
    engine.perform(newer, "accept", people.standing, {})
    assert told(people, "office") == ["Ban Quản lý Khu kinh tế · minh chứng đã hết giá trị"], "the map is still missing"


# --- versions ---------------------------------------------------------------------------------------------------------


def test_a_rejected_item_is_answered_by_its_next_version(people: Cast, issued: Recommendation) -> None:
    old = rejected(people, issued, file=stored(people, b"Ban 1"))
    newer = Proof(file=stored(people, b"Ban 2"), condition_id=old.condition_id, replaces=old)
    update = story.drafted_report(people, assignment=story.lead(issued), proofs=[newer])
    made = update.evidence[0]
    assert (made.version_number, made.replaces, made.condition_id) == (2, old, issued.conditions[0].id)
    assert (old.state, old.reason) == ("rejected", BLURRED)
    assert [line.versions for line in evidence.lines([old, made])] == [(made, old)]
    assert not evidence.is_replaced(old), "nobody has sent it yet"
    engine.perform(update, "send", people.leader_a)
    with pytest.raises(Invalid):
        engine.perform(old, "accept", people.standing, {})


def test_the_same_bytes_are_no_new_version(people: Cast, issued: Recommendation) -> None:
    old = rejected(people, issued, file=stored(people, b"Ban 1"))
    same = Proof(file=stored(people, b"Ban 1"), replaces=old, field=f"newer_files_{old.id}")
    with pytest.raises(Invalid) as refused:
        story.drafted_report(people, assignment=story.lead(issued), proofs=[same])
    sentence = refused.value.errors[f"newer_files_{old.id}"][0]
    assert "giống hệt bản 1" in sentence
    assert old.attachment is not None
    assert old.attachment.sha256[:12] in sentence


def test_a_file_of_a_draft_is_replaced_and_the_earlier_one_stays(people: Cast, issued: Recommendation) -> None:
    update = story.drafted_report(people, assignment=story.taken(people, story.lead(issued), "a"))
    first = update.evidence[0]
    service.edit_update(update, {"proofs": [Proof(number="1235/QĐ-UBND", replaces=first)]}, people.officer_a)
    second = update.evidence[1]
    with pytest.raises(Invalid):
        service.edit_update(update, {"proofs": [Proof(number="1236/QĐ-UBND", replaces=first)]}, people.officer_a)
    engine.perform(update, "send", people.leader_a)
    assert evidence.waiting(update) == [second]
    with pytest.raises(Invalid):
        engine.perform(first, "accept", people.standing, {})


def test_a_line_is_taken_off_a_draft_with_its_versions(people: Cast, issued: Recommendation) -> None:
    old = rejected(people, issued)
    newer = [Proof(number="2/QĐ", replaces=old, condition_id=old.condition_id)]
    update = story.drafted_report(people, assignment=story.lead(issued), proofs=newer)
    service.edit_update(update, {"proofs": [Proof(number="3/QĐ", replaces=update.evidence[0])]}, people.officer_a)
    service.edit_update(update, {"drop_evidence": [update.evidence[1].id]}, people.officer_a)
    assert update.evidence == []
    assert old.replaced_by is None, "what was handed in before stays"


def test_what_stands_and_what_is_anothers_is_not_replaced(people: Cast, issued: Recommendation) -> None:
    update = reported(people, issued)
    standing = update.evidence[0]
    engine.perform(standing, "accept", people.standing, {})
    engine.perform(update, "return", people.standing, story.RETURN)
    other = rejected(people, story.issued(people, conditions=["Khác"]))
    draft = story.drafted_report(people, assignment=story.lead(issued))
    for item in (standing, other):
        with pytest.raises(Invalid) as refused:
            service.add_evidence(draft, Proof(number="2", replaces=item), people.officer_a)
        assert "files" in refused.value.errors


def test_an_officer_does_not_add_to_what_another_enters_from_paper(people: Cast, issued: Recommendation) -> None:
    update = story.paper(people, assignment=story.lead(issued), send=False)
    with pytest.raises(Forbidden):
        service.add_evidence(update, Proof(number="1"), people.leader_a)
    engine.perform(
        update,
        "enter_paper",
        people.office,
        {name: getattr(update, name) for name in ("paper_number", "paper_date", "paper_signer")}
        | {"files": [story.scan(people)]},
    )
    with pytest.raises(Impossible):
        service.add_evidence(update, Proof(number="1"), people.leader_a)


# --- who reads it -----------------------------------------------------------------------------------------------------


def test_no_other_agency_reads_it(people: Cast, issued: Recommendation) -> None:
    item = done(people, issued).evidence[0]
    assert access.find("evidence", item.id, people.officer_a) is item
    for actor in (people.leader_b, people.officer_b):
        with pytest.raises(NotFound):
            access.find("evidence", item.id, actor)
