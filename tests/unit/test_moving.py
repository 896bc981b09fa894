"""A change of the calendar or of a rule moves what rests on it, and nothing else; each move is an event."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import asking, cast, story
from tests.cast import Cast
from tracker.accounts.actor import SYSTEM
from tracker.audit.models import AuditEvent
from tracker.calendar import queries, rules
from tracker.calendar.models import HOLIDAY, SWAP_WORK
from tracker.calendar.service import Entry
from tracker.core import database
from tracker.core.errors import Forbidden, Invalid
from tracker.deadlines import moving, overview, ruling, service, suggestions
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.sessions import service as sessions
from tracker.sessions.models import WorkingSession
from tracker.workflow import engine

DAY = date(2026, 7, 15)
OFF = Entry(DAY, HOLIDAY, "Nghỉ theo thông báo", confirmed=True)
RULE = {"days": 10, "unit": "day", "valid_from": date(2026, 6, 1)}


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make("concluded")


def planned_session(people: Cast, held_on: date) -> WorkingSession:
    answers = {
        "kind": "working",
        "held_on": held_on,
        "part": "morning",
        "chair": "Nguyễn Thị Ví Dụ",
        "agency_ids": [people.agencies["a"].id],
    }
    people.delegation.state = "active"
    return sessions.create(answers, people.secretary, delegation=people.delegation)


def told(change: object) -> list[tuple[str, str, str]]:
    return [
        (move.source.name, move.old.isoformat(), move.new.isoformat()) for move in moving.planned(change.difference)
    ]  # type: ignore[attr-defined]


def last_event(kind: str, id: int) -> AuditEvent:
    query = select(AuditEvent).where(AuditEvent.subject_kind == kind, AuditEvent.subject_id == id)
    return db.session.scalars(query.order_by(AuditEvent.id.desc()).limit(1)).one()


def test_a_task_due_on_a_new_holiday_counts_to_the_next_day_and_its_agency_is_told(people: Cast) -> None:
    task = story.lead(story.issued(people, due_on=DAY))
    version = task.row_version
    change = service.putting([OFF], people.admin, reason="VB 01/TB")
    moving.carry_out(change, people.admin)
    assert (task.due_on, task.due_ends_on) == (DAY, date(2026, 7, 16)), "what the document says stays"
    assert task.row_version > version
    event = last_event("assignment", task.id)
    assert (event.action, event.role, event.reason) == ("deadline_moved", "admin", "VB 01/TB")
    assert (event.before, event.after) == ({"due_ends_on": "2026-07-15"}, {"due_ends_on": "2026-07-16"})
    notices = db.session.scalars(select(Notice.recipient_id).where(Notice.event_id == event.id))
    assert people.users["leader_a"].id in set(notices)


def test_nothing_is_written_by_looking(people: Cast) -> None:
    story.issued(people, due_on=DAY)
    before = last_event_id()
    change = service.putting([OFF], people.admin)
    assert len(moving.planned(change.difference)) == 2
    assert queries.get(DAY) is None
    assert last_event_id() == before


def last_event_id() -> int | None:
    return db.session.scalar(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1))


def test_what_has_ended_or_is_due_elsewhere_stays(people: Cast) -> None:
    elsewhere = story.lead(story.issued(people, due_on=date(2026, 7, 20)))
    ended = story.lead(story.issued(people, due_on=DAY, support_agency_ids=[]))
    story.accept(people, story.report(people, assignment=ended), "office")
    moving.carry_out(service.putting([OFF], people.admin), people.admin)
    assert (elsewhere.due_ends_on, ended.due_ends_on) == (date(2026, 7, 20), DAY)


def test_a_programme_to_be_sent_before_a_session_moves_back_never_forward(people: Cast) -> None:
    session = planned_session(people, date(2026, 7, 25))
    change = service.putting([OFF], people.admin)
    assert told(change) == [("programme_due_on", "2026-07-15", "2026-07-14")]
    version = session.row_version
    moving.carry_out(change, people.admin)
    assert session.row_version == version, "the date is computed at each reading; nothing of the record has changed"
    event = last_event("session", session.id)
    assert (event.before, event.after) == ({"programme_due_on": "2026-07-15"}, {"programme_due_on": "2026-07-14"})


def test_a_saturday_worked_instead_moves_a_deadline_forward_to_it(people: Cast) -> None:
    task = story.lead(story.issued(people, due_on=date(2026, 7, 18)))
    assert task.due_ends_on == date(2026, 7, 20)
    worked = Entry(date(2026, 7, 18), SWAP_WORK, "Làm bù", confirmed=True)
    moving.carry_out(service.putting([worked], people.admin), people.admin)
    assert task.due_ends_on == date(2026, 7, 18)


def test_another_number_of_days_moves_what_began_since_and_is_running(people: Cast) -> None:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    assert finding.comment_due_on == date(2026, 6, 22)
    change = ruling.changing("comment_on_finding", "L2025", RULE, people.admin)
    assert told(change) == [("comment_due_on", "2026-06-22", "2026-06-25")]
    moving.carry_out(change, people.admin)
    assert finding.comment_due_on == date(2026, 6, 25)
    later = ruling.changing("comment_on_finding", "L2025", RULE | {"valid_from": date(2026, 7, 1)}, people.admin)
    assert told(later) == [], "what began before the new value keeps the old one"


def test_a_date_that_was_kept_otherwise_moves_only_when_its_computation_does(people: Cast) -> None:
    task = story.lead(story.issued(people, due_on=date(2026, 7, 20)))
    task.due_ends_on = date(2026, 7, 22)
    db.session.flush()
    moving.carry_out(service.putting([OFF], people.admin), people.admin)
    assert task.due_ends_on == date(2026, 7, 22)


def test_a_delegations_own_deadlines_move_too(people: Cast) -> None:
    delegation = people.delegation
    delegation.state, delegation.ended_on = "compiling", date(2026, 7, 5)
    db.session.flush()
    assert told(service.putting([OFF], people.admin)) == [("result_due_on", "2026-07-15", "2026-07-16")]
    delegation.state, delegation.established_on = "established", date(2026, 6, 30)
    delegation.report_due_on = DAY
    db.session.flush()
    assert told(service.putting([OFF], people.admin)) == [
        ("agency_reports_due_on", "2026-07-15", "2026-07-16"),
        ("outline_due_on", "2026-07-15", "2026-07-16"),
    ]


def test_a_plans_day_for_the_reports_no_longer_runs_once_all_of_them_are_settled(people: Cast) -> None:
    delegation = people.delegation
    delegation.state, delegation.report_due_on = "active", DAY
    request = asking.accepted(people)
    assert told(service.putting([OFF], people.admin)) == [], "settled, though the day is still to come"
    request.state = "submitted"
    db.session.flush()
    assert told(service.putting([OFF], people.admin)) == [("agency_reports_due_on", "2026-07-15", "2026-07-16")]


def test_the_mark_of_a_preview_changes_with_what_it_shows(people: Cast) -> None:
    change = service.putting([OFF], people.admin)
    empty = moving.fingerprint(change, moving.planned(change.difference))
    story.issued(people, due_on=DAY)
    full = moving.fingerprint(change, moving.planned(change.difference))
    assert empty != full
    assert full == moving.fingerprint(change, moving.planned(change.difference))


def test_a_confirmed_year_is_open_again_after_a_change_of_its_days(people: Cast) -> None:
    service.confirm_year(2026, "VB 12729/VPCP-KGVX", people.admin)
    assert 2026 in rules.basis().days.confirmed_years
    assert queries.unconfirmed(2026) == [], "the announcement covers every day of the year"
    moving.carry_out(service.putting([OFF], people.admin), people.admin)
    assert 2026 not in rules.basis().days.confirmed_years
    actions = db.session.scalars(
        select(AuditEvent.action).where(AuditEvent.subject_kind == "calendar_year").order_by(AuditEvent.id)
    )
    assert list(actions) == ["confirmed", "reopened"]


def test_a_year_without_days_is_not_confirmed(people: Cast) -> None:
    with pytest.raises(Invalid, match="Chưa có ngày nào trong lịch năm 2031"):
        service.confirm_year(2031, "Thông báo", people.admin)


def test_a_year_is_confirmed_again_after_it_was_opened(people: Cast) -> None:
    first = service.confirm_year(2026, "Thông báo 1", people.admin)
    moving.carry_out(service.putting([OFF], people.admin), people.admin)
    again = service.confirm_year(2026, "Thông báo 2", people.admin)
    assert again is first
    assert (again.announcement, again.is_confirmed) == ("Thông báo 2", True)


@pytest.mark.parametrize("who", ["office", "standing", "head", "leader_a"])
def test_only_administrators_plan_changes(people: Cast, who: str) -> None:
    actor = people.actor(who)
    with pytest.raises(Forbidden):
        service.putting([OFF], actor)
    with pytest.raises(Forbidden):
        service.confirm_year(2026, "Thông báo", actor)
    with pytest.raises(Forbidden):
        ruling.changing("supplement", "L2025", RULE, actor)
    assert service.putting([OFF], SYSTEM).words, "the product's own commands may"


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (date(2026, 7, 15), date(2026, 7, 14), "Ngày cuối phải từ ngày đầu trở đi"),
        (date(2026, 7, 1), date(2026, 8, 1), "nhiều nhất 31 ngày"),
    ],
)
def test_a_row_of_days_that_makes_no_sense_is_refused(people: Cast, first: date, last: date, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        service.entries_of({"day": first, "last_day": last, "kind": HOLIDAY, "name": "Nghỉ"})
    assert list(refused.value.errors) == ["last_day"]


def test_the_package_suggests_what_the_calendar_lacks_and_changes_nothing(people: Cast) -> None:
    row = queries.get(date(2026, 8, 31))
    assert row is not None
    moving.carry_out(service.removing(row, people.admin, reason="Thử"), people.admin)
    found = suggestions.of_year(2026)
    assert [(one.entry.day, one.entry.kind, one.is_new) for one in found.fresh] == [
        (date(2026, 8, 31), "swap_off", True)
    ]
    worked = next(one for one in found.same if one.entry.day == date(2026, 8, 22))
    assert worked.entry.name == "Làm bù cho 31/08/2026"
    assert date(2026, 1, 2) in {row.day for row in found.ours_alone}, "a swap that the package does not know"
    assert queries.get(date(2026, 8, 31)) is None


def test_the_deadlines_of_a_delegation_are_read_in_few_queries_however_many_there_are(people: Cast) -> None:
    for _n in range(4):
        story.issued(people, due_on=DAY)
    db.session.flush()
    db.session.expire_all()
    delegation = people.delegation
    delegation.code, delegation.state  # noqa: B018 - loaded, as the page has it
    actor = people.office
    with database.counted() as tally:
        found = overview.of_delegation(delegation, actor)
    assert len([due for due in found if due.source.kind == "assignment"]) == 8
    assert tally.queries <= 12


def test_a_report_sent_in_time_stops_the_clock(people: Cast, now: object) -> None:
    update = story.report(people, assignment=story.lead(story.issued(people, due_on=date(2026, 6, 16))))
    now.move_to("2026-06-20T09:00:00+07:00")  # type: ignore[attr-defined]
    due = next(d for d in overview.of_delegation(people.delegation, people.office) if d.record is update.assignment)
    assert (due.handed_in_on, due.is_open, due.is_late, due.days_left) == (date(2026, 6, 15), True, False, None)
