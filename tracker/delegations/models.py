"""Oversight delegations, their members, agencies and documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core import clock
from tracker.core.i18n import _l
from tracker.core.models import Identified, Json, Record
from tracker.organizations.models import Agency, Council, CouncilBody, listed
from tracker.planning.models import Topic

OWNER_KINDS = {
    "council": _l("Hội đồng nhân dân"),
    "standing_committee": _l("Thường trực HĐND"),
    "committee": _l("Ban của HĐND"),
    "deputy_group": _l("Tổ đại biểu HĐND"),
}
RULESETS = {"L2015": _l("Luật 87/2015/QH13"), "L2025": _l("Luật 121/2025/QH15")}
L2025_FROM = date(2026, 3, 1)
"""Luật 121/2025/QH15 applies from this day (domain.md 1.1)."""
MEMBER_ROLES = {
    "head": _l("Trưởng đoàn"),
    "deputy_head": _l("Phó Trưởng đoàn"),
    "member": _l("Thành viên"),
    "secretary": _l("Thư ký"),
    "expert": _l("Chuyên gia"),
    "guest": _l("Khách mời"),
}
AGENCY_ROLES = {"supervised": _l("Chịu sự giám sát"), "participating": _l("Tham gia, phối hợp")}
DOCUMENT_KINDS = {
    "resolution": _l("Nghị quyết"),
    "decision": _l("Quyết định"),
    "plan": _l("Kế hoạch giám sát"),
    "outline": _l("Đề cương báo cáo"),
    "request": _l("Công văn yêu cầu báo cáo"),
    "report": _l("Báo cáo kết quả giám sát"),
    "conclusion": _l("Thông báo kết luận"),
    "result_resolution": _l("Nghị quyết về kết quả giám sát"),
    "written_decision": _l("Văn bản quyết định"),
    "other": _l("Văn bản khác"),
}
CONCLUDING = ("report", "conclusion", "result_resolution")
"""Documents in which recommendations appear: A7, A8, A9 of domain.md 2.1."""
SENT_TO_AGENCIES = ("resolution", "decision", "plan", "outline", "request", "conclusion", "result_resolution")
"""Documents that go out to the bodies a delegation supervises; the others are the Council's own papers."""


def ruleset_on(day: date) -> str:
    """The rules of a delegation established on that day."""
    return "L2025" if day >= L2025_FROM else "L2015"


def names_day(written_at: datetime, established_on: date | None, *, old_record: bool) -> date:
    """The day whose names of agencies are printed on what was written then; on an old dossier, that of its beginning."""
    return established_on if old_record and established_on else clock.local(written_at).date()


class Delegation(Record):
    __tablename__ = "delegation"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint(f"owner_kind IN ({listed(OWNER_KINDS)})", name="owner_kind"),
        CheckConstraint(f"ruleset IN ({listed(RULESETS)})", name="ruleset"),
        CheckConstraint("period_from IS NULL OR period_to IS NULL OR period_from <= period_to", name="period"),
        CheckConstraint("(owner_kind IN ('committee', 'deputy_group')) = (body_id IS NOT NULL)", name="body"),
        Index("ix_delegation_followed", "followed_by_id"),
        Index("ix_delegation_body", "body_id"),
        Index("ix_delegation_topic", "topic_id"),
    )

    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(500))
    owner_kind: Mapped[str] = mapped_column(String(20), info={"choices": OWNER_KINDS})
    body_id: Mapped[int | None] = mapped_column(ForeignKey("council_body.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"))
    """The topic of a programme that it was set up for."""
    ruleset: Mapped[str] = mapped_column(String(10), info={"choices": RULESETS})
    scope: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="")
    period_from: Mapped[date | None]
    period_to: Mapped[date | None]
    report_due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(20))
    established_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    late_notice_reason: Mapped[str] = mapped_column(Text, default="")
    ended_on: Mapped[date | None]
    without_recommendations: Mapped[bool] = mapped_column(default=False)
    publication: Mapped[str] = mapped_column(String(20), default="")
    publication_reason: Mapped[str] = mapped_column(Text, default="")
    closing_note: Mapped[str] = mapped_column(Text, default="")
    followed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    inferred: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Columns whose value was inferred, not read in the source; shown as "suy đoán"."""
    old_record: Mapped[bool] = mapped_column(default=False)
    old_reason: Mapped[str] = mapped_column(Text, default="")
    old_source: Mapped[str] = mapped_column(Text, default="")
    waived_facts: Mapped[list[Any]] = mapped_column(Json, default=list)

    council: Mapped[Council] = relationship()
    body: Mapped[CouncilBody | None] = relationship()
    topic: Mapped[Topic | None] = relationship()
    members: Mapped[list[DelegationMember]] = relationship(
        back_populates="delegation", order_by="DelegationMember.position, DelegationMember.id"
    )
    agencies: Mapped[list[DelegationAgency]] = relationship(back_populates="delegation", order_by="DelegationAgency.id")
    documents: Mapped[list[DelegationDocument]] = relationship(
        back_populates="delegation", order_by="DelegationDocument.id"
    )

    @property
    def head(self) -> DelegationMember | None:
        return next((member for member in self.members if member.role == "head" and member.left_on is None), None)

    def names_day(self, written_at: datetime) -> date:
        return names_day(written_at, self.established_on, old_record=self.old_record)

    @property
    def began_on(self) -> date:
        """The day that makes it earlier or later than another: established; of an old record, what is known instead."""
        known = (self.ended_on or self.period_to) if self.old_record else None
        return self.established_on or known or self.created_at.date()

    @property
    def supervised(self) -> list[DelegationAgency]:
        return [entry for entry in self.agencies if entry.role == "supervised"]


class DelegationMember(Identified):
    """A person on the list of members, with their office at the time. Accounts are granted access elsewhere."""

    __tablename__ = "delegation_member"
    __table_args__ = (CheckConstraint(f"role IN ({listed(MEMBER_ROLES)})", name="role"),)

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    office: Mapped[str] = mapped_column(String(300), default="")
    role: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    left_on: Mapped[date | None]

    delegation: Mapped[Delegation] = relationship(back_populates="members")


class DelegationAgency(Identified):
    """An agency on a delegation; the name it bore then is kept."""

    __tablename__ = "delegation_agency"
    __table_args__ = (
        UniqueConstraint("delegation_id", "agency_id"),
        CheckConstraint(f"role IN ({listed(AGENCY_ROLES)})", name="role"),
        Index("ix_delegation_agency_agency", "agency_id", "delegation_id"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[str] = mapped_column(String(20))
    name_then: Mapped[str] = mapped_column(String(300))

    delegation: Mapped[Delegation] = relationship(back_populates="agencies")
    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)


class DelegationDocument(Identified):
    """A document of the delegation: number, date, signer; its file hangs on it as an attachment. It is never changed."""

    row_version: ClassVar[int] = 1

    __tablename__ = "delegation_document"
    __table_args__ = (
        CheckConstraint(f"kind IN ({listed(DOCUMENT_KINDS)})", name="kind"),
        Index("ix_delegation_document_number", "number", "issued_on"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    kind: Mapped[str] = mapped_column(String(20), info={"choices": DOCUMENT_KINDS})
    number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date]
    issuer: Mapped[str] = mapped_column(String(200), default="")
    signer: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(500), default="")
    published: Mapped[bool] = mapped_column(default=False)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    delegation: Mapped[Delegation] = relationship(back_populates="documents")

    @property
    def is_binding(self) -> bool:
        """A resolution of the Council is legally binding (Điều 89.2 Luật 87/2015/QH13)."""
        return self.kind == "result_resolution"
