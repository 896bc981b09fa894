"""Inside an agency, on the pages: standing in, laying before the leader, the rule, the plan; many agencies at a glance."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, reports, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.accounts.models import StandIn
from tracker.extensions import db
from tracker.organizations import handing
from tracker.organizations import service as organizations
from tracker.recommendations.models import Assignment, Update
from tracker.workflow import engine

REPORT = {"claim": "in_progress", "text": "Đang rà soát quỹ đất"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    return story.taken(people, story.lead(story.issued(people)), "a")


def name_officer(client: Client, people: Cast, **changes: str) -> str:
    """The leader of agency A names its officer; gives the address of the naming."""
    sign_in(client, people, "leader_a")
    page = client.page(f"/agencies/{people.agencies['a'].id}")
    path = page.one("a", text="Cử người thay mặt").get("href")
    answers = {
        "user_id": str(people.users["officer_a"].id),
        "from_on": "15/06/2026",
        "to_on": "19/06/2026",
        "document_number": "12/GUQ-BQL",
        "document_date": "12/06/2026",
    } | changes
    page = client.done(path, answers, button="Cử người thay mặt")
    assert "Đang thay mặt" in page.text or changes
    return f"/stand-ins/{db.session.scalars(select(StandIn.id).order_by(StandIn.id.desc())).first()}"


def test_the_stand_in_sends_and_everybody_reads_for_whom(client: Client, people: Cast, task: Assignment) -> None:
    name_officer(client, people)
    sign_in(client, people, "officer_a")
    assert "Đang thay mặt Người leader_a đến hết 19/06/2026" in client.page("/").text
    page = client.done(f"/assignments/{task.id}/updates/new", REPORT, button="Lưu và gửi ngay")
    assert "Người leader_a" in page.text
    assert "được ủy quyền, văn bản số 12/GUQ-BQL ngày 12/06/2026" in page.text
    sign_in(client, people, "office")
    story_page = client.page(f"/recommendations/{task.recommendation_id}")
    assert "thay mặt Người leader_a" in story_page.text


def test_the_period_over_the_officer_only_drafts(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    name_officer(client, people)
    now.move_to("2026-06-20T09:00:00+07:00")
    sign_in(client, people, "officer_a")
    client.done(f"/assignments/{task.id}/updates/new", REPORT, button="Lưu, trình lãnh đạo gửi")
    update = db.session.scalars(select(Update)).one()
    assert client.get(f"/update/{update.id}/do/send").status_code == 403
    assert update.state == "draft"


def test_a_backward_period_is_refused_beside_its_field_with_all_that_was_typed(client: Client, people: Cast) -> None:
    sign_in(client, people, "leader_a")
    path = f"/stand-ins/new?agency={people.agencies['a'].id}"
    answers = {
        "user_id": str(people.users["officer_a"].id),
        "from_on": "19/06/2026",
        "to_on": "15/06/2026",
        "reason": "đi công tác",
    }
    page = client.refused(path, answers, button="Cử người thay mặt")
    assert "Ngày cuối phải từ ngày bắt đầu trở đi" in page.one("p", id="to_on-error").text
    assert page.one("textarea", id="reason").text == "đi công tác"


def test_it_is_ended_by_one_step_and_listed_for_those_who_keep_it(client: Client, people: Cast) -> None:
    path = name_officer(client, people)
    sign_in(client, people, "office")
    assert "Người officer_a" in client.page("/stand-ins").text
    id = path.rpartition("/")[2]
    page = client.done(f"/stand_in/{id}/do/end", {"reason": "Về sớm"}, button="Kết thúc thay mặt")
    assert "Kết thúc sớm" in page.text
    assert "Người officer_a" not in client.page("/stand-ins").text
    assert "Người officer_a" in client.page("/stand-ins?all=1").text
    sign_in(client, people, "standing")
    assert client.get("/stand-ins").status_code == client.get(path).status_code == 404


def test_the_administrator_names_from_the_leaders_account(client: Client, people: Cast) -> None:
    sign_in(client, people, "admin")
    page = client.page(f"/people/{people.users['leader_a'].id}")
    link = page.one("a", text="Cử người thay mặt").get("href")
    answers = {"user_id": str(people.users["officer_a"].id), "from_on": "16/06/2026", "to_on": "19/06/2026"}
    page = client.refused(link, answers, button="Cử người thay mặt")
    assert "số và ngày văn bản" in page.one("p", id="document_number-error").text
    paper = {"document_number": "77/BQL", "document_date": "12/06/2026"}
    assert "Chưa đến ngày" in client.done(link, answers | paper, button="Cử người thay mặt").text
    page = client.page(f"/people/{people.users['officer_a'].id}")
    assert "do được cử thay mặt" in page.text


def test_whoever_stands_in_for_the_leader_reads_why_a_draft_was_handed_back(
    client: Client, people: Cast, task: Assignment
) -> None:
    name_officer(client, people)
    sign_in(client, people, "officer_a")
    client.done(f"/assignments/{task.id}/updates/new", REPORT, button="Lưu và xem lại trước khi gửi")
    id = db.session.scalars(select(Update.id)).one()
    client.done(f"/update/{id}/do/lay_before", button="Trình lãnh đạo")
    sign_in(client, people, "leader_a")
    client.done(f"/update/{id}/do/hand_back", {"reason": "Nêu rõ số khu đã rà soát"}, button="Trả lại để sửa")
    sign_in(client, people, "officer_a")
    page = client.page(f"/updates/{id}")
    assert page.one("div", class_="callout-returned").text == (
        "Lãnh đạo trả lại để sửa: “Nêu rõ số khu đã rà soát” Người leader_a"
    )
    assert page.all("button", text="Gửi báo cáo của cơ quan"), "who may send it all the same"
    sign_in(client, people, "office")
    assert client.get(f"/updates/{id}").status_code == 404


def test_laid_before_the_leader_handed_back_and_sent(client: Client, people: Cast, task: Assignment) -> None:
    sign_in(client, people, "officer_a")
    client.done(f"/assignments/{task.id}/updates/new", REPORT, button="Lưu, viết tiếp sau")
    id = db.session.scalars(select(Update.id)).one()
    sign_in(client, people, "leader_a")
    assert f"/updates/{id}" not in client.page("/").links
    sign_in(client, people, "officer_a")
    client.done(f"/update/{id}/do/lay_before", button="Trình lãnh đạo")
    sign_in(client, people, "leader_a")
    assert f"/updates/{id}" in client.page("/").links
    client.done(f"/update/{id}/do/hand_back", {"reason": "Nêu rõ số khu đã rà soát"}, button="Trả lại để sửa")
    sign_in(client, people, "officer_a")
    assert "Nêu rõ số khu đã rà soát" in client.page("/").text
    page = client.page(f"/updates/{id}/edit")
    assert "Nêu rõ số khu đã rà soát" in page.text
    client.done(f"/updates/{id}/edit", {"text": "Đã rà soát 3 khu"}, button="Lưu, trình lãnh đạo gửi")
    sign_in(client, people, "leader_a")
    client.done(f"/updates/{id}", button="Gửi báo cáo của cơ quan")
    sign_in(client, people, "office")
    assert "Nêu rõ số khu" not in client.page(f"/recommendations/{task.recommendation_id}").text
    assert "Nêu rõ số khu" not in client.page(f"/updates/{id}").text


def test_where_writing_and_sending_are_kept_apart_the_page_says_why_there_is_no_button(
    client: Client, people: Cast, task: Assignment
) -> None:
    sign_in(client, people, "leader_a")
    page = client.page(f"/agencies/{people.agencies['a'].id}")
    rule = page.one("a", text="Đổi quy định").get("href")
    client.done(rule, {"leader_sends_own": None}, button="Lưu quy định")
    assert people.agencies["a"].leader_sends_own is False
    page = client.done(f"/assignments/{task.id}/updates/new", REPORT, button="Lưu và xem lại trước khi gửi")
    assert "người soạn không tự gửi" in page.text
    assert "Gửi báo cáo của cơ quan" not in [button.text.strip() for button in page.all("button")]
    sign_in(client, people, "officer_b")
    assert "Quy định" not in client.page(f"/agencies/{people.agencies['a'].id}").text


def test_a_plan_is_changed_and_a_promise_after_the_deadline_is_warned_of(
    client: Client, people: Cast, task: Assignment
) -> None:
    sign_in(client, people, "officer_a")
    page = client.page(f"/recommendations/{task.recommendation_id}")
    link = page.one("a", text="Sửa kế hoạch").get("href")
    answers = {"milestones": "30/06/2026 | Xong danh mục\n31/12/2026 | Nghiệm thu"}
    page = client.done(link, answers, button="Lưu kế hoạch")
    assert "Có mốc sau thời hạn 15/07/2026: 31/12/2026" in page.text
    assert "sau thời hạn của nhiệm vụ" in page.text
    page = client.refused(link, {"milestones": "31/02/2026 | Xong"}, button="Lưu kế hoạch")
    assert "Dòng 1" in page.one("p", id="milestones-error").text
    sign_in(client, people, "officer_b")
    assert client.get(link).status_code == 404


def test_a_plan_before_the_task_was_taken_is_not_possible_yet(client: Client, people: Cast) -> None:
    task = story.lead(story.issued(people))
    sign_in(client, people, "officer_a")
    response = client.get(f"/assignments/{task.id}/plan")
    assert response.status_code == 409
    assert "thì chưa sửa được" in response.text
    assert "không sửa được nữa" not in response.text


def test_a_second_editor_of_a_plan_sees_both_versions(client: Client, people: Cast, task: Assignment) -> None:
    sign_in(client, people, "officer_a")
    link = f"/assignments/{task.id}/plan"
    form = client.page(link).form("Lưu kế hoạch")
    version = form.one("input", name="version").get("value")
    client.done(link, {"plan": "Kế hoạch của người thứ nhất"}, button="Lưu kế hoạch")
    stale = {"version": version, "plan": "Kế hoạch của người thứ hai", "person_in_charge": "Phòng Kế hoạch"}
    csrf = form.one("input", name="csrf_token").get("value")
    response = client.post(link, data={"csrf_token": csrf, "once": "another-form", **stale})
    assert response.status_code == 409
    assert "Kế hoạch của người thứ nhất" in response.text
    assert "Kế hoạch của người thứ hai" in response.text


def test_the_office_reads_quietly_of_late_milestones_and_how_far_all_have_come(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    issued = story.issued(people)
    answers = {"person_in_charge": "Phòng Kế hoạch", "plan": "Rà soát", "milestones": ["20/06/2026 | Xong danh mục"]}
    engine.perform(story.lead(issued), "start", people.officer_a, answers)
    now.move_to("2026-06-24T09:00:00+07:00")
    sign_in(client, people, "office")
    page = client.page(f"/recommendations/{issued.id}")
    assert "1 mốc đã qua mà chưa báo đạt" in page.text
    assert "0 trong 2 cơ quan báo đã xong" in page.text
    assert "0/2 cơ quan đã xong" in client.page("/recommendations").text
    sign_in(client, people, "officer_b")
    page = client.page(f"/recommendations/{issued.id}")
    assert "Xong danh mục" not in page.text, "another agency's plan is its own"
    assert "trong 2 cơ quan" not in page.text
    assert "cơ quan đã xong" not in client.page("/recommendations").text


def test_many_communes_are_addressed_in_one_go_and_read_at_a_glance(client: Client, people: Cast) -> None:
    for number in range(60):
        facts = {"code": f"X{number:03}", "name": f"UBND xã Số {number:03}", "kind": "commune_people_committee"}
        organizations.add(people.council.id, {"short_name": "", **facts}, people.office)
    draft = story.draft(people, support_agency_ids=[])
    sign_in(client, people, "secretary")
    page = client.done(
        f"/recommendations/{draft.id}/edit", {"support_kinds": "commune_people_committee"}, button="Lưu dự thảo"
    )
    assert "UBND xã Số 059" in page.text
    engine.perform(draft, "approve", people.head)
    engine.perform(draft, "issue", people.office, story.CONCLUSION)
    sign_in(client, people, "office")
    page = client.page(f"/recommendations/{draft.id}")
    grid = page.one("a", text="Xem cả 41 cơ quan còn lại theo bảng").get("href")
    assert queries_of(client, f"/recommendations/{draft.id}") <= 25
    page = client.page(grid)
    assert "61" in page.one("ul", class_="state-counts").text
    assert len(page.one("tbody").all("tr")) == 25
    assert queries_of(client, grid) <= 25
    page = client.page(f"{grid}?q=so+013")
    assert len(page.one("tbody").all("tr")) == 1
    assert client.page(f"/delegations/{people.delegation.id}/agencies").text.count("UBND xã") >= 24


def test_a_request_is_laid_before_the_leader(
    client: Client, db_session: Session, now: time_machine.Coordinates
) -> None:
    people = cast.make("active")
    reports.outline(people)
    [request] = reports.asked(people, "a")
    reports.write(people, request, "a", ["Đã thực hiện"] * 9, reports.projects(y2023="1", y2024="2", y2025="3"))
    sign_in(client, people, "officer_a")
    client.done(f"/report_request/{request.id}/do/lay_before", button="Trình lãnh đạo")
    sign_in(client, people, "leader_a")
    assert "Xem và nộp" in client.page("/").text
    page = client.done(f"/report_request/{request.id}/do/hand_back", {"reason": "Bổ sung số liệu quý I"})
    assert "Bổ sung số liệu quý I" in page.text
    sign_in(client, people, "secretary")
    assert "Bổ sung số liệu quý I" not in client.page(f"/report-requests/{request.id}").text


def test_an_update_on_a_closed_task_is_answered_with_its_sentence(client: Client, people: Cast) -> None:
    update = story.report(people)
    story.accept(people, update)
    sign_in(client, people, "officer_a")
    response = client.get(f"/assignments/{update.assignment_id}/updates/new")
    assert response.status_code == 409
    assert "không nhận báo cáo mới" in response.text
    assert client.get(f"/assignments/{update.assignment_id}/plan").status_code == 409


def test_a_successor_acts_after_the_handover_alone(
    client: Client, people: Cast, task: Assignment, now: time_machine.Coordinates
) -> None:
    heir = people.agencies["c"]
    cast.add_accounts(people, "officer_c")
    cast.give(people, "officer_c", cast.Role.AGENCY_OFFICER, agency_id=heir.id)
    facts = {"from_day": date(2026, 6, 10), "document_number": "45/NQ-HĐND"}
    organizations.merge(people.agencies["a"], [], heir, facts, people.office)
    sign_in(client, people, "officer_c")
    assert client.get(f"/assignments/{task.id}/updates/new").status_code == 404
    assert client.get(f"/assignments/{task.id}/plan").status_code == 404
    pick = handing.Pick(f"assignment-{task.id}", heir.id)
    assert handing.give(people.agencies["a"], [pick], {"reason": "Sáp nhập"}, people.office).rows
    assert client.get(f"/assignments/{task.id}/updates/new").status_code == 200
    assert client.get(f"/assignments/{task.id}/plan").status_code == 200
