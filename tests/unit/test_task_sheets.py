"""An agency's workbook: what stands in it, how it is read again, what differs, what is accepted and what is not."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import cast, story
from tests import task_sheets as sheets
from tests.cast import Cast
from tests.registers import workbook
from tracker.attachments.refusals import RefusedFile
from tracker.audit import service as audit
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden, Impossible, Invalid
from tracker.extensions import db
from tracker.organizations.models import Handover
from tracker.recommendations import agency_plan, progress
from tracker.recommendations.models import Assignment, Update
from tracker.task_sheets import columns, service
from tracker.task_sheets.difference import CONFLICT, PLAIN, SAME, STUCK, TAKEN
from tracker.task_sheets.models import TaskSheet
from tracker.workflow import engine

START = {
    "step": "Nhận việc, phân công",
    "person_in_charge": "Người officer_a",
    "plan": "Rà soát rồi trình",
    "milestones": "30/6/2026 | Xong danh mục\n\n10/07/2026|Trình ký | Tờ trình",
}
DOING = {"claim": "Đang thực hiện", "percent": "60%", "text": "Đã rà soát 9 trong 14 khu"}
LAY, SEND = "Trình lãnh đạo", "Gửi báo cáo của cơ quan"


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


@pytest.fixture
def task(people: Cast) -> Assignment:
    return story.taken(people, None, "a")


def one(sheet: TaskSheet, people: Cast, by: str = "officer_a") -> Any:
    [found] = sheets.looked_at(sheet, people.actor(by))
    return found


def brought(people: Cast, *rows: dict[str, Any], by: str = "officer_a", **about: Any) -> TaskSheet:
    return sheets.brought(people, sheets.filled(sheets.downloaded(people, by), *rows, **about), by)


def take_all(sheet: TaskSheet, people: Cast, by: str = "officer_a") -> service.Outcome:
    return service.take(sheet, [found.ticket for found in sheets.looked_at(sheet, people.actor(by))], people.actor(by))


def told(found: Any) -> dict[str, str]:
    return {problem.column: problem.sentence for problem in found.problems}


def handed_over(people: Cast, task: Assignment) -> None:
    """Agency C goes on with it."""
    heir = people.agencies["c"]
    event = audit.record(task, "handed_over", people.office, agency_id=task.agency_id)
    names = {
        "from_agency_id": task.agency_id,
        "from_name": task.agency_name,
        "to_agency_id": heir.id,
        "to_name": heir.name,
    }
    about = {"subject_kind": "assignment", "subject_id": task.id, "since": date(2026, 6, 15), "event_id": event.id}
    db.session.add(Handover(council_id=task.council_id, **names, **about))
    task.agency = heir
    db.session.flush()


def report(task: Assignment) -> Update:
    db.session.expire_all()
    return task.updates[-1]


# --- the workbook -----------------------------------------------------------------------------------------------------


def test_it_holds_the_agencys_own_open_tasks_and_locks_what_the_council_wrote(people: Cast, task: Assignment) -> None:
    new = story.lead(story.issued(people))
    of_others = story.lead(story.issued(people, lead_agency_id=people.agencies["b"].id, support_agency_ids=[]))
    done = story.report(people)
    story.accept(people, done)
    content = sheets.downloaded(people)
    page = sheets.opened(content)
    keys = [page.cell(row, 1).value for row in range(sheets.FIRST, page.max_row + 1)]
    assert keys == [f"NV-{item.id}-{item.row_version}-0" for item in sorted((task, new), key=lambda item: item.id)]
    assert str(of_others.id) not in " ".join(keys)
    assert page.protection.sheet
    for name, place in sheets.PLACE.items():
        assert page.cell(sheets.FIRST, place).protection.locked is (name not in columns.AGENCYS), name
    whole = openpyxl.load_workbook(io.BytesIO(content))
    assert [sheet.sheet_state for sheet in whole.worksheets] == ["visible", "visible", "hidden", "veryHidden"]
    assert not any(cell.data_type == "f" for sheet in whole.worksheets for row in sheet.iter_rows() for cell in row)


def test_the_steps_that_it_offers_are_those_of_the_person_and_of_the_task(people: Cast, task: Assignment) -> None:
    story.lead(story.issued(people))

    def offered(by: str) -> list[list[str]]:
        whole = openpyxl.load_workbook(io.BytesIO(sheets.downloaded(people, by)))
        lists = {}
        for rule in whole.worksheets[0].data_validations.dataValidation:
            if rule.type == "list" and str(rule.sqref).startswith("K"):
                place = rule.formula1.partition("!")[2].replace("$", "")
                cells = whole.worksheets[2][place]
                lists[str(rule.sqref)] = (
                    [line[0].value for line in cells] if isinstance(cells, tuple) else [cells.value]
                )
        return [lists[place] for place in sorted(lists)]

    assert offered("officer_a") == [[LAY], ["Nhận việc, phân công"]]
    assert offered("leader_a") == [[SEND], ["Nhận việc, phân công"]]


def test_a_task_that_waits_for_a_verdict_is_there_and_locked(people: Cast) -> None:
    story.report(people)
    page = sheets.opened(sheets.downloaded(people))
    assert page.cell(sheets.FIRST, sheets.PLACE["standing"]).value == "Chờ xác nhận"
    assert all(page.cell(sheets.FIRST, place).protection.locked for place in sheets.PLACE.values())


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1", "-1", "@x", "=1+1"])
def test_no_text_becomes_a_formula_and_none_is_changed_on_the_way(people: Cast, task: Assignment, text: str) -> None:
    agency_plan.edit(task, {"plan": text}, people.officer_a)
    content = sheets.downloaded(people)
    cell = sheets.opened(content).cell(sheets.FIRST, sheets.PLACE["plan"])
    assert (cell.value, cell.data_type) == (text, "s")
    assert sheets.brought(people, content).unchanged == 1


# --- the difference ---------------------------------------------------------------------------------------------------


def test_what_is_not_changed_is_only_counted(people: Cast, task: Assignment) -> None:
    story.drafted_report(people, assignment=task)
    sheet = sheets.brought(people, sheets.downloaded(people))
    assert (sheet.rows, sheet.unchanged, sheet.state) == (1, 1, "finished")
    assert sheets.looked_at(sheet, people.officer_a) == []


def test_old_and_new_of_each_cell_are_told(people: Cast, task: Assignment) -> None:
    found = one(brought(people, {"plan": "Rà soát lại", **DOING}), people)
    assert found.kind == PLAIN
    assert [(change.column, change.now, change.said) for change in found.changes] == [
        ("plan", "Rà soát rồi trình", "Rà soát lại"),
        ("claim", "", "in_progress"),
        ("percent", "", "60"),
        ("text", "", DOING["text"]),
    ]


@pytest.mark.parametrize(
    ("cells", "column", "part"),
    [
        ({**DOING, "percent": "120"}, "percent", "100"),
        ({**DOING, "percent": "nhiều"}, "percent", "số"),
        ({**DOING, "claim": "gần xong"}, "claim", "Không hiểu “gần xong”"),
        ({"text": "Đã rà soát"}, "claim", "Hãy chọn kết quả thực hiện."),
        ({**DOING, "text": "   "}, "text", "Đã làm được gì"),
        ({**DOING, "claim": "Đã thực hiện xong", "percent": 100}, "completed_on", "phải nhập ngày hoàn thành"),
        ({**DOING, "completed_on": "31/02/2026"}, "completed_on", "Ngày không hợp lệ"),
        ({**DOING, "completed_on": date(2026, 7, 1)}, "completed_on", "chưa đến"),
        ({**DOING, "document_numbers": "9" * 101}, "document_numbers", "100"),
        ({"plan": ""}, "plan", "Kế hoạch"),
        ({"person_in_charge": " "}, "person_in_charge", "người phụ trách"),
        ({"milestones": "tháng sau | Xong"}, "milestones", "Dòng 1"),
        ({"step": "Đóng"}, "step", "Không hiểu “Đóng”"),
        ({"step": "Nhận việc, phân công", "plan": "Khác"}, "", ""),
        ({"step": LAY}, "step", "Chưa có báo cáo nào"),
        ({**DOING, "step": SEND}, "step", "không phải của tài khoản này"),
    ],
)
def test_a_wrong_value_is_told_beside_its_column(
    people: Cast, task: Assignment, cells: dict[str, Any], column: str, part: str
) -> None:
    sheet = brought(people, cells)
    found = one(sheet, people)
    if not part:
        assert (found.kind, [change.column for change in found.changes]) == (PLAIN, ["plan"]), "taken on already"
        return
    assert found.kind == STUCK
    assert part in told(found)[column]
    outcome = take_all(sheet, people)
    assert (outcome.taken, len(outcome.refused)) == ([], 1)
    assert not task.updates


def test_a_plan_for_a_task_not_taken_on_asks_for_the_step(people: Cast) -> None:
    story.lead(story.issued(people))
    assert "chọn “Nhận việc, phân công” ở cột “Bước”" in told(one(brought(people, {"plan": "Làm"}), people))["plan"]


def test_rows_that_are_no_task_of_theirs_are_told(people: Cast, task: Assignment) -> None:
    other = story.lead(story.issued(people, lead_agency_id=people.agencies["b"].id, support_agency_ids=[]))
    content = sheets.downloaded(people)
    rows = [
        {"plan": "Một"},
        {"key": f"NV-{task.id}-2-0", "plan": "Hai"},
        {"key": f"NV-{other.id}-1-0", "plan": "Ba"},
        {"key": "NV-999999-1-0", "plan": "Bốn"},
        {"key": "???", "plan": "Năm"},
        {"wanted": "Việc tự thêm"},
    ]
    found = sheets.looked_at(sheets.brought(people, sheets.filled(content, *rows)), people.officer_a)
    assert [one.row.fault for one in found] == ["twice", "twice", "unknown", "unknown", "unknown", "added"]
    assert "dòng 7" in told(found[0])[""]
    assert told(found[2])[""].replace(str(other.id), "#") == told(found[3])[""].replace("999999", "#"), (
        "none is betrayed"
    )
    assert not any(one.may_be_taken for one in found)


def test_a_task_that_has_ended_or_waits_or_went_to_another_agency_is_told(people: Cast) -> None:
    tasks = [story.taken(people, None, "a") for _number in range(3)]
    content = sheets.downloaded(people)
    story.report(people, assignment=tasks[0])
    engine.perform(
        tasks[1],
        "waive",
        people.standing,
        {"reason": "Không còn cần thiết nữa", "number": "1/QĐ", "issued_on": date(2026, 6, 15)},
    )
    handed_over(people, tasks[2])
    sheet = sheets.brought(people, sheets.filled(content, {"plan": "Khác"}))
    found = [" ".join(told(one).values()) for one in sheets.looked_at(sheet, people.officer_a)]
    assert "“Chờ xác nhận”" in found[0]
    assert "đã kết thúc: “Được miễn”" in found[1]
    assert "đã bàn giao" in found[2]
    assert [one.row.cells for one in sheets.looked_at(sheet, people.officer_a)] == [1, 0, 0]


def test_what_the_council_wrote_cannot_be_changed(people: Cast, task: Assignment) -> None:
    sheet = brought(people, {"due": "31/12/2030", "wanted": "Ít hơn", "plan": "Khác"})
    found = one(sheet, people)
    assert "“Nội dung kiến nghị”, “Thời hạn”" in found.notes[0]
    take_all(sheet, people)
    assert (task.plan, task.due_on) == ("Khác", story.NEXT_MONTH)


# --- changed meanwhile ------------------------------------------------------------------------------------------------


def test_what_both_have_changed_is_a_conflict_with_all_three(people: Cast, task: Assignment) -> None:
    content = sheets.downloaded(people)
    agency_plan.edit(task, {"plan": "Của lãnh đạo", "person_in_charge": "Phòng Đầu tư"}, people.leader_a)
    sheet = sheets.brought(people, sheets.filled(content, {"plan": "Của tệp"}))
    found = one(sheet, people)
    assert found.kind == CONFLICT
    [change] = found.changes
    assert (change.base, change.now, change.said) == ("Rà soát rồi trình", "Của lãnh đạo", "Của tệp")
    take_all(sheet, people)
    assert (task.plan, task.person_in_charge) == ("Của tệp", "Phòng Đầu tư"), "what the file left alone stays"
    [change] = one(sheet, people).changes
    assert (change.now, change.said) == ("Của lãnh đạo", "Của tệp"), "what stood before is kept"


def test_a_report_that_somebody_began_meanwhile_is_written_on(people: Cast, task: Assignment) -> None:
    content = sheets.downloaded(people)
    begun = story.drafted_report(people, assignment=task, claim="in_progress", percent=30, completed_on=None)
    sheet = sheets.brought(people, sheets.filled(content, DOING))
    found = one(sheet, people)
    assert found.kind == CONFLICT
    assert {change.column for change in found.changes if change.is_conflict} == {"percent", "text"}
    take_all(sheet, people)
    assert (begun.percent, begun.text, [item.document_number for item in begun.evidence]) == (
        60, DOING["text"], ["1234/QĐ-UBND"],
    )  # fmt: skip


def test_a_row_is_accepted_as_it_was_seen_or_not_at_all(people: Cast, task: Assignment) -> None:
    sheet = brought(people, {"plan": "Của tệp"})
    seen = one(sheet, people).ticket
    agency_plan.edit(task, {"plan": "Vừa sửa"}, people.leader_a)
    outcome = service.take(sheet, [seen], people.officer_a)
    assert outcome.taken == []
    assert "Vừa có người khác sửa" in outcome.refused[0][1]
    assert (task.plan, sheet.state) == ("Vừa sửa", "waiting")
    assert take_all(sheet, people).taken


def test_a_state_that_has_moved_on_is_told(people: Cast) -> None:
    task = story.lead(story.issued(people))
    content = sheets.downloaded(people)
    story.taken(people, task, "a")
    found = one(sheets.brought(people, sheets.filled(content, DOING)), people)
    assert (found.kind, found.moved) == (CONFLICT, ("assigned", "in_progress"))


def test_without_what_it_was_made_from_versions_tell(people: Cast, task: Assignment) -> None:
    def bare(whole: Any) -> None:
        del whole["_"]

    content = sheets.filled(sheets.downloaded(people), {"plan": "Của tệp"}, also=bare)
    found = one(sheets.brought(people, content), people)
    assert (found.kind, [change.base for change in found.changes]) == (PLAIN, ["Rà soát rồi trình"])
    agency_plan.edit(task, {"person_in_charge": "Phòng Đầu tư"}, people.leader_a)
    found = one(sheets.brought(people, content), people)
    assert (found.kind, {change.column: change.base for change in found.changes}) == (
        CONFLICT, {"plan": None, "person_in_charge": None},
    )  # fmt: skip


def test_saved_as_csv_it_still_comes_back(people: Cast, task: Assignment) -> None:
    page = sheets.opened(sheets.downloaded(people))
    page.cell(sheets.FIRST, sheets.PLACE["plan"]).value = "Của tệp"
    lines = [
        ";".join(str(value or "").replace("\n", " ") for value in line) for line in page.iter_rows(values_only=True)
    ]
    sheet = sheets.brought(people, "\n".join(lines).encode("utf-8-sig"), name="viec.csv")
    assert [change.column for change in one(sheet, people).changes] == ["plan"]


# --- accepting --------------------------------------------------------------------------------------------------------


def test_taking_a_task_on_and_laying_a_report_go_by_the_pages_own_steps(people: Cast, task: Assignment) -> None:
    new = story.lead(story.issued(people))
    sheet = brought(people, {**DOING, "document_numbers": "12/BC-BQL\n 13/BC-BQL", "step": LAY}, START)
    before = db.session.scalar(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)) or 0
    outcome = take_all(sheet, people)
    assert (len(outcome.taken), outcome.refused, sheet.taken, sheet.state) == (2, [], 2, "finished")
    assert (new.state, new.person_id, new.plan) == ("in_progress", people.users["officer_a"].id, "Rà soát rồi trình")
    assert [item.text for item in new.milestones] == ["Xong danh mục", "Trình ký"]
    made = report(task)
    assert (made.claim, made.percent, made.text, made.ready_by_id) == (
        "in_progress", 60, DOING["text"], people.users["officer_a"].id,
    )  # fmt: skip
    assert [item.document_number for item in made.evidence] == ["12/BC-BQL", "13/BC-BQL"]
    events = db.session.execute(select(AuditEvent.subject_kind, AuditEvent.action).where(AuditEvent.id > before)).all()
    assert {("assignment", "start"), ("update", "created"), ("update", "lay_before"), ("task_sheet", "take")} <= set(
        events
    )
    assert [found.kind for found in sheets.looked_at(sheet, people.officer_a)] == [TAKEN, TAKEN]


def test_one_row_that_is_refused_does_not_hold_up_the_others(people: Cast, task: Assignment) -> None:
    story.taken(people, None, "a")
    sheet = brought(people, {"plan": "Một"}, {"plan": ""})
    outcome = take_all(sheet, people)
    assert ([row.number for row in outcome.taken], len(outcome.refused)) == ([sheets.FIRST], 1)
    assert (task.plan, sheet.taken, sheet.state) == ("Một", 1, "waiting")
    engine.perform(sheet, "finish", people.leader_a)
    with pytest.raises(Impossible):
        take_all(sheet, people)


def test_what_the_step_itself_refuses_leaves_nothing_of_the_row(
    people: Cast, task: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = brought(people, {"plan": "Khác", **DOING})

    def refuse(*_given: Any, **_about: Any) -> None:
        raise Impossible("Không được")

    monkeypatch.setattr(progress, "create_update", refuse)
    outcome = take_all(sheet, people)
    assert [why for _row, why in outcome.refused] == ["Không được"]
    assert (task.plan, task.updates) == ("Rà soát rồi trình", [])
    [found] = sheets.looked_at(sheet, people.officer_a)
    assert [(outcome.done, outcome.why_not) for outcome in found.row.outcomes] == [(False, "Không được")]


def test_sending_twice_acts_once(people: Cast, task: Assignment) -> None:
    content = sheets.filled(sheets.downloaded(people), {"plan": "Của tệp", **DOING, "step": LAY})
    first = sheets.brought(people, content)
    [ticket] = [found.ticket for found in sheets.looked_at(first, people.officer_a)]
    service.take(first, [ticket, ticket], people.officer_a)
    with pytest.raises(Impossible):
        service.take(first, [ticket], people.officer_a)
    again = sheets.brought(people, content)
    assert one(again, people).kind == SAME
    outcome = take_all(again, people)
    assert (outcome.taken, outcome.refused[0][1]) == ([], "Đã như vậy rồi, không còn gì để nhận.")
    assert len(report(task).assignment.updates) == 1


def test_the_leader_sends_what_was_laid_before_them(people: Cast, task: Assignment) -> None:
    take_all(brought(people, {**DOING, "step": LAY}), people)
    sheet = brought(people, {"step": SEND}, by="leader_a")
    assert take_all(sheet, people, "leader_a").taken
    assert report(task).state == "submitted"


@pytest.mark.parametrize("claim", ["Đang thực hiện", "Đã thực hiện một phần"])
def test_what_was_sent_is_not_sent_again_by_the_same_file(people: Cast, task: Assignment, claim: str) -> None:
    words = {**DOING, "claim": claim, "document_numbers": "12/BC", "step": SEND}
    content = sheets.filled(sheets.downloaded(people, "leader_a"), words)
    take_all(sheets.brought(people, content, "leader_a"), people, "leader_a")
    again = sheets.brought(people, content, "leader_a")
    assert one(again, people, "leader_a").kind == SAME
    assert take_all(again, people, "leader_a").taken == []
    assert len(report(task).assignment.updates) == 1


def test_what_wants_evidence_says_so_and_leads_to_the_page(people: Cast, task: Assignment) -> None:
    done = {"claim": "Đã thực hiện xong", "percent": 100, "text": "Đã trình", "completed_on": "15/06/2026"}
    sheet = brought(people, {**done, "step": SEND}, by="leader_a")
    found = one(sheet, people, "leader_a")
    assert (found.kind, found.wants_page) == (STUCK, True)
    assert "ít nhất một tệp minh chứng" in told(found)["step"]
    sheet = brought(people, {**done, "step": SEND, "document_numbers": "12/TTr-BQL"}, by="leader_a")
    assert take_all(sheet, people, "leader_a").taken
    assert task.state == "awaiting_verification"


def test_laid_without_evidence_it_is_laid_and_the_person_warned(people: Cast, task: Assignment) -> None:
    done = {"claim": "Đã thực hiện một phần", "text": "Xong khu 1", "step": LAY}
    sheet = brought(people, done)
    found = one(sheet, people)
    assert (found.kind, found.wants_page) == (PLAIN, True)
    assert "ít nhất một tệp minh chứng" in found.notes[0]
    take_all(sheet, people)
    assert report(task).ready_at is not None


def test_the_agencys_rule_on_own_words_holds(people: Cast, task: Assignment) -> None:
    people.agencies["a"].leader_sends_own = False
    found = one(brought(people, {**DOING, "step": SEND}, by="leader_a"), people, "leader_a")
    assert "người soạn không tự gửi" in told(found)["step"]
    take_all(brought(people, {**DOING, "step": LAY}), people)
    rewritten = brought(people, {"text": "Lãnh đạo sửa", "step": SEND}, by="leader_a")
    assert "người soạn không tự gửi" in told(one(rewritten, people, "leader_a"))["step"]
    assert take_all(brought(people, {"step": SEND}, by="leader_a"), people, "leader_a").taken


def test_numbers_of_documents_come_and_go_and_files_stay(people: Cast, task: Assignment) -> None:
    begun = story.drafted_report(people, assignment=task)
    file = story.scan(people, "officer_a")
    progress.edit_update(begun, {"files": [file]}, people.officer_a)
    page = sheets.opened(sheets.downloaded(people))
    assert page.cell(sheets.FIRST, sheets.PLACE["document_numbers"]).value == "1234/QĐ-UBND"
    take_all(brought(people, {"document_numbers": "77/BC"}), people)
    db.session.expire_all()
    assert [(item.attachment_id, item.document_number) for item in begun.evidence] == [(file.id, ""), (None, "77/BC")]


# --- who, and which files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["office", "standing", "secretary", "officer_b", "admin", "stranger"])
def test_only_the_agencys_own_people_bring_it_back(people: Cast, task: Assignment, name: str) -> None:
    content = sheets.filled(sheets.downloaded(people), {"plan": "Khác"})
    with pytest.raises(Forbidden):
        sheets.brought(people, content, name)


def test_a_row_goes_in_by_the_rights_of_whoever_accepts_it(people: Cast, task: Assignment) -> None:
    take_all(brought(people, {**DOING, "step": LAY}), people)
    sheet = brought(people, {"step": SEND}, by="leader_a")
    outcome = take_all(sheet, people, "officer_a")
    assert "không phải của tài khoản này" in outcome.refused[0][1]
    assert report(task).state == "draft"


@pytest.mark.parametrize(
    ("content", "name", "part"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "viec.xlsx", ".xls"),
        (b"PK\x03\x04 broken", "viec.xlsx", "viec.xlsx"),
        (b"Noi dung", "viec.txt", "viec.txt"),
        (b"", "viec.xlsx", "0 byte"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(
    people: Cast, task: Assignment, content: bytes, name: str, part: str
) -> None:
    with pytest.raises(RefusedFile) as refused:
        sheets.brought(people, content, name=name)
    assert part in str(refused.value)


def test_another_table_is_no_workbook_of_tasks(people: Cast, task: Assignment) -> None:
    with pytest.raises(Invalid) as wrong:
        sheets.brought(people, workbook([["x"] * 13]))
    assert "Không thấy bảng nhiệm vụ" in wrong.value.errors["file"][0]


def test_more_changed_rows_than_can_be_accepted_are_refused(
    people: Cast, task: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_CHANGED", 0)
    with pytest.raises(Invalid) as wrong:
        brought(people, {"plan": "Khác"})
    assert "Tệp sửa 1 nhiệm vụ" in wrong.value.errors["file"][0]


def test_formulas_are_taken_by_their_value_and_without_one_refused(people: Cast, task: Assignment) -> None:
    found = one(brought(people, {"plan": '="a"&"b"'}), people)
    assert "chưa có kết quả" in told(found)["plan"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [(0.6, "60"), (60, "60"), (60.0, "60"), ("60 %", "60"), (date(2026, 6, 1), "01/06/2026"), ("1.5", "1.5")],
)
def test_numbers_and_days_are_read_however_excel_keeps_them(
    people: Cast, task: Assignment, cell: Any, text: str
) -> None:
    column = "completed_on" if isinstance(cell, date) else "percent"
    found = one(brought(people, {**DOING, column: cell}), people)
    assert {change.column: change.said for change in found.changes}[column] == text


def test_made_in_english_it_comes_back_to_a_reader_of_vietnamese(app: Any, people: Cast, task: Assignment) -> None:
    from tracker.core.i18n import in_language

    with in_language("en"):
        content = sheets.downloaded(people)
    page = sheets.opened(content)
    assert page.cell(sheets.FIRST - 1, sheets.PLACE["plan"]).value == "Plan of work"
    sheet = sheets.brought(
        people, sheets.filled(content, {"claim": "In progress", "text": "Done so far", "plan": "Khác"})
    )
    found = one(sheet, people)
    assert {change.column: change.said for change in found.changes} == {
        "plan": "Khác", "claim": "in_progress", "text": "Done so far",
    }  # fmt: skip
    assert found.notes == []


def test_every_heading_is_known_in_both_languages(app: Any, people: Cast) -> None:
    from tracker.core.i18n import in_both
    from tracker.core.text import fold

    known = columns.register().headings
    for column in columns.COLUMNS:
        vietnamese, english = in_both(column.label)
        assert known[fold(vietnamese)] == known[fold(english)] == column.name
        assert vietnamese != english or column.name == columns.KEY


@pytest.mark.parametrize("spoiled", ["as it stands now", "cut off", "of another shape"])
def test_a_file_that_tells_something_else_of_its_making_hides_nothing(
    people: Cast, task: Assignment, spoiled: str
) -> None:
    def spoil(whole: Any) -> None:
        page = whole["_"]
        if spoiled == "cut off":
            page.delete_rows(2, 20)
        for row in page.iter_rows(min_row=3):
            for cell in row:
                if cell.value == "Rà soát rồi trình":
                    cell.value = "Của lãnh đạo" if spoiled == "as it stands now" else 12.5

    content = sheets.downloaded(people)
    agency_plan.edit(task, {"plan": "Của lãnh đạo"}, people.leader_a)
    sheet = sheets.brought(people, sheets.filled(content, {"plan": "Của tệp"}, also=spoil))
    [change] = [change for change in one(sheet, people).changes if change.column == "plan"]
    assert (change.now, change.said) == ("Của lãnh đạo", "Của tệp")
    assert task.plan == "Của lãnh đạo"


@pytest.mark.parametrize(
    "key", ["NV-999999999-999999999-999999999", "NV-99999999999999-1-1", "NV-1", "NV-١-1-0", "=1+1"]
)
def test_a_code_that_no_row_bears_is_unknown(people: Cast, task: Assignment, key: str) -> None:
    found = one(brought(people, {"key": key, "plan": "Khác"}), people)
    assert found.row.fault in ("unknown", "added")
    assert not found.may_be_taken
