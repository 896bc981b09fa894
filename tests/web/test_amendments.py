"""Draft minutes out for comment: the agency and the members propose, the secretary answers, then the minutes are signed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast as people
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.signing import sign_in
from tracker.accounts.access import visible
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.sessions import service as sessions
from tracker.sessions.amendments import queries, service
from tracker.sessions.amendments.models import Amendment
from tracker.sessions.models import Statement, WorkingSession
from tracker.workflow import engine

pytestmark = [pytest.mark.web, pytest.mark.usefixtures("now")]
HEAD = "Nguyễn Thị Ví Dụ"
SAID = {"kind": "report", "speaker": "Lãnh đạo Ban", "text": "Đã bố trí 5 tỷ đồng"}


@pytest.fixture
def cast(db_session: Session) -> Cast:
    return people.make()


@pytest.fixture
def session(cast: Cast) -> WorkingSession:
    """With both agencies and one statement; its minutes are out for comment."""
    answers = {
        "kind": "working",
        "held_on": date(2026, 6, 15),
        "part": "morning",
        "chair": HEAD,
        "agency_ids": [cast.agencies["a"].id, cast.agencies["b"].id],
    }
    made = sessions.create(answers, cast.secretary, delegation=cast.delegation)
    engine.perform(made, "notify", cast.secretary, {"notice_sent_on": date(2026, 6, 1)})
    sessions.add_attendance(made, {"name": HEAD, "role": "chair"}, cast.secretary)
    engine.perform(made, "hold", cast.secretary, {"head_attended": "yes"})
    sessions.add_statement(made, SAID, cast.secretary)
    engine.perform(made, "send_minutes", cast.secretary, {"minutes_text": "Hai bên thống nhất"})
    return made


@pytest.fixture
def said(session: WorkingSession) -> Statement:
    return session.statements[0]


def drafted(cast: Cast, session: WorkingSession, by: str = "officer_a", **changes: Any) -> Amendment:
    answers = {"statement_id": session.statements[0].id, "text": "Đã bố trí 15 tỷ đồng", "reason": "Gõ thiếu"} | changes
    return service.create(answers, cast.actor(by), session=session)


def proposed(cast: Cast, session: WorkingSession, by: str = "officer_a", **changes: Any) -> Amendment:
    amendment = drafted(cast, session, by, **changes)
    engine.perform(amendment, "propose", cast.leader_a if by == "officer_a" else cast.actor(by))
    return amendment


def test_an_officer_drafts_from_the_sentence_and_the_leader_sends(
    client: Client, cast: Cast, session: WorkingSession
) -> None:
    sign_in(client, cast, "officer_a")
    link = client.page(f"/sessions/{session.id}").one("li", id="PB-01").one("a", text="Đề nghị sửa: PB-01").get("href")
    assert client.page(link).one("textarea", name="text").raw.strip() == SAID["text"]
    page = client.done(link, {"text": "Đã bố trí 15 tỷ đồng"}, button="Lưu, trình lãnh đạo")
    assert "Đang soạn" in page.text
    assert not page.all("a", text="Gửi đề nghị sửa")
    sign_in(client, cast, "leader_a")
    assert "ĐS-01" in client.page("/").text
    amendment = session_amendments(session)[0]
    client.done(f"/amendment/{amendment.id}/do/propose")
    assert amendment.proposed_at is not None


def session_amendments(session: WorkingSession) -> list[Amendment]:
    from tracker.extensions import db

    return list(db.session.scalars(select(Amendment).where(Amendment.session_id == session.id)))


def test_a_member_sends_their_own_at_once(client: Client, cast: Cast, session: WorkingSession) -> None:
    sign_in(client, cast, "member")
    typed = {"statement_id": "", "place": "Thành phần dự", "text": "Thêm tên tôi"}
    page = client.done(f"/sessions/{session.id}/amendments/new", typed, button="Gửi đề nghị sửa")
    assert "Chờ trả lời" in page.text
    sign_in(client, cast, "secretary")
    assert "đề nghị sửa biên bản, chờ trả lời" in client.page("/").text


def test_it_says_what_it_is_about(client: Client, cast: Cast, session: WorkingSession) -> None:
    sign_in(client, cast, "member")
    typed = {"statement_id": "", "text": "Thêm tên tôi"}
    page = client.refused(f"/sessions/{session.id}/amendments/new", typed, button="Gửi đề nghị sửa")
    assert "Chọn phát biểu, hoặc ghi chỗ cần sửa." in page.one(id="place-error").text
    assert page.one("textarea", name="text").raw.strip() == "Thêm tên tôi"


@pytest.mark.parametrize("who", ["secretary", "office", "deputy", "standing", "leader"])
def test_others_propose_nothing(cast: Cast, session: WorkingSession, who: str) -> None:
    with pytest.raises(Forbidden):
        drafted(cast, session, who)


def test_nothing_is_proposed_before_or_after_the_minutes_are_out_for_comment(
    cast: Cast, session: WorkingSession
) -> None:
    waiting = drafted(cast, session)
    session.state = "held"
    with pytest.raises(Impossible):
        drafted(cast, session)
    with pytest.raises(Invalid):
        engine.perform(waiting, "propose", cast.leader_a)


def test_an_officer_does_not_send_for_the_agency(cast: Cast, session: WorkingSession) -> None:
    with pytest.raises(Forbidden):
        engine.perform(drafted(cast, session), "propose", cast.officer_a)


def test_no_other_agency_knows_of_it_and_the_council_only_once_it_is_sent(
    client: Client, cast: Cast, session: WorkingSession
) -> None:
    amendment = drafted(cast, session)
    seen = {"officer_a": 200, "leader_a": 200, "officer_b": 404, "secretary": 404, "member": 404, "foreigner": 404}
    for who, status in seen.items():
        sign_in(client, cast, who)
        assert client.get(f"/amendments/{amendment.id}").status_code == status, who
    engine.perform(amendment, "propose", cast.leader_a)
    for who, status in (seen | {"secretary": 200, "member": 200}).items():
        sign_in(client, cast, who)
        assert client.get(f"/amendments/{amendment.id}").status_code == status, who
        if status == 404 and who != "foreigner":
            assert "ĐS-01" not in client.page(f"/sessions/{session.id}").text


def test_what_a_member_proposes_is_no_agencys_business(cast: Cast, session: WorkingSession) -> None:
    from tracker.extensions import db

    proposed(cast, session, "member")
    for who, known in (("leader_a", 0), ("leader_b", 0), ("secretary", 1), ("deputy", 1)):
        found = db.session.scalars(select(Amendment).where(visible("amendment", cast.actor(who)))).all()
        assert len(found) == known, who


def test_accepted_it_stands_in_the_minutes_and_the_old_words_in_the_history(
    client: Client, cast: Cast, session: WorkingSession, said: Statement, db_session: Session
) -> None:
    amendment = proposed(cast, session)
    sign_in(client, cast, "secretary")
    page = client.done(f"/amendment/{amendment.id}/do/accept", {"note": "Cơ quan nói đúng"})
    assert "Đã sửa theo đề nghị" in page.text
    assert said.text == "Đã bố trí 15 tỷ đồng"
    event = db_session.scalars(
        select(AuditEvent).where(AuditEvent.subject_kind == "statement", AuditEvent.action == "edited")
    ).one()
    assert (event.before, event.after) == ({"text": SAID["text"]}, {"text": "Đã bố trí 15 tỷ đồng"})
    sign_in(client, cast, "leader_a")
    page = client.page(f"/amendments/{amendment.id}")
    assert "Cơ quan nói đúng" in page.text
    changed = page.one("section", **{"aria-labelledby": "before-title"})
    assert [quote.text for quote in changed.all("blockquote")] == [SAID["text"], "Đã bố trí 15 tỷ đồng"]
    assert "Biên bản đang ghi" not in page.text


def test_one_about_another_part_changes_the_text_of_the_minutes(cast: Cast, session: WorkingSession) -> None:
    amendment = proposed(cast, session, "member", statement_id=None, place="Đoạn 1")
    engine.perform(amendment, "accept", cast.office, {"text": "Hai bên cơ bản thống nhất"})
    assert session.minutes_text == "Hai bên cơ bản thống nhất"
    assert queries.change(amendment) == queries.Change("Hai bên thống nhất", "Hai bên cơ bản thống nhất")


def test_declining_needs_a_reason_that_the_proposer_reads(cast: Cast, session: WorkingSession, said: Statement) -> None:
    amendment = proposed(cast, session)
    with pytest.raises(Invalid):
        engine.perform(amendment, "decline", cast.secretary, {"reason": "Không"})
    engine.perform(amendment, "decline", cast.secretary, {"reason": "Băng ghi âm nói 5 tỷ đồng"})
    assert amendment.answer == "Băng ghi âm nói 5 tỷ đồng"
    assert said.text == SAID["text"]


@pytest.mark.parametrize(("who", "step"), [("head", "sign"), ("secretary", "sign_as_secretary")])
def test_nobody_signs_while_an_amendment_waits_for_an_answer(
    client: Client, cast: Cast, session: WorkingSession, who: str, step: str
) -> None:
    amendment = proposed(cast, session)
    page = sign_in(client, cast, who).page(f"/session/{session.id}/do/{step}")
    assert "Còn đề nghị sửa biên bản chưa được trả lời." in page.text
    assert "trả lời ĐS-01 trước, rồi mới ký được." in page.text
    assert f"/sessions/{session.id}/amendments" in page.links
    with pytest.raises(Invalid, match="ĐS-01"):
        engine.perform(session, step, cast.actor(who), {"chair": HEAD, "secretary_name": "Lê Thị Ghi"})
    assert "Thư ký đoàn: Trả lời các đề nghị sửa biên bản." in client.page(f"/sessions/{session.id}").text
    engine.perform(amendment, "decline", cast.secretary, {"reason": "Băng ghi âm nói 5 tỷ đồng"})
    assert engine.unmet(engine.step_named(session, step, cast.actor(who)), session) == []


def test_what_the_secretary_has_signed_is_amended_only_once_the_signature_is_withdrawn(
    cast: Cast, session: WorkingSession, said: Statement
) -> None:
    engine.perform(session, "sign_as_secretary", cast.secretary, {"secretary_name": "Lê Thị Ghi"})
    amendment = proposed(cast, session)
    with pytest.raises(Invalid, match="rút chữ ký Thư ký"):
        engine.perform(amendment, "accept", cast.secretary)
    assert session.secretary_signed_at is not None
    engine.perform(session, "withdraw_signature", cast.secretary, {"reason": "Sửa theo đề nghị của cơ quan"})
    engine.perform(amendment, "accept", cast.secretary)
    assert said.text == "Đã bố trí 15 tỷ đồng"


def test_what_the_minutes_say_already_is_no_amendment(cast: Cast, session: WorkingSession, said: Statement) -> None:
    with pytest.raises(Invalid, match="giống hệt"):
        service.create({"statement_id": said.id, "text": f" {said.text} "}, cast.officer_a, session=session)


def test_a_draft_that_can_no_more_be_sent_is_nobodys_work(client: Client, cast: Cast, session: WorkingSession) -> None:
    drafted(cast, session)
    sign_in(client, cast, "leader_a")
    assert "đề nghị sửa chưa gửi" in client.page("/").text
    session.state, session.secretary_name, session.signed_on = "minutes_signed", "Lê Thị Ghi", date(2026, 6, 15)
    assert "đề nghị sửa chưa gửi" not in client.page("/").text


def test_accepted_after_signing_it_becomes_a_correcting_row(
    cast: Cast, session: WorkingSession, said: Statement
) -> None:
    amendment = proposed(cast, session)
    other = proposed(cast, session, "member", statement_id=None, place="Đoạn 1")
    session.state, session.secretary_name, session.signed_on = "minutes_signed", "Lê Thị Ghi", date(2026, 6, 15)
    engine.perform(amendment, "accept", cast.secretary)
    assert said.text == SAID["text"]
    assert queries.change(amendment) == queries.Change(SAID["text"], "Đã bố trí 15 tỷ đồng")
    assert [(one.text, one.corrects_id) for one in session.statements[1:]] == [("Đã bố trí 15 tỷ đồng", said.id)]
    with pytest.raises(Invalid):
        engine.perform(other, "accept", cast.secretary, {"text": "Khác"})


def test_once_sent_it_is_not_changed(client: Client, cast: Cast, session: WorkingSession) -> None:
    amendment = proposed(cast, session)
    sign_in(client, cast, "leader_a")
    assert client.get(f"/amendments/{amendment.id}/edit").status_code == 409


READ = "Xem dự thảo biên bản, đề nghị sửa nếu cần"


@pytest.mark.parametrize("who", ["officer_a", "leader_b", "member", "head"])
def test_reading_the_draft_minutes_is_work_while_they_are_out_for_comment(
    client: Client, cast: Cast, session: WorkingSession, who: str
) -> None:
    sign_in(client, cast, who)
    link = client.page("/").one("a", text=f"{READ}: {session.code}")
    assert link.get("href") == f"/sessions/{session.id}"
    assert queries_of(client, "/") <= 25
    session.state, session.secretary_name, session.signed_on = "minutes_signed", "Lê Thị Ghi", date(2026, 6, 15)
    assert READ not in client.page("/").text


@pytest.mark.parametrize("who", ["office", "secretary", "standing"])
def test_it_is_the_work_of_nobody_else(client: Client, cast: Cast, session: WorkingSession, who: str) -> None:
    sign_in(client, cast, who)
    assert READ not in client.page("/").text


def test_the_head_signs_when_it_is_their_turn_and_has_nothing_else_to_do_with_the_minutes(
    client: Client, cast: Cast, session: WorkingSession
) -> None:
    engine.perform(session, "sign_as_secretary", cast.secretary, {"secretary_name": "Lê Thị Ghi"})
    assert READ not in sign_in(client, cast, "head").page("/").text
