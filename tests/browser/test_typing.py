"""Nothing typed is lost, nothing is done twice: a closed window, an expired session, a double click, two at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.server import PASSWORD, Server
from tests.browser.windows import Windows

LONG = "Quỹ đất nhà ở công nhân: 3/14 khu.\n\n“Hòa” và “hoà”, Đặng Thị Ưng; 18,09 tỷ USD & <b>thẻ</b> – hết."


def opens_the_form(person: Person) -> None:
    person.opens("/findings/new")
    person.follows("ĐGS-2026-01")


def what_stands_in(person: Person, label: str = "Nội dung") -> str:
    return person.page.get_by_label(label, exact=True).input_value()


def test_what_was_typed_is_there_when_the_window_was_closed(windows: Windows) -> None:
    """At most ten seconds are lost; another window, on another machine, goes on where this one stopped."""
    member = windows.sign_in("thanhvien", 360)
    opens_the_form(member)
    member.fills_in({"Loại": "Khó khăn, vướng mắc", "Nội dung": LONG, "Cơ quan": "Sở Công Thương"})
    member.comes_to_read("Đã lưu nháp lúc", seconds=10)
    member.page.close(run_before_unload=False)
    again = windows.sign_in("thanhvien", 1280)
    opens_the_form(again)
    again.reads("Đã lấy lại phần đang viết dở")
    assert what_stands_in(again) == LONG
    expect(again.page.get_by_label("Khó khăn, vướng mắc")).to_be_checked()
    again.presses("Bỏ phần viết dở")
    assert what_stands_in(again) == ""


def test_what_was_typed_without_a_pause_is_kept_when_the_window_is_closed_at_once(windows: Windows) -> None:
    member = windows.sign_in("thanhvien", 360)
    opens_the_form(member)
    member.fills_in({"Loại": "Hạn chế"})
    member.page.get_by_label("Nội dung", exact=True).press_sequentially("Câu cuối vừa gõ xong")
    member.page.goto("about:blank")
    again = windows.sign_in("thanhvien", 360)
    opens_the_form(again)
    assert what_stands_in(again) == "Câu cuối vừa gõ xong"
    again.presses("Bỏ phần viết dở")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_form_sent_after_the_session_has_expired_comes_back_word_for_word(
    javascript: bool, windows: Windows, server: Server
) -> None:
    member = windows.sign_in("thanhvien", 360, javascript=javascript, anew=True)
    opens_the_form(member)
    member.fills_in({"Loại": "Hạn chế", "Nội dung": LONG, "Minh chứng": "Biên bản kiểm tra số 5"})
    with server.later(hours=13):
        member.presses("Gửi Trưởng đoàn")
        assert member.address.startswith("/sign-in")
        member.fills_in({"Tên đăng nhập": "thanhvien", "Mật khẩu": PASSWORD})
        member.presses("Đăng nhập")
        member.reads("Nội dung đã gõ còn nguyên")
        assert what_stands_in(member) == LONG
        assert what_stands_in(member, "Minh chứng (không bắt buộc)") == "Biên bản kiểm tra số 5"
        assert member.page.get_by_label("Hạn chế", exact=True).is_checked()
        member.presses("Gửi Trưởng đoàn")
        member.reads("Đã gửi PH-", "Hòa” và “hoà")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_double_click_acts_once(javascript: bool, windows: Windows) -> None:
    member = windows.sign_in("thanhvien", 360, javascript=javascript)
    opens_the_form(member)
    words = f"Bấm đúp mà chỉ ghi một lần {'có' if javascript else 'không'} tập lệnh"
    member.fills_in({"Loại": "Hạn chế", "Nội dung": words, "Minh chứng": "Ví dụ"})
    member.button("Gửi Trưởng đoàn").dblclick()
    member.page.wait_for_url(re.compile(r"/findings/\d+$"))
    member.opens(f"/findings?q={words}")
    member.reads("1 phát hiện")


def test_the_back_button_and_sending_again_acts_once(windows: Windows) -> None:
    member = windows.sign_in("thanhvien", 360)
    opens_the_form(member)
    words = "Quay lại rồi gửi lần nữa mà chỉ ghi một lần"
    member.fills_in({"Loại": "Hạn chế", "Nội dung": words, "Minh chứng": "Ví dụ"})
    member.presses("Gửi Trưởng đoàn")
    member.reads("Đã gửi PH-")
    first = member.address
    member.page.go_back()
    member.fills_in({"Loại": "Hạn chế", "Nội dung": words, "Minh chứng": "Ví dụ"})
    member.presses("Gửi Trưởng đoàn")
    assert member.address == first
    member.opens(f"/findings?q={words}")
    member.reads("1 phát hiện")


def test_the_second_of_two_editors_sees_both_versions_and_loses_nothing(windows: Windows) -> None:
    office, secretary = windows.sign_in("vanphong"), windows.sign_in("thuky", 360)
    for person in (office, secretary):
        person.opens("/delegations?q=ĐGS-2024-01")
        person.follows("ĐGS-2024-01")
        person.follows("CLV-01")
        person.follows("Sửa thông tin")
    office.fills_in({"Địa điểm": "Hội trường (bản của Văn phòng)"})
    office.presses("Lưu cuộc làm việc")
    secretary.fills_in({"Địa điểm": "Phòng họp số 2 (bản của Thư ký)"})
    assert secretary.presses("Lưu cuộc làm việc").status == 409
    secretary.reads("Hội trường (bản của Văn phòng)", "Phòng họp số 2 (bản của Thư ký)", "Chuyên viên Văn phòng")
    secretary.presses("Sửa tiếp bản của tôi")
    assert what_stands_in(secretary, "Địa điểm (không bắt buộc)") == "Phòng họp số 2 (bản của Thư ký)"
    secretary.fills_in({"Địa điểm": ""})
    secretary.presses("Lưu cuộc làm việc")
    secretary.reads("Đã lưu cuộc làm việc.")
    assert secretary.fact("Địa điểm") == "chưa có thông tin"


def test_changing_the_language_keeps_what_is_in_the_form(windows: Windows) -> None:
    member = windows.sign_in("thanhvien", 1280)
    opens_the_form(member)
    member.fills_in({"Loại": "Hạn chế", "Nội dung": LONG})
    member.follows("EN", within="header")
    assert member.page.locator("html").get_attribute("lang") == "en"
    assert member.page.locator("textarea[name=text]").input_value() == LONG
    assert member.page.locator("input[name=kind]:checked").get_attribute("value") == "limitation"
    member.page.locator("textarea[name=text]").fill("")
