"""The draft of the oversight report: made from the records, tied to them, written by several people, filed on paper."""

from __future__ import annotations

from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, oversight, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import parse
from tests.signing import sign_in
from tracker import demo
from tracker.accounts import people as accounts
from tracker.accounts.models import User
from tracker.audit import queries as audit
from tracker.comparing import queries as comparing
from tracker.comparing import service as comparing_service
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.links import service as links
from tracker.oversight_reports import dossier, queries, service, watching
from tracker.oversight_reports.dossier import Dossier
from tracker.oversight_reports.models import ReportSection
from tracker.oversight_reports.reading import paragraphs, plain
from tracker.oversight_reports.writing.sections import generated
from tracker.sessions import service as sessions
from tracker.sessions.amendments import service as amending
from tracker.sessions.models import Statement, WorkingSession
from tracker.workflow import engine

pytestmark = pytest.mark.web


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


@pytest.fixture
def full(people: Cast, now: time_machine.Coordinates) -> Cast:
    """The people of a delegation that has heard, found and drafted everything."""
    oversight.whole(people, now)
    return people


def read(people: Cast) -> Dossier:
    db.session.expire_all()
    return dossier.read(people.delegation, people.secretary)


def address(people: Cast, name: str = "") -> str:
    """The page of the draft, or of one of its sections."""
    base = f"/delegations/{people.delegation.id}/report"
    if not name:
        return base
    query = select(ReportSection.id).where(ReportSection.delegation_id == people.delegation.id)
    return f"{base}/{db.session.scalars(query.where(ReportSection.name == name)).one()}"


# --- made from the records ---------------------------------------------------------------------------------------------


def test_the_opening_tells_who_reported_who_was_late_and_who_did_not(full: Cast) -> None:
    text = generated("opening", read(full))
    assert "Căn cứ: văn bản thành lập Đoàn: chưa có thông tin." in text
    assert "- Trưởng đoàn: Nguyễn Thị Ví Dụ, Trưởng Ban Kinh tế - Ngân sách." in text
    assert "- Ban Quản lý Khu kinh tế: Báo cáo số 1a/BC ngày 15/06/2026 [BC-01]." in text
    assert "nộp sau hạn 16/06/2026 (lý do: chờ số liệu của cấp xã) [BC-02]." in text
    assert "- Sở Xây dựng không nộp báo cáo theo yêu cầu, hạn nộp 16/06/2026 (đã đôn đốc hai lần) [YC-03]." in text
    assert "- Sáng ngày 10/06/2026: cuộc làm việc với Ban Quản lý Khu kinh tế [CLV-01]." in text


def test_what_was_entered_line_by_line_is_told_apart(full: Cast) -> None:
    full.delegation.scope = "Giai đoạn 2024-2026\nSở Công Thương;\n\nGồm các khu:\n- Nam Đình Vũ\n- Tràng Duệ."
    full.delegation.content = "Một nội dung"
    db.session.flush()
    text = generated("opening", read(full))
    assert "đối tượng: Giai đoạn 2024-2026; Sở Công Thương; Gồm các khu: Nam Đình Vũ; Tràng Duệ." in text
    assert "- Nội dung: Một nội dung." in text


def test_each_kind_of_finding_stands_in_its_section(full: Cast) -> None:
    told = read(full)
    assert "- Các cơ quan chuẩn bị báo cáo kỹ (Nguyễn Thị Ví Dụ) [PB-01 CLV-01]." in generated("assessment", told)
    assert "- Thành phố đã ban hành đủ văn bản về nhà ở công nhân [PH-01]." in generated("results", told)
    limits = generated("limits", told)
    assert f"1. Tồn tại, hạn chế\n\n- {oversight.TOO_FEW} (Ban Quản lý Khu kinh tế) [PH-02]." in limits
    assert "Khó khăn, vướng mắc:\n- Giá thuê đất tăng nhanh trong kỳ [PH-03]." in limits
    assert "Dấu hiệu vi phạm:\n- Có khu thu tiền hạ tầng cao hơn mức đã công bố [PH-04]." in limits
    assert "2. Nguyên nhân khách quan\n\n- Thị trường biến động [PH-03]." in limits
    assert "3. Nguyên nhân chủ quan\n\n- Chậm rà soát quỹ đất [PH-02]." in limits


def test_not_submitting_and_being_late_are_limits(full: Cast) -> None:
    limits = generated("limits", read(full))
    assert "- Sở Xây dựng không nộp báo cáo theo yêu cầu, hạn nộp 16/06/2026 (đã đôn đốc hai lần) [YC-03]." in limits
    assert "- Sở Công Thương nộp sau hạn 16/06/2026 (lý do: chờ số liệu của cấp xã) [BC-02]." in limits


def test_responsibility_recommendations_and_appendix(full: Cast) -> None:
    told = read(full)
    assert f"Ban Quản lý Khu kinh tế, liên quan đến:\n- {oversight.TOO_FEW} [PH-02]." in generated(
        "responsibility", told
    )
    recommended = generated("recommendations", told)
    assert "1. Kiến nghị đối với Sở, ban, ngành" in recommended
    assert "thời hạn: 15/07/2026 [KN-2026-001]." in recommended
    assert "- Ban Quản lý Khu kinh tế: bố trí vốn cho hạ tầng [ĐX-01]." in recommended
    appendix = generated("appendix", told)
    assert "Ban Quản lý Khu kinh tế:\n- Số căn hộ đã xây, năm 2025: [SL-01]." in appendix
    assert "khó khăn, vướng mắc [BC-01 mục II]." in appendix


def test_every_code_that_the_report_begins_with_means_something(full: Cast) -> None:
    told = read(full)
    for section in oversight.begun(full).sections:
        service.save(section, {}, full.secretary, told)
    assert queries.progress(full.delegation.id, full.deputy) == (7, 7)


def test_what_the_head_has_not_confirmed_is_not_stated(full: Cast) -> None:
    story.finding(full, text="Một nhận định mà Trưởng đoàn chưa xác nhận")
    report = oversight.begun(full)
    told = read(full)
    assert "chưa xác nhận" not in generated("limits", told)
    assert [source.code for source in watching.unused(report, told)["limits"]] == ["PH-05"]


def test_what_was_said_and_led_to_nothing_is_named(full: Cast) -> None:
    held = read(full).sessions[0]
    said = {kind: say(held, kind, full) for kind in ("report", "opinion", "request")}
    links.tie(said["opinion"], read(full).findings[0], full.secretary)
    report = oversight.begun(full)
    left = {name: [s.record for s in found] for name, found in watching.unused(report, read(full)).items()}
    assert said["report"] in left["results"]
    assert said["request"] in left["recommendations"]
    assert said["opinion"] not in left["assessment"]


def say(held: WorkingSession, kind: str, people: Cast) -> Statement:
    answers = {"kind": kind, "speaker": "Nguyễn Thị Ví Dụ", "text": f"Một {kind} chưa thành việc gì"}
    return sessions.add_statement(held, answers, people.secretary)


def test_an_english_reader_makes_a_vietnamese_report(client: Client, full: Cast) -> None:
    sign_in(client, full, "secretary")
    client.get("/?lang=en")
    client.done(address(full), button="Make the draft from the records")
    page = client.page(address(full))
    assert "Draft of the oversight report" in page.heading
    assert "không nộp báo cáo theo yêu cầu" in page.text
    assert "Căn cứ và quá trình giám sát" in page.text


def test_the_real_session_makes_a_draft_that_invents_nothing(db_session: Session) -> None:
    demo.load("mot mat khau de thu")
    delegation = db.session.scalars(select(Delegation).where(Delegation.code == "ĐGS-2024-01")).one()
    office = db.session.scalars(select(User).where(User.username == "vanphong")).one()
    told = dossier.read(delegation, accounts.actor_of(office))
    opening = generated("opening", told)
    assert "- Trưởng đoàn: Phạm Văn Lập" in opening
    assert "- Phạm vi, đối tượng: chưa có thông tin." in opening
    assert "- Thời kỳ giám sát: chưa có thông tin." in opening
    assert "Chiều ngày 10/05/2024 (năm suy đoán)" in opening
    results = plain(generated("results", told), told)
    claimed = "Theo báo cáo của Ban Quản lý Khu kinh tế Hải Phòng và Sở Công Thương:\n"
    assert results.startswith("1. Số liệu do các cơ quan báo cáo, không phải kết luận của Đoàn giám sát\n\n" + claimed)
    unverified = "(số liệu chưa được xác minh)."
    assert f"Tổng vốn đầu tư thu hút, giai đoạn 2021 - 2023 (KCN, KKT): 18,09 tỷ USD {unverified}" in results
    assert f"10,51 tỷ USD; gần 84% kế hoạch tổng thu hút FDI giai đoạn 2021 - 2025 {unverified}" in results
    assert results.count(unverified) == 10
    assert "toàn thành phố" not in results
    assert "nâng cao giá trị gia tăng" not in results
    recommended = generated("recommendations", told)
    assert "thời hạn: chưa có thông tin" in recommended
    assert "- Các đơn vị: tiếp tục tập trung" in recommended


# --- tied to the records -----------------------------------------------------------------------------------------------


def test_a_figure_says_what_its_record_says_now(client: Client, full: Cast) -> None:
    oversight.save(full, "results", "Đã xây [sl-1] ở hai khu [PH-01].")
    page = sign_in(client, full, "deputy").page(address(full))
    assert "Đã xây 1.200 căn hộ (theo báo cáo của Ban Quản lý Khu kinh tế" in page.text
    assert "ở hai khu PH-01." in page.text
    oversight.figure(full, "SL-01").value = Decimal(1300)
    page = client.page(address(full))
    assert "Đã xây 1.300 căn hộ (theo" in page.text
    assert "Nguồn đã đổi" in page.text
    assert "Số căn hộ đã xây, năm 2025: 1.200 căn hộ" in page.text
    assert "Số căn hộ đã xây, năm 2025: 1.300 căn hộ" in page.text
    assert f"/figures/{oversight.figure(full, 'SL-01').id}" in page.links


def test_saving_again_means_that_the_change_was_seen(client: Client, full: Cast) -> None:
    section = oversight.save(full, "results", "Đã xây [SL-01].")
    oversight.figure(full, "SL-01").value = Decimal(1300)
    sign_in(client, full, "secretary")
    page = client.done(address(full, "results"), button="Lưu mục")
    assert "Nguồn đã đổi" not in page.text
    event = audit.of_thread("oversight_report", section.report_id, full.office, council_side=True)[0]
    assert event.after == {"reviewed": ["SL-01"]}


def test_a_code_is_written_properly_when_it_is_saved(full: Cast) -> None:
    text = "Xem [bc-1 mục ii], [pb-2], [ph-002], [sl – 1]."
    assert oversight.save(full, "results", text).text == "Xem [BC-01 mục II], [PB-02 CLV-01], [PH-02], [SL-01]."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Đạt [SL-99]", "Hồ sơ của Đoàn này không có [SL-99]"),
        ("Theo [BC-01 mục XX]", "BC-01 không có phần “mục XX”"),
        ("Tăng [SL-01 so sánh]", "SL-01 không có phần “so sánh”"),
    ],
)
def test_a_code_that_means_nothing_is_named_and_nothing_typed_is_lost(
    client: Client, full: Cast, text: str, sentence: str
) -> None:
    oversight.begun(full)
    sign_in(client, full, "secretary")
    page = client.refused(address(full, "results"), {"text": text}, button="Lưu mục")
    assert sentence in page.text
    assert text in page.text


def test_a_recommendation_of_another_delegation_is_none_of_this_report(full: Cast) -> None:
    own = full.delegation
    full.delegation = full.other_delegation
    story.draft(full, by="office", lead_agency_id=full.agencies["c"].id, support_agency_ids=[])
    full.delegation = own
    with pytest.raises(Invalid, match="KN-2026-002"):
        oversight.save(full, "recommendations", "Theo [KN-2026-002].")


def test_a_figure_that_is_given_no_more_must_be_replaced(client: Client, full: Cast) -> None:
    oversight.save(full, "results", "Đã xây [SL-01].")
    oversight.figure(full, "SL-01").superseded = True
    page = sign_in(client, full, "secretary").page(address(full))
    assert "SL-01: báo cáo sau của cơ quan không còn nêu số liệu này." in page.text
    page = client.refused(address(full, "results"), {"text": "Đã xây [SL-01] căn."}, button="Lưu mục")
    assert "không còn nêu số liệu này" in page.text


def test_a_rejected_finding_is_told_where_it_was_used(full: Cast) -> None:
    found = story.finding(full, text="Nhận định sẽ bị loại sau khi xem lại")
    section = oversight.save(full, "limits", "Có nhận định [PH-05].")
    engine.perform(found, "reject", full.head, {"reason": "Không đúng với hồ sơ"})
    assert [change.now for change in watching.changes(section, read(full))] == ["Phát hiện PH-05 đã bị loại."]


def test_words_of_an_agency_never_become_codes(full: Cast) -> None:
    found = oversight.confirmed(full, "difficulty", "Theo [SL-99] thì còn nhiều khó khăn")
    text = generated("limits", read(full))
    assert f"Theo (SL-99) thì còn nhiều khó khăn [{found.code}]." in text


def test_what_is_typed_is_shown_as_text(client: Client, full: Cast) -> None:
    oversight.save(full, "results", "<script>alert(1)</script> [SL-01]")
    response = sign_in(client, full, "deputy").get(address(full))
    assert "<script>alert" not in response.text
    assert "<script>alert(1)</script>" in parse(response.text).text


# --- written by several people -----------------------------------------------------------------------------------------


def test_the_secretary_begins_the_draft_and_writes_a_section(client: Client, full: Cast) -> None:
    sign_in(client, full, "secretary")
    assert "Chưa lập dự thảo báo cáo" in client.page(address(full)).text
    client.done(address(full), button="Lập dự thảo từ dữ liệu")
    page = client.page(f"/delegations/{full.delegation.id}")
    assert "0/7 mục đã soạn" in page.text
    answers = {"title": "Những kết quả chính", "text": "Thành phố đã ban hành đủ văn bản [PH-01]."}
    page = client.done(address(full, "results"), answers, button="Lưu mục")
    assert "1/7 mục đã soạn" in page.text
    assert "III. Những kết quả chính" in page.text


def test_a_section_keeps_its_words_while_records_change_and_says_what_it_does_not_use(
    client: Client, full: Cast
) -> None:
    oversight.save(full, "results", "Thành phố đã ban hành đủ văn bản [PH-01].")
    oversight.confirmed(full, "achievement", "Hai khu đã khởi công nhà ở cho công nhân")
    sign_in(client, full, "secretary")
    page = client.done(address(full), button="Thêm PH-05 vào mục này")
    assert "Đã thêm PH-05 vào mục III" in page.text
    section = db.session.get(ReportSection, int(address(full, "results").rpartition("/")[2]))
    assert section is not None
    assert (
        section.text == "Thành phố đã ban hành đủ văn bản [PH-01].\n- Hai khu đã khởi công nhà ở cho công nhân [PH-05]."
    )
    assert "Thêm PH-05" not in client.page(address(full)).text


def test_making_a_section_again_shows_both_and_overwrites_nothing(client: Client, full: Cast) -> None:
    section = oversight.save(full, "results", "Đoàn đã viết lại đoạn này.")
    sign_in(client, full, "secretary")
    page = client.page(f"{address(full, 'results')}?renew=1")
    assert "Đoàn đã viết lại đoạn này." in page.text
    assert "Thành phố đã ban hành đủ văn bản" in page.text
    db.session.refresh(section)
    assert section.text == "Đoàn đã viết lại đoạn này."
    client.done(f"{address(full, 'results')}?renew=1", button="Lưu mục")
    db.session.refresh(section)
    assert section.text is not None
    assert "[PH-01]" in section.text


def test_two_write_different_sections_at_once(client: Client, full: Cast) -> None:
    oversight.begun(full)
    sign_in(client, full, "secretary")
    form = client.page(address(full, "results")).form("Lưu mục")
    values = {node.get("name"): node.get("value") or "" for node in form.all("input")}
    oversight.save(full, "limits", "Hạn chế do Trưởng đoàn viết.", by="head")
    response = client.post(address(full, "results"), data=values | {"text": "Kết quả do Thư ký viết."})
    assert response.status_code == 303


def test_the_second_of_two_on_one_section_sees_both(client: Client, full: Cast) -> None:
    oversight.begun(full)
    sign_in(client, full, "secretary")
    form = client.page(address(full, "results")).form("Lưu mục")
    values = {node.get("name"): node.get("value") or "" for node in form.all("input")}
    oversight.save(full, "results", "Lời của Trưởng đoàn.", by="head")
    response = client.post(address(full, "results"), data=values | {"text": "Lời của Thư ký."})
    assert response.status_code == 409
    assert "Lời của Trưởng đoàn." in response.text
    assert "Lời của Thư ký." in response.text
    assert "Người head" in response.text


def test_every_save_tells_the_words_before_and_after(client: Client, full: Cast) -> None:
    oversight.save(full, "results", "Lời thứ nhất.")
    section = oversight.save(full, "results", "Lời thứ hai.", by="head")
    event = audit.of_thread("oversight_report", section.report_id, full.deputy, council_side=True)[0]
    assert (event.before, event.after) == ({"text": "Lời thứ nhất."}, {"text": "Lời thứ hai."})
    assert (event.role, event.audience) == ("head", "council")
    page = sign_in(client, full, "deputy").page(address(full))
    assert "Lời thứ nhất." in page.text


# --- who ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["member", "leader", "deputy", "standing"])
def test_the_rest_of_the_council_reads(client: Client, full: Cast, name: str) -> None:
    oversight.begun(full)
    page = sign_in(client, full, name).page(address(full))
    assert "Sửa mục" not in page.text
    assert client.get(address(full, "results")).status_code == 403
    with pytest.raises(Forbidden):
        oversight.save(full, "results", "Khác", by=name)


@pytest.mark.parametrize("name", ["officer_a", "leader_a"])
def test_an_agency_never_sees_it(client: Client, full: Cast, name: str) -> None:
    oversight.begun(full)
    sign_in(client, full, name)
    for path in (address(full), f"{address(full)}/print", address(full, "results")):
        assert client.get(path).status_code == 404
    assert "Dự thảo báo cáo" not in client.page(f"/delegations/{full.delegation.id}").text
    with pytest.raises(NotFound):
        service.begin(full.delegation, full.actor(name))


def test_once_the_report_is_signed_the_draft_is_only_read(client: Client, full: Cast) -> None:
    oversight.save(full, "results", "Lời cuối.")
    full.delegation.state = "reported"
    sign_in(client, full, "secretary")
    assert "dự thảo chỉ để đọc" in client.page(address(full)).text
    assert client.get(address(full, "results")).status_code == 409
    with pytest.raises(Impossible):
        oversight.save(full, "results", "Lời sau.")


def test_beginning_twice_begins_once(full: Cast) -> None:
    assert oversight.begun(full).id == oversight.begun(full).id


def test_the_step_that_reports_leads_to_the_draft(client: Client, full: Cast) -> None:
    full.delegation.state = "compiling"
    page = sign_in(client, full, "head").page(f"/delegation/{full.delegation.id}/do/report")
    assert address(full) in page.links


def test_the_draft_is_found_by_its_name_and_by_what_was_written_in_it_by_those_who_may_read_it(
    client: Client, full: Cast
) -> None:
    oversight.save(full, "limits", "Quy hoạch bến phao chưa được rà soát [SL-01].")
    for name, found in (("deputy", True), ("secretary", True), ("leader_a", False), ("foreigner", False)):
        sign_in(client, full, name)
        links = [link for link in client.page("/search?q=ben phao").links if link.startswith("/report-drafts/")]
        assert bool(links) is found
        assert client.get(links[0]).status_code == 303 if found else not links
        assert ("Dự thảo báo cáo kết quả giám sát:" in client.page("/search?q=du thao bao cao").text) is found
    oversight.save(full, "limits", "Đoàn đã viết lại.")
    assert "Không tìm thấy" in sign_in(client, full, "deputy").page("/search?q=ben phao").text


# --- on paper ----------------------------------------------------------------------------------------------------------


def test_the_paper_has_figures_in_words_and_no_codes(client: Client, full: Cast) -> None:
    oversight.save(full, "results", "Đã xây [SL-01] ở hai khu [PH-01].\n- Một ý [PB-01].")
    page = sign_in(client, full, "deputy").page(f"{address(full)}/print")
    paper = page.all("article")[0].text
    assert "Đã xây 1.200 căn hộ (theo báo cáo của Ban Quản lý Khu kinh tế; số liệu chưa được xác minh" in paper
    assert "ở hai khu." in paper
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in paper
    assert "Số: ……/BC-ĐGS" in paper
    assert "Nguyễn Thị Ví Dụ" in paper
    for code in ("SL-01", "PH-01", "PB-01", "BC-01", "["):
        assert code not in paper


def test_sources_are_notes_where_they_are_wanted(client: Client, full: Cast) -> None:
    oversight.save(full, "results", "Đã xây [SL-01] ở hai khu [PH-01].")
    page = sign_in(client, full, "deputy").page(f"{address(full)}/print?sources=1")
    assert "PH-01: Thành phố đã ban hành đủ văn bản" in page.text


@pytest.mark.parametrize("path", ["", "/print"])
def test_pages_stay_within_their_queries(client: Client, full: Cast, path: str) -> None:
    oversight.begun(full)
    sign_in(client, full, "secretary")
    assert queries_of(client, address(full) + path) <= 25
    assert queries_of(client, address(full, "results")) <= 25


def test_a_draft_that_is_all_written_costs_no_more(client: Client, full: Cast) -> None:
    told = read(full)
    for section in oversight.begun(full).sections:
        service.save(section, {}, full.secretary, told)
    sign_in(client, full, "secretary")
    assert queries_of(client, address(full)) <= 25


# --- whose word it is --------------------------------------------------------------------------------------------------


def test_figures_stand_under_the_agency_that_reported_them_apart_from_what_is_confirmed(full: Cast) -> None:
    oversight.rest_on_figure(full, "SL-02", "achievement", "Hai khu đã có đủ nhà ở cho công nhân")
    text = generated("results", read(full))
    confirmed, _heading, claimed = text.partition("2. Số liệu do các cơ quan báo cáo, không phải kết luận")
    assert confirmed.startswith("1. Kết quả được Đoàn giám sát xác nhận")
    assert "[SL-" not in confirmed
    assert "Theo báo cáo của Sở Công Thương:\n- Số căn hộ đã xây, năm 2025: [SL-02]." in claimed


def test_a_figure_says_who_reported_it_and_what_stands_against_it(client: Client, full: Cast) -> None:
    oversight.save(full, "results", "Đã xây [SL-01] ở hai khu.\nTheo báo cáo của Sở Công Thương:\n- nay có [SL-02].")
    for path in ("", "/print"):
        text = sign_in(client, full, "deputy").page(address(full) + path).text
        assert (
            "Đã xây 1.200 căn hộ (theo báo cáo của Ban Quản lý Khu kinh tế; số liệu chưa được xác minh; "
            "đang có ý kiến khác: Sở Công Thương báo cáo 350 căn hộ) ở hai khu." in text
        )
        assert (
            "nay có 350 căn hộ (số liệu chưa được xác minh; đang có ý kiến khác: "
            "Ban Quản lý Khu kinh tế báo cáo 1.200 căn hộ)." in text
        )


BOARD, TRADE = "Ban Quản lý Khu kinh tế", "Sở Công Thương"


@pytest.fixture
def three(full: Cast) -> Cast:
    """SL-01, SL-03 and SL-04 of the board, SL-02 of the department, which contradicts SL-01."""
    oversight.report_figure(full, "Kinh phí giải phóng mặt bằng", "a")
    oversight.report_figure(full, "Khu đã có đường nối", "a")
    return full


def claims(text: str, people: Cast) -> list[str]:
    """Who is named as the reporter, in reading order; "" for a figure beside which nobody is."""
    told = [piece for paragraph in paragraphs(text, read(people)) for line in paragraph.lines for piece in line]
    return [
        next((short for short, name in (("board", BOARD), ("trade", TRADE)) if name in piece.aside.split(";")[0]), "")
        for piece in told
        if piece.named is not None
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A [SL-01]. B [SL-02]. C [SL-03].", ["board", "trade", "board"]),
        ("A [SL-03]. B [SL-04]. C [SL-02].", ["board", "", "trade"]),
        ("A [SL-01]. B [SL-03]. C [SL-02].", ["board", "board", "trade"]),
        ("A [SL-01]. B [SL-02]. C [SL-01].", ["board", "trade", "board"]),
        ("A [SL-01].\nB [SL-03].", ["board", "board"]),
        ("[SL-01] và [SL-02]; kinh phí [SL-03] do Sở Công Thương chi.", ["board", "trade", "board"]),
        ("Theo báo cáo của Sở Công Thương, kinh phí [SL-01], nhà ở [SL-02].", ["board", "trade"]),
        ("Theo báo cáo của Sở Công Thương: năm nay [SL-02], kinh phí [SL-01].", ["", "board"]),
        ("Sở Công Thương báo cáo [SL-02], kinh phí [SL-01], nhà [SL-02].", ["", "board", "trade"]),
        ("Nhà [SL-02], theo báo cáo của Sở Công Thương, và [SL-01].", ["", "board"]),
        ("Sở Công Thương có báo cáo. Kinh phí [SL-02].", ["trade"]),
        ("Theo báo cáo của Sở Công Thương:\n- A [SL-02].\n- B [SL-01].\n- C [SL-02].", ["", "board", ""]),
        ("Nhận xét chung về báo cáo của Sở Công Thương.\n- A [SL-02].", ["trade"]),
        ("Gồm:\n- A [SL-01].\n- B [SL-03].", ["board", "board"]),
    ],
)
def test_each_change_of_the_reporter_is_told(three: Cast, text: str, named: list[str]) -> None:
    assert claims(text, three) == named


def test_a_change_of_the_reporter_is_told_on_screen_on_paper_and_in_words(client: Client, three: Cast) -> None:
    words = "A [SL-01]. B [SL-02]. C [SL-03]."
    oversight.save(three, "results", words)
    sign_in(client, three, "deputy")
    told = f"theo báo cáo của {BOARD}"
    for text in (client.page(address(three)).text, client.page(f"{address(three)}/print").text):
        sentence = text[text.index("A 1.200") : text.index("C 77 khu") + 120]
        assert sentence.count(told) == 2
    assert plain(words, read(three)).count(told) == 2


def test_a_result_that_the_head_has_confirmed_verifies_its_figure_and_leaves_it_the_agencys(full: Cast) -> None:
    oversight.figure(full, "SL-02").superseded = True
    db.session.flush()
    found = oversight.rest_on_figure(full, "SL-01", "achievement", "Thành phố đã xây nhiều nhà ở cho công nhân")
    assert plain("[SL-01]", read(full)) == (
        "1.200 căn hộ (theo báo cáo của Ban Quản lý Khu kinh tế; số liệu chưa được xác minh)"
    )
    engine.perform(found, "confirm", full.head)
    assert plain("[SL-01]", read(full)) == "1.200 căn hộ (theo báo cáo của Ban Quản lý Khu kinh tế)"


def test_a_finding_of_a_limit_does_not_verify_a_figure(full: Cast) -> None:
    found = oversight.rest_on_figure(full, "SL-01", "limitation", "Số căn hộ đã xây thấp hơn nhu cầu nhiều lần")
    engine.perform(found, "confirm", full.head)
    assert "số liệu chưa được xác minh" in plain("[SL-01]", read(full))


def test_an_explanation_of_two_numbers_is_printed_with_both(full: Cast) -> None:
    told = read(full)
    [seen] = comparing.disputes(full.delegation, told.reports, full.secretary)[oversight.figure(full, "SL-01").id]
    words = {"text": "Sở chỉ tính nhà đã bàn giao."}
    comparing_service.explain([seen.flag], words, full.secretary, delegation=full.delegation)
    assert "Sở Công Thương báo cáo 350 căn hộ (giải thích: Sở chỉ tính nhà đã bàn giao)" in plain("[SL-01]", read(full))


def test_a_sentence_of_unsigned_minutes_says_so_and_what_others_would_have_it_say(full: Cast) -> None:
    assert "(biên bản chưa ký)" in plain("Báo cáo kỹ [PB-01].", read(full))
    held = read(full).sessions[0]
    engine.perform(held, "send_minutes", full.secretary, {"minutes_text": "Hai bên thống nhất"})
    answers = {"statement_id": held.statements[0].id, "text": "Các cơ quan chuẩn bị chưa đủ"}
    amending.create(answers, full.member, session=held, propose=True)
    assert "biên bản chưa ký; đang có đề nghị sửa thành: “Các cơ quan chuẩn bị chưa đủ”" in plain("[PB-01]", read(full))
    held.state, held.secretary_name, held.signed_on = "minutes_signed", "Lê Thị Ghi", held.held_on
    db.session.flush()
    assert "biên bản chưa ký" not in plain("[PB-01]", read(full))


def test_what_an_agency_says_of_itself_is_not_the_delegations_assessment(full: Cast) -> None:
    said = {"kind": "conclusion", "speaker": "Lãnh đạo Ban", "text": "Ban đã làm tốt mọi việc"}
    held = read(full).sessions[0]
    sessions.add_statement(held, said | {"agency_id": full.agencies["a"].id}, full.secretary)
    own, _lead, theirs = generated("assessment", read(full)).partition("Theo phát biểu của đại diện các cơ quan:")
    assert "Ban đã làm tốt" not in own
    assert "Ban đã làm tốt mọi việc (Lãnh đạo Ban, Ban Quản lý Khu kinh tế) [PB-03 CLV-01]." in theirs


def test_only_a_member_commits_the_delegation(full: Cast) -> None:
    held = read(full).sessions[0]
    for speaker, key in (("Nguyễn Văn Mẫu", None), ("Lãnh đạo Sở", "b")):
        said = {"kind": "commitment", "speaker": speaker, "text": f"Lời hứa của {speaker}"}
        sessions.add_statement(held, said | {"agency_id": full.agencies[key].id if key else None}, full.secretary)
    told = read(full)
    text = generated("recommendations", told)
    own = text.partition("Cam kết của Đoàn giám sát\n\n")[2].partition("\n\n")[0]
    assert own == "- Đoàn sẽ tổng hợp, đề xuất (Nguyễn Thị Ví Dụ) [PB-02 CLV-01]."
    assert "Cam kết của các cơ quan\n\n- Lời hứa của Lãnh đạo Sở (Lãnh đạo Sở, Sở Công Thương) [PB-04" in text
    assert "Cam kết, chưa rõ cơ quan\n\n- Lời hứa của Nguyễn Văn Mẫu (Nguyễn Văn Mẫu) [PB-03 CLV-01]." in text
    assert "(chưa ghi cơ quan của người phát biểu, cần bổ sung; biên bản chưa ký)" in plain("A [PB-03].", told)
    assert "chưa ghi cơ quan" not in plain("A [PB-02]. B [PB-04].", told)


def test_a_finding_that_the_agency_sees_otherwise_or_nobody_has_confirmed_says_so(full: Cast) -> None:
    found = story.finding(full, text="Chậm bố trí quỹ đất nhà ở công nhân", agency_id=full.agencies["a"].id)
    assert plain(f"[{found.code}]", read(full)) == " (phát hiện chưa được Trưởng đoàn xác nhận)"
    engine.perform(found, "send_to_agency", full.secretary)
    engine.perform(found, "comment", full.leader_a, {"stance": "disagree", "text": "Quỹ đất đã đủ."})
    engine.perform(found, "confirm", full.head)
    assert plain(f"[{found.code}]", read(full)) == " (Ban Quản lý Khu kinh tế không đồng ý: quỹ đất đã đủ)"
