"""Roadmaps, amended recommendations and re-opened tasks, on the pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.recommendations.models import Assignment
from tracker.workflow import engine

PAPER = {"number": "31/TB-HĐND", "issued_on": "15/06/2026"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    return story.taken(people, story.lead(story.issued(people)), "a")


def test_a_roadmap_is_typed_shown_reported_against_and_late(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    sign_in(client, people, "standing")
    path = f"/assignment/{task.id}/do/set_roadmap"
    button = "Chuyển theo lộ trình nhiều năm"
    page = client.refused(path, {"milestones": "năm sau: 2 khu", **PAPER}, button=button)
    assert "Dòng 1" in page.one("p", id="milestones-error").text
    assert page.one("textarea", id="milestones").text.strip() == "năm sau: 2 khu"
    lines = "2026 | Xong hạ tầng 2 khu | Biên bản nghiệm thu\n2027 | Xong hạ tầng 3 khu"
    page = client.done(path, {"milestones": lines, **PAPER}, button=button)
    assert "31/12/2026: Xong hạ tầng 2 khu" in page.text
    of_lead = page.text.partition(f"{people.agencies['b'].name}phối hợp")[0]
    assert re.search(r"\d ngày làm việc", of_lead) is None, "no deadline of the lead runs any more"
    assert "xong khi có: Biên bản nghiệm thu" in page.text
    now.move_to("2027-01-11T09:00:00+07:00")
    sign_in(client, people, "leader_a")
    assert "Mốc quá hạn" in client.page(f"/recommendations/{task.recommendation_id}").text
    form = f"/assignments/{task.id}/updates/new"
    choice = client.page(form).one("input", name="milestones", value=str(task.milestones[0].id))
    report = {"claim": "in_progress", "text": "Đã xong 2 khu", "milestones": choice.get("value")}
    page = client.done(form, report, button="Lưu và gửi ngay")
    assert "Xong hạ tầng 2 khu" in page.text
    page = client.page(f"/recommendations/{task.recommendation_id}")
    assert "Mốc quá hạn" not in page.text
    assert "Cơ quan báo đã đạt" in page.text
    assert queries_of(client, f"/recommendations/{task.recommendation_id}") <= 25


def test_a_roadmap_that_was_written_as_text_is_still_read(client: Client, people: Cast, task: Assignment) -> None:
    task.state, task.plan = "multi_year", "Năm 2026: 2 khu; năm 2027: 3 khu"
    page = sign_in(client, people, "office").page(f"/recommendations/{task.recommendation_id}")
    assert "Năm 2026: 2 khu; năm 2027: 3 khu" in page.text


def test_the_old_and_the_amended_recommendation_lead_to_each_other(
    client: Client, people: Cast, task: Assignment
) -> None:
    engine.perform(task, "ask_reconsideration", people.leader_a, {"reason": "Vượt thẩm quyền của Ban"})
    sign_in(client, people, "standing")
    answers = {"reason": "Đúng là vượt thẩm quyền", "text": "Phối hợp trình danh mục", "due_on": "30/09/2026", **PAPER}
    page = client.done(f"/assignment/{task.id}/do/amend", answers, button="Sửa kiến nghị, thay bằng kiến nghị mới")
    old = task.recommendation
    url = f"/recommendations/{old.replaced_by_id}"
    assert url in page.links
    page = client.page(url)
    assert f"/recommendations/{old.id}" in page.links
    assert "Phối hợp trình danh mục" in page.heading
    sign_in(client, people, "leader_a")
    assert url not in client.page(f"/recommendations/{old.id}").links, "a draft is none of the agency's business"


def test_a_task_is_reopened_on_its_re_oversight(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    update = story.report(people)
    story.accept(people, update)
    task = update.assignment
    sign_in(client, people, "standing")
    path = f"/assignment/{task.id}/do/reopen"
    assert "hãy ghi biện pháp “Giám sát lại” trước" in client.page(path).text
    measure = {"document_number": "12/KH-ĐGS", "taken_on": "15/06/2026"}
    client.done(f"/assignments/{task.id}/measures/new", measure, button="Ghi biện pháp")
    now.shift(timedelta(minutes=1))
    answers = {"reason": "Kết quả không đúng thực tế", "re_oversight": str(task.measures[0].id), **PAPER}
    page = client.done(path, answers, button="Mở lại")
    assert "nhiệm vụ được mở lại ngày 15/06/2026" in page.text
    assert task.state == "in_progress"
    assert "HĐND xác nhận: 0 % (0 trong 2 cơ quan đã xong)" in page.text
