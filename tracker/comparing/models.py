"""What is kept about a flag: who explained it, or made a finding of it, and for exactly which numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core import clock
from tracker.core.i18n import _l
from tracker.core.models import Identified, Json
from tracker.delegations.models import Delegation
from tracker.organizations.models import listed

FLAG_KINDS = {
    "sum": _l("Tổng không khớp"),
    "jump": _l("Tăng, giảm đột ngột"),
    "missing": _l("Thiếu số liệu"),
    "disagreement": _l("Hai cơ quan báo cáo khác nhau"),
    "twice": _l("Một cơ quan báo cáo hai số khác nhau"),
}


class FlagNote(Identified):
    """One look taken at a flag; never changed. The flag itself is computed each time, and is not kept."""

    __tablename__ = "flag_note"
    __table_args__ = (
        CheckConstraint(f"kind IN ({listed(FLAG_KINDS)})", name="kind"),
        Index("ix_flag_note_flag", "delegation_id", "flag"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    kind: Mapped[str] = mapped_column(String(20), info={"choices": FLAG_KINDS})
    flag: Mapped[str] = mapped_column(String(40))
    """`Flag.key`: which flag of the delegation."""
    series_key: Mapped[str] = mapped_column(String(600))
    figures: Mapped[list[Any]] = mapped_column(Json, default=list)
    """`Flag.values`: the numbers that were looked at. For other numbers the note does not speak."""
    text: Mapped[str] = mapped_column(Text, default="")
    """The explanation; empty where a finding was made of the flag: that one is tied to the note."""
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    delegation: Mapped[Delegation] = relationship()
