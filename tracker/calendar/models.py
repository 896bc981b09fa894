"""The days that differ from an ordinary week: holidays, and days swapped by announcement; and the years confirmed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from tracker.core import clock
from tracker.core.dates import format_vi
from tracker.core.i18n import _l
from tracker.core.models import Identified

HOLIDAY = "holiday"
SWAP_OFF = "swap_off"
SWAP_WORK = "swap_work"
DAY_KINDS = {
    HOLIDAY: _l("Ngày lễ, nghỉ bù"),
    SWAP_OFF: _l("Nghỉ hoán đổi"),
    SWAP_WORK: _l("Làm bù"),
}
KINDS = tuple(DAY_KINDS)
KIND_LIST = ", ".join(f"'{kind}'" for kind in KINDS)


class Kept(Identified):
    """A row that administrators keep for everybody: it belongs to no council, and is edited by one person at a time."""

    __abstract__ = True

    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)
    row_version: Mapped[int] = mapped_column(Integer)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.row_version} if hasattr(cls, "__table__") else {}


class CalendarDay(Kept):
    """`holiday` and `swap_off` are not worked; `swap_work` is a Saturday or Sunday that is.

    An unconfirmed day counts all the same; whoever plans by it is told that no announcement has been seen.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint(f"kind IN ({KIND_LIST})", name="kind"),)

    day: Mapped[date] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(12), info={"choices": DAY_KINDS})
    name: Mapped[str] = mapped_column(String(200))
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    confirmed: Mapped[bool] = mapped_column(default=False)

    @property
    def is_worked(self) -> bool:
        return self.kind == SWAP_WORK

    @property
    def code(self) -> str:
        return format_vi(self.day)


class CalendarYear(Kept):
    """A year whose days somebody has compared with the announcements; `id` is the year itself.

    A change of one of its days takes the confirmation away: the year has to be looked at again.
    """

    __tablename__ = "calendar_year"
    __table_args__ = (CheckConstraint("confirmed_at IS NULL OR announcement <> ''", name="announcement"),)

    announcement: Mapped[str] = mapped_column(String(500), default="")
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    @property
    def code(self) -> str:
        return str(self.id)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None
