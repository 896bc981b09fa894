"""One recommendation with three addressees, followed for nine months by the clock of a file: nights, letters, rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.databases import Databases
from tests.signing import sign_in
from tracker import create_app
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core import clock, moments
from tracker.extensions import db
from tracker.jobs import worker
from tracker.notifications.models import Mail, Notice
from tracker.organizations import handing
from tracker.organizations import service as organizations
from tracker.progress_requests.models import ProgressRequest
from tracker.recommendations.models import Assignment, Recommendation, Update
from tracker.recommendations.queries import rates
from tracker.recommendations.queries.rates import Scope
from tracker.workflow import engine

DUE = date(2026, 9, 15)
EXTENDED = date(2026, 12, 15)
CONCLUSION = story.CONCLUSION | {"issued_on": date(2026, 6, 15)}
RATES = {
    # day: (completion of the council, on time; completion of agency B, on time; of agency C, later D)
    date(2026, 9, 14): ((0, 0), (0, 0), (0, 0)),
    date(2026, 9, 15): ((0, 1), (1, 1), (0, 1)),
    date(2026, 9, 30): ((0, 0), (1, 1), (0, 1)),
    date(2026, 12, 15): ((1, 1), (1, 1), (0, 1)),
    date(2027, 2, 1): ((1, 1), (1, 1), (1, 1)),
}
"""Done ÷ due by the deadline that held that day: of the council's recommendations, of agency B, of the heir of agency C."""
ON_TIME = {date(2026, 9, 14): (0, 0), date(2026, 9, 15): (0, 1), date(2027, 2, 1): (0, 1)}
"""Of the council's recommendations, by the deadline they had first."""


@dataclass
class Months:
    """The product, its clock, and the people of the story."""

    app: Flask
    clock_file: Path
    mails: Path
    people: Cast
    id: int = 0

    def at(self, moment: datetime) -> None:
        self.clock_file.write_text(moment.isoformat(), encoding="utf-8")

    def until(self, day: date) -> None:
        """Every night up to this day, each twice over; then it is nine o'clock in the morning."""
        night = clock.today() + timedelta(days=1)
        db.session.commit()
        while night <= day:
            self.at(datetime.combine(night, time(5), tzinfo=clock.HANOI))
            for _time in range(2):
                worker.run_due(self.app)
            night += timedelta(days=1)
        self.at(datetime.combine(day, time(9), tzinfo=clock.HANOI))
        db.session.expire_all()

    def task(self, key: str) -> Assignment:
        agency = self.people.agencies[key]
        made = db.session.get_one(Recommendation, self.id)
        return next(task for task in made.assignments if task.agency_id == agency.id)

    def letter(self, key: str, kind: str, number: str, **about: Any) -> None:
        answers = {"kind": kind, "document_number": number, **about}
        story.measure(self.people, self.task(key), **answers)
        db.session.commit()

    def told(self, name: str) -> Counter[str]:
        query = select(User.username).join(Notice, Notice.recipient_id == User.id).where(Notice.name == name)
        return Counter(db.session.scalars(query))

    def rates(self, on: date, **scope: int) -> tuple[tuple[int, int], tuple[int, int]]:
        found = rates.of(self.people.office, Scope(**scope), moments.end_of(on))
        return tuple((rate.numerator, rate.denominator) for rate in (found.completion, found.on_time))  # type: ignore[return-value]


@pytest.fixture
def months(migrated: Databases, settings_for: Any, tmp_path: Path) -> Iterator[Months]:
    now = tmp_path / "clock"
    now.write_text("2026-06-15T09:00:00+07:00", encoding="utf-8")
    settings = settings_for(migrated.make(), TRACKER_CLOCK_FILE=str(now))
    app = create_app(settings)
    with app.app_context():
        people = cast.make("concluded")
        cast.add_accounts(people, "officer_c", "leader_c", "officer_d", "leader_d")
        facts = {"code": "CQ-D", "name": "Sở Hạ tầng", "short_name": "", "kind": "department"}
        people.agencies["d"] = organizations.add(people.council.id, facts, people.office)
        for key in ("c", "d"):
            cast.give(people, f"officer_{key}", Role.AGENCY_OFFICER, agency_id=people.agencies[key].id)
            cast.give(people, f"leader_{key}", Role.AGENCY_LEADER, agency_id=people.agencies[key].id)
        for name, user in people.users.items():
            user.email = f"{name}@vi-du.vn"
        db.session.commit()
        yield Months(app, now, settings.data_dir / "mail", people)
        db.session.remove()
        db.engine.dispose()
    clock.use_file(None)


def test_nothing_is_forgotten_in_nine_months(months: Months) -> None:
    issued_and_taken(months)
    a_report_without_evidence_is_refused_and_one_with_it_accepted(months)
    the_lead_is_reminded_reports_and_is_sent_back(months)
    the_deadline_passes_and_the_lead_gets_another(months)
    letters_to_the_one_who_keeps_silent(months)
    it_becomes_part_of_another_agency(months)
    the_lead_is_accepted(months)
    the_heir_answers_the_written_request_and_all_is_closed(months)
    months.until(date(2027, 3, 15))
    rates_of_five_days(months)
    every_notice_went_out_once(months)


def issued_and_taken(months: Months) -> None:
    others = [months.people.agencies[key].id for key in "bc"]
    made = story.approved(months.people, due_on=DUE, support_agency_ids=others)
    engine.perform(made, "issue", months.people.office, CONCLUSION)
    months.id = made.id
    db.session.commit()
    months.until(date(2026, 6, 16))
    for key in "abc":
        story.taken(months.people, months.task(key), key)
    db.session.commit()
    assert [months.told("recommendation.issue")[f"leader_{key}"] for key in "abc"] == [1, 1, 1]


def a_report_without_evidence_is_refused_and_one_with_it_accepted(months: Months) -> None:
    months.until(date(2026, 7, 20))
    client = Client(months.app, db.session())
    sign_in(client, months.people, "leader_b")
    path = f"/assignments/{months.task('b').id}/updates/new"
    report = {"claim": "done", "percent": "100", "text": "Đã ban hành văn bản", "completed_on": "15/07/2026"}
    page = client.refused(path, report, button="Lưu và gửi ngay")
    assert "minh chứng" in page.text
    assert db.session.scalar(select(func.count()).select_from(Update)) == 0
    accepted(months, "b", date(2026, 7, 15))


def accepted(months: Months, key: str, completed_on: date) -> None:
    """Reported with evidence, and accepted by the office."""
    update = story.report(months.people, key, assignment=months.task(key), completed_on=completed_on)
    verdict = story.ACCEPTANCE | story.judged(update) | {"completed_on": completed_on}
    engine.perform(update, "accept", months.people.office, verdict)
    db.session.commit()
    assert months.task(key).state == "implemented"


def the_lead_is_reminded_reports_and_is_sent_back(months: Months) -> None:
    months.until(date(2026, 9, 12))
    assert {
        name: months.told("assignment.due")[name] for name in ("leader_a", "officer_a", "leader_c", "leader_b")
    } == {
        "leader_a": 3,
        "officer_a": 3,
        "leader_c": 3,
        "leader_b": 0,
    }, "at three horizons; whoever has been verified is left in peace"
    months.until(date(2026, 9, 14))
    update = story.report(months.people, "a", assignment=months.task("a"))
    back = story.RETURN | {"answer_due_on": date(2026, 9, 25)}
    engine.perform(update, "return", months.people.standing, back)
    db.session.commit()
    assert (months.task("a").state, months.task("a").due_on) == ("not_satisfactory", DUE)


def the_deadline_passes_and_the_lead_gets_another(months: Months) -> None:
    months.until(date(2026, 9, 16))
    late = months.told("assignment.overdue")
    assert (late["leader_a"], late["leader_c"], late["leader_b"], late["head"]) == (1, 1, 0, 2)
    months.until(date(2026, 9, 20))
    asked = story.extension(months.people, months.task("a"), proposed_due_on=EXTENDED)
    db.session.commit()
    months.until(date(2026, 9, 25))
    decision = story.GRANT | {"new_due_on": EXTENDED, "issued_on": date(2026, 9, 25)}
    engine.perform(asked, "grant", months.people.standing, decision)
    db.session.commit()
    task = months.task("a")
    assert (task.original_due_on, task.due_on, task.extension_count) == (DUE, EXTENDED, 1)


def letters_to_the_one_who_keeps_silent(months: Months) -> None:
    months.until(date(2026, 9, 28))
    months.letter("c", "urge", "301/HĐND-VP", answer_due_on=date(2026, 10, 8))
    months.until(date(2026, 10, 12))
    months.letter("c", "urge", "340/HĐND-VP", answer_due_on=date(2026, 10, 22))
    months.until(date(2026, 10, 26))
    months.letter("c", "explanation", "362/HĐND-VP", skip_reason="Đã đôn đốc hai lần, không có trả lời")
    explanation = months.task("c").measures[-1]
    assert explanation.answer_due_on == date(2026, 11, 10), "15 days by the ruleset"


def it_becomes_part_of_another_agency(months: Months) -> None:
    months.until(date(2026, 11, 2))
    people = months.people
    gone, heir = people.agencies["c"], people.agencies["d"]
    facts = {"from_day": date(2026, 11, 2), "document_number": "45/NQ-HĐND", "document_date": date(2026, 10, 30)}
    organizations.merge(gone, [], heir, facts, people.office)
    db.session.commit()
    reason = {
        "document_number": "45/NQ-HĐND",
        "document_date": date(2026, 10, 30),
        "reason": "Theo nghị quyết sáp nhập",
    }
    task = months.task("c")
    handing.give(gone, [handing.Pick(f"assignment-{task.id}", heir.id, task.row_version)], reason, people.office)
    db.session.commit()
    task = months.task("d")
    assert (task.agency_name, task.taken_over_by, task.due_on) == ("Sở Xây dựng", "Sở Hạ tầng", DUE)
    assert len(task.measures) == 3, "what was written to the old agency stays with the task"


def the_lead_is_accepted(months: Months) -> None:
    months.until(date(2026, 12, 1))
    update = story.report(months.people, "a", assignment=months.task("a"), completed_on=date(2026, 11, 30))
    db.session.commit()
    months.until(date(2026, 12, 10))
    verdict = story.ACCEPTANCE | story.judged(update) | {"completed_on": date(2026, 11, 30)}
    engine.perform(update, "accept", months.people.standing, verdict)
    db.session.commit()
    told = months.told("assignment.due")["leader_a"]
    assert told == 6, (
        "three before the deadline, two before the answer to the return, one on the way to the new deadline"
    )


def the_heir_answers_the_written_request_and_all_is_closed(months: Months) -> None:
    months.until(date(2026, 12, 16))
    asked = db.session.scalars(select(ProgressRequest)).all()
    assert [request.assignment_id for request in asked] == [months.task("d").id], "only whoever has not answered"
    letter = {"number": "400/HĐND-VP", "issued_on": date(2026, 12, 16), "answer_due_on": date(2027, 1, 4)}
    engine.perform(asked[0], "issue", months.people.office, letter)
    db.session.commit()
    months.until(date(2027, 1, 15))
    assert months.told("progress_request.overdue")["leader_d"] == 1
    update = story.report(months.people, "d", assignment=months.task("d"), completed_on=date(2027, 1, 14))
    db.session.commit()
    assert db.session.get_one(ProgressRequest, asked[0].id).state == "answered"
    months.until(date(2027, 1, 20))
    verdict = story.ACCEPTANCE | story.judged(update) | {"completed_on": date(2027, 1, 14)}
    engine.perform(update, "accept", months.people.office, verdict)
    db.session.commit()
    assert db.session.get_one(Recommendation, months.id).state == "closed"


def rates_of_five_days(months: Months) -> None:
    """As they were, asked for when all is over."""
    agencies = months.people.agencies
    for day, (council, of_b, of_heir) in RATES.items():
        heir = agencies["d" if day >= date(2026, 11, 2) else "c"]
        assert months.rates(day)[0] == council, day
        assert months.rates(day, agency=agencies["b"].id) == (of_b, of_b), day
        assert months.rates(day, agency=heir.id)[0] == of_heir, day
    for day, on_time in ON_TIME.items():
        assert months.rates(day)[1] == on_time, day


def every_notice_went_out_once(months: Months) -> None:
    twice = select(Notice.recipient_id, Notice.key).group_by(Notice.recipient_id, Notice.key).having(func.count() > 1)
    assert db.session.execute(twice).all() == []
    unsent = select(func.count()).select_from(Notice).where(Notice.mail_id.is_(None), Notice.channel != "in_app")
    assert db.session.scalar(unsent) == 0, "a notice that waits for a mail at the end of nine months"
    written = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in months.mails.iterdir()]
    sent = db.session.scalars(select(Mail).where(Mail.sent_at.is_not(None))).all()
    assert len(written) == len({message["Message-ID"] for message in written}) == len(sent) > 50
    daily = Counter((message["To"], message["Date"].datetime.date()) for message in written if is_daily(message))
    assert max(daily.values()) == 1, "one calm mail a day"


def is_daily(message: Any) -> bool:
    return "việc" in message["Subject"].lower()
