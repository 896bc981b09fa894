"""Outlines: one version a row, a tree of items, the figures that an item asks for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.models import BigId, Identified, Record
from tracker.delegations.models import Delegation
from tracker.organizations.models import listed
from tracker.reporting.models import PERIOD_KINDS
from tracker.reporting.periods import EACH, Period, cells
from tracker.reporting.periods import of as period_of

DEEPEST = 3
"""Levels of an outline: I, 1, a."""
DEEPEST_PART = 2
"""A line of a table may have parts, and each of these parts of its own."""


class Outline(Record):
    """One version of a delegation's outline. What has been sent never changes; a change is a new version."""

    __tablename__ = "outline"
    __table_args__ = (UniqueConstraint("delegation_id", "number"), UniqueConstraint("delegation_id", "code"))

    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    number: Mapped[int]
    """1 for the first version, 2 for the next."""
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(20))
    frozen_at: Mapped[datetime | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("outline.id"))

    delegation: Mapped[Delegation] = relationship()
    items: Mapped[list[OutlineItem]] = relationship(
        back_populates="outline",
        order_by="OutlineItem.position, OutlineItem.id",
        cascade="all, delete-orphan",
    )


class OutlineItem(Identified):
    """One thing to report on. Versions of one item share their origin."""

    __tablename__ = "outline_item"
    __table_args__ = (Index("ix_outline_item_origin", "origin_id"),)

    outline_id: Mapped[int] = mapped_column(ForeignKey("outline.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("outline_item.id"))
    position: Mapped[int]
    """Order among the items of the same parent."""
    text: Mapped[str] = mapped_column(Text)
    guidance: Mapped[str] = mapped_column(Text, default="")
    required: Mapped[bool] = mapped_column(default=True)
    origin_id: Mapped[int | None] = mapped_column(BigId)
    """The item of the first version that this one continues; None for an item that began here."""

    outline: Mapped[Outline] = relationship(back_populates="items")
    figures: Mapped[list[OutlineFigure]] = relationship(
        back_populates="item",
        order_by="OutlineFigure.position, OutlineFigure.id",
        cascade="all, delete-orphan",
    )

    @property
    def origin(self) -> int:
        return self.origin_id or self.id


class OutlineFigure(Identified):
    """A line of an item's table: the indicator asked for, its unit, its period, its scope."""

    __tablename__ = "outline_figure"
    __table_args__ = (
        CheckConstraint(f"period_kind IN ({listed(PERIOD_KINDS)})", name="period_kind"),
        CheckConstraint(f"each IN ({listed(EACH)})", name="each"),
        CheckConstraint("period_from IS NULL OR period_to IS NULL OR period_from <= period_to", name="period"),
        CheckConstraint("(quarter IS NOT NULL) = (period_kind = 'quarter')", name="quarter"),
        CheckConstraint(f"depth BETWEEN 0 AND {DEEPEST_PART}", name="depth"),
    )

    item_id: Mapped[int] = mapped_column(ForeignKey("outline_item.id"), index=True)
    position: Mapped[int]
    indicator: Mapped[str] = mapped_column(String(500))
    unit: Mapped[str] = mapped_column(String(60))
    period_kind: Mapped[str] = mapped_column(String(12))
    period_from: Mapped[int | None]
    period_to: Mapped[int | None]
    quarter: Mapped[int | None]
    each: Mapped[str] = mapped_column(String(10), default="")
    """How often within the period: a key of EACH."""
    depth: Mapped[int] = mapped_column(default=0)
    """0 for a line that stands by itself; a line of depth n is a part of the nearest one above it of depth n - 1, and
    all its parts make that one."""
    scope: Mapped[str] = mapped_column(String(300), default="")
    origin_id: Mapped[int | None] = mapped_column(BigId)

    item: Mapped[OutlineItem] = relationship(back_populates="figures")

    @property
    def origin(self) -> int:
        return self.origin_id or self.id

    @property
    def period(self) -> Period:
        return period_of(self)

    @property
    def cells(self) -> list[Period]:
        """The periods for which a figure is asked."""
        return cells(self.period, self.each)
