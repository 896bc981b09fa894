"""Agencies are renamed, merged, split and abolished on a day; what is older keeps its name."""

from __future__ import annotations

import io
from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast
from tests.cast import Cast
from tests.client import Client
from tests.pages import values_of
from tests.rules.world import PDF
from tests.signing import sign_in
from tracker.attachments.models import Attachment
from tracker.audit.models import AuditEvent
from tracker.extensions import db
from tracker.organizations import queries, service
from tracker.organizations.models import Agency, AgencyChange

PAPER = {"document_number": "45/NQ-HĐND", "document_date": "01/06/2026"}
FACTS = {"from_day": date(2026, 3, 1), "document_number": "45/NQ-HĐND", "document_date": date(2026, 2, 20)}
JULY = {"from_day": "01/07/2026", **PAPER}
MARCH = {"from_day": "01/03/2026", **PAPER, "document_date": "20/02/2026"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make()


@pytest.fixture
def office(client: Client, people: Cast) -> Client:
    sign_in(client, people, "office")
    return client


def agency(people: Cast, key: str) -> Agency:
    return db.session.get_one(Agency, people.agencies[key].id)


def page_of(people: Cast, key: str, rest: str = "") -> str:
    return f"/agencies/{people.agencies[key].id}{rest}"


def names(client: Client, path: str) -> list[str]:
    return [node.one("a").text for node in client.page(path).all("th", scope="row")]


def actions_on(people: Cast, key: str) -> list[str]:
    query = db.session.query(AuditEvent.action).filter_by(subject_kind="agency", subject_id=people.agencies[key].id)
    return [row[0] for row in query.order_by(AuditEvent.id)]


# --- a new name -------------------------------------------------------------------------------------------------------


def test_one_page_leads_to_the_four_changes(office: Client, people: Cast) -> None:
    page = office.page(page_of(people, "a", "/change"))
    assert [page_of(people, "a", f"/{way}") in page.links for way in ("rename", "merge", "split", "end")] == [True] * 4


def test_a_renamed_agency_keeps_its_old_name_for_what_is_older(office: Client, people: Cast) -> None:
    answers = {"name": "Ban Quản lý Khu kinh tế Hải Phòng", "from_day": "01/06/2026", **PAPER}
    page = office.done(page_of(people, "a", "/rename"), answers)
    assert page.heading == "Ban Quản lý Khu kinh tế Hải Phòng"
    renamed = agency(people, "a")
    assert renamed.name_on(date(2026, 5, 31)) == "Ban Quản lý Khu kinh tế"
    assert renamed.name_on(date(2026, 6, 1)) == "Ban Quản lý Khu kinh tế Hải Phòng"
    assert "Ban Quản lý Khu kinh tế Hải Phòng" in names(office, "/agencies?q=ban quan ly")
    assert "đã đổi tên cơ quan" in page.text
    assert "45/NQ-HĐND" in page.text


def test_its_own_name_again_is_no_renaming(office: Client, people: Cast) -> None:
    answers = {"name": people.agencies["a"].name, "from_day": "01/06/2026", **PAPER}
    page = office.refused(page_of(people, "a", "/rename"), answers)
    assert "Cơ quan đang mang tên này." in page.text
    assert len(agency(people, "a").names) == 1


def test_a_name_may_be_recorded_ahead_and_is_borne_from_its_day_on(
    office: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    page = office.done(page_of(people, "a", "/rename"), {"name": "Ban Quản lý các khu kinh tế", **JULY})
    assert page.heading == "Ban Quản lý Khu kinh tế"
    assert "Ban Quản lý các khu kinh tế" in page.text
    now.move_to("2026-06-30T23:30:00+07:00")
    sign_in(office, people, "office")
    assert office.page(page_of(people, "a")).heading == "Ban Quản lý Khu kinh tế"
    now.move_to("2026-07-01T00:10:00+07:00")
    assert office.page(page_of(people, "a")).heading == "Ban Quản lý các khu kinh tế"
    assert actions_on(people, "a")[-1] == "name_borne"
    assert names(office, "/agencies?q=cac khu kinh te") == ["Ban Quản lý các khu kinh tế"]


def test_a_new_name_does_not_begin_before_the_present_one(office: Client, people: Cast) -> None:
    office.done(page_of(people, "a", "/edit"), {"valid_from": "01/01/2026"})
    page = office.refused(page_of(people, "a", "/rename"), {"name": "Tên Mới", **PAPER, "from_day": "31/12/2025"})
    assert "phải sau ngày 01/01/2026" in page.one("p", id="from_day-error").text


def test_a_misspelling_is_corrected_on_the_name_of_today_while_another_waits(office: Client, people: Cast) -> None:
    office.done(page_of(people, "a", "/rename"), {"name": "Ban Mới", **JULY})
    office.done(page_of(people, "a", "/edit"), {"name": "Ban Quản lý KKT"})
    assert [known.name for known in agency(people, "a").names] == ["Ban Quản lý KKT", "Ban Mới"]


# --- mergers ----------------------------------------------------------------------------------------------------------


def test_two_agencies_become_a_new_one_by_one_form_with_the_document(office: Client, people: Cast) -> None:
    answers = {
        "beside_ids": [str(people.agencies["c"].id)],
        "new_name": "Sở Công Thương và Xây dựng",
        "new_code": "SCTXD",
        "files": (io.BytesIO(PDF), "Nghị quyết 45.pdf"),
        "reason": "Sắp xếp tổ chức",
        **MARCH,
    }
    page = office.done(page_of(people, "b", "/merge"), answers)
    assert "Đã kết thúc ngày 28/02/2026." in page.text
    assert "Sở Công Thương và Xây dựng" in page.one("div", class_="callout").text
    assert "Nghị quyết 45.pdf" in page.text
    heir = db.session.query(Agency).filter_by(code="SCTXD").one()
    assert heir.valid_from == date(2026, 3, 1)
    for key in ("b", "c"):
        assert agency(people, key).valid_to == date(2026, 2, 28)
        assert queries.successor_on(agency(people, key), date(2026, 6, 15)) is heir
        assert actions_on(people, key)[-1] == "merged"
    page = office.page(f"/agencies/{heir.id}")
    assert "Sở Xây dựng" in page.text
    assert "Sở Công Thương" in page.text
    assert "45/NQ-HĐND" in page.text


def test_the_document_is_read_by_everybody_of_the_council_and_by_nobody_else(office: Client, people: Cast) -> None:
    answers = {"successor_id": str(people.agencies["b"].id), "files": (io.BytesIO(PDF), "nq.pdf"), **MARCH}
    office.done(page_of(people, "c", "/merge"), answers)
    file = db.session.query(Attachment).one()
    for who, status in (("leader_a", 200), ("deputy", 200), ("foreigner", 404)):
        sign_in(office, people, who)
        assert office.get(f"/attachments/{file.id}").status_code == status


def test_a_new_agency_may_bear_the_name_of_one_that_goes_into_it(office: Client, people: Cast) -> None:
    answers = {
        "beside_ids": [str(people.agencies["c"].id)],
        "new_name": "Sở Công Thương",
        "new_code": "SCT-2026",
        **MARCH,
    }
    office.done(page_of(people, "b", "/merge"), answers)
    assert names(office, "/agencies?q=so cong thuong") == ["Sở Công Thương"]
    assert queries.resolve(people.council.id, "Sở Công Thương").code == "SCT-2026"  # type: ignore[union-attr]


def test_an_ended_agency_leaves_the_list_and_names_its_successor(office: Client, people: Cast) -> None:
    office.done(page_of(people, "c", "/merge"), {"successor_id": str(people.agencies["b"].id), **MARCH})
    assert "Sở Xây dựng" not in names(office, "/agencies")
    assert "Sở Xây dựng" in names(office, "/agencies?ended=1")


def test_a_merger_of_a_day_to_come_changes_nothing_before_it(
    office: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    page = office.done(page_of(people, "c", "/merge"), {"successor_id": str(people.agencies["b"].id), **JULY})
    assert "Sẽ kết thúc ngày 30/06/2026." in page.text
    assert "Sở Xây dựng" in names(office, "/agencies")
    assert office.get(page_of(people, "c", "/handover")).status_code == 409
    now.move_to("2026-07-01T08:00:00+07:00")
    sign_in(office, people, "office")
    assert "Sở Xây dựng" not in names(office, "/agencies")
    assert office.get(page_of(people, "c", "/handover")).status_code == 200


def merged(people: Cast, old: str, new: str) -> None:
    service.merge(people.agencies[old], [], people.agencies[new], FACTS, people.office)


@pytest.mark.parametrize(
    ("key", "answers", "sentence"),
    [
        ("b", {}, "Hãy chọn cơ quan nhận sáp nhập"),
        ("b", {"successor_id": "c", "new_name": "Sở Mới", "new_code": "SM"}, "chỉ một trong hai"),
        ("b", {"successor_id": "c", "beside_ids": "c"}, "không thể cùng lúc là cơ quan kết thúc"),
        ("b", {"new_name": "Sở Mới"}, "Hãy ghi mã của cơ quan mới."),
        ("b", {"new_code": "SM"}, "Hãy ghi tên của cơ quan mới."),
        ("b", {"new_name": "Sở Mới", "new_code": "CQ-A"}, "Mã này đã có cơ quan khác dùng."),
        ("b", {"new_name": "Ban Quản lý Khu kinh tế", "new_code": "SM"}, "đang chỉ cơ quan “Ban Quản lý Khu kinh tế”"),
        ("b", {"successor_id": "c", "from_day": ""}, "Hãy nhập “Có hiệu lực từ ngày”."),
        ("b", {"successor_id": "c", "from_day": "30/02/2026"}, "Ngày không hợp lệ"),
        ("b", {"successor_id": "c", "document_number": ""}, "Hãy nhập “Số, ký hiệu văn bản”."),
        ("b", {"successor_id": "c", "document_date": "16/06/2026"}, "Ngày này chưa đến."),
        ("a", {"successor_id": "c", "from_day": "01/01/2020"}, "phải sau ngày 01/01/2020"),
    ],
)
def test_what_is_wrong_with_a_merger_is_said_and_nothing_is_written(
    office: Client, people: Cast, key: str, answers: dict[str, str], sentence: str
) -> None:
    service.edit(people.agencies["a"], {"valid_from": date(2020, 1, 1)}, people.office)
    ids = {name: str(people.agencies[value].id) for name, value in answers.items() if name.endswith(("_id", "_ids"))}
    page = office.refused(page_of(people, key, "/merge"), {**MARCH, **answers, **ids})
    assert sentence in page.text
    assert agency(people, key).valid_to is None
    assert db.session.query(AgencyChange).count() == 0
    assert db.session.query(Agency).filter_by(code="SM").count() == 0


def test_an_agency_is_not_its_own_successor(office: Client, people: Cast) -> None:
    own = str(people.agencies["b"].id)
    with pytest.raises(service_refusal()):
        service.merge(people.agencies["b"], [], people.agencies["b"], FACTS, people.office)
    form = {**MARCH, "successor_id": own}
    page = office.refused(page_of(people, "b", "/merge"), form)
    assert "Hãy chọn cơ quan trong danh sách." in page.text


def service_refusal() -> type[Exception]:
    from tracker.core.errors import Invalid

    return Invalid


def test_agencies_never_follow_each_other_in_a_circle(office: Client, people: Cast) -> None:
    merged(people, "c", "b")
    service.end(people.agencies["b"], date(2026, 4, 30), people.agencies["a"], "merge", people.office)
    people.agencies["c"].valid_to = people.agencies["c"].names[-1].valid_to = None
    db.session.commit()
    answers = {"successor_id": str(people.agencies["c"].id), **MARCH, "from_day": "01/06/2026"}
    page = office.refused(page_of(people, "a", "/merge"), answers)
    assert "không kế thừa vòng lẫn nhau được" in page.text


def test_what_has_ended_is_not_merged_again_and_takes_nobody_over(office: Client, people: Cast) -> None:
    merged(people, "c", "b")
    for way in ("change", "rename", "merge", "split", "end"):
        assert office.get(page_of(people, "c", f"/{way}")).status_code == 409
    page = office.refused(page_of(people, "a", "/merge"), {"successor_id": str(people.agencies["c"].id), **MARCH})
    assert "đã kết thúc hoạt động. Hãy chọn cơ quan kế thừa: Sở Công Thương" in page.text


def test_an_agency_of_another_council_is_unknown(office: Client, people: Cast) -> None:
    facts = {"code": "X", "name": "Phòng của phường khác", "kind": "other"}
    foreign = service.add(people.other_council.id, facts, people.foreigner)
    for way in ("change", "rename", "merge", "split", "end", "undo", "handover", "hand-back"):
        assert office.get(f"/agencies/{foreign.id}/{way}").status_code == 404
    page = office.refused(page_of(people, "b", "/merge"), {"successor_id": str(foreign.id), **MARCH})
    assert "Hãy chọn cơ quan trong danh sách." in page.text


# --- splits and ends --------------------------------------------------------------------------------------------------


def test_one_agency_becomes_several_old_and_new(office: Client, people: Cast) -> None:
    answers = {
        "successor_ids": [str(people.agencies["b"].id)],
        "new_agencies": "SQH: Sở Quy hoạch\nSKT: Sở Kiến trúc",
        **MARCH,
    }
    office.done(page_of(people, "c", "/split"), answers)
    heirs = [heir.name for heir, _since in queries.heirs(agency(people, "c"), date(2026, 6, 15))]
    assert sorted(heirs) == ["Sở Công Thương", "Sở Kiến trúc", "Sở Quy hoạch"]
    assert queries.successor_on(agency(people, "c"), date(2026, 6, 15)) is None


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"new_agencies": "SQH: Sở Quy hoạch"}, "ít nhất hai cơ quan kế thừa"),
        ({"new_agencies": "Sở Quy hoạch\nSở Kiến trúc"}, "Mỗi dòng ghi mã, dấu hai chấm, rồi tên."),
        ({"new_agencies": "S1: Sở Một\nS1: Sở Hai"}, "một mã riêng"),
        ({"new_agencies": "CQ-A: Sở Một\nS2: Sở Hai"}, "Mã này đã có cơ quan khác dùng."),
    ],
)
def test_what_is_wrong_with_a_split_is_said_and_nothing_is_written(
    office: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    page = office.refused(page_of(people, "c", "/split"), {**MARCH, **answers})
    assert sentence in page.text
    assert page.one("textarea", name="new_agencies").text == " ".join(answers["new_agencies"].split())
    assert agency(people, "c").valid_to is None


def test_an_agency_is_abolished_with_nobody_to_follow_and_one_is_named_later(office: Client, people: Cast) -> None:
    page = office.done(page_of(people, "c", "/end"), MARCH)
    assert "Chưa ghi cơ quan kế thừa." in page.text
    answers = {"successor_id": str(people.agencies["b"].id), "kind": "end"}
    page = office.done(page_of(people, "c", "/successor"), answers)
    assert "Sở Công Thương" in page.one("div", class_="callout").text


def test_a_double_press_merges_once(office: Client, people: Cast) -> None:
    path = page_of(people, "c", "/merge")
    form = values_of(office.page(path).form(), None)
    sent = {**dict(form), **MARCH, "successor_id": str(people.agencies["b"].id)}
    first, second = office.post(path, data=sent), office.post(path, data=sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert db.session.query(AgencyChange).count() == 1


# --- taking it back ---------------------------------------------------------------------------------------------------


def test_a_wrong_merger_is_taken_back_with_its_reason(office: Client, people: Cast) -> None:
    answers = {"beside_ids": [str(people.agencies["c"].id)], "new_name": "Sở Nhầm", "new_code": "SN", **MARCH}
    office.done(page_of(people, "b", "/merge"), answers)
    page = office.done(page_of(people, "b", "/undo"), {"reason": "Ghi nhầm cơ quan"})
    assert "Đã hủy thay đổi tổ chức." in page.text
    assert "Ghi nhầm cơ quan" in page.text
    for key in ("b", "c"):
        assert agency(people, key).valid_to is None
        assert agency(people, key).names[-1].valid_to is None
        assert not queries.successors(people.agencies[key].id)
        assert actions_on(people, key)[-1] == "change_undone"
    assert db.session.query(AgencyChange).count() == 0


def test_a_new_name_of_a_day_to_come_is_taken_back(office: Client, people: Cast) -> None:
    office.done(page_of(people, "a", "/rename"), {"name": "Ban Nhầm", **JULY})
    office.done(page_of(people, "a", "/undo"), {"reason": "Văn bản chưa ký"})
    assert [known.name for known in agency(people, "a").names] == ["Ban Quản lý Khu kinh tế"]
    assert agency(people, "a").names[-1].valid_to is None


def test_taking_back_asks_for_a_reason_and_needs_something_to_take_back(office: Client, people: Cast) -> None:
    assert office.get(page_of(people, "a", "/undo")).status_code == 409
    merged(people, "c", "b")
    assert "Hãy nhập “Lý do hủy”." in office.refused(page_of(people, "c", "/undo"), {"reason": " "}).text


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_the_administrator_and_the_office_see_whose_accounts_need_a_new_role(office: Client, people: Cast) -> None:
    merged(people, "b", "a")
    page = office.page(page_of(people, "b"))
    assert "Tài khoản cần vai trò mới" in page.text
    assert "Người officer_b" in page.text
    sign_in(office, people, "admin")
    page = office.page("/people")
    assert "Người leader_b" in page.text
    assert "vai trò ở cơ quan đã kết thúc" in page.text
    assert f"/people/{people.users['leader_b'].id}" in page.links
    sign_in(office, people, "deputy")
    assert "Người officer_b" not in office.page(page_of(people, "b")).text
