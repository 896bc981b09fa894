"""Figures as they were reported: the number, what it is of, for when, by whom, in which words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.i18n import _l
from tracker.core.models import Identified, Json, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency, listed

QUALIFIERS = {
    "exactly": _l("đúng"),
    "nearly": _l("gần"),
    "over": _l("trên"),
    "under": _l("dưới"),
    "about": _l("khoảng"),
}
PERIOD_KINDS = {
    "span": _l("giai đoạn"),
    "year": _l("năm"),
    "quarter": _l("quý"),
    "cumulative": _l("lũy kế đến nay"),
}
COMPARISON_KINDS = {
    "percent_of_plan": _l("phần trăm kế hoạch"),
    "percent_change": _l("phần trăm thay đổi"),
    "times": _l("số lần"),
    "percentage_points": _l("điểm phần trăm"),
    "from_to": _l("từ – đến"),
}
DIRECTIONS = {"up": _l("tăng"), "down": _l("giảm"), "reached": _l("đạt")}
SOURCE_KINDS = {"session": _l("Cuộc làm việc"), "report": _l("Báo cáo của cơ quan")}


class Figure(Record):
    """One reported figure. Nothing derived is ever stored here."""

    __tablename__ = "figure"
    __table_args__ = (
        UniqueConstraint("delegation_id", "code"),
        CheckConstraint(f"qualifier IN ({listed(QUALIFIERS)})", name="qualifier"),
        CheckConstraint(f"period_kind IN ({listed(PERIOD_KINDS)})", name="period_kind"),
        CheckConstraint(f"source_kind IN ({listed(SOURCE_KINDS)})", name="source_kind"),
        CheckConstraint("period_from IS NULL OR period_to IS NULL OR period_from <= period_to", name="period"),
        CheckConstraint("(quarter IS NOT NULL) = (period_kind = 'quarter')", name="quarter"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_number"),
        Index("ix_figure_source", "source_kind", "source_id"),
        Index("ix_figure_series", "council_id", "series_key"),
    )

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    indicator: Mapped[str] = mapped_column(String(500))
    qualifier: Mapped[str] = mapped_column(String(10), info={"choices": QUALIFIERS})
    value: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(60))
    period_kind: Mapped[str] = mapped_column(String(12), info={"choices": PERIOD_KINDS})
    period_from: Mapped[int | None]
    """First year of the period; the year itself for "year" and "quarter"; empty for "cumulative"."""
    period_to: Mapped[int | None]
    quarter: Mapped[int | None]
    """1 to 4, of the year in `period_from`."""
    series_key: Mapped[str] = mapped_column(String(600), default="")
    """Indicator and unit, folded: figures of one series bear the same (`wording.series_key`)."""
    scope: Mapped[str] = mapped_column(String(300), default="")
    verbatim: Mapped[str] = mapped_column(Text, default="")
    source_kind: Mapped[str] = mapped_column(String(10), info={"choices": SOURCE_KINDS})
    source_id: Mapped[int | None]
    source_page: Mapped[str] = mapped_column(String(40), default="")
    difference_note: Mapped[str] = mapped_column(Text, default="")
    """Why the declared parts do not add up to this total, where they do not."""
    superseded: Mapped[bool] = mapped_column(default=False)
    """The agency's later report does not give it any more."""
    inferred: Mapped[list[Any]] = mapped_column(Json, default=list)
    """Columns whose value was inferred, not read in the source; shown as "suy đoán"."""

    delegation: Mapped[Delegation] = relationship()
    agencies: Mapped[list[FigureAgency]] = relationship(
        back_populates="figure", order_by="FigureAgency.id", cascade="all, delete-orphan"
    )
    comparisons: Mapped[list[Comparison]] = relationship(
        back_populates="figure", order_by="Comparison.id", cascade="all, delete-orphan"
    )
    parts: Mapped[list[FigurePart]] = relationship(
        foreign_keys="FigurePart.total_id", order_by="FigurePart.id", cascade="all, delete-orphan"
    )


class FigureAgency(Identified):
    """An agency whose report the figure comes from; one figure may have several."""

    __tablename__ = "figure_agency"
    __table_args__ = (UniqueConstraint("figure_id", "agency_id"),)

    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)

    figure: Mapped[Figure] = relationship(back_populates="agencies")
    agency: Mapped[Agency] = relationship()


class FigurePart(Identified):
    """`total` is declared to be the sum of its parts."""

    __tablename__ = "figure_part"
    __table_args__ = (
        UniqueConstraint("total_id", "part_id"),
        CheckConstraint("total_id <> part_id", name="not_itself"),
    )

    total_id: Mapped[int] = mapped_column(ForeignKey("figure.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("figure.id"), index=True)

    part: Mapped[Figure] = relationship(foreign_keys=[part_id])


class Comparison(Identified):
    """A comparison as reported: "tăng gần 1,7 lần so với giai đoạn 2015 - 2020". Nothing is computed from it."""

    __tablename__ = "comparison"
    __table_args__ = (
        CheckConstraint(f"kind IN ({listed(COMPARISON_KINDS)})", name="kind"),
        CheckConstraint(f"qualifier IN ({listed(QUALIFIERS)})", name="qualifier"),
        CheckConstraint(f"direction IN ({listed(DIRECTIONS)})", name="direction"),
    )

    figure_id: Mapped[int] = mapped_column(ForeignKey("figure.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str] = mapped_column(String(10))
    qualifier: Mapped[str] = mapped_column(String(10))
    value: Mapped[Decimal | None]
    """Percent, times or points; for "from_to" the value at the start, in the figure's own unit."""
    against: Mapped[str] = mapped_column(String(300), default="")
    """What it is compared with: "kế hoạch tổng thu hút FDI"."""
    against_period_kind: Mapped[str] = mapped_column(String(12), default="span")
    against_from: Mapped[int | None]
    against_to: Mapped[int | None]
    verbatim: Mapped[str] = mapped_column(Text, default="")

    figure: Mapped[Figure] = relationship(back_populates="comparisons")
