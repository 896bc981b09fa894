"""Minutes typed while people speak: from the keyboard, with the network gone and the window closed, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import Person
from tests.browser.windows import Windows

pytestmark = pytest.mark.browser
HEAD = "Nguyễn Văn Ví Dụ"


@pytest.fixture
def secretary(windows: Windows) -> Person:
    """At the minutes of a session of today, announced this morning."""
    person = windows.sign_in("thuky")
    person.opens("/delegations?q=ĐGS-2026-01")
    person.follows("ĐGS-2026-01")
    person.opens(f"/sessions/new?delegation={person.address.rpartition('/')[2]}")
    person.fills_in({"Ngày": "15/06/2026", "Buổi": "sáng", "Chủ trì": HEAD})
    person.presses("Lưu cuộc làm việc")
    session = person.address
    person.opens(f"{session.replace('/sessions/', '/session/')}/do/notify")
    person.fills_in({"Ngày gửi thông báo": "15/06/2026", "Lý do thông báo chậm": "Việc khẩn"})
    person.presses("Thông báo cuộc làm việc")
    person.follows("Ghi biên bản")
    return person


def says(page: Page, text: str) -> None:
    """Typed without the mouse: the cursor is in the text, and Ctrl+Enter records it."""
    expect(page.get_by_label("Nội dung", exact=True)).to_be_focused()
    chooses_a_kind(page)
    page.keyboard.type(text)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Nội dung", exact=True)).to_have_value("")


def chooses_a_kind(page: Page) -> None:
    if not page.locator("form[data-live] input[name=kind]:checked").count():
        page.keyboard.press("Alt+1")


def recorded(page: Page) -> list[str]:
    """What the server has, in the order of the minutes."""
    return page.locator("#said .saying-text").all_inner_texts()[::-1]


def begins(page: Page) -> None:
    page.get_by_label("đề nghị", exact=True).check()
    page.get_by_label("Người phát biểu", exact=True).fill(HEAD)
    page.get_by_label("Nội dung", exact=True).focus()


def test_statements_are_recorded_one_after_the_other_from_the_keyboard(secretary: Person) -> None:
    page = secretary.page
    begins(page)
    says(page, "Câu thứ nhất")
    assert page.locator("input[name=kind]:checked").count() == 0, "what kind comes next nobody knows"
    page.keyboard.press("Alt+6")
    says(page, "Câu thứ hai")
    expect(page.locator("#said .saying")).to_have_count(2)
    assert recorded(page) == ["Câu thứ nhất", "Câu thứ hai"]
    assert "kết luận" in page.locator("#PB-02").inner_text()
    assert page.get_by_label("Người phát biểu", exact=True).input_value() == HEAD
    assert page.locator("input[name=speaker_office]").input_value().startswith("Trưởng Ban")


def test_a_new_speaker_keeps_nobodys_office_even_when_recorded_from_the_speakers_own_box(secretary: Person) -> None:
    page = secretary.page
    begins(page)
    says(page, "Câu của Trưởng đoàn")
    expect(page.locator("#PB-01 .saying-who")).to_contain_text("Trưởng Ban")
    chooses_a_kind(page)
    page.get_by_label("Nội dung", exact=True).fill("Câu của người khác")
    page.get_by_label("Người phát biểu", exact=True).fill("Người Chưa Biết")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#PB-02 .saying-who")).to_have_text("Người Chưa Biết")


def test_a_network_that_is_gone_and_a_window_that_is_closed_lose_and_double_nothing(secretary: Person) -> None:
    page, context = secretary.page, secretary.page.context
    begins(page)
    says(page, "Trước khi mất mạng")
    expect(page.locator("#said .saying")).to_have_count(1)
    context.set_offline(True)
    says(page, "Mất mạng, câu một")
    says(page, "Mất mạng, câu hai")
    secretary.comes_to_read("Chưa gửi, sẽ thử lại")
    page.keyboard.type("Câu đang gõ dở")
    address = page.url
    page.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#said .saying")).to_have_count(3)
    assert recorded(again) == ["Trước khi mất mạng", "Mất mạng, câu một", "Mất mạng, câu hai"]
    expect(again.locator("#unsent")).to_be_hidden()
    assert again.get_by_label("Nội dung", exact=True).input_value() == "Câu đang gõ dở"
    again.reload()
    expect(again.locator("#said .saying")).to_have_count(3)


def test_an_answer_that_never_came_does_not_double_the_statement(secretary: Person) -> None:
    """The server has it, the browser does not know, and sends it again."""
    page = secretary.page
    begins(page)
    lost: list[str] = []

    def swallow(route: object) -> None:
        lost.append("once")
        route.fetch(max_redirects=0)  # type: ignore[attr-defined]
        route.abort("internetdisconnected")  # type: ignore[attr-defined]

    page.route("**/minutes/say", swallow, times=1)
    says(page, "Gửi rồi mà không biết")
    expect(page.locator("#said .saying")).to_have_count(1, timeout=15_000)
    expect(page.locator("#unsent")).to_be_hidden()
    assert lost == ["once"]
    page.reload()
    assert recorded(page) == ["Gửi rồi mà không biết"]


def test_two_who_type_see_each_other_after_the_next_save(secretary: Person, windows: Windows) -> None:
    office = windows.sign_in("vanphong")
    office.page.goto(secretary.page.url)
    begins(secretary.page)
    says(secretary.page, "Thư ký gõ")
    expect(secretary.page.locator("#said .saying")).to_have_count(1)
    begins(office.page)
    says(office.page, "Văn phòng gõ")
    expect(office.page.locator("#said .saying")).to_have_count(2)
    assert recorded(office.page) == ["Thư ký gõ", "Văn phòng gõ"]


def test_a_statement_is_mended_where_it_stands_while_others_are_recorded(secretary: Person) -> None:
    page = secretary.page
    begins(page)
    says(page, "Có lỗi gõ")
    expect(page.locator("#PB-01")).to_be_visible()
    page.locator("#PB-01").get_by_role("link", name="Sửa").click()
    page.locator("#PB-01 textarea").fill("Hết lỗi gõ")
    page.get_by_label("Nội dung", exact=True).first.focus()
    says_in_main(page, "Câu sau")
    expect(page.locator("#PB-02")).to_be_visible()
    assert page.locator("#PB-01 textarea").input_value() == "Hết lỗi gõ"
    page.locator("#PB-01").get_by_role("button", name="Lưu phát biểu").click()
    expect(page.locator("#PB-01 .saying-text")).to_have_text("Hết lỗi gõ")
    assert recorded(page) == ["Hết lỗi gõ", "Câu sau"]


def says_in_main(page: Page, text: str) -> None:
    box = page.locator("form[data-live] textarea")
    box.fill(text)
    chooses_a_kind(page)
    box.press("Control+Enter")


def test_what_is_refused_stays_with_its_reason_and_can_be_mended(secretary: Person) -> None:
    page = secretary.page
    begins(page)
    says_in_main(page, "d" * 20_001)
    secretary.comes_to_read("Không ghi được, chữ còn nguyên ở đây")
    secretary.reads("nhiều nhất là 20.000")
    page.get_by_role("button", name="Sửa lại").click()
    says_in_main(page, "Ngắn hơn")
    expect(page.locator("#PB-01 .saying-text")).to_have_text("Ngắn hơn")
    expect(page.locator("#unsent")).to_be_hidden()


def test_nobody_signs_out_over_words_that_were_not_sent(secretary: Person) -> None:
    page, context = secretary.page, secretary.page.context
    begins(page)
    context.set_offline(True)
    says(page, "Chưa tới máy chủ")
    secretary.comes_to_read("Chưa gửi, sẽ thử lại")
    address = page.url
    page.close(run_before_unload=False)
    context.set_offline(False)
    other = context.new_page()
    other.goto("/delegations")
    expect(other.locator("main")).to_contain_text("Còn phát biểu chưa gửi lên máy chủ")
    other.locator("details.account > summary").click()
    other.get_by_role("button", name="Đăng xuất").first.click()
    other.wait_for_url(re.compile(re.escape(address.rpartition("#")[0] or address)))
    expect(other.locator("#said .saying")).to_have_count(1)
    assert recorded(other) == ["Chưa tới máy chủ"]


def test_without_scripts_it_is_a_plain_form(secretary: Person, windows: Windows) -> None:
    plain = windows.sign_in("thuky", 360, javascript=False)
    plain.page.goto(secretary.page.url)
    plain.fills_in({"Loại": "kết luận", "Người phát biểu": HEAD, "Nội dung": "Không cần tập lệnh"})
    plain.presses("Ghi phát biểu")
    plain.reads("Đã ghi PB-01.", "Không cần tập lệnh")
    plain.does_not_read("Ctrl + Enter")
    assert plain.page.get_by_label("Người phát biểu", exact=True).input_value() == HEAD
    plain.fills_in({"Loại": "ý kiến", "Nội dung": "Câu sau"})
    plain.presses("Ghi phát biểu")
    assert recorded(plain.page) == ["Không cần tập lệnh", "Câu sau"]
