"""What the check of a register finds in its rows, what they become, and how they are known again."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, registers
from tests.cast import Cast
from tests.registers import ALL, GOOD, TEXT, workbook
from tracker.audit.models import AuditEvent
from tracker.core.errors import Forbidden
from tracker.core.i18n import in_language
from tracker.extensions import db
from tracker.history import replaying
from tracker.importing import asking, progress, service, taking
from tracker.importing.checking import cells, statuses
from tracker.importing.checking.differences import apart
from tracker.importing.checking.findings import COUNTED, remark
from tracker.importing.models import ImportKey, ImportRun
from tracker.importing.reading import letters
from tracker.organizations import service as organizations
from tracker.organizations.models import Agency
from tracker.recommendations.models import Assignment, Recommendation
from tracker.recommendations.queries import rates
from tracker.search.models import SearchEntry

pytestmark = pytest.mark.unit


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def checked(app: Flask, people: Cast, content: bytes, **about: Any) -> ImportRun:
    return registers.checked(app, registers.upload(people, content, **about))


def faults(run: ImportRun) -> list[tuple[int, str, str]]:
    """(row, column, what is wrong)."""
    return [
        (row["row"], problem["column"], problem["name"]) for row in run.found["problems"] for problem in row["problems"]
    ]


def remarks(run: ImportRun) -> dict[str, Any]:
    return {item["name"]: item["values"].get("many", item["values"]) for item in run.found["remarks"]}


def errors_of(run: ImportRun) -> Any:
    """The sheet of the error workbook."""
    from tracker.attachments import storage

    assert run.errors is not None
    with storage.current().open(run.errors.sha256) as file:
        return registers.opened(file.read()).worksheets[0]


# --- the acceptance test ----------------------------------------------------------------------------------------------


def test_a_thousand_rows_with_120_faulty_ones_come_in_and_the_mended_error_workbook_again(
    app: Flask, people: Cast
) -> None:
    sound = registers.rows(1000)
    rows, places = registers.spoiled(sound, 120)
    run = checked(app, people, workbook(rows, above=("BẢNG TỔNG HỢP", "(Kèm theo Báo cáo số 12/BC-HĐND)")))
    assert (run.rows, run.bad, run.made) == (1000, 120, 880)
    registers.confirmed(app, run, people.office, GOOD)
    assert run.state == "imported"
    assert count(Recommendation) == 880
    page = errors_of(run)
    told = [(cell.row, cell.value) for cell in page[column_letter(page)] if cell.row > 3 and cell.value]
    assert [row for row, _words in told] == [place + 4 for place in places]
    assert all(len(words) > 20 for _row, words in told)
    for place in places:
        for column, value in enumerate(sound[place], 1):
            page.cell(place + 4, column).value = value
    mended = io.BytesIO()
    page.parent.save(mended)
    again = checked(app, people, mended.getvalue(), name="Lỗi - so-theo-doi.xlsx")
    assert (again.rows, again.bad, again.made, again.changed, again.unchanged) == (1000, 0, 120, 0, 880)
    registers.confirmed(app, again, people.office, ALL)
    assert count(Recommendation) == 1000
    assert count(ImportKey) == 1000
    assert len({one.text for one in db.session.scalars(select(Recommendation))}) == 1000
    assert replaying.differences(db.session.connection()) == []
    third = checked(app, people, workbook(sound))
    assert (third.made, third.changed, third.unchanged) == (0, 0, 1000)


def test_rows_that_repeat_the_code_of_a_faulty_one_are_all_held_back(app: Flask, people: Cast) -> None:
    """So that no record comes in under a code that is another's: the mended register comes in whole."""
    sound = [[f"S-{number}", *line[1:]] for number, line in enumerate(registers.rows(1000), 1)]
    rows, places = registers.spoiled(sound, 117)
    twins = [places[0] + 1, places[50] + 1, places[116] + 1]
    for place, of in zip(twins, (places[0], places[50], places[116]), strict=True):
        rows[place][0] = rows[of][0].lower()
    headings = ["Mã", *registers.HEADINGS[1:]]
    run = checked(app, people, workbook(rows, headings=headings))
    assert (run.rows, run.bad, run.made) == (1000, 120, 880)
    told = {row for row, column, name in faults(run) if name == "twice"}
    assert told == {place + 2 for of in twins for place in (of - 1, of)}
    registers.confirmed(app, run, people.office, GOOD)
    again = checked(app, people, workbook(sound, headings=headings))
    assert (again.bad, again.made, again.unchanged) == (0, 120, 880)
    registers.confirmed(app, again, people.office, ALL)
    assert set(db.session.scalars(select(Recommendation.code))) == {line[0] for line in sound}


def test_the_first_rows_are_shown_as_they_will_be(app: Flask, people: Cast) -> None:
    line = registers.row(3)
    line[registers.DUE], line[registers.LEAD] = "45473", "so cong thuong"
    run = checked(app, people, workbook([line]))
    cells = run.found["first"][0]["cells"]
    assert cells["due_on"] == "30/06/2024"
    assert cells["lead"] == "Sở Công Thương"
    assert cells["document"] == "04/TB-HĐND, 12/03/2024"
    assert cells["status"] == "Đã thực hiện xong"
    assert cells["delegation"].startswith(people.delegation.code)


@pytest.mark.parametrize("name", COUNTED)
def test_english_counts_one_cell_or_row_apart_from_many(db_session: Session, name: str) -> None:
    with in_language("en"):
        one, two = (remark(name, {"many": many}) for many in (1, 2))
    assert (one[:2], two[:2]) == ("1 ", "2 ")
    assert one[1:] != two[1:]


def test_a_code_is_made_of_an_agencys_short_name_and_is_its_own(app: Flask, people: Cast) -> None:
    rows = [
        ["Sở Nội vụ", "SNV", ""],
        ["Sở Nông vụ", "SNV", ""],
        ["Sở Giáo dục và Đào tạo", "Sở GDĐT", ""],
        ["Đội thuế", "", ""],
        ["Đơn vị khác", "", "SNV2"],
    ]
    run = checked(app, people, workbook(rows, headings=["Tên cơ quan", "Tên ngắn", "Mã"]), register="agencies")
    assert faults(run) == []
    assert [row["cells"]["code"] for row in run.found["first"]] == ["SNV", "SNV3", "SGDDT", "DT", "SNV2"]
    registers.confirmed(app, run, people.office, ALL)
    assert set(db.session.scalars(select(Agency.code))) >= {"SNV", "SNV2", "SNV3", "SGDDT", "DT"}


def test_two_agencies_of_one_code_are_both_told(app: Flask, people: Cast) -> None:
    rows = [["Sở Y tế", "SYT"], ["Sở Nội vụ", "SYT"]]
    run = checked(app, people, workbook(rows, headings=["Tên cơ quan", "Mã"]), register="agencies")
    assert faults(run) == [(2, "", "twice"), (3, "", "twice")]


def column_letter(page: Any) -> str:
    return next(cell.column_letter for row in page.iter_rows(max_row=4) for cell in row if cell.value == "Lỗi")


def test_the_error_workbook_is_the_same_file(app: Flask, people: Cast) -> None:
    rows, places = registers.spoiled(registers.rows(24), 12)
    rows[3][registers.DUE] = 45_444
    run = checked(app, people, workbook(rows, above=("BẢNG",)))
    assert run.bad == len(places)
    page = errors_of(run)
    values = [[cell.value for cell in row[:13]] for row in page.iter_rows(min_row=3)]
    assert values == [[None if value is None else value for value in row] for row in rows]
    assert [cell.value for cell in page[2]][:13] == list(registers.HEADINGS)


# --- what rows become -------------------------------------------------------------------------------------------------


def test_a_row_becomes_an_old_record_with_events_words_and_rates(app: Flask, people: Cast) -> None:
    run = registers.confirmed(app, checked(app, people, workbook(registers.rows(6))), people.office, ALL)
    assert run.state == "imported"
    assert (run.made, progress.of(run)) == (6, 100)
    done = db.session.scalars(select(Recommendation).where(Recommendation.lead_state == "implemented")).first()
    assert done is not None
    assert (done.state, done.old_record, done.old_reason) == ("closed", True, "so-theo-doi.xlsx")
    assert done.document is not None
    assert done.document.number.endswith("/TB-HĐND")
    assert done.issued_on == date(2024, 3, 12)
    task = done.assignments[0]
    assert task.waived_facts == ["verified_at", "completed_on"]
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.thread_id == done.id, AuditEvent.thread_kind == "recommendation")
    ).all()
    assert [event.action for event in events] == ["entered_old"] * (1 + len(done.assignments)) + ["old_notes_kept"]
    assert (done.old_result, task.verdict_note) == ("Đã có Báo cáo 3/BC-SXD", "")
    assert not any("verdict_note" in event.after for event in events)
    assert {event.reason for event in events} == {"so-theo-doi.xlsx"}
    assert count(SearchEntry) >= 6
    assert rates.of(people.office, rates.Scope()).completion == rates.Rate(2, 6)
    assert db.session.get_one(type(people.delegation), people.delegation.id).state == "following_up"
    assert replaying.differences(db.session.connection()) == []


def test_what_the_register_says_anew_changes_the_record_and_its_history(app: Flask, people: Cast) -> None:
    rows = registers.rows(4)
    for number, row in enumerate(rows, 1):
        row[0] = f"S-{number}"
    headings = ["Mã", *registers.HEADINGS[1:]]
    registers.confirmed(app, checked(app, people, workbook(rows, headings=headings)), people.office, ALL)
    first = [None if value == "x" else value for value in rows[0]]
    first[registers.DONE], first[registers.DUE] = "x", "30/09/2024"
    second = list(rows[1])
    second[registers.LEAD] = "Ban Quản lý Khu kinh tế"
    run = checked(app, people, workbook([first, second, *rows[2:]], headings=headings))
    assert (run.bad, run.changed, run.unchanged) == (1, 1, 2)
    assert faults(run) == [(3, "lead", "fixed")]
    registers.confirmed(app, run, people.office, GOOD)
    kept = db.session.scalars(select(Recommendation).where(Recommendation.code == "S-1")).one()
    assert (kept.state, kept.lead_state, kept.due_on) == ("closed", "implemented", date(2024, 9, 30))
    assert kept.assignments[0].due_on == date(2024, 9, 30)
    assert count(Recommendation) == 4
    assert replaying.differences(db.session.connection()) == []


def changes(run: ImportRun, place: int = 0) -> dict[str, tuple[str, str]]:
    """Column, or the register's own heading → (old, new)."""
    told = run.found["first"][place]["changes"]
    return {one["column"] or one["heading"]: (one["was"], one["now"]) for one in told}


def test_the_preview_tells_old_and_new_of_each_field_that_changes(app: Flask, people: Cast) -> None:
    headings = ["Mã", *registers.HEADINGS[1:], "Người phụ trách", "Cột riêng"]
    row = ["S-1", *registers.row(1)[1:], "Ông A", "Lời cũ"]
    row[registers.RESULT] = "Đã có Báo cáo 1/BC-SXD"
    about = {"columns": {len(headings) - 1: "note"}}
    registers.confirmed(app, noted(app, people, row, headings, **about), people.office, ALL)
    again = [*row[:-2], "Bà B", "Lời mới"]
    again[registers.DOING], again[registers.DONE] = None, "x"
    again[registers.TEXT], again[registers.DUE] = f"{row[registers.TEXT]}, có phụ lục", None
    again[registers.RESULT] = None
    again[registers.HEADINGS.index("Ghi chú")] = "Quá hạn"
    run = noted(app, people, again, headings, **about)
    assert (run.bad, run.changed) == (0, 1)
    assert changes(run) == {
        "text": (row[registers.TEXT], f"{row[registers.TEXT]}, có phụ lục"),
        "due_on": ("02/06/2024", ""),
        "status": ("Đang thực hiện", "Đã thực hiện xong"),
        "person": ("Ông A", "Bà B"),
        "result": ("Đã có Báo cáo 1/BC-SXD", ""),
        "remark": ("", "Quá hạn"),
        "Cột riêng": ("Lời cũ", "Lời mới"),
    }
    registers.confirmed(app, run, people.office, ALL)
    assert changes(run)["person"] == ("Ông A", "Bà B")
    assert noted(app, people, again, headings, **about).unchanged == 1


def noted(app: Flask, people: Cast, row: list[Any], headings: list[str], columns: dict[int, str]) -> ImportRun:
    """A register of one row with columns of its own, which are kept as notes."""
    run = registers.upload(people, workbook([row], headings=headings))
    if run.state == "uploaded":
        page = taking.book_of(run).pages[0]
        head = asking.head_of(run, page)
        answers = {"columns": head.known | columns, "delegation_id": people.delegation.id, "with_hidden": True}
        service.choose_columns(run, page, head, answers, people.office)
    return registers.checked(app, run)


def test_new_rows_leave_room_in_the_preview_for_changed_ones(app: Flask, people: Cast) -> None:
    rows = registers.rows(14)
    registers.confirmed(app, checked(app, people, workbook(rows[12:])), people.office, ALL)
    rows[13][registers.DUE] = "30/09/2024"
    run = checked(app, people, workbook(rows))
    assert [(told["row"], told["outcome"]) for told in run.found["first"]] == [
        *((number, "new") for number in range(2, 12)),
        (15, "changed"),
    ]


def test_old_and_new_of_an_agency_tell_what_is_added_to_its_names(app: Flask, people: Cast) -> None:
    headings = ["Tên cơ quan", "Tên ngắn", "Loại", "Tên khác"]
    first = [["Sở Y tế", "SYT", "Sở, ban, ngành", "Ngành y tế"], ["Sở Nội vụ", "SNV", "", ""]]
    run = checked(app, people, workbook(first, headings=headings), register="agencies")
    assert [row["changes"] for row in run.found["first"]] == [[], []]
    registers.confirmed(app, run, people.office, ALL)
    second = [["Sở Y tế", "Sở YT", "Đơn vị sự nghiệp", "Y tế thành phố"], ["Sở Nội vụ", "SNV", "", ""]]
    run = checked(app, people, workbook(second, headings=headings), register="agencies")
    assert (run.changed, run.unchanged) == (1, 1)
    assert changes(run) == {
        "short_name": ("SYT", "Sở YT"),
        "kind": ("Sở, ban, ngành", "Đơn vị sự nghiệp"),
        "aliases": ("Ngành y tế", "Ngành y tế; Y tế thành phố"),
    }


def test_long_texts_are_told_from_where_they_part() -> None:
    alike = "a" * 400
    assert apart(f"{alike} cũ", f"{alike} mới") == (f"…{'a' * 59} cũ", f"…{'a' * 59} mới")
    assert apart(alike, "") == (alike, "")
    assert apart(alike, f"{alike}!") == (f"…{'a' * 60}", f"…{'a' * 60}!")
    assert apart("Một đoạn ngắn", "Một đoạn dài") == ("Một đoạn ngắn", "Một đoạn dài")


def test_how_far_it_has_come_is_read_while_rows_are_written(
    app: Flask, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of new rows and of changed ones; whoever begins anew is not told what came before."""
    rows = registers.rows(12)
    checked(app, people, workbook(rows[:6]))
    first = registers.confirmed(app, db.session.scalars(select(ImportRun)).one(), people.office, ALL)
    rows[0][registers.DUE] = "30/11/2026"
    run = checked(app, people, workbook(rows))
    assert (run.made, run.changed, run.unchanged) == (6, 1, 5)
    told: list[int] = []
    monkeypatch.setattr(progress, "EVERY", 1)
    monkeypatch.setattr(progress, "note", lambda _id, percent: told.append(percent))
    registers.confirmed(app, run, people.office, ALL)
    assert told[0] == 0
    assert told == sorted(told)
    assert len({percent for percent in told if taking.LOOKING < percent < 100}) == 6
    assert (progress.of(first), progress.of(run)) == (100, 100)


def test_what_was_noted_of_much_earlier_imports_is_swept_away(app: Flask, db_session: Session) -> None:
    progress.begin(1)
    progress.begin(progress.KEPT)
    progress.begin(progress.KEPT + 2)
    left = {file.name for file in progress.place(1).parent.iterdir()}
    assert "1" not in left
    assert {str(progress.KEPT), str(progress.KEPT + 2)} <= left


def test_what_somebody_has_worked_on_since_is_not_overwritten(app: Flask, people: Cast) -> None:
    rows = registers.rows(1)
    rows[0][0] = "S-1"
    headings = ["Mã", *registers.HEADINGS[1:]]
    registers.confirmed(app, checked(app, people, workbook(rows, headings=headings)), people.office, ALL)
    from tracker.recommendations import service

    kept = db.session.scalars(select(Recommendation)).one()
    service.follow(kept, {"followed_by_id": people.users["office"].id}, people.office)
    rows[0][TEXT] = "Nội dung khác hẳn nội dung lần trước"
    run = checked(app, people, workbook(rows, headings=headings))
    assert faults(run) == [(2, "", "worked_on")]


def test_what_was_entered_on_pages_is_not_entered_twice(app: Flask, people: Cast) -> None:
    from tests import story

    known = story.issued(people)
    rows = registers.rows(1)
    rows[0][TEXT], rows[0][registers.LEAD] = known.text, "Ban quan ly khu kinh te"
    assert faults(checked(app, people, workbook(rows))) == [(2, "", "known")]


def test_nothing_is_taken_in_when_a_row_went_bad_since_the_check(app: Flask, people: Cast) -> None:
    from tracker.workflow import engine

    run = checked(app, people, workbook(registers.rows(4)))
    engine.perform(run, "confirm", people.office, ALL)
    organizations.end(people.agencies["b"], date(2024, 12, 31), None, "end", people.office)
    registers.checked(app, run)
    assert (run.state, count(Recommendation)) == ("checked", 0)
    assert {name for _row, _column, name in faults(run)} == {"no_heir"}


def test_an_ended_agency_hands_what_is_open_to_its_heir(app: Flask, people: Cast) -> None:
    heir = people.agencies["c"]
    facts = {"from_day": date(2025, 3, 1), "document_number": "45/NQ-HĐND"}
    organizations.merge(people.agencies["b"], [], heir, facts, people.office)
    rows = [registers.row(1), registers.row(9)]
    for row in rows:
        row[registers.LEAD], row[registers.SUPPORT] = "Sở Công Thương", None
    run = registers.confirmed(app, checked(app, people, workbook(rows)), people.office, ALL)
    assert remarks(run)["heirs"] == 1
    tasks = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert [(task.agency_name, task.taken_over_by) for task in tasks] == [
        ("Sở Công Thương", "Sở Xây dựng"),
        ("Sở Công Thương", ""),
    ]
    assert replaying.differences(db.session.connection()) == []


def test_a_second_sheet_of_another_office_comes_in_too(app: Flask, people: Cast) -> None:
    """The other office's sheet of domain.md 2.2."""
    headings = [
        "Mã", "TÊN CUỘC", "Linh vuc", "Đơn vị chịu GS", "Thời gian", "Kết luận", "Kiến nghị",
        "Trạng thái thực hiện", "Thời hạn", "Ghi chú",
    ]  # fmt: skip
    line = [
        "A1",
        "ĐGS-2026-01",
        "Nhà ở",
        "so cong thuong",
        "2023",
        "Còn chậm",
        "Khẩn trương trình danh mục",
        "Đang giải quyết",
        "30/6/2024",
        "Báo cáo quý",
    ]
    run = registers.confirmed(
        app, checked(app, people, workbook([line], headings=headings), delegation_id=None), people.office, ALL
    )
    assert remarks(run)["without_document"] == 1
    kept = db.session.scalars(select(Recommendation)).one()
    assert kept.waived_facts == ["document_id", "issued_on", "deliverable"]
    assert [note[2] for note in kept.old_notes] == ["Còn chậm", "Nhà ở", "2023", "Báo cáo quý"]
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "old_notes_kept")).one()
    assert told.audience == "council"


def test_agencies_and_past_delegations_come_in_before_their_recommendations(app: Flask, people: Cast) -> None:
    agencies = workbook(
        [
            ["SYT", "Sở Y tế", "Sở YT", "Sở, ban, ngành"],
            ["", "UBND phường Hồng Bàng", "", ""],
            ["X", "so cong thuong", "", ""],
        ],
        headings=["Mã", "Tên cơ quan", "Tên ngắn", "Loại"],
    )
    run = checked(app, people, agencies, register="agencies")
    assert faults(run) == [(4, "name", "known")]
    registers.confirmed(app, run, people.office, GOOD)
    assert (
        db.session.scalars(select(Agency.kind).where(Agency.name == "UBND phường Hồng Bàng")).one()
        == "commune_people_committee"
    )
    past = workbook(
        [["ĐGS-2023-05", "Việc khám, chữa bệnh", "Hội đồng nhân dân", "15/01/2023", "Sở Y tế", "Đang theo dõi"]],
        headings=["Mã đoàn", "Chuyên đề", "Chủ thể", "Ngày thành lập", "Cơ quan chịu sự giám sát", "Trạng thái"],
    )
    registers.confirmed(app, checked(app, people, past, register="delegations"), people.office, ALL)
    rows = registers.rows(1)
    rows[0][registers.LEAD] = "syt"
    line = ["ĐGS-2023-05", *rows[0][1:]]
    run = checked(
        app, people, workbook([line], headings=["Đoàn giám sát", *registers.HEADINGS[1:]]), delegation_id=None
    )
    assert (run.bad, run.made) == (0, 1)
    again = checked(app, people, agencies, register="agencies")
    assert (again.made, again.unchanged) == (0, 2)


def test_an_import_is_the_offices_alone(people: Cast) -> None:
    for name in ("standing", "leader", "secretary", "admin", "officer_a", "foreigner"):
        with pytest.raises(Forbidden):
            registers.upload(people, workbook(registers.rows(1)), by=people.actor(name))


# --- single cells -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Đã giải quyết xong", "implemented"),
        ("HOÀN THÀNH", "implemented"),
        ("đã được thực hiện, bước đầu chuyển biến", "partly_implemented"),
        ("Đang giải quyết, giải quyết được một phần", "partly_implemented"),
        ("hoàn thành một phần", "partly_implemented"),
        ("đang thực hiện (quý IV)", "in_progress"),
        ("chưa hoàn thành", "assigned"),
        ("Không thực hiện", "not_implemented"),
        ("chưa đáp ứng yêu cầu", "not_satisfactory"),
        ("có lộ trình nhiều năm", "multi_year"),
        ("không thực hiện được vì lý do khách quan đã được chấp thuận bằng văn bản", None),
        ("không thực hiện được vì lý do khách quan", "waived"),
        ("quá hạn", "overdue"),
        ("tiếp thu, giải trình, trả lời", "noted"),
        ("đã giao sở ngành xem xét", "noted"),
        ("hoàn thành 60%", None),
        ("gần xong", None),
    ],
)
def test_the_words_of_offices_mean_a_state(words: str, state: str | None) -> None:
    assert statuses.meaning(words) == state


@pytest.mark.parametrize(
    ("text", "number", "day"),
    [
        ("05/TB-HĐND, 12/03/2024", "05/TB-HĐND", date(2024, 3, 12)),
        ("Thông báo số 05/TB-HĐND ngày 12 tháng 3 năm 2024", "05/TB-HĐND", date(2024, 3, 12)),
        ("112/2023/NQ-HĐND ngày 8-12-2023", "112/2023/NQ-HĐND", date(2023, 12, 8)),
        ("05/TB-HĐND", "05/TB-HĐND", None),
        ("số 05/TB-H§ND ngày 12/3/2024", "05/TB-H§ND", date(2024, 3, 12)),
        ("ngày 12/3/2024", "", date(2024, 3, 12)),
    ],
)
def test_number_and_day_of_a_document_are_read_out_of_one_cell(text: str, number: str, day: date | None) -> None:
    assert cells.read_paper(text) == cells.Paper(number, day)


def test_old_letters_are_known_by_what_they_would_say() -> None:
    assert letters.best_way(letters.beyond_ascii(["Së C«ng Th­¬ng rµ so¸t quü ®Êt nhµ ë c«ng nh©n"])) == "TCVN3"
    assert letters.best_way(letters.beyond_ascii(["Sôû Coâng Thöông raø soaùt quyõ ñaát nhaø ôû coâng nhaân"])) == "VNI"
    assert letters.best_way(letters.beyond_ascii(["Sở Công Thương rà soát quỹ đất nhà ở công nhân"])) == ""
    assert letters.from_tcvn3("Së C«ng Th­¬ng") == "Sở Công Thương"
    assert letters.from_vni("Sôû Coâng Thöông") == "Sở Công Thương"
