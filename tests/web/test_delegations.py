"""Delegations on pages: set up by the office, seen by those concerned, entered from old dossiers as far as known."""

from __future__ import annotations

import io
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tests.client import Client
from tests.pages import Page
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.delegations import queries, service
from tracker.delegations.models import Delegation, DelegationDocument
from tracker.extensions import db
from tracker.organizations import service as organizations

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TITLE = "Việc thực hiện các quy định, cơ chế, chính sách trong quản lý, phát triển công nghiệp trên địa bàn thành phố"


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    return cast.make()


@pytest.fixture
def office(client: Client, people: Cast) -> Client:
    return sign_in(client, people, "office")


def by_code(people: Cast, code: str) -> Delegation:
    found = queries.by_code(people.council.id, code)
    assert found is not None, code
    return found


def the(people: Cast) -> Delegation:
    return db.session.get_one(Delegation, people.delegation.id)


def draft(people: Cast, **answers: object) -> Delegation:
    given = {"title": "Đầu tư công", "owner_kind": "council"} | answers
    return service.create(given, people.office, council_id=people.council.id)


def codes(page: Page) -> list[str]:
    return [node.one("a").text for node in page.one("table", class_="data-delegations").all("th", scope="row")]


def fact(page: Page, label: str) -> str:
    """What the header says under this label."""
    [found] = [node for node in page.all("div", class_="fact") if node.one("dt").text == label]
    return found.one("dd").text


def steps(page: Page) -> dict[str, str]:
    """The line of steps: word → its class."""
    return {
        node.one("span", class_="step-label").text: node.get("class").split()[-1].removeprefix("step-")
        for node in page.all("li", class_="step")
    }


# --- setting up -------------------------------------------------------------------------------------------------------


def test_the_office_sets_up_a_delegation_which_gets_the_next_code_and_is_followed_by_whoever_entered_it(
    office: Client, people: Cast
) -> None:
    page = office.done(
        "/delegations/new",
        {
            "title": TITLE,
            "owner_kind": "council",
            "period_from": "01/01/2021",
            "period_to": "31/12/2023",
            "scope": "Trên địa bàn thành phố",
            "content": "Quản lý, phát triển công nghiệp",
            "report_due_on": "30/07/2026",
        },
    )
    assert page.heading == f"ĐGS-2026-03 {TITLE}"
    assert fact(page, "Thời kỳ giám sát") == "2021–2023"
    assert fact(page, "Hạn nộp báo cáo") == "30/07/2026"
    assert fact(page, "Chuyên viên theo dõi") == "Người office"
    assert fact(page, "Bộ quy định") == "Luật 121/2025/QH15"
    assert steps(page)["Thành lập"] == "current"
    assert "Đoàn chưa có Trưởng đoàn." in page.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"title": ""}, "Hãy nhập “Chuyên đề”."),
        ({"title": "  \n "}, "Hãy nhập “Chuyên đề”."),
        ({"title": "x" * 501}, "nhiều nhất là 500"),
        ({"owner_kind": ""}, "“Chủ thể giám sát”"),
        ({"owner_kind": "committee"}, "Hãy chọn Ban hoặc Tổ lập đoàn."),
        ({"period_from": "31/12/2023", "period_to": "01/01/2021"}, "Ngày cuối thời kỳ phải từ ngày đầu"),
        ({"period_from": "31/02/2021"}, "Ngày không hợp lệ. Nhập dd/mm/yyyy"),
        ({"period_from": "2021"}, "Ngày không hợp lệ. Nhập dd/mm/yyyy"),
        ({"report_due_on": "01/01/1944"}, "Ngày không hợp lệ. Nhập dd/mm/yyyy"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_what_was_typed_stays_and_nothing_is_written(
    office: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    given = {"title": "Đầu tư công", "owner_kind": "council", "scope": "Phạm vi <b>thử</b>"} | answers
    page = office.refused("/delegations/new", given)
    assert sentence in page.text
    assert page.one("textarea", name="scope").text == "Phạm vi <b>thử</b>"
    assert queries.total(people.office) == 2


def test_a_body_that_does_not_fit_the_owner_is_refused(office: Client, people: Cast) -> None:
    answers = {"title": "Đầu tư công", "owner_kind": "council", "body_id": str(people.committee.id)}
    assert "không gắn với Ban hoặc Tổ nào" in office.refused("/delegations/new", answers).text
    answers["owner_kind"] = "deputy_group"
    assert "không hợp với chủ thể" in office.refused("/delegations/new", answers).text


def test_a_committee_leader_sets_up_delegations_of_their_own_committee_only(client: Client, people: Cast) -> None:
    sign_in(client, people, "leader")
    own = {"title": "Thu ngân sách", "owner_kind": "committee", "body_id": str(people.committee.id)}
    assert client.done("/delegations/new", own).heading == "ĐGS-2026-03 Thu ngân sách"
    assert client.send("/delegations/new", {"title": "Của HĐND", "owner_kind": "council"}).status_code == 403


@pytest.mark.parametrize("who", ["deputy", "secretary", "head", "member", "officer_a", "leader_a", "admin", "stranger"])
def test_nobody_else_sets_up_a_delegation(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    assert client.get("/delegations/new").status_code == 403
    assert client.get("/delegations/old").status_code == 403
    assert "/delegations/new" not in client.page("/delegations").links


def scan() -> tuple[io.BytesIO, str]:
    return io.BytesIO(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"), "van-ban.pdf"


def test_the_day_of_the_establishing_document_fixes_the_rules(office: Client, people: Cast) -> None:
    for day, ruleset in (("28/02/2026", "L2015"), ("01/03/2026", "L2025")):
        one = draft(people, scope="x", content="y", period_from=date(2021, 1, 1), period_to=date(2023, 12, 31))
        service.add_member(one, {"name": "Ai Đó", "office": "Chủ tịch HĐND", "role": "head"}, people.office)
        service.add_agency(one, people.agencies["a"], "supervised", people.office)
        office.done(
            f"/delegation/{one.id}/do/establish",
            {
                "kind": "resolution",
                "number": "12/NQ-HĐND",
                "issued_on": day,
                "signer": "Chủ tịch HĐND",
                "files": scan(),
            },
        )
        assert db.session.get_one(Delegation, one.id).ruleset == ruleset


def test_what_stands_in_the_way_of_a_step_is_said_beforehand_and_again_when_it_is_tried(
    office: Client, people: Cast
) -> None:
    one = draft(people)
    path = f"/delegation/{one.id}/do/establish"
    assert "Đoàn phải có đúng một Trưởng đoàn." in office.page(path).text
    answers = {"kind": "resolution", "number": "1/NQ", "issued_on": "01/06/2026", "signer": "Chủ tịch", "files": scan()}
    page = office.refused(path, answers)
    assert "Phải có phạm vi, nội dung và thời kỳ giám sát." in page.text
    assert db.session.get_one(Delegation, one.id).documents == []


def test_an_edit_is_told_field_by_field_in_the_story(office: Client, people: Cast) -> None:
    page = office.done(f"/delegations/{people.delegation.id}/edit", {"report_due_on": "31/07/2026"})
    assert fact(page, "Hạn nộp báo cáo") == "31/07/2026"
    story = page.one("ol", class_="timeline").text
    assert "đã sửa đoàn giám sát" in story
    assert "30/04/2026" in story
    assert "31/07/2026" in story


def test_a_deadline_for_reports_does_not_come_before_the_delegation(office: Client, people: Cast) -> None:
    page = office.refused(f"/delegations/{people.delegation.id}/edit", {"report_due_on": "01/03/2026"})
    assert "Hạn nộp báo cáo phải từ ngày thành lập" in page.text


def test_an_ended_delegation_is_not_changed_any_more(client: Client, db_session: Session, now: object) -> None:
    people = cast.make("closed")
    sign_in(client, people, "office")
    id = people.delegation.id
    for path in ("edit", "members/new", "agencies/new", "documents/new"):
        answer = client.get(f"/delegations/{id}/{path}")
        assert answer.status_code == 409
        assert f'href="/delegations/{people.delegation.id}"' in answer.text
        assert "Đã kết thúc" in answer.text
    assert steps(client.page(f"/delegations/{id}"))["Theo dõi"] == "done"


def test_two_officers_at_once_the_second_sees_both_versions(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/edit"
    form = office.page(path).form()
    sent = {node.get("name"): node.get("value") for node in form.all("input")}
    sent |= {"title": "Tên của tôi", "owner_kind": "committee", "body_id": str(people.committee.id)}
    service.edit(the(people), {"title": "Tên của người khác"}, people.actor("other_office"))
    answer = office.post(path, data=sent)
    assert answer.status_code == 409
    assert "Tên của tôi" in answer.text
    assert "Tên của người khác" in answer.text
    assert the(people).title == "Tên của người khác"


# --- who sees what ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("office", ["ĐGS-2026-02", "ĐGS-2026-01"]),
        ("standing", ["ĐGS-2026-02", "ĐGS-2026-01"]),
        ("deputy", ["ĐGS-2026-02", "ĐGS-2026-01"]),
        ("leader", ["ĐGS-2026-02", "ĐGS-2026-01"]),
        ("secretary", ["ĐGS-2026-01"]),
        ("member", ["ĐGS-2026-01"]),
        ("officer_a", ["ĐGS-2026-01"]),
        ("leader_b", ["ĐGS-2026-01"]),
    ],
)
def test_everybody_lists_the_delegations_that_are_their_business(
    client: Client, people: Cast, who: str, seen: list[str]
) -> None:
    sign_in(client, people, who)
    assert codes(client.page("/delegations")) == seen
    expected = 200 if "ĐGS-2026-02" in seen else 404
    assert client.get(f"/delegations/{people.other_delegation.id}").status_code == expected


@pytest.mark.parametrize("who", ["admin", "stranger", "foreigner"])
def test_to_everybody_else_there_is_none(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    assert client.page("/delegations").all("table") == []
    assert client.get(f"/delegations/{people.delegation.id}").status_code == 404
    assert client.get(f"/delegations/{people.delegation.id}/edit").status_code == 404


def test_an_agency_sees_a_delegation_once_it_is_established_without_the_councils_own_papers_and_story(
    client: Client, people: Cast
) -> None:
    one = draft(people)
    service.add_agency(one, people.agencies["a"], "supervised", people.office)
    for kind, number in (("plan", "1/KH-ĐGS"), ("report", "2/BC-ĐGS")):
        facts = {"kind": kind, "number": number, "issued_on": date(2026, 6, 1)}
        service.add_document(the(people), facts, people.secretary)
    sign_in(client, people, "leader_a")
    assert client.get(f"/delegations/{one.id}").status_code == 404
    page = client.page(f"/delegations/{people.delegation.id}")
    assert "1/KH-ĐGS" in page.text
    assert "2/BC-ĐGS" not in page.text
    assert "Diễn biến" not in page.text
    assert not [link for link in page.links if link.endswith(("/edit", "/new")) and "/delegations/" in link]


@pytest.mark.parametrize("who", ["secretary", "head", "member", "deputy", "leader_a"])
def test_who_may_read_may_not_therefore_change(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    id = people.delegation.id
    for path in ("edit", "members/new", "agencies/new"):
        assert client.get(f"/delegations/{id}/{path}").status_code == 403


# --- members ----------------------------------------------------------------------------------------------------------


def test_a_member_is_listed_with_role_and_office_at_the_time(office: Client, people: Cast) -> None:
    id = people.delegation.id
    page = office.done(
        f"/delegations/{id}/members/new",
        {"name": "Lê Văn Thư", "office": "Chánh Văn phòng", "role": "secretary"},
    )
    [row] = [node for node in page.all("tr") if "Lê Văn Thư" in node.text]
    assert "Chánh Văn phòng" in row.text
    assert "Thư ký" in row.text
    assert "Lê Văn Thư (Thư ký), Chánh Văn phòng" in page.one("ol", class_="timeline").text


def test_there_is_one_head_at_a_time(office: Client, people: Cast) -> None:
    id = people.delegation.id
    page = office.refused(f"/delegations/{id}/members/new", {"name": "Người Khác", "office": "", "role": "head"})
    assert "Đoàn đã có Trưởng đoàn là Nguyễn Thị Ví Dụ." in page.text
    head = the(people).head
    assert head is not None
    office.done(f"/delegations/{id}/members/{head.id}/leave", {"left_on": "10/06/2026"})
    page = office.done(
        f"/delegations/{id}/members/new", {"name": "Người Khác", "office": "Phó Trưởng Ban", "role": "head"}
    )
    assert fact(page, "Trưởng đoàn") == "Người Khác Phó Trưởng Ban"
    assert "thôi tham gia từ 10/06/2026" in page.text


def test_nobody_leaves_before_the_delegation_began(office: Client, people: Cast) -> None:
    head = the(people).head
    assert head is not None
    path = f"/delegations/{people.delegation.id}/members/{head.id}/leave"
    assert "phải từ ngày thành lập đoàn trở đi" in office.refused(path, {"left_on": "01/01/2026"}).text


@pytest.mark.parametrize(
    ("owner", "office_then", "fits"),
    [
        ("council", "Ủy viên Ban Thường vụ Thành ủy, Chủ tịch HĐND thành phố", True),
        ("council", "Phó Chủ tịch Thường trực Hội đồng nhân dân thành phố", True),
        ("council", "Chủ tịch UBND thành phố", False),
        ("standing_committee", "Ủy viên Ban Thường vụ Thành ủy, Chủ tịch HĐND thành phố", False),
        ("standing_committee", "Phó Chủ tịch HĐND thành phố", True),
        ("standing_committee", "Ủy viên Thường trực HĐND", True),
        ("committee", "Phó Trưởng Ban Pháp chế", True),
        ("committee", "Chủ tịch HĐND", False),
    ],
)
def test_a_head_whose_office_the_law_does_not_name_is_warned_about_and_never_blocked(
    office: Client, people: Cast, owner: str, office_then: str, fits: bool
) -> None:
    one = draft(people, owner_kind=owner, body_id=people.committee.id if owner == "committee" else None)
    page = office.done(
        f"/delegations/{one.id}/members/new", {"name": "Phạm Văn Lập", "office": office_then, "role": "head"}
    )
    assert ("Trưởng đoàn phải là" not in page.text) is fits
    assert fact(page, "Trưởng đoàn").startswith("Phạm Văn Lập")


def test_a_name_is_struck_from_a_draft_but_leaves_an_established_delegation(office: Client, people: Cast) -> None:
    one = draft(people)
    struck = service.add_member(one, {"name": "Ghi Nhầm", "office": "", "role": "member"}, people.office).id
    page = office.done(f"/delegations/{one.id}", button="Bỏ")
    assert "Ghi Nhầm" not in page.one("main").text.split("Diễn biến")[0]
    assert "Bỏ" not in [node.text for node in office.page(f"/delegations/{people.delegation.id}").all("button")]
    stays = the(people).members[1].id
    form = office.page(f"/delegations/{one.id}/members/new").form()
    token = form.one("input", name="csrf_token").get("value")
    answer = office.post(f"/delegations/{people.delegation.id}/members/{stays}/remove", data={"csrf_token": token})
    assert answer.status_code == 409
    assert office.get(f"/delegations/{one.id}/members/{struck}/edit").status_code == 404


# --- agencies ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["Sở Xây dựng", "so xay dung", "CQ-C", "SXD", "Sở  Xây Dựng "])
def test_an_agency_is_added_by_any_of_its_names(office: Client, people: Cast, words: str) -> None:
    organizations.add_alias(people.agencies["c"], "SXD", people.office)
    page = office.done(f"/delegations/{people.delegation.id}/agencies/new", {"agency": words, "role": "participating"})
    [row] = [node for node in page.all("tr") if "Sở Xây dựng" in node.text]
    assert "Tham gia, phối hợp" in row.text


def test_an_unknown_or_repeated_agency_is_refused(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/agencies/new"
    assert "Không tìm thấy cơ quan “Sở Không Có”" in office.refused(path, {"agency": "Sở Không Có"}).text
    assert "đã có trong đoàn" in office.refused(path, {"agency": "Sở Công Thương"}).text


def test_agencies_that_the_scope_names_are_added_at_one_press(office: Client, people: Cast) -> None:
    people.delegation.scope = "Ban Quản lý khu kinh tế, SỞ XÂY DỰNG và các phường"
    path = f"/delegations/{people.delegation.id}/agencies/new"
    page = office.page(path)
    assert not page.all("button", text="Thêm Ban Quản lý Khu kinh tế"), "it is there already"
    form = page.form("Thêm Sở Xây dựng")
    answer = office.post(path, data={node.get("name"): node.get("value") for node in form.all("input")})
    assert answer.status_code == 303
    assert "Sở Xây dựng" in [entry.name_then for entry in the(people).agencies]
    assert not office.page(path).all("section", aria_labelledby="proposed-title")


def test_an_ended_agency_gives_way_to_its_successor_at_one_press(office: Client, people: Cast) -> None:
    old = organizations.add(
        people.council.id, {"code": "SKH", "name": "Sở Kế hoạch", "kind": "department"}, people.office
    )
    new = organizations.add(
        people.council.id, {"code": "STC", "name": "Sở Tài chính", "kind": "department"}, people.office
    )
    organizations.end(old, date(2026, 2, 28), new, "merge", people.office)
    path = f"/delegations/{people.delegation.id}/agencies/new"
    page = office.refused(path, {"agency": "Sở Kế hoạch", "role": "supervised"})
    assert "“Sở Kế hoạch” đã kết thúc ngày 28/02/2026. Cơ quan kế thừa là “Sở Tài chính”." in page.text
    form = page.form("Thêm Sở Tài chính")
    answer = office.post(path, data={node.get("name"): node.get("value") for node in form.all("input")})
    assert answer.status_code == 303
    assert "Sở Tài chính" in [entry.name_then for entry in the(people).agencies]


def test_the_name_an_agency_bore_then_is_kept(office: Client, people: Cast) -> None:
    organizations.rename(people.agencies["a"], "Ban Quản lý Khu kinh tế Hải Phòng", "", date(2026, 6, 1), people.office)
    page = office.page(f"/delegations/{people.delegation.id}")
    [row] = [node for node in page.all("tr") if "nay là" in node.text]
    assert row.one("a").text == "Ban Quản lý Khu kinh tế"
    assert "nay là Ban Quản lý Khu kinh tế Hải Phòng" in row.text


# --- documents --------------------------------------------------------------------------------------------------------


def test_the_secretary_files_a_plan_with_its_scan_which_the_agency_may_open(client: Client, people: Cast) -> None:
    sign_in(client, people, "secretary")
    id = people.delegation.id
    answers = {"kind": "plan", "number": "12/KH-ĐGS", "issued_on": "20/03/2026", "signer": "Trưởng đoàn"}
    page = client.done(
        f"/delegations/{id}/documents/new", answers | {"files": (io.BytesIO(PDF), "Kế hoạch giám sát.pdf")}
    )
    [link] = [link for link in page.links if link.startswith("/attachments/")]
    assert "Kế hoạch giám sát.pdf" in page.text
    for who, status in (("leader_a", 200), ("deputy", 200), ("foreigner", 404), ("admin", 404)):
        sign_in(client, people, who)
        assert client.get(link).status_code == status, who


def test_the_councils_own_papers_are_not_handed_to_agencies(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    id = people.delegation.id
    answers = {"kind": "other", "number": "9/VP", "issued_on": "20/03/2026"}
    page = client.done(f"/delegations/{id}/documents/new", answers | {"files": (io.BytesIO(PDF), "noi-bo.pdf")})
    [link] = [link for link in page.links if link.startswith("/attachments/")]
    sign_in(client, people, "leader_a")
    assert client.get(link).status_code == 404


def test_a_number_that_exists_already_is_asked_back_about_with_a_link(office: Client, people: Cast) -> None:
    facts = {"kind": "plan", "number": "12/KH-ĐGS", "issued_on": date(2026, 1, 20)}
    service.add_document(db.session.get_one(Delegation, people.other_delegation.id), facts, people.office)
    path = f"/delegations/{people.delegation.id}/documents/new"
    answers = {"kind": "plan", "number": "12/KH-ĐGS", "issued_on": "20/03/2026"}
    page = office.refused(path, answers)
    assert "Số 12/KH-ĐGS năm 2026 đã có, ngày 20/01/2026." in page.text
    assert f"/delegations/{people.other_delegation.id}#documents" in page.links
    known = len(db.session.scalars(select(DelegationDocument)).all())
    form = page.form("Thêm văn bản")
    sent = {node.get("name"): node.get("value") for node in form.all("input") if node.get("type") != "file"}
    answer = office.post(path, data=sent | answers | {"confirmed": "1"})
    assert answer.status_code == 303
    assert len(db.session.scalars(select(DelegationDocument)).all()) == known + 1
    assert "Trùng số với văn bản ở" in office.page(f"/delegations/{people.delegation.id}").text
    office.done(path, answers | {"issued_on": "20/03/2025"})


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"number": ""}, "Hãy nhập “Số, ký hiệu”."),
        ({"issued_on": "16/06/2026"}, "Ngày văn bản chưa đến"),
        ({"kind": "conclusion"}, "danh sách"),
        ({"files": (io.BytesIO(b""), "rong.pdf")}, "rỗng"),
        ({"files": (io.BytesIO(b"MZ\x90\x00"), "virus.exe")}, "virus.exe"),
        ({"files": (io.BytesIO(b"<script>alert(1)</script>"), "ke-hoach.pdf")}, "ke-hoach.pdf"),
    ],
)
def test_a_document_that_cannot_be_taken_is_refused_with_a_sentence(
    office: Client, people: Cast, answers: dict[str, object], sentence: str
) -> None:
    given = {"kind": "plan", "number": "1/KH", "issued_on": "01/06/2026", "signer": "Người ký"} | answers
    page = office.refused(f"/delegations/{people.delegation.id}/documents/new", given)
    assert sentence in page.text
    assert page.one("input", name="signer").get("value") == "Người ký"
    assert the(people).documents == []


# --- access -----------------------------------------------------------------------------------------------------------


def test_the_office_gives_access_as_secretary_or_member_apart_from_the_list_of_members(
    office: Client, people: Cast
) -> None:
    path = f"/delegations/{people.other_delegation.id}/access"
    roles = [node.get("value") for node in office.page(path).one("select", name="role").all("option")]
    assert roles == ["", "secretary", "member"]
    page = office.done(path, {"user_id": str(people.users["member"].id), "role": "secretary"})
    assert "Người member" in page.one("table").text
    assert people.actor("member").delegations_as(*people.member.roles) >= {people.other_delegation.id}
    assert "Người member" not in office.page(f"/delegations/{people.other_delegation.id}").one("main").text
    office.done(path, button="Thu quyền")
    assert people.other_delegation.id not in people.actor("member").delegations_as(*people.member.roles)


def test_the_office_offers_only_people_of_the_councils_side_and_does_not_end_a_heads_access(
    office: Client, people: Cast
) -> None:
    page = office.page(f"/delegations/{people.delegation.id}/access")
    offered = page.one("select", name="user_id").text
    assert "Người deputy" in offered
    for who in ("officer_a", "foreigner", "stranger", "admin"):
        assert f"Người {who}" not in offered
    [row] = [node for node in page.all("tr") if "Người head" in node.text and "deputy" not in node.text]
    assert row.all("button") == []


@pytest.mark.parametrize("who", ["secretary", "head", "standing", "leader_a"])
def test_nobody_else_gives_access(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    assert client.get(f"/delegations/{people.delegation.id}/access").status_code == 403


# --- old records ------------------------------------------------------------------------------------------------------

OLD = {
    "code": "ĐGS-2024-01",
    "title": TITLE,
    "owner_kind": "council",
    "state": "active",
    "ruleset": "L2015",
    "head_name": "Phạm Văn Lập",
    "head_office": "Ủy viên Ban Thường vụ Thành ủy, Chủ tịch HĐND thành phố",
    "agencies": "Ban Quản lý Khu kinh tế\nsở công thương",
    "source": "Bài của Hoàng Tùng trên Haiphong.gov.vn",
    "reason": "Đoàn hoạt động trước khi có phần mềm",
    "inferred": ["owner_kind"],
}


def test_an_old_dossier_is_entered_in_the_state_it_had_reached_and_says_what_it_lacks(
    office: Client, people: Cast
) -> None:
    page = office.done("/delegations/old", OLD)
    assert page.heading == f"ĐGS-2024-01 {TITLE}"
    assert fact(page, "Ngày thành lập") == "chưa có thông tin"
    assert fact(page, "Thời kỳ giám sát") == "chưa có thông tin"
    assert fact(page, "Chủ thể giám sát") == "Hội đồng nhân dân (suy đoán)"
    assert fact(page, "Trưởng đoàn").startswith("Phạm Văn Lập Ủy viên Ban Thường vụ")
    assert "Nguồn chưa có thông tin về: ngày thành lập, ngày gửi kế hoạch" in page.text
    assert "Bài của Hoàng Tùng trên Haiphong.gov.vn" in page.text
    assert steps(page) | {"Thành lập": "done", "Thông báo": "done", "Giám sát": "current"} == steps(page)
    one = by_code(people, "ĐGS-2024-01")
    assert [entry.agency_id for entry in one.agencies] == [people.agencies["a"].id, people.agencies["b"].id]
    [event] = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject_id == one.id, AuditEvent.action == "entered_old")
    )
    assert event.reason == OLD["reason"]
    waived = {"established_on", "notified_on", "scope", "content", "period_from", "period_to", "report_due_on"}
    assert set((event.after or {})["waived_facts"]) == waived


def test_an_old_record_obeys_the_table_from_then_on(office: Client, people: Cast) -> None:
    office.done("/delegations/old", OLD)
    one = by_code(people, "ĐGS-2024-01")
    refused = office.get(f"/delegation/{one.id}/do/establish")
    assert (refused.status_code, f'href="/delegations/{one.id}"' in refused.text) == (409, True)
    assert office.get(f"/delegation/{one.id}/do/compile").status_code == 403


def test_what_was_missing_is_filled_in_when_it_is_found(office: Client, people: Cast) -> None:
    office.done("/delegations/old", OLD | {"state": "following_up"})
    one = by_code(people, "ĐGS-2024-01")
    page = office.done(f"/delegations/{one.id}/edit", {"established_on": "15/03/2024", "scope": "Toàn thành phố"})
    assert fact(page, "Ngày thành lập") == "15/03/2024"
    told = page.text.partition("Nguồn chưa có thông tin về:")[2].partition(".")[0]
    assert "ngày thành lập" not in told
    assert "ngày gửi kế hoạch" in told
    office.done(f"/delegations/{one.id}/members/new", {"name": "Bùi Đức Quang", "office": "", "role": "deputy_head"})


def test_codes_of_old_records_are_not_given_again(office: Client, people: Cast) -> None:
    office.done("/delegations/old", OLD | {"code": "ĐGS-2026-07"})
    assert "đã có đoàn khác dùng" in office.refused("/delegations/old", OLD | {"code": "ĐGS-2026-07"}).text
    assert draft(people).code == "ĐGS-2026-08"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"reason": ""}, "Hãy nhập “Lý do nhập hồ sơ cũ”."),
        ({"source": " "}, "Hãy nhập “Nguồn”."),
        ({"state": ""}, "“Đoàn đã tới bước”"),
        ({"ruleset": ""}, "Hãy chọn bộ quy định"),
        ({"agencies": "Sở Không Có"}, "Không tìm thấy cơ quan “Sở Không Có”"),
        ({"established_on": "01/06/2024", "ended_on": "01/05/2024"}, "nên ngày 01/05/2024 là quá sớm"),
        ({"established_on": "01/06/2024", "notified_on": "31/05/2024"}, "nên ngày 31/05/2024 là quá sớm"),
    ],
)
def test_an_old_record_needs_reason_source_and_state(
    office: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    page = office.refused("/delegations/old", OLD | answers)
    assert sentence in page.text
    assert page.one("input", name="head_name").get("value") == "Phạm Văn Lập"
    assert queries.by_code(people.council.id, "ĐGS-2024-01") is None


@pytest.mark.parametrize("who", ["standing", "leader", "secretary"])
def test_only_the_office_enters_old_records(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    assert client.get("/delegations/old").status_code == 403


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_by_words_without_marks_state_and_owner(office: Client, people: Cast) -> None:
    one = draft(people, title="Phòng cháy, chữa cháy tại khu dân cư")
    service.add_member(one, {"name": "Phạm Văn Lập", "office": "", "role": "head"}, people.office)
    for address in ("q=phong chay", "q=PHÒNG CHÁY", "q=pham van lap", "q=ĐGS-2026-03", "state=draft"):
        page = office.page(f"/delegations?{address}")
        assert codes(page) == ["ĐGS-2026-03"], address
        assert "1 đoàn" in page.text
        assert page.all("a", class_="chip")
    assert codes(office.page("/delegations?owner_kind=committee")) == ["ĐGS-2026-01"]
    assert "Không có đoàn nào khớp" in office.page("/delegations?q=không có từ này").text


def test_the_list_goes_by_pages_of_the_database(office: Client, people: Cast) -> None:
    for number in range(30):
        draft(people, title=f"Chuyên đề {number}")
    page = office.page("/delegations?state=draft")
    assert len(codes(page)) == 25
    [following] = [node.get("href") for node in page.all("a", rel="next")]
    assert len(codes(office.page(following))) == 5
    assert len(codes(office.page("/delegations?size=50"))) == 32


def test_an_empty_list_says_what_to_do(client: Client, people: Cast) -> None:
    sign_in(client, people, "foreigner")
    page = client.page("/delegations")
    assert "Chưa có đoàn giám sát nào." in page.text
    assert "/delegations/new" in page.links


def test_an_officer_sees_the_delegations_they_follow_and_the_others_one_tap_away(client: Client, people: Cast) -> None:
    people.other_delegation.state = people.delegation.state = "reported"
    people.delegation.followed_by_id = people.users["office"].id
    page = sign_in(client, people, "office").page("/")
    assert (people.delegation.code in page.text, people.other_delegation.code in page.text) == (True, False)
    everything = client.page(next(link for link in page.links if "all=1" in link))
    assert people.delegation.code in everything.text
    assert people.other_delegation.code in everything.text


def test_a_number_that_another_paper_bears_is_said_after_the_step_with_the_way_to_it(
    office: Client, people: Cast
) -> None:
    for day in ("01/06/2026", "02/06/2026"):
        one = draft(people, scope="x", content="y", period_from=date(2021, 1, 1), period_to=date(2023, 12, 31))
        service.add_member(one, {"name": "Ai Đó", "office": "Chủ tịch HĐND", "role": "head"}, people.office)
        service.add_agency(one, people.agencies["a"], "supervised", people.office)
        paper = {"kind": "resolution", "number": "9/NQ-HĐND", "issued_on": day, "signer": "Chủ tịch", "files": scan()}
        page = office.done(f"/delegation/{one.id}/do/establish", paper)
    assert "Số 9/NQ-HĐND năm 2026 đã có ở một văn bản khác, ngày 01/06/2026." in page.text
    assert page.one("a", text="xem văn bản đó").get("href").endswith("#documents")


def test_the_page_of_roles_says_who_gives_the_heads_and_that_nobody_holds_it(client: Client, people: Cast) -> None:
    sign_in(client, people, "office")
    page = client.page(f"/delegations/{people.other_delegation.id}/access")
    assert "Quyền Trưởng đoàn, Phó Trưởng đoàn do quản trị hệ thống giao" in page.text
    assert "Chưa tài khoản nào giữ quyền Trưởng đoàn" in page.text
    page = client.page(f"/delegations/{people.delegation.id}/access")
    assert "Chưa tài khoản nào giữ quyền Trưởng đoàn" not in page.text
