"""The calendar and the rules on pages: read by everybody; a change is shown first, then done just as it was shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.pages import Page, parse, values_of
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.calendar import queries, rules
from tracker.calendar.models import CalendarDay
from tracker.calendar.rules import DayRule
from tracker.deadlines import moving, service
from tracker.extensions import db
from tracker.recommendations.models import Assignment
from tracker.sessions import service as sessions
from tracker.workflow import engine

DAY = date(2026, 7, 15)
NEW = "/calendar/days/new?year=2026"
ANSWERS = {"day": "15/07/2026", "kind": "holiday", "name": "Nghỉ theo thông báo", "confirmed": "1", "reason": "VB 01"}


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def admin(client: Client, people: Cast) -> Client:
    return sign_in(client, people, "admin")


def preview(client: Client, path: str, answers: dict[str, Any]) -> Page:
    """What the page shows before it does anything."""
    response = client.send(path, answers)
    assert response.status_code == 200, f"{response.status}"
    return parse(response.text)


def confirm(client: Client, path: str, shown: Page, *, button: str | None = None) -> TestResponse:
    """Press the button of a preview."""
    [form] = [form for main in shown.all("main") for form in main.all("form")]
    return client.post(path, data=dict(values_of(form, button)))


def rows(page: Page) -> list[list[str]]:
    return [
        [cell.text for cell in row.all("th", "td")]
        for table in page.all("table")
        for row in table.all("tr")
        if row.all("td")
    ]


def task_due(people: Cast, day: date) -> Assignment:
    task = story.lead(story.issued(people, due_on=day, support_agency_ids=[]))
    db.session.commit()
    return task


def rule(key: str, ruleset: str = "L2025") -> DayRule:
    found = queries.newest_rule(key, ruleset)
    assert found is not None
    return found


def test_everybody_reads_a_year_with_its_days_and_whether_it_is_confirmed(client: Client, people: Cast) -> None:
    sign_in(client, people, "officer_a")
    page = client.page("/calendar/2024")
    assert "Lịch năm này chưa được xác nhận." in page.text
    april = next(row for row in rows(page) if row[0] == "Tháng 4")
    assert april[1] == "19", "22 weekdays, less 18, 29 and 30"
    assert "29/04/2024" in april[2]
    assert "Sửa" not in april[2]
    assert client.get("/calendar/1066").status_code == 404


def test_a_day_is_entered_after_the_deadlines_that_it_moves_were_shown(admin: Client, people: Cast) -> None:
    task = task_due(people, DAY)
    shown = preview(admin, NEW, ANSWERS)
    assert "15/07/2026: Ngày lễ, nghỉ bù – Nghỉ theo thông báo" in shown.text
    [row] = rows(shown)
    assert row[0].startswith(f"Nhiệm vụ của cơ quan {task.code}")
    assert row[2] == "15/07/2026"
    assert row[3].startswith("16/07/2026")
    assert task.recommendation.text not in shown.text, "who keeps the calendar reads no records"
    assert queries.get(DAY) is None
    assert shown.all("button", text="Thêm vào lịch và dời 1 thời hạn")
    done = confirm(admin, NEW, shown)
    assert done.status_code == 303
    assert "Đã lưu và dời 1 thời hạn." in admin.page(done.headers["Location"]).text
    assert db.session.get_one(Assignment, task.id).due_ends_on == date(2026, 7, 16)


def test_a_preview_is_shown_again_when_records_have_changed_since(admin: Client, people: Cast) -> None:
    shown = preview(admin, NEW, ANSWERS)
    assert "Không có thời hạn đang chạy nào thay đổi." in shown.text
    task_due(people, DAY)
    again = confirm(admin, NEW, shown)
    assert again.status_code == 200
    assert "đã thay đổi sau khi trang này được mở" in again.text
    assert queries.get(DAY) is None
    assert confirm(admin, NEW, parse(again.text)).status_code == 303
    assert queries.get(DAY) is not None


def test_a_double_click_enters_the_day_once(admin: Client, people: Cast) -> None:
    shown = preview(admin, NEW, ANSWERS)
    first, second = confirm(admin, NEW, shown), confirm(admin, NEW, shown)
    assert first.headers["Location"] == second.headers["Location"]
    made = db.session.scalars(select(AuditEvent).where(AuditEvent.subject_kind == "calendar_day")).all()
    assert [event.action for event in made] == ["created"]


def test_what_was_typed_comes_back_from_the_preview(admin: Client, people: Cast) -> None:
    shown = preview(admin, NEW, ANSWERS)
    page = parse(confirm(admin, NEW, shown, button="Sửa lại").text)
    assert page.one("input", name="day").get("value") == "15/07/2026"
    assert page.one("input", name="name").get("value") == "Nghỉ theo thông báo"
    assert queries.get(DAY) is None


def test_days_in_a_row_are_entered_together(admin: Client, people: Cast) -> None:
    answers = ANSWERS | {"day": "14/07/2026", "last_day": "16/07/2026"}
    assert confirm(admin, NEW, preview(admin, NEW, answers)).status_code == 303
    assert [day.day.day for day in queries.of_year(2026) if day.day.month == 7] == [14, 15, 16]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "31/02/2026"}, "Ngày không hợp lệ. Nhập dd/mm/yyyy"),
        ({"day": ""}, "Hãy nhập “Ngày”."),
        ({"day": "01/01/1900"}, "Ngày không hợp lệ"),
        ({"last_day": "14/07/2026"}, "Ngày cuối phải từ ngày đầu trở đi."),
        ({"last_day": "31/12/2026"}, "Mỗi lần nhập nhiều nhất 31 ngày."),
        ({"kind": "swap_work"}, "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật."),
        ({"day": "18/07/2026", "kind": "swap_off"}, "Ngày nghỉ hoán đổi phải từ thứ Hai đến thứ Sáu."),
        ({"name": "  "}, "Hãy nhập “Tên, lý do”."),
        ({"name": "x" * 201}, "201 ký tự"),
        ({"day": "01/01/2026"}, "Đã có trong lịch: 01/01/2026."),
        ({"kind": "party"}, "Hãy chọn một mục trong danh sách."),
    ],
)
def test_what_is_wrong_with_a_day_stands_beside_its_field_and_nothing_typed_is_lost(
    admin: Client, people: Cast, changes: dict[str, str], sentence: str
) -> None:
    before = len(queries.of_year(2026))
    page = admin.refused(NEW, ANSWERS | changes)
    assert sentence in page.text
    assert page.one("input", name="day").get("value") == (ANSWERS | changes)["day"]
    assert page.one("textarea", name="reason").text.strip() == "VB 01"
    assert len(queries.of_year(2026)) == before


def test_a_day_is_changed_and_taken_out_again(admin: Client, people: Cast) -> None:
    row = queries.get(date(2026, 11, 24))
    assert row is not None
    path = f"/calendar/days/{row.id}"
    task = task_due(people, date(2026, 11, 24))
    assert task.due_ends_on == date(2026, 11, 25)
    assert confirm(admin, path, preview(admin, path, {"confirmed": "1", "legal_basis": "Luật 1"})).status_code == 303
    assert db.session.get_one(CalendarDay, row.id).confirmed
    assert "Hãy nhập “Lý do”." in admin.refused(f"{path}/remove", {"reason": ""}).text
    shown = preview(admin, f"{path}/remove", {"reason": "Luật chưa sửa"})
    assert rows(shown)[0][2] == "25/11/2026"
    done = confirm(admin, f"{path}/remove", shown)
    page = admin.page(done.headers["Location"])
    assert "đã xóa ngày trong lịch 24/11/2026" in page.text
    assert "Luật chưa sửa" in page.text
    assert db.session.get_one(Assignment, task.id).due_ends_on == date(2026, 11, 24)
    assert admin.get(path).status_code == 404


def test_two_people_who_change_one_day_see_both_versions(admin: Client, people: Cast) -> None:
    row = queries.get(date(2026, 11, 24))
    assert row is not None
    path = f"/calendar/days/{row.id}"
    form = values_of(admin.page(path).form())
    other = service.entry_of(row, {"name": "Tên người khác đặt"})
    moving.carry_out(service.putting([other], people.admin), people.admin)
    db.session.commit()
    response = admin.post(path, data=dict(form) | {"name": "Tên của tôi"})
    assert response.status_code == 409
    assert "Tên người khác đặt" in response.text
    assert "Tên của tôi" in response.text


def test_suggestions_are_picked_by_a_person(admin: Client, people: Cast) -> None:
    for day in (date(2026, 8, 31), date(2026, 9, 1)):
        row = queries.get(day)
        assert row is not None
        moving.carry_out(service.removing(row, people.admin, reason="Thử"), people.admin)
    db.session.commit()
    path = "/calendar/2026/suggestions"
    page = admin.page(path)
    assert [node.get("value") for node in page.all("input", name="days")] == ["2026-08-31", "2026-09-01"]
    assert "chỉ có trong lịch này" in page.text
    assert "Hãy chọn ít nhất một ngày." in admin.refused(path, {"days": []}).text
    shown = preview(admin, path, {"days": ["2026-08-31"], "legal_basis": "VB 02"})
    assert confirm(admin, path, shown).status_code == 303
    entered = queries.get(date(2026, 8, 31))
    assert entered is not None
    assert (entered.kind, entered.legal_basis, entered.confirmed) == ("swap_off", "VB 02", False)
    assert entered.source.startswith("Gói dữ liệu holidays")
    assert queries.get(date(2026, 9, 1)) is None, "what was not picked stays out"


def test_a_year_is_confirmed_by_a_person_on_an_announcement(admin: Client, people: Cast) -> None:
    assert "Hãy nhập “Thông báo đã đối chiếu”." in admin.refused("/calendar/2026/confirm", {"announcement": " "}).text
    page = admin.done("/calendar/2026/confirm", {"announcement": "VB 12729/VPCP-KGVX ngày 25/12/2025"})
    assert "Đã xác nhận cả năm" in page.text
    assert "Người admin" in page.text
    assert "VB 12729/VPCP-KGVX ngày 25/12/2025" in page.text
    assert queries.unconfirmed(2026) == []


def test_a_year_is_confirmed_but_for_the_days_that_still_wait_for_an_announcement(admin: Client, people: Cast) -> None:
    answers = {"announcement": "VB 12729/VPCP-KGVX ngày 25/12/2025", "awaited": ["2026-11-24"]}
    page = admin.done("/calendar/2026/confirm", answers)
    assert "Đã xác nhận cả năm, trừ ngày còn chờ thông báo" in page.text
    assert [row.day for row in queries.unconfirmed(2026)] == [date(2026, 11, 24)]
    assert 2026 in rules.basis().days.confirmed_years


def test_a_number_of_days_is_changed_from_a_day_on(admin: Client, people: Cast) -> None:
    old = rule("comment_on_finding")
    path = f"/rules/{old.id}/change"
    answers = {"days": "7", "unit": "working_day", "valid_from": "01/07/2026", "legal_basis": "Nghị quyết 01"}
    shown = preview(admin, path, answers)
    assert "Nêu ý kiến về phát hiện (L2025): 5 ngày → 7 ngày làm việc, áp dụng từ 01/07/2026" in shown.text
    assert confirm(admin, path, shown).status_code == 303
    new = rule("comment_on_finding")
    assert (new.days, new.unit, new.verified) == (7, "working_day", False)
    assert (old.days, old.valid_to) == (5, date(2026, 6, 30))
    page = admin.page(f"/rules/{new.id}")
    assert [row[0] for row in rows(page)] == ["7 ngày làm việc", "5 ngày"]


def test_a_change_of_a_number_of_days_is_taken_back(admin: Client, people: Cast) -> None:
    old = rule("comment_on_finding")
    assert not admin.page(f"/rules/{old.id}").all("a", text="Lấy lại lần đổi này"), "it came with the product"
    assert admin.get(f"/rules/{old.id}/take-back").status_code == 409
    path = f"/rules/{old.id}/change"
    answers = {"days": "9", "unit": "day", "valid_from": "01/06/2026", "legal_basis": "Nghị quyết 01"}
    confirm(admin, path, preview(admin, path, answers))
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    new, due = rule("comment_on_finding"), finding.comment_due_on
    assert admin.page(f"/rules/{new.id}").one("a", text="Lấy lại lần đổi này")
    path = f"/rules/{new.id}/take-back"
    assert "Hãy nhập" in admin.refused(path, {"reason": "  "}).text
    shown = preview(admin, path, {"reason": "Nhập nhầm"})
    assert "lấy lại 9 ngày → 5 ngày, kể từ 01/06/2026" in shown.text
    assert finding.code in shown.text, "what counted by it moves back"
    assert confirm(admin, path, shown).status_code == 303
    assert rule("comment_on_finding").id == old.id
    assert (old.days, old.valid_to) == (5, None), "it holds on as before"
    assert due is not None
    assert finding.comment_due_on is not None
    assert finding.comment_due_on < due
    assert "Nhập nhầm" in admin.page(f"/rules/{old.id}").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days": "0"}, "Hãy nhập số từ 1 đến 366."),
        ({"days": "-3"}, "Hãy nhập số từ 1 đến 366."),
        ({"days": "10,5"}, "Hãy nhập một số nguyên, ví dụ 12."),
        ({"days": "mười"}, "Hãy nhập"),
        ({"days": "999"}, "Hãy nhập số từ 1 đến 366."),
        ({"valid_from": "01/03/2026"}, "Phải sau 01/03/2026"),
        ({"valid_from": "31/04/2026"}, "Ngày không hợp lệ."),
        ({"unit": "week"}, "Hãy chọn một mục trong danh sách."),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    admin: Client, people: Cast, changes: dict[str, str], sentence: str
) -> None:
    answers = {"days": "7", "unit": "day", "valid_from": "01/07/2026"} | changes
    page = admin.refused(f"/rules/{rule('supplement').id}/change", answers)
    assert sentence in page.text
    assert page.one("input", name="days").get("value") == answers["days"]


def test_the_basis_of_a_rule_is_corrected_in_place_and_told(admin: Client, people: Cast) -> None:
    known = rule("send_outline")
    page = admin.done(
        f"/rules/{known.id}/edit", {"legal_basis": "Điều 5 NQ 114", "verified": "1", "reason": "Đã có bản gốc"}
    )
    assert "Điều 5 NQ 114" in page.text
    assert "Đã có bản gốc" in page.text
    assert known.verified


@pytest.mark.parametrize("who", ["office", "standing", "head", "leader_a", "stranger"])
def test_nobody_else_keeps_calendar_or_rules(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    day = queries.of_year(2026)[0]
    known = rule("supplement")
    for path in (
        NEW,
        f"/calendar/days/{day.id}",
        f"/calendar/days/{day.id}/remove",
        "/calendar/2026/suggestions",
        "/calendar/2026/confirm",
        f"/rules/{known.id}/edit",
        f"/rules/{known.id}/change",
        f"/rules/{known.id}/take-back",
    ):
        assert client.get(path).status_code == 403, path
    assert client.get("/rules").status_code == 200
    assert client.get(f"/rules/{known.id}").status_code == 200


# --- beside the dates -------------------------------------------------------------------------------------------------


def test_the_page_of_a_session_says_why_the_programme_had_to_go_out_on_the_26th(client: Client, people: Cast) -> None:
    """Test 6 of domain.md 7.1."""
    people.delegation.state, people.delegation.ruleset = "active", "L2015"
    people.delegation.established_on = date(2024, 3, 1)
    answers = {
        "kind": "working",
        "held_on": date(2024, 5, 10),
        "part": "afternoon",
        "chair": "Nguyễn Thị Ví Dụ",
        "agency_ids": [people.agencies["a"].id],
    }
    session = sessions.create(answers, people.secretary, delegation=people.delegation)
    db.session.commit()
    sign_in(client, people, "secretary")
    page = client.page(f"/sessions/{session.id}")
    assert "26/04/2024" in page.text
    assert "10/05/2024 trừ 10 ngày là 30/04/2024 (Ngày Chiến thắng 30/4, nghỉ)." in page.text
    assert "Ngày làm việc liền trước: thứ Sáu, 26/04/2024 (27–28/04 nghỉ cuối tuần; 29/04" in page.text


def test_the_deadlines_of_a_delegation_stand_on_one_page(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    task_due(people, date(2026, 6, 16))
    task_due(people, DAY)
    now.move_to("2026-06-18T09:00:00+07:00")
    sign_in(client, people, "secretary")
    assert f"/delegations/{people.delegation.id}/deadlines" in client.page(f"/delegations/{people.delegation.id}").links
    page = client.page(f"/delegations/{people.delegation.id}/deadlines")
    told = [(row[0].partition("Theo")[0].partition("Ngày ghi")[0].strip(), row[3]) for row in rows(page)]
    assert ("Gửi kế hoạch, đề cương cho cơ quan", "Đã làm20/03/2026") in told
    assert ("Thực hiện kiến nghị", "Đã qua hạn") in told
    assert ("Thực hiện kiến nghị", "Đang chạy") in told
    assert "1 thời hạn đã qua mà việc chưa xong." in page.text
    assert "10/03/2026 cộng 15 ngày là 25/03/2026 (ngày làm việc)." in page.text


def test_an_agency_sees_its_own_deadlines_alone(client: Client, people: Cast) -> None:
    mine = task_due(people, DAY)
    theirs = story.lead(story.issued(people, due_on=DAY, lead_agency_id=people.agencies["b"].id, support_agency_ids=[]))
    db.session.commit()
    sign_in(client, people, "officer_a")
    page = client.page(f"/delegations/{people.delegation.id}/deadlines")
    assert mine.code in page.text
    assert theirs.code not in page.text
    assert "Đoàn báo cáo kết quả giám sát" not in page.text
    sign_in(client, people, "foreigner")
    assert client.get(f"/delegations/{people.delegation.id}/deadlines").status_code == 404


def test_a_moved_deadline_is_told_in_the_story_of_its_record(client: Client, people: Cast) -> None:
    task = task_due(people, DAY)
    change = service.putting([service.Entry(DAY, "holiday", "Nghỉ", confirmed=True)], people.admin, reason="VB 01/TB")
    moving.carry_out(change, people.admin)
    db.session.commit()
    sign_in(client, people, "leader_a")
    page = client.page(f"/recommendations/{task.recommendation_id}")
    assert "đã dời thời hạn của nhiệm vụ của cơ quan" in page.text
    assert "VB 01/TB" in page.text
    assert "16/07/2026" in page.text
