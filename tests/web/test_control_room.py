"""The control room as pages: its numbers, its lists, the queue of reports, and one act for many tasks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import Node, Page, values_of
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.progress_requests.models import ProgressRequest
from tracker.recommendations import together
from tracker.recommendations.models import Assignment, Recommendation, Update
from tracker.workflow import engine

pytestmark = pytest.mark.web
TODAY = date(2026, 6, 15)
ROOM, TASKS, QUEUE, TOGETHER = "/dashboard", "/dashboard/tasks", "/dashboard/waiting", "/dashboard/together"
NOTE = "Đã gọi điện nhắc lãnh đạo cơ quan"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def late(people: Cast, code: str = "KN-1", days: int = 40) -> Assignment:
    task = story.lead(story.issued(people, code=code, support_agency_ids=[]))
    task.due_on = task.due_key = task.due_ends_on = TODAY - timedelta(days=days)
    db.session.flush()
    return task


def events(action: str) -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)) or 0


def linked(page: Page, words: str) -> Node:
    return next(node for node in page.all("a") if words in node.text)


def number_in(link: Node) -> int:
    return int(link.one("strong").text)


# --- the room ---------------------------------------------------------------------------------------------------------


def test_the_room_shows_its_numbers_and_each_opens_its_list(client: Client, people: Cast) -> None:
    late(people)
    story.issued(people, code="KN-2", due_on=date(2026, 6, 18))
    page = sign_in(client, people, "office").page(ROOM)
    tallies = [node for part in page.all("ul", class_="tallies") for node in part.all("a")]
    of_tasks = [tally for tally in tallies if tally.get("href").startswith(TASKS)]
    assert (len(of_tasks), len(tallies)) == (13, 15), "and what is overdue and due soon of the resolutions"
    for tally in of_tasks:
        rows = client.page(tally.get("href")).all("input", name="chosen")
        assert len(rows) == number_in(tally), tally.text
    cells = [node for node in page.one("table").all("a") if node.text.isdigit()]
    assert len(cells) == 3 * 8, "agencies A and B, and all together"
    for cell in cells:
        assert len(client.page(cell.get("href")).all("input", name="chosen")) == int(cell.text), cell.get("href")


def test_it_is_grouped_by_links_and_narrowed_by_a_form(client: Client, people: Cast) -> None:
    late(people)
    sign_in(client, people, "standing")
    heads = {"agency": "Ban Quản lý Khu kinh tế", "delegation": "ĐGS-2026-01", "field": "Không ghi lĩnh vực"}
    heads |= {"follower": "Chưa có chuyên viên theo dõi", "person": "Chưa phân công"}
    for by, head in heads.items():
        page = client.page(f"{ROOM}?by={by}")
        assert page.one("table").all("tr")[1].one("th").text.startswith(head), by
    narrowed = client.page(f"{ROOM}?agency={people.agencies['b'].id}")
    assert number_in(linked(narrowed, "Tất cả đang mở")) == 0
    assert "Sở Công Thương" in narrowed.one("div", class_="chips").text
    strange = client.page(f"{ROOM}?agency=x")
    assert "không hiểu được nên đã bỏ qua: cơ quan" in strange.text


def test_only_those_who_look_over_the_council_have_it_in_their_menu(client: Client, people: Cast) -> None:
    for name, status in (("office", 200), ("standing", 200), ("leader", 200), ("deputy", 403), ("leader_a", 403)):
        sign_in(client, people, name)
        assert (ROOM in client.page("/").links) is (status == 200), name
        assert client.get(ROOM).status_code == status
        client.http.delete_cookie("session")


def test_late_tasks_beside_the_lead_are_led_to_from_where_the_leads_deadline_counts(
    client: Client, people: Cast
) -> None:
    for code in ("KN-1", "KN-2"):
        beside = next(task for task in story.issued(people, code=code).assignments if task.role == "support")
        beside.due_on = beside.due_key = beside.due_ends_on = TODAY - timedelta(days=4)
    late(people, "KN-3")
    followed = db.session.scalars(select(Recommendation).where(Recommendation.code == "KN-1")).one()
    followed.followed_by_id = people.users["office"].id
    sign_in(client, people, "office")
    words = "nhiệm vụ của cơ quan phối hợp quá hạn"
    for path, number in (
        ("/recommendations?due=overdue", 2),
        (f"/recommendations?due=overdue&status=open&delegation={people.delegation.id}&sort=-due", 2),
        ("/?all=1", 2),
        ("/", 1),
    ):
        link = linked(client.page(path), words)
        assert link.text == f"{number} {words}", path
        assert len(client.page(link.get("href")).all("input", name="chosen")) == number, path
        assert queries_of(client, path) <= 25, path
    for path in ("/recommendations", "/recommendations?due=soon", "/recommendations?due=overdue&q=quy"):
        assert words not in client.page(path).text, "the room cannot be narrowed to the same"
    agency = people.agencies["b"].id
    page = client.page(f"/recommendations?due=overdue&agency={agency}")
    assert [node.one("a").text for node in page.one("tbody").all("th")] == ["KN-1", "KN-2"], "its own deadline"
    sign_in(client, people, "leader_b")
    assert "cơ quan phối hợp quá hạn" not in client.page("/recommendations?due=overdue").one("main").text


def test_who_has_no_room_finds_them_in_the_table(client: Client, people: Cast) -> None:
    for code in ("KN-1", "KN-2"):
        beside = next(task for task in story.issued(people, code=code).assignments if task.role == "support")
        beside.due_on = beside.due_key = beside.due_ends_on = TODAY - timedelta(days=4)
    late(people, "KN-3")
    words = "kiến nghị có cơ quan phối hợp quá hạn"
    for name, path, number in (
        ("deputy", "/recommendations?due=overdue", 2),
        ("secretary", f"/recommendations?due=overdue&delegation={people.delegation.id}", 2),
        ("office", "/recommendations?due=overdue&q=KN-1", 1),
    ):
        sign_in(client, people, name)
        link = linked(client.page(path), words)
        assert link.text == f"{number} {words}", path
        page = client.page(link.get("href"))
        assert [row.one("a").text for row in page.one("tbody").all("th")] == ["KN-1", "KN-2"][:number], path
        assert "phối hợp quá hạn: Sở Công Thương" in page.text
        assert queries_of(client, path) <= 25
    sign_in(client, people, "leader_b")
    rows = client.page("/recommendations?due=beside").one("tbody").all("th")
    assert [row.one("a").text for row in rows] == ["KN-1", "KN-2"], "an agency's own tasks as a co-operating one"
    sign_in(client, people, "leader_a")
    assert not client.page("/recommendations?due=beside").all("tbody")


def test_the_room_is_narrowed_to_the_lead_or_those_beside_it(client: Client, people: Cast) -> None:
    story.issued(people)
    sign_in(client, people, "office")
    assert len(client.page(f"{TASKS}?what=open").all("input", name="chosen")) == 2
    page = client.page(f"{TASKS}?what=open&role=support")
    assert len(page.all("input", name="chosen")) == 1
    assert "phối hợp" in page.one("div", class_="chips").text
    assert "không hiểu được nên đã bỏ qua: phần việc" in client.page(f"{ROOM}?role=x").text


def test_the_pages_ask_few_questions(client: Client, people: Cast) -> None:
    for number in range(6):
        story.report(people, assignment=late(people, f"KN-{number}"))
    sign_in(client, people, "office")
    waiting = db.session.scalars(select(Update.id)).first()
    for path in (ROOM, f"{ROOM}?by=person", f"{TASKS}?what=open", QUEUE, f"/updates/{waiting}?queue=1"):
        assert queries_of(client, path) <= 25, path


def test_the_office_keeps_the_numbers(client: Client, people: Cast) -> None:
    late(people, days=40)
    sign_in(client, people, "office")
    wrong = client.refused(f"{ROOM}/settings", {"quiet_days": "0", "second_border": "20"})
    assert "Nhập số từ 1 đến 3650." in wrong.text
    assert "Phải lớn hơn số ngày của nhóm trước." in wrong.text
    page = client.done(f"{ROOM}/settings", {"quiet_days": "10", "first_border": "50", "second_border": "60"})
    assert number_in(linked(page, "1–50 ngày")) == 1
    assert "Không ai động đến từ 10 ngày" in page.text
    opened = client.page(f"{ROOM}/settings").form()
    client.done(f"{ROOM}/settings", {"quiet_days": "11"})
    sent = {node.get("name"): node.get("value") for node in opened.all("input")} | {"quiet_days": "12"}
    assert client.post(f"{ROOM}/settings", data=sent).status_code == 409, "somebody else has saved meanwhile"


# --- the queue --------------------------------------------------------------------------------------------------------


def waiting_reports(people: Cast, now: time_machine.Coordinates, many: int = 3) -> list[Update]:
    """Reports of one after the other hour."""
    found = []
    for number in range(many):
        now.move_to(f"2026-06-15T1{number}:00:00+07:00")
        task = story.lead(story.issued(people, code=f"KN-{number}", support_agency_ids=[]))
        found.append(story.report(people, assignment=task))
    return found


def buttons(page: Page) -> dict[str, str]:
    """Letter → address, as the queue shows them."""
    return {node.get("data-key"): node.get("href") for node in page.one("section", class_="queue").all("a")}


def test_one_report_after_the_other_is_judged_oldest_first(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, second, third = waiting_reports(people, now)
    sign_in(client, people, "standing")
    listed = client.page(QUEUE)
    assert [node.text for node in listed.one("table").all("a")] == ["KN-0", "KN-1", "KN-2"]
    page = client.page(linked(listed, "Xem lần lượt từ báo cáo cũ nhất").get("href"))
    assert "báo cáo 1 trong 3" in page.one("section", class_="queue").text
    assert list(buttons(page)) == ["x", "m", "t", "s", "d"]
    assert all(node.all("kbd") for node in page.one("section", class_="queue").all("a"))
    back = buttons(page)["t"]
    assert back.endswith("#reason"), "the focus stands in the first question"
    after = client.done(back.partition("#")[0], {**story.RETURN, "answer_due_on": "30/06/2026"})
    assert "báo cáo 1 trong 2" in after.one("section", class_="queue").text
    assert f"/update/{second.id}/do/accept" in buttons(after)["x"]
    db.session.refresh(first)
    assert first.state == "returned"
    skipped = client.page(buttons(after)["s"])
    assert f"/update/{third.id}/do/accept" in buttons(skipped)["x"]
    end = client.page(buttons(skipped)["s"])
    assert end.heading == "Báo cáo chờ xác nhận"
    assert "còn 2 báo cáo đã để lại sau" in end.text


def test_a_report_that_another_has_judged_is_told_and_skipped(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, second, _third = waiting_reports(people, now)
    sign_in(client, people, "standing")
    page = client.page(f"/updates/{first.id}?queue=1")
    engine.perform(first, "return", people.office, story.RETURN)
    after = client.page(buttons(page)["x"].partition("#")[0])
    assert "Người office vừa xem báo cáo này" in after.text
    assert f"/update/{second.id}/do/accept" in buttons(after)["x"]
    again = client.page(f"/updates/{first.id}?queue=1")
    assert "Người office vừa xem báo cáo này" in again.text
    assert client.page(f"/updates/{first.id}").all("section", class_="queue") == [], "outside the queue it is only read"


def test_words_typed_about_a_report_that_another_has_judged_are_not_lost(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, *_others = waiting_reports(people, now)
    sign_in(client, people, "standing")
    path = buttons(client.page(f"/updates/{first.id}?queue=1"))["t"].partition("#")[0]
    form = client.page(path).form()
    sent: dict[str, Any] = {node.get("name"): node.get("value") for node in form.all("input")}
    engine.perform(first, "return", people.office, story.RETURN)
    answer = client.post(path, data=sent | {"reason": "Thiếu phụ lục số hai", "answer_due_on": "30/06/2026"})
    assert answer.status_code == 409
    assert "Thiếu phụ lục số hai" in answer.text
    assert f"{QUEUE}/{first.id}" in client.page_of(answer).links


def test_a_verdict_given_with_the_evidence_on_the_reports_own_page_leads_on(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, second, *_others = waiting_reports(people, now)
    sign_in(client, people, "office")
    judged = {name: str(value) for name, value in story.judged(first).items()}
    answers = {"step": "accept", "accept__note": "Đủ sản phẩm", "accept__completed_on": "15/06/2026", **judged}
    after = client.done(f"/updates/{first.id}?queue=1", answers, button="Ghi kết luận")
    assert first.state == "accepted"
    assert f"/update/{second.id}/do/accept" in buttons(after)["x"]


def test_the_queue_is_narrowed_and_holds_nothing_of_ones_own(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    waiting_reports(people, now, 1)
    story.paper(people, assignment=story.lead(story.issued(people, code="KN-paper", support_agency_ids=[])))
    sign_in(client, people, "office")
    assert [node.text for node in client.page(QUEUE).one("table").all("a")] == ["KN-0"]
    assert client.page(f"{QUEUE}?agency={people.agencies['b'].id}").all("table") == []


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "\\\\evil", "/%09/evil"])
def test_a_step_never_leads_elsewhere(client: Client, people: Cast, now: time_machine.Coordinates, next_: str) -> None:
    (first,) = waiting_reports(people, now, 1)
    sign_in(client, people, "standing")
    path = f"/update/{first.id}/do/return?next={next_}"
    sent = client.send(path, {**story.RETURN, "answer_due_on": "30/06/2026"})
    assert urlsplit(sent.headers["Location"]).netloc in ("", "localhost")
    assert "evil.example" not in sent.headers["Location"]


# --- many at once -----------------------------------------------------------------------------------------------------


def ticked(*tasks: Assignment) -> str:
    return "&".join(f"chosen={task.id}" for task in tasks)


def look_over(client: Client, path: str, answers: dict[str, str]) -> Page:
    """Press “Xem trước”."""
    response = client.send(path, answers, button="Xem trước")
    assert response.status_code == 200
    return client.page_of(response)


def send_shown(client: Client, page: Page, path: str, button: str) -> Any:
    """Press a button of a page that was answered to a sending."""
    return client.post(path, data=dict(values_of(page.form(button), button)))


def test_another_officer_follows_many_after_it_was_shown_what_becomes_of_each(client: Client, people: Cast) -> None:
    first, second = late(people, "KN-1"), late(people, "KN-2")
    second.recommendation.followed_by_id = people.users["other_office"].id
    path = f"{TOGETHER}?action=follow&what=open&{ticked(first, second)}"
    sign_in(client, people, "office")
    shown = look_over(client, path, {"followed_by_id": str(people.users["other_office"].id), "note": NOTE})
    assert "sẽ do Người other_office theo dõi" in shown.text
    assert "Để lại: Đã theo dõi như vậy rồi." in shown.text
    assert events("edited") == 0, "nothing has been done yet"
    assert db.session.get(Recommendation, first.recommendation_id).followed_by_id is None
    button = "Đổi chuyên viên theo dõi"
    done = send_shown(client, shown, path, button)
    assert done.status_code == 303
    after = client.page(done.headers["Location"])
    assert "Đã đổi chuyên viên theo dõi của 1 kiến nghị." in after.text
    assert "Chưa làm với KN-2: Đã theo dõi như vậy rồi." in after.text
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "edited")).one()
    assert (event.subject_code, event.reason) == ("KN-1", NOTE)
    assert send_shown(client, shown, path, button).status_code == 303
    assert events("edited") == 1, "sent twice it acts once"


def test_a_note_goes_to_every_file_and_to_no_agency(client: Client, people: Cast) -> None:
    tasks = [late(people, f"KN-{number}") for number in range(3)]
    path = f"{TOGETHER}?action=note&what=overdue&all=1"
    sign_in(client, people, "leader")
    refused = client.send(path, {"note": " "}, button="Xem trước")
    assert refused.status_code == 400
    shown = look_over(client, path, {"note": NOTE})
    assert "Làm được với 3 hồ sơ." in shown.text
    assert events("note_to_file") == 0
    assert (
        send_shown(client, shown, path, "Ghi chú vào các hồ sơ").headers["Location"].startswith(f"{TASKS}?what=overdue")
    )
    assert events("note_to_file") == 3
    where = f"/recommendations/{tasks[0].recommendation_id}"
    assert NOTE in client.page(where).text
    client.http.delete_cookie("session")
    assert NOTE not in sign_in(client, people, "leader_a").page(where).text


def test_what_somebody_else_has_changed_meanwhile_is_left_and_named(client: Client, people: Cast) -> None:
    first, second = late(people, "KN-1"), late(people, "KN-2")
    path = f"{TOGETHER}?action=note&{ticked(first, second)}"
    sign_in(client, people, "office")
    shown = look_over(client, path, {"note": NOTE})
    engine.perform(second, "start", people.officer_a, {"person_in_charge": "Ông B", "plan": "Rà soát"})
    after = client.page(send_shown(client, shown, path, "Ghi chú vào các hồ sơ").headers["Location"])
    assert "Đã ghi chú vào 1 hồ sơ." in after.text
    assert "Chưa làm với KN-2 (Ban Quản lý Khu kinh tế): Vừa được người khác sửa" in after.text


def test_a_leader_acts_on_the_tasks_of_their_own_committee_alone(client: Client, people: Cast) -> None:
    own, other = late(people, "KN-1"), late(people, "KN-2")
    other.delegation_id = other.recommendation.delegation_id = people.other_delegation.id
    sign_in(client, people, "leader")
    shown = look_over(client, f"{TOGETHER}?action=note&{ticked(own, other)}", {"note": NOTE})
    assert "Làm được với 1 hồ sơ." in shown.text
    assert "Để lại: Tài khoản này không có quyền" in shown.text
    assert client.get(f"{TOGETHER}?action=follow&{ticked(own)}").status_code == 403


def test_progress_is_asked_of_many_and_waits_to_be_signed(client: Client, people: Cast) -> None:
    first, waiting = late(people, "KN-1"), late(people, "KN-2")
    story.report(people, assignment=waiting)
    path = f"{TOGETHER}?action=ask_progress&{ticked(first, waiting)}"
    sign_in(client, people, "office")
    shown = look_over(client, path, {})
    assert "Để lại: Nhiệm vụ này hiện không có tiến độ để hỏi" in shown.text
    assert db.session.scalar(select(func.count()).select_from(ProgressRequest)) == 0
    done = send_shown(client, shown, path, "Soạn các yêu cầu báo cáo")
    assert done.headers["Location"] == "/progress-requests/issue"
    sent = dict(values_of(shown.form("Soạn các yêu cầu báo cáo"), "Soạn các yêu cầu báo cáo"))
    elsewhere = client.post(path.replace("ask_progress", "urge"), data=sent | {"once": "another"})
    assert elsewhere.status_code == 404, "urging is recorded on its own page"
    request = db.session.scalars(select(ProgressRequest)).one()
    assert (request.assignment_id, request.state, request.round_on) == (first.id, "draft", TODAY)
    again = look_over(client, path, {})
    assert f"Đã có yêu cầu {request.code} chưa được trả lời." in again.text


def test_urging_leads_to_the_ladder_with_those_that_it_fits(client: Client, people: Cast) -> None:
    first, second = late(people, "KN-1"), story.lead(story.issued(people, code="KN-2", support_agency_ids=[]))
    waived = late(people, "KN-3")
    engine.perform(waived, "waive", people.standing, story.DECISION)
    sign_in(client, people, "office")
    page = client.page(f"{TOGETHER}?action=urge&{ticked(first, second, waived)}")
    assert "Để lại: Nhiệm vụ này đã kết thúc, không đôn đốc nữa." in page.text
    ladder = client.page(linked(page, "Ghi văn bản đôn đốc cho 2 nhiệm vụ").get("href"))
    boxes = ladder.all("input", name="chosen")
    assert [box.get("value") for box in boxes] == [str(first.id), str(second.id)]
    assert all("checked" in box.attributes for box in boxes)


def test_no_more_than_two_hundred_are_taken_of_a_list(client: Client, people: Cast, monkeypatch: Any) -> None:
    for number in range(3):
        late(people, f"KN-{number}", days=40 - number)
    monkeypatch.setattr(together, "MOST", 2)
    sign_in(client, people, "office")
    page = client.page(f"{TOGETHER}?action=note&what=open&all=1")
    assert len(page.all("input", name="chosen")) == 2
    assert "Danh sách có 3 nhiệm vụ; mỗi lần làm được với 2 nhiệm vụ đầu." in page.text


def test_nothing_ticked_is_said(client: Client, people: Cast) -> None:
    late(people)
    sign_in(client, people, "office")
    assert "Chưa chọn nhiệm vụ nào." in client.page(f"{TOGETHER}?action=note").text
    assert client.get(f"{TOGETHER}?action=burn").status_code == 404
    foreign = sign_in(client, people, "foreigner").page(f"{TOGETHER}?action=note&chosen=1")
    assert foreign.all("input", name="chosen") == [], "of another council nothing is told"


def test_the_list_keeps_its_filter_on_the_way_to_an_act_and_back(client: Client, people: Cast) -> None:
    late(people)
    sign_in(client, people, "office")
    page = client.page(f"{TASKS}?what=overdue&agency={people.agencies['a'].id}")
    form = next(form for form in page.all("form") if form.all("select", name="action"))
    kept = {node.get("name"): node.get("value") for node in form.all("input", type="hidden")}
    assert kept == {"agency": str(people.agencies["a"].id), "what": "overdue"}
    back = linked(
        client.page(f"{TOGETHER}?action=note&what=overdue&agency={kept['agency']}&all=1"), "Quay lại danh sách"
    )
    assert parse_qs(urlsplit(back.get("href")).query) == {
        "what": ["overdue"],
        "agency": [kept["agency"]],
        "view": ["all"],
    }
