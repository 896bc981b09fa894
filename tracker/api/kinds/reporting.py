"""/figures: what was reported, digit for digit, with its comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from tracker.accounts.actor import Actor
from tracker.api import resources
from tracker.api.auth import settings
from tracker.api.filters import INTEGER, Filter, by_choice, by_id, by_words, number
from tracker.api.kinds.common import council_side, order_by
from tracker.api.kinds.figures_then import looking_back
from tracker.api.resources import Case, Resource, Writing
from tracker.api.shows import Shown, columns, computed, label, looked_up, named, nested
from tracker.comparing import queries as comparing
from tracker.core.i18n import _l
from tracker.delegations.models import Delegation
from tracker.organizations.models import Agency
from tracker.reporting import forms, service, wording
from tracker.reporting.models import (
    COMPARISON_KINDS,
    DIRECTIONS,
    PERIOD_KINDS,
    QUALIFIERS,
    SOURCE_KINDS,
    Comparison,
    Figure,
    FigureAgency,
    FigurePart,
)
from tracker.reporting.queries import visible

COMPARISON = (
    *columns(Comparison, "kind"),
    label("kind_label", COMPARISON_KINDS, "kind"),
    *columns(Comparison, "direction"),
    label("direction_label", DIRECTIONS, "direction"),
    *columns(Comparison, "qualifier"),
    label("qualifier_label", QUALIFIERS, "qualifier"),
    *columns(Comparison, "value against against_period_kind against_from against_to verbatim"),
)


def delegation_of(case: Case) -> Delegation:
    delegation: Delegation = case.record.delegation if case.record else case.parents["delegation"]
    return delegation


def about(case: Case) -> dict[str, Any]:
    return {"delegation": delegation_of(case), "actor": case.actor, "figure": case.record}


def flags(figures: Sequence[Figure], actor: Actor) -> dict[int, list[str]]:
    """What about each figure needs a look; it speaks of other agencies' figures, so the Council's side alone is told."""
    told = [figure for figure in figures if council_side(figure, actor)]
    return comparing.kinds_by_figure(told, actor, limit=settings().figure_jump_percent)


def series_of(id: int, actor: Actor) -> ColumnElement[bool]:
    """Figures of the same council, indicator and unit as this one, if the caller may read it."""
    known = aliased(Figure)
    readable = select(Figure.id).where(Figure.id == id, visible(actor))
    return (
        select(known.id)
        .where(known.id.in_(readable), known.council_id == Figure.council_id, known.series_key == Figure.series_key)
        .exists()
    )


SHOWS: tuple[Shown, ...] = (
    *columns(Figure, "delegation_id"),
    named("delegation", "delegation.code"),
    *columns(Figure, "indicator qualifier"),
    label("qualifier_label", QUALIFIERS, "qualifier"),
    *columns(Figure, "value unit period_kind"),
    label("period_kind_label", PERIOD_KINDS, "period_kind"),
    *columns(Figure, "period_from period_to quarter scope inferred verbatim source_kind"),
    label("source_kind_label", SOURCE_KINDS, "source_kind"),
    *columns(Figure, "source_id source_page difference_note superseded"),
    computed("agency_ids", "ids", lambda figure, _actor: [entry.agency_id for entry in figure.agencies]),
    computed("agencies", "texts", lambda figure, _actor: wording.agencies(figure)),
    nested("comparisons", COMPARISON, "comparisons"),
    computed("comparisons_in_words", "texts", lambda figure, _actor: wording.comparisons(figure)),
    looked_up("flags", "texts", flags, otherwise=[], to=council_side, about=_l("Điểm cần xem của số liệu")),
    computed("part_ids", "ids", lambda figure, _actor: [entry.part_id for entry in figure.parts]),
)
FILTERS: tuple[Filter, ...] = (
    by_id("delegation", Figure.delegation_id),
    by_choice("source_kind", Figure.source_kind, SOURCE_KINDS),
    by_id("source", Figure.source_id),
    Filter("series_of", number, series_of, INTEGER, _l("Cùng chỉ tiêu, cùng đơn vị với số liệu này")),
    by_words("figure", Figure),
)
FIGURES = resources.add(
    Resource(
        kind="figure",
        parents=(("delegation_id", "delegation"),),
        shows=SHOWS,
        create=Writing(
            forms.FigureForm,
            lambda case, answers: service.create(answers, case.actor, delegation=delegation_of(case)),
            about=about,
            require=lambda case: service.require_keeper(delegation_of(case), case.actor),
        ),
        edit=Writing(
            forms.FigureForm,
            lambda case, answers: service.edit(case.record, answers, case.actor),
            about=about,
            initial=lambda case: forms.answers_of(case.record),
            require=lambda case: service.require_edit(case.record, case.actor),
        ),
        filters=FILTERS,
        sorts=(("code", order_by(Figure, "delegation_id", "code")),),
        past=looking_back(SHOWS, FILTERS),
        load=(
            joinedload(Figure.delegation).selectinload(Delegation.agencies),
            selectinload(Figure.agencies).joinedload(FigureAgency.agency).selectinload(Agency.names),
            selectinload(Figure.comparisons),
            selectinload(Figure.parts).joinedload(FigurePart.part),
        ),
    )
)
