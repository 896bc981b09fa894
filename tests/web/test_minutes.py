"""Minutes typed while people speak, with plain forms; signed by the secretary, then by the head."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests.cast import Cast
from tests.client import Client
from tests.pages import values_of
from tests.signing import sign_in
from tracker.accounts import keeping
from tracker.accounts.models import Draft, OnceKey
from tracker.attachments.models import Attachment
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.delegations import service as delegations
from tracker.sessions import invitations, minutes, service
from tracker.sessions.models import WorkingSession
from tracker.workflow import engine

pytestmark = [pytest.mark.web, pytest.mark.usefixtures("now")]
HEAD = "Nguyễn Thị Ví Dụ"
SAID = {"kind": "opinion", "speaker": HEAD, "text": "Đề nghị làm rõ số liệu"}
TODAY = date(2026, 6, 15)


@pytest.fixture
def cast(db_session: Session) -> Cast:
    return people.make()


@pytest.fixture
def today(cast: Cast) -> WorkingSession:
    """A session announced in time whose day has come."""
    answers = {
        "kind": "working",
        "held_on": TODAY,
        "part": "morning",
        "chair": HEAD,
        "agency_ids": [cast.agencies["a"].id],
    }
    session = service.create(answers, cast.secretary, delegation=cast.delegation)
    engine.perform(session, "notify", cast.secretary, {"notice_sent_on": date(2026, 6, 1)})
    return session


def for_comment(cast: Cast, session: WorkingSession) -> WorkingSession:
    service.add_attendance(session, {"name": HEAD, "role": "chair"}, cast.secretary)
    engine.perform(session, "hold", cast.secretary, {"head_attended": "yes"})
    engine.perform(session, "send_minutes", cast.secretary, {"minutes_text": "Hai bên thống nhất"})
    return session


def path(session: WorkingSession) -> str:
    return f"/sessions/{session.id}/minutes"


def codes(session: WorkingSession) -> list[str]:
    return [said.code for said in session.statements]


# --- typing -----------------------------------------------------------------------------------------------------------


def test_a_plain_form_saves_one_statement_and_offers_the_next(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    sign_in(client, cast, "secretary")
    page = client.done(path(today), SAID, button="Ghi phát biểu")
    assert SAID["text"] in page.one("li", id="PB-01").text
    assert page.one("input", name="speaker").get("value") == HEAD
    assert page.one("textarea", name="text").raw.strip() == ""
    page = client.done(path(today), {"text": "Câu sau", "kind": "opinion"}, button="Ghi phát biểu")
    assert [node.get("id") for node in page.all("li", class_="saying")] == ["PB-02", "PB-01"]


def test_minutes_are_taken_from_the_day_of_the_session_on(client: Client, cast: Cast, today: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    today.held_on = date(2026, 6, 16)
    assert client.get(path(today)).status_code == 409
    assert "Ghi biên bản" not in client.page(f"/sessions/{today.id}").text
    today.held_on = TODAY
    assert client.get(path(today)).status_code == 200
    assert "Ghi biên bản" in client.page(f"/sessions/{today.id}").text


@pytest.mark.parametrize("who", ["member", "head", "deputy", "leader_a"])
def test_others_do_not_type_minutes(client: Client, cast: Cast, today: WorkingSession, who: str) -> None:
    sign_in(client, cast, who)
    assert client.get(path(today)).status_code == 403
    with pytest.raises(Forbidden):
        minutes.say(today, SAID, cast.actor(who), typed_key="a")


def test_everybody_who_may_be_speaking_is_offered_with_their_office(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    body = cast.agencies["a"].name
    service.add_attendance(today, {"name": "Lê Văn Báo", "office": "Trưởng ban", "body": body}, cast.secretary)
    sign_in(client, cast, "secretary")
    offered = {node.get("value"): node for node in client.page(path(today)).one(id="speakers").all("option")}
    assert {"Lê Văn Báo", HEAD, "Trần Văn Thử"} <= set(offered)
    assert offered["Lê Văn Báo"].get("data-office") == "Trưởng ban"
    assert offered["Lê Văn Báo"].get("data-agency") == str(cast.agencies["a"].id)


def test_the_kind_of_a_statement_is_chosen_anew(client: Client, cast: Cast, today: WorkingSession) -> None:
    service.add_statement(today, SAID | {"kind": "conclusion"}, cast.office)
    sign_in(client, cast, "secretary")
    for form in (path(today), f"/statements/new?session={today.id}"):
        assert not [node for node in client.page(form).all("input", name="kind") if "checked" in node.attributes]
    page = client.refused(path(today), {"text": "Câu sau"}, button="Ghi phát biểu")
    assert page.one("textarea", name="text").raw.strip() == "Câu sau"
    assert len(today.statements) == 1


def test_the_agency_of_somebody_who_was_invited_is_filled_in(client: Client, cast: Cast, today: WorkingSession) -> None:
    agency = cast.agencies["a"].id
    today.chair = today.chair_office = ""
    invited = {"name": "Lê Văn Báo", "office": "Trưởng ban", "agency_id": agency}
    invitations.add(today, invited, cast.secretary)
    service.add_attendance(today, {"name": "Lê Văn Báo", "body": "", "role": "attendee"}, cast.secretary)
    sign_in(client, cast, "secretary")
    client.done(path(today), {"kind": "report", "speaker": "Lê Văn Báo", "text": "Đã giao đất"}, button="Ghi phát biểu")
    [said] = today.statements
    assert (said.speaker_office, said.agency_id) == ("Trưởng ban", agency)


def send(client: Client, session: WorkingSession, once: str, **changes: str) -> int:
    token = values_of(client.page(path(session)).form("Ghi phát biểu"))["csrf_token"]
    return client.post(f"{path(session)}/say", data=SAID | {"once": once, "csrf_token": token} | changes).status_code


def test_a_statement_that_is_sent_again_is_recorded_once(client: Client, cast: Cast, today: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    assert {send(client, today, "khóa-1") for _time in range(3)} == {303}
    assert codes(today) == ["PB-01"]


def test_also_after_the_days_for_which_keys_are_remembered(
    client: Client, cast: Cast, today: WorkingSession, db_session: Session
) -> None:
    sign_in(client, cast, "secretary")
    send(client, today, "khóa-1")
    for key in db_session.scalars(select(OnceKey)):
        db_session.delete(key)
    assert send(client, today, "khóa-1") == 303
    assert codes(today) == ["PB-01"]


def test_what_the_page_sends_by_itself_is_told_what_is_wrong(client: Client, cast: Cast, today: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    assert send(client, today, "khóa-1", text="  ") == 400
    assert client.post(f"{path(today)}/say", data=SAID | {"once": "khóa-1"}).status_code == 400
    token = values_of(client.page(path(today)).form("Ghi phát biểu"))["csrf_token"]
    for_comment(cast, today).state = "minutes_signed"
    today.secretary_name, today.signed_on = "Lê Thị Ghi", TODAY
    answer = client.post(f"{path(today)}/say", data=SAID | {"once": "khóa-2", "csrf_token": token})
    assert answer.status_code == 409
    assert "đã ký" in answer.json["sentences"][0]


def test_after_the_sign_in_has_ended_the_page_is_told_so_and_nothing_is_held(
    client: Client, today: WorkingSession
) -> None:
    assert client.post(f"{path(today)}/say", data=SAID | {"once": "khóa-1"}).status_code == 401


def test_a_draft_that_has_been_recorded_is_none_and_what_is_typed_by_now_stays(
    client: Client, cast: Cast, today: WorkingSession, db_session: Session
) -> None:
    me = cast.users["secretary"].id
    sign_in(client, cast, "secretary")
    keeping.save_draft(me, path(today), [["text", SAID["text"]]])
    send(client, today, "khóa-1")
    assert db_session.scalars(select(Draft)).all() == []
    keeping.save_draft(me, path(today), [["text", "Câu đang gõ dở"]])
    send(client, today, "khóa-2")
    assert client.page(path(today)).one("textarea", name="text").raw.strip() == "Câu đang gõ dở"


def test_two_who_type_see_each_others_statements(client: Client, cast: Cast, today: WorkingSession) -> None:
    sign_in(client, cast, "office")
    form = values_of(client.page(path(today)).form("Ghi phát biểu"))
    sign_in(client, cast, "secretary")
    client.done(path(today), SAID | {"text": "Thư ký gõ"}, button="Ghi phát biểu")
    sign_in(client, cast, "office")
    token = values_of(client.page(path(today)).form("Ghi phát biểu"))["csrf_token"]
    client.post(path(today), data=form | SAID | {"text": "Văn phòng gõ", "csrf_token": token})
    page = client.page(path(today))
    assert "Thư ký gõ" in page.text
    assert "Văn phòng gõ" in page.text


# --- mending and order ------------------------------------------------------------------------------------------------


def test_a_statement_is_mended_and_the_minutes_go_on(client: Client, cast: Cast, today: WorkingSession) -> None:
    said = service.add_statement(today, SAID, cast.secretary)
    sign_in(client, cast, "secretary")
    link = client.page(path(today)).one("li", id="PB-01").one("a", text="Sửa: PB-01").get("href")
    page = client.done(link, {"text": "Câu đã sửa"}, button="Lưu phát biểu")
    assert page.heading.endswith("Ghi biên bản")
    assert said.text == "Câu đã sửa"


def test_a_statement_changes_places_with_the_one_before_it(
    client: Client, cast: Cast, today: WorkingSession, db_session: Session
) -> None:
    for text in ("một", "hai", "ba"):
        service.add_statement(today, SAID | {"text": text}, cast.secretary)
    sign_in(client, cast, "secretary")
    token = values_of(client.page(path(today)).form("Ghi phát biểu"))["csrf_token"]
    third = today.statements[-1].id
    client.post(f"/statements/{third}/move", data={"to": "earlier", "csrf_token": token})
    assert codes(today) == ["PB-01", "PB-03", "PB-02"]
    client.post(f"/statements/{third}/move", data={"to": "later", "csrf_token": token})
    assert codes(today) == ["PB-01", "PB-02", "PB-03"]
    event = db_session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None
    assert event.after is not None
    assert set(event.after) == {"position"}


def test_signed_minutes_keep_their_order(cast: Cast, today: WorkingSession) -> None:
    said = [service.add_statement(today, SAID, cast.secretary) for _time in range(2)]
    for_comment(cast, today).state = "minutes_signed"
    today.secretary_name, today.signed_on = "Lê Thị Ghi", TODAY
    with pytest.raises(Impossible):
        minutes.move(said[1], cast.secretary, up=True)


# --- signing ----------------------------------------------------------------------------------------------------------


def test_the_secretary_signs_first_and_the_page_says_who_and_when(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    for_comment(cast, today)
    sign_in(client, cast, "secretary")
    page = client.done(f"/session/{today.id}/do/sign_as_secretary", {"secretary_name": "Lê Thị Ghi"})
    assert "Thư ký ký lúc 09:00 15/06/2026, Người secretary" in page.text
    assert not page.all("a", text="Ký với tư cách Thư ký")
    with pytest.raises(Invalid):
        engine.perform(today, "sign_as_secretary", cast.secretary, {"secretary_name": "Lê Thị Ghi"})


@pytest.mark.parametrize("who", ["head", "office", "member", "leader_a"])
def test_nobody_signs_in_the_secretarys_place(cast: Cast, today: WorkingSession, who: str) -> None:
    for_comment(cast, today)
    with pytest.raises(Forbidden):
        engine.perform(today, "sign_as_secretary", cast.actor(who), {"secretary_name": "Lê Thị Ghi"})


def test_what_the_secretary_has_signed_is_locked_until_the_signature_is_withdrawn(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    said = service.add_statement(today, SAID, cast.secretary)
    for_comment(cast, today)
    sign_in(client, cast, "secretary")
    assert client.page(f"/sessions/{today.id}").all("a", text="Sửa: PB-01")
    client.done(f"/session/{today.id}/do/sign_as_secretary", {"secretary_name": "Lê Thị Ghi"})
    page = client.page(f"/sessions/{today.id}")
    assert not page.all("a", text="Sửa: PB-01")
    assert not page.all("a", text="Ghi biên bản")
    for change in (
        lambda: service.edit_statement(said, {"text": "Câu khác"}, cast.secretary),
        lambda: service.add_statement(today, SAID, cast.office),
        lambda: minutes.move(said, cast.secretary, up=True),
    ):
        with pytest.raises(Impossible, match="rút chữ ký"):
            change()
    client.done(f"/session/{today.id}/do/withdraw_signature", {"reason": "Gõ sai số"})
    assert today.secretary_signed_at is None
    service.edit_statement(said, {"text": "Câu khác"}, cast.secretary)


LOCKED = ("edit", "programme", "invitations", "attendance")


def test_nor_is_anything_else_changed_for_which_the_secretary_has_signed(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    for_comment(cast, today)
    sign_in(client, cast, "secretary")
    links = {f"/sessions/{today.id}/{name}" for name in (*LOCKED, "photographs")}
    offered = {link.get("href") for link in client.page(f"/sessions/{today.id}").all("a")}
    assert links <= offered
    client.done(f"/session/{today.id}/do/sign_as_secretary", {"secretary_name": "Lê Thị Ghi"})
    offered = {link.get("href") for link in client.page(f"/sessions/{today.id}").all("a")}
    assert links & offered == {f"/sessions/{today.id}/photographs"}
    for name in LOCKED:
        assert "rút chữ ký trước" in client.page(f"/sessions/{today.id}/{name}", status=409).text
    assert "rút chữ ký trước" in client.page(f"/figures/new?session={today.id}", status=409).text
    assert not client.page(f"/sessions/{today.id}").all("a", text="Ghi số liệu")
    client.page(f"/sessions/{today.id}/photographs")
    entry = today.attendance[0]
    for change in (
        lambda: service.edit(today, {"place": "Nơi khác"}, cast.office),
        lambda: service.add_attendance(today, {"name": "Người khác", "role": "attendee"}, cast.secretary),
        lambda: service.change_attendance(today, entry, {"office": "Phó"}, cast.secretary),
        lambda: service.remove_attendance(today, entry, cast.secretary),
        lambda: invitations.fill_attendance(today, cast.secretary),
    ):
        with pytest.raises(Impossible, match="rút chữ ký"):
            change()
    client.done(f"/session/{today.id}/do/withdraw_signature", {"reason": "Ghi thiếu người"})
    client.page(f"/sessions/{today.id}/attendance")


def test_the_page_names_who_signs_next_and_their_work_follows(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    for_comment(cast, today)
    sign_in(client, cast, "secretary")
    told = client.page(f"/sessions/{today.id}").text
    assert "Tiếp theo: Thư ký đoàn: Ký biên bản với tư cách Thư ký, rồi Trưởng đoàn ký." in told
    assert "Biên bản chờ ý kiến" in client.page("/").text
    assert "Biên bản chờ ý kiến" not in sign_in(client, cast, "head").page("/").text
    engine.perform(today, "sign_as_secretary", cast.secretary, {"secretary_name": "Lê Thị Ghi"})
    assert "Biên bản chờ ý kiến" in client.page("/").text
    assert "Tiếp theo: Trưởng đoàn / Phó Trưởng đoàn: Ký biên bản." in client.page(f"/sessions/{today.id}").text
    assert "Biên bản chờ ý kiến" not in sign_in(client, cast, "secretary").page("/").text


def test_the_head_signs_with_or_without_the_secretary_and_is_told(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    for_comment(cast, today)
    sign_in(client, cast, "head")
    step = f"/session/{today.id}/do/sign"
    assert "Thư ký chưa ký biên bản" in client.page(step).text
    engine.perform(today, "sign_as_secretary", cast.secretary, {"secretary_name": "Lê Thị Ghi"})
    assert "Thư ký chưa ký biên bản" not in client.page(step).text


# --- photographs ------------------------------------------------------------------------------------------------------


def test_a_photograph_from_a_phone_is_scaled_down_and_its_size_is_shown(
    client: Client, cast: Cast, today: WorkingSession, db_session: Session
) -> None:
    taken = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (20.0, 51.0, 53.0)})
    Image.new("RGB", (4000, 3000), "navy").save(taken, "JPEG", exif=exif)
    sign_in(client, cast, "secretary")
    sent = {"caption": "Quang cảnh", "files": (io.BytesIO(taken.getvalue()), "IMG_1.jpg")}
    page = client.done(f"/sessions/{today.id}/photographs", sent, button="Thêm ảnh")
    assert "KB" in page.one("li", class_="task").text
    file = db_session.scalars(select(Attachment)).one()
    shown = Image.open(io.BytesIO(client.get(f"/attachments/{file.id}").data))
    assert shown.size == (2000, 1500)
    assert dict(shown.getexif().get_ifd(0x8825)) == {}


def test_an_iphone_picture_is_refused_with_what_to_do(client: Client, cast: Cast, today: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    sent = {"caption": "Quang cảnh", "files": (io.BytesIO(b"\0\0\0\x18ftypheic" + b"\0" * 99), "IMG_1.HEIC")}
    page = client.refused(f"/sessions/{today.id}/photographs", sent, button="Thêm ảnh")
    assert "Tương thích nhất" in page.text


# --- what is known already --------------------------------------------------------------------------------------------


def test_the_minutes_begin_with_what_the_session_knows(client: Client, cast: Cast, today: WorkingSession) -> None:
    """The statements are named: an amendment changes them in their place, and the text stays true."""
    today.place = "Phòng họp số 1"
    service.add_attendance(today, {"name": HEAD, "role": "chair"}, cast.secretary)
    for text in ("Câu thứ nhất", "Câu thứ hai"):
        service.add_statement(today, {"kind": "opinion", "speaker": HEAD, "text": text}, cast.secretary)
    engine.perform(today, "hold", cast.secretary, {"head_attended": "yes"})
    sign_in(client, cast, "secretary")
    proposed = client.page(f"/session/{today.id}/do/send_minutes").one("textarea", name="minutes_text").text
    for known in (today.title, "15/06/2026", "Phòng họp số 1", f"Chủ trì: {HEAD}", "PB-01 đến PB-02"):
        assert known in proposed
    assert "Câu thứ nhất" not in proposed


def test_minutes_without_a_statement_are_written_by_hand(client: Client, cast: Cast, today: WorkingSession) -> None:
    service.add_attendance(today, {"name": HEAD, "role": "chair"}, cast.secretary)
    engine.perform(today, "hold", cast.secretary, {"head_attended": "yes"})
    sign_in(client, cast, "secretary")
    assert not client.page(f"/session/{today.id}/do/send_minutes").one("textarea", name="minutes_text").text.strip()


def test_the_only_secretary_of_the_delegation_stands_where_the_secretary_signs(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    facts = {"name": "Lê Thị Ghi", "office": "Chuyên viên", "role": "secretary"}
    delegations.add_member(cast.delegation, facts, cast.office)
    for_comment(cast, today)
    sign_in(client, cast, "secretary")
    page = client.page(f"/session/{today.id}/do/sign_as_secretary")
    assert page.one("input", name="secretary_name").get("value") == "Lê Thị Ghi"


# --- who reads what is being typed ------------------------------------------------------------------------------------


def test_an_agency_reads_what_was_said_once_the_draft_minutes_have_gone_out(
    client: Client, cast: Cast, today: WorkingSession
) -> None:
    said = service.add_statement(today, SAID, cast.secretary)
    sign_in(client, cast, "leader_a")
    page = client.page(f"/sessions/{today.id}")
    assert SAID["text"] not in page.text
    assert client.get(f"/statements/{said.id}").status_code == 404
    assert SAID["text"] not in client.page("/search?q=làm+rõ+số+liệu").one("main").text
    for_comment(cast, today)
    assert SAID["text"] in client.page(f"/sessions/{today.id}").text
    assert client.get(f"/statements/{said.id}").status_code == 303


def test_nor_does_its_history_tell_what_was_changed_before(client: Client, cast: Cast, today: WorkingSession) -> None:
    said = service.add_statement(today, SAID, cast.secretary)
    service.edit_statement(said, {"text": "Đề nghị bổ sung số liệu"}, cast.secretary)
    for_comment(cast, today)
    sign_in(client, cast, "leader_a")
    assert SAID["text"] not in client.page(f"/sessions/{today.id}").text
    sign_in(client, cast, "member")
    assert SAID["text"] in client.page(f"/sessions/{today.id}").text
