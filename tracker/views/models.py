"""A saved view: a list, and what it is narrowed to and sorted by, under a name."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.i18n import _l, _lp
from tracker.core.models import Identified, Record
from tracker.organizations.models import listed

PLACES = {
    "recommendations": _lp("list", "Kiến nghị"),
    "room": _l("Bảng điều hành"),
    "tasks": _l("Nhiệm vụ"),
    "waiting": _l("Hàng chờ xác nhận"),
}
"""The lists that have saved views."""


class SavedView(Record):
    """`created_by_id` is whose it is."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("created_by_id", "place", "name"),
        CheckConstraint(f"place IN ({listed(PLACES)})", name="place"),
        Index("ix_saved_view_shared", "council_id", "place", "shared"),
    )

    place: Mapped[str] = mapped_column(String(20), info={"choices": PLACES})
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[str] = mapped_column(Text, default="")
    """As the address writes it, without page: `agency=3&status=open&sort=-due`."""
    shared: Mapped[bool] = mapped_column(default=False)
    """Is it read by the whole office of the council?"""


class ViewDefault(Identified):
    """With which view somebody opens a list; at most one a list."""

    __tablename__ = "view_default"
    __table_args__ = (UniqueConstraint("user_id", "place"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    place: Mapped[str] = mapped_column(String(20))
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"), index=True)
