"""Before and after a session as JSON: programme, invitations and their answers, amendments to draft minutes."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from PIL import Image

from tests.api import records
from tests.api.conftest import As
from tests.cast import Cast
from tracker.extensions import db
from tracker.sessions import invitations
from tracker.sessions.models import WorkingSession
from tracker.workflow import engine

pytestmark = pytest.mark.api


@pytest.fixture
def planned(people: Cast) -> WorkingSession:
    made = records.session(people, agency_ids=[people.agencies["a"].id, people.agencies["b"].id])
    db.session.commit()
    return made


def notified(people: Cast, session: WorkingSession) -> WorkingSession:
    engine.perform(session, "notify", people.secretary, {"notice_sent_on": date(2026, 6, 12)})
    db.session.commit()
    return session


def for_comment(people: Cast, session: WorkingSession) -> WorkingSession:
    records.for_comment(people, session)
    db.session.commit()
    return session


def test_a_programme_is_added_item_by_item_and_read_by_the_agency(
    people: Cast, as_: As, planned: WorkingSession
) -> None:
    path = f"/sessions/{planned.id}/programme"
    made = as_("secretary").post(path, {"starts_at": "08:30", "text": "Báo cáo", "presenter": "Lãnh đạo Ban"})
    assert (made["starts_at"], made["presenter"]) == ("08:30:00", "Lãnh đạo Ban")
    as_("secretary").post(path, {"starts_at": "25:00", "text": ""}, 422)
    as_("member").post(path, {"text": "Báo cáo"}, 403)
    notified(people, planned)
    assert [item["text"] for item in as_("officer_a").get(path)["items"]] == ["Báo cáo"]
    item = f"{path}/{made['id']}"
    assert as_("secretary").send("DELETE", item, if_match=as_("secretary").get(item).etag).status == 204


def test_an_agency_answers_its_invitation_and_reads_no_others(people: Cast, as_: As, planned: WorkingSession) -> None:
    invitations.propose(planned, people.office)
    notified(people, planned)
    path = f"/sessions/{planned.id}/invitations"
    mine, theirs, *_members = as_("leader_a").get(path)["items"]
    answer: dict[str, Any] = {"reply": "deputy", "deputy_name": "Trần Thị Phó"}
    as_("leader_a").patch(f"{path}/{theirs['id']}", answer, 403)
    as_("leader_a").patch(f"{path}/{mine['id']}", {"reply": "deputy"}, 422)
    as_("leader_a").patch(f"{path}/{mine['id']}", {"name": "Người khác"}, 403)
    told = as_("leader_a").patch(f"{path}/{mine['id']}", answer)
    assert (told["reply"], told["reply_label"], told["deputy_name"]) == ("deputy", "Cử người dự thay", "Trần Thị Phó")
    assert "reply" not in as_("leader_b").get(f"{path}/{mine['id']}").body
    assert as_("secretary").get(f"{path}/{mine['id']}")["reply"] == "deputy"


def test_the_office_writes_down_what_others_answered(people: Cast, as_: As, planned: WorkingSession) -> None:
    path = f"/sessions/{planned.id}/invitations"
    made = as_("office").post(path, {"name": "Lê Văn Mời", "body": "Ủy ban MTTQ", "sent_on": "2026-06-10"})
    row = f"{path}/{made['id']}"
    assert as_("office").patch(row, {"reply": "declines"}, 422)["errors"] == {
        "reply_note": ["Không dự được thì phải nêu lý do."]
    }
    told = as_("office").patch(row, {"reply": "declines", "reply_note": "Đi công tác", "office": "Phó Chủ tịch"})
    assert (told["office"], told["reply"], told["sent_on"]) == ("Phó Chủ tịch", "declines", "2026-06-10")


def test_an_authorisation_is_noted_of_somebody_who_came(as_: As, planned: WorkingSession) -> None:
    path = f"/sessions/{planned.id}/attendance"
    made = as_("secretary").post(path, {"name": "Trần Thị Phó", "role": "reporter", "in_place_of": "Giám đốc"})
    told = as_("secretary").patch(
        f"{path}/{made['id']}", {"authorisation_number": "12/GUQ", "authorised_on": "2026-06-20"}
    )
    assert (told["name"], told["authorisation_number"], told["authorised_on"]) == (
        "Trần Thị Phó",
        "12/GUQ",
        "2026-06-20",
    )


def test_an_amendment_from_the_officers_draft_to_the_secretarys_answer(
    people: Cast, as_: As, planned: WorkingSession
) -> None:
    said = for_comment(people, planned).statements[0].id
    body = {"session_id": planned.id, "statement_id": said, "text": "Đề nghị rà soát cả quỹ nhà", "reason": "Ghi thiếu"}
    made = as_("officer_a").post("/amendments", body)
    assert (made["code"], made["state"], made["agency_id"]) == ("ĐS-01", "draft", people.agencies["a"].id)
    path = f"/amendments/{made['id']}"
    as_("secretary").get(path, 404)
    as_("leader_b").get(path, 404)
    propose = {"transition": "propose", "answers": {}}
    etag = as_("officer_a").get(path).etag
    as_("officer_a").send("POST", f"{path}/transitions", propose, if_match=etag).gives(403)
    as_("leader_a").send("POST", f"{path}/transitions", propose, if_match=etag).gives(200)
    offered = as_("secretary").get(f"{path}/transitions")["items"]
    assert [step["name"] for step in offered] == ["accept", "decline"]
    etag = as_("secretary").get(path).etag
    accept = {"transition": "accept", "answers": {}}
    told = as_("secretary").send("POST", f"{path}/transitions", accept, if_match=etag).gives(200)
    assert told["state"] == "accepted"
    assert as_("officer_a").get(f"/statements/{said}")["text"] == "Đề nghị rà soát cả quỹ nhà"
    assert as_("officer_a").get("/amendments?status=accepted")["total"] == 1
    assert as_("leader_b").get("/amendments")["total"] == 0


def test_a_statement_takes_the_place_of_another(people: Cast, as_: As, planned: WorkingSession) -> None:
    records.held(planned)
    db.session.commit()
    secretary, said = as_("secretary"), {"session_id": planned.id, "kind": "request", "speaker": "Nguyễn Thị Ví Dụ"}
    made = [secretary.post("/statements", said | {"text": text}) for text in ("một", "hai", "ba")]
    path = f"/statements/{made[-1]['id']}"
    assert secretary.patch(path, {"position": 1})["position"] == 1
    listed = secretary.get(f"/statements?session={planned.id}&sort=position")["items"]
    assert [said["text"] for said in listed] == ["ba", "một", "hai"]
    assert [said["position"] for said in listed] == [1, 2, 3]
    errors = secretary.patch(path, {"position": 9}, 422)["errors"]
    assert errors["position"] == ["Thứ tự phải là một trong: 1, 2, 3."]
    assert secretary.patch(path, {"text": "bốn"})["position"] == 1
    as_("member").patch(path, {"position": 2}, 403)


def test_amendments_are_proposed_only_while_the_minutes_are_out_for_comment(
    as_: As, people: Cast, planned: WorkingSession
) -> None:
    body = {"session_id": planned.id, "place": "Đoạn 2", "text": "Sửa"}
    as_("member").post("/amendments", body, 409)
    as_("secretary").post("/amendments", body, 403)
    as_("leader_a").post("/amendments", body, 404)
    for_comment(people, planned)
    assert "place" in as_("member").post("/amendments", {"session_id": planned.id, "text": "Sửa"}, 422)["errors"]
    as_("member").post("/amendments", body)


def test_what_the_secretary_has_signed_for_waits_until_the_signature_is_withdrawn(
    people: Cast, as_: As, planned: WorkingSession
) -> None:
    for_comment(people, planned)
    engine.perform(planned, "sign_as_secretary", people.secretary, {"secretary_name": "Lê Thị Ghi"})
    db.session.commit()
    path, secretary = f"/sessions/{planned.id}", as_("secretary")
    secretary.post(f"{path}/attendance", {"name": "Người khác", "role": "attendee"}, 409)
    secretary.post(f"{path}/programme", {"text": "Báo cáo"}, 409)
    secretary.post(f"{path}/invitations", {"name": "Người khác"}, 409)
    assert "rút chữ ký trước" in str(secretary.patch(path, {"place": "Nơi khác"}, 409).body)
    secretary.post(f"{path}/photographs", {"caption": "Quang cảnh"})


def test_a_photograph_sent_first_is_scaled_down_when_it_joins_the_session(
    as_: As, people: Cast, planned: WorkingSession
) -> None:
    taken, secretary = io.BytesIO(), as_("secretary")
    Image.new("RGB", (4000, 1000), "navy").save(taken, "JPEG")
    headers = {"Authorization": f"Bearer {secretary.token}"}
    sent = {"file": (io.BytesIO(taken.getvalue()), "anh.jpg")}
    stored = secretary.http.open("/api/v1/attachments", method="POST", headers=headers, data=sent)
    id = stored.json["id"]
    secretary.post(f"/sessions/{planned.id}/photographs", {"caption": "Quang cảnh", "files": [id]})
    content = secretary.http.open(f"/api/v1/attachments/{id}/content", method="GET", headers=headers)
    assert Image.open(io.BytesIO(content.data)).size == (2000, 500)
