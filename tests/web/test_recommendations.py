"""A recommendation on its page: what to do and by when, both truths, and each press of the journey."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.pages import Page, parse, values_of
from tests.signing import sign_in
from tests.web.test_findings import confirmed
from tracker.core import clock
from tracker.extensions import db
from tracker.recommendations import service
from tracker.recommendations.models import Measure, Recommendation, Update
from tracker.recommendations.queries import work_for
from tracker.workflow import engine


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def page_of(client: Client, people: Cast, recommendation: Recommendation, name: str = "office") -> Page:
    return sign_in(client, people, name).page(f"/recommendations/{recommendation.id}")


def first_line(page: Page) -> str:
    return page.all("div", class_="callout")[0].text


def only_update() -> Update:
    return db.session.scalars(select(Update)).one()


def verdicts(page: Page) -> list[str]:
    """The ways in which a report may be decided on."""
    ids = [node.get("id") for node in page.all("input", name="step")]
    return [node.text for node in page.all("label") if node.get("for") in ids]


def buttons(page: Page) -> list[str]:
    return [node.text for node in page.all("a", class_="button")]


# --- drafting -------------------------------------------------------------------------------------------------------


def test_the_secretary_drafts_from_a_finding(client: Client, people: Cast) -> None:
    people.delegation.state = "active"
    finding = confirmed(people)
    people.delegation.state = "concluded"
    sign_in(client, people, "secretary")
    answers = {
        "text": "Trình danh mục quỹ đất",
        "deliverable": "Quyết định của Ủy ban nhân dân",
        "due_on": "15/07/2026",
        "conditions": "Danh mục được phê duyệt\n\nBản đồ kèm theo",
    }
    page = client.done(f"/recommendations/new?from=finding:{finding.id}", answers, button="Lưu dự thảo")
    made = db.session.scalars(select(Recommendation)).one()
    assert made.code == "KN-2026-001"
    assert made.lead is not None
    assert made.lead.agency_id == people.agencies["a"].id
    assert [condition.text for condition in made.conditions] == ["Danh mục được phê duyệt", "Bản đồ kèm theo"]
    assert "PH-01" in page.text


def test_a_draft_says_what_still_stands_in_its_way(client: Client, people: Cast) -> None:
    draft = story.draft(people, lead_agency_id=None, support_agency_ids=[], deliverable="", due_on=None)
    line = first_line(page_of(client, people, draft, "secretary"))
    assert "Dự thảo, chưa ban hành được" in line
    assert "Kiến nghị phải có cơ quan chủ trì, sản phẩm và thời hạn" in line
    assert "chưa được duyệt" in line


def test_a_draft_is_never_overdue_but_its_day_that_has_passed_is_remarked_on(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    draft = story.approved(people, due_on=date(2026, 6, 12), conditions=["Danh mục quỹ đất"])
    page = page_of(client, people, draft)
    assert "Quá hạn" not in page.text
    assert "hạn dự kiến đã qua" in page.text
    path = f"/recommendation/{draft.id}/do/issue"
    assert "Thời hạn 12/06/2026 đã qua" in client.page(path).text
    document = {"kind": "conclusion", "number": "05/TB-HĐND", "issued_on": "15/06/2026"}
    page = client.refused(path, document, button="Ban hành kiến nghị")
    assert "sớm hơn ngày văn bản" in page.one("p", id="issued_on-error").text
    page = client.done(path, document | {"issued_on": "01/06/2026"}, button="Ban hành kiến nghị")
    assert "Quá hạn 1 ngày làm việc" in page.text
    assert "hạn dự kiến" not in page.text


def test_a_draft_whose_day_is_ahead_gives_no_warning(client: Client, people: Cast) -> None:
    draft = story.approved(people, due_on=date(2026, 6, 15))
    assert "hạn dự kiến" not in page_of(client, people, draft).text
    assert "đã qua" not in client.page(f"/recommendation/{draft.id}/do/issue").text


def test_changing_an_approved_draft_says_that_it_must_be_approved_again(client: Client, people: Cast) -> None:
    draft = story.approved(people)
    sign_in(client, people, "secretary")
    page = client.done(f"/recommendations/{draft.id}/edit", {"deliverable": "Nghị quyết"}, button="Lưu dự thảo")
    assert "phải được duyệt lại" in page.text
    assert db.session.get_one(Recommendation, draft.id).approved_at is None


def test_a_date_that_is_none_is_said_beside_the_field(client: Client, people: Cast) -> None:
    sign_in(client, people, "secretary")
    page = client.refused(
        "/recommendations/new", {"text": "Trình danh mục", "due_on": "31/02/2026"}, button="Lưu dự thảo"
    )
    assert "Ngày không hợp lệ. Nhập dd/mm/yyyy" in page.one("p", id="due_on-error").text
    assert page.one("input", id="due_on").get("value") == "31/02/2026"
    assert page.one("textarea", id="text").text == "Trình danh mục"


def test_an_agency_that_has_ended_is_refused_and_its_successor_named(client: Client, people: Cast) -> None:
    from tracker.organizations import service as organizations

    old, new = people.agencies["c"], people.agencies["b"]
    organizations.end(old, date(2026, 5, 31), new, "merge", people.office)
    sign_in(client, people, "secretary")
    page = client.refused(
        "/recommendations/new", {"text": "Trình", "lead_agency_id": str(old.id)}, button="Lưu dự thảo"
    )
    assert "đã kết thúc hoạt động. Hãy chọn cơ quan kế thừa: Sở Công Thương" in page.text


def test_two_people_at_once_lose_nothing(client: Client, people: Cast) -> None:
    draft = story.draft(people)
    sign_in(client, people, "secretary")
    path = f"/recommendations/{draft.id}/edit"
    form = client.page(path).form("Lưu dự thảo")
    version = next(node.get("value") for node in form.all("input") if node.get("name") == "version")
    service.edit(draft, {"deliverable": "Nghị quyết"}, people.head)
    response = client.send(path, {"version": version, "deliverable": "Kế hoạch"}, button="Lưu dự thảo")
    assert response.status_code == 409
    assert "Nghị quyết" in response.text
    assert "Kế hoạch" in response.text


def test_a_double_press_makes_one_draft(client: Client, people: Cast) -> None:
    sign_in(client, people, "secretary")
    answers = {"text": "Trình danh mục", "once": "abc"}
    for _time in range(2):
        client.send("/recommendations/new", answers, button="Lưu dự thảo")
    assert len(db.session.scalars(select(Recommendation)).all()) == 1


def test_the_office_names_who_follows(client: Client, people: Cast) -> None:
    issued = story.issued(people)
    sign_in(client, people, "office")
    other = str(people.users["other_office"].id)
    page = client.done(f"/recommendations/{issued.id}/follow", {"followed_by_id": other}, button="Lưu người theo dõi")
    assert "Người other_office" in page.text
    assert sign_in(client, people, "secretary").get(f"/recommendations/{issued.id}/follow").status_code == 403


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_first_line_says_what_to_do_and_by_when(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    issued = story.issued(people)
    assert "Còn 22 ngày làm việc. Tiếp theo: Ban Quản lý Khu kinh tế" in first_line(page_of(client, people, issued))
    now.move_to("2026-07-20T09:00:00+07:00")
    page = page_of(client, people, issued)
    assert first_line(page).startswith("Quá hạn 3 ngày làm việc.")
    assert len(page.all("time", datetime="2026-07-15")) == 1 + len(issued.assignments), "the lead's, and each one's own"


def test_the_page_shows_what_is_claimed_beside_what_was_verified(client: Client, people: Cast) -> None:
    update = story.report(people)
    engine.perform(update, "return", people.standing, story.RETURN)
    page = page_of(client, people, update.assignment.recommendation)
    row = page.one("table", class_="truths").all("tr")[1].text
    assert "Đã thực hiện xong" in row
    assert "Chưa đáp ứng yêu cầu" in row
    assert "Thiếu bản đồ kèm theo" in row
    assert "bổ sung trước 30/06/2026" in first_line(page)


def test_a_deadline_on_a_rest_day_says_how_it_was_computed(client: Client, people: Cast) -> None:
    issued = story.issued(people, due_on=date(2026, 7, 18))
    text = page_of(client, people, issued).text
    assert "thứ Bảy, 18/07/2026, rơi vào ngày nghỉ hằng tuần" in text
    assert "thứ Hai, 20/07/2026" in text


def test_closing_conditions_show_their_evidence_and_its_state(client: Client, people: Cast) -> None:
    issued = story.issued(people, conditions=["Danh mục", "Bản đồ"])
    proofs = [service.Proof(number="1/QĐ", condition_id=issued.conditions[0].id)]
    update = story.report(people, assignment=story.lead(issued), proofs=proofs)
    engine.perform(update.evidence[0], "reject", people.standing, {"reason": "Mờ, không đọc được"})
    page = page_of(client, people, issued)
    first, second = page.all("div", class_="proofs")
    assert first.one("h3").text == "Danh mục Chưa đủ minh chứng"
    assert "1/QĐ" in first.text
    assert "Không được chấp nhận" in first.text
    assert "Người standing: “Mờ, không đọc được”" in first.text
    assert second.one("h3").text == "Bản đồ Chưa đủ minh chứng"
    assert "Chưa có minh chứng nào" in second.text


def test_the_story_is_told_newest_first_and_leads_to_the_report(client: Client, people: Cast) -> None:
    update = story.report(people)
    story.accept(people, update)
    page = page_of(client, people, update.assignment.recommendation, "deputy")
    told = [node.text for node in page.one("ol", class_="timeline").all("p", class_="event-what")]
    assert told[0].endswith("đã xác nhận thực hiện xong")
    assert told[1].endswith("đã chấp nhận minh chứng")
    assert "đã gửi báo cáo" in told[2]
    assert told[-1].endswith("đã tạo kiến nghị")
    assert f"/updates/{update.id}" in page.links


def test_it_can_be_followed_back_to_the_sentence_that_was_said(client: Client, people: Cast) -> None:
    people.delegation.state = "active"
    finding = confirmed(people)
    people.delegation.state = "concluded"
    issued = story.issued(people, rests_on=[f"finding:{finding.id}"])
    assert f"/findings/{finding.id}" in page_of(client, people, issued).links
    assert f"/recommendations/{issued.id}" in sign_in(client, people, "head").page(f"/findings/{finding.id}").links


@pytest.mark.parametrize("name", ["office", "leader_a", "standing"])
def test_the_page_asks_at_most_25_questions(client: Client, people: Cast, name: str) -> None:
    people.delegation.state = "active"
    finding = confirmed(people)
    people.delegation.state = "concluded"
    issued = story.issued(people, conditions=["Danh mục", "Bản đồ"], rests_on=[f"finding:{finding.id}"])
    for _time in range(3):
        update = story.report(people, assignment=story.lead(issued))
        engine.perform(update, "return", people.standing, story.RETURN)
    story.report(people, key="b", assignment=issued.assignments[1])
    story.measure(people, story.lead(issued))
    sign_in(client, people, name)
    assert queries_of(client, f"/recommendations/{issued.id}") <= 25


# --- who reads what -------------------------------------------------------------------------------------------------


def test_others_are_a_name_and_a_role_to_a_co_operating_agency(client: Client, people: Cast) -> None:
    update = story.report(people)
    engine.perform(update, "return", people.standing, story.RETURN)
    page = page_of(client, people, update.assignment.recommendation, "leader_b")
    row = page.one("table", class_="truths").all("tr")[1].text
    assert row.startswith("Ban Quản lý Khu kinh tế")
    assert "chưa báo cáo" not in row, "what one may not know is not nothing"
    assert "Thiếu bản đồ" not in page.text
    assert "Chưa đáp ứng" not in page.text
    assert "1234/QĐ-UBND" not in page.text


def test_a_co_operating_agency_reads_what_was_accepted_of_the_lead(client: Client, people: Cast) -> None:
    update = story.report(people)
    story.accept(people, update)
    page = page_of(client, people, update.assignment.recommendation, "leader_b")
    assert "Đã trình và được phê duyệt" in page.text


def test_the_lead_sees_the_state_of_those_who_co_operate(client: Client, people: Cast) -> None:
    issued = story.issued(people)
    story.report(people, key="b", assignment=issued.assignments[1], text="Nội dung riêng của Sở")
    page = page_of(client, people, issued, "leader_a")
    assert "Chờ xác nhận" in page.one("table", class_="truths").all("tr")[2].text
    assert "Nội dung riêng của Sở" not in page.text


def test_an_agency_without_a_part_finds_nothing(client: Client, people: Cast) -> None:
    issued = story.issued(people, support_agency_ids=[])
    for name in ("leader_b", "stranger", "foreigner", "admin"):
        assert sign_in(client, people, name).get(f"/recommendations/{issued.id}").status_code == 404


def test_a_draft_is_hidden_from_the_agency_it_names(client: Client, people: Cast) -> None:
    draft = story.approved(people)
    assert sign_in(client, people, "leader_a").get(f"/recommendations/{draft.id}").status_code == 404


# --- reporting ------------------------------------------------------------------------------------------------------


def test_an_officer_writes_with_a_file_for_each_condition_and_the_leader_sends(client: Client, people: Cast) -> None:
    issued = story.issued(people, conditions=["Danh mục", "Bản đồ"])
    task = story.taken(people, story.lead(issued), "a")
    first, second = (condition.id for condition in issued.conditions)
    sign_in(client, people, "officer_a")
    answers: dict[str, Any] = {
        "claim": "done",
        "text": "Đã trình danh mục",
        "completed_on": "15/06/2026",
        f"files_{first}": (io.BytesIO(b"Danh muc"), "Danh mục.txt"),
        f"numbers_{second}": "1234/QĐ-UBND\n55/BĐ",
    }
    page = client.done(f"/assignments/{task.id}/updates/new", answers, button="Lưu, trình lãnh đạo gửi")
    assert "lãnh đạo cơ quan xem và gửi" in page.text
    update = only_update()
    assert [(item.condition_id, item.document_number) for item in update.evidence] == [
        (first, ""),
        (second, "1234/QĐ-UBND"),
        (second, "55/BĐ"),
    ]
    sign_in(client, people, "leader_a")
    page = client.page(f"/updates/{update.id}")
    assert "Hãy kiểm tra trước khi gửi" in page.text
    assert "Danh mục.txt" in page.text
    client.done(f"/updates/{update.id}", {}, button="Gửi báo cáo của cơ quan")
    assert only_update().state == "submitted"


def test_a_leader_may_save_and_send_in_one_press(client: Client, people: Cast) -> None:
    task = story.taken(people, None, "a")
    sign_in(client, people, "leader_a")
    answers = {"claim": "in_progress", "percent": "40", "text": "Đang rà soát"}
    client.done(f"/assignments/{task.id}/updates/new", answers, button="Lưu và gửi ngay")
    assert (only_update().state, only_update().percent) == ("submitted", 40)


def test_the_percents_of_the_last_report_do_not_stand_against_what_is_done(client: Client, people: Cast) -> None:
    task = story.lead(story.issued(people))
    story.report(people, assignment=task, claim="in_progress", percent=60)
    sign_in(client, people, "officer_a")
    address, button = f"/assignments/{task.id}/updates/new", "Lưu, trình lãnh đạo gửi"
    assert client.page(address).one("input", name="percent").get("value") == "60"
    done = {
        "claim": "done",
        "text": "Đã trình và được phê duyệt",
        "completed_on": "15/06/2026",
        "document_numbers": "9/BC",
    }
    client.done(address, done, button=button)
    newest = db.session.scalars(select(Update).order_by(Update.id.desc())).first()
    assert newest is not None
    assert (newest.claim, newest.percent) == ("done", None)


def test_what_cannot_be_sent_yet_is_not_saved_as_sent(client: Client, people: Cast) -> None:
    task = story.taken(people, None, "a")
    sign_in(client, people, "leader_a")
    answers = {"claim": "done", "completed_on": "15/06/2026", "text": "Đã xong"}
    page = client.refused(f"/assignments/{task.id}/updates/new", answers, button="Lưu và gửi ngay")
    assert "ít nhất một tệp minh chứng hoặc số văn bản" in page.text
    assert db.session.scalars(select(Update)).all() == []


def test_a_report_that_is_being_written_is_opened_again(client: Client, people: Cast) -> None:
    update = story.drafted_report(people)
    sign_in(client, people, "leader_a")
    response = client.get(f"/assignments/{update.assignment_id}/updates/new")
    assert response.headers["Location"] == f"/updates/{update.id}/edit"
    drop = {"text": "Viết lại", "drop_evidence": str(update.evidence[0].id), "document_numbers": "99/BC"}
    client.done(f"/updates/{update.id}/edit", drop, button="Lưu và xem lại trước khi gửi")
    assert [item.document_number for item in only_update().evidence] == ["99/BC"]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"claim": "done", "text": "Xong"}, "completed_on"),
        ({"claim": "done", "text": "Xong", "completed_on": "01/01/2027"}, "completed_on"),
        ({"claim": "done", "text": "Xong", "completed_on": "14/06/2026"}, "completed_on"),
        ({"claim": "done", "text": "Xong", "completed_on": "15/06/2026", "percent": "90"}, "percent"),
        ({"claim": "partly", "text": "Xong", "percent": "101"}, "percent"),
        ({"claim": "partly", "text": " "}, "text"),
    ],
)
def test_bad_answers_are_said_beside_their_field(
    client: Client, people: Cast, answers: dict[str, str], field: str
) -> None:
    task = story.taken(people, None, "a")
    sign_in(client, people, "officer_a")
    page = client.refused(f"/assignments/{task.id}/updates/new", answers, button="Lưu, trình lãnh đạo gửi")
    assert page.one("p", id=f"{field}-error")


def test_only_the_agency_reports_on_its_task(client: Client, people: Cast) -> None:
    task = story.taken(people, None, "a")
    for name, status in (("leader_b", 404), ("office", 403), ("head", 403)):
        assert sign_in(client, people, name).get(f"/assignments/{task.id}/updates/new").status_code == status


def test_the_office_enters_a_paper_and_it_is_shown_as_such(client: Client, people: Cast) -> None:
    issued = story.issued(people)
    sign_in(client, people, "office")
    answers: dict[str, Any] = {
        "paper_number": "77/BC-BQL",
        "paper_date": "14/06/2026",
        "paper_signer": "Nguyễn Văn Mẫu",
        "scan": (io.BytesIO(b"Ban chup"), "77-BC.txt"),
        "claim": "done",
        "text": "Đã trình danh mục",
        "completed_on": "15/06/2026",
    }
    path = f"/assignments/{story.lead(issued).id}/updates/new-on-paper"
    page = client.done(path, answers, button="Ghi nhận văn bản của cơ quan")
    assert "77/BC-BQL" in page.text
    assert page.all("input", name="step") == []
    assert "Văn phòng nhập từ văn bản giấy" in page_of(client, people, issued).text
    page = sign_in(client, people, "other_office").page(f"/updates/{only_update().id}")
    assert "Xác nhận đã thực hiện xong" in verdicts(page)
    assert sign_in(client, people, "leader_a").get(path).status_code == 403
    waived = story.lead(story.issued(people))
    engine.perform(waived, "waive", people.standing, story.DECISION)
    sign_in(client, people, "office")
    assert client.get(f"/assignments/{waived.id}/measures/new").status_code == 409


def test_the_council_side_is_offered_verdicts_and_the_agency_none(client: Client, people: Cast) -> None:
    update = story.report(people)
    assert verdicts(sign_in(client, people, "standing").page(f"/updates/{update.id}")) == [
        "Xác nhận đã thực hiện xong",
        "Chấp nhận một phần",
        "Trả lại để bổ sung",
    ]
    page = sign_in(client, people, "leader_a").page(f"/updates/{update.id}")
    assert verdicts(page) == buttons(page) == []


# --- measures -------------------------------------------------------------------------------------------------------


def test_the_office_urges_in_writing(client: Client, people: Cast) -> None:
    issued = story.issued(people)
    sign_in(client, people, "office")
    path = f"/assignments/{story.lead(issued).id}/measures/new"
    answers = {"document_number": "301/HĐND-VP", "taken_on": "15/06/2026", "answer_due_on": "30/06/2026"}
    answers["skip_reason"] = "Việc gấp"
    page = client.done(path, answers, button="Ghi biện pháp")
    assert "lần 1: 15/06/2026" in page.text
    assert db.session.scalars(select(Measure)).one().answer_due_on == date(2026, 6, 30)


def test_a_step_that_is_left_out_needs_a_reason(client: Client, people: Cast) -> None:
    issued = story.issued(people)
    sign_in(client, people, "office")
    path = f"/assignments/{story.lead(issued).id}/measures/new"
    page = client.refused(path, {"kind": "questioning", "document_number": "9/TTr"}, button="Ghi biện pháp")
    assert "Đôn đốc bằng văn bản" in page.one("p", id="skip_reason-error").text


def test_nobody_is_urged_about_what_has_ended(client: Client, people: Cast) -> None:
    update = story.report(people)
    story.accept(people, update)
    path = f"/assignments/{update.assignment_id}/measures/new"
    page = sign_in(client, people, "office").page(path)
    assert [node.get("value") for node in page.all("input", name="kind")] == ["re_oversight"], (
        "it may be looked at again"
    )
    assert sign_in(client, people, "leader_a").get(path).status_code == 403


# --- my work --------------------------------------------------------------------------------------------------------


def waiting(people: Cast, name: str, *, everything: bool = True) -> list[tuple[str, str]]:
    return [(item.group, item.action) for item in work_for(people.actor(name), everything=everything)]


def test_an_agency_is_told_what_to_do_in_the_order_of_urgency(people: Cast, now: time_machine.Coordinates) -> None:
    issued = story.issued(people)
    assert waiting(people, "officer_a") == [("todo", "Nhận việc, phân công")]
    update = story.drafted_report(people, assignment=story.taken(people, story.lead(issued), "a"))
    assert waiting(people, "officer_a") == []
    assert waiting(people, "leader_a") == [], "what is being written is not laid before the leader yet"
    engine.perform(update, "lay_before", people.officer_a)
    assert waiting(people, "leader_a") == [("todo", "Xem và gửi")]
    engine.perform(update, "send", people.leader_a)
    assert waiting(people, "leader_a") == [("waiting", "")]
    engine.perform(update, "return", people.standing, story.RETURN)
    assert waiting(people, "officer_a") == [("returned", "Bổ sung")]
    now.move_to("2026-07-20T09:00:00+07:00")
    assert waiting(people, "officer_a") == [("overdue", "Bổ sung")]
    assert waiting(people, "officer_b") == [("overdue", "Nhận việc, phân công")]


def test_what_is_due_within_seven_working_days_comes_soon(people: Cast, now: time_machine.Coordinates) -> None:
    issued = story.issued(people)
    now.move_to("2026-07-06T09:00:00+07:00")
    assert waiting(people, "officer_b") == [("soon", "Nhận việc, phân công")]
    assert issued.due_on == story.NEXT_MONTH


def test_the_office_sees_what_it_follows_or_everything(people: Cast, now: time_machine.Coordinates) -> None:
    issued = story.issued(people)
    now.move_to("2026-07-20T09:00:00+07:00")
    assert waiting(people, "office") == [("overdue", "Đôn đốc")]
    assert waiting(people, "office", everything=False) == []
    service.follow(issued, {"followed_by_id": people.users["office"].id}, people.office)
    assert waiting(people, "office", everything=False) == [("overdue", "Đôn đốc")]
    assert waiting(people, "other_office", everything=False) == []


def test_who_follows_the_delegation_follows_what_nobody_else_does(people: Cast, now: time_machine.Coordinates) -> None:
    issued = story.issued(people)
    people.delegation.followed_by_id = people.users["office"].id
    now.move_to("2026-07-20T09:00:00+07:00")
    assert waiting(people, "office", everything=False) == [("overdue", "Đôn đốc")]
    service.follow(issued, {"followed_by_id": people.users["other_office"].id}, people.office)
    assert waiting(people, "office", everything=False) == []


def test_verifiers_are_told_of_reports_but_never_of_their_own(people: Cast) -> None:
    story.paper(people)
    assert ("todo", "Xem và xác nhận") not in waiting(people, "office")
    assert waiting(people, "other_office") == [("todo", "Xem và xác nhận")]
    assert waiting(people, "standing") == [("todo", "Xem và xác nhận")]
    assert waiting(people, "leader") == [("todo", "Xem và xác nhận")]
    assert waiting(people, "head") == []


def test_drafts_wait_for_whoever_has_to_act(people: Cast) -> None:
    draft = story.draft(people)
    story.draft(people, deliverable="")
    assert waiting(people, "secretary") == [("todo", "Viết tiếp")]
    assert waiting(people, "head") == [("todo", "Xem và duyệt")]
    assert waiting(people, "office") == []
    engine.perform(draft, "approve", people.head)
    assert waiting(people, "head") == []
    assert waiting(people, "office") == [("todo", "Xem và ban hành")]


def test_a_request_for_reconsideration_waits_for_an_answer(people: Cast) -> None:
    issued = story.issued(people)
    engine.perform(story.lead(issued), "ask_reconsideration", people.leader_a, {"reason": "Vượt thẩm quyền của Ban"})
    assert waiting(people, "standing") == [("todo", "Xem và trả lời")]
    assert waiting(people, "leader") == [("todo", "Xem và trả lời")]
    assert waiting(people, "leader_a") == [("waiting", "")]


def test_my_work_leads_to_each_of_them(client: Client, people: Cast, now: time_machine.Coordinates) -> None:
    story.issued(people)
    now.move_to("2026-07-20T09:00:00+07:00")
    for name in ("office", "officer_a", "leader_a", "standing", "secretary", "head", "leader"):
        page = sign_in(client, people, name).page("/?all=1")
        for url in page.links:
            if url.startswith(("/assignments/", "/assignment/", "/update/")):
                assert client.get(url).status_code == 200, url


# --- the table as a page --------------------------------------------------------------------------------------------


def test_the_table_keeps_its_filters_in_the_address_and_as_chips(client: Client, people: Cast) -> None:
    story.issued(people)
    sign_in(client, people, "office")
    agency = people.agencies["a"].id
    page = client.page(f"/recommendations?agency={agency}&status=open&due=2026-07-01..2026-07-31&q=quy+dat&sort=-due")
    assert len(page.all("th", scope="row")) == 1
    chips = [node.text for node in page.all("a", class_="chip")]
    assert chips == [
        "Bỏ lọc: Ban Quản lý Khu kinh tế",
        "Bỏ lọc: Chưa kết thúc",
        "Bỏ lọc: Tháng sau",
        "Bỏ lọc: “quy dat”",
    ]
    assert page.one("th", aria_sort="descending").text == "Hạn"
    assert "1 kiến nghị" in page.one("p", class_="result-count").text
    form = page.one("form", class_="filter-line")
    assert form.one("select", id="due").one("option", selected="").get("value") == "2026-07-01..2026-07-31"
    assert form.one("input", name="sort").get("value") == "-due"


def test_days_that_leave_out_rest_days_are_called_working_days(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    story.issued(people, code="KN-1", due_on=date(2026, 6, 16))
    story.issued(people, code="KN-2", due_on=date(2026, 6, 24))
    now.move_to("2026-06-22T09:00:00+07:00")
    sign_in(client, people, "office")
    table = client.page("/recommendations")
    assert "Quá 4 ngày làm việc" in table.text
    assert "còn 2 ngày làm việc" in table.text
    assert "Quá 4 ngày làm việc" in client.page("/?all=1").text, "a short badge, too"
    sign_in(client, people, "leader_a")
    assert "1 việc trong 7 ngày làm việc tới" in client.page("/").text
    assert "4 working days late" in client.page("/recommendations?lang=en").text


def test_a_filter_that_means_nothing_is_named(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    for query in ("due=ngay+mai", "status=overdue", "agency=x", "sort=--due", "size=7", "page=999", "due=2026-13-01.."):
        assert "không hiểu được" in client.page(f"/recommendations?{query}").text, query


def test_a_range_may_be_open_at_one_end(client: Client, people: Cast) -> None:
    story.issued(people)
    sign_in(client, people, "office")
    assert len(client.page("/recommendations?due=..2026-07-15").all("th", scope="row")) == 1
    assert len(client.page("/recommendations?due=2026-07-16..").all("th", scope="row")) == 0


def test_pages_of_the_table_lead_on(client: Client, people: Cast) -> None:
    for _time in range(30):
        story.draft(people)
    page = sign_in(client, people, "office").page("/recommendations?status=draft")
    assert len(page.all("th", scope="row")) == 25
    assert "Dòng 1 đến 25" in page.one("nav", class_="pager").text
    assert len(client.page(page.one("a", rel="next").get("href")).all("th", scope="row")) == 5
    assert len(client.page("/recommendations?status=draft&size=50").all("th", scope="row")) == 30


def test_the_second_of_two_verifiers_reads_the_verdict_and_keeps_their_words(client: Client, people: Cast) -> None:
    update = story.report(people)
    sign_in(client, people, "leader")
    words = "Còn ba khu\nchưa có đường gom"
    address, button = f"/updates/{update.id}", "Ghi kết luận"
    sent = values_of(client.page(address).form(button), button) | {
        "step": "accept_partly",
        "accept_partly__note": words,
    }
    returned = {"reason": "Thiếu biên bản nghiệm thu", "answer_due_on": date(2026, 7, 1)}
    engine.perform(update, "return", people.standing, returned | story.judged(update))
    response = client.post(address, data=sent)
    assert response.status_code == 409
    page = parse(response.text)
    assert "Thiếu biên bản nghiệm thu" in page.text
    assert "01/07/2026" in page.text
    assert " ".join(words.split()) in " ".join(page.text.split())
    assert not page.all("button", name="review"), "what cannot be done is not offered"


def test_the_first_line_names_each_that_is_late_by_its_own_days(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    issued = story.issued(people)
    lead, support = issued.assignments
    support.due_on = support.due_ends_on = support.due_key = date(2026, 7, 8)
    story.measure(people, support)
    now.move_to("2026-07-16T09:00:00+07:00")
    line = first_line(sign_in(client, people, "office").page(f"/recommendations/{issued.id}"))
    assert line.startswith(f"{lead.answering}: quá hạn 1 ngày làm việc.")
    assert f"{support.answering} quá hạn 6 ngày làm việc" in line
    assert "đã đôn đốc" not in line, "the lead was not urged"


def test_the_table_asks_few_questions(client: Client, people: Cast) -> None:
    for _time in range(5):
        story.issued(people)
    sign_in(client, people, "office")
    few = queries_of(client, "/recommendations?status=open")
    for _time in range(5):
        story.issued(people)
    assert queries_of(client, "/recommendations?status=open") <= min(few, 10)
    assert few <= 12, "once a day: the names of agencies, the council"


def test_an_agency_is_not_asked_for_an_agency(client: Client, people: Cast) -> None:
    story.issued(people)
    page = sign_in(client, people, "leader_a").page("/recommendations")
    assert page.all("select", id="agency") == []
    assert "draft" not in [node.get("value") for node in page.one("select", id="status").all("option")]
    assert clock.today() == date(2026, 6, 15)


def test_the_page_says_when_the_day_to_answer_a_return_is_over(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    update = story.report(people)
    engine.perform(update, "return", people.office, story.RETURN)
    made = update.assignment.recommendation
    for day, is_over in {"2026-06-30": False, "2026-07-01": True}.items():
        now.move_to(f"{day}T09:00:00+07:00")
        page = page_of(client, people, made, "leader_a")
        assert bool(page.all("div", class_="callout-danger")) is is_over, day
        assert ("đã quá ngày phải trả lời 30/06/2026" in page.text) is is_over, day
    assert client.page(f"/updates/{update.id}").all("div", class_="callout-danger")
