"""By which name an agency was known, and who was known to answer for it, from event to event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import ForeignKey

from tracker.core import clock
from tracker.core.models import SortKey
from tracker.core.text import sort_key
from tracker.extensions import db
from tracker.history import projections
from tracker.history.models import Span, frame_indexes, stood
from tracker.history.projections import Facts, Fold, Keeper, Projection, Told
from tracker.organizations.models import Agency

NAMES_IT = ("created", "edited", "name_borne", "change_undone")
ENDS_IT = ("merged", "split", "ended", "successor_added")


class AgencySpan(Span):
    """The name that stood on lists, and the agencies that take over."""

    __tablename__ = "agency_span"
    __table_args__ = (*frame_indexes("agency_span"), Index("ix_agency_span_council", "council_id", "valid_from"))

    id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    name: Mapped[str] = mapped_column(String(300))
    sort_key: Mapped[bytes] = mapped_column(SortKey)
    successor_ids: Mapped[list[Any]] = mapped_column(default=list)


def read(event: Told, keeper: Keeper) -> Iterable[tuple[int, Fold]]:
    after = event.after or {}
    if "name" in after and (event.action in NAMES_IT or is_renamed_at_once(event)):
        yield event.subject_id, lambda facts: named(facts, after["name"], event)
    if event.action in ENDS_IT:
        yield event.subject_id, lambda facts: facts and facts | {"successor_ids": successors(facts, event, keeper)}
    if event.action == "change_undone" and "valid_to" in after:
        yield event.subject_id, lambda facts: facts and facts | {"successor_ids": []}


def is_renamed_at_once(event: Told) -> bool:
    """A name recorded ahead is borne by an event of its own once its day has come."""
    if event.action != "renamed":
        return False
    from_day = date.fromisoformat(event.after["from_day"])
    return from_day <= clock.local(event.at).date()


def named(facts: Facts | None, name: str, event: Told) -> Facts:
    return {
        "successor_ids": [],
        **(facts or {}),
        "council_id": event.council_id,
        "name": name,
        "sort_key": sort_key(name),
    }


def successors(facts: Facts, event: Told, keeper: Keeper) -> list[int]:
    """Those known so far and those of this event, which used to give their names alone."""
    after = event.after or {}
    names = after.get("successors") or [after[name] for name in ("successor",) if name in after]
    ids = after.get("successor_ids")
    if ids is None:
        ids = [id for name in names for id in keeper.named(AGENCIES, council_id=event.council_id, name=name)[:1]]
    return sorted({*facts["successor_ids"], *ids})


AGENCIES = projections.register(
    Projection(model=AgencySpan, kinds=("agency",), read=read, record=Agency, is_named=True)
)


def with_predecessors(agency_id: int, moment: datetime) -> list[int]:
    """As `queries.with_predecessors`, by what was known at that moment."""
    council = select(Agency.council_id).where(Agency.id == agency_id).scalar_subquery()
    query = select(AgencySpan.id, AgencySpan.successor_ids).where(
        AgencySpan.council_id == council, stood(AgencySpan, moment)
    )
    heirs = {id: ids for id, ids in db.session.execute(query.order_by(AgencySpan.id)) if ids}
    found, nearest = [agency_id], [agency_id]
    while nearest:
        nearest = [id for id, ids in heirs.items() if id not in found and set(ids) & set(nearest)]
        found += nearest
    return found
