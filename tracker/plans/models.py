"""Templates of delegations; the planned steps and expected documents of a delegation."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.i18n import _l
from tracker.core.models import Identified, Record
from tracker.delegations.models import DOCUMENT_KINDS, OWNER_KINDS
from tracker.organizations.models import CouncilBody, listed

OTHER = "other"
ESTABLISH = "establish"
STEPS = {
    ESTABLISH: _l("Thành lập đoàn"),
    "send_plan": _l("Gửi kế hoạch, đề cương báo cáo"),
    "reports_due": _l("Cơ quan nộp báo cáo"),
    "send_programme": _l("Gửi chương trình làm việc, giấy mời"),
    "work": _l("Làm việc với cơ quan, khảo sát"),
    "end": _l("Kết thúc giám sát"),
    "report": _l("Báo cáo kết quả giám sát"),
    "conclude": _l("Kết luận giám sát"),
    OTHER: _l("Bước khác"),
}
"""The steps A1 to A9 of domain.md 2.1 that a plan gives a day; a plan may have more of its own (`other`)."""
UNITS = {"day": _l("ngày"), "working_day": _l("ngày làm việc")}
EXPECTED_KINDS = {
    **DOCUMENT_KINDS,
    "invitation": _l("Chương trình làm việc, giấy mời"),
    "agency_report": _l("Báo cáo của cơ quan"),
    "minutes": _l("Biên bản làm việc"),
}
"""The delegation's own documents, and those that sessions and requests bring (A4, A5, A6)."""


class Counted:
    """A step of a plan and how its day is counted: `days` before (negative) or after the step `anchor`, or by a day
    rule. `establish` is the day that the others are counted from: it has no anchor."""

    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(200))
    anchor: Mapped[str] = mapped_column(String(20), default="")
    days: Mapped[int] = mapped_column(default=0)
    unit: Mapped[str] = mapped_column(String(12), default="day")
    rule: Mapped[str] = mapped_column(String(40), default="")
    """Key of a day rule; "" where the law sets no number of days."""


class Expected:
    """A document that a delegation is to bring forth, and the step it comes with."""

    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300), default="")
    step: Mapped[str] = mapped_column(String(20), default="")


def counted_checks() -> tuple[CheckConstraint, ...]:
    return (
        CheckConstraint(f"key IN ({listed(STEPS)})", name="key"),
        CheckConstraint(f"unit IN ({listed(UNITS)})", name="unit"),
    )


def expected_checks() -> tuple[CheckConstraint, ...]:
    return (CheckConstraint(f"kind IN ({listed(EXPECTED_KINDS)})", name="kind"),)


class DelegationTemplate(Record):
    """A named template of a council. `outline` is written as people paste it (see `outlining`)."""

    __tablename__ = "delegation_template"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint(f"owner_kind IN ({listed(OWNER_KINDS)})", name="owner_kind"),
        Index("uq_delegation_template_ready", "council_id", "ready_made", unique=True),
    )

    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    owner_kind: Mapped[str] = mapped_column(String(20), info={"choices": OWNER_KINDS})
    body_id: Mapped[int | None] = mapped_column(ForeignKey("council_body.id"))
    title_pattern: Mapped[str] = mapped_column(String(500), default="")
    scope: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    outline_title: Mapped[str] = mapped_column(String(500), default="")
    outline: Mapped[str] = mapped_column(Text, default="")
    retired_on: Mapped[date | None]
    ready_made: Mapped[str | None] = mapped_column(String(20))
    """Which template that comes with the product this one began as; None for a council's own."""

    body: Mapped[CouncilBody | None] = relationship()
    steps: Mapped[list[TemplateStep]] = relationship(
        back_populates="template", order_by="TemplateStep.position, TemplateStep.id", cascade="all, delete-orphan"
    )
    documents: Mapped[list[TemplateDocument]] = relationship(
        back_populates="template",
        order_by="TemplateDocument.position, TemplateDocument.id",
        cascade="all, delete-orphan",
    )


class TemplateStep(Counted, Identified):
    __tablename__ = "template_step"
    __table_args__ = counted_checks()

    template_id: Mapped[int] = mapped_column(ForeignKey("delegation_template.id"), index=True)
    template: Mapped[DelegationTemplate] = relationship(back_populates="steps")


class TemplateDocument(Expected, Identified):
    __tablename__ = "template_document"
    __table_args__ = expected_checks()

    template_id: Mapped[int] = mapped_column(ForeignKey("delegation_template.id"), index=True)
    template: Mapped[DelegationTemplate] = relationship(back_populates="documents")


class PlannedStep(Counted, Identified):
    """A step of a delegation's plan with its planned day; the day it was done is read from the record itself."""

    __tablename__ = "planned_step"
    __table_args__ = counted_checks()

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    planned_on: Mapped[date | None]


class ExpectedDocument(Expected, Identified):
    """A document that the delegation is to have; ticked by the document itself once there is one."""

    __tablename__ = "expected_document"
    __table_args__ = expected_checks()

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
