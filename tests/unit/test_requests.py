"""Asking for reports, answering item by item, handing in, returning, accepting: SM2 of domain.md 6.4."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import asking, cast, story
from tests.cast import Cast
from tracker.accounts import access
from tracker.accounts.roles import Role
from tracker.audit import queries as audit
from tracker.core.errors import Forbidden, Impossible, Invalid, NotFound
from tracker.extensions import db
from tracker.organizations import handing
from tracker.organizations import service as organizations
from tracker.outlines import service as outlines
from tracker.outlines.tree import nodes
from tracker.reporting import service as figures
from tracker.reporting.models import Figure
from tracker.requests import answering, content, pasting, queries, service
from tracker.workflow import engine


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("notified")


def reported() -> list[Figure]:
    return list(db.session.scalars(select(Figure).order_by(Figure.id)))


def test_one_outline_goes_to_many_agencies_at_once(people: Cast) -> None:
    asking.outline(people)
    ids = [people.agencies[key].id for key in ("a", "b")]
    letter = {"letter_number": "31/ĐGS-VP", "sent_on": date(2026, 6, 15)}
    sent = service.send_to_all(
        {"agency_ids": ids, "due_on": asking.DUE, **letter}, people.secretary, delegation=people.delegation
    )
    assert [(request.code, request.state, len(request.answers)) for request in sent] == [
        ("YC-01", "sent", 5),
        ("YC-02", "sent", 5),
    ]
    assert engine.state_of(sent[0].outline).name == "frozen"
    with pytest.raises(Invalid):
        service.send_to_all(
            {"agency_ids": ids, "due_on": asking.DUE, **letter}, people.secretary, delegation=people.delegation
        )


def test_a_request_for_yesterday_is_not_sent_and_nothing_is_half_done(people: Cast) -> None:
    with pytest.raises(Invalid):
        asking.sent(people, due_on=date(2026, 6, 14))


def test_an_agency_knows_nothing_of_anothers_request(people: Cast) -> None:
    request = asking.sent(people)
    assert access.find("report_request", request.id, people.officer_a) is request
    for name in ("officer_b", "leader_b", "stranger", "foreigner"):
        with pytest.raises(NotFound):
            access.find("report_request", request.id, people.actor(name))
        with pytest.raises(NotFound):
            access.find("answer", request.answers[0].id, people.actor(name))


def test_the_first_answer_opens_the_request(people: Cast) -> None:
    request = asking.sent(people)
    answering.save(asking.answer_of(request, "Nhà ở"), {"text": "Đã có 3 dự án"}, people.officer_a)
    assert request.state == "received"
    assert request.received_at is not None


def test_the_council_does_not_read_what_is_still_being_written(people: Cast) -> None:
    request = asking.sent(people)
    answer = asking.answer_of(request, "Nhà ở")
    answering.save(answer, {"text": "Bản nháp của cơ quan"}, people.officer_a)
    with pytest.raises(NotFound):
        access.find("answer", answer.id, people.secretary)
    seen = audit.of_thread("report_request", request.id, people.secretary, council_side=True)
    assert all("Bản nháp" not in str(event.after) for event in seen)


def test_a_report_is_handed_in_complete_or_not_at_all(people: Cast) -> None:
    request = asking.sent(people)
    answering.save(asking.answer_of(request, "Nhà ở"), {"text": "Đã có 3 dự án"}, people.officer_a)
    with pytest.raises(Invalid) as refused:
        engine.perform(request, "submit", people.leader_a, asking.papers(people))
    assert "I. Đặc điểm tình hình" in refused.value.errors[""][0]
    assert "II.1. Thu hút" in refused.value.errors[""][0]
    assert "III" not in refused.value.errors[""][0]


def test_a_cell_without_a_number_needs_a_word_on_why(people: Cast) -> None:
    request = asking.sent(people)
    answer = asking.answer_of(request, "Thu hút")
    answering.save(answer, {"cells": asking.cells(answer, "60", "70", "80", "18.09")[:3]}, people.officer_a)
    assert not content.is_complete(answer)
    answering.save(answer, {"cells": asking.cells(answer, "60", "70", "80", None)}, people.officer_a)
    assert content.is_complete(answer)


def test_a_number_that_cannot_be_is_refused_at_its_cell(people: Cast) -> None:
    request = asking.sent(people)
    answer = asking.answer_of(request, "Thu hút")
    with pytest.raises(Invalid) as refused:
        answering.save(answer, {"cells": asking.cells(answer, "60", "-7", "80", "18.09")}, people.officer_a)
    assert list(refused.value.errors) == ["cells-1-value"]


def test_figures_typed_into_the_report_are_figures_of_the_delegation(people: Cast) -> None:
    request = asking.submitted(people)
    report = request.last_report
    assert report is not None
    made = reported()
    assert [(figure.code, figure.indicator, str(figure.value), figure.period_from) for figure in made] == [
        ("SL-01", "Số dự án thu hút", "60", 2022),
        ("SL-02", "Số dự án thu hút", "70", 2023),
        ("SL-03", "Số dự án thu hút", "80", 2024),
        ("SL-04", "Tổng vốn đầu tư", "18.09", 2021),
    ]
    assert {(figure.source_kind, figure.source_id, figure.source_page) for figure in made} == {
        ("report", report.id, "II.1")
    }
    assert [cell["figure_id"] for part in report.content for cell in part["figures"]] == [figure.id for figure in made]
    with pytest.raises(Impossible):
        figures.edit(made[0], {"value": Decimal(61)}, people.secretary)


def test_another_agency_does_not_see_them(people: Cast) -> None:
    asking.submitted(people)
    figure = reported()[0]
    assert access.is_readable("figure", figure.id, people.officer_a)
    assert not access.is_readable("figure", figure.id, people.officer_b)


def test_a_supplement_changes_the_same_figures_and_keeps_both_versions(people: Cast) -> None:
    request = asking.submitted(people)
    asking.returned(people, request)
    answer = asking.answer_of(request, "Thu hút")
    answering.save(answer, {"cells": asking.cells(answer, "60", "71", "80", None)}, people.officer_a)
    engine.perform(request, "submit", people.leader_a, asking.papers(people, number="46/BC-BQL", confirmed=True))
    assert [(str(figure.value), figure.superseded) for figure in reported()] == [
        ("60", False),
        ("71", False),
        ("80", False),
        ("18.09", True),
    ]
    first, second = request.reports
    assert (first.version, second.version) == (1, 2)
    values = [[cell["value"] for part in report.content for cell in part["figures"]] for report in (first, second)]
    assert values == [["60", "70", "80", "18.09"], ["60", "71", "80", None]]


def test_a_late_report_says_why(people: Cast, now: time_machine.Coordinates) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    now.move_to("2026-07-02T09:00:00+07:00")
    assert queries.is_late(request)
    with pytest.raises(Invalid) as refused:
        engine.perform(request, "submit", people.leader_a, asking.papers(people, issued_on=date(2026, 7, 1)))
    assert "late_reason" in refused.value.errors
    engine.perform(request, "submit", people.leader_a, asking.papers(people, late_reason="Chờ số liệu thống kê"))
    assert request.last_report is not None
    assert request.last_report.late_reason == "Chờ số liệu thống kê"


def test_a_deadline_on_a_rest_day_counts_to_the_next_working_day(people: Cast, now: time_machine.Coordinates) -> None:
    request = asking.sent(people, due_on=date(2026, 6, 27))  # a Saturday
    now.move_to("2026-06-29T09:00:00+07:00")
    assert not queries.is_late(request)
    assert not db.session.scalars(select(type(request)).where(queries.late(date(2026, 6, 29)))).all()
    now.move_to("2026-06-30T09:00:00+07:00")
    assert queries.is_late(request)
    assert db.session.scalars(select(type(request)).where(queries.late(date(2026, 6, 30)))).all() == [request]


def test_a_report_needs_its_signed_file(people: Cast) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    wrong = asking.papers(people, files=[story.scan(people, "leader_a")])
    with pytest.raises(Invalid) as refused:
        engine.perform(request, "submit", people.leader_a, wrong)
    assert "files" in refused.value.errors


def test_an_officer_hands_in_only_with_an_authorisation(people: Cast) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    with pytest.raises(Forbidden):
        engine.perform(request, "submit", people.officer_a, asking.papers(people, "officer_a"))
    with pytest.raises(Invalid):
        engine.perform(request, "submit_authorised", people.officer_a, asking.papers(people, "officer_a"))
    papers = asking.papers(people, "officer_a", authorisation="12/GUQ-BQL ngày 10/06/2026")
    engine.perform(request, "submit_authorised", people.officer_a, papers)
    assert request.state == "submitted"


def test_whoever_entered_a_paper_report_does_not_accept_it(people: Cast) -> None:
    request = asking.sent(people)
    paper = asking.papers(people, "office", received_on=date(2026, 6, 15))
    engine.perform(request, "enter_paper", people.office, paper)
    assert request.last_report is not None
    assert request.last_report.on_paper
    answer = asking.answer_of(request, "Nhà ở")
    answering.save(answer, {"text": "Theo văn bản: 3 dự án"}, people.office)
    assert any(part["text"] == "Theo văn bản: 3 dự án" for part in request.last_report.content)
    with pytest.raises(Forbidden):
        engine.perform(request, "accept", people.office)
    engine.perform(request, "accept", people.secretary)
    with pytest.raises((Forbidden, Impossible)):
        answering.save(answer, {"text": "Sửa sau"}, people.office)


def test_an_accepted_report_starts_the_delegation(people: Cast) -> None:
    asking.accepted(people)
    assert people.delegation.state == "active"


def test_a_delegation_is_not_compiled_before_every_report_is_settled(people: Cast) -> None:
    request = asking.submitted(people, "a")
    other = asking.sent(people, "b")
    engine.perform(request, "accept", people.secretary)
    with pytest.raises(Invalid) as refused:
        engine.perform(people.delegation, "compile", people.head, {"ended_on": date(2026, 6, 15)})
    assert "Còn báo cáo" in refused.value.errors[""][0]
    engine.perform(other, "waive", people.head, {"reason": "Cơ quan không quản lý khu công nghiệp nào"})
    engine.perform(people.delegation, "compile", people.head, {"ended_on": date(2026, 6, 15)})


def test_only_a_late_report_is_held_to_be_not_submitted(people: Cast, now: time_machine.Coordinates) -> None:
    request = asking.sent(people)
    with pytest.raises(Invalid):
        engine.perform(request, "mark_not_submitted", people.head)
    now.move_to("2026-07-03T09:00:00+07:00")
    engine.perform(request, "mark_not_submitted", people.head, {"reason": "Đã nhắc hai lần"})
    assert (request.state, request.closing_reason) == ("not_submitted", "Đã nhắc hai lần")


def test_a_new_version_keeps_what_was_written(people: Cast) -> None:
    request = asking.sent(people)
    answer = asking.answer_of(request, "Nhà ở")
    answering.save(answer, {"text": "Đã có 3 dự án"}, people.officer_a)
    fresh = outlines.new_version(request.outline, people.secretary)
    outlines.add_item(fresh, {"text": "Phòng cháy, chữa cháy", "required": True}, people.secretary)
    assert service.move_to(fresh, people.secretary) == [request]
    assert request.outline is fresh
    assert engine.state_of(fresh).name == "frozen"
    kept = asking.answer_of(request, "Nhà ở")
    assert (kept.id, kept.text, kept.item.outline_id) == (answer.id, "Đã có 3 dự án", fresh.id)
    assert asking.answer_of(request, "Phòng cháy").text == ""


def test_another_deadline_says_why(people: Cast) -> None:
    request = asking.sent(people)
    service.change_due(request, {"due_on": date(2026, 7, 10), "reason": "Cơ quan đề nghị lùi"}, people.secretary)
    event = audit.of_thread("report_request", request.id, people.officer_a, council_side=False)[0]
    assert (event.before, event.reason) == ({"due_on": "2026-06-30"}, "Cơ quan đề nghị lùi")
    with pytest.raises(Invalid):
        service.change_due(request, {"due_on": date(2026, 6, 1), "reason": "x"}, people.secretary)


def test_the_successor_of_an_agency_goes_on_where_it_stood(people: Cast, now: time_machine.Coordinates) -> None:
    request = asking.sent(people)
    answering.save(asking.answer_of(request, "Nhà ở"), {"text": "Đã có 3 dự án"}, people.officer_a)
    old, heir = people.agencies["a"], people.agencies["c"]
    cast.give(people, "officer_b", Role.AGENCY_OFFICER, agency_id=heir.id)
    organizations.close(old, heir, {"from_day": date(2026, 6, 16)}, people.office)
    now.move_to("2026-06-17T09:00:00+07:00")
    facts = {"reason": "Theo Nghị quyết", "document_number": "", "document_date": None}
    given = handing.give(old, [handing.Pick(f"report_request-{request.id}", heir.id)], facts, people.office)
    assert not given.left
    assert (request.agency_id, request.answering) == (heir.id, "Ban Quản lý Khu kinh tế (nay: Sở Xây dựng)")
    answering.save(asking.answer_of(request, "Nhà ở"), {"text": "Nay có 4 dự án"}, people.officer_b)
    assert access.is_readable("report_request", request.id, people.officer_a)
    with pytest.raises(Forbidden):
        answering.save(asking.answer_of(request, "Đặc điểm"), {"text": "x"}, people.officer_a)


def test_what_a_new_version_asks_no_more_is_kept_and_can_be_read(people: Cast) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    fresh = outlines.new_version(request.outline, people.secretary)
    item = asking.item(fresh, "Thu hút")
    table = "Số dự án thu hút | dự án | từng năm 2023 - 2024 | KCN, KKT"
    answers = {"text": item.text, "parent_id": item.parent_id, "required": True, "table": table}
    outlines.edit_item(item, answers, people.secretary)
    outlines.remove_item(asking.item(fresh, "Nhà ở"), people.secretary)
    told = outlines.dropped(fresh, request.outline)
    assert [line.partition(" ")[0] for line in told] == ["II.1", "II.1", "II.2."]
    service.move_to(fresh, people.secretary)
    kept = content.asked_no_more(request)
    assert [(one.answer.item.text, one.text) for one in kept if one.text] == [
        ("Nhà ở cho người lao động", "Đã thực hiện: nhà ở cho người lao động")
    ]
    lines = [(line.indicator, period.key, str(cell.value)) for one in kept for line, period, cell in one.cells]
    assert lines == [("Số dự án thu hút", "2022", "60"), ("Tổng vốn đầu tư", "2021-2023", "18.09")]
    assert queries.is_answer_read(request, people.officer_a)
    assert not queries.is_answer_read(request, people.secretary)


PASTED_AGAIN = """I. Đặc điểm tình hình chung của địa phương
II. KẾT QUẢ THỰC HIỆN
1) Nhà ở cho người lao động.
Chỉ tiêu\tĐơn vị tính\tKỳ\tPhạm vi
Số căn hộ\tcăn\t2024
2) Thu hút đầu tư  vào khu công nghiệp
Chỉ tiêu\tĐơn vị tính\tKỳ\tPhạm vi
Vốn bình quân\ttỷ USD\t2024\tKCN, KKT
số dự án thu hút\tDự án\ttừng năm 2022 - 2025\tKCN, KKT
3) Phòng cháy, chữa cháy
III. Kiến nghị, đề xuất (nếu có)"""


def test_what_is_pasted_again_stays_the_same_item_with_its_answers(people: Cast) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    fresh = outlines.new_version(request.outline, people.secretary)
    outlines.paste(fresh, {"text": "I. Dán nhầm", "replace": True}, people.secretary)
    outlines.paste(fresh, {"text": PASTED_AGAIN, "replace": True}, people.secretary)
    same = ["Nhà ở", "Thu hút", "Kiến nghị"]
    assert [asking.item(fresh, words).origin for words in same] == [
        asking.item(request.outline, words).origin for words in same
    ]
    assert [line.rpartition(",")[0] or line for line in outlines.dropped(fresh, request.outline)] == [
        "I. Đặc điểm tình hình",
        "II.1 · Tổng vốn đầu tư (tỷ USD), giai đoạn 2021 - 2023, KCN",
    ]
    service.move_to(fresh, people.secretary)
    invested = asking.answer_of(request, "Thu hút")
    assert invested.text.startswith("Đã thực hiện")
    given = [(line.indicator, period.key, cell and str(cell.value)) for line, period, cell in content.cells(invested)]
    assert given == [
        ("Vốn bình quân", "2024", None),
        ("số dự án thu hút", "2022", "60"),
        ("số dự án thu hút", "2023", "70"),
        ("số dự án thu hút", "2024", "80"),
        ("số dự án thu hút", "2025", None),
    ]
    assert asking.answer_of(request, "Phòng cháy").text == ""


def test_items_of_the_same_words_are_told_apart_by_what_they_stand_under(people: Cast) -> None:
    text = "I. Năm 2023\n1. Kết quả\nII. Năm 2024\n1. Kết quả"
    first = asking.outline(people, text)
    origins = [node.item.origin for node in nodes(first.items)]
    asking.sent(people)
    fresh = outlines.create(
        {"title": first.title, "text": "I. Năm 2024\n1. Kết quả\nII. Năm 2025\n1. Kết quả\nIII. Năm 2023\n1. Kết quả"},
        people.secretary,
        delegation=people.delegation,
    )
    continued = [node.item.origin_id for node in nodes(fresh.items)]
    assert continued == [origins[2], origins[3], None, None, origins[0], origins[1]]


def test_the_years_at_the_head_of_a_pasted_table_place_its_numbers(people: Cast) -> None:
    table = "Chỉ tiêu\tĐơn vị tính\tKỳ\nSố nhà\tcăn\ttừng năm 2024 - 2025\nSố trường\ttrường\t2025\nSố chợ\tchợ\t2024"
    asking.outline(people, f"I. Kết quả\n{table}")
    answer = asking.answer_of(asking.sent(people), "Kết quả")
    homes, schools, markets = answer.item.figures
    head = "Chỉ tiêu\tĐơn vị tính\t2024\t2025\n"
    read = pasting.read(f"{head}Số nhà\tcăn\t10\t12\nSố trường\ttrường\t\t3\nSố chợ\tchợ\t5\t", answer)
    assert read.problems == []
    assert read.values == {
        f"{homes.id}:2024": "10",
        f"{homes.id}:2025": "12",
        f"{schools.id}:2025": "3",
        f"{markets.id}:2024": "5",
    }
    wrong = pasting.read(f"{head}Số trường\ttrường\t2\t3", answer)
    assert wrong.problems == ["Dòng 2: “Số trường” không hỏi số của năm 2024. Hãy để trống ô đó."]
    assert wrong.values == {}


def test_lines_of_one_name_are_filled_in_order_and_none_twice(people: Cast) -> None:
    table = "Chỉ tiêu\tĐơn vị tính\tKỳ\tPhạm vi\nSố dự án\tdự án\t2024\tKCN\nSố dự án\tdự án\t2024\tKKT"
    asking.outline(people, f"I. Kết quả\n{table}")
    answer = asking.answer_of(asking.sent(people), "Kết quả")
    parks, zones = answer.item.figures
    read = pasting.read("Số dự án\tdự án\t10\nSố dự án\tdự án\t12", answer)
    assert read.values == {f"{parks.id}:2024": "10", f"{zones.id}:2024": "12"}
    read = pasting.read("Số dự án\t10\nSố dự án\t12\nSố dự án\t14", answer)
    assert [problem.partition(".")[0] for problem in read.problems] == ["Dòng 3: “Số dự án” đã có ở dòng 1"]


def test_a_report_is_not_older_than_the_letter_that_asks_for_it(people: Cast) -> None:
    with pytest.raises(Invalid, match="báo cáo không thể đề ngày trước đó"):
        asking.submitted(people, issued_on=date(2026, 1, 1))


def test_an_item_whose_table_has_an_empty_cell_says_so(people: Cast) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    answer = asking.answer_of(request, "Thu hút")
    db.session.delete(answer.figures[-1])
    db.session.commit()
    assert "còn ô số liệu trống" in content.names_of_missing(request)


def test_a_supplement_in_which_nothing_was_changed_is_handed_in_knowingly(people: Cast) -> None:
    request = asking.sent(people)
    asking.answered(people, request)
    engine.perform(request, "submit", people.leader_a, asking.papers(people))
    origin = str(asking.answer_of(request, "Nhà ở").item.origin)
    returned = {"items": [origin], "note": "Bổ sung số liệu năm 2024", "due_on": date(2026, 7, 31)}
    engine.perform(request, "return", people.secretary, returned)
    with pytest.raises(Invalid) as refused:
        engine.perform(request, "submit", people.leader_a, asking.papers(people, number="46/BC-BQL"))
    assert list(refused.value.errors) == ["confirmed"]
    engine.perform(request, "submit", people.leader_a, asking.papers(people, number="46/BC-BQL") | {"confirmed": True})
    assert request.state == "submitted"
