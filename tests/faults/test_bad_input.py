"""Every row of the table of bad input, on the page and through the API: a sentence beside the field, everything typed
kept, nothing half-written (domain.md 6.5)."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from tests import cast, story
from tests.api.caller import Caller, call_as
from tests.cast import Cast
from tests.client import Client
from tests.figures import answers as figure_answers
from tests.figures import held_session
from tests.pages import Page, parse, values_of
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.findings.models import Finding
from tracker.recommendations.models import Recommendation
from tracker.sessions.models import WorkingSession

LATE = "Phát hiện viết tay về quỹ đất nhà ở công nhân"
ASKED_BACK = "dấu phẩy"
BAD_DATE = "Ngày không hợp lệ. Nhập dd/mm/yyyy"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    made = cast.make()
    db.session.commit()
    return made


@pytest.fixture
def held(people: Cast) -> WorkingSession:
    return held_session(people)


@pytest.fixture
def call(app: Flask, db_session: Session, people: Cast) -> Callable[[str], Caller]:
    return lambda name: call_as(Client(app, db_session), people.users[name])


def send(client: Client, path: str, button: str, answers: dict[str, Any]) -> tuple[int, Page]:
    """Press the button of a page's form with these answers; the page that comes back."""
    form = client.page(path).form(button)
    response = client.post(path, data=dict(values_of(form, button)) | answers)
    return response.status_code, parse(response.text) if response.status_code == 400 else Page()


def events() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def beside(page: Page, field: str) -> str:
    """The sentence that stands beside a field of the form."""
    return " ".join(node.text for node in page.all("p") if (node.get("id") or "") == f"{field}-error")


# --- findings: missing text, only spaces, odd letters, script -----------------------------------------------------------


def finding_page(people: Cast) -> str:
    return f"/findings/new?delegation={people.delegation.id}"


@pytest.mark.parametrize("typed", ["", "   \n  "])
def test_a_missing_text_is_asked_for(client: Client, people: Cast, call: Callable[[str], Caller], typed: str) -> None:
    sign_in(client, people, "member")
    before = events()
    status, page = send(
        client, finding_page(people), "Gửi Trưởng đoàn", {"text": typed, "cause": "Đã gõ", "kind": "limitation"}
    )
    assert status == 400
    assert beside(page, "text")
    assert page.one("textarea", name="cause").raw.strip() == "Đã gõ"
    reply = call("member").post(
        "/findings", {"delegation_id": people.delegation.id, "kind": "limitation", "text": typed}, status=422
    )
    assert "text" in reply["errors"]
    assert events() == before


def test_decomposed_letters_are_stored_composed(client: Client, people: Cast, call: Callable[[str], Caller]) -> None:
    decomposed = unicodedata.normalize("NFD", LATE)
    sign_in(client, people, "member")
    status, _page = send(
        client,
        finding_page(people),
        "Gửi Trưởng đoàn",
        {"text": decomposed, "kind": "limitation", "evidence": "Biên bản"},
    )
    assert status == 303
    call("member").post("/findings", {"delegation_id": people.delegation.id, "kind": "limitation", "text": decomposed})
    assert set(db.session.scalars(select(Finding.text))) == {LATE}


def test_pasted_script_is_kept_as_text(client: Client, people: Cast, call: Callable[[str], Caller]) -> None:
    pasted = "<script>alert(1)</script> \"'><svg onload=x>{{7*7}} quỹ đất nhà ở"
    made = call("member").post(
        "/findings", {"delegation_id": people.delegation.id, "kind": "limitation", "text": pasted}
    )
    assert made["text"] == pasted
    sign_in(client, people, "member")
    body = client.get(f"/findings/{made['id']}").text
    assert "<svg onload" not in body
    assert "&lt;script&gt;" in body


# --- recommendations: dates, closed delegations, ended agencies ---------------------------------------------------------


@pytest.mark.parametrize("typed", ["31/02/2026", "2026-13-01", "01/01/1900", "01/01/2090", "mai"])
def test_a_day_that_does_not_exist_is_refused(
    client: Client, people: Cast, call: Callable[[str], Caller], typed: str
) -> None:
    sign_in(client, people, "secretary")
    path = f"/recommendations/new?delegation={people.delegation.id}"
    answers = {"text": "Trình danh mục quỹ đất", "due_on": typed}
    status, page = send(client, path, "Lưu dự thảo", answers)
    assert status == 400
    assert BAD_DATE in beside(page, "due_on")
    assert page.one("input", name="due_on").get("value") == typed
    sent = {"delegation_id": people.delegation.id, "text": "Trình danh mục quỹ đất", "due_on": typed}
    assert "due_on" in call("secretary").post("/recommendations", sent, status=422)["errors"]
    assert db.session.scalar(select(func.count()).select_from(Recommendation)) == 0


def test_a_deadline_before_its_document_is_refused(client: Client, people: Cast, call: Callable[[str], Caller]) -> None:
    people.delegation.state = "concluded"
    early = story.approved(people, due_on=story.date(2026, 6, 1))
    sign_in(client, people, "office")
    answers = {"kind": "conclusion", "number": "05/TB-HĐND", "issued_on": "12/06/2026"}
    status, page = send(client, f"/recommendation/{early.id}/do/issue", "Ban hành kiến nghị", answers)
    assert status == 400
    assert "sớm hơn" in page.text
    assert page.one("input", name="number").get("value") == "05/TB-HĐND"
    path = f"/recommendations/{early.id}"
    reply = call("office").step(path, "issue", answers | {"issued_on": "2026-06-12"}, status=422)
    assert "issued_on" in reply["errors"]
    assert early.state == "draft"


def test_a_closed_delegation_takes_nothing_more(client: Client, people: Cast, call: Callable[[str], Caller]) -> None:
    people.delegation.state = "closed"
    db.session.flush()
    reply = call("member").send(
        "POST", "/findings", {"delegation_id": people.delegation.id, "kind": "limitation", "text": LATE}
    )
    assert reply.status == 409
    assert "Đã kết thúc" in reply.response.text
    sign_in(client, people, "member")
    assert client.get(finding_page(people)).status_code in (404, 409)


def test_for_an_ended_agency_its_successor_is_offered(
    client: Client, people: Cast, call: Callable[[str], Caller]
) -> None:
    from tracker.organizations import service

    ended, heir = people.agencies["c"], people.agencies["a"]
    service.end(ended, story.date(2026, 3, 1), heir, "merge", people.office)
    sent = {
        "delegation_id": people.delegation.id,
        "text": "Trình danh mục quỹ đất",
        "lead_agency_id": ended.id,
        "deliverable": "Danh mục",
    }
    reply = call("secretary").post("/recommendations", sent, status=422)
    assert heir.name in str(reply["errors"]["lead_agency_id"])


# --- figures ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "sent", "words"),
    [
        ("value", "10.51", None, ASKED_BACK),
        ("value", "abc", "abc", ""),
        ("value", "1,2,3", "1,2,3", ""),
        ("value", "-210", "-210", ""),
        ("unit", "", "", ""),
        ("period_to", "2020", 2020, ""),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    client: Client,
    people: Cast,
    held: WorkingSession,
    call: Callable[[str], Caller],
    field: str,
    typed: str,
    sent: Any,
    words: str,
) -> None:
    sign_in(client, people, "secretary")
    right = {
        "indicator": "Số dự án",
        "value": "210",
        "unit": "dự án",
        "period_kind": "span",
        "period_from": "2021",
        "period_to": "2023",
        "verbatim": "đã thu hút 210 dự án",
        "agency_ids": [str(people.agencies["a"].id)],
    }
    status, page = send(client, f"/figures/new?session={held.id}", "Lưu số liệu", right | {field: typed})
    assert status == 400
    assert words in beside(page, field)
    assert (page.one("input", name=field).get("value") or "") == typed
    assert page.one("textarea", name="verbatim").raw.strip() == "đã thu hút 210 dự án"
    if sent is not None:
        body = figure_answers(people, held, "210", delegation_id=people.delegation.id, unit="dự án")
        body = {name: str(value) if name == "value" else value for name, value in body.items()} | {field: sent}
        assert field in call("secretary").post("/figures", body, status=422)["errors"]


# --- reports: percent, files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", ["-1", "101", "sáu mươi"])
def test_progress_is_between_nought_and_a_hundred(
    client: Client, people: Cast, call: Callable[[str], Caller], percent: str
) -> None:
    people.delegation.state = "concluded"
    task = story.taken(people, None, "a")
    sign_in(client, people, "officer_a")
    answers = {"claim": "partly", "percent": percent, "text": "Đã xong một phần"}
    status, page = send(client, f"/assignments/{task.id}/updates/new", "Lưu, trình lãnh đạo gửi", answers)
    assert status == 400
    assert beside(page, "percent")
    assert page.one("input", name="percent").get("value") == percent
    sent = {"assignment_id": task.id, "claim": "partly", "percent": percent, "text": "Đã xong một phần"}
    assert "percent" in call("officer_a").post("/updates", sent, status=422)["errors"]


FILES = [
    ("rỗng.pdf", b"", "rỗng"),
    ("chương trình.exe", b"MZ\x90\x00" + b"0" * 100, ""),
    ("trang.html", b"<html><script>1</script></html>", ""),
    ("mã.js", b"alert(1)", ""),
    ("giả.pdf", b"MZ\x90\x00" + b"0" * 100, ""),
    ("../../báo cáo.pdf", PDF, ""),
]


@pytest.mark.parametrize(("name", "content", "words"), FILES, ids=[name for name, _content, _words in FILES])
def test_a_file_that_cannot_be_taken_is_named(
    client: Client, people: Cast, call: Callable[[str], Caller], name: str, content: bytes, words: str
) -> None:
    sign_in(client, people, "member")
    typed = {"text": LATE, "kind": "limitation", "evidence": "Biên bản"}
    answers = typed | {"files": FileStorage(io.BytesIO(content), filename=name)}
    status, page = send(client, finding_page(people), "Gửi Trưởng đoàn", answers)
    assert status == 400
    assert words in page.text
    assert page.one("textarea", name="text").raw.strip() == LATE
    assert db.session.scalar(select(func.count()).select_from(Finding)) == 0
    caller = call("member")
    response = caller.http.open(
        "/api/v1/attachments",
        method="POST",
        headers={"Authorization": f"Bearer {caller.token}"},
        data={"file": FileStorage(io.BytesIO(content), filename=name)},
    )
    assert response.status_code == 422


# --- everywhere ---------------------------------------------------------------------------------------------------------


def test_pages_where_people_write_say_that_secrets_do_not_belong_here(client: Client, people: Cast) -> None:
    sign_in(client, people, "member")
    assert "Không nhập bí mật nhà nước" in client.page(finding_page(people)).text


def test_the_second_of_two_editors_gets_412_through_the_api(people: Cast, call: Callable[[str], Caller]) -> None:
    caller = call("member")
    made = caller.post("/findings", {"delegation_id": people.delegation.id, "kind": "limitation", "text": LATE})
    path = f"/findings/{made['id']}"
    old = caller.get(path).etag
    caller.patch(path, {"cause": "Thiếu quỹ đất"})
    caller.patch(path, {"cause": "Khác"}, status=412, if_match=old)
    assert caller.get(path)["cause"] == "Thiếu quỹ đất"


@pytest.mark.parametrize("path", ["/delegations/{}", "/sessions/{}", "/findings/{}/edit", "/session/{}/do/notify"])
def test_an_address_with_a_number_that_no_row_can_have_does_not_exist(client: Client, people: Cast, path: str) -> None:
    sign_in(client, people, "office")
    for number in (2**31, 2**63, 2**70):
        assert client.get(path.format(number)).status_code == 404
