"""Before a session: its programme, who is asked to come, what they answer; afterwards who came, and in whose place."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests.cast import Cast
from tests.client import Client
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.calendar import rules
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.delegations import service as delegations
from tracker.sessions import deadlines, invitations, service
from tracker.sessions.models import Invitation, WorkingSession
from tracker.workflow import engine

pytestmark = [pytest.mark.web, pytest.mark.usefixtures("now")]
HEAD = "Nguyễn Thị Ví Dụ"


@pytest.fixture
def cast(db_session: Session) -> Cast:
    return people.make()


@pytest.fixture
def planned(cast: Cast) -> WorkingSession:
    answers = {
        "kind": "working",
        "held_on": date(2026, 6, 25),
        "part": "morning",
        "chair": HEAD,
        "agency_ids": [cast.agencies["a"].id, cast.agencies["b"].id],
    }
    return service.create(answers, cast.secretary, delegation=cast.delegation)


def notified(cast: Cast, session: WorkingSession, on: date = date(2026, 6, 12)) -> WorkingSession:
    engine.perform(session, "notify", cast.secretary, {"notice_sent_on": on})
    return session


def invited(session: WorkingSession, words: str) -> Invitation:
    return next(one for one in session.invitations if words in (one.name, one.body))


# --- programme --------------------------------------------------------------------------------------------------------


def test_the_programme_is_written_in_one_form_and_put_in_order_by_the_hours(
    client: Client, cast: Cast, planned: WorkingSession
) -> None:
    sign_in(client, cast, "secretary")
    lines = {
        "items-0-starts_at": "9h30",
        "items-0-text": "Trao đổi, kết luận",
        "items-1-starts_at": "08:00",
        "items-1-text": "Báo cáo của cơ quan",
        "items-1-presenter": "Lãnh đạo Ban Quản lý",
    }
    page = client.done(f"/sessions/{planned.id}/programme", lines, button="Lưu chương trình")
    shown = page.one("ol", class_="programme").text
    assert shown.index("08:00 Báo cáo của cơ quan (Lãnh đạo Ban Quản lý)") < shown.index("09:30 Trao đổi, kết luận")
    assert [item.starts_at for item in planned.programme] == [time(8), time(9, 30)]


def test_one_more_line_is_added_without_saving_and_without_losing_a_word(
    client: Client, cast: Cast, planned: WorkingSession
) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/{planned.id}/programme"
    answer = client.send(path, {"items-0-text": "Khai mạc"}, button="Thêm dòng")
    assert answer.status_code == 200
    assert 'name="items-3-text"' in answer.text
    assert 'value="Khai mạc"' in answer.text
    assert planned.programme == []


def test_a_line_with_an_hour_but_no_words_is_refused(client: Client, cast: Cast, planned: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/{planned.id}/programme"
    page = client.refused(path, {"items-0-starts_at": "25:00", "items-1-starts_at": "08:00"}, button="Lưu chương trình")
    assert "Giờ không hợp lệ" in page.one(id="items-0-starts_at-error").text
    assert "Hãy nhập nội dung" in page.one(id="items-1-text-error").text
    assert page.one("input", name="items-0-starts_at").get("value") == "25:00"


def test_an_agency_reads_the_programme_once_notified(client: Client, cast: Cast, planned: WorkingSession) -> None:
    sign_in(client, cast, "office")
    client.done(f"/sessions/{planned.id}/programme", {"items-0-text": "Báo cáo"}, button="Lưu chương trình")
    notified(cast, planned)
    sign_in(client, cast, "officer_a")
    assert "Báo cáo" in client.page(f"/sessions/{planned.id}").one("ol", class_="programme").text
    assert client.get(f"/sessions/{planned.id}/programme").status_code == 403


# --- inviting ---------------------------------------------------------------------------------------------------------


def test_agencies_and_members_are_invited_by_one_press_and_once(
    client: Client, cast: Cast, planned: WorkingSession
) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/{planned.id}/invitations"
    for _time in range(2):
        page = client.done(path, button="Thêm cơ quan và thành viên Đoàn")
    assert len(page.all("li", class_="task")) == 4
    assert {one.agency_id for one in planned.invitations if one.agency_id} == {
        cast.agencies["a"].id,
        cast.agencies["b"].id,
    }


def test_others_are_invited_by_name_office_and_body(client: Client, cast: Cast, planned: WorkingSession) -> None:
    sign_in(client, cast, "office")
    path = f"/sessions/{planned.id}/invitations"
    page = client.refused(path, {"office": "Phó Chủ tịch"}, button="Thêm vào danh sách mời")
    assert "Ghi họ tên" in page.one(id="name-error").text
    typed = {"name": "Lê Văn Mời", "office": "Phó Chủ tịch", "body": "Ủy ban MTTQ thành phố"}
    page = client.done(path, typed, button="Thêm vào danh sách mời")
    assert "Lê Văn Mời, Phó Chủ tịch, Ủy ban MTTQ thành phố" in page.text


def test_the_last_day_of_notice_is_shown_where_invitations_are_made(
    client: Client, cast: Cast, planned: WorkingSession
) -> None:
    sign_in(client, cast, "secretary")
    assert "thứ Hai, 15/06/2026" in client.page(f"/sessions/{planned.id}/invitations").text


def last_day(session: WorkingSession) -> date:
    due = deadlines.programme(session, rules.basis())
    assert due is not None
    return due.ends_on


def test_a_deputies_group_gives_notice_seven_days_before(cast: Cast, planned: WorkingSession) -> None:
    assert last_day(planned) == date(2026, 6, 15)
    cast.delegation.owner_kind = "deputy_group"
    assert last_day(planned) == date(2026, 6, 18)


def test_a_late_notice_asks_for_a_reason_and_does_not_block(cast: Cast, planned: WorkingSession) -> None:
    planned.held_on = date(2026, 6, 20)
    with pytest.raises(Invalid) as refused:
        notified(cast, planned, date(2026, 6, 15))
    assert "notice_reason" in refused.value.errors
    late = {"notice_sent_on": date(2026, 6, 15), "notice_reason": "Việc khẩn"}
    engine.perform(planned, "notify", cast.secretary, late)
    assert planned.notice_reason == "Việc khẩn"


def test_with_the_notice_every_invitation_has_its_day(cast: Cast, planned: WorkingSession) -> None:
    invitations.add(planned, {"name": "Đã gửi trước", "sent_on": date(2026, 6, 10)}, cast.office)
    invitations.add(planned, {"name": "Gửi cùng"}, cast.office)
    notified(cast, planned)
    assert [one.sent_on for one in planned.invitations] == [date(2026, 6, 10), date(2026, 6, 12)]


def test_a_postponed_session_is_announced_anew(cast: Cast, planned: WorkingSession) -> None:
    invitations.propose(planned, cast.office)
    notified(cast, planned)
    invitations.reply(planned, invited(planned, HEAD), {"reply": "comes"}, cast.office)
    engine.perform(planned, "postpone", cast.office, {"reason": "Bão", "new_date": date(2026, 7, 1)})
    assert {(one.sent_on, one.reply) for one in planned.invitations} == {(None, None)}


# --- answers ----------------------------------------------------------------------------------------------------------


def test_an_agency_answers_for_itself_and_no_other_agency_reads_it(
    client: Client, cast: Cast, planned: WorkingSession, db_session: Session
) -> None:
    invitations.propose(planned, cast.office)
    notified(cast, planned)
    mine, theirs = invited(planned, "Ban Quản lý Khu kinh tế"), invited(planned, "Sở Công Thương")
    sign_in(client, cast, "officer_a")
    path = f"/sessions/{planned.id}/invitations"
    assert client.get(f"{path}/{theirs.id}/reply").status_code == 403
    page = client.refused(f"{path}/{mine.id}/reply", {"reply": "deputy"})
    assert "Hãy nhập họ tên người dự thay" in page.one(id="deputy_name-error").text
    client.done(f"{path}/{mine.id}/reply", {"reply": "deputy", "deputy_name": "Trần Thị Phó", "deputy_office": "Phó"})
    assert "Cử người dự thay: Trần Thị Phó, Phó" in client.page(f"/sessions/{planned.id}").text
    sign_in(client, cast, "leader_b")
    assert "Trần Thị Phó" not in client.page(f"/sessions/{planned.id}").text
    sign_in(client, cast, "secretary")
    shown = client.page(f"/sessions/{planned.id}").text
    assert "đã trả lời mời dự" in shown
    event = db_session.scalars(select(AuditEvent).where(AuditEvent.action == "replied")).one()
    assert (event.agency_id, event.role) == (cast.agencies["a"].id, "agency_officer")


def test_who_declines_says_why(client: Client, cast: Cast, planned: WorkingSession) -> None:
    invitations.propose(planned, cast.office)
    notified(cast, planned)
    sign_in(client, cast, "leader_b")
    page = client.page(f"/sessions/{planned.id}")
    [link] = page.all("a", text="Trả lời giấy mời", class_="button")
    refused = client.refused(link.get("href"), {"reply": "declines"})
    assert "phải nêu lý do" in refused.one(id="reply_note-error").text


def test_an_agency_answers_after_the_notice_and_not_before_or_later(cast: Cast, planned: WorkingSession) -> None:
    invitations.propose(planned, cast.office)
    mine = invited(planned, "Ban Quản lý Khu kinh tế")
    with pytest.raises(Impossible):
        invitations.reply(planned, mine, {"reply": "comes"}, cast.leader_a)
    with pytest.raises(Forbidden):
        invitations.reply(planned, mine, {"reply": "comes"}, cast.member)
    notified(cast, planned)
    invitations.reply(planned, mine, {"reply": "comes"}, cast.leader_a)
    planned.state, planned.head_attended = "held", True
    with pytest.raises(Impossible):
        invitations.reply(planned, mine, {"reply": "comes"}, cast.leader_a)


# --- who came ---------------------------------------------------------------------------------------------------------


def test_attendance_is_filled_from_the_invitations_without_doubles(
    client: Client, cast: Cast, planned: WorkingSession
) -> None:
    invitations.propose(planned, cast.office)
    declined: dict[str, Any] = {"reply": "declines", "reply_note": "Đi công tác"}
    invitations.reply(planned, invited(planned, "Trần Văn Thử"), declined, cast.office)
    instead = {"reply": "deputy", "deputy_name": "Trần Thị Phó", "deputy_office": "Phó Trưởng ban"}
    invitations.reply(planned, invited(planned, "Ban Quản lý Khu kinh tế"), instead, cast.office)
    sign_in(client, cast, "secretary")
    for _time in range(2):
        page = client.done(f"/sessions/{planned.id}/attendance", button="Lấy từ danh sách mời")
    assert "Trần Thị Phó" in page.text
    assert "dự thay người đứng đầu cơ quan" in page.text
    assert "Trần Văn Thử" not in page.text
    assert [(entry.name, entry.role) for entry in planned.attendance] == [
        ("Trần Thị Phó", "attendee"),
        ("Sở Công Thương", "attendee"),
        (HEAD, "chair"),
    ]


def test_an_authorisation_is_noted_with_number_and_day(client: Client, cast: Cast, planned: WorkingSession) -> None:
    entry = service.add_attendance(planned, {"name": "Trần Thị Phó", "role": "reporter"}, cast.office)
    sign_in(client, cast, "secretary")
    typed = {"in_place_of": "Giám đốc", "authorisation_number": "12/GUQ-SCT", "authorised_on": "20/06/2026"}
    client.done(f"/sessions/{planned.id}/attendance/{entry.id}", typed, button="Lưu người dự")
    shown = client.page(f"/sessions/{planned.id}").text
    assert "dự thay Giám đốc, giấy ủy quyền số 12/GUQ-SCT, ngày 20/06/2026" in shown


# --- field surveys ----------------------------------------------------------------------------------------------------


def test_a_field_survey_needs_its_place_and_lists_where_it_went(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/new?delegation={cast.delegation.id}"
    typed = {"kind": "survey", "held_on": "20/06/2026", "part": "morning"}
    assert "Hãy nhập nơi khảo sát." in client.refused(path, typed).one(id="place-error").text
    visited = "KCN Nam Đình Vũ\nKhu nhà ở công nhân Tràng Duệ"
    page = client.done(path, typed | {"place": "Quận Hải An", "places_visited": visited})
    assert page.heading.startswith("Khảo sát thực tế tại")
    assert "Nơi khảo sát Quận Hải An" in page.text
    assert "Nơi đã đến KCN Nam Đình Vũ; Khu nhà ở công nhân Tràng Duệ" in page.text
    assert "Thông tin cuộc khảo sát" in page.text


def test_the_delegations_secretary_comes_as_its_secretary(cast: Cast, planned: WorkingSession) -> None:
    facts = {"name": "Lê Thị Ghi", "office": "Chuyên viên", "role": "secretary"}
    delegations.add_member(cast.delegation, facts, cast.office)
    invitations.propose(planned, cast.secretary)
    invitations.fill_attendance(notified(cast, planned), cast.secretary)
    roles = {entry.name: entry.role for entry in planned.attendance}
    assert (roles["Lê Thị Ghi"], roles[HEAD], roles["Trần Văn Thử"]) == ("secretary", "chair", "attendee")


def test_nobody_is_invited_twice(client: Client, cast: Cast, planned: WorkingSession) -> None:
    invitations.propose(planned, cast.office)
    sign_in(client, cast, "secretary")
    agency = {"agency_id": str(cast.agencies["a"].id)}
    path, button = f"/sessions/{planned.id}/invitations", "Thêm vào danh sách mời"
    page = client.refused(path, agency, button=button)
    assert "đã có trong danh sách mời" in page.text
    client.done(path, agency | {"name": "Lê Văn Báo"}, button=button)
