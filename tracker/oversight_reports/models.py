"""The draft of an oversight report: one a delegation, in sections that several people write side by side."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.i18n import _l
from tracker.core.models import Json, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import listed

SECTIONS = {
    "opening": _l("Căn cứ và quá trình giám sát"),
    "assessment": _l("Đánh giá chung"),
    "results": _l("Kết quả đạt được"),
    "limits": _l("Tồn tại, hạn chế và nguyên nhân"),
    "responsibility": _l("Trách nhiệm"),
    "recommendations": _l("Kiến nghị"),
    "appendix": _l("Phụ lục"),
}
"""The sections in the order of A7 (domain.md 2.1; Điều 16.4 Luật 87/2015/QH13), with the titles they begin with."""
CODES = dict(zip(SECTIONS, ("I", "II", "III", "IV", "V", "VI", "PL"), strict=True))
"""The number of each section; the appendix follows the signature and has none of the row."""


class OversightReport(Record):
    """The draft itself holds nothing: all that can be written stands in its sections."""

    __tablename__ = "oversight_report"
    __table_args__ = (UniqueConstraint("delegation_id"),)

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))

    delegation: Mapped[Delegation] = relationship()
    sections: Mapped[list[ReportSection]] = relationship(back_populates="report", order_by="ReportSection.id")

    @property
    def code(self) -> str:
        return f"BC {self.delegation.code}"

    @property
    def written(self) -> int:
        """How many sections somebody has written or looked through."""
        return sum(section.is_written for section in self.sections)


class ReportSection(Record):
    """One section. While nobody has written it, it says what the delegation's records say now."""

    __tablename__ = "report_section"
    __table_args__ = (
        UniqueConstraint("report_id", "name"),
        CheckConstraint(f"name IN ({listed(SECTIONS)})", name="name"),
        CheckConstraint("(text IS NULL) = (written_at IS NULL)", name="written"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("oversight_report.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    name: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str | None] = mapped_column(Text)
    """As it was written, with its sources in square brackets: [SL-02]. None until somebody writes it."""
    sources: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    """What each source named in the text said when it was last written: code → words."""
    written_at: Mapped[datetime | None]

    report: Mapped[OversightReport] = relationship(back_populates="sections")
    delegation: Mapped[Delegation] = relationship()

    @property
    def code(self) -> str:
        return CODES[self.name]

    @property
    def heading(self) -> str:
        """III. Kết quả đạt được; the appendix bears no number."""
        return self.title if self.is_appendix else f"{self.code}. {self.title}"

    @property
    def is_appendix(self) -> bool:
        return self.name == "appendix"

    @property
    def is_written(self) -> bool:
        return self.text is not None
