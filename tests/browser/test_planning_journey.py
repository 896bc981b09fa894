"""From an empty council to the draft of an oversight report: programme, delegation, outline, reports, session, minutes.

What was typed once stands wherever it is needed again; each step looks for that before it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.empty import with_accounts
from tests.browser.person import Person, named
from tests.browser.server import NOW, Server, running
from tests.browser.windows import Windows
from tracker.demo.sample_pdf import sample_pdf

pytestmark = pytest.mark.browser
COUNCIL, COMMITTEE = "HĐND thành phố Khởi Đầu", "Ban Kinh tế - Ngân sách"
HEAD, SECRETARY, MEMBER = "Nguyễn Văn Ví Dụ", "Trần Thị Thư Ký", "Phạm Văn Thành Viên"
HEAD_OFFICE = "Trưởng Ban Kinh tế - Ngân sách"
AGENCIES = {"bql": "Ban Quản lý Khu kinh tế", "sct": "Sở Công Thương", "sxd": "Sở Xây dựng"}
PEOPLE = {
    "quantri": "Quản trị hệ thống",
    "vp": "Lê Thị Văn Phòng",
    "truongdoan": HEAD,
    "thuky": SECRETARY,
    "thanhvien": MEMBER,
    **{f"{code}-canbo": f"Cán bộ {name}" for code, name in AGENCIES.items()},
    **{f"{code}-lanhdao": f"Lãnh đạo {name}" for code, name in AGENCIES.items()},
}
TITLE = "Việc bố trí nhà ở cho người lao động tại các khu công nghiệp"
SCOPE = "Các khu công nghiệp trên địa bàn thành phố, từ năm 2023 đến năm 2025"
OBJECT = "Các cơ quan quản lý nhà nước về khu công nghiệp và nhà ở"
CONTENT = "Việc chấp hành quy định về quỹ đất và nhà ở cho người lao động"
FIGURE = "Số căn hộ đã xây"
ABOVE_FIGURE = "> Số liệu theo từng năm của thời kỳ giám sát; nêu rõ nguồn.\n"
HOMES = {"bql": "1200\t1350\t1500", "sct": "120\t350\t500", "sxd": "20\t50\t90"}
NUMBERS = {"bql": "45/BC-BQL", "sct": "46/BC-SCT", "sxd": "47/BC-SXD"}
TO_ANSWER = ("I. ", "II.1. ", "II.2. ", "III.1. ", "III.2. ", "III.3. ")
WITH_FIGURES, SENT_BACK = "II.2. ", "III.2. "
LATE_REASON = "Chờ số liệu của cấp xã"
SUPPLEMENT = "Chưa nêu nguyên nhân chủ quan."
CAUSE = "Nguyên nhân chủ quan: chậm rà soát quỹ đất."
PLACE = "Trụ sở HĐND thành phố"
COMMITMENT = "Đoàn sẽ tổng hợp kiến nghị về quỹ đất nhà ở công nhân"
CONCLUSION = "Các cơ quan rà soát quỹ đất trước tháng 10"
AMENDED = "Các cơ quan rà soát quỹ đất trước ngày 01/10/2026"
REPORTS_LATE, SESSION_DAY = 32, 45
"""Days after NOW: Friday 17/07/2026, two days after the reports were due; Thursday 30/07/2026, as the plan has it."""


@dataclass
class Story:
    """Who is met on the way, and where the records of the story are read."""

    windows: Windows
    server: Server
    pdf: Path
    javascript: bool
    programme: str = ""
    topic: str = ""
    delegation: str = ""
    code: str = ""
    session: str = ""
    requests: dict[str, str] = field(default_factory=dict)
    met: dict[str, Person] = field(default_factory=dict)

    def who(self, username: str) -> Person:
        if username not in self.met:
            self.met[username] = self.windows.sign_in(username, javascript=self.javascript)
        return self.met[username]

    def comes_to(self, days: int) -> None:
        """It is so many days later; everybody signs in anew."""
        self.server.sets_clock(NOW + timedelta(days=days))
        self.forget(*list(self.met))

    def forget(self, *usernames: str) -> None:
        """They must sign in again: their rights have changed, or the day."""
        self.windows.forget(*usernames)
        for username in usernames:
            self.met.pop(username, None)


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """The product with accounts and nothing else."""
    with running(tmp_path, first=partial(with_accounts, PEOPLE)) as server:
        yield server


@pytest.fixture
def begin(chromium: Browser, empty_server: Server, tmp_path: Path) -> Iterator[Callable[[bool], Story]]:
    """`begin(javascript)`: nothing has happened yet. The test fails when a window reports an error."""
    windows = Windows(chromium, empty_server)
    pdf = tmp_path / "van-ban.pdf"
    pdf.write_bytes(sample_pdf("Văn bản"))
    yield partial(Story, windows, empty_server, pdf)
    windows.close()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_an_empty_council_comes_to_the_draft_of_an_oversight_report_and_types_nothing_twice(
    javascript: bool, begin: Callable[[bool], Story]
) -> None:
    story = begin(javascript)
    the_administrator_sets_up_the_council(story)
    the_office_enters_the_agencies(story)
    the_office_makes_the_programme_of_the_year(story)
    the_committee_adopts_it(story)
    the_office_starts_a_delegation_from_the_topic_and_the_template(story)
    the_office_names_those_who_work_on_it(story)
    the_office_records_the_decision(story)
    the_secretary_sends_plan_and_outline(story)
    for code in ("bql", "sct"):
        the_agency_answers(story, code)
        its_leader_submits(story, code)
    story.comes_to(REPORTS_LATE)
    the_third_agency_is_late(story)
    the_secretary_returns_it_with_a_list(story)
    the_third_agency_supplements(story)
    the_secretary_accepts_all_three(story)
    the_secretary_calls_a_session(story)
    story.comes_to(SESSION_DAY)
    the_secretary_types_minutes_while_people_speak(story)
    the_secretary_sends_the_minutes_for_comment(story)
    a_member_proposes_an_amendment_and_the_secretary_accepts_it(story)
    secretary_and_head_sign(story)
    the_draft_report_comes_out_of_what_was_entered(story)
    the_deadlines_page_explains_every_date(story)


# --- the council -----------------------------------------------------------------------------------------------------


def the_administrator_sets_up_the_council(story: Story) -> None:
    admin = story.who("quantri")
    admin.opens("/councils/new")
    admin.fills_in({"Mã": "KĐ", "Tên Hội đồng": COUNCIL, "Cấp": "Cấp tỉnh, thành phố"})
    admin.presses("Thêm Hội đồng")
    admin.follows("Thêm Ban, Tổ")
    admin.fills_in({"Loại": "Ban của HĐND", "Mã": "KTNS", "Tên": COMMITTEE})
    admin.presses("Thêm Ban, Tổ")
    admin.reads(COUNCIL, COMMITTEE)
    give(story, "vp", "Chuyên viên Văn phòng", COUNCIL)
    give(story, "truongdoan", "Lãnh đạo Ban", COMMITTEE)
    give(story, "thanhvien", "Đại biểu HĐND", COUNCIL)


def give(story: Story, username: str, role: str, place: str) -> None:
    admin = story.who("quantri")
    admin.opens(f"/people?q={username}")
    admin.follows(PEOPLE[username])
    admin.follows("Giao vai trò")
    admin.fills_in({"Vai trò": role, "Giữ vai trò ở": place})
    admin.presses("Giao vai trò")
    admin.reads("Đã giao vai trò", role, place)
    story.forget(username)


def the_office_enters_the_agencies(story: Story) -> None:
    office = story.who("vp")
    for code, name in AGENCIES.items():
        office.opens("/agencies")
        office.follows("Thêm cơ quan")
        office.fills_in({"Mã": code.upper(), "Tên cơ quan": name, "Loại": "Sở, ban, ngành"})
        office.presses("Thêm cơ quan")
        give(story, f"{code}-canbo", "Cán bộ cơ quan", name)
        give(story, f"{code}-lanhdao", "Lãnh đạo cơ quan", name)


# --- the programme ---------------------------------------------------------------------------------------------------


def the_office_makes_the_programme_of_the_year(story: Story) -> None:
    office = story.who("vp")
    office.opens("/programmes")
    office.follows("Lập chương trình")
    office.fills_in({"Năm": "2026", "Chủ thể giám sát": "Ban của HĐND", "Ban": COMMITTEE})
    office.presses("Lưu chương trình")
    office.reads("Đã lập chương trình", COMMITTEE)
    story.programme = office.address
    office.follows("Thêm chuyên đề")
    assert stands(office, "Ban chủ trì") == COMMITTEE
    office.fills_in(
        {
            "Tên chuyên đề": TITLE,
            "Sự cần thiết": "Cử tri nhiều lần phản ánh thiếu nhà ở.",
            "Nội dung giám sát": CONTENT,
            "Phạm vi": SCOPE,
            "Đối tượng": OBJECT,
            "Bên đề xuất": "Cử tri",
        }
    )
    office.presses("Lưu chuyên đề")
    office.reads("Đã ghi chuyên đề", TITLE, "Được đề xuất")
    story.topic = office.address


def the_committee_adopts_it(story: Story) -> None:
    leader = story.who("truongdoan")
    leader.opens(story.programme)
    leader.follows("Thông qua chương trình")
    leader.fills_in(
        {
            "Số, ký hiệu văn bản": "05/CTr-BKTNS",
            "Ngày văn bản": "12/12/2025",
            "Người ký": HEAD,
            "Tệp văn bản": story.pdf,
        }
    )
    leader.presses("Thông qua chương trình")
    leader.reads("Đã thông qua", "05/CTr-BKTNS", story.pdf.name)


# --- the delegation --------------------------------------------------------------------------------------------------


def the_office_starts_a_delegation_from_the_topic_and_the_template(story: Story) -> None:
    """The topic's words, the owner, the outline and the days of the template stand there; what is new is typed."""
    office = story.who("vp")
    office.opens(story.topic)
    office.follows("Lập đoàn theo chuyên đề này")
    office.follows("Mẫu giám sát chuyên đề của Ban HĐND")
    assert stands(office, "Chuyên đề") == TITLE
    assert stands(office, "Chủ thể giám sát") == "Ban của HĐND"
    assert stands(office, "Ban hoặc Tổ") == COMMITTEE
    assert stands(office, "Theo chương trình").endswith(TITLE)
    assert stands(office, "Phạm vi, đối tượng") == f"{SCOPE}\n{OBJECT}"
    assert stands(office, "Nội dung giám sát") == CONTENT
    assert stands(office, "Cơ quan nộp báo cáo") == "15/07/2026"
    outline = stands(office, "Đề cương báo cáo")
    assert ABOVE_FIGURE in outline
    figure = f"{FIGURE} | căn hộ | từng năm 2023 - 2025 | khu công nghiệp\n"
    office.fills_in(
        {
            "Thời kỳ giám sát từ": "01/01/2023",
            "Thời kỳ giám sát đến": "31/12/2025",
            "Trưởng đoàn": HEAD,
            "Chức vụ của Trưởng đoàn": HEAD_OFFICE,
            "Thêm cơ quan chịu sự giám sát": "BQL\nSở Công Thương\nso xay dung",
            "Đề cương báo cáo": outline.replace(ABOVE_FIGURE, ABOVE_FIGURE + figure),
        }
    )
    office.presses("Lập đoàn")
    office.reads("Đã lập đoàn", TITLE, SCOPE, CONTENT, HEAD, "15/07/2026", *AGENCIES.values())
    story.delegation = office.address
    story.code = office.page.locator("h1 .code").inner_text().strip()


def the_office_names_those_who_work_on_it(story: Story) -> None:
    office = story.who("vp")
    for name, post, role in ((SECRETARY, "Chuyên viên", "Thư ký"), (MEMBER, "Ủy viên Ban", "Thành viên")):
        office.opens(story.delegation)
        office.follows("Thêm thành viên")
        office.fills_in({"Họ và tên": name, "Chức vụ khi tham gia Đoàn": post, "Vai trò trong Đoàn": role})
        office.presses("Lưu thành viên")
    office.follows("Tài khoản làm việc với đoàn")
    office.fills_in({"Tài khoản": MEMBER, "Vai trò": "Thành viên Đoàn"})
    office.presses("Giao quyền")
    give(story, "thuky", "Thư ký đoàn", story.code)
    give(story, "truongdoan", "Trưởng đoàn", story.code)
    story.forget("thanhvien")


def the_office_records_the_decision(story: Story) -> None:
    office = story.who("vp")
    office.opens(story.delegation)
    office.follows("Ghi quyết định thành lập")
    office.fills_in(
        {
            "Loại văn bản": "Quyết định",
            "Số, ký hiệu văn bản": "12/QĐ-BKTNS",
            "Ngày văn bản": "15/06/2026",
            "Người ký": HEAD,
            "Tệp văn bản": story.pdf,
        }
    )
    office.presses("Ghi quyết định thành lập")
    office.reads("Đã thành lập", "12/QĐ-BKTNS")
    office.opens(story.topic)
    office.reads(story.code, "Đã thành lập")


def the_secretary_sends_plan_and_outline(story: Story) -> None:
    """The outline is there since the delegation was set up: it is sent to all agencies at once, and then stays as it is.

    The delegation's own step, its plan and the letter are recorded with it.
    """
    secretary = story.who("thuky")
    secretary.opens("/")
    secretary.reads(story.code, "Gửi kế hoạch, đề cương")
    secretary.opens(story.delegation)
    secretary.follows("Báo cáo của cơ quan")
    secretary.follows("Gửi đề cương cho các cơ quan")
    assert stands(secretary, "Hạn nộp báo cáo") == "15/07/2026"
    assert stands(secretary, "Ngày gửi") == "15/06/2026"
    expect(secretary.page.locator("main input[name=agency_ids]:checked")).to_have_count(len(AGENCIES))
    expect(secretary.page.locator("main input[name=with_plan]")).to_be_checked()
    plan = {"Số, ký hiệu kế hoạch giám sát": "13/KH-ĐGS", "Tệp kế hoạch, đề cương": story.pdf}
    secretary.fills_in({"Số công văn": "31/ĐGS-VP", **plan})
    secretary.presses("Gửi đề cương")
    secretary.reads("Đã gửi đề cương cho 3 cơ quan.")
    secretary.opens(story.delegation)
    secretary.reads("Đã thông báo", "13/KH-ĐGS", "31/ĐGS-VP")
    for code, name in AGENCIES.items():
        secretary.opens(f"{story.delegation}/requests")
        secretary.follows(name)
        story.requests[code] = secretary.address
    secretary.opens(f"{story.delegation}/requests")
    secretary.follows("Xem đề cương")
    secretary.reads("Đã gửi, giữ nguyên", FIGURE)


# --- the agencies' reports -------------------------------------------------------------------------------------------


def the_agency_answers(story: Story, code: str) -> None:
    officer = story.who(f"{code}-canbo")
    officer.opens("/")
    officer.follows("Trả lời")
    officer.follows("Nhận yêu cầu")
    officer.presses("Nhận yêu cầu")
    for item in TO_ANSWER:
        officer.opens(story.requests[code])
        officer.follows(item)
        if item == WITH_FIGURES:
            pastes_from_excel(officer, HOMES[code])
        officer.fills_in({"Trả lời": answer(code, item)})
        officer.presses("Lưu mục này")
        officer.reads("Đã lưu mục này.")
    officer.reads("Đã trả lời 6/6 mục bắt buộc.")


def pastes_from_excel(officer: Person, cells: str) -> None:
    officer.reads(FIGURE, "năm 2023", "năm 2024", "năm 2025")
    officer.unfolds("Dán từ Excel")
    officer.fills_in({"Dán từ Excel": cells})
    officer.presses("Điền vào bảng")
    officer.reads("Đã điền vào bảng.")


def answer(code: str, item: str) -> str:
    return f"{AGENCIES[code]} trả lời đầy đủ mục {item.rstrip('. ')} của đề cương"


def its_leader_submits(story: Story, code: str, *, late: str = "", number: str = "", day: str = "15/06/2026") -> None:
    leader = story.who(f"{code}-lanhdao")
    leader.opens("/")
    leader.reads(AGENCIES[code])
    leader.opens(story.requests[code])
    leader.follows("Nộp báo cáo")
    facts = {"Số, ký hiệu văn bản": number or NUMBERS[code], "Ngày báo cáo": day, "Người ký": "Lãnh đạo cơ quan"}
    leader.fills_in(facts | ({"Lý do nộp muộn": late} if late else {}))
    leader.fills_in({"Tệp báo cáo đã ký": story.pdf})
    leader.presses("Nộp báo cáo")
    leader.reads("Xong: đã nộp báo cáo.", "Đã nộp", number or NUMBERS[code])


def the_third_agency_is_late(story: Story) -> None:
    secretary = story.who("thuky")
    secretary.opens(f"{story.delegation}/requests")
    secretary.reads("Sở Xây dựng Quá hạn", "Ban Quản lý Khu kinh tế Đã nộp", "Sở Công Thương Đã nộp")
    the_agency_answers(story, "sxd")
    its_leader_submits(story, "sxd", late=LATE_REASON, day="17/07/2026")
    secretary.opens(story.requests["sxd"])
    secretary.reads("muộn: " + LATE_REASON, answer("sxd", "III.3. "))


def the_secretary_returns_it_with_a_list(story: Story) -> None:
    secretary = story.who("thuky")
    secretary.opens("/")
    secretary.follows("Xem báo cáo")
    secretary.opens(story.requests["sxd"])
    secretary.follows("Yêu cầu bổ sung")
    assert stands(secretary, "Hạn bổ sung") == "22/07/2026"
    secretary.fills_in({"Các mục cần bổ sung": [SENT_BACK], "Cần bổ sung những gì": SUPPLEMENT})
    secretary.presses("Yêu cầu bổ sung")
    secretary.reads("Yêu cầu bổ sung", SUPPLEMENT, "22/07/2026")


def the_third_agency_supplements(story: Story) -> None:
    """Only what was asked for is written anew; the rest of its report stands as it was."""
    officer = story.who("sxd-canbo")
    officer.opens("/")
    officer.reads("Bị trả lại")
    officer.follows("Bổ sung")
    officer.reads(SUPPLEMENT, "Đã trả lời 6/6 mục bắt buộc.")
    officer.follows(SENT_BACK)
    officer.reads("Cần bổ sung", SUPPLEMENT)
    assert stands(officer, "Trả lời") == answer("sxd", SENT_BACK)
    officer.fills_in({"Trả lời": CAUSE})
    officer.presses("Lưu mục này")
    its_leader_submits(story, "sxd", number="48/BC-SXD", day="17/07/2026")


def the_secretary_accepts_all_three(story: Story) -> None:
    secretary = story.who("thuky")
    for code, address in story.requests.items():
        secretary.opens(address)
        secretary.reads(CAUSE if code == "sxd" else answer(code, SENT_BACK))
        secretary.follows("Chấp nhận báo cáo")
        secretary.presses("Chấp nhận báo cáo")
        secretary.reads("Đã chấp nhận")
    secretary.opens(f"{story.delegation}/requests")
    secretary.reads(*(f"{name} Đã chấp nhận" for name in AGENCIES.values()))
    secretary.opens(story.delegation)
    secretary.reads("Đang giám sát")


# --- the session -----------------------------------------------------------------------------------------------------


def the_secretary_calls_a_session(story: Story) -> None:
    """Agencies, chair and members are those of the delegation."""
    secretary = story.who("thuky")
    secretary.opens(story.delegation)
    secretary.follows("Thêm cuộc làm việc")
    assert stands(secretary, "Chủ trì") == HEAD
    expect(secretary.page.locator("main input[name=agency_ids]:checked")).to_have_count(len(AGENCIES))
    secretary.fills_in({"Ngày": "30/07/2026", "Buổi": "sáng", "Giờ bắt đầu": "08:00", "Địa điểm": PLACE})
    secretary.presses("Lưu cuộc làm việc")
    story.session = secretary.address
    secretary.reads(HEAD_OFFICE, *AGENCIES.values())
    secretary.follows("Chương trình")
    secretary.fills_in({"Giờ": "08:00", "Nội dung": "Các cơ quan báo cáo"}, within="Dòng 1")
    secretary.fills_in({"Giờ": "10:00", "Nội dung": "Kết luận", "Người trình bày": HEAD}, within="Dòng 2")
    secretary.presses("Lưu chương trình")
    secretary.follows("Thành phần mời")
    secretary.presses("Thêm cơ quan và thành viên Đoàn")
    secretary.reads("Đã thêm 6 nơi, người được mời.", HEAD, SECRETARY, MEMBER, *AGENCIES.values())
    secretary.opens(story.session)
    secretary.follows("Thông báo cuộc làm việc")
    secretary.fills_in({"Ngày gửi thông báo": "17/07/2026"})
    secretary.presses("Thông báo cuộc làm việc")
    secretary.reads("Đã thông báo", "08:00 Các cơ quan báo cáo")


def the_secretary_types_minutes_while_people_speak(story: Story) -> None:
    secretary = story.who("thuky")
    secretary.opens(story.session)
    secretary.follows("Thành phần dự")
    secretary.presses("Lấy từ danh sách mời")
    secretary.reads("Đã thêm 6 dòng thành phần dự.", f"{SECRETARY} Thư ký", f"{HEAD} Chủ trì")
    secretary.opens(story.session)
    secretary.follows("Ghi biên bản")
    for place, (kind, text) in enumerate((("cam kết", COMMITMENT), ("kết luận", CONCLUSION)), start=1):
        says(secretary, kind, text, javascript=story.javascript)
        expect(secretary.page.locator("#said .saying")).to_have_count(place)
    secretary.opens(story.session)
    secretary.reads(COMMITMENT, CONCLUSION, HEAD_OFFICE)


def says(secretary: Person, kind: str, text: str, *, javascript: bool) -> None:
    """From the keyboard with scripts, by the button without."""
    page = secretary.page
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Người phát biểu", exact=True).fill(HEAD)
    box = page.get_by_label("Nội dung", exact=True)
    if javascript:
        box.focus()
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter")
        expect(box).to_have_value("")
    else:
        box.fill(text)
        secretary.presses("Ghi phát biểu")


def the_secretary_sends_the_minutes_for_comment(story: Story) -> None:
    """The minutes begin with what the session knows; nothing of it is written again."""
    secretary = story.who("thuky")
    secretary.opens(story.session)
    secretary.follows("Ghi đã họp")
    secretary.fills_in({"Trưởng đoàn có dự không?": "Có"})
    secretary.presses("Ghi đã họp")
    secretary.follows("Gửi dự thảo biên bản")
    minutes = stands(secretary, "Nội dung biên bản")
    for known in (
        "30/07/2026",
        PLACE,
        HEAD,
        SECRETARY,
        MEMBER,
        *AGENCIES.values(),
        "10:00 Kết luận",
        "PB-01 đến PB-02",
    ):
        assert known in minutes, minutes
    secretary.presses("Gửi dự thảo biên bản")
    secretary.reads("Biên bản chờ ý kiến", PLACE)


def a_member_proposes_an_amendment_and_the_secretary_accepts_it(story: Story) -> None:
    member = story.who("thanhvien")
    member.opens(story.session)
    member.reads(CONCLUSION)
    member.follows("Đề nghị sửa biên bản")
    member.fills_in({"Phát biểu cần sửa": "PB-02", "Đề nghị sửa thành": AMENDED, "Lý do": "Đúng lời kết luận."})
    member.presses("Gửi đề nghị sửa")
    member.reads("cho Thư ký", AMENDED)
    secretary = story.who("thuky")
    secretary.opens("/")
    secretary.reads("đề nghị sửa biên bản")
    secretary.follows("Trả lời")
    secretary.reads(AMENDED, CONCLUSION)
    secretary.follows("Sửa biên bản theo đề nghị")
    assert stands(secretary, "Nội dung sau khi sửa") == AMENDED
    secretary.presses("Sửa biên bản theo đề nghị")
    secretary.reads("Đã sửa theo đề nghị")


def secretary_and_head_sign(story: Story) -> None:
    secretary, head = story.who("thuky"), story.who("truongdoan")
    secretary.opens(story.session)
    secretary.follows("Ký với tư cách Thư ký")
    assert stands(secretary, "Thư ký ký") == SECRETARY
    secretary.presses("Ký với tư cách Thư ký")
    head.opens("/")
    head.follows("Ký biên bản")
    head.follows("Ký biên bản")
    assert (stands(head, "Người chủ trì ký"), stands(head, "Thư ký ký")) == (HEAD, SECRETARY)
    head.fills_in({"Tệp văn bản": story.pdf})
    head.presses("Ký biên bản")
    head.reads("Biên bản đã ký", AMENDED)
    head.does_not_read(CONCLUSION)


# --- what comes out --------------------------------------------------------------------------------------------------


def the_draft_report_comes_out_of_what_was_entered(story: Story) -> None:
    secretary = story.who("thuky")
    secretary.opens(story.delegation)
    secretary.follows("Dự thảo báo cáo")
    secretary.presses("Lập dự thảo từ dữ liệu")
    secretary.reads("12/QĐ-BKTNS", TITLE, SCOPE, OBJECT, CONTENT, HEAD_OFFICE, PLACE)
    secretary.reads(NUMBERS["bql"], NUMBERS["sct"], "48/BC-SXD")
    secretary.reads(*(answer(code, item) for code in ("bql", "sct") for item in TO_ANSWER))
    secretary.reads(CAUSE.rstrip("."), *(answer("sxd", item) for item in TO_ANSWER if item != SENT_BACK))
    secretary.reads(f"{FIGURE}, năm 2025 (khu công nghiệp): 1.500 căn hộ", "90 căn hộ")
    secretary.reads(COMMITMENT, AMENDED)
    secretary.does_not_read(CONCLUSION, answer("sxd", SENT_BACK))
    secretary.follows("1.500 căn hộ")
    secretary.reads(FIGURE, AGENCIES["bql"])


def the_deadlines_page_explains_every_date(story: Story) -> None:
    secretary = story.who("thuky")
    secretary.opens(story.delegation)
    secretary.follows("Mọi thời hạn của Đoàn")
    rows = secretary.page.locator("main tbody tr")
    told = [" ".join(row.inner_text().split()) for row in rows.all()]
    expected = ("Gửi kế hoạch, đề cương", "Cơ quan nộp báo cáo theo kế hoạch", "Gửi chương trình", "bổ sung báo cáo")
    for words in (*expected, *AGENCIES.values(), "17/07/2026 · sau hạn"):
        assert any(words in row for row in told), f"no row of “{words}” among {told}"
    for row, words in zip(rows.all(), told, strict=True):
        row.locator("summary", has_text="Cách tính").click()
        lines = [line for line in row.locator("details .computed-line").all_inner_texts() if line.strip()]
        assert len(lines) > 1, f"not explained: {words}"
    secretary.reads("15/06/2026 cộng 15 ngày là 30/06/2026", "30/07/2026 trừ 10 ngày là 20/07/2026")
    secretary.does_not_read("Đã qua hạn")


def stands(person: Person, label: str) -> str:
    """What the box with this label holds already."""
    box = person.page.locator("main").get_by_label(named(label)).first
    held = "box => box.tagName === 'SELECT' ? box.selectedOptions[0].text : box.value"
    return str(box.evaluate(held)).strip()
