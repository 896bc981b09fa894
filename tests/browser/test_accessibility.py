"""Every page, for everybody who uses it, on a phone and on a desk: readable, nothing sideways, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from tests import registers
from tests.browser.looks import assert_accessible, axe_faults, plain_faults
from tests.browser.person import Person
from tests.browser.windows import HEIGHTS, Windows

PEOPLE = (
    "vanphong", "thuky", "truongdoan", "thanhvien", "thuongtruc", "truongban", "daibieu",
    "bql-canbo", "bql-lanhdao", "sct-lanhdao", "quantri",
)  # fmt: skip
WIDTHS = (1280, 360)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_PAGES = (
    "api", "static", "health.", "attachments.download", "design.", "drafts.",
    "dossiers.download", "imports.template_of", "imports.progress",
    "document_templates.shipped", "document_templates.current", "document_templates.version",
)  # fmt: skip
FORM_OF_FILE = "form"
"""The part of an address that says whether a document is wanted as Word or as PDF."""
ONLY_ELSEWHERE = {
    "figures.show": "leads on to the sheet",
    "statements.show": "leads on to the session",
    "outlines.of": "leads on to the newest outline",
    "oversight_reports.by_number": "leads on to the delegation's draft",
    "feeds.calendar": "a file for calendars",
    "invitations.reply": "needs an invitation that waits; the rules read it without a browser",
    "looks.explain": "needs figures that disagree; the rules read it without a browser",
    "succession.handover": "needs an ended agency with open work; the rules read it without a browser",
    "succession.hand_back": "needs work that was handed over; the rules read it without a browser",
    "jobs.show": "needs the work of a night; the rules read it without a browser",
    "progress_requests.show": "needs the work of a night; the rules read it without a browser",
    "saved_views.open_list": "leads on to the list",
    "waiting.begin": "leads on to the oldest report",
    "waiting.onward": "leads on to the next report",
    "sign_in.by_link": "see test_the_pages_before_signing_in",
    "sign_in.enter": "see test_the_pages_before_signing_in",
}
MAKE_UP = """() => [...new Set([...document.body.querySelectorAll('*')].map(e => [
  e.parentElement.tagName, e.parentElement.className, e.tagName, e.className, e.type || '', e.getAttribute('role') || '',
  e.hasAttribute('aria-label'), e.hasAttribute('aria-describedby'), /^H\\d$/.test(e.tagName) ? e.id : ''].join()))]"""
"""Of what kinds of parts a page is made: two pages of the same make-up are looked at by axe once."""


class Crawl:
    """Which pages have been seen by whom, and of what make-up they were."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.looked_at: set[tuple[int, frozenset[str]]] = set()

    def look(self, person: Person, faults: list[str]) -> None:
        """The page as it stands, at both widths."""
        for width in WIDTHS:
            person.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            found = plain_faults(person.page)
            make_up = (width, frozenset(person.page.evaluate(MAKE_UP)))
            if make_up not in self.looked_at:
                self.looked_at.add(make_up)
                found += axe_faults(person.page)
            faults += [f"{person.name} {width} px {person.address}: {fault}" for fault in found]


@pytest.fixture(scope="module")
def crawl() -> Crawl:
    return Crawl()


@pytest.fixture(scope="module")
def pages(app: Flask) -> Callable[[str], str | None]:
    """`pages("/sessions/7")` is the name of the page at an address: its endpoint, and the step it asks about."""
    addresses = app.url_map.bind("")

    def name(address: str) -> str | None:
        try:
            endpoint, values = addresses.match(urlsplit(address).path, method="GET")
        except HTTPException:
            return None
        if endpoint.startswith(NOT_PAGES) or FORM_OF_FILE in values:
            return None
        return ":".join([endpoint, *(str(values[key]) for key in ("kind", "step") if key in values)])

    return name


@pytest.fixture(scope="module")
def begun(windows_of_module: Windows) -> dict[str, list[str]]:
    """Where else to begin: what is half done, and records that the first links do not lead to."""
    office = windows_of_module.sign_in("vanphong")
    walk(office, "/delegations > ĐGS-2024-01")
    starts = {"vanphong": ["/search?q=khu+cong+nghiep", office.address, agency_that_has_ended(office)]}
    starts["vanphong"] += [programme_in_preparation(office), *outline_in_preparation(office), report_in_draft(office)]
    starts["bql-canbo"] = [request_to_answer(office)]
    starts["vanphong"] += [*starts["bql-canbo"], dates_of_requests(office), *calendar_addresses(office)]
    starts["vanphong"] += ["/measures/together", "/progress-requests/issue", saved_view(office)]
    starts["vanphong"] += ["/dashboard/together?action=note&what=open&all=1", "/dashboard/waiting/next"]
    starts["vanphong"] += [f"{path}?as_of=10/06/2026" for path in ("/recommendations", "/recommendations/rates")]
    starts["vanphong"] += [register_to_take_in(office), policy_on_its_way(office), urged_task(office)]
    admin = windows_of_module.sign_in("quantri")
    starts["vanphong"] += handover_in_preparation(admin, office)
    starts["quantri"] = [
        sign_in_link(admin),
        role_to_end(admin),
        leader_to_stand_in_for(admin),
        "/calendar/2026/confirm",
    ]
    starts["bql-lanhdao"] = [somebody_stands_in(windows_of_module.sign_in("bql-lanhdao"))]
    member = windows_of_module.sign_in("thanhvien")
    walk(member, "/findings/new > ĐGS-2026-01")
    member.fills_in({"Loại": "Hạn chế", "Nội dung": "Viết dở"})
    member.presses("Lưu và quay lại sau")
    starts["thanhvien"] = [member.address]
    officer = windows_of_module.sign_in("bql-canbo")
    walk(officer, f"{RETURNED} > Cập nhật tình hình")
    officer.fills_in({"Kết quả": "Đang thực hiện", "Đã làm được gì": "Viết dở"})
    officer.presses("Lưu, trình lãnh đạo gửi")
    starts["bql-canbo"].append(officer.address)
    starts["bql-canbo"].append(extension_in_draft(officer))
    session = minutes_for_comment(windows_of_module.sign_in("thuky"))
    starts["thuky"] = [f"{session}/invitations"]
    officer.opens(f"{session}/amendments/new")
    officer.fills_in({"Chỗ cần sửa": "Đoạn 2", "Đề nghị sửa thành": "Hai bên cơ bản thống nhất"})
    officer.presses("Lưu, trình lãnh đạo")
    starts["bql-canbo"].append(officer.address)
    leader = windows_of_module.sign_in("sct-lanhdao")
    walk(leader, "/recommendations?status=in_progress > KN-")
    starts["sct-lanhdao"] = [leader.address]
    return starts


def handover_in_preparation(admin: Person, office: Person) -> list[str]:
    """A term that ends, the next one, and what is open between them; the list is read by whoever prepares it."""
    walk(admin, "/councils > HĐND thành phố Hải Phòng > Khóa XVII")
    admin.fills_in({"Đến ngày": "31/12/2026"})
    admin.presses("Lưu khóa")
    admin.follows("Thêm khóa")
    admin.fills_in({"Khóa": "XVIII", "Từ ngày": "01/01/2027"})
    admin.presses("Thêm khóa")
    office.opens("/term-handovers/new")
    office.presses("Lập danh sách bàn giao")
    return [office.address]


def policy_on_its_way(office: Person) -> str:
    """One whose words the office still changes; the list begins with a resolution in force."""
    walk(office, "/policies?status=appraisal > CS-")
    return office.address


def urged_task(office: Person) -> str:
    """A recommendation with a letter that has no number of its clerk's yet."""
    walk(office, RETURNED)
    return office.address


def register_to_take_in(office: Person) -> str:
    """A file of an office's own table, checked or being checked."""
    table = registers.workbook(registers.rows(2))
    office.opens("/import/new")
    office.fills_in({"Tệp Excel (.xlsx) hoặc CSV": [{"name": "so.xlsx", "mimeType": WORKBOOK, "buffer": table}]})
    office.presses("Tải lên và kiểm tra")
    return office.address


def minutes_for_comment(secretary: Person) -> str:
    """A session with an invitation, whose minutes are out for comment."""
    walk(secretary, "/delegations?q=ĐGS-2026-01 > ĐGS-2026-01 > CLV-01")
    session = secretary.address
    secretary.opens(f"{session}/invitations")
    secretary.fills_in({"Họ tên": "Nguyễn Thị Được Mời"})
    secretary.presses("Thêm vào danh sách mời")
    secretary.opens(session)
    secretary.follows("Gửi dự thảo biên bản")
    secretary.fills_in({"Nội dung biên bản": "Hai bên thống nhất"})
    secretary.presses("Gửi dự thảo biên bản")
    return session


def programme_in_preparation(office: Person) -> str:
    walk(office, "/programmes > Lập chương trình")
    office.fills_in({"Năm": "2027", "Chủ thể giám sát": "Ban của HĐND", "Ban": "Ban Kinh tế - Ngân sách"})
    office.presses("Lưu chương trình")
    return office.address


def outline_in_preparation(office: Person) -> tuple[str, str]:
    """Where it was begun, and where it is; once it stands, no link leads to the first."""
    walk(office, f"{OLD} > Báo cáo của cơ quan > Lập đề cương báo cáo")
    beginning = office.address
    office.fills_in({"Tên đề cương": "Đề cương báo cáo", "Các mục": "I. Đặc điểm\n1. Tình hình\nII. Kết quả"})
    office.presses("Lập đề cương")
    return beginning, office.address


def report_in_draft(office: Person) -> str:
    walk(office, f"{OLD} > Dự thảo báo cáo")
    office.presses("Lập dự thảo từ dữ liệu")
    return office.address


def request_to_answer(office: Person) -> str:
    """The agencies of the example are asked once more."""
    walk(office, "/delegations?q=ĐGS-2026-01 > ĐGS-2026-01 > Báo cáo của cơ quan > Gửi đề cương cho các cơ quan")
    office.fills_in({"Hạn nộp báo cáo": "15/07/2026", "Số công văn": "77/ĐGS-VP"})
    for box in office.page.locator("main [name=agency_ids]").all():
        box.check()
    office.presses("Gửi đề cương")
    office.page.locator("main tbody a").first.click()
    return office.address


def dates_of_requests(office: Person) -> str:
    walk(office, "/delegations?q=ĐGS-2026-01 > ĐGS-2026-01 > Báo cáo của cơ quan")
    return f"{office.address}/dates"


def calendar_addresses(office: Person) -> list[str]:
    """One's own and the council's; each is made by a button."""
    made = []
    for words in ("Tạo đường dẫn lịch của tôi", "Tạo đường dẫn lịch của Hội đồng"):
        office.opens("/schedule/feeds")
        office.presses(words)
        made.append(office.address)
    return made


def saved_view(office: Person) -> str:
    office.opens("/dashboard/tasks?what=overdue")
    office.follows("Lưu bộ lọc này")
    office.fills_in({"Tên": "Quá hạn"})
    office.presses("Lưu bộ lọc")
    return "/saved-views"


def sign_in_link(admin: Person) -> str:
    """For an account of its own, so that everybody else signs in as before."""
    walk(admin, "/people/new")
    admin.fills_in({"Họ và tên": "Người thử đường dẫn", "Tên đăng nhập": "thu-duong-dan"})
    admin.presses("Tạo tài khoản")
    admin.presses("Tạo đường dẫn đăng nhập một lần")
    return admin.address


def role_to_end(admin: Person) -> str:
    walk(admin, "/people?q=thuky > Thư ký đoàn > Thu vai trò")
    return admin.address


def leader_to_stand_in_for(admin: Person) -> str:
    walk(admin, "/people?q=bql-lanhdao > Lãnh đạo > Cử người thay mặt")
    return admin.address


def somebody_stands_in(leader: Person) -> str:
    """For some days to come."""
    walk(leader, "/agencies > Ban Quản lý Khu kinh tế Hải Phòng > Cử người thay mặt")
    leader.fills_in({"Người thay mặt": "Cán bộ Ban Quản lý Khu kinh tế"})
    leader.fills_in({"Từ ngày": "01/12/2027", "Đến hết ngày": "05/12/2027", "Lý do": "Đi công tác"})
    leader.presses("Cử người thay mặt")
    return leader.address


def extension_in_draft(officer: Person) -> str:
    walk(officer, f"{RETURNED} > Đề nghị gia hạn")
    officer.fills_in({"Đề nghị gia hạn đến ngày": "31/12/2027", "Lý do": "Chờ quy hoạch được duyệt"})
    officer.presses("Lưu, trình lãnh đạo gửi")
    return officer.address


def agency_that_has_ended(office: Person) -> str:
    office.opens("/agencies/new")
    office.fills_in({"Mã": "SKHDT", "Tên cơ quan": "Sở Kế hoạch và Đầu tư (ví dụ)", "Loại": "Sở"})
    office.presses("Thêm cơ quan")
    address = office.address
    office.opens(f"{address}/end")
    decision = {"Số, ký hiệu văn bản": "18/NQ-HĐND", "Ngày văn bản": "20/02/2025"}
    office.fills_in({"Có hiệu lực từ ngày": "01/03/2025", **decision})
    office.presses("Ghi giải thể")
    return address


@pytest.mark.parametrize("username", PEOPLE)
def test_every_page_that_somebody_can_reach(
    username: str, crawl: Crawl, pages: Callable[[str], str | None], begun: dict[str, list[str]], windows: Windows
) -> None:
    person = windows.sign_in(username)
    faults: list[str] = []
    for name in reachable(person, ["/", *begun.get(username, ())], pages):
        crawl.seen.add(name.partition(":")[0])
        crawl.look(person, faults)
    assert faults == []


def reachable(person: Person, starts: list[str], pages: Callable[[str], str | None]) -> Iterator[str]:
    """Opens these pages, then one page of each name that links lead to; tells each name."""
    known, waiting = {"my_work.index"}, list(starts)
    while waiting:
        person.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHTS[WIDTHS[0]]})
        person.opens(waiting.pop(0))
        yield str(pages(person.address))
        for link in links_on(person.page):
            name = pages(link)
            if name is not None and name not in known:
                known.add(name)
                waiting.append(link)


def links_on(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href^='/']", "links => links.map(link => link.getAttribute('href'))"
    )
    return [link for link in found if "lang=" not in link and "format=" not in link]


def test_no_page_was_left_out(crawl: Crawl, app: Flask, pages: Callable[[str], str | None]) -> None:
    """A new page that no link leads to, or that nobody here may open, is found by this."""
    if not crawl.seen:
        pytest.skip("runs after the pages have been visited")
    rules = [rule for rule in app.url_map.iter_rules() if FORM_OF_FILE not in rule.arguments]
    every = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
    wanted = {endpoint for endpoint in every if not endpoint.startswith(NOT_PAGES)} - set(ONLY_ELSEWHERE)
    left = sorted(wanted - crawl.seen)
    assert left == [], ", ".join(left)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_before_signing_in(width: int, windows: Windows) -> None:
    page = windows.open(width)
    for address in ("/sign-in", "/sign-in/khong-co-that", "/sign-in?lang=en"):
        page.goto(address)
        assert_accessible(page)
    page.goto("/sign-in?lang=vi")
    page.get_by_role("button", name="Đăng nhập").click()
    assert_accessible(page)


OLD, MEETING = "/delegations > ĐGS-2024-01", "/delegations > ĐGS-2024-01 > CLV-01"
RETURNED = "/recommendations?status=not_satisfactory > KN-"
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


def walk(person: Person, way: str) -> None:
    """“/delegations > ĐGS-2024-01 > CLV-01”: an address, then links by their first words."""
    address, *links = way.split(" > ")
    person.opens(address)
    for words in links:
        person.follows(words)


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
