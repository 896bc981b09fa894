"""One row for each record that can be found."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.models import Identified


class SearchEntry(Identified):
    """`body` is what a reader sees of a hit; `folded` every word once, as `words.index_words` makes them.

    The database keeps its own index of `folded` (ddl.py).
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_search_entry_newest", "day", "id"),
        Index("ix_search_entry_code_key", "code_key"),
    )

    kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    day: Mapped[date]
    code: Mapped[str] = mapped_column(String(80), default="")
    code_key: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")
