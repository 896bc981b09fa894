"""Findings, what they rest on, and what the agency says of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import StandIn, User
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.core.models import Identified, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency, listed
from tracker.organizations.sign_off import Laid

FINDING_KINDS = {
    "achievement": _l("Kết quả đạt được"),
    "limitation": _l("Hạn chế"),
    "difficulty": _l("Khó khăn, vướng mắc"),
    "violation": _l("Dấu hiệu vi phạm"),
}
CAUSE_KINDS = {"objective": _l("khách quan"), "subjective": _l("chủ quan")}
STANCES = {"agree": _l("Đồng ý"), "partly": _l("Đồng ý một phần"), "disagree": _l("Không đồng ý")}


class Finding(Record):
    """`text` is the text in force; earlier texts stay in `FindingText`."""

    __tablename__ = "finding"
    __table_args__ = (
        UniqueConstraint("delegation_id", "code"),
        CheckConstraint(f"kind IN ({listed(FINDING_KINDS)})", name="kind"),
        CheckConstraint(f"cause_kind IS NULL OR cause_kind IN ({listed(CAUSE_KINDS)})", name="cause_kind"),
        Index("ix_finding_agency", "agency_id", "state", "id"),
        Index("ix_finding_council", "council_id", "id"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12), info={"choices": FINDING_KINDS})
    text: Mapped[str] = mapped_column(Text)
    cause_kind: Mapped[str | None] = mapped_column(String(12), info={"choices": CAUSE_KINDS})
    cause: Mapped[str] = mapped_column(Text, default="")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    evidence: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    submitted_at: Mapped[datetime | None]
    sent_to_agency_at: Mapped[datetime | None]
    comment_due_on: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(Text, default="")

    delegation: Mapped[Delegation] = relationship()
    agency: Mapped[Agency | None] = relationship()
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
    comments: Mapped[list[FindingComment]] = relationship(back_populates="finding", order_by="FindingComment.id")
    old_texts: Mapped[list[FindingText]] = relationship(back_populates="finding", order_by="FindingText.id")

    @property
    def agency_name(self) -> str:
        """The agency that it concerns, by the name it bore when the finding was written."""
        return self.agency.name_on(self.delegation.names_day(self.created_at)) if self.agency else ""

    @property
    def sent_comment(self) -> FindingComment | None:
        return next((comment for comment in reversed(self.comments) if comment.sent_at), None)

    @property
    def draft_comment(self) -> FindingComment | None:
        return next((comment for comment in reversed(self.comments) if not comment.sent_at), None)

    @property
    def agency_was_heard(self) -> bool:
        """It names no agency, or the agency has said what it thinks, or its time for that is over (SM4)."""
        is_over = self.comment_due_on is not None and self.comment_due_on < clock.today()
        return self.agency_id is None or self.sent_comment is not None or is_over


class FindingComment(Laid, Identified):
    """The agency's answer to a finding: an officer drafts it, the leader sends it or hands it back to be mended (F25)."""

    __tablename__ = "finding_comment"
    __table_args__ = (CheckConstraint(f"stance IN ({listed(STANCES)})", name="stance"),)

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    stance: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    drafted_at: Mapped[datetime]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime | None]
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("stand_in.id"))
    """By which naming whoever sent it stood in for the leader."""

    finding: Mapped[Finding] = relationship(back_populates="comments")
    agency: Mapped[Agency] = relationship()
    stand_in: Mapped[StandIn | None] = relationship()

    @property
    def agency_name(self) -> str:
        """The agency, by the name it bore when it answered."""
        return self.agency.name_on(clock.local(self.sent_at or self.drafted_at).date())


class FindingText(Identified):
    """A text that a correction has replaced, with the reason."""

    __tablename__ = "finding_text"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    finding: Mapped[Finding] = relationship(back_populates="old_texts")
