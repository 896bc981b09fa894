"""A working session on its pages: planned, held, read like the news of it, entered from an old dossier."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests.cast import Cast
from tests.client import Client
from tests.figures import held_session, total
from tests.pages import parse
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.findings import service as findings
from tracker.proposals import service as proposals
from tracker.sessions import queries, service
from tracker.sessions.models import WorkingSession
from tracker.workflow import engine

HEAD = "Nguyễn Thị Ví Dụ"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def cast(db_session: Session) -> Cast:
    return people.make()


@pytest.fixture
def held(cast: Cast) -> WorkingSession:
    return held_session(cast)


def answers(cast: Cast, **other: Any) -> dict[str, Any]:
    return {
        "kind": "working",
        "held_on": date(2026, 4, 16),
        "part": "afternoon",
        "chair": HEAD,
        "agency_ids": [cast.agencies["a"].id],
        **other,
    }


@pytest.fixture
def planned(cast: Cast) -> WorkingSession:
    return service.create(answers(cast), cast.secretary, delegation=cast.delegation)


def statement(**other: Any) -> dict[str, Any]:
    return {"kind": "request", "speaker": HEAD, "text": "Khẩn trương hoàn thành nhiệm vụ được giao", **other}


def picture() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(made, "PNG")
    made.seek(0)
    return made


def test_the_secretary_plans_a_session_through_the_form(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/new?delegation={cast.delegation.id}"
    typed = {"held_on": "16/04/2026", "part": "afternoon", "starts_at": "14h00", "place": "Trụ sở Ban Quản lý"}
    page = client.done(path, typed)
    assert page.heading == "Cuộc làm việc với Ban Quản lý Khu kinh tế và Sở Công Thương"
    assert "Chiều 16/04/2026, lúc 14:00" in page.text
    assert f"Chủ trì: {HEAD}, Trưởng Ban Kinh tế - Ngân sách" in page.text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"held_on": "31/02/2026"}, "held_on", "Ngày không hợp lệ"),
        ({"held_on": ""}, "held_on", "Hãy nhập “Ngày”"),
        ({"held_on": "09/03/2026"}, "held_on", "Đoàn thành lập ngày 10/03/2026"),
        ({"starts_at": "25:00"}, "starts_at", "Giờ không hợp lệ"),
        ({"starts_at": "14:00"}, "starts_at", "Buổi sáng không bắt đầu lúc 14:00"),
    ],
)
def test_bad_input_comes_back_beside_its_field(
    client: Client, cast: Cast, typed: dict[str, str], field: str, sentence: str
) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/new?delegation={cast.delegation.id}"
    page = client.refused(path, {"held_on": "16/04/2026", "part": "morning", "place": "Phòng họp 1"} | typed)
    assert sentence in page.one(id=f"{field}-error").text
    assert page.one("input", name="place").get("value") == "Phòng họp 1"


def told_of(cast: Cast, session: WorkingSession, **given: Any) -> None:
    engine.perform(session, "notify", cast.secretary, {"notice_sent_on": date(2026, 4, 1), **given})


def test_the_day_of_an_announced_session_moves_by_the_step_that_announces_it_anew(
    cast: Cast, planned: WorkingSession
) -> None:
    service.edit(planned, {"held_on": date(2026, 4, 20)}, cast.secretary)
    told_of(cast, planned)
    service.edit(planned, {"held_on": date(2026, 4, 20), "place": "Nơi khác"}, cast.secretary)
    with pytest.raises(Invalid, match="dùng bước “Hoãn”"):
        service.edit(planned, {"held_on": date(2026, 4, 5)}, cast.secretary)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(date(2026, 3, 9), "Đoàn thành lập ngày 10/03/2026"), (date(2026, 4, 17), "họp ngày 16/04/2026")],
)
def test_notice_is_given_between_the_establishment_and_the_session(
    cast: Cast, planned: WorkingSession, day: date, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        told_of(cast, planned, notice_sent_on=day, notice_reason="Lịch của cơ quan thay đổi")


def test_nobody_is_authorised_after_the_session(cast: Cast, planned: WorkingSession) -> None:
    given = {"name": "Người dự thay", "role": "attendee", "in_place_of": "Giám đốc", "authorised_on": date(2026, 4, 17)}
    with pytest.raises(Invalid, match="ủy quyền phải có từ trước"):
        service.add_attendance(planned, given, cast.secretary)
    service.add_attendance(planned, given | {"authorised_on": date(2026, 4, 16)}, cast.secretary)


def test_nobody_came_twice_but_two_may_bear_one_name(cast: Cast, planned: WorkingSession) -> None:
    came = {"name": "Lê Văn Báo", "office": "Giám đốc", "body": "Sở Công Thương"}
    service.add_attendance(planned, came, cast.secretary)
    with pytest.raises(Invalid) as refused:
        service.add_attendance(planned, {**came, "name": "lê văn báo"}, cast.secretary)
    assert list(refused.value.errors) == ["name"]
    service.add_attendance(planned, {**came, "office": "Chuyên viên"}, cast.secretary)
    assert len(planned.attendance) == 2


def test_codes_and_usual_titles_are_given(cast: Cast, planned: WorkingSession) -> None:
    second = service.create(answers(cast, kind="survey"), cast.office, delegation=cast.delegation)
    assert (planned.code, second.code) == ("CLV-01", "CLV-02")
    assert second.title == "Khảo sát thực tế tại Ban Quản lý Khu kinh tế"
    service.edit(second, {"agency_ids": [cast.agencies["b"].id]}, cast.office)
    assert second.title == "Khảo sát thực tế tại Sở Công Thương"
    service.edit(second, {"title": "Khảo sát khu nhà ở công nhân"}, cast.office)
    service.edit(second, {"agency_ids": [cast.agencies["a"].id]}, cast.office)
    assert second.title == "Khảo sát khu nhà ở công nhân"


def test_only_agencies_of_the_delegation_take_part(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        service.create(answers(cast, agency_ids=[cast.agencies["c"].id]), cast.office, delegation=cast.delegation)
    assert "agency_ids" in refused.value.errors


def test_once_notified_the_chair_stays_a_member(cast: Cast, planned: WorkingSession) -> None:
    service.edit(planned, {"chair": "Người Ngoài"}, cast.office)
    planned.state, planned.notice_sent_on, planned.chair = "notified", date(2026, 4, 1), HEAD
    with pytest.raises(Invalid) as refused:
        service.edit(planned, {"chair": "Người Ngoài"}, cast.office)
    assert refused.value.errors["chair"] == ["Người chủ trì phải là thành viên Đoàn."]


@pytest.mark.parametrize("who", ["member", "head", "standing", "deputy", "leader_a", "admin"])
def test_only_office_and_secretary_plan_sessions(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        service.create(answers(cast), cast.actor(who), delegation=cast.delegation)


def test_a_closed_delegation_takes_no_session(cast: Cast) -> None:
    cast.delegation.state = "closed"
    with pytest.raises(Impossible):
        service.create(answers(cast), cast.office, delegation=cast.delegation)


def test_people_and_groups_who_came_are_written_one_after_the_other(
    client: Client, cast: Cast, planned: WorkingSession
) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/{planned.id}/attendance"
    client.done(path, {"name": "Trần Văn Thử", "office": "Ủy viên Ban"}, button="Ghi thành phần dự")
    group = {"name": "Đại diện các Sở, ngành", "is_group": "1"}
    page = client.done(path, group, button="Ghi thành phần dự")
    assert "Đại diện các Sở, ngành" in page.text
    shown = client.page(f"/sessions/{planned.id}").text
    assert "Cùng dự: Trần Văn Thử, Ủy viên Ban" in shown
    assert "Cùng dự: Đại diện các Sở, ngành, không nêu tên" in shown


def test_somebody_written_by_mistake_is_taken_off_with_an_event(
    client: Client, cast: Cast, planned: WorkingSession, db_session: Session
) -> None:
    service.add_attendance(planned, {"name": "Ghi Nhầm", "role": "attendee"}, cast.office)
    sign_in(client, cast, "office")
    page = client.done(f"/sessions/{planned.id}/attendance", button="Bỏ")
    assert "Chưa ghi ai dự." in page.text
    event = db_session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert (event.before, event.after) == ({"attendance": ["Ghi Nhầm"]}, {"attendance": []})


def test_a_photograph_is_shown_with_its_caption_and_a_caption_may_stand_alone(
    client: Client, cast: Cast, planned: WorkingSession
) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/{planned.id}/photographs"
    taken = {"caption": "Quang cảnh cuộc làm việc", "files": (picture(), "quang-canh.png")}
    client.done(path, taken, button="Thêm ảnh")
    client.done(path, {"caption": "Lãnh đạo Sở báo cáo"}, button="Thêm ảnh")
    page = client.page(f"/sessions/{planned.id}")
    assert page.one("img").get("alt") == "Quang cảnh cuộc làm việc"
    assert client.get(page.one("img").get("src")).mimetype == "image/png"
    assert "chưa có tệp ảnh" in page.text
    assert "Lãnh đạo Sở báo cáo" in page.text


def test_a_photograph_must_be_a_picture(client: Client, cast: Cast, planned: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    sent = {"caption": "Không phải ảnh", "files": (io.BytesIO("chữ".encode()), "ghi-chu.txt")}
    page = client.refused(f"/sessions/{planned.id}/photographs", sent, button="Thêm ảnh")
    assert "Hãy chọn tệp ảnh JPG hoặc PNG." in page.text


def test_an_old_session_waives_what_the_source_lacks_and_says_so(
    client: Client, cast: Cast, db_session: Session
) -> None:
    sign_in(client, cast, "office")
    path = f"/sessions/old?delegation={cast.delegation.id}"
    typed = {
        "state": "held",
        "reason": "Nhập lại cuộc làm việc cũ",
        "source": "Bài trên Haiphong.gov.vn",
        "held_on": "10/05/2024",
        "part": "afternoon",
        "inferred": ["year", "chair"],
    }
    page = client.done(path, typed)
    assert "Chiều 10/05/2024 (năm suy đoán)" in page.text
    assert f"{HEAD}, Trưởng Ban Kinh tế - Ngân sách (suy đoán)" in page.text
    assert "Gửi thông báo ngày chưa có thông tin" in page.text
    assert "Địa điểm chưa có thông tin" in page.text
    session = db_session.scalars(select(WorkingSession)).one()
    assert session.waived_facts == ["notice_sent_on", "head_attended"]
    event = db_session.scalars(select(AuditEvent).where(AuditEvent.subject_kind == "session")).one()
    assert event.action == "entered_old"
    assert event.after is not None
    assert event.after["waived_facts"] == ["notice_sent_on", "head_attended"]


@pytest.mark.parametrize("who", ["secretary", "standing", "head"])
def test_only_the_office_enters_old_records(client: Client, cast: Cast, who: str) -> None:
    sign_in(client, cast, who)
    assert client.get(f"/sessions/old?delegation={cast.delegation.id}").status_code == 403


def test_an_old_record_needs_reason_and_source(client: Client, cast: Cast) -> None:
    sign_in(client, cast, "office")
    path = f"/sessions/old?delegation={cast.delegation.id}"
    page = client.refused(path, {"held_on": "10/05/2024", "part": "afternoon"})
    assert page.one(id="reason-error")
    assert page.one(id="source-error")


def test_a_session_reads_like_the_news_of_it_with_what_became_of_each_sentence(
    client: Client, cast: Cast, held: WorkingSession
) -> None:
    total(cast, held)
    said = service.add_statement(held, statement(addressed_to="các Sở, ngành"), cast.secretary)
    answers = {
        "kind": "difficulty",
        "text": "Quỹ đất cho nhà ở công nhân chưa đủ",
        "rests_on": [f"statement:{said.id}"],
    }
    finding = findings.create(answers, cast.secretary, delegation=cast.delegation)
    proposed = {
        "text": "Đầu tư hạ tầng giao thông kết nối",
        "addressee_kind": "council",
        "agency_ids": [cast.agencies["a"].id],
        "rests_on": [f"statement:{said.id}"],
    }
    proposals.create(proposed, cast.secretary, delegation=cast.delegation)
    sign_in(client, cast, "secretary")
    page = client.page(f"/sessions/{held.id}")
    sentence = page.one("li", id="PB-01")
    assert "Gửi tới: các Sở, ngành" in sentence.text
    assert finding.code in sentence.text
    assert "ĐX-01" in sentence.text
    assert "Căn cứ: PB-01" in page.one("li", id=finding.code).text
    assert "10,51" in page.one("table").text
    assert "cả hai cơ quan" in page.one("table").text
    assert "= 10,51 + 7,58" in page.one("table").text


def test_the_only_session_shows_the_proposals_that_name_no_statement(
    client: Client, cast: Cast, held: WorkingSession
) -> None:
    proposed = {"text": "Tăng cường thu hút đầu tư", "addressee_kind": "council", "proposers_text": "các đơn vị"}
    proposals.create(proposed, cast.secretary, delegation=cast.delegation)
    sign_in(client, cast, "deputy")
    assert "Tăng cường thu hút đầu tư" in client.page(f"/sessions/{held.id}").text
    service.enter_old(
        answers(cast, state="held", reason="Lý do", source="Nguồn"), cast.office, delegation=cast.delegation
    )
    assert "Tăng cường thu hút đầu tư" not in client.page(f"/sessions/{held.id}").text


def test_from_a_sentence_one_press_leads_to_each_new_record_for_those_who_may(
    client: Client, cast: Cast, held: WorkingSession
) -> None:
    said = service.add_statement(held, statement(), cast.secretary)
    sign_in(client, cast, "secretary")
    links = client.page(f"/sessions/{held.id}").links
    for area in ("findings", "proposals", "recommendations"):
        assert f"/{area}/new?from=statement:{said.id}" in [link.replace("%3A", ":") for link in links]
    sign_in(client, cast, "member")
    links = [link.replace("%3A", ":") for link in client.page(f"/sessions/{held.id}").links]
    assert f"/findings/new?from=statement:{said.id}" in links
    assert f"/proposals/new?from=statement:{said.id}" not in links
    sign_in(client, cast, "leader_a")
    assert not [link for link in client.page(f"/sessions/{held.id}").links if "from=" in link]


def test_an_agency_reads_the_session_once_notified_and_others_never(
    client: Client, cast: Cast, planned: WorkingSession
) -> None:
    sign_in(client, cast, "leader_a")
    assert client.get(f"/sessions/{planned.id}").status_code == 404
    planned.state, planned.notice_sent_on = "notified", date(2026, 4, 1)
    assert client.get(f"/sessions/{planned.id}").status_code == 200
    for who in ("stranger", "foreigner", "admin"):
        sign_in(client, cast, who)
        assert client.get(f"/sessions/{planned.id}").status_code == 404


def test_the_buttons_are_what_the_workflow_offers(client: Client, cast: Cast, planned: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    assert "Thông báo cuộc làm việc" in [node.text for node in client.page(f"/sessions/{planned.id}").all("a")]
    sign_in(client, cast, "member")
    assert "Thông báo cuộc làm việc" not in [node.text for node in client.page(f"/sessions/{planned.id}").all("a")]


def test_the_signed_minutes_are_filed_with_the_session(client: Client, cast: Cast, held: WorkingSession) -> None:
    minutes = {"minutes_text": "Hai bên thống nhất các nội dung đã nêu"}
    engine.perform(held, "send_minutes", cast.secretary, minutes)
    signed = {"chair": HEAD, "secretary_name": "Lê Thị Ghi", "files": (io.BytesIO(PDF), "bien-ban.pdf")}
    client = sign_in(client, cast, "head")
    page = client.done(f"/session/{held.id}/do/sign", signed)
    assert client.get(page.all("a", text="bien-ban.pdf")[0].get("href")).data == PDF


def test_after_signing_nothing_of_the_session_is_edited(client: Client, cast: Cast, held: WorkingSession) -> None:
    held.state = "minutes_signed"
    sign_in(client, cast, "secretary")
    for what in ("edit", "attendance", "photographs"):
        assert client.get(f"/sessions/{held.id}/{what}").status_code == 409
    assert "Sửa thông tin" not in client.page(f"/sessions/{held.id}").text


def test_two_people_at_once_see_both_versions(client: Client, cast: Cast, planned: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    path = f"/sessions/{planned.id}/edit"
    from tests.pages import values_of

    mine = values_of(client.page(path).form()) | {"place": "Phòng của tôi"}
    client.done(path, {"place": "Phòng của người khác"})
    answer = client.post(path, data=mine | {"once": "khác"})
    assert answer.status_code == 409
    page = parse(answer.text)
    assert "Phòng của tôi" in page.text
    assert "Phòng của người khác" in page.text


def test_a_session_is_found_by_its_chair_without_marks(cast: Cast, planned: WorkingSession) -> None:
    from tracker.search import queries as search

    found = search.found("session", "nguyen thi vi du")
    assert queries.get(planned.id, cast.office).id in set(cast_ids(found))


def cast_ids(found: Any) -> list[int]:
    from tracker.extensions import db

    return list(db.session.scalars(found))


def test_a_usual_title_follows_the_agencies_and_one_that_was_typed_stays(cast: Cast, planned: WorkingSession) -> None:
    first, second = (cast.agencies[key] for key in "ab")
    service.edit(planned, {"agency_ids": [first.id, second.id], "title": ""}, cast.secretary)
    assert second.name in planned.title
    service.edit(planned, {"agency_ids": [first.id], "title": planned.title}, cast.secretary)
    assert second.name not in planned.title
    service.edit(planned, {"title": "Làm việc về nhà ở"}, cast.secretary)
    service.edit(planned, {"agency_ids": [second.id]}, cast.secretary)
    assert planned.title == "Làm việc về nhà ở"
