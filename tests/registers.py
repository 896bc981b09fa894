"""Registers as offices keep them: workbooks of any size, sound or with the faults that really occur."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import xlsxwriter
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast
from tracker.accounts.actor import Actor
from tracker.extensions import db
from tracker.importing import service
from tracker.importing.models import ImportRun
from tracker.jobs import worker
from tracker.jobs.models import Job
from tracker.workflow import engine

HEADINGS = (
    "STT", "Nội dung kết luận, kiến nghị", "Văn bản (số, ngày)", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn",
    "Kết quả thực hiện (tóm tắt, số văn bản)", "Đã thực hiện xong (x)", "Đang thực hiện (x)", "Chưa thực hiện (x)",
    "Nguyên nhân, khó khăn", "Đề xuất / hướng xử lý", "Ghi chú",
)  # fmt: skip
"""The office's table (domain.md 2.2)."""
TEXT, PAPER, LEAD, SUPPORT, DUE, RESULT, DONE, DOING, NOT_YET = range(1, 10)
LEADS = ("Ban Quản lý Khu kinh tế", "Sở Công Thương", "so xay dung", "CQ-A")
WORKS = ("quỹ đất nhà ở công nhân", "đường kết nối cảng", "trạm xử lý nước thải", "trường mầm non khu công nghiệp")
ALL = {"mode": "all"}
GOOD = {"mode": "good"}
Rows = list[list[Any]]


def row(number: int) -> list[Any]:
    """A sound row; all of them differ."""
    states = (DONE, DOING, NOT_YET)[number % 3]
    ticks = ["x" if place == states else None for place in (DONE, DOING, NOT_YET)]
    return [
        number,
        f"Rà soát, báo cáo kết quả thực hiện {WORKS[number % 4]}, đợt {number}",
        f"Thông báo số {number % 7 + 1:02}/TB-HĐND ngày 12/3/2024",
        LEADS[number % 4],
        "Sở Công Thương" if number % 4 in (0, 3) and number % 5 == 0 else None,
        f"{number % 28 + 1:02}/06/2024",
        f"Đã có Báo cáo {number}/BC-SXD" if number % 3 == 0 else None,
        *ticks,
        None,
        None,
        None,
    ]


def rows(many: int) -> Rows:
    return [row(number) for number in range(1, many + 1)]


def _put(place: int, value: Any) -> Callable[[list[Any]], None]:
    def change(line: list[Any]) -> None:
        line[place] = value

    return change


def _tick_two(line: list[Any]) -> None:
    line[DONE] = line[NOT_YET] = "x"


FAULTS: tuple[Callable[[list[Any]], None], ...] = (
    _put(DUE, "31/02/2024"),
    _put(LEAD, "Sở Không Có"),
    _put(TEXT, "   "),
    _put(LEAD, None),
    _put(DUE, "01/01/2024"),
    _tick_two,
    _put(PAPER, "05/TB-HĐND"),
    _put(LEAD, "các sở, ngành"),
    _put(SUPPORT, "Ban Nào Đó; Sở Công Thương"),
    _put(DUE, "quý IV"),
    _put(DONE, "đã xong"),
    _put(PAPER, "ngày 12/3/2024"),
)


def spoiled(sound: Rows, faults: int) -> tuple[Rows, list[int]]:
    """The rows with so many faulty ones among them; their places."""
    changed = [list(line) for line in sound]
    step = len(sound) // faults
    places = [number * step for number in range(faults)]
    for number, place in enumerate(places):
        FAULTS[number % len(FAULTS)](changed[place])
    return changed, places


def workbook(
    lines: Sequence[Sequence[Any]], *, headings: Sequence[Any] = HEADINGS, above: Sequence[str] = (), sheet: str = "Sổ"
) -> bytes:
    """An .xlsx as bytes; `above`: lines over the headings."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, words in enumerate(above):
            page.write_string(number, 0, words)
        for place, words in enumerate(headings):
            page.write(len(above), place, words)
        for number, line in enumerate(lines, len(above) + 1):
            for place, value in enumerate(line):
                if value is not None:
                    page.write(number, place, value)
    return target.getvalue()


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def upload(
    people: Cast, content: bytes, name: str = "so-theo-doi.xlsx", *, by: Actor | None = None, **answers: Any
) -> ImportRun:
    """The office brings a register in; of one delegation, unless told otherwise."""
    about = {"register": "recommendations", "delegation_id": people.delegation.id, "with_hidden": True} | answers
    return service.upload(io.BytesIO(content), name, about, by or people.office, council_id=people.council.id)


def work(app: Flask) -> None:
    """What waits is done, as a worker does it."""
    while worker.run_one(app, "thử"):
        pass


def checked(app: Flask, run: ImportRun) -> ImportRun:
    db.session.commit()
    work(app)
    db.session.expire_all()
    failed = [job.error for job in db.session.scalars(select(Job)) if job.error]
    assert not failed, failed
    return run


def confirmed(app: Flask, run: ImportRun, actor: Actor, answers: dict[str, str]) -> ImportRun:
    engine.perform(run, "confirm", actor, answers)
    return checked(app, run)
