"""An office's own templates, version after version; number, date and signer that it gives to a document."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.attachments.models import Attachment
from tracker.core.i18n import _l
from tracker.core.models import Record
from tracker.organizations.models import listed

SIGNING = {
    "self": _l("Người đứng đầu ký"),
    "deputy": _l("KT. – cấp phó ký thay"),
    "by_order": _l("TL. – thừa lệnh"),
    "authorised": _l("TUQ. – thừa ủy quyền"),
    "acting": _l("Q. – quyền cấp trưởng"),
}
"""In whose place somebody signs (NĐ 30/2020, Điều 13 and Phụ lục I, II.7)."""


class DocumentTemplate(Record):
    """One version of a council's template for a kind of document. Rows are only added: the newest one is in use; one
    without a file goes back to the template that comes with the product."""

    __tablename__ = "document_template"
    __table_args__ = (
        UniqueConstraint("council_id", "kind", "version"),
        CheckConstraint("version > 0", name="version"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    note: Mapped[str] = mapped_column(String(300), default="")

    attachment: Mapped[Attachment | None] = relationship(lazy="joined")

    @property
    def code(self) -> str:
        return str(self.version)


class DocumentNumber(Record):
    """What the clerk has given one document. Number and sign are unique within a kind and year (NĐ 30/2020, Điều 15)."""

    __tablename__ = "document_number"
    __table_args__ = (
        UniqueConstraint("council_id", "kind", "subject_id"),
        UniqueConstraint("council_id", "kind", "year", "number", "sign"),
        CheckConstraint("number IS NULL OR number > 0", name="number"),
        CheckConstraint(f"signing IN ({listed(SIGNING)})", name="signing"),
        CheckConstraint("number IS NULL OR year IS NOT NULL", name="year"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    """The record that the document is made of; its kind follows from the kind of document."""
    number: Mapped[int | None]
    year: Mapped[int | None]
    sign: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None]
    signer: Mapped[str] = mapped_column(String(200), default="")
    signing: Mapped[str] = mapped_column(String(12), default="self", info={"choices": SIGNING})
    signer_office: Mapped[str] = mapped_column(String(200), default="")
    """The office of who signs by order or authorised."""

    @property
    def code(self) -> str:
        return f"{self.number or ''}/{self.sign}"
