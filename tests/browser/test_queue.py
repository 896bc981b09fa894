"""The queue of reports with the keyboard alone: single letters work in its own box and nowhere else."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.windows import Windows


def test_a_letter_leads_to_the_step_and_its_first_question(windows: Windows) -> None:
    standing = windows.sign_in("thuongtruc", 1280)
    standing.opens("/dashboard/waiting/next")
    page = standing.page
    report = page.url
    expect(page.locator(".queue")).to_be_focused()
    page.keyboard.press("t")
    page.wait_for_url(re.compile("/do/return"))
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("Thiếu một bản đồ, xem lại mục t")
    assert page.locator("#reason").input_value() == "Thiếu một bản đồ, xem lại mục t", (
        "letters are letters where one types"
    )
    standing.moves(page.get_by_role("link", name="Quay lại").last)
    assert page.url == report


def test_a_letter_does_nothing_elsewhere_on_the_page(windows: Windows) -> None:
    standing = windows.sign_in("thuongtruc", 1280)
    standing.opens("/dashboard/waiting/next")
    page = standing.page
    report = page.url
    page.get_by_role("link", name="Về kiến nghị").focus()
    page.keyboard.press("x")
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    assert page.url == report
