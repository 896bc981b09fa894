"""Reading figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import selectinload

from tracker.accounts.access import KINDS, within
from tracker.accounts.access import visible as may_read
from tracker.accounts.actor import Actor
from tracker.delegations.queries import council_side_of, supervising
from tracker.extensions import db
from tracker.reporting.models import Figure, FigureAgency, FigurePart

PAGE = 200


def visible(actor: Actor) -> ColumnElement[bool]:
    """A figure is read by whoever reads its session; one from an agency's report by that agency alone."""
    condition = council_side_of(Figure, actor)
    if actor.agency_ids:
        session = KINDS["session"]
        seen = select(session.model.id).where(session.visible(actor))
        condition = or_(
            condition,
            and_(Figure.source_kind == "session", Figure.source_id.in_(seen)),
            and_(Figure.source_kind == "report", Figure.delegation_id.in_(supervising(actor)), reported_by(actor)),
        )
    return condition


def reported_by(actor: Actor) -> ColumnElement[bool]:
    """Figures of reports that this person's agencies sent, or took over."""
    report = KINDS["report"]
    own = select(FigureAgency.figure_id).where(within(FigureAgency.agency_id, actor.agency_ids))
    return or_(Figure.id.in_(own), Figure.source_id.in_(select(report.model.id).where(report.visible(actor))))


def of_delegation(delegation_id: int, actor: Actor, *, page: int = 1, size: int = PAGE) -> Sequence[Figure]:
    """The figures of a delegation by code, ready to print; one more than `size` if there are more."""
    return read(Figure.delegation_id == delegation_id, actor, page=page, size=size)


def of_session(session_id: int, actor: Actor, *, page: int = 1, size: int = PAGE) -> Sequence[Figure]:
    """The figures reported at a session, ready to print."""
    from_it = and_(Figure.source_kind == "session", Figure.source_id == session_id)
    return read(from_it, actor, page=page, size=size)


def read(condition: ColumnElement[bool], actor: Actor, *, page: int, size: int) -> Sequence[Figure]:
    query = (
        select(Figure)
        .where(condition, visible(actor))
        .options(
            selectinload(Figure.comparisons),
            selectinload(Figure.agencies).joinedload(FigureAgency.agency),
            selectinload(Figure.parts).joinedload(FigurePart.part),
        )
        .order_by(Figure.id)
    )
    return db.session.scalars(query.limit(size + 1).offset((page - 1) * size)).all()


def totals_with(figure_id: int) -> Sequence[Figure]:
    """The totals that this figure is declared a part of."""
    query = select(Figure).join(FigurePart, FigurePart.total_id == Figure.id).where(FigurePart.part_id == figure_id)
    return db.session.scalars(query.order_by(Figure.id)).all()


def part_choices(delegation_id: int, *, but: int | None = None, limit: int = PAGE) -> list[tuple[int, str]]:
    """(id, "SL-03 Vốn đầu tư nước ngoài") of the figures that may be declared parts of a total."""
    query = select(Figure.id, Figure.code, Figure.indicator).where(Figure.delegation_id == delegation_id)
    if but is not None:
        query = query.where(Figure.id != but)
    rows = db.session.execute(query.order_by(Figure.id).limit(limit))
    return [(id, f"{code} {indicator}") for id, code, indicator in rows]


def source_choices(delegation_id: int, actor: Actor, *, limit: int = PAGE) -> list[tuple[int, str]]:
    """(id, "CLV-01, 10/05/2024") of the sessions of a delegation; the room above hands its model down as a kind."""
    session: Any = KINDS["session"].model
    query = select(session.id, session.code, session.held_on).where(
        session.delegation_id == delegation_id, may_read("session", actor)
    )
    rows = db.session.execute(query.order_by(session.held_on.desc(), session.id.desc()).limit(limit))
    return [(id, f"{code}, {held_on:%d/%m/%Y}") for id, code, held_on in rows]


def parts_below(figure_ids: Sequence[int]) -> set[int]:
    """All figures that these are made of, however deep."""
    found: set[int] = set()
    waiting = set(figure_ids)
    while waiting:
        below = set(db.session.scalars(select(FigurePart.part_id).where(FigurePart.total_id.in_(sorted(waiting)))))
        found |= waiting
        waiting = below - found
    return found
