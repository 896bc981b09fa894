"""People are told: in the program, in one mail a day, at once what cannot wait; as they wish, and once."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, lawmaking, signing, story
from tests.api.caller import Caller
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tracker.accounts import tokens
from tracker.audit.models import AuditEvent
from tracker.core.errors import Invalid
from tracker.extensions import db
from tracker.jobs import registry
from tracker.jobs.models import Job
from tracker.notifications import outbox, queries, service
from tracker.notifications.models import Mail, Notice
from tracker.notifications.nightly import write_daily_mails
from tracker.recommendations import reminding
from tracker.recommendations.models import Assignment
from tracker.workflow import engine


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    made = cast.make("concluded")
    for name, user in made.users.items():
        user.email = f"{name}@vi-du.vn"
    db.session.flush()
    return made


def notices(people: Cast, name: str) -> list[Notice]:
    query = select(Notice).where(Notice.recipient_id == people.users[name].id)
    return list(db.session.scalars(query.order_by(Notice.id)))


def send_everything() -> list[EmailMessage]:
    """Does the work of every mail job, and reads the files."""
    db.session.commit()
    for job in db.session.scalars(select(Job).where(Job.kind == outbox.SEND, Job.state == "waiting")).all():
        for _piece in registry.KINDS[job.kind].run(job.payload):
            pass
        job.state = "finished"
        db.session.commit()
    folder = Path(current_app.extensions["settings"].mail_url.removeprefix("file://"))
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]
    for path in folder.glob("*.eml"):
        path.unlink()
    return found


def texts(mails: list[EmailMessage], to: str) -> list[str]:
    return [mail.get_content() for mail in mails if mail["To"] == f"{to}@vi-du.vn"]


def night() -> None:
    for _piece in write_daily_mails():
        pass


def test_a_new_task_is_told_at_once_and_the_rest_waits_for_the_daily_mail(people: Cast) -> None:
    made = story.issued(people)
    task = story.lead(made)
    mails = send_everything()
    (told,) = texts(mails, "leader_a")
    assert "Nhận việc mới".upper() in told
    assert made.code in told
    assert f"http://127.0.0.1:8000/recommendations/{made.id}" in told
    story.taken(people, task, "a")
    assert send_everything() == [], "that a task was taken can wait"
    night()
    (daily,) = texts(send_everything(), "office")
    assert made.code in daily
    assert "Đang thực hiện" in daily, "from what to what"
    night()
    assert send_everything() == [], "nothing twice"


def test_a_second_scan_on_the_same_day_writes_no_second_daily_mail(people: Cast) -> None:
    story.taken(people, None, "a")
    send_everything()
    night()
    assert len(texts(send_everything(), "office")) == 1
    story.report(people)
    night()
    assert texts(send_everything(), "office") == []


def test_what_was_read_in_the_program_is_not_mailed(people: Cast) -> None:
    story.taken(people, None, "a")
    send_everything()
    service.mark_read(people.office, up_to=2**31 - 1)
    night()
    assert texts(send_everything(), "office") == []


def test_a_locked_account_and_one_without_address_get_no_mail(people: Cast) -> None:
    people.users["officer_a"].email = ""
    story.issued(people)
    people.users["leader_a"].disabled_at = people.users["leader_a"].created_at
    db.session.flush()
    mails = send_everything()
    assert texts(mails, "leader_a") == []
    assert len(texts(mails, "leader_b")) == 1
    dropped = db.session.scalars(select(Mail).where(Mail.recipient_id == people.users["leader_a"].id)).all()
    assert [mail.dropped_at is not None for mail in dropped] == [True]
    assert notices(people, "officer_a"), "in the program it is there"


def test_no_mail_says_more_of_a_record_than_its_title_and_where_it_stands(people: Cast) -> None:
    update = story.report(people, text="Nội dung mật chưa công bố", difficulties="Khó khăn nội bộ")
    engine.perform(update, "return", people.office, story.RETURN | {"reason": "Lý do trả lại nội bộ"})
    night()
    every = "\n".join(mail.get_content() for mail in send_everything())
    assert update.code in every
    for secret in ("Nội dung mật", "Khó khăn nội bộ", "Lý do trả lại nội bộ"):
        assert secret not in every


def test_the_same_mail_has_the_same_message_id_and_one_line_headers(people: Cast, app: Flask) -> None:
    people.users["leader_a"].email = "a@vi-du.vn"
    people.users["leader_a"].full_name = "Người\r\nBcc: ai-do@vi-du.vn"
    story.issued(people)
    mail = db.session.scalars(select(Mail).where(Mail.recipient_id == people.users["leader_a"].id)).one()
    first, second = outbox.written(mail), outbox.written(mail)
    assert first is not None
    assert second is not None
    assert first["Message-ID"] == second["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{32}@127\.0\.0\.1>", first["Message-ID"])
    assert first["Bcc"] is None


def test_a_mail_is_in_the_language_of_its_reader(people: Cast) -> None:
    """Also when several leave in one go."""
    people.users["leader_a"].locale = "en"
    story.issued(people)
    text = {mail["To"].partition("@")[0]: mail.get_content() for mail in send_everything()}
    assert text["leader_a"].startswith("Dear ")
    assert text["leader_b"].startswith("Kính gửi ")


def test_duties_cannot_be_switched_off_and_the_rest_can(client: Client, people: Cast) -> None:
    office = people.users["office"]
    with pytest.raises(Invalid):
        service.choose(office, {"assignment": "in_app"}, people.office)
    signing.sign_in(client, people, "office")
    client.done("/notices/settings", {"notices_news": "in_app", "notices_review": "in_app"})
    assert queries.channels_of(office.id)["news"] == "in_app"
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "notices_chosen")).one()
    assert event.after == {"notices_news": "in_app", "notices_review": "in_app"}
    story.taken(people, None, "a")
    night()
    assert texts(send_everything(), "office") == []
    assert notices(people, "office")


def test_a_notice_names_the_state_before_in_words(client: Client, people: Cast) -> None:
    task = story.lead(story.issued(people))
    engine.perform(task, "ask_reconsideration", people.leader_a, {"reason": "Vượt thẩm quyền của Ban"})
    main = signing.sign_in(client, people, "standing").page("/notices").one("main").text
    assert "Đang xem xét lại" in main
    assert "assigned" not in main


def test_the_page_is_called_notices_in_english(client: Client, people: Cast) -> None:
    people.users["office"].locale = "en"
    page = signing.sign_in(client, people, "office").page("/notices")
    assert page.heading == "Notices"
    assert "Announcement" not in page.text


def test_the_page_groups_by_what_to_do_shows_changes_and_marks_read(client: Client, people: Cast) -> None:
    update = story.report(people)
    engine.perform(update, "return", people.office, story.RETURN)
    signing.sign_in(client, people, "leader_a")
    page = client.page("/notices")
    headings = [node.text for node in page.one("main").all("h2")]
    assert headings[:2] == ["Nhận việc mới", "Bổ sung, trả lời theo yêu cầu"]
    main = page.one("main").text
    assert "đã trả lại để bổ sung" in main
    assert "Đã gửi → Bị trả lại" in main
    assert "Tiếp theo:" in main
    (link, *_others) = page.one("header").all("a", href="/notices")
    assert "chưa đọc" in link.text
    first = notices(people, "leader_a")[0]
    client.done("/notices", button="Đã đọc")
    db.session.refresh(first)
    assert first.seen_at is not None
    done = client.done("/notices", button="Đánh dấu tất cả là đã đọc")
    assert "Không có thông báo chưa đọc" in done.text
    assert "đã trả lại để bổ sung" in client.page("/notices?show=all").text


def test_a_notice_of_what_one_may_not_read_any_more_says_nothing_of_it(client: Client, people: Cast) -> None:
    made = story.issued(people)
    signing.sign_in(client, people, "leader_a")
    assert made.code in client.page("/notices").one("main").text
    people.users["leader_a"].memberships[0].agency_id = people.agencies["c"].id
    db.session.flush()
    main = client.page("/notices").one("main").text
    assert made.code not in main
    assert made.text not in main


def test_many_notices_are_paged_within_the_count_of_queries(client: Client, people: Cast) -> None:
    for number in range(30):
        story.issued(people, code=f"KN-2026-{number:03}", text=f"Kiến nghị thử số {number} về nhà ở công nhân")
    signing.sign_in(client, people, "leader_a")
    assert queries_of(client, "/notices") <= 25
    assert len(client.page("/notices").all("li", class_="notice")) == 25
    assert len(client.page("/notices?page=2").all("li", class_="notice")) == 5


def test_the_api_lists_marks_and_keeps_choices(client: Client, people: Cast) -> None:
    story.issued(people)
    token = tokens.make(people.users["leader_a"])[1]
    caller = Caller(client, token)
    told = caller.get("/notices?unread=true&size=1")
    assert told["total"] == 1
    assert told["items"][0]["topic"] == "assignment"
    assert caller.post("/notices/read", {"ids": [told["items"][0]["id"], 999999]}, 200)["read"] == 1
    assert caller.get("/notices?unread=true")["items"] == []
    assert caller.post("/notices/read", {"ids": "x"}, 422)
    assert caller.get("/notice-settings")["news"] == "daily"
    assert caller.post("/notice-settings", {"news": "in_app"}, 200)["news"] == "in_app"
    caller.post("/notice-settings", {"return": "in_app"}, 422)
    caller.post("/notice-settings", {"khac": "daily"}, 422)


def test_new_work_is_news_to_those_who_have_nothing_to_do_about_it(people: Cast) -> None:
    story.issued(people)
    assert {notice.topic for notice in notices(people, "leader_a") if notice.name == "recommendation.issue"} == {
        "assignment"
    }
    assert {notice.topic for notice in notices(people, "secretary") if notice.name == "recommendation.issue"} <= {
        "news"
    }


def test_what_has_been_looked_at_meanwhile_is_not_asked_for_by_mail(people: Cast) -> None:
    update = story.report(people)
    story.accept(people, update, by="standing")
    night()
    [told] = [notice for notice in notices(people, "office") if notice.name == "update.send"]
    assert (told.channel, told.mail_id) == ("in_app", None)
    assert all("đã gửi báo cáo" not in text for text in texts(send_everything(), "office"))


def test_a_duty_waits_for_its_mail_as_long_as_it_takes(people: Cast, now: time_machine.Coordinates) -> None:
    service.choose(people.users["leader_a"], {"assignment": "daily"}, people.leader_a)
    made = story.issued(people)
    now.shift(20 * 24 * 60 * 60)
    night()
    assert any(made.code in text for text in texts(send_everything(), "leader_a"))


def test_a_mail_says_by_when_and_names_what_the_scan_found(people: Cast, now: time_machine.Coordinates) -> None:
    made = story.issued(people)
    (told,) = texts(send_everything(), "leader_a")
    assert f"Hạn: {story.NEXT_MONTH:%d/%m/%Y}" in told
    now.move_to("2026-08-20T02:00:00+07:00")
    list(reminding.remind())
    night()
    told = "\n".join(texts(send_everything(), "leader_a"))
    assert f"{made.code} {made.text}"[:60] in told


def test_whoever_decides_is_asked_to_by_mail_and_not_once_it_is_decided(people: Cast) -> None:
    task = story.lead(story.issued(people))
    send_everything()
    asked = story.extension(people, task)
    night()
    mails = send_everything()
    for who in ("standing", "leader", "office"):
        (told,) = texts(mails, who)
        assert "XEM, XÁC NHẬN, TRẢ LỜI" in told
        assert "ĐỂ BIẾT" not in told
    engine.perform(asked, "grant", people.standing, story.GRANT)
    again = story.extension(people, task, proposed_due_on=date(2026, 12, 15))
    night()
    engine.perform(again, "refuse", people.standing, story.DECISION)
    third = story.extension(people, task, proposed_due_on=date(2026, 12, 15))
    assert all("đã đề nghị gia hạn" not in text for text in texts(send_everything(), "leader")), (
        "before the mail leaves"
    )
    engine.perform(third, "refuse", people.standing, story.DECISION)
    night()
    assert all("đã đề nghị gia hạn" not in text for text in texts(send_everything(), "leader")), (
        "nor before it is written"
    )


def test_news_of_what_has_moved_on_is_told_once_and_as_it_stands(people: Cast) -> None:
    task = story.taken(people, None, "a")
    engine.perform(task, "ask_reconsideration", people.leader_a, {"reason": "Vượt thẩm quyền của Ban"})
    send_everything()
    night()
    told = "\n".join(texts(send_everything(), "office"))
    assert "đã đề nghị xem xét lại" in told
    assert "đã nhận việc" not in told, "what came after it was told as well"
    other = story.taken(people, None, "a")
    night_of(people, "office", other)


def night_of(people: Cast, who: str, task: Assignment) -> None:
    """A state that its reader has heard nothing of since is said beside the one that the news is of."""
    task.state = "partly_implemented"
    db.session.flush()
    [notice] = [one for one in notices(people, who) if (one.subject_kind, one.subject_id) == ("assignment", task.id)]
    mail = outbox.post("thu", people.users[who].id)
    notice.mail_id = mail.id
    letter = outbox.written(mail)
    assert letter is not None
    assert "Đã giao, chưa thực hiện → Đang thực hiện" in letter.get_content()
    assert "Hiện nay: Thực hiện một phần" in letter.get_content()


def test_tasks_of_one_recommendation_are_told_apart_by_their_agencies(
    people: Cast, now: time_machine.Coordinates
) -> None:
    made = story.issued(people)
    for task, key in zip(made.assignments, ("a", "b"), strict=True):
        story.taken(people, task, key)
    send_everything()
    now.move_to("2026-07-20T02:00:00+07:00")
    list(reminding.remind())
    night()
    mails = send_everything()
    (told,) = texts(mails, "office")
    for key in ("a", "b"):
        assert told.count(people.agencies[key].name) == 1
    assert people.agencies["a"].name not in "".join(texts(mails, "officer_a")), "one's own is not named"


def test_an_urging_letter_is_named_with_its_number_and_the_day_of_the_answer(people: Cast) -> None:
    task = story.lead(story.issued(people))
    send_everything()
    story.measure(people, task, document_number="41/HĐND-VP", answer_due_on=date(2026, 6, 30), note="Ghi chú nội bộ")
    (told,) = texts(send_everything(), "leader_a")
    assert "đã gửi văn bản số 41/HĐND-VP (đôn đốc bằng văn bản), trả lời trước 30/06/2026" in told
    assert "Ghi chú nội bộ" not in told


def test_an_agency_is_told_what_became_of_the_policy_that_carries_its_proposal(client: Client, people: Cast) -> None:
    made = lawmaking.policy(people, lawmaking.proposal(people))
    lawmaking.proposal(people, key="a")
    lawmaking.vote(people, lawmaking.go(people, made, "tabled"))
    engine.perform(made, "table_again", people.office, lawmaking.WHY)
    lawmaking.go(people, made, "promulgated")
    page = signing.sign_in(client, people, "leader_b").page("/notices").text
    for outcome in (
        "HĐND không thông qua, ngày 15/06/2026, chỉ 42 trên 85 đại biểu tán thành, không quá nửa",
        "HĐND thông qua, ngày 15/06/2026, 43 trên 85 đại biểu tán thành",
        "Đã ban hành nghị quyết, số 12/2026/NQ-HĐND, ngày 15/06/2026, có hiệu lực từ 25/06/2026",
    ):
        assert f"đã báo kết quả của chính sách {made.code} “{made.title}”: {outcome}" in page
    assert "đã báo kết quả" not in signing.sign_in(client, people, "leader_a").page("/notices").text, "not of its own"


def test_an_agency_is_told_in_its_language_that_the_resolution_is_in_force(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    made = lawmaking.go(people, lawmaking.policy(people, lawmaking.proposal(people)), "promulgated")
    now.move_to("2026-06-25T02:00:00+07:00")
    lawmaking.run_night()
    page = signing.sign_in(client, people, "leader_b").page("/notices?lang=en").text
    told = f"told the outcome of policy {made.code} “{made.title}”"
    assert f"{told}: Resolution promulgated, No. 12/2026/NQ-HĐND, on 15/06/2026, in force from 25/06/2026" in page
    assert f"{told}: The resolution is in force, No. 12/2026/NQ-HĐND, in force from 25/06/2026" in page


def test_an_agency_reads_on_the_page_and_in_no_mail_why_a_policy_was_withdrawn(client: Client, people: Cast) -> None:
    made = lawmaking.policy(people, lawmaking.proposal(people))
    engine.perform(made, "withdraw", people.standing, {"reason": "Trung ương đã quy định"})
    told = f"đã báo kết quả của chính sách {made.code} “{made.title}”: Đề xuất chính sách đã rút"
    page = signing.sign_in(client, people, "leader_b").page("/notices").text
    assert told in page
    assert "Trung ương đã quy định" in page
    send_everything()
    night()
    (mail,) = texts(send_everything(), "leader_b")
    assert (told in mail, "Trung ương đã quy định" in mail) == (True, False)
