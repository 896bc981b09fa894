"""An import of one file, what its rows became, and how an office heads its columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.attachments.models import Attachment
from tracker.core.i18n import _l
from tracker.core.models import Identified, Json, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import Council, listed

REGISTERS = {
    "recommendations": _l("Sổ theo dõi kiến nghị"),
    "agencies": _l("Danh mục cơ quan"),
    "delegations": _l("Danh sách đoàn giám sát đã qua"),
    "people": _l("Danh sách tài khoản"),
}
MODES = {"all": _l("Nhập tất cả, hoặc không nhập gì"), "good": _l("Chỉ nhập các dòng đúng")}


class ImportRun(Record):
    """One file on its way in. What was found in it is kept as names and values, never as sentences."""

    __tablename__ = "import_run"
    __table_args__ = (
        CheckConstraint(f"register IN ({listed(REGISTERS)})", name="register"),
        CheckConstraint(f"mode IS NULL OR mode IN ({listed(MODES)})", name="mode"),
        Index("ix_import_run_listed", "council_id", "id"),
    )

    register: Mapped[str] = mapped_column(String(20), info={"choices": REGISTERS})
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    errors_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    """The same file with a column that says what is wrong."""
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    """To which the rows belong that name none."""
    sheet: Mapped[str] = mapped_column(String(200), default="")
    head_row: Mapped[int | None]
    """The number of the row that holds the headings, as Excel counts."""
    columns: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """Place of a column (from 0) → what it holds."""
    with_hidden: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(String(12))
    mode: Mapped[str | None] = mapped_column(String(8), info={"choices": MODES})
    found: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What the check has found (`checking.findings`)."""
    rows: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    made: Mapped[int] = mapped_column(default=0)
    """To be made by this import; once it is in, made."""
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    council: Mapped[Council] = relationship()
    attachment: Mapped[Attachment] = relationship(foreign_keys=[attachment_id])
    errors: Mapped[Attachment | None] = relationship(foreign_keys=[errors_id])
    delegation: Mapped[Delegation | None] = relationship()
    created_by: Mapped[User | None] = relationship(
        foreign_keys="ImportRun.created_by_id", primaryjoin="ImportRun.created_by_id == User.id", viewonly=True
    )

    @property
    def code(self) -> str:
        return self.file_name[:40]

    @property
    def good(self) -> int:
        return self.rows - self.bad


class ImportKey(Identified):
    """What a row of a register became: by its key it is known again when the file comes in once more."""

    __tablename__ = "import_key"
    __table_args__ = (
        UniqueConstraint("council_id", "register", "key"),
        Index("ix_import_key_subject", "subject_kind", "subject_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    register: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what tells one row of the register from another."""
    content: Mapped[str] = mapped_column(String(64))
    """SHA-256 of all that the row said when it was taken in last."""
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"))
    """The last event of the import about the record: a later one says that somebody has worked on it."""


class ImportHeading(Record):
    """How a council's office heads a column of a register; chosen once, known from then on."""

    __tablename__ = "import_heading"
    __table_args__ = (UniqueConstraint("council_id", "register", "folded"),)

    register: Mapped[str] = mapped_column(String(20), info={"choices": REGISTERS})
    heading: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))
    column: Mapped[str] = mapped_column(String(30))

    @property
    def code(self) -> str:
        return self.heading[:40]
