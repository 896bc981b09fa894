"""Recording a finding on a phone, sending it, and reading what became of it."""

from __future__ import annotations

import io
from datetime import date

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.attachments import queries as attachments
from tracker.audit import queries as audit
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.delegations.models import Delegation
from tracker.extensions import db
from tracker.findings import queries, service
from tracker.findings.models import Finding
from tracker.links import origins
from tracker.sessions.models import Statement, WorkingSession
from tracker.workflow import engine

ANSWERS = {"kind": "limitation", "text": story.TEXT, "evidence": "Biên bản làm việc ngày 16/04"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def said(people: Cast, delegation: Delegation | None = None) -> Statement:
    delegation = delegation or people.delegation
    session = WorkingSession(
        council_id=people.council.id,
        delegation=delegation,
        code="CLV-01",
        title="Làm việc với Ban Quản lý",
        held_on=date(2026, 6, 10),
        part="morning",
        state="held",
        notice_sent_on=date(2026, 5, 20),
        head_attended=True,
        inferred=[],
        waived_facts=[],
    )
    statement = Statement(
        council_id=people.council.id,
        delegation=delegation,
        session=session,
        code="PB-01",
        kind="report",
        speaker="Lãnh đạo Ban Quản lý",
        agency_id=people.agencies["a"].id,
        text="Hiện mới có 3 trong 14 khu công nghiệp có quỹ đất",
    )
    db.session.add_all([session, statement])
    db.session.flush()
    return statement


def only_finding() -> Finding:
    return db.session.scalars(select(Finding)).one()


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(Finding)) or 0


# --- recording ------------------------------------------------------------------------------------------------------


def test_a_member_records_and_sends_a_finding_in_one_press(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    page = client.done("/findings/new", ANSWERS, button="Gửi Trưởng đoàn")
    assert "PH-01" in page.heading
    assert only_finding().state == "submitted"


def test_a_finding_can_be_kept_for_later(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    client.done("/findings/new", {"kind": "difficulty", "text": "Chưa đủ"}, button="Lưu và quay lại sau")
    assert only_finding().state == "draft"


def test_at_most_five_fields_are_required(client: Client, people: Cast) -> None:
    page = sign_in(client, people, "member").page("/findings/new")
    form = page.form("Gửi Trưởng đoàn")
    labels = [node.text for node in form.all("label", "legend") if "(không bắt buộc)" not in node.text]
    asked = [label for label in labels if label in ("Loại", "Nội dung")]
    assert asked == ["Loại", "Nội dung"]
    assert len(form.all("fieldset")) <= 3


def test_what_it_rests_on_is_filled_in_from_where_one_came(client: Client, people: Cast) -> None:
    statement = said(people)
    sign_in(client, people, "member")
    page = client.page(f"/findings/new?from=statement:{statement.id}")
    assert "PB-01" in page.text
    chosen = [node.text for node in page.all("option", selected="")]
    assert "Ban Quản lý Khu kinh tế" in chosen
    client.done(
        f"/findings/new?from=statement:{statement.id}",
        {"kind": "limitation", "text": story.TEXT},
        button="Gửi Trưởng đoàn",
    )
    assert origins.of(only_finding(), people.member, queries.GROUNDS) == [f"statement:{statement.id}"]


def test_too_short_a_text_is_said_beside_the_field_and_nothing_is_written(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    page = client.refused(
        "/findings/new", {"kind": "limitation", "text": "Ngắn", "evidence": "x"}, button="Gửi Trưởng đoàn"
    )
    assert "ít nhất 20 chữ cái" in page.one("p", id="text-error").text
    assert page.one("textarea", id="text").raw.strip() == "Ngắn"
    assert how_many() == 0


def test_nothing_rests_on_nothing(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    page = client.refused("/findings/new", {"kind": "limitation", "text": story.TEXT}, button="Gửi Trưởng đoàn")
    assert "minh chứng" in page.one("p", id="evidence-error").text


def test_only_spaces_are_no_text(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    page = client.refused("/findings/new", {"kind": "limitation", "text": "   "}, button="Lưu và quay lại sau")
    assert "Nội dung" in page.one("p", id="text-error").text


def test_evidence_files_are_kept_with_the_finding(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    file = (io.BytesIO(b"Bien ban"), "Biên bản.txt")
    client.done("/findings/new", ANSWERS | {"files": file}, button="Gửi Trưởng đoàn")
    assert [file.name for file in attachments.of("finding", only_finding().id)] == ["Biên bản.txt"]


def test_the_files_of_a_finding_are_not_called_optional(client: Client, people: Cast) -> None:
    page = sign_in(client, people, "member").page("/findings/new")
    assert page.one("label", for_="files").text == "Ảnh, tệp minh chứng"
    assert page.one("p", id="files-hint").text == "Dấu hiệu vi phạm phải có tệp; loại khác có thì kèm."


def test_a_refused_file_leaves_nothing_behind(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    file = (io.BytesIO(b"MZ"), "virus.exe")
    page = client.refused("/findings/new", ANSWERS | {"files": file}, button="Gửi Trưởng đoàn")
    assert "virus.exe" in page.one("p", id="files-error").text
    assert how_many() == 0


def test_a_form_that_comes_back_says_which_files_must_be_chosen_again(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    file = (io.BytesIO(b"Bien ban"), "Biên bản.txt")
    page = client.refused("/findings/new", ANSWERS | {"text": "", "files": file}, button="Gửi Trưởng đoàn")
    assert page.one("p", id="files-lost").text == "Hãy chọn lại tệp: Biên bản.txt"
    assert "Biên bản.txt" in page.one("div", id="error-summary").text


def test_whoever_works_on_several_delegations_says_first_which(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    page = client.page("/findings/new")
    assert f"/findings/new?delegation={people.delegation.id}" in page.links
    assert "Ghi phát hiện" in client.page(f"/findings/new?delegation={people.delegation.id}").heading


@pytest.mark.parametrize("name", ["leader_a", "deputy", "standing", "stranger"])
def test_who_is_not_of_the_delegation_records_nothing(client: Client, people: Cast, name: str) -> None:
    sign_in(client, people, name)
    assert client.get(f"/findings/new?delegation={people.delegation.id}").status_code in (403, 404)
    assert client.get("/findings/new").status_code == 403


def test_a_source_that_one_may_not_see_is_not_found(client: Client, people: Cast) -> None:
    statement = said(people, people.other_delegation)
    sign_in(client, people, "member")
    assert client.get(f"/findings/new?from=statement:{statement.id}").status_code == 404
    assert client.get("/findings/new?from=user:1").status_code == 404


def test_a_closed_delegation_takes_no_more_findings(people: Cast) -> None:
    people.delegation.state = "closed"
    with pytest.raises(Impossible):
        story.finding(people)


def test_grounds_are_of_the_same_delegation(people: Cast) -> None:
    statement = said(people, people.other_delegation)
    with pytest.raises(Invalid) as refused:
        story.finding(people, by="office", rests_on=[f"statement:{statement.id}"])
    assert "rests_on" in refused.value.errors


def test_codes_count_within_the_delegation_and_may_be_given(people: Cast) -> None:
    assert [story.finding(people).code for _time in range(2)] == ["PH-01", "PH-02"]
    answers = {"kind": "achievement", "text": story.TEXT, "evidence": "Bài viết"}
    made = service.create(answers, people.office, delegation=people.delegation, code="NĐ-01", submit=True)
    assert (made.code, made.state) == ("NĐ-01", "submitted")
    with pytest.raises(Invalid):
        service.create(answers, people.office, delegation=people.delegation, code="NĐ-01")


# --- changing -------------------------------------------------------------------------------------------------------


def test_a_member_edits_only_own_drafts(client: Client, people: Cast) -> None:
    draft = story.finding(people, submit=False)
    sign_in(client, people, "member")
    client.done(f"/findings/{draft.id}/edit", {"text": story.TEXT + " đến nay"}, button="Lưu và quay lại sau")
    assert only_finding().text.endswith("đến nay")
    with pytest.raises(Forbidden):
        service.edit(draft, {"text": "Khác"}, people.head)
    engine.perform(draft, "submit", people.member)
    with pytest.raises(Impossible):
        service.edit(draft, {"text": "Khác"}, people.member)


def test_the_history_tells_grounds_and_agency_that_changed(people: Cast) -> None:
    statement = said(people)
    draft = story.finding(people, submit=False, rests_on=[f"statement:{statement.id}"])
    service.edit(draft, {"rests_on": [], "agency_id": people.agencies["b"].id}, people.member)
    event = audit.of_thread("finding", draft.id, people.member, council_side=True)[0]
    assert event.before == {"agency_id": None, "rests_on": ["PB-01"]}
    assert event.after == {"agency_id": people.agencies["b"].id, "rests_on": []}


def test_a_note_is_sent_from_its_own_form(client: Client, people: Cast) -> None:
    draft = story.finding(people, submit=False)
    sign_in(client, people, "member")
    client.done(f"/findings/{draft.id}/edit", {}, button="Gửi Trưởng đoàn")
    assert only_finding().state == "submitted"


def test_the_secretary_mends_what_was_submitted_without_sending_again(client: Client, people: Cast) -> None:
    finding = story.finding(people)
    sign_in(client, people, "secretary")
    client.done(f"/findings/{finding.id}/edit", {"agency_id": str(people.agencies["a"].id)}, button="Lưu phát hiện")
    assert only_finding().agency_id == people.agencies["a"].id


# --- reading --------------------------------------------------------------------------------------------------------


def confirmed(people: Cast) -> Finding:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    engine.perform(finding, "comment", people.leader_a, {"stance": "partly", "text": "Đồng ý về số liệu"})
    engine.perform(finding, "confirm", people.head, {"note": "Rõ"})
    return finding


def test_the_page_tells_the_whole_story(client: Client, people: Cast) -> None:
    finding = confirmed(people)
    page = sign_in(client, people, "deputy").page(f"/findings/{finding.id}")
    assert "Đồng ý một phần" in page.text
    assert "Đồng ý về số liệu" in page.text
    assert "đã xác nhận phát hiện" in page.text


def test_a_correction_keeps_the_old_text(client: Client, people: Cast) -> None:
    finding = confirmed(people)
    new = "Mới có 4 trong 14 khu công nghiệp bố trí được quỹ đất"
    engine.perform(finding, "correct", people.head, {"text": new, "reason": "Số liệu cập nhật lại"})
    page = sign_in(client, people, "head").page(f"/findings/{finding.id}")
    assert new in page.text
    assert story.TEXT in page.text


def test_an_agency_reads_what_was_sent_to_it_without_its_author(client: Client, people: Cast) -> None:
    finding = confirmed(people)
    page = sign_in(client, people, "leader_a").page(f"/findings/{finding.id}")
    assert story.TEXT in page.text
    assert "Người member" not in page.text
    assert sign_in(client, people, "leader_b").get(f"/findings/{finding.id}").status_code == 404


def test_a_draft_comment_stays_inside_the_agency(client: Client, people: Cast) -> None:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    engine.perform(finding, "draft_comment", people.officer_a, {"stance": "disagree", "text": "Số liệu chưa đúng"})
    assert "Số liệu chưa đúng" in sign_in(client, people, "leader_a").page(f"/findings/{finding.id}").text
    assert "Số liệu chưa đúng" not in sign_in(client, people, "head").page(f"/findings/{finding.id}").text


def test_a_draft_comment_is_handed_back_to_be_mended(client: Client, people: Cast) -> None:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(finding, "send_to_agency", people.secretary)
    step, page = f"/finding/{finding.id}/do/", f"/findings/{finding.id}"
    sign_in(client, people, "leader_a")
    assert not client.page(page).all("a", text="Trả lại để sửa"), "nothing has been laid before the leader yet"
    engine.perform(finding, "draft_comment", people.officer_a, {"stance": "disagree", "text": "Số liệu chưa đúng"})
    assert "Xem và gửi" in client.page("/").text
    assert "Người officer_a đã trình lãnh đạo" in client.page(page).text
    client.refused(step + "hand_back", {"reason": "Sửa"})
    assert finding.draft_comment is not None
    assert finding.draft_comment.ready_at is not None, "nothing is half written"
    client.done(step + "hand_back", {"reason": "Nêu rõ số khu đã rà soát"}, button="Trả lại để sửa")
    assert "Nêu rõ số khu đã rà soát" in client.page(page).all("div", class_="callout")[0].text
    assert not client.page(page).all("a", text="Trả lại để sửa")
    sign_in(client, people, "officer_a")
    assert "lãnh đạo trả lại để sửa: “Nêu rõ số khu đã rà soát”" in client.page("/").text
    form = client.page(step + "draft_comment")
    assert "Lãnh đạo trả lại để sửa: “Nêu rõ số khu đã rà soát”" in form.text
    assert form.one("textarea", name="text").text.strip() == "Số liệu chưa đúng", (
        "what was written is there to be mended"
    )
    mended = {"stance": "partly", "text": "Đã rà soát 3 khu"}
    assert "đã trả lại dự thảo ý kiến để sửa" in client.done(step + "draft_comment", mended).text
    assert finding.draft_comment.back_note == ""
    for name in ("head", "leader_b"):
        sign_in(client, people, name)
        told = client.get(page)
        assert told.status_code == (200 if name == "head" else 404)
        assert "trả lại dự thảo" not in told.text


def test_the_first_line_says_who_acts_next_and_by_when(client: Client, people: Cast) -> None:
    finding = story.finding(people, agency_id=people.agencies["a"].id)
    assert "Thư ký đoàn" in sign_in(client, people, "head").page(f"/findings/{finding.id}").text
    engine.perform(finding, "send_to_agency", people.secretary)
    words = client.page(f"/findings/{finding.id}").one("div", class_="callout").text
    assert "Ban Quản lý Khu kinh tế – nêu ý kiến" in words
    assert "hạn" in words


def test_a_recommendation_begins_from_a_finding(client: Client, people: Cast) -> None:
    finding = confirmed(people)
    page = sign_in(client, people, "secretary").page(f"/findings/{finding.id}")
    assert f"/recommendations/new?from=finding:{finding.id}" in page.links


def test_the_list_is_narrowed_by_what_stands_in_the_address(client: Client, people: Cast) -> None:
    first = story.finding(people, agency_id=people.agencies["a"].id)
    story.finding(people, kind="difficulty", text="Đường điện vào khu nhà ở còn thiếu")
    sign_in(client, people, "secretary")
    for query in ("kind=limitation", f"agency={people.agencies['a'].id}", "q=quy+dat", "q=PH-01"):
        page = client.page(f"/findings?{query}")
        assert [row.one("a").text for row in page.all("th", scope="row")] == [first.code], query
        assert "Xóa lọc" in page.text
    assert len(client.page("/findings?status=submitted").all("th", scope="row")) == 2
    assert len(client.page(f"/findings?delegation={people.other_delegation.id}").all("th", scope="row")) == 0


def test_an_empty_list_says_what_comes_next(client: Client, people: Cast) -> None:
    assert "Chưa có phát hiện nào" in sign_in(client, people, "head").page("/findings").text


# --- my work --------------------------------------------------------------------------------------------------------


def waiting(people: Cast, name: str) -> list[tuple[str, str, str]]:
    return [(item.group, item.code, item.action) for item in queries.work_for(people.actor(name))]


def test_everybody_is_told_what_waits_for_them(people: Cast, now: time_machine.Coordinates) -> None:
    finding = story.finding(people, submit=False, agency_id=people.agencies["a"].id)
    assert waiting(people, "member") == [("todo", "PH-01", "Viết tiếp")]
    engine.perform(finding, "submit", people.member)
    assert waiting(people, "member") == [("waiting", "PH-01", "")]
    assert waiting(people, "secretary") == [("todo", "PH-01", "Gửi cơ quan")]
    assert waiting(people, "head") == []
    engine.perform(finding, "send_to_agency", people.secretary)
    assert waiting(people, "leader_a") == [("soon", "PH-01", "Gửi ý kiến")]
    assert waiting(people, "officer_a") == [("soon", "PH-01", "Soạn ý kiến")]
    assert waiting(people, "leader_b") == []
    now.shift(60 * 60 * 24 * 14)
    assert waiting(people, "leader_a")[0][0] == "overdue"
    assert waiting(people, "head") == [("todo", "PH-01", "Xem và quyết định")]
    engine.perform(finding, "comment", people.leader_a, {"stance": "agree"})
    assert waiting(people, "leader_a") == []
    assert waiting(people, "leader") == [("todo", "PH-01", "Xem và quyết định")]


def test_a_violation_waits_for_the_head_alone(people: Cast) -> None:
    story.finding(people, kind="violation", files=[story.scan(people, "member")])
    assert waiting(people, "head") != []
    assert waiting(people, "leader") == []


def test_more_than_twenty_are_counted(people: Cast) -> None:
    for _time in range(23):
        story.finding(people, submit=False)
    work = queries.work_for(people.member)
    assert (len(work.items), work.counts["todo"]) == (20, 23)


@pytest.mark.parametrize("path", ["/findings", "/findings/new", "/findings/{id}"])
def test_pages_stay_within_their_queries(client: Client, people: Cast, path: str) -> None:
    findings = [story.finding(people, agency_id=people.agencies["a"].id) for _time in range(8)]
    sign_in(client, people, "member")
    assert queries_of(client, path.format(id=findings[0].id)) <= 25
