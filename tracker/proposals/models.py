"""What agencies propose to the Council, and the Council's answer; never mixed with recommendations."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.i18n import _l
from tracker.core.models import Identified, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency, listed

PROPOSAL_ADDRESSEES = {
    "council": _l("HĐND"),
    "people_committee": _l("UBND tỉnh, thành phố"),
    "department": _l("Sở, ban, ngành"),
    "central": _l("Quốc hội, Chính phủ, bộ, ngành trung ương"),
    "other": _l("Khác"),
}


class AgencyProposal(Record):
    __tablename__ = "agency_proposal"
    __table_args__ = (
        UniqueConstraint("delegation_id", "code"),
        CheckConstraint(f"addressee_kind IN ({listed(PROPOSAL_ADDRESSEES)})", name="addressee_kind"),
        Index("ix_agency_proposal_council", "council_id", "state", "id"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    addressee_kind: Mapped[str] = mapped_column(String(20), info={"choices": PROPOSAL_ADDRESSEES})
    group_name: Mapped[str] = mapped_column(String(200), default="")
    proposers_text: Mapped[str] = mapped_column(String(300), default="")
    """How the source names the proposers: "các đơn vị"."""
    proposers_inferred: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(Text, default="")
    forwarded_to_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))

    delegation: Mapped[Delegation] = relationship()
    forwarded_to: Mapped[Agency | None] = relationship()
    agencies: Mapped[list[ProposalAgency]] = relationship(
        back_populates="proposal", order_by="ProposalAgency.id", cascade="all, delete-orphan"
    )

    @property
    def proposers(self) -> list[str]:
        """The agencies that proposed it, by the names they bore when it was written down."""
        day = self.delegation.names_day(self.created_at)
        return [entry.agency.name_on(day) for entry in self.agencies]


class ProposalAgency(Identified):
    __tablename__ = "proposal_agency"
    __table_args__ = (UniqueConstraint("proposal_id", "agency_id"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("agency_proposal.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)

    proposal: Mapped[AgencyProposal] = relationship(back_populates="agencies")
    agency: Mapped[Agency] = relationship()
