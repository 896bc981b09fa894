"""Files as they really come: old, locked, merged, hidden, computed, hostile, too long; and a worker that is ended."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import openpyxl
import pytest
import time_machine
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests import cast, registers
from tests.cast import Cast
from tests.old_letters import TYPED
from tests.registers import ALL, workbook
from tests.unit.test_importing import checked, count, faults, remarks
from tracker.attachments.packages import OLD_OFFICE
from tracker.attachments.refusals import RefusedFile
from tracker.delegations.models import DelegationDocument
from tracker.extensions import db
from tracker.importing import taking
from tracker.importing.models import ImportKey, ImportRun
from tracker.importing.reading import letters
from tracker.jobs import nightly
from tracker.recommendations.models import Recommendation
from tracker.workflow import engine

pytestmark = pytest.mark.faults
LINE = registers.row(1)


@pytest.fixture
def people(db_session: Session, now: time_machine.Coordinates) -> Cast:
    return cast.make("concluded")


def with_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one of its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in source.namelist():
            text = source.read(name)
            copy.writestr(name, text.replace(old, new, 1) if name == part else text)
    return target.getvalue()


def bomb() -> bytes:
    target = io.BytesIO(workbook([LINE]))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.png", b"\0" * 220_000_000)
    return target.getvalue()


ENTITY = with_part(
    workbook([LINE]), "xl/workbook.xml", b"<workbook", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><workbook'
)
REFUSED = {
    "old": ("so.xlsx", OLD_OFFICE + b"\0" * 600, "Excel 97-2003"),
    "old by name": ("so.xls", b"anything", "Excel 97-2003"),
    "locked": ("so.xlsx", OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
    "empty": ("so.xlsx", b"", "rỗng"),
    "nothing in it": ("so.xlsx", workbook([], headings=()), "không có dữ liệu"),
    "another kind": ("so.pdf", b"%PDF-1.4", "Chỉ nhận tệp Excel"),
    "entity": ("so.xlsx", ENTITY, "không an toàn"),
    "no zip": ("so.xlsx", b"PK\x03\x04broken", "hỏng"),
    "macros": (
        "so.xlsx",
        with_part(workbook([LINE]), "[Content_Types].xml", b"sheet.main+xml", b"macroEnabled.main+xml"),
        "macro",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_taken_is_refused_with_a_way_to_mend_it(people: Cast, case: str) -> None:
    name, content, words = REFUSED[case]
    with pytest.raises(RefusedFile, match=words):
        registers.upload(people, content, name)
    db.session.rollback()
    assert count(ImportRun) == 0


def test_a_bomb_is_refused_before_it_is_unpacked(people: Cast) -> None:
    with pytest.raises(RefusedFile, match="lớn bất thường"):
        registers.upload(people, bomb())


@pytest.mark.parametrize(("rows", "told"), [(50_001, r"50\.001"), (50_101, r"50\.102")])
def test_50_001_rows_are_refused_with_a_sentence(people: Cast, rows: int, told: str) -> None:
    lines = [[n, "Việc", "", "Sở Công Thương"] for n in range(rows)]
    with pytest.raises(RefusedFile, match=rf"có {told} dòng; mỗi lần nhập nhiều nhất 50\.000 dòng"):
        registers.upload(people, workbook(lines))
    db.session.rollback()
    assert count(ImportRun) == 0


def test_a_line_above_the_head_and_the_totals_below_do_not_count(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.importing.service.MOST_ROWS", 3)
    above, below = ("SỔ THEO DÕI KIẾN NGHỊ",), [[], [None, "Tổng cộng: 3 kiến nghị"]]
    registers.upload(people, workbook([*registers.rows(3), *below], above=above))
    with pytest.raises(RefusedFile, match="có 4 dòng"):
        registers.upload(people, workbook([*registers.rows(4), *below], above=above))


def test_merged_hidden_and_computed_cells_are_read_and_told(app: Flask, people: Cast) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        for place, words in enumerate(registers.HEADINGS):
            page.write(0, place, words)
        for number in range(1, 6):
            for place, value in enumerate(registers.row(number)):
                if value is not None and not (place == registers.PAPER and number < 4):
                    page.write(number, place, value)
        page.merge_range(1, registers.PAPER, 3, registers.PAPER, "09/TB-HĐND, 12/03/2024")
        page.set_row(4, None, None, {"hidden": True})
        page.write_formula(5, registers.DUE, "=A1", None, "28/06/2024")
        page.write(6, 1, "Tổng cộng: 5 kiến nghị")
    run = checked(app, people, target.getvalue())
    assert (run.rows, run.bad) == (5, 0)
    assert remarks(run) == {"merged": 2, "hidden_taken": 1, "formulas": 1, "totals": 1}
    registers.confirmed(app, run, people.office, ALL)
    assert (
        len(
            {
                one.document_id
                for one in db.session.scalars(
                    select(Recommendation).where(
                        Recommendation.text.contains("đợt 2") | Recommendation.text.contains("đợt 3")
                    )
                )
            }
        )
        == 1
    )
    left = checked(app, people, target.getvalue(), with_hidden=False)
    assert left.rows == 4
    assert remarks(left)["hidden_left"] == 1


def test_lines_that_head_a_group_name_the_delegation_of_those_below(app: Flask, people: Cast) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        for place, words in enumerate(registers.HEADINGS):
            page.write(0, place, words)
        page.merge_range(1, 0, 1, 12, "ĐGS-2026-01: giám sát nhà ở công nhân")
        page.write(3, 0, "II")
        page.write(3, 1, "ĐGS-2099-77 chưa có trong phần mềm")
        for row, number in ((2, 1), (4, 2)):
            for place, value in enumerate(registers.row(number)):
                page.write(row, place, value)
    run = checked(app, people, target.getvalue(), delegation_id=None)
    assert faults(run) == [(5, "delegation", "no_delegation_named")]
    assert remarks(run) == {"groups": 2, "of_group": 1}


def test_two_rows_that_say_the_same_and_codes_that_are_taken(app: Flask, people: Cast) -> None:
    from tests import story

    known = story.issued(people)
    rows = [[known.code, *registers.row(1)[1:]], ["S-2", *registers.row(2)[1:]], ["s 2", *registers.row(3)[1:]]]
    run = checked(app, people, workbook(rows, headings=["Mã", *registers.HEADINGS[1:]]))
    assert faults(run) == [(2, "code", "code_taken"), (3, "", "twice"), (4, "", "twice")]


def test_a_formula_without_a_value_and_excels_own_days(app: Flask, people: Cast) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([registers.row(1), registers.row(2)])))
    page = book.active
    page.cell(2, registers.TEXT + 1).value = "=B9"
    page.cell(3, registers.DUE + 1).value = 45_443
    target = io.BytesIO()
    book.save(target)
    run = checked(app, people, target.getvalue())
    assert faults(run) == [(2, "text", "no_value")]
    assert remarks(run)["serials"] == 1
    assert run.found["first"][0]["cells"]["due_on"] == "31/05/2024"


def old_csv(lines: list[list[Any]], comma: str, encode: Any) -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=comma).writerows([[value or "" for value in line] for line in lines])
    return bytes(encode(target.getvalue()))


WRITTEN = {
    "UTF-8 with ;": (";", lambda text: text.encode("utf-8-sig"), ""),
    "UTF-8 with ,": (",", lambda text: text.encode(), ""),
    "UTF-16": ("\t", lambda text: text.encode("utf-16"), ""),
    **{way: (";", lambda text, typed=typed: typed(text).encode("cp1252"), way) for way, typed in TYPED.items()},
}


@pytest.mark.parametrize("way", WRITTEN)
def test_csv_is_welcome_however_it_was_written(app: Flask, people: Cast, way: str) -> None:
    comma, encode, letters_told = WRITTEN[way]
    content = old_csv([list(registers.HEADINGS), *registers.rows(8)], comma, encode)
    run = checked(app, people, content, name="so.csv")
    assert (run.rows, run.bad) == (8, 0)
    assert letters_of(run) == letters_told
    registers.confirmed(app, run, people.office, ALL)
    assert texts() == sorted(line[registers.TEXT] for line in registers.rows(8))


def letters_of(run: ImportRun) -> str:
    found = [item["values"]["value"] for item in run.found["remarks"] if item["name"] == "letters"]
    return found[0] if found else ""


def texts() -> list[str]:
    return sorted(db.session.scalars(select(Recommendation.text)))


@pytest.mark.parametrize("way", TYPED)
def test_a_workbook_typed_in_old_letters_comes_in_as_unicode(app: Flask, people: Cast, way: str) -> None:
    """Also where some cells of it were typed in Unicode already."""
    typed = TYPED[way]
    rows = registers.rows(8)
    old = [[typed(cell) if isinstance(cell, str) else cell for cell in line] for line in rows]
    old[3][registers.TEXT] = rows[3][registers.TEXT]
    run = checked(
        app, people, workbook(old, headings=[typed(words) for words in registers.HEADINGS]), name="so-cu.xlsx"
    )
    assert (run.rows, run.bad, letters_of(run)) == (8, 0, way), run.found["problems"]
    registers.confirmed(app, run, people.office, ALL)
    assert texts() == sorted(line[registers.TEXT] for line in rows)


@pytest.mark.parametrize("way", TYPED)
def test_no_letter_of_a_number_or_code_is_lost_in_an_old_file(app: Flask, people: Cast, way: str) -> None:
    """H§ND and H\u00d0ND tell nothing by themselves; the file does."""
    rows = [[people.delegation.code, *registers.row(number)[1:]] for number in range(1, 9)]
    for line in rows:
        line[registers.PAPER] = "05/TB-HĐND, 12/03/2024"
    content = old_csv(
        [["Đoàn giám sát", *registers.HEADINGS[1:]], *rows], ";", lambda text: TYPED[way](text).encode("cp1252")
    )
    assert people.delegation.code.startswith("ĐGS")
    run = checked(app, people, content, name="so.csv", delegation_id=None)
    assert (run.rows, run.bad) == (8, 0), run.found["problems"]
    registers.confirmed(app, run, people.office, ALL)
    assert set(db.session.scalars(select(DelegationDocument.number).join(Recommendation))) == {"05/TB-HĐND"}


def test_an_eth_is_kept_as_the_letter_it_looks_like(app: Flask, people: Cast) -> None:
    """Also in a file that is Unicode by all appearances."""
    line = registers.row(1)
    line[registers.PAPER] = "05/TB-H\u00d0ND, 12/03/2024"
    registers.confirmed(app, checked(app, people, workbook([line])), people.office, ALL)
    assert set(db.session.scalars(select(DelegationDocument.number).join(Recommendation))) == {"05/TB-HĐND"}


TYPED_THEN = {
    "TCVN3": "Céng hßa x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc; kiÕn nghÞ gi¸m s¸t",
    "VNI": "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc; kieán nghò giaùm saùt",
}


@pytest.mark.parametrize("way", TYPED_THEN)
def test_what_people_typed_then_reads_as_it_was_meant(way: str) -> None:
    read = letters.WAYS[way](TYPED_THEN[way])
    assert read == "Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc; kiến nghị giám sát"
    assert letters.best_way(letters.beyond_ascii([TYPED_THEN[way]])) == way


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_letters_that_nobody_knows_are_refused_with_what_to_do(people: Cast, ending: str) -> None:
    """As if another country's letters had been typed in."""
    sentence = "Поручить комиссии рассмотреть исполнение решений совета депутатов"
    rows = [[number, f"{sentence} {number}"] for number in range(1, 9)]
    shown = [[number, words.encode("cp1251").decode("cp1252", "replace")] for number, words in rows]
    content = (
        workbook(shown, headings=()) if ending == "xlsx" else old_csv(rows, ";", lambda text: text.encode("cp1251"))
    )
    with pytest.raises(RefusedFile, match=r"không phải Unicode và không nhận ra bảng mã cũ nào.*UniKey"):
        registers.upload(people, content, f"so.{ending}")
    db.session.rollback()
    assert count(ImportRun) == 0


def test_the_error_file_of_a_csv_is_a_csv_that_comes_in_again(app: Flask, people: Cast) -> None:
    from tracker.attachments import storage

    rows = registers.rows(3)
    rows[0][registers.DUE], rows[1][registers.TEXT] = "31/02/2024", "=1+1 là công thức viết như chữ"
    run = checked(
        app,
        people,
        old_csv([list(registers.HEADINGS), *rows], ";", lambda text: text.encode("utf-8-sig")),
        name="so.csv",
    )
    assert run.errors is not None
    assert run.errors.name == "Lỗi - so.csv"
    with storage.current().open(run.errors.sha256) as file:
        content = file.read()
    assert b"'=1+1" in content
    again = checked(app, people, content.replace(b"31/02/2024", b"28/06/2024"), name="so.csv")
    assert (again.rows, again.bad) == (3, 0)
    assert again.columns["13"] == "ignored"


def test_no_row_can_become_a_formula(app: Flask, people: Cast) -> None:
    rows = registers.rows(1)
    rows[0][registers.TEXT], rows[0][registers.LEAD] = "=cmd|'/c calc'!A0", "Không có"
    run = checked(app, people, workbook(rows))
    from tests.unit.test_importing import errors_of

    assert all(cell.data_type != "f" for row in errors_of(run).iter_rows() for cell in row)


def done(id: int) -> None:
    """The work of the job, a commit after each piece."""
    for _piece in taking.take_in(id):
        db.session.commit()
    db.session.commit()


class Killed(BaseException):
    """What ends a worker between two statements."""


@pytest.fixture
def ready(fresh_app: Flask, monkeypatch: pytest.MonkeyPatch) -> tuple[Flask, int]:
    """A confirmed import in a database that really commits."""
    monkeypatch.setattr(nightly, "keep_slot", lambda _at: None)
    with fresh_app.app_context():
        people = cast.make("concluded")
        run = registers.upload(people, workbook(registers.rows(6)))
        db.session.commit()
        id = run.id
        for _piece in taking.check(id):
            db.session.commit()
        db.session.commit()
        engine.perform(db.session.get_one(ImportRun, id), "confirm", people.office, ALL)
        db.session.commit()
        db.session.remove()
    return fresh_app, id


TAKING = "tracker.importing.taking"
DEADLY = ("recommendations.write", "changes.write", "engine.follow", "progress.note")


@pytest.mark.parametrize("at", [*(f"{TAKING}.{place}" for place in DEADLY), "tracker.core.bulk.Shape.send"])
def test_an_import_that_is_killed_leaves_nothing_and_is_finished_by_the_next_worker(
    ready: tuple[Flask, int], monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    app, id = ready

    def kill(*_about: Any, **_more: Any) -> None:
        raise Killed

    with app.app_context(), monkeypatch.context() as patch:
        patch.setattr(at, kill)
        with pytest.raises(Killed):
            done(id)
        db.session.rollback()
        db.session.remove()
    with app.app_context():
        assert count(Recommendation) == 0
        assert count(ImportKey) == 0
        done(id)
        assert (db.session.get_one(ImportRun, id).state, count(Recommendation)) == ("imported", 6)
        done(id)
        assert db.session.scalar(select(func.count()).select_from(Recommendation)) == 6
        db.session.rollback()
