"""Evidence on pages: by what must be proven, judged in one form with the report, handed in anew, run out."""

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
from tests.pages import Page
from tests.signing import sign_in
from tests.unit.test_evidence import AFTER_THAT, BLURRED, done, proofs, rejected, reported, stored
from tests.web.test_handover import WHY, merged, pick
from tracker.accounts.roles import Role
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.organizations import handing
from tracker.recommendations.models import EvidenceItem, Recommendation, Update
from tracker.recommendations.service import Proof
from tracker.workflow import engine

BUTTON = "Ghi kết luận"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def issued(people: Cast) -> Recommendation:
    return story.issued(people, conditions=["Danh mục", "Bản đồ"])


def rows(page: Page) -> list[str]:
    return [node.text for node in page.all("div", class_="proofs")]


def items() -> list[EvidenceItem]:
    return list(db.session.scalars(select(EvidenceItem).order_by(EvidenceItem.id)))


# --- reading ----------------------------------------------------------------------------------------------------------


def test_each_condition_shows_its_evidence_with_file_hash_size_and_verdict(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    file = stored(people, b"Ban do ty le 1/10.000")
    given = [Proof(file=file, condition_id=issued.conditions[1].id, valid_until=date(2026, 8, 31)), *proofs(issued)[:1]]
    update = reported(people, issued, proofs=given)
    engine.perform(update.evidence[0], "accept", people.standing, {})
    for name, path in (("office", f"/recommendations/{issued.id}"), ("leader_a", f"/updates/{update.id}")):
        page = sign_in(client, people, name).page(path)
        first, second = rows(page)
        assert first.startswith("Danh mục Chưa đủ minh chứng")
        assert second.startswith("Bản đồ Đã đủ minh chứng")
        for told in ("ban-do.txt", "bản 1, 1 KB", file.sha256, "31/08/2026", "Người leader_a", "Người standing"):
            assert told in second, (name, told)
        assert f"/attachments/{file.id}" in page.links
        assert "Chưa đủ minh chứng: 1/2 điều kiện." in page.text


def test_earlier_versions_stay_readable_with_their_verdicts(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    file = stored(people, b"Ban 1")
    old = rejected(people, issued, file=file)
    newer = Proof(file=stored(people, b"Ban 2"), condition_id=old.condition_id, replaces=old)
    update = reported(people, issued, proofs=[newer])
    for name in ("standing", "officer_a"):
        page = sign_in(client, people, name).page(f"/updates/{update.id}")
        first = rows(page)[0]
        assert "bản 2" in first
        assert "1 bản trước" in first
        assert BLURRED in first
        assert file.sha256 in first
        assert f"/attachments/{file.id}" in page.links


def test_the_pages_ask_at_most_25_questions(client: Client, people: Cast, issued: Recommendation) -> None:
    for _time in range(6):
        rejected(people, issued)
    old = rejected(people, issued, file=stored(people, b"Ban 1"))
    newer = Proof(file=stored(people, b"Ban 2"), condition_id=old.condition_id, replaces=old)
    more = [Proof(file=stored(people, f"Ban {n}".encode())) for n in range(3, 9)]
    update = reported(people, issued, proofs=[newer, *more])
    for name in ("standing", "office", "leader_a"):
        sign_in(client, people, name)
        for path in (f"/updates/{update.id}", f"/recommendations/{issued.id}", "/"):
            assert queries_of(client, path) <= 25, (name, path)


# --- judging ----------------------------------------------------------------------------------------------------------


def test_the_report_and_its_evidence_are_judged_in_one_form(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    update = reported(people, issued)
    first, second = (item.id for item in update.evidence)
    sign_in(client, people, "standing")
    answers = {
        f"verdict_{first}": "accept",
        f"valid_until_{first}": "31/12/2026",
        f"verdict_{second}": "accept",
        "step": "accept",
        "accept__note": "Đủ sản phẩm",
        "accept__completed_on": "15/06/2026",
    }
    page = client.done(f"/updates/{update.id}", answers, button=BUTTON)
    assert "Xong: đã xác nhận thực hiện xong." in page.text
    assert page.all("input", name="step") == [], "it is decided"
    assert [(item.state, item.valid_until) for item in items()] == [
        ("accepted", date(2026, 12, 31)),
        ("accepted", None),
    ]
    assert db.session.get_one(Recommendation, issued.id).lead_state == "implemented"


def test_a_verdict_with_several_refused_items_is_one_notice(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    update = reported(people, issued)
    before = set(db.session.scalars(select(Notice.id)))
    answers = story.RETURN | story.judged(update, verdict="reject", reason=BLURRED)
    engine.perform(update, "return", people.standing, answers)
    told = [notice for notice in db.session.scalars(select(Notice)) if notice.id not in before]
    of_agency = [notice.name for notice in told if notice.recipient_id == people.users["officer_a"].id]
    assert of_agency == ["update.return"]
    assert len(update.evidence) > 1
    assert {item.state for item in update.evidence} == {"rejected"}
    page = sign_in(client, people, "officer_a").page("/notices")
    assert f"/recommendations/{issued.id}" in page.links, "which lists them with their reasons"
    assert client.page(f"/recommendations/{issued.id}").text.count(BLURRED) >= 2


def test_what_is_wrong_is_said_beside_its_field_everything_typed_stays_and_nothing_is_written(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    update = reported(people, issued)
    first, second = (item.id for item in update.evidence)
    path = f"/updates/{update.id}"
    sign_in(client, people, "standing")
    answers = {f"verdict_{first}": "accept", f"verdict_{second}": "reject", "step": "return"}
    page = client.refused(path, answers | {"return__reason": BLURRED}, button=BUTTON)
    assert "Trả lời trước ngày" in page.one("p", id="return__answer_due_on-error").text
    page = client.refused(
        path, answers | {"return__reason": BLURRED, "return__answer_due_on": "30/06/2026"}, button=BUTTON
    )
    assert "Hãy ghi lý do" in page.one("p", id=f"reason_{second}-error").text
    assert page.one("textarea", id="return__reason").text == BLURRED
    assert page.one("input", name=f"verdict_{first}", value="accept").get("checked") is not None
    page = client.refused(path, {"step": "accept", "accept__note": "Đủ"}, button=BUTTON)
    assert "Còn thiếu: “Danh mục”; “Bản đồ”." in page.one("div", id="error-summary").text
    assert [item.state for item in items()] == ["pending", "pending"]
    assert db.session.get_one(Update, update.id).state == "submitted"


def test_a_form_without_a_verdict_is_not_taken(client: Client, people: Cast, issued: Recommendation) -> None:
    update = reported(people, issued)
    sign_in(client, people, "standing")
    page = client.refused(f"/updates/{update.id}", {}, button=BUTTON)
    assert page.one("p", id="step-error")


def test_of_two_verifiers_the_second_is_told_who_did_what_and_when(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    update = reported(people, issued)
    id = update.evidence[0].id
    sign_in(client, people, "standing")
    for path, button in ((f"/updates/{update.id}", BUTTON), (f"/evidence/{id}/do/accept", "Chấp nhận minh chứng")):
        form = client.page(path).form(button)
        version = next(node.get("value") for node in form.all("input") if node.get("name") == "version")
        item = db.session.get_one(EvidenceItem, id)
        step = "reject" if item.state == "pending" else "accept"
        engine.perform(item, step, people.office, {"reason": BLURRED} if step == "reject" else {})
        given = {"version": version, "step": "return", "return__reason": BLURRED}
        if path.startswith("/evidence"):
            given = {"version": version}
            response = client.post(path, data=given | {"csrf_token": csrf_of(form)})
        else:
            response = client.post(path, data=given | {"csrf_token": csrf_of(form), f"verdict_{id}": "accept"})
        assert response.status_code == 409
        assert "Người office" in response.text
        assert "15/06/2026" in response.text
        did = {"reject": "đã không chấp nhận minh chứng", "accept": "đã chấp nhận minh chứng"}[step]
        assert did in response.text
    assert db.session.get_one(Update, update.id).state == "submitted"


def csrf_of(form: Any) -> str:
    return str(next(node.get("value") for node in form.all("input") if node.get("name") == "csrf_token"))


def test_a_decided_report_is_not_decided_again(client: Client, people: Cast, issued: Recommendation) -> None:
    update = reported(people, issued)
    story.accept(people, update)
    sign_in(client, people, "standing")
    token = csrf_of(client.page(f"/updates/{update.id}"))
    answers = {"csrf_token": token, "step": "return", "return__reason": BLURRED, "return__answer_due_on": "30/06/2026"}
    assert client.post(f"/updates/{update.id}", data=answers).status_code == 409
    assert db.session.get_one(Update, update.id).state == "accepted"


def test_nobody_else_decides(client: Client, people: Cast, issued: Recommendation) -> None:
    update = story.paper(people, assignment=story.lead(issued))
    for name in ("office", "leader_a", "head"):
        page = sign_in(client, people, name).page(f"/updates/{update.id}")
        assert page.all("input", name="step") == []
        assert page.all("input", name=f"verdict_{update.evidence[0].id}") == []


# --- handing in anew --------------------------------------------------------------------------------------------------


def test_an_agency_answers_a_rejected_item_with_its_next_version(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    old = rejected(people, issued, file=stored(people, b"Ban 1"))
    path = f"/assignments/{old.assignment_id}/updates/new"
    sign_in(client, people, "officer_a")
    page = client.page(path)
    assert "Bản thay cho “ban-do.txt”" in page.text
    assert BLURRED in page.text
    answers = {"claim": "done", "text": "Đã vẽ lại", "completed_on": "15/06/2026"}
    same = {f"newer_files_{old.id}": (io.BytesIO(b"Ban 1"), "ban-do-moi.txt")}
    page = client.refused(path, answers | same, button="Lưu, trình lãnh đạo gửi")
    said = page.one("p", id=f"newer_files_{old.id}-error").text
    assert "giống hệt bản 1" in said
    assert len(items()) == 1
    other = {f"newer_files_{old.id}": (io.BytesIO(b"Ban 2"), "ban-do-moi.txt"), "text": "Đã vẽ lại"}
    client.done(path, answers | other, button="Lưu, trình lãnh đạo gửi")
    first, second = items()
    assert (second.replaces_id, second.version_number, second.condition_id) == (first.id, 2, first.condition_id)
    assert first.state == "rejected"


def test_a_date_of_expiry_is_given_with_what_it_belongs_to(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    task = story.taken(people, story.lead(issued), "a")
    one = issued.conditions[0].id
    path = f"/assignments/{task.id}/updates/new"
    sign_in(client, people, "officer_a")
    answers = {"claim": "partly", "text": "Đã xin giấy phép", f"valid_until_{one}": "31/12/2026"}
    page = client.refused(path, answers, button="Lưu, trình lãnh đạo gửi")
    assert "Chưa kèm tệp" in page.one("p", id=f"valid_until_{one}-error").text
    page = client.refused(
        path, answers | {f"numbers_{one}": "5/GP", f"valid_until_{one}": "14/06/2026"}, button="Lưu, trình lãnh đạo gửi"
    )
    assert "đã qua" in page.one("p", id=f"valid_until_{one}-error").text
    client.done(path, answers | {f"numbers_{one}": "5/GP"}, button="Lưu, trình lãnh đạo gửi")
    assert [(item.document_number, item.valid_until) for item in items()] == [("5/GP", date(2026, 12, 31))]


def test_an_empty_file_is_no_evidence(client: Client, people: Cast, issued: Recommendation) -> None:
    task = story.taken(people, story.lead(issued), "a")
    one = issued.conditions[0].id
    sign_in(client, people, "officer_a")
    answers: dict[str, Any] = {"claim": "partly", "text": "Đã xong", f"files_{one}": (io.BytesIO(b""), "ban-do.txt")}
    page = client.refused(f"/assignments/{task.id}/updates/new", answers, button="Lưu, trình lãnh đạo gửi")
    assert "rỗng (0 byte)" in page.one("p", id=f"files_{one}-error").text
    assert items() == []


# --- running out ------------------------------------------------------------------------------------------------------


def test_a_task_whose_evidence_has_run_out_is_shown_as_such_and_stays_done(
    client: Client, people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    item = done(people, issued).evidence[0]
    path = f"/recommendations/{issued.id}"
    assert "Minh chứng đã hết giá trị" not in sign_in(client, people, "office").page(path).text
    now.move_to(AFTER_THAT)
    page = sign_in(client, people, "office").page(path)
    assert "Minh chứng đã hết giá trị: 1/QĐ; 2/QĐ." in page.text
    assert "Hết giá trị" in rows(page)[0]
    assert "minh chứng đã hết giá trị" in client.page("/?all=1").text
    assert db.session.get_one(Recommendation, issued.id).lead_state == "implemented"
    assert "Minh chứng đã hết giá trị" not in sign_in(client, people, "leader_b").page(path).text
    sign_in(client, people, "leader_a")
    act = f"/evidence/{item.id}/do/renew"
    assert f"/updates/{item.update_id}" in client.page("/").links
    assert act in client.page(f"/updates/{item.update_id}").links, "where My work leads, the button stands"
    assert "Hết giá trị" in client.page(act).text
    assert "Đã chấp nhận" not in client.page(act).text
    given = {"document_number": "9/GP", "valid_until": "31/12/2027"}
    client.done(f"/evidence/{item.id}/do/renew", given, button="Gửi bản thay")
    assert "đã gửi bản thay cho minh chứng hết giá trị" in sign_in(client, people, "office").page("/?all=1").text


def test_a_replacement_that_is_rejected_is_handed_in_anew(
    client: Client, people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    item = done(people, issued).evidence[0]
    now.move_to(AFTER_THAT)
    engine.perform(item, "renew", people.leader_a, {"document_number": "9/GP"})
    again = items()[-1]
    engine.perform(again, "reject", people.office, {"reason": "Giấy phép của công trình khác"})
    db.session.commit()
    page = sign_in(client, people, "leader_a").page("/?all=1")
    assert issued.code in page.text, "it waits with the agency"
    assert issued.code in sign_in(client, people, "office").page("/?all=1").text
    sign_in(client, people, "leader_a")
    client.done(f"/evidence/{again.id}/do/renew", {"document_number": "10/GP"}, button="Gửi bản thay")
    assert [(one.document_number, one.version_number) for one in items()][-1] == ("10/GP", 3)


# --- who reads it -----------------------------------------------------------------------------------------------------


def test_another_agency_sees_neither_name_nor_file_nor_number_of_what_the_lead_handed_in(
    client: Client, people: Cast, issued: Recommendation
) -> None:
    file = stored(people, b"Ban do")
    update = reported(people, issued, proofs=[Proof(file=file, condition_id=issued.conditions[0].id), *proofs(issued)])
    story.accept(people, update)
    sign_in(client, people, "leader_b")
    page = client.page(f"/recommendations/{issued.id}")
    assert "Danh mục" in page.text
    for secret in ("ban-do.txt", "1/QĐ", file.sha256, "Đã đủ minh chứng", "Đã chấp nhận"):
        assert secret not in page.text, secret
    assert client.get(f"/attachments/{file.id}").status_code == 404
    assert client.get(f"/updates/{update.id}").status_code == 404
    assert client.get(f"/evidence/{update.evidence[0].id}/do/accept").status_code == 404


def test_what_an_heir_hands_in_later_is_not_read_by_whoever_had_the_task_before(
    client: Client, people: Cast, issued: Recommendation, now: time_machine.Coordinates
) -> None:
    for name in ("officer", "leader"):
        cast.add_accounts(people, f"{name}_c")
        cast.give(people, f"{name}_c", Role(f"agency_{name}"), agency_id=people.agencies["c"].id)
    item = rejected(people, issued, number="1/QĐ", valid_until=date(2026, 8, 31))
    engine.perform(item, "accept", people.standing, {})
    merged(people, "a")
    now.shift(60)
    handing.give(people.agencies["a"], [pick(item.assignment, people)], WHY, people.office)
    now.shift(60)
    story.accept(people, story.report(people, key="c", assignment=item.assignment, proofs=proofs(issued)[1:]))
    now.move_to(AFTER_THAT)
    file = stored(people, b"Giay phep cua nguoi ke thua", "leader_c")
    engine.perform(item, "renew", people.actor("leader_c"), {"files": [file]})
    sign_in(client, people, "leader_a")
    for path in (f"/recommendations/{issued.id}", f"/updates/{item.update_id}"):
        page = client.page(path)
        assert "1/QĐ" in page.text, "what was theirs they go on reading"
        assert file.sha256 not in page.text
        assert "đủ minh chứng" not in page.text
    assert client.get(f"/attachments/{file.id}").status_code == 404
    for name in ("leader_c", "standing"):
        assert file.sha256 in sign_in(client, people, name).page(f"/updates/{item.update_id}").text
