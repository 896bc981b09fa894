"""The life of an import (features F65): uploaded, checked, confirmed, in; and who may know of it (domain.md 6.2)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, false, or_

from tracker.accounts.access import Kind, within
from tracker.accounts.actor import NO_COUNCIL, Actor, Place
from tracker.accounts.roles import Role
from tracker.core import clock
from tracker.core.i18n import _l, _n
from tracker.importing import progress
from tracker.importing.models import MODES, REGISTERS, ImportHeading, ImportRun
from tracker.jobs import queue
from tracker.workflow import engine
from tracker.workflow.definition import Answers, Ask, Bar, Guard, State, Transition, Workflow

CHECK, WRITE = "import_check", "import_write"
"""The kinds of jobs that read a file and take it in."""
KEEPERS = (Role.OFFICE, Role.ADMIN)
OF_ACCOUNTS = ("people",)
"""Registers of the administrator; all others are the office's."""


def is_keeper(run: ImportRun, actor: Actor) -> bool:
    return bool(actor.roles_on(run_place(run)) & set(KEEPERS))


HAS_ROWS = Guard("has_rows", _l("Không có dòng nào nhập được. Hãy sửa tệp rồi tải lên lại."), lambda run: run.good > 0)
HAS_NEWS = Guard("has_news", _l("Mọi dòng đã có trong phần mềm và không đổi."), lambda run: not run.good or run.good > run.unchanged)
NOT_THEIRS = Bar("not_theirs", _l("Lượt nhập này của người giữ danh mục khác."), lambda run, actor: not is_keeper(run, actor))


def mode_problem(value: str, run: ImportRun) -> str | None:
    if value == "all" and run.bad:
        return _n(
            "Tệp còn %(num)s dòng lỗi. Sửa tệp lỗi rồi tải lên lại, hoặc chọn “Chỉ nhập các dòng đúng”.",
            "Tệp còn %(num)s dòng lỗi. Sửa tệp lỗi rồi tải lên lại, hoặc chọn “Chỉ nhập các dòng đúng”.",
            run.bad,
        )
    return None


def begin_writing(run: ImportRun, answers: Answers, actor: Actor) -> None:
    run.mode = answers["mode"]
    run.confirmed_by_id, run.confirmed_at = actor.id, clock.now()


def queue_writing(run: ImportRun, _answers: Answers, _actor: Actor) -> None:
    progress.forget(run.id)
    queue.add(WRITE, f"{run.id}/{run.row_version}", {"run": run.id})


def begin_checking(run: ImportRun, _answers: Answers, _actor: Actor) -> None:
    run.errors_id = None


def queue_checking(run: ImportRun, _answers: Answers, _actor: Actor) -> None:
    progress.forget(run.id)
    queue.add(CHECK, f"{run.id}/{run.row_version}", {"run": run.id})


def note_finished(run: ImportRun, _answers: Answers, _actor: Actor) -> None:
    run.finished_at = clock.now()


IMPORT = Workflow(
    name="import_run",
    label=_l("Lượt nhập từ tệp"),
    source="features.md F65; domain.md 6.2, 6.5, 7.1",
    start="uploaded",
    create=KEEPERS,
    states=(
        State("uploaded", _l("Đã tải lên, chờ chọn cột"), icon="upload", edit=KEEPERS, waits_for=KEEPERS, todo=_l("Chọn cột của tệp")),
        State("checking", _l("Đang kiểm tra"), tone="info", icon="circle-half"),
        State("checked", _l("Đã kiểm tra, chờ nhập"), tone="waiting", icon="hourglass-split", edit=KEEPERS, waits_for=KEEPERS, todo=_l("Xem trước và nhập")),
        State("running", _l("Đang nhập"), tone="info", icon="circle-half", needs=("confirmed_at", "mode")),
        State("imported", _l("Đã nhập"), tone="done", icon="check-lg", final=True, needs=("confirmed_at", "mode", "finished_at")),
        State("cancelled", _l("Đã bỏ"), tone="plain", icon="x-lg", final=True),
    ),
    transitions=(
        Transition("check", _l("Kiểm tra"), ("uploaded", "checked"), "checking", past=_l("đã cho kiểm tra"), auto=True, effect=begin_checking, then=queue_checking),
        Transition("tell", _l("Kiểm tra xong"), ("checking",), "checked", past=_l("đã kiểm tra xong"), auto=True),
        Transition(
            "confirm", _l("Nhập vào phần mềm"), ("checked",), "running", past=_l("đã xác nhận nhập"), by=KEEPERS,
            asks=(Ask("mode", _l("Cách nhập"), kind="radio", choices=tuple(MODES.items()), check=mode_problem),),
            guards=(HAS_ROWS, HAS_NEWS), bars=(NOT_THEIRS,), effect=begin_writing, then=queue_writing,
        ),
        Transition("stop", _l("Dừng vì có dòng mới bị lỗi"), ("running",), "checked", past=_l("đã dừng, chưa nhập dòng nào"), auto=True),
        Transition("finish", _l("Nhập xong"), ("running",), "imported", past=_l("đã nhập xong"), auto=True, effect=note_finished),
        Transition("cancel", _l("Bỏ lượt nhập"), ("uploaded", "checking", "checked"), "cancelled", past=_l("đã bỏ lượt nhập"), tone="danger", by=KEEPERS, bars=(NOT_THEIRS,)),
    ),
)
NAMES = {
    "register": _l("Loại sổ"), "file_name": _l("Tệp"), "sheet": _l("Trang tính"), "state": _l("Trạng thái"), "rows": _l("Số dòng"),
    "bad": _l("Dòng lỗi"), "made": _l("Tạo mới"), "changed": _l("Thay đổi"), "unchanged": _l("Không đổi"), "mode": _l("Cách nhập"),
    "sha256": "SHA-256",
}
HEADING_NAMES = {"register": _l("Loại sổ"), "heading": _l("Tiêu đề cột"), "column": _l("Nội dung cột")}


def run_place(run: ImportRun) -> Place:
    """Accounts belong to no council: their registers are the administrator's."""
    return Place(NO_COUNCIL if run.register in OF_ACCOUNTS else run.council_id)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The office sees its council's imports, the administrator those of accounts."""
    reach = [and_(within(ImportRun.council_id, actor.councils_as(Role.OFFICE)), ImportRun.register.not_in(OF_ACCOUNTS))]
    if actor.is_admin:
        reach.append(ImportRun.register.in_(OF_ACCOUNTS))
    return or_(*reach)


def heading_visible(actor: Actor) -> ColumnElement[bool]:
    councils = actor.councils_as(Role.OFFICE)
    return within(ImportHeading.council_id, councils) if councils else false()


KIND = engine.register(
    Kind(
        name="import_run", model=ImportRun, label=_l("Lượt nhập từ tệp"), plural="imports", visible=visible, place=run_place,
        title=lambda run: f"{REGISTERS[run.register]}: {run.file_name}", workflow=IMPORT, names=lambda: NAMES,
        shared=lambda _run: False,
    )
)
HEADING_KIND = engine.register(
    Kind(
        name="import_heading", model=ImportHeading, label=_l("Tiêu đề cột của tệp"), plural="import_headings",
        visible=heading_visible, place=lambda heading: Place(heading.council_id), title=lambda heading: heading.heading,
        names=lambda: HEADING_NAMES, shared=lambda _heading: False,
    )
)
