"""The life of a workbook that was brought back: rows are accepted until none is left, or until somebody says that it is enough."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from tracker.accounts.access import Kind, within
from tracker.accounts.actor import Actor, Place
from tracker.accounts.roles import Role
from tracker.core.i18n import _l
from tracker.task_sheets import accepting, difference
from tracker.task_sheets.models import TaskSheet
from tracker.workflow import engine
from tracker.workflow.definition import Answers, Ask, State, Transition, Workflow

AGENCY = (Role.AGENCY_OFFICER, Role.AGENCY_LEADER)


def tickets(sheet: TaskSheet) -> list[tuple[str, Any]]:
    """(ticket, words) of every row that may be accepted now."""
    return [(found.ticket, found.words) for found in difference.acceptable(sheet)]


def follow(sheet: TaskSheet, _answers: Answers, actor: Actor) -> None:
    """Once nothing is left to accept it is done."""
    if not accepting.remaining(sheet):
        engine.follow(sheet, "settle", actor)


TASK_SHEET = Workflow(
    name="task_sheet",
    label=_l("Bảng nhiệm vụ của cơ quan"),
    source="features.md F67, U15",
    start="waiting",
    create=AGENCY,
    states=(
        State(
            "waiting", _l("Chờ nhận từng dòng"), tone="waiting", icon="hourglass-split", edit=AGENCY, shared=True, within_agency=True,
            waits_for=AGENCY, todo=_l("Xem khác biệt, nhận từng dòng"),
        ),
        State("finished", _l("Đã xong"), tone="done", icon="check-lg", shared=True, within_agency=True, final=True),
    ),
    transitions=(
        Transition(
            "take", _l("Nhận các dòng đã chọn"), ("waiting",), None, past=_l("đã nhận các dòng của bảng"), by=AGENCY,
            asks=(
                Ask(
                    "rows", _l("Các dòng nhận"), kind="choices", choices=tickets,
                    hint=_l("Mỗi dòng nhận như đang hiển thị; dòng có người vừa sửa thì phải xem lại."),
                ),
            ),
            effect=accepting.take, then=follow, within_agency=True,
        ),
        Transition("settle", _l("Không còn dòng nào để nhận"), ("waiting",), "finished", past=_l("đã xong bảng, không còn dòng nào để nhận"), auto=True, within_agency=True),
        Transition(
            "finish", _l("Kết thúc, bỏ các dòng còn lại"), ("waiting",), "finished", past=_l("đã kết thúc bảng, bỏ các dòng còn lại"), tone="secondary",
            by=AGENCY, within_agency=True,
        ),
    ),
)
NAMES = {
    "file_name": _l("Tệp"), "state": _l("Trạng thái"), "rows": _l("Số dòng"), "unchanged": _l("Không đổi"), "taken": _l("Đã nhận"),
    "sha256": "SHA-256", "agency_id": _l("Cơ quan"),
}


def place(sheet: TaskSheet) -> Place:
    return Place(sheet.council_id, agency_ids=frozenset({sheet.agency_id}))


def visible(actor: Actor) -> ColumnElement[bool]:
    """The agency's own people alone: what stands in it is not said yet."""
    return within(TaskSheet.agency_id, actor.agency_ids)


KIND = engine.register(
    Kind(
        name="task_sheet", model=TaskSheet, label=_l("Bảng nhiệm vụ của cơ quan"), plural="task-sheets", visible=visible, place=place,
        title=lambda sheet: sheet.file_name, workflow=TASK_SHEET, names=lambda: NAMES,
    )
)
