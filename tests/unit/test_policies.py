"""A policy passes its steps in the order that the rules give its kind, is voted on, and comes into force once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.lawmaking import (
    FAILED,
    NOT_READY,
    PAPER,
    PASSED,
    RESOLUTION,
    WHY,
    council_session,
    go,
    policy,
    proposal,
    run_night,
    scan,
    sent_back,
    vote,
)
from tracker import demo
from tracker.accounts.people import actor_of
from tracker.audit.models import AuditEvent
from tracker.calendar import rules
from tracker.calendar.rules import DayRule
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.demo.accounts import acting
from tracker.extensions import db
from tracker.links import origins
from tracker.links import queries as links
from tracker.notifications.models import Notice
from tracker.policies import due, joining, majority, queries, route, service
from tracker.policies.models import Policy, VoteRecord
from tracker.policies.work import work_for
from tracker.proposals.models import AgencyProposal
from tracker.workflow import engine


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def refused(record: Any, step: str, actor: Any, answers: dict[str, Any]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as wrong:
        engine.perform(record, step, actor, answers)
    return wrong.value.errors


def events(kind: str, action: str) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.subject_kind == kind, AuditEvent.action == action)
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


# --- acceptance: the promise of the real session is followed to the date in force (domain.md 7.1, point 4) -----------


def test_the_proposals_of_the_real_session_become_a_resolution_in_force(
    db_session: Session, now: time_machine.Coordinates
) -> None:
    users = demo.load("mot mat khau de thu").users
    found = db.session.scalars(
        select(AgencyProposal).where(AgencyProposal.delegation.has(code="ĐGS-2024-01")).order_by(AgencyProposal.code)
    ).all()
    assert [(one.code, one.state) for one in found] == [(f"ĐX-0{n}", "recorded") for n in range(1, 5)]
    who = {name: acting(users, name) for name in ("vanphong", "thuky", "thuongtruc", "truongban", "bql-lanhdao")}
    people = as_cast(users, found[0])
    for one in found:
        engine.perform(one, "consolidate", who["thuky"])
    engine.perform(
        found[0],
        "move_to_policy",
        who["vanphong"],
        {"answer": "Đưa vào một nghị quyết", "policy_title": "Phát triển công nghiệp"},
    )
    made = db.session.scalars(select(Policy).where(Policy.title == "Phát triển công nghiệp")).one()
    for one in found[1:]:
        engine.perform(one, "move_to_policy", who["vanphong"], {"answer": "Gộp chung", "policy": str(made.id)})
    assert origins.of(made, who["vanphong"], queries.SOURCES) == [f"proposal:{one.id}" for one in found]
    go(people, made, "tabled")
    vote(people, made, yes=42, present=80)
    assert (made.state, made.votes[0].total, made.votes[0].passed) == ("not_passed", 85, False)
    engine.perform(made, "table_again", people.office, WHY)
    go(people, made, "tabled")
    engine.perform(made, "vote", people.office, PASSED)
    assert (made.state, made.votes[1].passed) == ("passed", True)
    go(people, made, "promulgated")
    run_night()
    assert made.state == "promulgated"
    now.move_to("2026-06-25T02:00:00+07:00")
    run_night()
    run_night()
    assert made.state == "in_force"
    assert len(events("policy", "come_into_force")) == 1
    assert [vote.yes for vote in made.votes] == [42, 43]
    told = [
        event.after["answers"]["outcome"]
        for event in events("proposal", "hear_of_policy")
        if event.subject_id == found[2].id
    ]
    assert told == ["not_passed", "passed", "promulgated", "in_force"]
    assert {one.state for one in found} == {"moved_to_policy"}
    assert made in queries.of_source("proposal", found[0].id, who["bql-lanhdao"])


def as_cast(users: dict[str, Any], proposal: AgencyProposal) -> Any:
    """The example accounts under the names of the cast."""

    class Named:
        council = proposal.delegation.council
        committee = demo.accounts.committee(council)
        agencies = {"a": next(entry.agency for entry in proposal.agencies if entry.agency.code == "BQLKKT")}
        names = {
            "office": "vanphong",
            "secretary": "thuky",
            "standing": "thuongtruc",
            "leader": "truongban",
            "leader_a": "bql-lanhdao",
        }

        def __init__(self) -> None:
            self.users = {name: users[known] for name, known in self.names.items()}

        def actor(self, name: str) -> Any:
            return actor_of(self.users[name])

        @property
        def office(self) -> Any:
            return self.actor("office")

    return Named()


# --- sources and beginning --------------------------------------------------------------------------------------------


def test_a_policy_without_a_source_is_not_consolidated(people: Cast) -> None:
    made = policy(people, rests_on=[])
    assert "ít nhất một căn cứ" in refused(made, "consolidate", people.office, {})[""][0]
    service.edit(made, {"rests_on": [origins.spelled(story.finding(people))]}, people.office)
    engine.perform(made, "consolidate", people.office)
    assert (made.code, made.state) == ("CS-2026-01", "consolidated")


def test_a_policy_comes_from_proposals_findings_and_recommendations(people: Cast) -> None:
    found = [proposal(people), story.finding(people), story.issued(people)]
    made = policy(people, *found)
    assert origins.of(made, people.office, queries.SOURCES) == [origins.spelled(one) for one in found]
    for one in found:
        assert [end.code for end in links.around([one], people.office).targets_of(one)] == [made.code]


def test_a_proposal_is_answered_by_the_policy_that_it_joins(people: Cast) -> None:
    first, second = proposal(people), proposal(people, key="a")
    engine.perform(first, "move_to_policy", people.office, {"answer": "Đã tiếp thu"})
    made = db.session.scalars(select(Policy)).one()
    assert (made.title, made.delegation_id) == (first.text, people.delegation.id)
    engine.perform(second, "move_to_policy", people.office, {"answer": "Gộp", "policy": str(made.id)})
    assert len(origins.of(made, people.office, queries.SOURCES)) == 2
    assert [event.after["rests_on"] for event in events("policy", "edited")] == [["ĐX-01"], ["ĐX-01", "ĐX-02"]]


def test_a_proposal_that_no_policy_rests_on_any_more_waits_for_its_answer_again(people: Cast) -> None:
    first, second = proposal(people), proposal(people, key="a")
    made, other = policy(people, first, second), policy(people, second)
    assert {first.state, second.state} == {"moved_to_policy"}
    service.edit(made, {"rests_on": [origins.spelled(story.finding(people))]}, people.office)
    assert (first.state, first.answer) == ("consolidated", "")
    assert (second.state, other.code in second.answer) == ("moved_to_policy", True), "the other rests on it still"
    service.edit(other, {"rests_on": [origins.spelled(first)]}, people.office)
    assert (first.state, second.state) == ("moved_to_policy", "consolidated")
    assert other.code in first.answer
    assert [event.subject_id for event in events("proposal", "leave_policy")] == [first.id, second.id, second.id]


def test_the_answer_is_the_policy_that_carries_the_proposal(people: Cast) -> None:
    """Where it leaves the one that answered, and where that one is withdrawn."""
    one = proposal(people)
    first, second = policy(people, one, story.finding(people)), policy(people, one)
    assert first.code in one.answer
    service.edit(first, {"rests_on": [origins.spelled(story.finding(people))]}, people.office)
    assert (one.state, first.code in one.answer, second.code in one.answer) == ("moved_to_policy", False, True)
    engine.perform(second, "withdraw", people.standing, {"reason": "Trung ương đã quy định"})
    assert (one.state, one.answer) == ("consolidated", "")
    third = policy(people, one)
    assert (one.state, third.code in one.answer) == ("moved_to_policy", True)
    assert [event.action for event in events("proposal", "leave_policy")] == ["leave_policy"] * 2


@pytest.mark.parametrize("is_new", [True, False])
def test_the_step_and_not_its_words_says_which_policy_answered(
    people: Cast, now: time_machine.Coordinates, is_new: bool
) -> None:
    """It begins a policy or names a known one; what the office writes to the agency may name any."""
    finding, one = [origins.spelled(story.finding(people))], proposal(people)
    known, other = policy(people), policy(people)
    now.shift(60)
    chosen = "new" if is_new else str(known.id)
    engine.perform(one, "move_to_policy", people.office, {"answer": f"Cùng với {other.code}", "policy": chosen})
    own = db.session.scalars(select(Policy).where(Policy.title == one.text)).one() if is_new else known
    service.edit(other, {"rests_on": [origins.spelled(one)]}, people.office)
    service.edit(other, {"rests_on": finding}, people.office)
    assert (one.state, one.answer) == ("moved_to_policy", f"Cùng với {other.code}"), "it was not the answer"
    service.edit(other, {"rests_on": [origins.spelled(one)]}, people.office)
    service.edit(own, {"rests_on": finding}, people.office)
    assert (one.state, one.answer) == ("moved_to_policy", f"Đã đưa vào đề xuất chính sách {other.code}: {other.title}")


def test_what_is_consolidated_keeps_a_source(people: Cast) -> None:
    made = policy(people)
    service.edit(made, {"rests_on": []}, people.office)
    service.edit(made, {"rests_on": [origins.spelled(story.finding(people))]}, people.office)
    engine.perform(made, "consolidate", people.office)
    with pytest.raises(Invalid, match="ít nhất một căn cứ") as refused:
        service.edit(made, {"rests_on": [], "title": "Tên khác"}, people.office)
    assert list(refused.value.errors) == ["rests_on"]


def test_a_source_of_another_council_is_not_found(people: Cast) -> None:
    foreign = policy(people)
    foreign.council_id = people.other_council.id
    db.session.flush()
    with pytest.raises(NotFound):
        queries.get(foreign.id, people.office)
    with pytest.raises(Invalid):
        policy(people, rests_on=["proposal:999999"])


# --- the order of the steps, as data ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("procedure", "steps"),
    [
        ("normative", ["consultation", "appraisal", "submitted_to_people_committee", "committee_review"]),
        ("individual", ["submitted_to_people_committee", "committee_review"]),
        ("shortened", ["appraisal", "submitted_to_people_committee", "committee_review"]),
        ("not_people_committee", ["consultation", "appraisal", "committee_review"]),
    ],
)
def test_each_kind_of_resolution_passes_its_own_steps(people: Cast, procedure: str, steps: list[str]) -> None:
    made = policy(people, procedure=procedure)
    assert route.of(made) == ["drafting", *steps, "tabled"]
    go(people, made, "drafting")
    offered = {step.name for step in engine.available(made, people.office)}
    leads = {"consultation": "post", "appraisal": "send_to_appraisal", "submitted_to_people_committee": "submit"}
    assert offered & {"post", "send_to_appraisal", "submit", "assign_review", "table"} == {leads[steps[0]]}


def test_an_administrator_changes_which_steps_are_passed(people: Cast) -> None:
    made = go(people, policy(people, procedure="individual"), "drafting")
    row = next(
        row
        for row in route.steps()
        if (row.ruleset, row.procedure, row.step) == ("B2025", "individual", "consultation")
    )
    assert not row.verified
    with pytest.raises(Forbidden):
        route.edit(row, {"passes": True}, people.office)
    route.edit(row, {"passes": True, "legal_basis": "Quy chế", "verified": True}, people.admin)
    assert route.following(made) == "consultation"


def test_a_skipped_step_is_not_taken_and_names_no_other(people: Cast) -> None:
    made = go(people, policy(people), "drafting")
    engine.perform(made, "add_draft", people.leader_a, {"files": scan(people, "leader_a")})
    answers = {"committee": str(people.committee.id)}
    assert "bước tiếp theo" in refused(made, "assign_review", people.office, answers)[""][0]
    with pytest.raises(Impossible, match=r"Đang soạn thảo.*Đã đăng ký"):
        engine.perform(made, "register", people.standing, {})


def test_nothing_goes_on_without_a_draft(people: Cast) -> None:
    made = go(people, policy(people, procedure="individual"), "drafting")
    assert "Chưa có dự thảo" in refused(made, "submit", people.office, {})[""][0]
    engine.perform(made, "add_draft", people.officer_a, {"files": scan(people, "officer_a")})
    engine.perform(made, "submit", people.office, {})
    assert made.state == "submitted_to_people_committee"


# --- sent back --------------------------------------------------------------------------------------------------------


def test_what_is_not_ready_is_not_submitted_but_sent_back_and_goes_forward_again(people: Cast) -> None:
    made = go(people, policy(people), "appraisal")
    verdict = {"appraisal_number": "77/BC-STP", "appraisal_on": date(2026, 6, 15), "appraisal_verdict": "not_eligible"}
    wrong = refused(made, "submit", people.office, verdict)
    assert list(wrong) == ["appraisal_verdict"]
    assert "Trả về soạn thảo" in wrong["appraisal_verdict"][0]
    assert list(refused(made, "send_back", people.office, NOT_READY | {"appraisal_number": "77/BC-STP"})) == [
        "appraisal_on"
    ]
    sent_back(people, made)
    left = made.steps[-2]
    assert (made.state, left.name, left.number, left.result, left.note) == (
        "drafting",
        "appraisal",
        "77/BC-STP",
        "not_eligible",
        NOT_READY["reason"],
    )
    assert route.following(made) == "appraisal", "posted long enough the first time"
    answers = {"number": "25/TTr", "issued_on": date(2026, 6, 15)}
    assert "Chưa có dự thảo" in refused(made, "send_to_appraisal", people.leader_a, answers)[""][0], "mended first"
    engine.perform(made, "add_draft", people.officer_a, {"files": scan(people, "officer_a")})
    engine.perform(made, "send_to_appraisal", people.leader_a, answers)
    engine.perform(made, "submit", people.office, verdict | {"appraisal_verdict": "eligible"})
    assert [row.name for row in made.steps].count("appraisal") == 2
    go(people, made, "promulgated")


def test_the_rules_say_which_steps_are_passed_again(people: Cast) -> None:
    made = go(people, policy(people), "appraisal")
    rows = {row.step: row for row in route.steps() if (row.ruleset, row.procedure) == ("B2025", "normative")}
    assert {step: row.again for step, row in rows.items()} == {step: step != "consultation" for step in route.BETWEEN}
    sent_back(people, made)
    route.edit(rows["consultation"], {"again": True}, people.admin)
    assert route.following(made) == "consultation"
    route.edit(rows["consultation"], {"again": False}, people.admin)
    go(people, made, "drafting")
    assert route.following(made) == "appraisal"
    other = vote(people, go(people, policy(people), "tabled"))
    engine.perform(other, "redraft", people.standing, WHY)
    assert route.following(other) == "consultation", "after a vote every step is passed again"


def test_a_committee_sends_back_what_it_does_not_approve(people: Cast) -> None:
    made = go(people, policy(people), "committee_review")
    report = NOT_READY | {"review_number": "9/BC-KTNS", "review_on": date(2026, 6, 15), "review_opinion": "approves"}
    assert list(refused(made, "review_back", people.leader, report)) == ["review_opinion"]
    for name in ("leader_a", "standing", "secretary", "head"):
        with pytest.raises(Forbidden):
            engine.perform(made, "review_back", people.actor(name), report)
    engine.perform(made, "review_back", people.leader, report | {"review_opinion": "asks_changes"})
    assert (made.state, made.steps[-2].result) == ("drafting", "asks_changes")
    [event] = events("policy", "review_back")
    told = set(db.session.scalars(select(Notice.recipient_id).where(Notice.event_id == event.id)))
    assert {people.users[name].id for name in ("leader_a", "officer_a", "office")} <= told


def test_the_peoples_committee_sends_back_with_its_paper(people: Cast) -> None:
    made = go(people, policy(people), "submitted_to_people_committee")
    assert set(refused(made, "send_back", people.office, NOT_READY)) == {"number", "issued_on"}
    engine.perform(made, "send_back", people.office, NOT_READY | {"number": "31/UBND", "issued_on": date(2026, 6, 15)})
    assert (made.state, made.steps[-2].number, made.steps[-2].result) == ("drafting", "31/UBND", "")


# --- posting ----------------------------------------------------------------------------------------------------------


def posted(people: Cast, day: date) -> Policy:
    made = go(people, policy(people), "drafting")
    answers = {"posted_on": day, "posted_at": "Cổng thông tin", "number": "1/TTr", "files": scan(people, "leader_a")}
    engine.perform(made, "post", people.leader_a, answers)
    return made


def test_days_of_posting_are_full_before_anything_goes_on(people: Cast, now: time_machine.Coordinates) -> None:
    made = posted(people, date(2026, 6, 8))
    answers = {"opinions": "Không có ý kiến", "number": "5/TTr", "issued_on": date(2026, 6, 15)}
    sentences = refused(made, "send_to_appraisal", people.leader_a, answers)[""]
    words = "Dự thảo chưa được đăng tải đủ số ngày. Mới đăng được 7 ngày; đủ 20 ngày vào 29/06/2026,"
    assert sentences == [f"{words} từ ngày đó mới chuyển bước được."]
    now.move_to("2026-06-28T09:00:00+07:00")  # the twentieth day, a Sunday: it runs on to Monday
    assert refused(made, "send_to_appraisal", people.leader_a, answers)
    now.move_to("2026-06-29T09:00:00+07:00")
    engine.perform(made, "send_to_appraisal", people.leader_a, answers)
    assert [(row.name, row.entered_on, row.done_on) for row in made.steps[-2:]] == [
        ("consultation", date(2026, 6, 8), date(2026, 6, 15)),
        ("appraisal", date(2026, 6, 29), None),
    ]


def test_the_number_of_days_is_the_administrators(people: Cast) -> None:
    made = posted(people, date(2026, 6, 8))
    row = db.session.scalars(select(DayRule).where(DayRule.key == "policy_posting", DayRule.ruleset == "B2025")).one()
    assert (row.days, row.verified) == (20, False)
    row.days = 5
    db.session.flush()
    rules.forget()
    computed = due.posting(made)
    assert computed is not None
    assert computed.ends_on == date(2026, 6, 15)  # five days end on Saturday
    engine.perform(
        made, "send_to_appraisal", people.leader_a, {"opinions": "Không", "number": "5", "issued_on": date(2026, 6, 15)}
    )


def test_steps_before_a_session_are_counted_back_from_its_opening(people: Cast) -> None:
    made = go(people, policy(people), "registered")
    found = {step: computed.ends_on for step in due.COUNTED if (computed := due.of(made, step)) is not None}
    assert found == {
        "submitted_to_people_committee": date(2026, 6, 29),
        "committee_review": date(2026, 7, 3),  # 4/7 is a Saturday: never rolled forward
        "tabled": date(2026, 7, 9),
    }


def test_the_event_keeps_what_each_step_was_asked(people: Cast) -> None:
    """Each step asks about the state that it leaves; in the state after it nobody asks that any more."""
    go(people, policy(people), "tabled")
    [reviewed] = events("policy", "table")
    assert reviewed.after["answers"] == {
        "review_number": "9/BC-KTNS",
        "review_on": "2026-06-15",
        "review_opinion": "approves",
        "documents_sent_on": "2026-06-15",
    }
    [submitted] = events("policy", "submit")
    assert submitted.after["answers"]["appraisal_verdict"] == "eligible"


def test_a_step_is_late_by_what_its_deadline_asks_for(people: Cast, now: time_machine.Coordinates) -> None:
    made = go(people, policy(people), "committee_review")
    row = made.current
    assert row is not None
    assert not due.is_late(made, row, date(2026, 7, 3))
    assert due.is_late(made, row, date(2026, 7, 4))
    go(people, made, "tabled")
    assert made.current is not None
    assert not due.is_late(made, made.current, date(2026, 7, 14)), "the deputies had their documents in time"


# --- the vote ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "total", "passes"), [(42, 85, False), (43, 85, True), (42, 84, False), (43, 84, True), (1, 1, True)]
)
def test_more_than_half_of_all_deputies_pass(yes: int, total: int, passes: bool) -> None:
    assert majority.is_passed(yes, total) is passes
    assert (yes >= majority.needed(total)) is passes


def test_42_of_85_fail_and_43_pass(people: Cast) -> None:
    made = vote(people, go(people, policy(people), "tabled"))
    assert (made.state, made.votes[0].total, made.votes[0].of_term, made.votes[0].silent) == ("not_passed", 85, 85, 3)
    engine.perform(made, "redraft", people.standing, WHY)
    go(people, made, "passed")
    assert [(vote.round, vote.yes, vote.passed) for vote in made.votes] == [(1, 42, False), (2, 43, True)]


@pytest.mark.parametrize(
    ("numbers", "field", "words"),
    [
        ({"yes": 50, "no": 30, "abstain": 1}, "yes", "cộng lại là 81"),
        ({"present": 86}, "present", "nhiều hơn tổng số đại biểu"),
        ({"total": 0}, "total", "từ 1 trở lên"),
        ({"voted_on": date(2026, 6, 16)}, "voted_on", "chưa đến"),
    ],
)
def test_votes_that_do_not_add_up_are_refused(people: Cast, numbers: dict[str, Any], field: str, words: str) -> None:
    made = go(people, policy(people), "tabled")
    wrong = refused(made, "vote", people.office, FAILED | numbers)
    assert list(wrong) == [field]
    assert words in wrong[field][0]
    assert (made.state, made.votes) == ("tabled", [])


def test_the_total_is_the_terms_and_a_little_lower_only_for_a_reason(people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    for numbers, words in (
        ({"total": 20, "present": 20, "yes": 11, "no": 5, "abstain": 2} | WHY, "dưới hai phần ba (57)"),
        ({"total": 86} | WHY, "không thể có 86"),
        ({"total": 83}, "hãy ghi lý do và văn bản"),
        ({"total": 56, "present": None}, "dưới hai phần ba (57)"),
    ):
        assert words in refused(made, "vote", people.office, FAILED | numbers)["total"][0]
    assert made.votes == []
    vote(people, made, total=83, **WHY)
    assert made.steps[-2].note == WHY["reason"]
    assert (made.state, made.votes[0].total, made.votes[0].of_term) == ("passed", 83, 85)


def test_a_vote_is_on_a_day_of_its_session_and_not_before_what_led_to_it(people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    session = made.session
    assert session is not None
    session.opens_on, session.closes_on = date(2026, 5, 1), date(2026, 6, 14)
    assert "họp từ 01/05/2026 đến 14/06/2026" in refused(made, "vote", people.office, FAILED)["voted_on"][0]
    session.opens_on, session.closes_on = date(2026, 6, 16), None
    assert "khai mạc ngày 16/06/2026" in refused(made, "vote", people.office, FAILED)["voted_on"][0]
    session.opens_on = date(2026, 1, 1)
    early = FAILED | {"voted_on": date(2026, 6, 14)}
    assert "đăng ký ngày 15/06/2026" in refused(made, "vote", people.office, early)["voted_on"][0]
    [registered] = [row for row in made.steps if row.name == "consolidated"]
    registered.issued_on = date(2026, 3, 20)
    vote(people, made)
    engine.perform(made, "table_again", people.standing, WHY)
    go(people, made, "tabled")
    session.opens_on = date(2026, 1, 1)
    assert "Lần biểu quyết trước là ngày 15/06/2026" in refused(made, "vote", people.office, early)["voted_on"][0]


def test_a_closed_session_takes_nothing_more_and_a_policy_moves_to_another(people: Cast) -> None:
    made = go(people, policy(people), "consolidated")
    closed = council_session(people, "Kỳ họp đã qua")
    closed.opens_on, closed.closes_on = date(2026, 6, 1), date(2026, 6, 3)
    asked = {**PAPER, "session": str(closed.id), "agency": str(people.agencies["a"].id)}
    assert "đã bế mạc ngày 03/06/2026" in refused(made, "register", people.standing, asked)["session"][0]
    engine.perform(made, "register", people.standing, asked | {"issued_on": date(2026, 6, 2)})
    later = str(council_session(people).id)
    assert "reason" in refused(made, "change_session", people.office, {"session": later})
    engine.perform(made, "change_session", people.office, {"session": later} | WHY)
    assert (made.session_id, made.state) == (int(later), "registered")
    back = {"session": str(closed.id)} | WHY
    assert "đã bế mạc" in refused(made, "change_session", people.office, back)["session"][0]
    [event] = events("policy", "change_session")
    assert (event.reason, event.before["session_id"]) == (WHY["reason"], closed.id)


def test_where_no_term_is_recorded_somebody_writes_the_total(people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    assert (
        "Chưa ghi số đại biểu"
        in refused(made, "vote", people.office, FAILED | {"voted_on": date(2026, 3, 1)})["total"][0]
    )


def test_the_database_itself_keeps_no_vote_that_cannot_be(people: Cast) -> None:
    made = go(people, policy(people), "tabled")
    numbers = {"total": 85, "present": 80, "yes": 42, "no": 0, "abstain": 0}
    wrong = VoteRecord(
        policy_id=made.id, council_id=made.council_id, round=1, voted_on=date(2026, 6, 15), passed=True, **numbers
    )
    db.session.add(wrong)
    with pytest.raises(IntegrityError, match="majority"):
        db.session.flush()
    db.session.rollback()


def test_before_the_vote_it_is_withdrawn_for_a_reason_and_never_after(people: Cast) -> None:
    made = go(people, policy(people), "drafting")
    assert refused(made, "withdraw", people.standing, {"reason": "Thôi"})
    engine.perform(made, "withdraw", people.standing, {"reason": "Trung ương đã quy định"})
    assert (made.state, made.withdrawal_reason) == ("withdrawn", "Trung ương đã quy định")
    other = go(people, policy(people), "passed")
    with pytest.raises(Impossible):
        engine.perform(other, "withdraw", people.standing, {"reason": "Trung ương đã quy định"})


# --- the resolution ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"effective_on": date(2026, 6, 14)}, "effective_on"),
        ({"signed_on": date(2026, 6, 14)}, "signed_on"),
        ({"signed_on": date(2026, 6, 16)}, "signed_on"),
    ],
)
def test_dates_of_a_resolution_keep_their_order(people: Cast, dates: dict[str, Any], field: str) -> None:
    made = go(people, policy(people), "passed")
    answers = RESOLUTION | dates | {"files": scan(people, "office")}
    assert list(refused(made, "promulgate", people.office, answers)) == [field]
    assert made.number is None


def test_a_resolution_is_in_force_on_its_day_and_once(people: Cast, now: time_machine.Coordinates) -> None:
    made = go(people, policy(people), "promulgated")
    run_night()
    assert made.state == "promulgated"
    now.move_to("2026-06-25T02:00:00+07:00")
    run_night()
    version = made.row_version
    run_night()
    assert (made.state, made.row_version) == ("in_force", version)
    assert len(events("policy", "come_into_force")) == 1
    assert [(row.name, row.entered_on) for row in made.steps[-2:]] == [
        ("promulgated", date(2026, 6, 15)),
        ("in_force", date(2026, 6, 25)),
    ]


def test_a_night_that_comes_late_dates_it_by_its_day(people: Cast, now: time_machine.Coordinates) -> None:
    made = go(people, policy(people), "promulgated")
    now.move_to("2026-07-02T02:00:00+07:00")
    run_night()
    assert made.current is not None
    assert (made.state, made.current.entered_on) == ("in_force", date(2026, 6, 25))


def test_linked_recommendations_are_suggested_as_done_and_stay_open(people: Cast) -> None:
    recommendation = story.issued(people)
    made = go(people, policy(people, recommendation), "promulgated")
    assert (recommendation.state, story.lead(recommendation).state) == ("issued", "assigned")
    [event] = events("recommendation", "suggest_done")
    assert event.after["answers"] == {"policy": made.code, "number": RESOLUTION["number"], "issued_on": "2026-06-15"}
    told = db.session.scalars(select(Notice.recipient_id).where(Notice.event_id == event.id))
    assert people.users["other_office"].id in list(told)


def in_force(people: Cast, now: time_machine.Coordinates) -> Policy:
    made = go(people, policy(people), "promulgated")
    now.move_to("2026-06-25T09:00:00+07:00")
    run_night()
    engine.perform(made, "start_review", people.office, {"reason": "Rà soát sau một năm"})
    return made


REVIEWED = {"number": "33/BC-HĐND", "issued_on": date(2026, 6, 20)}


def test_a_review_keeps_amends_or_repeals(people: Cast, now: time_machine.Coordinates) -> None:
    made = in_force(people, now)
    engine.perform(made, "keep", people.office, REVIEWED)
    assert made.state == "in_force"
    engine.perform(made, "start_review", people.office, {"reason": "Rà soát lần hai"})
    engine.perform(made, "amend", people.office, REVIEWED | {"new_title": "Sửa mức hỗ trợ"})
    [after] = queries.amending(made, people.office)
    assert (made.state, after.title, after.type, after.state) == ("in_force", "Sửa mức hỗ trợ", "amending", "proposed")
    engine.perform(made, "start_review", people.office, {"reason": "Rà soát lần ba"})
    early = REVIEWED | {"repealed_on": date(2026, 6, 24)}
    assert list(refused(made, "repeal", people.office, early)) == ["repealed_on"]
    db.session.refresh(made)
    engine.perform(made, "repeal", people.office, REVIEWED | {"repealed_on": date(2026, 6, 25)})
    assert (made.state, made.repealed_on) == ("repealed", date(2026, 6, 25))


def test_what_is_repealed_from_a_day_to_come_is_in_force_until_then(
    people: Cast, now: time_machine.Coordinates
) -> None:
    made = in_force(people, now)
    early = REVIEWED | {"repealed_on": date(2026, 6, 25), "issued_on": date(2026, 6, 26)}
    now.move_to("2026-06-26T09:00:00+07:00")
    assert "văn bản bãi bỏ" in refused(made, "repeal", people.office, early)["repealed_on"][0]
    db.session.refresh(made)
    engine.perform(made, "repeal", people.office, REVIEWED | {"repealed_on": date(2026, 7, 10)})
    assert (made.state, made.repealed_on) == ("in_force", date(2026, 7, 10))
    now.move_to("2026-07-09T02:00:00+07:00")
    run_night()
    assert made.state == "in_force"
    now.move_to("2026-07-10T02:00:00+07:00")
    run_night()
    run_night()
    assert (made.state, len(events("policy", "lapse"))) == ("repealed", 1)


def test_what_was_to_be_repealed_may_be_kept_after_all(people: Cast, now: time_machine.Coordinates) -> None:
    made = in_force(people, now)
    engine.perform(made, "repeal", people.office, REVIEWED | {"repealed_on": date(2026, 7, 10)})
    engine.perform(made, "start_review", people.office, {"reason": "Xem xét lại việc bãi bỏ"})
    engine.perform(made, "keep", people.office, REVIEWED)
    now.move_to("2026-07-11T02:00:00+07:00")
    run_night()
    assert (made.state, made.repealed_on) == ("in_force", None)


# --- rights -----------------------------------------------------------------------------------------------------------


def reads(people: Cast, name: str, policy: Policy) -> bool:
    try:
        queries.get(policy.id, people.actor(name))
    except NotFound:
        return False
    return True


def test_a_proposal_follows_the_policy_that_was_made_of_it(people: Cast) -> None:
    ticked = proposal(people, key="b")
    made = policy(people, ticked)
    assert (ticked.state, made.code in ticked.answer) == ("moved_to_policy", True)
    assert reads(people, "leader_b", made)
    later = proposal(people, key="b", text="Mở rộng đường vào khu công nghiệp")
    by_secretary = policy(people, later, by="secretary")
    assert later.state == "consolidated", "the office answers agencies"
    [offered] = joining.policies_to_join(later)
    assert offered[0] == str(by_secretary.id)
    assert "policy" in refused(later, "move_to_policy", people.office, {"answer": "Tiếp thu", "policy": "new"})
    engine.perform(later, "move_to_policy", people.office, {"answer": "Tiếp thu"})
    assert queries.of_source("proposal", later.id, people.office) == [by_secretary]
    last = proposal(people, key="b", text="Cấp điện cho khu công nghiệp")
    go(people, policy(people, last, by="secretary"), "registered")
    assert last.state == "moved_to_policy"


def test_a_number_of_a_resolution_is_taken_once_a_year(people: Cast) -> None:
    first = go(people, policy(people), "promulgated")
    second = go(people, policy(people), "passed")
    again = RESOLUTION | {"number": " 012/2026/nq-HĐND", "files": scan(people, "office")}
    assert first.code in refused(second, "promulgate", people.office, again)["number"][0]
    engine.perform(second, "promulgate", people.office, again | {"number": "13/2026/NQ-HĐND"})


def test_agencies_read_what_they_draft_what_they_proposed_and_what_is_published(people: Cast) -> None:
    made = policy(people, proposal(people, key="b"), by="secretary")
    assert [reads(people, name, made) for name in ("leader_a", "leader_b", "deputy", "member")] == [
        False,
        False,
        True,
        True,
    ]
    go(people, made, "drafting")
    assert [reads(people, name, made) for name in ("leader_a", "leader_b", "admin", "foreigner", "stranger")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    other = go(people, policy(people), "tabled")
    assert not reads(people, "officer_b", other)
    go(people, other, "promulgated")
    assert [reads(people, name, other) for name in ("officer_b", "admin", "foreigner", "stranger")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("state", "step", "allowed"),
    [
        ("consolidated", "register", {"office", "standing"}),
        ("registered", "accept", {"leader_a"}),
        ("registered", "record_acceptance", {"office"}),
        ("drafting", "add_draft", {"office", "officer_a", "leader_a"}),
        ("drafting", "post", {"office", "leader_a"}),
        ("committee_review", "table", {"office", "leader"}),
        ("tabled", "vote", {"office"}),
        ("passed", "promulgate", {"office"}),
    ],
)
def test_who_may_take_which_step(people: Cast, state: str, step: str, allowed: set[str]) -> None:
    made = go(people, policy(people), state)
    names = (
        "admin",
        "office",
        "standing",
        "deputy",
        "leader",
        "head",
        "secretary",
        "member",
        "officer_a",
        "leader_a",
        "officer_b",
        "leader_b",
    )
    found = {name for name in names if step in {known.name for known in engine.available(made, people.actor(name))}}
    assert found == allowed


@pytest.mark.parametrize("name", ["deputy", "member", "head", "standing", "leader_a", "admin"])
def test_only_office_and_secretary_begin_policies(people: Cast, name: str) -> None:
    with pytest.raises((Forbidden, Invalid)):
        policy(people, by=name)
    assert db.session.scalar(select(func.count()).select_from(Policy)) == 0


def test_everybody_is_shown_what_waits_for_them(people: Cast, now: time_machine.Coordinates) -> None:
    made = policy(people)
    waits = lambda name: [item.why.partition(" · ")[0] for item in work_for(people.actor(name))]  # noqa: E731
    assert (waits("office"), waits("secretary"), waits("leader_a")) == (["Đề xuất"], ["Đề xuất"], [])
    go(people, made, "registered")
    assert (waits("office"), waits("leader_a")) == ([], ["Đã đăng ký"])
    go(people, made, "consultation")
    assert waits("leader_a") == ["Đang lấy ý kiến"]
    go(people, made, "committee_review")
    assert (waits("leader"), waits("leader_a"), waits("other_office")) == (["Đang thẩm tra"], [], [])
