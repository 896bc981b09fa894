"""A file that somebody handed in; its bytes lie in the storage under their SHA-256."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core import clock
from tracker.core.models import Identified


class Attachment(Identified):
    """Belongs to nobody but its uploader until it is bound to a record."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name="subject"),
        Index("ix_attachment_subject", "subject_kind", "subject_id", "id"),
        Index("ix_attachment_sha256", "sha256"),
        Index("ix_attachment_uploader", "uploaded_by_id", "subject_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    subject_kind: Mapped[str | None] = mapped_column(String(30))
    subject_id: Mapped[int | None]
    purpose: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    mime: Mapped[str] = mapped_column(String(100))
    caption: Mapped[str] = mapped_column(String(500), default="")
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def is_bound(self) -> bool:
        return self.subject_id is not None

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")
