"""Every open recommendation is asked for in writing on a schedule, once a round, and tracked to its answer."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, signing, story
from tests.api.caller import Caller
from tests.cast import Cast
from tests.client import Client
from tracker.accounts import tokens
from tracker.attachments.models import Attachment
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.notifications import outbox
from tracker.notifications.models import Mail, Notice
from tracker.progress_requests import queries, service
from tracker.progress_requests.models import ProgressRequest
from tracker.recommendations.models import Assignment
from tracker.workflow import engine

LETTER = {"number": "45/HĐND-VP", "issued_on": "15/12/2026", "answer_due_on": "31/12/2026"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def at(now: time_machine.Coordinates, day: str) -> None:
    now.move_to(f"{day}T05:00:00+07:00")


def night() -> None:
    for _time in range(2):
        for _piece in service.prepare():
            db.session.commit()


def requests() -> list[ProgressRequest]:
    return list(db.session.scalars(select(ProgressRequest).order_by(ProgressRequest.id)))


def prepared(people: Cast, now: time_machine.Coordinates) -> list[ProgressRequest]:
    story.issued(people)
    at(now, "2026-12-15")
    night()
    return requests()


def test_each_open_task_is_asked_for_every_six_months_and_once_a_round(
    people: Cast, now: time_machine.Coordinates
) -> None:
    story.issued(people)
    at(now, "2026-12-14")
    night()
    assert requests() == []
    at(now, "2026-12-15")
    night()
    assert [request.round_on for request in requests()] == [date(2026, 12, 15)] * 2, "lead and co-operating agency"
    told = db.session.scalar(select(func.count()).where(Notice.name == "progress_request.prepared"))
    assert told == 2, "each officer of the office once, for all of them"
    for request in requests():
        engine.perform(request, "lapse", people.office, {"reason": "Đã trao đổi trực tiếp tại cuộc họp"})
    at(now, "2027-06-14")
    night()
    assert len(requests()) == 2
    at(now, "2027-07-01")
    night()
    assert [request.round_on for request in requests()[2:]] == [date(2027, 6, 15)] * 2


def test_what_nobody_answers_is_asked_again_in_the_next_round_and_stays_readable(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, _second = prepared(people, now)
    issue(people, first)
    at(now, "2027-06-14")
    night()
    assert len(requests()) == 2, "not within the period"
    at(now, "2027-06-15")
    night()
    again = requests()[-1]
    assert (again.assignment_id, again.round_on, again.follows) == (first.assignment_id, date(2027, 6, 15), first)
    assert first.state == "issued", "until it is asked again it may be answered"
    letter = {"number": "61/HĐND-VP", "issued_on": date(2027, 6, 15), "answer_due_on": date(2027, 6, 30)}
    engine.perform(again, "issue", people.office, letter)
    assert first.state == "unanswered"
    signing.sign_in(client, people, "leader_a")
    page = client.page(f"/progress-requests/{first.id}")
    assert "Không được trả lời" in page.text
    assert page.all("a", href=f"/progress-requests/{again.id}")
    assert client.page(f"/progress-requests/{again.id}").all("a", href=f"/progress-requests/{first.id}")
    story.report(people, assignment=first.assignment, claim="in_progress", percent=40)
    assert (first.state, again.state) == ("unanswered", "answered")


def test_an_unsigned_draft_is_brought_up_to_the_next_round_and_not_doubled(
    people: Cast, now: time_machine.Coordinates
) -> None:
    drafts = prepared(people, now)
    at(now, "2027-07-01")
    night()
    assert requests() == drafts
    assert {request.round_on for request in drafts} == {date(2027, 6, 15)}
    renewed = db.session.scalar(select(func.count()).where(AuditEvent.action == "renew"))
    assert renewed == 2, "once each"


def test_the_next_round_counts_from_the_last_asking_and_its_answer(people: Cast, now: time_machine.Coordinates) -> None:
    asked, draft = prepared(people, now)
    at(now, "2027-02-15")
    letter = {"number": "45/HĐND-VP", "issued_on": date(2027, 2, 10), "answer_due_on": date(2027, 3, 1)}
    engine.perform(asked, "issue", people.office, letter)
    story.report(people, assignment=asked.assignment, claim="in_progress", percent=40)
    story.report(people, "b", assignment=draft.assignment, claim="in_progress", percent=10)
    assert draft.state == "lapsed", "answered before it was asked"
    at(now, "2027-08-14")
    night()
    assert len(requests()) == 2
    at(now, "2027-08-15")
    night()
    assert [request.round_on for request in requests()[2:]] == [date(2027, 8, 15)] * 2


def test_an_answer_that_is_still_due_is_waited_for_and_one_on_paper_ends_the_draft(
    people: Cast, now: time_machine.Coordinates
) -> None:
    first, second = prepared(people, now)
    letter = {"number": "45/HĐND-VP", "issued_on": date(2026, 12, 15), "answer_due_on": date(2027, 6, 20)}
    engine.perform(first, "issue", people.office, letter)
    engine.perform(second, "lapse", people.office, {"reason": "Đã trao đổi trực tiếp tại cuộc họp"})
    at(now, "2027-06-20")
    night()
    assert [request.assignment for request in requests()[2:]] == [second.assignment]
    at(now, "2027-06-21")
    night()
    again = requests()[-1]
    assert again.follows is first
    paper = {"answer_number": "88/BC-BQL", "answered_on": date(2027, 6, 21)}
    engine.perform(first, "record_answer", people.office, paper)
    assert (first.state, again.state) == ("answered", "lapsed")


def test_a_schedule_that_the_office_edits_is_followed_and_kept_in_the_history(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    story.issued(people)
    signing.sign_in(client, people, "office")
    client.refused("/progress-requests/schedule", {"every_months": "0"})
    client.done("/progress-requests/schedule", {"every_months": "3", "days_to_answer": "20"})
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "edited").order_by(AuditEvent.id)).all()[
        -1
    ]
    assert event.after == {"every_months": 3, "days_to_answer": 20}
    at(now, "2026-09-15")
    night()
    assert len(requests()) == 2
    schedule = queries.schedule_of(people.council.id)
    assert schedule is not None
    service.edit_schedule(schedule, {"every_months": 1, "days_to_answer": 20, "active": False}, people.office)
    db.session.query(ProgressRequest).update({"state": "lapsed"})
    at(now, "2026-12-30")
    night()
    assert len(requests()) == 2, "switched off"


def test_many_are_sent_with_one_document_and_an_agency_sees_its_own(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, second = prepared(people, now)
    signing.sign_in(client, people, "leader_a")
    assert client.get(f"/progress-requests/{first.id}").status_code == 404, "not before it is sent"
    signing.sign_in(client, people, "office")
    assert "2 yêu cầu chờ ký gửi" in client.page("/progress-requests").text
    file = (story.io.BytesIO(b"Noi dung van ban"), "cong-van.txt")
    sent = {**LETTER, "requests": [str(first.id), str(second.id)], "files": file}
    client.done("/progress-requests/issue", sent)
    assert [request.state for request in requests()] == ["issued", "issued"]
    assert {request.number for request in requests()} == {"45/HĐND-VP"}
    files = db.session.scalars(select(Attachment).where(Attachment.subject_kind == "progress_request")).all()
    assert sorted(file.subject_id or 0 for file in files) == [first.id, second.id]
    assert len({file.sha256 for file in files}) == 1
    signing.sign_in(client, people, "leader_a")
    assert first.code in client.page("/").text
    assert first.code in client.page(f"/recommendations/{first.recommendation_id}").text
    assert second.code not in client.page("/progress-requests").text
    assert client.get(f"/progress-requests/{second.id}").status_code == 404
    page = client.page(f"/progress-requests/{first.id}")
    assert "45/HĐND-VP" in page.text
    assert "cong-van.txt" in page.text
    assert client.get("/progress-requests/issue").status_code == 403


def test_one_letter_to_an_agency_is_one_mail_a_person_and_each_notice_once(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    people.users["leader_a"].email = "leader_a@vi-du.vn"
    for _time in range(3):
        story.issued(people, support_agency_ids=[])
    at(now, "2026-12-15")
    night()
    before = mails_to(people, "leader_a")
    signing.sign_in(client, people, "office")
    client.done("/progress-requests/issue", {**LETTER, "requests": [str(request.id) for request in requests()]})
    [mail] = mails_to(people, "leader_a")[len(before) :]
    told = list(db.session.scalars(select(Notice).where(Notice.mail_id == mail.id)))
    assert [notice.subject_id for notice in told] == [request.id for request in requests()]
    letter = outbox.written(mail)
    assert letter is not None
    assert "3 thông báo" in letter["Subject"]
    assert all(request.code in letter.get_content() for request in requests())
    again = prepared(people, now)[-1]
    client.done(f"/progress_request/{again.id}/do/issue", LETTER)
    assert len(mails_to(people, "leader_a")) == len(before) + 2, "another act is another mail"


def mails_to(people: Cast, name: str) -> list[Mail]:
    query = select(Mail).where(Mail.recipient_id == people.users[name].id).order_by(Mail.id)
    return list(db.session.scalars(query))


def issue(people: Cast, request: ProgressRequest) -> None:
    facts = {"number": "45/HĐND-VP", "issued_on": date(2026, 12, 15), "answer_due_on": date(2026, 12, 31)}
    engine.perform(request, "issue", people.office, facts)


def test_a_report_that_is_sent_answers_what_was_asked(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, second = prepared(people, now)
    issue(people, first)
    update = story.report(people, assignment=first.assignment, claim="in_progress", percent=40)
    assert (first.state, first.update_id, first.answered_on) == ("answered", update.id, date(2026, 12, 15))
    signing.sign_in(client, people, "office")
    assert client.page(f"/progress-requests/{first.id}").all("a", href=f"/updates/{update.id}")
    story.report(people, "b", assignment=second.assignment, claim="in_progress", percent=10)
    assert second.state == "lapsed", "it had not been sent yet"


def test_what_is_being_reconsidered_is_asked_too(people: Cast, now: time_machine.Coordinates) -> None:
    task = story.lead(story.issued(people, support_agency_ids=[], due_on=date(2027, 6, 30)))
    engine.perform(task, "ask_reconsideration", people.leader_a, {"reason": "Vượt thẩm quyền của Ban"})
    at(now, "2026-12-15")
    night()
    assert [request.assignment for request in requests()] == [task]


def test_what_was_not_answered_in_time_is_overdue(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    first, second = prepared(people, now)
    issue(people, first)
    issue(people, second)
    signing.sign_in(client, people, "office")
    assert "Quá" not in client.page("/progress-requests").one("table").text
    at(now, "2027-01-06")
    engine.perform(
        second, "record_answer", people.office, {"answer_number": "88/BC-BQL", "answered_on": date(2027, 1, 6)}
    )
    db.session.commit()
    signing.sign_in(client, people, "office")
    rows = [row.text for row in client.page("/progress-requests").all("tr")]
    [late] = [words for words in rows if first.code in words]
    [answered] = [words for words in rows if second.code in words]
    assert "ngày làm việc" in late
    assert "Quá" in late
    assert "Quá" not in answered
    assert "Quá hạn" in client.page(f"/progress-requests/{first.id}").text


def test_the_office_notes_a_paper_that_answers(people: Cast, now: time_machine.Coordinates) -> None:
    first, _second = prepared(people, now)
    issue(people, first)
    engine.perform(
        first, "record_answer", people.office, {"answer_number": "88/BC-BQL", "answered_on": date(2026, 12, 15)}
    )
    assert (first.state, first.answer_number) == ("answered", "88/BC-BQL")


def test_what_is_answered_already_is_not_asked_and_what_has_ended_lapses(
    people: Cast, now: time_machine.Coordinates
) -> None:
    made = story.issued(people)
    lead: Assignment = story.lead(made)
    story.report(people, assignment=lead)
    at(now, "2026-12-15")
    night()
    (only,) = requests()
    assert only.assignment.role == "support"
    engine.perform(only.assignment, "waive", people.standing, story.DECISION)
    night()
    assert only.state == "lapsed"
    assert len(requests()) == 1


def test_the_api_lists_requests_and_takes_their_steps(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, _second = prepared(people, now)
    caller = Caller(client, tokens.make(people.users["office"])[1])
    assert caller.get("/progress-requests?status=draft")["total"] == 2
    body = {
        "transition": "issue",
        "answers": {"number": "45/HĐND-VP", "issued_on": "2026-12-15", "answer_due_on": "2026-12-31"},
    }
    etag = caller.get(f"/progress-requests/{first.id}").etag
    done = caller.post(f"/progress-requests/{first.id}/transitions", body, 200, if_match=etag)
    assert done["state"] == "issued"
    schedule = caller.get("/progress-schedules")["items"][0]
    assert caller.patch(f"/progress-schedules/{schedule['id']}", {"every_months": 12})["every_months"] == 12
