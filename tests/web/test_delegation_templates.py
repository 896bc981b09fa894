"""A delegation from a template or an earlier one: everything is proposed, everything can be changed, then it is set up."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import asking, cast
from tests.cast import Cast
from tests.client import Client
from tests.pages import Page, parse, values_of
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.delegations import queries as delegations
from tracker.delegations import service
from tracker.delegations.models import Delegation, DelegationDocument
from tracker.extensions import db
from tracker.organizations import service as organizations
from tracker.outlines import queries as outlines
from tracker.outlines import service as outline_service
from tracker.outlines.models import Outline
from tracker.plans import queries, ready_made
from tracker.plans.models import DelegationTemplate
from tracker.workflow import engine

pytestmark = pytest.mark.web

TITLE = "Việc quản lý, sử dụng đất công nghiệp"
STARTED = {"title": TITLE, "base_on": "15/06/2026", "head_name": "Lê Văn Mẫu", "head_office": "Chủ tịch HĐND thành phố"}


@pytest.fixture
def people(db_session: Session, now: object) -> Cast:
    people = cast.make()
    ready_made.plant(people.council.id)
    return people


@pytest.fixture
def office(client: Client, people: Cast) -> Client:
    return sign_in(client, people, "office")


def template(people: Cast, owner: str = "council") -> DelegationTemplate:
    query = select(DelegationTemplate).where(
        DelegationTemplate.council_id == people.council.id, DelegationTemplate.ready_made == owner
    )
    return db.session.scalars(query).one()


def from_template(people: Cast, owner: str = "council") -> str:
    return f"/delegations/start?template={template(people, owner).id}"


def made(people: Cast) -> Delegation:
    found = delegations.by_code(people.council.id, "ĐGS-2026-03")
    assert found is not None
    return found


def count(people: Cast) -> int:
    return delegations.total(people.office)


def value(page: Page, name: str) -> str:
    return page.one("input", name=name).get("value")


def plan(page: Page) -> dict[str, str]:
    """Step → planned day, as the delegation's page shows it."""
    [table] = [node for node in page.all("table") if node.one("caption").text == "Kế hoạch các bước"]
    return {row.one("th", scope="row").text: row.all("td")[0].text for row in table.one("tbody").all("tr")}


def with_outline(people: Cast) -> Outline:
    answers = {"title": "Đề cương 2024", "text": "I. Kết quả\n1. Thu hút đầu tư\n2. Lao động (nếu có)"}
    outline = outline_service.create(answers, people.office, delegation=people.delegation)
    facts = {"text": "Thu hút đầu tư", "parent_id": outline.items[0].id, "required": True, "guidance": "Theo từng khu"}
    table = "Vốn FDI | tỷ USD | từng năm 2021 - 2023 | KCN"
    outline_service.edit_item(outline.items[1], facts | {"table": table}, people.office)
    return outline


# --- from a template --------------------------------------------------------------------------------------------------


def test_from_an_empty_council_a_delegation_with_an_outline_stands_after_four_pages(
    office: Client, people: Cast
) -> None:
    """/delegations → what to choose from → one page of proposals → the delegation."""
    assert "/delegations/start" in office.page("/delegations").links
    assert from_template(people) in office.page("/delegations/start").links
    page = office.done(
        from_template(people), STARTED | {"more_agencies": "Sở Công Thương\nso xay dung"}, button="Lập đoàn"
    )
    assert page.heading == f"ĐGS-2026-03 {TITLE}"
    delegation = made(people)
    assert [entry.name_then for entry in delegation.supervised] == ["Sở Công Thương", "Sở Xây dựng"]
    assert delegation.head is not None
    assert delegation.head.name == "Lê Văn Mẫu"
    outline = outlines.latest(delegation.id)
    assert outline is not None
    assert len(outline.items) == 12
    assert delegation.report_due_on == date(2026, 7, 15)


def test_the_plan_and_the_documents_to_come_stand_on_the_delegations_page(office: Client, people: Cast) -> None:
    page = office.done(from_template(people), STARTED, button="Lập đoàn")
    days = plan(page)
    assert days["Thành lập đoàn"] == "15/06/2026"
    assert days["Gửi kế hoạch, đề cương báo cáo"] == "30/06/2026"
    assert "Nghị quyết thành lập Đoàn giám sát" in page.text
    assert "chưa có" in page.text


def test_each_proposed_day_says_how_it_was_computed(office: Client, people: Cast) -> None:
    page = office.page(from_template(people))
    assert value(page, "base_on") == "15/06/2026"
    assert value(page, "day_1") == "30/06/2026"
    assert "15 ngày sau “Thành lập đoàn” (Theo Luật 87/2015/QH13; cần kiểm tra" in page.text


def test_another_first_day_counts_the_days_again_and_leaves_those_set_by_hand(office: Client, people: Cast) -> None:
    path = from_template(people)
    response = office.send(path, STARTED | {"base_on": "01/07/2026", "day_4": "20/08/2026"}, button="Tính lại các ngày")
    assert response.status_code == 200
    page = parse(response.text)
    assert value(page, "day_1") == "16/07/2026"
    assert value(page, "day_4") == "20/08/2026"
    assert value(page, "day_3") == "10/08/2026", "ten days before the day that was set by hand"
    assert "Đã tính lại" in page.text
    assert count(people) == 2


def test_a_first_day_changed_without_counting_again_is_shown_before_anything_is_set_up(
    office: Client, people: Cast
) -> None:
    response = office.send(from_template(people), STARTED | {"base_on": "01/07/2026"}, button="Lập đoàn")
    assert response.status_code == 200
    assert "Hãy xem lại rồi bấm “Lập đoàn”" in response.text
    assert count(people) == 2


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"base_on": ""}, "Hãy nhập “Ngày thành lập đoàn (dự kiến hoặc theo văn bản)”."),
        ({"base_on": "31/02/2026"}, "Ngày không hợp lệ"),
        ({"day_2": "32/07/2026"}, "Ngày không hợp lệ"),
        ({"title": "Giám sát chuyên đề của HĐND về việc …"}, "Hãy ghi tên chuyên đề thay cho dấu “…”."),
        ({"more_agencies": "Sở Không Có"}, "Không tìm thấy cơ quan “Sở Không Có”"),
        ({"more_agencies": "Sở Xây dựng\nSở Xây dựng"}, "“Sở Xây dựng” đã có trong đoàn."),
        ({"outline": "I. Kết quả\nVốn | tỷ đồng | năm ngoái"}, "Dòng 2: kỳ “năm ngoái” chưa đúng."),
        ({"shift_years": "99"}, "Hãy nhập số từ -20 đến 20."),
        ({"head_name": "", "head_office": "Chủ tịch HĐND"}, "Hãy ghi tên Trưởng đoàn"),
        ({"owner_kind": "committee"}, "Hãy chọn Ban hoặc Tổ lập đoàn."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_what_was_typed_stays_and_nothing_is_set_up(
    office: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    page = office.refused(from_template(people), STARTED | {"scope": "Phạm vi <b>thử</b>"} | answers, button="Lập đoàn")
    assert sentence in page.text
    assert page.one("textarea", name="scope").text == "Phạm vi <b>thử</b>"
    assert count(people) == 2


def test_an_agency_that_has_ended_is_refused_with_its_successor(office: Client, people: Cast) -> None:
    organizations.end(people.agencies["b"], date(2026, 3, 31), people.agencies["c"], "merge", people.office)
    page = office.refused(from_template(people), STARTED | {"more_agencies": "Sở Công Thương"}, button="Lập đoàn")
    assert "“Sở Công Thương” đã kết thúc ngày 31/03/2026. Cơ quan kế thừa là “Sở Xây dựng”." in page.text


def test_a_retired_template_starts_nothing(office: Client, people: Cast) -> None:
    path = from_template(people)
    office.done(f"/delegation-templates/{template(people).id}/retire", {"reason": "Luật mới"})
    assert office.get(path).status_code == 409
    assert path not in office.page("/delegations/start").links


def test_a_template_of_another_council_does_not_exist(office: Client, people: Cast) -> None:
    [foreign, *_others] = ready_made.plant(people.other_council.id)
    for path in (f"/delegations/start?template={foreign.id}", f"/delegation-templates/{foreign.id}"):
        assert office.get(path).status_code == 404
    assert office.get("/delegations/start?template=99999").status_code == 404


def test_a_double_click_sets_up_one_delegation(office: Client, people: Cast) -> None:
    answers = STARTED | {"once": "mot-lan"}
    first = office.send(from_template(people), answers, button="Lập đoàn")
    second = office.send(from_template(people), answers, button="Lập đoàn")
    assert first.headers["Location"] == second.headers["Location"]
    assert count(people) == 3


def test_a_committee_leader_sets_up_without_an_outline_which_is_the_offices_to_write(
    client: Client, people: Cast
) -> None:
    sign_in(client, people, "leader")
    path = from_template(people, "committee")
    assert "Đề cương do Văn phòng hoặc Thư ký đoàn lập" in client.page(path).text
    answers = {"title": "Thu ngân sách", "body_id": str(people.committee.id)}
    client.done(path, answers, button="Lập đoàn")
    assert outlines.latest(made(people).id) is None


@pytest.mark.parametrize("who", ["deputy", "secretary", "head", "officer_a", "admin", "stranger"])
def test_nobody_else_sets_up_a_delegation(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    assert client.get("/delegations/start").status_code == 403


# --- after an earlier delegation --------------------------------------------------------------------------------------


def after(people: Cast) -> str:
    return f"/delegations/start?delegation={people.delegation.id}"


def test_an_earlier_delegation_gives_people_agencies_and_outline_and_nothing_that_is_its_own(
    office: Client, people: Cast
) -> None:
    old = with_outline(people)
    document = {"kind": "plan", "number": "7/KH-ĐGS", "issued_on": date(2026, 3, 20)}
    service.add_document(people.delegation, document, people.office)
    office.done(after(people), {"title": TITLE, "shift_years": "0"}, button="Lập đoàn")
    delegation = made(people)
    assert [member.name for member in delegation.members] == ["Nguyễn Thị Ví Dụ", "Trần Văn Thử"]
    assert len(delegation.agencies) == 2
    assert delegation.documents == []
    new = outlines.latest(delegation.id)
    assert new is not None
    assert [item.text for item in new.items] == [item.text for item in old.items]
    assert new.items[1].guidance == "Theo từng khu"
    assert {item.origin for item in new.items}.isdisjoint({item.origin for item in old.items})


def test_periods_are_shifted_with_a_preview_and_then_for_good(office: Client, people: Cast) -> None:
    with_outline(people)
    response = office.send(after(people), {"shift_years": "3"}, button="Tính lại các ngày")
    assert "từng năm 2024 - 2026" in response.text
    assert value(parse(response.text), "period_from") == "01/01/2024"
    assert count(people) == 2
    page = office.send(after(people), {"title": TITLE, "shift_years": "3"}, button="Lập đoàn")
    assert page.status_code == 200, "the periods that were moved are shown first"
    form = values_of(parse(page.text).form("Lập đoàn"), "Lập đoàn")
    assert office.post(after(people), data=form).status_code == 303
    outline = outlines.latest(made(people).id)
    assert outline is not None
    [line] = outline.items[1].figures
    assert (line.period_from, line.period_to, line.each) == (2024, 2026, "year")


def test_an_agency_that_was_abolished_is_replaced_by_its_successor_with_a_word(office: Client, people: Cast) -> None:
    organizations.end(people.agencies["b"], date(2026, 3, 31), people.agencies["c"], "merge", people.office)
    page = office.page(after(people))
    assert "Sở Xây dựng, thay “Sở Công Thương” đã kết thúc (Chịu sự giám sát)" in page.text
    office.done(after(people), {"title": TITLE}, button="Lập đoàn")
    assert [entry.name_then for entry in made(people).agencies] == ["Ban Quản lý Khu kinh tế", "Sở Xây dựng"]


def test_an_agency_without_a_single_successor_is_named_and_left_out(office: Client, people: Cast) -> None:
    organizations.end(people.agencies["b"], date(2026, 3, 31), None, "end", people.office)
    page = office.page(after(people))
    assert "chưa rõ bên kế thừa, không chuyển sang: Sở Công Thương." in page.text


def test_two_heads_are_refused(office: Client, people: Cast) -> None:
    page = office.refused(after(people), {"title": TITLE, "head_name": "Lê Văn Mẫu"}, button="Lập đoàn")
    assert "Đoàn đã có Trưởng đoàn là Nguyễn Thị Ví Dụ" in page.text
    assert count(people) == 2


def test_a_delegation_of_another_council_does_not_exist(client: Client, people: Cast) -> None:
    sign_in(client, people, "foreigner")
    assert client.get(after(people)).status_code == 404


# --- keeping templates ------------------------------------------------------------------------------------------------


def test_the_office_saves_a_delegation_as_a_template_and_starts_another_from_it(office: Client, people: Cast) -> None:
    with_outline(people)
    page = office.done(f"/delegation-templates/new?delegation={people.delegation.id}", {"name": "Mẫu khu công nghiệp"})
    assert page.heading == "M-05 Mẫu khu công nghiệp"
    assert "Vốn FDI | tỷ USD | từng năm 2021 - 2023 | KCN" in page.text
    kept = db.session.scalars(select(DelegationTemplate).where(DelegationTemplate.code == "M-05")).one()
    office.done(f"/delegations/start?template={kept.id}", {"title": TITLE}, button="Lập đoàn")
    assert outlines.latest(made(people).id) is not None


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"name": ""}, "Hãy nhập “Tên mẫu”."),
        ({"name": "mau giam sat chuyen de cua hdnd"}, "Đã có mẫu khác mang tên này."),
        ({"owner_kind": ""}, "“Chủ thể giám sát”"),
        ({"outline": "> Hướng dẫn"}, "phải đứng dưới một mục"),
    ],
)
def test_a_wrong_template_is_not_kept(office: Client, people: Cast, answers: dict[str, str], sentence: str) -> None:
    given = {"name": "Mẫu mới", "owner_kind": "council"} | answers
    assert sentence in office.refused("/delegation-templates/new", given).text
    assert queries.total(people.office) == 4


def test_a_step_is_added_changed_and_removed_each_with_an_event(office: Client, people: Cast) -> None:
    pattern = template(people)
    path = f"/delegation-templates/{pattern.id}"
    answers = {"key": "other", "label": "Họp Đoàn", "anchor": "work", "days": "3", "when": "before"}
    page = office.done(f"{path}/steps/new", answers)
    assert "3 ngày trước “Làm việc với cơ quan, khảo sát”" in page.text
    step = template(people).steps[-1]
    office.done(f"{path}/steps/{step.id}/edit", {"days": "5"})
    assert template(people).steps[-1].days == -5
    office.post(f"{path}/steps/{step.id}/remove", data=token(office, path))
    assert len(template(people).steps) == 8
    query = select(AuditEvent).where(AuditEvent.subject_kind == "delegation_template", AuditEvent.action == "edited")
    assert len(db.session.scalars(query).all()) == 3


def token(client: Client, path: str) -> dict[str, str]:
    return {"csrf_token": client.page(path).all("input", name="csrf_token")[0].get("value")}


def test_a_step_that_others_count_from_is_not_removed(office: Client, people: Cast) -> None:
    path = f"/delegation-templates/{template(people).id}"
    work = next(step for step in template(people).steps if step.key == "work")
    response = office.post(f"{path}/steps/{work.id}/remove", data=token(office, path))
    assert response.status_code == 409
    assert "Có bước khác tính từ" in response.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"key": "work", "label": "Lần hai", "anchor": "establish"}, "Bước này đã có trong mẫu."),
        ({"key": "other", "label": "Họp", "anchor": ""}, "Hãy chọn bước để tính ngày."),
        ({"key": "other", "label": "Họp", "anchor": "work", "days": "-3"}, "Hãy nhập số từ 0 đến 730."),
    ],
)
def test_a_step_that_cannot_be_counted_is_refused(
    office: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    page = office.refused(f"/delegation-templates/{template(people).id}/steps/new", answers)
    assert sentence in page.text


def test_steps_do_not_count_in_a_circle(office: Client, people: Cast) -> None:
    pattern = template(people)
    work = next(step for step in pattern.steps if step.key == "work")
    page = office.refused(f"/delegation-templates/{pattern.id}/steps/{work.id}/edit", {"anchor": "send_programme"})
    assert "không tính vòng tròn" in page.text


def test_a_retired_template_is_kept_as_it_is_until_it_is_used_again(office: Client, people: Cast) -> None:
    path = f"/delegation-templates/{template(people).id}"
    office.done(f"{path}/retire", {"reason": "Luật mới"})
    assert office.get(f"{path}/edit").status_code == 409
    assert "Mẫu giám sát chuyên đề của HĐND" in office.page("/delegation-templates?retired=1").text
    office.post(f"{path}/restore", data=token(office, path))
    assert office.get(f"{path}/edit").status_code == 200


@pytest.mark.parametrize("who", ["standing", "leader", "deputy"])
def test_others_of_the_council_read_templates_and_change_none(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    path = f"/delegation-templates/{template(people).id}"
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/edit").status_code == 403
    assert f"{path}/edit" not in client.page(path).links


# --- the plan of a delegation -----------------------------------------------------------------------------------------


def test_the_secretary_changes_a_planned_day_and_the_event_stays_on_the_councils_side(
    client: Client, people: Cast
) -> None:
    sign_in(client, people, "secretary")
    path = f"/delegations/{people.delegation.id}/plan"
    client.done(path, {"day_4": "20/05/2026"}, button="Lưu kế hoạch")
    page = client.done(path, {"day_4": "27/05/2026"}, button="Lưu kế hoạch")
    assert plan(page)["Làm việc với cơ quan, khảo sát"] == "27/05/2026"
    query = select(AuditEvent).where(AuditEvent.subject_kind == "delegation", AuditEvent.action == "edited")
    events = [event for event in db.session.scalars(query) if "planned_steps" in (event.after or {})]
    assert [event.audience for event in events] == ["council", "council"]


def established(delegation: Delegation, people: Cast, on: date) -> Delegation:
    """It was planned from 15/06/2026, and its document bears another day."""
    delegation.scope, delegation.content = "Toàn thành phố", "Đất công nghiệp"
    delegation.period_from, delegation.period_to = date(2021, 1, 1), date(2025, 12, 31)
    answers = {"kind": "resolution", "number": "30/NQ-HĐND", "issued_on": on, "signer": "Lê Văn Mẫu"}
    engine.perform(delegation, "establish", people.office, answers | {"files": [asking.pdf(people, "office")]})
    return delegation


def test_the_days_count_from_the_establishing_document_and_those_set_by_hand_stay(
    office: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    answers = STARTED | {"more_agencies": "Sở Công Thương", "day_7": "20/11/2026"}
    office.done(from_template(people), answers, button="Lập đoàn")
    now.move_to("2026-07-06T09:00:00+07:00")
    delegation = established(made(people), people, date(2026, 7, 1))
    sign_in(office, people, "office")
    steps = {step.key: step.planned_on for step in queries.steps_of(delegation.id)}
    assert steps["establish"] == date(2026, 7, 1)
    assert steps["send_plan"] == date(2026, 7, 16), "15 days after the document"
    assert steps["conclude"] == date(2026, 11, 20), "set by hand"
    assert delegation.report_due_on == steps["reports_due"] == date(2026, 7, 31)
    page = office.page(f"/delegations/{delegation.id}/plan")
    assert value(page, "base_on") == "01/07/2026"
    assert "tự đặt" not in page.text
    assert page.text.count("Khác ngày tính được là") == 1
    assert "15 ngày sau “Thành lập đoàn”" in section(office.page(f"/delegations/{delegation.id}"), "Cách tính các ngày")


def test_a_plan_that_still_counts_from_the_planned_day_is_shown_counted_anew(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/plan"
    office.done(path, button="Lưu kế hoạch")
    people.delegation.established_on = date(2026, 4, 1)
    page = office.page(path)
    assert "các ngày dưới đây đã tính lại theo ngày của văn bản" in page.text
    assert (value(page, "base_on"), value(page, "day_1")) == ("01/04/2026", "16/04/2026")
    assert "Khác ngày tính được" not in page.text


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"day_1": "09/03/2026"}, "“Gửi kế hoạch, đề cương báo cáo” không thể trước ngày thành lập đoàn 10/03/2026."),
        ({"base_on": "11/03/2026", "counted_from": "2026-03-11"}, "Đoàn đã thành lập ngày 10/03/2026 theo văn bản"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    office: Client, people: Cast, answers: dict[str, str], sentence: str
) -> None:
    page = office.refused(f"/delegations/{people.delegation.id}/plan", answers, button="Lưu kế hoạch")
    assert sentence in page.one("p", id=f"{next(iter(answers))}-error").text
    assert not queries.steps_of(people.delegation.id)


def test_a_plan_whose_steps_do_not_follow_is_saved_and_warned_about(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/plan"
    days = {"day_4": "27/05/2026", "day_5": "20/05/2026", "day_6": "11/05/2026", "day_7": "30/06/2026"}
    page = office.done(path, days, button="Lưu kế hoạch")
    end = "“Kết thúc giám sát” ngày 20/05/2026 trước “Làm việc với cơ quan, khảo sát” ngày 27/05/2026; kiểm tra lại."
    report = "“Báo cáo kết quả giám sát” ngày 11/05/2026 trước “Kết thúc giám sát” ngày 20/05/2026; kiểm tra lại."
    assert page.text.count(end) == 2, "told when saved, and in the plan"
    for again in (office.page(f"/delegations/{people.delegation.id}"), office.page(path)):
        assert (again.text.count(end), again.text.count(report)) == (1, 1)
    days |= {"day_5": "28/05/2026", "day_6": "29/05/2026"}
    assert "kiểm tra lại" not in office.done(path, days, button="Lưu kế hoạch").text


def test_a_step_before_the_establishment_is_asked_back_about_once(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/plan"
    office.done(path, button="Lưu kế hoạch")
    answers = {"label": "Khảo sát sơ bộ", "planned_on": "01/01/2020"}
    page = office.refused(f"{path}/steps/new", answers)
    assert "Ngày này trước ngày thành lập đoàn 10/03/2026" in page.one("p", id="planned_on-error").text
    page = office.done(f"{path}/steps/new", answers | {"planned_on": "02/03/2026", "confirmed": "1"})
    assert plan(page)["Khảo sát sơ bộ"] == "02/03/2026"
    assert "Khác ngày tính được" not in office.page(path).text, "its day was never counted"


def test_another_day_for_the_reports_in_the_plan_is_the_delegations_own(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/plan"
    people.delegation.report_due_on = None
    office.done(path, {"day_2": "20/04/2026"}, button="Lưu kế hoạch")
    assert people.delegation.report_due_on == date(2026, 4, 20)
    office.done(path, {"day_2": "27/04/2026"}, button="Lưu kế hoạch")
    assert people.delegation.report_due_on == date(2026, 4, 27)
    page = office.done(f"/delegations/{people.delegation.id}/edit", {"report_due_on": "04/05/2026"})
    assert plan(page)["Cơ quan nộp báo cáo"] == "04/05/2026", "there is one such day, wherever it is changed"
    assert value(office.page(path), "day_2") == "04/05/2026"


def test_a_document_of_the_kind_ticks_the_checklist(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}"
    office.done(f"{path}/plan", button="Lưu kế hoạch")
    assert "đã có" not in section(office.page(path), "Văn bản cần có")
    db.session.add(
        DelegationDocument(
            delegation_id=people.delegation.id,
            council_id=people.council.id,
            kind="plan",
            number="7/KH-ĐGS",
            issued_on=date(2026, 3, 20),
        )
    )
    assert "Kế hoạch giám sátđã có 7/KH-ĐGS" in section(office.page(path), "Văn bản cần có")


def section(page: Page, heading: str) -> str:
    """The words after a heading, up to the next one."""
    return page.text.partition(heading)[2].partition("Hồ sơ của đoàn")[0]


def test_a_step_and_a_document_of_its_own_are_added_and_removed(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/plan"
    office.done(path, button="Lưu kế hoạch")
    page = office.done(f"{path}/steps/new", {"label": "Họp Đoàn lần 1", "planned_on": "01/04/2026"})
    assert plan(page)["Họp Đoàn lần 1"] == "01/04/2026"
    page = office.done(f"{path}/documents/new", {"kind": "other", "title": "Danh sách khảo sát"})
    assert "Danh sách khảo sát" in page.text
    step = queries.steps_of(people.delegation.id)[-1]
    entry = queries.expected_of(people.delegation.id)[-1]
    office.post(f"{path}/steps/{step.id}/remove", data=token(office, path))
    office.post(f"{path}/documents/{entry.id}/remove", data=token(office, path))
    page = office.page(f"/delegations/{people.delegation.id}")
    assert "Họp Đoàn lần 1" not in plan(page)


def test_a_planned_step_that_others_count_from_stays(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/plan"
    office.done(path, button="Lưu kế hoạch")
    first = queries.steps_of(people.delegation.id)[0]
    response = office.post(f"{path}/steps/{first.id}/remove", data=token(office, path))
    assert response.status_code == 409


def test_two_who_change_the_plan_at_once_see_both_versions(office: Client, people: Cast) -> None:
    path = f"/delegations/{people.delegation.id}/plan"
    office.done(path, button="Lưu kế hoạch")
    response = office.send(path, {"version": "1", "day_4": "20/05/2026"}, button="Lưu kế hoạch")
    assert response.status_code == 409


def test_an_agency_sees_no_plan_and_may_keep_none(client: Client, people: Cast) -> None:
    sign_in(client, people, "leader_a")
    assert "Kế hoạch các bước" not in client.page(f"/delegations/{people.delegation.id}").text
    assert client.get(f"/delegations/{people.delegation.id}/plan").status_code == 403
    sign_in(client, people, "officer_b")
    assert client.get(f"/delegations/{people.other_delegation.id}/plan").status_code == 404


# --- who may head -----------------------------------------------------------------------------------------------------


def test_another_owner_asks_for_another_head_and_only_warns(office: Client, people: Cast) -> None:
    """Point 7 of domain.md 7.1: HĐND with its chair fits; Thường trực with the Council's chair warns (Đ.70)."""
    page = office.done(from_template(people), STARTED, button="Lập đoàn")
    assert "Trưởng đoàn phải là" not in page.text
    page = office.done(f"/delegations/{made(people).id}/edit", {"owner_kind": "standing_committee"})
    assert "Trưởng đoàn phải là Phó Chủ tịch HĐND hoặc Ủy viên Thường trực" in page.text
    assert "Điều 70 Luật 87/2015/QH13" in page.text


def test_who_may_head_is_said_where_a_head_is_typed(office: Client, people: Cast) -> None:
    page = office.page(f"/delegations/{people.delegation.id}/members/new")
    assert "Trưởng đoàn: Trưởng Ban hoặc Phó Trưởng Ban" in page.text


def test_the_administrator_corrects_who_may_head(client: Client, people: Cast) -> None:
    sign_in(client, people, "admin")
    page = client.page("/head-rules")
    assert page.text.count("chưa kiểm tra") == 5 + 1
    path = next(link for link in page.links if link.endswith("/edit"))
    page = client.done(path, {"offices": "Chủ tịch HĐND\nPhó Chủ tịch HĐND", "legal_basis": "Điều 9", "verified": "1"})
    assert "Điều 9" in page.text
    assert "đã sửa quy định về trưởng đoàn" in client.page(path).text


@pytest.mark.parametrize("answers", [{"offices": ""}, {"offices": "  \n"}, {"legal_basis": ""}])
def test_a_rule_without_offices_or_basis_is_refused(client: Client, people: Cast, answers: dict[str, str]) -> None:
    sign_in(client, people, "admin")
    path = next(link for link in client.page("/head-rules").links if link.endswith("/edit"))
    assert "Hãy nhập" in client.refused(path, answers).text


@pytest.mark.parametrize("who", ["office", "standing", "leader_a"])
def test_nobody_else_opens_the_table(client: Client, people: Cast, who: str) -> None:
    sign_in(client, people, who)
    assert client.get("/head-rules").status_code == 404
    assert client.get("/head-rules/1/edit").status_code == 404
