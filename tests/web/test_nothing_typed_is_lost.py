"""Drafts, forms sent too late, forms sent twice, two people at once: nothing typed is lost, nothing is done twice."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from tests import cast
from tests.cast import PASSWORD, Cast
from tests.client import Client
from tests.pages import parse, values_of
from tests.signing import sign_in
from tracker.accounts.models import SignIn
from tracker.audit.models import AuditEvent
from tracker.core import clock
from tracker.extensions import db
from tracker.findings.models import Finding

LATER = "Lưu và quay lại sau"
LONG = "Phát hiện này không có căn cứ trong báo cáo.\nSố liệu đã được đính chính “tại cuộc làm việc” & <ghi lại>."


@pytest.fixture
def people(db_session: Session) -> Cast:
    return cast.make()


@pytest.fixture
def address(client: Client, people: Cast) -> str:
    """The page on which the head rejects a finding."""
    finding = Finding(
        council_id=people.council.id,
        delegation=people.delegation,
        code="PH-01",
        kind="limitation",
        state="submitted",
        text="Mới có 3 trong 14 khu công nghiệp bố trí được quỹ đất",
        evidence="Biên bản",
        author_id=people.users["member"].id,
    )
    db.session.add(finding)
    db.session.flush()
    sign_in(client, people, "head")
    return f"/finding/{finding.id}/do/reject"


def values(client: Client, address: str) -> dict[str, str]:
    form = client.page(address).form("Loại phát hiện")
    return {node.get("name"): node.get("value") or "" for node in form.all("input")}


def test_a_form_sent_after_the_session_ended_comes_back_word_for_word(
    client: Client, people: Cast, address: str
) -> None:
    sent = values(client, address) | {"reason": LONG}
    db.session.scalars(select(SignIn)).one().ended_at = clock.now()
    response = client.post(address, data=sent)
    assert response.status_code == 302
    back = client.send(response.headers["Location"], {"username": "head", "password": PASSWORD})
    page = client.page(back.headers["Location"])
    assert "Nội dung đã gõ còn nguyên" in page.text
    assert page.one("textarea", name="reason").raw.replace("\r\n", "\n").strip("\n") == LONG
    assert db.session.scalars(select(Finding)).one().state == "submitted"


def test_a_form_with_a_stale_token_comes_back_word_for_word(client: Client, people: Cast, address: str) -> None:
    sent = values(client, address) | {"reason": LONG, "csrf_token": "hết hạn"}
    response = client.post(address, data=sent)
    assert response.status_code == 303
    page = client.page(response.headers["Location"])
    assert page.one("textarea", name="reason").raw.replace("\r\n", "\n").strip("\n") == LONG


def test_a_draft_is_kept_and_comes_back_until_the_form_is_sent(client: Client, people: Cast, address: str) -> None:
    sent = values(client, address)
    draft_url = client.page(address).form("Loại phát hiện").get("data-draft")
    assert draft_url
    saved = client.post(draft_url, data={"reason": "Đang viết dở"}, headers={"X-CSRFToken": sent["csrf_token"]})
    assert saved.status_code == 200
    assert client.page(address).one("textarea", name="reason").text.strip() == "Đang viết dở"
    client.done(address, {"reason": "Phát hiện không có căn cứ"}, button="Loại phát hiện")
    assert client.get(address).status_code == 409


def test_a_draft_is_thrown_away_when_asked(client: Client, people: Cast, address: str) -> None:
    token = values(client, address)["csrf_token"]
    client.post(f"/drafts?place={address}", data={"reason": "Bỏ đi"}, headers={"X-CSRFToken": token})
    assert client.post("/drafts/discard", data={"place": address, "csrf_token": token}).status_code == 303
    assert client.page(address).one("textarea", name="reason").text.strip() == ""


def test_a_form_sent_twice_acts_once(client: Client, people: Cast, address: str) -> None:
    sent = values(client, address) | {"reason": LONG}
    first = client.post(address, data=sent)
    second = client.post(address, data=sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    rejections = select(func.count()).where(AuditEvent.action == "reject")
    assert db.session.scalar(rejections) == 1


def test_other_words_sent_after_the_step_was_taken_are_shown(client: Client, people: Cast, address: str) -> None:
    sent = values(client, address) | {"reason": LONG}
    client.post(address, data=sent)
    again = client.post(address, data=sent | {"reason": "Lý do viết lại sau khi bấm nút quay lại"})
    assert again.status_code == 409
    assert "Lý do viết lại sau khi bấm nút quay lại" in parse(again.text).text


def first_save(client: Client, people: Cast) -> dict[str, Any]:
    """A member keeps a draft of a finding; what was sent."""
    form = sign_in(client, people, "member").page("/findings/new").form(LATER)
    sent = values_of(form, LATER) | {"kind": "difficulty", "text": "Lần gõ thứ nhất"}
    assert client.post("/findings/new", data=sent).status_code == 303
    return sent


def test_other_words_from_a_form_that_made_a_record_are_shown_first(client: Client, people: Cast) -> None:
    """The back button, other words, save: neither dropped, nor a second record without asking."""
    sent = first_save(client, people)
    changed = client.post("/findings/new", data=sent | {"text": "Lần gõ thứ hai, dài hơn"})
    assert changed.status_code == 409
    page = parse(changed.text)
    assert "Lần gõ thứ hai, dài hơn" in page.text
    only = db.session.scalars(select(Finding)).one()
    assert only.text == "Lần gõ thứ nhất"
    assert any(link.endswith(f"/findings/{only.id}") for link in page.links)


def test_words_shown_first_can_be_sent_as_one_more(client: Client, people: Cast) -> None:
    sent = first_save(client, people)
    page = parse(client.post("/findings/new", data=sent | {"text": "Một việc mới, khác hẳn"}).text)
    form = page.form("Xem lại để gửi như một việc mới")
    reviewed = client.post("/findings/new", data=values_of(form, "Xem lại để gửi như một việc mới"))
    form = parse(reviewed.text).form(LATER)
    assert form.one("textarea", name="text").text.strip() == "Một việc mới, khác hẳn"
    again = values_of(form, LATER)
    assert [client.post("/findings/new", data=again).status_code for _time in range(2)] == [303, 303]
    assert sorted(db.session.scalars(select(Finding.text))) == ["Lần gõ thứ nhất", "Một việc mới, khác hẳn"]


def test_other_words_from_a_form_that_changed_a_record_are_compared(client: Client, people: Cast) -> None:
    first_save(client, people)
    address = f"/findings/{db.session.scalars(select(Finding.id)).one()}/edit"
    sent = values_of(client.page(address).form(LATER), LATER)
    assert client.post(address, data=sent | {"text": "Sửa lần một"}).status_code == 303
    changed = client.post(address, data=sent | {"text": "Sửa lần hai"})
    assert changed.status_code == 409
    assert "Sửa lần hai" in parse(changed.text).text
    assert db.session.scalars(select(Finding)).one().text == "Sửa lần một"


def test_the_key_of_an_earlier_sending_serves_for_the_record_as_it_is_now(client: Client, people: Cast) -> None:
    """The back button asks for the form anew: it holds what is saved, and keeps the key it had."""
    first_save(client, people)
    address = f"/findings/{db.session.scalars(select(Finding.id)).one()}/edit"
    once = values_of(client.page(address).form(LATER), LATER)["once"]
    for text in ("Một", "Hai", "Một"):
        sent = values_of(client.page(address).form(LATER), LATER) | {"once": once, "text": text}
        assert client.post(address, data=sent).status_code == 303
        assert db.session.scalars(select(Finding)).one().text == text


def test_a_file_chosen_anew_is_another_sending(client: Client, people: Cast) -> None:
    sent = first_save(client, people)
    file = FileStorage(io.BytesIO(b"noi dung"), "bien-ban.txt")
    changed = client.post("/findings/new", data=sent | {"files": file})
    assert changed.status_code == 409
    assert "bien-ban.txt" in parse(changed.text).text


def test_the_second_of_two_editors_sees_both_versions(client: Client, people: Cast, address: str) -> None:
    sent = values(client, address) | {"reason": LONG}
    finding = db.session.scalars(select(Finding)).one()
    finding.cause = "Sửa trong lúc đó"
    finding.updated_by_id = people.users["secretary"].id
    db.session.flush()
    response = client.post(address, data=sent)
    assert response.status_code == 409
    page = parse(response.text)
    assert "Người secretary" in page.text
    assert LONG.split("\n", maxsplit=1)[0] in page.text
    assert db.session.scalars(select(Finding)).one().state == "submitted"


def test_a_bad_answer_keeps_what_was_typed(client: Client, people: Cast, address: str) -> None:
    page = client.refused(address, {"reason": "ngắn"}, button="Loại phát hiện")
    assert page.one("textarea", name="reason").text.strip() == "ngắn"
    assert "ít nhất 10" in page.text
