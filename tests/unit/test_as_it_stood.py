"""What stood at a moment is the same for ever, whatever is done afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tracker.accounts.actor import SYSTEM
from tracker.accounts.roles import Role
from tracker.audit.models import AuditEvent
from tracker.calendar import days
from tracker.calendar.as_known import known_at
from tracker.calendar.days import working_days
from tracker.calendar.service import Entry
from tracker.core import clock, database
from tracker.core.errors import DomainError
from tracker.deadlines import moving
from tracker.deadlines import service as calendar
from tracker.extensions import db
from tracker.history import replaying
from tracker.organizations import handing
from tracker.organizations import service as organizations
from tracker.organizations.service import changes
from tracker.recommendations import service
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.queries import follow_up, looking_back, rates
from tracker.recommendations.queries.counting import COUNTED
from tracker.recommendations.queries.follow_up import Wanted
from tracker.recommendations.queries.rates import Rates, Scope
from tracker.workflow import engine

STEPS = 30
CHANGE = {"document_number": "45/NQ-HĐND", "reason": "Sắp xếp tổ chức bộ máy"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    made = cast.make("concluded")
    for name, role in (("officer_c", Role.AGENCY_OFFICER), ("leader_c", Role.AGENCY_LEADER)):
        cast.add_accounts(made, name)
        cast.give(made, name, role, agency_id=made.agencies["c"].id)
    return made


def rows(people: Cast, by: str = "office", **wanted: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in follow_up.find(people.actor(by), Wanted(**{"size": 100, **wanted})).rows]


def row(people: Cast, moment: datetime | None = None, by: str = "office", status: str = "") -> Any:
    """The only recommendation's row."""
    [found] = follow_up.find(people.actor(by), Wanted(as_of=moment, status=status)).rows
    return found


# --- one thing at a time ----------------------------------------------------------------------------------------------


def test_a_verdict_given_later_is_not_known(people: Cast, now: time_machine.Coordinates) -> None:
    update = story.report(people)
    before = clock.now()
    now.shift(timedelta(days=1))
    story.accept(people, update)
    assert row(people).assignment_state == "implemented"
    then = row(people, before)
    assert (then.assignment_state, then.claim, then.verified_at) == ("awaiting_verification", "done", None)


def test_an_extension_granted_later_leaves_it_overdue_then(people: Cast, now: time_machine.Coordinates) -> None:
    task = story.lead(story.issued(people, support_agency_ids=[]))
    now.move_to("2026-07-20T09:00:00+07:00")
    before = clock.now()
    now.shift(timedelta(hours=1))
    story.extended(people, task, date(2026, 9, 15))
    assert rows(people, due="overdue") == []
    assert len(rows(people, due="overdue", as_of=before)) == 1
    assert row(people, before).due_on == story.NEXT_MONTH


def test_a_task_handed_over_later_was_still_with_its_agency(people: Cast, now: time_machine.Coordinates) -> None:
    task = story.lead(story.issued(people, support_agency_ids=[]))
    before = clock.now()
    now.shift(timedelta(days=1))
    hand_over(people, "a", "c", task)
    assert row(people).lead_now == people.agencies["c"].name
    then = row(people, before)
    assert (then.lead_name, then.lead_now) == (people.agencies["a"].name, "")
    a, c = people.agencies["a"].id, people.agencies["c"].id
    assert len(rows(people, agency=a, as_of=before)) == 1
    assert rows(people, agency=c, as_of=before) == [], "nobody knew yet that C would answer for it"
    assert len(rows(people, agency=c)) == 1


def test_whoever_may_read_a_task_today_reads_its_past_whoever_held_it(
    people: Cast, now: time_machine.Coordinates
) -> None:
    task = story.lead(story.issued(people, support_agency_ids=[]))
    before = clock.now()
    now.shift(timedelta(days=1))
    hand_over(people, "a", "c", task)
    after = clock.now()
    for name in ("leader_a", "leader_c"):
        assert row(people, before, by=name).lead_now == ""
        assert row(people, after, by=name).lead_now == people.agencies["c"].name
    assert rows(people, "leader_b", as_of=before) == []


def hand_over(people: Cast, old: str, heir: str, task: Assignment) -> None:
    facts = {"from_day": clock.today(), **CHANGE}
    organizations.merge(people.agencies[old], [], people.agencies[heir], facts, people.office)
    pick = handing.Pick(f"assignment-{task.id}", people.agencies[heir].id)
    assert handing.give(people.agencies[old], [pick], {"reason": "Sáp nhập"}, people.office).rows


def test_an_agency_reads_nothing_from_before_it_was_given_it(people: Cast, now: time_machine.Coordinates) -> None:
    draft = story.approved(people)
    before = clock.now()
    now.shift(timedelta(days=1))
    engine.perform(draft, "issue", people.office, story.CONCLUSION)
    assert len(rows(people, "leader_a")) == 1
    assert rows(people, "leader_a", as_of=before) == []
    assert looking_back.whole(draft, people.leader_a, before) is None
    whole = looking_back.whole(draft, people.office, before)
    assert whole is not None
    assert (whole.recommendation.state, whole.recommendation.document) == ("draft", None)


def test_a_draft_is_worded_as_it_was_and_found_by_those_words(people: Cast, now: time_machine.Coordinates) -> None:
    draft = story.draft(people, text="Rà soát đường điện cho các khu công nghiệp")
    before = clock.now()
    now.shift(timedelta(hours=1))
    service.edit(draft, {"text": "Lập quy hoạch nhà ở công nhân"}, people.secretary)
    assert row(people, before, status="draft").text == "Rà soát đường điện cho các khu công nghiệp"
    assert len(rows(people, q="duong dien", as_of=before, status="draft")) == 1
    assert rows(people, q="quy hoach", as_of=before, status="draft") == []


def test_a_renamed_agency_stands_by_the_name_that_was_known(people: Cast, now: time_machine.Coordinates) -> None:
    story.draft(people)
    before, old = clock.now(), people.agencies["a"].name
    now.shift(timedelta(hours=1))
    changes.rename(people.agencies["a"], "Sở Nhà đất", "SNĐ", clock.today(), people.office, reason="Đổi tên")
    assert row(people, status="draft").lead_name == "Sở Nhà đất"
    assert row(people, before, status="draft").lead_name == old


def test_working_days_are_counted_by_the_calendar_that_was_known(people: Cast, now: time_machine.Coordinates) -> None:
    friday = date(2026, 6, 19)
    story.issued(people, due_on=friday, support_agency_ids=[])
    before = clock.now()
    now.shift(timedelta(hours=1))
    closed = Entry(friday, "swap_off", "Nghỉ hoán đổi")
    moving.carry_out(calendar.putting([closed], SYSTEM, new=True), SYSTEM)
    days.forget()
    assert row(people).due_ends_on == date(2026, 6, 22)
    assert not working_days().is_working(friday)
    with known_at(before):
        assert working_days().is_working(friday)
    assert not working_days().is_working(friday)
    assert row(people, before).due_ends_on == friday


def test_the_table_of_the_past_asks_few_questions(people: Cast) -> None:
    story.issued(people)
    with database.counted() as tally:
        follow_up.find(people.office, Wanted(as_of=clock.now(), agency=people.agencies["a"].id))
    assert tally.queries <= 6


# --- a record whole ---------------------------------------------------------------------------------------------------


def test_a_record_of_the_past_holds_its_reports_measures_and_extensions_of_then(
    people: Cast, now: time_machine.Coordinates
) -> None:
    task = story.lead(story.issued(people, support_agency_ids=[]))
    story.measure(people, task)
    asked = story.extension(people, task)
    update = story.report(people, assignment=task)
    before = clock.now()
    now.shift(timedelta(days=1))
    engine.perform(asked, "grant", people.standing, story.GRANT)
    engine.perform(update, "return", people.standing, story.RETURN)
    story.measure(people, task, kind="explanation", document_number="302/HĐND-VP", skip_reason="Đã đôn đốc")
    whole = looking_back.whole(task.recommendation, people.office, before)
    assert whole is not None
    [then] = whole.recommendation.assignments
    assert (then.state, then.due_on, then.extension_count) == ("awaiting_verification", story.NEXT_MONTH, 0)
    assert (then.person_in_charge, then.agency.name) == ("Phòng Kế hoạch", people.agencies["a"].name)
    assert whole.recommendation.document is task.recommendation.document is not None
    assert [report.state for report in whole.reports] == ["submitted"]
    assert [item.state for item in whole.reports[0].evidence] == ["pending"]
    assert [one.state for one in whole.extensions] == ["requested"]
    assert [one.kind for one in whole.measures] == ["urge"]
    assert task.state == "not_satisfactory", "the record itself is as it is now"
    assert not db.session.dirty
    assert not db.session.new


def test_milestones_and_reopening_are_those_of_the_moment(people: Cast, now: time_machine.Coordinates) -> None:
    task = story.lead(story.issued(people, support_agency_ids=[]))
    roadmap = {"number": "12/QĐ-TT", "issued_on": date(2026, 6, 15)}
    engine.perform(
        task, "set_roadmap", people.standing, roadmap | {"milestones": ["2027 | Xong hạ tầng 3 khu", "2028 | Xong cả"]}
    )
    before = clock.now()
    now.shift(timedelta(days=1))
    engine.perform(task, "waive", people.standing, story.DECISION)
    whole = looking_back.whole(task.recommendation, people.office, before)
    assert whole is not None
    [then] = whole.recommendation.assignments
    assert [(one.due_on, one.text) for one in then.milestones] == [
        (date(2027, 12, 31), "Xong hạ tầng 3 khu"),
        (date(2028, 12, 31), "Xong cả"),
    ]
    assert (whole.recommendation.state, task.recommendation.state) == ("issued", "closed")


# --- rates ------------------------------------------------------------------------------------------------------------


def test_waivers_roadmaps_and_reopenings_count_from_their_own_moment(
    people: Cast, now: time_machine.Coordinates
) -> None:
    first, second = (story.lead(story.issued(people, support_agency_ids=[])) for _time in range(2))
    now.move_to("2026-07-20T09:00:00+07:00")
    update = story.report(people, assignment=first)
    story.accept(people, update)
    before = clock.now()
    now.shift(timedelta(days=1))
    story.reopened(people, first)
    engine.perform(second, "waive", people.standing, story.DECISION)
    then, present = (rates.of(people.office, Scope(), moment) for moment in (before, None))
    assert (then.completion.numerator, then.completion.denominator, then.waived) == (1, 2, 0)
    assert (present.completion.numerator, present.completion.denominator, present.waived) == (0, 1, 1)


def test_every_number_opens_as_many_tasks(people: Cast, now: time_machine.Coordinates) -> None:
    walk(people, now, random.Random(7))
    a = people.agencies["a"].id
    for by, agency in (("office", None), ("office", a), ("leader_b", None), ("leader_c", None)):
        found = rates.of(people.actor(by), Scope(agency=agency))
        for what, number in numbers(found).items():
            wanted = Wanted(counted=what, as_of=found.moment, agency=agency, size=100)
            behind = follow_up.find(people.actor(by), wanted)
            assert (behind.total, len(behind.rows)) == (number, number), (by, agency, what)


def numbers(found: Rates) -> dict[str, int]:
    counted = {
        "done": found.completion.numerator,
        "due": found.completion.denominator,
        "in_time": found.on_time.numerator,
        "first_due": found.on_time.denominator,
    }
    counted |= {what: getattr(found, what) for what in ("not_due", "waived", "multi_year", "central")}
    assert list(counted) == list(COUNTED)
    return counted


# --- anything that may happen -----------------------------------------------------------------------------------------


@dataclass
class Seen:
    """What somebody was shown at a moment."""

    moment: datetime
    tables: list[Any]
    rates: list[Any]


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_a_moment_asked_again_gives_the_same(
    people: Cast, now: time_machine.Coordinates, seed: int
) -> None:
    remembered = list(walk(people, now, random.Random(seed)))
    assert len({event.action for event in db.session.query(AuditEvent)}) > 15, "little has happened"
    for seen in remembered:
        assert shown(people, seen.moment) == seen.tables, seen.moment
        assert counted(people, seen.moment) == seen.rates, seen.moment
    assert replaying.differences(db.session.connection()) == []


def walk(people: Cast, now: time_machine.Coordinates, lot: random.Random) -> list[Seen]:
    """Random steps, each a legal one, with the clock moving; what was seen after every other one that was possible."""
    seen: list[Seen] = []
    done = 0
    while done < STEPS:
        now.shift(timedelta(hours=lot.randint(1, 60)))
        if not has_happened(lot.choice(ACTS), people, lot):
            continue
        done += 1
        if done % 2:
            seen.append(Seen(clock.now(), shown(people), counted(people)))
    return seen


def has_happened(act: Callable[[Cast, random.Random], None], people: Cast, lot: random.Random) -> bool:
    """What is not possible now leaves nothing behind."""
    with db.session.begin_nested() as attempt:
        try:
            act(people, lot)
        except (DomainError, IndexError):
            attempt.rollback()
            return False
    days.forget()
    db.session.expire_all()
    return True


ASKED = (
    {},
    {"sort": "agency"},
    {"due": "overdue"},
    {"due": "soon", "sort": "-status"},
)


def shown(people: Cast, moment: datetime | None = None) -> list[Any]:
    found: list[Any] = [rows(people, **asked, as_of=moment) for asked in ASKED]
    found += [rows(people, agency=agency.id, as_of=moment) for agency in people.agencies.values()]
    found.append(rows(people, "leader_b", as_of=moment))
    return found


def counted(people: Cast, moment: datetime | None = None) -> list[Any]:
    scopes = [Scope(), *(Scope(agency=agency.id) for agency in people.agencies.values())]
    found = [rates.of(people.office, scope, moment) for scope in scopes]
    return [replace(one, moment=people.office.id) for one in found]  # type: ignore[arg-type] - all but the moment


def any_task(lot: random.Random, *states: str) -> Assignment:
    tasks = [task for task in db.session.query(Assignment).order_by(Assignment.id) if task.state in states]
    return lot.choice(tasks)


def key_of(people: Cast, task: Assignment) -> str:
    return next(key for key, agency in people.agencies.items() if agency.id == task.agency_id)


OPEN = ("assigned", "in_progress", "partly_implemented", "not_satisfactory")


def write_draft(people: Cast, lot: random.Random) -> None:
    keys = lot.sample(["a", "b", "c"], 2)
    kind = lot.choice(["department", "department", "central"])
    story.draft(
        people,
        lead_agency_id=people.agencies[keys[0]].id,
        support_agency_ids=[people.agencies[keys[1]].id],
        due_on=clock.today() + timedelta(days=lot.randint(3, 40)),
        addressee_kind=kind,
    )


def edit_draft(people: Cast, lot: random.Random) -> None:
    answers = {"text": f"Rà soát lại lần {lot.randint(2, 99)}", "lead_agency_id": people.agencies["b"].id}
    service.edit(any_draft(lot), answers | {"support_agency_ids": []}, people.secretary)


def any_draft(lot: random.Random) -> Recommendation:
    drafts = [one for one in db.session.query(Recommendation).order_by(Recommendation.id) if one.state == "draft"]
    return lot.choice(drafts)


def issue(people: Cast, lot: random.Random) -> None:
    draft = any_draft(lot)
    if not draft.is_approved:
        engine.perform(draft, "approve", people.head)
    engine.perform(draft, "issue", people.office, story.CONCLUSION | {"issued_on": clock.today()})


def issue_new(people: Cast, lot: random.Random) -> None:
    write_draft(people, lot)
    issue(people, lot)


def start(people: Cast, lot: random.Random) -> None:
    task = any_task(lot, "assigned")
    story.taken(people, task, key_of(people, task))


def send_report(people: Cast, lot: random.Random) -> None:
    task = any_task(lot, *OPEN)
    claim = lot.choice(["done", "partly", "in_progress"])
    story.report(people, key_of(people, task), assignment=task, claim=claim, percent=lot.choice([0, 40, 90]))


def judge(people: Cast, lot: random.Random) -> None:
    task = any_task(lot, "awaiting_verification")
    waiting = [update for update in task.updates if update.state == "submitted" and update.claim != "in_progress"]
    step, answers = lot.choice(
        [
            ("accept", story.ACCEPTANCE | story.judged(waiting[-1])),
            ("accept", story.ACCEPTANCE | story.judged(waiting[-1])),
            ("accept_partly", {"remaining": "Còn thiếu hai khu công nghiệp"}),
            ("return", story.RETURN | {"answer_due_on": clock.today() + timedelta(days=9)}),
        ]
    )
    engine.perform(waiting[-1], step, people.standing, answers)


def extend(people: Cast, lot: random.Random) -> None:
    task = any_task(lot, *OPEN)
    new_day = max(task.due_on or clock.today(), clock.today()) + timedelta(days=lot.randint(2, 30))
    asked = story.extension(people, task, f"leader_{key_of(people, task)}", proposed_due_on=new_day)
    engine.perform(asked, "grant", people.standing, story.GRANT | {"new_due_on": new_day})


def decide(people: Cast, lot: random.Random) -> None:
    task = any_task(lot, *OPEN)
    paper = story.DECISION | {"issued_on": clock.today()}
    if lot.random() < 0.5:
        engine.perform(task, "waive", people.standing, paper)
        return
    del paper["reason"]
    engine.perform(
        task, "set_roadmap", people.standing, paper | {"milestones": ["2027 | Xong hạ tầng", "2028 | Xong cả"]}
    )


def reconsider(people: Cast, lot: random.Random) -> None:
    task = any_task(lot, *OPEN)
    reason = {"reason": "Vượt thẩm quyền của Sở, đề nghị xem xét"}
    engine.perform(task, "ask_reconsideration", people.actor(f"leader_{key_of(people, task)}"), reason)
    if lot.random() < 0.7:
        engine.perform(task, "refuse_reconsideration", people.standing, story.DECISION | {"issued_on": clock.today()})


def reopen(people: Cast, lot: random.Random) -> None:
    story.reopened(people, any_task(lot, "implemented"))


def withdraw(people: Cast, lot: random.Random) -> None:
    issued = [one for one in db.session.query(Recommendation).order_by(Recommendation.id) if one.state == "issued"]
    engine.perform(lot.choice(issued), "withdraw", people.standing, story.DECISION | {"issued_on": clock.today()})


def rename(people: Cast, lot: random.Random) -> None:
    name = f"Sở {lot.choice(['Á', 'Nhà đất', 'Ứng dụng'])} {lot.randint(1, 99)}"
    changes.rename(people.agencies["b"], name, "", clock.today(), people.office, reason="Đổi tên")


def merge(people: Cast, _lot: random.Random) -> None:
    """A becomes part of C, which is given what A leaves."""
    organizations.merge(
        people.agencies["a"], [], people.agencies["c"], {"from_day": clock.today(), **CHANGE}, people.office
    )
    left = handing.OpenWork.at(people.agencies["a"]).rows
    picks = [handing.Pick(row.key, people.agencies["c"].id) for row in left]
    handing.give(people.agencies["a"], picks, {"reason": "Sáp nhập"}, people.office)


def close_a_day(_people: Cast, lot: random.Random) -> None:
    day = clock.today() + timedelta(days=lot.randint(1, 20))
    while day.weekday() > 4:
        day += timedelta(days=1)
    moving.carry_out(calendar.putting([Entry(day, "swap_off", "Nghỉ hoán đổi")], SYSTEM), SYSTEM)


ACTS: tuple[Callable[[Cast, random.Random], None], ...] = (
    *(write_draft, edit_draft, issue, issue_new, issue_new, issue_new, start, start),
    *(send_report, send_report, send_report, judge, judge, judge, extend, extend, decide, reconsider, reopen),
    *(withdraw, rename, merge, close_a_day),
)
