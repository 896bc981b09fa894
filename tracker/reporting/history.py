"""Figures as they stood: what each said from event to event, and the sheet of a past moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.actor import Actor
from tracker.core.errors import NotFound
from tracker.delegations.queries import council_side_of
from tracker.extensions import db
from tracker.history import projections
from tracker.history.models import Span, frame_indexes, stood
from tracker.history.projections import Facts, Fold, Keeper, Projection, Told
from tracker.history.records import facts_for, made, tell
from tracker.reporting import queries
from tracker.reporting.facts import OWN
from tracker.reporting.models import Figure, FigurePart

BESIDE = ("agencies", "comparisons")
SAID = (*OWN, "difference_note", "superseded", *BESIDE, "parts")


class FigureSpan(Span):
    """`facts`: what the figure said, and in words what hung on it, as its events keep it."""

    __tablename__ = "figure_span"
    __table_args__ = (
        *frame_indexes("figure_span"),
        Index("ix_figure_span_delegation", "delegation_id", "id", "valid_from"),
        Index("ix_figure_span_source", "source_kind", "source_id", "id"),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    delegation_id: Mapped[int] = mapped_column(ForeignKey("delegation.id"))
    code: Mapped[str] = mapped_column(String(20))
    source_kind: Mapped[str] = mapped_column(String(10))
    source_id: Mapped[int | None]
    is_gone: Mapped[bool] = mapped_column(default=False)
    """It was taken away."""
    facts: Mapped[dict[str, Any]]


def read(event: Told, _keeper: Keeper) -> Iterable[tuple[int, Fold]]:
    said = FIGURES.said(event)
    facts = {name: event.after[name] for name in SAID if name in (event.after or {})}
    if event.action == "created" and "delegation_id" in said:
        own = {"council_id": event.council_id, "code": event.subject_code, "source_id": None, "is_gone": False}
        yield event.subject_id, lambda _earlier: own | said | {"facts": facts}
    elif event.action == "deleted":
        yield event.subject_id, lambda earlier: earlier and earlier | {"is_gone": True}
    elif said or facts:
        yield event.subject_id, lambda earlier: earlier and earlier | said | {"facts": earlier["facts"] | facts}


FIGURES = projections.register(Projection(model=FigureSpan, kinds=("figure",), read=read, record=Figure))


@dataclass(frozen=True)
class Then:
    """A figure of the past, and in the words of its events who reported it and what it was compared with."""

    figure: Figure
    agencies: Sequence[str]
    comparisons: Sequence[str]


def of_delegation(delegation_id: int, actor: Actor, moment: datetime, *, page: int) -> list[Then]:
    """As `queries.of_delegation`, as it stood."""
    return told(FigureSpan.delegation_id == delegation_id, actor, moment, page)


def of_session(session_id: int, actor: Actor, moment: datetime, *, page: int) -> list[Then]:
    from_it = (FigureSpan.source_kind == "session") & (FigureSpan.source_id == session_id)
    return told(from_it, actor, moment, page)


def told(condition: ColumnElement[bool], actor: Actor, moment: datetime, page: int) -> list[Then]:
    """One more than a page if there are more."""
    size = queries.PAGE
    query = select(FigureSpan).where(condition, *readable(actor, moment)).order_by(FigureSpan.id)
    return retell(db.session.scalars(query.limit(size + 1).offset((page - 1) * size)).all(), moment)


def get(id: int, actor: Actor, moment: datetime) -> Then:
    """One figure as it stood; NotFound where it did not, or is not for this reader."""
    span = db.session.scalar(select(FigureSpan).where(FigureSpan.id == id, *readable(actor, moment)))
    if span is None:
        raise NotFound
    return retell([span], moment)[0]


def readable(actor: Actor, moment: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of spans: what stood then and the reader may read today."""
    return visible(actor), *standing(moment)


def retell(spans: Sequence[FigureSpan], moment: datetime) -> list[Then]:
    """Parts are looked up among the figures of the same delegation."""
    parts, begun = parts_of(spans, moment), begun_at([span.id for span in spans])
    return [
        Then(whole(span, parts, begun.get(span.id)), *(span.facts.get(name) or () for name in BESIDE)) for span in spans
    ]


def begun_at(ids: Sequence[int]) -> dict[int, datetime]:
    """When each of these figures was recorded."""
    if not ids:
        return {}
    query = select(FigureSpan.id, func.min(FigureSpan.valid_from)).where(FigureSpan.id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(FigureSpan.id))}


def visible(actor: Actor) -> ColumnElement[bool]:
    """Today's rights of the reader; what was taken away is read by the Council's side alone."""
    readable = select(Figure.id).where(queries.visible(actor))
    return or_(council_side_of(FigureSpan, actor), FigureSpan.id.in_(readable))


def standing(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return stood(FigureSpan, moment), FigureSpan.is_gone.is_(False)


def parts_of(spans: Sequence[FigureSpan], moment: datetime) -> dict[tuple[int, str], Figure]:
    codes = {code for span in spans for code in span.facts.get("parts") or ()}
    if not codes:
        return {}
    delegations = {span.delegation_id for span in spans}
    query = select(FigureSpan).where(
        FigureSpan.delegation_id.in_(delegations), FigureSpan.code.in_(codes), *standing(moment)
    )
    return {(span.delegation_id, span.code): whole(span, {}) for span in db.session.scalars(query)}


def whole(span: FigureSpan, parts: dict[tuple[int, str], Figure], begun: datetime | None = None) -> Figure:
    """`begun`: when it was recorded. It has no version, for nobody changes the past."""
    frame: Facts = {name: getattr(span, name) for name in ("id", "council_id", "delegation_id", "code")}
    frame |= {"created_at": begun, "updated_at": span.valid_from, "row_version": 0}
    figure = made(Figure, {"inferred": [], **facts_for(Figure, span.facts), **frame})
    known = [parts.get((span.delegation_id, code)) for code in span.facts.get("parts") or ()]
    return tell(figure, comparisons=[], parts=[made(FigurePart, {}, part=part) for part in known if part is not None])
