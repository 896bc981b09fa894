"""The days that differ from an ordinary week: holidays, and days swapped by announcement."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.models import Base

HOLIDAY = "holiday"
SWAP_OFF = "swap_off"
SWAP_WORK = "swap_work"
KINDS = (HOLIDAY, SWAP_OFF, SWAP_WORK)
KIND_LIST = ", ".join(f"'{kind}'" for kind in KINDS)


class CalendarDay(Base):
    """`holiday` and `swap_off` are not worked; `swap_work` is a Saturday or Sunday that is.

    An unconfirmed day counts all the same; whoever plans by it is told that no announcement has been seen.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint(f"kind IN ({KIND_LIST})", name="kind"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    confirmed: Mapped[bool] = mapped_column(default=False)

    @property
    def is_worked(self) -> bool:
        return self.kind == SWAP_WORK
