"""Reading workbooks that came back, and their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.accounts import access
from tracker.accounts.access import within
from tracker.accounts.actor import Actor
from tracker.core.rows import row_number_or_none
from tracker.extensions import db
from tracker.organizations.models import Agency
from tracker.task_sheets.difference import ROWS
from tracker.task_sheets.models import TaskSheet, TaskSheetRow


def agencies(actor: Actor) -> Sequence[Agency]:
    """Those whose tasks this person may take along: their own."""
    return db.session.scalars(
        select(Agency).where(within(Agency.id, actor.agency_ids)).order_by(Agency.sort_key, Agency.id)
    ).all()


def listing(actor: Actor, *, page: int = 1, size: int = 25) -> Sequence[TaskSheet]:
    """Newest first, a page at a time and one more to know whether there is a next."""
    query = select(TaskSheet).where(access.visible("task_sheet", actor)).order_by(TaskSheet.id.desc())
    loaded = query.options(joinedload(TaskSheet.agency), joinedload(TaskSheet.created_by))
    return db.session.scalars(loaded.limit(size + 1).offset((page - 1) * size)).all()


def total(actor: Actor) -> int:
    query = select(func.count()).select_from(TaskSheet).where(access.visible("task_sheet", actor))
    return db.session.scalar(query) or 0


def rows(sheet: TaskSheet, *, page: int = 1, size: int = 25, after: int = 0) -> Sequence[TaskSheetRow]:
    """In the order of the file, a page at a time and one more; `after`: only those below this row of the file."""
    query = ROWS.where(TaskSheetRow.sheet_id == sheet.id, TaskSheetRow.number > after).order_by(TaskSheetRow.number)
    return db.session.scalars(query.limit(size + 1).offset((page - 1) * size)).all()


def count_rows(sheet: TaskSheet) -> int:
    """Rows that are told of."""
    query = select(func.count()).where(TaskSheetRow.sheet_id == sheet.id)
    return db.session.scalar(query) or 0


def rows_of_tickets(sheet: TaskSheet, tickets: Iterable[str]) -> dict[str, TaskSheetRow]:
    """Ticket → its row of this sheet; a ticket that names none is left out."""
    ids = {ticket: row_number_or_none(ticket.partition("-")[0]) for ticket in tickets}
    found = db.session.scalars(
        ROWS.where(TaskSheetRow.sheet_id == sheet.id, within(TaskSheetRow.id, {id for id in ids.values() if id}))
    )
    known = {row.id: row for row in found}
    return {ticket: known[id] for ticket, id in ids.items() if id in known}


def same_before(sheet: TaskSheet) -> TaskSheet | None:
    """The very same file, brought back by the agency earlier."""
    query = select(TaskSheet).where(
        TaskSheet.agency_id == sheet.agency_id, TaskSheet.sha256 == sheet.sha256, TaskSheet.id < sheet.id
    )
    return db.session.scalar(query.order_by(TaskSheet.id.desc()).limit(1))
