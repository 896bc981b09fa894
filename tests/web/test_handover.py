"""What is open at an agency that has ended goes to its successor, one by one, each with an event; the past stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from tests import cast, story
from tests.cast import Cast
from tests.client import Client
from tests.counting import queries_of
from tests.lawmaking import PAPER, go, policy
from tests.pages import values_of
from tests.signing import sign_in
from tracker.audit.models import AuditEvent
from tracker.core.errors import Impossible
from tracker.extensions import db
from tracker.notifications.models import Notice
from tracker.organizations import handing, service
from tracker.organizations.models import Agency, Handover
from tracker.recommendations.models import Assignment, Recommendation, Update
from tracker.recommendations.queries import follow_up
from tracker.recommendations.queries.follow_up import Wanted
from tracker.workflow import engine

FACTS = {"from_day": date(2026, 6, 10), "document_number": "45/NQ-HĐND", "document_date": date(2026, 6, 1)}
WHY = {"reason": "Theo Nghị quyết 45"}


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    """Agency C has people of its own, so that it may take over."""
    made = cast.make("concluded")
    for name, role in (("officer_c", "agency_officer"), ("leader_c", "agency_leader")):
        cast.add_accounts(made, name)
        cast.give(made, name, role_named(role), agency_id=made.agencies["c"].id)
    return made


def role_named(name: str) -> Any:
    from tracker.accounts.roles import Role

    return Role(name)


@pytest.fixture
def office(client: Client, people: Cast) -> Client:
    sign_in(client, people, "office")
    return client


def merged(people: Cast, *keys: str, into: str = "c") -> None:
    """These agencies have become part of agency C since 10/06/2026."""
    first, *others = (people.agencies[key] for key in keys)
    service.merge(first, others, people.agencies[into], FACTS, people.office)
    db.session.commit()


def page_of(people: Cast, key: str = "a", way: str = "handover") -> str:
    return f"/agencies/{people.agencies[key].id}/{way}"


def tasks(recommendation: Recommendation) -> dict[str, Assignment]:
    """By the name of the issue."""
    db.session.expire_all()
    made = db.session.get_one(Recommendation, recommendation.id)
    return {task.agency_name: task for task in made.assignments}


NEW = {"code": "SM", "name": "Sở Mới"}
A, B, C = "Ban Quản lý Khu kinh tế", "Sở Công Thương", "Sở Xây dựng"


# --- handing over -----------------------------------------------------------------------------------------------------


def test_an_open_task_goes_to_the_only_successor_with_one_press(office: Client, people: Cast) -> None:
    issued = story.issued(people)
    merged(people, "a")
    page = office.done(page_of(people), WHY | {"document_number": "9/BB", "document_date": "12/06/2026"})
    assert "Đã bàn giao 1 việc." in page.text
    task = tasks(issued)[A]
    assert task.agency_id == people.agencies["c"].id
    assert (task.taken_over_by, task.taken_over_on) == (C, date(2026, 6, 10))
    made = db.session.get_one(Recommendation, issued.id)
    assert made.lead_agency_id == people.agencies["c"].id
    [row] = db.session.query(Handover)
    assert (row.from_name, row.to_name, row.document_number) == (A, C, "9/BB")
    event = db.session.get_one(AuditEvent, row.event_id)
    assert (event.action, event.before, event.reason) == ("handed_over", {"agency_name": A}, WHY["reason"])
    told = {db.session.get_one(type(people.users["office"]), notice.recipient_id).username for notice in notices(event)}
    assert told == {"officer_a", "leader_a", "officer_c", "leader_c"}


def notices(event: AuditEvent) -> list[Notice]:
    return db.session.query(Notice).filter_by(event_id=event.id).all()


def test_the_task_prints_both_names_and_what_is_older_the_old_one(
    office: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    issued = story.issued(people)
    story.report(people, assignment=story.lead(issued))
    story.measure(people, story.lead(issued))
    merged(people, "a")
    now.shift(60)
    office.done(page_of(people), WHY)
    page = office.page(f"/recommendations/{issued.id}")
    assert f"{A} (nay: {C}, từ 10/06/2026)" in page.text
    assert f"{A}: Đã thực hiện xong" in page.text
    update = db.session.query(Update).one()
    assert office.page(f"/updates/{update.id}").heading.endswith(f"Báo cáo của {A}")
    assert f"{A} (nay: {C}, từ 10/06/2026)" in office.page("/recommendations").text
    assert "đã bàn giao" in page.text


def test_the_search_finds_it_by_the_old_and_by_the_new_name(office: Client, people: Cast) -> None:
    issued = story.issued(people, support_agency_ids=[])
    merged(people, "a")
    office.done(page_of(people), WHY)
    for words in ("ban quan ly khu kinh te", "so xay dung"):
        assert issued.code in office.page(f"/search?q={words}").text


def test_the_successors_people_work_on_it_and_read_its_whole_story(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    issued = story.issued(people)
    story.taken(people, story.lead(issued), "a")
    story.report(people, assignment=story.lead(issued), claim="in_progress", percent=40)
    merged(people, "a")
    now.shift(60)
    sign_in(client, people, "officer_c")
    assert client.get(f"/recommendations/{issued.id}").status_code == 404
    handing.give(agency(people, "a"), [pick(story.lead(issued), people)], WHY, people.standing)
    db.session.commit()
    page = client.page(f"/recommendations/{issued.id}")
    assert "đã nhận việc, phân công" in page.text
    assert f"{A}: Đang thực hiện" in page.text
    assert issued.code in client.page("/recommendations").text
    answers = {"claim": "in_progress", "percent": "60", "text": "Đã làm tiếp phần còn lại"}
    now.shift(60)
    assert client.send(f"/assignments/{story.lead(issued).id}/updates/new", answers).status_code == 303
    sent = db.session.query(Update).order_by(Update.id.desc()).first()
    assert sent is not None
    engine.perform(sent, "send", people.actor("leader_c"))
    db.session.commit()
    assert client.page(f"/updates/{sent.id}").heading.endswith(f"Báo cáo của {C}")


def agency(people: Cast, key: str) -> Agency:
    return db.session.get_one(Agency, people.agencies[key].id)


def pick(task: Assignment, people: Cast, key: str = "c", version: int | None = None) -> handing.Pick:
    return handing.Pick(f"assignment-{task.id}", people.agencies[key].id, version)


@pytest.mark.parametrize("minutes", [1, 0], ids=["a minute later", "at the same moment"])
def test_the_old_agencys_people_go_on_reading_what_was_theirs_and_act_no_more(
    client: Client, people: Cast, now: time_machine.Coordinates, minutes: int
) -> None:
    issued = story.issued(people)
    task = story.taken(people, story.lead(issued), "a")
    own = story.report(people, assignment=task, claim="in_progress", percent=40)
    merged(people, "a")
    now.shift(60 * minutes)
    handing.give(agency(people, "a"), [pick(task, people)], WHY, people.office)
    db.session.commit()
    now.shift(60 * minutes)
    later = story.service.create_update(
        {"claim": "in_progress", "text": "Việc của Sở Xây dựng"}, people.actor("officer_c"), assignment=task
    )
    engine.perform(later, "send", people.actor("leader_c"))
    db.session.commit()
    for who in ("officer_a", "leader_a"):
        sign_in(client, people, who)
        page = client.page(f"/recommendations/{issued.id}")
        assert "đã nhận việc, phân công" in page.text
        assert "Cập nhật tình hình" not in page.text
        assert client.get(f"/updates/{own.id}").status_code == 200
        assert "1234/QĐ-UBND" in client.page(f"/updates/{own.id}").text, "its own evidence"
        assert client.get(f"/updates/{later.id}").status_code == 404
        assert "Việc của Sở Xây dựng" not in page.text
        assert client.get(f"/assignments/{task.id}/updates/new").status_code == 403
        assert issued.code in client.page("/recommendations").text
        assert issued.code not in client.page("/").text


def test_a_third_agency_still_knows_nothing_of_it(client: Client, people: Cast) -> None:
    issued = story.issued(people, support_agency_ids=[])
    merged(people, "a")
    handing.give(agency(people, "a"), [pick(story.lead(issued), people)], WHY, people.office)
    sign_in(client, people, "officer_b")
    assert client.get(f"/recommendations/{issued.id}").status_code == 404


def test_a_draft_is_addressed_to_the_successor_and_must_be_approved_again(office: Client, people: Cast) -> None:
    draft = story.approved(people)
    merged(people, "a")
    page = office.done(page_of(people), WHY)
    assert "dự thảo phải duyệt lại" in page.text
    draft = db.session.get_one(Recommendation, draft.id)
    assert draft.lead is not None
    assert draft.lead.agency_id == draft.lead_agency_id == people.agencies["c"].id
    assert not draft.is_approved


def test_a_draft_warns_of_an_addressee_that_has_ended(office: Client, people: Cast) -> None:
    draft = story.draft(people)
    merged(people, "a")
    page = office.page(f"/recommendations/{draft.id}")
    assert f"{A} (đã kết thúc; khi ban hành giao cho {C})" in page.text
    service.split(people.agencies["b"], [people.agencies["c"], NEW], FACTS, people.office)
    page = office.page(f"/recommendations/{draft.id}")
    assert f"{B} (đã kết thúc; hãy chọn cơ quan kế thừa trước khi ban hành)" in page.text


def test_a_draft_to_two_agencies_that_have_become_one_is_addressed_once(office: Client, people: Cast) -> None:
    draft = story.draft(people)
    merged(people, "a", "b")
    for key in ("a", "b"):
        office.done(page_of(people, key), WHY)
    db.session.expire_all()
    [entry] = db.session.get_one(Recommendation, draft.id).addressees
    assert (entry.agency_id, entry.role) == (people.agencies["c"].id, "lead")


def test_what_is_issued_to_two_agencies_that_have_become_one_is_one_task(people: Cast) -> None:
    approved = story.approved(people)
    merged(people, "a", "b")
    engine.perform(approved, "issue", people.office, story.CONCLUSION)
    [task] = approved.assignments
    assert (task.agency_name, task.role) == (C, "lead")


# --- two tasks that meet ----------------------------------------------------------------------------------------------


def test_lead_and_co_operating_agency_become_one_the_leads_task_goes_on(office: Client, people: Cast) -> None:
    issued = story.issued(people)
    merged(people, "a", "b")
    office.done(page_of(people, "a"), WHY)
    page = office.done(page_of(people, "b"), WHY)
    told = f"Nhiệm vụ phối hợp của {B} kết thúc; {C} chỉ còn thực hiện và báo cáo nhiệm vụ chủ trì."
    assert told in page.text
    lead, support = tasks(issued)[A], tasks(issued)[B]
    assert (lead.state, lead.agency_id) == ("assigned", people.agencies["c"].id)
    assert (support.state, support.agency_id) == ("waived", people.agencies["b"].id)
    assert "đã nhập vào nhiệm vụ khác của cơ quan kế thừa" in office.page(f"/recommendations/{issued.id}").text
    assert db.session.get_one(Recommendation, issued.id).state == "issued"


def test_the_lead_goes_to_an_agency_that_co_operates_whose_own_task_ends(office: Client, people: Cast) -> None:
    issued = story.issued(people)
    merged(people, "a", into="b")
    assert "bàn giao thì hai nhiệm vụ gộp làm một" in office.page(page_of(people, "a")).text, "said before it is done"
    office.done(page_of(people, "a"), WHY)
    lead, support = tasks(issued)[A], tasks(issued)[B]
    assert lead.agency_id == support.agency_id == people.agencies["b"].id
    assert (lead.state, support.state) == ("assigned", "waived")
    sign_in(office, people, "officer_b")
    rows = follow_up.find(people.officer_b, Wanted()).rows
    assert [(row.code, row.role) for row in rows] == [(issued.code, "lead")]
    assert office.page("/recommendations").one("tbody").text.count(issued.code) == 1


def test_a_co_operating_task_whose_report_waits_is_answered_first(office: Client, people: Cast) -> None:
    issued = story.issued(people)
    support = tasks(issued)[B]
    story.taken(people, support, "b")
    story.report(people, "b", assignment=support)
    merged(people, "a", into="b")
    page = office.refused(page_of(people, "a"), WHY)
    assert "hãy trả lời xong rồi bàn giao" in page.text
    assert tasks(issued)[A].agency_id == people.agencies["a"].id


def test_a_task_that_has_ended_is_not_opened_again_beside_another_of_the_same_agency(people: Cast) -> None:
    issued = story.issued(people)
    support = tasks(issued)[B]
    story.taken(people, support, "b")
    story.accept(people, story.report(people, "b", assignment=support))
    merged(people, "a", into="b")
    handing.give(agency(people, "a"), [pick(tasks(issued)[A], people, "b")], WHY, people.office)
    assert tasks(issued)[B].state == "implemented"
    with pytest.raises(Exception, match="đang có một nhiệm vụ khác còn mở"):
        story.reopened(people, tasks(issued)[B])


def test_whoever_had_a_part_already_acts_on_what_was_taken_over(client: Client, people: Cast) -> None:
    issued = story.issued(people)
    merged(people, "a", into="b")
    handing.give(agency(people, "a"), [pick(tasks(issued)[A], people, "b")], WHY, people.office)
    db.session.commit()
    sign_in(client, people, "officer_b")
    assert issued.code in client.page("/").one("main").text
    assert "Nhận việc, phân công" in client.page(f"/recommendations/{issued.id}").one("main").text


def test_what_was_sent_before_keeps_the_name_of_its_day_also_after_a_renaming(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    issued = story.issued(people)
    update = story.report(people, "b", assignment=tasks(issued)[B])
    now.move_to("2026-06-20T09:00:00+07:00")
    service.rename(people.agencies["b"], "Sở Công Thương và Năng lượng", "", date(2026, 6, 18), people.office)
    engine.perform(update, "return", people.office, story.RETURN)
    facts = {**FACTS, "from_day": date(2026, 6, 20)}
    service.merge(people.agencies["b"], [], people.agencies["c"], facts, people.office)
    handing.give(agency(people, "b"), [pick(tasks(issued)[B], people)], WHY, people.office)
    db.session.commit()
    sign_in(client, people, "office")
    page = client.page(f"/recommendations/{issued.id}")
    assert f"{B}: Đã thực hiện xong" in page.text


# --- splits -----------------------------------------------------------------------------------------------------------


def split(people: Cast) -> None:
    service.split(people.agencies["a"], [people.agencies["b"], people.agencies["c"]], FACTS, people.office)
    db.session.commit()


def test_after_a_split_each_record_is_given_to_a_chosen_successor(office: Client, people: Cast) -> None:
    first, second = (story.issued(people, support_agency_ids=[], code=code) for code in ("KN-1", "KN-2"))
    split(people)
    page = office.refused(page_of(people), WHY)
    assert "Hãy chọn cơ quan kế thừa cho KN-1." in page.text
    rows = {f"heir_assignment-{story.lead(made).id}": made for made in (first, second)}
    heirs = dict(zip(rows, (people.agencies["b"].id, people.agencies["c"].id), strict=True))
    office.done(page_of(people), WHY | {name: str(id) for name, id in heirs.items()})
    assert tasks(first)[A].taken_over_by == B
    assert tasks(second)[A].taken_over_by == C


def test_after_a_split_one_choice_may_serve_for_all(office: Client, people: Cast) -> None:
    first, second = (story.issued(people, support_agency_ids=[], code=code) for code in ("KN-1", "KN-2"))
    split(people)
    own = {f"heir_assignment-{story.lead(second).id}": str(people.agencies["c"].id)}
    office.done(page_of(people), WHY | {"heir_id": str(people.agencies["b"].id)} | own)
    assert (tasks(first)[A].taken_over_by, tasks(second)[A].taken_over_by) == (B, C)


# --- in the meantime --------------------------------------------------------------------------------------------------


def form_of(client: Client, path: str) -> dict[str, Any]:
    return dict(values_of(client.page(path).form("Bàn giao các việc đã chọn"), None)) | WHY


def test_what_was_handed_over_in_the_meantime_is_said_and_skipped(office: Client, people: Cast) -> None:
    first, second = (story.issued(people, support_agency_ids=[], code=code) for code in ("KN-1", "KN-2"))
    merged(people, "a")
    sent = form_of(office, page_of(people))
    sent["picked"] = [f"assignment-{story.lead(made).id}" for made in (first, second)]
    handing.give(agency(people, "a"), [pick(story.lead(first), people)], WHY, people.standing)
    answer = office.post(page_of(people), data=sent)
    assert answer.status_code == 303
    page = office.page(answer.headers["Location"])
    assert "Đã bàn giao 1 việc." in page.text
    assert f"KN-1: đã bàn giao cho {C} ngày 15/06/2026." in page.text
    assert db.session.query(Handover).count() == 2


def test_what_has_ended_or_changed_in_the_meantime_is_said_and_nothing_is_written(
    office: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    first, second = (story.issued(people, support_agency_ids=[], code=code) for code in ("KN-1", "KN-2"))
    merged(people, "a")
    sent = form_of(office, page_of(people))
    sent["picked"] = [f"assignment-{story.lead(made).id}" for made in (first, second)]
    engine.perform(story.lead(first), "waive", people.standing, story.DECISION)
    story.taken(people, story.lead(second), "a")
    answer = office.post(page_of(people), data=sent)
    assert answer.status_code == 400
    assert "KN-1: đã kết thúc" in answer.text
    assert "KN-2: đã được sửa lúc" in answer.text
    assert db.session.query(Handover).count() == 0


def test_a_double_press_hands_over_once(office: Client, people: Cast) -> None:
    story.issued(people, support_agency_ids=[])
    merged(people, "a")
    sent = form_of(office, page_of(people))
    answers = [office.post(page_of(people), data=sent).status_code for _press in range(2)]
    assert answers == [303, 303]
    assert db.session.query(Handover).count() == 1


def test_only_what_is_ticked_is_handed_over(office: Client, people: Cast) -> None:
    first, second = (story.issued(people, support_agency_ids=[], code=code) for code in ("KN-1", "KN-2"))
    merged(people, "a")
    sent = form_of(office, page_of(people)) | {"picked": f"assignment-{story.lead(first).id}"}
    office.post(page_of(people), data=sent)
    assert (tasks(first)[A].taken_over_by, tasks(second)[A].taken_over_by) == (C, "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"reason": " "}, "Hãy nhập “Lý do”."),
        ({"picked": ""}, "Hãy chọn ít nhất một việc."),
        ({"picked": "assignment-999"}, "Hãy chọn trong danh sách."),
        ({"picked": "user-1"}, "Hãy chọn trong danh sách."),
        ({"heir_id": "1"}, "Hãy chọn một mục trong danh sách."),
        ({"document_date": "16/06/2026"}, "Ngày này chưa đến."),
    ],
)
def test_wrong_input_comes_back_with_a_sentence(
    office: Client, people: Cast, change: dict[str, str], sentence: str
) -> None:
    story.issued(people, support_agency_ids=[])
    merged(people, "a")
    answer = office.post(page_of(people), data=form_of(office, page_of(people)) | change)
    assert answer.status_code == 400
    assert sentence in answer.text
    assert db.session.query(Handover).count() == 0


def test_without_a_successor_nothing_can_be_handed_over_and_the_page_says_so(office: Client, people: Cast) -> None:
    story.issued(people)
    service.close(people.agencies["a"], None, FACTS, people.office)
    answer = office.get(page_of(people))
    assert answer.status_code == 409
    assert "Chưa ghi cơ quan kế thừa." in answer.text
    page = office.page(f"/agencies/{people.agencies['a'].id}")
    assert "Ghi cơ quan kế thừa rồi mới bàn giao được." in page.text


def test_a_chain_of_mergers_leads_to_the_agency_that_exists(office: Client, people: Cast) -> None:
    issued = story.issued(people, support_agency_ids=[])
    service.end(people.agencies["a"], date(2026, 5, 31), people.agencies["b"], "merge", people.office)
    merged(people, "b")
    office.done(page_of(people), WHY)
    assert tasks(issued)[A].taken_over_by == C


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("standing", 200), ("deputy", 403), ("leader_c", 403)])
def test_the_office_and_the_standing_committee_hand_over(client: Client, people: Cast, who: str, status: int) -> None:
    merged(people, "a")
    sign_in(client, people, who)
    assert client.get(page_of(people)).status_code == status
    assert client.get(page_of(people, way="hand-back")).status_code == status


def test_the_office_is_told_of_what_is_left_open(office: Client, people: Cast) -> None:
    story.issued(people, support_agency_ids=[])
    story.draft(people, support_agency_ids=[])
    assert "còn mở ở cơ quan đã kết thúc" not in office.page("/").text
    merged(people, "a")
    page = office.page("/")
    assert "2 việc còn mở ở cơ quan đã kết thúc" in page.text
    assert page_of(people) in page.links
    office.done(page_of(people), WHY)
    assert "còn mở ở cơ quan đã kết thúc" not in office.page("/").text


# --- finding by agency ------------------------------------------------------------------------------------------------


def test_the_table_of_the_successor_holds_what_its_predecessors_still_have(office: Client, people: Cast) -> None:
    first, second = (story.issued(people, support_agency_ids=[], code=code) for code in ("KN-1", "KN-2"))
    merged(people, "a")
    handing.give(agency(people, "a"), [pick(story.lead(first), people)], WHY, people.office)
    page = office.page(f"/recommendations?agency={people.agencies['c'].id}")
    assert "gồm cả cơ quan tiền thân" in page.text
    assert "KN-1" in page.text
    assert "KN-2" in page.text
    old = follow_up.find(people.office, Wanted(agency=people.agencies["a"].id))
    assert {row.code for row in old.rows} == {first.code, second.code}
    assert "gồm cả" not in office.page(f"/recommendations?agency={people.agencies['b'].id}").text


def test_a_recommendation_with_two_tasks_of_one_successor_stands_once(people: Cast) -> None:
    issued = story.issued(people)
    merged(people, "a", "b")
    found = follow_up.find(people.office, Wanted(agency=people.agencies["c"].id))
    assert [row.code for row in found.rows] == [issued.code]
    assert found.total == 1


# --- handing back -----------------------------------------------------------------------------------------------------


def test_a_wrong_merger_is_taken_back_after_what_was_handed_over_is_handed_back(office: Client, people: Cast) -> None:
    issued = story.issued(people, support_agency_ids=[])
    merged(people, "a")
    office.done(page_of(people), WHY)
    page = office.page(page_of(people, way="undo"))
    assert "Chưa hủy được: đã bàn giao 1 việc" in page.text
    office.done(page_of(people, way="hand-back"), {"reason": "Ghi nhầm"}, button="Giao lại các việc đã chọn")
    task = tasks(issued)[A]
    assert (task.agency_id, task.taken_over_by, task.taken_over_on) == (people.agencies["a"].id, "", None)
    page = office.done(page_of(people, way="undo"), {"reason": "Ghi nhầm"})
    assert "Đã hủy thay đổi tổ chức." in page.text
    assert "nay:" not in office.page(f"/recommendations/{issued.id}").text


def test_of_two_tasks_that_were_joined_in_the_heirs_hands_both_are_counted(office: Client, people: Cast) -> None:
    issued = story.issued(people)
    merged(people, "a", "b")
    for key in ("a", "b"):
        office.done(page_of(people, key), WHY)
    assert tasks(issued)[B].state == "waived"
    words = office.page(page_of(people, way="undo")).text
    assert "Chưa hủy được: đã bàn giao 2 việc" in words
    assert "Trong đó 1 việc đã gộp vào việc khác" in words
    with pytest.raises(Impossible, match="Đã bàn giao 2 việc"):
        service.undo(people.agencies["a"], people.office, reason="Ghi nhầm")


def test_a_lead_that_took_the_heirs_own_task_in_stands_in_the_way_of_undoing(office: Client, people: Cast) -> None:
    issued = story.issued(people, support_agency_ids=[people.agencies["c"].id])
    merged(people, "a")
    office.done(page_of(people), WHY)
    assert tasks(issued)[A].agency_id == people.agencies["c"].id
    assert "Chưa hủy được: đã bàn giao 1 việc" in office.page(page_of(people, way="undo")).text
    office.done(page_of(people, way="hand-back"), {"reason": "Ghi nhầm"}, button="Giao lại các việc đã chọn")
    office.done(page_of(people, way="undo"), {"reason": "Ghi nhầm"})
    assert tasks(issued)[A].agency_id == people.agencies["a"].id


# --- cost -------------------------------------------------------------------------------------------------------------


def test_the_pages_cost_few_queries_however_much_is_open(office: Client, people: Cast) -> None:
    for number in range(60):
        story.issued(people, support_agency_ids=[], code=f"KN-{number}")
    merged(people, "a")
    assert queries_of(office, page_of(people)) <= 25
    page = office.page(page_of(people))
    assert "Trang 1 trên 2, tất cả 60 việc." in page.text
    assert "10 việc" not in page.text
    office.done(page_of(people), WHY)
    assert db.session.query(Handover).count() == 50
    assert queries_of(office, f"/agencies/{people.agencies['a'].id}") <= 25
    assert queries_of(office, "/") <= 25


# --- policies ---------------------------------------------------------------------------------------------------------


def test_the_successor_goes_on_with_the_draft_of_a_resolution_under_both_names(
    office: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    made = go(people, policy(people), "consultation")
    done = go(people, policy(people), "promulgated")
    merged(people, "a")
    now.shift(60)
    page = office.page(page_of(people))
    assert made.code in page.text
    assert done.code not in page.text, "a resolution is nobody's draft any more"
    assert "Đã bàn giao 1 việc." in office.done(page_of(people), WHY).text
    assert (made.drafting_agency_id, done.drafting_agency_id) == (people.agencies["c"].id, people.agencies["a"].id)
    page = office.page(f"/policies/{made.id}")
    assert f"{A} (nay: {C}, từ 10/06/2026)" in page.text
    assert "đã bàn giao" in page.text
    for words in ("ban quan ly khu kinh te", "so xay dung"):
        assert made.code in office.page(f"/search?q={words}").text
    [event] = db.session.query(AuditEvent).filter_by(subject_kind="policy", action="handed_over")
    assert (event.before, event.reason) == ({"agency_name": A}, WHY["reason"])
    told = {db.session.get_one(type(people.users["office"]), notice.recipient_id).username for notice in notices(event)}
    assert told == {"officer_a", "leader_a", "officer_c", "leader_c"}
    past = office.page(f"/policies/{made.id}?as_of=2026-06-15T09:00:30%2B07:00").text
    assert A in past
    assert C not in past, "the sheet of the past does not know the successor"


def test_who_drafts_acts_and_who_drafted_reads_what_was_done_before(
    client: Client, people: Cast, now: time_machine.Coordinates
) -> None:
    made = go(people, policy(people), "consultation")
    merged(people, "a")
    now.shift(60)
    pick = handing.Pick(f"policy-{made.id}", people.agencies["c"].id)
    handing.give(agency(people, "a"), [pick], WHY, people.standing)
    db.session.commit()
    now.shift(60)
    page = sign_in(client, people, "leader_c").page(f"/policies/{made.id}")
    assert f"/policy/{made.id}/do/send_to_appraisal" in page.links
    assert "đã bàn giao" in page.text
    assert "du-thao.pdf" in page.text
    assert made.code in client.page("/").text
    engine.perform(made, "send_to_appraisal", people.actor("leader_c"), {**PAPER, "opinions": "Việc của Sở Xây dựng"})
    db.session.commit()
    page = sign_in(client, people, "leader_a").page(f"/policies/{made.id}")
    assert "du-thao.pdf" in page.text, "its own draft"
    assert "Việc của Sở Xây dựng" not in page.text
    assert client.get(f"/policy/{made.id}/do/add_draft").status_code == 403
    assert made.code not in client.page("/").text
    assert sign_in(client, people, "leader_b").get(f"/policies/{made.id}").status_code == 404


def test_a_draft_given_back_bears_the_old_name_alone(client: Client, people: Cast) -> None:
    made = go(people, policy(people), "drafting")
    merged(people, "a")
    old = agency(people, "a")
    handing.give(old, [handing.Pick(f"policy-{made.id}", people.agencies["c"].id)], WHY, people.office)
    handing.give(old, [handing.Pick(f"policy-{made.id}", 0)], WHY, people.office, back=True)
    db.session.commit()
    page = sign_in(client, people, "office").page(f"/policies/{made.id}")
    assert made.drafting_agency_id == people.agencies["a"].id
    assert "nay:" not in page.text
