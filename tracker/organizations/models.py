"""Councils, their terms and bodies, agencies, and every name an agency has had."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.attachments.models import Attachment
from tracker.core import clock
from tracker.core.i18n import _l
from tracker.core.models import Identified, Record, SortKey

LEVELS = {"province": _l("Cấp tỉnh, thành phố"), "commune": _l("Cấp xã, phường, đặc khu")}
BODY_KINDS = {"committee": _l("Ban của HĐND"), "deputy_group": _l("Tổ đại biểu HĐND")}
AGENCY_KINDS = {
    "people_committee": _l("Ủy ban nhân dân"),
    "department": _l("Sở, ban, ngành"),
    "management_board": _l("Ban quản lý"),
    "commune_people_committee": _l("UBND xã, phường, đặc khu"),
    "judicial": _l("Tòa án, Viện kiểm sát, Thi hành án"),
    "local_central": _l("Cơ quan trung ương đóng tại địa phương"),
    "public_service": _l("Đơn vị sự nghiệp"),
    "enterprise": _l("Doanh nghiệp"),
    "central": _l("Cơ quan trung ương"),
    "person": _l("Cá nhân"),
    "other": _l("Khác"),
}
SUCCESSION_KINDS = {"rename": _l("đổi tên"), "merge": _l("sáp nhập"), "split": _l("chia tách"), "end": _l("kết thúc")}
"""What may become of an agency."""
PARTS = ("old", "new")
"""On which side of a change an agency stands: what there was before, what there is from that day on."""


def listed(names: dict[str, object]) -> str:
    return ", ".join(f"'{name}'" for name in names)


class Council(Identified):
    """A People's Council, at province or commune level, for the time it exists."""

    __tablename__ = "council"
    __table_args__ = (CheckConstraint(f"level IN ({listed(LEVELS)})", name="level"),)

    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(10), info={"choices": LEVELS})
    unit_code: Mapped[str] = mapped_column(String(5), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}


class CouncilTerm(Record):
    """A term (khóa) of a council. The terms of a council do not overlap."""

    __tablename__ = "council_term"
    __table_args__ = (
        UniqueConstraint("council_id", "number"),
        CheckConstraint("to_on IS NULL OR from_on <= to_on", name="dates"),
        CheckConstraint("deputies_total IS NULL OR deputies_total > 0", name="deputies_total"),
    )

    number: Mapped[str] = mapped_column(String(10))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    deputies_total: Mapped[int | None]

    council: Mapped[Council] = relationship()

    @property
    def code(self) -> str:
        return self.number


class CouncilBody(Identified):
    """A committee (Ban) or a deputies' group (Tổ đại biểu) of a council."""

    __tablename__ = "council_body"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint(f"kind IN ({listed(BODY_KINDS)})", name="kind"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class Agency(Record):
    """An agency, organisation or person that a council may supervise. `name` is today's name."""

    __tablename__ = "agency"
    __table_args__ = (
        UniqueConstraint("council_id", "code"),
        CheckConstraint(f"kind IN ({listed(AGENCY_KINDS)})", name="kind"),
        CheckConstraint("valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name="validity"),
        Index("ix_agency_council_sort", "council_id", "sort_key", "id"),
    )

    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(300))
    short_name: Mapped[str] = mapped_column(String(100), default="")
    sort_key: Mapped[bytes] = mapped_column(SortKey)
    kind: Mapped[str] = mapped_column(String(30), info={"choices": AGENCY_KINDS})
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    leader_sends_own: Mapped[bool] = mapped_column(default=True, server_default=true())
    """The agency's own rule: may its leader send what they have written themselves?"""

    parent: Mapped[Agency | None] = relationship(remote_side="Agency.id")
    names: Mapped[list[AgencyName]] = relationship(back_populates="agency", order_by="AgencyName.id")
    aliases: Mapped[list[AgencyAlias]] = relationship(back_populates="agency", order_by="AgencyAlias.id")
    successions: Mapped[list[AgencySuccession]] = relationship(
        foreign_keys="AgencySuccession.predecessor_id", order_by="AgencySuccession.id", viewonly=True
    )
    inheritances: Mapped[list[AgencySuccession]] = relationship(
        foreign_keys="AgencySuccession.successor_id", order_by="AgencySuccession.id", viewonly=True
    )

    def is_valid_on(self, day: date) -> bool:
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)

    @property
    def first_day_without(self) -> date:
        """Of an agency that has ended: the day after its last."""
        if self.valid_to is None:
            raise ValueError(self.code)
        return self.valid_to + timedelta(days=1)

    def name_on(self, day: date) -> str:
        """The name it bore on that day."""
        return next((known.name for known in self.names if known.is_borne_on(day)), self.name)

    def named_on(self, day: date) -> AgencyName:
        """The entry of the name it bears on that day; its last one when none says so."""
        return next((known for known in self.names if known.is_borne_on(day)), self.names[-1])


class AgencyName(Identified):
    """A name an agency bears or bore, from a day to a day."""

    __tablename__ = "agency_name"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    short_name: Mapped[str] = mapped_column(String(100), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    agency: Mapped[Agency] = relationship(back_populates="names")

    def is_borne_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class AgencyAlias(Identified):
    """Another way people write it; folded, so that "Sở Công thương" finds "Sở Công Thương"."""

    __tablename__ = "agency_alias"
    __table_args__ = (UniqueConstraint("agency_id", "folded"), Index("ix_agency_alias_folded", "folded"))

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    alias: Mapped[str] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(300))

    agency: Mapped[Agency] = relationship(back_populates="aliases")


class AgencySuccession(Identified):
    """From that day, the successor answers for what the predecessor had open."""

    __tablename__ = "agency_succession"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id"),)

    predecessor_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(20))

    predecessor: Mapped[Agency] = relationship(foreign_keys=[predecessor_id], viewonly=True)
    successor: Mapped[Agency] = relationship(foreign_keys=[successor_id], viewonly=True)


class AgencyChange(Identified):
    """A decision about agencies: renamed, merged, split or ended from a day on, by a document (domain.md 1.12)."""

    __tablename__ = "agency_change"
    __table_args__ = (CheckConstraint(f"kind IN ({listed(SUCCESSION_KINDS)})", name="kind"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    from_day: Mapped[date]
    """The first day on which things are the new way; what ended existed up to the day before."""
    document_number: Mapped[str] = mapped_column(String(80), default="")
    document_date: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    parts: Mapped[list[AgencyChangePart]] = relationship(
        back_populates="change", order_by="AgencyChangePart.id", cascade="all, delete-orphan"
    )
    attachment: Mapped[Attachment | None] = relationship()

    def agencies(self, part: str) -> list[Agency]:
        return [entry.agency for entry in self.parts if entry.part == part]


class AgencyChangePart(Identified):
    """One agency that a change concerns, and on which side of it."""

    __tablename__ = "agency_change_part"
    __table_args__ = (
        UniqueConstraint("change_id", "agency_id", "part"),
        CheckConstraint("part IN ('old', 'new')", name="part"),
    )

    change_id: Mapped[int] = mapped_column(ForeignKey("agency_change.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    part: Mapped[str] = mapped_column(String(5))

    change: Mapped[AgencyChange] = relationship(back_populates="parts")
    agency: Mapped[Agency] = relationship()


class Handover(Identified):
    """An open record given from one agency to another, with the names they bore; never changed, never taken out."""

    __tablename__ = "agency_handover"
    __table_args__ = (
        Index("ix_agency_handover_subject", "subject_kind", "subject_id", "id"),
        Index("ix_agency_handover_from", "from_agency_id", "subject_kind", "subject_id"),
        Index("ix_agency_handover_to", "to_agency_id", "subject_kind", "subject_id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    subject_code: Mapped[str] = mapped_column(String(80), default="")
    from_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    from_name: Mapped[str] = mapped_column(String(300))
    to_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    to_name: Mapped[str] = mapped_column(String(300))
    since: Mapped[date]
    """The day from which the receiving agency answers."""
    document_number: Mapped[str] = mapped_column(String(80), default="")
    document_date: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    remark: Mapped[str] = mapped_column(String(300), default="")
    """What else it brought about, in words."""
    handed_at: Mapped[datetime] = mapped_column(default=clock.now)
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"))
