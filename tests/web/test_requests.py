"""The board of reports, answering item by item, pasting from Excel, handing in, what the Council reads."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import asking, cast
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import parse, values_of
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.core.errors import Invalid
from tracker.delegations import service as delegations
from tracker.extensions import db
from tracker.organizations import handing
from tracker.organizations import service as organizations
from tracker.outlines import service as outlines
from tracker.plans import done, plans
from tracker.requests import answering, deadlines, queries, service
from tracker.requests.models import ReportRequest
from tracker.workflow import engine


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("notified")


def item_page(request: ReportRequest, words: str) -> str:
    return f"/report-requests/{request.id}/items/{asking.item(request.outline, words).id}"


def test_the_board_names_every_agency_and_sends_to_all(client: Client, people: Cast) -> None:
    asking.outline(people)
    sign_in(client, people, "secretary")
    board = f"/delegations/{people.delegation.id}/requests"
    assert client.page(board).text.count("Chưa gửi") == 2
    answers = {"due_on": "30/06/2026", "letter_number": "31/ĐGS-VP", "sent_on": "15/06/2026"}
    page = client.done(f"{board}/send", answers, button="Gửi đề cương")
    assert "Đã gửi đề cương cho 2 cơ quan" in page.text
    assert {request.state for request in db.session.scalars(select(ReportRequest))} == {"sent"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"due_on": "31/06/2026"}, "Ngày không hợp lệ"),
        ({"due_on": "14/06/2026"}, "Hạn nộp phải từ hôm nay trở đi"),
        ({"letter_number": "  "}, "Hãy nhập “Số công văn”"),
        ({"sent_on": "20/06/2026"}, "Ngày này chưa đến"),
        ({"agency_ids": []}, "Hãy nhập “Cơ quan”"),
    ],
)
def test_a_wrong_sending_sends_nothing(client: Client, people: Cast, wrong: dict[str, Any], said: str) -> None:
    asking.outline(people)
    sign_in(client, people, "secretary")
    answers = {"due_on": "30/06/2026", "letter_number": "31/ĐGS-VP", "sent_on": "15/06/2026"} | wrong
    page = client.refused(f"/delegations/{people.delegation.id}/requests/send", answers, button="Gửi đề cương")
    assert said in page.text
    assert db.session.scalar(select(ReportRequest.id)) is None


def test_an_officer_answers_item_by_item(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    page = client.page(f"/report-requests/{request.id}")
    assert "Đã trả lời 0/3 mục bắt buộc" in page.text
    typed = {"text": "Đã có 3 dự án"}
    page = client.done(item_page(request, "Nhà ở"), typed, button="Lưu mục này")
    assert "Đã trả lời 1/3 mục bắt buộc" in page.text
    numbers = {
        "cells-0-value": "60",
        "cells-1-value": "70",
        "cells-2-value": "80",
        "cells-3-value": "18,09",
        "cells-3-qualifier": "nearly",
    }
    client.done(item_page(request, "Thu hút"), numbers, button="Lưu mục này")
    answer = asking.answer_of(asking.reload(request), "Thu hút")
    assert [str(cell.value) for cell in answer.figures] == ["60", "70", "80", "18.09"]
    assert answer.figures[-1].qualifier == "nearly"


def test_a_number_with_a_dot_is_shown_as_it_is_read_before_it_is_saved(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    response = client.send(item_page(request, "Thu hút"), {"cells-0-value": "1.234"}, button="Lưu mục này")
    assert "“1.234” được đọc là 1234" in response.text
    assert not asking.answer_of(asking.reload(request), "Thu hút").figures


def test_a_comma_before_three_digits_is_asked_about_where_whole_things_are_counted(
    client: Client, people: Cast
) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    path = item_page(request, "Thu hút")
    typed = {"cells-0-value": "1,234", "cells-3-value": "18,095"}
    page = parse(client.send(path, typed, button="Lưu mục này").text)
    assert "“1,234” được đọc là số lẻ, không phải 1234" in page.text
    assert "“18,095”" not in page.text, "a capital in tỷ USD has decimals"
    assert not asking.answer_of(asking.reload(request), "Thu hút").figures
    again = dict(values_of(page.form("Lưu mục này"), "Lưu mục này"))
    assert client.post(path, data=again).status_code == 303
    assert str(asking.answer_of(asking.reload(request), "Thu hút").figures[0].value) == "1.234"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("18.09", "hiểu theo hai cách"),
        ("mười tám", "không phải là số"),
        ("1,2,3", "hai dấu phẩy"),
        ("-5", "không thể âm"),
    ],
)
def test_a_wrong_number_is_said_at_its_cell_and_all_is_kept(
    client: Client, people: Cast, typed: str, said: str
) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    answers = {"text": "Kết quả rất tốt", "cells-0-value": typed, "cells-1-value": "70"}
    page = client.refused(item_page(request, "Thu hút"), answers, button="Lưu mục này")
    assert said in page.text
    assert "Kết quả rất tốt" in page.text
    assert page.one("input", name="cells-0-value").get("value") == typed


PASTED = (
    "Chỉ tiêu\tĐơn vị tính\t2022\t2023\t2024\nSố dự án thu hút\tdự án\t60\t70\t80\nTỔNG VỐN ĐẦU TƯ\ttỷ USD\t18,09\t\t"
)


def test_cells_are_pasted_from_excel_and_checked_before_they_are_saved(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    response = client.send(item_page(request, "Thu hút"), {"paste": PASTED, "text": "Xem bảng"}, button="Điền vào bảng")
    assert "Đã điền vào bảng" in response.text
    assert "18,09" in response.text
    assert "Xem bảng" in response.text
    assert not asking.answer_of(asking.reload(request), "Thu hút").figures


def test_a_pasted_number_stands_as_it_was_pasted_and_is_not_asked_about(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    pasted = "Số dự án thu hút\tdự án\t1200\t70\t80\nTổng vốn đầu tư\ttỷ USD\t18,09\t\t"
    page = parse(client.send(item_page(request, "Thu hút"), {"paste": pasted}, button="Điền vào bảng").text)
    assert page.one("input", name="cells-0-value").get("value") == "1200"


def test_a_number_that_was_saved_is_not_asked_about_again(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    client.done(item_page(request, "Thu hút"), {"cells-0-value": "1234"}, button="Lưu mục này")
    assert client.page(item_page(request, "Thu hút")).one("input", name="cells-0-value").get("value") == "1.234"
    client.done(item_page(request, "Thu hút"), {"text": "Kết quả rất tốt"}, button="Lưu mục này")
    assert asking.answer_of(asking.reload(request), "Thu hút").text == "Kết quả rất tốt"


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("Số dự án thu hút\t60\t70", "Dòng 1: có 2 ô số, “Số dự án thu hút” cần 3"),
        ("Số dự án thu hút\t60\t70\t80\nSố khu\t1", "Dòng 2: không có chỉ tiêu “Số khu” trong bảng"),
        ("60\t70\t80", "Đã dán 1 dòng, bảng có 2 chỉ tiêu"),
        ("Số dự án thu hút\tdự án\t60\tbảy mươi\t80", "không phải là số"),
        ("Chỉ tiêu\t2024\t2023\t2022\nSố dự án thu hút\t80\t70\t60", "ghi 2024, 2023, 2022, bảng hỏi 2022, 2023, 2024"),
        ("Chỉ tiêu\t2019\t2020\t2021\nSố dự án thu hút\t80\t70\t60", "ghi 2019, 2020, 2021, bảng hỏi"),
    ],
)
def test_a_table_that_does_not_fit_is_said_line_by_line(client: Client, people: Cast, pasted: str, said: str) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    response = client.send(item_page(request, "Thu hút"), {"paste": pasted}, button="Điền vào bảng")
    assert response.status_code == 400
    assert said in response.text


def test_an_indicator_pasted_twice_is_refused_and_all_is_kept(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    pasted = "Số dự án thu hút\t60\t70\t80\nTổng vốn đầu tư\t18,09\nSố dự án thu hút\t61\t71\t81"
    typed = {"text": "Xem bảng", "paste": pasted, "cells-1-value": "75"}
    page = client.refused(item_page(request, "Thu hút"), typed, button="Điền vào bảng")
    assert "Dòng 3: “Số dự án thu hút” đã có ở dòng 1. Mỗi chỉ tiêu chỉ dán một dòng" in page.text
    assert page.one("textarea", name="paste").text.split() == pasted.split()
    assert page.one("textarea", name="text").text.strip() == "Xem bảng"
    boxes = [page.one("input", name=f"cells-{place}-value").get("value") or "" for place in range(4)]
    assert boxes == ["", "75", "", ""]


def test_two_officers_on_one_item_see_both_versions(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    path = item_page(request, "Nhà ở")
    form = client.page(path).form("Lưu mục này")
    answering.save(asking.answer_of(asking.reload(request), "Nhà ở"), {"text": "Bản của người khác"}, people.leader_a)
    stale = {node.get("name"): node.get("value") for node in form.all("input") if node.get("name")}
    response = client.post(path, data={**stale, "text": "Bản của tôi"})
    assert response.status_code == 409
    assert "Bản của người khác" in response.text
    assert "Bản của tôi" in response.text


def test_cells_that_one_has_not_touched_follow_what_the_other_saved(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    answering.save(
        asking.answer_of(request, "Thu hút"),
        {"text": "Lúc mở", "cells": asking.cells(asking.answer_of(request, "Thu hút"), "60", "70", "80", "18.09")},
        people.officer_a,
    )
    sign_in(client, people, "officer_a")
    path = item_page(request, "Thu hút")
    opened = dict(values_of(client.page(path).form("Lưu mục này"), "Lưu mục này"))
    saved = asking.answer_of(asking.reload(request), "Thu hút")
    theirs = {"text": "Của lãnh đạo", "cells": asking.cells(saved, "61", "1234", "80", "18.09")}
    answering.save(saved, theirs, people.leader_a)
    page = parse(client.post(path, data={**opened, "cells-0-value": "65", "cells-3-value": "19,5"}).text)
    again = dict(values_of(page.form("Sửa tiếp bản của tôi"), "Sửa tiếp bản của tôi"))
    page = parse(client.post(path, data=again).text)
    boxes = [page.one("input", name=f"cells-{place}-value").get("value") for place in range(4)]
    assert boxes == ["65", "1.234", "80", "19,5"]
    assert page.one("textarea", name="text").text.strip() == "Của lãnh đạo"
    assert [node.text for node in page.all("p", class_="cell-warning")] == ["Người leader_a đã lưu: 61"]
    kept = dict(values_of(page.form("Lưu mục này"), "Lưu mục này"))
    assert client.post(path, data=kept).status_code == 303
    given = [str(cell.value) for cell in asking.answer_of(asking.reload(request), "Thu hút").figures]
    assert given == ["65", "1234", "80", "19.5"]


def test_a_draft_of_before_follows_where_nothing_was_typed(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    path = item_page(request, "Thu hút")
    typed = dict(values_of(client.page(path).form("Lưu mục này"), "Lưu mục này")) | {"cells-0-value": "65"}
    assert client.post(f"/drafts?place={path}", data=typed).status_code == 200
    saved = asking.answer_of(asking.reload(request), "Thu hút")
    answering.save(saved, {"cells": asking.cells(saved, "61", "70", "80", "18.09")}, people.leader_a)
    page = client.page(path)
    boxes = [page.one("input", name=f"cells-{place}-value").get("value") for place in range(4)]
    assert boxes == ["65", "70", "80", "18,09"]


def moved_to_a_new_version(people: Cast, request: ReportRequest, table: str) -> None:
    """The secretary sends a new version in which the table of “Thu hút” reads so."""
    fresh = outlines.new_version(request.outline, people.secretary)
    item = asking.item(fresh, "Thu hút")
    facts = {"text": item.text, "required": True, "parent_id": item.parent_id, "table": table}
    outlines.edit_item(item, facts, people.secretary)
    service.move_to(fresh, people.secretary)
    db.session.commit()


def test_cells_typed_while_a_new_version_came_stand_in_the_lines_that_continue_theirs(
    client: Client, people: Cast
) -> None:
    request = asking.sent(people)
    saved = asking.answer_of(request, "Thu hút")
    answering.save(saved, {"cells": asking.cells(saved, "60", "70", "80", "18.09")}, people.officer_a)
    sign_in(client, people, "officer_a")
    path = item_page(request, "Thu hút")
    typed = dict(values_of(client.page(path).form("Lưu mục này"), "Lưu mục này"))
    typed |= {"text": "Đã rà soát", "cells-1-value": "75", "cells-3-value": "19,5"}
    table = "Số khu\tkhu\t2024\tKCN\nSố dự án thu hút\tdự án\ttừng năm 2022 - 2024\tKCN, KKT"
    moved_to_a_new_version(people, asking.reload(request), table)
    response = client.post(path, data=typed)
    assert response.status_code == 409
    assert "Số dự án thu hút, năm 2023: 75" in response.text
    assert "Tổng vốn đầu tư, giai đoạn 2021 - 2023: 19,5 tỷ USD" in response.text
    page = parse(response.text)
    again = dict(values_of(page.form("Sửa tiếp bản của tôi"), "Sửa tiếp bản của tôi"))
    page = parse(client.post(path, data=again).text)
    assert page.heading == "II.1. Thu hút đầu tư vào khu công nghiệp"
    boxes = [page.one("input", name=f"cells-{place}-value").get("value") for place in range(4)]
    assert boxes == ["", "60", "75", "80"]
    assert "Tổng vốn đầu tư, giai đoạn 2021 - 2023: 19,5 tỷ USD" in page.one("main").text
    kept = dict(values_of(page.form("Lưu mục này"), "Lưu mục này")) | {"cells-0-value": "4"}
    assert client.post(path, data=kept).status_code == 303
    answer = asking.answer_of(asking.reload(request), "Thu hút")
    given = {(cell.line.indicator, cell.period): str(cell.value) for cell in answer.figures}
    assert given["Số dự án thu hút", "2023"] == "75"
    assert given["Số khu", "2024"] == "4"
    assert answer.text == "Đã rà soát"


def test_a_draft_of_an_earlier_version_stands_in_the_table_of_the_new_one(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    path = item_page(request, "Thu hút")
    typed = dict(values_of(client.page(path).form("Lưu mục này"), "Lưu mục này")) | {"cells-0-value": "65"}
    assert client.post(f"/drafts?place={path}", data=typed).status_code == 200
    moved_to_a_new_version(people, asking.reload(request), "Số dự án thu hút\tdự án\ttừng năm 2022 - 2024\tKCN, KKT")
    assert client.page(path).one("input", name="cells-0-value").get("value") == "65"


def test_two_officers_on_different_items_do_not_disturb_each_other(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    path = item_page(request, "Nhà ở")
    form = client.page(path).form("Lưu mục này")
    answering.save(asking.answer_of(asking.reload(request), "Đặc điểm"), {"text": "Mục khác"}, people.leader_a)
    typed = {node.get("name"): node.get("value") for node in form.all("input") if node.get("name")}
    assert client.post(path, data={**typed, "text": "Bản của tôi"}).status_code == 303


def test_the_leader_hands_in_and_the_secretary_reads_and_returns(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    sign_in(client, people, "leader_a")
    papers = {"number": "45/BC-BQL", "issued_on": "15/06/2026", "signer": "Nguyễn Văn Mẫu"}
    files = {"files": (io.BytesIO(asking.PDF), "bao-cao.pdf")}
    page = client.done(f"/report_request/{request.id}/do/submit", papers | files, button="Nộp báo cáo")
    assert "45/BC-BQL" in page.text
    sign_in(client, people, "secretary")
    page = client.page(f"/report-requests/{request.id}")
    assert "Đã thực hiện: nhà ở cho người lao động" in page.text
    origin = str(asking.item(asking.reload(request).outline, "Nhà ở").origin)
    returned = {"items": [origin], "note": "Chưa có số căn hộ"}
    page = client.done(f"/report_request/{request.id}/do/return", returned, button="Yêu cầu bổ sung")
    assert "Chưa có số căn hộ" in page.text
    fresh = asking.reload(request)
    assert (fresh.state, str(fresh.supplement_due_on)) == ("changes_requested", "2026-06-22")
    sign_in(client, people, "officer_a")
    assert "Cần bổ sung" in client.page(f"/report-requests/{request.id}").text


def test_returned_items_that_are_unchanged_are_named_and_ticked_before_handing_in_again(
    client: Client, people: Cast
) -> None:
    request = asking.submitted(people)
    asking.returned(people, request)
    sign_in(client, people, "leader_a")
    path = f"/report_request/{request.id}/do/submit"
    papers = {"number": "50/BC-BQL", "issued_on": "15/06/2026", "signer": "Nguyễn Văn Mẫu"}
    signed = papers | {"files": (io.BytesIO(asking.PDF), "bao-cao.pdf")}
    page = client.refused(path, signed, button="Nộp báo cáo")
    assert "Mục II.2. Nhà ở cho người lao động: chưa sửa gì từ khi bị trả lại." in page.text
    assert "Mục II.1." not in page.text
    assert "đánh dấu ô xác nhận" in page.one("div", id="error-summary").text
    assert page.one("input", name="number").get("value") == "50/BC-BQL"
    signed = papers | {"files": (io.BytesIO(asking.PDF), "bao-cao.pdf"), "confirmed": "1"}
    client.done(path, signed, button="Nộp báo cáo")
    assert asking.reload(request).state == "submitted"


def test_a_returned_item_that_was_supplemented_is_not_asked_about(client: Client, people: Cast) -> None:
    request = asking.submitted(people)
    asking.returned(people, request)
    answering.save(asking.answer_of(request, "Nhà ở"), {"text": "Đã có 300 căn hộ"}, people.officer_a)
    sign_in(client, people, "leader_a")
    page = client.page(f"/report_request/{request.id}/do/submit")
    assert not page.all("input", name="confirmed")


def test_what_is_missing_is_named_before_handing_in(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    answering.save(asking.answer_of(request, "Nhà ở"), {"text": "Đã có 3 dự án"}, people.officer_a)
    sign_in(client, people, "leader_a")
    page = client.page(f"/report-requests/{request.id}")
    assert "Còn mục bắt buộc chưa trả lời: I. Đặc điểm tình hình; II.1. Thu hút đầu tư" in page.text


@pytest.mark.parametrize("name", ["officer_b", "leader_b", "stranger", "foreigner"])
def test_somebody_elses_request_does_not_exist(client: Client, people: Cast, name: str) -> None:
    request = asking.submitted(people)
    assert request.last_report is not None
    sign_in(client, people, name)
    for path in (f"/report-requests/{request.id}", item_page(request, "Nhà ở"), f"/reports/{request.last_report.id}"):
        assert client.get(path).status_code == 404


def test_the_board_of_an_agency_holds_its_own_row(client: Client, people: Cast) -> None:
    asking.submitted(people, "a")
    asking.sent(people, "b")
    sign_in(client, people, "officer_b")
    page = client.page(f"/delegations/{people.delegation.id}/requests")
    assert "Sở Công Thương" in page.text
    assert "Ban Quản lý Khu kinh tế" not in page.one("main").text


def test_an_agency_finds_its_request_in_my_work(client: Client, people: Cast) -> None:
    asking.sent(people)
    sign_in(client, people, "officer_a")
    assert "báo cáo theo đề cương" in client.page("/").text


def test_pages_ask_few_queries(client: Client, people: Cast) -> None:
    request = asking.submitted(people)
    sign_in(client, people, "secretary")
    for path in (f"/report-requests/{request.id}", f"/delegations/{people.delegation.id}/requests"):
        assert queries_of(client, path) <= 25


def test_the_day_of_the_plan_is_not_awaited_once_every_report_is_settled(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    people.delegation.report_due_on = date(2026, 6, 16)
    request = asking.submitted(people)
    now.move_to("2026-06-18T09:00:00+07:00")
    sign_in(client, people, "secretary")
    assert "Đã qua hạn" in client.page(f"/delegations/{people.delegation.id}/deadlines").text
    engine.perform(request, "accept", people.secretary)
    page = client.page(f"/delegations/{people.delegation.id}/deadlines")
    assert "Không còn chờ" in page.text
    assert "Đã qua hạn" not in page.text


# --- parts of a whole, what is asked no more --------------------------------------------------------------------------

CAPITAL = """I. Đặc điểm tình hình
II. Kết quả thực hiện
1. Vốn đầu tư
Tổng vốn | tỷ USD | 2023
- Vốn nước ngoài | tỷ USD | 2023
- Vốn trong nước | tỷ USD | 2023
2. Nhà ở cho người lao động"""


def capital(total: str) -> dict[str, str]:
    return {"cells-0-value": total, "cells-1-value": "10,51", "cells-2-value": "7,85"}


def test_a_sum_that_does_not_add_up_is_told_beside_its_cell_once_and_is_no_obstacle(
    client: Client, people: Cast
) -> None:
    asking.outline(people, CAPITAL)
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    path = item_page(request, "Vốn đầu tư")
    page = client.done(path, capital("18,09"), button="Lưu mục này")
    assert "Đã lưu mục này, nhưng có tổng không khớp." in page.text
    told = "“Tổng vốn”, năm 2023: các phần cộng lại 10,51 + 7,85 = 18,36 tỷ USD, lệch 0,27 tỷ USD so với 18,09 tỷ USD."
    assert told in page.one("p", class_="cell-warning").text
    page = client.done(path, capital("18,09") | {"cells-0-note": "Làm tròn"}, button="Lưu mục này")
    assert page.heading == "YC-01 Báo cáo của Ban Quản lý Khu kinh tế"
    assert f"Mục II.1: {told}" in page.text
    client.done(path, capital("18,36"), button="Lưu mục này")
    assert "các phần cộng lại" not in client.page(path).text


def test_parts_are_indented_under_their_whole(client: Client, people: Cast) -> None:
    asking.outline(people, CAPITAL)
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    entries = client.page(item_page(request, "Vốn đầu tư")).all("fieldset", class_="cell-entry")
    assert [entry.one("legend").text.split(",")[0] for entry in entries] == [
        "Tổng vốn",
        "trong đó: Vốn nước ngoài",
        "trong đó: Vốn trong nước",
    ]


def test_the_leader_is_told_of_it_before_handing_in(client: Client, people: Cast) -> None:
    asking.outline(people, CAPITAL)
    request = asking.sent(people)
    for answer in request.answers:
        given: dict[str, Any] = {"text": "Đã thực hiện"}
        if answer.item.figures:
            given["cells"] = asking.cells(answer, "18.09", "10.51", "7.85")
        answering.save(answer, given, people.officer_a)
    sign_in(client, people, "leader_a")
    assert "lệch 0,27 tỷ USD" in client.page(f"/report_request/{request.id}/do/submit").text
    engine.perform(request, "submit", people.actor("leader_a"), asking.papers(people))
    assert request.state == "submitted"


def test_a_heading_asks_for_no_answer(client: Client, people: Cast) -> None:
    asking.outline(people, CAPITAL)
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    page = client.page(f"/report-requests/{request.id}")
    heading = page.one("li", id=f"item-{asking.item(request.outline, 'Kết quả').id}")
    assert heading.text == "II. Kết quả thực hiện"
    assert not heading.all("a")
    page = client.done(item_page(request, "Đặc điểm"), {"text": "x"}, button="Lưu và sang mục sau")
    assert page.heading == "II.1. Vốn đầu tư"
    page = client.page(f"/outlines/{request.outline_id}")
    assert "(không bắt buộc)" not in page.text


def test_the_summary_of_what_is_wrong_names_item_line_and_column(client: Client, people: Cast) -> None:
    asking.outline(people, CAPITAL)
    request = asking.sent(people)
    sign_in(client, people, "officer_a")
    page = client.refused(
        item_page(request, "Vốn đầu tư"), capital("18,09") | {"cells-1-value": "mười"}, button="Lưu mục này"
    )
    link = page.one("div", id="error-summary").one("a")
    assert link.text.startswith("Mục II.1, Vốn nước ngoài, năm 2023, Số: ")
    assert link.get("href") == "#cells-1-value"


def test_figures_that_a_new_version_asks_no_more_are_shown_and_said(client: Client, people: Cast) -> None:
    request = asking.sent(people)
    old_path = item_page(request, "Thu hút")
    asking.answered(people, request)
    sign_in(client, people, "secretary")
    fresh = outlines.new_version(request.outline, people.secretary)
    item = asking.item(fresh, "Thu hút")
    changes = {"text": "Thu hút đầu tư", "required": True, "parent_id": item.parent_id}
    outlines.edit_item(item, changes, people.secretary)
    db.session.commit()
    page = client.page(f"/outlines/{fresh.id}")
    assert "Bản này không còn hỏi các nội dung sau." in page.text
    assert "II.1 · Tổng vốn đầu tư (tỷ USD), giai đoạn 2021 - 2023, KCN, KKT" in page.text
    service.move_to(fresh, people.secretary)
    db.session.commit()
    assert "Đã viết cho phần không còn hỏi" not in client.page(f"/report-requests/{request.id}").text
    sign_in(client, people, "officer_a")
    page = client.page(f"/report-requests/{request.id}")
    assert "Đã viết cho phần không còn hỏi" in page.text
    assert "18,09 tỷ USD" in page.text
    assert client.page(old_path).heading == "II.1. Thu hút đầu tư"
    engine.perform(asking.reload(request), "submit", people.actor("leader_a"), asking.papers(people))
    db.session.commit()
    sign_in(client, people, "secretary")
    assert "18,09 tỷ USD" in client.page(f"/report-requests/{request.id}").text


def test_a_deadline_that_is_past_is_said_beside_its_field(client: Client, people: Cast) -> None:
    asking.outline(people)
    sign_in(client, people, "secretary")
    answers = {"due_on": "14/06/2026", "letter_number": "31/ĐGS-VP", "sent_on": "15/06/2026"}
    page = client.refused(f"/delegations/{people.delegation.id}/requests/send", answers, button="Gửi đề cương")
    assert "Hạn nộp phải từ hôm nay trở đi." in page.one("p", id="due_on-error").text


# --- whom to ask ------------------------------------------------------------------------------------------------------


def ticked(client: Client, people: Cast) -> list[str]:
    page = client.page(f"/delegations/{people.delegation.id}/requests/send")
    return [box.get("value") or "" for box in page.all("input", name="agency_ids") if "checked" in box.attributes]


def test_only_those_who_still_owe_a_report_are_ticked_and_each_is_explained(client: Client, people: Cast) -> None:
    asking.accepted(people)
    sign_in(client, people, "secretary")
    assert ticked(client, people) == [str(people.agencies["b"].id)]
    page = client.page(f"/delegations/{people.delegation.id}/requests/send")
    assert "Báo cáo theo YC-01 đã được chấp nhận; chọn thì gửi thêm yêu cầu lần 2." in page.text
    assert "Chưa được yêu cầu: gửi yêu cầu lần đầu." in page.text
    request = asking.sent(people, "b")
    db.session.commit()
    page = client.page(f"/delegations/{people.delegation.id}/requests/send")
    assert "Sở Công Thương (còn yêu cầu YC-02 (đã gửi), không gửi thêm)." in page.text
    engine.perform(request, "waive", people.head, {"reason": "Không thuộc lĩnh vực quản lý"})
    db.session.commit()
    assert ticked(client, people) == []
    assert "Đã được miễn theo YC-02" in client.page(f"/delegations/{people.delegation.id}/requests/send").text


# --- an agency that has ended -----------------------------------------------------------------------------------------


@pytest.fixture
def merged(people: Cast, now: time_machine.Coordinates) -> ReportRequest:
    """Agency A was asked and has begun, then went into agency B, which was asked, too."""
    request = asking.sent(people)
    asking.sent(people, "b")
    answering.save(asking.answer_of(request, "Nhà ở"), {"text": "Đã có 3 dự án"}, people.officer_a)
    facts = {"from_day": date(2026, 6, 16), "document_number": "45/NQ-HĐND", "document_date": date(2026, 6, 1)}
    organizations.merge(people.agencies["a"], [], people.agencies["b"], facts, people.office)
    db.session.commit()
    now.move_to("2026-06-17T09:00:00+07:00")
    return request


def test_the_board_says_what_has_become_of_an_agency(client: Client, people: Cast, merged: ReportRequest) -> None:
    sign_in(client, people, "secretary")
    page = client.page(f"/delegations/{people.delegation.id}/requests")
    assert "đã sáp nhập vào Sở Công Thương từ ngày 16/06/2026" in page.text
    assert f"/report-requests/{merged.id}" in page.links


def test_an_ended_agency_whose_successor_answers_has_no_row_of_its_own(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    request = asking.sent(people)
    old, heir = people.agencies["a"], people.agencies["c"]
    organizations.close(old, heir, {"from_day": date(2026, 6, 16)}, people.office)
    now.move_to("2026-06-17T09:00:00+07:00")
    facts = {"reason": "Theo Nghị quyết", "document_number": "", "document_date": None}
    handing.give(old, [handing.Pick(f"report_request-{request.id}", heir.id)], facts, people.office)
    sign_in(client, people, "secretary")
    page = client.page(f"/delegations/{people.delegation.id}/requests")
    heads = [node.text for node in page.all("th", scope="row") if "Ban Quản lý Khu kinh tế" in node.text]
    assert len(heads) == 1, heads
    assert page.text.count("Chưa gửi") == 1, "only the other agency"


def test_a_late_report_stays_late_after_its_supplement(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    now.move_to("2026-07-06T09:00:00+07:00")
    late = asking.papers(people, issued_on=date(2026, 7, 6), late_reason="Chờ số liệu")
    engine.perform(request, "submit", people.actor("leader_a"), late)
    asking.returned(people, request, due_on=date(2026, 7, 20))
    now.move_to("2026-07-08T09:00:00+07:00")
    papers = asking.papers(people, number="50/BC-BQL", issued_on=date(2026, 7, 8), confirmed=True)
    engine.perform(request, "submit", people.actor("leader_a"), papers)
    sign_in(client, people, "secretary")
    assert "nộp muộn ngày 06/07/2026" in client.page(f"/delegations/{people.delegation.id}/requests").text


def test_the_number_of_the_plan_is_said_to_be_needed(client: Client, people: Cast) -> None:
    newly_established(people)
    sign_in(client, people, "secretary")
    page = client.page(sending(people))
    [label] = [node.text for node in page.all("label") if "Số, ký hiệu kế hoạch" in node.text]
    assert "không bắt buộc" not in label
    assert "Phải có khi ghi luôn bước gửi kế hoạch, đề cương." in page.text


def test_a_request_that_cannot_be_moved_says_where_it_is_closed(
    client: Client, people: Cast, merged: ReportRequest
) -> None:
    sign_in(client, people, "office")
    path = f"/agencies/{people.agencies['a'].id}/handover"
    page = client.refused(path, {"reason": "Theo Nghị quyết"}, button="Bàn giao các việc đã chọn")
    assert "Hãy mở YC-01 và chọn “Đóng, cơ quan kế thừa trả lời”." in page.text


def test_a_request_is_closed_because_the_successor_answers_in_its_own(
    client: Client, people: Cast, merged: ReportRequest
) -> None:
    sign_in(client, people, "secretary")
    page = client.page(f"/report-requests/{merged.id}")
    assert "đã sáp nhập vào Sở Công Thương từ ngày 16/06/2026" in page.text
    assert "Đóng, cơ quan kế thừa trả lời" in page.text
    page = client.done(
        f"/report_request/{merged.id}/do/close_for_successor", {}, button="Đóng, cơ quan kế thừa trả lời"
    )
    assert "Sở Công Thương trả lời ở yêu cầu YC-02" in page.text
    assert "đã đóng yêu cầu, cơ quan kế thừa trả lời" in page.text
    assert asking.reload(merged).state == "waived"
    assert merged.answered_in is not None
    assert merged.answered_in.agency_id == people.agencies["b"].id
    board = client.page(f"/delegations/{people.delegation.id}/requests")
    assert f"/report-requests/{merged.answered_in_id}" in board.links
    for who in ("officer_a", "officer_b"):
        sign_in(client, people, who)
        page = client.page(f"/report-requests/{merged.id}")
        assert "Đã viết, chưa nộp" in page.text
        assert "Đã có 3 dự án" in page.text
    sign_in(client, people, "deputy")
    assert "Đã có 3 dự án" not in client.page(f"/report-requests/{merged.id}").text


def test_it_is_not_offered_while_the_agency_exists_or_nobody_follows_who_was_asked(people: Cast) -> None:
    request = asking.sent(people)
    asking.sent(people, "b")
    assert "close_for_successor" not in [step.name for step in engine.available(request, people.secretary)]


def test_an_agency_that_has_ended_is_not_asked(client: Client, people: Cast, merged: ReportRequest) -> None:
    engine.perform(merged, "waive", people.head, {"reason": "Đã sáp nhập"})
    db.session.commit()
    sign_in(client, people, "secretary")
    page = client.page(f"/delegations/{people.delegation.id}/requests/send")
    assert "Ban Quản lý Khu kinh tế (đã sáp nhập vào Sở Công Thương từ ngày 16/06/2026)" in page.text
    with pytest.raises(Invalid):
        asking.sent(people)


# --- the delegation's own step, its own day ---------------------------------------------------------------------------

LETTER = {"due_on": "30/06/2026", "letter_number": "31/ĐGS-VP", "sent_on": "15/06/2026"}


def sending(people: Cast) -> str:
    return f"/delegations/{people.delegation.id}/requests/send"


def newly_established(people: Cast) -> None:
    """The delegation stands since 10/06/2026, and nothing has been sent yet."""
    people.delegation.state = "established"
    people.delegation.established_on = date(2026, 6, 10)
    people.delegation.notified_on = None
    people.delegation.report_due_on = date(2026, 6, 30)
    asking.outline(people)


def test_sending_the_outline_takes_the_delegations_own_step_with_it(client: Client, people: Cast) -> None:
    newly_established(people)
    sign_in(client, people, "secretary")
    plan = {"plan_number": "12/KH-ĐGS", "files": (io.BytesIO(asking.PDF), "ke-hoach.pdf")}
    client.done(sending(people), LETTER | plan, button="Gửi đề cương")
    assert (people.delegation.state, people.delegation.notified_on) == ("notified", date(2026, 6, 15))
    filed = [(document.kind, document.number, document.issued_on) for document in people.delegation.documents]
    assert filed == [("plan", "12/KH-ĐGS", date(2026, 6, 15)), ("request", "31/ĐGS-VP", date(2026, 6, 15))]
    assert steps_of(people) == ["notify"]
    assert len(db.session.scalars(select(ReportRequest)).all()) == 2


def steps_of(people: Cast) -> list[str]:
    query = select(AuditEvent.action).where(
        AuditEvent.subject_kind == "delegation", AuditEvent.subject_id == people.delegation.id
    )
    return list(db.session.scalars(query.order_by(AuditEvent.id)))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"plan_number": ""}, "Hãy nhập “Số, ký hiệu kế hoạch giám sát”"),
        ({"files": []}, "Kèm tệp kế hoạch, đề cương đã gửi."),
        (
            {"sent_on": "09/06/2026"},
            "Đoàn thành lập ngày 10/06/2026, nên ngày 09/06/2026 là quá sớm. Nhập ngày từ khi thành lập đoàn trở đi.",
        ),
    ],
)
def test_what_the_delegations_step_lacks_is_said_beside_its_field_and_nothing_goes_out(
    client: Client, people: Cast, wrong: dict[str, Any], said: str
) -> None:
    newly_established(people)
    sign_in(client, people, "secretary")
    plan = {"plan_number": "12/KH-ĐGS", "files": (io.BytesIO(asking.PDF), "ke-hoach.pdf")}
    page = client.refused(sending(people), LETTER | plan | wrong, button="Gửi đề cương")
    field = next(iter(wrong))
    assert said in page.one("p", id=f"{field}-error").text
    assert people.delegation.state == "established"
    assert db.session.scalar(select(ReportRequest.id)) is None


def test_an_outline_sent_late_asks_the_reason_once(client: Client, people: Cast) -> None:
    newly_established(people)
    people.delegation.established_on = date(2026, 5, 4)
    sign_in(client, people, "secretary")
    plan = {"plan_number": "12/KH-ĐGS", "files": (io.BytesIO(asking.PDF), "ke-hoach.pdf")}
    assert "Gửi sau hạn" in client.refused(sending(people), LETTER | plan, button="Gửi đề cương").text
    plan["files"] = (io.BytesIO(asking.PDF), "ke-hoach.pdf")
    client.done(sending(people), LETTER | plan | {"late_reason": "Chờ ý kiến thành viên"}, button="Gửi đề cương")
    assert people.delegation.late_notice_reason == "Chờ ý kiến thành viên"


def test_a_plan_that_was_filed_is_not_asked_for_again(client: Client, people: Cast) -> None:
    newly_established(people)
    filed = {"kind": "plan", "number": "12/KH-ĐGS", "issued_on": date(2026, 6, 12), "files": [asking.pdf(people)]}
    delegations.add_document(people.delegation, filed, people.secretary)
    sign_in(client, people, "secretary")
    client.done(sending(people), LETTER, button="Gửi đề cương")
    assert people.delegation.state == "notified"
    plan, _letter = people.delegation.documents
    assert plan.issued_on == date(2026, 6, 12)


def test_letter_and_outline_that_were_sent_are_no_longer_awaited(client: Client, people: Cast) -> None:
    for kind in ("outline", "request"):
        plans.expect(people.delegation, {"kind": kind, "step": "send_plan", "title": ""}, people.secretary)
    filed = {"kind": "request", "number": "31/ĐGS-VP", "issued_on": date(2026, 6, 12), "issuer": "Đoàn giám sát"}
    delegations.add_document(people.delegation, filed, people.office)
    asking.sent(people)
    assert [document.issuer for document in people.delegation.documents] == ["Đoàn giám sát"], "it was filed already"
    sign_in(client, people, "secretary")
    page = client.page(f"/delegations/{people.delegation.id}")
    tasks = [" ".join(node.text.split()) for node in page.all("li", class_="task")]
    assert any(task.startswith("Đề cương báo cáo") and task.endswith("đã có 15/06/2026") for task in tasks), tasks
    assert any(task.startswith("Công văn yêu cầu") and task.endswith("đã có 31/ĐGS-VP") for task in tasks), tasks


def test_the_office_sends_and_the_secretarys_step_knows_the_day_already(client: Client, people: Cast) -> None:
    newly_established(people)
    sign_in(client, people, "office")
    page = client.page(sending(people))
    assert not page.all("input", name="with_plan"), "the step is the secretary's"
    page = client.done(sending(people), LETTER | {"sent_on": "12/06/2026"}, button="Gửi đề cương")
    assert "Thư ký đoàn còn ghi bước “Gửi kế hoạch, đề cương” của Đoàn" in page.text
    sign_in(client, people, "secretary")
    step = client.page(f"/delegation/{people.delegation.id}/do/notify")
    assert step.one("input", name="sent_on").get("value") == "12/06/2026"


def test_a_step_taken_first_gives_its_day_to_the_sending(client: Client, people: Cast) -> None:
    newly_established(people)
    people.delegation.state, people.delegation.notified_on = "notified", date(2026, 6, 11)
    sign_in(client, people, "secretary")
    assert client.page(sending(people)).one("input", name="sent_on").get("value") == "11/06/2026"


def test_a_delegation_that_is_not_established_sends_nothing(client: Client, people: Cast) -> None:
    newly_established(people)
    people.delegation.state, people.delegation.established_on = "draft", None
    sign_in(client, people, "office")
    page = client.refused(sending(people), LETTER, button="Gửi đề cương")
    assert "Đoàn chưa thành lập. Hãy ghi quyết định thành lập rồi mới gửi đề cương." in page.text


def test_the_day_of_the_first_sending_becomes_the_delegations_own(client: Client, people: Cast) -> None:
    newly_established(people)
    people.delegation.report_due_on = None
    sign_in(client, people, "secretary")
    plan = {"plan_number": "12/KH-ĐGS", "files": (io.BytesIO(asking.PDF), "ke-hoach.pdf")}
    client.done(sending(people), LETTER | plan, button="Gửi đề cương")
    assert people.delegation.report_due_on == date(2026, 6, 30)
    assert steps_of(people) == ["edited", "notify"]


def test_another_day_of_the_delegation_names_the_requests_that_keep_theirs_and_moves_those_ticked(
    client: Client, people: Cast
) -> None:
    people.delegation.report_due_on = asking.DUE
    follows = asking.sent(people)
    apart = asking.sent(people, "b", due_on=date(2026, 7, 3))
    sign_in(client, people, "office")
    board = f"/delegations/{people.delegation.id}/requests"
    assert client.page(board).text.count("khác hạn chung của Đoàn") == 1
    page = client.done(f"/delegations/{people.delegation.id}/edit", {"report_due_on": "10/07/2026"})
    assert "2 yêu cầu báo cáo có hạn khác hạn chung mới của Đoàn" in page.text
    address = next(link for link in page.links if link.startswith(f"{board}/dates"))
    assert address.endswith("was=2026-06-30")
    page = client.done(address)
    assert "Đã dời hạn của 1 yêu cầu" in page.text
    assert asking.reload(follows).due_on == date(2026, 7, 10)
    assert asking.reload(apart).due_on == date(2026, 7, 3), "it was given another day on purpose"
    moved = select(AuditEvent.reason).where(AuditEvent.subject_kind == "report_request", AuditEvent.action == "edited")
    assert list(db.session.scalars(moved)) == ["Theo hạn chung của Đoàn"]


def test_a_further_request_with_its_own_day_leaves_the_delegations_day_in_peace(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    people.delegation.report_due_on = asking.DUE
    asking.accepted(people)
    asking.accepted(people, "b")
    further = asking.sent(people, due_on=date(2026, 7, 20))
    now.move_to("2026-07-06T09:00:00+07:00")
    assert not deadlines.is_waited_for(people.delegation)
    assert people.delegation not in db.session.scalars(queries.awaiting([asking.DUE])).all()
    known = done.days(people.delegation)
    assert known["reports_due"] == known["agency_report"] == date(2026, 6, 15)
    sign_in(client, people, "secretary")
    board = client.page(f"/delegations/{people.delegation.id}/requests").text
    assert board.count("khác hạn chung của Đoàn") == 1
    assert "1 yêu cầu có hạn khác hạn chung" in board
    page = client.page(f"/delegations/{people.delegation.id}/requests/dates")
    assert "Hạn chung của Đoàn (30/06/2026) đã qua" in page.text
    assert not page.all("input", name="request_ids")
    people.delegation.report_due_on = date(2026, 7, 30)
    page = client.page(f"/delegations/{people.delegation.id}/requests/dates")
    [box] = page.all("input", name="request_ids")
    assert (box.get("value"), "checked" in box.attributes) == (str(further.id), False), "it has its own day on purpose"


def test_moving_asks_for_a_tick_and_a_reason(client: Client, people: Cast) -> None:
    request = asking.sent(people, due_on=date(2026, 7, 3))
    people.delegation.report_due_on = date(2026, 7, 10)
    sign_in(client, people, "secretary")
    page = client.refused(f"/delegations/{people.delegation.id}/requests/dates", {"request_ids": [], "reason": " "})
    assert "Hãy nhập “Yêu cầu dời về hạn chung”" in page.text
    assert "Hãy nhập “Lý do”" in page.text
    assert asking.reload(request).due_on == date(2026, 7, 3)


@pytest.mark.parametrize("who", ["officer_a", "deputy", "member"])
def test_nobody_else_moves_the_days_of_requests(client: Client, people: Cast, who: str) -> None:
    asking.sent(people)
    sign_in(client, people, who)
    assert client.get(f"/delegations/{people.delegation.id}/requests/dates").status_code == 403
