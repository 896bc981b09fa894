"""Terms of a council do not overlap; what one leaves open goes to the next by one decision, and its report stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, handing_over, story
from tests.cast import Cast
from tests.handing_over import begun, choose, decided, items, prepared, several, two_terms
from tracker.attachments import queries as attachments
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid, Stale
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.organizations import councils, terms
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.queries import follow_up, rates
from tracker.recommendations.queries.follow_up import Wanted
from tracker.recommendations.queries.rates import Scope
from tracker.recommendations.terms import CarriedOver
from tracker.terms import queries, service
from tracker.terms.models import HandoverReport, TermHandover
from tracker.terms.service import Pick
from tracker.terms.work import work_for
from tracker.workflow import engine

LAW = {"reason": "Không còn cần thiết nữa", "number": "9/TB", "issued_on": date(2026, 6, 15)}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def table(people: Cast, by: str = "office", **wanted: Any) -> list[str]:
    return [row.code for row in follow_up.find(people.actor(by), Wanted(sort="code", **wanted)).rows]


# --- terms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"number": "XVI", "from_on": date(2031, 7, 1)}, "number"),
        ({"from_on": date(2026, 7, 1), "to_on": date(2026, 6, 1)}, "to_on"),
        ({"from_on": date(2026, 6, 30), "to_on": date(2031, 6, 30)}, "from_on"),
        ({"from_on": date(2020, 1, 1), "to_on": date(2021, 5, 23)}, "to_on"),
        ({"from_on": date(2020, 1, 1), "to_on": None}, "to_on"),
    ],
)
def test_terms_of_a_council_do_not_overlap(people: Cast, facts: dict[str, Any], field: str) -> None:
    terms.add(people.council, handing_over.OLD, people.admin)
    with pytest.raises(Invalid) as wrong:
        terms.add(people.council, {"number": "XVIII", "to_on": None, "deputies_total": None} | facts, people.admin)
    assert list(wrong.value.errors) == [field]


def test_an_open_term_is_ended_before_the_next_one_begins(people: Cast) -> None:
    old = terms.add(people.council, handing_over.OLD | {"to_on": None}, people.admin)
    with pytest.raises(Invalid, match="chưa ghi ngày kết thúc"):
        terms.add(people.council, handing_over.NEW, people.admin)
    terms.edit(old, {"to_on": date(2026, 6, 30)}, people.admin)
    assert terms.following(old) is None
    new = terms.add(people.council, handing_over.NEW, people.admin)
    assert terms.following(old) is new
    told = db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_kind == "council_term"))
    assert sorted(told) == ["created", "created", "edited"]
    with pytest.raises(Forbidden):
        terms.add(people.council, handing_over.NEW | {"number": "XIX"}, people.office)


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_holds_what_is_open_and_nothing_else(people: Cast) -> None:
    two_terms(people)
    kept, withdrawn = several(people, 2)
    engine.perform(withdrawn, "withdraw", people.standing, LAW)
    story.draft(people)
    handover = begun(people)
    assert [item.recommendation_id for item in items(handover)] == [kept.id]
    assert handover.listed == 1
    assert handover.code == "BGNK-2026-01"


def test_what_is_issued_afterwards_is_named_until_it_is_listed(people: Cast) -> None:
    handover = prepared(people)
    late = story.issued(people, text="Việc được ban hành sau khi lập danh sách")
    with pytest.raises(Invalid, match=late.code):
        decided(people, handover)
    engine.perform(handover, "update_list", people.office)
    assert handover.listed == 4
    with pytest.raises(Invalid, match=late.code):
        decided(people, handover)
    choose(people, handover, items(handover)[-1])
    assert decided(people, handover).state == "decided"


def test_only_one_handover_of_a_term_is_prepared_at_a_time(people: Cast) -> None:
    two_terms(people)
    several(people, 1)
    first = begun(people)
    with pytest.raises(Impossible, match=first.code):
        begun(people)
    engine.perform(first, "withdraw", people.office, {"reason": "Lập nhầm khóa bàn giao"})
    assert begun(people).code == "BGNK-2026-02"
    with pytest.raises(Forbidden):
        begun(people, by="standing")


# --- decisions about items --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"decision": "waive"}, "reason"),
        ({"decision": "waive", "reason": "ngắn"}, "reason"),
        ({"decision": "forget"}, "decision"),
        ({"decision": "carry", "followed_by_id": 999999}, "followed_by_id"),
    ],
)
def test_bad_decisions_are_told_beside_their_field(people: Cast, answers: dict[str, Any], field: str) -> None:
    two_terms(people)
    several(people, 1)
    handover = begun(people)
    with pytest.raises(Invalid) as wrong:
        choose(people, handover, *items(handover), **answers)
    assert list(wrong.value.errors) == [field]
    assert items(handover)[0].decision is None


def test_the_second_editor_is_told_what_the_first_chose_and_nothing_is_written(people: Cast) -> None:
    two_terms(people)
    several(people, 2)
    handover = begun(people)
    first, second = items(handover)
    shown = [Pick(first.id, first.row_version), Pick(second.id, second.row_version)]
    choose(people, handover, first, by="other_office", decision="oversee_again")
    with pytest.raises(Invalid, match="Người other_office đã chọn “Tiếp tục theo dõi, đề nghị giám sát lại”"):
        service.decide_about(handover, shown, {"decision": "carry"}, people.office)
    assert [item.decision for item in items(handover)] == ["oversee_again", None]


def test_what_a_waiver_needs_not_is_not_kept_with_another_decision(people: Cast) -> None:
    two_terms(people)
    several(people, 1)
    handover = begun(people)
    choose(people, handover, *items(handover), reason=handing_over.WHY, note="Ghi nhớ")
    item = items(handover)[0]
    assert (item.decision, item.reason, item.note) == ("carry", "", "Ghi nhớ")
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.subject_kind == "handover_item")).one()
    assert (told.audience, told.thread_kind, told.after) == (
        "council",
        "term_handover",
        {"decision": "carry", "note": "Ghi nhớ"},
    )


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_everything_undecided_stands_in_the_way_and_is_named(people: Cast) -> None:
    two_terms(people)
    codes = [one.code for one in several(people, 7)]
    handover = begun(people)
    with pytest.raises(Invalid) as wrong:
        decided(people, handover)
    assert wrong.value.errors[""] == [
        f"Có kiến nghị còn mở chưa chọn cách xử lý. ({', '.join(codes[:5])} và 2 kiến nghị khác)"
    ]
    assert handover.state == "draft"


def test_the_decision_carries_and_waives_in_one_go(people: Cast) -> None:
    paper = handing_over.pdf(people)
    handover = decided(people, files=[paper])
    first, second, third = (item.recommendation for item in items(handover))
    marks = list(db.session.scalars(select(CarriedOver).order_by(CarriedOver.id)))
    assert [(mark.recommendation_id, mark.oversee_again) for mark in marks] == [(first.id, False), (second.id, True)]
    assert (first.followed_by_id, second.followed_by_id) == (people.users["other_office"].id, None)
    assert [one.state for one in (first, second, third)] == ["issued", "issued", "closed"]
    assert {task.state for task in third.assignments} == {"waived"}
    assert {task.verdict_note for task in third.assignments} == {handing_over.WHY}
    papers = [document for document in third.delegation.documents if document.number == "45/TB-HĐND"]
    assert len(papers) == 1, "one paper, however many tasks it waives"
    assert [file.name for task in third.assignments for file in attachments.of("assignment", task.id)] == [
        paper.name
    ] * 2
    assert [file.id for file in attachments.of("term_handover", handover.id)] == [paper.id]


def test_agencies_and_the_new_officer_are_told_once(people: Cast) -> None:
    decided(people)
    query = select(Notice.recipient_id).where(Notice.name == "recommendation.carry_over")
    told = sorted(db.session.scalars(query))
    agencies = [people.users[f"{who}_{key}"].id for who in ("officer", "leader") for key in "ab"]
    assert told == sorted([*agencies, *agencies, people.users["other_office"].id])
    waived = select(func.count()).where(Notice.name == "assignment.waive", Notice.recipient_id.in_(agencies))
    assert db.session.scalar(waived) == 4, "each of both agencies"


def test_only_the_standing_committee_decides_and_only_what_it_has_read(people: Cast) -> None:
    handover = prepared(people)
    with pytest.raises(Forbidden):
        engine.perform(handover, "decide", people.office, handing_over.DECISION)
    read = handover.row_version
    choose(people, handover, items(handover)[0], decision="oversee_again")
    with pytest.raises(Stale):
        engine.perform(handover, "decide", people.standing, handing_over.DECISION, version=read)
    decided(people, handover)
    with pytest.raises(Impossible):
        engine.perform(handover, "decide", people.standing, handing_over.DECISION)
    with pytest.raises(Impossible):
        choose(people, handover, items(handover)[0])


def test_what_ended_meanwhile_is_left_out_and_named(people: Cast) -> None:
    handover = prepared(people)
    gone = items(handover)[0].recommendation
    engine.perform(gone, "withdraw", people.standing, LAW)
    decided(people, handover)
    assert [item.left_out for item in items(handover)] == [True, False, False]
    assert db.session.scalar(select(func.count()).select_from(CarriedOver)) == 1
    assert report(handover)["totals"]["left_out"] == 1


def report(handover: TermHandover) -> dict[str, Any]:
    return db.session.scalars(select(HandoverReport).where(HandoverReport.handover_id == handover.id)).one().facts


def test_the_report_reads_the_same_whatever_happens_later(people: Cast, now: time_machine.Coordinates) -> None:
    handover = prepared(people)
    story.measure(people, story.lead(items(handover)[0].recommendation))
    decided(people, handover)
    kept = report(handover)
    facts = [item.facts for item in items(handover)]
    assert kept["totals"] == {
        "in_term": 3, "closed": 0, "withdrawn": 0, "listed": 3, "overdue": 0,
        "carry": 1, "oversee_again": 1, "waive": 1, "undecided": 0, "left_out": 0,
    }  # fmt: skip
    assert kept["delegations"][0]["rates"]["completion"] == [0, 0]
    assert facts[0] is not None
    assert facts[0]["measure"] == {"kind": "urge", "on": "2026-06-15", "number": "301/HĐND-VP"}
    assert facts[0]["lead_state"] == "assigned"
    now.move_to(handing_over.AFTERWARDS)
    story.report(people, assignment=story.lead(items(handover)[0].recommendation))
    people.agencies["a"].name = "Tên khác"
    db.session.flush()
    db.session.expire_all()
    assert report(handover) == kept
    assert [item.facts for item in items(handover)] == facts


def test_rates_of_the_term_count_its_recommendations_alone(people: Cast, now: time_machine.Coordinates) -> None:
    old, new = two_terms(people)
    several(people, 2)
    now.move_to("2026-07-20T09:00:00+07:00")
    assert rates.of(people.office, Scope(term=old.id)).completion.denominator == 2
    assert rates.of(people.office, Scope(term=new.id)).completion.denominator == 0


# --- afterwards -------------------------------------------------------------------------------------------------------


def test_the_follow_up_table_of_a_term_holds_what_was_issued_in_it_or_carried_into_it(people: Cast) -> None:
    handover = prepared(people)
    old, new = handover.from_term_id, handover.to_term_id
    codes = [item.code for item in items(handover)]
    assert (table(people, term=old), table(people, term=new)) == (codes, [])
    decided(people, handover)
    assert table(people, term=old) == codes, "the old term stays readable, also what has been closed"
    assert table(people, term=new) == codes[:2]
    assert table(people, term=old, agency=people.agencies["b"].id) == codes
    assert table(people, "officer_a", term=new) == codes[:2]


def test_what_was_carried_is_handed_on_at_the_end_of_the_next_term(people: Cast, now: time_machine.Coordinates) -> None:
    handover = decided(people)
    new = handover.to_term
    terms.edit(new, {"to_on": date(2031, 6, 30)}, people.admin)
    terms.add(people.council, {"number": "XVIII", "from_on": date(2031, 7, 1), "to_on": None}, people.admin)
    now.move_to("2031-06-01T09:00:00+07:00")
    again = service.begin({"from_term_id": new.id}, people.office)
    assert [item.recommendation_id for item in items(again)] == [item.recommendation_id for item in items(handover)[:2]]


def test_what_came_to_light_late_is_handed_over_by_another_decision(people: Cast) -> None:
    decided(people)
    late = story.issued(people, text="Ban hành trong khóa cũ, ghi vào sau")
    again = begun(people)
    assert [item.recommendation_id for item in items(again)] == [late.id]


def test_a_council_that_was_merged_hands_over_to_its_successor(people: Cast) -> None:
    terms.add(people.council, handing_over.OLD, people.admin)
    heir = terms.add(people.other_council, handing_over.NEW, people.admin)
    several(people, 1)
    with pytest.raises(Invalid, match="Chưa có khóa sau"):
        begun(people)
    facts = {name: getattr(people.council, name) for name in councils.FACTS}
    councils.edit(people.council, facts | {"successor_id": people.other_council.id}, people.admin)
    handover = begun(people)
    assert handover.to_term_id == heir.id
    choose(people, handover, *items(handover), followed_by_id=people.users["foreigner"].id)
    decided(people, handover)
    assert queries.reads_whole(handover, people.foreigner)
    back = {name: getattr(people.other_council, name) for name in councils.FACTS} | {"successor_id": people.council.id}
    with pytest.raises(Invalid, match="vòng"):
        councils.edit(people.other_council, back, people.admin)


# --- reminding --------------------------------------------------------------------------------------------------------


def waits(people: Cast, by: str, months: int = 6) -> list[tuple[str, str]]:
    return [(item.kind, item.why) for item in work_for(people.actor(by), months=months)]


def test_the_office_is_reminded_before_and_after_the_end_until_all_is_handed_over(
    people: Cast, now: time_machine.Coordinates
) -> None:
    old, _new = two_terms(people)
    assert waits(people, "office") == [], "nothing is open"
    several(people, 2)
    assert waits(people, "office") == [("council_term", "kết thúc ngày 30/06/2026 · 2 kiến nghị còn mở chưa bàn giao")]
    now.move_to("2026-05-01T09:00:00+07:00")
    assert waits(people, "office", months=1) == []
    now.move_to(handing_over.AFTERWARDS)
    assert waits(people, "office")[0][1].startswith("đã kết thúc ngày 30/06/2026")
    assert waits(people, "standing") == waits(people, "officer_a") == []
    handover = service.begin({"from_term_id": old.id}, people.office)
    assert waits(people, "office") == [("term_handover", "2 kiến nghị chưa chọn cách xử lý")]
    assert waits(people, "standing") == []
    choose(people, handover, *items(handover))
    assert waits(people, "standing") == [("term_handover", "đã chuẩn bị xong")]
    decided(people, handover)
    assert waits(people, "office") == waits(people, "standing") == []


def test_assignments_that_wait_for_a_verdict_are_waived_too(people: Cast) -> None:
    two_terms(people)
    (one,) = several(people, 1)
    story.report(people, assignment=story.lead(one))
    handover = begun(people)
    choose(people, handover, *items(handover), decision="waive", reason=handing_over.WHY)
    decided(people, handover)
    assert db.session.get_one(Recommendation, one.id).state == "closed"
    assert {task.state for task in db.session.scalars(select(Assignment))} == {"waived"}
