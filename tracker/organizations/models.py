"""Councils, their terms and bodies, agencies, and every name an agency has had."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

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


def listed(names: dict[str, object]) -> str:
    return ", ".join(f"'{name}'" for name in names)


class Council(Identified):
    """A People's Council, at province or commune level, for the time it exists."""

    __tablename__ = "council"
    __table_args__ = (CheckConstraint(f"level IN ({listed(LEVELS)})", name="level"),)

    code: Mapped[str] = mapped_column(String(30), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    level: Mapped[str] = mapped_column(String(10))
    unit_code: Mapped[str] = mapped_column(String(5), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("council.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}


class CouncilTerm(Identified):
    """A term (khóa) of a council."""

    __tablename__ = "council_term"
    __table_args__ = (UniqueConstraint("council_id", "number"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    number: Mapped[str] = mapped_column(String(10))
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    deputies_total: Mapped[int | None]


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

    parent: Mapped[Agency | None] = relationship(remote_side="Agency.id")
    names: Mapped[list[AgencyName]] = relationship(back_populates="agency", order_by="AgencyName.id")
    aliases: Mapped[list[AgencyAlias]] = relationship(back_populates="agency", order_by="AgencyAlias.id")

    def is_valid_on(self, day: date) -> bool:
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)

    def name_on(self, day: date) -> str:
        """The name it bore on that day."""
        for known in self.names:
            if (known.valid_from is None or known.valid_from <= day) and (
                known.valid_to is None or day <= known.valid_to
            ):
                return known.name
        return self.name


class AgencyName(Identified):
    """A name an agency bears or bore, from a day to a day."""

    __tablename__ = "agency_name"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    short_name: Mapped[str] = mapped_column(String(100), default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    agency: Mapped[Agency] = relationship(back_populates="names")


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
