"""From a sentence in a member's head to a verified result, on a phone, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.person import Person
from tracker.demo.sample_pdf import sample_pdf

TEXT = "Nhiều doanh nghiệp trong khu công nghiệp chưa được hướng dẫn thủ tục thuê nhà ở cho người lao động."
DEMAND = "Hướng dẫn bằng văn bản thủ tục thuê nhà ở cho người lao động trong các khu công nghiệp."
CONDITION = "Văn bản hướng dẫn đã gửi tới doanh nghiệp"
AGREED = "Đồng ý. Ban đã nhận được phản ánh tương tự."
TOO_THIN = "Mới có công văn nội bộ, chưa có văn bản gửi doanh nghiệp."
FIRST_REPORT = "Đã soạn công văn hướng dẫn trong nội bộ Ban."
SECOND_REPORT = "Đã gửi văn bản hướng dẫn tới toàn bộ doanh nghiệp trong khu công nghiệp."
VERDICT = "Văn bản rõ ràng, đã gửi đủ nơi nhận."
AGENCY = "Ban Quản lý Khu kinh tế"
MOST_SECONDS = 120


@dataclass
class Story:
    """Who is met on the way, and where the records of the story are read."""

    meet: Callable[[str], Person]
    pdf: Path
    finding: str = ""
    recommendation: str = ""
    report: str = ""
    met: dict[str, Person] = field(default_factory=dict)

    def who(self, username: str) -> Person:
        if username not in self.met:
            self.met[username] = self.meet(username)
        return self.met[username]

    @property
    def code(self) -> str:
        """The recommendation's code, as its page says it."""
        page = self.who("vanphong")
        page.opens(self.recommendation)
        return page.page.locator("h1 .code").inner_text().strip()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_finding_becomes_a_recommendation_that_is_carried_out_and_verified(
    javascript: bool, sign_in: Callable[..., Person], tmp_path: Path
) -> None:
    pdf = tmp_path / "Báo cáo kết quả thực hiện.pdf"
    pdf.write_bytes(sample_pdf("Báo cáo kết quả thực hiện"))
    story = Story(lambda username: sign_in(username, 360, javascript=javascript), pdf)
    a_member_records_a_finding(story)
    the_secretary_sends_it_to_the_agency(story)
    the_agency_comments(story)
    the_head_confirms(story)
    the_secretary_drafts_a_recommendation(story)
    the_head_approves(story)
    the_office_issues(story)
    the_agency_takes_it_up_and_reports(story)
    the_agency_cannot_verify_its_own_report(story)
    the_standing_committee_returns_it(story)
    the_agency_reports_again(story)
    the_standing_committee_accepts(story)
    everybody_reads_the_whole_story_on_one_page(story)


def a_member_records_a_finding(story: Story) -> None:
    """In under two minutes by the times that people of a certain age need: 4 s a tap, 12 s a field, 5 letters a second."""
    member = story.who("thanhvien")
    member.opens("/")
    member.fields = member.taps = 0
    member.follows("Ghi phát hiện")
    member.follows("ĐGS-2026-01")
    assert member.taps <= 2, "a finding is begun within two taps"
    member.fills_in({"Loại": "Hạn chế", "Nội dung": TEXT, "Cơ quan": AGENCY, "Minh chứng": "Ý kiến doanh nghiệp"})
    member.presses("Gửi Trưởng đoàn")
    member.reads("Đã gửi PH-", TEXT)
    assert 4 * member.taps + 12 * member.fields + len(TEXT) / 5 < MOST_SECONDS
    story.finding = member.address


def the_secretary_sends_it_to_the_agency(story: Story) -> None:
    secretary = story.who("thuky")
    secretary.opens("/")
    secretary.reads(TEXT[:60])
    secretary.opens(story.finding)
    secretary.follows("Gửi cơ quan xin ý kiến")
    secretary.presses("Gửi cơ quan xin ý kiến")
    secretary.reads("Chờ cơ quan nêu ý kiến")


def the_agency_comments(story: Story) -> None:
    leader = story.who("bql-lanhdao")
    leader.opens("/")
    leader.reads(TEXT[:60])
    leader.opens(story.finding)
    leader.follows("Gửi ý kiến của cơ quan")
    leader.fills_in({"Ý kiến": "Đồng ý", "Lý do, nội dung cụ thể": AGREED})
    leader.presses("Gửi ý kiến của cơ quan")
    leader.reads(AGREED)


def the_head_confirms(story: Story) -> None:
    head = story.who("truongdoan")
    head.opens("/")
    head.reads(TEXT[:60])
    head.opens(story.finding)
    head.reads(AGREED)
    head.follows("Xác nhận phát hiện")
    head.presses("Xác nhận phát hiện")
    head.reads("Đã xác nhận")


def the_secretary_drafts_a_recommendation(story: Story) -> None:
    secretary = story.who("thuky")
    secretary.opens(story.finding)
    secretary.follows("→ Dự thảo kiến nghị")
    secretary.fills_in(
        {
            "Nội dung kiến nghị": DEMAND,
            "Cơ quan chủ trì": AGENCY,
            "Sản phẩm phải hoàn thành": "Văn bản hướng dẫn",
            "Thời hạn": "31/07/2026",
            "Đóng khi có đủ": CONDITION,
        }
    )
    secretary.presses("Lưu dự thảo")
    secretary.reads("Dự thảo", DEMAND)
    story.recommendation = secretary.address


def the_head_approves(story: Story) -> None:
    head = story.who("truongdoan")
    head.opens("/")
    head.reads(DEMAND[:60])
    head.opens(story.recommendation)
    head.follows("Duyệt dự thảo")
    head.presses("Duyệt dự thảo")
    head.reads("Trưởng đoàn giám sát")


def the_office_issues(story: Story) -> None:
    office = story.who("vanphong")
    office.opens(story.recommendation)
    office.follows("Ban hành kiến nghị")
    office.fills_in({"Văn bản kết luận đã ghi": "15/TB-HĐND"})
    office.presses("Ban hành kiến nghị")
    office.reads("Đã ban hành", "15/TB-HĐND", "31/07/2026")


def the_agency_takes_it_up_and_reports(story: Story) -> None:
    officer = story.who("bql-canbo")
    officer.opens("/")
    officer.reads(story.code)
    officer.opens(story.recommendation)
    officer.follows("Nhận việc, phân công")
    officer.fills_in(
        {"Người phụ trách": "Phòng Quản lý doanh nghiệp", "Kế hoạch thực hiện": "Soạn và gửi trong tháng 6."}
    )
    officer.presses("Nhận việc, phân công")
    officer.reads("Đang thực hiện")
    officer.follows("Cập nhật tình hình")
    writes_report(officer, story, FIRST_REPORT)
    officer.presses("Lưu, trình lãnh đạo gửi")
    officer.reads("Đã lưu báo cáo, chờ lãnh đạo cơ quan gửi.", story.pdf.name)
    story.report = officer.address
    leader = story.who("bql-lanhdao")
    leader.opens(story.report)
    leader.reads(FIRST_REPORT, story.pdf.name)
    leader.presses("Gửi báo cáo của cơ quan")
    leader.opens(story.recommendation)
    leader.reads("Chờ xác nhận")


def writes_report(person: Person, story: Story, text: str) -> None:
    person.fills_in({"Kết quả": "Đã thực hiện xong", "Đã làm được gì": text, "Ngày hoàn thành": "12/06/2026"})
    person.fills_in({"Tệp": story.pdf}, within=f"Minh chứng cho “{CONDITION}”")


def the_agency_cannot_verify_its_own_report(story: Story) -> None:
    for username in ("bql-lanhdao", "bql-canbo"):
        person = story.who(username)
        for address in (story.recommendation, story.report):
            person.opens(address)
            assert not person.is_offered("Xác nhận đã thực hiện xong")
            assert not person.is_offered("Trả lại để bổ sung")
        person.opens(f"/update/{story.report.rpartition('/')[2]}/do/accept", status=403)


def the_standing_committee_returns_it(story: Story) -> None:
    standing = story.who("thuongtruc")
    standing.opens("/")
    standing.reads(story.code)
    standing.opens(story.report)
    standing.reads(FIRST_REPORT, CONDITION)
    name = story.pdf.name
    standing.fills_in({f"Minh chứng “{name}”": "Không chấp nhận", f"Lý do không chấp nhận “{name}”": TOO_THIN})
    standing.fills_in({"Kết luận về báo cáo": "Trả lại để bổ sung"})
    standing.fills_in({"Lý do": TOO_THIN, "Trả lời trước ngày": "30/06/2026"})
    standing.presses("Ghi kết luận")
    standing.reads("Bị trả lại", TOO_THIN)
    standing.opens(story.recommendation)
    standing.reads("Chưa đáp ứng yêu cầu", TOO_THIN)


def the_agency_reports_again(story: Story) -> None:
    leader = story.who("bql-lanhdao")
    leader.opens("/")
    leader.reads("Bị trả lại", story.code)
    leader.opens(story.recommendation)
    leader.follows("Cập nhật tình hình")
    leader.reads(TOO_THIN)
    writes_report(leader, story, SECOND_REPORT)
    leader.presses("Lưu và gửi ngay")
    leader.reads("Đã gửi báo cáo.")
    story.report = leader.address


def the_standing_committee_accepts(story: Story) -> None:
    standing = story.who("thuongtruc")
    standing.opens(story.report)
    standing.fills_in({f"Minh chứng “{story.pdf.name}”": "Chấp nhận"})
    standing.fills_in({"Kết luận về báo cáo": "Xác nhận đã thực hiện xong"})
    standing.fills_in({"Nội dung xác nhận": VERDICT})
    standing.presses("Ghi kết luận")
    standing.reads("Đã thực hiện xong")


def everybody_reads_the_whole_story_on_one_page(story: Story) -> None:
    """What the agency says beside what the Council's side found, and below it who did what, newest first."""
    for username in ("daibieu", "thanhvien", "vanphong", "bql-canbo"):
        reader = story.who(username)
        reader.opens(story.recommendation)
        reader.reads(DEMAND, "Đã đóng", VERDICT, TOO_THIN, story.pdf.name, "31/07/2026", CONDITION)
        told = reader.events
        newest, oldest = told[0], told[-1]
        assert "đóng kiến nghị" in newest or "xác nhận thực hiện xong" in newest, newest
        assert "tạo kiến nghị" in oldest or username == "bql-canbo", oldest
        for step in ("đã ban hành kiến nghị", "đã gửi báo cáo", "đã trả lại để bổ sung", "đã xác nhận thực hiện xong"):
            assert any(step in event for event in told), f"{username} does not read “{step}”"
