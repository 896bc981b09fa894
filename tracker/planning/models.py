"""Programmes of a year and their topics (domain.md 1.4, 6.1)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.i18n import _l
from tracker.core.models import Record
from tracker.organizations.models import CouncilBody, listed

PROGRAMME_OWNERS = {
    "council": _l("Hội đồng nhân dân"),
    "standing_committee": _l("Thường trực HĐND"),
    "committee": _l("Ban của HĐND"),
}
PROPOSER_KINDS = {
    "standing_committee": _l("Thường trực HĐND"),
    "committee": _l("Ban của HĐND"),
    "deputy_group": _l("Tổ đại biểu HĐND"),
    "deputy": _l("Đại biểu HĐND"),
    "front": _l("Mặt trận Tổ quốc"),
    "voters": _l("Cử tri"),
    "other": _l("Khác"),
}
"""Who proposes topics: Điều 58, 67 Luật 87/2015/QH13."""
TITLE = "Chương trình giám sát năm {year} của {owner}"
OWNER_NAMES = {"council": "HĐND", "standing_committee": "Thường trực HĐND"}
"""A programme's title is a name in the record, so it is Vietnamese for every reader."""
SIGNS = {"council": "HĐND", "standing_committee": "TT"}
"""What stands for the owner in the code; a committee has a code of its own."""


class Programme(Record):
    """One a year for the council, its Standing Committee and each committee: the code says which, and is unique."""

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint(f"owner_kind IN ({listed(PROGRAMME_OWNERS)})", name="owner_kind"),
        CheckConstraint("(owner_kind = 'committee') = (body_id IS NOT NULL)", name="body"),
        Index("ix_programme_year", "council_id", "year", "id"),
    )

    code: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    owner_kind: Mapped[str] = mapped_column(String(20), info={"choices": PROGRAMME_OWNERS})
    body_id: Mapped[int | None] = mapped_column(ForeignKey("council_body.id"))
    state: Mapped[str] = mapped_column(String(20))
    adopted_number: Mapped[str | None] = mapped_column(String(60))
    adopted_on: Mapped[date | None]
    signer: Mapped[str] = mapped_column(String(200), default="")

    body: Mapped[CouncilBody | None] = relationship()
    topics: Mapped[list[Topic]] = relationship(back_populates="programme", order_by="Topic.id")

    @property
    def title(self) -> str:
        owner = self.body.name if self.body else OWNER_NAMES[self.owner_kind]
        return TITLE.format(year=self.year, owner=owner)


class Topic(Record):
    """Something to oversee: why, over what, whom, and who proposed it. Delegations hang under it."""

    __tablename__ = "topic"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint(f"proposed_by_kind IN ({listed(PROPOSER_KINDS)})", name="proposed_by_kind"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(500))
    field: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(Text)
    object: Mapped[str] = mapped_column(Text)
    proposed_by_kind: Mapped[str] = mapped_column(String(20), info={"choices": PROPOSER_KINDS})
    proposed_by: Mapped[str] = mapped_column(String(300), default="")
    lead_body_id: Mapped[int | None] = mapped_column(ForeignKey("council_body.id"))
    state: Mapped[str] = mapped_column(String(20))

    programme: Mapped[Programme] = relationship(back_populates="topics")
    lead_body: Mapped[CouncilBody | None] = relationship()
