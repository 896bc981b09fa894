"""What the agencies asked for in the real session becomes a resolution in force: voted down once, passed, promulgated (SM6,
domain.md 7.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looks import assert_accessible
from tests.browser.person import Answer, Person
from tests.browser.server import Server, running
from tests.browser.windows import Windows
from tracker.demo.sample_pdf import sample_pdf

pytestmark = pytest.mark.browser
PROPOSALS = ("ĐX-01", "ĐX-02", "ĐX-03", "ĐX-04")
REAL, ON_THE_WAY = "ĐGS-2024-01", "Đang thi hành"
TITLE = "Cơ chế, chính sách phát triển công nghiệp của thành phố"
ANSWER = "Hội đồng nhân dân tiếp thu, đưa vào nghị quyết"
TODAY = "15/06/2026"
VOTED_ON, VOTING = "15/07/2026", "2026-07-15T09:00:00+07:00"
"""In the session, which opens on 14/07/2026."""
NUMBER = "15/NQ-HĐND"
VOTED_DOWN = {"Có mặt": "80", "Tán thành": "42", "Không tán thành": "30", "Không có ý kiến": "5"}
PASSED = VOTED_DOWN | {"Có mặt": "83", "Tán thành": "43"}
MORNINGS = ("2026-07-25T05:30:00+07:00", "2026-07-26T05:30:00+07:00")
"""The day on which it takes effect, and the one after; the nightly jobs run from five o'clock on."""
SECONDS_FOR_A_JOB = 30


@dataclass
class Story:
    """Who is met on the way, and where the records of the story are read."""

    windows: Windows
    server: Server
    pdf: Path
    recommendation: str = ""
    policy: str = ""
    proposals: dict[str, str] = field(default_factory=dict)
    met: dict[str, Person] = field(default_factory=dict)

    def who(self, username: str, path: str = "") -> Person:
        """Somebody, at the policy unless told where."""
        if username not in self.met:
            self.met[username] = self.windows.sign_in(username)
        self.met[username].opens(path or self.policy)
        return self.met[username]

    def goes_on_at(self, moment: str) -> None:
        """Everybody signs in anew: nobody stays in for weeks."""
        self.server.sets_clock(datetime.fromisoformat(moment))
        self.windows.forget(*self.met)
        self.met.clear()

    def takes(self, username: str, step: str, answers: Mapping[str, Answer] | None = None) -> Person:
        """One step of the policy by somebody who is offered it; answers by label."""
        person = self.who(username)
        person.follows(step)
        person.fills_in(answers or {})
        person.presses(step)
        return person


@pytest.fixture
def story(chromium: Browser, tmp_path: Path) -> Iterator[Story]:
    """A product of its own: its clock moves. The test fails when a window reports an error."""
    pdf = tmp_path / "van-ban.pdf"
    pdf.write_bytes(sample_pdf("Văn bản"))
    with running(tmp_path) as server:
        windows = Windows(chromium, server)
        yield Story(windows, server, pdf)
        windows.close()


def test_the_proposals_of_the_real_session_become_a_resolution_in_force(story: Story) -> None:
    the_office_begins_a_policy_from_a_recommendation(story)
    the_secretary_gathers_the_proposals_of_the_session(story)
    the_office_makes_them_sources_of_the_policy(story)
    the_policy_is_registered_drafted_and_examined(story)
    a_first_vote_of_42_fails_and_says_how_many_were_needed(story)
    a_second_vote_of_43_passes(story)
    it_is_promulgated_with_dates_in_their_order(story)
    the_recommendation_may_be_done_and_is_still_open(story)
    it_comes_into_force_on_its_day_and_once(story)
    the_agency_reads_what_became_of_its_proposals(story)


def the_office_begins_a_policy_from_a_recommendation(story: Story) -> None:
    office = story.who("vanphong", "/recommendations?status=open")
    office.moves(office.page.locator("main th[scope=row] a").first)
    story.recommendation = office.address
    office.follows("→ Đề xuất chính sách")
    office.fills_in({"Tên chính sách": TITLE, "Bên đề xuất": "Đoàn giám sát"})
    office.presses("Lưu đề xuất chính sách")
    office.reads("Đã ghi CS-2026-", "Tiếp theo:")
    story.policy = office.address


def the_secretary_gathers_the_proposals_of_the_session(story: Story) -> None:
    secretary = story.who("thuky", "/proposals?status=recorded")
    rows = secretary.page.locator("main tbody tr").filter(has_text=REAL)
    for code in PROPOSALS:
        link = rows.get_by_role("link", name=code, exact=True)
        story.proposals[code] = link.get_attribute("href") or ""
    for address in story.proposals.values():
        secretary.opens(address)
        secretary.follows("Tổng hợp")
        secretary.presses("Tổng hợp")
        secretary.reads("đã tổng hợp đề xuất")


def the_office_makes_them_sources_of_the_policy(story: Story) -> None:
    code = "CS-2026-"
    for address in story.proposals.values():
        office = story.who("vanphong", address)
        office.follows("Chuyển thành đề xuất chính sách")
        box = office.page.locator("main select[name=policy]")
        lines = box.locator("option").all_inner_texts()
        box.select_option(label=next(line for line in lines if line.startswith(code) and TITLE[:30] in line))
        office.fills_in({"Trả lời cơ quan": ANSWER})
        office.presses("Chuyển thành đề xuất chính sách")
    office = story.who("vanphong")
    for code in PROPOSALS:
        expect(office.page.locator("section[aria-labelledby=chain-title]")).to_contain_text(code)
    story.takes("vanphong", "Tổng hợp")


def the_policy_is_registered_drafted_and_examined(story: Story) -> None:
    paper: dict[str, Answer] = {"Số, ký hiệu văn bản": "15/TTr-UBND", "Ngày văn bản": TODAY}
    about = {"Kỳ họp": "Kỳ họp thường lệ giữa năm 2026", "Cơ quan soạn thảo": "Ban Quản lý Khu kinh tế"}
    story.takes("thuongtruc", "Đăng ký vào kỳ họp", about | paper)
    story.takes("bql-lanhdao", "Nhận soạn thảo")
    posted = {"Ngày đăng tải": "20/05/2026", "Nơi đăng tải": "Cổng thông tin điện tử thành phố"}
    draft: dict[str, Answer] = {"Số, ký hiệu văn bản": "21/TTr-BQL", "Tệp văn bản": story.pdf}
    leader = story.takes("bql-lanhdao", "Đăng tải lấy ý kiến", posted | draft)
    leader.reads("Đã đăng tải 26/20 ngày.", "Gửi hồ sơ dự thảo nghị quyết để Ban thẩm tra: 29/06/2026")
    story.takes("bql-lanhdao", "Gửi thẩm định", {"Tổng hợp ý kiến góp ý": "12 ý kiến, tiếp thu 9"} | paper)
    appraised = {"Số báo cáo thẩm định của Sở Tư pháp": "77/BC-STP", "Ngày báo cáo thẩm định": TODAY}
    story.takes("vanphong", "Trình UBND", appraised | {"Kết quả thẩm định": "Đủ điều kiện trình"})
    submitted = {"Số tờ trình của UBND": "101/TTr-UBND", "Ngày tờ trình": TODAY}
    story.takes("vanphong", "Giao Ban thẩm tra", submitted | {"Ban thẩm tra": "Ban Kinh tế - Ngân sách"})
    the_committee_reports(story, "9/BC-KTNS", TODAY, "Đề nghị chỉnh sửa")


def the_committee_reports(story: Story, number: str, day: str, opinion: str) -> None:
    report = {"Số báo cáo thẩm tra của Ban": number, "Ngày báo cáo thẩm tra": day, "Ý kiến của Ban": opinion}
    story.takes("truongban", "Trình kỳ họp", report | {"Ngày gửi tài liệu cho đại biểu": day})


def votes(story: Story, numbers: dict[str, str]) -> Person:
    return story.takes("vanphong", "Ghi kết quả biểu quyết", {"Ngày biểu quyết": VOTED_ON} | numbers)


def a_first_vote_of_42_fails_and_says_how_many_were_needed(story: Story) -> None:
    story.goes_on_at(VOTING)
    office = votes(story, VOTED_DOWN)
    assert office.fact("Trạng thái") == "Không thông qua"
    office.reads("42 cần 43", "85")
    assert not office.is_offered("Ban hành")
    assert_accessible(office.page)


def a_second_vote_of_43_passes(story: Story) -> None:
    story.takes("thuongtruc", "Trình lại", {"Lý do": "Chỉnh lý mức hỗ trợ theo ý kiến đại biểu"})
    the_committee_reports(story, "11/BC-KTNS", VOTED_ON, "Tán thành")
    office = votes(story, PASSED)
    assert office.fact("Trạng thái") == "Thông qua"
    office.reads(f"1, {VOTED_ON}", f"2, {VOTED_ON}", "43 cần 43")


def it_is_promulgated_with_dates_in_their_order(story: Story) -> None:
    dates: dict[str, Answer] = {"Ngày ký": VOTED_ON, "Ngày có hiệu lực": "14/07/2026"}
    paper: dict[str, Answer] = {"Số, ký hiệu văn bản": NUMBER, "Tệp văn bản": story.pdf}
    office = story.takes("vanphong", "Ban hành", paper | dates)
    box = office.page.locator("main input[name=effective_on]")
    expect(office.page.locator(f"#{box.get_attribute('id')}-error")).to_contain_text(
        "Ngày có hiệu lực phải từ ngày ký trở đi"
    )
    expect(office.page.locator("main input[name=number]")).to_have_value(NUMBER)
    expect(box).to_have_value("14/07/2026")
    assert_accessible(office.page)
    office.fills_in({"Ngày có hiệu lực": "25/07/2026", "Tệp văn bản": story.pdf})
    office.presses("Ban hành")
    office.reads(f"Nghị quyết {NUMBER}, có hiệu lực từ 25/07/2026.")
    assert office.fact("Trạng thái") == "Đã ban hành, chờ hiệu lực"
    assert_accessible(office.page)


def the_recommendation_may_be_done_and_is_still_open(story: Story) -> None:
    office = story.who("vanphong", story.recommendation)
    office.reads("Gợi ý: có thể đã thực hiện xong", NUMBER)
    assert office.fact("Trạng thái") == "Đã ban hành", "somebody verifies; nothing is closed"


def it_comes_into_force_on_its_day_and_once(story: Story) -> None:
    for morning in MORNINGS:
        story.goes_on_at(morning)
        office = story.who("vanphong")
        for _look in range(SECONDS_FOR_A_JOB):
            if office.fact("Trạng thái") == ON_THE_WAY:
                break
            office.page.wait_for_timeout(1_000)
            office.opens(story.policy)
        assert office.fact("Trạng thái") == ON_THE_WAY
        assert len([event for event in office.events if "đã có hiệu lực" in event]) == 1


def the_agency_reads_what_became_of_its_proposals(story: Story) -> None:
    leader = story.who("bql-lanhdao", story.proposals["ĐX-01"])
    leader.reads(ANSWER, NUMBER)
    assert re.search("có hiệu lực", leader.text)
