"""What pages do: forms sent empty, open folds, targets, the second language, and what is seen before signing in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.looks import assert_accessible
from tests.browser.person import Person
from tests.browser.ways import MEETING, OLD, RETURNED, walk
from tests.browser.windows import Windows

WIDTHS = (1280, 360)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_before_signing_in(width: int, windows: Windows) -> None:
    somebody = Person("somebody", windows.open(width))
    for address in ("/sign-in", "/sign-in/khong-co-that", "/sign-in?lang=en"):
        somebody.page.goto(address)
        assert_accessible(somebody.page)
    somebody.opens("/sign-in?lang=vi")
    somebody.presses("Đăng nhập")
    assert_accessible(somebody.page)


FORMS = {
    "vanphong": (
        "/delegations/new",
        "/delegations/old",
        "/agencies/new",
        "/password",
        f"{OLD} > Thêm thành viên",
        f"{OLD} > Thêm văn bản",
        f"{OLD} > Thêm cuộc làm việc",
        f"{OLD} > Thêm đề xuất của cơ quan",
        f"{OLD} > Thêm kiến nghị",
        f"{MEETING} > Ghi số liệu",
        f"{MEETING} > Ghi phát biểu",
        f"{MEETING} > Gửi dự thảo biên bản",
        f"{RETURNED} > Đôn đốc, biện pháp khác",
        f"{RETURNED} > Nhập văn bản của cơ quan",
    ),
    "thanhvien": ("/findings/new > ĐGS-2026-01",),
    "bql-canbo": ("/recommendations?status=assigned > KN- > Nhận việc, phân công", f"{RETURNED} > Cập nhật tình hình"),
    "thuongtruc": ("/recommendations?status=awaiting_verification > KN- > Ban Quản lý Khu kinh tế Hải Phòng:",),
    "quantri": ("/people/new",),
}


@pytest.mark.parametrize(("username", "way"), [(name, way) for name, ways in FORMS.items() for way in ways])
def test_a_form_sent_empty_says_what_to_mend(username: str, way: str, windows: Windows) -> None:
    """Summary with focus, a link to each field, the same words at the field, “Lỗi:” in the title."""
    person = windows.sign_in(username, 360)
    walk(person, way)
    title = person.page.title()
    empty(person)
    assert person.moves(person.page.locator("main form.form .button-primary").first).status == 400
    assert person.page.title().startswith("Lỗi:")
    assert title.removeprefix("Lỗi: ") in person.page.title()
    summary = person.page.locator("#error-summary")
    assert person.page.evaluate("document.activeElement.id") == "error-summary"
    for link in summary.get_by_role("link").all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        control = person.page.locator(f"[id='{target}']")
        assert control.count() == 1, f"no field {target}"
        field = control.locator("xpath=ancestor-or-self::*[contains(concat(' ', @class, ' '), ' field ')][1]")
        assert link.inner_text().strip() in " ".join(field.locator(".field-error").first.inner_text().split())
    assert_accessible(person.page)


def empty(person: Person) -> None:
    """Takes out what the form had filled in by itself."""
    for box in person.page.locator("main form.form").locator("input[type=text], textarea").all():
        if box.is_visible():
            box.fill("")


ENGLISH = (
    "/",
    "/delegations",
    "/delegations > ĐGS-2026-01",
    MEETING,
    f"{MEETING} > Biểu số liệu đầy đủ",
    "/findings",
    "/recommendations",
    RETURNED,
    "/search?q=khu+cong+nghiep",
    "/agencies",
)


def test_english_pages(windows: Windows) -> None:
    person = windows.sign_in("vanphong", 360)
    for way in ENGLISH:
        person.opens("/password?lang=vi")
        walk(person, way)
        person.opens(person.address + ("&" if "?" in person.address else "?") + "lang=en")
        assert person.page.locator("html").get_attribute("lang") == "en"
        assert_accessible(person.page)


@pytest.mark.parametrize("width", WIDTHS)
def test_open_menus_and_folds(width: int, windows: Windows) -> None:
    person = windows.sign_in("vanphong", width)
    walk(person, RETURNED)
    closed = person.page.locator("main details:not([open]) > summary >> visible=true")
    while closed.count():
        closed.first.click()
    person.page.locator("header details > summary >> visible=true").first.click()
    assert_accessible(person.page)
    person.page.keyboard.press("Escape")
    assert person.page.locator("header details[open]").count() == 0
    assert person.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_targets_are_large_enough_for_a_thumb(windows: Windows) -> None:
    """Every control of My work, the table, a record and the finding form is at least 44 px high on a phone."""
    person = windows.sign_in("thanhvien", 360)
    for way in ("/", "/recommendations", "/recommendations > KN-", "/findings/new > ĐGS-2026-01"):
        walk(person, way)
        assert small_targets(person.page) == [], way


SMALL = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, .button, nav a')]
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden') && e.tabIndex >= 0)
  .map(e => [e, (e.type === 'checkbox' || e.type === 'radio' ? e.closest('.option') || e : e).getBoundingClientRect()])
  .filter(([e, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .map(([e, box]) => `${e.outerHTML.slice(0, 120)} ${Math.round(box.width)}×${Math.round(box.height)}`)"""


def small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate(SMALL)
    return found


def test_text_is_large_and_its_lines_are_not_cut(windows: Windows) -> None:
    person = windows.sign_in("daibieu", 360)
    person.opens("/recommendations")
    assert float(person.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 18
    assert re.search(r"\d", person.text)
