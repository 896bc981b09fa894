"""A later deadline on the pages: asked for, decided, and shown wherever the date is shown."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import values_of
from tests.signing import sign_in
from tracker.extensions import db
from tracker.recommendations import service as extensions
from tracker.recommendations.models import Assignment, Extension
from tracker.workflow import engine

ORIGINAL = "hạn gốc 15/07/2026"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    return story.lead(story.issued(people))


def only_extension() -> Extension:
    return db.session.scalars(select(Extension)).one()


def test_from_the_officers_draft_to_the_decision(client: Client, people: Cast, task: Assignment) -> None:
    sign_in(client, people, "officer_a")
    page = client.page(f"/recommendations/{task.recommendation_id}")
    path = page.one("a", text="Đề nghị gia hạn").get("href")
    answers = {"proposed_due_on": "15/09/2026", "reason": "Chờ ý kiến của Bộ Xây dựng"}
    assert "chờ lãnh đạo cơ quan gửi" in client.done(path, answers, button="Lưu, trình lãnh đạo gửi").text
    id = only_extension().id
    assert client.get(path).headers["Location"] == f"/extensions/{id}", "what is begun is opened again"
    sign_in(client, people, "standing")
    assert client.get(f"/extensions/{id}").status_code == 404
    sign_in(client, people, "leader_a")
    client.done(f"/extension/{id}/do/request")
    sign_in(client, people, "standing")
    assert f"/extensions/{id}" in client.page("/").links
    decision = {"new_due_on": "30/08/2026", "number": "31/TB-HĐND", "issued_on": "15/06/2026"}
    page = client.done(f"/extension/{id}/do/grant", decision, button="Đồng ý gia hạn")
    assert "Được gia hạn" in page.text
    assert "31/TB-HĐND" in page.text
    assert (task.due_on, task.original_due_on) == (date(2026, 8, 30), story.NEXT_MONTH)


def test_a_leader_may_save_and_send_in_one_press(client: Client, people: Cast, task: Assignment) -> None:
    sign_in(client, people, "leader_a")
    answers = {"proposed_due_on": "15/09/2026", "reason": "Chờ ý kiến của Bộ Xây dựng"}
    client.done(f"/assignments/{task.id}/extensions/new", answers, button="Lưu và gửi ngay")
    assert only_extension().state == "requested"


def test_what_was_typed_comes_back_with_the_sentence_beside_the_date(
    client: Client, people: Cast, task: Assignment
) -> None:
    sign_in(client, people, "officer_a")
    answers = {"proposed_due_on": "15/07/2026", "reason": "Chờ ý kiến của Bộ"}
    page = client.refused(f"/assignments/{task.id}/extensions/new", answers, button="Lưu, trình lãnh đạo gửi")
    assert "Hạn mới phải sau hạn hiện tại 15/07/2026" in page.one("p", id="proposed_due_on-error").text
    assert "Chờ ý kiến của Bộ" in page.one("textarea", id="reason").text
    asked = story.extension(people, task)
    sign_in(client, people, "standing")
    decision = {"new_due_on": "15/07/2026", "number": "31/TB-HĐND", "issued_on": "15/06/2026"}
    page = client.refused(f"/extension/{asked.id}/do/grant", decision, button="Đồng ý gia hạn")
    assert "15/07/2026" in page.one("p", id="new_due_on-error").text
    assert page.one("input", id="number").get("value") == "31/TB-HĐND"


def test_a_closed_task_takes_no_request(client: Client, people: Cast, task: Assignment) -> None:
    engine.perform(task, "waive", people.standing, story.DECISION)
    assert sign_in(client, people, "leader_a").get(f"/assignments/{task.id}/extensions/new").status_code == 409


def test_the_second_of_two_deciders_is_told_and_changes_nothing(client: Client, people: Cast, task: Assignment) -> None:
    asked = story.extension(people, task)
    sign_in(client, people, "leader")
    path = f"/extension/{asked.id}/do/refuse"
    seen = values_of(client.page(path).form("Không đồng ý gia hạn"))
    engine.perform(asked, "grant", people.standing, story.GRANT)
    answers = {"reason": "Chưa nêu lý do", "number": "32/TB-HĐND", "issued_on": "15/06/2026"}
    refused = client.post(path, data=seen | answers)
    assert refused.status_code == 409
    assert "Người standing đã đồng ý gia hạn" in refused.text
    assert (asked.state, task.due_on) == ("granted", date(2026, 9, 15))


def test_who_was_first_at_another_window_of_ones_own_is_told_so(client: Client, people: Cast, task: Assignment) -> None:
    asked = story.extension(people, task)
    sign_in(client, people, "standing")
    path = f"/extension/{asked.id}/do/grant"
    seen = values_of(client.page(path).form("Đồng ý gia hạn"))
    engine.perform(asked, "grant", people.standing, story.GRANT)
    answers = {"new_due_on": "20/09/2026", "number": "33/TB-HĐND", "issued_on": "15/06/2026"}
    refused = client.post(path, data=seen | answers)
    assert refused.status_code == 409
    assert "Việc này đã làm xong ở một cửa sổ khác" in refused.text
    assert "người khác" not in refused.text
    assert "20/09/2026" in refused.text


def test_the_original_date_and_the_number_of_extensions_stand_wherever_the_date_stands(
    client: Client, people: Cast, task: Assignment
) -> None:
    story.extended(people, task, date(2026, 8, 1))
    story.extended(people, task, date(2026, 9, 1))
    sign_in(client, people, "officer_a")
    assert ORIGINAL in client.page("/").text
    story.taken(people, task, "a")
    draft = story.drafted_report(people, assignment=task)
    sign_in(client, people, "officer_a")
    for path in (
        "/recommendations",
        f"/recommendations/{task.recommendation_id}",
        f"/updates/{draft.id}",
        f"/updates/{draft.id}/edit",
    ):
        text = client.page(path).text
        assert "01/09/2026" in text, path
        assert ORIGINAL in text, path
        assert "gia hạn 2 lần" in text, path
    sign_in(client, people, "office")
    beside = next(one for one in task.recommendation.assignments if one.role == "support")
    moved = {"proposed_due_on": date(2026, 8, 17), "reason": "Chờ số liệu"}
    asked = extensions.create_extension(moved, people.leader_b, assignment=beside, send=True)
    engine.perform(asked, "grant", people.standing, story.GRANT | {"new_due_on": date(2026, 8, 17)})
    rows = client.page(f"/recommendations/{task.recommendation_id}").one("table", class_="truths").all("tr")[1:]
    assert ["01/09/2026" in row.text for row in rows] == [one is task for one in task.recommendation.assignments]
    assert ["17/08/2026" in row.text for row in rows] == [one is beside for one in task.recommendation.assignments]
    assert all(ORIGINAL in row.text and "gia hạn" in row.text for row in rows)
    for path in (
        "/recommendations",
        f"/recommendations?agency={task.agency_id}",
        f"/assignments/{task.id}/measures/new",
    ):
        text = client.page(path).text
        assert ORIGINAL in text, path
        assert "gia hạn 2 lần" in text, path


def test_the_table_is_sorted_and_filtered_by_the_date_that_holds(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    other = story.issued(people, due_on=date(2026, 8, 1), code="KN-2026-050")
    story.extended(people, task, date(2026, 9, 1))
    sign_in(client, people, "office")
    codes = [node.one("a").text for node in client.page("/recommendations").all("th", scope="row")]
    assert codes == [other.code, task.code]
    now.move_to("2026-07-20T09:00:00+07:00")
    sign_in(client, people, "office")
    found = client.page(f"/recommendations?due=overdue&agency={people.agencies['a'].id}")
    assert found.all("th", scope="row") == []


def test_the_page_still_asks_at_most_25_questions(client: Client, people: Cast, task: Assignment) -> None:
    for day in (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)):
        story.extended(people, task, day)
    sign_in(client, people, "standing")
    assert queries_of(client, f"/recommendations/{task.recommendation_id}") <= 25
    assert queries_of(client, f"/extensions/{task.extensions[0].id}") <= 25


def test_the_rates_stand_beside_the_table(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    now.move_to("2026-08-20T09:00:00+07:00")
    sign_in(client, people, "office")
    agency = people.agencies["a"].id
    url = client.page(f"/recommendations?agency={agency}").one("a", text="Tỷ lệ hoàn thành và đúng hạn").get("href")
    page = client.page(url)
    assert [node.text for node in page.all("td", class_="num")] == ["0", "1", "0,0 %", "0", "1", "0,0 %"]
    page = client.page("/recommendations/rates?on=10/07/2026")
    assert [node.text for node in page.all("td", class_="num")] == ["0", "0", "–", "0", "0", "–"]
    assert "Chưa đến hạn: 1" in page.text
    assert (
        "chưa đến"
        in client.page("/recommendations/rates?on=10/07/2027", status=400).one("p", class_="field-error").text
    )
    assert queries_of(client, "/recommendations/rates") <= 12
    sign_in(client, people, "leader_b")
    assert client.page("/recommendations/rates").all("select", id="agency") == []
    assert task.due_on == date(2026, 7, 15)
