"""All findings of a delegation on one sheet: confirming, sending on, returning, rejecting and merging many at once."""

from __future__ import annotations

import io
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.pages import Page, parse
from tests.signing import sign_in
from tests.web.test_findings import said
from tracker.attachments import service as attachments
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Invalid
from tracker.extensions import db
from tracker.findings import merging, queries, service
from tracker.findings.models import Finding
from tracker.links import origins
from tracker.notifications.models import Notice
from tracker.recommendations.queries import rights
from tracker.workflow import engine

pytestmark = pytest.mark.web

CONFIRM, RETURN, REJECT, MERGE = (
    "Xác nhận phát hiện",
    "Trả lại người ghi",
    "Loại phát hiện",
    "Gộp các phát hiện đã chọn",
)
REASON = "Chưa đủ căn cứ để kết luận"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


def sheet(people: Cast) -> str:
    return f"/delegations/{people.delegation.id}/findings"


def ids(*findings: Finding) -> list[str]:
    return [str(finding.id) for finding in findings]


def states() -> dict[str, str]:
    return dict(db.session.execute(select(Finding.code, Finding.state).order_by(Finding.id)).all())


def events(action: str) -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.action == action)) or 0


def ticked(page: Page) -> list[str]:
    return [node.get("value") for node in page.all("input", name="chosen") if "checked" in node.attributes]


def violation(people: Cast) -> Finding:
    file = attachments.store(io.BytesIO(b"Bien ban"), "bien-ban.txt", people.users["member"].id, people.council.id)
    return story.finding(people, kind="violation", files=[file])


# --- the sheet --------------------------------------------------------------------------------------------------------


def test_all_findings_stand_there_by_kind_with_their_numbers(client: Client, people: Cast) -> None:
    story.finding(people)
    story.finding(people, kind="difficulty", text="Thủ tục đấu nối điện kéo dài nhiều tháng")
    story.finding(people, submit=False)
    page = sign_in(client, people, "head").page(sheet(people))
    assert [node.text for node in page.all("h2")][:2] == ["Hạn chế (2)", "Khó khăn, vướng mắc (1)"]
    counts = [node.text.rpartition(": ")[2] for node in page.one("ul", class_="kind-counts").all("a")]
    assert counts == ["2", "1 nháp", "1 đã gửi", "1", "1 đã gửi"]


def test_it_is_narrowed_and_grouped_by_agency_kind_and_state(client: Client, people: Cast) -> None:
    first = story.finding(people, agency_id=people.agencies["a"].id)
    second = story.finding(people, kind="difficulty")
    sign_in(client, people, "head")
    for query, found in (
        ("kind=difficulty", [second]),
        (f"agency={people.agencies['a'].id}", [first]),
        ("status=confirmed", []),
        ("group=agency", [first, second]),
    ):
        page = client.page(f"{sheet(people)}?{query}")
        assert [node.get("value") for node in page.all("input", name="chosen")] == ids(*found), query
    assert "Ban Quản lý Khu kinh tế (1)" in [node.text for node in page.all("h2")]
    assert "Không nêu cơ quan (1)" in [node.text for node in page.all("h2")]


@pytest.mark.parametrize(
    ("name", "buttons"),
    [
        ("head", [CONFIRM, RETURN, REJECT, MERGE]),
        ("deputy_head", [CONFIRM, RETURN, REJECT, MERGE]),
        ("leader", [CONFIRM, RETURN, REJECT, MERGE]),
        ("secretary", ["Gửi cơ quan xin ý kiến"]),
        ("office", []),
    ],
)
def test_everybody_has_the_buttons_of_their_role(client: Client, people: Cast, name: str, buttons: list[str]) -> None:
    story.finding(people)
    page = sign_in(client, people, name).page(sheet(people))
    assert [node.text for node in page.all("button", name="step")] == buttons


@pytest.mark.parametrize("name", ["member", "deputy", "standing"])
def test_others_of_the_council_read_the_sheet_and_decide_nothing(client: Client, people: Cast, name: str) -> None:
    found = story.finding(people)
    sign_in(client, people, name)
    assert sheet(people) in client.page(f"/delegations/{people.delegation.id}").links
    page = client.page(sheet(people))
    assert found.text in page.text
    assert not page.all("button", name="step")
    token = page.all("input", name="csrf_token")[0].get("value")
    sent = client.post(sheet(people), data={"csrf_token": token, "step": "confirm", "chosen": str(found.id)})
    assert sent.status_code == 403


@pytest.mark.parametrize(("name", "status"), [("leader_a", 403), ("stranger", 404), ("foreigner", 404)])
def test_nobody_else_opens_the_sheet(client: Client, people: Cast, name: str, status: int) -> None:
    assert sign_in(client, people, name).get(sheet(people)).status_code == status


def test_all_are_ticked_by_a_link(client: Client, people: Cast) -> None:
    findings = [story.finding(people) for _time in range(3)]
    page = sign_in(client, people, "head").page(sheet(people))
    everything = page.one("a", text="Chọn tất cả trên trang này").get("href")
    assert ticked(client.page(everything)) == ids(*findings)


def test_the_delegations_page_leads_there(client: Client, people: Cast) -> None:
    assert sheet(people) in sign_in(client, people, "head").page(f"/delegations/{people.delegation.id}").links
    assert sheet(people) not in sign_in(client, people, "leader_a").page(f"/delegations/{people.delegation.id}").links


# --- deciding ---------------------------------------------------------------------------------------------------------


def test_many_are_confirmed_in_one_press_each_with_its_own_event(client: Client, people: Cast) -> None:
    findings = [story.finding(people) for _time in range(3)]
    sign_in(client, people, "head")
    page = client.done(sheet(people), {"chosen": ids(*findings), "note": "Rõ"}, button=CONFIRM)
    assert "3 phát hiện đã xác nhận: PH-01, PH-02, PH-03." in page.text
    assert set(states().values()) == {"confirmed"}
    assert events("confirm") == 3
    assert {finding.decision_reason for finding in db.session.scalars(select(Finding))} == {"Rõ"}


def test_what_cannot_be_confirmed_is_said_stays_ticked_and_holds_up_nothing(client: Client, people: Cast) -> None:
    unheard = story.finding(people, agency_id=people.agencies["a"].id)
    done = [story.finding(people) for _time in range(2)]
    sign_in(client, people, "head")
    page = client.done(sheet(people), {"chosen": ids(unheard, *done)}, button=CONFIRM)
    assert "2 phát hiện đã xác nhận" in page.text
    assert "PH-01 chưa xác nhận được. Cơ quan chưa nêu ý kiến và chưa hết hạn nêu ý kiến." in page.text
    assert f"Thư ký gửi {people.agencies['a'].name} xin ý kiến trước." in page.text
    assert ticked(page) == ids(unheard)
    assert states() == {"PH-01": "submitted", "PH-02": "confirmed", "PH-03": "confirmed"}


def test_a_violation_is_left_to_the_head(client: Client, people: Cast) -> None:
    wrong = violation(people)
    other = story.finding(people)
    sign_in(client, people, "leader")
    page = client.done(sheet(people), {"chosen": ids(wrong, other)}, button=CONFIRM)
    assert "PH-01 chưa xác nhận được. Dấu hiệu vi phạm do Trưởng đoàn xác nhận." in page.text
    assert states() == {"PH-01": "submitted", "PH-02": "confirmed"}
    assert "PH-01 chưa" in client.refused(sheet(people), {"chosen": ids(wrong), "note": REASON}, button=RETURN).text


def test_a_reason_is_asked_for_where_one_is_needed_and_what_was_ticked_stays(client: Client, people: Cast) -> None:
    findings = [story.finding(people) for _time in range(2)]
    sign_in(client, people, "head")
    for note, sentence in (("", "Hãy nhập “Lý do”."), ("Sai", "ít nhất 10 chữ cái")):
        page = client.refused(sheet(people), {"chosen": ids(*findings), "note": note}, button=REJECT)
        assert sentence in page.one("p", id="note-error").text
        assert page.one("textarea", id="note").raw.strip() == note
        assert ticked(page) == ids(*findings)
    assert set(states().values()) == {"submitted"}


def test_nothing_ticked_is_said(client: Client, people: Cast) -> None:
    story.finding(people)
    page = sign_in(client, people, "head") and client.refused(sheet(people), {"note": REASON}, button=REJECT)
    assert "Hãy chọn ít nhất một phát hiện." in page.text


def test_rejected_and_returned_ones_bear_the_reason(client: Client, people: Cast) -> None:
    first, second = (story.finding(people) for _time in range(2))
    sign_in(client, people, "head")
    client.done(sheet(people), {"chosen": ids(first), "note": REASON}, button=REJECT)
    client.done(sheet(people), {"chosen": ids(second), "note": "Bổ sung số liệu từng khu"}, button=RETURN)
    assert states() == {"PH-01": "rejected", "PH-02": "draft"}
    page = sign_in(client, people, "member").page(f"/findings/{second.id}")
    assert "Bị trả lại: Bổ sung số liệu từng khu" in page.text
    assert story.TEXT in page.text


def test_the_secretary_sends_many_to_their_agencies(client: Client, people: Cast) -> None:
    named = [story.finding(people, agency_id=people.agencies[key].id) for key in ("a", "b")]
    unnamed = story.finding(people)
    sign_in(client, people, "secretary")
    page = client.done(sheet(people), {"chosen": ids(*named, unnamed)}, button="Gửi cơ quan xin ý kiến")
    assert "PH-03 chưa gửi cơ quan xin ý kiến được. Phải chọn cơ quan liên quan" in page.text
    assert states() == {"PH-01": "awaiting_agency", "PH-02": "awaiting_agency", "PH-03": "submitted"}


def test_pressing_twice_acts_once(client: Client, people: Cast) -> None:
    finding = story.finding(people)
    sign_in(client, people, "head")
    form = client.page(sheet(people)).form(CONFIRM)
    hidden = {node.get("name"): node.get("value") for node in form.all("input", type="hidden")}
    answers: dict[str, Any] = hidden | {"chosen": ids(finding), "step": "confirm"}
    first, second = (client.post(sheet(people), data=answers) for _time in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert events("confirm") == 1


def test_what_somebody_else_changed_meanwhile_is_not_decided_unseen(client: Client, people: Cast) -> None:
    stale, fresh = (story.finding(people) for _time in range(2))
    sign_in(client, people, "head")
    form = client.page(sheet(people)).form(CONFIRM)
    hidden = {node.get("name"): node.get("value") for node in form.all("input", type="hidden")}
    service.edit(stale, {"text": story.TEXT + ", theo báo cáo mới"}, people.secretary)
    response = client.post(sheet(people), data=hidden | {"chosen": ids(stale, fresh), "step": "confirm"})
    page = client.page(response.headers["Location"])
    assert "PH-01 chưa xác nhận được. Vừa được người khác sửa" in page.text
    assert ticked(page) == ids(stale)
    assert states() == {"PH-01": "submitted", "PH-02": "confirmed"}


def test_a_row_whose_version_was_not_sent_is_not_decided(client: Client, people: Cast) -> None:
    finding = story.finding(people)
    sign_in(client, people, "head")
    page = client.refused(sheet(people), {"chosen": ids(finding), f"version-{finding.id}": ""}, button=CONFIRM)
    assert "hãy mở lại trang rồi chọn lại" in page.text
    assert states() == {"PH-01": "submitted"}


def test_findings_of_another_delegation_are_not_found_here(client: Client, people: Cast) -> None:
    own = story.finding(people)
    answers = {"kind": "limitation", "text": story.TEXT, "evidence": "Biên bản"}
    other = service.create(answers, people.office, delegation=people.other_delegation, submit=True)
    sign_in(client, people, "head")
    for given in ({"chosen": ids(other)}, {"chosen": ["x"]}, {"chosen": ["9" * 30]}):
        assert client.send(sheet(people), given, button=CONFIRM).status_code == 404
    assert client.send(sheet(people), {"chosen": ids(own, other), "kept": str(own.id)}, button=MERGE).status_code == 404
    assert client.send(sheet(people), {"chosen": ids(own), "kept": str(other.id)}, button=MERGE).status_code == 400
    elsewhere = f"/delegations/{people.other_delegation.id}/findings"
    token = client.page(sheet(people)).all("input", name="csrf_token")[0].get("value")
    data = {"csrf_token": token, "chosen": ids(other), "step": "confirm"}
    assert client.post(elsewhere, data=data).status_code == 404
    assert set(states().values()) == {"submitted"}


@pytest.mark.parametrize(("name", "step"), [("secretary", "confirm"), ("office", "reject"), ("head", "send_to_agency")])
def test_a_step_of_another_role_is_forbidden(client: Client, people: Cast, name: str, step: str) -> None:
    finding = story.finding(people)
    sign_in(client, people, name)
    token = client.page(sheet(people)).all("input", name="csrf_token")[0].get("value")
    data = {"csrf_token": token, "chosen": ids(finding), "step": step, "note": REASON}
    assert client.post(sheet(people), data=data | {f"version-{finding.id}": 1}).status_code == 403
    assert states() == {"PH-01": "submitted"}


@pytest.mark.parametrize("step", ["", "correct", "submit", "x"])
def test_another_step_is_not_taken_from_the_sheet(client: Client, people: Cast, step: str) -> None:
    finding = story.finding(people)
    sign_in(client, people, "head")
    token = client.page(sheet(people)).all("input", name="csrf_token")[0].get("value")
    data = {"csrf_token": token, "chosen": ids(finding), "step": step}
    assert client.post(sheet(people), data=data).status_code == 400


# --- returning --------------------------------------------------------------------------------------------------------


def test_a_returned_finding_waits_for_its_author_who_is_told_and_sends_it_anew(people: Cast) -> None:
    finding = story.finding(people)
    event = engine.perform(finding, "return", people.head, {"reason": REASON})
    told = set(db.session.scalars(select(Notice.recipient_id).where(Notice.event_id == event.id)))
    assert told == {people.users["member"].id}
    waiting = [(item.code, item.action, item.why) for item in queries.work_for(people.member)]
    assert waiting == [("PH-01", "Sửa và gửi lại", "bị trả lại")]
    engine.perform(finding, "submit", people.member)
    assert (finding.state, finding.decision_reason) == ("submitted", "")


def test_who_may_not_read_drafts_is_led_to_the_delegation_after_returning_one(client: Client, people: Cast) -> None:
    finding = story.finding(people)
    sign_in(client, people, "leader")
    page = client.done(f"/finding/{finding.id}/do/return", {"reason": REASON})
    assert people.delegation.code in page.heading


# --- merging ----------------------------------------------------------------------------------------------------------


def test_merging_keeps_one_and_rejects_the_others_with_a_thread(client: Client, people: Cast) -> None:
    kept, second, third = (story.finding(people) for _time in range(3))
    sign_in(client, people, "head")
    answers = {"chosen": ids(kept, second, third), "kept": str(kept.id), "note": "Cùng một việc"}
    page = client.done(sheet(people), answers, button=MERGE)
    assert "2 phát hiện đã gộp: PH-02, PH-03." in page.text
    assert "Gồm cả PH-02, PH-03" in page.text
    assert states() == {"PH-01": "submitted", "PH-02": "rejected", "PH-03": "rejected"}
    assert (events("merge"), events("reject")) == (1, 2)
    assert "Gồm cả PH-02, PH-03" in client.page(f"/findings/{kept.id}").text
    page = client.page(f"/findings/{second.id}")
    assert "Đã gộp vào PH-01" in page.text
    assert "Gộp vào phát hiện PH-01: Cùng một việc" in page.text


def test_what_the_others_rested_on_and_their_evidence_come_along(client: Client, people: Cast) -> None:
    statement = said(people)
    kept = story.finding(people, text="Quỹ đất nhà ở công nhân còn thiếu nhiều")
    file = attachments.store(io.BytesIO(b"Anh"), "anh-hien-truong.txt", people.users["member"].id, people.council.id)
    other = story.finding(people, rests_on=[f"statement:{statement.id}"], files=[file], evidence="Sổ theo dõi số 7")
    engine.perform(kept, "merge", people.head, {"findings": ids(other)})
    assert origins.of(kept, people.head, queries.GROUNDS) == [f"statement:{statement.id}"]
    page = sign_in(client, people, "head").page(f"/findings/{kept.id}")
    assert "Sổ theo dõi số 7" in page.text
    assert "anh-hien-truong.txt" in page.text


def test_what_was_merged_is_not_named_again_as_similar(client: Client, people: Cast) -> None:
    kept, other = (story.finding(people) for _time in range(2))
    engine.perform(kept, "merge", people.head, {"findings": ids(other)})
    page = sign_in(client, people, "head").page(f"/findings/{kept.id}")
    assert page.all("ol", class_="similar-list") == []


def test_one_that_had_others_merged_into_it_takes_them_along(people: Cast) -> None:
    first, second, third = (story.finding(people) for _time in range(3))
    engine.perform(second, "merge", people.head, {"findings": ids(first)})
    engine.perform(third, "merge", people.head, {"findings": ids(second)})
    found = merging.merged_from([third.id], people.head)
    assert [finding.code for finding in found[third.id]] == ["PH-01", "PH-02"]
    assert merging.merged_into([first.id], people.head)[first.id].id == second.id


def test_the_kept_one_is_chosen_and_something_is_ticked_beside_it(client: Client, people: Cast) -> None:
    first, second = (story.finding(people) for _time in range(2))
    sign_in(client, people, "head")
    page = client.refused(sheet(people), {"chosen": ids(first, second)}, button=MERGE)
    assert "Hãy chọn phát hiện giữ lại." in page.one("p", id="kept-error").text
    assert ticked(page) == ids(first, second)
    page = client.refused(sheet(people), {"chosen": ids(first), "kept": str(first.id)}, button=MERGE)
    assert "ít nhất một phát hiện khác" in page.one("p", id="kept-error").text


def test_the_kept_one_is_one_of_those_that_were_ticked(client: Client, people: Cast) -> None:
    first, second, third = (story.finding(people) for _time in range(3))
    sign_in(client, people, "head")
    sent = {"chosen": ids(first, second), "kept": str(third.id), "note": "Cùng một việc"}
    page = client.refused(sheet(people), sent, button=MERGE)
    assert "PH-03 chưa được đánh dấu. Hãy đánh dấu PH-03 trong danh sách" in page.one("p", id="kept-error").text
    assert ticked(page) == ids(first, second)
    assert page.one("textarea", name="note").raw.strip() == "Cùng một việc"
    page = client.refused(sheet(people), sent | {"kept": ""}, button=MERGE)
    offered = [node.get("value") for node in page.one("select", name="kept").all("option")]
    assert offered == ["", *ids(first, second)]
    assert set(states().values()) == {"submitted"}


def test_who_must_answer_before_a_finding_is_confirmed_is_said_with_the_day(people: Cast) -> None:
    named = story.finding(people, agency_id=people.agencies["a"].id)
    engine.perform(named, "send_to_agency", people.secretary)
    assert named.comment_due_on is not None
    told = f"Đang chờ {people.agencies['a'].name} trả lời; qua ngày {named.comment_due_on:%d/%m/%Y} không trả lời thì"
    with pytest.raises(Invalid, match=told):
        engine.perform(named, "confirm", people.head)


def test_a_violation_is_merged_into_nothing_lesser(people: Cast) -> None:
    wrong, plain = violation(people), story.finding(people)
    with pytest.raises(Invalid) as refused:
        engine.perform(plain, "merge", people.head, {"findings": ids(wrong)})
    assert "dấu hiệu vi phạm" in refused.value.errors["findings"][0]
    engine.perform(wrong, "merge", people.head, {"findings": ids(plain)})
    assert states() == {"PH-01": "submitted", "PH-02": "rejected"}


def test_merging_does_not_pass_over_an_agency_that_has_not_been_heard(people: Cast) -> None:
    plain = story.finding(people)
    named = story.finding(people, agency_id=people.agencies["a"].id)
    with pytest.raises(Invalid):
        engine.perform(plain, "merge", people.head, {"findings": ids(named)})
    engine.perform(named, "send_to_agency", people.secretary)
    engine.perform(named, "comment", people.leader_a, {"stance": "agree"})
    engine.perform(plain, "merge", people.head, {"findings": ids(named)})
    assert states() == {"PH-01": "submitted", "PH-02": "rejected"}


def test_what_was_decided_already_is_not_merged_and_the_rest_is(client: Client, people: Cast) -> None:
    kept, done, open_one = (story.finding(people) for _time in range(3))
    engine.perform(done, "confirm", people.head)
    sign_in(client, people, "head")
    page = client.done(sheet(people), {"chosen": ids(kept, done, open_one), "kept": str(kept.id)}, button=MERGE)
    assert "PH-02 chưa gộp được. Chỉ gộp được phát hiện đang chờ quyết định." in page.text
    assert states() == {"PH-01": "submitted", "PH-02": "confirmed", "PH-03": "rejected"}


def test_a_stale_row_is_not_merged(client: Client, people: Cast) -> None:
    kept, other = (story.finding(people) for _time in range(2))
    sign_in(client, people, "head")
    form = client.page(sheet(people)).form(MERGE)
    hidden = {node.get("name"): node.get("value") for node in form.all("input", type="hidden")}
    service.edit(other, {"text": story.TEXT + ", theo báo cáo mới"}, people.secretary)
    data = hidden | {"chosen": ids(kept, other), "kept": str(kept.id), "step": "merge"}
    response = client.post(sheet(people), data=data)
    assert response.status_code == 400
    assert "PH-02 chưa gộp được. Vừa được người khác sửa" in parse(response.text).text
    assert states() == {"PH-01": "submitted", "PH-02": "submitted"}


def test_only_those_who_decide_merge(people: Cast) -> None:
    kept, other = (story.finding(people) for _time in range(2))
    for name in ("member", "secretary", "office", "deputy", "standing"):
        with pytest.raises(Forbidden):
            engine.perform(kept, "merge", people.actor(name), {"findings": ids(other)})


def test_an_agency_does_not_learn_what_was_merged(client: Client, people: Cast) -> None:
    kept = story.finding(people, agency_id=people.agencies["a"].id)
    other = story.finding(people)
    engine.perform(kept, "send_to_agency", people.secretary)
    engine.perform(kept, "merge", people.head, {"findings": ids(other)})
    page = sign_in(client, people, "leader_a").page(f"/findings/{kept.id}")
    assert "PH-02" not in page.text
    assert "gộp" not in page.text


def test_a_recommendation_that_rests_on_a_merged_finding_stands_with_the_kept_one(people: Cast) -> None:
    kept, other = (story.finding(people) for _time in range(2))
    draft = story.draft(people, rests_on=[f"finding:{other.id}"])
    engine.perform(kept, "merge", people.head, {"findings": ids(other)})
    assert list(rights.rejected_grounds(draft)) == []
    engine.perform(kept, "reject", people.head, {"reason": REASON})
    assert list(rights.rejected_grounds(draft)) == ["PH-02"]
