"""Statements: written in a row, mended until the minutes are signed, corrected by a new row afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests.cast import Cast
from tests.client import Client
from tests.figures import held_session
from tests.pages import parse, values_of
from tests.signing import sign_in
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.sessions import service
from tracker.sessions.corrections import newest_rows
from tracker.sessions.models import Statement, WorkingSession

SAID = {"kind": "acknowledgement", "text": "Các Sở, ngành chuẩn bị báo cáo kỹ lưỡng", "speaker": "Nguyễn Thị Ví Dụ"}


@pytest.fixture
def cast(db_session: Session) -> Cast:
    return people.make()


@pytest.fixture
def held(cast: Cast) -> WorkingSession:
    return held_session(cast)


@pytest.fixture
def said(cast: Cast, held: WorkingSession) -> Statement:
    return service.add_statement(held, SAID, cast.secretary)


def test_the_first_speaker_offered_is_the_chair(client: Client, cast: Cast, held: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    page = client.page(f"/statements/new?session={held.id}")
    assert page.one("input", name="speaker").get("value") == "Nguyễn Thị Ví Dụ"


def test_several_in_a_row_keep_the_speaker(client: Client, cast: Cast, held: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    path = f"/statements/new?session={held.id}"
    page = client.done(path, SAID | {"speaker": "Trần Văn Thử"}, button="Lưu và ghi tiếp")
    assert page.one("input", name="speaker").get("value") == "Trần Văn Thử"
    assert page.one("textarea", name="text").raw.strip() == ""
    assert "PB-01" in page.text
    page = client.done(path, {"text": "Câu thứ hai", "kind": "request"}, button="Lưu phát biểu")
    assert [node.get("id") for node in page.all("li", class_="saying")] == ["PB-01", "PB-02"]


@pytest.mark.parametrize("where", ["/statements/new?session={}", "/sessions/{}/minutes"])
def test_a_new_speaker_keeps_nobodys_office(client: Client, cast: Cast, held: WorkingSession, where: str) -> None:
    body = cast.agencies["a"].name
    service.add_attendance(held, {"name": "Lê Văn Báo", "office": "Trưởng ban", "body": body}, cast.secretary)
    former = {"speaker": "Trần Văn Thử", "speaker_office": "Phó Giám đốc", "agency_id": cast.agencies["b"].id}
    service.add_statement(held, SAID | former, cast.secretary)
    sign_in(client, cast, "secretary")
    path, button = where.format(held.id), "Lưu phát biểu" if "new" in where else "Ghi phát biểu"
    page = client.done(path, {"kind": "opinion", "text": "Một", "speaker": "Lê Văn Báo"}, button=button)
    assert "Chức vụ, cơ quan ghi theo Lê Văn Báo." in page.text
    page = client.done(path, {"kind": "opinion", "text": "Hai", "speaker": "Người Chưa Biết"}, button=button)
    assert "Chưa biết chức vụ, cơ quan của Người Chưa Biết nên để trống." in page.text
    client.done(
        path, {"kind": "opinion", "text": "Ba", "speaker": "Người Khác", "speaker_office": "Chuyên viên"}, button=button
    )
    told = [(said.speaker, said.speaker_office, said.agency_id) for said in held.statements[1:]]
    assert told == [
        ("Lê Văn Báo", "Trưởng ban", cast.agencies["a"].id),
        ("Người Chưa Biết", "", None),
        ("Người Khác", "Chuyên viên", None),
    ]


def test_another_speaker_of_a_recorded_statement_keeps_nobodys_office_but_another_spelling_does(
    client: Client, cast: Cast, held: WorkingSession
) -> None:
    former = {"speaker": "Tran Van Thu", "speaker_office": "Phó Giám đốc", "agency_id": cast.agencies["b"].id}
    said = service.add_statement(held, SAID | former, cast.secretary)
    sign_in(client, cast, "secretary")
    client.done(f"/statements/{said.id}/edit", {"speaker": "Trần Văn Thử"}, button="Lưu phát biểu")
    assert (said.speaker, said.speaker_office) == ("Trần Văn Thử", "Phó Giám đốc")
    client.done(f"/statements/{said.id}/edit", {"speaker": "Nguyễn Thị Ví Dụ"}, button="Lưu phát biểu")
    assert (said.speaker, said.agency_id) == ("Nguyễn Thị Ví Dụ", None)
    assert said.speaker_office == "Trưởng Ban Kinh tế - Ngân sách"


@pytest.mark.parametrize("field", ["text", "speaker"])
def test_only_spaces_are_nothing(client: Client, cast: Cast, held: WorkingSession, field: str) -> None:
    sign_in(client, cast, "secretary")
    path = f"/statements/new?session={held.id}"
    page = client.refused(path, SAID | {"addressed_to": "các Sở", field: "   "}, button="Lưu phát biểu")
    assert page.one(id=f"{field}-error")
    assert page.one("input", name="addressed_to").get("value") == "các Sở"


def test_a_statement_is_mended_while_the_minutes_are_unsigned(
    client: Client, cast: Cast, said: Statement, db_session: Session
) -> None:
    sign_in(client, cast, "office")
    page = client.done(f"/statements/{said.id}/edit", {"text": "Câu đã sửa"}, button="Lưu phát biểu")
    assert "Câu đã sửa" in page.one("li", id="PB-01").text


def test_after_signing_editing_answers_409_and_a_correction_is_a_new_row(
    client: Client, cast: Cast, held: WorkingSession, said: Statement, db_session: Session
) -> None:
    held.state = "minutes_signed"
    sign_in(client, cast, "secretary")
    assert client.get(f"/statements/{said.id}/edit").status_code == 409
    assert client.get(f"/statements/new?session={held.id}").status_code == 409
    path = f"/statements/new?session={held.id}&corrects={said.id}"
    page = client.done(path, {"text": "Các Sở, ngành chuẩn bị báo cáo khá kỹ"}, button="Ghi đính chính")
    old, new = page.one("li", id="PB-01"), page.one("li", id="PB-02")
    assert old.one("del").text == SAID["text"]
    assert "Đã đính chính tại PB-02" in old.text
    assert "đính chính PB-01" in new.text
    assert db_session.scalars(select(Statement).order_by(Statement.id)).all()[1].corrects_id == said.id


def test_only_the_newest_row_of_a_statement_is_corrected(
    client: Client, cast: Cast, held: WorkingSession, said: Statement
) -> None:
    held.state = "minutes_signed"
    sign_in(client, cast, "secretary")
    path = f"/statements/new?session={held.id}&corrects={said.id}"
    late = values_of(client.page(path).form("Ghi đính chính"))
    client.done(path, {"text": "Đính chính lần một"}, button="Ghi đính chính")
    offered = [node.get("href") for node in client.page(f"/sessions/{held.id}").all("a") if "Đính chính" in node.text]
    first = held.statements[-1]
    assert offered == [f"/statements/new?session={held.id}&corrects={first.id}"]
    assert client.get(path).headers["Location"] == offered[0]
    response = client.post(path, data=late | {"text": "Người thứ hai gõ"})
    page = parse(response.text)
    assert response.status_code == 400
    assert "PB-01 đã được đính chính tại PB-02. Hãy đính chính PB-02." in page.text
    assert f"/sessions/{held.id}#PB-02" in page.links
    assert page.one("textarea", name="text").raw.strip() == "Người thứ hai gõ"
    form = page.form("Ghi đính chính")
    client.post(form.get("action"), data=values_of(form))
    assert [(one.text, one.corrects_id) for one in held.statements[1:]] == [
        ("Đính chính lần một", said.id),
        ("Người thứ hai gõ", first.id),
    ]


def test_rows_that_once_corrected_the_same_statement_leave_one_that_holds(cast: Cast, held: WorkingSession) -> None:
    said = [service.add_statement(held, SAID, cast.secretary) for _time in range(3)]
    said[1].corrects_id = said[2].corrects_id = said[0].id
    assert set(newest_rows(said).values()) == {said[2]}
    held.state = "minutes_signed"
    for old in said[:2]:
        with pytest.raises(Impossible, match="PB-03"):
            service.add_statement(held, SAID | {"corrects_id": old.id}, cast.secretary)


def test_a_correction_names_a_statement_of_the_same_session(cast: Cast, held: WorkingSession, said: Statement) -> None:
    held.state = "minutes_signed"
    with pytest.raises(Invalid):
        service.add_statement(held, SAID | {"corrects_id": 999_999}, cast.secretary)
    with pytest.raises(Impossible):
        service.add_statement(held, SAID, cast.secretary)


@pytest.mark.parametrize("state", ["held", "minutes_signed"])
@pytest.mark.parametrize("who", ["member", "head", "deputy", "leader_a"])
def test_only_office_and_secretary_write_statements(
    cast: Cast, held: WorkingSession, said: Statement, who: str, state: str
) -> None:
    held.state = state
    with pytest.raises(Forbidden):
        service.add_statement(held, SAID | {"corrects_id": said.id}, cast.actor(who))


def test_a_cancelled_session_takes_no_statement(cast: Cast, held: WorkingSession) -> None:
    held.state = "cancelled"
    with pytest.raises(Impossible):
        service.add_statement(held, SAID, cast.secretary)


def test_script_is_kept_as_text(client: Client, cast: Cast, held: WorkingSession) -> None:
    sign_in(client, cast, "secretary")
    path = f"/statements/new?session={held.id}"
    page = client.done(path, SAID | {"text": "<script>alert(1)</script>"}, button="Lưu phát biểu")
    assert "<script>alert(1)</script>" in page.one("li", id="PB-01").text


def test_a_speaker_of_another_agency_is_refused(cast: Cast, held: WorkingSession) -> None:
    wrong: dict[str, Any] = SAID | {"agency_id": cast.agencies["c"].id}
    with pytest.raises(Invalid):
        service.add_statement(held, wrong, cast.secretary)
