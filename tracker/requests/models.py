"""Requests for reports, the answers being written, and the reports as they were sent."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import StandIn
from tracker.core.i18n import _
from tracker.core.models import Identified, Json, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency, listed
from tracker.organizations.sign_off import Laid
from tracker.outlines.models import Outline, OutlineFigure, OutlineItem
from tracker.reporting.models import QUALIFIERS, Figure


class ReportRequest(Laid, Record):
    """One agency, asked once: by which outline, until when. A further request to it is a further round."""

    __tablename__ = "report_request"
    __table_args__ = (
        UniqueConstraint("delegation_id", "agency_id", "round"),
        UniqueConstraint("delegation_id", "code"),
        Index("ix_report_request_agency", "agency_id", "state"),
        Index("ix_report_request_state", "council_id", "state", "due_on"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    agency_name: Mapped[str] = mapped_column(String(300))
    """The name it bore when it was asked."""
    round: Mapped[int] = mapped_column(default=1)
    outline_id: Mapped[int] = mapped_column(ForeignKey("outline.id"), index=True)
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(20))
    letter_number: Mapped[str] = mapped_column(String(60), default="")
    sent_on: Mapped[date | None]
    received_at: Mapped[datetime | None]
    supplement_due_on: Mapped[date | None]
    """Until when what was found missing is to be sent."""
    supplement_note: Mapped[str] = mapped_column(Text, default="")
    supplement_items: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Origins of the outline's items that are to be supplemented."""
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was waived, or held to be not submitted."""
    answered_in_id: Mapped[int | None] = mapped_column(ForeignKey("report_request.id"), index=True)
    """The request of the successor that answers for this one, whose agency has ended."""

    delegation: Mapped[Delegation] = relationship()
    agency: Mapped[Agency] = relationship()
    outline: Mapped[Outline] = relationship()
    answers: Mapped[list[Answer]] = relationship(back_populates="request", order_by="Answer.id")
    reports: Mapped[list[AgencyReport]] = relationship(back_populates="request", order_by="AgencyReport.version")
    answered_in: Mapped[ReportRequest | None] = relationship(remote_side="ReportRequest.id")

    @property
    def answering(self) -> str:
        """Whoever answers now: Sở Kế hoạch và Đầu tư (nay: Sở Tài chính)."""
        if self.agency.name == self.agency_name:
            return self.agency_name
        return _("%(then)s (nay: %(now)s)", then=self.agency_name, now=self.agency.name)

    @property
    def last_report(self) -> AgencyReport | None:
        return self.reports[-1] if self.reports else None


class Answer(Record):
    """What an agency writes to one item. Each is a record of its own: people of one agency work side by side."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("request_id", "item_id"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("report_request.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("outline_item.id"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")

    request: Mapped[ReportRequest] = relationship(back_populates="answers")
    item: Mapped[OutlineItem] = relationship()
    figures: Mapped[list[AnswerFigure]] = relationship(
        back_populates="answer", order_by="AnswerFigure.id", cascade="all, delete-orphan"
    )


class AnswerFigure(Identified):
    """One cell of an item's table: a number, or why there is none."""

    __tablename__ = "answer_figure"
    __table_args__ = (
        UniqueConstraint("answer_id", "line_id", "period"),
        CheckConstraint(f"qualifier IN ({listed(QUALIFIERS)})", name="qualifier"),
    )

    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("outline_figure.id"), index=True)
    period: Mapped[str] = mapped_column(String(20))
    """`Period.key` of the cell."""
    qualifier: Mapped[str] = mapped_column(String(10), default="exactly")
    value: Mapped[Decimal | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    figure_id: Mapped[int | None] = mapped_column(ForeignKey("figure.id"), index=True)
    """The figure that the report made of it."""

    answer: Mapped[Answer] = relationship(back_populates="figures")
    line: Mapped[OutlineFigure] = relationship()
    figure: Mapped[Figure | None] = relationship()


class AgencyReport(Record):
    """A report as it was sent: number, date, signer, and all answers as they then stood. Never changed once accepted."""

    __tablename__ = "agency_report"
    __table_args__ = (
        UniqueConstraint("request_id", "version"),
        UniqueConstraint("delegation_id", "code"),
        Index("ix_agency_report_agency", "agency_id", "delegation_id"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("report_request.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    code: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date]
    signer: Mapped[str] = mapped_column(String(200))
    authorisation: Mapped[str] = mapped_column(String(300), default="")
    """By what the person who sent it was authorised, where it was not the head (Điều 7.3 Luật 87/2015/QH13)."""
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    """By which naming whoever sent it stood in for the leader."""
    received_on: Mapped[date]
    was_due_on: Mapped[date]
    late_reason: Mapped[str] = mapped_column(Text, default="")
    on_paper: Mapped[bool] = mapped_column(default=False)
    """Entered by the office from the agency's signed paper."""
    accepted_at: Mapped[datetime | None]
    content: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Items in order: {item, origin, path, level, item_text, is_heading, text, figures: [{line, indicator, unit, scope,
    depth, period, words, qualifier, value, note, figure_id}], files: [{id, name}]}. Older reports have no `depth` and no
    `is_heading`."""

    request: Mapped[ReportRequest] = relationship(back_populates="reports")
    stand_in: Mapped[StandIn | None] = relationship()
    delegation: Mapped[Delegation] = relationship()
    agency: Mapped[Agency] = relationship()
