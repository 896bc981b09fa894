"""A workbook that an agency brought back, its rows as they came, and what came of each. Rows and outcomes are only added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.core.models import Identified, Json, Record
from tracker.organizations.models import Agency, listed
from tracker.recommendations.models import Assignment

FAULTS = {
    "twice": _l("Mã dòng này còn ở dòng %(rows)s của tệp. Giữ một dòng cho mỗi nhiệm vụ rồi tải lên lại."),
    "added": _l(
        "Dòng này thêm bằng tay, không có mã dòng của nhiệm vụ nào, nên không nhận. Nhiệm vụ do Hội đồng nhân dân giao."
    ),
    "unknown": _l("Mã dòng “%(key)s” không phải nhiệm vụ nào của cơ quan. Hãy tải bảng mới về rồi ghi vào đó."),
}
"""What is wrong with a row as such, whatever it says."""


class TaskSheet(Record):
    """One file on its way in, for one agency."""

    __tablename__ = "task_sheet"
    __table_args__ = (Index("ix_task_sheet_listed", "agency_id", "id"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    state: Mapped[str] = mapped_column(String(12))
    rows: Mapped[int] = mapped_column(default=0)
    """Rows of the file that hold something."""
    unchanged: Mapped[int] = mapped_column(default=0)
    """Of these, those that say nothing new; they are counted and not kept."""
    taken: Mapped[int] = mapped_column(default=0)
    """Rows that somebody has accepted and that went in."""

    agency: Mapped[Agency] = relationship()
    attachment: Mapped[Attachment] = relationship()
    created_by: Mapped[User | None] = relationship(
        foreign_keys="TaskSheet.created_by_id", primaryjoin="TaskSheet.created_by_id == User.id", viewonly=True
    )

    @property
    def code(self) -> str:
        return self.file_name[:40]

    @property
    def event_agency_id(self) -> int:
        return self.agency_id


class TaskSheetRow(Identified):
    """A row that says something, as it came: cells as text (`reading`), never changed afterwards."""

    __tablename__ = "task_sheet_row"
    __table_args__ = (
        CheckConstraint(f"fault IS NULL OR fault IN ({listed(FAULTS)})", name="fault"),
        CheckConstraint("fault IS NOT NULL OR assignment_id IS NOT NULL", name="about"),
        UniqueConstraint("sheet_id", "number"),
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey("task_sheet.id"))
    number: Mapped[int]
    """As Excel counts."""
    key: Mapped[str] = mapped_column(String(60), default="")
    code: Mapped[str] = mapped_column(String(80), default="")
    """Of the recommendation, as the file names it."""
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    fault: Mapped[str | None] = mapped_column(String(10))
    said: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Column → what the file says there, of the columns in which it differs from what it was made from."""
    cells: Mapped[int] = mapped_column(default=0)
    """How many these are; 0 where there is only something to be told."""
    base: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Column → what the file was made from; empty where the file no longer tells."""
    version: Mapped[int] = mapped_column(default=0)
    """Of the task when the file was made."""
    about: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What else was noticed: twin rows, the Council's cells that were changed, whether Excel hides the row."""

    sheet: Mapped[TaskSheet] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
    outcomes: Mapped[list[TaskSheetOutcome]] = relationship(back_populates="row", order_by="TaskSheetOutcome.id")

    @property
    def is_taken(self) -> bool:
        return any(outcome.done for outcome in self.outcomes)


class TaskSheetOutcome(Identified):
    """What came of a row when somebody accepted it: what was done, or why not, in the words in which it was told."""

    __tablename__ = "task_sheet_outcome"

    row_id: Mapped[int] = mapped_column(ForeignKey("task_sheet_row.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    done: Mapped[bool]
    why_not: Mapped[str] = mapped_column(Text, default="")
    did: Mapped[list[Any]] = mapped_column(Json, default=list)
    """[kind of record, its number, step], in the order in which it was done."""

    replaced: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Column → what stood there before."""

    row: Mapped[TaskSheetRow] = relationship(back_populates="outcomes")
    actor: Mapped[User | None] = relationship()
