"""The ladder on the pages: the next step offered with its date, many tasks at once, answers, and the order as data."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.recommendations.measures import ladder, reminding
from tracker.recommendations.models import Assignment, Measure
from tracker.workflow import engine

LATE = "2026-07-20T09:00:00+07:00"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast, now: time_machine.Coordinates) -> Assignment:
    made = story.lead(story.issued(people))
    now.move_to(LATE)
    return made


def measures() -> int:
    return db.session.scalar(select(func.count()).select_from(Measure)) or 0


def test_the_page_shows_what_was_taken_and_offers_the_next(client: Client, people: Cast, task: Assignment) -> None:
    sign_in(client, people, "office")
    page = client.page(f"/recommendations/{task.recommendation_id}")
    rung = page.all("li", aria_current="step")[0]
    assert "từ ngày 16/07/2026" in rung.text
    assert "Điều 89.3" in rung.text
    path = rung.one("a", class_="button").get("href")
    answers = {"document_number": "301/HĐND-VP", "taken_on": "17/07/2026", "answer_due_on": "24/07/2026"}
    page = client.done(path, answers, button="Ghi biện pháp")
    [first, second] = [item for item in page.all("li") if "rung" in item.get("class").split()][:2]
    assert "301/HĐND-VP" in first.text
    assert "từ ngày 27/07/2026" in second.text
    assert second.all("a", class_="button") == [], "its day has not come"
    assert queries_of(client, f"/recommendations/{task.recommendation_id}") <= 25


def test_a_letter_before_its_day_says_why_and_a_number_that_is_taken_is_told(
    client: Client, people: Cast, task: Assignment
) -> None:
    sign_in(client, people, "office")
    path = f"/assignments/{task.id}/measures/new"
    early = {"document_number": "301/HĐND-VP", "taken_on": "15/07/2026"}
    page = client.refused(path, early, button="Ghi biện pháp")
    assert "Bước này từ ngày 16/07/2026" in page.one("p", id="skip_reason-error").text
    assert "không bắt buộc" not in page.one("label", for_="skip_reason").text
    page = client.done(path, early | {"skip_reason": "Việc gấp"}, button="Ghi biện pháp")
    assert "đã ghi cho văn bản khác" not in page.text
    other = early | {"kind": "competent_body", "skip_reason": "Việc gấp"}
    page = client.done(path, other, button="Ghi biện pháp")
    assert "Số 301/HĐND-VP ngày 15/07/2026 đã ghi cho văn bản khác" in page.text


def test_the_form_begins_with_the_next_step_and_tells_the_days_of_the_rule(
    client: Client, people: Cast, task: Assignment
) -> None:
    for _time in range(2):
        story.measure(people, task, taken_on=date(2026, 7, 17))
    story.measure(people, task, kind="competent_body", taken_on=date(2026, 7, 17))
    sign_in(client, people, "office")
    page = client.page(f"/assignments/{task.id}/measures/new")
    assert page.one("input", type="radio", checked="").get("value") == "explanation"
    assert "Giải trình, tính từ hôm nay: 04/08/2026" in page.text
    answers = {"document_number": "305/HĐND-VP", "taken_on": "20/07/2026"}
    page = client.done(f"/assignments/{task.id}/measures/new", answers, button="Ghi biện pháp")
    assert "04/08/2026" in page.text
    assert "20/07/2026 cộng 15 ngày là 04/08/2026" in page.text


def test_an_answer_is_recorded_with_what_it_is(client: Client, people: Cast, task: Assignment) -> None:
    urged = story.measure(people, task, taken_on=date(2026, 7, 17))
    sign_in(client, people, "office")
    path = f"/measure/{urged.id}/do/answer"
    assert path in client.page(f"/recommendations/{task.recommendation_id}").links
    client.refused(path, {"answered_on": "16/07/2026", "answered_with": "77/BC-BQL"}, button="Ghi trả lời")
    page = client.done(path, {"answered_on": "20/07/2026", "answered_with": "77/BC-BQL"}, button="Ghi trả lời")
    assert "77/BC-BQL" in page.text
    assert urged.answered_on == date(2026, 7, 20)


def test_what_was_verified_is_never_overdue_and_only_looked_at_again(
    client: Client, people: Cast, task: Assignment
) -> None:
    story.accept(people, story.report(people, assignment=task))
    sign_in(client, people, "office")
    page = client.page(f"/assignments/{task.id}/measures/new")
    assert "Quá hạn" not in page.text
    assert [node.get("value") for node in page.all("input", name="kind")] == ["re_oversight"]
    assert page.all("input", name="is_complex") == []
    assert "Giải trình, tính từ hôm nay" not in page.text


def test_many_are_ticked_and_urged_by_one_letter(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    tasks = [story.lead(story.issued(people, support_agency_ids=[])) for _time in range(3)]
    now.move_to(LATE)
    sign_in(client, people, "office")
    table = client.page("/recommendations?due=overdue")
    path = table.one("a", text="Đôn đốc nhiều nhiệm vụ quá hạn").get("href")
    page = client.page(path)
    assert len(page.all("input", name="chosen")) == 3
    letter = {"document_number": "310/HĐND-VP", "taken_on": "20/07/2026"}
    button = "Ghi cho các nhiệm vụ đã chọn"
    assert "ít nhất một nhiệm vụ" in client.refused(path, letter, button=button).text
    chosen = [str(task.id) for task in tasks[:2]]
    page = client.refused(path, {"chosen": chosen, "taken_on": "20/07/2026"}, button=button)
    assert [node.get("value") for node in page.all("input", name="chosen", checked="")] == chosen, (
        "what was ticked stays"
    )
    engine.perform(tasks[1], "waive", people.standing, story.DECISION)
    page = client.done(path, letter | {"chosen": [str(tasks[0].id)]}, button=button)
    assert "Đã ghi 1 biện pháp theo văn bản 310/HĐND-VP" in page.text
    assert measures() == 1


def test_those_that_ended_meanwhile_are_named_with_the_reason(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, second = (story.lead(story.issued(people, support_agency_ids=[])) for _time in range(2))
    now.move_to(LATE)
    sign_in(client, people, "office")
    form = {"kind": "competent_body", "document_number": "310/HĐND-VP", "taken_on": "20/07/2026"}
    story.measure(people, first, taken_on=date(2026, 7, 17))
    story.measure(people, first, taken_on=date(2026, 7, 17))
    chosen = {"chosen": [str(first.id), str(second.id)]}
    page = client.done("/measures/together", form | chosen, button="Ghi cho các nhiệm vụ đã chọn")
    assert f"Chưa ghi cho {second.code}" in page.text
    assert "Bỏ qua bước" in page.text
    assert measures() == 3


def test_only_takers_take_steps_together(client: Client, people: Cast, task: Assignment) -> None:
    for name, status in (("leader_a", 403), ("deputy", 403), ("leader", 200), ("standing", 200)):
        assert sign_in(client, people, name).get("/measures/together").status_code == status, name
    assert task.state == "assigned"


def test_the_sheet_asks_few_questions(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    for _time in range(8):
        story.issued(people)
    now.move_to(LATE)
    sign_in(client, people, "office")
    assert queries_of(client, "/measures/together") <= 20
    assert queries_of(client, "/?all=1") <= 25


def test_the_administrator_corrects_the_ladder(client: Client, people: Cast, task: Assignment) -> None:
    sign_in(client, people, "admin")
    page = client.page("/ladder")
    assert "không phải do luật định" in page.text
    first = ladder.steps()[0]
    path = f"/ladder/{first.id}/edit"
    answers = {"own_name": "Công văn đôn đốc", "position": "1", "legal_basis": "Quy chế số 01/QC-HĐND"}
    client.done(path, answers, button="Lưu quy định")
    sign_in(client, people, "office")
    text = client.page(f"/recommendations/{task.recommendation_id}").text
    assert "Công văn đôn đốc" in text
    assert "Quy chế số 01/QC-HĐND" in text
    assert client.get(path).status_code == 403
    assert "Công văn đôn đốc" in client.page("/ladder").text


# --- an answer by a day -----------------------------------------------------------------------------------------------


def test_a_letter_that_wants_an_answer_is_a_task_of_the_agency_and_is_reminded_of(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    task = story.taken(people, story.lead(story.issued(people, support_agency_ids=[])), "a")
    story.measure(people, task, answer_due_on=date(2026, 7, 1))
    [notice] = db.session.scalars(
        select(Notice).where(Notice.recipient_id == people.leader_a.id, Notice.name == "measure.created")
    )
    assert notice.topic == "return", "not among the news, and never without a mail"
    page = sign_in(client, people, "leader_a").page("/")
    assert "Xem và trả lời" in page.text
    assert "01/07/2026" in page.text
    for day in ("2026-06-28", "2026-06-29", "2026-06-30", "2026-07-01", "2026-07-02", "2026-07-03", "2026-07-06"):
        now.move_to(f"{day}T02:00:00+07:00")
        for _twice in range(2):
            list(reminding.remind())
    told = db.session.scalars(
        select(Notice.name).where(Notice.recipient_id == people.leader_a.id, Notice.subject_kind == "measure")
    ).all()
    assert told.count("measure.overdue") == 1
    assert told.count("measure.due") == 1
    assert (
        "measure.overdue"
        in db.session.scalars(
            select(Notice.name).where(Notice.recipient_id == people.office.id, Notice.subject_kind == "measure")
        ).all()
    )
