"""The handover from one term to the next, what is decided about each open recommendation, and the report as decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.core.i18n import _l
from tracker.core.models import Identified, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import CouncilTerm, listed
from tracker.recommendations.models import Recommendation

CARRY, OVERSEE_AGAIN, WAIVE = "carry", "oversee_again", "waive"
DECISIONS = {
    CARRY: _l("Tiếp tục theo dõi"),
    OVERSEE_AGAIN: _l("Tiếp tục theo dõi, đề nghị giám sát lại"),
    WAIVE: _l("Miễn thực hiện"),
}
"""What may be decided about an open recommendation when a term ends."""


class TermHandover(Record):
    """What a term leaves open, given to the next. While it is prepared, its list follows the records."""

    __tablename__ = "term_handover"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint("from_term_id <> to_term_id", name="onward"),
        Index(
            "uq_term_handover_prepared",
            "from_term_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    code: Mapped[str] = mapped_column(String(40))
    from_term_id: Mapped[int] = mapped_column(ForeignKey("council_term.id"))
    to_term_id: Mapped[int] = mapped_column(ForeignKey("council_term.id"), index=True)
    state: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    listed: Mapped[int] = mapped_column(default=0)
    """How many recommendations stand on its list."""
    number: Mapped[str | None] = mapped_column(String(60))
    issued_on: Mapped[date | None]
    signer: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")

    from_term: Mapped[CouncilTerm] = relationship(foreign_keys=[from_term_id], lazy="joined", innerjoin=True)
    to_term: Mapped[CouncilTerm] = relationship(foreign_keys=[to_term_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class HandoverItem(Record):
    """One open recommendation on the list, with what is to become of it."""

    __tablename__ = "term_handover_item"
    __table_args__ = (
        UniqueConstraint("handover_id", "recommendation_id"),
        CheckConstraint(f"decision IS NULL OR decision IN ({listed(DECISIONS)})", name="decision"),
        CheckConstraint("decision IS NULL OR decision <> 'waive' OR reason <> ''", name="waived_for_a_reason"),
        Index("ix_term_handover_item_delegation", "handover_id", "delegation_id", "id"),
        Index("ix_term_handover_item_of_delegation", "delegation_id"),
    )

    handover_id: Mapped[int] = mapped_column(ForeignKey("term_handover.id"))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    decision: Mapped[str | None] = mapped_column(String(20), info={"choices": DECISIONS})
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The objective reason of a waiver; it is given in writing to the agencies."""
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    followed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """The officer who is to follow it in the next term; nobody named: whoever does now."""
    left_out: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """It had ended by the time the handover was decided."""
    facts: Mapped[dict[str, Any] | None]
    """How it stood when the handover was decided (see `facts.py`); never changed afterwards."""

    handover: Mapped[TermHandover] = relationship()
    recommendation: Mapped[Recommendation] = relationship()
    delegation: Mapped[Delegation] = relationship()
    followed_by: Mapped[User | None] = relationship(foreign_keys=[followed_by_id])

    @property
    def code(self) -> str:
        return self.recommendation.code


class HandoverReport(Identified):
    """The facts of the report as they were when the handover was decided; written once."""

    __tablename__ = "term_handover_report"

    handover_id: Mapped[int] = mapped_column(ForeignKey("term_handover.id"), unique=True)
    on: Mapped[date]
    facts: Mapped[dict[str, Any]]
